//! Approval chains: which positions sign a document, and who fills them today (N§三(二)2, `domain.md` §3).

use crate::domain::case::Case;
use crate::domain::code::Coded as _;
use crate::domain::document::{Step, StepLabel};
use crate::domain::ids::{PersonId, UnitId};
use crate::domain::refusal::{Refusal, RefusalCode};
use crate::domain::town::chains::{ChainOf, ChainStep, Chains};
use crate::domain::town::org::Org;
use crate::domain::words::{ClockKind, DocumentKind, Position, Route};

/// N§三(二)3: without special circumstances not more than two extensions.
pub const EXTENSIONS_WITHOUT_CIRCUMSTANCES: u32 = 2;

/// The places of a document's chain, in order: those of the settings, and the principal leader for a key matter or an
/// extension beyond the second, unless a principal leader signs anyhow.
#[must_use]
pub fn places(
    chains: &Chains,
    document: DocumentKind,
    route: Option<Route>,
    key_matter: bool,
    beyond_second_extension: bool,
) -> Vec<ChainStep> {
    let mut places = chains.places(ChainOf::new(document, route)).to_vec();
    let wants_principal = match document {
        DocumentKind::Proposal | DocumentKind::Reply => key_matter,
        DocumentKind::Extension => beyond_second_extension,
        DocumentKind::ReportUp | DocumentKind::Clue | DocumentKind::Override | DocumentKind::Circular => {
            false
        }
    };
    if wants_principal && places.iter().all(|place| place.position() != Position::PrincipalLeader) {
        places.push(ChainStep::PrincipalLeader);
    }
    places
}

/// Resolves the positions to people as the town stands now: everybody who holds one may sign there.
///
/// A holder who is the respondent is skipped, and a position that none of its holders may fill moves to the next higher
/// one (回避). A person who alone fills two steps signs once, at the later one, so that the highest signature stays the
/// last; where others may sign too, who signs decides (`document/step.rs`).
///
/// # Errors
/// A position that nobody holds, named with its unit; or nobody left who is not concerned by the complaint.
pub fn resolve(
    document: DocumentKind,
    case: &Case,
    org: &Org,
    chains: &Chains,
) -> Result<Vec<Step>, Refusal> {
    let granted = case.clock(ClockKind::Handling).map_or(0, |clock| clock.extensions);
    let beyond_second = granted >= EXTENSIONS_WITHOUT_CIRCUMSTANCES;
    let wanted = places(chains, document, case.route, case.is_key_matter(), beyond_second);
    let mut steps: Vec<Step> = Vec::new();
    let drafter = case.document(document).map(|draft| draft.drafted_by);
    for place in wanted {
        let step = without(
            drafter,
            match place {
                ChainStep::PartyCommittee => committee_step(case, org)?,
                ChainStep::ContactLeader
                | ChainStep::LeaderInCharge
                | ChainStep::DisciplineSecretary
                | ChainStep::PrincipalLeader => step_for(place.position(), case, org)?,
            },
        );
        let is_one = |earlier: &Step| {
            earlier.people == step.people
                && earlier.by_meeting == step.by_meeting
                && (step.people.len() == 1 || earlier.position == step.position)
        };
        match steps.iter().position(is_one) {
            None => steps.push(step),
            Some(place) => {
                let mut earlier = steps.remove(place);
                earlier.take_up(&step);
                steps.push(earlier);
            }
        }
    }
    Ok(steps)
}

/// Whoever wrote the text doesn't sign it where another holder can (`domain.md` §10 Deputies).
fn without(drafter: Option<PersonId>, step: Step) -> Step {
    let mut others = step.people.iter().copied().filter(|person| Some(*person) != drafter);
    match others.next() {
        Some(first) if step.people.len() > 1 && !step.by_meeting => {
            let people: Vec<PersonId> = std::iter::once(first).chain(others).collect();
            Step { person: first, people, ..step }
        }
        Some(_) | None => step,
    }
}

