//! Acting as another person of the practice town, so that one can try every role.

use ratatui::Frame;
use ratatui::layout::Rect;

use super::places::Place;
use super::{Around, Call, Screen, inset};
use crate::domain::desk::Desk;
use crate::domain::ids::PersonId;
use crate::ui::input::Input;
use crate::ui::keys::Scope;
use crate::ui::message::{Effect, SessionEffect};
use crate::ui::widgets::picker::{Choice, Picked, Picker};

pub static PLACE: Place = Place {
    in_practice_only: true,
    ..Place::screen("切换身份", "演练库：以另一人的身份操作", |around, _| {
        let practised = around.desk.as_ref().filter(|desk| desk.sandbox);
        let desk = practised.ok_or("只有演练库可以切换身份。")?;
        Ok(Box::new(PersonSwitch::new(desk)))
    })
};

/// The open list of people.
pub struct PersonSwitch {
    people: Vec<PersonId>,
    picker: Picker,
}

impl PersonSwitch {
    /// All active people with their positions, the present one selected.
    fn new(desk: &Desk) -> Self {
        let active: Vec<_> = desk.org.people.iter().filter(|person| person.active).collect();
        let choices = active
            .iter()
            .map(|person| Choice::new(person.id.0.to_string(), &person.name).note(person.title(&desk.org)))
            .collect();
        let present = active.iter().position(|person| person.id == desk.actor.id);
        let people = active.iter().map(|person| person.id).collect();
        Self { people, picker: Picker::one("切换身份（演练库）", choices, present) }
    }
}

impl Screen for PersonSwitch {
    fn scope(&self) -> Scope {
        Scope::Picker
    }

    fn input(&mut self, input: &Input, _around: &Around) -> Vec<Call> {
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

    fn draw(&mut self, frame: &mut Frame<'_>, area: Rect, around: &Around) {
        self.picker.draw(frame, inset(area), &around.theme);
    }
}
