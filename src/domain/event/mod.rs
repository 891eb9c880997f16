//! Everything that can have happened to a case, as recorded facts.
//!
//! Stored names are explicit and pinned by tests of the exact JSON: an event once written is read for ever.
//! Text that may have to be erased is [`Sealable`]; [`CaseEvent::sealables_mut`] names every such place, so the
//! store can keep the text apart and the compiler asks for the place when a new kind of fact is added.

pub mod drafting;
pub mod evolve;
pub mod fact;
pub mod history;
pub mod links;
mod stopping;

use serde::{Deserialize, Serialize};

use crate::domain::document::ruling::Ruling;
use crate::domain::document::{Decision, Step, Terms};
use crate::domain::event::fact::Fact;
use crate::domain::ids::{CaseId, PersonId, UnitId};
use crate::domain::limit::clock::Clock;
use crate::domain::sealable::{SealClass, Sealable};
use crate::domain::time::{Date, Moment};
use crate::domain::words::{
    CaseKind, ClockKind, DeliveryMethod, DocumentKind, KeyMatter, MatterField, MirrorStep, Resolved, Route,
    Satisfaction, Scope, SendBackReason, Verdict,
};

/// The facts with which a case begins.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Registered {
    /// Our own number, `2026-0001`.
    pub case_no: String,
    /// The platform's number.
    pub platform_no: Option<String>,
    pub method: Option<String>,
    pub source: Option<String>,
    /// Complainant's name; absent when anonymous.
    pub complainant: Option<Sealable>,
    /// Complainant's telephone or address.
    pub contact: Option<Sealable>,
    pub respondent: Option<Sealable>,
    pub respondent_unit_position: Option<Sealable>,
    pub respondent_rank: Option<String>,
    /// Village or community the matter lies in, by name.
    pub village: Option<String>,
    /// Area of daily life.
    pub field: Option<MatterField>,
    pub title: Sealable,
    pub content: Sealable,
    /// Pages of the main document.
    pub main_pages: u32,
    /// Number of enclosures.
    pub attachments: u32,
    /// Columns of the platform's export that have no place here, as a JSON object.
    pub other: Option<Sealable>,
    /// When the citizen complained.
    pub complained_at: Moment,
    /// When the town commission received it.
    pub received_at: Moment,
}

/// Where a supplement came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SupplementOrigin {
    /// Written down by a person.
    Recorded,
    /// A later export differed from what is stored.
    Import,
}

