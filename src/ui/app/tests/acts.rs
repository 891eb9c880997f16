//! Doing things: menu, form, refusal, conflict, draft, and what is told afterwards.

use crossterm::event::KeyCode;

use super::{LARGE, SMALL, assessed, complaint, laid_open, withdrawing};
use crate::actions::Answers;
use crate::domain::ids::CaseId;
use crate::domain::refusal::{Refusal, RefusalCode};
use crate::domain::time::Moment;
use crate::ui::input::Input;
use crate::ui::message::{
    CaseEffect, CaseMessage, DraftEffect, DraftMessage, Effect, Message, Performed, SessionMessage,
    TerminalEffect,
};
use crate::ui::screens::testing::{Console, act, detail, registered, row, rows, told};

#[test]
fn actions_that_can_not_be_done_stand_below_with_their_reason() {
    let told = assessed(7);
    let mut console = laid_open(&told, LARGE);
    console.press("a/");
    let screen = console.screen();
    let place = |words: &str| screen.iter().position(|line| line.contains(words)).unwrap();
    assert!(place("1 受理 ") < place("- 上报 "), "{screen:#?}");
    console.press("zb");
    assert!(console.line("- 转办 ").contains("在“受理”阶段才能做"));
    assert_eq!(console.key(KeyCode::Enter), [], "a refused action opens nothing");
    console.line("办理动作  2026-0007");
}

#[test]
fn three_keys_lead_from_the_list_to_the_form_of_an_action() {
    let told = assessed(7);
    let mut console = Console::listing(SMALL, vec![row(&told.case)]);
    assert_eq!(console.press("a"), [Effect::Case(CaseEffect::Open(CaseId(7)))]);
    console.app.tell(&Message::Case(CaseMessage::Read(Box::new(detail(&told)))));
    console.press("1");
    let sent = console.key(KeyCode::Enter);
    let [Effect::Case(CaseEffect::Perform(command))] = sent.as_slice() else { panic!("{sent:?}") };
    assert_eq!((command.action.code, command.case), ("accept", Some(CaseId(7))));
    assert_eq!((command.act.as_str(), command.seen_seq), ("s-1", Some(told.case.seq)));
    assert_eq!(console.key(KeyCode::Enter), [], "a doubled Enter is one act");
}

#[test]
fn what_was_saved_is_told_with_the_next_step() {
    let before = assessed(7);
    let mut console = laid_open(&before, SMALL);
    console.press("a1");
    console.key(KeyCode::Enter);
    let done =
        Performed { case: CaseId(7), case_no: "2026-0007".to_owned(), action: act("accept"), held_by: 0 };
    let asked = console.app.tell(&Message::Case(CaseMessage::Performed { act: "s-1".to_owned(), done }));
    assert!(asked.contains(&Effect::Drafts(DraftEffect::Drop("1/7/accept".to_owned()))));
    assert!(asked.contains(&Effect::Case(CaseEffect::Open(CaseId(7)))));
    console.line("已保存：受理 2026-0007");
    let (at, code, answers) = registered(18, "低保评定未公示名单");
    let mut steps = vec![(at.as_str(), code, answers)];
    let assess = Answers::none()
        .with("scope", "disclosure_info")
        .with("kind", "non_consultation")
        .with("field", "civil_affairs")
        .with("route", "village")
        .with("unit", "新建村");
    steps.push(("2026-11-19 10:00", "assess", assess));
    steps.push(("2026-11-23 10:00", "accept", Answers::none()));
    console.app.tell(&Message::Case(CaseMessage::Read(Box::new(detail(&told(7, &steps))))));
    console.line("已保存：受理 2026-0007，下一步：转办");
}

