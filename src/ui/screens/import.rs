//! Taking a platform export in: choose a file, see what each row would become, confirm, watch, read the result.

mod compared;
mod draw;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use ratatui::Frame;
use ratatui::layout::Rect;

use super::files::{Choosing, Files};
use super::places::Place;
use super::{Around, Call, Screen, Told};
use crate::domain::view::importing::{ImportReport, RowFate};
use crate::domain::view::reconciling::Reconciliation;
use crate::ui::input::Input;
use crate::ui::keys::{Do, Scope};
use crate::ui::message::{Effect, ImportEffect, ImportMessage, Message, SessionEffect};
use crate::ui::widgets::toast::{Toast, Tone};

pub static PLACE: Place =
    Place::screen("导入", "平台导出的文件", |_, _| Ok(Box::new(Import::new())));

/// Where the import stands.
enum Phase {
    /// Choosing a file.
    Choosing,
    /// Reading what the file would become.
    Reading(PathBuf),
    /// What it would become, to be confirmed.
    Preview(PathBuf, Box<ImportReport>),
    /// What one of its columns is, with the place of the answer at hand.
    Asking(PathBuf, Box<ImportReport>, usize),
    /// Which sheet of it to read, with the place of the one at hand.
    Sheets(PathBuf, Box<ImportReport>, usize),
    /// What it and our cases say differently.
    Compared(PathBuf, Box<ImportReport>, Box<Reconciliation>),
    /// Being taken in; percent.
    Running(PathBuf, u8),
    /// What it became, and where its rejected rows are.
    Done(Box<ImportReport>, Option<PathBuf>),
    /// It could not be read or taken in.
    Failed(String),
}

/// What a column that looks like identity can be: the code of the meaning, and how it is offered.
const ANSWERS: [(&str, &str); 4] = [
    ("complainant", "投诉人（姓名）"),
    ("contact", "联系电话"),
    ("identity", "别的身份信息，一直遮蔽"),
    ("plain", "不是身份信息，可以显示"),
];

/// The answer that a column's name suggests, to begin with.
fn likely_answer(column: &str) -> usize {
    let speaks_of = |words: &[&str]| words.iter().any(|word| column.contains(word));
    let meaning = if speaks_of(&["证", "住址", "地址", "户籍", "代理"]) {
        "identity"
    } else if speaks_of(&["电话", "手机", "号码"]) {
        "contact"
    } else if speaks_of(&["人"]) {
        "complainant"
    } else {
        "identity"
    };
    ANSWERS.iter().position(|(code, _)| *code == meaning).unwrap_or(0)
}

pub struct Import {
    phase: Phase,
    files: Files,
    scroll: usize,
    /// Place of the selected row among those the preview shows.
    row: usize,
    /// Rows of the file to be registered as sealed stubs.
    sealed: BTreeSet<u32>,
    /// The sheet that was asked for, where one was.
    sheet: Option<String>,
}

impl Import {
    fn new() -> Self {
        Self {
            phase: Phase::Choosing,
            files: Files::new("导入平台导出文件", &["csv", "xlsx", "json"]),
            scroll: 0,
            row: 0,
            sealed: BTreeSet::new(),
            sheet: None,
        }
    }

    fn hear_import(&mut self, message: &ImportMessage) -> Vec<Call> {
        match message {
            ImportMessage::Files { folder, entries } => self.files.take(folder.clone(), entries.clone()),
            ImportMessage::Preview(path, report) => self.preview(path, report),
            ImportMessage::Reconciled(path, found) => self.reconciled(path, found),
            ImportMessage::TakenIn(report, rejected) => {
                self.phase = Phase::Done(report.clone(), rejected.clone());
                self.scroll = 0;
                return vec![Call::Shown];
            }
            ImportMessage::Failed(why) => self.phase = Phase::Failed(why.clone()),
            ImportMessage::Progress(percent) => {
                if let Phase::Running(_, shown) = &mut self.phase {
                    *shown = (*percent).min(100);
                }
            }
        }
        Vec::new()
    }

    /// A file was read.
    fn preview(&mut self, path: &Path, report: &ImportReport) {
        if matches!(&self.phase, Phase::Reading(asked) if asked == path) {
            self.phase = Phase::Preview(path.to_owned(), Box::new(report.clone()));
            (self.scroll, self.row) = (0, 0);
            self.sealed.clear();
        }
    }

    /// The file was compared with our cases.
    fn reconciled(&mut self, path: &Path, found: &Reconciliation) {
        if let Phase::Preview(previewed, report) = &self.phase
            && previewed == path
        {
            self.phase = Phase::Compared(previewed.clone(), report.clone(), Box::new(found.clone()));
            self.scroll = 0;
        }
    }

