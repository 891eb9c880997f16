//! Acting as another person of the practice town, so that one can try every role.

use ratatui::Frame;
use ratatui::layout::Rect;

use super::{Call, inset};
use crate::domain::desk::Desk;
use crate::domain::ids::PersonId;
use crate::ui::input::Input;
use crate::ui::message::{Effect, SessionEffect};
use crate::ui::theme::Theme;
use crate::ui::widgets::picker::{Choice, Picked, Picker};

/// The open list of people.
pub struct PersonSwitch {
    people: Vec<PersonId>,
    picker: Picker,
}

impl PersonSwitch {
    /// All active people with their positions, the present one selected.
    pub fn new(desk: &Desk) -> Self {
        let active: Vec<_> = desk.org.people.iter().filter(|person| person.active).collect();
        let choices = active
            .iter()
            .map(|person| Choice::new(person.id.0.to_string(), &person.name).note(person.title(&desk.org)))
            .collect();
        let present = active.iter().position(|person| person.id == desk.actor.id);
        let people = active.iter().map(|person| person.id).collect();
        Self { people, picker: Picker::one("切换身份（演练库）", choices, present) }
    }

    /// A key or a paste.
    pub fn handle(&mut self, input: &Input) -> Vec<Call> {
        match self.picker.handle(input) {
            Picked::Pending => Vec::new(),
            Picked::Cancelled => vec![Call::Leave],
            Picked::Taken(places) => {
                let person = places.first().and_then(|place| self.people.get(*place));
                let switch =
                    person.map(|person| Call::Ask(Effect::Session(SessionEffect::SwitchPerson(*person))));
                std::iter::once(Call::Leave).chain(switch).collect()
            }
        }
    }

    /// Draws the list.
    pub fn draw(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme) {
        self.picker.draw(frame, inset(area), theme);
    }
}
