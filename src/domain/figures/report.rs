//! Figures of a stretch of days, in all and by parts: numerator, denominator, the moment they were taken, and behind each
//! the cases it counts (`domain.md` §8).

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::counting::{Item, Tally};
use super::disclosing::DisclosureFacts;
use super::facts::{CaseFacts, Number};
use super::figure::{FigureName, Shape};
use super::grouping::{By, Part};
use super::span::Span;
use crate::domain::calendar::Calendar;
use crate::domain::code::Coded as _;
use crate::domain::time::{Date, Moment};
use crate::domain::town::org::Org;

/// So few that a share of them says nothing: the two numbers stand alone.
pub const FEW: u32 = 5;

/// How long something took, in days.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Days {
    pub median: f64,
    pub mean: f64,
    pub longest: u32,
}

/// One figure of one part.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Figure {
    pub name: FigureName,
    pub part: Part,
    pub numerator: u32,
    /// Of how many; absent where it is only a number.
    pub denominator: Option<u32>,
    /// Present where something was measured.
    pub days: Option<Days>,
    /// The numbers of the cases above the line, and of records of disclosure.
    pub cases: Vec<Number>,
    /// Of those that stand only below the line.
    pub others: Vec<Number>,
}

/// What figures are worked out from.
#[derive(Debug, Clone, Copy)]
pub struct Grounds<'a> {
    pub cases: &'a [CaseFacts],
    pub disclosures: &'a [DisclosureFacts],
    pub org: &'a Org,
    pub calendar: &'a Calendar,
}

/// Figures of a stretch of days.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Report {
    pub from: Date,
    pub to: Date,
    /// When they were taken.
    pub as_of: Moment,
    pub by: Option<By>,
    /// The whole first, then the parts in their order; of each every figure in the order of [`FigureName`].
    pub figures: Vec<Figure>,
}

impl Report {
    /// The figures of the days from one through another.
    #[must_use]
    pub fn of(grounds: Grounds<'_>, from: Date, to: Date, by: Option<By>, as_of: Moment) -> Self {
        Self::some(FigureName::ALL, grounds, (from, to), by, as_of)
    }

    /// The same of some figures alone, for whoever needs no others: each takes a look at every case.
    #[must_use]
    pub fn some(
        names: &[FigureName],
        grounds: Grounds<'_>,
        (from, to): (Date, Date),
        by: Option<By>,
        as_of: Moment,
    ) -> Self {
        let taken = |span, by| taken(names, grounds, span, by);
        // Months are stretches of their own.
        let mut figures = taken(Span::new(from, to, as_of.date()), by.filter(|by| *by != By::Month));
        if by == Some(By::Month) {
            // Those that have not begun have no figures.
            for (part, from, to) in months(from, to.min(as_of.date())) {
                let month = taken(Span::new(from, to, as_of.date()), None);
                figures.extend(month.into_iter().map(|figure| Figure { part: part.clone(), ..figure }));
            }
        }
        Self { from, to, as_of, by, figures }
    }

    /// Takes the numbers of cases out that a reader may not see; they stay counted.
    pub fn hide(&mut self, hidden: &BTreeSet<String>) {
        for figure in &mut self.figures {
            figure.hide(hidden);
        }
    }

    /// A figure of the whole.
    #[must_use]
    pub fn figure(&self, name: FigureName) -> Option<&Figure> {
        self.figures.iter().find(|figure| figure.name == name)
    }

    /// A figure of one part.
    #[must_use]
    pub fn figure_of(&self, name: FigureName, part: &Part) -> Option<&Figure> {
        self.figures.iter().find(|figure| figure.name == name && figure.part == *part)
    }

    /// The parts in their order, without the whole.
    #[must_use]
    pub fn parts(&self) -> Vec<&Part> {
        let (mut parts, whole): (Vec<&Part>, Part) = (Vec::new(), Part::whole());
        for figure in self.figures.iter().filter(|figure| figure.part != whole) {
            if parts.last() != Some(&&figure.part) {
                parts.push(&figure.part);
            }
        }
        parts
    }
}

