//! By which day a record has to be public, and how close that is (N§三(一): 每月10日前).

use super::period::Period;
use crate::domain::calendar::{Calendar, Due};
use crate::domain::time::Date;
use crate::domain::words::ClockLevel;

use super::cycle::Cycle;

/// The last so many working days before the due day are warned of (`domain.md` §4 Disclosure clock).
const WARNED_OF: i32 = 2;

coded! {
    /// What becomes of a due day that is a rest day.
    pub enum RestDayDue {
        /// The notice names the day, so it stays.
        Stays = "stays" "不顺延",
        /// It moves to the next working day.
        After = "after" "顺延到下一个工作日",
        /// It moves to the working day before.
        Before = "before" "提前到上一个工作日",
    }
}

/// The town's settings for due days.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DueRule {
    /// The day of the month after the period; 10 by the notice, 9 where 10日前 is read as before the 10th.
    pub day_of_month: u8,
    pub rest_day: RestDayDue,
    /// 及时: so many working days after an event whose matter names no limit of its own.
    pub at_once_working_days: u32,
}

impl DueRule {
    /// The last day on which the record of this period is public in time.
    #[must_use]
    pub fn due(self, cycle: Cycle, period: Period, calendar: &Calendar) -> Due {
        let within = match cycle {
            Cycle::PerEvent { within_working_days } => {
                within_working_days.unwrap_or(self.at_once_working_days)
            }
            Cycle::Monthly | Cycle::Quarterly | Cycle::HalfYearly | Cycle::Yearly => {
                return self.day_after(period, calendar);
            }
        };
        calendar.add_working_days(period.first(), within)
    }

    /// The settled day of the month that follows the period.
    fn day_after(self, period: Period, calendar: &Calendar) -> Due {
        let named = period
            .last()
            .tomorrow()
            .and_then(|next| Date::new(next.year(), next.month(), self.day_of_month))
            .unwrap_or(Date::LAST);
        let on = if calendar.is_working(named) {
            named
        } else {
            match self.rest_day {
                RestDayDue::Stays => named,
                RestDayDue::After => calendar.add_working_days(named, 1).on,
                RestDayDue::Before => calendar.previous_working_day(named).unwrap_or(named),
            }
        };
        // A day that stays where the notice puts it depends on no holiday.
        let provisional = self.rest_day != RestDayDue::Stays && !calendar.is_final(on);
        Due { on, provisional }
    }
}

/// How close a due day is on this day, as long as the record is not settled.
#[must_use]
pub fn level(calendar: &Calendar, today: Date, due_on: Date) -> ClockLevel {
    if today > due_on {
        ClockLevel::Overdue
    } else if today == due_on {
        ClockLevel::DueToday
    } else if calendar.remaining(today, due_on) <= WARNED_OF {
        ClockLevel::Approaching
    } else {
        ClockLevel::Ok
    }
}

/// The last day that something is due on which is warned of, due or overdue today.
#[must_use]
pub fn warned_until(calendar: &Calendar, today: Date) -> Date {
    let working_days = WARNED_OF.unsigned_abs() + 1;
    let beyond = calendar.add_working_days(today, working_days).on;
    beyond.yesterday().unwrap_or(beyond)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::code::Coded as _;
    use crate::domain::recurring::cycle::CycleKind;

    const NOTICE: DueRule =
        DueRule { day_of_month: 10, rest_day: RestDayDue::Stays, at_once_working_days: 3 };

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    fn due(rule: DueRule, cycle: Cycle, period: &str) -> String {
        rule.due(cycle, Period::parse(period).unwrap(), &Calendar::embedded()).on.to_string()
    }

    #[test]
    fn a_period_is_due_on_the_tenth_of_the_month_after_it_or_on_the_day_that_is_set() {
        for (cycle, period, on) in [
            (Cycle::Monthly, "2026-08", "2026-09-10"),
            (Cycle::Monthly, "2026-12", "2027-01-10"),
            (Cycle::Quarterly, "2026-Q3", "2026-10-10"),
            (Cycle::HalfYearly, "2026-H1", "2026-07-10"),
            (Cycle::Yearly, "2026", "2027-01-10"),
        ] {
            assert_eq!(due(NOTICE, cycle, period), on);
        }
        assert_eq!(due(DueRule { day_of_month: 9, ..NOTICE }, Cycle::Monthly, "2026-08"), "2026-09-09");
    }

    #[test]
    fn a_tenth_on_a_rest_day_stays_or_moves_as_it_is_set() {
        // 2026-05-10 is a Sunday after a Saturday that is worked for the holiday of 1 May; 2026-01-10 is a Saturday.
        let moved = |rest_day, period| due(DueRule { rest_day, ..NOTICE }, Cycle::Monthly, period);
        assert_eq!(moved(RestDayDue::Stays, "2026-04"), "2026-05-10");
        assert_eq!(moved(RestDayDue::After, "2026-04"), "2026-05-11");
        assert_eq!(moved(RestDayDue::Before, "2026-04"), "2026-05-09");
        assert_eq!(moved(RestDayDue::Before, "2025-12"), "2026-01-09");
        assert_eq!(moved(RestDayDue::After, "2026-08"), "2026-09-10", "a working day stays");
    }

    #[test]
    fn an_event_is_due_some_working_days_after_it() {
        let event = |within, on| due(NOTICE, Cycle::PerEvent { within_working_days: within }, on);
        assert_eq!(event(None, "2026-11-05"), "2026-11-10");
        assert_eq!(event(Some(1), "2026-11-06"), "2026-11-09");
        assert_eq!(event(Some(3), "2026-09-30"), "2026-10-10", "the holiday of October is not counted");
    }

    #[test]
    fn only_what_depends_on_a_notice_that_is_missing_is_provisional() {
        let calendar = Calendar::embedded();
        let far = Period::holding(CycleKind::Monthly, day("2040-03-01"));
        assert!(!NOTICE.due(Cycle::Monthly, far, &calendar).provisional);
        let moving = DueRule { rest_day: RestDayDue::After, ..NOTICE };
        assert!(moving.due(Cycle::Monthly, far, &calendar).provisional);
    }

    #[test]
    fn the_last_two_working_days_before_the_due_day_are_warned_of() {
        let calendar = Calendar::embedded();
        let levels: Vec<&str> = ["2026-09-07", "2026-09-08", "2026-09-09", "2026-09-10", "2026-09-11"]
            .into_iter()
            .map(|today| level(&calendar, day(today), day("2026-09-10")).code())
            .collect();
        assert_eq!(levels, ["ok", "approaching", "approaching", "due_today", "overdue"]);
        // Due on a Sunday: the Friday before is the last working day, and Saturday is not yet the due day.
        assert_eq!(level(&calendar, day("2027-01-09"), day("2027-01-10")), ClockLevel::Approaching);
    }
}
