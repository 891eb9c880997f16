//! 研判会: a meeting for assessment as it stands, the fold of its own events (`domain.md` §6, §10 Meetings).
//!
//! What is said about a case is written into that case's own record, where it is masked and erased with everything else
//! about the case. Here stand time and place, who was there, the order of the cases and what was decided in codes.

pub mod decision;
pub mod event;
pub mod heading;
pub mod paper;
pub mod record;

use crate::domain::attachment::Attachment;
use crate::domain::code::Coded as _;
use crate::domain::ids::{CaseId, MeetingId, PersonId};
use crate::domain::refusal::{Refusal, RefusalCode};
use crate::domain::stream::Stamped;
use crate::domain::time::{Date, Moment};
use crate::domain::town::org::Org;
use decision::{Decision, Outcome};
use heading::{Attendee, Heading};
use paper::IssuedRecord;
use record::Record;

coded! {
    /// How far a meeting has come.
    pub enum MeetingState {
        Planned = "planned" "待开",
        Running = "running" "进行中",
        /// The decisions have taken effect, as far as they could.
        Confirmed = "confirmed" "待形成记录",
        /// The record waits for signatures.
        UnderReview = "under_review" "记录待签字",
        Signed = "signed" "记录已签齐",
        Cancelled = "cancelled" "已取消",
    }
}

/// A case on the agenda.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    pub case: CaseId,
    pub case_no: String,
    /// Who of those present is named as recused for it: respondents and people of the respondent's unit.
    pub recused: Vec<Attendee>,
    pub decision: Decision,
    pub decided_on: Option<Date>,
    /// What became of the decision; absent before the meeting was confirmed.
    pub outcome: Option<Outcome>,
    /// How long the meeting looked at it, in seconds.
    pub seconds: i64,
}

impl Item {
    /// Whether its decision has still to take effect.
    #[must_use]
    pub fn waits(&self) -> bool {
        self.decision.takes_effect() && self.outcome != Some(Outcome::Applied)
    }
}

/// The case that is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Called {
    pub case: CaseId,
    pub since: Moment,
}

/// A meeting and all that was recorded of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Meeting {
    pub id: MeetingId,
    /// The town's own number, `m3`; numbers are never given again.
    pub no: u32,
    /// How many events it has; 0 before it is prepared.
    pub seq: u32,
    pub state: MeetingState,
    pub heading: Heading,
    /// In the order in which the cases are called.
    pub agenda: Vec<Item>,
    pub prepared_by: PersonId,
    /// Who records it, once it was begun.
    pub records: Option<PersonId>,
    pub begun_at: Option<Moment>,
    pub called: Option<Called>,
    pub record: Option<Record>,
    /// The record on paper: the numbers that were given, oldest first; void ones among them.
    pub papers: Vec<IssuedRecord>,
    /// Files kept with it, in the order in which they were attached.
    pub files: Vec<Attachment>,
    pub updated_at: Moment,
}

impl Meeting {
    /// One that has its numbers and nothing else yet.
    #[must_use]
    pub fn unborn(id: MeetingId, no: u32) -> Self {
        Self {
            id,
            no,
            seq: 0,
            state: MeetingState::Planned,
            heading: Heading::default(),
            agenda: Vec::new(),
            prepared_by: PersonId(0),
            records: None,
            begun_at: None,
            called: None,
            record: None,
            papers: Vec::new(),
            files: Vec::new(),
            updated_at: Moment::UNIX_EPOCH,
        }
    }

    /// The name by which commands and other records call it, `m3`.
    #[must_use]
    pub fn code(&self) -> String {
        code_of(self.no)
    }

    /// `第3次研判会（m3）`
    #[must_use]
    pub fn told(&self) -> String {
        format!("{}（{}）", self.heading.name, self.code())
    }

    /// Whether it has still to be held.
    ///
    /// # Errors
    /// `wrong_stage`, saying how far it has come.
    pub fn check_planned(&self) -> Result<(), Refusal> {
        self.check_state(&[MeetingState::Planned])
    }

    /// Whether it has come so far and no further.
    ///
    /// # Errors
    /// `wrong_stage`, saying how far it has come.
    pub fn check_state(&self, wanted: &[MeetingState]) -> Result<(), Refusal> {
        if wanted.contains(&self.state) {
            return Ok(());
        }
        let wanted: Vec<String> = wanted.iter().map(|state| format!("“{}”", state.label())).collect();
        let message =
            format!("{}现在是“{}”，{}时才能办。", self.told(), self.state.label(), wanted.join("或"));
        Err(Refusal::new(RefusalCode::WrongStage, message))
    }

    /// The case on the agenda with this number, and its place from 1.
    #[must_use]
    pub fn item(&self, case: CaseId) -> Option<(usize, &Item)> {
        self.agenda.iter().enumerate().find(|(_, item)| item.case == case).map(|(at, item)| (at + 1, item))
    }

    fn item_mut(&mut self, case: CaseId) -> Option<&mut Item> {
        self.agenda.iter_mut().find(|item| item.case == case)
    }

    /// Adds the time since the present case was called to what it took.
    fn count_time(&mut self, until: Moment) {
        let Some(Called { case, since }) = self.called else { return };
        if let Some(item) = self.item_mut(case) {
            item.seconds += (until.unix() - since.unix()).max(0);
        }
    }

    /// Whether this person records the meeting now.
    ///
    /// # Errors
    /// `conflict` naming who does, `wrong_stage` where it is not being held.
    pub fn check_recorder(&self, person: PersonId, org: &Org) -> Result<(), Refusal> {
        self.check_state(&[MeetingState::Running, MeetingState::Confirmed])?;
        match self.records {
            Some(recorder) if recorder != person => Err(Refusal::new(
                RefusalCode::Conflict,
                format!(
                    "{}正在记录这次会，您没有改动它；要由您记录，请先“接手记录”。",
                    org.person_name(recorder)
                ),
            )),
            Some(_) | None => Ok(()),
        }
    }

    /// Takes one recorded fact up. It never refuses and never fails.
    pub fn evolve(&mut self, event: &event::MeetingEvent, stamped: &Stamped) {
        self.seq = stamped.seq;
        self.updated_at = stamped.at;
        event.fold(self, stamped);
    }
}

/// `m3`
#[must_use]
pub fn code_of(no: u32) -> String {
    format!("m{no}")
}

/// The number in `m3`; capital letters and full-width digits are what an input method makes of it.
#[must_use]
pub fn no_of(code: &str) -> Option<u32> {
    let folded = crate::domain::text::fold::fold(code);
    folded.strip_prefix('m')?.parse().ok().filter(|no| *no > 0)
}
