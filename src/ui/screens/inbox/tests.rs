//! The list: rows as they are read, paging by keys, marks and batches, filter words.

use crossterm::event::KeyCode;

use crate::actions::Answers;
use crate::domain::case::chase::Chase;
use crate::domain::code::Coded as _;
use crate::domain::disclosure::DisclosureTally;
use crate::domain::ids::{CaseId, UnitId};
use crate::domain::refusal::{Refusal, RefusalCode};
use crate::domain::town::waits::WaitsFor;
use crate::domain::view::beside::Beside;
use crate::domain::view::filter::Term;
use crate::domain::view::foretold::{After, Foretold};
use crate::domain::view::listing::{Counts, From, ListQuery, ListRow, Page, Sort, View};
use crate::domain::words::Group;
use crate::ui::message::{
    CaseEffect, CaseMessage, Effect, ListEffect, ListMessage, Message, Performed, SessionMessage, TownMessage,
};
use crate::ui::screens::testing::{Console, act, desk, detail, registered, row, rows, ticket, told};

const SMALL: (u16, u16) = (80, 24);
const LARGE: (u16, u16) = (120, 36);
const WIDE: (u16, u16) = (160, 30);

fn query(effects: &[Effect]) -> ListQuery {
    let asked = effects.iter().find_map(|effect| {
        if let Effect::Lists(ListEffect::Page(_, query) | ListEffect::Overview(_, query)) = effect {
            Some(query.clone())
        } else {
            None
        }
    });
    asked.unwrap_or_else(|| panic!("没有要列表：{effects:?}"))
}

/// A console on a list of a thousand, its first 120 rows read.
fn long_list(size: (u16, u16)) -> Console {
    let mut console = Console::silent(size);
    let asked = console.app.tell(&Message::Town(TownMessage::Desk(Box::new(desk(false)))));
    give(&mut console, &asked, rows(1, 120), (true, false));
    console
}

fn give(console: &mut Console, asked: &[Effect], rows: Vec<ListRow>, (at_top, at_bottom): (bool, bool)) {
    let page = Page { rows, total: Some(1000), at_top, at_bottom };
    console.app.tell(&Message::Lists(ListMessage::Page(ticket(asked), page)));
    console.screen();
}

fn selected(console: &mut Console) -> String {
    console.screen().into_iter().find(|line| line.starts_with('>')).unwrap_or_default()
}

#[test]
fn a_row_tells_lateness_next_step_and_unit_in_words() {
    let (at, code, answers) = registered(16, "征地补偿款发放标准咨询");
    let late = told(8, &[(&at, code, answers)]);
    let (at, code, answers) = registered(18, "低保评定未公示名单");
    let assess = Answers::none()
        .with("scope", "disclosure_info")
        .with("kind", "non_consultation")
        .with("field", "civil_affairs")
        .with("route", "village")
        .with("unit", "新建村");
    let today = told(7, &[(&at, code, answers), ("2026-11-19 10:00", "assess", assess)]);
    let mut console = Console::listing(LARGE, vec![row(&late.case), row(&today.case)]);
    let words = |line: String| line.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
    assert_eq!(
        words(console.line("0008")),
        [">", "!", "超期2天", "0008", "征地补偿款发放标准咨询", "新建村", "研判", "·", "镇纪委专人"]
    );
    assert_eq!(
        words(console.line("0007")),
        ["!", "今日到期", "0007", "低保评定未公示名单", "新建村", "受理", "·", "镇纪委专人"]
    );
}

#[test]
fn a_case_that_will_be_late_at_the_usual_pace_says_so_before_it_is_late() {
    let of_day = |no: i64, day: u32| {
        let (at, code, answers) = registered(day, "低保评定未公示名单");
        row(&told(no, &[(&at, code, answers)]).case)
    };
    // Due on the 24th, and the transfer takes a day: the assessment has to be done today.
    let mut console = Console::listing(LARGE, vec![of_day(1, 19), of_day(2, 20)]);
    assert!(console.line("0001").contains("1天 将超期"));
    let line = console.line("0002");
    assert!(line.contains("2天") && !line.contains("将超期"), "{line}");
}

#[test]
fn it_opens_on_today_by_urgency() {
    let mut console = Console::silent(SMALL);
    let asked = console.app.tell(&Message::Town(TownMessage::Desk(Box::new(desk(false)))));
    let query = query(&asked);
    assert_eq!((query.view, query.sort, query.from), (View::Today, Sort::Urgency, From::Top));
    assert!(query.filter.is_empty());
    assert!(asked.iter().any(|effect| matches!(effect, Effect::Lists(ListEffect::Overview(..)))));
}

