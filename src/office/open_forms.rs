//! Two people in one form: the second is told who has it open. Nothing waits for this; when the database is busy the
//! next minute tries again.

use super::{Office, OfficeError};
use crate::domain::ids::{CaseId, PersonId};
use crate::domain::time::Moment;

impl Office {
    /// Notes that the actor has a form of a case open; says who else has, and since when.
    ///
    /// # Errors
    /// A store failure.
    pub fn hold_form(
        &mut self,
        case: CaseId,
        form: &str,
        now: Moment,
    ) -> Result<Vec<(PersonId, Moment)>, OfficeError> {
        let actor = self.actor.id;
        self.store
            .write_if_free(|records| Ok::<(), OfficeError>(records.hold_form(case, form, actor, now)?))?;
        self.read(|snapshot| Ok(snapshot.form_holders(case, form, actor, now)?))
    }

    /// The actor left the form.
    ///
    /// # Errors
    /// A store failure.
    pub fn leave_form(&mut self, case: CaseId, form: &str) -> Result<(), OfficeError> {
        let actor = self.actor.id;
        self.store.write_if_free(|records| Ok::<(), OfficeError>(records.leave_form(case, form, actor)?))?;
        Ok(())
    }
}
