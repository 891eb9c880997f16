//! What somebody's post holds, for whoever leaves it and for the office (岗位交接).

use super::{Office, OfficeError, org_plan};
use crate::domain::desk::Desk;
use crate::domain::ids::PersonId;
use crate::domain::refusal::{Refusal, RefusalCode};
use crate::domain::time::Moment;
use crate::domain::town::hand_over::Holdings;
use crate::domain::town::org::Person;
use crate::domain::words::Position;
use crate::store::Snapshot;

/// Positions for whose holder a case can wait without naming anybody.
const WAITED_FOR: [Position; 4] = [
    Position::CommissionOperator,
    Position::PartyOperator,
    Position::DisciplineSecretary,
    Position::PrincipalLeader,
];

impl Office {
    /// What somebody's post holds, as far as the actor may know of it.
    ///
    /// # Errors
    /// `not_permitted` for anybody but the person, the commission's operator and the administrator; a store failure.
    pub fn holdings(&self, person: PersonId, now: Moment) -> Result<Holdings, OfficeError> {
        let desk = self.desk(now);
        let may = person == desk.actor.id
            || [Position::Administrator, Position::CommissionOperator].iter().any(|it| desk.actor.holds(*it));
        let known = desk.org.person(person).filter(|_| may).ok_or_else(|| {
            let message = "岗位上有哪些待办，由本人、系统管理员和镇纪委专人查看，您不能查看。";
            Refusal::new(RefusalCode::NotPermitted, message)
        })?;
        self.read(|snapshot| holdings(snapshot, known, &desk))
    }
}

/// The same inside a reading or a change.
pub(super) fn holdings(
    snapshot: &Snapshot<'_>,
    person: &Person,
    desk: &Desk,
) -> Result<Holdings, OfficeError> {
    let sight = desk.sight();
    let held = org_plan::still_holds(snapshot, person, sight.as_ref(), &desk.org)?;
    let mut waiting = Vec::new();
    for position in WAITED_FOR.into_iter().filter(|position| person.holds(*position)) {
        waiting.push((position, snapshot.waiting_for(position, sight.as_ref())?));
    }
    Ok(Holdings { person: person.id, steps: held.steps, handled: held.handled, waiting })
}
