//! The shipped stories obey the rules on whatever day a sandbox is made, and show every stage and level.

use std::collections::{BTreeMap, BTreeSet};

use super::schedule::{Deed, INTO, schedule};
use super::{Office, Practice, practice_org};
use crate::actions;
use crate::domain::calendar::Calendar;
use crate::domain::case::Case;
use crate::domain::case::stage::Stage;
use crate::domain::case::text_check;
use crate::domain::code::Coded as _;
use crate::domain::context::Context;
use crate::domain::disclosure::DisclosureState;
use crate::domain::event::evolve;
use crate::domain::event::{Accepted, CaseEvent, Recorded, counterparts};
use crate::domain::fixtures::drafted;
use crate::domain::ids::{CaseId, ChainPlace};
use crate::domain::paper::PaperKind;
use crate::domain::sight::Sight;
use crate::domain::time::Moment;
use crate::domain::town::org::Org;
use crate::domain::town::settings::Settings;
use crate::domain::view::filter::Filter;
use crate::domain::view::listing::{From, ListQuery, Sort, View};
use crate::domain::words::{
    ClockKind, ClockLevel, DocumentKind, DocumentState, Group, KeyMatter, MatterField, Position, Route,
    Satisfaction, UnitKind, Verdict,
};

/// Working days, rest days, the day after a long holiday, both ends of a year, and early and late hours.
const DAYS: [&str; 12] = [
    "2026-11-23 10:00",
    "2026-11-23 00:01",
    "2026-11-27 18:00",
    "2026-11-22 11:00",
    "2026-10-01 09:00",
    "2026-10-08 08:30",
    "2026-10-10 12:00",
    "2026-02-26 07:00",
    "2026-01-01 12:00",
    "2026-01-05 08:20",
    "2026-12-31 23:59",
    "2027-01-04 09:00",
];

fn moment(text: &str) -> Moment {
    Moment::parse(text).unwrap()
}

fn deeds(now: &str) -> Vec<Deed> {
    schedule(Practice::Busy, moment(now), &Calendar::embedded()).unwrap()
}

/// The cases that the deeds lead to, in memory; panics at the first refusal.
fn lived(now: &str, org: &Org) -> Vec<Case> {
    let mut town = Lived { org, calendar: Calendar::embedded(), cases: BTreeMap::new() };
    for deed in deeds(now) {
        town.live(now, deed);
    }
    town.cases.into_values().collect()
}

/// A town in memory, its cases by the number of their story.
struct Lived<'a> {
    org: &'a Org,
    calendar: Calendar,
    cases: BTreeMap<usize, Case>,
}

impl Lived<'_> {
    fn live(&mut self, now: &str, deed: Deed) {
        let (settings, org) = (Settings::default(), self.org);
        let actor = org.by_login(&deed.login).unwrap_or_else(|| panic!("nobody logs in as {}", deed.login));
        let other = deed.into.map(|leading| self.cases[&leading].clone());
        let answers = match &other {
            Some(leading) => deed.answers.with(INTO, &leading.case_no),
            None => deed.answers,
        };
        let paper = deed.command.eq("issue_paper").then(|| {
            let kind = answers.text("kind").and_then(|kind| PaperKind::from_code(&kind));
            drafted(kind.unwrap())
        });
        let context = Context {
            now: deed.at,
            calendar: &self.calendar,
            org,
            settings: &settings,
            actor,
            other: other.as_ref(),
            brought: paper.as_ref(),
        };
        let action = actions::find(&deed.command).unwrap();
        let number = i64::try_from(deed.story).unwrap() + 1;
        let case = self
            .cases
            .entry(deed.story)
            .or_insert_with(|| Case::unborn(CaseId(number), format!("2026-{number:04}")));
        assert!(
            action.makes_case() || Sight::of(actor, org).is_some_and(|sight| sight.covers(case, org)),
            "{now}: {} does not see story {number} to {}",
            actor.name,
            deed.command
        );
        let outcome = actions::perform(action, case, &answers, &context)
            .unwrap_or_else(|refusal| panic!("{now}: story {number}, {}: {refusal:?}", deed.command));
        let counterparts = counterparts(case, other.as_ref(), &outcome.events);
        let mut recorded = Recorded {
            seq: 0,
            place: ChainPlace::NEXT,
            at: deed.at,
            actor: actor.id,
            on_behalf_of: outcome.on_behalf_of,
            action: deed.command,
            origin: String::new(),
            hash: String::new(),
            event: CaseEvent::Accepted(Accepted {}),
        };
        let mut record = |case: &mut Case, event| {
            (recorded.seq, recorded.event) = (case.seq + 1, event);
            evolve(case, &recorded);
        };
        for event in outcome.events {
            record(case, event);
        }
        for (id, event) in counterparts {
            record(self.cases.values_mut().find(|case| case.id == id).unwrap(), event);
        }
    }
}

