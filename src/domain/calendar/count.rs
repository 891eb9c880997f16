//! Counting: from a start day to a due day, and from today to a due day. The start day is never counted (N§三(二)2).

use crate::domain::time::Date;

use super::{Calendar, CalendarFault, DayKind, LimitUnit};

/// The longest limit that is counted, in days of either unit; no rule of the notice comes near it.
pub const LONGEST_LIMIT: u32 = 10_000;

/// The day on which a limit ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Due {
    /// The limit ends at the end of this day.
    pub on: Date,
    /// 暂定: a day on the way lies in a year whose notice is not known, so that its holidays are still missing.
    pub provisional: bool,
}

impl Calendar {
    /// The end of a limit that comes from outside (a command line, an override).
    ///
    /// # Errors
    /// Refused are limits above [`LONGEST_LIMIT`] and limits that end after the last date that can be written.
    pub fn checked_due(&self, start: Date, n: u32, unit: LimitUnit) -> Result<Due, CalendarFault> {
        if n > LONGEST_LIMIT {
            return Err(CalendarFault::LimitTooLong { days: n });
        }
        self.end_of(start, n, unit).ok_or(CalendarFault::OutOfRange)
    }

    /// The end of a limit in either unit, as [`Calendar::add_working_days`] saturating.
    #[must_use]
    pub fn due(&self, start: Date, n: u32, unit: LimitUnit) -> Due {
        self.end_of(start, n.min(LONGEST_LIMIT), unit).unwrap_or(Due { on: Date::LAST, provisional: true })
    }

    /// The n-th working day after `start`; with 0 it is `start` itself. A limit above [`LONGEST_LIMIT`] is counted
    /// as that one, and one that runs off the calendar ends provisionally on its last date.
    #[must_use]
    pub fn add_working_days(&self, start: Date, n: u32) -> Due {
        self.due(start, n, LimitUnit::WorkingDays)
    }

    fn end_of(&self, start: Date, n: u32, unit: LimitUnit) -> Option<Due> {
        match unit {
            LimitUnit::WorkingDays => self.nth_working_day(start, n),
            // No holiday moves a limit in calendar days, so it is firm in whatever year it ends.
            LimitUnit::CalendarDays => Some(Due { on: start.plus_days(n.into())?, provisional: false }),
        }
    }

    fn nth_working_day(&self, start: Date, n: u32) -> Option<Due> {
        let mut due = Due { on: start, provisional: false };
        let mut left = n;
        while left > 0 {
            due.on = due.on.tomorrow()?;
            due.provisional |= !self.is_final(due.on);
            left -= u32::from(self.is_working(due.on));
        }
        Some(due)
    }

    /// The last working day before this date; `None` only at the beginning of the calendar.
    #[must_use]
    pub fn previous_working_day(&self, date: Date) -> Option<Date> {
        std::iter::successors(date.yesterday(), |day| day.yesterday()).find(|day| self.is_working(*day))
    }

    /// Working days after `after`, up to and including `through`; 0 when `through` is not later.
    ///
    /// Counted from whole weeks and the named days in between, so that two dates centuries apart cost no more
    /// than two neighbouring ones.
    #[must_use]
    pub fn working_days_between(&self, after: Date, through: Date) -> i32 {
        let Some(first) = after.tomorrow() else { return 0 };
        if through < first {
            return 0;
        }
        let corrections: i32 = self
            .named
            .range(first..=through)
            .map(|(date, kind)| match (kind, date.is_weekend()) {
                (DayKind::Holiday(_), false) => -1,
                (DayKind::MakeUp(_), true) => 1,
                (DayKind::Holiday(_) | DayKind::MakeUp(_) | DayKind::Working | DayKind::Weekend, _) => 0,
            })
            .sum();
        weekdays(first, through) + corrections
    }

    /// How much is left of a limit: the working days after today up to and including the due day; 0 on the due day;
    /// past it, minus the working days that have gone by since.
    ///
    /// Past the due day it is at least -1, even when no working day has gone by (due on Friday, today Saturday).
    /// It is also 0 before a due day in calendar days when only rest days are left, so whether
    /// something is due *today* is for the caller to ask of the two dates.
    #[must_use]
    pub fn remaining(&self, today: Date, due: Date) -> i32 {
        if today > due {
            -self.working_days_between(due, today).max(1)
        } else {
            self.working_days_between(today, due)
        }
    }
}

