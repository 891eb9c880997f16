//! 设置: units, people, positions and everything else that is set for the whole town, one page for each. A row opens the
//! form that changes it; on the first day this is where a new town is set up (`console.md` §5 First day).

mod draw;
mod page;
mod people;
mod posts;
#[cfg(test)]
mod tests;
mod units;
mod values;
mod waiting;

use std::path::Path;

use ratatui::Frame;
use ratatui::layout::Rect;

use super::files::{Choosing, Files};
use super::places::{Pane, Place};
use super::{Around, Call, Go, NOT_READ_YET, Screen, Told};
use crate::actions::{Act, Answers, add_people, add_units, fill_post, org_import};
use crate::domain::desk::Desk;
use crate::domain::words::Position;
use crate::ui::input::Input;
use crate::ui::keys::{Do, Scope};
use crate::ui::message::{Effect, ImportMessage, Message, SessionMessage, TownEffect, TownMessage};
use crate::ui::screens::settings::page::{Page, PageRow, RowDoes};
use crate::ui::widgets::prompt::{Prompt, PromptOutcome};
use crate::ui::widgets::toast::{Toast, Tone};

pub static PLACE: Place = Place::pane(
    "设置",
    "单位、人员、岗位、审签链和全镇设置",
    |around, _| {
        around.desk.as_ref().ok_or(NOT_READ_YET)?;
        Ok(Box::new(Settings::new()))
    },
    Pane { digit: 7, badge: |_| None, is_alarm: false },
);

/// The pages in the order of a first day; a new one is its own file and its row here.
static PAGES: [&Page; 7] = [
    &units::PAGE,
    &people::PAGE,
    &posts::PAGE,
    &waiting::PAGE,
    &values::CHAINS,
    &values::PAGE,
    &values::ELSEWHERE,
];

/// Rows moved by a key that turns a page.
const PAGE_ROWS: isize = 10;

/// A post whose holders are being typed.
struct Typing {
    prompt: Prompt,
    position: Position,
    /// Name of the unit, where it is a post of one.
    unit: Option<String>,
    /// Sent, and not answered yet.
    is_sent: bool,
}

pub struct Settings {
    page: usize,
    /// The selected row of each page.
    selected: [usize; PAGES.len()],
    typing: Option<Typing>,
    files: Option<Files>,
    /// Whether the town is being set up: what was saved leads on to what is set up next.
    is_first_day: bool,
    /// Something was saved here: once the town has been read again, the selection goes on to what is still missing.
    goes_on: bool,
}

impl Settings {
    pub const fn new() -> Self {
        Self {
            page: 0,
            selected: [0; PAGES.len()],
            typing: None,
            files: None,
            is_first_day: false,
            goes_on: false,
        }
    }

    /// The same on the first day of a town.
    #[must_use]
    pub fn of_first_day() -> Self {
        Self { is_first_day: true, ..Self::new() }
    }

