//! Facts about a record as such: it was opened, became due on another day, or was called off.

use serde::{Deserialize, Serialize};

use super::DisclosureFact;
use crate::domain::disclosure::{Disclosure, DisclosureState, told};
use crate::domain::ids::{MatterId, UnitId};
use crate::domain::recurring::{Cycle, Period};
use crate::domain::stream::Stamped;
use crate::domain::time::Date;
use crate::domain::town::org::Org;

/// A unit has something to make public: a period is over, or something happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DisclosureOpened {
    pub no: u32,
    pub matter: MatterId,
    pub unit: UnitId,
    pub name: String,
    #[serde(flatten)]
    pub cycle: Cycle,
    pub period: Period,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub happened: String,
    pub due_on: Date,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub provisional: bool,
}

impl DisclosureFact for DisclosureOpened {
    const CODE: &'static str = "disclosure_opened";

    fn fold(&self, disclosure: &mut Disclosure, _: &Stamped) {
        disclosure.no = self.no;
        (disclosure.matter, disclosure.unit) = (self.matter, self.unit);
        disclosure.name.clone_from(&self.name);
        (disclosure.cycle, disclosure.period) = (self.cycle, self.period);
        disclosure.happened.clone_from(&self.happened);
        (disclosure.due_on, disclosure.provisional) = (self.due_on, self.provisional);
    }

    fn sentence(&self, org: &Org) -> String {
        let what = told(&self.name, self.period, &self.happened);
        let provisional = if self.provisional { "（暂定）" } else { "" };
        format!("{}应公开{what}，最迟{}{provisional}", org.unit_name(self.unit), self.due_on)
    }
}

/// The settings or the calendar give it another due day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DueDayMoved {
    pub before: Date,
    pub due_on: Date,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub provisional: bool,
}

impl DisclosureFact for DueDayMoved {
    const CODE: &'static str = "disclosure_due_moved";

    fn fold(&self, disclosure: &mut Disclosure, _: &Stamped) {
        (disclosure.due_on, disclosure.provisional) = (self.due_on, self.provisional);
    }

    fn sentence(&self, _: &Org) -> String {
        format!("设置或节假日安排变动，到期日由{}改为{}", self.before, self.due_on)
    }
}

/// It does not have to be made public after all.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DisclosureCancelled {
    pub reason: String,
}

impl DisclosureFact for DisclosureCancelled {
    const CODE: &'static str = "disclosure_cancelled";

    fn fold(&self, disclosure: &mut Disclosure, _: &Stamped) {
        disclosure.state = DisclosureState::Cancelled;
    }

    fn sentence(&self, _: &Org) -> String {
        format!("取消：{}", self.reason)
    }
}
