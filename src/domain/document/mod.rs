//! Documents and their signatures: what is drafted, submitted along a chain, signed or returned (`domain.md` §3).

pub mod hash;
pub(crate) mod ruling;
pub(crate) mod step;

use serde::{Deserialize, Serialize};

use self::hash::keyed_digest;
pub use self::step::{Signature, Step, StepLabel};
use crate::domain::calendar::LimitUnit;
use crate::domain::ids::{ChainPlace, PersonId};
use crate::domain::sealable::Sealable;
use crate::domain::time::{Date, Moment};
use crate::domain::words::{DocumentKind, DocumentState};

coded! {
    /// What a signer decided.
    pub enum Decision {
        Agree = "agree" "同意",
        Return = "return" "退回",
    }
}

/// What an extension or an override asks for, beside its text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Terms {
    /// So many working days more, from the old due day.
    Extension { days: u32, special: bool },
    /// Another limit from the same start.
    Override { limit: u32, unit: LimitUnit, basis: String },
}

/// One version of a document on a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    pub kind: DocumentKind,
    /// From 1, counted per kind.
    pub version: u32,
    /// The turn and the round of handling in which it was written.
    pub turn: u32,
    pub round: u32,
    /// The exact text that signatures bind.
    pub text: Sealable,
    /// The digest of the text that signatures bind, in the form that `document/hash.rs` tells apart.
    pub hash: String,
    /// What it asks for beside its text: an extension's days, an override's limit.
    pub terms: Option<Terms>,
    /// Claims of the complaint, one a line, `+` answered or `-` not.
    pub claims: Option<Sealable>,
    /// Where it stands.
    pub state: DocumentState,
    /// The chain; empty before submission.
    pub steps: Vec<Step>,
    /// Who wrote this version.
    pub drafted_by: PersonId,
    pub drafted_at: Moment,
    /// Where the drafting stands in the chain.
    pub drafted_in: ChainPlace,
    /// When it was submitted.
    pub submitted_at: Option<Moment>,
}

impl Document {
    /// The step that is waiting, with its place in the chain.
    #[must_use]
    pub fn open_step(&self) -> Option<(usize, &Step)> {
        match self.state {
            DocumentState::UnderReview => {
                self.steps.iter().enumerate().find(|(_, step)| step.signature.is_none())
            }
            DocumentState::Draft
            | DocumentState::Approved
            | DocumentState::Done
            | DocumentState::Returned
            | DocumentState::Void => None,
        }
    }

    /// Whether a signature of this person at the open step would be the last one needed.
    #[must_use]
    pub fn is_last_for(&self, place: usize, signer: PersonId) -> bool {
        let others = self.steps.iter().enumerate().filter(|(other, _)| *other != place);
        others.into_iter().all(|(_, step)| step.signature.is_some() || step.is_for(signer))
    }

    /// Whether whoever wrote the text signed it too, nobody else being there to do it; the sheet says so.
    #[must_use]
    pub fn is_own_draft(&self, signature: &Signature) -> bool {
        let hand = signature.recorded_by != Some(signature.signer);
        hand && [signature.signer, signature.signed_by()].contains(&self.drafted_by)
    }

    /// Number of the sheet that goes out for signature, so that a paper says which text it stands on:
    /// letter of the document, version, first eight characters of the hash, as in `N2-1a2b3c4d`.
    #[must_use]
    pub fn sheet_no(&self) -> String {
        let digest = keyed_digest(&self.hash).unwrap_or(&self.hash);
        let short: String = digest.chars().take(8).collect();
        format!("{}{}-{short}", self.kind.sheet_letter(), self.version)
    }

    /// The day of its latest signature.
    #[must_use]
    pub fn last_signed_on(&self) -> Option<Date> {
        self.steps.iter().filter_map(|step| step.signature.as_ref()).map(|given| given.signed_on).max()
    }

    /// Whether it is a clue signed by everyone: it has gone to the district commission, whatever becomes of the case.
    #[must_use]
    pub fn is_signed_clue(&self) -> bool {
        self.kind == DocumentKind::Clue && self.state == DocumentState::Approved
    }

    /// When the latest signature was given under a login; one on paper has a day and no moment.
    #[must_use]
    pub fn last_signed_at_a_login(&self) -> Option<Moment> {
        let given = self.steps.iter().filter_map(|step| step.signature.as_ref());
        given.filter(|given| given.recorded_by.is_none()).map(|given| given.recorded_at).max()
    }

    /// When it was returned to its drafter, as recorded.
    #[must_use]
    pub fn returned_at(&self) -> Option<Moment> {
        let given = self.steps.iter().filter_map(|step| step.signature.as_ref());
        given.filter(|given| given.decision == Decision::Return).map(|given| given.recorded_at).max()
    }

    /// Whether its text can still become signed as it is, or already is.
    #[must_use]
    pub const fn is_live(&self) -> bool {
        match self.state {
            DocumentState::Draft | DocumentState::UnderReview | DocumentState::Approved => true,
            DocumentState::Done | DocumentState::Returned | DocumentState::Void => false,
        }
    }
}
