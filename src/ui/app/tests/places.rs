//! Where one is: crumbs with the place in the list, numbers that are right when they first show, and the start of
//! somebody who sees no cases.

use crossterm::event::KeyCode;

use super::{SMALL, complaint};
use crate::domain::code::Coded as _;
use crate::domain::view::listing::{Counts, View};
use crate::domain::words::{Group, Position};
use crate::ui::message::{CaseMessage, Effect, ListEffect, ListMessage, Message, TownMessage};
use crate::ui::screens::testing::{Console, desk, detail, row, rows};

#[test]
fn crumbs_say_where_one_is_and_which_of_the_list_is_open() {
    let told = complaint(1);
    let mut listed = rows(1, 3);
    listed[0] = row(&told.case);
    let mut console = Console::listing(SMALL, listed);
    assert!(console.lacks("收件箱 /"), "a bare pane is named by its tab");
    console.press("o");
    console.app.tell(&Message::Case(CaseMessage::Read(Box::new(detail(&told)))));
    assert!(console.line("收件箱 / 2026-0001  [1/3]").starts_with("--"));
    console.key(KeyCode::Enter);
    console.line("收件箱 / 2026-0001 / 研判  [1/3]");
    console.key(KeyCode::Esc);
    console.press("?");
    console.line("收件箱 / 2026-0001 / 帮助");
    console.key(KeyCode::Esc);
    console.app.tell(&Message::Town(TownMessage::Desk(Box::new(desk(true)))));
    let line = console.line("收件箱 / 2026-0001");
    assert!(line.contains("演练库"), "both have room at 80 columns: {line}");
}

#[test]
fn a_pane_begins_its_own_crumbs() {
    let mut console = Console::listing(SMALL, rows(1, 3));
    console.press("7?");
    console.line("设置 / 帮助");
}

#[test]
fn no_number_shows_before_it_is_known() {
    let mut console = Console::silent(SMALL);
    let asked = console.app.tell(&Message::Town(TownMessage::Desk(Box::new(desk(false)))));
    assert!(matches!(asked.as_slice(), [Effect::Lists(ListEffect::Overview(..))]), "{asked:?}");
    let first = console.screen().join("\n");
    for wrong in ["收件箱 0", "今日 0", "待研判 0", "审批 0", "新到 0"] {
        assert!(!first.contains(wrong), "{first}");
    }
    console.press("2");
    assert!(console.lacks("等我审签 0"));
    let counts = Counts {
        views: View::ALL.iter().map(|view| (*view, 42)).collect(),
        groups: vec![(Group::Mine, 42)],
        fresh: 0,
    };
    console.app.tell(&Message::Lists(ListMessage::Counts(counts)));
    console.line("1收件箱 42");
}

/// The console of somebody who only administers.
fn administering() -> (Console, Vec<Effect>) {
    let mut desk = desk(false);
    desk.actor.positions = vec![Position::Administrator];
    let mut console = Console::silent(SMALL);
    let asked = console.app.tell(&Message::Town(TownMessage::Desk(Box::new(desk))));
    (console, asked)
}

#[test]
fn whoever_sees_no_cases_begins_in_the_settings_and_is_asked_for_no_list() {
    let (mut console, asked) = administering();
    let asks_list =
        |effect: &Effect| matches!(effect, Effect::Lists(ListEffect::Page(..) | ListEffect::Overview(..)));
    assert!(!asked.iter().any(asks_list), "{asked:?}");
    console.line("Enter 修改");
    assert!(console.lacks("正在读取"));
    for key in ["2", "3", "6"] {
        console.press(key);
        console.line("您不看投诉件");
        console.line("Enter 修改");
    }
    assert_eq!(console.press("1"), []);
    console.line("张三（系统管理员）不看投诉件，这里没有列表。");
    console.line("按 7");
    assert!(console.lacks("办下一步"));
    console.line("q 退出");
}
