//! The editor: the same keys in one line and in a long text, its cursor, its limits.

use super::*;
use crate::ui::keys::EDITING;
use crate::ui::widgets::testing::draw;

fn press(editor: &mut Editor, code: KeyCode, modifiers: KeyModifiers) -> bool {
    editor.handle(&KeyEvent::new(code, modifiers))
}

#[test]
fn a_paste_of_any_size_is_cleaned_capped_and_undone_at_once() {
    let mut editor = Editor::new("甲");
    assert_eq!(editor.insert("乙\r\n丙\u{202e}\u{1b}[31m"), 0);
    assert_eq!(editor.text(), "甲乙\n丙[31m");
    assert!(press(&mut editor, KeyCode::Char('u'), KeyModifiers::CONTROL));
    assert_eq!(editor.text(), "甲");
    assert!(press(&mut editor, KeyCode::Char('r'), KeyModifiers::CONTROL));
    assert_eq!(editor.text(), "甲乙\n丙[31m");
    assert!(editor.insert(&"字".repeat(1 << 20)) > 0);
    assert_eq!(editor.chars(), LONGEST_TEXT_CHARS);
    assert!(!press(&mut editor, KeyCode::Char('x'), KeyModifiers::NONE));
    assert!(press(&mut editor, KeyCode::Backspace, KeyModifiers::NONE));
    assert_eq!(editor.text().chars().count(), LONGEST_TEXT_CHARS - 1);
}

#[test]
fn the_terminals_cursor_stands_behind_the_last_character_for_every_length() {
    for length in 0..60_u16 {
        let editor = Editor::new(&"村".repeat(usize::from(length)));
        let (rows, cursor) = draw(20, 12, |frame| editor.draw(frame, frame.area()));
        let cursor = cursor.expect("the cursor shows");
        let row = usize::from(cursor.1);
        assert_eq!(text::width(rows[row].trim_end()), usize::from(cursor.0), "{length}: {rows:?}");
    }
}

#[test]
fn chinese_wraps_softly_without_changing_the_text() {
    let sentence = "村里低保评定后没有张贴名单，群众多次询问未得到答复。";
    let editor = Editor::new(sentence);
    let (rows, _) = draw(21, 6, |frame| editor.draw(frame, frame.area()));
    assert_eq!(rows.iter().map(|row| row.trim_end()).collect::<String>(), sentence);
    assert_eq!(editor.text(), sentence);
}

fn typed(editor: &mut Editor, codes: &[KeyCode]) {
    for code in codes {
        press(editor, *code, KeyModifiers::NONE);
    }
}

#[test]
fn every_editing_key_does_the_same_in_one_line_and_in_a_long_text() {
    let start = |mut editor: Editor| {
        typed(&mut editor, &[KeyCode::Char('z')]);
        press(&mut editor, KeyCode::Left, KeyModifiers::CONTROL);
        press(&mut editor, KeyCode::Char('k'), KeyModifiers::CONTROL);
        press(&mut editor, KeyCode::Left, KeyModifiers::SHIFT);
        editor
    };
    let sentence = "low 低保 e\u{301}保 end";
    let mut changing = 0;
    // A page of a long text is as long as it was drawn, and it was not drawn here.
    let rows = EDITING.iter().filter(|row| !matches!(row.does, Edit::PageUp | Edit::PageDown));
    for (edit, key) in rows.flat_map(|row| row.keys.iter().map(move |key| (row.does, key))) {
        let held = if key.ctrl { KeyModifiers::CONTROL } else { KeyModifiers::NONE };
        let held = held | if key.alt { KeyModifiers::ALT } else { KeyModifiers::NONE };
        let mut line = start(Editor::one_line(sentence));
        let mut prose = start(Editor::new(sentence));
        let before = line.text();
        let changed = press(&mut line, key.code, held);
        assert_eq!(press(&mut prose, key.code, held), changed, "{edit:?}");
        assert_eq!(line.text(), prose.text(), "{edit:?}");
        assert_eq!(line.area.cursor(), prose.area.cursor(), "{edit:?}");
        changing += usize::from(line.text() != before);
    }
    assert!(changing >= 8, "hardly a key edits: {changing}");
}

#[test]
fn whole_signs_are_moved_over_and_deleted_and_come_back_at_once() {
    for open in [Editor::one_line, Editor::new] {
        let mut editor = open("低e\u{301}保");
        typed(&mut editor, &[KeyCode::Left, KeyCode::Backspace]);
        assert_eq!(editor.text(), "低保");
        assert!(press(&mut editor, KeyCode::Char('u'), KeyModifiers::CONTROL));
        assert_eq!(editor.text(), "低e\u{301}保");
        typed(&mut editor, &[KeyCode::Home, KeyCode::Right, KeyCode::Delete, KeyCode::Home]);
        assert_eq!(editor.text(), "低保");
        typed(
            &mut editor,
            &[KeyCode::Char('z'), KeyCode::Home, KeyCode::Right, KeyCode::Delete, KeyCode::End],
        );
        typed(&mut editor, &[KeyCode::Char('!')]);
        assert_eq!(editor.text(), "z保!");
        assert!(editor.at_end());
    }
}

