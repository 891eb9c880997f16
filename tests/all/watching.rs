//! The watcher over a simulated year with several processes, the service itself, and the figures of the dashboard.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Mutex;
use std::time::{Duration, Instant};

use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use ydt::actions::Answers;
use ydt::domain::calendar::Calendar;
use ydt::domain::code::Coded as _;
use ydt::domain::ids::CaseId;
use ydt::domain::limit::clock::Clock;
use ydt::domain::time::{Date, Moment};
use ydt::domain::town::setting_key::SettingKey;
use ydt::domain::town::settings::Settings;
use ydt::domain::view::dashboard::{
    day_filter, extension_filter, holder_filter, level_filter, provisional_filter, without_clock_filter,
};
use ydt::domain::view::filter::Filter;
use ydt::domain::view::listing::{From, ListQuery, Sort, View};
use ydt::domain::words::AlertLevel;
use ydt::domain::words::ClockLevel;
use ydt::office::{NewTown, Office, PerformRequest, Practice};

use crate::program::Bench;
use crate::town::{Town, at, org};

/// Cases of the simulated year.
const CASES: u32 = 2_000;
/// Processes that look at the same time.
const PROCESSES: usize = 3;

/// Numbers that are the same in every run.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % sides
    }
}

fn moment(day: Date, time: &str) -> Moment {
    at(&format!("{day} {time}"))
}

/// A case of the year: when it came, and when it was withdrawn, if ever.
struct Story {
    received: Date,
    ends: Option<Date>,
}

fn stories(days: &[Date]) -> Vec<Story> {
    let mut dice = Dice(20_260_101);
    (0..CASES)
        .map(|_| {
            let received = usize::try_from(dice.roll(days.len() as u64 - 20)).unwrap();
            let lasts = usize::try_from(dice.roll(9)).unwrap();
            // One in fifty is forgotten until the end of the year.
            let ends = (dice.roll(50) > 0).then(|| days[received + lasts]);
            Story { received: days[received], ends }
        })
        .collect()
}

/// Folder in memory where there is one: thousands of safe writes would only measure the disk.
fn fast_folder() -> tempfile::TempDir {
    let memory = std::path::Path::new("/dev/shm");
    if memory.is_dir() { tempfile::tempdir_in(memory).unwrap() } else { tempfile::tempdir().unwrap() }
}

#[test]
fn in_a_year_with_three_processes_each_alert_is_raised_and_sent_once_and_none_at_rest_or_after_the_end() {
    let (settings, calendar) = (Settings::default(), Calendar::embedded());
    let first = Date::constant(2026, 1, 1);
    let days: Vec<Date> = std::iter::successors(Some(first), |day| day.tomorrow()).take(365).collect();
    let stories = stories(&days);
    let folder = fast_folder();
    let path = folder.path().join("data/ydt.db");
    let new = NewTown {
        town: "建胜镇".to_owned(),
        district: "大渡口区".to_owned(),
        login: "zhangning".to_owned(),
        name: "张宁".to_owned(),
        sandbox: true,
        org: Some(org()),
    };
    let mut desk = Office::create(&path, new, "test", moment(first, "00:00")).unwrap();
    let mut processes: Vec<Office> =
        (0..PROCESSES).map(|_| Office::open(&path, "zhangning", "test").unwrap()).collect();

    let mut ids: Vec<Option<CaseId>> = stories.iter().map(|_| None).collect();
    let mut raised = 0;
    let mut sent: BTreeMap<i64, (String, AlertLevel, Moment)> = BTreeMap::new();
    for day in &days {
        live(&mut desk, &stories, &mut ids, *day);
        for time in ["00:00", "08:59", "09:00", "17:59", "18:00", "23:59"] {
            let now = moment(*day, time);
            let claimed = Mutex::new(Vec::new());
            raised += std::thread::scope(|scope| {
                let looking: Vec<_> = processes
                    .iter_mut()
                    .map(|office| {
                        scope.spawn(|| {
                            let raised = office.sweep(now).unwrap();
                            let mine = office.claim_notifications(now, 100).unwrap();
                            for notification in &mine {
                                office.mark_notified(notification.alert, now).unwrap();
                            }
                            claimed.lock().unwrap().extend(mine);
                            raised
                        })
                    })
                    .collect();
                looking.into_iter().map(|looking| looking.join().unwrap()).sum::<u32>()
            });
            for notification in claimed.into_inner().unwrap() {
                assert!(settings.may_disturb(now, &calendar), "heard at {now}");
                let key = (notification.case_no, notification.level, now);
                assert_eq!(sent.insert(notification.alert, key), None, "sent twice");
            }
        }
    }

    // What had to be raised, from the rules alone: every level of the evening's list on which the case was open.
    let (mut expected, mut audible) = (BTreeSet::new(), BTreeSet::new());
    for (story, id) in stories.iter().zip(&ids) {
        let clock = Clock::triage(story.received, &settings, &calendar);
        let open =
            days.iter().filter(|day| **day >= story.received && story.ends.is_none_or(|end| **day < end));
        for day in open {
            if let Some(level) = clock.alert_level(*day, &settings, &calendar) {
                expected.insert((id.unwrap(), level));
                // At nine on a working day the open alert is the one of that day's level.
                if calendar.is_working(*day) {
                    audible.insert((id.unwrap(), level));
                }
            }
        }
    }
    assert!(expected.len() > 2_000, "{}", expected.len());
    assert_eq!(raised as usize, expected.len());
    assert_eq!(stored(&path), expected);
    let heard: BTreeSet<(CaseId, AlertLevel)> =
        sent.values().map(|(case_no, level, _)| (id_of(case_no), *level)).collect();
    assert_eq!((sent.len(), heard), (audible.len(), audible));
    for (case_no, level, now) in sent.values() {
        let story = &stories[ids.iter().position(|id| *id == Some(id_of(case_no))).unwrap()];
        assert!(story.ends.is_none_or(|end| now.date() < end), "{case_no} {level:?} at {now}");
    }
}

