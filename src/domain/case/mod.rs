//! The case as it stands: the fold of its events. What is here is derived; the facts are in the events.

mod answered;
pub(crate) mod asked;
pub mod card;
pub(crate) mod chain;
pub mod chase;
mod concerned;
pub mod course;
pub(crate) mod decided;
pub mod in_meeting;
mod leading;
pub mod letter;
mod likely;
pub(crate) mod mirror;
pub(crate) mod nobody;
pub mod platform_no;
mod reapplying;
mod receipt;
pub(crate) mod recusal;
pub mod repeats;
pub(crate) mod respondents;
mod retention;
mod signatures;
pub mod stage;
pub(crate) mod standing;
pub(crate) mod text_check;
mod texts;
mod told;
pub(crate) mod turn;
pub mod undecided;
mod urging;
mod waits;
mod word;

pub use answered::{Delivery, Evaluation};
pub use told::Note;

use crate::domain::attachment::Attachment;
use crate::domain::case::course::Course;
use crate::domain::case::decided::Decided;
use crate::domain::case::mirror::{PlatformAct, Tick};
use crate::domain::case::turn::Turn;
use crate::domain::case::{receipt::Receipt, stage::Stage};
use crate::domain::document::{Document, Step};
use crate::domain::ids::{CaseId, PersonId, UnitId};
use crate::domain::limit::clock::{Clock, TakenLimit};
use crate::domain::paper::Issued;
use crate::domain::sealable::Sealable;
use crate::domain::time::{Date, Moment};
use crate::domain::words::{
    CaseKind, ClockKind, DocumentKind, DocumentState, KeyMatter, MatterField, Route, Scope, SealBasis,
};

/// Who complains; every part can be unknown, and all of it can be erased.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Complainant {
    /// Absent when anonymous (匿名).
    pub name: Option<Sealable>,
    /// Telephone or address.
    pub contact: Option<Sealable>,
    /// Names that were corrected since: older texts may hold them.
    pub former_names: Vec<Sealable>,
    /// Contacts that were corrected since.
    pub former_contacts: Vec<Sealable>,
}

/// Whether a complainant's name only says that there is none (匿名), so that the word is never taken for a name.
#[must_use]
pub fn is_anonymous(name: &str) -> bool {
    nobody::is_nobody(name)
}

/// Whom the complaint is about.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Respondent {
    pub name: Option<Sealable>,
    pub unit_position: Option<Sealable>,
    pub rank: Option<String>,
}

/// What an end that can be undone interrupted: the stage, and the clocks that were running.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parked {
    pub stage: Stage,
    /// Clocks that ran then, by kind and round.
    pub clocks: Vec<(ClockKind, u32)>,
}

