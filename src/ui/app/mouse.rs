//! The mouse. What a click means is read from what was drawn: the cells of the last frame are drawn once more into a
//! map, and a click does what the key of the word under it does, or moves there as the keys would. So every screen, also
//! one to come, answers to the mouse without knowing of it.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers, MouseButton, MouseEvent, MouseEventKind};
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::Buffer;
use ratatui::layout::Position;

use super::App;
use crate::ui::input::Input;
use crate::ui::keys::{Do, Scope};
use crate::ui::message::Effect;
use crate::ui::screens::PANES;
use crate::ui::text;
use crate::ui::theme::Theme;

/// Lines moved by one notch of the wheel.
const WHEEL_LINES: usize = 3;

/// More steps than from one end of a screen to the other.
const MOST_STEPS: usize = 300;

/// More pages than any screen has.
const MOST_PAGES: usize = 16;

/// A word with its first cell and the cell after its last.
type Word = (String, u16, u16);

/// What stands where on the screen.
struct Drawn(Buffer);

impl Drawn {
    /// The words of a row.
    fn words(&self, row: u16) -> Vec<Word> {
        let mut words: Vec<Word> = Vec::new();
        let mut x = 0;
        while x < self.0.area.width {
            let symbol = self.0.cell(Position::new(x, row)).map_or(" ", |cell| cell.symbol());
            let after = x + u16::try_from(text::width(symbol).max(1)).unwrap_or(1);
            match words.last_mut() {
                Some((word, _, end)) if symbol != " " && *end == x => {
                    word.push_str(symbol);
                    *end = after;
                }
                _ if symbol != " " => words.push((symbol.to_owned(), x, after)),
                _ => {}
            }
            x = after;
        }
        words
    }

    /// The word under a cell.
    fn word_at(&self, at: Position) -> Option<String> {
        let found = self.words(at.y).into_iter().find(|(_, from, end)| (*from..*end).contains(&at.x));
        found.map(|(word, _, _)| word)
    }

    fn is_selected_cell(&self, at: Position) -> bool {
        self.0.cell(at).is_some_and(|cell| cell.modifier.contains(Theme::plain().selected.add_modifier))
    }

    /// Whether the line or the day under a cell is the selected one: the free cells beside words belong to them.
    fn is_selected(&self, at: Position) -> bool {
        let words = self.words(at.y);
        let is_left = |(_, from, _): &&Word| *from <= at.x;
        let near = words.iter().rev().find(is_left).or_else(|| words.first());
        near.is_some_and(|(_, from, end)| {
            (*from..*end).any(|x| self.is_selected_cell(Position::new(x, at.y)))
        })
    }

    /// The first selected row and the first selected cell of it.
    fn selection(&self) -> Option<Position> {
        let area = self.0.area;
        let cells = (0..area.height).flat_map(|y| (0..area.width).map(move |x| Position::new(x, y)));
        cells.into_iter().find(|at| self.is_selected_cell(*at))
    }

    /// Whether the tab under a cell is the one in brackets: `[概要 3]`.
    fn is_open_tab(&self, at: Position) -> bool {
        let mut row = self.words(at.y).into_iter();
        let Some((_, from, _)) = row.find(|(word, ..)| word.starts_with('[')) else { return false };
        let words = self.words(at.y);
        let last = words.iter().find(|(word, begins, _)| *begins >= from && word.ends_with(']'));
        last.is_some_and(|(_, _, end)| (from..*end).contains(&at.x))
    }

    fn has_open_tab(&self, row: u16) -> bool {
        self.words(row).iter().any(|(word, ..)| word.starts_with('[') && !word.starts_with("[x]"))
    }
}

impl App {
    #[expect(clippy::wildcard_enum_match_arm, reason = "only wheel and left button mean something")]
    pub(super) fn mouse(&mut self, mouse: MouseEvent) -> Vec<Effect> {
        if self.is_too_small() {
            return Vec::new();
        }
        match mouse.kind {
            MouseEventKind::ScrollDown => self.wheel(KeyCode::Down, KeyCode::PageDown),
            MouseEventKind::ScrollUp => self.wheel(KeyCode::Up, KeyCode::PageUp),
            MouseEventKind::Down(MouseButton::Left) => self.click(mouse),
            _ => Vec::new(),
        }
    }

    /// In lists the wheel moves the selection; in a form the fields stay and what is read beside them turns.
    fn wheel(&mut self, line: KeyCode, page: KeyCode) -> Vec<Effect> {
        let scope = self.scope();
        if matches!(scope, Scope::Form | Scope::Prose) {
            self.press(page)
        } else if scope != Scope::Picker && self.takes_raw() {
            Vec::new()
        } else {
            (0..WHEEL_LINES).flat_map(|_| self.press(line)).collect()
        }
    }

