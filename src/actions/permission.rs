//! Who may do what (`domain.md` §1), and in whose name an operator does a unit's work that arrived on paper.

use super::Act;
use super::answers::Answers;
use super::field::{Field, FieldKind};
use crate::domain::case::Case;
use crate::domain::code::Coded as _;
use crate::domain::context::Context;
use crate::domain::ids::{PersonId, UnitId};
use crate::domain::refusal::{Refusal, RefusalCode};
use crate::domain::sight::Sight;
use crate::domain::town::delegation;
use crate::domain::town::org::Person;
use crate::domain::words::{DocumentKind, Position, Route, UnitKind};

/// A capacity in which somebody may do an action.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Who {
    /// 镇纪委专人: every command but a leader's signature.
    CommissionOperator,
    /// 镇党委专人: on the Party-committee route, and for sections.
    PartyOperator,
    /// 承办人 of the case's unit; an operator may do it for the unit (代办).
    UnitHandler,
    /// Whoever has still to sign a document under review, or their deputy, when it is their turn; an operator may record a paper signature (代录).
    Signer,
    DisciplineSecretary,
    PrincipalLeader,
    /// 分管、联系领导 of the case's unit.
    UnitLeader,
    /// Whoever signs along a chain, for what is theirs alone.
    Leader,
    Administrator,
    /// Everybody who may see cases.
    Reader,
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
            Self::PrincipalLeader => "镇主要领导",
            Self::UnitLeader => "分管或联系承办单位的领导",
            Self::Leader => "审签的领导本人",
            Self::Administrator => "系统管理员",
            Self::Reader => "能查看投诉件的人员",
        }
    }

    /// Whether the actor has this capacity: for a case, or for the town when there is none.
    fn fits(self, case: Option<&Case>, context: &Context<'_>) -> bool {
        let actor = context.actor;
        // In a case it is not only the holders who act, and not all of them (`domain.md` §10 Recusal).
        let acts_as = |position| {
            case.map_or_else(|| actor.holds(position), |case| case.lets_act(actor, position, context.org))
        };
        match self {
            Self::CommissionOperator => acts_as(Position::CommissionOperator),
            Self::PartyOperator => {
                acts_as(Position::PartyOperator)
                    && case.is_some_and(|case| case.route == Some(Route::PartyCommittee))
            }
            // A unit that is only proposed has nothing to handle yet, nor may it see the case.
            Self::UnitHandler => case
                .and_then(|case| case.unit.filter(|_| case.transferred_on.is_some()))
                .is_some_and(|unit| {
                    acts_as(Position::Handler)
                        || (is_commission(unit, context) && acts_as(Position::CommissionOperator))
                }),
            Self::Signer => case.is_some_and(|case| {
                let own = |person: PersonId| {
                    person == actor.id || context.org.deputises(actor.id, person, context.today())
                };
                let mut open = case.open_steps().flat_map(|(document, ..)| &document.steps);
                open.any(|step| step.signature.is_none() && step.people.iter().any(|person| own(*person)))
                    // Whoever was not the first to sign is told so, and not that signing is none of their business.
                    || case.overtaken(own).is_some()
            }),
            Self::DisciplineSecretary => acts_as(Position::DisciplineSecretary),
            Self::PrincipalLeader => acts_as(Position::PrincipalLeader),
            Self::UnitLeader => case.and_then(|case| case.unit).is_some_and(|unit| {
                actor.active && (actor.leads.contains(&unit) || actor.contacts.contains(&unit))
            }),
            Self::Leader => delegation::signs(actor),
            // Of a case an administrator does only what is left when nobody here may handle it.
            Self::Administrator => case.map_or_else(
                || actor.holds(Position::Administrator),
                |case| case.may_be_sealed_unseen_by(actor, context.org),
            ),
            Self::Reader => Sight::on(actor, context.org, context.today()).is_some(),
        }
    }
}

/// The commission's own unit: its operator does its work personally and not on anybody's behalf.
fn is_commission(unit: UnitId, context: &Context<'_>) -> bool {
    context.org.unit(unit).is_some_and(|unit| unit.kind == UnitKind::Commission)
}

/// Field by which an operator names the person of the unit acted for; part of every unit action.
pub const ON_BEHALF_OF: Field =
    Field::optional("on_behalf_of", "代办（单位经办人）", FieldKind::Person(None))
        .hint("单位用纸质办理、由专人代为登记时，填单位的经办人");

/// Whether the actor may do the act to the town.
///
/// # Errors
/// `not_permitted`, naming who may.
pub fn check_town(act: &Act, context: &Context<'_>) -> Result<(), Refusal> {
    if act.who.iter().any(|who| who.fits(None, context)) { Ok(()) } else { Err(not_permitted(act, context)) }
}