#[test]
fn views_turn_round_with_their_numbers_and_the_present_one_stays_in_sight() {
    let mut console = Console::listing(SMALL, rows(1, 3));
    console.app.tell(&Message::Lists(ListMessage::Counts(Counts {
        views: View::ALL.iter().map(|view| (*view, 12)).collect(),
        groups: Vec::new(),
        fresh: 0,
    })));
    for view in View::ALL.iter().cycle().skip(1).take(View::ALL.len()) {
        let asked = console.key(KeyCode::Tab);
        assert_eq!(query(&asked).view, *view);
        console.line(&format!("[{} 12]", view.label()));
    }
    assert_eq!(query(&console.key(KeyCode::BackTab)).view, View::All);
}

#[test]
fn orders_turn_round() {
    let mut console = Console::listing(SMALL, rows(1, 3));
    assert_eq!(query(&console.press("s")).sort, Sort::Received);
    console.line("排序 收到时间");
}

#[test]
fn only_the_rows_near_the_screen_are_asked_for() {
    let mut console = long_list(SMALL);
    assert_eq!(console.press("jjj"), []);
    assert!(selected(&mut console).contains("0004"));
    console.line("4/1000");
    let mut asked = Vec::new();
    while asked.is_empty() {
        asked.extend(console.key(KeyCode::PageDown));
    }
    asked.extend(console.key(KeyCode::PageDown));
    assert_eq!(query(&asked).from, From::After(rows(120, 1)[0].key.clone()), "{asked:?}");
    assert_eq!(asked.len(), 1, "asked once while the answer is on its way");
    give(&mut console, &asked, rows(121, 120), (false, false));
    for _ in 0..3 {
        console.key(KeyCode::PageDown);
    }
    assert!(selected(&mut console).contains("0148"), "{}", selected(&mut console));
    console.line("148/1000");
}

#[test]
fn the_end_is_asked_for_and_the_way_back_up_too() {
    let mut console = long_list(SMALL);
    let asked = console.press("G");
    assert_eq!(query(&asked).from, From::Bottom);
    give(&mut console, &asked, rows(881, 120), (false, true));
    assert!(selected(&mut console).contains("1000"));
    console.line("1000/1000");
    let mut asked = Vec::new();
    while asked.is_empty() {
        asked.extend(console.key(KeyCode::PageUp));
    }
    assert_eq!(query(&asked).from, From::Before(rows(881, 1)[0].key.clone()));
    give(&mut console, &asked, rows(761, 120), (false, false));
    let place = selected(&mut console);
    assert!(place.contains("0904"), "the selection stays on its case: {place}");
    console.line("904/1000");
    assert_eq!(query(&console.press("g")).from, From::Top);
}

#[test]
fn a_change_elsewhere_reads_from_the_first_visible_row_and_keeps_the_selection() {
    let mut console = long_list(SMALL);
    for _ in 0..30 {
        console.press("j");
    }
    console.screen();
    let asked = console.app.tell(&Message::Session(SessionMessage::ChangedElsewhere));
    let From::At(first) = query(&asked).from else { panic!("{asked:?}") };
    let mut newer = rows(first.id.0, 120);
    newer.retain(|row| row.id != CaseId(20));
    give(&mut console, &asked, newer, (false, false));
    assert!(selected(&mut console).contains("0031"));
}

#[test]
fn a_key_pressed_before_the_next_list_came_acts_on_nothing_of_the_former() {
    let mut console = long_list(SMALL);
    console.press("jjj");
    console.key(KeyCode::Tab);
    assert_eq!(console.key(KeyCode::Enter), []);
    console.line("正在读取…");
    let asked = console.app.tell(&Message::Session(SessionMessage::ChangedElsewhere));
    assert_eq!(query(&asked).from, From::Top);
}

#[test]
fn a_key_typed_ahead_of_the_list_is_done_to_its_row() {
    let mut console = long_list(SMALL);
    let asked = console.key(KeyCode::Tab);
    assert_eq!(console.press("o"), []);
    let page = Page { rows: rows(500, 3), total: Some(3), at_top: true, at_bottom: true };
    let opened = console.app.tell(&Message::Lists(ListMessage::Page(ticket(&asked), page)));
    assert!(opened.contains(&Effect::Case(CaseEffect::Open(CaseId(500)))), "{opened:?}");
    let asked = console.key(KeyCode::Esc);
    assert_eq!(asked, []);
    let asked = console.key(KeyCode::Tab);
    console.press("oj");
    let page = Page { rows: rows(600, 3), total: Some(3), at_top: true, at_bottom: true };
    let opened = console.app.tell(&Message::Lists(ListMessage::Page(ticket(&asked), page)));
    assert!(console.lacks("收件箱 /"), "another key took its place: {opened:?}");
}

