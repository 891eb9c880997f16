//! The pane of disclosure by keys: the grid and its months, one's own work first, the list of matters, a record chosen for
//! a case.

use std::sync::Arc;

use crossterm::event::{KeyCode, KeyModifiers, MouseButton, MouseEvent, MouseEventKind};

use crate::actions::{disclosure_event, disclosure_link, set_matter};
use crate::domain::desk::Desk;
use crate::domain::disclosure::DisclosureState;
use crate::domain::disclosure::DisclosureTally;
use crate::domain::ids::{DisclosureId, MatterId, UnitId};
use crate::domain::recurring::{Cycle, Period};
use crate::domain::time::{Date, Moment};
use crate::domain::town::matter::Matter;
use crate::domain::view::beside::{Beside, DisclosureReminder};
use crate::domain::view::disclosure::{DisclosurePane, DisclosureRow, Grid};
use crate::domain::words::{ClockLevel, Position};
use crate::ui::input::Input;
use crate::ui::message::{
    DisclosureEffect, DisclosureMessage, Effect, ListEffect, ListMessage, Message, SessionEffect,
    SessionMessage, TownMessage,
};
use crate::ui::screens::Go;
use crate::ui::screens::testing::{Console, desk, rows};
use crate::ui::text;

fn row(id: i64, unit: i64, period: &str, state: DisclosureState) -> DisclosureRow {
    let period = Period::parse(period).unwrap();
    DisclosureRow {
        id: DisclosureId(id),
        code: format!("d{id}"),
        matter: MatterId(1),
        unit: UnitId(unit),
        name: "低保对象名单".to_owned(),
        period,
        happened: String::new(),
        due_on: period.last().tomorrow().unwrap().plus_days(9).unwrap(),
        provisional: false,
        state,
        is_nothing: false,
        verdict: None,
        submitters: Vec::new(),
    }
}

fn matter(id: i64, name: &str, cycle: Cycle) -> Matter {
    Matter {
        id: MatterId(id),
        unit: None,
        field: "民政".to_owned(),
        level_one: String::new(),
        name: name.to_owned(),
        elements: String::new(),
        cycle,
        channel: String::new(),
        basis: String::new(),
        audience: String::new(),
        manner: String::new(),
        subject: String::new(),
        active: true,
        since: "2026-01-01".parse().unwrap(),
    }
}

/// The desk of the village's handler, or of the operator, with 李敏 as the village's contact leader.
fn desk_of(person: usize) -> Desk {
    let mut desk = desk(false);
    let org = Arc::make_mut(&mut desk.org);
    org.people[1].contacts.push(UnitId(3));
    desk.actor = org.people[person].clone();
    desk
}

fn months(asked: &[Effect]) -> Vec<Date> {
    let months = asked.iter().find_map(|effect| {
        if let Effect::Disclosure(DisclosureEffect::Pane(months)) = effect {
            Some(months.clone())
        } else {
            None
        }
    });
    months.unwrap_or_else(|| panic!("the pane was not asked for: {asked:?}"))
}

fn show(
    console: &mut Console,
    asked: &[Effect],
    rows: Vec<DisclosureRow>,
    matters: Vec<Matter>,
    desk: &Desk,
) {
    let months = months(asked);
    let units = desk.org.units.iter().map(|unit| (unit.id, unit.name.clone())).skip(1).collect();
    let grid = Grid::of(&rows, units, months.clone(), &desk.calendar, desk.today());
    let pane = DisclosurePane { grid, rows, matters };
    console.app.tell(&Message::Disclosure(DisclosureMessage::Pane(months, Box::new(pane))));
    console.screen();
}

