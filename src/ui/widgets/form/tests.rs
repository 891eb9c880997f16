//! Forms driven by keys on a terminal of 80×24.

use std::sync::Arc;

use crossterm::event::{KeyEvent, KeyModifiers};

use super::*;
use crate::actions;
use crate::domain::calendar::Calendar;
use crate::domain::ids::{PersonId, UnitId};
use crate::domain::time::Moment;
use crate::domain::town::former_names::FormerNames;
use crate::domain::town::org::{Org, Person, Unit};
use crate::domain::town::rights::Waiting;
use crate::domain::town::settings::Settings;
use crate::domain::words::{Position as Post, UnitKind};
use crate::ui::text;
use crate::ui::theme::Theme;
use crate::ui::widgets::testing;

fn desk() -> Desk {
    let unit = |id, name: &str, kind| Unit { id: UnitId(id), name: name.to_owned(), kind, active: true };
    let person = |id, name: &str, login: Option<&str>, positions: &[Post], unit| Person {
        id: PersonId(id),
        name: name.to_owned(),
        login: login.map(str::to_owned),
        unit,
        positions: positions.to_vec(),
        leads: Vec::new(),
        contacts: Vec::new(),
        active: true,
    };
    let operator = person(1, "张三", Some("zhangsan"), &[Post::CommissionOperator], None);
    let handler = person(2, "单雄", None, &[Post::Handler], Some(UnitId(2)));
    Desk {
        actor: operator.clone(),
        org: Arc::new(Org {
            town: "建胜镇".to_owned(),
            district: "大渡口区".to_owned(),
            units: vec![
                unit(1, "经济发展办", UnitKind::Section),
                unit(2, "新建村", UnitKind::Village),
                unit(3, "建胜社区", UnitKind::Village),
                unit(4, "镇纪委", UnitKind::Commission),
            ],
            delegations: Vec::new(),
            former: FormerNames::default(),
            waiting: Waiting::default(),
            people: vec![operator, handler],
        }),
        calendar: Arc::new(Calendar::embedded()),
        settings: Arc::new(Settings::default()),
        templates: Arc::default(),
        now: Moment::parse("2026-11-22 10:15").unwrap(),
        sandbox: true,
        read_only: None,
        by_sudo: false,
        scarce_space_mb: None,
        copies: None,
        holding: Arc::default(),
    }
}

fn open(code: &str) -> Form {
    Form::open(
        &actions::find(code).unwrap().questions,
        &Answers::none(),
        &desk(),
        "2026-0007 低保评定未公示名单",
    )
}

fn press(form: &mut Form, code: KeyCode) -> FormOutcome {
    form.handle(&Input::Key(KeyEvent::new(code, KeyModifiers::NONE)))
}

fn typed(form: &mut Form, text: &str) {
    for c in text.chars() {
        press(form, KeyCode::Char(c));
    }
}

fn save(form: &mut Form) -> FormOutcome {
    form.handle(&Input::Key(KeyEvent::new(KeyCode::Char('s'), KeyModifiers::CONTROL)))
}

fn shown(form: &Form) -> (Vec<String>, Option<(u16, u16)>) {
    testing::draw(80, 24, |frame| form.draw(frame, frame.area(), &Theme::plain()))
}

fn assert_shows(form: &Form, words: &str) {
    let (rows, _) = shown(form);
    assert!(rows.concat().contains(words), "{words} in {rows:#?}");
}

#[test]
fn assessment_is_filled_in_by_initials_alone() {
    let mut form = open("assess");
    assert_shows(&form, " 1监督事项清单  2公示公开信息  3腐败和作风问题  4业务范围外 ");
    for initials in ["jdsx", "fzx", "mz", "csq", "xjc"] {
        typed(&mut form, initials);
        assert_eq!(form.scope(), Scope::Picker);
        assert_eq!(press(&mut form, KeyCode::Enter), FormOutcome::Changed);
    }
    let FormOutcome::Submit(answers) = save(&mut form) else { panic!("{:#?}", shown(&form).0) };
    let expected = Answers::none()
        .with("scope", "matters_list")
        .with("kind", "non_consultation")
        .with("field", "civil_affairs")
        .with("route", "village")
        .with("unit", "新建村");
    assert_eq!(answers, expected);
}

