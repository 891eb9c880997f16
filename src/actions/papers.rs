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
pub const NUMBER: Field =
    Field::optional("number", "文号", FieldKind::Line).hint("如 建纪转〔2026〕12号；只有一份时可不填");

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
    let papers: Vec<&Issued> = live(case).collect();
    let numbers: Vec<&str> = papers.iter().map(|paper| paper.number.as_str()).collect();
    let number = named(answers, &numbers, "本件")?;
    papers.get(number).copied().ok_or_else(|| NUMBER.missing())
}

/// The place of the number that was meant among those there are.
fn named(answers: &Answers, numbers: &[&str], whose: &str) -> Result<usize, Refusal> {
    if numbers.is_empty() {
        return Err(Refusal::new(RefusalCode::NothingToDo, format!("{whose}还没有出过文。")));
    }
    let Some(asked) = answers.text(NUMBER.name) else {
        return if numbers.len() == 1 {
            Ok(0)
        } else {
            let message = format!("{whose}有几个文号，请写明是哪一个：{}。", numbers.join("、"));
            Err(NUMBER.refuses(RefusalCode::MissingField, message))
        };
    };
    let asked = fold(&asked);
    numbers.iter().position(|number| fold(number) == asked).ok_or_else(|| {
        NUMBER.invalid(&format!("{whose}没有这个文号（或已作废），现有：{}。", numbers.join("、")))
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
    let papers: Vec<&IssuedRecord> = meeting.live_papers().collect();
    let numbers: Vec<&str> = papers.iter().map(|paper| paper.number.as_str()).collect();
    let number = named(answers, &numbers, "这次会的记录")?;
    papers.get(number).copied().ok_or_else(|| NUMBER.missing())
}