/// The pane with three records of the village: one that its handler has to submit, one that is signed, one returned.
fn opened(person: usize, size: (u16, u16)) -> (Console, Desk) {
    let desk = desk_of(person);
    let mut console = Console::listing(size, rows(1, 2));
    console.app.tell(&Message::Town(TownMessage::Desk(Box::new(desk.clone()))));
    let asked = console.press("5");
    let records = vec![
        row(1, 3, "2026-09", DisclosureState::Published),
        row(2, 3, "2026-10", DisclosureState::ToDo),
        row(3, 3, "2026-10", DisclosureState::Submitted),
    ];
    let cycle = Cycle::PerEvent { within_working_days: Some(5) };
    let matters = vec![matter(1, "低保对象名单", Cycle::Monthly), matter(2, "临时救助", cycle)];
    show(&mut console, &asked, records, matters, &desk);
    (console, desk)
}

#[test]
fn twelve_months_up_to_this_one_are_asked_for_and_brackets_go_back_and_never_beyond_it() {
    let desk = desk_of(0);
    let mut console = Console::listing((80, 24), rows(1, 2));
    let asked = months(&console.press("5"));
    let text = |months: &[Date]| (months[0].to_string(), months[11].to_string());
    assert_eq!((asked.len(), text(&asked)), (12, ("2025-12-01".to_owned(), "2026-11-01".to_owned())));
    assert!(console.press("]").is_empty(), "there is nothing after this month");
    console.line("已经到本月了");
    let before = console.press("[");
    assert_eq!(text(&months(&before)), ("2025-11-01".to_owned(), "2026-10-01".to_owned()));
    assert_eq!(months(&console.press("]")), asked);
    assert_eq!(desk.actor.name, "张三");
}

#[test]
fn whoever_has_something_to_do_finds_it_first_and_everybody_else_the_grid() {
    let (mut console, _) = opened(2, (80, 24));
    console.line("[记录 2]");
    console.line("我要办 1");
    let own = console.line("d2");
    assert!(own.contains("我!") && own.starts_with('>'), "one's own work stands first: {own}");
    assert!(console.line("d3").contains("李敏"), "the leader who signs is named");
    let (mut console, _) = opened(0, (80, 24));
    console.line("[网格]");
    console.press("j");
    // Three records of October are past their day; in November nothing is due yet.
    let village = console.line("新建村  ");
    assert!(village.contains(">!超期2"), "{village}");
    console.line(" 新建村 2026-10 2条");
    console.line("! 超期  * 今日到期");
}

#[test]
fn what_a_leader_submitted_themselves_is_not_marked_as_theirs_to_sign() {
    let mut desk = desk_of(1);
    let leader = desk.actor.id;
    Arc::make_mut(&mut desk.org).people[2].positions.push(Position::DisciplineSecretary);
    let mut console = Console::listing((80, 24), rows(1, 2));
    console.app.tell(&Message::Town(TownMessage::Desk(Box::new(desk.clone()))));
    let asked = console.press("5");
    let own = DisclosureRow { submitters: vec![leader], ..row(3, 3, "2026-10", DisclosureState::Submitted) };
    let others = row(4, 3, "2026-10", DisclosureState::Submitted);
    show(&mut console, &asked, vec![own, others], Vec::new(), &desk);
    console.line("我要办 1");
    assert!(console.line("d4").contains("我"), "somebody else submitted it");
    let own = console.line("d3");
    assert!(!own.contains("我") && !own.contains("李敏"), "{own}");
    assert!(own.contains(&desk.org.people[2].name), "who signs in that leader's place: {own}");
}

#[test]
fn enter_goes_from_a_cell_to_its_records_and_from_the_one_record_straight_to_it() {
    let (mut console, _) = opened(0, (120, 36));
    console.press("j");
    console.press("k");
    assert!(console.key(KeyCode::Enter).is_empty(), "the first unit has no record in that month");
    console.press("j");
    console.key(KeyCode::Enter);
    console.line("[记录 2]");
    console.line("新建村 2026-10（Esc 看全部）");
    assert!(console.lacks("d1 "), "September is another cell");
    console.key(KeyCode::Esc);
    console.line("[网格]");
    console.press("h");
    let asked = console.key(KeyCode::Enter);
    assert!(asked.contains(&Effect::Disclosure(DisclosureEffect::Open(DisclosureId(1)))), "{asked:?}");
}

