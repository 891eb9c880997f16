//! Cases whose identities have been kept long enough, and the texts that would go with them.

use rusqlite::params;

use super::error::StoreError;
use super::{Records, Snapshot, journal};
use crate::domain::case::respondents::Register;
use crate::domain::event::TextPlace;
use crate::domain::ids::CaseId;
use crate::domain::sealable::SealClass;
use crate::domain::sight::identity::Identity;
use crate::domain::time::{Date, Moment};

impl Snapshot<'_> {
    /// Ended cases of which identities are left and that were received before a day: only among them can some be due.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn with_identities_before(&self, day: Date) -> Result<Vec<CaseId>, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT case_id FROM cases WHERE ended = 1 AND received_at < ?1
                 AND EXISTS (SELECT 1 FROM identity_texts t WHERE t.case_id = cases.case_id)
             ORDER BY case_id",
        )?;
        let before = Moment::start_of(day).unix();
        let ids = statement.query_map(params![before], |row| row.get(0).map(CaseId))?;
        Ok(ids.collect::<rusqlite::Result<_>>()?)
    }
}

impl Records<'_> {
    /// The places of all texts of a case that say who complains. Once the identity is gone nothing could mask them.
    ///
    /// # Errors
    /// `Damaged` when an event cannot be read.
    pub fn texts_that_name(&self, case: CaseId, register: &Register) -> Result<Vec<TextPlace>, StoreError> {
        let mut history = journal::read(self.connection, case)?;
        let Some(state) = journal::fold(case, &history) else { return Ok(Vec::new()) };
        let identity = Identity::of(&state.complainant);
        let mut found = Vec::new();
        for recorded in &mut history {
            let seq = recorded.seq;
            for (place, class, text) in recorded.event.sealables_mut() {
                let names = text.body().is_some_and(|body| identity.masked(body, register).is_some());
                if class == SealClass::Text && names {
                    found.push(TextPlace { seq, place: place.to_owned() });
                }
            }
        }
        Ok(found)
    }
}