fn levels(now: &str, cases: &[Case], kind: ClockKind) -> BTreeMap<ClockLevel, usize> {
    let (calendar, settings, today) = (Calendar::embedded(), Settings::default(), moment(now).date());
    let mut levels = BTreeMap::new();
    for clock in cases.iter().filter_map(Case::running_clock).filter(|clock| clock.clock == kind) {
        *levels.entry(clock.level(today, &settings, &calendar)).or_insert(0) += 1;
    }
    levels
}

#[test]
fn every_unit_has_the_people_its_cases_need() {
    let org = practice_org().unwrap();
    let one = |position, unit| org.holders(position, unit).count() == 1;
    for unit in &org.units {
        let handlers = org.holders(Position::Handler, Some(unit.id)).count();
        match unit.kind {
            UnitKind::Section => assert!(one(Position::LeaderInCharge, Some(unit.id)), "{}", unit.name),
            UnitKind::Village => assert!(one(Position::ContactLeader, Some(unit.id)), "{}", unit.name),
            UnitKind::Commission | UnitKind::PartyCommittee | UnitKind::Outside => {}
        }
        assert!(unit.kind == UnitKind::Outside || handlers > 0, "{} has no handler", unit.name);
    }
    for kind in [UnitKind::Section, UnitKind::Village] {
        assert_eq!(org.units.iter().filter(|unit| unit.kind == kind).count(), 10);
    }
    assert!(one(Position::DisciplineSecretary, None) && one(Position::PrincipalLeader, None));
    let names: BTreeSet<&str> = org.people.iter().map(|person| person.name.as_str()).collect();
    assert_eq!(names.len(), org.people.len());
}

#[test]
fn every_deed_is_allowed_on_whatever_day_the_sandbox_is_made() {
    let org = practice_org().unwrap();
    for now in DAYS {
        assert!(lived(now, &org).len() >= 150);
    }
}

#[test]
fn deeds_follow_time_and_none_lies_in_the_future() {
    for now in DAYS {
        let deeds = deeds(now);
        assert!(deeds.is_sorted_by_key(|deed| deed.at));
        assert!(deeds.iter().all(|deed| deed.at <= moment(now)));
        assert_eq!(deeds, self::deeds(now));
    }
}

#[test]
fn on_a_working_day_some_cases_are_overdue_some_due_today_and_some_approaching() {
    let org = practice_org().unwrap();
    for now in ["2026-11-23 10:00", "2026-10-10 12:00", "2027-01-04 09:00"] {
        let cases = lived(now, &org);
        for clock in ClockKind::ALL {
            let levels = levels(now, &cases, *clock);
            for (level, fewest) in [
                (ClockLevel::Overdue, 3),
                (ClockLevel::DueToday, 3),
                (ClockLevel::Approaching, 5),
                (ClockLevel::Ok, 3),
            ] {
                assert!(levels.get(&level).copied().unwrap_or(0) >= fewest, "{now}: {clock:?} {levels:?}");
            }
        }
    }
}

