//! Whose a record of disclosure is: who signs it (`domain.md` §3) and who may see it (§5, §9). Nobody is complained of in
//! it, so the one who is recused is whoever submitted it.

use crate::domain::ids::{PersonId, UnitId};
use crate::domain::time::Date;
use crate::domain::town::org::{Org, Person};
use crate::domain::words::{Position, UnitKind};

/// Whose signature a unit's record needs: the contact leader's of a village, the leader's in charge of a section.
#[must_use]
pub fn signer_position(unit: UnitId, org: &Org) -> Position {
    let is_village = org.unit(unit).is_some_and(|unit| unit.kind == UnitKind::Village);
    if is_village { Position::ContactLeader } else { Position::LeaderInCharge }
}

/// Everybody who may sign it, without their deputies.
pub fn signers(unit: UnitId, org: &Org) -> impl Iterator<Item = &Person> {
    org.holders(signer_position(unit, org), Some(unit))
}

/// Who signs in their own name what these people submitted: whoever else holds the position. Where nobody else does, the
/// step goes to the next higher position (`domain.md` §3 Recusal); a position that is vacant is not passed over.
#[must_use]
pub fn deciders<'a>(unit: UnitId, submitters: &[PersonId], org: &'a Org) -> Vec<&'a Person> {
    let mut holders: Vec<&Person> = signers(unit, org).collect();
    for higher in [Position::DisciplineSecretary, Position::PrincipalLeader] {
        if holders.is_empty() || holders.iter().any(|person| !submitters.contains(&person.id)) {
            break;
        }
        holders.extend(org.holders(higher, None));
    }
    holders.retain(|person| !submitters.contains(&person.id));
    holders
}

/// Which records a person may see.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DisclosureSight {
    Every,
    /// Those of these units.
    Of(Vec<UnitId>),
}

impl DisclosureSight {
    /// What this person may see on a day: a handler their unit's, a leader and their deputy those of the leader's units,
    /// 镇党委专人 those of sections; operator, secretary, principal leader and auditor all.
    #[must_use]
    pub fn on(person: &Person, org: &Org, day: Date) -> Self {
        const ALL: [Position; 4] = [
            Position::CommissionOperator,
            Position::DisciplineSecretary,
            Position::PrincipalLeader,
            Position::Auditor,
        ];
        if ALL.iter().any(|position| person.holds(*position)) {
            return Self::Every;
        }
        if !person.active {
            return Self::Of(Vec::new());
        }
        let own = person.unit.filter(|_| person.holds(Position::Handler));
        let of_sections = person.holds(Position::PartyOperator);
        let leads = |leader: PersonId, unit: UnitId| signers(unit, org).any(|signer| signer.id == leader);
        let signs = |unit: UnitId| {
            let mut leaders = signers(unit, org);
            leads(person.id, unit) || leaders.any(|leader| org.deputises(person.id, leader.id, day))
        };
        let units = org.units.iter().filter(|unit| {
            own == Some(unit.id) || (of_sections && unit.kind == UnitKind::Section) || signs(unit.id)
        });
        Self::Of(units.map(|unit| unit.id).collect())
    }

    /// Whether the records of this unit are among them.
    #[must_use]
    pub fn covers(&self, unit: UnitId) -> bool {
        match self {
            Self::Every => true,
            Self::Of(units) => units.contains(&unit),
        }
    }
}
