//! What a meeting decided about a case, as the answers of the ordinary assessment.

use super::answers::Answers;
use super::{Act, assess};
use crate::domain::case::Case;
use crate::domain::code::Coded as _;
use crate::domain::context::Context;
use crate::domain::meeting::{Item, Meeting};
use crate::domain::words::{DecidedBy, KeyMatter};

/// The act by which a decision takes effect.
pub static ASSESS: &Act = &assess::ACT;

/// Its answers: what the form would open with, what was decided in its place, and that the meeting decided it.
#[must_use]
pub fn answers(meeting: &Meeting, item: &Item, case: &Case, context: &Context<'_>) -> Answers {
    let decision = &item.decision;
    let mut answers = ASSESS.prefill(case, context);
    let flags: Vec<&str> = decision.key_matters.iter().copied().map(KeyMatter::code).collect();
    let words = [
        (assess::SCOPE.name, decision.scope.map(|scope| scope.code().to_owned())),
        (assess::KIND.name, decision.kind.map(|kind| kind.code().to_owned())),
        (assess::FIELD.name, decision.field.map(|field| field.code().to_owned())),
        (assess::ROUTE.name, decision.route.map(|route| route.code().to_owned())),
        (assess::UNIT.name, decision.unit.map(|unit| context.org.unit_name(unit).to_owned())),
        (assess::KEY_MATTERS.name, Some(flags.join(","))),
        (assess::DECIDED_BY.name, Some(DecidedBy::Meeting.code().to_owned())),
        (assess::MEETING.name, Some(meeting.code())),
        (assess::DECIDED_ON.name, item.decided_on.map(|day| day.to_string())),
        (assess::NOTE.name, None),
    ];
    for (name, word) in words {
        answers.set(name, word.unwrap_or_default());
    }
    if decision.about_leaders {
        answers.set(super::respondent_questions::KEEPS.name, "true");
    }
    if let Some(respondents) = &decision.respondents {
        let names: Vec<&str> = respondents.iter().map(|person| context.org.person_name(*person)).collect();
        let said = if names.is_empty() { "无".to_owned() } else { names.join("、") };
        answers.set(super::respondent_questions::RESPONDENTS.name, said);
    }
    answers
}
