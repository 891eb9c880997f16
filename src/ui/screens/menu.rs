//! The action menu of one case: what can be done now first, with its key; then what can't, dimmed, with the reason.

use crossterm::event::KeyCode;
use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::text::Line;
use ratatui::widgets::Paragraph;

use super::{Around, Call, CaseInSight, Go, Screen, Told};
use crate::actions::next_step::at_hand;
use crate::actions::{Act, on_case_menu};
use crate::domain::desk::Desk;
use crate::domain::ids::CaseId;
use crate::domain::refusal::Refusal;
use crate::domain::view::detail::CaseDetail;
use crate::ui::input::Input;
use crate::ui::keys::{Do, Key, Scope};
use crate::ui::message::{CaseMessage, Message};
use crate::ui::text;
use crate::ui::theme::Theme;
use crate::ui::widgets::table::{Column, Table, TableRow, first_shown};

/// Lines at the bottom for the whole of the selected reason.
const FOOT: u16 = 2;
/// Key, name and what is said of an action.
const TABLE: Table<'static> = Table {
    inset: 0,
    marks: 3,
    columns: &[Column::fixed(1), Column::fixed(14).gap(2), Column::rest(1, 0).gap(0)],
};

/// One line of the menu.
struct Entry {
    action: &'static Act,
    refusal: Option<Refusal>,
}

/// What is acted on.
enum Subject {
    One(Box<CaseDetail>),
    Many(Vec<(CaseId, String)>),
}

/// The menu, open on one case or on the marked ones.
pub struct Menu {
    subject: Subject,
    entries: Vec<Entry>,
    selected: usize,
}

impl Menu {
    /// The menu for a case as the desk sees it now.
    pub fn open(detail: Box<CaseDetail>, desk: &Desk) -> Self {
        let entries = entries(&detail, desk);
        Self { subject: Subject::One(detail), entries, selected: 0 }
    }

    /// The actions that can be done to several cases with one form; each case is judged when it is its turn.
    pub fn for_marked(marked: Vec<(CaseId, String)>) -> Self {
        let entries = on_case_menu()
            .filter(|action| action.is_batch())
            .map(|action| Entry { action, refusal: None })
            .collect();
        Self { subject: Subject::Many(marked), entries, selected: 0 }
    }

    /// The case was read again: what is allowed may have changed.
    fn renew(&mut self, detail: &CaseDetail, desk: &Desk) {
        let Subject::One(shown) = &mut self.subject else { return };
        if shown.case.id != detail.case.id {
            return;
        }
        (**shown).clone_from(detail);
        let selected = self.entries.get(self.selected).map(|entry| entry.action.code);
        self.entries = entries(detail, desk);
        let place = self.entries.iter().position(|entry| Some(entry.action.code) == selected);
        self.selected = place.unwrap_or(0);
    }

    /// Opens the form of an action that can be done; of another the reason is already on the screen.
    fn choose(&self) -> Vec<Call> {
        let Some(Entry { action, refusal: None }) = self.entries.get(self.selected) else {
            return Vec::new();
        };
        let form = match &self.subject {
            Subject::One(detail) => Go::Form(action, Box::new(detail.case.clone())),
            Subject::Many(marked) => Go::BatchForm(action, marked.clone()),
        };
        vec![Call::Leave, Call::Go(form)]
    }

    fn foot_lines(&self, width: usize, theme: &Theme) -> Vec<Line<'static>> {
        let Some(entry) = self.entries.get(self.selected) else { return Vec::new() };
        let (words, style) = match &entry.refusal {
            None => (entry.action.questions.summary, theme.plain),
            Some(refusal) => (refusal.message.as_str(), theme.warn),
        };
        text::wrap(words, width.saturating_sub(4))
            .into_iter()
            .take(FOOT.into())
            .map(|part| Line::styled(format!("  {part}"), style))
            .collect()
    }
}

impl Screen for Menu {
    fn scope(&self) -> Scope {
        Scope::Menu
    }

