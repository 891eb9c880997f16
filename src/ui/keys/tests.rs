//! The registry holds together, and keys mean the same with an input method on.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use std::collections::BTreeMap;

use super::*;

fn press(c: char) -> KeyEvent {
    KeyEvent::new(KeyCode::Char(c), KeyModifiers::NONE)
}

fn overrides(rows: &[(&str, &str)]) -> BTreeMap<String, Vec<String>> {
    rows.iter().map(|(name, key)| ((*name).to_owned(), vec![(*key).to_owned()])).collect()
}

#[test]
fn no_key_does_two_things_in_one_place() {
    assert_eq!(Keys::default().check(), Ok(()));
}

#[test]
fn every_binding_has_a_name_of_its_own_and_keys_the_configuration_can_write() {
    let mut names: Vec<String> = BINDINGS.iter().map(Binding::full_name).collect();
    names.sort();
    names.dedup();
    assert_eq!(names.len(), BINDINGS.len());
    for binding in BINDINGS {
        assert!(!binding.keys.is_empty(), "{binding:?}");
        for key in binding.keys {
            assert_eq!(Key::parse(&key.to_string()), Some(*key), "{key}");
        }
    }
}

#[test]
fn full_width_twins_do_what_their_keys_do() {
    let keys = Keys::default();
    let table = [
        ('？', '?'),
        ('：', ':'),
        ('／', '/'),
        ('、', '/'),
        ('１', '1'),
        ('ａ', 'a'),
        ('Ｇ', 'G'),
        ('】', ']'),
    ];
    for (twin, plain) in table {
        let does = keys.lookup(Scope::Case, &press(plain));
        assert!(does.is_some(), "{plain}");
        assert_eq!(keys.lookup(Scope::Case, &press(twin)), does, "{twin}");
    }
    assert_eq!(keys.lookup(Scope::Inbox, &press('\u{3000}')), Some(Do::Mark));
}

#[test]
fn letters_are_free_where_text_is_typed() {
    for scope in [Scope::Form, Scope::Prose, Scope::Line, Scope::Picker, Scope::Menu] {
        for c in ('!'..='~').chain(['：', '？']) {
            assert_eq!(lookup(scope, &press(c)), None, "{c} in {scope:?}");
        }
    }
}

#[test]
fn modifiers_are_told_apart() {
    let with = |code, modifiers| lookup(Scope::Form, &KeyEvent::new(code, modifiers));
    assert_eq!(with(KeyCode::Char('S'), KeyModifiers::CONTROL | KeyModifiers::SHIFT), Some(Do::Save));
    assert_eq!(with(KeyCode::Tab, KeyModifiers::SHIFT), Some(Do::PreviousField));
    assert_eq!(with(KeyCode::BackTab, KeyModifiers::SHIFT), Some(Do::PreviousField));
    assert_eq!(with(KeyCode::Char('s'), KeyModifiers::ALT | KeyModifiers::CONTROL), None);
}

#[test]
fn an_override_moves_a_key_in_look_up_hints_and_help() {
    let keys = Keys::with_overrides(&overrides(&[("inbox.import", "F3")])).unwrap();
    let f3 = KeyEvent::new(KeyCode::F(3), KeyModifiers::NONE);
    assert_eq!(keys.lookup(Scope::Inbox, &f3), Some(Do::Import));
    assert_eq!(keys.lookup(Scope::Inbox, &press('i')), None);
    assert!(keys.hints(Scope::Inbox).contains(&("F3".to_owned(), "导入")));
    assert!(keys.help(Scope::Inbox)[0].1.contains(&("F3".to_owned(), "导入")));
    assert_eq!(keys.key_for(Scope::Inbox, Do::Import), Some("F3".to_owned()));
}

#[test]
fn bad_overrides_are_refused_in_one_sentence() {
    let table = [
        (("inbox.import", "r"), "“inbox.import”（导入）和“inbox.register”（登记）"),
        (("inbox.import", "j"), "“inbox.import”（导入）和“move.down”（下移）"),
        (("inbox.fly", "n"), "没有“inbox.fly”"),
        (("inbox.import", "Ctrl-"), "“Ctrl-”不是一个按键"),
        (("form.save", "F3"), "不能更改"),
    ];
    for (row, says) in table {
        let refused = Keys::with_overrides(&overrides(&[row])).unwrap_err();
        assert!(refused.contains(says), "{refused}");
    }
}

