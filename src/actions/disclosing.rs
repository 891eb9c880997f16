//! What the acts on records of disclosure share: who may do them to which record, and in whose name an operator does.
//! A record complains of nobody; recused is whoever submitted it, from signing it.

use super::answers::Answers;
use super::field::{Field, FieldKind};
use super::permission::{ON_BEHALF_OF, Who};
use super::{Act, StreamOutcome};
use crate::domain::code::Coded as _;
use crate::domain::context::Context;
use crate::domain::disclosure::event::DisclosureEvent;
use crate::domain::disclosure::{Disclosure, deciders, signer_position, signers};
use crate::domain::ids::{PersonId, UnitId};
use crate::domain::refusal::{Refusal, RefusalCode};
use crate::domain::time::Date;
use crate::domain::town::org::Person;
use crate::domain::words::{Position, UnitKind};

/// The way out where whoever submitted a record is the only one who could sign it.
const NOBODY_ELSE: &str = "现在没有别人可以审签，请先授权代签人，或请系统管理员登记镇纪委书记、镇主要领导。";

/// Who signed a paper that an operator records.
pub const SIGNER: Field = Field::optional("signer", "签署人（代录）", FieldKind::Person(None))
    .folded()
    .hint("书面审签、由镇纪委专人代录时填");
pub const SIGNED_ON: Field =
    Field::optional("signed_on", "签署日期", FieldKind::Date).folded().needed("代录书面审签时必填");

/// A signature as it was given.
pub struct Signature {
    pub signer: PersonId,
    pub as_deputy_for: Option<PersonId>,
    pub on: Date,
    pub on_paper: bool,
}

/// Whether the actor may do this act to a record of this unit that these people submitted.
///
/// # Errors
/// `not_permitted` or `recused`, naming who may.
pub fn check(act: &Act, unit: UnitId, submitters: &[PersonId], context: &Context<'_>) -> Result<(), Refusal> {
    let actor = context.actor;
    let fits = |who: &Who| match who {
        Who::CommissionOperator => actor.holds(Position::CommissionOperator),
        Who::UnitHandler => actor.handles(unit) || acts_for(unit, context),
        Who::Signer => leader_of(actor, unit, submitters, context).is_some(),
        Who::DisciplineSecretary => actor.holds(Position::DisciplineSecretary),
        Who::PartyOperator
        | Who::PrincipalLeader
        | Who::UnitLeader
        | Who::Leader
        | Who::Administrator
        | Who::Reader => false,
    };
    if act.who.iter().any(fits) {
        return Ok(());
    }
    if act.who.contains(&Who::Signer) && leader_by_rights(actor, unit, context).is_some() {
        return Err(of_their_own(actor, unit, submitters, context));
    }
    let who: Vec<&str> = act.who.iter().map(|who| who.label()).collect();
    let (label, who) = (act.label(), who.join("或"));
    Err(Refusal::new(
        RefusalCode::NotPermitted,
        format!("“{label}”由{who}办理，您（{}）不能办理。", actor.name),
    ))
}

/// An operator does the work of a unit on paper: 镇纪委专人 of every one, 镇党委专人 of sections.
fn acts_for(unit: UnitId, context: &Context<'_>) -> bool {
    let is_section = context.org.unit(unit).is_some_and(|unit| unit.kind == UnitKind::Section);
    let holds = |position| context.actor.holds(position);
    holds(Position::CommissionOperator) || (is_section && holds(Position::PartyOperator))
}

/// The leader in whose name this person signs what these people submitted. Whoever submitted it signs it for nobody; where
/// every leader of the unit did, their deputies and the next higher position are left.
fn leader_of(
    person: &Person,
    unit: UnitId,
    submitters: &[PersonId],
    context: &Context<'_>,
) -> Option<PersonId> {
    if submitters.contains(&person.id) {
        return None;
    }
    let decides = deciders(unit, submitters, context.org).iter().any(|other| other.id == person.id);
    if decides { Some(person.id) } else { leader_by_rights(person, unit, context) }
}

/// The refusal for whoever would sign what they submitted themselves, naming who may sign it.
fn of_their_own(person: &Person, unit: UnitId, submitters: &[PersonId], context: &Context<'_>) -> Refusal {
    let who = others_who_sign(unit, submitters, context);
    let way_out =
        if who.is_empty() { NOBODY_ELSE.to_owned() } else { format!("请由{}审签。", who.join("、")) };
    let name = &person.name;
    Refusal::new(
        RefusalCode::Recused,
        format!("这条公示是{name}提交的，自己报的不能自己签，没有保存；{way_out}"),
    )
}

/// Who may sign what these people submitted, by name.
fn others_who_sign(unit: UnitId, submitters: &[PersonId], context: &Context<'_>) -> Vec<String> {
    let signs = |person: &&Person| person.active && leader_of(person, unit, submitters, context).is_some();
    context.org.people.iter().filter(signs).map(|person| person.name.clone()).collect()
}

/// Refuses a submission that nobody would be left to sign.
///
/// # Errors
/// `recused`, saying who could submit or sign it instead.
pub fn check_others_sign(
    unit: UnitId,
    on_behalf_of: Option<PersonId>,
    context: &Context<'_>,
) -> Result<(), Refusal> {
    let submitters: Vec<PersonId> = on_behalf_of.into_iter().chain([context.actor.id]).collect();
    if others_who_sign(unit, &submitters, context).is_empty() {
        let position = signer_position(unit, context.org).label();
        return Err(Refusal::new(
            RefusalCode::Recused,
            format!(
                "提交的人就是唯一能审签的{position}，自己报的不能自己签，没有保存；请改由单位的其他人提交。{NOBODY_ELSE}"
            ),
        ));
    }
    Ok(())
}

