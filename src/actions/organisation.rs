//! What every change of units and people has to leave in place, whichever act brings it about.

use crate::domain::code::Coded as _;
use crate::domain::context::Context;
use crate::domain::refusal::{Refusal, RefusalCode};
use crate::domain::town::event::{Named, OrgChanged, RightsAwaited, RightsProposed, TownEvent};
use crate::domain::town::org::{Org, Unit};
use crate::domain::town::org_plan::UnitHolds;
use crate::domain::town::rights::{self, Split};
use crate::domain::words::UnitKind;

/// The facts that make the organisation another; none when it is the same already. Rights are changed by a leader's
/// confirmation, so from the first complaint on their change is only proposed. `held` are units that it dissolves
/// although they hold open cases.
///
/// # Errors
/// An organisation in which work could not go on.
pub fn changed_to(
    wanted: &Org,
    held: &[UnitHolds],
    context: &Context<'_>,
) -> Result<Vec<TownEvent>, Refusal> {
    rights::keeps_somebody(context.org, wanted)?;
    wanted.units.iter().try_for_each(|unit| may_dissolve(unit, held, context))?;
    let Split { org, proposed, awaited } = rights::split(context.org, wanted.clone())?;
    let mut events: Vec<TownEvent> = Vec::new();
    let (before, after) = (OrgChanged::to(context.org), OrgChanged::to(&org));
    if before != after {
        events.push(after.into());
    }
    // The event of units and people does not say what the town is called.
    if (&org.town, &org.district) != (&context.org.town, &context.org.district) {
        let (town, district) = (org.town, org.district);
        events.push(Named { town, district }.into());
    }
    if !awaited.is_empty() {
        events.push(RightsAwaited { people: awaited }.into());
    }
    let proposals = proposed.into_iter().map(|(person, rights)| RightsProposed { person, rights }.into());
    events.extend(proposals);
    Ok(events)
}

/// A unit that holds open cases stays until somebody else has them (`domain.md` §10 People and units).
fn may_dissolve(unit: &Unit, held: &[UnitHolds], context: &Context<'_>) -> Result<(), Refusal> {
    let is_dissolved = !unit.active && context.org.unit(unit.id).is_some_and(|known| known.active);
    if !is_dissolved {
        return Ok(());
    }
    let refuse = |message: String| Err(Refusal::new(RefusalCode::InvalidValue, message));
    if matches!(unit.kind, UnitKind::Commission | UnitKind::PartyCommittee) {
        return refuse(format!("{}是{}，不能停用，没有保存。", unit.name, unit.kind.label()));
    }
    match held.iter().find(|held| held.unit == unit.id) {
        Some(held) => refuse(format!(
            "{}还有在办的投诉件（{}），不能停用，没有保存；请先办结或转由其他单位办理，或用 formerly 改名，再导入。",
            unit.name,
            held.cases.named()
        )),
        None => Ok(()),
    }
}
