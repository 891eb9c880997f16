//! "Explain this date" for a clock: its rule with its source, and every day from the start to the due day, extensions
//! included, counted or skipped and why (`domain.md` §4). The counted days add up to the due day.

use super::calendar::{Calendar, ExplainedDay, LimitUnit};
use super::clock::Clock;
use super::words::ClockKind;

/// Why a clock is due when it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClockExplanation {
    /// The clause that sets the limit.
    pub rule: &'static str,
    /// Extensions, a provisional end, an older day that keeps judging: one Chinese sentence each.
    pub notes: Vec<String>,
    /// First the day of receipt, last the due day by the calendar in force.
    pub days: Vec<ExplainedDay>,
}

impl Clock {
    /// The clause that sets this limit.
    #[must_use]
    pub const fn rule(&self) -> &'static str {
        match self.clock {
            ClockKind::Triage => "通知三（二）2：镇纪委收到后限期受理转办或上报",
            ClockKind::Handling => "通知三（二）3：承办单位收件后限期办结",
        }
    }

    /// Lists the days of this clock by the calendar in force.
    #[must_use]
    pub fn explain(&self, calendar: &Calendar) -> ClockExplanation {
        let due = self.due_by_calendar.unwrap_or(self.due_on);
        let counted = match self.unit {
            LimitUnit::WorkingDays => calendar.working_days_between(self.started_on, due),
            LimitUnit::CalendarDays => self.started_on.until(due).map_or(0, |span| span.get_days()),
        };
        let counted = u32::try_from(counted).unwrap_or(0);
        let mut notes = Vec::new();
        if self.extensions > 0 {
            notes.push(format!(
                "延期 {} 次，共 {} 天，原到期日 {}。",
                self.extensions,
                counted.saturating_sub(self.limit),
                self.original_due_on
            ));
        }
        if self.provisional {
            notes.push("途经的年份还没有公布节假日安排，暂按周末推算，公布后重算。".to_owned());
        }
        if let Some(day) = self.due_by_calendar {
            let judged = self.due_on;
            notes.push(format!("按现在的节假日安排应为 {day}，载入时已经过去，仍按原到期日 {judged} 判定。"));
        }
        ClockExplanation {
            rule: self.rule(),
            notes,
            days: calendar.explain(self.started_on, counted, self.unit),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::time::Date;

    proptest! {
        #[test]
        fn the_days_of_every_clock_add_up_to_its_due_day(
            offset in 0_i32..2_500, limit in 1_u32..=10, extended in 0_u32..=10, calendar_days: bool,
        ) {
            let calendar = Calendar::embedded();
            let start = Date::constant(2020, 1, 1).checked_add(jiff::Span::new().days(offset)).unwrap();
            let unit = if calendar_days { LimitUnit::CalendarDays } else { LimitUnit::WorkingDays };
            let mut clock = Clock::start(ClockKind::Handling, 1, start, limit, unit, &calendar);
            if extended > 0 {
                clock.due_on = calendar.due(clock.due_on, extended, unit).on;
                clock.extensions = 1;
            }
            let explained = clock.explain(&calendar);
            prop_assert_eq!(explained.days.first().map(|day| day.date), Some(start));
            prop_assert_eq!(explained.days.last().map(|day| day.date), Some(clock.due_on));
            let counted = explained.days.iter().filter(|day| day.counted.is_some()).count();
            prop_assert_eq!(counted, usize::try_from(limit + extended).unwrap());
            prop_assert_eq!(explained.notes.is_empty(), extended == 0 && !clock.provisional);
        }
    }
}
