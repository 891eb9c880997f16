//! A click on the cell where a word stands does what its key does.

use std::sync::Arc;

use crossterm::event::{KeyCode, KeyModifiers, MouseButton, MouseEvent, MouseEventKind};

use super::{LARGE, SMALL, complaint, laid_open};
use crate::domain::figures::compared::{Compare, Compared};
use crate::domain::figures::grouping::By;
use crate::domain::figures::report::Grounds;
use crate::ui::input::Input;
use crate::ui::message::{Effect, FigureEffect, FigureMessage, FiguresTold, Message};
use crate::ui::screens::testing::{Console, desk, rows};
use crate::ui::text;

/// The cell in which the words begin, on the first row from this one that has them.
fn cell_of(console: &mut Console, words: &str, from: usize) -> (u16, u16) {
    let screen = console.screen();
    let (row, line) = screen
        .iter()
        .enumerate()
        .skip(from)
        .find(|(_, line)| line.contains(words))
        .unwrap_or_else(|| panic!("没有“{words}”：\n{}", screen.join("\n")));
    let before = line.split(words).next().unwrap();
    (u16::try_from(text::width(before)).unwrap(), u16::try_from(row).unwrap())
}

fn mouse(console: &mut Console, kind: MouseEventKind, (column, row): (u16, u16)) -> Vec<Effect> {
    console.app.handle(Input::Mouse(MouseEvent { kind, column, row, modifiers: KeyModifiers::NONE }))
}

fn click(console: &mut Console, words: &str) -> Vec<Effect> {
    let at = cell_of(console, words, 0);
    mouse(console, MouseEventKind::Down(MouseButton::Left), at)
}

#[test]
fn a_click_on_a_tab_shows_its_pane() {
    for (key, label) in [("2", "2审批"), ("3", "3时限"), ("7", "7设置"), ("1", "1收件箱")] {
        let (mut by_key, mut by_click) =
            (Console::listing(LARGE, rows(1, 3)), Console::listing(LARGE, rows(1, 3)));
        let pressed = by_key.press(key);
        assert_eq!(click(&mut by_click, label), pressed, "{label}");
        assert_eq!(by_click.screen(), by_key.screen(), "{label}");
    }
}

#[test]
fn a_click_on_a_hint_does_what_its_key_does() {
    for (key, label) in [("/", "筛选"), ("i", "导入"), ("r", "登记"), (":", "命令"), ("?", "帮助")]
    {
        let (mut by_key, mut by_click) =
            (Console::listing(LARGE, rows(1, 3)), Console::listing(LARGE, rows(1, 3)));
        let pressed = by_key.press(key);
        assert_eq!(click(&mut by_click, label), pressed, "{label}");
        assert_eq!(by_click.screen(), by_key.screen(), "{label}");
    }
}

#[test]
fn a_click_on_a_row_selects_it_and_a_second_one_opens_it() {
    let mut console = Console::listing(SMALL, rows(1, 6));
    click(&mut console, "0004");
    assert!(console.line("0004").contains('>'));
    let opened = click(&mut console, "0004");
    let mut by_key = Console::listing(SMALL, rows(1, 6));
    by_key.press("jjj");
    assert_eq!(opened, by_key.key(KeyCode::Enter));
}

#[test]
fn a_click_in_a_pick_list_moves_there_and_takes_it() {
    let mut console = Console::listing(SMALL, rows(1, 3));
    console.press(":");
    click(&mut console, "工作日历");
    assert!(console.line("工作日历").contains('>'));
    click(&mut console, "工作日历");
    console.line("后一年");
}

#[test]
fn a_click_on_a_page_of_a_case_or_of_the_settings_turns_to_it() {
    let mut console = laid_open(&complaint(7), SMALL);
    let mut by_key = laid_open(&complaint(7), SMALL);
    by_key.key(KeyCode::Tab);
    by_key.key(KeyCode::Tab);
    click(&mut console, "经过");
    assert_eq!(console.screen(), by_key.screen());
    console.press("7");
    click(&mut console, "审签链");
    console.line("[审签链");
}

#[test]
fn the_wheel_moves_in_lists_and_nothing_else_is_touched_by_the_mouse() {
    let mut console = Console::listing(SMALL, rows(1, 9));
    mouse(&mut console, MouseEventKind::ScrollDown, (10, 10));
    assert!(console.line("0004").contains('>'));
    mouse(&mut console, MouseEventKind::ScrollUp, (10, 10));
    assert!(console.line("0001").contains('>'));
    let before = console.screen();
    for kind in [MouseEventKind::Moved, MouseEventKind::Down(MouseButton::Right)] {
        assert_eq!(mouse(&mut console, kind, (3, 5)), []);
    }
    assert_eq!(mouse(&mut console, MouseEventKind::Down(MouseButton::Left), (79, 20)), []);
    assert_eq!(console.screen(), before);
}

#[test]
fn a_click_on_a_figure_moves_there_and_lists_its_cases_and_one_on_a_grouping_opens_it() {
    let mut console = Console::listing(LARGE, rows(1, 3));
    console.press("6");
    let desk = desk(false);
    let asked = Compare::this_month(desk.today());
    let grounds = Grounds { cases: &[], disclosures: &[], org: &desk.org, calendar: &desk.calendar };
    let figures = Compared::of(grounds, asked, desk.now);
    let told = FiguresTold { reader: desk.actor.id, figures, is_whole_town: true };
    console.app.tell(&Message::Figures(FigureMessage::Compared(Arc::new(told))));
    click(&mut console, "业务范围内");
    assert!(console.line("业务范围内 ").starts_with('>'));
    click(&mut console, "业务范围内");
    console.line("业务范围内：没有计入的件。");
    let effects = click(&mut console, "办理途径");
    let asks = |by| Effect::Figures(FigureEffect::Compare(Compare { by: Some(by), ..asked }));
    // The tabs between are passed; the last of them is asked for when the first has come.
    assert_eq!(effects, [asks(By::Unit)]);
    console.line("[办理途径]");
}