#[test]
fn what_is_marked_in_a_line_shows_and_is_replaced_by_what_is_typed() {
    let mut line = Editor::one_line("村务公开");
    for _ in 0..2 {
        press(&mut line, KeyCode::Left, KeyModifiers::SHIFT);
    }
    let backend = ratatui::backend::TestBackend::new(10, 1);
    let mut terminal = ratatui::Terminal::new(backend).expect("a test terminal");
    terminal
        .draw(|frame| line.draw_line(frame, frame.area(), &Theme::plain(), true))
        .expect("drawing on a test terminal");
    let cells = terminal.backend().buffer();
    let reversed = |column: u16| cells[(column, 0)].modifier.contains(ratatui::style::Modifier::REVERSED);
    assert_eq!([0, 2, 4, 6].map(reversed), [false, false, true, true]);
    typed(&mut line, &[KeyCode::Char('x')]);
    assert_eq!(line.text(), "村务x");
}

#[test]
fn a_paste_into_a_line_is_one_harmless_line_of_bounded_length() {
    let mut line = Editor::one_line("");
    assert!(line.is_empty());
    line.insert("甲\r\n乙\u{202e}\u{1b}[31m\t丙");
    assert_eq!(line.text(), "甲 乙[31m 丙");
    assert!(!press(&mut line, KeyCode::Enter, KeyModifiers::NONE));
    assert!(line.insert(&"x".repeat(1 << 20)) > 0);
    assert_eq!(line.chars(), LONGEST_TEXT_CHARS);
    assert_eq!(Editor::one_line("甲\n乙").text(), "甲 乙");
}

#[test]
fn the_cursor_of_a_line_stands_where_typing_goes_however_long_the_text() {
    let drawn = |line: &Editor, cells: u16| {
        let (rows, cursor) =
            draw(cells, 1, |frame| line.draw_line(frame, frame.area(), &Theme::plain(), true));
        (rows[0].trim_end().to_owned(), cursor.expect("the cursor shows").0)
    };
    let mut line = Editor::one_line("低保评定");
    assert_eq!(drawn(&line, 20).1, 8);
    typed(&mut line, &[KeyCode::Left]);
    assert_eq!(drawn(&line, 20).1, 6);
    for length in 0..40 {
        let (shown, column) = drawn(&Editor::one_line(&"村".repeat(length)), 10);
        assert!(column < 10);
        assert_eq!(text::width(&shown), usize::from(column), "the window ends at the cursor for {length}");
    }
}

#[test]
fn a_word_is_a_step_of_undoing_and_so_is_a_paste() {
    for open in [Editor::one_line, Editor::new] {
        let mut editor = open("");
        "低保评定，".chars().for_each(|c| typed(&mut editor, &[KeyCode::Char(c)]));
        editor.insert("没有公示");
        "low ".chars().for_each(|c| typed(&mut editor, &[KeyCode::Char(c)]));
        let mut left = Vec::new();
        while press(&mut editor, KeyCode::Char('u'), KeyModifiers::CONTROL) {
            left.push(editor.text());
        }
        assert_eq!(left, ["低保评定，没有公示", "低保评定，", "低保评定", ""]);
        while press(&mut editor, KeyCode::Char('r'), KeyModifiers::CONTROL) {}
        assert_eq!(editor.text(), "低保评定，没有公示low ");
        typed(&mut editor, &[KeyCode::Backspace, KeyCode::Backspace, KeyCode::Backspace, KeyCode::Backspace]);
        press(&mut editor, KeyCode::Char('w'), KeyModifiers::CONTROL);
        assert_eq!(editor.text(), "低保评定，");
    }
}

#[test]
fn up_and_down_go_by_the_rows_on_the_screen_towards_the_same_column() {
    let mut editor = Editor::new(&"一二三四五六七八九十".repeat(3));
    let drawn =
        |editor: &Editor| draw(21, 6, |frame| editor.draw(frame, frame.area())).1.expect("the cursor shows");
    let end = drawn(&editor);
    assert_eq!(end, (20, 2));
    typed(&mut editor, &[KeyCode::Left, KeyCode::Left, KeyCode::Up]);
    assert_eq!(drawn(&editor), (16, 1));
    assert!(!editor.at_top());
    typed(&mut editor, &[KeyCode::Up]);
    assert_eq!(drawn(&editor), (16, 0));
    assert!(editor.at_top());
    typed(&mut editor, &[KeyCode::PageDown]);
    assert_eq!(drawn(&editor), (16, 2));
    assert!(editor.at_bottom());
}

#[test]
fn the_editor_breaks_lines_where_read_only_text_does() {
    let sentence = "合同写明每月15日发工资，可从今年夏天（6月）起，三个月都没有到账。问社区窗口说“钱在镇上”，问镇上又说没报表。";
    for cells in 8..40 {
        let editor = Editor::new(sentence);
        let (rows, _) = draw(cells + 1, 20, |frame| editor.draw(frame, frame.area()));
        let rows: Vec<String> =
            rows.into_iter().map(|row| row.trim_end().to_owned()).filter(|row| !row.is_empty()).collect();
        assert_eq!(rows, text::wrap(sentence, usize::from(cells)), "{cells}");
    }
}
