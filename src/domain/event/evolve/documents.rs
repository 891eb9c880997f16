//! What facts about documents and signatures change.

use crate::domain::case::Case;
use crate::domain::case::stage::Stage;
use crate::domain::document::{Decision, Document, Signature, Step, Terms};
use crate::domain::event::Recorded;
use crate::domain::sealable::Sealable;
use crate::domain::time::Moment;
use crate::domain::words::{DocumentKind, DocumentState};

fn find(case: &mut Case, kind: DocumentKind, version: u32) -> Option<&mut Document> {
    case.documents.iter_mut().find(|document| document.kind == kind && document.version == version)
}

/// What a new version brings.
pub struct Draft<'a> {
    pub kind: DocumentKind,
    pub version: u32,
    pub text: &'a Sealable,
    pub hash: &'a str,
    pub terms: Option<&'a Terms>,
    pub claims: Option<&'a Sealable>,
}

/// The reply is the one document whose way is the case's way (N§三(二)2): with it the case moves through drafting,
/// review and reply. A case that has left those stages is not called back.
fn move_with_reply(case: &mut Case, kind: DocumentKind, stage: Stage) {
    let on_the_way = matches!(case.stage, Stage::Handling | Stage::Drafting | Stage::Review | Stage::Reply);
    if kind == DocumentKind::Reply && on_the_way {
        case.stage = stage;
    }
}

/// A new version; whatever stood live before counts no more. Writing a reply takes the case to its stage.
pub fn draft(case: &mut Case, recorded: &Recorded, draft: &Draft<'_>) {
    let Draft { kind, version, text, hash, terms, claims } = *draft;
    move_with_reply(case, kind, Stage::Drafting);
    for older in case.documents.iter_mut().filter(|older| older.kind == kind && older.is_live()) {
        older.state = DocumentState::Void;
    }
    case.documents.push(Document {
        kind,
        version,
        text: text.clone(),
        hash: hash.to_owned(),
        terms: terms.cloned(),
        claims: claims.cloned(),
        state: DocumentState::Draft,
        steps: Vec::new(),
        drafted_by: recorded.actor,
        drafted_at: recorded.at,
        submitted_at: None,
    });
}

/// Before its signers.
pub fn submit(case: &mut Case, at: Moment, kind: DocumentKind, version: u32, steps: &[Step]) {
    if let Some(document) = find(case, kind, version) {
        document.state = DocumentState::UnderReview;
        document.steps = steps.to_vec();
        document.submitted_at = Some(at);
        move_with_reply(case, kind, Stage::Review);
    }
}

/// A draft again, as if it had not been submitted.
pub fn recall(case: &mut Case, kind: DocumentKind, version: u32) {
    if let Some(document) = find(case, kind, version) {
        document.state = DocumentState::Draft;
        document.steps.clear();
        document.submitted_at = None;
        move_with_reply(case, kind, Stage::Drafting);
    }
}

/// Counts no more.
pub fn void(case: &mut Case, kind: DocumentKind, version: u32) {
    if let Some(document) = find(case, kind, version) {
        document.state = DocumentState::Void;
        move_with_reply(case, kind, Stage::Drafting);
    }
}

/// A signature given; the last one approves, a return sends back.
pub fn sign(case: &mut Case, kind: DocumentKind, version: u32, step: u32, signature: Signature) {
    let Some(document) = find(case, kind, version) else { return };
    let decision = signature.decision;
    if let Some(step) = document.steps.get_mut(step as usize) {
        step.signature = Some(signature);
    }
    match decision {
        Decision::Return => {
            document.state = DocumentState::Returned;
            move_with_reply(case, kind, Stage::Drafting);
        }
        Decision::Agree if document.steps.iter().all(|step| step.signature.is_some()) => {
            // What is granted by its signatures alone has taken effect with the last of them.
            document.state = match kind {
                DocumentKind::Extension | DocumentKind::Override => DocumentState::Done,
                DocumentKind::Proposal
                | DocumentKind::Reply
                | DocumentKind::ReportUp
                | DocumentKind::Clue => DocumentState::Approved,
            };
            move_with_reply(case, kind, Stage::Reply);
        }
        Decision::Agree => {}
    }
}

/// What it was for has happened.
pub fn settle(case: &mut Case, kind: DocumentKind, version: u32) {
    if let Some(document) = find(case, kind, version) {
        document.state = DocumentState::Done;
    }
}
