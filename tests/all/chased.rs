//! What rules propose to be issued or answered, on the full practice town: for everybody the list is what the cases
//! themselves say, and its number is the one that the inbox shows.

use std::collections::BTreeSet;

use ydt::domain::calendar::Calendar;
use ydt::domain::case::Case;
use ydt::domain::case::chase::Chase;
use ydt::domain::ids::CaseId;
use ydt::domain::time::Moment;
use ydt::domain::town::settings::Settings;
use ydt::domain::view::filter::{Filter, Term};
use ydt::domain::view::listing::{From, ListQuery, ListRow, Sort, View};
use ydt::office::Office;

use crate::town::at;
use crate::walks::{NOW, practice_town_of};

fn rows(office: &Office, term: Term, now: Moment) -> Vec<ListRow> {
    let filter = Filter { terms: vec![term] };
    let query = ListQuery { view: View::All, filter, sort: Sort::Urgency, from: From::Top, limit: 10_000 };
    office.list(&query, now).unwrap().rows
}

/// The gravest that is proposed of a case to whoever looks.
fn proposed(office: &Office, case: &Case, now: Moment) -> Option<Chase> {
    let desk = office.desk(now);
    let (settings, calendar) = (Settings::default(), Calendar::embedded());
    let is_theirs = |chase: &Chase| {
        let holds = desk.actor.positions.iter().any(|position| Chase::of(*position).contains(chase));
        let has_case = case.transferred_on.is_some() && case.unit == desk.actor.unit;
        holds && (*chase != Chase::Answer || has_case)
    };
    let due = case.chases().into_iter().map(|(chase, _)| chase);
    due.filter(is_theirs).filter(|chase| case.is_chased(*chase, now.date(), &settings, &calendar)).min()
}

#[test]
fn the_list_of_what_is_to_be_issued_or_answered_is_right_for_everybody_on_every_day() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("ydt.db");
    practice_town_of("learner", NOW, &path);
    let mut office = Office::open(&path, "learner", "test").unwrap();
    let mut kinds = BTreeSet::new();
    for login in ["learner", "suwanqing", "luojingan", "moudatian"] {
        office.act_as(login).unwrap();
        for day in [0, 1, 2, 3, 6, 9] {
            let now = at(NOW).plus_seconds(day * 24 * 3600);
            let open = rows(&office, Term::Open, now);
            let expected: Vec<(CaseId, Chase)> = open
                .iter()
                .filter_map(|row| {
                    let case = office.open_case(row.id, now).unwrap().case;
                    Some((row.id, proposed(&office, &case, now)?))
                })
                .collect();
            let listed: Vec<(CaseId, Chase)> = rows(&office, Term::Chased, now)
                .iter()
                .map(|row| (row.id, row.chased.expect("a row says what is proposed")))
                .collect();
            assert_eq!(listed, expected, "{login} on {}", now.date());
            assert_eq!(office.beside(now).unwrap().chased, expected.len() as u64, "{login}");
            kinds.extend(expected.into_iter().map(|(_, chase)| chase));
        }
    }
    for chase in [Chase::UrgeNotice, Chase::Red, Chase::Yellow, Chase::Blue] {
        assert!(kinds.contains(&chase), "{chase:?} occurs nowhere: {kinds:?}");
    }
}
