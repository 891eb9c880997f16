//! A line of `ydt list --json`, with which `ydt show --json` begins too.

use serde::Serialize;

use crate::domain::calendar::{Calendar, LimitUnit};
use crate::domain::case::Case;
use crate::domain::case::chase::Chase;
use crate::domain::case::stage::Stage;
use crate::domain::figures::step::CaseStep;
use crate::domain::ids::ClockId;
use crate::domain::limit::clock::Clock;
use crate::domain::sealable::Sealable;
use crate::domain::time::{Date, Moment};
use crate::domain::town::org::Org;
use crate::domain::town::waits::Awaited;
use crate::domain::view::detail::CaseDetail;
use crate::domain::view::explanation::Explanation;
use crate::domain::view::listing::{ClockReading, ListRow};
use crate::domain::words::{
    CaseKind, ClockKind, ClockLevel, KeyMatter, MatterField, MirrorStep, Route, Verdict,
};

#[derive(Serialize)]
pub(in crate::cli) struct RowJson<'a> {
    case_no: &'a str,
    platform_no: Option<&'a str>,
    title: &'a str,
    stage: Stage,
    kind: Option<CaseKind>,
    route: Option<Route>,
    unit: Option<&'a str>,
    field: Option<MatterField>,
    village: Option<&'a str>,
    key_matters: &'a [KeyMatter],
    received_at: Moment,
    complainant: Option<&'a str>,
    clocks: Vec<ClockJson>,
    repeat_of: Option<&'a str>,
    mirrored: Vec<MirrorStep>,
    unmirrored: Option<MirrorStep>,
    next_step: Option<&'a str>,
    /// The first of the people in `waits_for`.
    waiting_person: Option<String>,
    waits_for: Option<Awaited>,
    /// Whether an application for an extension waits for its signatures (延期审批中).
    extension_pending: bool,
    /// The step that it waits in, until when that has to be done, and whether that day has come.
    step: Option<CaseStep>,
    safe_until: Option<Date>,
    pressing: bool,
    /// What a rule proposes; said in the list of what is proposed (该发该复), and of a case laid open with all that is.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    proposed: Vec<Chase>,
}

#[derive(Serialize)]
pub(in crate::cli) struct ClockJson {
    /// Its number in the case.
    id: ClockId,
    turn: u32,
    round: u32,
    clock: ClockKind,
    started_on: Date,
    limit: u32,
    unit: LimitUnit,
    due_on: Date,
    original_due_on: Date,
    remaining: i32,
    level: ClockLevel,
    provisional: bool,
    extensions: u32,
    stopped_on: Option<Date>,
    verdict: Option<Verdict>,
    due_by_calendar: Option<Date>,
    /// Working days of each extension.
    granted: Vec<u32>,
    /// Whether another limit took the place of one that had run out already (超期后变更).
    overridden_after_expiry: bool,
    /// Its own due day, while an earlier one of a merged case counts.
    own_due_on: Option<Date>,
    /// Whether it was judged late and runs on since, because what had stopped it was undone.
    was_late: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    explanation: Option<ExplanationJson>,
}

/// Why the clock is due when it is, where that was asked for.
#[derive(Serialize)]
struct ExplanationJson {
    rule: String,
    start: String,
    notes: Vec<String>,
    days: Vec<ExplainedDayJson>,
}

#[derive(Serialize)]
struct ExplainedDayJson {
    date: Date,
    kind: &'static str,
    holiday: Option<String>,
    counted: Option<u32>,
    provisional: bool,
    note: String,
}

impl ClockJson {
    pub fn of(reading: &ClockReading) -> Self {
        let clock = &reading.clock;
        Self {
            id: clock.id,
            turn: clock.turn,
            round: clock.round,
            clock: clock.clock,
            started_on: clock.started_on,
            limit: clock.limit,
            unit: clock.unit,
            due_on: clock.due_on,
            original_due_on: clock.original_due_on,
            remaining: reading.remaining,
            level: reading.level,
            provisional: clock.provisional,
            extensions: clock.extensions,
            stopped_on: clock.stopped_on,
            verdict: clock.verdict,
            due_by_calendar: clock.due_by_calendar,
            granted: clock.granted.clone(),
            overridden_after_expiry: clock.is_overridden_after_expiry(),
            own_due_on: clock.own_due_on,
            was_late: clock.was_late,
            explanation: None,
        }
    }

