//! The dashboard and the calendar screen as the console's worker answers them, and explained due days.

use std::sync::Arc;

use std::path::PathBuf;

use ydt::domain::ids::CaseId;
use ydt::domain::view::dashboard::extension_filter;
use ydt::domain::view::explanation::Explanation;
use ydt::domain::view::filter::Filter;
use ydt::domain::view::listing::{From, ListQuery, Sort, View};
use ydt::office::Office;
use ydt::runtime::clock::WallClock;
use ydt::runtime::drafts::Drafts;
use ydt::runtime::wake::{Wake, Waker, Wakes, wakes};
use ydt::runtime::worker::{Start, Worker};
use ydt::ui::message::{Effect, ListEffect, ListMessage, Message, TownEffect, TownMessage};

use crate::town::{Town, at, wait};

/// Made up for these tests: only the shape is that of a notice.
const MADE_2027: &str = r#"{"year": 2027, "source": "测试", "days": [
    {"date": "2027-01-01", "name": "元旦", "rest": true}]}"#;

/// With 新建村 since its transfer.
fn handled(town: &mut Town) -> CaseId {
    let case = town.accepted_for_village("低保评定未公示名单");
    town.act("zhangning", Some(case), "transfer", &[]).unwrap();
    town.act("wangxiu", Some(case), "acknowledge", &[]).unwrap();
    case
}

fn asked(town: &mut Town, case: CaseId, days: &str) {
    let fields = [("days", days), ("reason", "需调取区级部门档案")];
    town.act("wangxiu", Some(case), "extend", &fields).unwrap();
    town.act("wangxiu", Some(case), "submit", &[("document", "extension")]).unwrap();
}

/// The numbers of the applications, by the dashboard and by the list behind them.
fn applications(office: &Office, town_now: ydt::domain::time::Moment) -> (u64, Vec<CaseId>, Vec<CaseId>) {
    let shown = office.dashboard(town_now).unwrap().extensions;
    let filter = extension_filter();
    assert_eq!(Filter::parse("延期审批中").unwrap(), filter);
    let query = ListQuery { view: View::All, filter, sort: Sort::Urgency, from: From::Top, limit: 10 };
    let listed = office.list(&query, town_now).unwrap().rows;
    let ids = |rows: Vec<ydt::domain::view::listing::ListRow>| rows.into_iter().map(|row| row.id).collect();
    (shown.total, ids(shown.rows), ids(listed))
}

#[test]
fn an_application_stands_on_the_dashboard_until_it_is_signed_returned_or_its_case_ends() {
    let mut town = Town::new();
    let (granted, returned, withdrawn) = (handled(&mut town), handled(&mut town), handled(&mut town));
    for case in [granted, returned, withdrawn] {
        asked(&mut town, case, "5");
    }
    town.office.act_as("zhangning").unwrap();
    let (total, shown, listed) = applications(&town.office, town.now);
    assert_eq!((total, shown.len()), (3, 3));
    assert_eq!(shown, listed);
    let detail = town.office.open_case(granted, town.now).unwrap();
    let told = Explanation::of(&detail.case, detail.case.running_clock().unwrap(), town.office.calendar());
    assert!(told.notes.iter().any(|note| note.starts_with("延期审批中")), "{told:?}");

    let yes = [("document", "extension"), ("opinion", "同意")];
    town.act("hezhiqiang", Some(granted), "sign", &yes).unwrap();
    town.office.act_as("zhangning").unwrap();
    assert_eq!(applications(&town.office, town.now).0, 3, "the first of two signatures decides nothing");
    town.act("zhoumin", Some(granted), "sign", &yes).unwrap();
    town.act("hezhiqiang", Some(returned), "return", &[("document", "extension"), ("opinion", "理由不足")])
        .unwrap();
    town.act("zhangning", Some(withdrawn), "withdraw", &[("reason", "来电撤回")]).unwrap();
    assert_eq!(applications(&town.office, town.now), (0, vec![], vec![]));
    assert_eq!(town.office.verify(None).unwrap().first_bad, None);

    let detail = town.office.open_case(granted, town.now).unwrap();
    let clock = detail.case.running_clock().unwrap();
    let told = Explanation::of(&detail.case, clock, town.office.calendar());
    assert_eq!(told.end(), Some(clock.due_on));
    assert_eq!(told.spans[1].heading, "第1次延期5个工作日");
}

/// A worker in the service of a console that only this test reads.
struct Desk {
    worker: Worker,
    wakes: Wakes,
    _keeps_the_line: Waker,
}

