//! What was entered for months or years after their bulletins had been frozen: a complaint that was registered late, a
//! paper that proves an earlier day. A frozen bulletin stays as it is; the next one tells what is missing in it, and what
//! one has told the others after it tell no more.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::facts::Number;
use super::figure::FigureName;
use super::paragraph::{Paragraph, Writer};
use super::report::{Grounds, Report};
use super::stretch::Stretch;
use crate::domain::time::Moment;

/// What is told of it. Words of complainants bear the day on which they are recorded, so they are never entered for an
/// earlier month.
const TOLD: [(FigureName, &str); 5] = [
    (FigureName::Received, "收件"),
    (FigureName::ReportedUp, "上报"),
    (FigureName::Closed, "办结"),
    (FigureName::TriageOnTime, "按期受理转办"),
    (FigureName::HandlingOnTime, "按期办理"),
];

/// Cases that count in a figure of a month or a year now and were told of by no bulletin.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Since {
    pub stretch: Stretch,
    pub name: FigureName,
    pub cases: Vec<Number>,
}

/// What bulletins have told of a month or a year: the one that is of it, and those after it.
#[derive(Debug, Clone)]
pub struct Told {
    stretch: Stretch,
    cases: BTreeMap<FigureName, BTreeSet<Number>>,
}

impl Told {
    /// What the frozen report of it told, and what later bulletins added.
    #[must_use]
    pub fn of(stretch: Stretch, frozen: &Report, later: &[Since]) -> Self {
        let of = |name: FigureName| -> BTreeSet<Number> {
            let first = frozen.figure(name).into_iter().flat_map(|figure| &figure.cases);
            let added = later.iter().filter(|since| (since.stretch, since.name) == (stretch, name));
            first.chain(added.flat_map(|since| &since.cases)).cloned().collect()
        };
        Self { stretch, cases: TOLD.iter().map(|(name, _)| (*name, of(*name))).collect() }
    }
}

/// What counts by now in what bulletins told of, and was told by none.
#[must_use]
pub fn since(grounds: Grounds<'_>, told: &[Told], as_of: Moment) -> Vec<Since> {
    let names = TOLD.map(|(name, _)| name);
    let mut found = Vec::new();
    for Told { stretch, cases: known } in told {
        let days = (stretch.first(), stretch.last());
        for figure in Report::some(&names, grounds, days, None, as_of).figures {
            let is_new =
                |number: &Number| !known.get(&figure.name).is_some_and(|known| known.contains(number));
            let cases: Vec<Number> = figure.cases.into_iter().filter(is_new).collect();
            if !cases.is_empty() {
                found.push(Since { stretch: *stretch, name: figure.name, cases });
            }
        }
    }
    found
}

/// The same as the bulletin of a month or a year says it; nothing where nothing was entered.
pub(super) fn paragraph(of: Stretch, found: &[Since]) -> Option<Paragraph> {
    let mut line = Writer::default();
    let mut last = None;
    for since in found {
        let words = TOLD.iter().find(|(name, _)| *name == since.name).map_or("", |(_, words)| words);
        if last == Some(since.stretch) {
            line.say("，");
        } else {
            let stretch = since.stretch;
            let named = if stretch == of.before() { of.last_one().to_owned() } else { stretch.words() };
            let between = if last.is_some() { "；" } else { "" };
            line.say(&format!("{between}{named}通报定稿以后，又录入属于{named}的："));
        }
        last = Some(since.stretch);
        line.say(words).number(since.cases.len(), &since.cases).say("件");
    }
    last?;
    line.say("；已定稿的通报不改");
    line.end("。")
}
