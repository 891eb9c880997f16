//! What another organisation means for the cases there are: who is hidden from what, whom they wait for, and which
//! documents count no more because a respondent became known (`domain.md` §10 Recusal).

use super::{OfficeError, outlook};
use crate::domain::case::respondents::Register;
use crate::domain::desk::Desk;
use crate::domain::town::org::Org;
use crate::store::{Records, Stamp};

/// Looks at every case to which the people of `org` may mean something, inside the transaction that changed them.
pub(super) fn look_back(
    records: &Records<'_>,
    org: &Org,
    desk: &Desk,
    stamp: &Stamp,
) -> Result<(), OfficeError> {
    let register = Register::of(org);
    let outlook = outlook(&desk.settings, &desk.calendar, &register);
    for id in records.cases_of_people(&register)? {
        let Some(mut case) = records.case_to_change(id)? else { continue };
        let events = case.look_back(org);
        if events.is_empty() {
            records.renew_rows_of(&case, &outlook)?;
        } else {
            records.append(&mut case, events, stamp, &outlook)?;
        }
    }
    Ok(())
}