/// Whether the actor may do the action to this case.
///
/// # Errors
/// `not_permitted`, naming who may.
pub fn check(action: &Act, case: &Case, context: &Context<'_>) -> Result<(), Refusal> {
    if action.who.iter().any(|who| who.fits(Some(case), context)) || acts_for_unit(action, case, context) {
        return Ok(());
    }
    Err(not_permitted(action, context))
}

fn not_permitted(act: &Act, context: &Context<'_>) -> Refusal {
    let who: Vec<&str> = act.who.iter().map(|who| who.label()).collect();
    let (label, who) = (act.label(), who.join("或"));
    Refusal::new(
        RefusalCode::NotPermitted,
        format!("“{label}”由{who}办理，您（{}）不能办理。", context.actor.name),
    )
}

/// An operator doing a unit's work: any unit for 镇纪委专人, sections for 镇党委专人.
fn acts_for_unit(action: &Act, case: &Case, context: &Context<'_>) -> bool {
    if !action.who.contains(&Who::UnitHandler) {
        return false;
    }
    let acts_as = |position| case.lets_act(context.actor, position, context.org);
    let is_section =
        case.unit.and_then(|unit| context.org.unit(unit)).is_some_and(|unit| unit.kind == UnitKind::Section);
    acts_as(Position::CommissionOperator) || (acts_as(Position::PartyOperator) && is_section)
}

/// The unit's person for whom an operator acts: the one named, else the case's handler, else the unit's only one.
///
/// # Errors
/// When nobody can be named: the unit has no handler, or several and none was chosen, or the one chosen belongs
/// to another unit.
pub fn on_behalf_of(
    action: &Act,
    case: &Case,
    answers: &Answers,
    context: &Context<'_>,
) -> Result<Option<PersonId>, Refusal> {
    let for_themselves = action.who.iter().any(|who| who.fits(Some(case), context));
    if !action.who.contains(&Who::UnitHandler) || (for_themselves && answers.raw(ON_BEHALF_OF.name).is_none())
    {
        return Ok(None);
    }
    let Some(unit) = case.unit else { return Ok(None) };
    if let Some(person) = answers.person(&ON_BEHALF_OF, context.org)? {
        return named(person, unit, case, context).map(Some);
    }
    let free = |person: &&Person| person.handles(unit) && !case.is_about(person, context.org);
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
        (Some(_), Some(_)) => Err(ON_BEHALF_OF.missing()),
    }
}

/// The person who was named: of the unit, and not the respondent.
fn named(person: &Person, unit: UnitId, case: &Case, context: &Context<'_>) -> Result<PersonId, Refusal> {
    if person.unit != Some(unit) {
        return Err(ON_BEHALF_OF.invalid(&format!(
            "填了{}，但此人不是{}的人员。",
            person.name,
            context.org.unit_name(unit)
        )));
    }
    if case.is_about(person, context.org) {
        return Err(ON_BEHALF_OF.refuses(
            RefusalCode::Recused,
            format!("{}是被投诉人，需要回避，请换一位经办人。", person.name),
        ));
    }
    Ok(person.id)
}

/// Whether this actor brings such a document before its signers and takes it back: a unit its replies and
/// extensions, 镇党委专人 the proposals of that route too, 镇纪委专人 every document (`domain.md` §1).
///
/// # Errors
/// `not_permitted` for anybody else.
pub fn check_bringer(kind: DocumentKind, case: &Case, context: &Context<'_>) -> Result<(), Refusal> {
    let actor = context.actor;
    let acts_as = |position| case.lets_act(actor, position, context.org);
    let may = acts_as(Position::CommissionOperator)
        || match kind {
            DocumentKind::Reply | DocumentKind::Extension => true,
            DocumentKind::Proposal => acts_as(Position::PartyOperator),
            DocumentKind::ReportUp | DocumentKind::Override | DocumentKind::Clue | DocumentKind::Circular => {
                false
            }
        };
    if may {
        return Ok(());
    }
    Err(Refusal::new(
        RefusalCode::NotPermitted,
        format!("{}由镇纪委专人送审和撤回，您（{}）不能办理。", kind.label(), actor.name),
    ))
}

#[cfg(test)]
mod tests {
    use crate::actions::fixtures::people::{
        AFFAIRS_HANDLER, COMMISSION, OPERATOR, PARTY_OPERATOR, SISHENG_HANDLERS, XINJIAN_HANDLER,
        town_without,
    };
    use crate::actions::fixtures::{Bench, Fields, MONDAY, OWN_ASSESSMENT, TUESDAY, VILLAGE_ASSESSMENT};
    use crate::domain::refusal::RefusalCode;

