//! 撤回送审: a submission is taken back; the text is a draft again and signatures already given are void.

use super::answers::Answers;
use super::field::{Field, FieldKind, words};
use super::permission::Who;
use super::{Action, submit};
use crate::domain::case::Case;
use crate::domain::code::Coded as _;
use crate::domain::context::Context;
use crate::domain::document::Document;
use crate::domain::event::CaseEvent;
use crate::domain::refusal::{Refusal, RefusalCode};
use crate::domain::stage::Stage;
use crate::domain::words::DocumentKind;

const DOCUMENT: Field = Field::optional("document", "文书", FieldKind::Choice(words::<DocumentKind>))
    .hint("只有一份在审签时可不填");

/// The row of this action.
pub const ACTION: Action = Action {
    code: "recall",
    key: 'D',
    label: "撤回送审",
    summary: "把还没审签完的文书撤回成草稿，已有的审签作废",
    who: &[Who::UnitHandler, Who::CommissionOperator, Who::PartyOperator],
    stages: &[
        Stage::Complaint,
        Stage::Acceptance,
        Stage::Transfer,
        Stage::Handling,
        Stage::Drafting,
        Stage::Review,
        Stage::Reply,
        Stage::Evaluation,
    ],
    fields: &[DOCUMENT],
    confirm: None,
    batch: false,
    example: r#"{"document":"proposal"}"#,
    ready,
    prefill: super::empty_form,
    decide,
};

fn ready(case: &Case, _: &Context<'_>) -> Result<(), Refusal> {
    match case.open_step() {
        Some(_) => Ok(()),
        None => Err(Refusal::new(RefusalCode::MissingDocument, "没有正在审签的文书，不需要撤回送审。")),
    }
}

fn decide(case: &Case, answers: &Answers, context: &Context<'_>) -> Result<Vec<CaseEvent>, Refusal> {
    let waiting: Vec<&Document> = case.open_steps().map(|(document, _, _)| document).collect();
    let meant = match answers.word::<DocumentKind>(&DOCUMENT)? {
        Some(kind) => waiting.into_iter().find(|document| document.kind == kind).ok_or_else(|| {
            Refusal::new(RefusalCode::MissingDocument, format!("{}现在不在审签中。", kind.label()))
        })?,
        None => match waiting.as_slice() {
            [only] => only,
            _ => return Err(Refusal::missing(DOCUMENT.label)),
        },
    };
    submit::check_bringer(meant.kind, context)?;
    Ok(vec![CaseEvent::DocumentRecalled { document: meant.kind, version: meant.version }])
}
