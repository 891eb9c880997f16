//! What a frame sends, byte for byte, over a real pseudo-terminal.

use ratatui::widgets::Paragraph;

use super::*;
use crate::runtime::terminal::Guard;
use crate::runtime::test_line::Line;

struct Stage {
    line: Line,
    screen: Screen,
    _guard: Guard,
}

fn stage() -> Stage {
    let mut line = Line::new();
    let terminal = line.terminal();
    let guard = terminal.take(true).unwrap();
    let screen = Screen::new(terminal).unwrap();
    line.sent();
    Stage { line, screen, _guard: guard }
}

impl Stage {
    fn show(&mut self, text: &str, cursor: Option<(u16, u16)>) -> String {
        self.screen
            .draw(|frame| {
                frame.render_widget(Paragraph::new(text), frame.area());
                if let Some(cursor) = cursor {
                    frame.set_cursor_position(cursor);
                }
            })
            .unwrap();
        self.line.sent()
    }
}

/// The characters among the bytes, without the sequences that place and colour them.
fn text_of(sent: &str) -> String {
    let mut terminal = vt100::Parser::new(5.try_into().unwrap(), 40.try_into().unwrap(), 0);
    terminal.process(sent.as_bytes());
    terminal.screen().contents().trim().to_owned()
}

#[test]
fn a_frame_stands_between_the_marks_of_a_synchronized_update() {
    let mut stage = stage();
    let sent = stage.show("今日待办", None);
    assert!(sent.starts_with("\x1b[?2026h") && sent.ends_with("\x1b[?2026l"), "{sent:?}");
    assert_eq!(sent.matches("\x1b[?2026h").count(), 1);
    assert_eq!(text_of(&sent), "今日待办");
}

#[test]
fn a_frame_like_the_last_sends_not_one_byte_with_or_without_a_cursor() {
    let mut stage = stage();
    for cursor in [None, Some((3, 1))] {
        assert_ne!(stage.show("今日待办 12", cursor), "");
        for _ in 0..3 {
            assert_eq!(stage.show("今日待办 12", cursor), "");
        }
        stage.show("", None);
    }
}

#[test]
fn only_what_changed_is_sent() {
    let mut stage = stage();
    stage.show("今日待办 12", None);
    let sent = stage.show("今日待办 13", None);
    assert_eq!(text_of(&sent), "3", "{sent:?}");
}

#[test]
fn the_cursor_is_shown_where_the_frame_puts_it_and_hidden_when_no_frame_wants_it() {
    let mut stage = stage();
    let sent = stage.show("abc", Some((2, 0)));
    assert!(sent.contains("\x1b[?25h") && sent.contains("\x1b[1;3H"), "{sent:?}");
    let moved = stage.show("abc", Some((1, 0)));
    assert_eq!(moved, "\x1b[?2026h\x1b[1;2H\x1b[?2026l");
    let hidden = stage.show("abc", None);
    assert_eq!(hidden, "\x1b[?2026h\x1b[?25l\x1b[?2026l");
    let painted = stage.show("abd", Some((1, 0)));
    let (place, text) = (painted.rfind("\x1b[1;2H").unwrap(), painted.find('d').unwrap());
    assert!(place > text, "the cursor was left behind the painted text: {painted:?}");
}

#[test]
fn a_forgotten_screen_is_sent_whole_in_one_update() {
    let mut stage = stage();
    stage.show("今日待办", None);
    stage.screen.forget();
    let sent = stage.show("今日待办", None);
    assert!(sent.contains("\x1b[2J"), "{sent:?}");
    assert_eq!(text_of(&sent), "今日待办");
    assert_eq!(sent.matches("\x1b[?2026h").count(), 1);
}

#[test]
fn a_new_size_is_noticed_by_the_next_frame() {
    let mut stage = stage();
    stage.show("abc", None);
    let narrower = rustix::termios::Winsize { ws_row: 3, ws_col: 20, ws_xpixel: 0, ws_ypixel: 0 };
    rustix::termios::tcsetwinsize(&stage.line.slave, narrower).unwrap();
    let mut area = ratatui::layout::Rect::ZERO;
    stage.screen.draw(|frame| area = frame.area()).unwrap();
    assert_eq!((area.width, area.height), (20, 3));
}
