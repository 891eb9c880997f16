//! 时限: how all open cases stand, to be read from across a room. Every figure opens the cases that it counts.

mod draw;
mod figure;
mod lists;
mod months;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use ratatui::Frame;
use ratatui::layout::Rect;

use super::places::{Pane, Place};
use super::{Around, CALENDAR, Call, Go, NOT_READ_YET, Quick, Screen, Told, acknowledged, acknowledged_all};
use crate::actions::{Answers, urge};
use crate::domain::code::Coded as _;
use crate::domain::desk::Desk;
use crate::domain::time::Date;
use crate::domain::town::org::Org;
use crate::domain::view::dashboard::Dashboard;
use crate::domain::view::filter::{Filter, Term};
use crate::domain::view::listing::{Alert, ListRow, View};
use crate::domain::words::Group;
use crate::ui::input::Input;
use crate::ui::keys::{Do, Scope};
use crate::ui::message::{Effect, ListEffect, ListMessage, Message, SessionMessage, Ticket};
use crate::ui::widgets::confirm::Confirm;
use crate::ui::widgets::toast::{Toast, Tone};
use figure::{Figure, Target};

pub static PLACE: Place = Place::pane(
    "时限",
    "超期、到期、日历、各单位在办",
    |around, _| {
        let desk = around.desk.as_ref().ok_or(NOT_READ_YET)?;
        Ok(Box::new(DashboardScreen::new(desk)))
    },
    Pane { digit: 3, badge: |figures| figures.of(View::Overdue).filter(|count| *count > 0), is_alarm: true },
);

coded! {
    /// The parts that Tab goes through.
    pub enum Part {
        /// Who holds the open cases.
        Holders = "holders" "按人",
        /// Cases grouped by level, with what is missing and who holds it.
        Levels = "levels" "按级别",
        /// Two months of days with what falls due.
        Calendar = "calendar" "按日期",
        /// Counts by level.
        Figures = "figures" "概况",
        /// Open applications for an extension.
        Extensions = "extensions" "延期",
        /// Alerts to acknowledge.
        Alerts = "alerts" "提醒",
    }
}

/// Rows moved by a key that turns a page.
const PAGE_ROWS: isize = 8;
/// Days moved by a row of the calendar.
const WEEK: isize = 7;

pub struct DashboardScreen {
    shown: Option<Box<Dashboard>>,
    refused: Option<String>,
    org: Arc<Org>,
    part: Part,
    /// The list that stands under the figures, whichever part has the keys.
    list: Part,
    /// The selected line of each part, in the order of [`Part::ALL`].
    places: [usize; Part::ALL.len()],
    /// The selected day; `None` is the first look, which is at today.
    day: Option<Date>,
    /// The first cases of whoever is selected, with their name.
    in_hand: Option<(String, Vec<ListRow>)>,
    /// The request for them.
    peeked: Ticket,
    /// The question whether to urge, and what is done then.
    asking: Option<(Confirm, Go)>,
}

impl DashboardScreen {
    /// Before the figures have come.
    fn new(desk: &Desk) -> Self {
        Self {
            shown: None,
            refused: None,
            org: Arc::clone(&desk.org),
            part: Part::Holders,
            list: Part::Holders,
            in_hand: None,
            peeked: Ticket::default(),
            asking: None,
            places: [0; Part::ALL.len()],
            day: None,
        }
    }

    /// The figures came, for the first time or again; part and place stay.
    fn take(&mut self, figures: &Dashboard, desk: &Desk) {
        self.org = Arc::clone(&desk.org);
        self.refused = None;
        if self.day.is_none_or(|day| figures.days.iter().all(|shown| shown.date != day)) {
            self.day = Some(desk.today());
        }
        self.shown = Some(Box::new(figures.clone()));
    }

    fn turn(&mut self, places: usize) {
        self.part =
            Part::ALL.get((index(self.part) + places) % Part::ALL.len()).copied().unwrap_or(self.part);
        match self.part {
            Part::Figures | Part::Calendar => {}
            Part::Holders | Part::Levels | Part::Extensions | Part::Alerts => self.list = self.part,
        }
    }

