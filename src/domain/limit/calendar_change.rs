//! What loading a notice would do, shown before it is confirmed (`domain.md` §4): the days that change and every
//! open limit with its old and its new due day.

use crate::domain::calendar::{Calendar, ChangedDay, YearNotice};
use crate::domain::ids::CaseId;
use crate::domain::limit::clock::Clock;

/// The difference that a notice makes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CalendarChange {
    /// The year that the notice arranges.
    pub year: i16,
    /// Its title, or where it was read.
    pub source: String,
    /// Whether the year had no notice before.
    pub newly_published: bool,
    /// Days that are judged differently, in order.
    pub days: Vec<ChangedDay>,
    /// Open limits that change, by case.
    pub clocks: Vec<MovedClock>,
}

impl CalendarChange {
    /// The difference in days between a calendar and the same with this notice.
    #[must_use]
    pub fn of_days(calendar: &Calendar, changed: &Calendar, notice: &YearNotice) -> Self {
        Self {
            year: notice.year,
            source: notice.source.clone(),
            newly_published: !calendar.is_published(notice.year),
            days: calendar.diff(changed),
            clocks: Vec::new(),
        }
    }

    /// Whether the notice says nothing that isn't known: it was loaded before.
    #[must_use]
    pub const fn is_nothing(&self) -> bool {
        self.days.is_empty() && !self.newly_published
    }

    /// What to ask before a notice takes the place of another of its year: days that were given off are worked again
    /// where an older notice is loaded over a newer one, and nothing in a file says which came first.
    #[must_use]
    pub fn takes_back(&self) -> Option<String> {
        let taken: Vec<String> = self
            .days
            .iter()
            .filter(|day| !day.before.is_working() && day.after.is_working())
            .map(|day| day.date.to_string())
            .collect();
        (!self.newly_published && !taken.is_empty()).then(|| {
            format!(
                "{}年已经载入过安排，这一份会把 {} 由休息改回上班；如果它是较早发布的通知，请不要载入",
                self.year,
                taken.join("、")
            )
        })
    }

    /// The reason that stands with each moved limit in its case's history.
    #[must_use]
    pub fn because(&self, moved: &MovedClock) -> String {
        let loaded = format!("载入 {} 年节假日安排（{}）后重算", self.year, self.source);
        match moved.new.due_by_calendar {
            Some(day) => format!("{loaded}；按新安排应为 {day}，已经过去，仍按原到期日判定"),
            None => loaded,
        }
    }
}

/// One open limit before and after.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MovedClock {
    pub case: CaseId,
    pub case_no: String,
    /// As it stands.
    pub old: Clock,
    /// As it will stand.
    pub new: Clock,
}

/// `2026-0003 办理时限 2020-02-03 → 2020-02-04`
impl std::fmt::Display for MovedClock {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let provisional = |clock: &Clock| if clock.provisional { "（暂定）" } else { "" };
        write!(f, "{} {} {}{} → ", self.case_no, self.old.label(), self.old.due_on, provisional(&self.old))?;
        match self.new.due_by_calendar {
            Some(day) => write!(f, "{day}，已经过去，仍按 {} 判定", self.new.due_on),
            None => write!(f, "{}{}", self.new.due_on, provisional(&self.new)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::time::Date;
    use crate::domain::town::settings::Settings;
    use crate::domain::words::CaseKind;

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    /// Before the extension of the Spring Festival of 2020 was announced on 27 January.
    fn superseded() -> Calendar {
        let text = include_str!("../../../assets/calendar/superseded/2020-before-2020-01-27.json");
        Calendar::embedded().with(serde_json::from_str(text).unwrap())
    }

    fn handling(received_on: &str, calendar: &Calendar) -> Clock {
        Clock::handling(CaseKind::NonConsultation, 1, day(received_on), &Settings::default(), calendar)
    }

    #[test]
    fn a_limit_over_an_extended_holiday_moves_with_its_extension() {
        let (old, new) = (superseded(), Calendar::embedded());
        let clock = handling("2020-01-20", &old);
        let moved = clock.recounted(&old, &new, day("2020-01-28"));
        assert_eq!(moved, handling("2020-01-20", &new));
        assert!(moved.due_on > clock.due_on);

        let extended = Clock { extensions: 1, due_on: old.due(clock.due_on, 5, clock.unit).on, ..clock };
        let moved = extended.recounted(&old, &new, day("2020-01-28"));
        assert_eq!(moved.due_on, new.due(moved.original_due_on, 5, moved.unit).on);
        assert_eq!(moved.extensions, 1);
        assert_eq!(moved.recounted(&new, &old, day("2020-01-28")), extended, "and back again");
    }

    #[test]
    fn a_new_due_day_that_is_past_judges_nobody() {
        let (old, new) = (Calendar::embedded(), superseded());
        let clock = handling("2020-01-20", &old);
        let new_day = handling("2020-01-20", &new).due_on;
        assert!(new_day < clock.due_on);
        let moved = clock.recounted(&old, &new, new_day.tomorrow().unwrap());
        assert_eq!((moved.due_on, moved.due_by_calendar), (clock.due_on, Some(new_day)));
        let moved = clock.recounted(&old, &new, new_day);
        assert_eq!((moved.due_on, moved.due_by_calendar), (new_day, None));
    }

    #[test]
    fn a_provisional_limit_becomes_firm_when_its_year_is_published() {
        let old = Calendar::embedded();
        let text = r#"{"year": 2027, "source": "通知", "days": [{"date": "2027-01-01", "name": "元旦", "rest": true}]}"#;
        let new = old.with(serde_json::from_str(text).unwrap());
        let clock = handling("2026-12-25", &old);
        assert!(clock.provisional);
        let moved = clock.recounted(&old, &new, day("2026-12-28"));
        assert!(!moved.provisional);
        assert_eq!(new.working_days_between(moved.started_on, moved.due_on), 10);
    }

    #[test]
    fn a_calendar_that_changes_nothing_near_leaves_a_limit_as_it_is() {
        let (old, new) = (superseded(), Calendar::embedded());
        let clock = handling("2020-03-02", &old);
        assert_eq!(clock.recounted(&old, &new, day("2020-03-03")), clock);
    }
}
