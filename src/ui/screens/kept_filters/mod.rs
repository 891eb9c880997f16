//! 常用筛选: the filters that one keeps under names of their own. The one that narrows the list now is kept from here,
//! the others are used, renamed and deleted.

#[cfg(test)]
mod tests;

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::text::Line;
use ratatui::widgets::Paragraph;

use super::places::Place;
use super::{Around, Call, Go, Screen};
use crate::domain::code::Coded as _;
use crate::domain::view::console_place::ConsolePlace;
use crate::domain::view::kept_filter::{KeptFilter, name_beside};
use crate::ui::input::Input;
use crate::ui::keys::{Do, Scope};
use crate::ui::message::{Effect, SessionEffect};
use crate::ui::widgets::confirm::Confirm;
use crate::ui::widgets::prompt::{Prompt, PromptOutcome};
use crate::ui::widgets::table::{Column, Table, TableRow, first_shown};
use crate::ui::widgets::toast::{Toast, Tone};

pub static PLACE: Place = Place::call("常用筛选", "存下的筛选：用、存、改名、删去", || Go::KeptFilters)
    .by(Scope::Inbox, Do::KeptFilters);

const TABLE: Table<'static> = Table {
    inset: 0,
    marks: 1,
    columns: &[
        Column::need(42).titled("名字").gap(2),
        Column::fill(1).titled("筛选词").gap(2),
        Column::need(12).titled("视图").gap(0),
    ],
};

/// What is asked over the list.
enum Asking {
    Nothing,
    /// The name under which the filter in force is kept.
    Name(Prompt),
    /// Another name for the one with this name.
    Rename(String, Prompt),
    /// Whether the one with this name may go.
    Drop(String, Confirm),
}

/// The list, with the filter in force as its first row where there is one.
pub struct KeptFilters {
    now: Option<KeptFilter>,
    asking: Asking,
    selected: usize,
    height: usize,
}

impl KeptFilters {
    /// Beside a list that stands like this.
    pub fn beside(list: &ConsolePlace) -> Self {
        let ConsolePlace { filter: words, view, sort, .. } = list.clone();
        let now = (!words.is_empty()).then(|| KeptFilter { name: String::new(), words, view, sort });
        Self { now, asking: Asking::Nothing, selected: 0, height: 1 }
    }

    /// The filter in force, unless it is kept already.
    fn new_one<'a>(&'a self, kept: &[KeptFilter]) -> Option<&'a KeptFilter> {
        let now = self.now.as_ref()?;
        let is_kept = kept.iter().any(|one| (&one.words, one.view) == (&now.words, now.view));
        (!is_kept).then_some(now)
    }

    fn rows<'a>(&'a self, kept: &'a [KeptFilter]) -> Vec<&'a KeptFilter> {
        self.new_one(kept).into_iter().chain(kept).collect()
    }

    /// The kept one that is selected.
    fn chosen<'a>(&'a self, kept: &'a [KeptFilter]) -> Option<&'a KeptFilter> {
        self.rows(kept).get(self.selected).copied().filter(|one| !one.name.is_empty())
    }

    fn move_by(&mut self, rows: isize, kept: &[KeptFilter]) {
        let last = self.rows(kept).len().saturating_sub(1);
        self.selected = self.selected.saturating_add_signed(rows).min(last);
    }

    fn open(&mut self, kept: &[KeptFilter]) -> Vec<Call> {
        if let Some(one) = self.chosen(kept) {
            return vec![Call::Leave, Call::Go(Go::Recall(Box::new(one.clone())))];
        }
        if self.new_one(kept).is_some() {
            self.asking = Asking::Name(Prompt::new("名字", ""));
        }
        Vec::new()
    }

    fn answer(&mut self, input: &Input, kept: &[KeptFilter]) -> Vec<Call> {
        match std::mem::replace(&mut self.asking, Asking::Nothing) {
            Asking::Nothing => Vec::new(),
            Asking::Name(prompt) => self.name(prompt, input, kept),
            Asking::Rename(from, prompt) => self.rename(from, prompt, input, kept),
            Asking::Drop(name, question) => match Confirm::answer(input) {
                Some(true) => {
                    let said = format!("已删去常用筛选“{name}”。");
                    asked(SessionEffect::DropFilter(name), said)
                }
                Some(false) => Vec::new(),
                None => {
                    self.asking = Asking::Drop(name, question);
                    Vec::new()
                }
            },
        }
    }

    fn name(&mut self, mut prompt: Prompt, input: &Input, kept: &[KeptFilter]) -> Vec<Call> {
        let outcome = prompt.handle(input);
        let PromptOutcome::Taken(name) = outcome else {
            if matches!(outcome, PromptOutcome::Typing) {
                self.asking = Asking::Name(prompt);
            }
            return Vec::new();
        };
        match (name_beside(&name, kept), self.new_one(kept)) {
            (Ok(name), Some(now)) => {
                let said = format!("已存下“{name}”，在收件箱按 f 再用。");
                asked(SessionEffect::KeepFilter(Box::new(KeptFilter { name, ..now.clone() })), said)
            }
            (Ok(_), None) => Vec::new(),
            (Err(refusal), _) => {
                prompt.refuse(&refusal);
                self.asking = Asking::Name(prompt);
                Vec::new()
            }
        }
    }

    fn rename(&mut self, from: String, mut prompt: Prompt, input: &Input, kept: &[KeptFilter]) -> Vec<Call> {
        let outcome = prompt.handle(input);
        let PromptOutcome::Taken(name) = outcome else {
            if matches!(outcome, PromptOutcome::Typing) {
                self.asking = Asking::Rename(from, prompt);
            }
            return Vec::new();
        };
        let others: Vec<KeptFilter> = kept.iter().filter(|other| other.name != from).cloned().collect();
        match name_beside(&name, &others) {
            Ok(to) => {
                let said = format!("“{from}”已改名为“{to}”。");
                asked(SessionEffect::RenameFilter { from, to }, said)
            }
            Err(refusal) => {
                prompt.refuse(&refusal);
                self.asking = Asking::Rename(from, prompt);
                Vec::new()
            }
        }
    }
}