#[test]
fn hints_begin_with_what_the_screen_is_for() {
    let hints = Keys::default().hints(Scope::Inbox);
    assert_eq!(hints[0], ("Enter".to_owned(), "办下一步"));
    assert_eq!(hints.last(), Some(&("q".to_owned(), "退出")));
}

/// What each letter and sign means wherever it is bound; what stands on one line is one meaning on different things.
const MEANINGS: &[(char, &[Do])] = &[
    ('y', &[Do::Agree]),
    ('n', &[Do::SendBack]),
    ('r', &[Do::Register]),
    ('i', &[Do::Import, Do::Load]),
    ('B', &[Do::Seal]),
    ('b', &[Do::Reconcile]),
    ('x', &[Do::MarkAll]),
    ('w', &[Do::Urge]),
    ('T', &[Do::Chase]),
    ('a', &[Do::Actions]),
    ('o', &[Do::OpenCase]),
    ('v', &[Do::TogglePreview]),
    ('c', &[Do::Calendar]),
    ('d', &[Do::Delegate]),
    ('u', &[Do::Undo]),
    ('h', &[Do::Left, Do::PreviousView, Do::PreviousPart, Do::Parent]),
    ('j', &[Do::Down]),
    ('k', &[Do::Up]),
    ('l', &[Do::Right, Do::NextView, Do::NextPart, Do::Open]),
    ('g', &[Do::Top]),
    ('G', &[Do::Bottom]),
    ('q', &[Do::Back, Do::Quit]),
    ('/', &[Do::Filter]),
    (':', &[Do::Palette]),
    ('?', &[Do::Help]),
    (' ', &[Do::Mark]),
    ('!', &[Do::Alerts]),
    ('[', &[Do::PreviousCase, Do::PreviousPart]),
    (']', &[Do::NextCase, Do::NextPart]),
    ('s', &[Do::Sort]),
    ('e', &[Do::SayColumn, Do::Rename]),
    ('f', &[Do::KeptFilters]),
    ('D', &[Do::Discard]),
    ('m', &[Do::MyDay]),
    ('p', &[Do::Drafts]),
    ('t', &[Do::ChooseSheet]),
    ('U', &[Do::ClearMarks]),
    ('z', &[Do::Defer]),
    ('P', &[Do::Papers]),
    ('M', &[Do::Minute, Do::PrepareMeeting]),
    ('E', &[Do::SayNothing]),
    ('L', &[Do::Link]),
    ('S', &[Do::Write]),
    ('R', &[Do::OpenRest]),
    ('H', &[Do::Stretch]),
    ('F', &[Do::Freeze]),
    ('Y', &[Do::Pack]),
];

#[test]
fn a_letter_means_one_thing_in_the_whole_program() {
    // The keys of a question stand in the question and count for it alone.
    let questions = [Scope::Confirm, Scope::Draft, Scope::Pasted];
    for row in BINDINGS.iter().filter(|row| !questions.contains(&row.scope)) {
        for key in row.keys {
            let KeyCode::Char(letter) = key.code else { continue };
            if key.ctrl || key.alt || letter.is_ascii_digit() {
                continue;
            }
            let meaning = MEANINGS.iter().find(|(known, _)| *known == letter);
            let means = meaning.unwrap_or_else(|| panic!("{letter} has no meaning: {row:?}")).1;
            assert!(means.contains(&row.does), "{letter} means something else in {row:?}");
        }
    }
}

#[test]
fn every_key_of_moving_moves_a_list() {
    for binding in BINDINGS.iter().filter(|binding| binding.scope == Scope::Move) {
        assert!(binding.does.rows(10).is_some(), "{}", binding.full_name());
    }
    assert_eq!(Do::Open.rows(10), None);
    let rows =
        [Do::Down, Do::Up, Do::PageDown, Do::PageUp, Do::HalfDown, Do::HalfUp].map(|does| does.rows(10));
    assert_eq!(rows, [1, -1, 10, -10, 5, -5].map(Some));
}
