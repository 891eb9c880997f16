//! A pick list that narrows while one types: Chinese, full pinyin or initials. One thing is picked, or several are
//! marked.

use std::collections::BTreeSet;

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line as Row, Span};
use ratatui::widgets::Paragraph;

use super::editor::Editor;
use super::table::{Column, Table, TableRow};
use crate::domain::text::matching;
use crate::ui::input::Input;
use crate::ui::keys::{self, Do, Scope};
use crate::ui::text;
use crate::ui::theme::Theme;

/// Something that can be picked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// What it stands for, for the program.
    pub code: String,
    /// What is read and searched.
    pub label: String,
    /// What is read beside it and searched too.
    pub note: String,
}

impl Choice {
    /// A choice without a note.
    #[must_use]
    pub fn new(code: impl Into<String>, label: impl Into<String>) -> Self {
        Self { code: code.into(), label: label.into(), note: String::new() }
    }

    /// The same choice with a note beside it.
    #[must_use]
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.note = note.into();
        self
    }
}

/// What a key came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Picked {
    Pending,
    /// These choices, by their place in the list, in its order.
    Taken(Vec<usize>),
    Cancelled,
}

/// An open pick list.
#[derive(Debug, Clone)]
pub struct Picker {
    title: String,
    choices: Vec<Choice>,
    query: Editor,
    /// Places in `choices` that match the query, best first.
    shown: Vec<usize>,
    /// Place in `shown`.
    at: usize,
    marked: BTreeSet<usize>,
    several: bool,
    /// Words that are in no choice are an answer too.
    own_words: bool,
    /// From here on the choices were found outside by what was typed, and are shown whatever their words.
    found_from: usize,
}

impl Picker {
    /// A list of which one is picked; `at` is what is picked now.
    #[must_use]
    pub fn one(title: impl Into<String>, choices: Vec<Choice>, at: Option<usize>) -> Self {
        Self::open(title.into(), choices, at, BTreeSet::new(), false)
    }

    /// A list of which any number is marked.
    #[must_use]
    pub fn several(title: impl Into<String>, choices: Vec<Choice>, marked: BTreeSet<usize>) -> Self {
        let at = marked.first().copied();
        Self::open(title.into(), choices, at, marked, true)
    }

    fn open(
        title: String,
        choices: Vec<Choice>,
        at: Option<usize>,
        marked: BTreeSet<usize>,
        several: bool,
    ) -> Self {
        let shown = (0..choices.len()).collect();
        Self {
            title,
            found_from: choices.len(),
            choices,
            query: Editor::one_line(""),
            shown,
            at: at.unwrap_or(0),
            marked,
            several,
            own_words: false,
        }
    }

    /// The same list, which also takes what is typed when no choice says it.
    #[must_use]
    pub const fn or_own_words(mut self) -> Self {
        self.own_words = true;
        self
    }

    /// The words that Enter takes because no choice says them.
    #[must_use]
    pub fn taken_words(&self, input: &Input) -> Option<String> {
        let Input::Key(key) = input else { return None };
        let enters = keys::lookup(Scope::Picker, key) == Some(Do::Open);
        let words = self.query().trim().to_owned();
        (self.own_words && enters && self.shown.is_empty() && !words.is_empty()).then_some(words)
    }

    /// Shows what was found outside for the words typed, below what they narrow the list to.
    pub fn show_found(&mut self, found: Vec<Choice>) {
        let selected = self.selected();
        self.choices.truncate(self.found_from);
        self.choices.extend(found);
        self.narrow();
        self.at = self.shown.iter().position(|place| Some(*place) == selected).unwrap_or(0);
    }

    /// What narrows the list, as typed.
    #[must_use]
    pub fn query(&self) -> String {
        self.query.text()
    }

    /// The place of the selected choice, if any matches.
    #[must_use]
    pub fn selected(&self) -> Option<usize> {
        self.shown.get(self.at).copied()
    }