#[test]
fn a_cell_tells_its_state_without_any_colour_and_fits_the_smallest_terminal() {
    let (mut console, _) = opened(0, (80, 24));
    let screen = console.screen();
    let heads = screen.iter().find(|line| line.contains("2026-06")).unwrap();
    assert!(heads.contains("11月"), "six months stand side by side: {heads}");
    assert!(console.line("新建村  ").contains("✓已公开"), "{screen:#?}");
}

#[test]
fn the_list_of_matters_is_changed_added_to_and_read_from_a_file() {
    let (mut console, _) = opened(0, (80, 24));
    console.key(KeyCode::Tab);
    console.key(KeyCode::Tab);
    console.line("[清单 2]");
    console.line("事项发生后5个工作日内");
    console.key(KeyCode::Enter);
    console.line(set_matter::ACT.label());
    assert!(console.line("事项编号").contains('1'), "the entry is in the form");
    console.key(KeyCode::Esc);
    let asked = console.press("i");
    assert!(asked.iter().any(|effect| matches!(effect, Effect::Import(_))), "{asked:?}");
    let (path, text) = ("/tmp/目录.csv".into(), "事项,公开时限\n低保,每月\n".to_owned());
    let warnings = vec!["第3行是空行，没有读".to_owned()];
    let read = DisclosureMessage::CatalogueRead { path, text, warnings };
    console.app.tell(&Message::Disclosure(read));
    console.line("导入监督事项目录");
    console.line("已读出 目录.csv；第3行是空行");
}

#[test]
fn something_that_happened_is_registered_under_its_matter_and_unit() {
    let (mut console, _) = opened(2, (80, 24));
    console.press("r");
    console.line(disclosure_event::ACT.label());
    assert!(console.line("事项编号").contains('2'));
    console.line("新建村");
}

#[test]
fn a_record_is_chosen_for_a_case_and_linked_after_one_question() {
    let (mut console, desk) = opened(0, (80, 24));
    let calls = console.app.go(Go::DisclosuresFor("2026-0001".to_owned()));
    show(&mut console, &calls, vec![row(7, 3, "2026-10", DisclosureState::Published)], Vec::new(), &desk);
    console.line("选一条与 2026-0001 关联");
    console.press("j");
    console.key(KeyCode::Enter);
    console.line("把 2026-0001 与 低保对象名单（2026年10月） 关联？");
    let asked = console.key(KeyCode::Enter);
    let command = asked.iter().find_map(|effect| {
        if let Effect::Disclosure(DisclosureEffect::Perform(command)) = effect { Some(command) } else { None }
    });
    let command = command.unwrap();
    assert_eq!((command.action.code, command.disclosure), (disclosure_link::ACT.code, Some(DisclosureId(7))));
    assert_eq!(command.answers.raw("case"), Some("2026-0001"));
}

#[test]
fn what_waits_stands_at_the_tab() {
    let mut console = Console::listing((120, 36), rows(1, 2));
    let tally = DisclosureTally { submit: 2, sign: 1, ..DisclosureTally::default() };
    let beside = Box::new(Beside { disclosure: tally, ..Beside::default() });
    console.app.tell(&Message::Lists(ListMessage::Beside(beside)));
    console.line("5公示 3");
}

#[test]
fn reminders_of_records_stand_among_the_others_open_their_record_and_are_known_by_one_key() {
    let mut console = Console::listing((80, 24), rows(1, 2));
    let overdue = row(7, 3, "2026-10", DisclosureState::ToDo);
    let reminders = vec![DisclosureReminder::of(12, ClockLevel::Overdue, &overdue)];
    let beside = Box::new(Beside { reminders, ..Beside::default() });
    console.app.tell(&Message::Lists(ListMessage::Beside(beside)));
    assert!(console.line("提醒").contains("提醒!1"));
    console.press("!");
    console.line("公示 1");
    let shown = console.line("d7");
    assert!(shown.contains("超期") && shown.contains("新建村 低保对象名单（2026年10月）"), "{shown}");
    let known = Effect::Lists(ListEffect::AcknowledgeDisclosures(vec![12]));
    assert_eq!(console.press(" "), std::slice::from_ref(&known));
    assert_eq!(console.press("x"), [known]);
    let asked = console.key(KeyCode::Enter);
    assert!(asked.contains(&Effect::Disclosure(DisclosureEffect::Open(DisclosureId(7)))), "{asked:?}");
}