    fn page(&self) -> &'static Page {
        PAGES.get(self.page).copied().unwrap_or(&units::PAGE)
    }

    fn at(&mut self) -> Option<&mut usize> {
        self.selected.get_mut(self.page)
    }

    fn turn(&mut self, by: isize) {
        let pages = PAGES.len().cast_signed();
        self.page = (self.page.cast_signed() + by).rem_euclid(pages).cast_unsigned();
    }

    fn step(&mut self, by: isize, desk: &Desk) {
        let last = (self.page().rows)(desk).len().saturating_sub(1);
        if let Some(at) = self.at() {
            *at = at.saturating_add_signed(by).min(last);
        }
    }

    fn selected_row(&self, desk: &Desk) -> Option<PageRow> {
        let rows = (self.page().rows)(desk);
        let at = self.selected.get(self.page).copied().unwrap_or_default();
        rows.into_iter().nth(at)
    }

    /// Opens what changes the selected row.
    fn open(&mut self, desk: &Desk) -> Vec<Call> {
        let Some(row) = self.selected_row(desk) else { return self.add() };
        match row.does {
            RowDoes::Form(act, answers) => vec![Call::Go(Go::TownForm(act, answers))],
            RowDoes::Post { position, unit } => {
                if let Err(refusal) = fill_post::ACT.allowed_in_town(&desk.context()) {
                    return vec![Call::Say(Toast::new(Tone::Refused, refusal.message))];
                }
                let of = unit.map(|unit| desk.org.unit_name(unit).to_owned());
                let prompt = Prompt::new("由谁担任", &fill_post::holders(position, unit, &desk.org));
                self.typing = Some(Typing { prompt, position, unit: of, is_sent: false });
                Vec::new()
            }
            RowDoes::Place(place) => vec![Call::Go(Go::To(place))],
            RowDoes::Nothing => Vec::new(),
        }
    }

    /// The form that adds to the page.
    fn add(&self) -> Vec<Call> {
        match self.page().adds {
            Some(act) => vec![Call::Go(Go::TownForm(act, Answers::none()))],
            None => vec![Call::Say(Toast::new(Tone::Told, "这一页没有可登记的，选一行按回车修改。"))],
        }
    }

    fn type_holders(&mut self, input: &Input) -> Vec<Call> {
        let Some(typing) = &mut self.typing else { return Vec::new() };
        if typing.is_sent {
            return Vec::new();
        }
        match typing.prompt.handle(input) {
            PromptOutcome::Typing => Vec::new(),
            PromptOutcome::GivenUp => {
                self.typing = None;
                Vec::new()
            }
            PromptOutcome::Taken(people) => {
                typing.is_sent = true;
                let answers = fill_post::answers(typing.position, typing.unit.as_deref(), &people);
                vec![Call::Go(Go::InTown(&fill_post::ACT, answers))]
            }
        }
    }

    fn choose_file(&mut self, choosing: Choosing) -> Vec<Call> {
        match choosing {
            Choosing::Goes => Vec::new(),
            Choosing::Look(effect) => vec![Call::Ask(effect)],
            Choosing::Left => {
                self.files = None;
                Vec::new()
            }
            Choosing::Chosen(path) => vec![Call::Ask(Effect::Town(TownEffect::ReadList(path)))],
        }
    }

    /// A file was read: a list goes into the form of the page, an organisation file into its own.
    fn take_file(&mut self, path: &Path, text: &str) -> Vec<Call> {
        if self.files.take().is_none() {
            return Vec::new();
        }
        let is_whole = text.contains("[[unit]]") || text.contains("[[person]]");
        let (act, field): (&'static Act, _) = if is_whole {
            (&org_import::ACT, org_import::TEXT.name)
        } else if std::ptr::eq(self.page(), &raw const units::PAGE) {
            (&add_units::ACT, add_units::LIST.name)
        } else {
            (&add_people::ACT, add_people::LIST.name)
        };
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let said = format!("已读出 {name}，看过没有问题就按 Ctrl-s 保存。");
        vec![
            Call::Go(Go::TownForm(act, Answers::none().with(field, text))),
            Call::Say(Toast::new(Tone::Told, said)),
        ]
    }

    fn hear_town(&mut self, message: &TownMessage) -> Vec<Call> {
        match message {
            TownMessage::Performed { .. } => {
                let was_typed = self.typing.take_if(|typing| typing.is_sent).is_some();
                self.goes_on = was_typed || self.is_first_day;
                Vec::new()
            }
            TownMessage::Refused { refusal, .. } => match &mut self.typing {
                Some(typing) if typing.is_sent => {
                    typing.is_sent = false;
                    typing.prompt.refuse(refusal);
                    vec![Call::Shown]
                }
                Some(_) | None => Vec::new(),
            },
            TownMessage::ListRead { path, text } => self.take_file(path, text),
            TownMessage::Desk(_)
            | TownMessage::Previewed { .. }
            | TownMessage::History { .. }
            | TownMessage::NoHistory(_)
            | TownMessage::Unsettled(_)
            | TownMessage::CalendarPreview(..)
            | TownMessage::CalendarLoaded(_)
            | TownMessage::CalendarFailed(_) => Vec::new(),
        }
    }

    /// After something was saved: on the first day from the units to the posts, and always to the next post that nobody
    /// holds.
    fn go_on(&mut self, desk: &Desk) {
        let is = |page: &'static Page, other: &'static Page| std::ptr::eq(page, other);
        let posts_at = PAGES.iter().position(|page| is(page, &posts::PAGE)).unwrap_or_default();
        if self.is_first_day && is(self.page(), &units::PAGE) && page::has_units(desk) {
            self.page = posts_at;
        }
        if self.page == posts_at
            && self.typing.is_none()
            && let Some(vacant) = posts::next_vacant(desk, self.selected[posts_at])
        {
            self.selected[posts_at] = vacant;
        }
    }
}

