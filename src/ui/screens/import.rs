//! Taking a platform export in: choose a file, see what each row would become, confirm, watch, read the result.

mod compared;
mod draw;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::Call;
use super::prompt::{Prompt, PromptOutcome};
use crate::domain::importing::{ImportReport, RowFate};
use crate::domain::reconciling::Reconciliation;
use crate::ui::input::Input;
use crate::ui::keys::{Do, Scope};
use crate::ui::message::{Effect, FileEntry};
use crate::ui::widgets::matching;
use crate::ui::widgets::toast::{Toast, Tone};

/// Where the import stands.
enum Phase {
    /// Choosing a file.
    Choosing,
    /// Reading what the file would become.
    Reading(PathBuf),
    /// What it would become, to be confirmed.
    Preview(PathBuf, Box<ImportReport>),
    /// What it and our cases say differently.
    Compared(PathBuf, Box<ImportReport>, Box<Reconciliation>),
    /// Being taken in; percent.
    Running(PathBuf, u8),
    /// What it became, and where its rejected rows are.
    Done(Box<ImportReport>, Option<PathBuf>),
    /// It could not be read or taken in.
    Failed(String),
}

/// The screen.
pub struct Import {
    phase: Phase,
    folder: Option<PathBuf>,
    entries: Vec<FileEntry>,
    selected: usize,
    /// What narrows the entries; a path with `/` is gone to.
    typing: Option<Prompt>,
    scroll: usize,
    /// Place of the selected row among those the preview shows.
    row: usize,
    /// Rows of the file to be registered as sealed stubs.
    sealed: BTreeSet<u32>,
}

impl Import {
    /// Opens where one starts.
    pub fn new() -> (Self, Call) {
        let screen = Self {
            phase: Phase::Choosing,
            folder: None,
            entries: Vec::new(),
            selected: 0,
            typing: None,
            scroll: 0,
            row: 0,
            sealed: BTreeSet::new(),
        };
        (screen, Call::Ask(Effect::Browse(None)))
    }

    /// The bindings that hold now.
    pub const fn scope(&self) -> Scope {
        match self.phase {
            Phase::Choosing if self.typing.is_some() => Scope::Line,
            Phase::Choosing => Scope::Files,
            Phase::Preview(..) => Scope::Preview,
            Phase::Reading(_)
            | Phase::Compared(..)
            | Phase::Running(..)
            | Phase::Done(..)
            | Phase::Failed(_) => Scope::Report,
        }
    }

    /// Whether rows are being taken in right now.
    pub const fn is_running(&self) -> bool {
        matches!(self.phase, Phase::Running(..))
    }

    /// A folder was read.
    pub fn files(&mut self, folder: PathBuf, entries: Vec<FileEntry>) {
        (self.folder, self.entries) = (Some(folder), entries);
        (self.selected, self.typing) = (0, None);
    }

    /// A file was read.
    pub fn preview(&mut self, path: PathBuf, report: Box<ImportReport>) {
        if matches!(&self.phase, Phase::Reading(asked) if *asked == path) {
            self.phase = Phase::Preview(path, report);
            (self.scroll, self.row) = (0, 0);
            self.sealed.clear();
        }
    }

    /// The file was compared with our cases.
    pub fn reconciled(&mut self, path: &Path, found: Box<Reconciliation>) {
        if let Phase::Preview(previewed, report) = &self.phase
            && previewed == path
        {
            self.phase = Phase::Compared(previewed.clone(), report.clone(), found);
            self.scroll = 0;
        }
    }

    /// How far it has come.
    pub fn progress(&mut self, percent: u8) {
        if let Phase::Running(_, shown) = &mut self.phase {
            *shown = percent.min(100);
        }
    }

    /// It was taken in.
    pub fn done(&mut self, report: Box<ImportReport>, rejected: Option<PathBuf>) {
        self.phase = Phase::Done(report, rejected);
        self.scroll = 0;
    }

    /// It could not be read or taken in.
    pub fn fail(&mut self, why: String) {
        self.phase = Phase::Failed(why);
    }

    /// What is typed narrows the entries; Enter opens the one selected.
    pub fn type_path(&mut self, input: &Input) -> Vec<Call> {
        let Some(prompt) = &mut self.typing else { return Vec::new() };
        match prompt.handle(input) {
            PromptOutcome::Typing => {
                self.selected = 0;
                Vec::new()
            }
            PromptOutcome::GivenUp => {
                self.typing = None;
                Vec::new()
            }
            PromptOutcome::Taken(text) => self.take_typed(text.trim()),
        }
    }

    /// A path is gone to; anything else chooses the entry it narrows to.
    fn take_typed(&mut self, text: &str) -> Vec<Call> {
        if text.contains('/') {
            self.typing = None;
            let path = PathBuf::from(text);
            let is_folder = text.ends_with('/');
            return if is_folder { vec![Call::Ask(Effect::Browse(Some(path)))] } else { self.read(path) };
        }
        let calls = self.open();
        self.typing = None;
        calls
    }

