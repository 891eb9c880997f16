//! Every field of every form keeps what is typed in it, and the form of a new case goes as far as it may at once.

use std::collections::BTreeSet;

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use super::{Act, Target};
use crate::actions::{ACTS, Answers, FieldKind};
use crate::domain::ids::UnitId;
use crate::domain::sealable::Sealable;
use crate::domain::view::detail::{CaseDetail, UsualUnit};
use crate::domain::words::MatterField;
use crate::ui::input::Input;
use crate::ui::message::{CaseEffect, CaseMessage, DraftEffect, Effect, Message};
use crate::ui::screens::testing::{Console, Told, around, desk, detail, registered, row, told};
use crate::ui::screens::{Around, Call, Screen as _};

const TYPED: &str = "留一句";

fn complaint() -> Told {
    let (at, code, answers) = registered(18, "低保评定未公示名单");
    told(7, &[(&at, code, answers)])
}

fn key(code: KeyCode) -> Input {
    Input::Key(KeyEvent::new(code, KeyModifiers::NONE))
}

/// The form of an act with something typed at a field: so many times Tab further than where it opens, and once past the
/// last field so many times back.
fn typed_at(action: &'static crate::actions::Act, place: usize) -> (Act, Around) {
    let (told, desk) = (complaint(), desk(false));
    let target = match action.on_case() {
        Ok(on) if on.makes_case() => Target::New,
        Ok(_) => Target::one(&told.case),
        Err(_) => Target::Town("建胜镇".to_owned()),
    };
    let mut act = Act::open(action, target, Answers::none(), "x".to_owned(), &desk);
    let around = Around { desk: Some(desk), ..around() };
    let ahead = action.fields().len() + 1;
    let way = if place <= ahead { (KeyCode::Tab, place) } else { (KeyCode::BackTab, place - ahead) };
    for code in std::iter::repeat_n(way.0, way.1).chain(TYPED.chars().map(KeyCode::Char)) {
        act.input(&key(code), &around);
    }
    (act, around)
}

/// The fields of a kept draft that hold what was typed.
fn kept(effect: Option<Effect>) -> BTreeSet<String> {
    let Some(Effect::Drafts(DraftEffect::Save { answers, .. })) = effect else { return BTreeSet::new() };
    answers.iter().filter(|(_, text)| text.contains(TYPED)).map(|(name, _)| name.to_owned()).collect()
}

#[test]
fn what_is_typed_at_any_field_of_any_form_is_kept_when_it_is_left_and_when_the_program_ends() {
    for action in ACTS {
        let is_text = |kind| matches!(kind, FieldKind::Line | FieldKind::Prose);
        let texts: BTreeSet<String> = action
            .fields()
            .iter()
            .filter(|field| is_text(field.kind))
            .map(|field| field.name.to_owned())
            .collect();
        let (mut at_end, mut on_leaving) = (BTreeSet::new(), BTreeSet::new());
        // It opens at the first field that is demanded, which need not be the first.
        for place in 0..=2 * action.fields().len() + 1 {
            // A signal and a dropped line ask for the draft; the clock does so every few seconds.
            let (mut act, _) = typed_at(action, place);
            at_end.extend(kept(act.keep()));
            let (mut act, around) = typed_at(action, place);
            let left = act.input(&key(KeyCode::Esc), &around);
            for call in left {
                if let Call::Ask(effect) = call {
                    on_leaving.extend(kept(Some(effect)));
                }
            }
        }
        assert!(at_end.is_superset(&texts), "{}: {:?}", action.code, texts.difference(&at_end));
        assert!(on_leaving.is_superset(&texts), "{}: {:?}", action.code, texts.difference(&on_leaving));
    }
}

/// The form of a new case, opened with the key of its next act.
fn triage() -> Console {
    let told = complaint();
    let mut console = Console::listing((80, 24), vec![row(&told.case)]);
    console.press("o");
    console.app.tell(&Message::Case(CaseMessage::Read(Box::new(detail(&told)))));
    console.key(KeyCode::Enter);
    console
}

fn in_turn(effects: &[Effect]) -> Vec<(&'static str, Option<u32>)> {
    let commands = effects.iter().find_map(|effect| {
        if let Effect::Case(CaseEffect::PerformInTurn(commands)) = effect { Some(commands) } else { None }
    });
    let commands = commands.unwrap_or_else(|| panic!("{effects:?}"));
    commands.iter().map(|command| (command.action.code, command.seen_seq)).collect()
}

