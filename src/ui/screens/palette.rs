//! The palette: every action, pane and help topic by a few letters, and any case by its number.

use ratatui::Frame;
use ratatui::layout::Rect;

use super::places::Place;
use super::{Around, Call, Go, PLACES, QUIT, Screen, inset};
use crate::actions::{Act, on_case_menu, on_town};
use crate::ui::input::Input;
use crate::ui::keys::{Do, Scope, lookup};
use crate::ui::manual::{CHAPTERS, Chapter};
use crate::ui::widgets::picker::{Choice, Picked, Picker};

/// Opened by its key, and so not among what it offers.
pub static PLACE: Place = Place::screen("命令", "", |around, _| {
    Ok(Box::new(Palette::new(around.desk.as_ref().is_some_and(|desk| desk.sandbox))))
});

/// What an entry leads to.
enum Entry {
    Place(&'static Place),
    Chapter(&'static Chapter),
    Action(&'static Act),
}

/// The open palette.
pub struct Palette {
    entries: Vec<Entry>,
    picker: Picker,
}

impl Palette {
    /// Everything that can be gone to or done; switching persons only in the practice town.
    fn new(sandbox: bool) -> Self {
        let places = PLACES
            .iter()
            .filter(|place| sandbox || !place.in_practice_only)
            .map(|place| (Entry::Place(place), place.label, place.note));
        let actions =
            on_case_menu().map(|action| (Entry::Action(action), action.label(), action.questions.summary));
        let town = on_town().map(|action| (Entry::Action(action), action.label(), action.questions.summary));
        let chapters = CHAPTERS.iter().map(|chapter| (Entry::Chapter(chapter), chapter.title(), "操作说明"));
        let quit = (Entry::Place(&QUIT), QUIT.label, QUIT.note);
        let (entries, choices) = places
            .chain(actions)
            .chain(town)
            .chain(chapters)
            .chain([quit])
            .map(|(entry, label, note)| (entry, Choice::new(label, label).note(note)))
            .unzip();
        Self { entries, picker: Picker::one("命令；也可输入投诉件编号", choices, None) }
    }
}

impl Screen for Palette {
    fn scope(&self) -> Scope {
        Scope::Picker
    }

    /// What matches no entry but holds a digit is taken for a case's number.
    fn input(&mut self, input: &Input, _around: &Around) -> Vec<Call> {
        if let Input::Key(key) = input
            && lookup(Scope::Picker, key) == Some(Do::Open)
            && self.picker.selected().is_none()
        {
            let number = self.picker.query().trim().to_owned();
            let is_number = number.chars().any(|c| c.is_ascii_digit());
            return if is_number { vec![Call::Leave, Call::Go(Go::Numbered(number))] } else { Vec::new() };
        }
        match self.picker.handle(input) {
            Picked::Pending => Vec::new(),
            Picked::Cancelled => vec![Call::Leave],
            Picked::Taken(places) => {
                let entry = places.first().and_then(|place| self.entries.get(*place));
                let go = entry.map(|entry| match entry {
                    Entry::Place(place) => Go::To(place),
                    Entry::Chapter(chapter) => Go::Chapter(chapter),
                    Entry::Action(action) => Go::Chosen(action),
                });
                std::iter::once(Call::Leave).chain(go.map(Call::Go)).collect()
            }
        }
    }

    fn draw(&mut self, frame: &mut Frame<'_>, area: Rect, around: &Around) {
        self.picker.draw(frame, inset(area), &around.theme);
    }
}