#[test]
fn a_conflict_is_told_and_the_text_stays() {
    let told = complaint(7);
    let mut console = laid_open(&told, SMALL);
    withdrawing(&mut console);
    let mut sent = console.ctrl('s');
    if sent.iter().all(|effect| !matches!(effect, Effect::Case(CaseEffect::Perform(_)))) {
        sent.extend(console.key(KeyCode::Enter));
    }
    let act = sent.iter().find_map(|effect| {
        if let Effect::Case(CaseEffect::Perform(command)) = effect { Some(command) } else { None }
    });
    assert_eq!(act.map(|command| command.seen_seq), Some(Some(told.case.seq)), "{sent:?}");
    let refusal = Refusal::new(RefusalCode::Conflict, "王芳 10:29 已经先做了“研判”，您的内容没有保存。");
    let asked = console.app.tell(&Message::Case(CaseMessage::Refused { act: "s-1".to_owned(), refusal }));
    assert_eq!(asked, [Effect::Case(CaseEffect::Open(CaseId(7)))]);
    console.line("投诉人来电撤回");
    console.line("王芳 10:29 已经先做了");
    let newer = assessed(7);
    console.app.tell(&Message::Case(CaseMessage::Read(Box::new(detail(&newer)))));
    let mut again = console.ctrl('s');
    again.extend(console.key(KeyCode::Enter));
    let seen = again.iter().find_map(|effect| {
        if let Effect::Case(CaseEffect::Perform(command)) = effect { command.seen_seq } else { None }
    });
    assert_eq!(seen, Some(newer.case.seq), "after being told, the change counts as seen");
}

#[test]
fn leaving_a_form_keeps_a_draft_and_the_next_opening_offers_it() {
    let told = complaint(7);
    let mut console = laid_open(&told, SMALL);
    withdrawing(&mut console);
    let kept = console.key(KeyCode::Esc);
    let saved = kept.iter().find_map(|effect| {
        if let Effect::Drafts(DraftEffect::Save { key, answers, .. }) = effect {
            Some((key, answers))
        } else {
            None
        }
    });
    let (key, answers) = saved.unwrap();
    assert_eq!((key.as_str(), answers.raw("reason")), ("1/7/withdraw", Some("投诉人来电撤回")));
    console.line("内容已留作草稿");
    console.press("a");
    console.press("chts");
    console.key(KeyCode::Enter);
    let at = Moment::parse("2026-11-23 10:05").unwrap();
    console
        .app
        .tell(&Message::Drafts(DraftMessage::Kept { key: key.clone(), kept: Some((answers.clone(), at)) }));
    console.line("上次 10:05 未提交的内容：“投诉人来电撤回”");
    console.line("Enter 恢复 · D 丢弃 · Esc 先不管（草稿还在）");
    console.key(KeyCode::Enter);
    console.line("投诉人来电撤回");
}

/// A form over which a draft is offered.
fn offered() -> (Console, Answers) {
    let mut console = laid_open(&complaint(7), SMALL);
    console.press("achts");
    console.key(KeyCode::Enter);
    let kept = Answers::none().with("reason", "先前写的");
    let at = Moment::parse("2026-11-23 10:05").unwrap();
    let found = Some((kept.clone(), at));
    console.app.tell(&Message::Drafts(DraftMessage::Kept { key: "1/7/withdraw".to_owned(), kept: found }));
    console.line("“先前写的”");
    (console, kept)
}

#[test]
fn a_draft_that_is_set_aside_stays_and_what_is_typed_lies_beside_it() {
    let (mut console, _) = offered();
    let beside = "1/7/withdraw/2".to_owned();
    assert_eq!(console.key(KeyCode::Esc), [Effect::Drafts(DraftEffect::Load(beside.clone()))]);
    console.app.tell(&Message::Drafts(DraftMessage::Kept { key: beside.clone(), kept: None }));
    assert!(console.lacks("先前写的"));
    console.press("新写的");
    let kept = console.key(KeyCode::Esc);
    let is_beside =
        |effect: &Effect| matches!(effect, Effect::Drafts(DraftEffect::Save { key, .. }) if *key == beside);
    assert!(kept.iter().any(is_beside), "{kept:?}");
    let dropped = |effect: &Effect| matches!(effect, Effect::Drafts(DraftEffect::Drop(_)));
    assert!(!kept.iter().any(dropped), "Esc never deletes");
}