/// The mouse does something over these words of the screen.
fn mouse(console: &mut Console, kind: MouseEventKind, words: &str) -> Vec<Effect> {
    let screen = console.screen();
    let row = screen.iter().position(|line| line.contains(words)).unwrap();
    let before = screen[row].split(words).next().unwrap();
    let (column, row) = (u16::try_from(text::width(before)).unwrap(), u16::try_from(row).unwrap());
    console.app.handle(Input::Mouse(MouseEvent { kind, column, row, modifiers: KeyModifiers::NONE }))
}

#[test]
fn a_click_selects_a_cell_a_second_one_opens_it_and_the_wheel_moves_between_units() {
    let (mut console, _) = opened(0, (80, 24));
    let click = MouseEventKind::Down(MouseButton::Left);
    // September is public; October is two months of work later.
    assert!(mouse(&mut console, click, "✓已公开").is_empty());
    console.line(" 新建村 2026-09 1条");
    let asked = mouse(&mut console, click, "✓已公开");
    assert!(asked.contains(&Effect::Disclosure(DisclosureEffect::Open(DisclosureId(1)))), "{asked:?}");
    console.key(KeyCode::Esc);
    mouse(&mut console, click, "!超期2");
    console.line(" 新建村 2026-10 2条");
    mouse(&mut console, click, "!超期2");
    console.line("[记录 2]");
    console.key(KeyCode::Esc);
    mouse(&mut console, MouseEventKind::ScrollUp, "!超期2");
    assert!(console.lacks(" 新建村 2026-10 2条"), "another unit is selected");
    mouse(&mut console, MouseEventKind::ScrollDown, "!超期2");
    console.line(" 新建村 2026-10 2条");
}

#[test]
fn the_cell_that_was_selected_is_selected_at_the_next_start_though_its_month_is_long_past() {
    let (mut console, desk) = opened(0, (80, 24));
    console.press("j");
    console.press("h");
    let kept = console.app.keep_place().unwrap();
    let Effect::Session(SessionEffect::KeepPlace(place)) = kept else { panic!("{kept:?}") };
    assert_eq!((place.pane, place.spot.as_str()), (5, "grid 3 2026-09-01"));

    let mut later = desk;
    later.now = Moment::parse("2027-11-23 09:00").unwrap();
    let mut console = Console::silent((80, 24));
    console.app.tell(&Message::Session(SessionMessage::Place(place)));
    let asked = console.app.tell(&Message::Town(TownMessage::Desk(Box::new(later.clone()))));
    let wanted = asked.iter().rev().find_map(|effect| {
        if let Effect::Disclosure(DisclosureEffect::Pane(months)) = effect {
            Some(months.clone())
        } else {
            None
        }
    });
    let wanted = wanted.unwrap();
    assert_eq!(wanted.last().unwrap().to_string(), "2026-09-01", "the months in which the cell was");
    let asked = [Effect::Disclosure(DisclosureEffect::Pane(wanted))];
    // What one has to do oneself does not take one away from where one was.
    let rows = vec![
        row(1, 3, "2026-09", DisclosureState::Published),
        row(2, 3, "2026-08", DisclosureState::ToDo),
        row(3, 2, "2026-09", DisclosureState::ToDo),
    ];
    show(&mut console, &asked, rows, Vec::new(), &later);
    console.line("[网格]");
    console.line(" 新建村 2026-09 1条");
}
