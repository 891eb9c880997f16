//! What follows for a case when a respondent becomes known later: recusal looks back over everything that still counts
//! (`domain.md` §10 Recusal).

use super::{CaseEvent, DocumentVoided, HandlerReleased};
use crate::domain::case::Case;
use crate::domain::document::{Document, Step};
use crate::domain::ids::PersonId;
use crate::domain::town::org::Org;

/// Why a document counts no more.
const BECAUSE: &str = "被投诉人变更，请重新送审";

impl Case {
    /// The facts that follow from who is concerned now: every live document in which somebody concerned is a step or
    /// has signed is void, on every route, and a handler who is concerned handles the case no more. Nothing for a case
    /// that has ended: an end that is undone is looked at then.
    #[must_use]
    pub fn look_back(&self, org: &Org) -> Vec<CaseEvent> {
        if self.stage.is_final() {
            return Vec::new();
        }
        let concerned = |id: PersonId| org.person(id).is_some_and(|person| self.is_about(person, org));
        let documents = self.documents.iter().filter(|document| {
            document.is_live() && document.steps.iter().flat_map(people_of).any(concerned)
        });
        let released = self.handler.filter(|handler| concerned(*handler));
        documents
            .map(voided)
            .chain(
                released.map(|handler| CaseEvent::HandlerReleased(HandlerReleased { handler, left: false })),
            )
            .collect()
    }
}

/// Whoever may sign an open step, and whoever signed or was signed for at another.
fn people_of(step: &Step) -> Vec<PersonId> {
    match &step.signature {
        Some(signature) => [Some(signature.signer), signature.deputy].into_iter().flatten().collect(),
        None => step.people.clone(),
    }
}

fn voided(document: &Document) -> CaseEvent {
    CaseEvent::DocumentVoided(DocumentVoided {
        document: document.kind,
        version: document.version,
        because: BECAUSE.to_owned(),
    })
}