    /// In the preview the selection moves, elsewhere the page.
    fn step(&mut self, rows: isize) {
        if let Phase::Asking(_, _, answer) = &mut self.phase {
            *answer = answer.saturating_add_signed(rows).min(ANSWERS.len() - 1);
        } else if let Phase::Sheets(_, report, at) = &mut self.phase {
            *at = at.saturating_add_signed(rows).min(report.sheets.len().saturating_sub(1));
        } else if let Phase::Preview(_, report) = &self.phase {
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
            Choosing::Chosen(path) => self.read(path, None),
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

    /// Asks what the first column is that looks like identity.
    fn ask(&mut self) -> Vec<Call> {
        let Phase::Preview(path, report) = &self.phase else { return Vec::new() };
        if report.asked_columns.is_empty() {
            return vec![Call::Say(Toast::new(Tone::Told, "没有要说明的列。"))];
        }
        let answer = report.asked_columns.first().map_or(0, |column| likely_answer(column));
        self.phase = Phase::Asking(path.clone(), report.clone(), answer);
        self.scroll = 0;
        Vec::new()
    }

    /// Keeps the answer; the file is read anew with it.
    fn answer(&mut self) -> Vec<Call> {
        let Phase::Asking(path, report, answer) = &self.phase else { return Vec::new() };
        let (Some(column), Some((meaning, _))) = (report.asked_columns.first(), ANSWERS.get(*answer)) else {
            return Vec::new();
        };
        let (column, meaning) = (column.clone(), (*meaning).to_owned());
        let sheet = self.sheet.clone();
        let effect = ImportEffect::SayColumn { path: path.clone(), sheet, column, meaning };
        self.phase = Phase::Reading(path.clone());
        vec![Call::Ask(Effect::Import(effect))]
    }

    /// Offers the sheets of a workbook.
    fn offer_sheets(&mut self) -> Vec<Call> {
        let Phase::Preview(path, report) = &self.phase else { return Vec::new() };
        if report.sheets.len() < 2 {
            return vec![Call::Say(Toast::new(Tone::Told, "这个文件没有别的工作表。"))];
        }
        let at = report.sheets.iter().position(|sheet| sheet.is_read).unwrap_or(0);
        self.phase = Phase::Sheets(path.clone(), report.clone(), at);
        self.scroll = 0;
        Vec::new()
    }

    /// Reads the file anew, with the sheet at hand.
    fn take_sheet(&mut self) -> Vec<Call> {
        let Phase::Sheets(path, report, at) = &self.phase else { return Vec::new() };
        let Some(sheet) = report.sheets.get(*at) else { return Vec::new() };
        let (path, sheet) = (path.clone(), sheet.name.clone());
        self.read(path, Some(sheet))
    }

    fn accept(&mut self) -> Vec<Call> {
        match &self.phase {
            Phase::Preview(path, report) if report.brings_something() => {
                let path = path.clone();
                self.phase = Phase::Running(path.clone(), 0);
                vec![Call::Ask(Effect::Import(ImportEffect::TakeIn(path, std::mem::take(&mut self.sealed))))]
            }
            Phase::Failed(_) => self.choose_again(),
            Phase::Asking(..) => self.answer(),
            Phase::Sheets(..) => self.take_sheet(),
            Phase::Compared(..) => self.back(),
            Phase::Preview(..) | Phase::Done(..) => vec![Call::Leave],
            Phase::Choosing | Phase::Reading(_) | Phase::Running(..) => Vec::new(),
        }
    }

    fn back(&mut self) -> Vec<Call> {
        if let Phase::Compared(path, report, _)
        | Phase::Asking(path, report, _)
        | Phase::Sheets(path, report, _) = &self.phase
        {
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
            Phase::Preview(..)
            | Phase::Asking(..)
            | Phase::Sheets(..)
            | Phase::Compared(..)
            | Phase::Failed(_) => self.choose_again(),
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

    fn read(&mut self, path: PathBuf, sheet: Option<String>) -> Vec<Call> {
        self.phase = Phase::Reading(path.clone());
        self.sheet.clone_from(&sheet);
        vec![Call::Ask(Effect::Import(ImportEffect::Preview { path, sheet }))]
    }
}

impl Screen for Import {
    fn scope(&self) -> Scope {
        match self.phase {
            Phase::Choosing => self.files.scope(),
            Phase::Preview(..) => Scope::Preview,
            Phase::Reading(_)
            | Phase::Asking(..)
            | Phase::Sheets(..)
            | Phase::Compared(..)
            | Phase::Running(..)
            | Phase::Done(..)
            | Phase::Failed(_) => Scope::Report,
        }
    }

    fn input(&mut self, input: &Input, _around: &Around) -> Vec<Call> {
        let choosing = self.files.type_path(input);
        self.chosen(choosing)
    }

    #[expect(clippy::wildcard_enum_match_arm, reason = "a screen answers to its own keys only")]
    fn does(&mut self, what: Do, _around: &Around) -> Vec<Call> {
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
            Do::SayColumn => return self.ask(),
            Do::ChooseSheet => return self.offer_sheets(),
            Do::Reconcile => {
                if let Phase::Preview(path, _) = &self.phase {
                    return vec![Call::Ask(Effect::Import(ImportEffect::Reconcile(path.clone())))];
                }
            }
            _ => {}
        }
        Vec::new()
    }

    fn hear(&mut self, told: Told<'_>, _around: &Around) -> Vec<Call> {
        let is_running = matches!(self.phase, Phase::Running(..));
        match told {
            Told::Opened if !is_running => self.choose_again(),
            Told::Leaving if is_running => {
                let why = "导入正在进行；退出就取消导入，一件也不会留下。";
                vec![Call::OpenWork { why, stop: Some(Effect::Session(SessionEffect::Cancel)) }]
            }
            Told::Message(Message::Import(message)) => self.hear_import(message),
            Told::Message(_)
            | Told::Opened
            | Told::Changed
            | Told::Masked
            | Told::Filter(..)
            | Told::Next(_)
            | Told::Back(_)
            | Told::Leaving => Vec::new(),
        }
    }

    fn draw(&mut self, frame: &mut Frame<'_>, area: Rect, around: &Around) {
        self.show(frame, area, &around.theme);
    }
}
