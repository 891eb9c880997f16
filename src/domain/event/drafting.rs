//! Writing documents: a new version for every text, and what an edit does to signatures already given.

use crate::domain::case::Case;
use crate::domain::code::Coded as _;
use crate::domain::document::hash::text_hash;
use crate::domain::document::{Document, Terms};
use crate::domain::event::{CaseEvent, DocumentDrafted, DocumentVoided};
use crate::domain::refusal::{Refusal, RefusalCode};
use crate::domain::sealable::Sealable;
use crate::domain::words::{DocumentKind, DocumentState};

/// The facts of writing a new version. An edit after submission voids the whole chain and says so.
///
/// # Errors
/// `nothing_to_do` when the text is the one that stands.
pub fn draft(case: &Case, document: DocumentKind, text: String) -> Result<Vec<CaseEvent>, Refusal> {
    draft_with(case, document, text, None, None)
}

/// The same for a document that asks for something beside its text, or answers claims.
///
/// # Errors
/// `nothing_to_do` when text, terms and claims are the ones that stand.
pub fn draft_with(
    case: &Case,
    document: DocumentKind,
    text: String,
    terms: Option<Terms>,
    claims: Option<String>,
) -> Result<Vec<CaseEvent>, Refusal> {
    let mut events = Vec::new();
    let mut version = 1;
    if let Some(last) = case.document(document) {
        version = last.version + 1;
        let same_claims = last.claims.as_ref().and_then(Sealable::body) == claims.as_deref();
        if last.is_live() && last.text.body() == Some(text.as_str()) && last.terms == terms && same_claims {
            return Err(Refusal::new(
                RefusalCode::NothingToDo,
                format!("{}与现有文本相同，没有另存新稿。", document.label()),
            ));
        }
        let binds = match last.state {
            DocumentState::UnderReview | DocumentState::Approved => true,
            DocumentState::Draft | DocumentState::Done | DocumentState::Returned | DocumentState::Void => {
                false
            }
        };
        if binds {
            events.push(CaseEvent::DocumentVoided(DocumentVoided {
                document,
                version: last.version,
                because: "文本已修改，原审签作废，需重新送审".to_owned(),
            }));
        }
    }
    let hash = text_hash(&text);
    let claims = claims.map(Sealable::new);
    let text = Sealable::new(text);
    events.push(CaseEvent::DocumentDrafted(DocumentDrafted { document, version, text, hash, terms, claims }));
    Ok(events)
}

/// The fact that a version counts no more.
#[must_use]
pub fn void(document: &Document, because: &str) -> CaseEvent {
    let (document, version) = (document.kind, document.version);
    DocumentVoided { document, version, because: because.to_owned() }.into()
}

/// Voids a document that was written for other facts: a proposal for another route, unit or key-matter flags, a
/// reason for reporting up a case that the town handles after all.
#[must_use]
pub fn void_outdated(case: &Case, document: DocumentKind) -> Option<CaseEvent> {
    let outdated = case.document(document)?;
    outdated.is_live().then(|| {
        CaseEvent::DocumentVoided(DocumentVoided {
            document,
            version: outdated.version,
            because: format!("研判结果已改变，原{}作废", document.label()),
        })
    })
}

/// Voids the applications for another limit that are still on their way, but for the one that has just taken effect:
/// their texts name due days that stand no more.
#[must_use]
pub fn void_limit_requests(case: &Case, but: Option<DocumentKind>, because: &str) -> Vec<CaseEvent> {
    [DocumentKind::Extension, DocumentKind::Override]
        .into_iter()
        .filter(|kind| Some(*kind) != but)
        .filter_map(|kind| case.document(kind).filter(|document| document.is_live()))
        .map(|document| void(document, because))
        .collect()
}

impl Case {
    /// The facts of voiding every document that is still on its way, when the case takes another turn.
    #[must_use]
    pub fn void_open_documents(&self, because: &str) -> Vec<CaseEvent> {
        self.documents
            .iter()
            .filter(|document| document.state == DocumentState::UnderReview)
            .map(|document| void(document, because))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::fixtures::{OPERATOR, case_of, named, town};

    fn with_proposal(state: DocumentState) -> Case {
        let mut case = case_of(None, None, "");
        case.documents.push(Document {
            kind: DocumentKind::Proposal,
            version: 3,
            text: Sealable::new("拟请核实"),
            hash: text_hash("拟请核实"),
            state,
            terms: None,
            claims: None,
            steps: Vec::new(),
            drafted_by: named(&town(), OPERATOR).id,
            drafted_at: case.updated_at,
            turn: 1,
            round: 1,
            drafted_in: crate::domain::ids::ChainPlace::NEXT,
            submitted_at: None,
        });
        case
    }

    #[test]
    fn only_an_edit_of_what_is_signed_or_being_signed_voids_it_aloud() {
        for (state, voids) in [
            (DocumentState::Draft, false),
            (DocumentState::UnderReview, true),
            (DocumentState::Approved, true),
            (DocumentState::Returned, false),
            (DocumentState::Void, false),
        ] {
            let events = draft(&with_proposal(state), DocumentKind::Proposal, "另写".to_owned()).unwrap();
            assert_eq!(events.len(), if voids { 2 } else { 1 }, "{state:?}");
            assert!(matches!(
                events.last(),
                Some(CaseEvent::DocumentDrafted(DocumentDrafted { version: 4, .. }))
            ));
        }
    }

    #[test]
    fn the_same_text_may_be_written_anew_only_when_it_counts_no_more() {
        for state in DocumentState::ALL {
            let case = with_proposal(*state);
            let again = draft(&case, DocumentKind::Proposal, "拟请核实".to_owned());
            assert_eq!(again.is_err(), case.documents[0].is_live(), "{state:?}");
            assert_eq!(void_outdated(&case, DocumentKind::Proposal).is_some(), case.documents[0].is_live());
        }
    }
}
