//! Marked cases: set and taken off, and the actions that they have in common.

use super::Inbox;
use crate::domain::ids::CaseId;
use crate::ui::message::Performed;
use crate::ui::screens::{Call, CaseList as _, Go};

impl Inbox {
    /// Cases that were done with lose their mark.
    pub(super) fn unmark<'a>(&mut self, done: impl IntoIterator<Item = &'a Performed>) {
        for performed in done {
            self.marks.remove(&performed.case);
        }
    }

    pub(super) fn mark(&mut self) {
        if let Some(row) = self.window.selected()
            && self.marks.remove(&row.id).is_none()
        {
            self.marks.insert(row.id, row.case_no.clone());
        }
    }

    /// With marks the actions for all marked cases, else those of the selected one.
    pub(super) fn actions(&self) -> Vec<Call> {
        if self.marks.is_empty() {
            return self.selected_case().map(|id| Call::Go(Go::MenuOf(id))).into_iter().collect();
        }
        vec![Call::Go(Go::BatchMenu(self.marked()))]
    }

    pub(super) fn marked(&self) -> Vec<(CaseId, String)> {
        self.marks.iter().map(|(id, number)| (*id, number.clone())).collect()
    }

    /// A meeting about exactly the marked cases; without marks about all that wait for one.
    pub(super) fn prepare_meeting(&self) -> Vec<Call> {
        let numbers = self.marks.values().cloned().collect();
        vec![Call::Go(Go::PrepareMeeting(numbers))]
    }
}
