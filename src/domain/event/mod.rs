//! Everything that can have happened to a case, as recorded facts, in families of one file each.
//!
//! A fact is a struct with its [`CaseFact`] beside it: stored name, fold, sentence and the texts that may have to be
//! erased. It is named once more, in the list below, from which [`CaseEvent`] and its stored form are made. Stored
//! names are pinned by tests of the exact JSON: an event once written is read for ever.

pub(crate) mod drafting;
pub(crate) mod fact;

mod assessment;
mod attachments;
mod cards;
mod documents;
mod ending;
mod handling;
mod identity;
mod limits;
mod links;
mod looking_back;
mod meeting;
mod papers;
mod platform;
mod recusal;
mod registration;

use crate::domain::case::Case;
use crate::domain::case::course::{Happened, Happening};
use crate::domain::ids::{ChainPlace, PersonId};
use crate::domain::sealable::SealClass;
pub use crate::domain::sealable::Sealables;
use crate::domain::stored;
use crate::domain::time::{Date, Moment};
use crate::domain::town::org::Org;

pub use assessment::{Accepted, Assessed, DistrictReceiptRecorded, ReportSent, ReportedUp, SealedUp};
pub use attachments::{Attached, AttachmentExported};
pub use cards::{CardAnswered, CardIssued};
pub use documents::{DocumentDrafted, DocumentRecalled, DocumentSigned, DocumentSubmitted, DocumentVoided};
pub use ending::{
    Closed, Delivered, Evaluated, LeadingReplied, Rehandled, Reopened, ResolutionRecorded, WithdrawalUndone,
    Withdrawn,
};
pub use handling::{
    Acknowledged, FindingRecorded, HandlerAssigned, HandlerReleased, SentBack, TakenBack, Transferred, Urged,
};
pub use identity::{IdentityAllowed, IdentityErased, IdentityRevealed, TextPlace};
pub use limits::{ClockCancelled, ClockMoved, ClockResumed, ClockStarted, ClockStopped};
pub(crate) use links::ELSEWHERE;
pub use links::{Joined, LeadingEnded, Merged, Parted, Unmerged, counterparts};
pub use meeting::{AssessmentUpheld, Discussed, SectionWritten};
pub use papers::{PaperIssued, PaperReprinted, PaperVoided};
pub use platform::{FilingRecorded, Mirrored};
pub use recusal::{Appointed, RespondentsSaid, RuledNotRespondent};
pub use registration::{Corrected, Registered, SupplementOrigin, Supplemented};

/// One kind of recorded fact: past tense, never changed, never deleted.
pub trait CaseFact {
    /// Its stored name, as in the record and in result lines.
    const CODE: &'static str;

    /// What it changes in the case. It never refuses and never fails: whether something may happen was decided
    /// before it was recorded.
    fn fold(&self, case: &mut Case, recorded: &Recorded);

    /// What happened, in one Chinese sentence without its full stop.
    fn sentence(&self, org: &Org) -> String;

    /// The day on which it happened, where that is proven otherwise than by its recording.
    fn act_on(&self) -> Option<Date> {
        None
    }

    /// What figures count of it; nothing of most facts.
    fn happening(&self) -> Option<Happening> {
        None
    }

    /// Whether it is an act on the case. That somebody looked at it or took a copy away is recorded too, but the case is
    /// no younger for it: retention does not count from it (`domain.md` §9).
    fn is_act(&self) -> bool {
        true
    }

    /// Every place in it that holds erasable text. Without a default, so that a new fact has to say that it has none.
    fn sealables_mut(&mut self) -> Sealables<'_>;
}

impl<T: CaseFact> CaseFact for Box<T> {
    const CODE: &'static str = T::CODE;

    fn fold(&self, case: &mut Case, recorded: &Recorded) {
        self.as_ref().fold(case, recorded);
    }

    fn sentence(&self, org: &Org) -> String {
        self.as_ref().sentence(org)
    }

    fn act_on(&self) -> Option<Date> {
        self.as_ref().act_on()
    }

    fn happening(&self) -> Option<Happening> {
        self.as_ref().happening()
    }

    fn is_act(&self) -> bool {
        self.as_ref().is_act()
    }