impl Desk {
    fn of(town: Town, login: &str) -> (Self, tempfile::TempDir) {
        let Town { folder, mut office, now, .. } = town;
        office.act_as(login).unwrap();
        let (waker, heard) = wakes();
        let clock = WallClock::starting_at(now);
        let drafts = Arc::new(Drafts::new(folder.path().join("drafts"), clock));
        let worker = Worker::start(Start::Open(Box::new(office)), clock, waker.clone(), drafts).unwrap();
        (Self { worker, wakes: heard, _keeps_the_line: waker }, folder)
    }

    /// What comes that is wanted; the test's own time limit ends a wait in vain.
    fn answer<T>(&mut self, asked: Effect, wanted: impl Fn(Message) -> Option<T>) -> T {
        self.worker.ask(asked);
        loop {
            if let Some(Wake::Message(message)) = wait(self.wakes.wait_until(None))
                && let Some(found) = wanted(message)
            {
                return found;
            }
        }
    }
}

fn figures(message: Message) -> Option<Box<ydt::domain::view::dashboard::Dashboard>> {
    if let Message::Lists(ListMessage::Dashboard(figures)) = message { Some(figures) } else { None }
}

fn failure(message: Message) -> Option<String> {
    if let Message::Town(TownMessage::CalendarFailed(why)) = message {
        return Some(why);
    }
    let went_through =
        matches!(message, Message::Town(TownMessage::CalendarPreview(..) | TownMessage::CalendarLoaded(_)));
    went_through.then(|| "no failure".to_owned())
}

#[test]
fn the_worker_previews_a_notice_loads_it_and_then_finds_nothing_new() {
    let mut town = Town::new();
    town.now = at("2026-12-25 09:30");
    let case = handled(&mut town);
    let (mut desk, folder) = Desk::of(town, "zhangning");
    let path = folder.path().join("2027.json");
    std::fs::write(&path, MADE_2027).unwrap();

    let before = desk.answer(Effect::Lists(ListEffect::Dashboard), figures);
    assert_eq!(before.provisional_clocks, 1);
    assert!(before.calendar_warning.is_some_and(|words| words.contains("2027 年")));

    let unseen = desk.answer(Effect::Town(TownEffect::LoadCalendar(path.clone())), failure);
    assert!(unseen.contains("请先预览"), "{unseen}");
    let preview = |message| {
        if let Message::Town(TownMessage::CalendarPreview(_, preview)) = message {
            Some(preview)
        } else {
            None
        }
    };
    let shown = desk.answer(Effect::Town(TownEffect::PreviewCalendar(path.clone())), preview);
    assert!(shown.change.newly_published && !shown.warnings.is_empty());
    assert_eq!(shown.change.clocks.iter().map(|moved| moved.case).collect::<Vec<_>>(), [case]);
    let loaded = desk.answer(Effect::Town(TownEffect::LoadCalendar(path.clone())), |message| {
        if let Message::Town(TownMessage::CalendarLoaded(change)) = message { Some(change) } else { None }
    });
    assert_eq!(*loaded, shown.change);
    let again = desk.answer(Effect::Town(TownEffect::PreviewCalendar(path.clone())), preview);
    assert!(again.change.is_nothing());
    let after = desk.answer(Effect::Lists(ListEffect::Dashboard), figures);
    assert_eq!((after.provisional_clocks, after.calendar_warning), (0, None));
    wait(desk.worker.finish(None));
}

#[test]
fn what_is_no_notice_and_who_is_no_administrator_is_refused_in_a_sentence() {
    let (mut desk, folder) = Desk::of(Town::new(), "zhangning");
    let file = |name: &str, text: &[u8]| -> PathBuf {
        let path = folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        path
    };
    nix::unistd::mkfifo(&folder.path().join("fifo"), nix::sys::stat::Mode::S_IRWXU).unwrap();
    let good = file("2027.json", MADE_2027.as_bytes());
    for (path, words) in [
        (file("empty.json", br#"{"year": 2027, "source": "x", "days": []}"#), "一天也没有"),
        (file("csv.json", b"a,b"), "不是合法的 JSON"),
        (file("gbk.json", &[0xC8, 0xD5]), "不是 UTF-8"),
        (file("big.json", &vec![b' '; 2 << 20]), "超过 1 MiB"),
        (folder.path().join("fifo"), "不是普通文件"),
        (folder.path().to_owned(), "不是普通文件"),
        (folder.path().join("none.json"), "打不开"),
    ] {
        let why = desk.answer(Effect::Town(TownEffect::PreviewCalendar(path)), failure);
        assert!(why.contains(words) && why.ends_with('。'), "{why}");
    }
    wait(desk.worker.finish(None));
    let (mut desk, _folder) = Desk::of(Town::new(), "liufang");
    let why = desk.answer(Effect::Town(TownEffect::PreviewCalendar(good)), failure);
    assert!(why.contains("刘芳不能修改"), "{why}");
    wait(desk.worker.finish(None));
}
