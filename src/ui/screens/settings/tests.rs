//! The settings by keys: a new town from its first unit to its posts, changing what stands, lists read from files.

use std::path::PathBuf;
use std::sync::Arc;

use crossterm::event::KeyCode;

use crate::actions::Answers;
use crate::domain::desk::Desk;
use crate::domain::ids::PersonId;
use crate::domain::paper::PaperKind;
use crate::domain::refusal::{Refusal, RefusalCode};
use crate::domain::time::Moment;
use crate::domain::town::org::Org;
use crate::domain::town::rights::{Proposal, Rights};
use crate::domain::town::roster;
use crate::domain::town::templates::{OwnTemplate, Templates};
use crate::domain::words::Position;
use crate::ui::input::Input;
use crate::ui::message::{Effect, Message, TownCommand, TownEffect, TownMessage};
use crate::ui::screens::testing::{Console, act, desk};

const SMALL: (u16, u16) = (80, 24);

fn administrator(change: impl FnOnce(&mut Org)) -> Desk {
    let mut desk = desk(false);
    let mut org = (*desk.org).clone();
    org.people[0].positions.push(Position::Administrator);
    org.people[0].login = Some("zhangsan".to_owned());
    change(&mut org);
    desk.actor = org.people[0].clone();
    desk.org = Arc::new(org);
    desk
}

fn tell(console: &mut Console, desk: Desk) {
    console.app.tell(&Message::Town(TownMessage::Desk(Box::new(desk))));
}

fn opened() -> Console {
    let mut console = Console::silent(SMALL);
    tell(&mut console, administrator(|_| {}));
    console.press("7");
    console
}

fn sent(effects: &[Effect]) -> TownCommand {
    let sent = effects.iter().find_map(|effect| {
        if let Effect::Town(TownEffect::Perform(command)) = effect { Some(*command.clone()) } else { None }
    });
    sent.unwrap_or_else(|| panic!("{effects:?}"))
}

#[test]
fn a_new_town_is_led_from_its_units_to_its_posts_and_everything_can_be_left() {
    let mut console = Console::silent(SMALL);
    let bare = administrator(|org| org.units.truncate(1));
    tell(&mut console, bare.clone());
    console.line("登记单位");
    console.app.handle(Input::Paste("新建村\n民政办".to_owned()));
    let command = sent(&console.ctrl('s'));
    assert_eq!(command.action, act("add_units"));
    let words = "已保存：更新单位和人员。".to_owned();
    console.app.tell(&Message::Town(TownMessage::Performed { act: command.act, words }));
    let list = command.answers.text("list").unwrap();
    tell(&mut console, administrator(|org| *org = roster::with_units(&bare.org, &list).unwrap()));
    console.line("由谁担任");
    assert!(console.line("新建村").contains('缺'));
    console.key(KeyCode::Esc);
    console.line("今日");
    console.press("7");
    console.line("新建村");
}

#[test]
fn names_typed_on_a_post_go_to_those_who_hold_it_and_the_next_vacant_post_follows() {
    let mut console = opened();
    console.key(KeyCode::Tab);
    console.key(KeyCode::Tab);
    for _ in 0..3 {
        console.press("j");
    }
    console.press("g");
    // 镇主要领导 is the first post that nobody holds.
    console.press("j");
    console.key(KeyCode::Enter);
    console.app.handle(Input::Paste("王建国 wangjg".to_owned()));
    let command = sent(&console.key(KeyCode::Enter));
    let expected = Answers::none().with("position", "principal_leader").with("people", "王建国 wangjg");
    assert_eq!((command.action, &command.answers), (act("fill_post"), &expected));
    let refusal = Refusal::new(RefusalCode::InvalidValue, "登录名不行。").about("people");
    console.app.tell(&Message::Town(TownMessage::Refused { act: command.act, refusal }));
    assert!(console.line("王建国 wangjg").contains("登录名不行"));
    let again = sent(&console.key(KeyCode::Enter));
    let words = "已保存。".to_owned();
    console.app.tell(&Message::Town(TownMessage::Performed { act: again.act, words }));
    tell(
        &mut console,
        administrator(|org| {
            *org = roster::with_holders(org, Position::PrincipalLeader, None, "王建国 wangjg").unwrap();
        }),
    );
    console.line("王建国（wangjg）");
    let selected = console.line(">");
    assert!(selected.contains("经济发展办") && selected.contains("承办人"), "{selected}");
}

