//! 统计: how a month, a quarter or a year went, beside the one before and the same a year earlier, as a whole and by
//! parts. Every figure opens what it counts. Figures are worked out elsewhere; until they come the pane says so.

mod head;
mod parts;
#[cfg(test)]
mod tests;
mod whole;
mod words;

use std::sync::Arc;

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::widgets::Paragraph;

use super::behind::{Behind, Counted};
use super::page::Writer;
use super::places::{Pane, Place};
use super::{Around, Call, CaseList, Go, INBOX, NOT_READ_YET, Screen, Told};
use crate::domain::code::Coded as _;
use crate::domain::desk::Desk;
use crate::domain::figures::compared::{Compare, Compared};
use crate::domain::figures::figure::FigureName;
use crate::domain::figures::report::Figure;
use crate::domain::figures::stretch::Stretch;
use crate::domain::recurring::{CycleKind, Period};
use crate::domain::view::console_place::ConsolePlace;
use crate::ui::keys::{Do, Scope};
use crate::ui::message::{
    Effect, FigureEffect, FigureMessage, FiguresTold, Message, SessionMessage, TableWanted,
};
use crate::ui::widgets::toast::{Toast, Tone};

pub static PLACE: Place = Place::pane(
    "统计",
    "收件、按期、满意、超期，按月和按单位",
    |around, _| {
        let desk = around.desk.as_ref().ok_or(NOT_READ_YET)?;
        Ok(Box::new(Figures::new(desk)))
    },
    Pane { digit: 6, badge: |_| None, is_alarm: false },
);

/// The lengths of a period, in the order in which one key goes through them.
const KINDS: [CycleKind; 3] = [CycleKind::Monthly, CycleKind::Quarterly, CycleKind::Yearly];

pub struct Figures {
    asked: Compare,
    /// Whether the period is the one that runs, and goes on with the calendar.
    is_running: bool,
    shown: Option<Arc<FiguresTold>>,
    /// The last twelve months of every figure as marks, made when the figures came.
    marks: Vec<String>,
    refused: Option<String>,
    /// Something was asked for and has not come; one thing at a time, however fast somebody turns.
    is_awaited: bool,
    /// What was asked for is not what is wanted any more.
    is_behind: bool,
    /// The place of the figure in hand among all of them.
    figure: usize,
    /// The place of the selected part; the whole is the first.
    part: usize,
    counted: Counted,
    /// Rows that were shown at once when it was drawn last.
    height: usize,
}

/// So many words of what is kept say what is compared; the figure and the part in hand stand behind them.
const WORDS_OF_COMPARE: usize = 3;

fn place_of(name: FigureName) -> Option<usize> {
    FigureName::ALL.iter().position(|other| *other == name)
}

impl Figures {
    /// The pane before anything was worked out.
    fn new(desk: &Desk) -> Self {
        Self {
            asked: Compare::this_month(desk.today()),
            is_running: true,
            shown: None,
            marks: Vec::new(),
            refused: None,
            is_awaited: false,
            is_behind: false,
            figure: 0,
            part: 0,
            counted: Counted::default(),
            height: 1,
        }
    }

    /// Asks for the figures, or remembers to when the last ones have come.
    fn ask(&mut self, desk: &Desk) -> Vec<Call> {
        if self.is_running {
            self.asked.period = Period::holding(self.asked.period.kind(), desk.today());
        }
        if self.is_awaited {
            self.is_behind = true;
            return Vec::new();
        }
        self.is_awaited = true;
        vec![Call::Ask(Effect::Figures(FigureEffect::Compare(self.asked)))]
    }

    /// Figures came; others may be wanted by now.
    fn take(&mut self, told: &Arc<FiguresTold>, desk: &Desk) -> Vec<Call> {
        if told.reader != desk.actor.id {
            return Vec::new();
        }
        self.is_awaited = false;
        self.refused = None;
        if std::mem::take(&mut self.is_behind) {
            // What is asked for anew shows the same of a later moment, so that the screen need not wait for it.
            let calls = self.ask(desk);
            if told.figures.asked != self.asked {
                return calls;
            }
            self.show(told);
            return calls;
        }
        self.show(told);
        Vec::new()
    }

    fn show(&mut self, told: &Arc<FiguresTold>) {
        let months = &told.figures.months;
        self.marks = FigureName::ALL.iter().map(|name| words::marks(*name, months)).collect();
        self.shown = Some(Arc::clone(told));
        let parts = self.parts().len();
        self.part = self.part.min(parts.saturating_sub(1));
    }

    /// What is shown, where it is what is asked for.
    fn figures(&self) -> Option<&Compared> {
        self.shown.as_ref().map(|told| &told.figures).filter(|figures| figures.asked == self.asked)
    }

