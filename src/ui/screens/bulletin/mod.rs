//! 通报: the bulletin of a month or a year as it is drafted or was frozen. Every number in it opens its cases; from here it
//! is edited and frozen, and written with everything else that a month's end needs.

mod draw;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use ratatui::Frame;
use ratatui::layout::Rect;

use super::behind::{Behind, Counted};
use super::places::Place;
use super::{Around, Call, CaseList, Go, NOT_READ_YET, Screen, Told};
use crate::actions::freeze_bulletin::{ACT, check_over, filled};
use crate::domain::desk::Desk;
use crate::domain::disclosure::no_of;
use crate::domain::figures::paragraph::Piece;
use crate::domain::figures::reading::Reading;
use crate::domain::figures::stretch::Stretch;
use crate::ui::keys::{Do, Scope};
use crate::ui::message::{
    BulletinTold, Effect, FigureEffect, FigureMessage, Message, SessionMessage, TableWanted,
};
use crate::ui::widgets::toast::{Toast, Tone};

pub static PLACE: Place = Place {
    tab: 6,
    ..Place::screen(
        "通报",
        "上个月的通报：改好、封存、写成文件、做月末包",
        |around, _| {
            let desk = around.desk.as_ref().ok_or(NOT_READ_YET)?;
            let month = Stretch::month_of(desk.today());
            Ok(Box::new(BulletinScreen::of(month.before())))
        },
    )
};

/// Signs that end the words that belong to a number.
const ENDS: [char; 7] = ['，', '。', '；', '：', '（', '）', '、'];

pub struct BulletinScreen {
    stretch: Stretch,
    shown: Option<Arc<BulletinTold>>,
    /// What was asked for got no answer, in words.
    failed: Option<String>,
    /// Something was asked for and has not come; one thing at a time, however fast somebody turns.
    is_awaited: bool,
    /// What was asked for is not what is wanted any more.
    is_behind: bool,
    /// The place of the number in hand among all of them.
    number: usize,
    /// The first row that is shown.
    first: usize,
    /// In which row each number stands, and how many rows there are, as it was drawn last.
    numbers: Vec<usize>,
    rows: usize,
    height: usize,
    counted: Counted,
}

impl BulletinScreen {
    /// The bulletin of a period, before it was read.
    pub fn of(stretch: Stretch) -> Self {
        Self {
            stretch,
            shown: None,
            failed: None,
            is_awaited: false,
            is_behind: false,
            number: 0,
            first: 0,
            numbers: Vec::new(),
            rows: 0,
            height: 1,
            counted: Counted::default(),
        }
    }

    /// Asks for the bulletin, or remembers to when the last one has come.
    fn ask(&mut self) -> Vec<Call> {
        if self.is_awaited {
            self.is_behind = true;
            return Vec::new();
        }
        self.is_awaited = true;
        vec![Call::Ask(Effect::Figures(FigureEffect::Bulletin(self.stretch)))]
    }

    fn take(&mut self, told: &Arc<BulletinTold>, desk: &Desk) -> Vec<Call> {
        if told.reader != desk.actor.id {
            return Vec::new();
        }
        self.is_awaited = false;
        self.failed = None;
        let calls = if std::mem::take(&mut self.is_behind) { self.ask() } else { Vec::new() };
        if told.stretch == self.stretch {
            self.shown = Some(Arc::clone(told));
            let last = self.counted().len().saturating_sub(1);
            self.number = self.number.min(last);
        }
        calls
    }

    /// The text, where it is that of the period in hand and for whoever looks.
    fn reading(&self) -> Option<&Reading> {
        let told = self.shown.as_ref().filter(|told| told.stretch == self.stretch)?;
        told.read.as_ref().ok()
    }