#[test]
fn enter_opens_the_form_that_changes_the_row_with_what_stands_filled_in() {
    let mut console = opened();
    console.press("j");
    console.key(KeyCode::Enter);
    console.line("修改单位");
    assert!(console.screen().iter().filter(|line| line.contains("经济发展办")).count() >= 2);
    console.key(KeyCode::Esc);
    console.key(KeyCode::Tab);
    console.key(KeyCode::Enter);
    console.line("修改人员");
    console.line("zhangsan");
}

#[test]
fn whoever_is_no_administrator_may_look_and_is_told_who_may_change() {
    let mut console = Console::silent(SMALL);
    tell(&mut console, desk(false));
    console.press("7");
    console.line("经济发展办");
    console.press("r");
    console.line("系统管理员");
    console.key(KeyCode::Tab);
    console.key(KeyCode::Tab);
    console.key(KeyCode::Enter);
    console.line("系统管理员");
}

#[test]
fn a_list_that_was_read_from_a_file_is_looked_at_in_the_form_before_it_is_saved() {
    for (page, text, title) in [
        (0, "新光村\n", "登记单位"),
        (1, "何晓 监督查看\n", "登记人员"),
        (0, "[[unit]]\nname = \"新光村\"\nkind = \"village\"\n", "导入单位和人员"),
    ] {
        let mut console = opened();
        (0..page).for_each(|_| drop(console.key(KeyCode::Tab)));
        console.press("i");
        let (path, text) = (PathBuf::from("/home/x/名单.txt"), text.to_owned());
        console.app.tell(&Message::Town(TownMessage::ListRead { path, text: text.clone() }));
        console.line(title);
        console.line(text.lines().next().unwrap());
        console.line("已读出 名单.txt");
    }
}

#[test]
fn what_waits_to_be_confirmed_is_a_page_and_a_line_over_every_screen() {
    let mut console = opened();
    let desk = administrator(|org| {
        let person = &org.people[1];
        let rights = Rights { login: Some("limin".to_owned()), ..Rights::of(person) };
        let proposal =
            Proposal { rights, proposed_by: org.people[0].id, proposed_on: "2026-11-23".parse().unwrap() };
        org.waiting.proposals.insert(person.id, proposal);
    });
    tell(&mut console, desk);
    let screen = console.screen().concat();
    assert!(screen.contains("1人的岗位和登录名没有确认") && screen.contains("待确认 缺1"), "{screen}");
    for _ in 0..3 {
        console.key(KeyCode::Tab);
    }
    let screen = console.screen().concat();
    assert!(screen.contains("登录名limin") && screen.contains("没有生效"), "{screen}");
    console.key(KeyCode::Enter);
    let screen = console.screen().concat();
    assert!(screen.contains("确认岗位和登录名") && screen.contains("limin"), "{screen}");
}

#[test]
fn a_template_of_the_offices_own_stands_with_since_when_and_by_whom_and_is_given_up_on_its_row() {
    let mut console = Console::silent(SMALL);
    let mut desk = administrator(|_| {});
    let own = OwnTemplate {
        kind: PaperKind::Transfer,
        version: 2,
        name: "转办.docx".to_owned(),
        sha256: "ab".to_owned(),
        set_at: Moment::parse("2026-11-20 09:00").unwrap(),
        set_by: PersonId(1),
        is_in_force: true,
    };
    desk.templates = Arc::new(Templates(vec![own]));
    tell(&mut console, desk);
    console.press("7");
    console.key(KeyCode::BackTab);
    let row = console.line("转办单模板");
    assert!(row.contains("转办.docx") && row.contains("2026-11-20") && row.contains("张三"), "{row}");
    console.press("G");
    console.key(KeyCode::Enter);
    console.line("恢复内置版式");
    console.key(KeyCode::Esc);
    console.press("k");
    console.key(KeyCode::Enter);
    console.line("换用模板");
    console.key(KeyCode::Tab);
    console.line("从文件夹里选");
}
