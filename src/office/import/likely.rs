//! Likely repeats of a row: among the cases in the record, and among the rows before it in the same file, which will
//! be cases by the time anybody looks.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::case::repeats::{self, Repeat, RepeatFacts, RepeatReason};
use crate::domain::view::intake_row::IntakeRow;
use crate::domain::view::intake_rows::Rows;

/// As many of the newest rows with a word are looked at as of the cases in the record.
const CANDIDATES: usize = 20;
/// So many are kept of a row, as many as are shown beside a case.
const KEPT: usize = 5;

/// An earlier complaint that a row likely repeats.
#[derive(Debug, Clone)]
pub(super) enum Likely {
    Case(Box<Repeat>),
    /// A row of the same file, by its place.
    Row(usize, RepeatReason),
}

/// The rows of a file that are cases of their own, by what repeats are found by.
pub(super) struct EarlierRows<'a> {
    rows: &'a Rows,
    by_contact: BTreeMap<String, Vec<usize>>,
    by_name: BTreeMap<String, Vec<usize>>,
}

impl<'a> EarlierRows<'a> {
    /// None yet of this file.
    pub const fn of(rows: &'a Rows) -> Self {
        Self { rows, by_contact: BTreeMap::new(), by_name: BTreeMap::new() }
    }

    /// What a row likely repeats, open cases first, the oldest first; from now on later rows may repeat this one.
    pub fn likely(&mut self, place: usize, facts: &RepeatFacts, found: Vec<Repeat>) -> Vec<Likely> {
        let (ended, open): (Vec<_>, Vec<_>) = found.into_iter().partition(|repeat| repeat.stage.is_final());
        let rows = self.like(facts);
        let cases = |cases: Vec<Repeat>| cases.into_iter().map(|repeat| Likely::Case(Box::new(repeat)));
        let likely = cases(open).chain(rows).chain(cases(ended)).take(KEPT).collect();
        self.add(place, facts);
        likely
    }

    fn like(&self, facts: &RepeatFacts) -> Vec<Likely> {
        let contacts = facts.telephones().into_iter().filter_map(|word| self.by_contact.get(&word));
        let names = facts.people().into_iter().filter_map(|name| self.by_name.get(&name));
        let newest = |rows: &Vec<usize>| rows.iter().rev().take(CANDIDATES).copied().collect::<Vec<_>>();
        let candidates: BTreeSet<usize> = contacts.chain(names).flat_map(newest).collect();
        let reasons = candidates.into_iter().filter_map(|place| {
            let reason = repeats::reason(facts, &repeat_facts(self.rows.get(place)?))?;
            Some(Likely::Row(place, reason))
        });
        reasons.collect()
    }

    fn add(&mut self, place: usize, facts: &RepeatFacts) {
        if let Some(contact) = facts.contact.clone() {
            self.by_contact.entry(contact).or_default().push(place);
        }
        for name in facts.people() {
            self.by_name.entry(name).or_default().push(place);
        }
    }
}

/// What is compared of a row, as of the case it becomes.
fn repeat_facts(row: IntakeRow) -> RepeatFacts {
    RepeatFacts {
        title: row.title,
        respondent: row.respondent_name,
        contact: row.contact,
        complained_at: row.complained_at,
    }
}