    /// Every number that has cases behind it or might have, with the words before and after it.
    fn counted(&self) -> Vec<(&str, &Piece, &str)> {
        let paragraphs = self.reading().map_or(&[][..], |reading| &reading.paragraphs);
        let mut found = Vec::new();
        for paragraph in paragraphs {
            let pieces = &paragraph.pieces;
            let words = |place: Option<usize>| {
                place.and_then(|place| pieces.get(place)).map_or("", |piece| piece.text.as_str())
            };
            let counted = pieces.iter().enumerate().filter(|(_, piece)| piece.cases.is_some());
            found.extend(
                counted.map(|(place, piece)| (words(place.checked_sub(1)), piece, words(Some(place + 1)))),
            );
        }
        found
    }

    /// `共收到群众投诉9件`: the number in hand with the words that belong to it.
    fn phrase(&self) -> Option<String> {
        let (before, piece, after) = *self.counted().get(self.number)?;
        let before = before.rsplit(ENDS).next().unwrap_or_default();
        let after = after.split(ENDS).next().unwrap_or_default();
        Some(format!("{before}{}{after}", piece.text))
    }

    /// The next number, or the one before. Whoever has turned to other rows goes on from what is shown.
    fn turn_number(&mut self, by: isize) {
        let shown = self.first..self.first + self.height;
        let is_shown = |row: &usize| shown.contains(row);
        if self.numbers.get(self.number).is_some_and(is_shown) {
            let last = self.numbers.len().saturating_sub(1);
            self.number = self.number.saturating_add_signed(by).min(last);
        } else if let Some(number) = if by > 0 {
            self.numbers.iter().position(is_shown)
        } else {
            self.numbers.iter().rposition(is_shown)
        } {
            self.number = number;
        } else {
            let last = self.numbers.len().saturating_sub(1);
            self.number = self.number.saturating_add_signed(by).min(last);
        }
        if let Some(row) = self.numbers.get(self.number) {
            self.first = self.first.min(*row).max((row + 1).saturating_sub(self.height));
        }
    }

    fn scroll(&mut self, rows: isize) {
        self.first = self.first.saturating_add_signed(rows).min(self.rows.saturating_sub(self.height));
    }

    /// Another month or year; none that has not begun.
    fn turn_period(&mut self, other: Option<Stretch>, desk: &Desk) -> Vec<Call> {
        let Some(stretch) = other.filter(|stretch| stretch.first() <= desk.today()) else {
            return told(format!("已经是{}了。", self.stretch.words()));
        };
        self.stretch = stretch;
        (self.number, self.first, self.failed) = (0, 0, None);
        self.ask()
    }

    /// The list of what the number in hand counts.
    fn open(&mut self) -> Vec<Call> {
        let (Some(phrase), Some((_, piece, _))) = (self.phrase(), self.counted().get(self.number).copied())
        else {
            return Vec::new();
        };
        let numbers = piece.cases.clone().unwrap_or_default();
        if numbers.is_empty() {
            return told(format!("“{phrase}”：没有可列出的件。"));
        }
        let is_disclosure = numbers.iter().all(|number| no_of(number).is_some());
        let measure = if is_disclosure { "条" } else { "件" };
        let title = format!("{}通报 {phrase}：计入的{}{measure}", self.stretch.words(), numbers.len());
        let behind =
            if is_disclosure { Behind::records(title, numbers) } else { Behind::cases(title, numbers) };
        self.counted.lay(behind)
    }

    /// The form in which the text is edited and frozen, where that can be done.
    fn freeze(&self, desk: &Desk) -> Vec<Call> {
        let Some(reading) = self.reading() else { return Vec::new() };
        if let Some(at) = reading.frozen {
            let words = self.stretch.words();
            return told(format!("{words}的通报已于 {} 封存，不能再改。", at.minute()));
        }
        match check_over(self.stretch, desk.today()) {
            Ok(()) => vec![Call::Go(Go::TownForm(&ACT, filled(self.stretch, &reading.text())))],
            Err(refusal) => told(refusal.message),
        }
    }