/// The complaints of a day come in and the finished ones leave, before the day begins.
fn live(desk: &mut Office, stories: &[Story], ids: &mut [Option<CaseId>], day: Date) {
    let now = moment(day, "00:00");
    desk.perform_all(now, |town| {
        for (place, story) in stories.iter().enumerate() {
            if story.received == day {
                let when = now.minute();
                let answers = [
                    ("title", "低保名单未公示"),
                    ("content", "村里低保评定后没有张贴名单。"),
                    ("complained_at", when.as_str()),
                ];
                ids[place] = Some(town.perform(&request(place, None, "register", &answers))?.case);
            }
            if story.ends == Some(day) {
                let reason = [("reason", "来电撤回")];
                town.perform(&request(place, ids[place], "withdraw", &reason))?;
            }
        }
        Ok(())
    })
    .unwrap();
}

fn request(place: usize, case: Option<CaseId>, action: &str, fields: &[(&str, &str)]) -> PerformRequest {
    PerformRequest {
        act: format!("{action}-{place}"),
        case,
        seen_seq: None,
        action: action.to_owned(),
        answers: fields.iter().fold(Answers::none(), |answers, (name, value)| answers.with(name, *value)),
    }
}

/// Cases were made in the order of their numbers.
fn id_of(case_no: &str) -> CaseId {
    CaseId(case_no.split('-').nth(1).unwrap().parse().unwrap())
}

fn stored(path: &std::path::Path) -> BTreeSet<(CaseId, AlertLevel)> {
    let connection = rusqlite::Connection::open(path).unwrap();
    let mut statement = connection.prepare("SELECT case_id, level FROM alerts").unwrap();
    let rows = statement.query_map([], |row| Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?))).unwrap();
    let rows: Vec<_> = rows.map(Result::unwrap).collect();
    let all: BTreeSet<_> =
        rows.iter().map(|(id, level)| (CaseId(*id), AlertLevel::from_code(level).unwrap())).collect();
    assert_eq!(all.len(), rows.len());
    all
}

#[test]
fn an_alert_goes_when_the_step_is_done_and_a_level_that_was_passed_over_never_comes() {
    let mut town = Town::new();
    let case = town.complaint("过了临期才看");
    // Nobody looked until the day it was due.
    town.now = at("2026-11-05 10:00");
    assert_eq!(town.office.sweep(town.now).unwrap(), 1);
    let levels = |town: &Town| -> Vec<AlertLevel> {
        town.office.alerts().unwrap().iter().map(|alert| alert.level).collect()
    };
    assert_eq!(levels(&town), [AlertLevel::DueToday]);
    // The machine's clock is set back and forward again.
    for now in ["2026-11-04 10:00", "2026-11-05 10:01"] {
        assert_eq!(town.office.sweep(at(now)).unwrap(), 0, "{now}");
    }
    town.now = at("2026-11-06 10:00");
    assert_eq!(town.office.sweep(town.now).unwrap(), 1);
    assert_eq!(levels(&town), [AlertLevel::Overdue], "the more urgent takes the place of the other");
    town.act("zhangning", Some(case), "withdraw", &[("reason", "来电撤回")]).unwrap();
    assert_eq!(levels(&town), []);
    assert_eq!(town.office.claim_notifications(town.now, 10).unwrap(), []);
}

