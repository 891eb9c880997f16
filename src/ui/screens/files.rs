//! Choosing a file: folders walked through, names narrowed by typing, a path gone to. What becomes of the file is the
//! business of the screen that asked.

use std::path::{Path, PathBuf};

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::text::Line;
use ratatui::widgets::Paragraph;

use crate::domain::text::matching;
use crate::ui::input::Input;
use crate::ui::keys::{Do, Scope};
use crate::ui::message::{Effect, FileEntry, ImportEffect};
use crate::ui::text;
use crate::ui::theme::Theme;
use crate::ui::widgets::prompt::{Prompt, PromptOutcome};
use crate::ui::widgets::table::{Column, Table, TableRow, first_shown};

const TABLE: Table<'static> = Table {
    inset: 2,
    marks: 1,
    columns: &[Column::rest(1, 0).gap(0), Column::fixed(10).right().gap(2), Column::fixed(16).gap(2)],
};

/// Entries moved by a key that turns a page.
const PAGE_ROWS: isize = 15;

/// What a key came to.
pub enum Choosing {
    /// Nothing outside this picker.
    Goes,
    /// A folder has to be read.
    Look(Effect),
    /// This file was chosen.
    Chosen(PathBuf),
    /// Nothing is to be chosen.
    Left,
}

pub struct Files {
    title: &'static str,
    folder: Option<PathBuf>,
    entries: Vec<FileEntry>,
    selected: usize,
    /// What narrows the entries; a path with `/` is gone to.
    typing: Option<Prompt>,
}

impl Files {
    /// Before a folder was read.
    pub const fn new(title: &'static str) -> Self {
        Self { title, folder: None, entries: Vec::new(), selected: 0, typing: None }
    }

    /// The bindings that hold now.
    pub const fn scope(&self) -> Scope {
        if self.typing.is_some() { Scope::Line } else { Scope::Files }
    }

    /// A folder was read.
    pub fn take(&mut self, folder: PathBuf, entries: Vec<FileEntry>) {
        (self.folder, self.entries) = (Some(folder), entries);
        (self.selected, self.typing) = (0, None);
    }

    /// Asks for the present folder, at first for the one where one starts.
    pub fn again(&self) -> Effect {
        Effect::Import(ImportEffect::Browse(self.folder.clone()))
    }

    /// What is typed narrows the entries; Enter opens the one selected.
    pub fn type_path(&mut self, input: &Input) -> Choosing {
        let Some(prompt) = &mut self.typing else { return Choosing::Goes };
        match prompt.handle(input) {
            PromptOutcome::Typing => {
                self.selected = 0;
                Choosing::Goes
            }
            PromptOutcome::GivenUp => {
                self.typing = None;
                Choosing::Goes
            }
            PromptOutcome::Taken(text) => self.take_typed(text.trim()),
        }
    }

    /// A path is gone to; anything else chooses the entry it narrows to.
    fn take_typed(&mut self, text: &str) -> Choosing {
        if text.contains('/') {
            self.typing = None;
            let path = PathBuf::from(text);
            let is_folder = text.ends_with('/');
            return if is_folder {
                Choosing::Look(Effect::Import(ImportEffect::Browse(Some(path))))
            } else {
                Choosing::Chosen(path)
            };
        }
        let opened = self.open();
        self.typing = None;
        opened
    }

    fn shown(&self) -> impl Iterator<Item = &FileEntry> {
        let typed =
            self.typing.as_ref().map(Prompt::text).filter(|text| !text.contains('/')).unwrap_or_default();
        self.entries.iter().filter(move |entry| matching::find(&entry.name, &typed).is_some())
    }

    /// A key of the table.
    #[expect(clippy::wildcard_enum_match_arm, reason = "a screen answers to its own keys only")]
    pub fn act(&mut self, what: Do) -> Choosing {
        match what {
            Do::Open => return self.open(),
            Do::Back => return Choosing::Left,
            Do::Down => self.step(1),
            Do::Up => self.step(-1),
            Do::PageDown | Do::HalfDown => self.step(PAGE_ROWS),
            Do::PageUp | Do::HalfUp => self.step(-PAGE_ROWS),
            Do::Top => self.step(isize::MIN),
            Do::Bottom => self.step(isize::MAX),
            Do::Filter => self.typing = Some(Prompt::new("名称或路径", "")),
            Do::Parent => {
                let above = self.folder.as_ref().and_then(|folder| folder.parent());
                return above.map_or(Choosing::Goes, |above| {
                    Choosing::Look(Effect::Import(ImportEffect::Browse(Some(above.to_owned()))))
                });
            }
            _ => {}
        }
        Choosing::Goes
    }

    fn step(&mut self, rows: isize) {
        let last = self.shown().count().saturating_sub(1);
        self.selected = self.selected.saturating_add_signed(rows).min(last);
    }

    fn open(&self) -> Choosing {
        let Some(entry) = self.shown().nth(self.selected).cloned() else { return Choosing::Goes };
        if entry.is_folder {
            Choosing::Look(Effect::Import(ImportEffect::Browse(Some(entry.path))))
        } else {
            Choosing::Chosen(entry.path)
        }
    }

    /// Draws the folder.
    pub fn draw(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme) {
        let [head, typed, list] =
            Layout::vertical([Constraint::Length(1), Constraint::Length(1), Constraint::Min(1)]).areas(area);
        let folder = self.folder.as_deref().map_or_else(|| "正在读取…".to_owned(), shown_path);
        let title = text::fit(&format!("  {}  {folder}", self.title), head.width.into());
        frame.render_widget(Line::styled(title, theme.title), head);
        if let Some(prompt) = &self.typing {
            prompt.draw(frame, typed, theme, true);
        }
        let height = usize::from(list.height).max(1);
        let first = first_shown(self.selected, height);
        let rows: Vec<TableRow> =
            self.shown().skip(first).take(height).map(|entry| entry_row(entry, theme)).collect();
        let selected = Some(self.selected - first);
        let mut lines = TABLE.lines(list.width.into(), &rows, selected, theme.selected);
        if lines.is_empty() && self.folder.is_some() {
            lines.push(Line::styled(
                "    这里没有可以选的文件。按 Backspace 到上级文件夹，按 / 输入路径。",
                theme.dim,
            ));
        }
        frame.render_widget(Paragraph::new(lines), list);
    }
}

fn entry_row(entry: &FileEntry, theme: &Theme) -> TableRow {
    let modified = entry.modified.map_or_else(String::new, crate::domain::time::Moment::minute);
    let (name, size) = if entry.is_folder {
        (format!("{}/", entry.name), String::new())
    } else {
        (entry.name.clone(), size_label(entry.size))
    };
    TableRow::of(vec![(name, theme.plain), (size, theme.dim), (modified, theme.dim)])
}

/// A path as it is read.
pub fn shown_path(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}

/// `20 KB`
pub fn size_label(bytes: u64) -> String {
    match bytes {
        0..1024 => format!("{bytes} B"),
        1024..1_048_576 => format!("{} KB", bytes.div_ceil(1024)),
        _ => format!("{} MB", bytes.div_ceil(1_048_576)),
    }
}
