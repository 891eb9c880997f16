//! Who may do what (`domain.md` §1), and in whose name an operator does a unit's work that reached him on paper.

use super::Action;
use super::answers::Answers;
use super::field::{Field, FieldKind};
use crate::domain::case::Case;
use crate::domain::code::Coded as _;
use crate::domain::context::Context;
use crate::domain::org::{Person, PersonId, UnitId};
use crate::domain::refusal::{Refusal, RefusalCode};
use crate::domain::words::{Position, Route, UnitKind};

/// A capacity in which somebody may do an action.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Who {
    /// 镇纪委专人: every command but a leader's signature.
    CommissionOperator,
    /// 镇党委专人: on the Party-committee route, and for sections.
    PartyOperator,
    /// 承办人 of the case's unit; an operator may do it for the unit (代办).
    UnitHandler,
    /// Whoever the open step of a document waits for; an operator may record a paper signature (代录).
    Signer,
    /// 镇纪委书记
    DisciplineSecretary,
}

impl Who {
    /// The capacity as a refusal names it.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::CommissionOperator => "镇纪委专人",
            Self::PartyOperator => "镇党委专人",
            Self::UnitHandler => "承办单位的承办人",
            Self::Signer => "审签人",
            Self::DisciplineSecretary => "镇纪委书记",
        }
    }

    fn fits(self, case: &Case, context: &Context<'_>) -> bool {
        let actor = context.actor;
        match self {
            Self::CommissionOperator => actor.holds(Position::CommissionOperator),
            Self::PartyOperator => {
                actor.holds(Position::PartyOperator) && case.route == Some(Route::PartyCommittee)
            }
            // A unit that is only proposed has nothing to handle yet, nor may it see the case.
            Self::UnitHandler => case.unit.filter(|_| case.transferred_on.is_some()).is_some_and(|unit| {
                actor.handles(unit)
                    || (is_commission(unit, context) && actor.holds(Position::CommissionOperator))
            }),
            Self::Signer => case.open_step().is_some_and(|(_, _, step)| step.person == actor.id),
            Self::DisciplineSecretary => actor.holds(Position::DisciplineSecretary),
        }
    }
}

/// The commission's own unit: its operator does its work himself and not on anybody's behalf.
fn is_commission(unit: UnitId, context: &Context<'_>) -> bool {
    context.org.unit(unit).is_some_and(|unit| unit.kind == UnitKind::Commission)
}

/// Field by which an operator names the person of the unit for whom he acts; part of every unit action.
pub const ON_BEHALF_OF: Field =
    Field::optional("on_behalf_of", "代办（单位经办人）", FieldKind::Person(None))
        .hint("单位用纸质办理、由专人代为登记时，填单位的经办人");

/// Whether the actor may do the action to this case.
///
/// # Errors
/// `not_permitted`, naming who may.
pub fn check(action: &Action, case: &Case, context: &Context<'_>) -> Result<(), Refusal> {
    if action.who.iter().any(|who| who.fits(case, context)) || acts_for_unit(action, case, context) {
        return Ok(());
    }
    let who: Vec<&str> = action.who.iter().map(|who| who.label()).collect();
    Err(Refusal::new(
        RefusalCode::NotPermitted,
        format!("“{}”由{}办理，您（{}）不能办理。", action.label, who.join("或"), context.actor.name),
    ))
}

/// An operator doing a unit's work: any unit for 镇纪委专人, sections for 镇党委专人.
fn acts_for_unit(action: &Action, case: &Case, context: &Context<'_>) -> bool {
    if !action.who.contains(&Who::UnitHandler) {
        return false;
    }
    let actor = context.actor;
    let is_section =
        case.unit.and_then(|unit| context.org.unit(unit)).is_some_and(|unit| unit.kind == UnitKind::Section);
    actor.holds(Position::CommissionOperator) || (actor.holds(Position::PartyOperator) && is_section)
}

/// The unit's person for whom an operator acts: the one named, else the case's handler, else the unit's only one.
///
/// # Errors
/// When nobody can be named: the unit has no handler, or several and none was chosen, or the one chosen belongs
/// to another unit.
pub fn on_behalf_of(
    action: &Action,
    case: &Case,
    answers: &Answers,
    context: &Context<'_>,
) -> Result<Option<PersonId>, Refusal> {
    let for_himself = action.who.iter().any(|who| who.fits(case, context));
    if !action.who.contains(&Who::UnitHandler) || (for_himself && answers.raw(ON_BEHALF_OF.name).is_none()) {
        return Ok(None);
    }
    let Some(unit) = case.unit else { return Ok(None) };
    if let Some(person) = answers.person(&ON_BEHALF_OF, context.org)? {
        return named(person, unit, case, context).map(Some);
    }
    let free = |person: &&Person| person.handles(unit) && !case.is_about(&person.name);
    if let Some(handler) = case.handler.and_then(|handler| context.org.person(handler)).filter(free) {
        return Ok(Some(handler.id));
    }
    let mut handlers = context.org.holders(Position::Handler, Some(unit)).filter(free);
    match (handlers.next(), handlers.next()) {
        (Some(only), None) => Ok(Some(only.id)),
        (None, _) => Err(Refusal::new(
            RefusalCode::VacantPosition,
            format!(
                "{}没有可以代办的{}（未登记或需要回避）；请系统管理员先登记人员。",
                context.org.unit_name(unit),
                Position::Handler.label()
            ),
        )),
        (Some(_), Some(_)) => Err(Refusal::missing(ON_BEHALF_OF.label)),
    }
}

/// The person who was named: of the unit, and not the respondent.
fn named(person: &Person, unit: UnitId, case: &Case, context: &Context<'_>) -> Result<PersonId, Refusal> {
    if person.unit != Some(unit) {
        return Err(Refusal::invalid(
            ON_BEHALF_OF.label,
            &format!("填了{}，但他不是{}的人员。", person.name, context.org.unit_name(unit)),
        ));
    }
    if case.is_about(&person.name) {
        return Err(Refusal::new(
            RefusalCode::Recused,
            format!("{}是被投诉人，需要回避，请换一位经办人。", person.name),
        ));
    }
    Ok(person.id)
}
