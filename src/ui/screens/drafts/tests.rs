//! Drafts that wait: their number in the inbox, the way to them, going on with one and throwing one away.

use crossterm::event::KeyCode;

use crate::domain::ids::CaseId;
use crate::domain::time::Moment;
use crate::ui::message::{
    CaseEffect, DraftAbout, DraftEffect, DraftMessage, Effect, ListEffect, Message, WaitingDraft,
};
use crate::ui::screens::testing::{Console, rows};

const SMALL: (u16, u16) = (80, 24);

fn draft(key: &str, form: &str, about: DraftAbout) -> WaitingDraft {
    let kept_at = Moment::parse("2026-11-22 16:05").unwrap();
    WaitingDraft { key: key.to_owned(), form: form.to_owned(), about, kept_at }
}

fn waiting(drafts: Vec<WaitingDraft>) -> Console {
    let mut console = Console::listing(SMALL, rows(1, 3));
    console.app.tell(&Message::Drafts(DraftMessage::Waiting(drafts)));
    console
}

fn both() -> Console {
    let of_case = DraftAbout::Case(CaseId(2), "2026-0002".to_owned());
    waiting(vec![
        draft("1/2/supplement", "supplement", of_case),
        draft("1/new/register", "register", DraftAbout::New),
    ])
}

#[test]
fn the_inbox_says_how_many_drafts_wait_and_by_which_key_they_open() {
    let mut console = both();
    console.line("草稿 2（p）");
    assert_eq!(console.press("p"), [Effect::Lists(ListEffect::Drafts)]);
    console.line("草稿箱 2");
    let line = console.line("2026-0002");
    assert!(line.contains("2026-11-22 16:05  补充"), "{line}");
    assert!(console.line("登记投诉").ends_with("新的一件"));
    let mut console = waiting(Vec::new());
    assert!(console.lacks("草稿"));
}

#[test]
fn enter_goes_on_with_the_form_of_the_draft() {
    let mut console = both();
    console.press("p");
    assert_eq!(console.key(KeyCode::Enter), [Effect::Case(CaseEffect::Open(CaseId(2)))]);
    let mut console = both();
    console.press("pj");
    let asked = console.key(KeyCode::Enter);
    assert_eq!(asked, [Effect::Drafts(DraftEffect::Load("1/new/register".to_owned()))]);
    console.line("登记投诉");
    let mut console = waiting(vec![draft("1/marked/transfer", "transfer", DraftAbout::Marked)]);
    console.press("p");
    assert_eq!(console.key(KeyCode::Enter), []);
    console.line("在收件箱标记要办的件，按 a 选“转办”");
}

#[test]
fn a_draft_is_thrown_away_only_after_a_question() {
    let mut console = both();
    console.press("pD");
    console.line("丢弃草稿“补充 2026-0002”？");
    assert_eq!(console.key(KeyCode::Esc), []);
    console.press("D");
    let asked = console.key(KeyCode::Enter);
    assert_eq!(asked, [Effect::Drafts(DraftEffect::Drop("1/2/supplement".to_owned()))]);
}
