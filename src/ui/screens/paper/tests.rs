//! A paper written to a file from its screen, by keys.

use crossterm::event::KeyCode;

use crate::domain::code::Coded as _;
use crate::domain::ids::CaseId;
use crate::domain::paper::{PaperKind, Sheet};
use crate::domain::refusal::{Refusal, RefusalCode};
use crate::domain::view::paper::{PaperOf, PaperView};
use crate::ui::input::Input;
use crate::ui::message::{CaseEffect, CaseMessage, Effect, Message, PaperMessage, PaperWanted};
use crate::ui::screens::testing::{Console, detail, registered, row, told};

fn opened(kind: PaperKind, turns: usize) -> Console {
    let (text, code, answers) = registered(20, "路灯不亮");
    let told = told(7, &[(&text, code, answers)]);
    let mut console = Console::listing((80, 24), vec![row(&told.case)]);
    console.key(KeyCode::Enter);
    console.app.tell(&Message::Case(CaseMessage::Read(Box::new(detail(&told)))));
    console.press("P");
    for _ in 0..turns {
        console.key(KeyCode::Tab);
    }
    let paper = PaperView {
        kind,
        of: PaperOf::Case(told.case.case_no.clone()),
        sheet: Sheet::default(),
        number: None,
        foot: Vec::new(),
        warnings: Vec::new(),
    };
    let (case, paper) = (told.case.id, Box::new(Ok(paper)));
    console.app.tell(&Message::Case(CaseMessage::Paper(PaperMessage::LaidOut { case, kind, paper })));
    console
}

fn wanted(effects: &[Effect]) -> PaperWanted {
    let found = effects.iter().find_map(|effect| {
        if let Effect::Case(CaseEffect::WritePaper(wanted)) = effect {
            Some((**wanted).clone())
        } else {
            None
        }
    });
    found.unwrap_or_else(|| panic!("{effects:?}"))
}

fn type_line(console: &mut Console, text: &str) -> Vec<Effect> {
    console.ctrl('u');
    console.app.handle(Input::Paste(text.to_owned()));
    console.key(KeyCode::Enter)
}

#[test]
fn a_paper_without_identity_asks_where_to_and_a_refused_place_is_asked_for_again() {
    let mut console = opened(PaperKind::Transfer, 3);
    console.press("S");
    console.line("写到（文件夹");
    let sent = type_line(&mut console, "/out");
    let asked = wanted(&sent);
    assert_eq!((asked.to.as_str(), asked.reason), ("/out", None));
    let refusal = Refusal::new(RefusalCode::InvalidValue, "/out 所在的文件夹不存在，没有写出；请先建好。");
    console.app.tell(&Message::Case(CaseMessage::Paper(PaperMessage::Written(Err(refusal)))));
    console.line("所在的文件夹不存在");
    assert!(matches!(console.key(KeyCode::Enter).as_slice(), [Effect::Case(CaseEffect::WritePaper(_))]));
    let words = "建纪转〔2026〕1号 已写到 /out/转办单.docx".to_owned();
    console.app.tell(&Message::Case(CaseMessage::Paper(PaperMessage::Written(Ok(words)))));
    console.line("已写到 /out/转办单.docx");
    console.press("S");
    console.line("/out");
}

#[test]
fn a_paper_with_identity_asks_what_for_besides_and_can_be_given_up() {
    let mut console = opened(PaperKind::Reply, 0);
    console.press("S");
    assert_eq!(type_line(&mut console, "/out"), [], "the reason is asked first");
    console.line("用途");
    let sent = type_line(&mut console, "送投诉人");
    assert_eq!(wanted(&sent).reason.as_deref(), Some("送投诉人"));
    let mut console = opened(PaperKind::Reply, 0);
    console.press("S");
    console.key(KeyCode::Esc);
    console.line("Enter 出文");
}

#[test]
fn the_kind_that_is_shown_is_named_however_many_stand_before_it_and_enter_says_why_nothing_is_issued() {
    for turns in 0..9 {
        let kind = PaperKind::ALL.iter().filter(|kind| **kind != PaperKind::Meeting).nth(turns).unwrap();
        let mut console = opened(*kind, turns);
        console.line(&format!("[{}]", kind.label()));
        console.line("S 编号并写成文件");
        let case = CaseId(7);
        let refusal = Refusal::new(RefusalCode::MissingField, "还缺答复意见，补上后才能出这份文书。");
        let message = PaperMessage::LaidOut { case, kind: *kind, paper: Box::new(Err(refusal)) };
        console.app.tell(&Message::Case(CaseMessage::Paper(message)));
        console.key(KeyCode::Enter);
        let said = console.screen().iter().filter(|line| line.contains("还缺答复意见")).count();
        assert_eq!(said, 2, "on the page and at the foot");
    }
}
