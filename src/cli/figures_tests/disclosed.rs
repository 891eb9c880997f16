//! The figure of disclosure counted once more from what `ydt disclosure list --json` tells of each record, in the practice
//! town on days on which some are done, some late and some still to be done.

use std::collections::BTreeMap;

use serde_json::Value;

use super::told::{day, text};
use crate::cli::json::DisclosureRowJson;
use crate::domain::figures::facts::Number;
use crate::domain::figures::figure::FigureName;
use crate::domain::figures::grouping::By;
use crate::domain::time::{Date, Moment};
use crate::office::{Office, Practice};

/// Records above the line and below it only, by the group in which they stand.
type Counts = BTreeMap<String, (Vec<String>, Vec<String>)>;

fn records(office: &Office, now: Moment) -> Vec<Value> {
    let months = vec![Date::constant(2026, 1, 1), Date::constant(2027, 12, 1)];
    let (pane, desk) = (office.disclosure_pane(months, now).unwrap(), office.desk(now));
    let json = |row| DisclosureRowJson::of(row, &desk.org, &desk.calendar, desk.today());
    pane.rows.iter().map(|row| serde_json::to_value(json(row)).unwrap()).collect()
}

/// A record counts in the days in which it was due, once it is known whether it was done in time.
fn recount(records: &[Value], from: Date, through: Date) -> Counts {
    let mut counts = Counts::new();
    for record in records {
        let due = day(record, "due_on").unwrap();
        if text(record, "state") == Some("cancelled") || due < from || due > through {
            continue;
        }
        let in_time = match text(record, "verdict") {
            Some(verdict) => verdict == "on_time",
            None if due < through => false,
            None => continue,
        };
        for group in ["total", text(record, "unit").unwrap()] {
            let (above, below) = counts.entry(group.to_owned()).or_default();
            let side = if in_time { above } else { below };
            side.push(text(record, "disclosure").unwrap().to_owned());
        }
    }
    for (above, below) in counts.values_mut() {
        above.sort();
        below.sort();
    }
    counts
}

#[test]
fn the_figure_of_disclosure_equals_a_second_count_from_the_json_of_its_records() {
    let mut seen = (0, 0);
    for made in ["2026-10-08 10:00", "2026-11-25 09:30"] {
        let folder = tempfile::tempdir().unwrap();
        let made = Moment::parse(made).unwrap();
        let path = folder.path().join("ydt.db");
        let mut office = Office::create_practice(&path, "learner", Practice::Busy, "test", made).unwrap();
        for days in [0, 9, 40] {
            let now = made.plus_seconds(days * 86_400);
            office.sweep(now).unwrap();
            let records = records(&office, now);
            let this = now.date().first_of_month();
            for (from, to) in [
                (this, this.last_of_month()),
                (Date::constant(2026, 1, 1), Date::constant(2026, 12, 31)),
                (made.date(), now.date()),
            ] {
                let expected = recount(&records, from, to.min(now.date()));
                let report = office.figure_grounds(now).unwrap().report(from, to, Some(By::Unit));
                let named = report.figures.iter().filter(|one| one.name == FigureName::DisclosureOnTime);
                let mut counted = Counts::new();
                for figure in named.filter(|figure| figure.denominator != Some(0)) {
                    let sorted = |all: &[Number]| {
                        let mut all: Vec<String> = all.iter().map(ToString::to_string).collect();
                        all.sort();
                        all
                    };
                    let (above, below) = (sorted(&figure.cases), sorted(&figure.others));
                    assert_eq!(figure.numerator as usize, above.len());
                    assert_eq!(figure.denominator.unwrap() as usize, above.len() + below.len());
                    counted.insert(figure.part.code.clone(), (above, below));
                }
                assert_eq!(counted, expected, "{from} to {to} on {now:?}");
                let whole = expected.get("total").cloned().unwrap_or_default();
                seen = (seen.0 + whole.0.len(), seen.1 + whole.1.len());
            }
        }
    }
    assert!(seen.0 > 5 && seen.1 > 50, "{seen:?}");
}
