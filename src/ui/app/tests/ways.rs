//! The frame and the ways through the screens.

use crossterm::event::KeyCode;

use super::{LARGE, SMALL, complaint, laid_open, withdrawing};
use crate::domain::ids::CaseId;
use crate::domain::refusal::Refusal;
use crate::domain::sealable::Sealable;
use crate::domain::time::Moment;
use crate::domain::view::listing::Alert;
use crate::domain::words::{AlertLevel, ClockKind};
use crate::ui::keys::{Do, Keys, Scope};
use crate::ui::message::{
    CaseEffect, CaseMessage, DraftEffect, Effect, ListEffect, ListMessage, Message, SessionEffect,
    SessionMessage, TerminalEffect, TownMessage,
};
use crate::ui::screens::PANES;
use crate::ui::screens::testing::{Console, desk, detail, rows};

#[test]
fn the_first_frame_stands_before_anything_is_known() {
    let mut console = Console::silent(SMALL);
    let screen = console.screen();
    assert!(screen[0].starts_with(" 监督一点通"), "{screen:#?}");
    assert!(screen.iter().any(|line| line.contains("正在读取…")));
    assert!(screen[23].contains("Enter 办下一步"), "{}", screen[23]);
    assert_eq!(console.press("jx"), []);
    assert_eq!(console.press("q"), [Effect::Terminal(TerminalEffect::Quit)]);
}

#[test]
fn the_header_names_town_person_and_kind_of_day() {
    let mut console = Console::listing(SMALL, rows(1, 3));
    let header = console.screen()[0].clone();
    assert_eq!(
        header.trim(),
        "建胜镇   1收件箱 3  2审批  3时限 !3  4研判会  5公示  6统计  7设置   11-23 周一"
    );
    let mut desk = desk(false);
    desk.now = Moment::parse("2026-10-01 09:00").unwrap();
    console.app.tell(&Message::Town(TownMessage::Desk(Box::new(desk.clone()))));
    assert!(console.line("建胜镇").ends_with("  10-01 周四"), "the name gives way to the panes");
    let mut wide = Console::listing((130, 36), rows(1, 3));
    wide.app.tell(&Message::Town(TownMessage::Desk(Box::new(desk.clone()))));
    assert!(wide.line("建胜镇").ends_with("张三 镇纪委专人  10-01 周四 休息日（国庆节）"));
    let mut console = Console::listing((90, 24), rows(1, 3));
    console.app.tell(&Message::Town(TownMessage::Desk(Box::new(desk))));
    console.app.tell(&Message::Lists(ListMessage::ApprovalsWaiting(12)));
    assert!(console.line("建胜镇").starts_with(" 建胜镇"), "the program's name gives way to who acts");
    assert!(console.line("建胜镇").contains("张三  10-01 周四"));
}

#[test]
fn a_terminal_that_is_too_small_says_so_in_one_line() {
    let mut console = Console::silent((20, 5));
    console.app.tell(&Message::Town(TownMessage::Desk(Box::new(desk(false)))));
    let screen = console.screen();
    assert_eq!(screen[0], "终端太小（20x5），请");
    assert!(screen[1..].iter().all(String::is_empty));
    let mut console = Console::silent((79, 30));
    assert_eq!(console.screen()[0], "终端太小（79x30），请放大到 80x24 以上");
}

#[test]
fn the_practice_town_says_so_on_every_screen() {
    let told = complaint(7);
    let mut console = laid_open(&told, SMALL);
    assert!(console.lacks("演练库"));
    console.app.tell(&Message::Town(TownMessage::Desk(Box::new(desk(true)))));
    let banner = "演练库：人和事都是虚构的";
    assert!(console.line(banner).starts_with("--"));
    for keys in ["a", "?"] {
        console.press(keys);
        console.line(banner);
        console.key(KeyCode::Esc);
    }
    console.key(KeyCode::F(2));
    console.line("李敏");
    console.press("lm");
    let asked = console.key(KeyCode::Enter);
    let person = crate::domain::ids::PersonId(2);
    assert!(matches!(asked[0], Effect::Session(SessionEffect::KeepPlace(_))), "{asked:?}");
    assert_eq!(asked[1..], [Effect::Session(SessionEffect::SwitchPerson(person))]);
}

