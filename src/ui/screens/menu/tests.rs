//! The window of acts: digits, letters, reasons, and the case that stays readable beside it.

use crossterm::event::KeyCode;

use crate::actions::Answers;
use crate::domain::ids::CaseId;
use crate::ui::message::{CaseEffect, CaseMessage, Effect, Message};
use crate::ui::screens::testing::{Console, Told, detail, registered, row, told};

fn assessed() -> Told {
    let (at, code, answers) = registered(18, "低保评定未公示名单");
    let assess = Answers::none()
        .with("scope", "disclosure_info")
        .with("kind", "non_consultation")
        .with("field", "civil_affairs")
        .with("route", "village")
        .with("unit", "新建村");
    told(7, &[(&at, code, answers), ("2026-11-19 10:00", "assess", assess)])
}

/// The window open over the case.
fn opened(size: (u16, u16)) -> Console {
    let told = assessed();
    let mut console = Console::listing(size, vec![row(&told.case)]);
    console.press("o");
    console.app.tell(&Message::Case(CaseMessage::Read(Box::new(detail(&told)))));
    console.press("a");
    console
}

fn performs(effects: &[Effect]) -> Option<&'static str> {
    effects.iter().find_map(|effect| {
        if let Effect::Case(CaseEffect::Perform(command)) = effect { Some(command.action.code) } else { None }
    })
}

#[test]
fn what_can_be_done_stands_with_digits_and_the_rest_in_one_line() {
    for size in [(80, 24), (120, 36), (200, 60)] {
        let mut console = opened(size);
        assert!(console.line("1 受理").contains("下一步"));
        console.line("2 研判");
        assert!(console.lacks("- 转办"));
        assert!(console.line("现在不能做，/ 查原因").contains("其余"));
        // The case is still there to be read.
        console.line("低保评定未公示名单");
        console.line("投诉内容");
    }
}

#[test]
fn a_digit_does_what_it_stands_beside() {
    let mut console = opened((80, 24));
    console.press("1");
    console.line("受理  2026-0007");
    assert_eq!(performs(&console.key(KeyCode::Enter)), Some("accept"));
    let mut console = opened((80, 24));
    assert_eq!(console.press("chts2"), [], "a digit beside which nothing stands does nothing");
    console.line("办理动作  2026-0007");
}

#[test]
fn letters_find_an_act_by_the_pinyin_or_the_characters_of_its_name() {
    for letters in ["chts", "撤回投诉", "ｃｈｔｓ"] {
        let mut console = opened((80, 24));
        console.press(letters);
        console.line("1 撤回投诉");
        assert!(console.lacks("1 受理"), "{letters}");
        console.key(KeyCode::Enter);
        console.line("撤回投诉  2026-0007");
    }
    let mut console = opened((80, 24));
    console.press("zzzz");
    console.line("没有名称含“zzzz”的动作");
    for _ in 0..4 {
        console.key(KeyCode::Backspace);
    }
    console.line("1 受理");
}

#[test]
fn what_can_not_be_done_is_found_with_the_whole_of_its_reason() {
    let reason = "“转办”在“受理”阶段才能做，本件现在是“投诉”";
    for keys in ["zb", "/zb"] {
        let mut console = opened((80, 24));
        console.press(keys);
        console.line("- 转办");
        let whole: String = console
            .screen()
            .iter()
            .filter_map(|line| line.split_once("| "))
            .map(|(_, said)| said.trim())
            .collect();
        assert!(whole.contains(reason), "{whole}");
        assert_eq!(console.key(KeyCode::Enter), []);
        assert_eq!(console.press("1"), [], "a refused act has no digit");
        console.line("办理动作  2026-0007");
    }
    let mut console = opened((80, 24));
    console.press("/");
    console.key(KeyCode::Up);
    console.line("移上去看原因");
    assert_eq!(console.key(KeyCode::Esc), []);
    assert!(console.lacks("办理动作  2026-0007"), "Esc leaves");
}

#[test]
fn the_window_keeps_its_place_when_the_case_is_read_again() {
    let mut console = opened((80, 24));
    console.key(KeyCode::Tab);
    let before = console.line("> 2 研判");
    console.app.tell(&Message::Case(CaseMessage::Read(Box::new(detail(&assessed())))));
    assert_eq!(console.line("> 2 研判"), before);
    assert_eq!(
        console.app.tell(&Message::Case(CaseMessage::NotThere(
            crate::domain::refusal::Refusal::unknown_case(&CaseId(7).0.to_string()),
        ))),
        []
    );
}
