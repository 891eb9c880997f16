//! What waits beside the cases: records of meetings to sign, and disclosure.

use serde::Serialize;

use crate::domain::code::Coded as _;
use crate::domain::disclosure::{DisclosureState, DisclosureTally, Duty};
use crate::domain::ids::{DisclosureId, PersonId, UnitId};
use crate::domain::time::Date;
use crate::domain::town::org::Org;
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
    /// Who submitted it; none of them signs it.
    pub submitters: Vec<PersonId>,
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
            submitters: row.submitters.clone(),
        }
    }
}

/// What `notify.command` is told of one reminder about a record of disclosure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DisclosureNotification {
    /// Number of the reminder; those of cases are numbered apart.
    pub alert: i64,
    /// `d3`
    pub disclosure: String,
    pub unit: String,
    pub level: ClockLevel,
    pub due_on: Date,
    /// Working days left; negative is past.
    pub remaining: i32,
    pub state: DisclosureState,
    /// Who has to act, in names.
    pub waits_for: String,
    /// The same as one Chinese sentence.
    pub text: String,
}

impl DisclosureNotification {
    /// What is told of this reminder on a day with so many working days left.
    #[must_use]
    pub fn of(reminder: &DisclosureReminder, remaining: i32, org: &Org) -> Self {
        let (unit, due_on) = (org.unit_name(reminder.unit), reminder.due_on);
        let duty = Duty::of(reminder.state);
        let waits_for =
            duty.map_or_else(String::new, |duty| duty.whose(reminder.unit, &reminder.submitters, org));
        let step = duty.map_or("", |duty| duty.label());
        let (code, told, level) = (&reminder.code, &reminder.told, reminder.level.label());
        let text = format!("{code} {unit} {told}公示{level}（到期日 {due_on}），{step}，现在{waits_for}。");
        Self {
            alert: reminder.alert,
            disclosure: reminder.code.clone(),
            unit: unit.to_owned(),
            level: reminder.level,
            due_on,
            remaining,
            state: reminder.state,
            waits_for,
            text,
        }
    }
}
