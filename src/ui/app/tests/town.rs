//! Acts on the town: found in the palette, asked for with the form of their questions, and answered like acts on a case.

use std::sync::Arc;

use crossterm::event::KeyCode;

use super::SMALL;
use crate::actions::answers::LONGEST_TEXT_CHARS;
use crate::actions::{self, Answers};
use crate::domain::ids::CaseId;
use crate::domain::refusal::{Refusal, RefusalCode};
use crate::domain::time::{Date, Moment};
use crate::domain::view::listing::Alert;
use crate::domain::words::{AlertLevel, ClockKind, Position};
use crate::ui::input::Input;
use crate::ui::message::{Effect, ListMessage, Message, TownCommand, TownEffect, TownMessage};
use crate::ui::screens::testing::{Console, act, desk, rows};

/// A console of somebody who holds these positions.
fn held_by(positions: &[Position]) -> Console {
    let mut console = Console::listing(SMALL, rows(1, 3));
    let mut desk = desk(false);
    desk.actor.positions = positions.to_vec();
    let mut org = (*desk.org).clone();
    org.people[0] = desk.actor.clone();
    desk.org = Arc::new(org);
    console.app.tell(&Message::Town(TownMessage::Desk(Box::new(desk))));
    console
}

fn choose(console: &mut Console, label: &str) -> Vec<Effect> {
    console.press(":");
    console.press(label);
    console.key(KeyCode::Enter)
}

fn sent(effects: &[Effect]) -> TownCommand {
    let sent = effects.iter().find_map(|effect| {
        if let Effect::Town(TownEffect::Perform(command)) = effect { Some(*command.clone()) } else { None }
    });
    sent.unwrap_or_else(|| panic!("{effects:?}"))
}

fn alert(id: i64) -> Alert {
    Alert {
        id,
        case_id: CaseId(7),
        case_no: "2026-0007".to_owned(),
        title: "低保评定未公示名单".to_owned(),
        clock: ClockKind::Triage,
        level: AlertLevel::Overdue,
        due_on: Date::constant(2026, 11, 20),
        raised_at: Moment::UNIX_EPOCH,
    }
}

#[test]
fn every_act_on_the_town_opens_its_form_from_the_palette() {
    for action in actions::on_town() {
        let mut console =
            held_by(&[Position::Administrator, Position::CommissionOperator, Position::PrincipalLeader]);
        console.app.tell(&Message::Lists(ListMessage::Alerts(vec![alert(4)])));
        choose(&mut console, action.label());
        console.line(action.questions.summary);
        for field in action.fields() {
            console.line(field.label);
        }
    }
}

#[test]
fn whoever_may_not_is_told_who_may_instead_of_a_form() {
    let mut console = held_by(&[Position::CommissionOperator]);
    assert_eq!(choose(&mut console, "修改设置"), []);
    assert!(console.line("“修改设置”由系统管理员办理").contains("您（张三）不能办理"));
    assert_eq!(choose(&mut console, "知晓提醒"), []);
    console.line("没有未读的提醒。");
}

#[test]
fn a_setting_is_chosen_with_its_present_value_in_view_and_a_refusal_keeps_the_form() {
    let mut console = held_by(&[Position::Administrator]);
    choose(&mut console, "修改设置");
    console.press("slzbsx");
    assert!(console.line("> 受理转办时限").contains("现在是 3"), "the list says it");
    console.key(KeyCode::Enter);
    console.line("受理转办时限（现在是 3，可填 1 至 60 的整数）");
    console.press("90");
    let command = sent(&console.key(KeyCode::Enter));
    let expected = Answers::none().with("key", "triage_limit_working_days").with("value", "90");
    assert_eq!((command.action, &command.answers), (act("set_setting"), &expected));
    assert_eq!(console.key(KeyCode::Enter), [], "a doubled Enter is one act");
    let refusal = Refusal::new(RefusalCode::InvalidValue, "“90”不行，没有修改。").about("value");
    console.app.tell(&Message::Town(TownMessage::Refused { act: command.act.clone(), refusal }));
    console.line("✗ “90”不行，没有修改。");
    console.ctrl('w');
    console.press("5");
    let command = sent(&console.key(KeyCode::Enter));
    assert_eq!(command.answers.raw("value"), Some("5"));
    let words = "已保存：设置“受理转办时限”由3改为5。".to_owned();
    console.app.tell(&Message::Town(TownMessage::Performed { act: command.act, words }));
    console.line("已保存：设置“受理转办时限”由3改为5。");
    assert!(console.lacks("修改全镇共用的一项设置"), "the form is gone");
}

#[test]
fn an_alert_is_picked_by_what_it_says() {
    let mut console = held_by(&[Position::CommissionOperator]);
    console.app.tell(&Message::Lists(ListMessage::Alerts(vec![alert(4)])));
    choose(&mut console, "知晓提醒");
    console.press("0007");
    console.line("> 2026-0007 受理转办时限超期");
    console.key(KeyCode::Enter);
    let command = sent(&console.ctrl('s'));
    assert_eq!(command.answers, actions::acknowledge_alert::answers(4));
}

#[test]
fn a_file_is_pasted_whole_confirmed_and_sent_and_one_that_may_be_cut_is_not() {
    let mut console = held_by(&[Position::Administrator]);
    choose(&mut console, "导入单位和人员");
    console.line("把整个文件的内容贴到这里");
    let file = "[[unit]]\nname = \"新建村\"\nkind = \"village\"\n";
    console.app.handle(Input::Paste(file.to_owned()));
    let effects = console.ctrl('s');
    let previewed = effects.iter().find_map(|effect| {
        if let Effect::Town(TownEffect::Preview(command)) = effect { Some(command.clone()) } else { None }
    });
    let act = previewed.unwrap_or_else(|| panic!("it asks first: {effects:?}")).act;
    let lines = vec!["离岗：王平（新建村承办人）".to_owned(), "文件中没有，保持不变：李敏".to_owned()];
    console.app.tell(&Message::Town(TownMessage::Previewed { act, lines }));
    console.line("离岗：王平（新建村承办人）");
    console.line("文件中没有，保持不变：李敏");
    let command = sent(&console.key(KeyCode::Enter));
    assert_eq!(command.answers.raw("text"), Some(file));
    let refusal = Refusal::new(RefusalCode::InvalidValue, "读不出来。").about("text");
    console.app.tell(&Message::Town(TownMessage::Refused { act: command.act, refusal }));
    console.line("✗ 读不出来。");
    console.app.handle(Input::Paste("#".repeat(LONGEST_TEXT_CHARS)));
    console.ctrl('s');
    console.line("可能没有贴全，没有提交");
    console.line("更长的请退出后用");
}