/// A recorded fact. Past tense, never changed, never deleted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum CaseEvent {
    /// The case came into being.
    Registered(Box<Registered>),
    /// More was learnt about the complaint; nothing is overwritten.
    Supplemented {
        text: Sealable,
        origin: SupplementOrigin,
    },
    /// Scope, kind, route and the rest were decided.
    Assessed {
        scope: Scope,
        kind: CaseKind,
        field: MatterField,
        key_matters: Vec<KeyMatter>,
        route: Option<Route>,
        unit: Option<UnitId>,
        note: Option<Sealable>,
        ruling: Option<Ruling>,
    },
    /// The town took the case on.
    Accepted,
    /// A limit began to run.
    ClockStarted {
        clock: Clock,
    },
    /// A limit ended with a verdict.
    ClockStopped {
        clock: ClockKind,
        round: u32,
        on: Date,
        verdict: Verdict,
    },
    /// A limit was taken back as if it had never run: its unit sent the case back.
    ClockCancelled {
        clock: ClockKind,
        round: u32,
    },
    /// A stopped limit runs on towards its old due day.
    ClockResumed {
        clock: ClockKind,
        round: u32,
    },
    /// A limit got another due day; `clock` is how it stands from now on.
    ClockMoved {
        clock: Clock,
        because: String,
    },
    /// A version of a document was written.
    DocumentDrafted {
        document: DocumentKind,
        version: u32,
        text: Sealable,
        hash: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        terms: Option<Terms>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        claims: Option<Sealable>,
    },
    /// A submission was taken back by whoever submits; the text is a draft again.
    DocumentRecalled {
        document: DocumentKind,
        version: u32,
    },
    /// A version was put before its signers.
    DocumentSubmitted {
        document: DocumentKind,
        version: u32,
        hash: String,
        steps: Vec<Step>,
    },
    /// A version counts no more; its signatures bind nothing.
    DocumentVoided {
        document: DocumentKind,
        version: u32,
        because: String,
    },
    /// A signer agreed or returned.
    DocumentSigned {
        document: DocumentKind,
        version: u32,
        step: u32,
        signer: PersonId,
        decision: Decision,
        opinion: Option<Sealable>,
        signed_on: Date,
        on_paper: bool,
        /// The deputy who signed in the signer's name (授权代签).
        #[serde(default, skip_serializing_if = "Option::is_none")]
        deputy: Option<PersonId>,
    },
    /// The case went to its unit.
    Transferred {
        route: Route,
        unit: UnitId,
        received_on: Date,
        on_paper: bool,
        ruling: Option<Ruling>,
    },
    /// The unit has it.
    Acknowledged,
    /// The unit does not take it.
    SentBack {
        reason: SendBackReason,
        note: Sealable,
        ruling: Option<Ruling>,
    },
    /// What the inquiry found.
    FindingRecorded {
        text: Sealable,
    },
    /// The case left for the district commission.
    ReportedUp,
    /// The district commission's receipt.
    DistrictReceiptRecorded {
        number: String,
        received_on: Date,
        /// What the district commission did about it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        result: Option<Sealable>,
        /// Why what was recorded before is put right.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<Sealable>,
    },
    /// Somebody of the unit was made responsible.
    HandlerAssigned {
        handler: PersonId,
    },
    /// Whoever was responsible is so no longer: they turned out to be the respondent (回避).
    HandlerReleased {
        handler: PersonId,
    },
    /// A fact was put right.
    Corrected {
        before: Fact,
        after: Fact,
        reason: Sealable,
    },
    /// The complainant took the complaint back.
    Withdrawn {
        reason: Sealable,
    },
    /// The withdrawal was undone.
    WithdrawalUndone {
        reason: Sealable,
    },
    /// The reply went out; this is the text as sent.
    Delivered {
        method: DeliveryMethod,
        delivered_at: Moment,
        version: u32,
        text: Sealable,
    },
    /// The leading case's reply went out, which is this case's reply too.
    LeadingReplied {
        leading_no: String,
        method: DeliveryMethod,
        delivered_at: Moment,
        text: Sealable,
    },
    /// The complainant's word of this round.
    Evaluated {
        round: u32,
        satisfaction: Satisfaction,
        resolved: Option<Resolved>,
        comment: Option<Sealable>,
    },
    /// The case is handled once more.
    Rehandled {
        reason: Sealable,
    },
    Closed {
        follow_up: Option<Sealable>,
    },
    /// The end was undone by the discipline secretary.
    Reopened {
        ruling: Ruling,
    },
    /// Somebody who keeps the case waiting was urged (催办).
    Urged {
        text: Sealable,
        unit: Option<UnitId>,
        person: Option<PersonId>,
    },
    /// The case goes on in a leading case (并案).
    Merged {
        leading: CaseId,
        leading_no: String,
    },
    /// It stands by itself again.
    Unmerged {
        leading: CaseId,
        reason: Sealable,
    },
    /// Another case goes on in this one.
    Joined {
        case: CaseId,
        case_no: String,
    },
    /// It left again.
    Parted {
        case: CaseId,
        case_no: String,
    },
    /// A step was done on the provincial platform too.
    Mirrored {
        step: MirrorStep,
        mirrored_at: Moment,
    },
    /// The district commission's filing number for a clue (备案).
    FilingRecorded {
        number: String,
        filed_on: Date,
    },
    /// Reported up without keeping its text or identity here.
    SealedUp {
        because: String,
    },
    /// Somebody looked at who complains.
    IdentityRevealed {
        reason: Sealable,
    },
    /// The unit's handler may look at who complains, because contact is needed.
    IdentityAllowed {
        reason: Sealable,
    },
}

