//! One's own acts of a day by keys: the list, another day, the case, undoing.

use crossterm::event::KeyCode;

use crate::domain::ids::CaseId;
use crate::domain::time::{Date, Moment};
use crate::domain::view::my_day::DoneLine;
use crate::ui::message::{CaseEffect, Effect, ListEffect, ListMessage, Message};
use crate::ui::screens::testing::{Console, rows};

const SMALL: (u16, u16) = (80, 24);
const TODAY: Date = Date::constant(2026, 11, 23);
const FRIDAY: Date = Date::constant(2026, 11, 22);

fn done(minute: &str, id: i64, action: &str, words: &str) -> DoneLine {
    DoneLine {
        at: Moment::parse(minute).unwrap(),
        case: Some((CaseId(id), format!("2026-{id:04}"), "低保评定未公示名单".to_owned())),
        action: action.to_owned(),
        words: words.to_owned(),
        can_be_undone: action == "withdraw",
    }
}

fn day() -> Vec<DoneLine> {
    let town = DoneLine {
        case: None, ..done("2026-11-23 09:10", 0, "delegate", "授权王芳代签，至11月27日")
    };
    vec![
        done("2026-11-23 10:20", 7, "withdraw", "投诉人撤回投诉：家里已经商量好了"),
        done("2026-11-23 09:41", 8, "assess", "研判为监督事项清单、非咨询、民政，由村（社区）办理（新建村）"),
        town,
    ]
}

fn shown() -> Console {
    let mut console = Console::listing(SMALL, rows(1, 3));
    assert_eq!(console.press("m"), [Effect::Lists(ListEffect::MyDay(TODAY))]);
    console.app.tell(&Message::Lists(ListMessage::MyDay(TODAY, day())));
    console
}

#[test]
fn a_key_lists_what_one_did_today_with_time_case_and_what_it_was() {
    let mut console = shown();
    console.line("张三 2026-11-23 周一（今天）   办了3项");
    let line = console.line("09:41");
    assert!(line.contains("0008 低保评定未公示名单") && line.contains("研判为监督事项清单"), "{line}");
    assert!(console.line("09:10").contains("授权代签"));
    console.press("j");
    console.line("由村（社区）办理（新建村）");
    assert_eq!(console.key(KeyCode::Enter), [Effect::Case(CaseEffect::Open(CaseId(8)))]);
}

#[test]
fn another_day_is_asked_for_and_none_after_today() {
    let mut console = shown();
    console.press("]");
    console.line("已经是今天了。");
    assert_eq!(console.press("["), [Effect::Lists(ListEffect::MyDay(FRIDAY))]);
    console.app.tell(&Message::Lists(ListMessage::MyDay(TODAY, day())));
    console.line("正在读取");
    console.app.tell(&Message::Lists(ListMessage::MyDay(FRIDAY, Vec::new())));
    console.line("11-22没有办过什么。按 [ 看前一天。");
}

#[test]
fn what_can_be_taken_back_says_so_and_is_taken_back_from_here() {
    let mut console = shown();
    console.line("按 u 撤销这一项");
    assert_eq!(console.press("u"), [Effect::Case(CaseEffect::Open(CaseId(7)))], "its form needs the case");
    let mut console = shown();
    console.press("j");
    assert!(console.lacks("按 u 撤销"));
    assert_eq!(console.press("u"), []);
    console.line("“研判”（2026-0008）不能直接撤销：再做一次“研判”");
    console.press("ju");
    console.line("对全镇办的不能撤销");
}

#[test]
fn the_palette_names_it_with_its_key() {
    let mut console = Console::listing(SMALL, rows(1, 3));
    console.press(":jtbl");
    assert!(console.line("我今天办了什么").contains("[m]"));
}
