//! Reminders: at half of a limit, at 临期, on the due day and when it has passed (`domain.md` §4), and when they may
//! be heard.

use serde::Serialize;

use crate::domain::calendar::Calendar;
use crate::domain::code::Coded as _;
use crate::domain::limit::clock::remaining_label;
use crate::domain::time::{Date, Moment};
use crate::domain::town::settings::Settings;
use crate::domain::town::waits::Awaited;
use crate::domain::words::{AlertLevel, ClockKind};

/// What `notify.command` is told of one reminder; no word of the complaint and nobody's identity stands in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Notification {
    /// Number of the alert in the database.
    pub alert: i64,
    /// Our number of the case.
    pub case_no: String,
    pub clock: ClockKind,
    /// What is reminded of.
    pub level: AlertLevel,
    /// When the limit ends.
    pub due_on: Date,
    /// Working days left; negative is past.
    pub remaining: i32,
    /// Code of the action that the case waits for.
    pub next_step: Option<String>,
    /// Name of the proposed or handling unit.
    pub unit: Option<String>,
    /// Name of the first person it waits for.
    pub waiting_person: Option<String>,
    /// Whom it waits for.
    pub waits_for: Option<Awaited>,
    /// The same as one Chinese sentence.
    pub text: String,
}

impl Notification {
    /// The sentence of a reminder; `missing` is what the case waits for, in Chinese.
    #[must_use]
    pub fn sentence(&self, missing: Option<&str>) -> String {
        let left = match self.level {
            AlertLevel::Half | AlertLevel::Approaching => {
                format!("剩余{}", remaining_label(self.level.clock_level(), self.remaining))
            }
            AlertLevel::DueToday | AlertLevel::Overdue => {
                remaining_label(self.level.clock_level(), self.remaining)
            }
        };
        let missing = missing.map_or_else(String::new, |missing| format!("，待“{missing}”"));
        let people = match &self.waits_for {
            Some(Awaited::People(people) | Awaited::StandIn { people, .. }) => Some(people.join("、")),
            Some(Awaited::Role(_) | Awaited::Unit(_)) | None => None,
        };
        let holders: Vec<&str> = [self.unit.as_deref(), people.as_deref()].into_iter().flatten().collect();
        let held = if holders.is_empty() { String::new() } else { format!("，现在{}", holders.join(" ")) };
        let (case, clock, due_on) = (&self.case_no, self.clock.label(), self.due_on);
        format!("{case} {clock}{left}（到期日 {due_on}）{missing}{held}。")
    }
}

/// Which alerts a session has rung for: each is heard once, those of the night in the morning.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Bell {
    /// The newest alert heard.
    heard: i64,
}

impl Bell {
    /// Whether to ring now, `newest` being the newest open alert; on rest days and outside office hours it waits and forgets nothing.
    pub fn rings(
        &mut self,
        newest: Option<i64>,
        now: Moment,
        settings: &Settings,
        calendar: &Calendar,
    ) -> bool {
        let newest = newest.unwrap_or(0);
        if newest <= self.heard || !settings.may_disturb(now, calendar) {
            return false;
        }
        self.heard = newest;
        true
    }
}

/// What stands on every screen while the calendar is incomplete: missing years and provisional due days.
#[must_use]
pub fn calendar_warning(missing_years: &[i16], provisional_clocks: u64) -> Option<String> {
    let years: Vec<String> = missing_years.iter().map(i16::to_string).collect();
    let missing = (!years.is_empty()).then(|| {
        format!("{} 年的节假日安排还没有载入，请在公布后载入（ydt calendar load）", years.join("、"))
    });
    let provisional = (provisional_clocks > 0)
        .then(|| format!("有 {provisional_clocks} 个时限的到期日是暂定，载入后自动重算"));
    let parts: Vec<String> = [missing, provisional].into_iter().flatten().collect();
    (!parts.is_empty()).then(|| format!("{}。", parts.join("；")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bell_rings_once_for_each_alert_and_keeps_those_of_the_holidays_for_the_first_morning() {
        let (settings, calendar) = (Settings::default(), Calendar::embedded());
        let at = |text: &str| Moment::parse(text).unwrap();
        let mut bell = Bell::default();
        for (now, newest, rings) in [
            ("2026-02-13 10:00", 0, false),
            ("2026-02-13 10:01", 1, true),
            ("2026-02-13 10:02", 1, false),
            ("2026-02-13 20:00", 2, false),
            ("2026-02-17 10:00", 3, false),
            ("2026-02-24 08:59", 3, false),
            ("2026-02-24 09:00", 3, true),
            ("2026-02-24 09:01", 3, false),
        ] {
            let newest = (newest > 0).then_some(newest);
            assert_eq!(bell.rings(newest, at(now), &settings, &calendar), rings, "{now}");
        }
    }

    #[test]
    fn the_calendar_warning_names_the_years_and_counts_the_provisional_limits() {
        assert_eq!(calendar_warning(&[], 0), None);
        assert!(calendar_warning(&[2027], 0).unwrap().starts_with("2027 年"));
        assert_eq!(calendar_warning(&[], 3).unwrap(), "有 3 个时限的到期日是暂定，载入后自动重算。");
    }

    #[test]
    fn a_reminder_says_which_case_which_limit_and_what_is_missing() {
        let mut notification = Notification {
            alert: 1,
            case_no: "2026-0001".to_owned(),
            clock: ClockKind::Handling,
            level: AlertLevel::Overdue,
            due_on: Date::constant(2026, 3, 2),
            remaining: -2,
            next_step: Some("record_finding".to_owned()),
            unit: Some("新建村".to_owned()),
            waiting_person: None,
            waits_for: None,
            text: String::new(),
        };
        assert_eq!(
            notification.sentence(Some("记录核查情况")),
            "2026-0001 办理时限超期2天（到期日 2026-03-02），待“记录核查情况”，现在新建村。"
        );
        notification.level = AlertLevel::Half;
        notification.remaining = 5;
        notification.unit = None;
        assert_eq!(notification.sentence(None), "2026-0001 办理时限剩余5天（到期日 2026-03-02）。");
    }
}