    fn sealables_mut(&mut self) -> Sealables<'_> {
        self.as_mut().sealables_mut()
    }
}

stored::case_facts! {
    Registered(Box<Registered>), Supplemented, Corrected,
    Assessed, Accepted, ReportedUp, ReportSent, DistrictReceiptRecorded, SealedUp,
    ClockStarted, ClockStopped, ClockCancelled, ClockResumed, ClockMoved,
    DocumentDrafted, DocumentRecalled, DocumentSubmitted, DocumentVoided, DocumentSigned,
    Transferred, Acknowledged, SentBack, TakenBack, FindingRecorded, HandlerAssigned, HandlerReleased, Urged,
    Delivered, LeadingReplied, Evaluated, ResolutionRecorded, Rehandled, Closed, Reopened, Withdrawn, WithdrawalUndone,
    Merged, Unmerged, Joined, Parted, LeadingEnded,
    Mirrored, FilingRecorded,
    IdentityRevealed, IdentityAllowed,
    RespondentsSaid, RuledNotRespondent, Appointed,
    Attached, AttachmentExported,
    Discussed, SectionWritten, AssessmentUpheld, IdentityErased,
    PaperIssued, PaperReprinted, PaperVoided, CardIssued, CardAnswered,
}

impl CaseEvent {
    /// The classes of texts that this fact takes away from its case for ever.
    #[must_use]
    pub const fn erases(&self) -> &'static [SealClass] {
        if matches!(self, Self::SealedUp(_)) {
            &[SealClass::Identity, SealClass::Text]
        } else if matches!(self, Self::IdentityErased(_)) {
            &[SealClass::Identity]
        } else {
            &[]
        }
    }

    /// Texts of another class that it took away besides.
    #[must_use]
    pub const fn erased_texts(&self) -> &[TextPlace] {
        if let Self::IdentityErased(erased) = self { erased.texts.as_slice() } else { &[] }
    }
}

impl CaseEvent {
    /// Whether the identities in this fact are names and no contacts: a correction of the complainant's name.
    #[must_use]
    pub const fn corrects_complainant_name(&self) -> bool {
        matches!(self, Self::Corrected(Corrected { after: fact::Fact::Complainant(_), .. }))
    }
}

/// An event as it stands in the record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recorded {
    /// Place in the case's history, from 1.
    pub seq: u32,
    /// Place in the chain of the whole file.
    pub place: ChainPlace,
    /// When it was recorded.
    pub at: Moment,
    /// Who did it.
    pub actor: PersonId,
    /// The unit's person in whose name an operator did it (代办).
    pub on_behalf_of: Option<PersonId>,
    /// Code of the action that brought it about.
    pub action: String,
    /// Machine and terminal it was done at.
    pub origin: String,
    /// Its hash in the chain, lower-case hexadecimal.
    pub hash: String,
    pub event: CaseEvent,
}

/// Applies one recorded event to the case.
pub fn evolve(case: &mut Case, recorded: &Recorded) {
    case.seq = recorded.seq;
    case.updated_at = recorded.at;
    if recorded.event.is_act() {
        case.acted_at = recorded.at;
    }
    if let Some(what) = recorded.event.happening() {
        let recorded_on = recorded.at.date();
        let on = recorded.event.act_on().unwrap_or(recorded_on);
        let (turn, round) = (case.turn, case.round);
        case.course.happened.push(Happened { what, on, turn, round, is_backdated: on < recorded_on });
    }
    recorded.event.fold(case, recorded);
}

/// The case as it will be once these events are recorded.
#[must_use]
pub fn foretold(case: &Case, events: &[CaseEvent], at: Moment, actor: PersonId) -> Case {
    let mut case = case.clone();
    for event in events {
        let recorded = Recorded {
            seq: case.seq + 1,
            place: ChainPlace::NEXT,
            at,
            actor,
            on_behalf_of: None,
            action: String::new(),
            origin: String::new(),
            hash: String::new(),
            event: event.clone(),
        };
        evolve(&mut case, &recorded);
    }
    case
}

#[cfg(test)]
pub(crate) mod examples;
#[cfg(test)]
mod sentence_tests;
#[cfg(test)]
mod tests;
