//! A case laid open: its state masked as the reader's rights demand, its history as sentences, its clocks with the
//! calendar's word.

use crate::domain::case::Case;
use crate::domain::case::repeats::Repeat;
use crate::domain::code::Coded as _;
use crate::domain::figures::safe::SafeDay;
use crate::domain::ids::{ChainPlace, PersonId, UnitId};
use crate::domain::time::{Date, Moment};
use crate::domain::town::org::Org;
use crate::domain::view::disclosure::DisclosureRow;
use crate::domain::view::listing::ClockReading;
use crate::domain::words::{LeadingEnd, MatterField};

/// What the detail screen and `ydt show` present.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseDetail {
    /// The state; complainant masked unless revealed.
    pub case: Case,
    pub history: Vec<HistoryLine>,
    pub clocks: Vec<ClockReading>,
    /// Earlier cases that this one likely repeats; empty once it is merged.
    pub repeats: Vec<Repeat>,
    /// The case that this one went on in.
    pub leading: Option<Leading>,
    /// The records of disclosure that it complains about, as far as the reader may see them.
    pub disclosures: Vec<DisclosureRow>,
    /// Where other cases of its village went, the most usual unit first.
    pub usual: Vec<UsualUnit>,
    /// Until when the step that it waits in has to be done.
    pub safe: Option<SafeDay>,
}

impl CaseDetail {
    /// The step that it waits in with its latest safe day, as a sentence; nothing more once the case is late.
    #[must_use]
    pub fn safe_told(&self, today: Date, org: &Org) -> Option<String> {
        let (case, safe) = (&self.case, self.safe.filter(|safe| today <= safe.due_on)?);
        let unit = case.unit.map(|unit| org.unit_name(unit));
        Some(safe.told(&safe.who(unit, case.waits_for(org).as_ref(), org), today))
    }
}

/// How many cases of one village and field went to a unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UsualUnit {
    pub field: MatterField,
    pub unit: UnitId,
    pub went: u32,
}

/// The leading case of a merged one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Leading {
    /// Its number; `None` where the reader may not see it.
    pub case_no: Option<String>,
    /// What became of it; `None` while it is open.
    pub end: Option<LeadingEnd>,
}

impl Leading {
    /// What became of it, and what can be done then; nothing while it is open.
    #[must_use]
    pub fn told(&self) -> Option<String> {
        let end = self.end?;
        let alone = if end == LeadingEnd::Closed { "" } else { "；本件可取消并案后单独办理" };
        Some(format!("主办件已{}{alone}。", end.label()))
    }
}

/// One recorded event as a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HistoryLine {
    /// Place in the case's history.
    pub seq: u32,
    /// Place in the chain of the whole file, which says who was called how then.
    pub place: ChainPlace,
    /// When it was recorded.
    pub at: Moment,
    /// The day on which it happened, where paper proves another than that of its recording.
    pub act_on: Option<Date>,
    /// Absent where what happened is withheld from the reader.
    pub actor: Option<PersonId>,
    /// For whom (代办).
    pub on_behalf_of: Option<PersonId>,
    /// Code of the action.
    pub action: String,
    /// What happened, in Chinese.
    pub summary: String,
    /// Hash in the chain.
    pub hash: String,
}
