//! "Explain this date": every day from the start to the due day, counted or skipped and why (`domain.md` §4).

use crate::domain::time::{Date, month_day, weekday_label};

use super::{Calendar, DayKind, LONGEST_LIMIT, LimitUnit};

/// One line of an explanation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExplainedDay {
    pub date: Date,
    /// The day from which the limit runs; its own kind moves nothing.
    pub is_start: bool,
    /// What kind of day it is.
    pub kind: DayKind,
    /// Which day of the limit it is, from 1; `None` for the start day and for skipped days.
    pub counted: Option<u32>,
    /// The day's year has no known notice, so its kind is only what the weekday says (暂定).
    pub provisional: bool,
    /// In Chinese: why the day counts or does not.
    pub note: String,
}

/// `02-14 周六 班（春节调休） 第3天`; a skipped day ends after its kind.
impl std::fmt::Display for ExplainedDay {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {} {}", month_day(self.date), weekday_label(self.date), self.kind)?;
        if let Some(ordinal) = self.counted {
            write!(f, " 第{ordinal}天")?;
        }
        if self.is_start {
            write!(f, " {}", self.note)?;
        }
        if self.provisional { f.write_str(" 暂定") } else { Ok(()) }
    }
}

impl Calendar {
    /// The days of a limit: first the start day, which is not counted, last the due day as
    /// [`Calendar::due`] gives it. The ordinals run from 1 to `n` without a gap.
    #[must_use]
    pub fn explain(&self, start: Date, n: u32, unit: LimitUnit) -> Vec<ExplainedDay> {
        let limit = n.min(LONGEST_LIMIT);
        let mut days = vec![ExplainedDay {
            date: start,
            is_start: true,
            kind: self.day(start),
            counted: None,
            provisional: false,
            note: "起算当日，不计入".to_owned(),
        }];
        let mut date = start;
        let mut ordinal = 0;
        while ordinal < limit {
            let Some(next) = date.tomorrow() else { break };
            date = next;
            let kind = self.day(date);
            let counts = match unit {
                LimitUnit::WorkingDays => kind.is_working(),
                LimitUnit::CalendarDays => true,
            };
            ordinal += u32::from(counts);
            let provisional = unit == LimitUnit::WorkingDays && !self.is_final(date);
            let note = note(&kind, unit, provisional);
            let counted = counts.then_some(ordinal);
            days.push(ExplainedDay { date, is_start: false, kind, counted, provisional, note });
        }
        days
    }
}

fn note(kind: &DayKind, unit: LimitUnit, provisional: bool) -> String {
    let why = match (unit, kind) {
        (LimitUnit::CalendarDays, _) => "按自然日计算，计入".to_owned(),
        (LimitUnit::WorkingDays, DayKind::Working) => "工作日，计入".to_owned(),
        (LimitUnit::WorkingDays, DayKind::MakeUp(name)) => format!("{name}调休上班，计入"),
        (LimitUnit::WorkingDays, DayKind::Weekend) => "周末，不计入".to_owned(),
        (LimitUnit::WorkingDays, DayKind::Holiday(name)) => format!("{name}放假，不计入"),
    };
    if provisional { why + "（该年节假日安排尚未载入，暂按周末推算）" } else { why }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn date(text: &str) -> Date {
        text.parse().unwrap()
    }

    fn lines(start: &str, n: u32, unit: LimitUnit) -> Vec<String> {
        Calendar::embedded().explain(date(start), n, unit).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn a_limit_before_the_spring_festival_reads_day_by_day() {
        assert_eq!(
            lines("2026-02-11", 3, LimitUnit::WorkingDays),
            [
                "02-11 周三 工作日 起算当日，不计入",
                "02-12 周四 工作日 第1天",
                "02-13 周五 工作日 第2天",
                "02-14 周六 班（春节调休） 第3天",
            ]
        );
    }

    #[test]
    fn skipped_days_give_their_reason_and_unpublished_ones_are_marked() {
        assert_eq!(
            lines("2026-12-31", 2, LimitUnit::WorkingDays),
            [
                "12-31 周四 工作日 起算当日，不计入",
                "01-01 周五 工作日 第1天 暂定",
                "01-02 周六 休（周末） 暂定",
                "01-03 周日 休（周末） 暂定",
                "01-04 周一 工作日 第2天 暂定",
            ]
        );
        let days = Calendar::embedded().explain(date("2026-09-30"), 1, LimitUnit::WorkingDays);
        let notes: Vec<&str> = days.iter().map(|day| day.note.as_str()).collect();
        assert_eq!(notes[1], "国庆节放假，不计入");
        assert_eq!(days.last().map(|day| day.date), Some(date("2026-10-08")));
    }

    #[test]
    fn a_limit_in_calendar_days_counts_rest_days_too() {
        assert_eq!(
            lines("2026-12-31", 2, LimitUnit::CalendarDays),
            ["12-31 周四 工作日 起算当日，不计入", "01-01 周五 工作日 第1天", "01-02 周六 休（周末） 第2天"]
        );
    }

    #[test]
    fn an_explanation_at_the_end_of_the_calendar_stops_there() {
        let days = Calendar::embedded().explain(Date::LAST, u32::MAX, LimitUnit::WorkingDays);
        assert_eq!(days.len(), 1);
    }

    proptest! {
        #[test]
        fn an_explanation_adds_up_to_the_due_day(
            offset in 0_i32..4_400, n in 0_u32..60, in_calendar_days: bool,
        ) {
            let unit = if in_calendar_days { LimitUnit::CalendarDays } else { LimitUnit::WorkingDays };
            let calendar = Calendar::embedded();
            let start = date("2015-10-01").plus_days(offset.into()).unwrap();
            let due = calendar.due(start, n, unit);
            let days = calendar.explain(start, n, unit);
            prop_assert_eq!(days.first().map(|day| day.date), Some(start));
            prop_assert_eq!(days.last().map(|day| day.date), Some(due.on));
            prop_assert_eq!(days.iter().any(|day| day.provisional), due.provisional);
            let ordinals: Vec<u32> = days.iter().filter_map(|day| day.counted).collect();
            prop_assert_eq!(ordinals, (1..=n).collect::<Vec<_>>());
            for pair in days.windows(2) {
                prop_assert_eq!(pair[0].date.tomorrow().unwrap(), pair[1].date);
            }
            for day in days.iter().filter(|day| !day.is_start) {
                prop_assert_eq!(day.counted.is_some(), in_calendar_days || calendar.is_working(day.date));
            }
        }
    }
}
