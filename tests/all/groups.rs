//! The inbox by groups on the full practice town: for everybody every open case stands in exactly one group, the
//! numbers are those of the rows, and no open case is nobody's.

use std::collections::{BTreeMap, BTreeSet};

use ydt::domain::case::stage::Stage;
use ydt::domain::code::Coded as _;
use ydt::domain::ids::{CaseId, PersonId};
use ydt::domain::time::Moment;
use ydt::domain::town::waits::WaitsFor;
use ydt::domain::view::filter::{Filter, Term};
use ydt::domain::view::listing::{From, ListQuery, ListRow, Sort, View};
use ydt::domain::words::{Group, Route};
use ydt::office::{Office, OfficeError};

use crate::town::at;
use crate::walks::{NOW, practice_town_of};

fn query(view: View, terms: Vec<Term>, from: From, limit: u32) -> ListQuery {
    ListQuery { view, filter: Filter { terms }, sort: Sort::Urgency, from, limit }
}

/// A practice town looked at on a working day, with the folder that holds it.
fn practice() -> (tempfile::TempDir, Office, Moment) {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("ydt.db");
    practice_town_of("learner", NOW, &path);
    (home, Office::open(&path, "learner", "test").unwrap(), at(NOW))
}

/// The whole list, read as a console pages through it.
fn all_rows(office: &Office, view: View, now: Moment) -> Result<Vec<ListRow>, OfficeError> {
    let mut rows: Vec<ListRow> = Vec::new();
    let mut from = From::Top;
    loop {
        let page = office.list(&query(view, Vec::new(), from, 17), now)?;
        rows.extend(page.rows);
        match rows.last() {
            Some(last) if !page.at_bottom => from = From::After(last.key.clone()),
            Some(_) | None => return Ok(rows),
        }
    }
}

fn ids(rows: &[ListRow]) -> BTreeSet<CaseId> {
    rows.iter().map(|row| row.id).collect()
}

fn people(office: &Office, now: Moment) -> Vec<PersonId> {
    let desk = office.desk(now);
    desk.org.people.iter().filter(|person| person.active).map(|person| person.id).collect()
}

#[test]
fn every_open_case_stands_in_exactly_one_group_for_everybody_and_the_numbers_are_those_of_the_rows() {
    let (_home, mut office, now) = practice();
    let mut with_groups = 0;
    for person in people(&office, now) {
        office.act_as_person(person).unwrap();
        let Ok(rows) = all_rows(&office, View::Today, now) else { continue };
        let open: Vec<ListRow> = all_rows(&office, View::All, now)
            .unwrap()
            .into_iter()
            .filter(|row| !row.stage.is_final())
            .collect();
        assert_eq!(ids(&rows).len(), rows.len(), "no case stands twice");
        assert_eq!(ids(&rows), ids(&open));
        let counts = office.overview(&query(View::Today, Vec::new(), From::Top, 1), now).unwrap().counts;
        if counts.groups.is_empty() {
            assert!(rows.iter().all(|row| row.group.is_none()), "whoever only watches has one list");
            continue;
        }
        with_groups += 1;
        let mut counted: BTreeMap<&str, u64> = BTreeMap::new();
        for row in &rows {
            *counted.entry(row.group.unwrap().code()).or_default() += 1;
        }
        for group in Group::ALL {
            assert_eq!(counts.of_group(*group), counted.get(group.code()).copied().unwrap_or(0), "{group:?}");
            let filtered =
                office.list(&query(View::All, vec![Term::In(*group)], From::Top, 500), now).unwrap();
            let standing: Vec<ListRow> =
                rows.iter().filter(|row| row.group == Some(*group)).cloned().collect();
            assert_eq!(ids(&filtered.rows), ids(&standing), "{group:?}");
        }
        let places: Vec<usize> = rows
            .iter()
            .map(|row| Group::ALL.iter().position(|group| Some(*group) == row.group).unwrap())
            .collect();
        assert!(places.is_sorted(), "the groups follow one another");
    }
    assert!(with_groups >= 8, "{with_groups}");
}

#[test]
fn every_open_case_is_somebodys_to_do_or_waits_for_the_complainant() {
    let (_home, mut office, now) = practice();
    let mut taken = BTreeSet::new();
    let mut open = BTreeSet::new();
    for person in people(&office, now) {
        office.act_as_person(person).unwrap();
        let Ok(rows) = all_rows(&office, View::Today, now) else { continue };
        open.extend(ids(&rows));
        let done = |row: &&ListRow| matches!(row.group, Some(Group::Mine | Group::AwaitingWord));
        taken.extend(rows.iter().filter(done).map(|row| row.id));
    }
    assert!(open.len() > 50);
    assert_eq!(open.difference(&taken).collect::<Vec<_>>(), Vec::<&CaseId>::new());
}

#[test]
fn the_list_by_groups_is_paged_from_either_end_and_from_any_row() {
    let (_home, mut office, now) = practice();
    office.act_as("learner").unwrap();
    let rows = all_rows(&office, View::Today, now).unwrap();
    let list = |from: From| office.list(&query(View::Today, Vec::new(), from, 7), now).unwrap();
    let end = list(From::Bottom);
    assert!(end.at_bottom);
    assert_eq!(end.rows, rows[rows.len() - 7..]);
    for place in [0, 3, rows.len() / 2, rows.len() - 2] {
        let at = list(From::At(rows[place].key.clone()));
        let first = place.min(rows.len() - 7);
        assert_eq!(at.rows, rows[first..first + 7], "{place}");
        let before = list(From::Before(rows[place].key.clone()));
        assert_eq!(before.rows, rows[place.saturating_sub(7)..place], "{place}");
        assert_eq!(before.at_top, place <= 7);
    }
}

#[test]
fn a_reply_without_a_word_waits_for_the_complainant_until_the_days_are_over_then_for_the_operator() {
    let (_home, mut office, now) = practice();
    office.act_as("learner").unwrap();
    let waiting: Vec<ListRow> = all_rows(&office, View::Today, now)
        .unwrap()
        .into_iter()
        .filter(|row| row.group == Some(Group::AwaitingWord))
        .collect();
    assert!(!waiting.is_empty());
    let later = at("2027-01-29 10:00");
    let rows = all_rows(&office, View::Today, later).unwrap();
    for row in &waiting {
        let then = rows.iter().find(|other| other.id == row.id).unwrap();
        assert_ne!(then.group, Some(Group::AwaitingWord), "{}", row.case_no);
    }
    let overdue = |row: &&ListRow| row.group == Some(Group::ToUrge);
    for row in rows.iter().filter(overdue) {
        let due_on = row.running().unwrap().clock.due_on;
        assert!(due_on <= later.date(), "{} is due on {due_on}", row.case_no);
    }
    assert!(rows.iter().any(|row| overdue(&row)), "somebody else's work is late by then");
}

#[test]
fn what_the_partys_operator_writes_and_transfers_stands_among_what_is_theirs() {
    let (_home, mut office, now) = practice();
    office.act_as("suwanqing").unwrap();
    let rows = all_rows(&office, View::Today, now).unwrap();
    let waiting =
        rows.iter().filter(|row| row.stage == Stage::Acceptance && row.route == Some(Route::PartyCommittee));
    let own: Vec<&ListRow> = waiting.filter(|row| matches!(row.waits_for, Some(WaitsFor::Role(_)))).collect();
    assert!(!own.is_empty());
    for row in own {
        assert_eq!(row.group, Some(Group::Mine), "{}", row.case_no);
    }
}
