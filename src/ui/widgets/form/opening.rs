//! How a form is opened: its questions, what is known of the answers, and what its lists offer.

use std::cell::Cell;

use ratatui::layout::Rect;

use super::{Entry, Form, Notice};
use crate::actions::field::Says;
use crate::actions::offer::{Offer, Offers};
use crate::actions::{Answers, FieldKind, Questions};
use crate::domain::case::Case;
use crate::domain::code::Coded as _;
use crate::domain::desk::Desk;
use crate::domain::view::detail::UsualUnit;
use crate::domain::view::listing::Alert;
use crate::domain::words::{MatterField, Route};

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
            about: None,
            usual: Vec::new(),
            foretold: String::new(),
            lacking: None,
            note: "",
            confirm: questions.confirm,
            is_unfolded: false,
            route: None,
            scroll: Cell::new(0),
            drawn: Cell::new(Rect::ZERO),
        };
        form.offer();
        form.focus = form.first_missing().unwrap_or(0);
        form
    }

    /// The same form for a case whose route is settled: where it does not ask for the route, this one holds.
    #[must_use]
    pub fn on_route(mut self, route: Option<Route>) -> Self {
        self.route = route;
        self.offer();
        self
    }

    /// The same form, which asks nothing before it is handed over: what follows it asks.
    #[must_use]
    pub const fn unconfirmed(mut self) -> Self {
        self.confirm = None;
        self
    }

    /// The same form for this case, which offers what is lawful for it.
    #[must_use]
    pub fn about(mut self, case: &Case, offers: Offers) -> Self {
        self.about = Some((Box::new(case.clone()), offers));
        self.offer();
        self.focus = self.first_missing().or_else(|| self.first_open()).unwrap_or(0);
        self
    }

    /// The same form, which marks the unit to which cases like this one went before.
    #[must_use]
    pub fn knowing(mut self, usual: &[UsualUnit]) -> Self {
        self.usual = usual.to_vec();
        self.offer();
        self
    }

    /// The first field that is shown and empty.
    fn first_open(&self) -> Option<usize> {
        let is_open = |place: &usize| {
            self.is_shown(*place)
                && self.entries.get(*place).is_some_and(|entry| entry.answer(self.today()).is_empty())
        };
        (0..self.entries.len()).find(is_open)
    }

    /// The same form, whose question for an alert offers these.
    #[must_use]
    pub fn offering(mut self, alerts: &[Alert]) -> Self {
        for entry in &mut self.entries {
            entry.offer_alerts(alerts);
        }
        self
    }

    /// Offers what can be chosen after what was chosen: what the act says of the case, and the units to which the route
    /// leads.
    pub(super) fn offer(&mut self) {
        let asked = self.entries.iter().find(|entry| entry.field.says == Says::Route);
        let route = asked.map_or(self.route, |entry| Route::from_code(&entry.answer(self.today())));
        let kind = route.map(Route::unit_kind);
        let answers = self.answers();
        let asked = self.entries.iter().find(|entry| entry.field.says == Says::Matter);
        let matter = asked.map_or_else(
            || self.about.as_ref().and_then(|(case, _)| case.field),
            |entry| MatterField::from_code(&entry.answer(self.today())),
        );
        let Some(desk) = &self.desk else { return };
        for entry in &mut self.entries {
            let mut offer = self.about.as_ref().map_or_else(Offer::all, |(case, offers)| {
                offers(entry.field, case, &answers, &desk.context())
            });
            if matches!(entry.field.kind, FieldKind::Unit(_)) {
                offer = offer.usual(&self.usual, matter, &desk.org);
            }
            entry.take_offer(offer, kind, &desk.org);
        }
    }
}
