//! What waits beside the cases: records of meetings to sign, and disclosure.

use crate::domain::disclosure::{DisclosureState, DisclosureTally};
use crate::domain::ids::{DisclosureId, UnitId};
use crate::domain::time::Date;
use crate::domain::view::disclosure::DisclosureRow;
use crate::domain::words::ClockLevel;

/// How much waits beside the cases, and of what the reminders are.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Beside {
    /// Records of meetings that wait for the signature of whoever looks.
    pub records: u64,
    pub disclosure: DisclosureTally,
    /// Reminders about disclosure that nobody said yet that they know, the oldest first.
    pub reminders: Vec<DisclosureReminder>,
}

impl Beside {
    /// `会议记录待签1（按 2）   公示 待报3 超期1（按 5）`; empty where nothing waits.
    #[must_use]
    pub fn words(&self) -> String {
        let mut parts = Vec::new();
        if self.records > 0 {
            parts.push(format!("会议记录待签{}（按 2）", self.records));
        }
        let disclosure = self.disclosure.words();
        if !disclosure.is_empty() {
            parts.push(format!("公示 {disclosure}（按 5）"));
        }
        parts.join("   ")
    }
}

/// One reminder about a record of disclosure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DisclosureReminder {
    pub alert: i64,
    pub disclosure: DisclosureId,
    /// `d3`
    pub code: String,
    pub level: ClockLevel,
    pub unit: UnitId,
    /// What it is about.
    pub told: String,
    pub state: DisclosureState,
    pub due_on: Date,
}

impl DisclosureReminder {
    /// The reminder with this number and level about a record.
    #[must_use]
    pub fn of(alert: i64, level: ClockLevel, row: &DisclosureRow) -> Self {
        Self {
            alert,
            disclosure: row.id,
            code: row.code.clone(),
            level,
            unit: row.unit,
            told: row.told(),
            state: row.state,
            due_on: row.due_on,
        }
    }
}