impl CaseEvent {
    /// Its stored name, as in result lines and in the record.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Registered(_) => "registered",
            Self::Supplemented { .. } => "supplemented",
            Self::Assessed { .. } => "assessed",
            Self::Accepted => "accepted",
            Self::ClockStarted { .. } => "clock_started",
            Self::ClockStopped { .. } => "clock_stopped",
            Self::ClockCancelled { .. } => "clock_cancelled",
            Self::ClockResumed { .. } => "clock_resumed",
            Self::ClockMoved { .. } => "clock_moved",
            Self::DocumentDrafted { .. } => "document_drafted",
            Self::DocumentSubmitted { .. } => "document_submitted",
            Self::DocumentVoided { .. } => "document_voided",
            Self::DocumentSigned { .. } => "document_signed",
            Self::Transferred { .. } => "transferred",
            Self::Acknowledged => "acknowledged",
            Self::SentBack { .. } => "sent_back",
            Self::FindingRecorded { .. } => "finding_recorded",
            Self::ReportedUp => "reported_up",
            Self::DistrictReceiptRecorded { .. } => "district_receipt_recorded",
            Self::HandlerAssigned { .. } => "handler_assigned",
            Self::HandlerReleased { .. } => "handler_released",
            Self::Corrected { .. } => "corrected",
            Self::Withdrawn { .. } => "withdrawn",
            Self::WithdrawalUndone { .. } => "withdrawal_undone",
            Self::DocumentRecalled { .. } => "document_recalled",
            Self::Delivered { .. } => "delivered",
            Self::LeadingReplied { .. } => "leading_replied",
            Self::Evaluated { .. } => "evaluated",
            Self::Rehandled { .. } => "rehandled",
            Self::Closed { .. } => "closed",
            Self::Reopened { .. } => "reopened",
            Self::Urged { .. } => "urged",
            Self::Merged { .. } => "merged",
            Self::Unmerged { .. } => "unmerged",
            Self::Joined { .. } => "joined",
            Self::Parted { .. } => "parted",
            Self::Mirrored { .. } => "mirrored",
            Self::FilingRecorded { .. } => "filing_recorded",
            Self::SealedUp { .. } => "sealed_up",
            Self::IdentityRevealed { .. } => "identity_revealed",
            Self::IdentityAllowed { .. } => "identity_allowed",
        }
    }

    /// Every place that holds erasable text, under a name that is stored and therefore stays.
    pub fn sealables_mut(&mut self) -> Vec<(&'static str, SealClass, &mut Sealable)> {
        use SealClass::{Identity, Text};
        let mut places = Vec::new();
        match self {
            Self::Registered(first) => {
                places.push(("title", Text, &mut first.title));
                places.push(("content", Text, &mut first.content));
                let optional = [
                    ("complainant", Identity, &mut first.complainant),
                    ("contact", Identity, &mut first.contact),
                    ("respondent", Text, &mut first.respondent),
                    ("respondent_unit_position", Text, &mut first.respondent_unit_position),
                    ("other", Text, &mut first.other),
                ];
                for (name, class, place) in optional {
                    places.extend(place.as_mut().map(|text| (name, class, text)));
                }
            }
            Self::DocumentDrafted { text, claims, .. } => {
                places.push(("text", Text, text));
                places.extend(claims.as_mut().map(|claims| ("claims", Text, claims)));
            }
            Self::Supplemented { text, .. }
            | Self::Delivered { text, .. }
            | Self::LeadingReplied { text, .. }
            | Self::Urged { text, .. }
            | Self::FindingRecorded { text } => places.push(("text", Text, text)),
            Self::Evaluated { comment, .. } => {
                places.extend(comment.as_mut().map(|comment| ("comment", Text, comment)));
            }
            Self::DistrictReceiptRecorded { result, reason, .. } => {
                places.extend(result.as_mut().map(|text| ("result", Text, text)));
                places.extend(reason.as_mut().map(|text| ("reason", Text, text)));
            }
            Self::Closed { follow_up } => {
                places.extend(follow_up.as_mut().map(|note| ("follow_up", Text, note)));
            }
            Self::Reopened { ruling } => places.push(("ruling", Text, &mut ruling.text)),
            Self::Assessed { note, ruling, .. } => {
                places.extend(note.as_mut().map(|text| ("note", Text, text)));
                places.extend(ruling.as_mut().map(|ruling| ("ruling", Text, &mut ruling.text)));
            }
            Self::DocumentSigned { opinion, .. } => {
                places.extend(opinion.as_mut().map(|text| ("opinion", Text, text)));
            }
            Self::Transferred { ruling, .. } => {
                places.extend(ruling.as_mut().map(|ruling| ("ruling", Text, &mut ruling.text)));
            }
            Self::SentBack { note, ruling, .. } => {
                places.push(("note", Text, note));
                places.extend(ruling.as_mut().map(|ruling| ("ruling", Text, &mut ruling.text)));
            }
            Self::Withdrawn { reason }
            | Self::WithdrawalUndone { reason }
            | Self::Rehandled { reason }
            | Self::Unmerged { reason, .. }
            | Self::IdentityRevealed { reason }
            | Self::IdentityAllowed { reason } => places.push(("reason", Text, reason)),
            Self::Corrected { before, after, reason } => {
                places.push(("reason", Text, reason));
                places.extend(before.sealable_mut().map(|(class, text)| ("before", class, text)));
                places.extend(after.sealable_mut().map(|(class, text)| ("after", class, text)));
            }
            Self::Accepted
            | Self::ClockStarted { .. }
            | Self::ClockStopped { .. }
            | Self::ClockCancelled { .. }
            | Self::ClockResumed { .. }
            | Self::ClockMoved { .. }
            | Self::DocumentSubmitted { .. }
            | Self::DocumentVoided { .. }
            | Self::DocumentRecalled { .. }
            | Self::Acknowledged
            | Self::ReportedUp
            | Self::HandlerAssigned { .. }
            | Self::HandlerReleased { .. }
            | Self::Merged { .. }
            | Self::Joined { .. }
            | Self::Parted { .. }
            | Self::Mirrored { .. }
            | Self::FilingRecorded { .. }
            | Self::SealedUp { .. } => {}
        }
        places
    }
}

/// An event as it stands in the record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recorded {
    /// Place in the case's history, from 1.
    pub seq: u32,
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

#[cfg(test)]
pub(crate) mod examples;
#[cfg(test)]
mod tests;
