//! A record of disclosure by keys: the next step, the quick ones, from one paper to the next, and nothing that may not be
//! done.

use std::sync::Arc;

use crossterm::event::KeyCode;

use crate::actions::{disclosure_none, disclosure_sign, disclosure_submit};
use crate::domain::desk::Desk;
use crate::domain::disclosure::Disclosure;
use crate::domain::disclosure::event::{
    DisclosureEvent, DisclosureOpened, DisclosureReturned, DisclosureSubmitted,
};
use crate::domain::ids::{ChainPlace, DisclosureId, MatterId, PersonId, UnitId};
use crate::domain::recurring::{Cycle, Period};
use crate::domain::stream::Stamped;
use crate::domain::time::Moment;
use crate::domain::view::disclosure::DisclosureDetail;
use crate::ui::message::{
    DisclosureCommand, DisclosureEffect, DisclosureMessage, Effect, Message, TownMessage,
};
use crate::ui::screens::Go;
use crate::ui::screens::testing::{Console, desk, rows};

fn record(id: i64, events: Vec<DisclosureEvent>) -> DisclosureDetail {
    let opened = DisclosureOpened {
        no: u32::try_from(id).unwrap(),
        matter: MatterId(1),
        unit: UnitId(3),
        name: "低保对象名单".to_owned(),
        cycle: Cycle::Monthly,
        period: Period::parse("2026-10").unwrap(),
        happened: String::new(),
        due_on: "2026-11-10".parse().unwrap(),
        provisional: false,
    };
    let mut disclosure = Disclosure::unborn(DisclosureId(id), 0);
    let at = Moment::parse("2026-11-20 10:00").unwrap();
    for (event, seq) in std::iter::once(DisclosureEvent::from(opened)).chain(events).zip(1..) {
        disclosure.evolve(&event, &Stamped { seq, place: ChainPlace(0), at, actor: PersonId(3) });
    }
    DisclosureDetail { disclosure, matter: None, history: Vec::new() }
}

fn submitted() -> DisclosureEvent {
    DisclosureSubmitted { text: "12户23人".to_owned(), nothing: false, on_behalf_of: None }.into()
}

/// The record over the inbox, before the operator (0), the contact leader (1) or the unit's handler (2).
fn opened(person: usize, detail: DisclosureDetail) -> Console {
    let mut desk: Desk = desk(false);
    let org = Arc::make_mut(&mut desk.org);
    org.people[1].contacts.push(UnitId(3));
    desk.actor = org.people[person].clone();
    let mut console = Console::listing((80, 24), rows(1, 2));
    console.app.tell(&Message::Town(TownMessage::Desk(Box::new(desk))));
    let asked = console.app.go(Go::Disclosure(detail.disclosure.id));
    assert!(asked.contains(&Effect::Disclosure(DisclosureEffect::Open(detail.disclosure.id))));
    tell(&mut console, DisclosureMessage::Read(Box::new(detail)));
    console
}

fn tell(console: &mut Console, message: DisclosureMessage) -> Vec<Effect> {
    let asked = console.app.tell(&Message::Disclosure(message));
    console.screen();
    asked
}

fn command(asked: &[Effect]) -> &DisclosureCommand {
    let commands = asked.iter().find_map(|effect| {
        if let Effect::Disclosure(DisclosureEffect::Perform(command)) = effect { Some(command) } else { None }
    });
    commands.unwrap_or_else(|| panic!("no command in {asked:?}"))
}

#[test]
fn the_handler_submits_by_enter_and_says_by_two_keys_that_there_is_nothing() {
    let mut console = opened(2, record(4, Vec::new()));
    console.line("下一步：提交公示（您来办）");
    console.key(KeyCode::Enter);
    console.line("写明本期公开的内容");
    console.key(KeyCode::Esc);
    console.press("E");
    console.line("本期没有应公开的内容？");
    let asked = console.key(KeyCode::Enter);
    let sent = command(&asked);
    assert_eq!((sent.action.code, sent.seen_seq), (disclosure_none::ACT.code, Some(1)));
}

#[test]
fn the_leader_signs_by_two_keys_and_goes_on_with_the_next_paper() {
    let mut console = opened(1, record(4, vec![submitted()]));
    console.line("y 同意  n 退回");
    console.press("y");
    console.line("同意公开？");
    let asked = console.press("y");
    let act = command(&asked).act.clone();
    assert_eq!(command(&asked).action.code, disclosure_sign::ACT.code);
    let (disclosure, action) = (DisclosureId(4), &disclosure_sign::ACT);
    let done = DisclosureMessage::Performed {
        act,
        disclosure,
        action,
        words: "同意".to_owned(),
        next: Some(DisclosureId(5)),
    };
    let asked = tell(&mut console, done);
    assert!(asked.contains(&Effect::Disclosure(DisclosureEffect::Open(DisclosureId(5)))), "{asked:?}");
    console.line("已审1条，接着审下一条");
    tell(&mut console, DisclosureMessage::Read(Box::new(record(5, vec![submitted()]))));
    console.line("d5");
    console.press("n");
    console.line("退回原因");
}

#[test]
fn what_may_not_be_done_is_said_with_its_reason_and_records_nothing() {
    let mut console = opened(2, record(4, vec![submitted()]));
    console.line("下一步：审核公示（李敏）");
    assert!(console.key(KeyCode::Enter).is_empty());
    console.line("这一步由别人办");
    assert!(console.press("y").is_empty());
    console.line("“审核公示”由");
    console.press("a");
    console.line("现在不能：");
}

#[test]
fn what_was_returned_says_why_and_opens_with_the_text_that_was_submitted() {
    let returned = DisclosureReturned {
        signer: PersonId(2),
        as_deputy_for: None,
        opinion: "请补金额".to_owned(),
        on: "2026-11-20".parse().unwrap(),
        on_paper: false,
    };
    let mut console = opened(2, record(4, vec![submitted(), returned.into()]));
    console.line("请补金额");
    console.key(KeyCode::Enter);
    console.line("12户23人");
    let asked = console.ctrl('s');
    assert_eq!(command(&asked).action.code, disclosure_submit::ACT.code);
}