    fn place(&self, part: Part, lines: usize) -> usize {
        self.places.get(index(part)).copied().unwrap_or(0).min(lines.saturating_sub(1))
    }

    fn step(&mut self, rows: isize, alerts: &[Alert]) {
        if self.part == Part::Calendar {
            self.move_day(rows.saturating_mul(WEEK));
            return;
        }
        let targets = self.targets(self.part, alerts).len();
        let place = self.place(self.part, targets).saturating_add_signed(rows).min(targets.saturating_sub(1));
        if let Some(kept) = self.places.get_mut(index(self.part)) {
            *kept = place;
        }
    }

    /// Moves over the days shown; elsewhere there is no left and right.
    fn move_day(&mut self, days: isize) {
        let Some(shown) = self.shown.as_ref().filter(|_| self.part == Part::Calendar) else { return };
        let at = shown.days.iter().position(|shown| Some(shown.date) == self.day).unwrap_or(0);
        let last = shown.days.len().saturating_sub(1);
        self.day = shown.days.get(at.saturating_add_signed(days).min(last)).map(|day| day.date);
    }

    fn selected(&self, alerts: &[Alert]) -> Option<Target> {
        let mut targets = self.targets(self.part, alerts);
        let place = self.place(self.part, targets.len());
        (place < targets.len()).then(|| targets.swap_remove(place))
    }

    fn open(&self, alerts: &[Alert]) -> Vec<Call> {
        match self.selected(alerts) {
            Some(Target::List(figure)) => vec![opened(figure)],
            Some(Target::Case(id)) => vec![Call::Go(Go::Case(id))],
            None => Vec::new(),
        }
    }

    fn acknowledge(&self, alerts: &[Alert]) -> Vec<Call> {
        let selected =
            alerts.get(self.place(Part::Alerts, alerts.len())).filter(|_| self.part == Part::Alerts);
        selected.map_or_else(Vec::new, |alert| acknowledged(vec![alert.id], Vec::new()))
    }

    /// Asks for the first cases of whoever is selected, when it is another than before.
    fn look_closer(&mut self) -> Vec<Call> {
        let Some(Target::List(figure)) = self.selected(&[]).filter(|_| self.part == Part::Holders) else {
            return Vec::new();
        };
        if self.in_hand.as_ref().is_some_and(|(name, _)| *name == figure.label) {
            return Vec::new();
        }
        self.in_hand = Some((figure.label, Vec::new()));
        self.peeked = Ticket(self.peeked.0 + 1);
        vec![Call::Ask(Effect::Lists(ListEffect::Peek(self.peeked, figure.filter)))]
    }

    /// Asks whether to urge: whoever is selected for all that is late in their hands, or for the selected case.
    fn ask_to_urge(&mut self, alerts: &[Alert]) -> Vec<Call> {
        let (question, go) = match self.selected(alerts) {
            Some(Target::List(figure)) if self.part == Part::Holders => {
                let terms = vec![Term::In(Group::ToUrge), Term::InHandOf(figure.label.clone())];
                let question = format!(
                    "催{}：手里超期和今日到期的都催办？每件各记一条，今天已经催过的不再催。",
                    figure.label
                );
                (question, Go::Listed(&urge::ACT, Filter { terms }))
            }
            Some(Target::Case(case)) => {
                let quick = Quick { case, seen_seq: None, answers: Answers::none() };
                ("催办这一件？".to_owned(), Go::Quick(&urge::ACT, vec![quick]))
            }
            Some(Target::List(_)) | None => {
                return vec![Call::Say(Toast::new(
                    Tone::Told,
                    "请先选一个单位、审签人或一件，再按 w 催办。",
                ))];
            }
        };
        self.asking = Some((Confirm::new(question).answered_by("Enter 催办  Esc 不催"), go));
        Vec::new()
    }