/// The step of a position for this case, with everybody who may sign it; it moves up while every holder is the
/// respondent.
fn step_for(wanted: Position, case: &Case, org: &Org) -> Result<Step, Refusal> {
    let mut position = wanted;
    if leads_units(wanted) && case.unit.is_none() {
        // Without this, any section's leader would do.
        return Err(vacancy(wanted, case, org));
    }
    loop {
        let mut free = case.holders(position, org).map(|person| person.id);
        if let Some(first) = free.next() {
            let moved_from = (position != wanted).then_some(wanted);
            return Ok(Step { moved_from, ..Step::of(position, first, free) });
        }
        if !case.is_recused(position, org) {
            return Err(vacancy(position, case, org));
        }
        // Nobody stands above the principal leader: the secretary does their acts. The Party committee's own approval has
        // a step of another kind.
        if position == Position::PrincipalLeader && wanted == position {
            let mut secretaries = case.stand_ins(position, org).into_iter().map(|person| person.id);
            if let Some(first) = secretaries.next() {
                let step = Step::of(Position::DisciplineSecretary, first, secretaries);
                return Ok(Step { moved_from: Some(wanted), ..step });
            }
        }
        position = higher(position).ok_or_else(|| {
            Refusal::new(
                RefusalCode::Recused,
                format!(
                    "“{}”及以上岗位的人员都是被投诉人，需要回避，没有人可以审签；请报区纪委监委确定，再凭其书面意见“指定代行”。",
                    wanted.label()
                ),
            )
        })?;
    }
}

/// 报镇党委审批 (N§三(二)2(3)), signed by a principal leader. When every one of them is the respondent, the committee
/// decides at a meeting, and the step waits for the operator who records the decision (`domain.md` §10 Recusal).
fn committee_step(case: &Case, org: &Org) -> Result<Step, Refusal> {
    let label = Some(StepLabel::PartyCommittee);
    let is_recused = case.is_recused(Position::PrincipalLeader, org);
    let stand_ins = case.stand_ins(Position::CommissionOperator, org);
    let mut operators =
        case.holders(Position::CommissionOperator, org).chain(stand_ins).map(|person| person.id);
    match operators.next().filter(|_| is_recused) {
        Some(first) => {
            Ok(Step { label, by_meeting: true, ..Step::of(Position::PrincipalLeader, first, operators) })
        }
        None => Ok(Step { label, ..step_for(Position::PrincipalLeader, case, org)? }),
    }
}

fn unit_of(position: Position, case: &Case) -> Option<UnitId> {
    match position {
        Position::LeaderInCharge | Position::ContactLeader | Position::Handler => case.unit,
        Position::CommissionOperator
        | Position::PartyOperator
        | Position::DisciplineSecretary
        | Position::PrincipalLeader
        | Position::Auditor
        | Position::Administrator => None,
    }
}

/// Whether the position is one over named units.
const fn leads_units(position: Position) -> bool {
    matches!(position, Position::LeaderInCharge | Position::ContactLeader)
}

/// Where a step goes when its holder must stand aside.
const fn higher(position: Position) -> Option<Position> {
    match position {
        Position::LeaderInCharge | Position::ContactLeader => Some(Position::DisciplineSecretary),
        Position::DisciplineSecretary => Some(Position::PrincipalLeader),
        Position::PrincipalLeader
        | Position::CommissionOperator
        | Position::PartyOperator
        | Position::Handler
        | Position::Auditor
        | Position::Administrator => None,
    }
}

fn vacancy(position: Position, case: &Case, org: &Org) -> Refusal {
    let unit = unit_of(position, case).map_or("", |unit| org.unit_name(unit));
    let message = match position {
        Position::LeaderInCharge | Position::ContactLeader if unit.is_empty() => {
            format!("还没有确定承办单位，找不到它的{}；请先研判确定单位。", position.label())
        }
        Position::LeaderInCharge
        | Position::ContactLeader
        | Position::CommissionOperator
        | Position::PartyOperator
        | Position::Handler
        | Position::DisciplineSecretary
        | Position::PrincipalLeader
        | Position::Auditor
        | Position::Administrator => {
            format!("{unit}没有{}，无法送审；请系统管理员先在人员中登记。", position.label())
        }
    };
    Refusal::new(RefusalCode::VacantPosition, message)
}

#[cfg(test)]
mod tests;
