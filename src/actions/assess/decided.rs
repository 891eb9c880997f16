//! How an assessment came about, as it is asked for and checked.

use super::{DECIDED_BY, DECIDED_ON, DECIDED_WITH, MEETING};
use crate::actions::answers::Answers;
use crate::domain::case::Case;
use crate::domain::case::decided::Decided;
use crate::domain::context::Context;
use crate::domain::refusal::{Refusal, RefusalCode};
use crate::domain::words::DecidedBy;

/// How the assessment came about: a meeting has its number, a collective one who and when; what nobody says was decided
/// by one person, and the next meeting looks at it (集体研判和甄别, `domain.md` §10).
pub(super) fn decided(case: &Case, answers: &Answers, context: &Context<'_>) -> Result<Decided, Refusal> {
    let by = answers.word(&DECIDED_BY)?.unwrap_or(DecidedBy::Operator);
    let (meeting, with) = (answers.text(MEETING.name), answers.text(DECIDED_WITH.name));
    let on = answers.date(&DECIDED_ON)?;
    match by {
        DecidedBy::Meeting if meeting.is_none() => return Err(MEETING.missing()),
        DecidedBy::Collective if with.is_none() => return Err(DECIDED_WITH.missing()),
        DecidedBy::Collective if on.is_none() => return Err(DECIDED_ON.missing()),
        DecidedBy::Collective if meeting.is_some() => {
            return Err(MEETING.invalid("不能填：经研判会研判的，“研判方式”选“研判会”。"));
        }
        DecidedBy::Operator => {
            let filled =
                [(MEETING, meeting.is_some()), (DECIDED_WITH, with.is_some()), (DECIDED_ON, on.is_some())];
            if let Some((field, _)) = filled.iter().find(|(_, is_filled)| *is_filled) {
                return Err(field.invalid("不能填：单独研判没有这一项；集体研判或研判会请选“研判方式”。"));
            }
        }
        DecidedBy::Meeting | DecidedBy::Collective => {}
    }
    let received_on = case.received_at.date();
    match on {
        Some(day) if day > context.today() || day < received_on => Err(DECIDED_ON.refuses(
            RefusalCode::OutOfTime,
            format!("研判日期{day}不得早于收件日{received_on}，也不得晚于今天，请核对。"),
        )),
        Some(_) | None => Ok(Decided { by, meeting, with, on }),
    }
}
