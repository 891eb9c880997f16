//! The office's bulletin (通报): what it is worked out from, frozen with its text. No text of a complaint stands in it: the
//! titles in its lists are looked up when it is laid out, from the record as it stood.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::facts::{CaseFacts, Number};
use super::figure::FigureName;
use super::grouping::{By, Part};
use super::paragraph::Paragraph;
use super::ranking::{self, UnitRow};
use super::report::{Figure, Grounds, Report};
use super::since::{self, Since, Told};
use super::stretch::Stretch;
use crate::domain::time::{Date, Moment};

/// One month of the year before the end of the bulletin, for the chart.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TrendMonth {
    pub month: Stretch,
    pub received: u32,
    pub closed: u32,
    /// Of the limits of handling that were judged.
    pub on_time: (u32, u32),
}

/// Complaints received from one village about one field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Topic {
    pub village: String,
    pub field: String,
    pub cases: Vec<Number>,
    /// Of a year: the month in which the most of them came, the first of several, where that is not the only one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub busiest: Option<(u8, Vec<Number>)>,
}

/// A month or a year that it is compared with.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "StoredCompared")]
pub struct Compared {
    pub stretch: Stretch,
    /// How many were received then.
    pub received: Figure,
}

/// As it stands in what was frozen: an older version kept every figure of it.
#[derive(Deserialize)]
struct StoredCompared {
    stretch: Stretch,
    received: Option<Figure>,
    #[serde(default)]
    figures: Vec<Figure>,
}

impl TryFrom<StoredCompared> for Compared {
    type Error = &'static str;

    fn try_from(stored: StoredCompared) -> Result<Self, &'static str> {
        let StoredCompared { stretch, received, figures } = stored;
        let of_all = || figures.into_iter().find(|figure| figure.name == FigureName::Received);
        received.or_else(of_all).map(|received| Self { stretch, received }).ok_or("nothing was received")
    }
}

/// A bulletin with its figures; its text is written from them and edited by a person.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Bulletin {
    pub stretch: Stretch,
    pub as_of: Moment,
    /// The head of the record when the figures were taken: number of events, and hash.
    pub events: u64,
    pub head: String,
    /// Figures of the whole and of the units.
    pub report: Report,
    pub before: Option<Compared>,
    pub year_before: Option<Compared>,
    /// Entered for earlier months or years after their bulletins were frozen.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub since: Vec<Since>,
    pub rows: Vec<UnitRow>,
    /// Received by source and by field, the most first.
    pub sources: Vec<(String, Vec<Number>)>,
    pub fields: Vec<(String, Vec<Number>)>,
    /// The most frequent first; those of one case only stand here too.
    pub topics: Vec<Topic>,
    /// The twelve months that end with it, or the months of the year.
    pub trend: Vec<TrendMonth>,
}

const MONTHS: usize = 12;
/// What stands in each of them.
const TREND: [FigureName; 3] = [FigureName::Received, FigureName::Closed, FigureName::HandlingOnTime];

impl Bulletin {
    /// The bulletin as its figures stand now, beside what bulletins have told of earlier ones.
    #[must_use]
    pub fn of(
        grounds: Grounds<'_>,
        stretch: Stretch,
        told: &[Told],
        (events, head): (u64, String),
        as_of: Moment,
    ) -> Self {
        let days = |stretch: Stretch| (stretch.first(), stretch.last());
        let received = |stretch, by| Report::some(&[FigureName::Received], grounds, days(stretch), by, as_of);
        let report = Report::of(grounds, stretch.first(), stretch.last(), Some(By::Unit), as_of);
        let compared = |stretch: Stretch| {
            let received = received(stretch, None).figures.into_iter().next();
            received.map(|received| Compared { stretch, received })
        };
        Self {
            stretch,
            as_of,
            events,
            head,
            rows: ranking::table(&report, grounds.org),
            before: compared(stretch.before()),
            year_before: stretch.year_before().and_then(compared),
            since: since::since(grounds, told, as_of),
            sources: received_by(&received(stretch, Some(By::Source))),
            fields: received_by(&received(stretch, Some(By::Field))),
            topics: topics(grounds, stretch, as_of.date()),
            trend: trend(grounds, stretch, as_of),
            report,
        }
    }

