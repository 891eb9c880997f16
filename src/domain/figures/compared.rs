//! Figures of a period beside those of the one before it (环比) and of the same one a year earlier (同比), and month by
//! month over the last year.

use super::figure::Shape;
use super::grouping::By;
use super::report::{FEW, Figure, Grounds, Report};
use crate::domain::code::Coded as _;
use crate::domain::recurring::{CycleKind, Period, months_before};
use crate::domain::time::{Date, Moment};

/// Stands for the running period, and for no grouping.
const NONE: &str = "-";
/// Months before the last one that stand beside it.
const MONTHS_BEFORE: u8 = 11;

/// What is looked at: a period, and by what its figures are taken apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Compare {
    pub period: Period,
    pub by: Option<By>,
}

/// Figures of a period with what they are compared with.
#[derive(Debug, Clone, PartialEq)]
pub struct Compared {
    pub asked: Compare,
    /// By months it is the report of the last year, else that of the period.
    pub report: Report,
    pub before: Report,
    pub year_ago: Report,
    /// The twelve months through the last one of the period.
    pub months: Report,
}

impl Compare {
    /// This month as a whole.
    #[must_use]
    pub fn this_month(today: Date) -> Self {
        Self { period: Period::holding(CycleKind::Monthly, today), by: None }
    }

    /// The words by which it is found again at another time: `monthly 2026-10 unit`. The running period is none in
    /// particular, so that next month it is that month.
    #[must_use]
    pub fn kept(self, is_running: bool) -> String {
        let kind = self.period.kind();
        let period = if is_running { NONE.to_owned() } else { self.period.to_string() };
        format!("{} {period} {}", kind.code(), self.by.map_or(NONE, By::code))
    }

    /// What was kept in these words; nothing where they are none.
    #[must_use]
    pub fn recalled(words: &str, today: Date) -> Option<Self> {
        let mut words = words.split(' ');
        let kind = CycleKind::from_code(words.next()?)?;
        let (period, by) = (words.next()?, words.next()?);
        let running = Period::holding(kind, today);
        let period = if period == NONE { running } else { Period::parse(period)? };
        let is_sound = period.kind() == kind && kind != CycleKind::PerEvent && period <= running;
        is_sound.then_some(Self { period, by: By::from_code(by) })
    }

    /// The days whose figures are told: those of the period, and taken apart by months those of a year.
    #[must_use]
    pub fn days(self) -> (Date, Date) {
        if self.by == Some(By::Month) { self.year() } else { (self.period.first(), self.period.last()) }
    }

    fn year(self) -> (Date, Date) {
        (months_before(self.period.last(), MONTHS_BEFORE), self.period.last())
    }

    /// The days of another period that are compared: of a period that still runs as many as have gone by, so that three
    /// weeks are not held against a whole month.
    #[must_use]
    pub fn days_beside(self, other: Period, today: Date) -> (Date, Date) {
        let (first, last) = (self.period.first(), self.period.last());
        if today >= last {
            return (other.first(), other.last());
        }
        let gone_by = first.days_until(today).max(0);
        let until = other.first().plus_days(gone_by).unwrap_or(other.last());
        (other.first(), until.min(other.last()))
    }
}

impl Compared {
    /// The figures asked for as they stand at a moment.
    #[must_use]
    pub fn of(grounds: Grounds<'_>, asked: Compare, as_of: Moment) -> Self {
        let whole = |(from, to): (Date, Date)| Report::of(grounds, from, to, None, as_of);
        let today = as_of.date();
        let (from, to) = asked.year();
        let months = Report::of(grounds, from, to, Some(By::Month), as_of);
        let (first, last) = (asked.period.first(), asked.period.last());
        let report = if asked.by == Some(By::Month) {
            months.clone()
        } else {
            Report::of(grounds, first, last, asked.by, as_of)
        };
        Self {
            asked,
            report,
            before: whole(asked.days_beside(asked.period.before(), today)),
            year_ago: whole(asked.days_beside(asked.period.year_before(), today)),
            months,
        }
    }
}

/// How a figure has changed from another of the same name: `+16.7%` of a number, `+0.6点` of a share in percentage points,
/// `+1天` of the days in the middle. Nothing where there were fewer than five to compare with.
#[must_use]
pub fn change(now: &Figure, base: &Figure) -> Option<String> {
    match now.name.shape() {
        Shape::Count if base.numerator >= FEW => {
            let (now, base) = (i64::from(now.numerator), i64::from(base.numerator));
            Some(format!("{}%", signed_tenths(rounded((now - base) * 1000, base))))
        }
        Shape::Count => None,
        Shape::Rate | Shape::Blame => {
            let tenths = |figure: &Figure| {
                let of = figure.denominator.filter(|of| *of >= FEW)?;
                Some(rounded(i64::from(figure.numerator) * 1000, i64::from(of)))
            };
            Some(format!("{}点", signed_tenths(tenths(now)? - tenths(base)?)))
        }
        Shape::Days => {
            let median =
                |figure: &Figure| figure.days.filter(|_| figure.numerator >= FEW).map(|days| days.median);
            let by = median(now)? - median(base)?;
            let told =
                if by.fract() == 0.0 { format!("{:.0}", by.abs()) } else { format!("{:.1}", by.abs()) };
            Some(format!("{}{told}天", if by < 0.0 { "-" } else { "+" }))
        }
    }
}