/// A case and all that was decided about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Case {
    /// Number in the database.
    pub id: CaseId,
    /// Our own number, `2026-0001`.
    pub case_no: String,
    /// How many events it has; 0 before registration.
    pub seq: u32,
    /// What it waits for.
    pub stage: Stage,
    /// Round of handling, from 1.
    pub round: u32,
    /// Number of the present turn, from 1; between two turns that of the next.
    pub turn: u32,
    /// Every time the case lay with a unit, oldest first.
    pub turns: Vec<Turn>,
    /// The platform's number.
    pub platform_no: Option<String>,
    pub method: Option<String>,
    pub source: Option<String>,
    pub complainant: Complainant,
    pub respondent: Respondent,
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
    /// Files kept here, in the order of their numbers.
    pub files: Vec<Attachment>,
    /// Further columns of the platform's export, as a JSON object.
    pub other: Option<Sealable>,
    /// When the citizen complained.
    pub complained_at: Moment,
    /// When the town commission received it.
    pub received_at: Moment,
    /// Whether it is the town's business; absent before assessment.
    pub scope: Option<Scope>,
    /// Question or grievance; absent before assessment.
    pub kind: Option<CaseKind>,
    /// Who handles it.
    pub route: Option<Route>,
    /// Proposed, and after transfer handling, unit.
    pub unit: Option<UnitId>,
    /// Person of the unit who handles it.
    pub handler: Option<PersonId>,
    /// Flags that call for the principal leader.
    pub key_matters: Vec<KeyMatter>,
    /// Why it was assessed so.
    pub assessment_note: Option<Sealable>,
    /// How the assessment came about; unknown of records that don't say.
    pub decided: Option<Decided>,
    /// What meetings said and wrote about it, oldest first.
    pub meetings: Vec<in_meeting::InMeeting>,
    /// Every version of every document, oldest first.
    pub documents: Vec<Document>,
    /// Findings, oldest first.
    pub findings: Vec<Note>,
    /// Supplements, oldest first.
    pub supplements: Vec<Note>,
    /// Every clock that ran or runs, cancelled ones among them.
    pub clocks: Vec<Clock>,
    /// How many clocks were started: the number of the newest.
    pub clocks_started: u32,
    /// When the town took it on; absent before.
    pub accepted_at: Option<Moment>,
    /// Day the unit received it; absent before transfer and after a return.
    pub transferred_on: Option<Date>,
    /// The receipt as it was recorded at the last transfer; absent before it.
    pub receipt: Option<Receipt>,
    /// The day on which a clock last ran on again: nothing can have happened to the case before that day that would
    /// stop it earlier.
    pub resumed_on: Option<Date>,
    /// When the unit acknowledged.
    pub acknowledged_at: Option<Moment>,
    /// How often units sent it back.
    pub send_backs: u32,
    /// The day on which the case last came back from a unit, sent or taken.
    pub returned_on: Option<Date>,
    /// The unit for which the discipline secretary gave a reason when the case was assessed.
    pub ruled_unit: Option<UnitId>,
    /// The day on which a reported case was sent.
    pub sent_on: Option<Date>,
    /// The district commission's receipt: number and date.
    pub district_receipt: Option<(String, Date)>,
    /// What the district commission did about it (办理结果).
    pub district_result: Option<Sealable>,
    /// Replies that went out, oldest first; of a merged case the leading case's.
    pub deliveries: Vec<Delivery>,
    /// The complainant's words, oldest first.
    pub evaluations: Vec<Evaluation>,
    /// What a merger or a withdrawal interrupted; present only while it lasts.
    pub parked: Option<Parked>,
    /// The case this one goes on in.
    pub merged_into: Option<(CaseId, String)>,
    /// Cases that go on in this one.
    pub joined: Vec<(CaseId, String)>,
    /// Earlier due days taken over from them.
    pub taken_limits: Vec<(CaseId, TakenLimit)>,
    /// Acts that the provincial platform must show too, in the order in which they were done.
    pub platform_acts: Vec<PlatformAct>,
    /// Those of them that are ticked as done there.
    pub mirrored: Vec<Tick>,
    /// The filing number of an escalated clue, with its date.
    pub filing: Option<(String, Date)>,
    /// Papers that were issued, oldest first; void ones among them.
    pub papers: Vec<Issued>,
    /// Supervision cards, oldest first.
    pub cards: Vec<card::Card>,
    /// What happened on which day, and how often somebody was urged.
    pub course: Course,
    /// Text and identity are not kept here.
    pub sealed: bool,
    /// On which ground; absent for a case sealed before grounds were coded.
    pub seal_basis: Option<SealBasis>,
    /// The unit's handler may look at who complains.
    pub identity_allowed: bool,
    /// Who complained was erased after the retention period.
    pub identity_erased: bool,
    /// What was said and ruled of who is concerned, and who acts in their place.
    pub recusal: standing::Recusal,
    /// When the last event was recorded.
    pub updated_at: Moment,
    /// When the last event was recorded that is an act on the case and not a look at it.
    pub acted_at: Moment,
}