impl Figure {
    /// Takes the numbers of cases out that a reader may not see; they stay counted.
    pub fn hide(&mut self, hidden: &BTreeSet<String>) {
        self.cases.retain(|number| !hidden.contains(&**number));
        self.others.retain(|number| !hidden.contains(&**number));
    }

    /// Above and below the line: `12/13`; a number alone where there is nothing below it.
    #[must_use]
    pub fn fraction(&self) -> String {
        match (self.days, self.denominator) {
            (Some(days), _) => {
                format!(
                    "中位{}天，平均{:.1}天，最长{}天（{}件）",
                    told(days.median),
                    days.mean,
                    days.longest,
                    self.numerator
                )
            }
            (None, Some(denominator)) => format!("{}/{denominator}", self.numerator),
            (None, None) if self.name.shape() == Shape::Days => "—".to_owned(),
            (None, None) => self.numerator.to_string(),
        }
    }

    /// Per cent with one decimal, `92.3%`; nothing where there are too few to say it.
    #[must_use]
    pub fn percent(&self) -> Option<String> {
        let denominator = self.denominator.filter(|denominator| *denominator >= FEW)?;
        Some(percent(self.numerator, denominator))
    }
}

/// A number of days with one decimal, or whole where it is.
#[must_use]
pub fn told(days: f64) -> String {
    let tenths = format!("{days:.1}");
    tenths.strip_suffix(".0").unwrap_or(&tenths).to_owned()
}

/// A share in per cent with one decimal, rounded half up: 92.3%, and 100% whole.
#[must_use]
pub fn percent(numerator: u32, denominator: u32) -> String {
    let (above, below) = (u64::from(numerator), u64::from(denominator.max(1)));
    let tenths = (above * 2000 + below) / (below * 2);
    if tenths.is_multiple_of(10) {
        format!("{}%", tenths / 10)
    } else {
        format!("{}.{}%", tenths / 10, tenths % 10)
    }
}

/// Every month that has a day in the stretch, each as far as it lies in it.
fn months(from: Date, to: Date) -> Vec<(Part, Date, Date)> {
    let mut months = Vec::new();
    let mut first = from;
    while first <= to {
        let last = first.last_of_month().min(to);
        months.push((Part::month(first.year(), first.month()), first, last));
        match last.tomorrow() {
            Some(next) => first = next,
            None => break,
        }
    }
    months
}

/// What one figure of one part has gathered.
#[derive(Default, Clone)]
struct Gathered {
    above: u32,
    all: u32,
    days: Vec<u32>,
    /// Places of cases in the grounds in rising order, each with whether anything of it stands above the line.
    cases: Vec<(usize, bool)>,
}

impl Gathered {
    /// Takes an item of the case at this place; places come in rising order.
    fn take(&mut self, place: usize, item: &Item) {
        self.all += 1;
        self.above += u32::from(item.hit);
        self.days.extend(item.days);
        match self.cases.last_mut() {
            Some((last, hit)) if *last == place => *hit |= item.hit,
            Some(_) | None => self.cases.push((place, item.hit)),
        }
    }

    fn figure(mut self, name: FigureName, part: Part, number: impl Fn(usize) -> Number) -> Figure {
        let listed = |above: bool| {
            let places = self.cases.iter().filter(|(_, hit)| *hit == above);
            places.map(|(place, _)| number(*place)).collect::<Vec<_>>()
        };
        let (cases, others) = (listed(true), listed(false));
        let denominator = match name.shape() {
            Shape::Count | Shape::Days => None,
            Shape::Rate | Shape::Blame => Some(self.all),
        };
        self.days.sort_unstable();
        Figure { name, part, numerator: self.above, denominator, days: days(&self.days), cases, others }
    }
}

/// What the whole and the parts have gathered, each figure by its place among those that are taken.
struct Parts {
    figures: usize,
    places: BTreeMap<Part, usize>,
    /// The whole at first place.
    gathered: Vec<Vec<Gathered>>,
}