    /// Handles one input; letters and pastes narrow the list.
    pub fn handle(&mut self, input: &Input) -> Picked {
        match input {
            Input::Paste(pasted) => {
                self.query.insert(pasted);
                self.narrow();
            }
            Input::Key(key) => match keys::lookup(Scope::Picker, key) {
                Some(Do::Back) if self.query.is_empty() => return Picked::Cancelled,
                Some(Do::Back) => {
                    self.query = Editor::one_line("");
                    self.narrow();
                }
                Some(Do::Open) => return self.take(),
                Some(Do::Mark) if self.several => self.mark(),
                // Where nothing can be ticked a blank is typed.
                Some(Do::Mark) => {
                    self.query.handle(key);
                    self.narrow();
                }
                Some(does) => self.step(does),
                None if self.query.handle(key) => self.narrow(),
                None => {}
            },
            Input::Mouse(_) | Input::Resize(..) | Input::Burst(_) | Input::NotUtf8 | Input::Drawn(_) => {}
        }
        Picked::Pending
    }

    fn step(&mut self, does: Do) {
        let last = self.shown.len().saturating_sub(1);
        self.at = if does == Do::Up {
            self.at.saturating_sub(1)
        } else if does == Do::Down {
            (self.at + 1).min(last)
        } else if does == Do::PageUp {
            self.at.saturating_sub(10)
        } else if does == Do::PageDown {
            (self.at + 10).min(last)
        } else {
            self.at
        };
    }

    fn mark(&mut self) {
        if let Some(place) = self.selected()
            && !self.marked.remove(&place)
        {
            self.marked.insert(place);
        }
    }

    fn take(&self) -> Picked {
        if self.several {
            return Picked::Taken(self.marked.iter().copied().collect());
        }
        self.selected().map_or(Picked::Pending, |place| Picked::Taken(vec![place]))
    }

    /// Earlier matches stand first, labels before notes; otherwise the list keeps its order.
    fn narrow(&mut self) {
        let query = self.query.text();
        let mut found: Vec<((bool, usize), usize)> = self
            .choices
            .iter()
            .take(self.found_from)
            .enumerate()
            .filter_map(|(place, choice)| {
                let in_label = matching::find(&choice.label, &query).map(|start| (false, start));
                let rank = in_label.or_else(|| Some((true, matching::find(&choice.note, &query)?)))?;
                Some((rank, place))
            })
            .collect();
        found.sort_by_key(|(rank, _)| *rank);
        let outside = self.found_from..self.choices.len();
        self.shown = found.into_iter().map(|(_, place)| place).chain(outside).collect();
        self.at = 0;
    }

    /// Draws heading, query and as much of the list as fits around the selected choice.
    pub fn draw(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme) {
        if area.height < 3 {
            return;
        }
        let line = |y: u16| Rect { y: area.y + y, height: 1, ..area };
        let how = if self.several { "空格勾选，回车确定" } else { "回车选定" };
        let heading = format!("{}  共{}项，{how}", self.title, self.shown.len());
        frame.render_widget(Span::styled(text::fit(&heading, usize::from(area.width)), theme.title), line(0));
        let prompt = "汉字、拼音或首字母: ";
        let typed = u16::try_from(text::width(prompt)).unwrap_or(0).min(area.width);
        frame.render_widget(Span::styled(prompt, theme.label), line(1));
        let field = Rect { x: area.x + typed, width: area.width - typed, ..line(1) };
        self.query.draw_line(frame, field, theme, true);
        let height = usize::from(area.height - 2);
        if self.shown.is_empty() {
            let words = if self.own_words {
                "没有这一句，回车就用所写的话"
            } else {
                "没有符合的，请改少几个字母"
            };
            frame.render_widget(Span::styled(words, theme.dim), line(2));
        }
        let first = (self.at + 1).saturating_sub(height).max(self.at.saturating_sub(height / 2));
        let first = first.min(self.shown.len().saturating_sub(height));
        for ((row, place), y) in self.shown.iter().enumerate().skip(first).take(height).zip(2..) {
            if let Some(choice) = self.choices.get(*place) {
                let shown = self.lines(choice, *place, row == self.at, area.width.into(), theme);
                frame.render_widget(Paragraph::new(shown), line(y));
            }
        }
    }

