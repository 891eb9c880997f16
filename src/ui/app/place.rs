//! Where one is in the console: kept when it is left, and one is there again at the next start.

use super::App;
use crate::domain::view::console_place::ConsolePlace;
use crate::ui::message::{Effect, SessionEffect};
use crate::ui::screens::places::Place;
use crate::ui::screens::{ALERTS, PANES, Told};

/// What is known of where one was and is.
#[derive(Default)]
pub struct Whereabouts {
    /// Told before the desk, and used when the desk comes.
    was: Option<ConsolePlace>,
    /// As it was kept last.
    kept: Option<ConsolePlace>,
    /// The newest alert when the reminders were opened in this session.
    seen_alert: Option<i64>,
}

impl App {
    /// Where whoever acts was; they are brought there when their desk comes.
    pub(super) fn take_place(&mut self, place: &ConsolePlace) {
        self.around.seen_alert = place.seen_alert;
        self.whereabouts =
            Whereabouts { was: Some(place.clone()), kept: Some(place.clone()), seen_alert: None };
    }

    /// Opens what whoever acts begins with: where they were, as far as it was told.
    pub(super) fn begin_where_one_was(&mut self) -> Vec<Effect> {
        let Some(place) = self.whereabouts.was.take() else { return self.tell_top(Told::Opened) };
        let mut effects = self.tell_top(Told::Back(&place));
        effects.extend(self.tell_top(Told::Opened));
        let pane = PANES.iter().find(|pane| pane.tab == place.pane);
        if let Some(pane) = pane.filter(|pane| pane.tab != 1) {
            effects.extend(self.open(pane));
            effects.extend(self.tell_top(Told::Back(&place)));
        }
        effects
    }

    /// Whoever opens the reminders has seen those that are there; they stay marked as new until the next start.
    pub(super) fn note_look(&mut self, place: &Place) {
        if place.is(&ALERTS) {
            self.whereabouts.seen_alert = self.around.alerts.iter().map(|alert| alert.id).max();
        }
    }

    /// Before another person takes over, where the former one is.
    pub(super) fn keep_place_before(&mut self, effect: &Effect) -> Option<Effect> {
        let takes_over = matches!(effect, Effect::Session(SessionEffect::SwitchPerson(_)));
        if takes_over { self.keep_place() } else { None }
    }

    /// Notes where one is, when that is another place than was noted last.
    pub fn keep_place(&mut self) -> Option<Effect> {
        self.around.desk.as_ref()?;
        let place = ConsolePlace {
            pane: self.stack.tab(),
            spot: self.stack.spot().unwrap_or_default(),
            seen_alert: self.whereabouts.seen_alert.unwrap_or(self.around.seen_alert),
            ..self.stack.place()
        };
        if self.whereabouts.kept.as_ref() == Some(&place) {
            return None;
        }
        self.whereabouts.kept = Some(place.clone());
        Some(Effect::Session(SessionEffect::KeepPlace(Box::new(place))))
    }
}
