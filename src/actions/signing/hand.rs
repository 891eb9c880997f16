//! Whose signature an answer stands for: a holder's own, a deputy's, one on paper, or the Party committee's decision.

use super::{
    Field, MEETING, MEETING_ON, PAPER_DATE, PAPER_SIGNER, is_free, may_sign, not_your_step, records_paper,
    recused, too_late,
};
use crate::actions::Answers;
use crate::domain::case::Case;
use crate::domain::code::Coded as _;
use crate::domain::context::Context;
use crate::domain::document::{Document, Step, StepLabel};
use crate::domain::ids::PersonId;
use crate::domain::refusal::{Refusal, RefusalCode};
use crate::domain::time::{Date, Moment};
use crate::domain::words::Position;

/// Whose signature it is: the holder of the position, and the deputy who wrote it where there is one.
pub(super) struct Hand {
    pub signer: PersonId,
    pub deputy: Option<PersonId>,
    pub signed_on: Date,
    pub on_paper: bool,
}

pub(super) fn hand(
    case: &Case,
    document: &Document,
    step: &Step,
    answers: &Answers,
    context: &Context<'_>,
) -> Result<Hand, Refusal> {
    let turn = || too_late(case, context).unwrap_or_else(|| not_your_step(document, step, context));
    let own = |by: PersonId| {
        let (signer, deputy) = in_whose_name(case, step, by, context.today(), context)?;
        Some(Hand { signer, deputy, signed_on: context.today(), on_paper: false })
    };
    match answers.person(&PAPER_SIGNER, context.org)? {
        None => own(context.actor.id).ok_or_else(turn),
        Some(signer) if signer.id == context.actor.id && may_sign(step, context) => {
            own(signer.id).ok_or_else(turn)
        }
        Some(_) if !records_paper(case, context) => Err(turn()),
        Some(signer) => {
            let signed_on = paper_date(document, answers, context)?;
            let (name, deputy) = in_whose_name(case, step, signer.id, signed_on, context)
                .ok_or_else(|| not_your_step(document, step, context))?;
            if case.is_about(signer, context.org) {
                return Err(recused(&signer.name));
            }
            Ok(Hand { signer: name, deputy, signed_on, on_paper: true })
        }
    }
}

/// Whoever wrote the document or handles the case doesn't sign it in a leader's name (`domain.md` §10 Deputies).
pub(super) fn check_deputy(
    case: &Case,
    document: &Document,
    deputy: PersonId,
    context: &Context<'_>,
) -> Result<(), Refusal> {
    let handles =
        case.unit.is_some_and(|unit| context.org.person(deputy).is_some_and(|person| person.handles(unit)));
    let part = if document.drafted_by == deputy {
        "起草人"
    } else if case.handler == Some(deputy) || handles {
        "承办人"
    } else {
        return Ok(());
    };
    let name = context.org.person_name(deputy);
    Err(Refusal::new(
        RefusalCode::NotPermitted,
        format!("{name}是这一件的{part}，不能代领导审签；请领导本人审签，或由其他领导代签。"),
    ))
}

/// The meeting that a signature names.
pub(super) struct Meeting {
    pub name: Option<String>,
    pub on: Option<Date>,
}

/// Only the Party committee's approval (报镇党委审批) names a meeting: between the submission and today.
pub(super) fn meeting(
    document: &Document,
    step: &Step,
    answers: &Answers,
    context: &Context<'_>,
) -> Result<Meeting, Refusal> {
    let met = Meeting { name: answers.text(MEETING.name), on: answers.date(&MEETING_ON)? };
    if let Some(named) = [(&MEETING, met.name.is_some()), (&MEETING_ON, met.on.is_some())]
        .into_iter()
        .find_map(|(field, is_given)| (is_given && step.label.is_none()).then_some(field))
    {
        return Err(named.invalid(&format!(
            "只有“{}”一步才填，现在这一步是{}。",
            StepLabel::PartyCommittee.label(),
            step.title()
        )));
    }
    if let Some(on) = met.on {
        check_between(&MEETING_ON, "会议日期", on, document, context)?;
    }
    Ok(met)
}

/// With every principal leader recused, the committee's decision on paper stands in the place of a signature, and the
/// commission operator records it (`domain.md` §10 Recusal).
pub(super) fn recorded_decision(
    step: &Step,
    met: &Meeting,
    answers: &Answers,
    context: &Context<'_>,
) -> Result<Hand, Refusal> {
    let recorder = context.actor.id;
    if !step.is_for(recorder) && !context.actor.holds(Position::CommissionOperator) {
        return Err(Refusal::new(
            RefusalCode::NotYourStep,
            "镇主要领导需要回避，这一步由镇党委会议决定；请镇纪委专人按会议的书面决定登记，填会议名称和日期。",
        ));
    }
    if answers.text(PAPER_SIGNER.name).is_some() {
        return Err(PAPER_SIGNER.invalid("不填：这一步由镇党委会议决定，只填会议名称和日期。"));
    }
    if met.name.is_none() {
        return Err(MEETING.missing());
    }
    let signed_on = met.on.ok_or_else(|| MEETING_ON.missing())?;
    Ok(Hand { signer: recorder, deputy: None, signed_on, on_paper: true })
}

/// The holder for whom somebody signs, and who signs as their deputy: whoever holds the position signs as themselves.
fn in_whose_name(
    case: &Case,
    step: &Step,
    by: PersonId,
    on: Date,
    context: &Context<'_>,
) -> Option<(PersonId, Option<PersonId>)> {
    if step.is_for(by) {
        return Some((by, None));
    }
    let mut leaders = step.people.iter().copied().filter(|leader| is_free(case, *leader, context));
    leaders.find(|leader| context.org.deputises(by, *leader, on)).map(|leader| (leader, Some(by)))
}

fn paper_date(document: &Document, answers: &Answers, context: &Context<'_>) -> Result<Date, Refusal> {
    let date = answers.date(&PAPER_DATE)?.ok_or_else(|| PAPER_DATE.missing())?;
    check_between(&PAPER_DATE, "书面审签日期", date, document, context)?;
    Ok(date)
}

/// A day stated lies between the submission, or the signature before it, and today.
fn check_between(
    field: &Field,
    label: &str,
    date: Date,
    document: &Document,
    context: &Context<'_>,
) -> Result<(), Refusal> {
    if date > context.today() {
        return Err(field.refuses(RefusalCode::OutOfTime, format!("{label}{date}在今天之后，请核对。")));
    }
    let submitted_on = document.submitted_at.map(Moment::date);
    if let Some(submitted_on) = submitted_on.filter(|submitted_on| date < *submitted_on) {
        let message = format!("{label}{date}早于送审日{submitted_on}，请核对。");
        return Err(field.refuses(RefusalCode::OutOfTime, message));
    }
    match document.last_signed_on().filter(|before| date < *before) {
        None => Ok(()),
        Some(before) => Err(field
            .refuses(RefusalCode::OutOfTime, format!("{label}{date}早于上一位审签的日期{before}，请核对。"))),
    }
}
