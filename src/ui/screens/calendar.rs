//! 工作日历: the named days of a year and where they come from; the administrator loads a newly published year here,
//! after reading what it changes.

mod draw;
#[cfg(test)]
mod tests;

use std::path::PathBuf;

use ratatui::Frame;
use ratatui::layout::Rect;

use super::files::{Choosing, Files};
use super::places::Place;
use super::{Around, Call, NOT_READ_YET, Screen, Told};
use crate::domain::desk::Desk;
use crate::domain::limit::calendar_change::CalendarChange;
use crate::domain::words::Position;
use crate::ui::input::Input;
use crate::ui::keys::{Do, Scope};
use crate::ui::message::{CalendarPreview, Effect, ImportMessage, Message, TownEffect, TownMessage};
use crate::ui::widgets::toast::{Toast, Tone};

/// Lines moved by a key that turns a page.
const PAGE_ROWS: isize = 15;

pub static PLACE: Place = Place {
    tab: 3,
    ..Place::screen("工作日历", "放假和调休，载入新一年的安排", |around, _| {
        let desk = around.desk.as_ref().ok_or(NOT_READ_YET)?;
        Ok(Box::new(CalendarScreen::new(desk)))
    })
};

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
    fn new(desk: &Desk) -> Self {
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

    fn hear_town(&mut self, message: &TownMessage) {
        match message {
            TownMessage::CalendarPreview(path, preview) => {
                if matches!(&self.phase, Phase::Reading(asked) if asked == path) {
                    self.phase = Phase::Preview(path.clone(), (**preview).clone());
                    self.scroll = 0;
                }
            }
            // Its year is the one to be read next.
            TownMessage::CalendarLoaded(change) => {
                self.year = change.year;
                self.phase = Phase::Done((**change).clone());
                self.scroll = 0;
            }
            TownMessage::CalendarFailed(why) => {
                if matches!(self.phase, Phase::Reading(_) | Phase::Loading) {
                    self.phase = Phase::Failed(why.clone());
                }
            }
            TownMessage::Desk(_)
            | TownMessage::Performed { .. }
            | TownMessage::Refused { .. }
            | TownMessage::Previewed { .. }
            | TownMessage::History { .. }
            | TownMessage::NoHistory(_)
            | TownMessage::ListRead { .. }
            | TownMessage::Unsettled(_) => {}
        }
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
        let files = Files::new("载入节假日安排文件", &["json"]);
        let look = files.again();
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

impl Screen for CalendarScreen {
    fn scope(&self) -> Scope {
        match &self.phase {
            Phase::Year => Scope::Calendar,
            Phase::Choosing(files) => files.scope(),
            Phase::Reading(_) | Phase::Preview(..) | Phase::Loading | Phase::Done(_) | Phase::Failed(_) => {
                Scope::Report
            }
        }
    }

    fn input(&mut self, input: &Input, _around: &Around) -> Vec<Call> {
        let Phase::Choosing(files) = &mut self.phase else { return Vec::new() };
        let choosing = files.type_path(input);
        self.chosen(choosing)
    }

    #[expect(clippy::wildcard_enum_match_arm, reason = "a screen answers to its own keys only")]
    fn does(&mut self, what: Do, _around: &Around) -> Vec<Call> {
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

    fn hear(&mut self, told: Told<'_>, _around: &Around) -> Vec<Call> {
        match told {
            Told::Message(Message::Town(message)) => self.hear_town(message),
            Told::Message(Message::Import(ImportMessage::Files { folder, entries })) => {
                if let Phase::Choosing(files) = &mut self.phase {
                    files.take(folder.clone(), entries.clone());
                }
            }
            Told::Message(_)
            | Told::Opened
            | Told::Changed
            | Told::Masked
            | Told::Filter(..)
            | Told::Next(_)
            | Told::Back(_)
            | Told::Leaving => {}
        }
        Vec::new()
    }

    fn draw(&mut self, frame: &mut Frame<'_>, area: Rect, around: &Around) {
        if let Some(desk) = &around.desk {
            self.show(frame, area, desk, &around.theme);
        }
    }
}
