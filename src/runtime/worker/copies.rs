//! What is told of the copies of the database: how far those elsewhere lag behind, and which backups hold what was erased.

use std::time::Duration;

use super::Service;
use crate::domain::time::Moment;
use crate::office::OfficeError;
use crate::runtime::copies;

/// A disk that does not answer keeps everybody waiting no longer than this.
const LONGEST_LOOK: Duration = Duration::from_secs(1);
/// Once in so many minutes it is looked whether backups that hold erased text are still there.
const MINUTES_BETWEEN: i64 = 10;

impl Service {
    /// Tells when the copies elsewhere fall behind or are abreast again, and which backups are to be seen to.
    pub(super) fn watch_copies(&mut self, now: Moment) -> Result<(), OfficeError> {
        if self.minute % MINUTES_BETWEEN == 0 || !self.sought_backups {
            self.look_for_backups()?;
        }
        let Some(copies) = self.copies.turn() else { return Ok(()) };
        let before = self.office.desk(now).copies;
        if Some(self.office.note_copies(copies.written(), now)?) != before {
            self.tell_desk();
        }
        Ok(())
    }

    /// Looks which backups hold what was erased, and tells the screens where that changed; gives how many there are.
    pub(super) fn look_for_backups(&mut self) -> Result<usize, OfficeError> {
        self.sought_backups = true;
        let before = self.office.desk(self.clock.now()).holding;
        let sought = self.office.backups_holding()?;
        if sought.is_none() && before.is_empty() {
            return Ok(0);
        }
        let holding =
            self.office.note_holding(sought.map(|sought| copies::look_for(sought, LONGEST_LOOK)))?;
        if holding != before {
            self.tell_desk();
        }
        Ok(holding.len())
    }
}