    /// Everything of the month's end in a new folder, which is made from what was frozen.
    fn pack(&self, around: &Around) -> Vec<Call> {
        let Some(reading) = self.reading() else { return Vec::new() };
        if reading.frozen.is_some() {
            return vec![Call::Go(Go::Save(TableWanted::Pack(self.stretch)))];
        }
        let key = around.keys.key_for(Scope::Bulletin, Do::Freeze).unwrap_or_default();
        let words = self.stretch.words();
        told(format!("{words}的通报还没有封存，月末包要从封存的做；请先按 {key} 封存。"))
    }

    fn hear_figures(&mut self, message: &FigureMessage, desk: &Desk) -> Vec<Call> {
        match message {
            FigureMessage::Bulletin(told) => return self.take(told, desk),
            FigureMessage::Cases(..) | FigureMessage::Disclosures(..) => return self.counted.hear(message),
            // The pane of figures asked for these; whoever asked where to write has taken the answer.
            FigureMessage::Compared(_)
            | FigureMessage::NotForYou(_)
            | FigureMessage::Read(_)
            | FigureMessage::Written(_) => {}
        }
        Vec::new()
    }
}

fn told(words: String) -> Vec<Call> {
    vec![Call::Say(Toast::new(Tone::Told, words))]
}

impl Screen for BulletinScreen {
    fn scope(&self) -> Scope {
        if self.counted.is_open() { Scope::Counted } else { Scope::Bulletin }
    }

    #[expect(clippy::wildcard_enum_match_arm, reason = "a screen answers to its own keys only")]
    fn does(&mut self, what: Do, around: &Around) -> Vec<Call> {
        let Some(desk) = &around.desk else { return Vec::new() };
        if self.counted.is_open() {
            return self.counted.does(what);
        }
        if let Some(rows) = what.rows(self.height) {
            self.scroll(rows);
            return Vec::new();
        }
        match what {
            Do::Open => return self.open(),
            Do::Right => self.turn_number(1),
            Do::Left => self.turn_number(-1),
            Do::PreviousPart => return self.turn_period(Some(self.stretch.before()), desk),
            Do::NextPart => return self.turn_period(self.stretch.next(), desk),
            Do::Freeze => return self.freeze(desk),
            Do::Write if self.reading().is_some() => {
                return vec![Call::Go(Go::Save(TableWanted::Bulletin(self.stretch)))];
            }
            Do::Pack => return self.pack(around),
            Do::Back => return vec![Call::Leave],
            _ => {}
        }
        Vec::new()
    }

    fn hear(&mut self, told: Told<'_>, around: &Around) -> Vec<Call> {
        let Some(desk) = &around.desk else { return Vec::new() };
        match told {
            Told::Opened => self.ask(),
            Told::Changed => {
                let mut calls = self.ask();
                calls.extend(self.counted.look_again());
                calls
            }
            Told::Message(Message::Figures(message)) => self.hear_figures(message, desk),
            // What was asked for got no answer: turning to the period again asks again.
            Told::Message(Message::Session(SessionMessage::Failed(words))) => {
                if std::mem::take(&mut self.is_awaited) {
                    self.failed = Some(format!("{words}请按 Esc 返回后再打开。"));
                }
                self.counted.give_up();
                Vec::new()
            }
            Told::Message(_)
            | Told::Masked
            | Told::Filter(..)
            | Told::Next(_)
            | Told::Back(_)
            | Told::Leaving => Vec::new(),
        }
    }

    fn draw(&mut self, frame: &mut Frame<'_>, area: Rect, around: &Around) {
        let (Some(desk), theme) = (&around.desk, &around.theme) else { return };
        if !self.counted.draw(frame, area, desk, theme) {
            self.draw_text(frame, area, theme);
        }
    }

    fn crumb(&self) -> Option<String> {
        Some("通报".to_owned())
    }

    fn list(&mut self) -> Option<&mut dyn CaseList> {
        self.counted.list()
    }
}
