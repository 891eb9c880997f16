//! Who signs the record of a meeting, and in whose name: shared by signing and giving it back.

use super::answers::Answers;
use super::field::{Field, FieldKind};
use crate::domain::context::Context;
use crate::domain::ids::PersonId;
use crate::domain::meeting::record::RecordStep;
use crate::domain::meeting::{Meeting, MeetingState};
use crate::domain::refusal::{Refusal, RefusalCode};
use crate::domain::time::{Date, Moment};
use crate::domain::words::Position;

pub const PAPER_SIGNER: Field = Field::optional("on_paper_signer", "书面签字人（代录）", FieldKind::Line)
    .folded()
    .hint("专人代录书面签字时填；本人签字不填");
pub const PAPER_DATE: Field =
    Field::optional("on_paper_date", "书面签字日期", FieldKind::Date).folded().needed("代录书面签字时必填");

/// A signature about to be given.
pub struct Signs<'a> {
    pub place: usize,
    pub step: &'a RecordStep,
    pub deputy: Option<PersonId>,
    pub signed_on: Date,
    pub on_paper: bool,
}

/// The step that the actor signs: their own, that of a leader whose deputy they are, or one on paper that the commission
/// operator records.
///
/// # Errors
/// `not_your_step` naming who has still to sign; a refusal about the paper.
pub fn signs<'a>(
    meeting: &'a Meeting,
    answers: &Answers,
    context: &Context<'_>,
) -> Result<Signs<'a>, Refusal> {
    meeting.check_state(&[MeetingState::UnderReview])?;
    let Some(record) = &meeting.record else {
        return Err(Refusal::new(RefusalCode::MissingDocument, "还没有会议记录。"));
    };
    let (actor, today) = (context.actor, context.today());
    if let Some(name) = answers.text(PAPER_SIGNER.name) {
        let is_meant = |step: &RecordStep| {
            let login = step.person.and_then(|person| context.org.person(person)?.login.as_deref());
            step.name == name || login == Some(name.as_str())
        };
        let found = record.open_steps().find(|(_, step)| is_meant(step));
        let (place, step) =
            found.ok_or_else(|| PAPER_SIGNER.invalid(&format!("填了{name}，现在没有等其签字。")))?;
        if !actor.holds(Position::CommissionOperator) || step.person == Some(actor.id) {
            return Err(PAPER_SIGNER.invalid("不能这样填：书面签字由镇纪委专人代录，本人签字不填。"));
        }
        let signed_on = answers.date(&PAPER_DATE)?.ok_or_else(|| PAPER_DATE.missing())?;
        let submitted_on = record.submitted_at.map_or(signed_on, Moment::date);
        if signed_on < submitted_on || signed_on > today {
            let why = format!("不在{submitted_on}（送签）至今天之间，请核对。");
            return Err(PAPER_DATE.invalid(&why));
        }
        return Ok(Signs { place, step, deputy: None, signed_on, on_paper: true });
    }
    let of = |person: PersonId| record.open_steps().find(|(_, step)| step.person == Some(person));
    if let Some((place, step)) = of(actor.id) {
        return Ok(Signs { place, step, deputy: None, signed_on: today, on_paper: false });
    }
    let leaders = record
        .open_steps()
        .find(|(_, step)| step.person.is_some_and(|person| context.org.deputises(actor.id, person, today)));
    // A deputy who is recused where the leader is not would sign what they may not see.
    if let Some((place, step)) = leaders.filter(|_| !is_recused(meeting, actor.id)) {
        return Ok(Signs { place, step, deputy: Some(actor.id), signed_on: today, on_paper: false });
    }
    let waits: Vec<&str> = record.open_steps().map(|(_, step)| step.name.as_str()).collect();
    let message = format!("会议记录现在等{}签字，没有等您签字。", waits.join("、"));
    Err(Refusal::new(RefusalCode::NotYourStep, message))
}

fn is_recused(meeting: &Meeting, person: PersonId) -> bool {
    meeting.agenda.iter().any(|item| item.recused.iter().any(|one| one.person == Some(person)))
}