    fn shown(&self) -> impl Iterator<Item = &FileEntry> {
        let typed =
            self.typing.as_ref().map(Prompt::text).filter(|text| !text.contains('/')).unwrap_or_default();
        self.entries.iter().filter(move |entry| matching::find(&entry.name, &typed).is_some())
    }

    /// A key of the table.
    #[expect(clippy::wildcard_enum_match_arm, reason = "a screen answers to its own keys only")]
    pub fn act(&mut self, what: Do) -> Vec<Call> {
        let last = self.shown().count().saturating_sub(1);
        let page = 15;
        match what {
            Do::Open => return self.accept(),
            Do::Back => return self.back(),
            Do::Down => self.step(1, last),
            Do::Up => self.step(-1, last),
            Do::PageDown | Do::HalfDown => self.step(page, last),
            Do::PageUp | Do::HalfUp => self.step(-page, last),
            Do::Top => self.step(isize::MIN, last),
            Do::Bottom => self.step(isize::MAX, last),
            Do::Seal => return self.seal(),
            Do::Reconcile => {
                if let Phase::Preview(path, _) = &self.phase {
                    return vec![Call::Ask(Effect::Reconcile(path.clone()))];
                }
            }
            Do::Filter if self.is_choosing() => self.typing = Some(Prompt::new("名称或路径", "")),
            Do::Parent if self.is_choosing() => {
                let above = self.folder.as_ref().and_then(|folder| folder.parent());
                return above
                    .map(|above| Call::Ask(Effect::Browse(Some(above.to_owned()))))
                    .into_iter()
                    .collect();
            }
            _ => {}
        }
        Vec::new()
    }

    const fn is_choosing(&self) -> bool {
        matches!(self.phase, Phase::Choosing)
    }

    fn step(&mut self, rows: isize, last: usize) {
        if self.is_choosing() {
            self.selected = self.selected.saturating_add_signed(rows).min(last);
        } else if let Phase::Preview(_, report) = &self.phase {
            let last = report.sample.len().saturating_sub(1);
            self.row = self.row.saturating_add_signed(rows).min(last);
        } else {
            self.scroll = self.scroll.saturating_add_signed(rows);
        }
    }

    /// Marks the selected row to be registered as a sealed stub, or takes the mark off. Only what becomes a new case
    /// can be: of another the text is here already.
    fn seal(&mut self) -> Vec<Call> {
        let Phase::Preview(_, report) = &self.phase else { return Vec::new() };
        let Some(row) = report.sample.get(self.row) else { return Vec::new() };
        if row.fate != RowFate::New {
            let words = "这一行已有登记，不能密封登记；请打开那一件办“密封上报”。";
            return vec![Call::Say(Toast::new(Tone::Refused, words))];
        }
        if !self.sealed.remove(&row.row) {
            self.sealed.insert(row.row);
        }
        Vec::new()
    }

    fn accept(&mut self) -> Vec<Call> {
        match &self.phase {
            Phase::Choosing => self.open(),
            Phase::Preview(path, report) if report.new + report.supplement > 0 => {
                let path = path.clone();
                self.phase = Phase::Running(path.clone(), 0);
                vec![Call::Ask(Effect::Import(path, std::mem::take(&mut self.sealed)))]
            }
            Phase::Failed(_) => self.choose_again(),
            Phase::Compared(..) => self.back(),
            Phase::Preview(..) | Phase::Done(..) => vec![Call::Leave],
            Phase::Reading(_) | Phase::Running(..) => Vec::new(),
        }
    }

    fn back(&mut self) -> Vec<Call> {
        if let Phase::Compared(path, report, _) = &self.phase {
            self.phase = Phase::Preview(path.clone(), report.clone());
            return Vec::new();
        }
        match &self.phase {
            Phase::Choosing | Phase::Done(..) => vec![Call::Leave],
            Phase::Reading(_) => {
                let mut calls = self.choose_again();
                calls.push(Call::Ask(Effect::Cancel));
                calls
            }
            Phase::Preview(..) | Phase::Compared(..) | Phase::Failed(_) => self.choose_again(),
            Phase::Running(..) => vec![
                Call::Ask(Effect::Cancel),
                Call::Say(Toast::new(Tone::Told, "正在取消导入；取消成功时一件也不会留下。")),
            ],
        }
    }

    fn choose_again(&mut self) -> Vec<Call> {
        self.phase = Phase::Choosing;
        vec![Call::Ask(Effect::Browse(self.folder.clone()))]
    }

    fn open(&mut self) -> Vec<Call> {
        let Some(entry) = self.shown().nth(self.selected).cloned() else { return Vec::new() };
        if entry.is_folder {
            vec![Call::Ask(Effect::Browse(Some(entry.path)))]
        } else {
            self.read(entry.path)
        }
    }

    fn read(&mut self, path: PathBuf) -> Vec<Call> {
        self.phase = Phase::Reading(path.clone());
        vec![Call::Ask(Effect::Preview(path))]
    }
}