/// The leader of the unit in whose name this person signs: their own, or one whose deputy they are.
fn leader_by_rights(person: &Person, unit: UnitId, context: &Context<'_>) -> Option<PersonId> {
    let mut leaders = signers(unit, context.org);
    if signers(unit, context.org).any(|leader| leader.id == person.id) {
        return Some(person.id);
    }
    leaders
        .find(|leader| context.org.deputises(person.id, leader.id, context.today()))
        .map(|leader| leader.id)
}

/// The unit's person for whom an operator acts: the one named, else the unit's only handler.
///
/// # Errors
/// When nobody can be named.
pub fn on_behalf_of(
    unit: UnitId,
    answers: &Answers,
    context: &Context<'_>,
) -> Result<Option<PersonId>, Refusal> {
    if context.actor.handles(unit) && answers.raw(ON_BEHALF_OF.name).is_none() {
        return Ok(None);
    }
    if let Some(person) = answers.person(&ON_BEHALF_OF, context.org)? {
        if !person.handles(unit) {
            let unit = context.org.unit_name(unit);
            return Err(ON_BEHALF_OF.invalid(&format!("填了{}，但此人不是{unit}的承办人。", person.name)));
        }
        return Ok(Some(person.id));
    }
    let mut handlers = context.org.holders(Position::Handler, Some(unit));
    match (handlers.next(), handlers.next()) {
        (Some(only), None) => Ok(Some(only.id)),
        (None, _) => Err(vacant(unit, Position::Handler, context)),
        (Some(_), Some(_)) => Err(ON_BEHALF_OF.missing()),
    }
}

/// The unit is still at work, and somebody can sign for it.
///
/// # Errors
/// `wrong_unit` for a dissolved one; `vacant_position` naming the position and the unit.
pub fn check_unit(unit: UnitId, context: &Context<'_>) -> Result<(), Refusal> {
    let name = context.org.unit_name(unit);
    if !context.org.unit(unit).is_some_and(|unit| unit.active) {
        return Err(Refusal::new(
            RefusalCode::WrongUnit,
            format!("{name}已经停用，没有保存；不再需要公开的，请镇纪委专人取消这条记录。"),
        ));
    }
    if signers(unit, context.org).next().is_none() {
        return Err(vacant(unit, signer_position(unit, context.org), context));
    }
    Ok(())
}

fn vacant(unit: UnitId, position: Position, context: &Context<'_>) -> Refusal {
    let (name, label) = (context.org.unit_name(unit), position.label());
    Refusal::new(
        RefusalCode::VacantPosition,
        format!("{name}没有登记{label}，没有保存；请系统管理员先登记。"),
    )
}

/// Who signs: the actor, or on a paper that an operator records whoever is named.
///
/// # Errors
/// `not_your_step` for whoever does not sign for this unit, `recused` for whoever submitted the record; a paper without a day, or with one that cannot be.
pub fn signature(
    record: &Disclosure,
    answers: &Answers,
    context: &Context<'_>,
) -> Result<Signature, Refusal> {
    let (actor, today) = (context.actor, context.today());
    let position = signer_position(record.unit, context.org).label();
    if let Some(signer) = answers.person(&SIGNER, context.org)? {
        if !actor.holds(Position::CommissionOperator) {
            return Err(SIGNER.refuses(RefusalCode::NotPermitted, "书面审签由镇纪委专人代录，您不能代录。"));
        }
        let on = answers.date(&SIGNED_ON)?.ok_or_else(|| SIGNED_ON.missing())?;
        let leader = leader_of(signer, record.unit, &record.submitters, context);
        let leader = leader.ok_or_else(|| {
            if leader_by_rights(signer, record.unit, context).is_some() {
                return of_their_own(signer, record.unit, &record.submitters, context).about(SIGNER.name);
            }
            SIGNER.refuses(RefusalCode::NotYourStep, format!("{}不是这个单位的{position}。", signer.name))
        })?;
        let submitted = record.submitted.map_or(today, |(_, on)| on);
        if on > today || on < submitted {
            return Err(SIGNED_ON.refuses(
                RefusalCode::OutOfTime,
                format!("签署日期{on}不对：不得早于送审日{submitted}，不得晚于今天。"),
            ));
        }
        let as_deputy_for = (leader != signer.id).then_some(leader);
        return Ok(Signature { signer: signer.id, as_deputy_for, on, on_paper: true });
    }
    let leader = leader_of(actor, record.unit, &record.submitters, context).ok_or_else(|| {
        if leader_by_rights(actor, record.unit, context).is_some() {
            return of_their_own(actor, record.unit, &record.submitters, context);
        }
        let message = format!("由{position}审核，代录书面审签请填签署人和日期。");
        SIGNER.refuses(RefusalCode::NotYourStep, message)
    })?;
    let as_deputy_for = (leader != actor.id).then_some(leader);
    Ok(Signature { signer: actor.id, as_deputy_for, on: today, on_paper: false })
}

/// One fact as the outcome of an act.
#[expect(clippy::unnecessary_wraps, reason = "the shape of every decision")]
pub fn one(event: impl Into<DisclosureEvent>) -> Result<StreamOutcome<DisclosureEvent>, Refusal> {
    let event: DisclosureEvent = event.into();
    Ok(StreamOutcome::from(event))
}
