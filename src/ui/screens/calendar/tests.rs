//! A year to read, a notice to preview, confirm and load; nobody but the administrator loads.

use std::path::PathBuf;
use std::sync::Arc;

use crossterm::event::KeyCode;

use crate::domain::calendar::Calendar;
use crate::domain::ids::CaseId;
use crate::domain::limit::calendar_change::{CalendarChange, MovedClock};
use crate::domain::limit::clock::Clock;
use crate::domain::time::{Date, Moment};
use crate::domain::town::settings::Settings;
use crate::domain::words::{CaseKind, Position};
use crate::ui::message::{
    CalendarPreview, Effect, FileEntry, ImportEffect, ImportMessage, Message, TownEffect, TownMessage,
};
use crate::ui::screens::testing::{Console, desk, rows};

/// Of 2020, before the Spring Festival was made longer.
fn superseded() -> Calendar {
    let text = include_str!("../../../../assets/calendar/superseded/2020-before-2020-01-27.json");
    Calendar::embedded().with(serde_json::from_str(text).unwrap())
}

/// The final notice of 2020 over the superseded one, with one case that moves.
fn change() -> CalendarChange {
    let (old, new) = (superseded(), Calendar::embedded());
    let notice = new.notice(2020).unwrap();
    let clock = Clock::handling(
        CaseKind::NonConsultation,
        1,
        Date::constant(2020, 1, 20),
        &Settings::default(),
        &old,
    );
    let moved = MovedClock {
        case: CaseId(3),
        case_no: "2020-0003".to_owned(),
        new: clock.recounted(&old, &new, Date::constant(2020, 1, 28)),
        old: clock,
    };
    CalendarChange { clocks: vec![moved], ..CalendarChange::of_days(&old, &new, notice) }
}

fn open(is_administrator: bool) -> Console {
    let mut console = Console::listing((80, 24), rows(1, 3));
    let mut desk = desk(false);
    if is_administrator {
        let mut org = (*desk.org).clone();
        org.people[0].positions.push(Position::Administrator);
        desk.actor = org.people[0].clone();
        desk.org = Arc::new(org);
    }
    console.app.tell(&Message::Town(TownMessage::Desk(Box::new(desk))));
    console.press("3");
    console.press("c");
    console
}

fn path() -> PathBuf {
    PathBuf::from("/data/2020.json")
}

/// The administrator with the file chosen.
fn reading() -> Console {
    let mut console = open(true);
    assert_eq!(console.press("i"), [Effect::Import(ImportEffect::Browse(None))]);
    let entry = FileEntry {
        name: "2020.json".to_owned(),
        path: path(),
        is_folder: false,
        size: 2048,
        modified: Moment::parse("2026-11-20 16:00"),
    };
    console.app.tell(&Message::Import(ImportMessage::Files {
        folder: PathBuf::from("/data"),
        entries: vec![entry],
    }));
    console.line("载入节假日安排文件  /data");
    assert_eq!(console.key(KeyCode::Enter), [Effect::Town(TownEffect::PreviewCalendar(path()))]);
    console
}

fn preview(change: CalendarChange) -> Message {
    let warnings = vec!["放假日共 3 天，请对照通知原文核对".to_owned()];
    Message::Town(TownMessage::CalendarPreview(path(), Box::new(CalendarPreview { change, warnings })))
}

#[test]
fn a_year_shows_its_holidays_its_source_and_whether_it_is_published() {
    let mut console = open(false);
    console.line("2026 年工作日历  已公布");
    console.line("来源：");
    console.line("休  02-15 周日 至 02-23 周一  9天");
    console.line("班  02-14 周六");
    assert!(console.line("（下面还有").contains("PgDn"));
    console.press("G");
    assert!(console.line("已载入的年份：2016").contains("2026"));
    console.press("]");
    console.line("2027 年工作日历  未公布");
    console.line("暂按周末推算");
    console.press("[[");
    console.line("2025 年工作日历  已公布");
    console.press("q");
    console.line("正在读取…");
}

#[test]
fn only_the_administrator_loads_and_the_others_read_who_does() {
    let mut console = open(false);
    assert_eq!(console.press("i"), []);
    console.line("节假日安排由系统管理员载入，您不能载入");
    console.line("2026 年工作日历");
}

#[test]
fn a_notice_is_previewed_day_by_day_and_clock_by_clock_then_loaded() {
    let mut console = reading();
    console.app.tell(&preview(change()));
    console.line("预览：2020 年节假日安排");
    console.line("! 放假日共 3 天");
    console.line("移动1个未停的时限");
    let moved = change().clocks[0].clone();
    let line = console.line("2020-0003");
    assert!(line.contains(&format!("{} -> {}", moved.old.due_on, moved.new.due_on)), "{line}");
    console.line("2020-01-31 周五 工作日 -> 休（春节）");
    assert!(console.lacks("→"));
    assert_eq!(console.key(KeyCode::Enter), [Effect::Town(TownEffect::LoadCalendar(path()))]);
    console.line("正在载入");
    assert_eq!(console.key(KeyCode::Enter), []);
    console.app.tell(&Message::Town(TownMessage::CalendarLoaded(Box::new(change()))));
    console.line("已载入 2020 年节假日安排");
    console.line("每个都记入了该件的经过");
    console.key(KeyCode::Enter);
    console.line("2020 年工作日历  已公布");
}

#[test]
fn the_same_notice_again_is_told_to_change_nothing_and_is_not_loaded() {
    let mut console = reading();
    let calendar = Calendar::embedded();
    let nothing = CalendarChange::of_days(&calendar, &calendar, calendar.notice(2026).unwrap());
    console.app.tell(&preview(nothing));
    console.line("这份安排已经载入过，与现有的一致，没有改动。");
    assert_eq!(console.key(KeyCode::Enter), []);
    console.line("2026 年工作日历");
}

#[test]
fn going_back_from_a_preview_loads_nothing_and_a_faulty_file_is_told() {
    let mut console = reading();
    console.app.tell(&preview(change()));
    assert_eq!(console.key(KeyCode::Esc), []);
    console.line("2026 年工作日历");
    let mut console = reading();
    console.app.tell(&Message::Town(TownMessage::CalendarFailed(
        "2027 年的节假日文件里一天也没有，未载入，请核对文件。".to_owned(),
    )));
    console.line("没有载入");
    console.line("2027 年的节假日文件里一天也没有");
    assert_eq!(console.key(KeyCode::Enter), [Effect::Import(ImportEffect::Browse(None))]);
}

#[test]
fn an_answer_that_comes_after_leaving_changes_nothing() {
    let mut console = reading();
    console.key(KeyCode::Esc);
    console.app.tell(&preview(change()));
    console.line("2026 年工作日历");
}