#[test]
fn an_answer_that_was_overtaken_is_left_aside() {
    let mut console = long_list(SMALL);
    let former = console.key(KeyCode::Tab);
    let latter = console.key(KeyCode::Tab);
    give(&mut console, &latter, rows(500, 3), (true, true));
    give(&mut console, &former, rows(700, 3), (true, true));
    assert!(selected(&mut console).contains("0500"));
}

#[test]
fn marked_cases_get_one_form_and_each_its_own_command() {
    let mut console = Console::listing(SMALL, rows(1, 5));
    console.press(" j ");
    assert!(console.line("0001").contains('*') && !console.line("0002").contains('*'));
    console.line("已标记2件");
    assert_eq!(console.press("a"), []);
    console.line("批量办理  已标记2件");
    assert!(console.lacks("登记投诉"));
    console.press("sl");
    let asked = console.key(KeyCode::Enter);
    let Some(Effect::Case(CaseEffect::Foretell { act: asked, .. })) = asked.last() else {
        panic!("{asked:?}")
    };
    let after = After { seq: 2, unit: None, due_on: None, next: "转办".to_owned() };
    let fits = |id: i64| Foretold {
        case: CaseId(id),
        case_no: format!("2026-{id:04}"),
        title: String::new(),
        outcome: Ok(after.clone()),
    };
    let each = vec![fits(1), fits(3)];
    console.app.tell(&Message::Case(CaseMessage::Foretold { act: asked.clone(), each }));
    let sent = console.key(KeyCode::Enter);
    let [Effect::Case(CaseEffect::PerformMany(commands))] = sent.as_slice() else { panic!("{sent:?}") };
    let each: Vec<_> = commands.iter().map(|command| (command.case, command.act.as_str())).collect();
    assert_eq!(each, [(Some(CaseId(1)), "s-1.0"), (Some(CaseId(3)), "s-1.1")]);
    let done = vec![Performed {
        case: CaseId(1),
        case_no: "2026-0001".to_owned(),
        action: act("accept"),
        held_by: 0,
    }];
    let refusal = Refusal::new(RefusalCode::NotAssessed, "还没有研判，请镇纪委专人先做“研判”。");
    console.app.tell(&Message::Case(CaseMessage::PerformedMany {
        action: act("accept"),
        done,
        refused: vec![("2026-0003".to_owned(), refusal)],
    }));
    console.line("批量受理：1件已保存，1件没有办理");
    assert!(console.line("0003").contains("还没有研判"));
    console.key(KeyCode::Esc);
    console.line("已标记1件");
}

#[test]
fn filter_words_narrow_the_list_and_a_mistyped_one_is_refused_beside_the_line() {
    let mut console = Console::listing(SMALL, rows(1, 3));
    console.press("/阶段:审计");
    assert_eq!(console.key(KeyCode::Enter), []);
    console.line("没有这一类");
    for _ in 0..2 {
        console.key(KeyCode::Backspace);
    }
    console.press("办理");
    let asked = console.key(KeyCode::Enter);
    assert_eq!(query(&asked).filter.terms, [Term::Stage(crate::domain::case::stage::Stage::Handling)]);
    console.line("筛选 阶段:办理");
    assert!(query(&console.key(KeyCode::Esc)).filter.is_empty());
}

#[test]
fn an_empty_list_says_what_to_do_next() {
    let mut console = Console::listing(SMALL, Vec::new());
    console.line("还没有投诉件。");
    console.line("按 i 从平台导出的文件导入，按 r 手工登记。");
}

#[test]
fn a_wide_terminal_shows_the_selected_case_and_asks_for_one_at_a_time() {
    let (at, code, answers) = registered(18, "村道硬化工程质量问题");
    let first = told(1, &[(&at, code, answers)]);
    let mut console = Console::silent(WIDE);
    let asked = console.app.tell(&Message::Town(TownMessage::Desk(Box::new(desk(false)))));
    let page = Page { rows: rows(1, 3), total: Some(3), at_top: true, at_bottom: true };
    let asked = console.app.tell(&Message::Lists(ListMessage::Page(ticket(&asked), page)));
    assert_eq!(asked, [Effect::Case(CaseEffect::Open(CaseId(1)))]);
    assert_eq!(console.press("j"), []);
    let next = console.app.tell(&Message::Case(CaseMessage::Read(Box::new(detail(&first)))));
    assert_eq!(next, [Effect::Case(CaseEffect::Open(CaseId(2)))], "the selection has moved on meanwhile");
    assert!(console.lacks("最近经过"));
    console.press("k");
    console.line("最近经过");
}