    fn click(&mut self, mouse: MouseEvent) -> Vec<Effect> {
        let at = Position::new(mouse.column, mouse.row);
        let Some(drawn) = self.drawn() else { return Vec::new() };
        if let Some(key) = self.hinted_key(&drawn, at) {
            return self.key(key);
        }
        if self.around.desk.is_some()
            && let Some(digit) = self.tab_at(&drawn, at)
        {
            return self.does(Do::Pane(digit));
        }
        // A form and the list of cases know what they drew on which row.
        let knows_itself = matches!(self.scope(), Scope::Form | Scope::Prose | Scope::Inbox)
            || self.stack.takes_click(at.x, at.y);
        if knows_itself && !(self.turns_pages() && drawn.has_open_tab(at.y)) {
            return self.raw(&Input::Mouse(mouse));
        }
        self.go_to(drawn, at)
    }

    /// The key that the words under a cell of the hint line name.
    fn hinted_key(&self, drawn: &Drawn, at: Position) -> Option<KeyEvent> {
        if at.y + 1 != self.size.1 {
            return None;
        }
        let words = drawn.words(at.y);
        let hints = self.around.keys.hinted(self.scope());
        let found = hints.into_iter().find(|(key, label)| is_under(&words, &key.to_string(), label, at.x));
        found.map(|(key, _)| key.event())
    }

    /// The pane whose tab is under a cell of the two lines at the top.
    fn tab_at(&self, drawn: &Drawn, at: Position) -> Option<u8> {
        if at.y > 1 {
            return None;
        }
        let word = drawn.word_at(at)?;
        PANES.iter().find_map(|place| {
            let digit = place.pane.as_ref()?.digit;
            let key = self.around.keys.key_for(Scope::Global, Do::Pane(digit))?;
            word.starts_with(&format!("{key}{}", place.label)).then_some(digit)
        })
    }

    /// Moves to what is under the cell, by the keys that move; opens it where it is selected already.
    fn go_to(&mut self, drawn: Drawn, at: Position) -> Vec<Effect> {
        if drawn.is_selected(at) {
            return self.press(KeyCode::Enter);
        }
        let mut effects = Vec::new();
        if self.turns_pages() && drawn.has_open_tab(at.y) {
            for _ in 0..MOST_PAGES {
                effects.extend(self.press(KeyCode::Tab));
                if self.drawn().is_none_or(|drawn| drawn.is_open_tab(at)) {
                    break;
                }
            }
            return effects;
        }
        self.walk(drawn, at, &mut effects, |now| match now.y.cmp(&at.y) {
            std::cmp::Ordering::Less => Some(KeyCode::Down),
            std::cmp::Ordering::Greater => Some(KeyCode::Up),
            std::cmp::Ordering::Equal => None,
        });
        let Some(drawn) = self.drawn() else { return effects };
        if !drawn.is_selected(at) && self.moves_sideways() {
            self.walk(drawn, at, &mut effects, |now| match now.x.cmp(&at.x) {
                std::cmp::Ordering::Less => Some(KeyCode::Right),
                std::cmp::Ordering::Greater => Some(KeyCode::Left),
                std::cmp::Ordering::Equal => None,
            });
        }
        effects
    }

    /// Presses a key again and again until the cell is selected, the selection stands still or has gone past.
    fn walk(
        &mut self,
        mut drawn: Drawn,
        at: Position,
        effects: &mut Vec<Effect>,
        towards: impl Fn(Position) -> Option<KeyCode>,
    ) {
        let Some(mut now) = drawn.selection() else { return };
        let first = towards(now);
        for _ in 0..MOST_STEPS {
            let Some(code) = towards(now).filter(|code| Some(*code) == first) else { return };
            if drawn.is_selected(at) {
                return;
            }
            effects.extend(self.press(code));
            let Some(after) = self.drawn() else { return };
            let Some(moved) = after.selection().filter(|moved| *moved != now) else { return };
            (drawn, now) = (after, moved);
        }
    }

    fn turns_pages(&self) -> bool {
        let tab = KeyEvent::new(KeyCode::Tab, KeyModifiers::NONE);
        matches!(self.around.keys.lookup(self.scope(), &tab), Some(Do::NextPart | Do::NextView))
    }

    fn moves_sideways(&self) -> bool {
        let right = KeyEvent::new(KeyCode::Right, KeyModifiers::NONE);
        self.around.keys.lookup(self.scope(), &right) == Some(Do::Right)
    }

    fn press(&mut self, code: KeyCode) -> Vec<Effect> {
        self.key(KeyEvent::new(code, KeyModifiers::NONE))
    }

    /// The frame as it stands now, drawn into memory.
    fn drawn(&mut self) -> Option<Drawn> {
        let (width, height) = self.size;
        let mut terminal = Terminal::new(TestBackend::new(width, height)).ok()?;
        terminal.draw(|frame| self.draw(frame)).ok()?;
        self.dirty = true;
        Some(Drawn(terminal.backend().buffer().clone()))
    }
}

/// Whether a cell lies under a key and its label, which stand one behind the other.
fn is_under(words: &[Word], key: &str, label: &str, x: u16) -> bool {
    let label: String = label.split_whitespace().collect();
    let begins = words.iter().enumerate().filter(|(_, (word, ..))| word == key);
    begins.into_iter().any(|(place, (_, from, _))| {
        let mut said = String::new();
        words.iter().skip(place + 1).any(|(word, _, end)| {
            said.push_str(word);
            said == label && (*from..*end).contains(&x)
        })
    })
}
