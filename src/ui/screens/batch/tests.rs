//! The page of a batch by keys: what fits, what does not and why, striking off, one confirmation, the result per case.

use crossterm::event::KeyCode;

use crate::actions::Answers;
use crate::domain::ids::{CaseId, UnitId};
use crate::domain::refusal::{Refusal, RefusalCode};
use crate::domain::time::Date;
use crate::domain::view::foretold::{After, Foretold};
use crate::ui::message::{
    CaseEffect, CaseMessage, Effect, Message, Performed, SessionEffect, SessionMessage,
};
use crate::ui::screens::testing::{Console, act, rows};

const SMALL: (u16, u16) = (80, 24);

fn fits(id: i64) -> Foretold {
    let next = "下一步：签收（新建村）".to_owned();
    let due_on = Some(Date::constant(2026, 12, 10));
    let after = After { seq: 4, unit: Some(UnitId(3)), due_on, next };
    let title = "村道硬化工程质量问题".to_owned();
    Foretold { case: CaseId(id), case_no: format!("2026-{id:04}"), title, outcome: Ok(after) }
}

fn unfit(id: i64) -> Foretold {
    let why = "还没有确定办理途径，请镇纪委专人先做“研判”。";
    Foretold { outcome: Err(Refusal::new(RefusalCode::NotAssessed, why)), ..fits(id) }
}

fn foretold(console: &mut Console, asked: &[Effect], each: Vec<Foretold>) {
    let id = asked.iter().find_map(|effect| {
        if let Effect::Case(CaseEffect::Foretell { act, .. }) = effect { Some(act.clone()) } else { None }
    });
    let act = id.unwrap_or_else(|| panic!("{asked:?}"));
    console.app.tell(&Message::Case(CaseMessage::Foretold { act, each }));
}

/// Four marked cases to be transferred, their form handed over.
fn transferring() -> (Console, Vec<Effect>) {
    let mut console = Console::listing(SMALL, rows(1, 5));
    console.press("    ");
    assert_eq!(console.press("a"), []);
    console.press("zb");
    console.key(KeyCode::Enter);
    console.line("转办  已标记的4件");
    let asked = console.ctrl('s');
    console.line("正在逐件核对4件");
    (console, asked)
}

#[test]
fn before_the_act_a_page_shows_what_it_does_to_each_and_why_others_are_unfit() {
    let (mut console, asked) = transferring();
    let Some(Effect::Case(CaseEffect::Foretell { cases, action, .. })) = asked.last() else {
        panic!("{asked:?}")
    };
    assert_eq!((cases.len(), *action), (4, act("transfer")));
    foretold(&mut console, &asked, vec![fits(1), unfit(2), fits(3), fits(4)]);
    console.line("批量转办：要办3件，不能办1件");
    let line = console.line("0001");
    assert!(line.contains("新建村") && line.contains("12-10") && line.ends_with("签收（新建村）"), "{line}");
    console.line("不能办的（不会办，原因如下）");
    assert!(console.line("0002").contains("还没有确定办理途径"));
    console.line("转办后由承办单位签收办理，办理时限随即起算。按 Enter 办理这3件");
}

#[test]
fn one_that_is_struck_off_is_not_done_and_each_is_done_as_it_was_seen() {
    let (mut console, asked) = transferring();
    foretold(&mut console, &asked, vec![fits(1), unfit(2), fits(3), fits(4)]);
    console.press("jj ");
    assert!(console.line("0004").contains("已划去，不办"));
    console.line("要办2件");
    let sent = console.key(KeyCode::Enter);
    let [Effect::Case(CaseEffect::PerformMany(commands))] = sent.as_slice() else { panic!("{sent:?}") };
    let each: Vec<_> = commands.iter().map(|command| (command.case, command.seen_seq)).collect();
    assert_eq!(each, [(Some(CaseId(1)), Some(4)), (Some(CaseId(3)), Some(4))]);
    assert_eq!(console.key(KeyCode::Enter), [], "a doubled confirmation is one act");
    console.line("正在办理");
    assert_eq!(console.key(KeyCode::Esc), [Effect::Session(SessionEffect::Cancel)]);
    let faster = "罗敬安已先一步（2026-11-23 10:31）对2026-0003做了“研判”，您的操作没有执行。";
    let refused = vec![("2026-0003".to_owned(), Refusal::new(RefusalCode::Conflict, faster))];
    let done = vec![Performed {
        case: CaseId(1),
        case_no: "2026-0001".to_owned(),
        action: act("transfer"),
        held_by: 0,
    }];
    let action = act("transfer");
    console.app.tell(&Message::Case(CaseMessage::PerformedMany { action, done, refused }));
    console.line("批量转办：已办1件，没有办3件");
    assert!(console.line("0001").contains('*'));
    console.line("没有办成的：");
    assert!(console.line("0003").contains("罗敬安已先一步"));
    console.line("不能办的");
    console.line("划去的：");
    console.key(KeyCode::Enter);
    console.line("已标记3件");
    assert!(console.lacks("转办  已标记的"), "the form has gone with what it did");
}

#[test]
fn going_back_from_the_page_does_nothing_and_keeps_the_form() {
    let (mut console, asked) = transferring();
    foretold(&mut console, &asked, vec![unfit(1), unfit(2)]);
    console.line("已看不到2件");
    assert_eq!(console.key(KeyCode::Enter), []);
    console.line("没有可办的件，什么也没有做");
    assert_eq!(console.key(KeyCode::Esc), []);
    console.line("转办  已标记的4件");
}

#[test]
fn what_somebody_else_did_meanwhile_is_looked_for_anew() {
    let (mut console, asked) = transferring();
    foretold(&mut console, &asked, vec![fits(1), fits(2)]);
    let again = console.app.tell(&Message::Session(SessionMessage::ChangedElsewhere));
    foretold(&mut console, &again, vec![fits(1), unfit(2)]);
    console.line("要办1件，不能办1件");
}

#[test]
fn answers_that_are_refused_as_a_whole_go_back_to_the_form() {
    let mut console = Console::listing(SMALL, rows(1, 2));
    console.press("  a");
    console.press("bing");
    console.key(KeyCode::Enter);
    console.press("2026-0099");
    let asked = console.ctrl('s');
    let Some(Effect::Case(CaseEffect::Foretell { act, answers, .. })) = asked.last() else {
        panic!("{asked:?}")
    };
    assert_eq!(answers.raw("into"), Some("2026-0099"));
    let refusal = Refusal::unknown_case("2026-0099").about("into");
    console.app.tell(&Message::Case(CaseMessage::Refused { act: act.clone(), refusal }));
    console.line("并案  已标记的2件");
    console.line("没有您可以办理的投诉件“2026-0099”");
}

#[test]
fn marked_cases_are_urged_from_the_same_page_without_a_form() {
    let mut console = Console::listing(SMALL, rows(1, 2));
    let asked = console.press("  w");
    foretold(&mut console, &asked, vec![fits(1), fits(2)]);
    console.line("批量催办：要办2件");
    let sent = console.key(KeyCode::Enter);
    let [Effect::Case(CaseEffect::PerformMany(commands))] = sent.as_slice() else { panic!("{sent:?}") };
    assert!(
        commands.iter().all(|command| command.action.code == "urge" && command.answers == Answers::none())
    );
}