#[test]
fn all_stages_routes_fields_and_key_matters_are_shown() {
    let org = practice_org().unwrap();
    let cases = lived(DAYS[0], &org);
    for stage in Stage::ALL {
        assert!(cases.iter().filter(|case| case.stage == *stage).count() >= 3, "{}", stage.label());
    }
    assert!(Route::ALL.iter().all(|route| cases.iter().any(|case| case.route == Some(*route))));
    assert!(MatterField::ALL.iter().all(|field| cases.iter().any(|case| case.field == Some(*field))));
    assert!(KeyMatter::ALL.iter().all(|flag| cases.iter().any(|case| case.key_matters.contains(flag))));
    assert!(cases.iter().any(|case| case.send_backs == 2));
    assert!(cases.iter().any(|case| case.complainant.name.is_none()));
    assert!(org.people.iter().any(|person| cases.iter().any(|case| case.is_about(person, &org))));
}

#[test]
fn closed_cases_show_every_evaluation_on_time_and_late() {
    let org = practice_org().unwrap();
    for now in DAYS {
        let cases = lived(now, &org);
        let closed: Vec<&Case> = cases.iter().filter(|case| case.stage == Stage::Closure).collect();
        assert!(closed.len() >= 15, "{now}");
        for satisfaction in Satisfaction::ALL {
            let told =
                |case: &&&Case| case.evaluated().map(|given| given.satisfaction) == Some(*satisfaction);
            assert!(closed.iter().any(|case| told(&case)), "{now}: {}", satisfaction.label());
        }
        for verdict in Verdict::ALL.iter().filter(|verdict| verdict.counts_in_rates()) {
            let said = |case: &&&Case| {
                case.clock(ClockKind::Handling).and_then(|clock| clock.verdict) == Some(*verdict)
            };
            assert!(closed.iter().filter(said).count() >= 3, "{now}: {}", verdict.label());
        }
    }
}

#[test]
fn what_goes_beside_the_loop_is_shown() {
    let org = practice_org().unwrap();
    let cases = lived(DAYS[0], &org);
    let shown = |what: &str, of: &dyn Fn(&Case) -> bool| {
        assert!(cases.iter().any(of), "{what}");
    };
    for extensions in [1, 2] {
        shown("extended", &|case| case.running_clock().is_some_and(|clock| clock.extensions == extensions));
    }
    for kind in [DocumentKind::Extension, DocumentKind::Override, DocumentKind::Clue] {
        shown(kind.label(), &|case| case.open_steps().any(|(document, _, _)| document.kind == kind));
    }
    shown("an extension returned", &|case| {
        case.document(DocumentKind::Extension).is_some_and(|last| last.state == DocumentState::Returned)
    });
    for step in [0, 1, 2] {
        shown("a reply at each step", &|case| {
            case.stage == Stage::Review && case.open_step().is_some_and(|(_, at, _)| at == step)
        });
    }
    shown("a second version under review", &|case| {
        case.open_step().is_some_and(|(document, _, _)| {
            document.kind == DocumentKind::Reply && document.version == 2 && case.round == 1
        })
    });
    shown("another limit granted", &|case| {
        case.document(DocumentKind::Override).is_some_and(|last| last.state == DocumentState::Done)
    });
    shown("handled once more", &|case| case.round == 2 && case.stage == Stage::Handling);
    shown("taken back", &|case| case.turn == 2 && case.stage == Stage::Acceptance);
    shown("filed", &|case| case.filing.is_some());
    shown("sealed", &|case| case.sealed);
    shown("urged", &|case| case.course.urged.times == 2);
    shown("two joined", &|case| case.joined.len() == 2);
    shown("answered by its leading case", &|case| case.stage == Stage::Merged && !case.deliveries.is_empty());
    shown("wholly mirrored", &|case| case.mirrored.len() >= 4 && case.unmirrored().is_none());
    shown("partly mirrored", &|case| !case.mirrored.is_empty() && case.unmirrored().is_some());
}

#[test]
fn replies_say_something_and_nobodys_name_and_need_no_warning() {
    let org = practice_org().unwrap();
    for case in lived(DAYS[0], &org) {
        for reply in case.documents.iter().filter(|document| document.kind == DocumentKind::Reply) {
            assert_eq!(
                text_check::reply(&case, reply, &Settings::default()),
                Vec::<String>::new(),
                "{}",
                case.title.text()
            );
            assert!(reply.text.text().chars().count() >= 60, "{}", case.title.text());
            let respondent = case.respondent.name.as_ref().map_or("匿名", |name| name.text());
            assert!(!reply.text.text().contains(respondent), "{}", case.title.text());
        }
    }
}

