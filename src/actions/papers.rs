//! What acts on issued papers have in common: the number by which one is named, and the paper of that number, of a case
//! or of a meeting.

use super::answers::Answers;
use super::field::{Field, FieldKind};
use crate::domain::case::Case;
use crate::domain::context::Context;
use crate::domain::meeting::Meeting;
use crate::domain::meeting::paper::IssuedRecord;
use crate::domain::paper::Issued;
use crate::domain::refusal::{Refusal, RefusalCode};
use crate::domain::text::fold::fold;

/// The number of an issued paper.
pub const NUMBER: Field = Field::required("number", "文号", FieldKind::Line).hint("如 建纪转〔2026〕12号");

/// Whether the case has a paper that is not void.
///
/// # Errors
/// `nothing_to_do` where it has none.
pub fn ready(case: &Case, _: &Context<'_>) -> Result<(), Refusal> {
    if live(case).next().is_some() {
        return Ok(());
    }
    Err(Refusal::new(RefusalCode::NothingToDo, "本件还没有出过文。"))
}

/// The papers that are not void.
fn live(case: &Case) -> impl Iterator<Item = &Issued> {
    case.papers.iter().filter(|paper| paper.void.is_none())
}

/// The form opens with the only number there is.
pub fn prefill(case: &Case, _: &Context<'_>) -> Answers {
    let mut numbers = live(case);
    match (numbers.next(), numbers.next()) {
        (Some(only), None) => Answers::none().with(NUMBER.name, only.number.clone()),
        (_, _) => Answers::none(),
    }
}

/// The paper of this number that is not void, however wide its brackets were typed.
///
/// # Errors
/// When the case has none; the refusal names those that it has.
pub fn issued<'a>(case: &'a Case, answers: &Answers) -> Result<&'a Issued, Refusal> {
    let number = fold(&answers.need_text(&NUMBER)?);
    live(case).find(|paper| fold(&paper.number) == number).ok_or_else(|| {
        let numbers: Vec<&str> = live(case).map(|paper| paper.number.as_str()).collect();
        NUMBER.invalid(&format!("本件没有这个文号（或已作废），现有：{}。", numbers.join("、")))
    })
}

/// The form opens with the only number that the record of the meeting has.
pub fn only_record(meeting: &Meeting, _: &Context<'_>) -> Answers {
    let mut numbers = meeting.live_papers();
    match (numbers.next(), numbers.next()) {
        (Some(only), None) => Answers::none().with(NUMBER.name, only.number.clone()),
        (_, _) => Answers::none(),
    }
}

/// The record of the meeting under this number that is not void.
///
/// # Errors
/// When the meeting has none; the refusal names those that it has.
pub fn issued_record<'a>(meeting: &'a Meeting, answers: &Answers) -> Result<&'a IssuedRecord, Refusal> {
    let number = fold(&answers.need_text(&NUMBER)?);
    let numbers: Vec<&str> = meeting.live_papers().map(|paper| paper.number.as_str()).collect();
    if numbers.is_empty() {
        return Err(Refusal::new(RefusalCode::NothingToDo, "这次会的记录还没有出过文。"));
    }
    meeting.live_papers().find(|paper| fold(&paper.number) == number).ok_or_else(|| {
        NUMBER.invalid(&format!("这次会没有这个文号（或已作废），现有：{}。", numbers.join("、")))
    })
}
