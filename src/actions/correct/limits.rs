//! What a corrected fact does to clocks: which of them follow it, how far a day of receipt may be moved, and when the
//! secretary must have ruled (`domain.md` §10 Days).

use super::{FACT, VALUE, out_of_time};
use crate::actions::answers::Answers;
use crate::domain::case::Case;
use crate::domain::context::Context;
use crate::domain::document::Terms;
use crate::domain::event::fact::Fact;
use crate::domain::limit::clock::Clock;
use crate::domain::refusal::{Refusal, RefusalCode};
use crate::domain::time::Date;
use crate::domain::words::{CaseKind, ClockKind, DocumentState};

/// A clock as it stands after the correction, with what is said of it.
pub(super) struct Moved {
    pub clock: Clock,
    pub note: String,
    /// Whether applications that name the day on which it runs out name a wrong one now.
    pub outdates_requests: bool,
}

/// Why a correction needs the secretary's ruling, and the act that the ruling answers with its day.
pub(super) struct Ruled {
    pub why: String,
    pub act: &'static str,
    pub since: Date,
}

/// What a ruling about a clock answers.
const HANDLED: &str = "所更正的办理";

/// The day on which the unit received the case: not before acceptance or its last return, not after the unit's first
/// act, the end of its limit or today.
pub(super) fn handling_day(case: &Case, answers: &Answers, context: &Context<'_>) -> Result<Date, Refusal> {
    let day = answers.date(&VALUE)?.ok_or_else(|| VALUE.missing())?;
    if case.transferred_on.is_none() {
        return Err(FACT.refuses(RefusalCode::WrongStage, "本件还没有转办，没有承办单位收件日期可更正。"));
    }
    if day > context.today() || case.earliest_receipt().is_some_and(|earliest| day < earliest) {
        return Err(out_of_time(format!(
            "收件日期{day}不得早于受理日和上一次退件、收回日，也不得晚于今天，请核对。"
        )));
    }
    if let Some(acted_on) = case.receipt.and_then(|receipt| receipt.acted_on).filter(|acted| day > *acted) {
        return Err(out_of_time(format!(
            "收件日期{day}晚于承办单位第一次办理本件的日期{acted_on}，不能这样更正。"
        )));
    }
    match case.receipt_clock().and_then(|clock| clock.stopped_on) {
        Some(stopped_on) if day > stopped_on => {
            Err(out_of_time(format!("收件日期{day}晚于办理时限停止的日期{stopped_on}，不能这样更正。")))
        }
        Some(_) | None => Ok(day),
    }
}

/// Whether the correction gives a unit more time or changes what was judged, so that the secretary must have ruled.
pub(super) fn ruled(case: &Case, after: &Fact, moved: &[Moved]) -> Option<Ruled> {
    let judged = moved.iter().find(|moved| {
        let old = case.clocks.iter().find(|old| old.id == moved.clock.id);
        old.is_some_and(|old| old.verdict != moved.clock.verdict || old.was_late)
    });
    if let Fact::HandlingReceivedOn(Some(day)) = after {
        let receipt = case.receipt?;
        let since = receipt.recorded_as;
        if case.receipt_clock().is_some_and(|clock| !clock.is_running()) {
            return Some(Ruled {
                why: "办理时限已经停止，更正收件日期".to_owned(), act: HANDLED, since
            });
        }
        if case.transferred_on.is_some_and(|recorded| *day > recorded) {
            return Some(Ruled { why: "收件日期改得比登记的晚".to_owned(), act: HANDLED, since });
        }
    }
    judged.map(|moved| Ruled {
        why: "更正后已作出的按期、超期判定会改变".to_owned(),
        act: HANDLED,
        since: moved.clock.stopped_on.or(case.resumed_on).unwrap_or(moved.clock.started_on),
    })
}

