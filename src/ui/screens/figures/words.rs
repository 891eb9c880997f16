//! A figure in the few cells of a column: its value, what it is held against, its last twelve months as a row of marks.

use crate::domain::figures::compared::change;
use crate::domain::figures::figure::{FigureName, Shape};
use crate::domain::figures::report::{Figure, Report};
use crate::domain::time::Date;
use crate::ui::theme::glyphs;

/// More than this does not fit over a month.
const MONTH_CELLS: usize = 5;

/// `14`, `12/13 92.3%`, `3/4`, `中位3天`; a dash where there was nothing to measure.
pub fn value(figure: &Figure) -> String {
    let percent = figure.percent().map_or_else(String::new, |percent| format!(" {percent}"));
    format!("{}{percent}", fraction(figure))
}

/// The same without the percent.
pub fn fraction(figure: &Figure) -> String {
    match (figure.name.shape(), figure.days, figure.denominator) {
        (Shape::Days, Some(days), _) => format!("中位{}天", days.median),
        (Shape::Days, None, _) | (_, _, Some(0)) => glyphs::NOTHING.to_owned(),
        (_, _, Some(_)) => figure.fraction(),
        (_, _, None) => figure.numerator.to_string(),
    }
}

/// Everything that is known of it, for the line under the list.
pub fn whole(figure: &Figure) -> String {
    if figure.name.shape() == Shape::Days && figure.days.is_some() {
        figure.fraction()
    } else {
        value(figure)
    }
}

/// What it is held against, and the change where it can be told: `12 +16.7%`, `11/12 +0.6点`, `3/4`.
pub fn beside(now: &Figure, base: Option<&Figure>) -> String {
    let Some(base) = base else { return glyphs::NOTHING.to_owned() };
    let change = change(now, base).map_or_else(String::new, |change| format!(" {change}"));
    format!("{}{change}", fraction(base))
}

/// Whether it says that something went wrong.
pub fn is_blame(figure: &Figure) -> bool {
    figure.name.shape() == Shape::Blame && figure.numerator > 0
}

/// The same figure of each month, the earliest first; those that have not begun are not there.
pub fn months(name: FigureName, report: &Report) -> Vec<(Date, &Figure)> {
    let mut months = Vec::new();
    let mut first = report.from.first_of_month();
    for part in report.parts() {
        if let Some(figure) = report.figure_of(name, part).filter(|_| first <= report.as_of.date()) {
            months.push((first, figure));
        }
        first = first.last_of_month().tomorrow().unwrap_or(first);
    }
    months
}

/// One mark for each month: the higher, the darker. A month without anything to measure is left free.
pub fn marks(name: FigureName, report: &Report) -> String {
    let values: Vec<Option<f64>> = months(name, report).iter().map(|(_, figure)| height(figure)).collect();
    let highest = values.iter().flatten().copied().fold(0.0, f64::max);
    let mark = |value: &Option<f64>| value.map_or(" ", |value| glyphs::level(value, highest));
    values.iter().map(mark).collect()
}

/// How high it stands; nothing where nothing was measured.
fn height(figure: &Figure) -> Option<f64> {
    match (figure.name.shape(), figure.denominator) {
        (Shape::Count, _) => Some(f64::from(figure.numerator)),
        (Shape::Days, _) => figure.days.map(|days| days.median),
        (Shape::Rate | Shape::Blame, of) => {
            let of = of.filter(|of| *of > 0)?;
            Some(f64::from(figure.numerator) / f64::from(of))
        }
    }
}

/// The value of a month, so short that twelve stand side by side.
pub fn of_month(figure: &Figure) -> String {
    let words = match figure.days {
        Some(days) => format!("{}天", days.median),
        None => fraction(figure),
    };
    if words.chars().count() <= MONTH_CELLS {
        return words;
    }
    figure.percent().unwrap_or(words)
}