impl Screen for Settings {
    fn scope(&self) -> Scope {
        match (&self.typing, &self.files) {
            (Some(_), _) => Scope::Line,
            (None, Some(files)) => files.scope(),
            (None, None) => Scope::Settings,
        }
    }

    fn input(&mut self, input: &Input, _around: &Around) -> Vec<Call> {
        if self.typing.is_some() {
            return self.type_holders(input);
        }
        let Some(files) = &mut self.files else { return Vec::new() };
        let choosing = files.type_path(input);
        self.choose_file(choosing)
    }

    #[expect(clippy::wildcard_enum_match_arm, reason = "a screen answers to its own keys only")]
    fn does(&mut self, what: Do, around: &Around) -> Vec<Call> {
        let Some(desk) = &around.desk else { return Vec::new() };
        if let Some(files) = &mut self.files {
            let choosing = files.act(what);
            return self.choose_file(choosing);
        }
        match what {
            Do::Open => return self.open(desk),
            Do::Register => return self.add(),
            Do::Import => {
                let files = Files::new("单位和人员文件", &["txt", "csv", "toml"]);
                let look = files.again();
                self.files = Some(files);
                return vec![Call::Ask(look)];
            }
            Do::NextPart => self.turn(1),
            Do::PreviousPart => self.turn(-1),
            Do::Down => self.step(1, desk),
            Do::Up => self.step(-1, desk),
            Do::PageDown | Do::HalfDown => self.step(PAGE_ROWS, desk),
            Do::PageUp | Do::HalfUp => self.step(-PAGE_ROWS, desk),
            Do::Top => self.step(isize::MIN, desk),
            Do::Bottom => self.step(isize::MAX, desk),
            Do::Back => return vec![Call::Leave],
            _ => {}
        }
        Vec::new()
    }

    fn hear(&mut self, told: Told<'_>, around: &Around) -> Vec<Call> {
        match told {
            Told::Message(Message::Town(message)) => self.hear_town(message),
            Told::Message(Message::Import(ImportMessage::Files { folder, entries })) => {
                if let Some(files) = &mut self.files {
                    files.take(folder.clone(), entries.clone());
                }
                Vec::new()
            }
            // What was sent got no answer: it can be tried again.
            Told::Message(Message::Session(SessionMessage::Failed(_))) => {
                if let Some(typing) = &mut self.typing {
                    typing.is_sent = false;
                }
                Vec::new()
            }
            Told::Changed => {
                if std::mem::take(&mut self.goes_on)
                    && let Some(desk) = &around.desk
                {
                    self.go_on(desk);
                }
                Vec::new()
            }
            Told::Message(_)
            | Told::Opened
            | Told::Masked
            | Told::Filter(..)
            | Told::Next(_)
            | Told::Back(_)
            | Told::Leaving => Vec::new(),
        }
    }

    fn draw(&mut self, frame: &mut Frame<'_>, area: Rect, around: &Around) {
        self.draw_page(frame, area, around);
    }
}