#[test]
fn what_could_not_be_sent_comes_back_later_each_time_and_what_was_sent_never() {
    let mut town = Town::new();
    town.complaint("要通知的");
    let mut now = at("2026-11-05 10:00");
    town.office.sweep(now).unwrap();
    // A minute, two, four …, each time within office hours; what is not reported as sent can be claimed again then.
    for minutes in [1, 2, 4, 8, 16, 32, 60, 60] {
        let claimed = town.office.claim_notifications(now, 10).unwrap();
        assert_eq!(claimed.len(), 1, "at {now}");
        assert!(claimed[0].text.contains("2026-0001") && claimed[0].text.contains("今日到期"), "{claimed:?}");
        let again = now.plus_seconds(60 * minutes);
        assert_eq!(
            town.office.claim_notifications(again.plus_seconds(-1), 10).unwrap(),
            [],
            "before {again}"
        );
        now = again;
    }
    let claimed = town.office.claim_notifications(now, 10).unwrap();
    town.office.mark_notified(claimed[0].alert, now).unwrap();
    assert_eq!(town.office.claim_notifications(now.plus_seconds(2 * 3600), 10).unwrap(), []);
}

#[test]
fn two_services_run_the_command_once_for_each_alert_and_end_on_a_signal() {
    let bench = Bench::founded("2026-11-02T09:00");
    for _ in 0..4 {
        bench.complaint("2026-11-02T10:00");
    }
    let told = bench.folder.path().join("told");
    std::fs::create_dir_all(bench.config()).unwrap();
    std::fs::write(
        bench.config().join("config.toml"),
        format!("[notify]\ncommand = [\"sh\", \"-c\", \"cat >> '{}'; echo >> '{0}'\"]\n", told.display()),
    )
    .unwrap();
    let watch = ["--now", "2026-11-06T10:00", "watch"];
    let services: Vec<_> = (0..2).map(|_| bench.command(&watch).spawn().unwrap()).collect();
    let read = || std::fs::read_to_string(&told).unwrap_or_default();
    let begun = Instant::now();
    while read().lines().filter(|line| line.ends_with('}')).count() < 4 {
        assert!(begun.elapsed() < Duration::from_secs(30), "{}", read());
        std::thread::sleep(Duration::from_millis(50));
    }
    for service in services {
        kill(Pid::from_raw(i32::try_from(service.id()).unwrap()), Signal::SIGTERM).unwrap();
        let output = service.wait_with_output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }
    let mut cases: Vec<String> = read()
        .lines()
        .filter(|line| !line.is_empty())
        .map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap()["case_no"].to_string())
        .collect();
    cases.sort_unstable();
    cases.dedup();
    assert_eq!(read().lines().filter(|line| !line.is_empty()).count(), 4);
    assert_eq!(cases.len(), 4);
    assert!(!read().contains("李桂芳"));
}

#[test]
fn eight_checks_at_the_same_moment_raise_each_alert_once_between_them() {
    let bench = Bench::founded("2026-11-02T09:00");
    for _ in 0..6 {
        bench.complaint("2026-11-02T10:00");
    }
    let check = ["--now", "2026-11-06T10:00", "check", "--json"];
    let running: Vec<_> = (0..8).map(|_| bench.command(&check).spawn().unwrap()).collect();
    let raised: u64 = running
        .into_iter()
        .map(|process| {
            let output = process.wait_with_output().unwrap();
            assert_eq!(output.status.code(), Some(1), "{}", String::from_utf8_lossy(&output.stderr));
            let report: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
            assert_eq!(report["due"].as_array().unwrap().len(), 6);
            report["new_alerts"].as_u64().unwrap()
        })
        .sum();
    assert_eq!(raised, 6);
}

