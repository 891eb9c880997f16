//! Where the actor was in the console, and since when cases are new to them.

use super::{Office, OfficeError};
use crate::domain::time::Moment;
use crate::domain::view::console_place::ConsolePlace;

impl Office {
    /// Begins a session of the console: where the actor was the last time. From now on lists tell what came since.
    ///
    /// # Errors
    /// A store failure.
    pub fn begin_console(&mut self, now: Moment) -> Result<ConsolePlace, OfficeError> {
        let actor = self.actor.id;
        let kept = self.read(|snapshot| Ok(snapshot.console_place(actor)?))?;
        // Whoever looks for the first time has seen nothing of today.
        let (place, looked_at) =
            kept.unwrap_or_else(|| (ConsolePlace::default(), Moment::start_of(now.date())));
        self.looked_at = Some(looked_at);
        Ok(place)
    }

    /// Notes where the actor is, and that what is there has been looked at.
    ///
    /// # Errors
    /// A store failure.
    pub fn keep_console_place(&mut self, place: &ConsolePlace, now: Moment) -> Result<(), OfficeError> {
        let actor = self.actor.id;
        self.looked_at = Some(now);
        self.store
            .write_if_free(|records| Ok::<(), OfficeError>(records.keep_console_place(actor, place, now)?))?;
        Ok(())
    }
}
