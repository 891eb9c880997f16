//! 工作日历: the named days of a year and where they come from; the administrator loads a newly published year here,
//! after reading what it changes.

mod draw;
#[cfg(test)]
mod tests;

use std::path::PathBuf;

use super::Call;
use super::files::{Choosing, Files};
use crate::domain::desk::Desk;
use crate::domain::limit::calendar_change::CalendarChange;
use crate::domain::words::Position;
use crate::ui::input::Input;
use crate::ui::keys::{Do, Scope};
use crate::ui::message::{CalendarPreview, Effect, FileEntry, TownEffect};
use crate::ui::widgets::toast::{Toast, Tone};

/// Lines moved by a key that turns a page.
const PAGE_ROWS: isize = 15;

/// Where the screen stands.
enum Phase {
    /// A year to be read.
    Year,
    /// Choosing a notice file.
    Choosing(Files),
    /// Reading what the file would change.
    Reading(PathBuf),
    /// What it would change, to be confirmed.
    Preview(PathBuf, CalendarPreview),
    Loading,
    /// What it changed.
    Done(CalendarChange),
    /// It could not be read or loaded.
    Failed(String),
}

pub struct CalendarScreen {
    phase: Phase,
    year: i16,
    scroll: usize,
    /// Why the actor may not load a notice; `None` for the administrator.
    barred: Option<String>,
}

impl CalendarScreen {
    /// Opens on the present year.
    pub fn new(desk: &Desk) -> Self {
        let may_load = desk.actor.holds(Position::Administrator);
        let barred = (!may_load).then(|| {
            let keepers: Vec<&str> = desk
                .org
                .people
                .iter()
                .filter(|person| person.active && person.holds(Position::Administrator))
                .map(|person| person.name.as_str())
                .collect();
            let named =
                if keepers.is_empty() { String::new() } else { format!("（{}）", keepers.join("、")) };
            format!("节假日安排由系统管理员{named}载入，您不能载入；请把文件交给系统管理员。")
        });
        Self { phase: Phase::Year, year: desk.today().year(), scroll: 0, barred }
    }

    /// The bindings that hold now.
    pub const fn scope(&self) -> Scope {
        match &self.phase {
            Phase::Year => Scope::Calendar,
            Phase::Choosing(files) => files.scope(),
            Phase::Reading(_) | Phase::Preview(..) | Phase::Loading | Phase::Done(_) | Phase::Failed(_) => {
                Scope::Report
            }
        }
    }

    /// A folder was read.
    pub fn files(&mut self, folder: PathBuf, entries: Vec<FileEntry>) {
        if let Phase::Choosing(files) = &mut self.phase {
            files.take(folder, entries);
        }
    }

    /// A notice was read.
    pub fn preview(&mut self, path: PathBuf, preview: CalendarPreview) {
        if matches!(&self.phase, Phase::Reading(asked) if *asked == path) {
            self.phase = Phase::Preview(path, preview);
            self.scroll = 0;
        }
    }

    /// It was loaded; its year is the one to be read next.
    pub fn done(&mut self, change: CalendarChange) {
        self.year = change.year;
        self.phase = Phase::Done(change);
        self.scroll = 0;
    }

    /// It could not be read or loaded.
    pub fn fail(&mut self, why: String) {
        if matches!(self.phase, Phase::Reading(_) | Phase::Loading) {
            self.phase = Phase::Failed(why);
        }
    }

    /// What is typed narrows the files, or is a path.
    pub fn type_path(&mut self, input: &Input) -> Vec<Call> {
        let Phase::Choosing(files) = &mut self.phase else { return Vec::new() };
        let choosing = files.type_path(input);
        self.chosen(choosing)
    }

    /// A key of the table.
    #[expect(clippy::wildcard_enum_match_arm, reason = "a screen answers to its own keys only")]
    pub fn act(&mut self, what: Do) -> Vec<Call> {
        if let Phase::Choosing(files) = &mut self.phase {
            let choosing = files.act(what);
            return self.chosen(choosing);
        }
        match what {
            Do::NextPart => self.show_year(self.year.saturating_add(1)),
            Do::PreviousPart => self.show_year(self.year.saturating_sub(1)),
            Do::Load => return self.load(),
            Do::Open => return self.accept(),
            Do::Back => return self.back(),
            Do::Down => self.scroll_by(1),
            Do::Up => self.scroll_by(-1),
            Do::PageDown | Do::HalfDown => self.scroll_by(PAGE_ROWS),
            Do::PageUp | Do::HalfUp => self.scroll_by(-PAGE_ROWS),
            Do::Top => self.scroll = 0,
            Do::Bottom => self.scroll = usize::MAX,
            _ => {}
        }
        Vec::new()
    }

    fn show_year(&mut self, year: i16) {
        if matches!(self.phase, Phase::Year) && (2000..=2100).contains(&year) {
            self.year = year;
            self.scroll = 0;
        }
    }

    const fn scroll_by(&mut self, rows: isize) {
        self.scroll = self.scroll.saturating_add_signed(rows);
    }

    fn load(&mut self) -> Vec<Call> {
        if let Some(why) = &self.barred {
            return vec![Call::Say(Toast::new(Tone::Refused, why.clone()))];
        }
        let (files, look) = Files::new("载入节假日安排文件");
        self.phase = Phase::Choosing(files);
        vec![Call::Ask(look)]
    }

    fn chosen(&mut self, choosing: Choosing) -> Vec<Call> {
        match choosing {
            Choosing::Goes => Vec::new(),
            Choosing::Look(effect) => vec![Call::Ask(effect)],
            Choosing::Chosen(path) => {
                self.phase = Phase::Reading(path.clone());
                vec![Call::Ask(Effect::Town(TownEffect::PreviewCalendar(path)))]
            }
            Choosing::Left => self.show_again(),
        }
    }

    fn show_again(&mut self) -> Vec<Call> {
        self.phase = Phase::Year;
        self.scroll = 0;
        Vec::new()
    }

    fn accept(&mut self) -> Vec<Call> {
        match &self.phase {
            Phase::Preview(path, preview) if !preview.change.is_nothing() => {
                let path = path.clone();
                self.phase = Phase::Loading;
                vec![Call::Ask(Effect::Town(TownEffect::LoadCalendar(path)))]
            }
            Phase::Preview(..) | Phase::Done(_) => self.show_again(),
            Phase::Failed(_) => self.load(),
            Phase::Year | Phase::Choosing(_) | Phase::Reading(_) | Phase::Loading => Vec::new(),
        }
    }

    fn back(&mut self) -> Vec<Call> {
        match &self.phase {
            Phase::Year => vec![Call::Leave],
            // What is under way can't be called back; its answer is awaited.
            Phase::Loading => Vec::new(),
            Phase::Choosing(_)
            | Phase::Reading(_)
            | Phase::Preview(..)
            | Phase::Done(_)
            | Phase::Failed(_) => self.show_again(),
        }
    }
}
