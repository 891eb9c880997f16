//! The queue by keys: what a signer sees, agrees to, returns; what is asked of the world outside for it.

use crossterm::event::KeyCode;

use crate::actions::{Answers, delegate};
use crate::domain::ids::{CaseId, MeetingId};
use crate::domain::meeting::MeetingState;
use crate::domain::refusal::{Refusal, RefusalCode};
use crate::domain::time::Moment;
use crate::domain::town::delegation;
use crate::domain::view::approvals::{ApprovalItem, ApprovalPage};
use crate::domain::view::meeting::MeetingRow;
use crate::ui::message::{
    CaseEffect, CaseMessage, Command, Effect, ListEffect, ListMessage, MeetingEffect, MeetingMessage,
    Message, Performed, TownEffect, TownMessage,
};
use crate::ui::screens::testing::{Console, Told, act, desk, detail, registered, told};

const SMALL: (u16, u16) = (80, 24);
const LARGE: (u16, u16) = (150, 40);

const OPERATOR: usize = 0;
const SECRETARY: usize = 1;

/// A reason for reporting up that was returned once and waits for 李敏 again.
fn returned_once(id: i64, text: &str) -> Told {
    let (at, code, answers) = registered(18, "区级医院收费问题");
    let assess = Answers::none()
        .with("scope", "out_of_scope")
        .with("kind", "non_consultation")
        .with("field", "medical");
    let report = |text: &str| Answers::none().with("reason", text);
    let back = Answers::none()
        .with("opinion", "请写明依据")
        .with("on_paper_signer", "李敏")
        .with("on_paper_date", "2026-11-18");
    told(
        id,
        &[
            (&at, code, answers),
            ("2026-11-18 10:00", "assess", assess),
            ("2026-11-18 10:10", "report_up", report("属区级职权。")),
            ("2026-11-18 10:20", "submit", Answers::none()),
            ("2026-11-18 15:00", "return", back),
            ("2026-11-19 09:00", "report_up", report(text)),
            ("2026-11-19 09:10", "submit", Answers::none()),
        ],
    )
}

fn item(told: &Told, is_mine: bool) -> ApprovalItem {
    let case = &told.case;
    let (document, _, step) = case.open_step().unwrap();
    ApprovalItem {
        case: case.id,
        case_no: case.case_no.clone(),
        title: case.title.text().to_owned(),
        stage: case.stage,
        kind: case.kind,
        route: case.route,
        unit: case.unit,
        document: document.kind,
        version: document.version,
        position: step.position,
        person: step.person,
        people: step.people.clone(),
        is_mine,
        submitted_at: document.submitted_at.unwrap(),
        waiting_days: 2,
        clock: None,
    }
}

fn page(told: &[Told], is_mine: bool) -> ApprovalPage {
    let items: Vec<ApprovalItem> = told.iter().map(|told| item(told, is_mine)).collect();
    let count = items.len() as u64;
    let (mine, others) = if is_mine { (count, 0) } else { (0, count) };
    ApprovalPage { items, records: Vec::new(), mine, others, at_end: true }
}

/// The queue open for a person of the small town, its first document on the screen.
fn queue(person: usize, told: &[Told], size: (u16, u16)) -> Console {
    let mut console = Console::silent(size);
    let mut desk = desk(false);
    desk.actor = desk.org.people[person].clone();
    console.app.tell(&Message::Town(TownMessage::Desk(Box::new(desk))));
    console.screen();
    console.press("2");
    let asked =
        console.app.tell(&Message::Lists(ListMessage::Approvals(None, page(told, person == SECRETARY))));
    assert_eq!(asked, [Effect::Case(CaseEffect::Open(told[0].case.id))]);
    console.app.tell(&Message::Case(CaseMessage::Read(Box::new(detail(&told[0])))));
    console.screen();
    console
}

fn performed(effects: &[Effect]) -> Command {
    let [Effect::Case(CaseEffect::Perform(command))] = effects else { panic!("{effects:?}") };
    (**command).clone()
}

fn record(id: i64) -> MeetingRow {
    MeetingRow {
        id: MeetingId(id),
        code: format!("m{id}"),
        name: format!("第{id}次研判会"),
        at: Moment::parse("2026-11-20 09:00").unwrap(),
        place: "会议室".to_owned(),
        state: MeetingState::UnderReview,
        cases: 2,
    }
}

