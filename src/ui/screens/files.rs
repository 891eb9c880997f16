//! Choosing a file: folders walked through, names narrowed by typing, a path gone to. What becomes of the file is the
//! business of the screen that asked.

use std::path::{Path, PathBuf};

use crossterm::event::KeyCode;
use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::text::Line;
use ratatui::widgets::Paragraph;

use crate::domain::attachment::size_label;
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

/// What is asked for where a name is typed.
const TYPED: &str = "名称或路径（Tab 补全）";

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
    /// Endings of the names that can be taken here; what has another stands below. Without any everything can.
    wanted: &'static [&'static str],
    folder: Option<PathBuf>,
    entries: Vec<FileEntry>,
    selected: usize,
    /// What narrows the entries; a path with `/` is gone to.
    typing: Option<Prompt>,
    /// What was asked for last: a file of it is selected in its folder.
    asked: Option<PathBuf>,
    /// A typed path that is to be completed once its folder has been read.
    completing: Option<String>,
}

/// How a file comes to the machine on which the program runs.
const HOW_IT_GETS_HERE: &str = "文件在自己电脑上：用 WinSCP 拖到这个文件夹；Xshell、MobaXterm 按 Ctrl-z 回到命令行，输 rz 选文件；\
     内容不多可输 cat > 名字.csv，粘贴后按 Ctrl-d。再输 fg 回来。";

impl Files {
    /// Before a folder was read. Files whose names end so are taken here.
    pub const fn new(title: &'static str, wanted: &'static [&'static str]) -> Self {
        Self {
            title,
            wanted,
            folder: None,
            entries: Vec::new(),
            selected: 0,
            typing: None,
            asked: None,
            completing: None,
        }
    }

    /// The bindings that hold now.
    pub const fn scope(&self) -> Scope {
        if self.typing.is_some() { Scope::Line } else { Scope::Files }
    }

    /// A folder was read: what can be taken stands first, the newest on top, then folders, then everything else.
    pub fn take(&mut self, folder: PathBuf, mut entries: Vec<FileEntry>) {
        let is_wanted = |name: &str| self.wanted.is_empty() || is_one_of(name, self.wanted);
        let rank = |entry: &FileEntry| match (entry.is_folder, is_wanted(&entry.name)) {
            (false, true) => 0,
            (true, _) => 1,
            (false, false) => 2,
        };
        entries.sort_by(|a, b| {
            let newest_first =
                if rank(a) == 0 { b.modified.cmp(&a.modified) } else { std::cmp::Ordering::Equal };
            rank(a).cmp(&rank(b)).then(newest_first)
        });
        (self.folder, self.entries) = (Some(folder), entries);
        let asked = self.asked.take();
        let is_asked = |entry: &FileEntry| asked.as_deref() == Some(&entry.path);
        self.selected = self.entries.iter().position(is_asked).unwrap_or(0);
        self.typing = None;
        if let Some(typed) = self.completing.take() {
            self.typing = Some(Prompt::new(TYPED, &self.completed(&typed).unwrap_or(typed)));
        }
    }

    /// Asks for the present folder, at first for the one where one starts.
    pub fn again(&self) -> Effect {
        Effect::Import(ImportEffect::Browse(self.folder.clone()))
    }

    /// What is typed narrows the entries; Enter opens the one selected, Tab completes.
    pub fn type_path(&mut self, input: &Input) -> Choosing {
        let Some(prompt) = &mut self.typing else { return Choosing::Goes };
        if matches!(input, Input::Key(key) if key.code == KeyCode::Tab) {
            let typed = prompt.text();
            return self.complete(typed);
        }
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

    /// A path is gone to, a file of it chosen; anything else chooses the entry it narrows to.
    fn take_typed(&mut self, text: &str) -> Choosing {
        if text.contains('/') {
            let path = self.path_of(text);
            self.typing = None;
            return if is_one_of(text, self.wanted) { Choosing::Chosen(path) } else { self.look(path) };
        }
        let opened = self.open();
        self.typing = None;
        opened
    }

    /// What is typed as a path, from the folder that is shown.
    fn path_of(&self, text: &str) -> PathBuf {
        if text.starts_with('~') {
            PathBuf::from(text)
        } else {
            self.folder.clone().unwrap_or_default().join(text)
        }
    }

    /// Whatever it is, the folder is shown; a file is selected in its folder.
    fn look(&mut self, path: PathBuf) -> Choosing {
        self.asked = Some(path.clone());
        Choosing::Look(Effect::Import(ImportEffect::Browse(Some(path))))
    }

    /// Completes a typed name from the entries shown. The folder of a path is read and shown first.
    fn complete(&mut self, typed: String) -> Choosing {
        if let Some((folder, _)) = typed.rsplit_once('/') {
            let folder = self.path_of(&format!("{folder}/"));
            if self.folder.as_deref() != Some(&folder) {
                self.completing = Some(typed);
                return Choosing::Look(Effect::Import(ImportEffect::Browse(Some(folder))));
            }
        }
        if let Some(longer) = self.completed(&typed) {
            self.typing = Some(Prompt::new(TYPED, &longer));
        }
        Choosing::Goes
    }

    /// As much more of a typed name as all entries that begin so have in common.
    fn completed(&self, typed: &str) -> Option<String> {
        let (folder, begun) = typed.rsplit_once('/').map_or(("", typed), |(_, begun)| (typed, begun));
        let before = folder.strip_suffix(begun).unwrap_or_default();
        let named = |entry: &&FileEntry| !begun.is_empty() && entry.name.starts_with(begun);
        let found: Vec<&FileEntry> = self.entries.iter().filter(named).collect();
        let first = found.first()?;
        let shared = found.iter().fold(first.name.chars().count(), |shared, entry| {
            let same = first.name.chars().zip(entry.name.chars()).take_while(|(one, other)| one == other);
            shared.min(same.count())
        });
        let name: String = first.name.chars().take(shared).collect();
        let slash = if found.len() == 1 && first.is_folder { "/" } else { "" };
        Some(format!("{before}{name}{slash}"))
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
            Do::Filter => self.typing = Some(Prompt::new(TYPED, "")),
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
        let how = text::wrap(HOW_IT_GETS_HERE, usize::from(area.width.saturating_sub(4)));
        let rows_of_how = u16::try_from(how.len()).unwrap_or(0);
        let [head, typed, list, below] = Layout::vertical([
            Constraint::Length(1),
            Constraint::Length(1),
            Constraint::Min(1),
            Constraint::Length(rows_of_how),
        ])
        .areas(area);
        let how: Vec<Line<'_>> =
            how.into_iter().map(|line| Line::styled(format!("  {line}"), theme.dim)).collect();
        frame.render_widget(Paragraph::new(how), below);
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

/// Whether a name ends as one of these do.
fn is_one_of(name: &str, endings: &[&str]) -> bool {
    let ending = Path::new(name).extension().map(|ending| ending.to_string_lossy().to_lowercase());
    ending.is_some_and(|ending| endings.contains(&ending.as_str()))
}

/// A path as it is read.
pub fn shown_path(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}