    /// Label and note side by side; a label without a note has the whole row. The note is never highlighted.
    fn lines(
        &self,
        choice: &Choice,
        place: usize,
        selected: bool,
        width: usize,
        theme: &Theme,
    ) -> Vec<Row<'static>> {
        let mark = match (self.several, self.marked.contains(&place)) {
            (true, true) => " [x] ",
            (true, false) => " [ ] ",
            (false, _) => " ",
        };
        let style = if selected { theme.selected } else { theme.plain };
        let row = TableRow {
            marks: (mark.to_owned(), style),
            ..TableRow::of(vec![(choice.label.clone(), style), (choice.note.clone(), theme.dim)])
        };
        let label = (width * 2 / 5).saturating_sub(1 + mark.len());
        let whole = [Column::rest(1, 0).gap(0)];
        let noted = [Column::fixed(label), Column::rest(1, 0).gap(0)];
        let columns: &[Column] = if choice.note.is_empty() { &whole } else { &noted };
        let table = Table { inset: 0, marks: mark.len(), columns };
        table.lines(width, &[row], selected.then_some(0), Style::new())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::widgets::testing::draw;
    use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

    fn press(picker: &mut Picker, code: KeyCode) -> Picked {
        picker.handle(&Input::Key(KeyEvent::new(code, KeyModifiers::NONE)))
    }

    fn typed(picker: &mut Picker, text: &str) {
        for c in text.chars() {
            assert_eq!(press(picker, KeyCode::Char(c)), Picked::Pending);
        }
    }

    fn units() -> Vec<Choice> {
        ["经济发展办", "新建村", "建胜社区", "民政办"]
            .map(|name| Choice::new(name, name).note("单位"))
            .to_vec()
    }

    #[test]
    fn letters_narrow_the_list_and_the_best_match_stands_first() {
        let mut picker = Picker::one("单位", units(), None);
        typed(&mut picker, "j");
        assert_eq!(picker.shown, [0, 2, 1]);
        typed(&mut picker, "s");
        assert_eq!(press(&mut picker, KeyCode::Enter), Picked::Taken(vec![2]));
        typed(&mut picker, "xyz");
        assert_eq!(press(&mut picker, KeyCode::Enter), Picked::Pending);
        assert_eq!(press(&mut picker, KeyCode::Esc), Picked::Pending);
        assert_eq!(picker.shown.len(), 4);
        assert_eq!(press(&mut picker, KeyCode::Esc), Picked::Cancelled);
    }

    #[test]
    fn several_are_marked_with_the_space_bar_of_either_width() {
        let mut picker = Picker::several("标记", units(), BTreeSet::from([3]));
        press(&mut picker, KeyCode::Char(' '));
        press(&mut picker, KeyCode::Up);
        press(&mut picker, KeyCode::Char('\u{3000}'));
        assert_eq!(press(&mut picker, KeyCode::Enter), Picked::Taken(vec![2]));
    }

    #[test]
    fn the_selected_choice_is_always_on_the_screen_and_told_without_colour() {
        let choices: Vec<Choice> = (0..100).map(|n| Choice::new(n.to_string(), format!("第{n}项"))).collect();
        let mut picker = Picker::one("很多", choices, None);
        for step in 0..100 {
            let (rows, _) = draw(40, 8, |frame| picker.draw(frame, frame.area(), &Theme::plain()));
            let expected = format!("> 第{step}项");
            assert!(rows.iter().any(|row| row.trim_end() == expected), "{expected}: {rows:#?}");
            press(&mut picker, KeyCode::Down);
        }
    }
}
