//! What follows an act: the offer to take it back, who complains shown until the case is left, merging a likely repeat.

use crossterm::event::KeyCode;

use super::{LARGE, SMALL, complaint, laid_open};
use crate::actions::Answers;
use crate::domain::case::repeats::{Repeat, RepeatReason};
use crate::domain::case::stage::Stage;
use crate::domain::ids::CaseId;
use crate::domain::time::Moment;
use crate::domain::view::detail::CaseDetail;
use crate::ui::message::{CaseEffect, CaseMessage, DraftEffect, Effect, Message, Performed, SessionMessage};
use crate::ui::screens::testing::{Console, Told, act, detail, registered, row, told};

fn done(code: &'static str) -> Message {
    let done = Performed { case: CaseId(7), case_no: "2026-0007".to_owned(), action: act(code), held_by: 0 };
    Message::Case(CaseMessage::Performed { act: "s-1".to_owned(), done })
}

fn with_identity() -> Told {
    let (at, code, answers) = registered(18, "低保评定未公示名单");
    told(7, &[(&at, code, answers.with("complainant", "李桂芳").with("contact", "13812341234"))])
}

/// The case after its complainant was revealed, on the screen.
fn revealed() -> (Console, Told) {
    let told = with_identity();
    let mut console = laid_open(&told, LARGE);
    console.app.tell(&done("reveal_identity"));
    console.app.tell(&Message::Case(CaseMessage::Read(Box::new(detail(&told)))));
    console.line("13812341234");
    (console, told)
}

#[test]
fn what_can_be_taken_back_is_offered_by_name_with_its_key() {
    let (at, code, answers) = registered(18, "低保评定未公示名单");
    let withdrawn = told(
        7,
        &[(&at, code, answers), ("2026-11-23 10:00", "withdraw", Answers::none().with("reason", "来电撤回"))],
    );
    let mut console = laid_open(&complaint(7), LARGE);
    console.app.tell(&done("withdraw"));
    console.app.tell(&Message::Case(CaseMessage::Read(Box::new(detail(&withdrawn)))));
    let undo = crate::actions::find("withdraw").unwrap().reverse().unwrap();
    console.line(&format!("已保存：撤回投诉 2026-0007（要{}按 u）", undo.label()));
    assert_eq!(console.press("u"), [Effect::Case(CaseEffect::Open(CaseId(7)))]);
    console.app.tell(&Message::Case(CaseMessage::Read(Box::new(detail(&withdrawn)))));
    console.line(&format!("{}  2026-0007", undo.label()));
}

#[test]
fn what_was_erased_and_stands_in_backups_is_told_with_where_they_are_named() {
    let mut console = laid_open(&complaint(7), LARGE);
    let done =
        Performed { case: CaseId(7), case_no: "2026-0007".to_owned(), action: act("seal"), held_by: 2 };
    console.app.tell(&Message::Case(CaseMessage::Performed { act: "s-1".to_owned(), done }));
    console.line("已保存：密封上报 2026-0007，但2份备份里还有，见“设置”的“其他”页");
}

#[test]
fn what_has_no_reverse_offers_none() {
    let mut console = laid_open(&complaint(7), LARGE);
    console.app.tell(&done("supplement"));
    console.app.tell(&Message::Case(CaseMessage::Read(Box::new(detail(&complaint(7))))));
    assert!(console.lacks("按 u"));
    assert_eq!(console.press("u"), []);
    console.line("“补充”（2026-0007）不能直接撤销：补充过的留着，再“补充”一次说明。");
}

#[test]
fn every_reverse_is_an_action() {
    for code in ["submit", "merge", "withdraw", "close"] {
        assert!(crate::actions::find(code).unwrap().reverse().is_some(), "{code}");
    }
}

#[test]
fn who_complains_is_masked_again_when_the_case_is_left() {
    let leaving: [&[KeyCode]; 3] = [&[KeyCode::Esc], &[KeyCode::Char('1')], &[KeyCode::Char('2')]];
    for keys in leaving {
        let (mut console, _) = revealed();
        let asked: Vec<Effect> = keys.iter().flat_map(|key| console.key(*key)).collect();
        assert!(asked.contains(&Effect::Case(CaseEffect::Close)), "{keys:?}: {asked:?}");
        assert!(
            !console.key(KeyCode::Char('1')).contains(&Effect::Case(CaseEffect::Close)),
            "once is enough"
        );
    }
}

#[test]
fn a_form_over_the_case_does_not_leave_it() {
    let (mut console, _) = revealed();
    console.press("a");
    assert!(!console.key(KeyCode::Esc).contains(&Effect::Case(CaseEffect::Close)));
    console.line("13812341234");
}

