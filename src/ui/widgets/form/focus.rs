//! Which fields of a form are asked now, and going from one to the next. What few cases need is folded away until one
//! goes on past the last field.

use super::entry::Entry;
use super::{Form, Notice};

impl Form {
    /// The first field that has to be filled in and is empty.
    pub(super) fn first_missing(&self) -> Option<usize> {
        self.entries
            .iter()
            .position(|entry| entry.field.required && entry.answer(self.today()).trim().is_empty())
    }

    /// Whether a field may not stay empty as things are.
    pub(super) fn is_demanded(&self, entry: &Entry) -> bool {
        let lacking = self.lacking.as_ref().and_then(|refusal| refusal.field.as_deref());
        entry.field.required || entry.offer.is_demanded || lacking == Some(entry.field.name)
    }

    /// Whether the field at this place is shown.
    pub(super) fn is_shown(&self, place: usize) -> bool {
        let Some(entry) = self.entries.get(place) else { return false };
        let is_folded = entry.field.is_folded
            && !self.is_unfolded
            && place != self.focus
            && !self.is_demanded(entry)
            && entry.answer(self.today()).is_empty();
        entry.offer.is_asked && !is_folded
    }

    /// The fields that are folded away, by name, `镇纪委书记意见、研判说明`.
    pub(super) fn folded(&self) -> Vec<&'static str> {
        let asked = self.entries.iter().enumerate().filter(|(_, entry)| entry.offer.is_asked);
        asked.filter(|(place, _)| !self.is_shown(*place)).map(|(_, entry)| entry.field.label).collect()
    }

    /// How many fields are shown, and at which of them one is, from 1.
    pub(super) fn place_among_shown(&self) -> (usize, usize) {
        let shown: Vec<usize> = (0..self.entries.len()).filter(|place| self.is_shown(*place)).collect();
        (shown.iter().position(|place| *place == self.focus).map_or(0, |at| at + 1), shown.len())
    }

    pub(super) fn is_last(&self) -> bool {
        !((self.focus + 1)..self.entries.len()).any(|place| self.is_shown(place))
    }

    pub(super) fn move_focus(&mut self, by: isize) {
        self.leave_field();
        if by > 0 && self.is_last() && self.unfold() {
            return;
        }
        let mut place = self.focus;
        loop {
            let next = place.saturating_add_signed(by.signum()).min(self.entries.len().saturating_sub(1));
            if next == place {
                return;
            }
            place = next;
            if self.is_shown(place) {
                self.focus = place;
                return;
            }
        }
    }

    /// Shows what is folded away and goes to the first field of it; whether there was any.
    fn unfold(&mut self) -> bool {
        let is_folded = |place: &usize| {
            !self.is_shown(*place) && self.entries.get(*place).is_some_and(|entry| entry.offer.is_asked)
        };
        let Some(first) = (0..self.entries.len()).find(is_folded) else { return false };
        self.is_unfolded = true;
        self.focus = first;
        true
    }

    /// To the field at this place, as far as it is shown.
    pub(super) fn focus_on(&mut self, place: usize) {
        self.leave_field();
        if self.is_shown(place) {
            self.focus = place;
        }
    }

    /// Enters the file that was chosen for the field in focus, and goes on.
    pub fn take_file(&mut self, path: &str) {
        if let Some(entry) = self.entries.get_mut(self.focus) {
            entry.set(path);
        }
        self.go_on();
    }

    /// On after a choice: to the next field that is still empty, else just to the next.
    pub(super) fn go_on(&mut self) {
        self.leave_field();
        let is_open = |place: &usize| {
            self.is_shown(*place)
                && self.entries.get(*place).is_some_and(|entry| entry.answer(self.today()).is_empty())
        };
        let after = (self.focus + 1)..self.entries.len();
        let next = after.clone().find(is_open).or_else(|| after.clone().find(|place| self.is_shown(*place)));
        self.focus = next.unwrap_or(self.focus);
    }

    fn leave_field(&mut self) {
        let today = self.today();
        if let Some(entry) = self.entries.get_mut(self.focus) {
            entry.settle(today);
        }
        self.notice = Notice::Hint;
    }
}