    /// The figure in hand of each part.
    fn parts(&self) -> Vec<&Figure> {
        let name = FigureName::ALL.get(self.figure);
        name.zip(self.figures()).map_or_else(Vec::new, |(name, figures)| parts::of(*name, &figures.report))
    }

    /// The figure on which the keys act.
    fn selected(&self) -> Option<&Figure> {
        if self.asked.by.is_some() {
            return self.parts().into_iter().nth(self.part);
        }
        self.figures()?.report.figure(*FigureName::ALL.get(self.figure)?)
    }

    fn step(&mut self, rows: isize) {
        if self.asked.by.is_some() {
            let last = self.parts().len().saturating_sub(1);
            self.part = self.part.saturating_add_signed(rows).min(last);
        } else {
            self.turn_figure(rows);
        }
    }

    fn turn_figure(&mut self, by: isize) {
        self.figure = self.figure.saturating_add_signed(by).min(FigureName::ALL.len().saturating_sub(1));
        self.part = self.part.min(self.parts().len().saturating_sub(1));
    }

    /// The next grouping, around the end; the whole stands before the first.
    fn turn_page(&mut self, by: usize, desk: &Desk) -> Vec<Call> {
        let pages = head::pages();
        let at = pages.iter().position(|page| *page == self.asked.by).unwrap_or(0);
        self.asked.by = pages.get((at + by) % pages.len()).copied().flatten();
        self.part = 0;
        self.ask(desk)
    }

    /// Another period; none that has not begun.
    fn turn_period(&mut self, period: Period, desk: &Desk) -> Vec<Call> {
        let running = Period::holding(period.kind(), desk.today());
        if period.first() > running.first() {
            return vec![Call::Say(Toast::new(Tone::Told, format!("已经是{}了。", running.words())))];
        }
        self.asked.period = period;
        self.is_running = period == running;
        self.part = 0;
        self.ask(desk)
    }

    /// Stands as it was left.
    fn go_back(&mut self, place: &ConsolePlace, desk: &Desk) -> Vec<Call> {
        let Some(asked) = Compare::recalled(&place.spot, desk.today()) else { return Vec::new() };
        let is_shown = asked == self.asked;
        self.asked.by = asked.by;
        let calls = if is_shown { Vec::new() } else { self.turn_period(asked.period, desk) };
        let mut in_hand = place.spot.split(' ').skip(WORDS_OF_COMPARE);
        let name = in_hand.next().and_then(FigureName::from_code);
        self.figure = name.and_then(place_of).unwrap_or(0);
        // The parts are not there yet; when they come the last of them is taken where there are fewer.
        self.part = in_hand.next().and_then(|part| part.parse().ok()).unwrap_or(0);
        calls
    }

    /// The next length: a month, its quarter, its year; from a year the last of its months that has begun.
    fn turn_stretch(&mut self, desk: &Desk) -> Vec<Call> {
        let kind = self.asked.period.kind();
        let at = KINDS.iter().position(|other| *other == kind).unwrap_or(0);
        let next = KINDS.get((at + 1) % KINDS.len()).copied().unwrap_or(kind);
        let day = self.asked.period.last().min(desk.today());
        self.turn_period(Period::holding(next, day), desk)
    }

    /// The bulletin of the month or the year in hand.
    fn bulletin(&self, around: &Around) -> Vec<Call> {
        let Some(stretch) = Stretch::of(self.asked.period) else {
            let key = around.keys.key_for(Scope::Figures, Do::Stretch).unwrap_or_default();
            let words = format!("通报按月和按年做，没有季度的；请先按 {key} 换成月或年。");
            return vec![Call::Say(Toast::new(Tone::Told, words))];
        };
        vec![Call::Go(Go::Bulletin(stretch))]
    }

    /// The list of what the figure counts, or only below the line.
    fn open(&mut self, is_rest: bool) -> Vec<Call> {
        let Some(figure) = self.selected() else { return Vec::new() };
        let numbers = if is_rest { &figure.others } else { &figure.cases };
        let label = figure.name.label();
        let what = if is_rest { "只在分母里的" } else { "计入的" };
        if numbers.is_empty() {
            return vec![Call::Say(Toast::new(Tone::Told, format!("{label}：没有{what}件。")))];
        }
        let of_part = if self.asked.by.is_some() { format!("{} ", figure.part.label) } else { String::new() };
        let told = words::whole(figure);
        let title =
            format!("{of_part}{label} {told}：{what}{}件（{}）", numbers.len(), self.asked.period.words());
        let numbers = numbers.clone();
        let behind = if figure.name == FigureName::DisclosureOnTime {
            Behind::records(title, numbers)
        } else {
            Behind::cases(title, numbers)
        };
        self.counted.lay(behind)
    }
}

impl Screen for Figures {
    fn scope(&self) -> Scope {
        if self.counted.is_open() { Scope::Counted } else { Scope::Figures }
    }