    /// Takes the numbers of cases out that a reader may not see; they stay counted.
    pub fn hide(&mut self, hidden: &std::collections::BTreeSet<String>) {
        self.report.hide(hidden);
        for compared in self.before.iter_mut().chain(&mut self.year_before) {
            compared.received.hide(hidden);
        }
        let lists = self.sources.iter_mut().chain(&mut self.fields).map(|(_, cases)| cases);
        let topics = self.topics.iter_mut().flat_map(|topic| {
            std::iter::once(&mut topic.cases).chain(topic.busiest.iter_mut().map(|(_, cases)| cases))
        });
        let lists = lists.chain(topics);
        for cases in lists.chain(self.since.iter_mut().map(|since| &mut since.cases)) {
            cases.retain(|number| !hidden.contains(&**number));
        }
    }

    /// What was entered for earlier ones after they were frozen, as the text says it.
    #[must_use]
    pub(super) fn told_since(&self) -> Option<Paragraph> {
        since::paragraph(self.stretch, &self.since)
    }

    /// A figure of the whole.
    #[must_use]
    pub fn figure(&self, name: FigureName) -> Option<&Figure> {
        self.report.figure(name)
    }
}

fn received_by(report: &Report) -> Vec<(String, Vec<Number>)> {
    let received =
        |part: &&Part| report.figure_of(FigureName::Received, part).filter(|found| found.numerator > 0);
    let parts = report.parts();
    let mut found: Vec<(String, Vec<Number>)> = parts
        .iter()
        .filter_map(|part| received(part).map(|figure| (part.label.clone(), figure.cases.clone())))
        .collect();
    found.sort_by_key(|(_, cases)| Reverse(cases.len()));
    found
}

fn topics(grounds: Grounds<'_>, stretch: Stretch, today: Date) -> Vec<Topic> {
    let mut found: BTreeMap<(String, String), Vec<&CaseFacts>> = BTreeMap::new();
    let (from, to) = (stretch.first(), stretch.last().min(today));
    for facts in grounds.cases.iter().filter(|facts| from <= facts.received_on && facts.received_on <= to) {
        if let (Some(village), Some(field)) = (&facts.village, facts.field) {
            let field = crate::domain::code::Coded::label(field).to_owned();
            found.entry((village.clone(), field)).or_default().push(facts);
        }
    }
    let topic = |((village, field), of): ((String, String), Vec<&CaseFacts>)| {
        let cases = of.iter().map(|facts| facts.case_no.clone()).collect();
        Topic { village, field, cases, busiest: busiest(&of) }
    };
    let mut topics: Vec<Topic> = found.into_iter().map(topic).collect();
    topics.sort_by_key(|topic| Reverse(topic.cases.len()));
    topics
}

/// The month in which the most of these came, where they came in several.
fn busiest(cases: &[&CaseFacts]) -> Option<(u8, Vec<Number>)> {
    let mut months: BTreeMap<u8, Vec<Number>> = BTreeMap::new();
    for facts in cases {
        months.entry(facts.received_on.month()).or_default().push(facts.case_no.clone());
    }
    let is_one = months.len() < 2;
    months.into_iter().rev().max_by_key(|(_, cases)| cases.len()).filter(|_| !is_one)
}

fn trend(grounds: Grounds<'_>, stretch: Stretch, as_of: Moment) -> Vec<TrendMonth> {
    let last = Stretch::month_of(stretch.last().min(as_of.date()));
    let mut months: Vec<Stretch> =
        std::iter::successors(Some(last), |month| Some(month.before())).take(MONTHS).collect();
    months.retain(|month| stretch.is_month() || month.first() >= stretch.first());
    months.reverse();
    let of_month = |month: Stretch| {
        let days = (month.first(), month.last());
        let report = Report::some(&TREND, grounds, days, None, as_of);
        let count = |name| report.figure(name).map_or(0, |figure| figure.numerator);
        let handled = report.figure(FigureName::HandlingOnTime);
        TrendMonth {
            month,
            received: count(FigureName::Received),
            closed: count(FigureName::Closed),
            on_time: handled.map_or((0, 0), |figure| (figure.numerator, figure.denominator.unwrap_or(0))),
        }
    };
    months.into_iter().map(of_month).collect()
}