#[test]
fn hostile_titles_neither_move_the_cursor_nor_break_the_columns() {
    let mut bad = rows(1, 2);
    bad[0].title = format!("\u{1b}[31m{}\u{202e}", "长".repeat(500));
    let mut console = Console::listing(SMALL, bad);
    let line = console.line("0001");
    assert!(line.contains("<1B>[31m") && line.ends_with("新建村 研判 · 镇纪委专人"), "{line}");
}

#[test]
fn a_paper_to_sign_and_a_post_that_nobody_holds_are_said_in_the_row() {
    let mut of_unit = rows(1, 2);
    for row in &mut of_unit {
        row.group = Some(Group::Mine);
        row.next_step = Some("acknowledge".to_owned());
    }
    of_unit[0].to_sign = true;
    // Nobody handles for the second unit.
    of_unit[1].waits_for = Some(WaitsFor::Unit(UnitId(2)));
    let mut console = Console::listing((100, 30), of_unit);
    assert!(console.line("0001").contains("审签"), "{}", console.line("0001"));
    assert!(console.line("0002").contains("签收 · 岗位空缺"), "{}", console.line("0002"));
}

#[test]
fn what_waits_beside_the_cases_is_a_line_over_the_first_of_them_and_is_gone_to_by_enter() {
    let mut console = Console::listing(SMALL, rows(1, 3));
    let disclosure = DisclosureTally { submit: 3, overdue: 1, ..DisclosureTally::NONE };
    let beside = Box::new(Beside { disclosure, ..Beside::default() });
    console.app.tell(&Message::Lists(ListMessage::Beside(beside)));
    assert_eq!(console.line("公示 待报3").trim(), "公示 待报3 超期1（按 5）");
    assert!(selected(&mut console).contains("0001"), "a case stays in hand");
    console.press("k");
    assert!(selected(&mut console).contains("公示 待报3"));
    console.press("j");
    assert!(selected(&mut console).contains("0001"), "back to the case one came from");
    console.press("k");
    let asked = console.key(KeyCode::Enter);
    assert!(asked.iter().any(|effect| matches!(effect, Effect::Disclosure(_))), "{asked:?}");
    let mut nothing = Console::listing(SMALL, rows(1, 0));
    let beside = Box::new(Beside { records: 1, ..Beside::default() });
    nothing.app.tell(&Message::Lists(ListMessage::Beside(beside)));
    nothing.line("会议记录待签1（按 2）");
    assert!(nothing.line("1收件箱").contains("1收件箱 1"), "a record to sign is one's own work");
    let asked = nothing.key(KeyCode::Enter);
    assert!(
        asked.iter().any(|effect| matches!(effect, Effect::Lists(ListEffect::Approvals(_)))),
        "with no case in the list Enter goes there at once: {asked:?}"
    );
}

#[test]
fn what_rules_propose_is_one_line_one_key_and_one_row_a_case() {
    let mut console = Console::listing(SMALL, rows(1, 3));
    let beside = Box::new(Beside { chased: 2, ..Beside::default() });
    console.app.tell(&Message::Lists(ListMessage::Beside(beside)));
    console.line("该发该复2（按 T）");
    let asked = console.press("T");
    assert_eq!(query(&asked).filter.terms, [Term::Chased]);
    assert_eq!(query(&asked).view, View::All);
    let mut found = rows(1, 2);
    found[0].chased = Some(Chase::Red);
    found[1].chased = Some(Chase::UrgeNotice);
    give(&mut console, &asked, found, (true, true));
    console.line("筛选 该发该复");
    console.line("0001 ");
    assert!(console.line("0001").contains("发红色警示卡"));
    assert!(console.line("0002").contains("出催办通知书"));
    let opened = console.key(KeyCode::Enter);
    assert!(opened.contains(&Effect::Case(CaseEffect::Open(CaseId(1)))), "{opened:?}");
    let (at, code, answers) = registered(16, "村道硬化工程质量问题");
    let laid = detail(&told(1, &[(&at, code, answers)]));
    console.app.tell(&Message::Case(CaseMessage::Read(Box::new(laid))));
    console.line("发监督提醒卡");
    // Without a line of its own nothing is said, and the key still lists what there is.
    let mut nothing = Console::listing(SMALL, rows(1, 3));
    assert!(!nothing.screen().iter().any(|line| line.contains("该发该复")));
    assert_eq!(query(&nothing.press("T")).filter.terms, [Term::Chased]);
}