const WHOLE: usize = 0;

impl Parts {
    fn new(figures: usize) -> Self {
        Self { figures, places: BTreeMap::new(), gathered: vec![vec![Gathered::default(); figures]] }
    }

    fn place(&mut self, part: Part) -> usize {
        *self.places.entry(part).or_insert_with(|| {
            self.gathered.push(vec![Gathered::default(); self.figures]);
            self.gathered.len() - 1
        })
    }

    fn take(&mut self, part: usize, figure: usize, place: usize, item: &Item) {
        if let Some(gathered) = self.gathered.get_mut(part).and_then(|part| part.get_mut(figure)) {
            gathered.take(place, item);
        }
    }
}

/// Of days in rising order; of an even number of them the median lies between the two in the middle.
#[must_use]
pub fn days(sorted: &[u32]) -> Option<Days> {
    let longest = *sorted.last()?;
    let middle = sorted.len() / 2;
    let upper = f64::from(*sorted.get(middle)?);
    let median = match sorted.get(middle.wrapping_sub(1)) {
        Some(lower) if sorted.len().is_multiple_of(2) => f64::midpoint(f64::from(*lower), upper),
        Some(_) | None => upper,
    };
    let sum: f64 = sorted.iter().copied().map(f64::from).sum();
    let count = f64::from(u32::try_from(sorted.len()).unwrap_or(u32::MAX));
    Some(Days { median, mean: sum / count, longest })
}

/// These figures of the whole, and behind them those of every part.
fn taken(names: &[FigureName], grounds: Grounds<'_>, span: Span, by: Option<By>) -> Vec<Figure> {
    let mut parts = Parts::new(names.len());
    for (place, facts) in grounds.cases.iter().enumerate() {
        let mut tally = Tally::of(facts, span, grounds.calendar);
        // The items of a case mostly belong to one turn, and so to one part.
        let mut last = None;
        for (figure, name) in names.iter().enumerate() {
            for item in tally.items(*name) {
                parts.take(WHOLE, figure, place, item);
                if let Some(by) = by {
                    let part = match last {
                        Some((turn, part)) if turn == item.turn => part,
                        Some(_) | None => parts.place(Part::of(by, facts, item.turn, grounds.org)),
                    };
                    last = Some((item.turn, part));
                    parts.take(part, figure, place, item);
                }
            }
        }
    }
    let disclosed = FigureName::DisclosureOnTime;
    if let Some(figure) = names.iter().position(|name| *name == disclosed) {
        for (place, record) in grounds.disclosures.iter().enumerate() {
            if let Some(item) = record.item(span) {
                parts.take(WHOLE, figure, place, &item);
                if let Some(by) = by {
                    let part = parts.place(record.part(by, grounds.org));
                    parts.take(part, figure, place, &item);
                }
            }
        }
    }
    let number = |name: FigureName, place: usize| {
        let code = grounds.disclosures.get(place).filter(|_| name == disclosed).map(|record| &record.code);
        let number = grounds.cases.get(place).filter(|_| name != disclosed).map(|facts| &facts.case_no);
        code.or(number).cloned().unwrap_or_default()
    };
    let mut figures = Vec::new();
    let mut gathered = parts.gathered;
    for (part, at) in std::iter::once((Part::whole(), WHOLE)).chain(parts.places) {
        let each = gathered.get_mut(at).map(std::mem::take).unwrap_or_default();
        for (name, gathered) in names.iter().zip(each) {
            figures.push(gathered.figure(*name, part.clone(), |place| number(*name, place)));
        }
    }
    figures
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_frozen_comes_back_to_the_last_bit() {
        for longest in 0..400 {
            for count in 1..60 {
                let each: Vec<u32> = (0..count).map(|place| longest * place / count).collect();
                let taken = days(&each).unwrap();
                let read: Days = serde_json::from_str(&serde_json::to_string(&taken).unwrap()).unwrap();
                assert_eq!(read, taken, "{each:?}");
            }
        }
    }
}
