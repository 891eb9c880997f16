//! Who has to do with the signatures of a case.

use super::Case;
use crate::domain::document::{Document, Signature, Step};
use crate::domain::ids::PersonId;
use crate::domain::words::DocumentState;

impl Case {
    /// Everybody who has to sign something of the case or signed it, deputies included; in order, each once.
    #[must_use]
    pub fn signers(&self) -> Vec<PersonId> {
        let steps = self.documents.iter().flat_map(|document| &document.steps);
        let mut people: Vec<PersonId> = steps
            .flat_map(|step| {
                let deputy = step.signature.as_ref().and_then(|signature| signature.deputy);
                step.people.iter().copied().chain(deputy)
            })
            .collect();
        people.sort_unstable();
        people.dedup();
        people
    }

    /// The newest step that waited for one of these people together with others, one of whom signed it first.
    #[must_use]
    pub fn overtaken(&self, own: impl Fn(PersonId) -> bool) -> Option<(&Document, &Step, &Signature)> {
        self.documents.iter().rev().filter(|document| is_newest_use(document)).find_map(|document| {
            document.steps.iter().rev().filter(|step| !step.by_meeting).find_map(|step| {
                let signature = step.signature.as_ref()?;
                let was_mine = step.people.iter().any(|person| own(*person));
                let is_mine = own(signature.signer) || signature.deputy.is_some_and(&own);
                (was_mine && !is_mine).then_some((document, step, signature))
            })
        })
    }
}

/// Whether the signatures on a document still say something to whoever comes too late for them.
const fn is_newest_use(document: &Document) -> bool {
    match document.state {
        DocumentState::UnderReview
        | DocumentState::Approved
        | DocumentState::Returned
        | DocumentState::Done => true,
        DocumentState::Draft | DocumentState::Void => false,
    }
}