/// Days from Monday to Friday among `first..=last`, by the calendar of weeks alone.
fn weekdays(first: Date, last: Date) -> i32 {
    // All dates that can be written are fewer than 4 million days apart.
    let days = i32::try_from(first.days_until(last)).unwrap_or(i32::MAX - 1) + 1;
    let begin = i32::from(first.days_since_monday());
    let in_odd_days = (begin..begin + days % 7).filter(|offset| offset % 7 < 5).count();
    days / 7 * 5 + i32::try_from(in_odd_days).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn date(text: &str) -> Date {
        text.parse().unwrap()
    }

    #[test]
    fn the_due_days_named_in_the_order_come_out() {
        let calendar = Calendar::embedded();
        let table = [
            ("2026-02-11", 3, "2026-02-14"),
            ("2026-02-10", 10, "2026-03-02"),
            ("2026-09-24", 10, "2026-10-15"),
            ("2026-02-16", 3, "2026-02-26"),
            ("2026-02-15", 0, "2026-02-15"),
        ];
        for (start, n, expected) in table {
            assert_eq!(calendar.add_working_days(date(start), n).on, date(expected), "{start} + {n}");
        }
    }

    #[test]
    fn a_limit_that_runs_into_an_unpublished_year_is_provisional_until_its_notice_is_loaded() {
        let calendar = Calendar::embedded();
        let late = date("2026-12-25");
        assert!(!calendar.add_working_days(late, 4).provisional);
        assert_eq!(
            calendar.add_working_days(late, 10),
            Due { on: date("2027-01-08"), provisional: true },
            "without a notice 1 January is a plain Friday"
        );
        let mut notice = calendar.notice(2026).unwrap().clone();
        notice.year = 2027;
        notice.days.truncate(1);
        notice.days[0].date = date("2027-01-01");
        assert_eq!(
            calendar.with(notice).add_working_days(late, 10),
            Due { on: date("2027-01-11"), provisional: false }
        );
    }

    #[test]
    fn a_limit_in_calendar_days_counts_every_day_and_is_never_provisional() {
        let calendar = Calendar::embedded();
        let due = calendar.due(date("2026-12-30"), 15, LimitUnit::CalendarDays);
        assert_eq!(due, Due { on: date("2027-01-14"), provisional: false });
    }

    #[test]
    fn what_remains_is_zero_on_the_due_day_and_negative_at_once_when_it_has_passed() {
        let calendar = Calendar::embedded();
        let friday = date("2026-03-06");
        let table = [
            ("2026-03-03", 3),
            ("2026-03-05", 1),
            ("2026-03-06", 0),
            ("2026-03-07", -1),
            ("2026-03-08", -1),
            ("2026-03-09", -1),
            ("2026-03-10", -2),
            ("2026-03-20", -10),
        ];
        for (today, expected) in table {
            assert_eq!(calendar.remaining(date(today), friday), expected, "{today}");
        }
    }

    #[test]
    fn the_working_day_before_skips_holidays_and_finds_make_up_days() {
        let calendar = Calendar::embedded();
        assert_eq!(calendar.previous_working_day(date("2026-02-24")), Some(date("2026-02-14")));
        assert_eq!(calendar.previous_working_day(date("2026-02-14")), Some(date("2026-02-13")));
    }

    #[test]
    fn the_ends_of_the_calendar_are_told_and_neither_loop_nor_panic() {
        let calendar = Calendar::embedded();
        let on_last = Due { on: Date::LAST, provisional: true };
        for unit in [LimitUnit::WorkingDays, LimitUnit::CalendarDays] {
            assert_eq!(calendar.checked_due(Date::LAST, 1, unit), Err(CalendarFault::OutOfRange));
            assert_eq!(calendar.due(Date::LAST, 3, unit), on_last);
            assert_eq!(
                calendar.checked_due(date("2026-01-01"), LONGEST_LIMIT + 1, unit),
                Err(CalendarFault::LimitTooLong { days: LONGEST_LIMIT + 1 })
            );
            assert_eq!(
                calendar.due(date("2026-01-01"), u32::MAX, unit),
                calendar.checked_due(date("2026-01-01"), LONGEST_LIMIT, unit).unwrap()
            );
        }
        assert_eq!(calendar.previous_working_day(Date::FIRST), None);
        assert_eq!(calendar.working_days_between(Date::LAST, Date::FIRST), 0);
        let all = calendar.working_days_between(Date::FIRST, Date::LAST);
        assert_eq!(calendar.remaining(Date::LAST, Date::FIRST), -all);
        // 10,000 years of five sevenths, less the few named days.
        assert!((2_608_000..2_609_000).contains(&all), "{all}");
    }

    prop_compose! {
        /// From before the first notice until after the last one.
        fn any_day()(offset in 0_i32..4_400) -> Date {
            date("2015-10-01").plus_days(offset.into()).unwrap()
        }
    }

    fn next_working_day(calendar: &Calendar, date: Date) -> Option<Date> {
        std::iter::successors(date.tomorrow(), |day| day.tomorrow()).find(|day| calendar.is_working(*day))
    }

    fn one_by_one(calendar: &Calendar, after: Date, through: Date) -> i32 {
        let days = std::iter::successors(after.tomorrow(), |day| day.tomorrow());
        let count = days.take_while(|day| *day <= through).filter(|day| calendar.is_working(*day)).count();
        i32::try_from(count).unwrap()
    }

    proptest! {
        #[test]
        fn a_due_day_is_a_working_day_and_exactly_the_limit_remains_on_the_start_day(
            start in any_day(), n in 1_u32..80,
        ) {
            let calendar = Calendar::embedded();
            let due = calendar.add_working_days(start, n).on;
            prop_assert!(calendar.is_working(due));
            prop_assert_eq!(calendar.remaining(start, due), i32::try_from(n).unwrap());
            prop_assert_eq!(calendar.remaining(due, due), 0);
            prop_assert!(calendar.remaining(due.tomorrow().unwrap(), due) == -1);
        }

        #[test]
        fn a_longer_limit_ends_on_the_next_working_day(start in any_day(), n in 0_u32..80) {
            let calendar = Calendar::embedded();
            let shorter = calendar.add_working_days(start, n);
            let longer = calendar.add_working_days(start, n + 1);
            prop_assert_eq!(Some(longer.on), next_working_day(&calendar, shorter.on));
            prop_assert!(longer.provisional || !shorter.provisional);
        }

        #[test]
        fn a_later_start_never_ends_earlier(start in any_day(), n in 0_u32..40) {
            let calendar = Calendar::embedded();
            let next = start.tomorrow().unwrap();
            prop_assert!(calendar.add_working_days(start, n).on <= calendar.add_working_days(next, n).on);
        }

        #[test]
        fn counting_by_weeks_equals_counting_day_by_day(a in any_day(), b in any_day()) {
            let calendar = Calendar::embedded();
            prop_assert_eq!(calendar.working_days_between(a, b), one_by_one(&calendar, a, b));
        }

        #[test]
        fn what_remains_never_grows_as_days_pass(today in any_day(), due in any_day()) {
            let calendar = Calendar::embedded();
            let tomorrow = today.tomorrow().unwrap();
            let (now, then) = (calendar.remaining(today, due), calendar.remaining(tomorrow, due));
            prop_assert!(then == now || then == now - 1, "{} then {}", now, then);
            if today != due && tomorrow != due {
                // Away from the due day, what remains shrinks exactly on working days; the first one past the due
                // day is already spent by being past it.
                let first_past = today > due && calendar.working_days_between(due, today) == 0;
                prop_assert_eq!(now - then, i32::from(calendar.is_working(tomorrow) && !first_past));
            }
        }

        #[test]
        fn the_working_days_before_and_after_are_neighbours(day in any_day()) {
            let calendar = Calendar::embedded();
            let next = next_working_day(&calendar, day).unwrap();
            let back = calendar.previous_working_day(next).unwrap();
            prop_assert!(back <= day && day < next);
            prop_assert_eq!(calendar.working_days_between(back, next), 1);
        }
    }
}