#[test]
fn a_new_case_goes_to_its_unit_with_one_form_and_one_question() {
    let mut console = triage();
    console.line("村里低保评定后没有张贴名单");
    let unmarked = ["甄别", "类别"].map(|label| !console.line(label).contains("像是"));
    assert_eq!(unmarked, [true, true], "no word of the complaint speaks for any of them");
    assert!(console.line("办理途径").contains("像是2"), "it lies in a village; and nothing is chosen");
    console.press("123");
    // The field that the platform did not give is asked after the kind.
    console.line("[3住房]");
    console.press("2");
    console.line("[2村（社区）办理]");
    console.press("1");
    assert!(console.line("拟承办单位").contains("[1新建村]"));
    let told = console.line("存后：");
    assert!(told.contains("研判、受理、转办") && told.contains("单独研判"), "{told}");
    console.ctrl('s');
    assert!(console.screen().concat().contains("最迟"));
    let sent = console.key(KeyCode::Enter);
    let seen = complaint().case.seq;
    assert_eq!(in_turn(&sent), [("assess", Some(seen)), ("accept", None), ("transfer", None)]);
}

/// The form of a new case that says this, other cases of whose village went to 新建村 before.
fn triage_of(content: &str) -> Console {
    let mut told = complaint();
    told.case.content = Sealable::new(content);
    let usual = vec![UsualUnit { field: MatterField::Housing, unit: UnitId(3), went: 3 }];
    let mut console = Console::listing((80, 24), vec![row(&told.case)]);
    console.press("o");
    let detail = CaseDetail { usual, ..detail(&told) };
    console.app.tell(&Message::Case(CaseMessage::Read(Box::new(detail))));
    console.key(KeyCode::Enter);
    console
}

#[test]
fn a_likely_value_is_marked_with_what_speaks_for_it() {
    let mut console = triage_of("村干部收了介绍费，请问怎么办理退还？");
    console.line("像是3：投诉里有“介绍费”");
    console.press("1");
    console.line("像是1：投诉里有“请问”");
    console.press("2");
    console.press("32");
    assert!(console.line("拟承办单位").contains("像是1（同类件常转，3件）"), "{:#?}", console.screen());
    console.press("1");
    for _ in 0..3 {
        console.key(KeyCode::BackTab);
    }
    console.press("2");
    assert!(console.line("领域").contains("[2医疗]"));
    assert!(
        console.line("拟承办单位").contains("[1新建村]"),
        "what was chosen stays, whatever speaks for it"
    );
    let mut console = triage_of("三组路灯不亮。");
    console.press("1222");
    assert!(console.line("拟承办单位").contains("像是1（事发地）"), "cases of another field say nothing");
}

#[test]
fn nobody_is_asked_to_confirm_what_an_empty_field_keeps_from_being_done() {
    let mut console = triage();
    console.press("12321");
    // Assessed by a meeting, whose number is demanded then.
    console.press("1");
    assert!(console.ctrl('s').is_empty());
    assert!(console.lacks("回车确认"));
    let told = console.screen().concat();
    assert!(told.contains("请填写“研判会编号”"), "{told}");
    console.press("5");
    console.ctrl('s');
    assert_eq!(in_turn(&console.key(KeyCode::Enter)).len(), 3);
}

#[test]
fn only_what_is_lawful_is_offered_and_what_is_out_of_scope_has_no_route() {
    let mut console = triage();
    console.press("3");
    assert!(console.line("办理途径").contains("1镇纪委办理") && console.lacks("村（社区）办理"));
    let mut console = triage();
    console.press("4");
    assert!(console.lacks("办理途径") && console.lacks("存后"), "{:#?}", console.screen());
    console.press("17");
    console.ctrl('s');
    assert_eq!(in_turn(&console.key(KeyCode::Enter)).len(), 1);
}

#[test]
fn what_few_cases_need_is_folded_away_until_one_goes_on_past_the_last_field() {
    let mut console = triage();
    assert!(console.line("更多：").contains("研判会编号"));
    for _ in 0..7 {
        console.key(KeyCode::Tab);
    }
    assert!(console.lacks("更多："));
    assert!(console.line("> ").contains("研判会编号"));
}
