//! Facts about the rules that all share: settings, the meaning of columns, holidays, and which alerts were seen.

use serde::{Deserialize, Serialize};

use super::TownFact;
use crate::domain::calendar::YearNotice;
use crate::domain::code::Coded as _;
use crate::domain::town::org::Org;
use crate::domain::town::setting_key::SettingKey;

/// A town-wide setting was changed; values as `ydt settings` writes them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SettingChanged {
    pub key: String,
    pub before: String,
    pub after: String,
}

impl TownFact for SettingChanged {
    const CODE: &'static str = "setting_changed";

    fn sentence(&self, _: &Org) -> String {
        let (before, after) = (&self.before, &self.after);
        match SettingKey::from_code(&self.key) {
            Some(key) => {
                format!("设置“{}”由{}改为{}", key.label(), key.in_words(before), key.in_words(after))
            }
            None => format!("设置“{}”由{before}改为{after}", self.key),
        }
    }
}

/// Somebody said what a column of the platform's files is; empty for nothing said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ColumnSaid {
    pub column: String,
    pub before: String,
    pub after: String,
}

impl TownFact for ColumnSaid {
    const CODE: &'static str = "column_said";

    fn sentence(&self, _: &Org) -> String {
        let column = &self.column;
        if self.after.is_empty() {
            format!("取消对平台文件里“{column}”一列的说明")
        } else {
            format!("说明平台文件里“{column}”一列的含义")
        }
    }
}

/// A year's holidays were published, or published anew.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CalendarLoaded {
    pub notice: YearNotice,
    pub changed_days: u64,
    pub moved_clocks: u64,
}

impl TownFact for CalendarLoaded {
    const CODE: &'static str = "calendar_loaded";

    fn sentence(&self, _: &Org) -> String {
        let (year, days, clocks) = (self.notice.year, self.changed_days, self.moved_clocks);
        format!("载入{year}年节假日安排：改变{days}天，重算{clocks}个时限")
    }
}

/// Somebody saw an alert.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AlertAcknowledged {
    /// Number of the alert in the database.
    pub alert: i64,
    pub case_no: String,
}

/// Somebody saw a reminder of a record of disclosure, and with it the milder ones of the same record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DisclosureAlertAcknowledged {
    /// Number of the reminder in the database; those of cases are numbered apart.
    pub alert: i64,
    /// `d3`
    pub disclosure: String,
}

impl TownFact for DisclosureAlertAcknowledged {
    const CODE: &'static str = "disclosure_alert_acknowledged";

    fn sentence(&self, _: &Org) -> String {
        format!("已知晓公示记录{}的提醒", self.disclosure)
    }
}

impl TownFact for AlertAcknowledged {
    const CODE: &'static str = "alert_acknowledged";

    fn sentence(&self, _: &Org) -> String {
        format!("已知晓{}的时限提醒", self.case_no)
    }
}
