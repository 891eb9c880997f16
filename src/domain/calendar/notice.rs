//! One State Council notice and the checks before it may be loaded.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::domain::time::Date;

use super::CalendarFault;

/// Years that a notice can plausibly arrange; anything else is a slip of the keyboard.
pub(super) const YEARS: std::ops::RangeInclusive<i16> = 2000..=2100;
/// Since 2016 a notice has named 23 to 33 days off; outside this range something is probably missing or doubled.
const USUAL_REST_DAYS: std::ops::RangeInclusive<usize> = 20..=45;
/// Since 2016 a notice has named 5 to 8 make-up days.
const USUAL_MAKE_UP_DAYS: std::ops::RangeInclusive<usize> = 1..=12;
/// Characters of a holiday's name, at most.
pub const LONGEST_NAME: usize = 20;
pub(super) const LONGEST_SOURCE: usize = 400;

/// A day that a notice names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NamedDay {
    /// The day, written `YYYY-MM-DD`.
    pub date: Date,
    /// The holiday for which it is off or worked.
    pub name: String,
    /// `true`: nobody works, whatever the weekday. `false`: a Saturday or Sunday that is worked.
    pub rest: bool,
}

/// The arrangement of one year as its notice gives it. Serialized, it is how the record and the program keep it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct YearNotice {
    /// The year that the notice arranges.
    pub year: i16,
    /// Title and document number, or where it was read.
    pub source: String,
    /// Only the days that the notice names, possibly some of the December before.
    pub days: Vec<NamedDay>,
}

impl YearNotice {
    /// The notice if it makes right days, with Chinese warnings about what is allowed but unlikely; they are to be
    /// shown before the notice is confirmed.
    ///
    /// # Errors
    /// Notices that would make wrong days: see [`CalendarFault`].
    pub fn checked(self) -> Result<(Self, Vec<String>), CalendarFault> {
        self.validate()?;
        let warnings = self.warnings();
        Ok((self, warnings))
    }

    fn validate(&self) -> Result<(), CalendarFault> {
        let year = self.year;
        if !YEARS.contains(&year) {
            return Err(CalendarFault::ImpossibleYear { year });
        }
        if self.days.is_empty() {
            return Err(CalendarFault::EmptyYear { year });
        }
        if self.days.iter().all(|day| !day.rest) {
            return Err(CalendarFault::NoRestDay { year });
        }
        if !is_plain(&self.source, LONGEST_SOURCE) {
            return Err(CalendarFault::BadSource);
        }
        let mut seen = BTreeSet::new();
        for &NamedDay { date, ref name, .. } in &self.days {
            let december_before = date.month() == 12 && date.year() == year - 1;
            if date.year() != year && !december_before {
                return Err(CalendarFault::ForeignDay { year, date });
            }
            if !seen.insert(date) {
                return Err(CalendarFault::DoubledDay { date });
            }
            if !is_plain(name, LONGEST_NAME) {
                return Err(CalendarFault::BadName { date });
            }
        }
        Ok(())
    }

    /// What a person should compare with the notice's own text before confirming.
    fn warnings(&self) -> Vec<String> {
        let mut warnings = Vec::new();
        let rest = self.days.iter().filter(|day| day.rest).count();
        if !USUAL_REST_DAYS.contains(&rest) {
            let (least, most) = (USUAL_REST_DAYS.start(), USUAL_REST_DAYS.end());
            warnings.push(format!("放假日共 {rest} 天，通常在 {least} 至 {most} 天之间，请对照通知原文核对"));
        }
        let make_up = self.days.iter().filter(|day| !day.rest && day.date.is_weekend()).count();
        if !USUAL_MAKE_UP_DAYS.contains(&make_up) {
            let (least, most) = (USUAL_MAKE_UP_DAYS.start(), USUAL_MAKE_UP_DAYS.end());
            warnings.push(format!(
                "调休上班日共 {make_up} 天，通常在 {least} 至 {most} 天之间，请对照通知原文核对"
            ));
        }
        let ordinary = self.days.iter().filter(|day| !day.rest && !day.date.is_weekend());
        let ordinary: Vec<String> = ordinary.map(|day| day.date.to_string()).collect();
        if !ordinary.is_empty() {
            let dates = ordinary.join("、");
            warnings.push(format!("{dates} 本是周一至周五，却列为调休上班，按普通工作日计算，请核对"));
        }
        warnings
    }
}

fn is_plain(text: &str, longest: usize) -> bool {
    !text.trim().is_empty() && text.chars().count() <= longest && !text.chars().any(char::is_control)
}