#[test]
fn only_the_practice_town_lets_one_be_somebody_else() {
    let mut console = Console::listing(SMALL, rows(1, 3));
    assert_eq!(console.key(KeyCode::F(2)), []);
    console.line("只有演练库可以切换身份");
}

#[test]
fn changing_the_person_keeps_what_was_typed() {
    let told = complaint(7);
    let mut console = laid_open(&told, SMALL);
    console.app.tell(&Message::Town(TownMessage::Desk(Box::new(desk(true)))));
    withdrawing(&mut console);
    assert!(matches!(console.key(KeyCode::F(2)).as_slice(), [Effect::Drafts(DraftEffect::Save { .. })]));
}

#[test]
fn nothing_of_one_person_is_left_for_the_next() {
    let told = complaint(7);
    let mut console = laid_open(&told, SMALL);
    let mut other = desk(true);
    other.actor = other.org.people[2].clone();
    let asked = console.app.tell(&Message::Town(TownMessage::Desk(Box::new(other))));
    assert!(matches!(asked.as_slice(), [Effect::Lists(ListEffect::Overview(..))]), "{asked:?}");
    assert!(console.lacks("低保评定"));
    console.line("现在以王芳的身份操作");
}

#[test]
fn a_case_is_found_by_its_number_from_anywhere() {
    let mut console = Console::listing(SMALL, rows(1, 3));
    console.press(":");
    console.press("2026-0099");
    assert_eq!(console.key(KeyCode::Enter), [Effect::Case(CaseEffect::OpenNumbered("2026-0099".to_owned()))]);
    console.app.tell(&Message::Case(CaseMessage::NotThere(Refusal::unknown_case("2026-0099"))));
    console.line("没有您可以办理的投诉件“2026-0099”");
    console.press(":2026-0007");
    console.key(KeyCode::Enter);
    console.app.tell(&Message::Case(CaseMessage::Read(Box::new(detail(&complaint(7))))));
    console.line("2026-0007  低保评定未公示名单");
}

#[test]
fn the_complainant_is_shown_as_the_gate_gave_it_and_control_bytes_never_arrive() {
    let mut told = complaint(7);
    told.case.complainant.name = Some(Sealable::new("张*"));
    told.case.complainant.contact = Some(Sealable::new("138****1234"));
    told.case.content = Sealable::new("恶意\u{1b}[2J内容\u{202e}");
    let mut console = laid_open(&told, SMALL);
    assert!(console.line("投诉人").contains("张*"));
    assert!(console.line("联系方式").contains("138****1234"));
    console.line("恶意<1B>[2J内容<202E>");
}

#[test]
fn a_change_elsewhere_reads_again_what_is_on_the_screen() {
    let told = complaint(7);
    let mut console = laid_open(&told, SMALL);
    let asked = console.app.tell(&Message::Session(SessionMessage::ChangedElsewhere));
    assert!(
        matches!(
            asked.as_slice(),
            [Effect::Case(CaseEffect::Open(CaseId(7))), Effect::Lists(ListEffect::Overview(..))]
        ),
        "{asked:?}"
    );
    let gone = Refusal::unknown_case("2026-0007");
    console.app.tell(&Message::Case(CaseMessage::NotThere(gone)));
    console.line("没有您可以办理的投诉件");
    console.line("Space 标记");
}

#[test]
fn drawing_is_wanted_only_after_something_happened() {
    let mut console = Console::silent(SMALL);
    assert!(console.app.take_dirty());
    assert!(!console.app.needs_draw());
    console.app.tell(&Message::Session(SessionMessage::ChangedElsewhere));
    assert!(console.app.needs_draw());
    console.screen();
    assert!(!console.app.needs_draw());
}

#[test]
fn help_shows_the_keys_of_the_place_one_came_from() {
    let mut console = Console::listing(LARGE, rows(1, 3));
    console.press("?");
    assert!(console.line("办下一步").contains("Enter"));
    console.line("收件箱");
    console.key(KeyCode::Esc);
    console.line("Space 标记");
}