/// Names of the units that the form offers.
fn offered(form: &Form) -> Vec<String> {
    let unit = form.entries.iter().find(|entry| entry.field.name == "unit").unwrap();
    let Value::One(choices, _) = &unit.value else { panic!("units are a list") };
    choices.iter().map(|choice| choice.code.clone()).filter(|name| !name.is_empty()).collect()
}

#[test]
fn the_route_says_which_units_are_offered() {
    let mut form = open("assess");
    assert_eq!(offered(&form).len(), 4);
    let chosen = |route: &str| Answers::none().with("route", route).with("unit", "新建村");
    form.restore(&chosen("village"));
    assert_eq!(offered(&form), ["新建村", "建胜社区"]);
    assert_eq!(form.answers().raw("unit"), Some("新建村"));
    form.restore(&chosen("party_committee"));
    assert_eq!(offered(&form), ["经济发展办"]);
    assert_eq!(form.answers().raw("unit"), None, "what does not fit the route goes");
    let transfer = open("transfer").on_route(Some(Route::Commission));
    assert_eq!(offered(&transfer), ["镇纪委"]);
}

#[test]
fn what_is_needed_under_a_condition_says_so_where_it_is_empty() {
    let mut form = open("assess");
    assert_shows(&form, "3镇纪委办理  业务范围内必填");
    form.restore(&Answers::none().with("route", "village"));
    let (rows, _) = shown(&form);
    assert!(!rows.concat().contains("业务范围内必填"), "{rows:#?}");
}

#[test]
fn an_optional_list_opens_on_its_first_choice_and_a_text_has_keys_of_its_own() {
    let mut form = open("assess");
    let place = |name: &str, form: &Form| form.entries.iter().position(|entry| entry.field.name == name);
    form.focus = place("route", &form).unwrap();
    press(&mut form, KeyCode::Enter);
    press(&mut form, KeyCode::Enter);
    assert_eq!(form.answers().raw("route"), Some("party_committee"));
    form.focus = place("note", &form).unwrap();
    assert_eq!(form.scope(), Scope::Prose);
    press(&mut form, KeyCode::Enter);
    assert_eq!(form.focus, place("note", &form).unwrap(), "Enter begins a line");
}

#[test]
fn several_words_are_marked_and_shown() {
    let mut form = open("assess");
    while form.entries[form.focus].field.name != "key_matters" {
        press(&mut form, KeyCode::Tab);
    }
    press(&mut form, KeyCode::Enter);
    press(&mut form, KeyCode::Char(' '));
    press(&mut form, KeyCode::Down);
    press(&mut form, KeyCode::Char(' '));
    press(&mut form, KeyCode::Enter);
    assert_eq!(form.answers().raw("key_matters"), Some("key_work,major_project"));
    assert_shows(&form, "[1重点工作][2重大项目] 3民生实事 ");
}

#[test]
fn a_missing_field_is_named_focused_and_costs_nothing() {
    let mut form = open("assess");
    typed(&mut form, "jdsx");
    press(&mut form, KeyCode::Enter);
    press(&mut form, KeyCode::Tab);
    press(&mut form, KeyCode::Tab);
    let before = form.answers();
    assert_eq!(save(&mut form), FormOutcome::Idle);
    assert_shows(&form, "✗ 请填写“类别”。");
    assert_eq!(form.entries[form.focus].field.name, "kind");
    assert_eq!(form.answers(), before);
}

#[test]
fn transfer_asks_before_it_is_handed_over() {
    let mut form = open("transfer");
    typed(&mut form, "ｊｓ");
    press(&mut form, KeyCode::Enter);
    assert_eq!(save(&mut form), FormOutcome::Idle);
    assert_eq!(form.scope(), Scope::Confirm);
    assert_shows(&form, "确认：2026-0007 低保评定未公示名单 转办后由承办单位签收办理");
    assert_eq!(press(&mut form, KeyCode::Char('x')), FormOutcome::Idle);
    assert_eq!(press(&mut form, KeyCode::Esc), FormOutcome::Idle);
    assert_eq!(form.scope(), Scope::Form);
    save(&mut form);
    let answers = Answers::none().with("unit", "建胜社区");
    assert_eq!(press(&mut form, KeyCode::Enter), FormOutcome::Submit(answers));
}