    /// 四胜社区 has two handlers.
    fn in_community(respondent: &str) -> Bench {
        let mut bench = Bench::registered_with(&[("respondent", respondent)]);
        bench.did("assess", VILLAGE_ASSESSMENT, OPERATOR, MONDAY);
        bench.did("accept", &[], OPERATOR, MONDAY);
        let ruled = [("unit", "四胜社区"), ("ruling", "由其他人员办理"), ("ruled_on", "2026-11-16")];
        bench.did("transfer", &ruled, OPERATOR, TUESDAY);
        bench
    }

    fn behalf(bench: &mut Bench, actor: &str, named: &str) -> Option<String> {
        let fields: &[(&str, &str)] = if named.is_empty() { &[] } else { &[("on_behalf_of", named)] };
        let outcome = bench.perform("acknowledge", fields, actor, TUESDAY).unwrap();
        outcome.on_behalf_of.map(|person| bench.org.person_name(person).to_owned())
    }

    #[test]
    fn a_handler_acts_in_their_own_name() {
        assert_eq!(behalf(&mut Bench::in_village(), XINJIAN_HANDLER, ""), None);
    }

    #[test]
    fn an_operator_acts_for_the_units_only_handler_or_for_the_one_named() {
        assert_eq!(behalf(&mut Bench::in_village(), OPERATOR, "").as_deref(), Some(XINJIAN_HANDLER));
        assert_eq!(behalf(&mut Bench::in_section(), PARTY_OPERATOR, "").as_deref(), Some(AFFAIRS_HANDLER));
        for name in SISHENG_HANDLERS {
            assert_eq!(behalf(&mut in_community(""), OPERATOR, name).as_deref(), Some(name));
        }
    }

    #[test]
    fn the_cases_own_handler_comes_before_the_others_of_the_unit() {
        let mut bench = in_community("");
        bench.did("assign_handler", &[("handler", SISHENG_HANDLERS[1])], OPERATOR, TUESDAY);
        assert_eq!(behalf(&mut bench, OPERATOR, "").as_deref(), Some(SISHENG_HANDLERS[1]));
    }

    #[test]
    fn a_handler_who_left_is_nobody_to_act_for() {
        let mut bench = in_community("");
        bench.did("assign_handler", &[("handler", SISHENG_HANDLERS[1])], OPERATOR, TUESDAY);
        let left = bench.org.people.iter_mut().find(|person| person.name == SISHENG_HANDLERS[1]).unwrap();
        left.active = false;
        assert_eq!(behalf(&mut bench, OPERATOR, "").as_deref(), Some(SISHENG_HANDLERS[0]));
    }

    #[test]
    fn the_respondent_is_nobody_to_act_for() {
        let mut bench = in_community(SISHENG_HANDLERS[0]);
        let named = [("on_behalf_of", SISHENG_HANDLERS[0])];
        bench.refuses("acknowledge", &named, (OPERATOR, TUESDAY), RefusalCode::Recused, &["回避", "换一位"]);
        assert_eq!(behalf(&mut bench, OPERATOR, "").as_deref(), Some(SISHENG_HANDLERS[1]));
    }

    #[test]
    fn whom_an_operator_acts_for_must_be_clear_and_of_the_unit() {
        use RefusalCode::{InvalidValue, MissingField, VacantPosition};
        let table: [(Fields<'_>, RefusalCode, &[&str]); 3] = [
            (&[], MissingField, &["代办"]),
            (&[("on_behalf_of", AFFAIRS_HANDLER)], InvalidValue, &[AFFAIRS_HANDLER, "不是四胜社区的人员"]),
            (&[("on_behalf_of", "无名氏")], InvalidValue, &["无名氏"]),
        ];
        for (fields, code, words) in table {
            in_community("").refuses("acknowledge", fields, (OPERATOR, TUESDAY), code, words);
        }
        let mut bench = Bench::in_village();
        bench.org = town_without(&[XINJIAN_HANDLER]);
        bench.refuses(
            "acknowledge",
            &[],
            (OPERATOR, TUESDAY),
            VacantPosition,
            &["新建村", "承办人", "系统管理员"],
        );
    }

    #[test]
    fn the_commissions_operator_does_its_work_in_their_own_name() {
        let mut bench = Bench::accepted(OWN_ASSESSMENT);
        bench.did("transfer", &[], OPERATOR, TUESDAY);
        assert_eq!(bench.case.unit, Some(COMMISSION));
        let outcome = bench.perform("record_finding", &[("text", "查明属实")], OPERATOR, TUESDAY).unwrap();
        assert_eq!(outcome.on_behalf_of, None);
    }

    #[test]
    fn the_party_operator_acts_for_sections_and_for_no_village() {
        let mut bench = Bench::in_village();
        bench.refuses(
            "acknowledge",
            &[],
            (PARTY_OPERATOR, TUESDAY),
            RefusalCode::NotPermitted,
            &["承办单位的承办人"],
        );
    }
}
