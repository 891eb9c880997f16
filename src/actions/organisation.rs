//! What every change of units and people has to leave in place, whichever act brings it about.

use crate::domain::code::Coded as _;
use crate::domain::context::Context;
use crate::domain::refusal::{Refusal, RefusalCode};
use crate::domain::town::event::{Named, OrgChanged, TownEvent};
use crate::domain::town::org::{Org, Unit};
use crate::domain::town::org_plan::UnitHolds;
use crate::domain::words::{Position, UnitKind};

/// The facts that make the organisation another; none when it is the same already. `held` are units that it dissolves
/// although they hold open cases.
///
/// # Errors
/// An organisation in which work could not go on.
pub fn changed_to(
    wanted: &Org,
    held: &[UnitHolds],
    context: &Context<'_>,
) -> Result<Vec<TownEvent>, Refusal> {
    keeps_somebody(wanted, context)?;
    wanted.units.iter().try_for_each(|unit| may_dissolve(unit, held, context))?;
    if wanted == context.org {
        return Ok(Vec::new());
    }
    let mut events = vec![OrgChanged::to(wanted).into()];
    // The event of units and people does not say what the town is called.
    if (&wanted.town, &wanted.district) != (&context.org.town, &context.org.district) {
        let (town, district) = (wanted.town.clone(), wanted.district.clone());
        events.push(Named { town, district }.into());
    }
    Ok(events)
}

/// Without somebody who can administer nobody could mend the organisation, and without the commission's operator no
/// complaint would move.
fn keeps_somebody(wanted: &Org, context: &Context<'_>) -> Result<(), Refusal> {
    let has = |org: &Org, position| {
        org.people.iter().any(|person| person.holds(position) && person.login.is_some())
    };
    let refuse = |message: &str| Err(Refusal::new(RefusalCode::InvalidValue, message));
    if !has(wanted, Position::Administrator) {
        return refuse(
            "新的人员名单里没有能登录的系统管理员，以后将无人可以修改，没有保存；请至少保留一位。",
        );
    }
    let (had, keeps) =
        (has(context.org, Position::CommissionOperator), has(wanted, Position::CommissionOperator));
    if had && !keeps {
        return refuse(
            "改后将没有能登录的镇纪委专人，投诉件会无人受理，没有保存；请先给接任的人写上登录名（login）和岗位镇纪委专人 \
             （positions = [\"commission_operator\"]），再改。",
        );
    }
    Ok(())
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
