//! What an act would do to each of several cases. Nothing is recorded by asking, and nobody waits for it.

use super::{Office, OfficeError, gate};
use crate::actions::{Act, Answers};
use crate::domain::case::respondents::Register;
use crate::domain::context::Context;
use crate::domain::ids::CaseId;
use crate::domain::refusal::Refusal;
use crate::domain::sight::Sight;
use crate::domain::sight::unmasked::{CaseOnRecord, Unmasked};
use crate::domain::time::Moment;
use crate::domain::view::foretold::Foretold;
use crate::store::Snapshot;

impl Office {
    /// What the act with these answers would do to each of the cases as they stand, all of one moment. One that the
    /// actor may not see any more is left out.
    ///
    /// # Errors
    /// `not_permitted` for people who see no cases; a refusal where the answers name another case that there is not; a
    /// store failure.
    pub fn foretell_several(
        &self,
        action: &Act,
        cases: &[CaseId],
        answers: &Answers,
        now: Moment,
    ) -> Result<Vec<Foretold>, OfficeError> {
        let sight = self.sight_on(now.date())?;
        let desk = self.desk(now);
        let register = Register::of(&self.org);
        self.read(|snapshot| {
            let other = self.other_named(snapshot, action, answers, &sight)?;
            let other = other.as_ref().map(gate::to_decide_by);
            let context = Context { other, ..desk.context() };
            let mut each = Vec::new();
            for id in cases {
                let read = snapshot.case(*id)?;
                if let Some(read) = read.filter(|read| gate::covers(&sight, read, &self.org)) {
                    let read = (snapshot, read);
                    each.push(gate::foretold(read, (action, answers), (&desk, &context), &register)?);
                }
            }
            Ok(each)
        })
    }

    /// The other case that the answers name, without the numbers in it that the actor may not see.
    fn other_named(
        &self,
        snapshot: &Snapshot<'_>,
        action: &Act,
        answers: &Answers,
        sight: &Sight,
    ) -> Result<Option<Unmasked<CaseOnRecord>>, OfficeError> {
        let Some(field) = action.case_field() else { return Ok(None) };
        let Some(number) = answers.text(field.name) else { return Ok(None) };
        let unknown = || Refusal::unknown_case(&number).about(field.name);
        let id = snapshot.case_numbered(&number)?.ok_or_else(unknown)?;
        let read = snapshot.case(id)?.ok_or_else(unknown)?;
        if !gate::covers(sight, &read, &self.org) {
            return Err(unknown().into());
        }
        let (hidden, _) = gate::links(snapshot, &read, sight, &self.org)?;
        Ok(Some(read.without_numbers(&hidden)))
    }
}
