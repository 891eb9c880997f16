//! Keys in, fixed-size screens out. What the tests of the router share.

mod acts;
mod afterwards;
mod mouse;
mod places;
mod standing;
mod town;
mod ways;

use crossterm::event::KeyCode;

use crate::actions::Answers;
use crate::ui::message::{CaseEffect, CaseMessage, DraftEffect, Effect, Message};
use crate::ui::screens::testing::{Console, Told, detail, registered, row, told};

const SMALL: (u16, u16) = (80, 24);
const LARGE: (u16, u16) = (120, 36);

fn complaint(id: i64) -> Told {
    let (at, code, answers) = registered(18, "低保评定未公示名单");
    told(id, &[(&at, code, answers)])
}

fn assessed(id: i64) -> Told {
    let (at, code, answers) = registered(18, "低保评定未公示名单");
    let assess = Answers::none()
        .with("scope", "disclosure_info")
        .with("kind", "non_consultation")
        .with("field", "civil_affairs")
        .with("route", "village")
        .with("unit", "新建村");
    told(id, &[(&at, code, answers), ("2026-11-19 10:00", "assess", assess)])
}

/// A console with one case, laid open.
fn laid_open(told: &Told, size: (u16, u16)) -> Console {
    let mut console = Console::listing(size, vec![row(&told.case)]);
    let asked = console.key(KeyCode::Enter);
    assert_eq!(asked, [Effect::Case(CaseEffect::Open(told.case.id))]);
    console.app.tell(&Message::Case(CaseMessage::Read(Box::new(detail(told)))));
    console
}

/// A console with the form of 撤回 open on a case, and a reason typed.
fn withdrawing(console: &mut Console) {
    console.press("a");
    console.press("chts");
    let asked = console.key(KeyCode::Enter);
    assert!(
        matches!(asked.as_slice(), [Effect::Drafts(DraftEffect::Load(key))] if key == "1/7/withdraw"),
        "{asked:?}"
    );
    console.press("投诉人来电撤回");
}