#[test]
fn records_of_meetings_stand_above_the_papers_and_are_opened_before_they_are_signed() {
    let told = [returned_once(7, "属区级职权，依据附后。")];
    let mut console = queue(SECRETARY, &told, SMALL);
    let with_records = |ids: &[i64]| {
        let records: Vec<MeetingRow> = ids.iter().map(|id| record(*id)).collect();
        let mine = 1 + records.len() as u64;
        ApprovalPage { records, mine, ..page(&told, true) }
    };
    let fresh = |console: &mut Console| {
        let mut desk = desk(false);
        desk.actor = desk.org.people[SECRETARY].clone();
        *console = Console::silent(SMALL);
        console.app.tell(&Message::Town(TownMessage::Desk(Box::new(desk))));
        console.press("2");
    };
    fresh(&mut console);
    console.app.tell(&Message::Lists(ListMessage::Approvals(None, with_records(&[3, 4]))));
    assert!(console.line("m3").starts_with('>'), "they stand on top");
    console.line("看完按 y 签字或 n 退回");
    let opens = |asked: &[Effect], id: i64| asked == [Effect::Meeting(MeetingEffect::Open(MeetingId(id)))];
    assert!(opens(&console.press("y"), 3), "nothing is signed unread");
    console.key(KeyCode::Esc);
    console.press("j");
    assert!(console.line("m4").starts_with('>'));
    let asked = console.press("j");
    assert_eq!(asked, [Effect::Case(CaseEffect::Open(told[0].case.id))], "then come the papers of cases");
    console.press("k");
    assert!(console.line("m4").starts_with('>'));
    assert!(opens(&console.key(KeyCode::Enter), 4));
    let (act, words) = ("other".to_owned(), String::new());
    let done = MeetingMessage::Performed { act, meeting: MeetingId(4), words, results: Vec::new() };
    console.app.tell(&Message::Meeting(done));
    console.app.tell(&Message::Lists(ListMessage::Approvals(None, with_records(&[3]))));
    assert!(console.line("m3").starts_with('>'), "after a signature the next one is in hand");
}

#[test]
fn whoever_only_signs_comes_to_the_queue_unasked_and_everybody_else_stays() {
    for (person, goes) in [(SECRETARY, true), (OPERATOR, false)] {
        let mut console = Console::silent(SMALL);
        let mut desk = desk(false);
        desk.actor = desk.org.people[person].clone();
        assert_eq!(delegation::only_signs(&desk.actor), goes);
        console.app.tell(&Message::Town(TownMessage::Desk(Box::new(desk))));
        let asked = console.app.tell(&Message::Lists(ListMessage::ApprovalsWaiting(2)));
        assert_eq!(
            asked.iter().any(|effect| matches!(effect, Effect::Lists(ListEffect::Approvals(_)))),
            goes
        );
        assert!(console.line("建胜镇").contains("2审批 2"));
        assert_eq!(console.app.tell(&Message::Lists(ListMessage::ApprovalsWaiting(3))), [], "only once");
    }
}

#[test]
fn the_document_stands_with_what_the_keys_do_what_changed_and_what_was_said_before() {
    for size in [SMALL, LARGE] {
        let mut console = queue(SECRETARY, &[returned_once(7, "属区级职权，依据三定方案。")], size);
        assert!(console.line("2026-0007 上报").contains("等我"), "{:#?}", console.screen());
        console.line("y 同意：签在这一稿上，审签完成，即上报区纪委监委");
        console.line("n 退回：写明意见，退给起草人张三");
        console.line("第2稿  文稿编号 ");
        console.line("属区级职权，依据三定方案。");
        for _ in 0..6 {
            let screen = console.screen().join("\n");
            if screen.contains("以前各稿的审签意见") {
                break;
            }
            console.ctrl('d');
        }
        console.line("以前各稿的审签意见");
        console.line("退回修改 2026-11-18：");
        console.line("请写明依据");
        console.line("属区级职权[+，依据三定方案+]。");
        console.press("2");
        console.app.tell(&Message::Lists(ListMessage::Approvals(
            None,
            page(&[returned_once(7, "属区级职权，依据三定方案。")], true),
        )));
    }
    let mut console = queue(SECRETARY, &[returned_once(7, "属区级职权，依据三定方案。")], LARGE);
    console.line("投诉内容");
    console.line("村里低保评定后没有张贴名单");
}