#[test]
fn a_date_is_typed_in_short_moved_by_arrows_and_shows_its_kind_of_day() {
    let mut form = open("transfer");
    press(&mut form, KeyCode::Tab);
    typed(&mut form, "１１－２０");
    press(&mut form, KeyCode::Down);
    assert_shows(&form, "2026-11-21        周六 休（周末）");
    press(&mut form, KeyCode::Up);
    typed(&mut form, "-");
    press(&mut form, KeyCode::End);
    assert_eq!(form.answers().raw("received_on"), Some("2026-11-19"));
    typed(&mut form, "xx");
    assert_eq!(save(&mut form), FormOutcome::Idle);
    assert_shows(&form, "✗ “书面送达日期”写成了");
    assert_eq!(form.entries[form.focus].field.name, "received_on");
}

#[test]
fn every_field_of_a_long_form_can_be_reached_seen_and_typed_in() {
    let mut form = open("register");
    assert_eq!(form.entries.len(), 16);
    let mut seen = Vec::new();
    for place in 0..16 {
        assert_eq!(form.focus, place);
        let (rows, cursor) = shown(&form);
        let label = form.entries[place].field.label;
        let row = rows.iter().position(|row| row.starts_with('>')).expect("the focus shows");
        assert!(rows[row].contains(label), "{rows:#?}");
        let (x, y) = cursor.expect("the terminal's cursor shows");
        assert_eq!((usize::from(y), x > 20), (row, true), "{label}: {rows:#?}");
        seen.push(label);
        press(&mut form, KeyCode::Tab);
    }
    seen.dedup();
    assert_eq!(seen.len(), 16);
}

#[test]
fn registration_is_submitted_with_enter_on_its_last_line() {
    let mut form = open("register");
    typed(&mut form, "低保名单");
    press(&mut form, KeyCode::Enter);
    form.handle(&Input::Paste("村里\r\n没有公示。\u{202e}".to_owned()));
    assert_eq!(press(&mut form, KeyCode::Enter), FormOutcome::Changed);
    press(&mut form, KeyCode::Tab);
    typed(&mut form, "1118 930");
    press(&mut form, KeyCode::Tab);
    while form.focus + 1 < form.entries.len() {
        press(&mut form, KeyCode::Tab);
    }
    assert_eq!(press(&mut form, KeyCode::Enter), FormOutcome::Idle);
    assert_eq!(form.entries[form.focus].field.name, "complained_at");
    for _ in 0..4 {
        press(&mut form, KeyCode::Backspace);
    }
    typed(&mut form, " 9：30");
    let FormOutcome::Submit(answers) = save(&mut form) else { panic!("{:#?}", shown(&form).0) };
    assert_eq!(answers.raw("title"), Some("低保名单"));
    assert_eq!(answers.raw("content"), Some("村里\n没有公示。\n"));
    assert_eq!(answers.raw("complained_at"), Some("2026-11-18 09:30"));
}

#[test]
fn a_long_text_never_pushes_its_form_off_the_screen() {
    let mut form = open("register");
    press(&mut form, KeyCode::Tab);
    form.handle(&Input::Paste("字".repeat(20_000)));
    assert_shows(&form, "10000字");
    assert_shows(&form, "没有放进来");
    for code in [KeyCode::Home, KeyCode::Tab, KeyCode::Tab, KeyCode::BackTab, KeyCode::BackTab] {
        press(&mut form, code);
        let (rows, cursor) = shown(&form);
        assert!(cursor.is_some(), "{rows:#?}");
        assert!(rows.iter().all(|row| text::width(row) <= 80));
    }
}

#[test]
fn arrows_move_within_a_text_and_leave_it_at_its_ends() {
    let mut form = open("register");
    press(&mut form, KeyCode::Down);
    form.handle(&Input::Paste("一\n二".to_owned()));
    press(&mut form, KeyCode::Up);
    assert_eq!(form.focus, 1);
    press(&mut form, KeyCode::Up);
    assert_eq!(form.focus, 0);
}