#[test]
fn every_command_is_practised() {
    let deeds = deeds(DAYS[0]);
    // The practice town has no files of its own, and is not old enough to have anything to erase.
    let of_files = |act: &actions::Act| {
        act.attachment_field().is_some()
            || act.on_case().is_ok_and(|on| on.saves.is_some() || on.erases_identity)
    };
    let is_meant = |act: &actions::Act| act.on_case().is_ok() && !of_files(act);
    for action in actions::ACTS.iter().filter(|act| is_meant(act)) {
        assert!(deeds.iter().any(|deed| deed.command == action.code), "{}", action.code);
    }
}

#[test]
fn a_first_day_is_short_and_holds_three_cases_for_whoever_opens_it() {
    // A day in the middle of a week and one after a holiday.
    for day in ["2026-11-25 09:30", "2026-10-08 10:00"] {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("practice.db");
        let now = moment(day);
        let office = Office::create_practice(&path, "learner", Practice::FirstDay, "test", now).unwrap();
        let query = ListQuery {
            view: View::All,
            filter: Filter::default(),
            sort: Sort::Urgency,
            from: From::Top,
            limit: 50,
        };
        let overview = office.overview(&query, now).unwrap();
        assert_eq!(overview.counts.of(View::All), 12, "{day}");
        assert_eq!(overview.counts.of_group(Group::Mine), 3, "{day}: {:?}", overview.counts);
    }
}

#[test]
fn a_practice_database_opens_for_its_maker_with_a_record_that_proves_itself() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("practice.db");
    let now = moment("2027-01-04 09:00");
    let mut office = Office::create_practice(&path, "learner", Practice::Busy, "test", now).unwrap();
    let verdict = office.verify(None).unwrap();
    assert!(verdict.first_bad.is_none(), "{verdict:?}");
    assert!(office.is_sandbox());
    assert_eq!(office.desk(now).actor.name, "周敏", "a person of the town and no login");
    let query = ListQuery {
        view: View::All,
        filter: Filter::default(),
        sort: Sort::Urgency,
        from: From::Top,
        limit: 1,
    };
    let counts = office.overview(&query, now).unwrap().counts;
    assert!(counts.of(View::All) >= 150);
    assert!(counts.of(View::Overdue) >= 3);
    office.act_as("luojingan").unwrap();
}

#[test]
fn panes_of_meetings_and_disclosure_show_something_on_whatever_day_the_sandbox_is_made() {
    for day in ["2026-11-25 09:30", "2026-10-08 10:00", "2027-01-02 21:00"] {
        for practice in [Practice::FirstDay, Practice::Busy] {
            let folder = tempfile::tempdir().unwrap();
            let path = folder.path().join("practice.db");
            let now = moment(day);
            let mut office = Office::create_practice(&path, "learner", practice, "test", now).unwrap();
            let planned = office.meetings(now).unwrap();
            assert_eq!(planned.len(), 1, "{day}");
            assert!(planned[0].cases > 0 && planned[0].at > now, "{day}");
            office.sweep(now).unwrap();
            let this = now.date().first_of_month();
            let pane =
                office.disclosure_pane(vec![crate::domain::recurring::months_before(this, 1), this], now);
            let rows = pane.unwrap().rows;
            for state in DisclosureState::ALL.iter().filter(|state| **state != DisclosureState::Cancelled) {
                let is_shown = rows.iter().any(|row| row.state == *state);
                assert!(is_shown || *state == DisclosureState::Nothing, "{day}: {}", state.label());
            }
            assert_eq!(office.disclosure_tally(now).unwrap().publish, 1, "{day}: one for whoever opens it");
            assert!(office.verify(None).unwrap().first_bad.is_none(), "{day}");
        }
    }
}
