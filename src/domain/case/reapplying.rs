//! An application for an extension that was made in time and came back after the limit had ended: it may be put forward
//! once more, so that the days a leader took to read it are not the unit's loss (`domain.md` §10 Days, ours).

use crate::domain::calendar::Calendar;
use crate::domain::case::Case;
use crate::domain::limit::clock::Clock;
use crate::domain::time::Moment;
use crate::domain::town::settings::Settings;
use crate::domain::words::DocumentKind;

impl Case {
    /// Whether an extension of this clock can be applied for now: before it ends, or once more after an application made
    /// in time was returned. What is put forward once more was not made in time, so that there is no third try.
    #[must_use]
    pub fn may_apply_for_extension(
        &self,
        clock: &Clock,
        now: Moment,
        settings: &Settings,
        calendar: &Calendar,
    ) -> bool {
        let is_past = |at: Moment| settings.limit_day(at) > clock.due_on;
        if !is_past(now) {
            return true;
        }
        let mut applications =
            self.documents.iter().rev().filter(|document| document.kind == DocumentKind::Extension);
        let last = applications.find_map(|document| document.submitted_at.zip(document.returned_at()));
        last.is_some_and(|(submitted_at, returned_at)| {
            let within = settings.resubmit_extension_within_working_days;
            let last_day = calendar.add_working_days(returned_at.date(), within).on;
            !is_past(submitted_at) && is_past(returned_at) && now.date() <= last_day
        })
    }
}