    /// A letter chooses an action by its own key.
    fn input(&mut self, input: &Input, _around: &Around) -> Vec<Call> {
        let Input::Key(key) = input else { return Vec::new() };
        let Some(Key { code: KeyCode::Char(letter), ctrl: false, alt: false }) = Key::pressed(key) else {
            return Vec::new();
        };
        let Some(place) = self.entries.iter().position(|entry| entry.action.key == letter) else {
            return Vec::new();
        };
        self.selected = place;
        self.choose()
    }

    #[expect(clippy::wildcard_enum_match_arm, reason = "a screen answers to its own keys only")]
    fn does(&mut self, what: Do, _around: &Around) -> Vec<Call> {
        let last = self.entries.len().saturating_sub(1);
        match what {
            Do::Down => self.selected = (self.selected + 1).min(last),
            Do::Up => self.selected = self.selected.saturating_sub(1),
            Do::Top => self.selected = 0,
            Do::Bottom => self.selected = last,
            Do::Open => return self.choose(),
            Do::Back => return vec![Call::Leave],
            _ => {}
        }
        Vec::new()
    }

    fn hear(&mut self, told: Told<'_>, around: &Around) -> Vec<Call> {
        if let Told::Message(Message::Case(CaseMessage::Read(detail))) = told
            && let Some(desk) = &around.desk
        {
            self.renew(detail, desk);
        }
        Vec::new()
    }

    fn draw(&mut self, frame: &mut Frame<'_>, area: Rect, around: &Around) {
        let theme = &around.theme;
        let [head, list, foot] =
            Layout::vertical([Constraint::Length(1), Constraint::Min(1), Constraint::Length(FOOT)])
                .areas(area);
        let title = match &self.subject {
            Subject::One(detail) => {
                format!("  办理动作  {}  {}", detail.case.case_no, detail.case.title.text())
            }
            Subject::Many(marked) => format!("  批量办理  已标记{}件", marked.len()),
        };
        frame.render_widget(Line::styled(text::fit(&title, head.width.into()), theme.title), head);
        let height = usize::from(list.height).max(1);
        let first = first_shown(self.selected, height);
        let shown = self.entries.iter().skip(first).take(height);
        let rows: Vec<TableRow> = shown.map(|entry| entry_row(entry, theme)).collect();
        let selected = Some(self.selected - first);
        let lines = TABLE.lines(list.width.into(), &rows, selected, theme.selected);
        frame.render_widget(Paragraph::new(lines), list);
        frame.render_widget(Paragraph::new(self.foot_lines(foot.width.into(), theme)), foot);
    }

    fn case(&self) -> Option<CaseInSight<'_>> {
        match &self.subject {
            Subject::One(detail) => Some(CaseInSight { id: detail.case.id, read: Some(&detail.case) }),
            Subject::Many(_) => None,
        }
    }
}

/// What brings the case on comes first, so that Enter does it; then the other allowed ones, the refused ones of this
/// stage, and the rest; each group in the order of the loop.
fn entries(detail: &CaseDetail, desk: &Desk) -> Vec<Entry> {
    let case = &detail.case;
    let mut entries: Vec<Entry> = on_case_menu()
        .map(|action| Entry { action, refusal: action.allowed(case, &desk.context()).err() })
        .collect();
    let next = at_hand(case);
    entries.sort_by_key(|entry| {
        let brings_on = next == Some(entry.action);
        (entry.refusal.is_some(), !brings_on, !entry.action.stages().contains(&case.stage))
    });
    entries
}

fn entry_row(entry: &Entry, theme: &Theme) -> TableRow {
    let (key, key_style, label_style, words) = match &entry.refusal {
        None => (entry.action.key, theme.accent, theme.plain, entry.action.questions.summary),
        Some(refusal) => ('-', theme.dim, theme.dim, refusal.message.as_str()),
    };
    TableRow::of(vec![
        (key.to_string(), key_style),
        (entry.action.label().to_owned(), label_style),
        (words.to_owned(), theme.dim),
    ])
}