/// The clocks that the fact drives, counted anew. A corrected kind moves the clocks that run, each by the limit in force
/// when it started; a corrected day moves the clock that runs from it.
pub(super) fn moved(case: &Case, after: &Fact, context: &Context<'_>) -> Vec<Moved> {
    let calendar = context.calendar;
    let moved = match after {
        Fact::Kind(Some(kind)) => {
            let running =
                case.clocks.iter().filter(|clock| clock.clock == ClockKind::Handling && clock.is_running());
            running.map(|old| (old, of_kind(case, old, *kind, context))).collect()
        }
        Fact::ReceivedAt(at) => {
            let first = case.clocks.iter().find(|clock| clock.clock == ClockKind::Triage);
            first.map(|old| (old, old.received_on(at.date(), old.limit, calendar))).into_iter().collect()
        }
        Fact::HandlingReceivedOn(Some(day)) => {
            let received = |old: &Clock| old.received_on(*day, notice_limit(case, old, context), calendar);
            case.receipt_clock().map(|old| (old, received(old))).into_iter().collect()
        }
        Fact::Kind(None)
        | Fact::HandlingReceivedOn(None)
        | Fact::Field(_)
        | Fact::ComplainedAt(_)
        | Fact::PlatformNo(_)
        | Fact::Method(_)
        | Fact::Source(_)
        | Fact::Complainant(_)
        | Fact::Contact(_)
        | Fact::Respondent(_)
        | Fact::RespondentUnitPosition(_)
        | Fact::RespondentRank(_)
        | Fact::Village(_)
        | Fact::Title(_)
        | Fact::Content(_)
        | Fact::Scope(_)
        | Fact::KeyMatters(_)
        | Fact::MainPages(_)
        | Fact::Attachments(_) => Vec::new(),
    };
    let changed = moved.into_iter().filter(|(old, clock)| clock != *old);
    let outdates = |old: &Clock, clock: &Clock| {
        clock.clock == ClockKind::Handling && clock.is_running() && old.due_on != clock.due_on
    };
    changed
        .map(|(old, clock)| Moved {
            note: note(old, &clock, context),
            outdates_requests: outdates(old, &clock),
            clock,
        })
        .collect()
}

/// What is said when the limit that the clock runs by stays, or when a shorter first limit makes extensions shorter that
/// were granted already.
fn note(old: &Clock, clock: &Clock, context: &Context<'_>) -> String {
    if (old.started_on, old.due_on) == (clock.started_on, clock.due_on) {
        return format!(
            "，到期日不变，通知规定的原到期日由{}改为{}",
            old.original_due_on, clock.original_due_on
        );
    }
    let before: u32 = old.grants(context.calendar).iter().sum();
    let after: u32 = clock.granted.iter().sum();
    if after >= before {
        return String::new();
    }
    format!("；已批准的延期由{before}个工作日减为{after}个（每次不得超过首次时限{}个工作日）", clock.limit)
}

fn of_kind(case: &Case, old: &Clock, kind: CaseKind, context: &Context<'_>) -> Clock {
    // A clock started before its limits were kept with it takes today's.
    let limit = old
        .limits
        .map_or_else(|| context.settings.handling_limit_working_days(kind), |limits| limits.of(kind));
    old.of_kind(limit, is_overridden(case, old), context.calendar)
}

/// The notice's own limit. A clock that no override moved has none but its own.
fn notice_limit(case: &Case, clock: &Clock, context: &Context<'_>) -> u32 {
    if is_overridden(case, clock) { clock.notice_limit(context.calendar) } else { clock.limit }
}

/// Whether the handling limit is one laid down elsewhere and signed, which a case's kind does not change.
fn is_overridden(case: &Case, clock: &Clock) -> bool {
    let signed = |document: &crate::domain::document::Document| {
        document.state == DocumentState::Done
            && document.drafted_at.date() >= clock.started_on
            && matches!(
                document.terms,
                Some(Terms::Override { limit, unit, .. }) if limit == clock.limit && unit == clock.unit
            )
    };
    clock.overridden.is_some() || case.documents.iter().any(signed)
}