#[test]
fn a_refusal_keeps_every_letter_and_goes_to_the_field_it_names() {
    let mut form = open("transfer");
    press(&mut form, KeyCode::Tab);
    press(&mut form, KeyCode::Tab);
    typed(&mut form, "同意");
    let before = form.answers();
    form.set_busy(true);
    typed(&mut form, "不收");
    assert_eq!(save(&mut form), FormOutcome::Idle);
    let code = RefusalCode::OutOfTime;
    // The message quotes the label of another field, which is not the one at fault.
    let message = "书面送达日期2026-12-01在今天之后，请核对；不要改“书记意见”。";
    form.refuse(&Refusal::new(code, message).about("received_on"));
    assert_eq!(form.entries[form.focus].field.name, "received_on");
    assert_shows(&form, "✗ 书面送达日期2026-12-01在今天之后");
    assert_eq!(form.answers(), before);
    assert!(!form.is_busy());
    assert_eq!(press(&mut form, KeyCode::Esc), FormOutcome::Cancel);
    assert_eq!(form.answers(), before);
}

#[test]
fn a_draft_comes_back_as_it_was_left() {
    let mut form = open("assess");
    let draft = Answers::none()
        .with("scope", "conduct")
        .with("unit", "新建村")
        .with("key_matters", "livelihood")
        .with("note", "一行\n又一行")
        .with("ruled_on", "2026-11-2");
    form.restore(&draft);
    assert_eq!(form.answers().raw("note"), draft.raw("note"));
    assert_eq!(form.answers(), draft.clone().with("ruled_on", "2026-11-02"));
    form.restore(&Answers::none());
    assert_eq!(form.answers(), Answers::none());
}

#[test]
fn every_action_has_a_form_that_draws_and_can_be_left_on_any_terminal() {
    for action in actions::ACTS {
        let mut form = Form::open(&action.questions, &Answers::none(), &desk(), "\u{1b}[2J".repeat(50));
        for (columns, rows) in [(80, 24), (200, 60), (40, 10), (20, 5), (1, 1)] {
            for _ in 0..=action.fields().len() {
                testing::draw(columns, rows, |frame| form.draw(frame, frame.area(), &Theme::colour()));
                press(&mut form, KeyCode::Tab);
            }
        }
        assert_eq!(press(&mut form, KeyCode::Esc), FormOutcome::Cancel);
    }
}

#[test]
fn a_click_puts_the_focus_where_it_points() {
    let mut form = open("assess");
    let (rows, _) = shown(&form);
    let row = rows.iter().position(|row| row.starts_with("   办理途径")).unwrap();
    form.handle(&Input::Mouse(MouseEvent {
        kind: MouseEventKind::Down(MouseButton::Left),
        column: 30,
        row: u16::try_from(row).unwrap(),
        modifiers: KeyModifiers::NONE,
    }));
    assert_eq!(form.entries[form.focus].field.name, "route");
}

#[test]
fn a_person_stands_by_login_where_there_is_one() {
    let entry = |position| {
        let field: &'static actions::Field = Box::leak(Box::new(actions::Field::optional(
            "person",
            "人员",
            actions::FieldKind::Person(position),
        )));
        Entry::new(field, &Answers::none().with("person", "张三"), Some(&desk()))
    };
    assert_eq!(entry(None).answer(Some(desk().today())), "zhangsan");
    assert_eq!(entry(Some(Post::Handler)).answer(Some(desk().today())), "");
    let mut handler = entry(Some(Post::Handler));
    handler.set("单雄");
    assert_eq!(handler.answer(Some(desk().today())), "单雄");
}

#[test]
fn while_an_answer_waits_for_an_import_the_form_says_for_whose_and_escape_ends_the_waiting() {
    let mut form = open("transfer");
    typed(&mut form, "同意");
    let before = form.answers();
    form.set_busy(true);
    assert_eq!(press(&mut form, KeyCode::Esc), FormOutcome::Idle, "an ordinary save is over at once");
    form.wait("周敏正在导入，稍候".to_owned());
    assert_shows(&form, "周敏正在导入，稍候（Esc 不再等待）。");
    typed(&mut form, "不收");
    assert_eq!(press(&mut form, KeyCode::Esc), FormOutcome::StopWaiting);
    form.refuse(&Refusal::new(RefusalCode::NotSaved, "没有保存。"));
    assert_shows(&form, "✗ 没有保存。");
    assert_eq!(form.answers(), before);
}