#[test]
fn a_mistyped_key_keeps_the_service_from_starting() {
    let bench = Bench::founded("2026-11-02T09:00");
    std::fs::create_dir_all(bench.config()).unwrap();
    std::fs::write(bench.config().join("config.toml"), "[notify]\ncomand = []\n").unwrap();
    let output = bench.run(&["watch"], "");
    let told = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(5), "{told}");
    assert!(told.contains("config.toml 第 2 行“comand”"), "{told}");
}

fn listed(office: &Office, filter: Filter, now: Moment) -> (u64, Vec<ydt::domain::view::listing::ListRow>) {
    let query = ListQuery { view: View::All, filter, sort: Sort::Urgency, from: From::Top, limit: 10_000 };
    let page = office.list(&query, now).unwrap();
    (page.total.unwrap(), page.rows)
}

#[test]
fn every_figure_of_the_dashboard_is_what_the_lists_give_at_the_same_moment() {
    let folder = fast_folder();
    let now = at("2026-11-23 10:00");
    let path = folder.path().join("data/practice.db");
    let mut office = Office::create_practice(&path, "zhangning", Practice::Busy, "test", now).unwrap();
    let people: Vec<_> = office.org().people.iter().map(|person| person.id).collect();
    let founder = office.desk(now).actor.id;
    let mut dice = Dice(7);
    let mut figures_seen = 0;
    for round in 0..40 {
        let now = now.plus_seconds(i64::try_from(dice.roll(40 * 24 * 60)).unwrap() * 60);
        office.act_as_person(founder).unwrap();
        let days = dice.roll(6).to_string();
        office.set_setting(SettingKey::ApproachingLong, &days, now).unwrap();
        office.set_setting(SettingKey::ClosingHour, ["24:00", "17:30"][round % 2], now).unwrap();
        let (_, all) = listed(&office, Filter::default(), now);
        let some = &all[usize::try_from(dice.roll(all.len() as u64)).unwrap()];
        let _may_be_refused =
            office.perform(&request(round, Some(some.id), "withdraw", &[("reason", "来电撤回")]), now);
        let person = people[usize::try_from(dice.roll(people.len() as u64)).unwrap()];
        if office.act_as_person(person).is_err() {
            continue;
        }
        let Ok(dashboard) = office.dashboard(now) else { continue };
        let (_, all) = listed(&office, Filter::default(), now);
        let open: Vec<_> = all.iter().filter(|row| !row.stage.is_final()).collect();
        assert_eq!(dashboard.figures.open(), open.len() as u64);
        for level in ClockLevel::ALL {
            let by_rows = open
                .iter()
                .filter(|row| row.running().is_some_and(|reading| reading.level == *level))
                .count() as u64;
            assert_eq!(dashboard.figures.of(*level), by_rows, "{level:?} at {now}");
            assert_eq!(listed(&office, level_filter(*level), now).0, by_rows, "{level:?} at {now}");
            figures_seen += by_rows;
        }
        for (figure, filter) in [
            (dashboard.figures.without_clock, without_clock_filter()),
            (dashboard.provisional_clocks, provisional_filter()),
            (dashboard.extensions.total, extension_filter()),
        ] {
            assert_eq!(listed(&office, filter.clone(), now).0, figure, "{filter:?} at {now}");
        }
        for group in &dashboard.groups {
            assert_eq!(group.total, dashboard.figures.of(group.level));
            assert_eq!(group.rows.len() as u64, group.total.min(50));
        }
        for day in &dashboard.days {
            let (total, rows) = listed(&office, day_filter(day.date), now);
            assert_eq!(day.due, total, "{} at {now}", day.date);
            assert!(
                rows.iter().all(|row| row.running().is_some_and(|reading| reading.clock.due_on == day.date))
            );
        }
        let org = office.desk(now).org;
        for held in &dashboard.holders {
            let (load, name) = (&held.figures, held.holder.name(&org));
            let (total, rows) = listed(&office, holder_filter(&name), now);
            assert_eq!(load.open(), total, "{name} at {now}");
            let overdue = rows
                .iter()
                .filter(|row| row.running().is_some_and(|reading| reading.level == ClockLevel::Overdue))
                .count();
            assert_eq!(load.overdue, overdue as u64);
        }
    }
    assert!(figures_seen > 200, "{figures_seen}");
    assert_eq!(office.verify(None).unwrap().first_bad, None);
}
