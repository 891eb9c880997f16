//! The case as it stands: the fold of its events. What is here is derived; the facts are in the events.

use serde::{Deserialize, Serialize};

use super::clock::Clock;
use super::document::{Document, Step};
use super::event::CaseEvent;
use super::org::{Org, PersonId, Unit, UnitId};
use super::sealable::Sealable;
use super::stage::Stage;
use super::time::{Date, Moment};
use super::words::{CaseKind, ClockKind, DocumentKind, DocumentState, KeyMatter, MatterField, Route, Scope};

/// A case's number in the database, as distinct from its `case_no`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct CaseId(pub i64);

/// Who complains; every part can be unknown, and all of it can be erased.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Complainant {
    /// Absent when anonymous (匿名).
    pub name: Option<Sealable>,
    /// Telephone or address.
    pub contact: Option<Sealable>,
}

/// Whether a complainant's name only says that there is none (匿名), so that the word is never taken for a name.
#[must_use]
pub fn is_anonymous(name: &str) -> bool {
    matches!(name.trim(), "" | "匿名" | "（匿名）" | "(匿名)" | "匿名群众")
}

/// Whom the complaint is about.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Respondent {
    /// 被投诉人
    pub name: Option<Sealable>,
    /// 单位及职务
    pub unit_position: Option<Sealable>,
    /// 职级
    pub rank: Option<String>,
}

/// What an inquiry found, or what was learnt later.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// When it was recorded.
    pub at: Moment,
    /// By whom.
    pub by: PersonId,
    /// In these words.
    pub text: Sealable,
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
    /// The platform's number.
    pub platform_no: Option<String>,
    /// 投诉方式
    pub method: Option<String>,
    /// 来源
    pub source: Option<String>,
    /// Who complains.
    pub complainant: Complainant,
    /// Whom about.
    pub respondent: Respondent,
    /// Village or community the matter lies in, by name.
    pub village: Option<String>,
    /// Area of daily life.
    pub field: Option<MatterField>,
    /// 投诉事项名称
    pub title: Sealable,
    /// 投诉内容
    pub content: Sealable,
    /// Pages of the main document.
    pub main_pages: u32,
    /// Number of enclosures.
    pub attachments: u32,
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
    /// Every version of every document, oldest first.
    pub documents: Vec<Document>,
    /// Findings, oldest first.
    pub findings: Vec<Note>,
    /// Supplements, oldest first.
    pub supplements: Vec<Note>,
    /// Every clock that ran or runs, cancelled ones left out.
    pub clocks: Vec<Clock>,
    /// When the town took it on; absent before.
    pub accepted_at: Option<Moment>,
    /// Day the unit received it; absent before transfer and after a return.
    pub transferred_on: Option<Date>,
    /// When the unit acknowledged.
    pub acknowledged_at: Option<Moment>,
    /// How often units sent it back.
    pub send_backs: u32,
    /// The district commission's receipt: number and date.
    pub district_receipt: Option<(String, Date)>,
    /// When the last event was recorded.
    pub updated_at: Moment,
}

impl Case {
    /// A case that has its numbers and nothing else yet; `register` is performed on it.
    #[must_use]
    pub fn unborn(id: CaseId, case_no: impl Into<String>) -> Self {
        let never = Moment::from_unix(0);
        Self {
            id,
            case_no: case_no.into(),
            seq: 0,
            stage: Stage::Complaint,
            round: 1,
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
            other: None,
            complained_at: never,
            received_at: never,
            scope: None,
            kind: None,
            route: None,
            unit: None,
            handler: None,
            key_matters: Vec::new(),
            assessment_note: None,
            documents: Vec::new(),
            findings: Vec::new(),
            supplements: Vec::new(),
            clocks: Vec::new(),
            accepted_at: None,
            transferred_on: None,
            acknowledged_at: None,
            send_backs: 0,
            district_receipt: None,
            updated_at: never,
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

    /// The newest clock of a kind, running or stopped.
    #[must_use]
    pub fn clock(&self, kind: ClockKind) -> Option<&Clock> {
        self.clocks.iter().rev().find(|clock| clock.clock == kind)
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

    /// Who has to act next, as lists show it: the signer, the handler, or nobody in particular.
    #[must_use]
    pub fn waiting_person(&self) -> Option<PersonId> {
        if let Some((_, _, step)) = self.open_step() {
            return Some(step.person);
        }
        if self.stage.is_with_unit() { self.handler } else { None }
    }

    /// Whether this name is the respondent's (recusal, `domain.md` §3).
    #[must_use]
    pub fn is_about(&self, name: &str) -> bool {
        self.respondent.name.as_ref().and_then(Sealable::body).is_some_and(|respondent| respondent == name)
    }

    /// The fact of stopping a clock that runs, with its verdict for ever; nothing when it does not run.
    #[must_use]
    pub fn stop_clock(&self, kind: ClockKind, on: Date) -> Option<CaseEvent> {
        let clock = self.clock(kind).filter(|clock| clock.is_running())?;
        Some(CaseEvent::ClockStopped { clock: kind, round: clock.round, on, verdict: clock.verdict_on(on) })
    }

    /// Whether the complaint is against this unit's people: by the respondent's name, or because the unit is named
    /// in his position (回避, `domain.md` §2 Transfer).
    #[must_use]
    pub fn concerns_unit(&self, unit: &Unit, org: &Org) -> bool {
        let position = self.respondent.unit_position.as_ref().and_then(Sealable::body).unwrap_or_default();
        position.contains(unit.name.as_str())
            || org.people.iter().any(|person| person.unit == Some(unit.id) && self.is_about(&person.name))
    }
}
