//! A figure and the list that it counts, as a filter and as the words one would type for it.

use crate::domain::ids::CaseId;
use crate::domain::town::org::Org;
use crate::domain::view::dashboard::{
    Dashboard, DueDay, Held, day_filter, extension_filter, holder_filter, level_filter, pressing_filter,
    provisional_filter, without_clock_filter,
};
use crate::domain::view::filter::Filter;
use crate::domain::words::ClockLevel;

/// What Enter opens.
pub enum Target {
    /// The cases that a figure counts.
    List(Figure),
    Case(CaseId),
}

/// A number of cases.
pub struct Figure {
    /// What is counted.
    pub label: String,
    pub count: u64,
    /// Which level it is of, if it is of one.
    pub level: Option<ClockLevel>,
    /// The list behind it.
    pub filter: Filter,
    /// The same as filter words.
    pub words: String,
}

impl Figure {
    fn new(label: &str, count: u64, level: Option<ClockLevel>, words: &str, filter: Filter) -> Self {
        Self { label: label.to_owned(), count, level, filter, words: words.to_owned() }
    }

    /// The cases of a level.
    pub fn of_level(level: ClockLevel, count: u64) -> Self {
        let (label, words) = match level {
            ClockLevel::Overdue => ("超期", "超期"),
            ClockLevel::DueToday => ("今日到期", "今日到期"),
            ClockLevel::Approaching => ("临期", "临期"),
            ClockLevel::Ok => ("更晚", "时限正常"),
        };
        Self::new(label, count, Some(level), words, level_filter(level))
    }

    /// The cases due on a day.
    pub fn of_day(day: &DueDay) -> Self {
        let words = format!("在办 到期={}", day.date);
        Self::new(&format!("{}到期", day.date), day.due, None, &words, day_filter(day.date))
    }

    /// The open cases that somebody holds.
    pub fn of_holder(held: &Held, org: &Org) -> Self {
        let name = held.holder.name(org);
        let words = format!("在办 在手:{name}");
        Self::new(&name, held.figures.open(), None, &words, holder_filter(&name))
    }

    /// The cases that will be late at the usual pace.
    pub fn of_pressing(count: u64) -> Self {
        Self::new("将超期", count, None, "将超期", pressing_filter())
    }

    /// The applications for an extension.
    pub fn of_extensions(count: u64) -> Self {
        Self::new("延期审批中", count, None, "延期审批中", extension_filter())
    }
}

/// The counts of the overview, in the order of their lines.
pub fn all(shown: &Dashboard) -> Vec<Figure> {
    let levels = [ClockLevel::Overdue, ClockLevel::DueToday, ClockLevel::Approaching, ClockLevel::Ok];
    let mut figures: Vec<Figure> =
        levels.into_iter().map(|level| Figure::of_level(level, shown.figures.of(level))).collect();
    figures.push(Figure::new("无时限", shown.figures.without_clock, None, "无时限", without_clock_filter()));
    figures.push(Figure::new("暂定", shown.provisional_clocks, None, "暂定", provisional_filter()));
    // Counted again under its level, as is what is provisional.
    figures.push(Figure::of_pressing(shown.pressing.total));
    figures
}