    #[expect(clippy::wildcard_enum_match_arm, reason = "a screen answers to its own keys only")]
    fn does(&mut self, what: Do, around: &Around) -> Vec<Call> {
        let Some(desk) = &around.desk else { return Vec::new() };
        if self.counted.is_open() {
            return self.counted.does(what);
        }
        if let Some(rows) = what.rows(self.height) {
            self.step(rows);
            return Vec::new();
        }
        match what {
            Do::Open => return self.open(false),
            Do::OpenRest => return self.open(true),
            Do::NextView => return self.turn_page(1, desk),
            Do::PreviousView => return self.turn_page(head::pages().len() - 1, desk),
            Do::PreviousPart => return self.turn_period(self.asked.period.before(), desk),
            Do::NextPart => {
                let next = self.asked.period.next().unwrap_or(self.asked.period);
                return self.turn_period(next, desk);
            }
            Do::Write => {
                return vec![Call::Go(Go::Save(TableWanted::Figures(self.asked)))];
            }
            Do::Stretch => return self.turn_stretch(desk),
            Do::Papers => return self.bulletin(around),
            Do::Left if self.asked.by.is_some() => self.turn_figure(-1),
            Do::Right if self.asked.by.is_some() => self.turn_figure(1),
            Do::Back => return vec![Call::Go(Go::To(&INBOX))],
            _ => {}
        }
        Vec::new()
    }

    fn hear(&mut self, told: Told<'_>, around: &Around) -> Vec<Call> {
        let Some(desk) = &around.desk else { return Vec::new() };
        match told {
            // Whoever calls the pane wants to see it, not a list that lies over it.
            Told::Opened => {
                self.counted.close();
                self.ask(desk)
            }
            Told::Changed => {
                let mut calls = self.ask(desk);
                calls.extend(self.counted.look_again());
                calls
            }
            Told::Message(Message::Figures(message)) => self.hear_figures(message, desk),
            // What was asked for got no answer: the next key asks again.
            Told::Message(Message::Session(SessionMessage::Failed(words))) => {
                if std::mem::take(&mut self.is_awaited) {
                    let key = around.keys.key_for(Scope::Figures, Do::Pane(6)).unwrap_or_default();
                    self.refused = Some(format!("{words}按 {key} 再统计。"));
                }
                self.counted.give_up();
                Vec::new()
            }
            Told::Message(_) | Told::Masked | Told::Filter(..) | Told::Next(_) | Told::Leaving => Vec::new(),
            Told::Back(place) => self.go_back(place, desk),
        }
    }

    fn draw(&mut self, frame: &mut Frame<'_>, area: Rect, around: &Around) {
        let (Some(desk), theme) = (&around.desk, &around.theme) else { return };
        if self.counted.draw(frame, area, desk, theme) {
            return;
        }
        let [tabs, period, body] =
            Layout::vertical([Constraint::Length(1), Constraint::Length(1), Constraint::Min(1)]).areas(area);
        frame.render_widget(self.page_line(theme), tabs);
        frame.render_widget(self.period_line(usize::from(period.width), desk, theme), period);
        let told = self.shown.clone().filter(|told| told.figures.asked == self.asked);
        match (told, &self.refused) {
            (Some(told), _) if self.asked.by.is_none() => {
                self.draw_whole(frame, body, &told.figures, theme);
            }
            (Some(told), _) => self.draw_parts(frame, body, &told.figures, theme),
            (None, refused) => {
                let mut page = Writer::new(body.width, theme);
                page.dim(refused.as_deref().unwrap_or("正在统计……"));
                frame.render_widget(Paragraph::new(page.finish()), body);
            }
        }
    }

    fn spot(&self) -> Option<String> {
        let figure = FigureName::ALL.get(self.figure).map_or("", |name| name.code());
        Some(format!("{} {figure} {}", self.asked.kept(self.is_running), self.part))
    }

    fn list(&mut self) -> Option<&mut dyn CaseList> {
        self.counted.list()
    }
}

impl Figures {
    fn hear_figures(&mut self, message: &FigureMessage, desk: &Desk) -> Vec<Call> {
        match message {
            FigureMessage::Compared(told) => return self.take(told, desk),
            FigureMessage::NotForYou(refusal) => {
                (self.is_awaited, self.is_behind, self.shown) = (false, false, None);
                self.refused = Some(refusal.message.clone());
            }
            FigureMessage::Cases(..) | FigureMessage::Disclosures(..) => return self.counted.hear(message),
            // The bulletin has a screen of its own; whoever asked where to write has taken the answer.
            FigureMessage::Bulletin(_) | FigureMessage::Read(_) | FigureMessage::Written(_) => {}
        }
        Vec::new()
    }
}