#[test]
fn alerts_are_told_once_listed_opened_and_acknowledged() {
    let mut console = Console::listing(SMALL, rows(1, 3));
    let alert = Alert {
        id: 4,
        case_id: CaseId(7),
        case_no: "2026-0007".to_owned(),
        title: "低保评定未公示名单".to_owned(),
        clock: ClockKind::Triage,
        level: AlertLevel::Overdue,
        due_on: crate::domain::time::Date::constant(2026, 11, 20),
        raised_at: Moment::UNIX_EPOCH,
    };
    console.app.tell(&Message::Lists(ListMessage::Alerts(vec![alert.clone()])));
    assert!(console.line("1收件箱").contains("提醒!1"));
    console.line("! 2026-0007 受理转办时限超期，按 ! 看全部提醒");
    console.press("!");
    assert!(console.line("2026-11-20到期").contains("! 超期"));
    console.app.tell(&Message::Lists(ListMessage::Alerts(vec![alert])));
    assert!(console.lacks("看全部提醒"), "told once");
    assert_eq!(console.press(" "), [Effect::Lists(ListEffect::AcknowledgeAlerts(vec![4]))]);
    assert_eq!(console.key(KeyCode::Enter), [Effect::Case(CaseEffect::Open(CaseId(7)))]);
    console.app.tell(&Message::Lists(ListMessage::Alerts(Vec::new())));
    assert!(!console.line("1收件箱").contains("提醒"));
}

#[test]
fn the_first_start_asks_for_town_district_and_name() {
    let mut console = Console::silent(SMALL);
    console.app.tell(&Message::Session(SessionMessage::NeedsSetUp));
    console.line("ydt sandbox");
    console.press("建胜镇");
    console.key(KeyCode::Enter);
    console.press("大渡口区");
    console.key(KeyCode::Tab);
    assert_eq!(console.key(KeyCode::Enter), []);
    console.line("请填写“您的姓名”");
    console.press("张三");
    let made = console.key(KeyCode::Enter);
    let [Effect::Session(SessionEffect::SetUp { town, district, name })] = made.as_slice() else {
        panic!("{made:?}")
    };
    assert_eq!([town, district, name], ["建胜镇", "大渡口区", "张三"]);
    assert_eq!(console.key(KeyCode::Enter), [], "a doubled Enter makes one database");
}

#[test]
fn a_small_terminal_still_shows_help_and_the_way_out() {
    let mut console = Console::listing(SMALL, rows(1, 3));
    let hints = console.screen()[23].clone();
    assert!(hints.starts_with(" Enter 办下一步 o 案件 a 其他"), "{hints}");
    assert!(hints.ends_with(": 命令 ? 帮助 q 退出"), "{hints}");
}

#[test]
fn a_new_day_is_seen_in_the_header_and_reads_the_list_again() {
    let mut console = Console::listing(SMALL, rows(1, 3));
    assert_eq!(
        console.app.tell(&Message::Session(SessionMessage::Tick(Moment::parse("2026-11-23 23:59").unwrap()))),
        []
    );
    let asked =
        console.app.tell(&Message::Session(SessionMessage::Tick(Moment::parse("2026-11-24 00:00").unwrap())));
    assert!(matches!(asked.as_slice(), [Effect::Lists(ListEffect::Overview(..))]), "{asked:?}");
    console.line("11-24 周二");
}

#[test]
fn keys_typed_ahead_wait_for_what_they_were_typed_for() {
    let mut console = Console::listing(SMALL, rows(1, 3));
    // The menu is still being read when the letter of an action is typed: it must not sort the list meanwhile.
    let asked = console.press("a");
    assert!(matches!(asked.as_slice(), [Effect::Case(CaseEffect::Open(_))]));
    assert!(console.press("s").is_empty());
    assert!(console.lacks("排序 收到时间"));
    console.app.tell(&Message::Case(CaseMessage::NotThere(Refusal::unknown_case("2026-0001"))));
    assert!(console.press("s").iter().any(|effect| matches!(effect, Effect::Lists(ListEffect::Page(..)))));
}

#[test]
fn every_pane_has_a_key_that_shows_it_a_tab_and_an_entry_in_the_palette() {
    let mut console = Console::listing(LARGE, rows(1, 3));
    for place in PANES {
        let digit = place.pane.as_ref().unwrap().digit;
        let key = Keys::default().key_for(Scope::Global, Do::Pane(digit)).unwrap();
        assert_eq!(key, digit.to_string(), "{}", place.label);
        console.press(&key);
        assert!(console.screen()[0].contains(&format!("{key}{}", place.label)), "{}", place.label);
        console.press(":");
        console.press(place.label);
        assert!(console.line(place.note).contains(place.label));
        console.key(KeyCode::Enter);
        assert!(console.lacks(place.note), "it leads there");
    }
}