#[test]
fn only_a_capital_d_throws_a_draft_away() {
    for key in ['d', 'n', 'x', ' '] {
        let (mut console, _) = offered();
        assert_eq!(console.press(&key.to_string()), []);
        console.line("“先前写的”");
    }
    let (mut console, _) = offered();
    let dropped = console.press("D");
    assert!(dropped.contains(&Effect::Drafts(DraftEffect::Drop("1/7/withdraw".to_owned()))), "{dropped:?}");
    assert!(console.lacks("先前写的"));
}

#[test]
fn a_draft_behind_an_empty_place_is_found_too() {
    let mut console = laid_open(&complaint(7), SMALL);
    console.press("achts");
    console.key(KeyCode::Enter);
    let none = |key: &str| Message::Drafts(DraftMessage::Kept { key: key.to_owned(), kept: None });
    let further = console.app.tell(&none("1/7/withdraw"));
    assert_eq!(further, [Effect::Drafts(DraftEffect::Load("1/7/withdraw/2".to_owned()))]);
    let at = Moment::parse("2026-11-20 10:05").unwrap();
    let found = Some((Answers::none().with("reason", "第二份"), at));
    console.app.tell(&Message::Drafts(DraftMessage::Kept { key: "1/7/withdraw/2".to_owned(), kept: found }));
    console.line("“第二份”");
    console.key(KeyCode::Enter);
    console.press("，接着写");
    let kept = console.app.keep_drafts();
    assert!(
        matches!(kept.as_slice(), [Effect::Drafts(DraftEffect::Save { key, .. })] if key == "1/7/withdraw/2"),
        "it goes on where it lay: {kept:?}"
    );
}

#[test]
fn undoing_says_what_to_do_where_nothing_undoes_it() {
    let mut console = laid_open(&assessed(7), SMALL);
    console.press("u");
    console.line("这次打开后还没有办过");
    let done =
        Performed { case: CaseId(7), case_no: "2026-0007".to_owned(), action: act("assess"), held_by: 0 };
    console.app.tell(&Message::Case(CaseMessage::Performed { act: "x".to_owned(), done }));
    console.press("u");
    console.line("“研判”（2026-0007）不能直接撤销：再做一次“研判”，以新的为准。");
}

#[test]
fn a_key_without_a_meaning_and_a_pane_that_is_not_built_answer() {
    let mut console = laid_open(&assessed(7), SMALL);
    for key in ["z", "9", "Y"] {
        console.press(key);
        console.line(&format!("{key} 在这里没有用处，按 ? 看这里能用的键。"));
    }
    console.press("8");
    console.line("这个版本还没有“日志”");
}

#[test]
fn text_that_is_not_committed_is_asked_about_before_the_end() {
    let told = complaint(7);
    let mut console = laid_open(&told, SMALL);
    withdrawing(&mut console);
    assert_eq!(console.ctrl('c'), []);
    console.line("有表单没有提交");
    let left = console.key(KeyCode::Enter);
    assert!(
        matches!(
            left.as_slice(),
            [Effect::Drafts(DraftEffect::Save { .. }), Effect::Terminal(TerminalEffect::Quit)]
        ),
        "{left:?}"
    );
}

#[test]
fn a_dropped_line_keeps_every_text() {
    let told = complaint(7);
    let mut console = laid_open(&told, SMALL);
    withdrawing(&mut console);
    assert!(matches!(console.app.keep_drafts().as_slice(), [Effect::Drafts(DraftEffect::Save { .. })]));
    assert_eq!(console.app.keep_drafts(), [], "kept once, until something changes");
}

#[test]
fn a_case_that_ones_own_act_sent_out_of_sight_was_still_saved() {
    let told = assessed(7);
    let mut console = laid_open(&told, SMALL);
    console.press("a1");
    console.key(KeyCode::Enter);
    let done =
        Performed { case: CaseId(7), case_no: "2026-0007".to_owned(), action: act("accept"), held_by: 0 };
    console.app.tell(&Message::Case(CaseMessage::Performed { act: "s-1".to_owned(), done }));
    console.app.tell(&Message::Case(CaseMessage::NotThere(Refusal::unknown_case("2026-0007"))));
    console.line("已保存：受理 2026-0007");
    console.line("Space 标记");
}