#[test]
fn f12_masks_at_once_without_waiting_for_an_answer() {
    let (mut console, _) = revealed();
    let asked = console.key(KeyCode::F(12));
    assert_eq!(asked, [Effect::Case(CaseEffect::Close), Effect::Case(CaseEffect::Open(CaseId(7)))]);
    assert!(console.lacks("13812341234") && console.lacks("李桂芳") && console.lacks("138****1234"));
    console.line("已隐去");
    assert_eq!(console.key(KeyCode::F(12)), [], "it only brings the screen back");
    console.line("138****1234");
}

#[test]
fn a_console_that_nobody_types_in_hides_its_screen_and_who_complains() {
    let (mut console, _) = revealed();
    let minute = |console: &mut Console, time: &str| {
        console.app.tell(&Message::Session(SessionMessage::Tick(Moment::parse(time).unwrap())))
    };
    for passed in 30..40 {
        assert_eq!(minute(&mut console, &format!("2026-11-23 10:{passed}")), []);
    }
    // Somebody typed after all, so it begins anew.
    console.key(KeyCode::Down);
    for passed in 40..50 {
        assert_eq!(minute(&mut console, &format!("2026-11-23 10:{passed}")), []);
    }
    console.line("13812341234");
    let asked = minute(&mut console, "2026-11-23 10:50");
    assert!(asked.contains(&Effect::Case(CaseEffect::Close)), "{asked:?}");
    console.line("已隐去");
    assert!(console.lacks("13812341234") && console.lacks("李桂芳") && console.lacks("路灯"));
    assert_eq!(console.press("q"), [], "the key that brings it back does nothing else");
    console.line("138****1234");
}

#[test]
fn a_case_revealed_from_the_list_is_laid_open() {
    let told = with_identity();
    let mut console = Console::listing(LARGE, vec![row(&told.case)]);
    let asked = console.app.tell(&done("reveal_identity"));
    assert!(asked.contains(&Effect::Case(CaseEffect::Open(CaseId(7)))));
    console.app.tell(&Message::Case(CaseMessage::Read(Box::new(detail(&told)))));
    console.line("13812341234");
    assert!(console.key(KeyCode::Esc).contains(&Effect::Case(CaseEffect::Close)));
}

#[test]
fn a_likely_repeat_is_flagged_explained_and_merged_only_by_the_operator() {
    let told = complaint(7);
    let mut flagged = row(&told.case);
    flagged.repeat_of = Some("2026-0003".to_owned());
    let mut console = Console::listing(LARGE, vec![flagged]);
    console.line("[疑重复] 低保评定未公示名单");
    console.key(KeyCode::Enter);
    let mut laid = detail(&told);
    let repeat = |id: i64, stage| Repeat {
        case: CaseId(id),
        case_no: format!("2026-{id:04}"),
        title: "低保名单没有公示".to_owned(),
        stage,
        reason: RepeatReason::SamePhone,
    };
    laid.repeats = vec![repeat(2, Stage::Closure), repeat(3, Stage::Handling)];
    console.app.tell(&Message::Case(CaseMessage::Read(Box::new(laid))));
    console.key(KeyCode::BackTab);
    console.line("可能是重复投诉（由您判断，不会自动并案；按 a 选“并案”）");
    console.line("2026-0003  办理  低保名单没有公示（联系电话相同）");
    console.press("aba");
    assert_eq!(console.key(KeyCode::Enter), [Effect::Drafts(DraftEffect::Load("1/7/merge".to_owned()))]);
    console.line("2026-0003");
    console.line("并案  2026-0007");
}

#[test]
fn merging_from_the_palette_opens_with_the_likely_repeat_too() {
    let told = complaint(7);
    let mut console = laid_open(&told, SMALL);
    console.press(":并案");
    assert_eq!(console.key(KeyCode::Enter), [Effect::Case(CaseEffect::Open(CaseId(7)))]);
    let title = "低保名单没有公示".to_owned();
    let (case_no, stage, reason) = ("2026-0003".to_owned(), Stage::Handling, RepeatReason::SamePhone);
    let repeats = vec![Repeat { case: CaseId(3), case_no, title, stage, reason }];
    let laid = CaseDetail { repeats, ..detail(&told) };
    console.app.tell(&Message::Case(CaseMessage::Read(Box::new(laid))));
    console.line("并案  2026-0007");
    console.line("2026-0003");
}

#[test]
fn without_a_repeat_merging_asks_for_the_number() {
    let mut console = laid_open(&complaint(7), SMALL);
    console.press("aba");
    assert_eq!(console.key(KeyCode::Enter), [Effect::Drafts(DraftEffect::Load("1/7/merge".to_owned()))]);
    assert!(console.lacks("2026-0003"));
    console.line("并案  2026-0007");
}
