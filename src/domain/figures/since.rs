//! What was entered for a month or a year after its bulletin had been frozen: a complaint that was registered late, a paper
//! that proves an earlier day. The frozen bulletin stays as it is; the next one tells what is missing in it.

use std::collections::BTreeSet;

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

/// The cases that count in a figure now and did not when it was frozen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Since {
    pub name: FigureName,
    pub cases: Vec<Number>,
}

/// What counts in the days of a frozen report by now and is not in it.
#[must_use]
pub fn since(grounds: Grounds<'_>, frozen: &Report, as_of: Moment) -> Vec<Since> {
    let names = TOLD.map(|(name, _)| name);
    let report = Report::some(&names, grounds, (frozen.from, frozen.to), None, as_of);
    let mut found = Vec::new();
    for name in names {
        let known: BTreeSet<&Number> =
            frozen.figure(name).map_or_else(BTreeSet::new, |of| of.cases.iter().collect());
        let counted = report.figure(name).map_or(&[][..], |figure| &figure.cases);
        let cases: Vec<Number> = counted.iter().filter(|number| !known.contains(number)).cloned().collect();
        if !cases.is_empty() {
            found.push(Since { name, cases });
        }
    }
    found
}

/// The same as a bulletin says it; nothing where nothing was entered.
pub(super) fn paragraph(stretch: Stretch, found: &[Since]) -> Option<Paragraph> {
    let mut line = Writer::default();
    for (name, words) in TOLD {
        if let Some(since) = found.iter().find(|since| since.name == name) {
            let begin = if line.is_empty() {
                format!("{}通报定稿以后，又录入属于{}的：{words}", stretch.last_one(), stretch.last_one())
            } else {
                format!("，{words}")
            };
            line.say(&begin).number(since.cases.len(), &since.cases).say("件");
        }
    }
    if line.is_empty() {
        return None;
    }
    line.say(&format!("；{}通报的数字不改", stretch.last_one()));
    line.end("。")
}
