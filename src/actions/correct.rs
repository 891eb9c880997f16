//! 更正: puts a recorded fact right, with a reason; clocks follow, the old value stays in the history.

mod assessed;
mod freed;
mod limits;

use super::answers::Answers;
use super::field::{Field, FieldKind, words};
use super::permission::Who;
use super::{Act, CaseAct, On, Questions, ruling};
use crate::domain::case::stage::Stage;
use crate::domain::case::{Case, is_anonymous, platform_no};
use crate::domain::code::Coded as _;
use crate::domain::context::Context;
use crate::domain::document::ruling::Ruling;
use crate::domain::event::drafting;
use crate::domain::event::fact::{Fact, FactName};
use crate::domain::event::{CaseEvent, ClockMoved, Corrected};
use crate::domain::ids::PersonId;
use crate::domain::refusal::{Refusal, RefusalCode};
use crate::domain::sealable::Sealable;
use crate::domain::time::Moment;
use crate::domain::words::{CaseKind, MatterField};

const FACT: Field = Field::required("field", "更正哪一项", FieldKind::Choice(words::<FactName>));
const VALUE: Field = Field::optional("value", "改为", FieldKind::Prose)
    .hint("留空即清空该项；类别、领域、范围、重点标记可填中文名称；有人因此不再回避的，须书记裁定");
const REASON: Field = Field::required("reason", "更正理由", FieldKind::Prose);

/// The row of this act.
pub static ACT: Act = Act {
    code: "correct",
    who: &[Who::CommissionOperator],
    questions: Questions {
        title: "更正",
        summary: "更正登记有误的内容，时限随之重算，原值保留在经过中",
        fields: &[FACT, VALUE, REASON, ruling::RULING, ruling::RULED_ON, ruling::RULING_NO],
        confirm: None,
    },
    example: r#"{"field":"kind","value":"consultation","reason":"实为政策咨询"}"#,
    on: On::Case(CaseAct::at(Stage::ALL, decide).on_sealed()),
};

fn decide(case: &Case, answers: &Answers, context: &Context<'_>) -> Result<Vec<CaseEvent>, Refusal> {
    let name: FactName = answers.need_word(&FACT)?;
    let reason = Sealable::new(answers.need_text(&REASON)?);
    let before = present(case, name);
    let after = wanted(case, name, answers, context)?;
    if before.value_label() == after.value_label() {
        return Err(Refusal::new(
            RefusalCode::NothingToDo,
            format!("“{}”本来就是“{}”，没有更正。", name.label(), before.value_label()),
        ));
    }
    if case.sealed && !stands_on_a_sealed_stub(name) {
        return Err(Refusal::new(
            RefusalCode::WrongStage,
            format!("本件已密封上报，“{}”不在本镇留存，不能再登记。", name.label()),
        ));
    }
    let moved = limits::moved(case, &after, context);
    let freed = freed::people(case, &after, context);
    let needed = limits::ruled(case, &after, &moved).or_else(|| lets_see(case, &freed, context));
    let ruling = ruling(case, needed, answers, context)?;
    let outdated = assessed::outdated_chains(case, &after);
    let mut events = freed::released(&freed, &reason, ruling.as_ref());
    events.push(CaseEvent::Corrected(Corrected { before, after, reason, ruling }));
    events.extend(outdated);
    if moved.iter().any(|moved| moved.outdates_requests) {
        events.extend(drafting::void_limit_requests(case, None, "办理时限已重算，原申请所写的日期不再成立"));
    }
    events.extend(moved.into_iter().map(|limits::Moved { clock, note, .. }| {
        CaseEvent::ClockMoved(ClockMoved {
            clock, because: format!("更正“{}”后重算{note}", name.label())
        })
    }));
    Ok(events)
}

/// The ruling that was filled in, which must be there where the correction moves what was judged, gives more time or
/// lets a respondent see the case again.
fn ruling(
    case: &Case,
    needed: Option<limits::Ruled>,
    answers: &Answers,
    context: &Context<'_>,
) -> Result<Option<Ruling>, Refusal> {
    let ruling = ruling::read(case, answers, context)?;
    let Some(limits::Ruled { why, act, since }) = needed else { return Ok(ruling) };
    let Some(ruling) = ruling else {
        return Err(ruling::needed(&why));
    };
    ruling::check_answers(&ruling, act, since)?;
    Ok(Some(ruling))
}

/// Why the secretary must have ruled where somebody would be a respondent no more.
fn lets_see(case: &Case, freed: &[PersonId], context: &Context<'_>) -> Option<limits::Ruled> {
    let names: Vec<&str> = freed.iter().map(|person| context.org.person_name(*person)).collect();
    (!names.is_empty()).then(|| limits::Ruled {
        why: format!("更正后{}不再是被投诉人、不再回避", names.join("、")),
        act: "登记被投诉人",
        since: case.recusal.known_on.unwrap_or_else(|| case.received_at.date()),
    })
}