/// The nearest whole number to a quotient, a half away from nought.
const fn rounded(above: i64, below: i64) -> i64 {
    let half = if above < 0 { -below } else { below };
    (above * 2 + half) / (below * 2)
}

/// `+16.7`, `-20`
fn signed_tenths(tenths: i64) -> String {
    let sign = if tenths < 0 { "-" } else { "+" };
    let (whole, part) = (tenths.unsigned_abs() / 10, tenths.unsigned_abs() % 10);
    if part == 0 { format!("{sign}{whole}") } else { format!("{sign}{whole}.{part}") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::figures::figure::FigureName;
    use crate::domain::figures::grouping::Part;
    use crate::domain::figures::report::days;

    fn figure(name: FigureName, numerator: u32, denominator: Option<u32>) -> Figure {
        let (cases, others) = (Vec::new(), Vec::new());
        Figure { name, part: Part::whole(), numerator, denominator, days: None, cases, others }
    }

    fn took(each: &[u32]) -> Figure {
        let count = u32::try_from(each.len()).unwrap();
        Figure { days: days(each), ..figure(FigureName::HandlingDays, count, None) }
    }

    fn period(text: &str) -> Period {
        Period::parse(text).unwrap()
    }

    #[test]
    fn a_change_is_told_in_percent_only_where_there_were_five_to_compare_with() {
        let count = |number| figure(FigureName::Received, number, None);
        for (now, base, told) in [
            (14, 12, Some("+16.7%")),
            (12, 14, Some("-14.3%")),
            (10, 5, Some("+100%")),
            (5, 5, Some("+0%")),
            (0, 8, Some("-100%")),
            (14, 4, None),
            (3, 0, None),
        ] {
            assert_eq!(change(&count(now), &count(base)).as_deref(), told, "{now} after {base}");
        }
    }

    #[test]
    fn shares_are_compared_by_points_and_both_need_five_below_the_line() {
        let share = |above, below| figure(FigureName::TriageOnTime, above, Some(below));
        assert_eq!(change(&share(12, 13), &share(11, 12)).as_deref(), Some("+0.6点"));
        assert_eq!(change(&share(1, 8), &share(8, 8)).as_deref(), Some("-87.5点"));
        assert_eq!(change(&share(12, 13), &share(3, 4)), None);
        assert_eq!(change(&share(3, 4), &share(12, 13)), None);
    }

    #[test]
    fn days_are_compared_by_the_middle_one() {
        let (now, base) = (took(&[1, 2, 3, 4, 5, 6]), took(&[2, 2, 5, 9, 9]));
        assert_eq!(change(&now, &base).as_deref(), Some("-1.5天"));
        assert_eq!(change(&base, &base).as_deref(), Some("+0天"));
        assert_eq!(change(&now, &took(&[1, 2])), None);
    }

    #[test]
    fn a_period_that_still_runs_is_held_against_as_many_days_of_the_others() {
        let asked = Compare { period: period("2026-11"), by: None };
        let today = Date::constant(2026, 11, 23);
        let told = |(from, to): (Date, Date)| format!("{from} {to}");
        assert_eq!(told(asked.days_beside(asked.period.before(), today)), "2026-10-01 2026-10-23");
        assert_eq!(told(asked.days_beside(asked.period.year_before(), today)), "2025-11-01 2025-11-23");
        let over = Date::constant(2026, 12, 1);
        assert_eq!(told(asked.days_beside(asked.period.before(), over)), "2026-10-01 2026-10-31");
        let march = Compare { period: period("2026-03"), by: None };
        let late = Date::constant(2026, 3, 30);
        assert_eq!(told(march.days_beside(march.period.before(), late)), "2026-02-01 2026-02-28");
    }

    #[test]
    fn quarters_and_years_have_their_own_before_and_year_ago() {
        for (now, before, year_ago) in
            [("2026-01", "2025-12", "2025-01"), ("2026-Q1", "2025-Q4", "2025-Q1"), ("2026", "2025", "2025")]
        {
            let asked = Compare { period: period(now), by: None };
            assert_eq!(
                (asked.period.before().to_string(), asked.period.year_before().to_string()),
                (before.into(), year_ago.into())
            );
        }
        let quarter = Compare { period: period("2026-Q4"), by: Some(By::Month) };
        assert_eq!(quarter.days(), (Date::constant(2026, 1, 1), Date::constant(2026, 12, 31)));
    }

    #[test]
    fn what_was_looked_at_is_found_again_and_the_running_period_goes_on() {
        let (november, december) = (Date::constant(2026, 11, 23), Date::constant(2026, 12, 2));
        for (now, by, kept, later) in [
            ("2026-11", None, "monthly - -", "2026-12"),
            ("2026-10", Some(By::Unit), "monthly 2026-10 unit", "2026-10"),
            ("2026-Q4", Some(By::Month), "quarterly - month", "2026-Q4"),
            ("2025", None, "yearly 2025 -", "2025"),
        ] {
            let asked = Compare { period: period(now), by };
            assert_eq!(asked.kept(asked.period.last() >= november), kept);
            assert_eq!(Compare::recalled(kept, november), Some(asked));
            let recalled = Compare::recalled(kept, december).unwrap();
            assert_eq!((recalled.period.to_string().as_str(), recalled.by), (later, by));
        }
        for unsound in
            ["", "monthly", "monthly 2026 -", "monthly 2027-01 -", "per_event 2026-11-05 -", "x y z"]
        {
            assert_eq!(Compare::recalled(unsound, november), None, "{unsound}");
        }
    }
}