#[test]
fn agreeing_takes_two_keys_and_binds_what_was_seen() {
    let told = [returned_once(7, "属区级职权，依据三定方案。")];
    let mut console = queue(SECRETARY, &told, SMALL);
    assert_eq!(console.press("y"), []);
    console.line("同意 2026-0007 上报意见第2稿，签字意见");
    let command = performed(&console.key(KeyCode::Enter));
    assert_eq!((command.action.code, command.case), ("sign", Some(CaseId(7))));
    assert_eq!(command.seen_seq, Some(told[0].case.seq));
    assert_eq!(command.answers.raw("opinion"), Some("同意"));
    assert_eq!(command.answers.raw("document"), Some("report_up"));
    assert_eq!(console.press("y"), [], "a doubled key is one signature");
    assert!(console.lacks("签字意见"));
    let done =
        Performed { case: CaseId(7), case_no: "2026-0007".to_owned(), action: act("sign"), held_by: 0 };
    let asked = console.app.tell(&Message::Case(CaseMessage::Performed { act: command.act, done }));
    assert!(
        asked.iter().any(|effect| matches!(effect, Effect::Lists(ListEffect::Approvals(_)))),
        "{asked:?}"
    );
    console.app.tell(&Message::Lists(ListMessage::Approvals(
        None,
        ApprovalPage { at_end: true, ..ApprovalPage::default() },
    )));
    console.line("没有文书在等审签。");
}

#[test]
fn an_answer_given_before_the_next_paper_stands_there_is_asked_about_that_one() {
    let told = [returned_once(7, "属区级职权。"), returned_once(8, "属区级职权，另附说明。")];
    let mut console = queue(SECRETARY, &told, SMALL);
    console.press("y");
    let command = performed(&console.key(KeyCode::Enter));
    assert_eq!(console.press("n"), []);
    let done =
        Performed { case: CaseId(7), case_no: "2026-0007".to_owned(), action: act("sign"), held_by: 0 };
    console.app.tell(&Message::Case(CaseMessage::Performed { act: command.act, done }));
    let asked = console.app.tell(&Message::Lists(ListMessage::Approvals(None, page(&told[1..], true))));
    assert!(asked.contains(&Effect::Case(CaseEffect::Open(CaseId(8)))), "{asked:?}");
    console.line("2/2 已签1");
    assert!(console.lacks("退回意见"), "the paper is not there yet");
    console.app.tell(&Message::Case(CaseMessage::Read(Box::new(detail(&told[1])))));
    console.line("退回 2026-0008 上报意见第2稿，退回意见");
}

#[test]
fn after_the_last_of_ones_own_the_cursor_goes_to_the_first_that_is_left() {
    let told = [returned_once(7, "属区级职权。"), returned_once(8, "属区级职权，另附说明。")];
    let mut console = queue(SECRETARY, &told, SMALL);
    console.press("j");
    console.app.tell(&Message::Case(CaseMessage::Read(Box::new(detail(&told[1])))));
    console.press("y");
    performed(&console.key(KeyCode::Enter));
    // The signed paper goes on to another signer and stays in the queue.
    let mut left = page(&told[..1], true);
    left.items.push(item(&told[1], false));
    left.others = 1;
    console.app.tell(&Message::Lists(ListMessage::Approvals(None, left)));
    assert!(console.line("2026-0007 上报").starts_with('>'));
}

#[test]
fn whoever_was_slower_is_told_who_was_first_and_sees_what_is_left() {
    let told = [returned_once(7, "属区级职权。")];
    let mut console = queue(SECRETARY, &told, SMALL);
    console.press("y");
    let command = performed(&console.key(KeyCode::Enter));
    let refusal = Refusal::new(RefusalCode::Conflict, "张三已先一步（10:29）对2026-0007做了“审签同意”。");
    let asked = console.app.tell(&Message::Case(CaseMessage::Refused { act: command.act, refusal }));
    assert!(
        asked.iter().any(|effect| matches!(effect, Effect::Lists(ListEffect::Approvals(_)))),
        "{asked:?}"
    );
    console.line("没有保存：张三已先一步");
}

#[test]
fn returning_opens_the_form_with_the_phrase_that_was_picked() {
    let mut console = queue(SECRETARY, &[returned_once(7, "属区级职权。")], SMALL);
    console.press("n");
    console.line("退回 2026-0007 上报意见第2稿，退回意见");
    console.key(KeyCode::Down);
    console.key(KeyCode::Enter);
    console.line("请逐项回应群众反映的问题");
    let sent = console.ctrl('s');
    let command = sent.iter().find_map(|effect| {
        if let Effect::Case(CaseEffect::Perform(command)) = effect { Some(command) } else { None }
    });
    let command = command.unwrap_or_else(|| panic!("{sent:?}"));
    assert_eq!(command.action.code, "return");
    assert_eq!(command.answers.raw("opinion"), Some("请逐项回应群众反映的问题"));
}