/// The fact as it stands.
fn present(case: &Case, name: FactName) -> Fact {
    match name {
        FactName::Kind => Fact::Kind(case.kind),
        FactName::Field => Fact::Field(case.field),
        FactName::ReceivedAt => Fact::ReceivedAt(case.received_at),
        FactName::ComplainedAt => Fact::ComplainedAt(case.complained_at),
        FactName::HandlingReceivedOn => Fact::HandlingReceivedOn(case.transferred_on),
        FactName::PlatformNo => Fact::PlatformNo(case.platform_no.clone()),
        FactName::Method => Fact::Method(case.method.clone()),
        FactName::Source => Fact::Source(case.source.clone()),
        FactName::Complainant => Fact::Complainant(case.complainant.name.clone()),
        FactName::Contact => Fact::Contact(case.complainant.contact.clone()),
        FactName::Respondent => Fact::Respondent(case.respondent.name.clone()),
        FactName::RespondentUnitPosition => {
            Fact::RespondentUnitPosition(case.respondent.unit_position.clone())
        }
        FactName::RespondentRank => Fact::RespondentRank(case.respondent.rank.clone()),
        FactName::Village => Fact::Village(case.village.clone()),
        FactName::Title => Fact::Title(case.title.clone()),
        FactName::Content => Fact::Content(case.content.clone()),
        FactName::Scope => Fact::Scope(case.scope),
        FactName::KeyMatters => Fact::KeyMatters(case.key_matters.clone()),
        FactName::MainPages => Fact::MainPages(case.main_pages),
        FactName::Attachments => Fact::Attachments(case.attachments),
    }
}

/// The fact as it shall be, read from the form.
fn wanted(case: &Case, name: FactName, answers: &Answers, context: &Context<'_>) -> Result<Fact, Refusal> {
    let text = || answers.text(VALUE.name);
    let sealed = || text().map(Sealable::new);
    Ok(match name {
        FactName::Kind => Fact::Kind(Some(answers.need_word::<CaseKind>(&VALUE)?)),
        FactName::Field => Fact::Field(Some(answers.need_word::<MatterField>(&VALUE)?)),
        FactName::ReceivedAt => Fact::ReceivedAt(receipt(case, answers, context)?),
        FactName::ComplainedAt => Fact::ComplainedAt(complaint(case, answers, context)?),
        FactName::HandlingReceivedOn => {
            Fact::HandlingReceivedOn(Some(limits::handling_day(case, answers, context)?))
        }
        FactName::PlatformNo => Fact::PlatformNo(platform_no::accepted(VALUE.name, name.label(), text())?),
        FactName::Method => Fact::Method(text()),
        FactName::Source => Fact::Source(text()),
        FactName::Complainant => {
            Fact::Complainant(text().filter(|name| !is_anonymous(name)).map(Sealable::new))
        }
        FactName::Contact => Fact::Contact(sealed()),
        FactName::Respondent => Fact::Respondent(sealed()),
        FactName::RespondentUnitPosition => Fact::RespondentUnitPosition(sealed()),
        FactName::RespondentRank => Fact::RespondentRank(text()),
        FactName::Village => Fact::Village(text()),
        FactName::Title => Fact::Title(Sealable::new(answers.need_text(&VALUE)?)),
        FactName::Content => Fact::Content(Sealable::new(answers.need_text(&VALUE)?)),
        FactName::Scope => assessed::scope(case, answers)?,
        FactName::KeyMatters => assessed::key_matters(case, answers)?,
        FactName::MainPages => Fact::MainPages(answers.count(&VALUE)?.unwrap_or(0)),
        FactName::Attachments => Fact::Attachments(answers.count(&VALUE)?.unwrap_or(0)),
    })
}

/// Received after the complaint was made and before the town took it on.
fn receipt(case: &Case, answers: &Answers, context: &Context<'_>) -> Result<Moment, Refusal> {
    let at = past_moment(answers, context)?;
    if at < case.complained_at {
        let complained_at = case.complained_at.minute();
        return Err(out_of_time(format!("收到时间{}早于投诉时间{complained_at}，请核对。", at.minute())));
    }
    match case.accepted_at {
        Some(accepted_at) if at > accepted_at => {
            Err(out_of_time(format!("收到时间{}晚于受理时间{}，请核对。", at.minute(), accepted_at.minute())))
        }
        _ => Ok(at),
    }
}

fn complaint(case: &Case, answers: &Answers, context: &Context<'_>) -> Result<Moment, Refusal> {
    let at = past_moment(answers, context)?;
    if at > case.received_at {
        let received_at = case.received_at.minute();
        return Err(out_of_time(format!("投诉时间{}晚于收到时间{received_at}，请核对。", at.minute())));
    }
    Ok(at)
}

fn past_moment(answers: &Answers, context: &Context<'_>) -> Result<Moment, Refusal> {
    let at = answers.moment(&VALUE)?.ok_or_else(|| VALUE.missing())?;
    if at > context.now {
        return Err(out_of_time(format!("{}在现在之后，请核对。", at.minute())));
    }
    Ok(at)
}

fn out_of_time(message: String) -> Refusal {
    VALUE.refuses(RefusalCode::OutOfTime, message)
}

/// What a sealed stub keeps: numbers and times (工作规则 art. 15).
const fn stands_on_a_sealed_stub(name: FactName) -> bool {
    match name {
        FactName::Kind
        | FactName::ReceivedAt
        | FactName::ComplainedAt
        | FactName::HandlingReceivedOn
        | FactName::PlatformNo
        | FactName::Method
        | FactName::Source
        | FactName::MainPages
        | FactName::Attachments
        | FactName::Scope
        | FactName::KeyMatters => true,
        FactName::Field
        | FactName::Complainant
        | FactName::Contact
        | FactName::Respondent
        | FactName::RespondentUnitPosition
        | FactName::RespondentRank
        | FactName::Village
        | FactName::Title
        | FactName::Content => false,
    }
}

#[cfg(test)]
mod tests;