impl Screen for KeptFilters {
    fn scope(&self) -> Scope {
        match self.asking {
            Asking::Nothing => Scope::KeptFilters,
            Asking::Name(_) | Asking::Rename(..) => Scope::Line,
            Asking::Drop(..) => Scope::Confirm,
        }
    }

    fn input(&mut self, input: &Input, around: &Around) -> Vec<Call> {
        self.answer(input, &around.kept)
    }

    #[expect(clippy::wildcard_enum_match_arm, reason = "a screen answers to its own keys only")]
    fn does(&mut self, what: Do, around: &Around) -> Vec<Call> {
        let kept = &around.kept;
        if let Some(rows) = what.rows(self.height) {
            self.move_by(rows, kept);
            return Vec::new();
        }
        match what {
            Do::Open => return self.open(kept),
            Do::Rename => {
                if let Some(name) = self.chosen(kept).map(|one| one.name.clone()) {
                    let prompt = Prompt::new("新名字", &name);
                    self.asking = Asking::Rename(name, prompt);
                }
            }
            Do::Discard => {
                if let Some(one) = self.chosen(kept) {
                    let question = Confirm::new(format!("删去常用筛选“{}”（{}）？", one.name, one.words));
                    self.asking =
                        Asking::Drop(one.name.clone(), question.answered_by("Enter 删去  Esc 不删"));
                }
            }
            Do::Back => return vec![Call::Leave],
            _ => {}
        }
        Vec::new()
    }

    fn crumb(&self) -> Option<String> {
        Some(PLACE.label.to_owned())
    }

    fn draw(&mut self, frame: &mut Frame<'_>, area: Rect, around: &Around) {
        let theme = &around.theme;
        self.move_by(0, &around.kept);
        let [title, head, body] =
            Layout::vertical([Constraint::Length(2), Constraint::Length(1), Constraint::Min(1)]).areas(area);
        frame.render_widget(Line::styled("  常用筛选", theme.title), title);
        self.height = usize::from(body.height).max(1);
        let rows: Vec<TableRow> = self
            .rows(&around.kept)
            .into_iter()
            .map(|one| {
                let name = if one.name.is_empty() { "（存下现在的筛选）" } else { &one.name };
                let cells = [name, &one.words, one.view.label()];
                TableRow::of(cells.map(|words| (words.to_owned(), theme.plain)).to_vec())
            })
            .collect();
        if rows.is_empty() {
            let words = "  还没有存下的筛选。在收件箱按 / 筛选，留下后按 f 存下来。";
            frame.render_widget(Line::styled(words, theme.plain), head);
        } else {
            let cells = usize::from(body.width);
            frame.render_widget(Paragraph::new(TABLE.heading(cells, &rows, theme.label)), head);
            let first = first_shown(self.selected, self.height);
            let lines = TABLE.lines(cells, &rows, Some(self.selected), theme.selected);
            let shown: Vec<Line<'static>> = lines.into_iter().skip(first).take(self.height).collect();
            frame.render_widget(Paragraph::new(shown), body);
        }
        match &self.asking {
            Asking::Nothing => {}
            Asking::Name(prompt) | Asking::Rename(_, prompt) => prompt.draw(frame, title, theme, true),
            Asking::Drop(_, question) => question.draw(frame, area, theme),
        }
    }
}

fn asked(effect: SessionEffect, said: String) -> Vec<Call> {
    vec![Call::Ask(Effect::Session(effect)), Call::Say(Toast::new(Tone::Done, said))]
}
