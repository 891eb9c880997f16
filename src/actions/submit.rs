//! 送审: puts a draft before its signers; positions are resolved to people now (`domain.md` §3).

use super::Action;
use super::answers::Answers;
use super::field::{Field, FieldKind, words};
use super::permission::Who;
use crate::domain::case::Case;
use crate::domain::chain;
use crate::domain::code::Coded as _;
use crate::domain::context::Context;
use crate::domain::document::Document;
use crate::domain::event::CaseEvent;
use crate::domain::refusal::{Refusal, RefusalCode};
use crate::domain::stage::Stage;
use crate::domain::words::{DocumentKind, DocumentState};

const DOCUMENT: Field = Field::optional("document", "文书", FieldKind::Choice(words::<DocumentKind>))
    .hint("只有一份草稿时可不填");

/// The row of this action.
pub const ACTION: Action = Action {
    code: "submit",
    key: 'd',
    label: "送审",
    summary: "把草稿按规定的审签链送给领导审签",
    who: &[Who::CommissionOperator, Who::PartyOperator],
    stages: &[Stage::Complaint, Stage::Acceptance],
    fields: &[DOCUMENT],
    confirm: None,
    batch: false,
    example: r#"{"document":"proposal"}"#,
    ready,
    prefill,
    decide,
};

/// The newest draft among the documents of a case.
fn newest_draft(case: &Case) -> Option<&Document> {
    DocumentKind::ALL
        .iter()
        .filter_map(|kind| case.document(*kind))
        .filter(|document| document.state == DocumentState::Draft)
        .max_by_key(|document| document.drafted_at)
}

fn ready(case: &Case, context: &Context<'_>) -> Result<(), Refusal> {
    if let Some((document, _, step)) = case.open_step() {
        return Err(Refusal::new(
            RefusalCode::AlreadySubmitted,
            format!(
                "{}已在审签中，正等{}（{}）审签。",
                document.kind.label(),
                context.org.person_name(step.person),
                step.position.label()
            ),
        ));
    }
    if newest_draft(case).is_none() {
        return Err(Refusal::new(
            RefusalCode::MissingDocument,
            "没有待送审的草稿，请先起草（拟办意见做“拟办”，上报意见做“上报”）。",
        ));
    }
    Ok(())
}

fn prefill(case: &Case, _: &Context<'_>) -> Answers {
    Answers::none().with(DOCUMENT.name, newest_draft(case).map_or("", |draft| draft.kind.code()))
}

fn decide(case: &Case, answers: &Answers, context: &Context<'_>) -> Result<Vec<CaseEvent>, Refusal> {
    let chosen: Option<DocumentKind> = answers.word(&DOCUMENT)?;
    let draft = match chosen {
        Some(kind) => case.document(kind).filter(|document| document.state == DocumentState::Draft),
        None => newest_draft(case),
    };
    let draft = draft.ok_or_else(|| {
        let label = chosen.map_or("文书", |kind| kind.label());
        Refusal::new(RefusalCode::MissingDocument, format!("没有待送审的{label}草稿，请先起草。"))
    })?;
    let steps = chain::resolve(draft.kind, case, context.org)?;
    Ok(vec![CaseEvent::DocumentSubmitted {
        document: draft.kind,
        version: draft.version,
        hash: draft.hash.clone(),
        steps,
    }])
}
