//! Writing documents: a new version for every text, and what an edit does to signatures already given.

use sha2::{Digest as _, Sha256};

use super::case::Case;
use super::code::Coded as _;
use super::event::CaseEvent;
use super::refusal::{Refusal, RefusalCode};
use super::sealable::Sealable;
use super::words::{DocumentKind, DocumentState};

/// What a signature binds: SHA-256 of the exact text, lower-case hexadecimal.
#[must_use]
pub fn text_hash(text: &str) -> String {
    hex(&Sha256::digest(text.as_bytes()))
}

/// Bytes as lower-case hexadecimal.
#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// The facts of writing a new version. An edit after submission voids the whole chain and says so.
///
/// # Errors
/// `nothing_to_do` when the text is the one that stands.
pub fn draft(case: &Case, document: DocumentKind, text: String) -> Result<Vec<CaseEvent>, Refusal> {
    let mut events = Vec::new();
    let mut version = 1;
    if let Some(last) = case.document(document) {
        version = last.version + 1;
        if last.is_live() && last.text.body() == Some(text.as_str()) {
            return Err(Refusal::new(
                RefusalCode::NothingToDo,
                format!("{}与现有文本相同，没有另存新稿。", document.label()),
            ));
        }
        let binds = match last.state {
            DocumentState::UnderReview | DocumentState::Approved => true,
            DocumentState::Draft | DocumentState::Returned | DocumentState::Void => false,
        };
        if binds {
            events.push(CaseEvent::DocumentVoided {
                document,
                version: last.version,
                because: "文本已修改，原审签作废，需重新送审".to_owned(),
            });
        }
    }
    let hash = text_hash(&text);
    events.push(CaseEvent::DocumentDrafted { document, version, text: Sealable::new(text), hash });
    Ok(events)
}

/// Voids a document that was written for other facts: a proposal for another route, unit or key-matter flags, a
/// reason for reporting up a case that the town handles after all.
#[must_use]
pub fn void_outdated(case: &Case, document: DocumentKind) -> Option<CaseEvent> {
    let outdated = case.document(document)?;
    outdated.is_live().then(|| CaseEvent::DocumentVoided {
        document,
        version: outdated.version,
        because: format!("研判结果已改变，原{}作废", document.label()),
    })
}