    fn explain(&mut self, case: &Case, clock: &Clock, calendar: &Calendar) {
        let told = Explanation::of(case, clock, calendar);
        // The limit's own days need no word; what gave more days is told.
        let mut notes: Vec<String> = told.spans.iter().skip(1).map(|span| span.heading.clone()).collect();
        notes.extend(told.notes);
        let days = told.spans.into_iter().flat_map(|span| span.days).map(|day| ExplainedDayJson {
            date: day.date,
            kind: day.kind.code(),
            holiday: day.kind.name().map(str::to_owned),
            counted: day.counted,
            provisional: day.provisional,
            note: day.note,
        });
        self.explanation =
            Some(ExplanationJson { rule: told.rule, start: told.start, notes, days: days.collect() });
    }
}

impl<'a> RowJson<'a> {
    /// Puts its explanation to each clock; these are the readings that the row was made of.
    pub fn explain_clocks(&mut self, case: &Case, readings: &[ClockReading], calendar: &Calendar) {
        for (clock, reading) in self.clocks.iter_mut().zip(readings) {
            clock.explain(case, &reading.clock, calendar);
        }
    }

    /// A line of a list.
    pub fn of(row: &'a ListRow, org: &'a Org, today: Date) -> Self {
        let awaited = row.waits_for.as_ref().map(|awaited| awaited.named(org));
        Self {
            case_no: &row.case_no,
            platform_no: row.platform_no.as_deref(),
            title: &row.title,
            stage: row.stage,
            kind: row.kind,
            route: row.route,
            unit: row.unit.map(|unit| org.unit_name(unit)),
            field: row.field,
            village: row.village.as_deref(),
            key_matters: &row.key_matters,
            received_at: row.received_at,
            complainant: row.complainant.as_deref(),
            clocks: row.clocks.iter().map(ClockJson::of).collect(),
            repeat_of: row.repeat_of.as_deref(),
            mirrored: row.mirrored.clone(),
            unmirrored: row.unmirrored,
            next_step: row.next_step.as_deref(),
            waiting_person: awaited.as_ref().and_then(Awaited::first_person).map(str::to_owned),
            waits_for: awaited,
            extension_pending: row.asks_extension,
            step: row.step,
            safe_until: row.safe.map(|safe| safe.until),
            pressing: row.safe.is_some_and(|safe| safe.is_pressing(today)),
            proposed: row.chased.into_iter().collect(),
        }
    }

    /// The same line of a case laid open, whose complainant is masked already.
    pub fn of_case(detail: &'a CaseDetail, org: &'a Org, today: Date) -> Self {
        let (case, clocks) = (&detail.case, &detail.clocks);
        let awaited = case.waits_for(org).map(|awaited| awaited.named(org));
        Self {
            case_no: &case.case_no,
            platform_no: case.platform_no.as_deref(),
            title: case.title.text(),
            stage: case.stage,
            kind: case.kind,
            route: case.route,
            unit: case.unit.map(|unit| org.unit_name(unit)),
            field: case.field,
            village: case.village.as_deref(),
            key_matters: &case.key_matters,
            received_at: case.received_at,
            complainant: case.complainant.name.as_ref().map(Sealable::text),
            clocks: clocks.iter().map(ClockJson::of).collect(),
            repeat_of: detail.repeats.first().map(|repeat| repeat.case_no.as_str()),
            mirrored: case.mirrored_steps(),
            unmirrored: case.unmirrored(),
            next_step: crate::actions::next_step::next_code(case),
            waiting_person: awaited.as_ref().and_then(Awaited::first_person).map(str::to_owned),
            waits_for: awaited,
            extension_pending: case.asks_extension(),
            step: case.present_step().map(|step| step.step),
            safe_until: detail.safe.map(|safe| safe.until),
            pressing: detail.safe.is_some_and(|safe| safe.is_pressing(today)),
            proposed: Vec::new(),
        }
    }
}