#[test]
fn words_of_ones_own_are_taken_when_no_phrase_says_them() {
    let mut console = queue(SECRETARY, &[returned_once(7, "属区级职权。")], SMALL);
    console.press("n");
    console.press("请附上区局的书面答复");
    console.line("没有这一句，回车就用所写的话");
    console.key(KeyCode::Enter);
    let sent = console.ctrl('s');
    let opinion = sent.iter().find_map(|effect| {
        if let Effect::Case(CaseEffect::Perform(command)) = effect {
            command.answers.raw("opinion")
        } else {
            None
        }
    });
    assert_eq!(opinion, Some("请附上区局的书面答复"), "{sent:?}");
}

#[test]
fn several_are_agreed_to_together_only_after_each_was_read_to_its_end() {
    let long = "逐项核实，列明经过和依据。".repeat(60);
    let told = [returned_once(7, &long), returned_once(8, "属区级职权，另附说明。")];
    let mut console = queue(SECRETARY, &told, SMALL);
    console.press(" ");
    console.line("还没有看完这一份");
    while console.lacks("审签意见") {
        console.key(KeyCode::PageDown);
        console.screen();
    }
    assert_eq!(
        console.press(" "),
        [Effect::Case(CaseEffect::Open(CaseId(8)))],
        "the next one comes by itself"
    );
    assert!(console.line("2026-0007").contains('*'));
    console.app.tell(&Message::Case(CaseMessage::Read(Box::new(detail(&told[1])))));
    console.screen();
    while console.line("等我审签 2").contains("已标记1份") {
        console.key(KeyCode::PageDown);
        console.screen();
        console.press(" ");
    }
    console.line("等我审签 2   等别人 0   已标记2份，y 一并同意");
    console.press("y");
    console.line("对看过并标记的2份都签“同意”");
    let sent = console.key(KeyCode::Enter);
    let [Effect::Case(CaseEffect::PerformMany(commands))] = sent.as_slice() else { panic!("{sent:?}") };
    let cases: Vec<_> = commands.iter().map(|command| (command.case, command.seen_seq)).collect();
    assert_eq!(cases, [(Some(CaseId(7)), Some(told[0].case.seq)), (Some(CaseId(8)), Some(told[1].case.seq))]);
}

#[test]
fn an_operator_records_a_signature_on_paper_with_the_sheet_that_was_signed() {
    let told = [returned_once(7, "属区级职权。")];
    let mut console = queue(OPERATOR, &told, SMALL);
    assert!(console.line("2026-0007 上报").contains("等李敏"));
    console.line("轮到李敏审签。y 代录他的书面同意");
    console.press("y");
    let sheet = told[0].case.open_step().unwrap().0.sheet_no();
    let sent = console.ctrl('s');
    let command = sent.iter().find_map(|effect| {
        if let Effect::Case(CaseEffect::Perform(command)) = effect { Some(command) } else { None }
    });
    let command = command.unwrap_or_else(|| panic!("{sent:?}"));
    assert_eq!(command.answers.raw("on_paper_signer"), Some("李敏"));
    assert_eq!(command.answers.raw("on_paper_sheet"), Some(sheet.as_str()));
    assert_eq!(command.answers.raw("on_paper_date"), Some("2026-11-23"));
}

#[test]
fn a_leader_names_a_deputy_with_a_few_keys() {
    let mut console = queue(SECRETARY, &[returned_once(7, "属区级职权。")], SMALL);
    console.press("d");
    console.line("授权代签  建胜镇");
    console.press("wf");
    console.key(KeyCode::Enter);
    assert!(console.line("*代签人").ends_with("王芳"));
    assert!(console.line("*代签起日").contains("2026-11-23"), "it begins today");
    console.key(KeyCode::Tab);
    console.press("明天");
    assert_eq!(console.key(KeyCode::Enter), []);
    console.line("请写成 2026-03-05 这样的日期");
    console.ctrl('w');
    console.press("2026-11-27");
    let asked = console.key(KeyCode::Enter);
    let sent = asked.iter().find_map(|effect| {
        if let Effect::Town(TownEffect::Perform(command)) = effect { Some(command) } else { None }
    });
    let command = sent.unwrap_or_else(|| panic!("{asked:?}"));
    assert_eq!(command.action, &delegate::ACT);
    let expected =
        Answers::none().with("deputy", "王芳").with("from", "2026-11-23").with("until", "2026-11-27");
    assert_eq!(command.answers, expected);
    let words = "已保存：李敏授权王芳代签。".to_owned();
    console.app.tell(&Message::Town(TownMessage::Performed { act: command.act.clone(), words }));
    console.line("已保存：李敏授权王芳代签。");
    console.line("等我审签 1");
}

#[test]
fn an_operator_signs_nothing_and_names_no_deputy() {
    let mut console = queue(OPERATOR, &[returned_once(7, "属区级职权。")], SMALL);
    console.press("d");
    assert!(console.line("“授权代签”由").contains("您（张三）不能办理"));
}
