//! Taking a platform export in: choose a file, see what each row would become, confirm, watch, read the result.

mod compared;
mod draw;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::Call;
use super::files::{Choosing, Files};
use crate::domain::view::importing::{ImportReport, RowFate};
use crate::domain::view::reconciling::Reconciliation;
use crate::ui::input::Input;
use crate::ui::keys::{Do, Scope};
use crate::ui::message::{Effect, FileEntry, ImportEffect, SessionEffect};
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

pub struct Import {
    phase: Phase,
    files: Files,
    scroll: usize,
    /// Place of the selected row among those the preview shows.
    row: usize,
    /// Rows of the file to be registered as sealed stubs.
    sealed: BTreeSet<u32>,
}

impl Import {
    /// Opens where one starts.
    pub fn new() -> (Self, Call) {
        let (files, look) = Files::new("导入平台导出文件");
        let (phase, sealed) = (Phase::Choosing, BTreeSet::new());
        (Self { phase, files, scroll: 0, row: 0, sealed }, Call::Ask(look))
    }

    /// The bindings that hold now.
    pub const fn scope(&self) -> Scope {
        match self.phase {
            Phase::Choosing => self.files.scope(),
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
        self.files.take(folder, entries);
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
        let choosing = self.files.type_path(input);
        self.chosen(choosing)
    }

    /// A key of the table.
    #[expect(clippy::wildcard_enum_match_arm, reason = "a screen answers to its own keys only")]
    pub fn act(&mut self, what: Do) -> Vec<Call> {
        if let Phase::Choosing = self.phase {
            let choosing = self.files.act(what);
            return self.chosen(choosing);
        }
        let page = 15;
        match what {
            Do::Open => return self.accept(),
            Do::Back => return self.back(),
            Do::Down => self.step(1),
            Do::Up => self.step(-1),
            Do::PageDown | Do::HalfDown => self.step(page),
            Do::PageUp | Do::HalfUp => self.step(-page),
            Do::Top => self.step(isize::MIN),
            Do::Bottom => self.step(isize::MAX),
            Do::Seal => return self.seal(),
            Do::Reconcile => {
                if let Phase::Preview(path, _) = &self.phase {
                    return vec![Call::Ask(Effect::Import(ImportEffect::Reconcile(path.clone())))];
                }
            }
            _ => {}
        }
        Vec::new()
    }

    /// In the preview the selection moves, elsewhere the page.
    fn step(&mut self, rows: isize) {
        if let Phase::Preview(_, report) = &self.phase {
            let last = report.sample.len().saturating_sub(1);
            self.row = self.row.saturating_add_signed(rows).min(last);
        } else {
            self.scroll = self.scroll.saturating_add_signed(rows);
        }
    }

    fn chosen(&mut self, choosing: Choosing) -> Vec<Call> {
        match choosing {
            Choosing::Goes => Vec::new(),
            Choosing::Look(effect) => vec![Call::Ask(effect)],
            Choosing::Chosen(path) => self.read(path),
            Choosing::Left => vec![Call::Leave],
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
            Phase::Preview(path, report) if report.new + report.supplement > 0 => {
                let path = path.clone();
                self.phase = Phase::Running(path.clone(), 0);
                vec![Call::Ask(Effect::Import(ImportEffect::TakeIn(path, std::mem::take(&mut self.sealed))))]
            }
            Phase::Failed(_) => self.choose_again(),
            Phase::Compared(..) => self.back(),
            Phase::Preview(..) | Phase::Done(..) => vec![Call::Leave],
            Phase::Choosing | Phase::Reading(_) | Phase::Running(..) => Vec::new(),
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
                calls.push(Call::Ask(Effect::Session(SessionEffect::Cancel)));
                calls
            }
            Phase::Preview(..) | Phase::Compared(..) | Phase::Failed(_) => self.choose_again(),
            Phase::Running(..) => vec![
                Call::Ask(Effect::Session(SessionEffect::Cancel)),
                Call::Say(Toast::new(Tone::Told, "正在取消导入；取消成功时一件也不会留下。")),
            ],
        }
    }

    fn choose_again(&mut self) -> Vec<Call> {
        self.phase = Phase::Choosing;
        vec![Call::Ask(self.files.again())]
    }

    fn read(&mut self, path: PathBuf) -> Vec<Call> {
        self.phase = Phase::Reading(path.clone());
        vec![Call::Ask(Effect::Import(ImportEffect::Preview(path)))]
    }
}
