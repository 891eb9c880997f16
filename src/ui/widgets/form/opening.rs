//! How a form is opened: its questions, what is known of the answers, and what its lists offer.

use std::cell::Cell;

use ratatui::layout::Rect;

use super::{Entry, Form, Notice};
use crate::actions::{Answers, Questions};
use crate::domain::code::Coded as _;
use crate::domain::desk::Desk;
use crate::domain::view::listing::Alert;
use crate::domain::words::Route;

impl Form {
    /// The form with what is known filled in. The subject names what it is about, such as
    /// `2026-0007 低保评定未公示名单` or `3 件`; it may be outside text.
    #[must_use]
    pub fn open(
        questions: &'static Questions,
        prefill: &Answers,
        desk: &Desk,
        subject: impl Into<String>,
    ) -> Self {
        Self::with(questions, prefill, Some(desk), subject.into())
    }

    /// The form where there is no database yet: nothing is known of days, units and people.
    #[must_use]
    pub fn without_desk(questions: &'static Questions) -> Self {
        Self::with(questions, &Answers::none(), None, String::new())
    }

    fn with(questions: &'static Questions, prefill: &Answers, desk: Option<&Desk>, subject: String) -> Self {
        let fields = questions.fields.iter();
        let entries: Vec<Entry> = fields.map(|field| Entry::new(field, prefill, desk)).collect();
        let mut form = Self {
            questions,
            subject,
            entries,
            focus: 0,
            picker: None,
            asking: false,
            busy: false,
            awaited: None,
            notice: Notice::Hint,
            desk: desk.cloned(),
            route: None,
            scroll: Cell::new(0),
            drawn: Cell::new(Rect::ZERO),
        };
        form.offer_units();
        form.focus = form.first_missing().unwrap_or(0);
        form
    }

    /// The same form for a case whose route is settled: where it does not ask for the route, this one holds.
    #[must_use]
    pub fn on_route(mut self, route: Option<Route>) -> Self {
        self.route = route;
        self.offer_units();
        self
    }

    /// The same form, whose question for an alert offers these.
    #[must_use]
    pub fn offering(mut self, alerts: &[Alert]) -> Self {
        for entry in &mut self.entries {
            entry.offer_alerts(alerts);
        }
        self
    }

    /// Offers the units to which the chosen route leads; without a route all that the field takes.
    pub(super) fn offer_units(&mut self) {
        let asked = self.entries.iter().find(|entry| entry.field.is_route);
        let route = asked.map_or(self.route, |entry| Route::from_code(&entry.answer(self.today())));
        let kind = route.map(Route::unit_kind);
        let Some(desk) = &self.desk else { return };
        for entry in &mut self.entries {
            entry.offer_units(kind, &desk.org);
        }
    }
}