impl Case {
    /// A case that has its numbers and nothing else yet; `register` is performed on it.
    #[must_use]
    pub fn unborn(id: CaseId, case_no: impl Into<String>) -> Self {
        Self {
            id,
            case_no: case_no.into(),
            seq: 0,
            stage: Stage::Complaint,
            round: 1,
            turn: 1,
            turns: Vec::new(),
            platform_no: None,
            method: None,
            source: None,
            complainant: Complainant::default(),
            respondent: Respondent::default(),
            village: None,
            field: None,
            title: Sealable::default(),
            content: Sealable::default(),
            main_pages: 0,
            attachments: 0,
            files: Vec::new(),
            other: None,
            complained_at: Moment::UNIX_EPOCH,
            received_at: Moment::UNIX_EPOCH,
            scope: None,
            kind: None,
            route: None,
            unit: None,
            handler: None,
            key_matters: Vec::new(),
            assessment_note: None,
            decided: None,
            meetings: Vec::new(),
            documents: Vec::new(),
            findings: Vec::new(),
            supplements: Vec::new(),
            clocks: Vec::new(),
            clocks_started: 0,
            accepted_at: None,
            transferred_on: None,
            receipt: None,
            resumed_on: None,
            acknowledged_at: None,
            send_backs: 0,
            returned_on: None,
            ruled_unit: None,
            sent_on: None,
            district_receipt: None,
            district_result: None,
            deliveries: Vec::new(),
            evaluations: Vec::new(),
            parked: None,
            merged_into: None,
            joined: Vec::new(),
            platform_acts: Vec::new(),
            taken_limits: Vec::new(),
            mirrored: Vec::new(),
            filing: None,
            papers: Vec::new(),
            cards: Vec::new(),
            course: Course::default(),
            sealed: false,
            seal_basis: None,
            identity_allowed: false,
            identity_erased: false,
            recusal: standing::Recusal::default(),
            updated_at: Moment::UNIX_EPOCH,
            acted_at: Moment::UNIX_EPOCH,
        }
    }

    /// Whether any key-matter flag is set (N§三(二)2(1)).
    #[must_use]
    pub const fn is_key_matter(&self) -> bool {
        !self.key_matters.is_empty()
    }

    /// The running clock: the handling clock when there is one, else the triage clock.
    #[must_use]
    pub fn running_clock(&self) -> Option<&Clock> {
        self.clocks.iter().rev().find(|clock| clock.is_running())
    }

    /// The newest clock of a kind that judges: running or stopped, but not taken back.
    #[must_use]
    pub fn clock(&self, kind: ClockKind) -> Option<&Clock> {
        self.clocks.iter().rev().find(|clock| clock.clock == kind && !clock.is_cancelled())
    }

    /// The newest version of a document.
    #[must_use]
    pub fn document(&self, kind: DocumentKind) -> Option<&Document> {
        self.documents.iter().rev().find(|document| document.kind == kind)
    }

    /// The newest version of a document if it stands signed by everyone.
    #[must_use]
    pub fn approved(&self, kind: DocumentKind) -> Option<&Document> {
        self.document(kind).filter(|document| document.state == DocumentState::Approved)
    }

    /// The document that waits for a signature, with the step that is open; at most one per kind, and the
    /// newest first.
    #[must_use]
    pub fn open_step(&self) -> Option<(&Document, usize, &Step)> {
        self.documents
            .iter()
            .rev()
            .find_map(|document| document.open_step().map(|(index, step)| (document, index, step)))
    }

    /// Every document that waits for a signature with its open step, newest first.
    pub fn open_steps(&self) -> impl Iterator<Item = (&Document, usize, &Step)> {
        self.documents
            .iter()
            .rev()
            .filter_map(|document| document.open_step().map(|(index, step)| (document, index, step)))
    }

    /// The documents that can be signed now: those under review of a case that has not ended.
    pub fn pending_steps(&self) -> impl Iterator<Item = (&Document, usize, &Step)> {
        self.open_steps().filter(|_| !self.stage.is_final())
    }

    /// What makes it a repeat of another complaint.
    #[must_use]
    pub fn repeat_facts(&self) -> repeats::RepeatFacts {
        let body = |text: &Option<Sealable>| text.as_ref().and_then(Sealable::body).map(str::to_owned);
        repeats::RepeatFacts {
            title: self.title.body().unwrap_or_default().to_owned(),
            respondent: body(&self.respondent.name),
            contact: body(&self.complainant.contact),
            complained_at: self.complained_at,
        }
    }

    /// Whether an application for an extension waits for its signatures; the clock runs on (延期审批中).
    #[must_use]
    pub fn asks_extension(&self) -> bool {
        self.open_steps().any(|(document, _, _)| document.kind == DocumentKind::Extension)
    }

    /// The reply of this round, once it went out.
    #[must_use]
    pub fn delivered(&self) -> Option<&Delivery> {
        self.deliveries.iter().rev().find(|delivery| delivery.round == self.round)
    }

    /// The complainant's word of this round.
    #[must_use]
    pub fn evaluated(&self) -> Option<&Evaluation> {
        self.evaluations.iter().rev().find(|evaluation| evaluation.round == self.round)
    }
}
