//! What facts about documents and signatures change.

use crate::domain::case::Case;
use crate::domain::document::{Decision, Document, Signature, Step};
use crate::domain::event::Recorded;
use crate::domain::sealable::Sealable;
use crate::domain::time::Moment;
use crate::domain::words::{DocumentKind, DocumentState};

fn find(case: &mut Case, kind: DocumentKind, version: u32) -> Option<&mut Document> {
    case.documents.iter_mut().find(|document| document.kind == kind && document.version == version)
}

/// A new version; whatever stood live before counts no more.
pub fn draft(
    case: &mut Case,
    recorded: &Recorded,
    kind: DocumentKind,
    version: u32,
    text: &Sealable,
    hash: &str,
) {
    for older in case.documents.iter_mut().filter(|older| older.kind == kind && older.is_live()) {
        older.state = DocumentState::Void;
    }
    case.documents.push(Document {
        kind,
        version,
        text: text.clone(),
        hash: hash.to_owned(),
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
    }
}

/// Counts no more.
pub fn void(case: &mut Case, kind: DocumentKind, version: u32) {
    if let Some(document) = find(case, kind, version) {
        document.state = DocumentState::Void;
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
        Decision::Return => document.state = DocumentState::Returned,
        Decision::Agree if document.steps.iter().all(|step| step.signature.is_some()) => {
            document.state = DocumentState::Approved;
        }
        Decision::Agree => {}
    }
}