#[test]
fn an_action_chosen_in_the_palette_is_done_to_the_case_in_sight() {
    let told = complaint(7);
    let mut console = laid_open(&told, SMALL);
    console.press(":chts");
    let asked = console.key(KeyCode::Enter);
    assert_eq!(asked, [Effect::Drafts(DraftEffect::Load("1/7/withdraw".to_owned()))]);
    console.line("撤回投诉  2026-0007 低保评定未公示名单");
    console.key(KeyCode::Esc);
    console.press(":zhuanban");
    assert_eq!(console.key(KeyCode::Enter), []);
    console.line("“转办”在“受理”阶段才能做");
}

#[test]
fn registering_opens_on_now_and_makes_a_new_case() {
    let mut console = Console::listing(LARGE, rows(1, 3));
    assert_eq!(console.press("r"), [Effect::Drafts(DraftEffect::Load("1/new/register".to_owned()))]);
    assert!(console.line("投诉时间").contains("2026-11-23 10:30"));
    console.press("路灯不亮");
    console.key(KeyCode::Tab);
    console.press("三组路灯坏了一个月");
    let sent = console.ctrl('s');
    let made = sent.iter().find_map(|effect| {
        if let Effect::Case(CaseEffect::Perform(command)) = effect { Some(command) } else { None }
    });
    let made = made.unwrap_or_else(|| panic!("{sent:?}"));
    assert_eq!((made.action.code, made.case, made.seen_seq), ("register", None, None));
    assert_eq!(made.answers.raw("title"), Some("路灯不亮"));
}

#[test]
fn what_failed_outside_leaves_the_form_as_it_was() {
    let told = complaint(7);
    let mut console = laid_open(&told, SMALL);
    withdrawing(&mut console);
    console.ctrl('s');
    console.key(KeyCode::Enter);
    console.app.tell(&Message::Session(SessionMessage::Failed("磁盘已满，未保存".to_owned())));
    console.line("磁盘已满，未保存");
    console.line("投诉人来电撤回");
    let mut again = console.ctrl('s');
    again.extend(console.key(KeyCode::Enter));
    assert!(again.iter().any(|effect| matches!(effect, Effect::Case(CaseEffect::Perform(_)))), "{again:?}");
}

#[test]
fn help_opens_over_a_form_with_the_editing_keys_and_gives_the_text_back() {
    let told = assessed(7);
    let mut console = laid_open(&told, LARGE);
    withdrawing(&mut console);
    let asked = console.key(KeyCode::F(1));
    assert!(
        matches!(asked.as_slice(), [Effect::Drafts(DraftEffect::Save { key, .. })] if key == "1/7/withdraw"),
        "what was typed is kept first: {asked:?}"
    );
    console.line("输入文字");
    console.key(KeyCode::End);
    assert!(console.line("Ctrl-w Alt-Backspace").contains("删去左边一词"));
    console.key(KeyCode::Esc);
    console.line("投诉人来电撤回");
}

#[test]
fn before_the_first_desk_and_over_a_pasted_text_no_help_opens() {
    let mut console = Console::silent(SMALL);
    console.app.tell(&Message::Session(SessionMessage::NeedsSetUp));
    console.key(KeyCode::F(1));
    console.line("镇（街道）名称");
    let mut console = laid_open(&assessed(7), SMALL);
    let keys = "投诉人来电撤回，要求不再办理".chars().map(|c| KeyCode::Char(c).into());
    console.app.handle(Input::Burst(keys.collect()));
    // How much of the page is in sight is known from its first frame on.
    console.screen();
    let asked = console.screen();
    console.key(KeyCode::F(1));
    assert_eq!(console.screen(), asked);
}