    /// What Enter opens on each line of a part, in the order in which the lines are drawn.
    fn targets(&self, part: Part, alerts: &[Alert]) -> Vec<Target> {
        let Some(shown) = &self.shown else { return Vec::new() };
        match part {
            Part::Figures => figure::all(shown).into_iter().map(Target::List).collect(),
            Part::Levels => lists::levels(shown).into_iter().map(|line| line.target).collect(),
            Part::Calendar => {
                let day = shown.days.iter().find(|day| Some(day.date) == self.day);
                day.map(|day| Target::List(Figure::of_day(day))).into_iter().collect()
            }
            Part::Holders => {
                let held = shown.holders.iter();
                held.map(|held| Target::List(Figure::of_holder(held, &self.org))).collect()
            }
            Part::Extensions => lists::extensions(shown).into_iter().map(|line| line.target).collect(),
            Part::Alerts => alerts.iter().map(|alert| Target::Case(alert.case_id)).collect(),
        }
    }
}

impl Screen for DashboardScreen {
    fn scope(&self) -> Scope {
        if self.asking.is_some() { Scope::Confirm } else { Scope::Dashboard }
    }

    fn input(&mut self, input: &Input, _around: &Around) -> Vec<Call> {
        match Confirm::answer(input) {
            Some(true) => self.asking.take().map(|(_, go)| Call::Go(go)).into_iter().collect(),
            Some(false) => {
                self.asking = None;
                Vec::new()
            }
            None => Vec::new(),
        }
    }

    #[expect(clippy::wildcard_enum_match_arm, reason = "a screen answers to its own keys only")]
    fn does(&mut self, what: Do, around: &Around) -> Vec<Call> {
        let alerts = &around.alerts;
        match what {
            Do::NextPart => self.turn(1),
            Do::PreviousPart => self.turn(Part::ALL.len() - 1),
            Do::Left => self.move_day(-1),
            Do::Right => self.move_day(1),
            Do::Down => self.step(1, alerts),
            Do::Up => self.step(-1, alerts),
            Do::PageDown | Do::HalfDown => self.step(PAGE_ROWS, alerts),
            Do::PageUp | Do::HalfUp => self.step(-PAGE_ROWS, alerts),
            Do::Top => self.step(isize::MIN, alerts),
            Do::Bottom => self.step(isize::MAX, alerts),
            Do::Calendar => return vec![Call::Go(Go::To(&CALENDAR))],
            Do::Back => return vec![Call::Leave],
            Do::Mark => return self.acknowledge(alerts),
            Do::MarkAll => return acknowledged_all(around),
            Do::Open => return self.open(alerts),
            Do::Urge => return self.ask_to_urge(alerts),
            _ => {}
        }
        self.look_closer()
    }

    fn hear(&mut self, told: Told<'_>, around: &Around) -> Vec<Call> {
        match told {
            // Every minute brings the deadlines nearer.
            Told::Opened | Told::Changed | Told::Message(Message::Session(SessionMessage::Tick(_))) => {
                return vec![Call::Ask(Effect::Lists(ListEffect::Dashboard))];
            }
            Told::Message(Message::Lists(ListMessage::Dashboard(figures))) => {
                if let Some(desk) = &around.desk {
                    self.take(figures, desk);
                }
                self.in_hand = None;
                return self.look_closer();
            }
            Told::Message(Message::Lists(ListMessage::Peeked(ticket, rows))) => {
                if *ticket == self.peeked
                    && let Some((_, shown)) = &mut self.in_hand
                {
                    shown.clone_from(rows);
                }
            }
            // The actor sees no cases and so no figures.
            Told::Message(Message::Lists(ListMessage::NoDashboard(refusal))) => {
                self.shown = None;
                self.refused = Some(refusal.message.clone());
            }
            Told::Message(_)
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
            let fresh = around.alerts.iter().filter(|alert| around.is_new(alert)).count();
            let (alerts, beside) = (&around.alerts, around.beside.disclosure.words());
            self.show(frame, area, desk, (alerts, fresh, &beside), &around.theme);
        }
    }
}

/// Place among the parts.
fn index(part: Part) -> usize {
    Part::ALL.iter().position(|other| *other == part).unwrap_or(0)
}

/// The list behind a figure; an empty one is told and not shown.
fn opened(figure: Figure) -> Call {
    if figure.count == 0 {
        return Call::Say(Toast::new(Tone::Told, format!("{}：现在一件也没有。", figure.label)));
    }
    Call::Go(Go::Filtered(figure.words, figure.filter))
}
