//! Approval chains: which positions sign a document, and who fills them today (N§三(二)2, `domain.md` §3).

use super::case::Case;
use super::document::Step;
use super::org::{Org, Person, UnitId};
use super::refusal::{Refusal, RefusalCode};
use super::words::{DocumentKind, Position, Route};
use crate::domain::code::Coded as _;

/// The positions that sign a document of a case, in order.
///
/// N§三(二)2(1): a proposal on the Party-committee route goes to the discipline secretary, the leader in charge of
/// the section and, for a key matter, the principal leader; a reply goes to the leader in charge first.
/// N§三(二)2(2): a village's reply goes to its contact leader and the discipline secretary.
/// N§三(二)2(3): the commission's own result goes to the Party committee. Reporting up is ours.
#[must_use]
pub fn positions(document: DocumentKind, route: Option<Route>, key_matter: bool) -> Vec<Position> {
    use Position::{ContactLeader, DisciplineSecretary, LeaderInCharge, PrincipalLeader};
    let mut positions = match (document, route) {
        (DocumentKind::Proposal, Some(Route::PartyCommittee)) => vec![DisciplineSecretary, LeaderInCharge],
        (DocumentKind::Proposal, Some(Route::Village | Route::Commission) | None)
        | (DocumentKind::ReportUp, _) => {
            vec![DisciplineSecretary]
        }
        (DocumentKind::Reply, Some(Route::PartyCommittee)) => vec![LeaderInCharge, DisciplineSecretary],
        (DocumentKind::Reply, Some(Route::Village)) => vec![ContactLeader, DisciplineSecretary],
        (DocumentKind::Reply, Some(Route::Commission) | None) => vec![DisciplineSecretary, PrincipalLeader],
    };
    let wants_principal = match document {
        DocumentKind::Proposal | DocumentKind::Reply => key_matter,
        DocumentKind::ReportUp => false,
    };
    if wants_principal && !positions.contains(&PrincipalLeader) {
        positions.push(PrincipalLeader);
    }
    positions
}

/// Resolves the positions to people as the town stands now.
///
/// A holder who is the respondent is skipped and the step moves to the next higher position (回避); a person who
/// fills two steps signs once, at the later one, so that the highest signature stays the last.
///
/// # Errors
/// A position that nobody holds, named with its unit; or nobody left who is not concerned by the complaint.
pub fn resolve(document: DocumentKind, case: &Case, org: &Org) -> Result<Vec<Step>, Refusal> {
    let wanted = positions(document, case.route, case.is_key_matter());
    let mut steps: Vec<Step> = Vec::new();
    for position in wanted {
        let (person, holder) = hold(position, case, org)?;
        let moved_from = (holder != position).then_some(position);
        let mut step =
            Step { position: holder, also: Vec::new(), person: person.id, moved_from, signature: None };
        if let Some(place) = steps.iter().position(|earlier| earlier.person == person.id) {
            let earlier = steps.remove(place);
            step.also = earlier.also;
            if earlier.position != step.position {
                step.also.push(earlier.position);
            }
            step.moved_from = step.moved_from.or(earlier.moved_from);
        }
        steps.push(step);
    }
    Ok(steps)
}

/// The person who fills a position for this case, moving up while the holder is the respondent.
fn hold<'a>(wanted: Position, case: &Case, org: &'a Org) -> Result<(&'a Person, Position), Refusal> {
    let mut position = wanted;
    if leads_units(wanted) && case.unit.is_none() {
        // Without this, any section's leader would do.
        return Err(vacancy(wanted, case, org));
    }
    loop {
        let mut vacant = true;
        for person in org.holders(position, unit_of(position, case)) {
            vacant = false;
            if !case.is_about(&person.name) {
                return Ok((person, position));
            }
        }
        if vacant {
            return Err(vacancy(position, case, org));
        }
        position = higher(position).ok_or_else(|| {
            Refusal::new(
                RefusalCode::Recused,
                format!(
                    "“{}”及以上岗位的人员都是被投诉人，需要回避，没有人可以审签；请报区纪委监委确定审签人。",
                    wanted.label()
                ),
            )
        })?;
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
mod tests {
    use super::*;
    use crate::domain::fixtures::{
        AFFAIRS, COMMISSION, CONTACT, DAYAN, ECONOMY, IN_CHARGE, PRINCIPAL, SECRETARY, SISHENG, XINJIAN,
        assert_chinese, case_of, named, town, town_without,
    };
    use crate::domain::words::KeyMatter;
    use Position::{ContactLeader, DisciplineSecretary, LeaderInCharge, PrincipalLeader};

    #[test]
    fn each_document_is_signed_by_the_positions_of_its_route() {
        use DocumentKind::{Proposal, Reply, ReportUp};
        let section = Some(Route::PartyCommittee);
        let village = Some(Route::Village);
        let own = Some(Route::Commission);
        let table: [(DocumentKind, Option<Route>, &[Position], &[Position]); 11] = [
            (
                Proposal,
                section,
                &[DisciplineSecretary, LeaderInCharge],
                &[DisciplineSecretary, LeaderInCharge, PrincipalLeader],
            ),
            (Proposal, village, &[DisciplineSecretary], &[DisciplineSecretary, PrincipalLeader]),
            (Proposal, own, &[DisciplineSecretary], &[DisciplineSecretary, PrincipalLeader]),
            (Proposal, None, &[DisciplineSecretary], &[DisciplineSecretary, PrincipalLeader]),
            (
                Reply,
                section,
                &[LeaderInCharge, DisciplineSecretary],
                &[LeaderInCharge, DisciplineSecretary, PrincipalLeader],
            ),
            (
                Reply,
                village,
                &[ContactLeader, DisciplineSecretary],
                &[ContactLeader, DisciplineSecretary, PrincipalLeader],
            ),
            // The Party committee signs by its principal leader, key matter or not.
            (Reply, own, &[DisciplineSecretary, PrincipalLeader], &[DisciplineSecretary, PrincipalLeader]),
            (ReportUp, section, &[DisciplineSecretary], &[DisciplineSecretary]),
            (ReportUp, village, &[DisciplineSecretary], &[DisciplineSecretary]),
            (ReportUp, own, &[DisciplineSecretary], &[DisciplineSecretary]),
            (ReportUp, None, &[DisciplineSecretary], &[DisciplineSecretary]),
        ];
        for (document, route, plain, key) in table {
            assert_eq!(positions(document, route, false), plain, "{document:?} {route:?}");
            assert_eq!(positions(document, route, true), key, "{document:?} {route:?}, key matter");
        }
    }

    fn chain(document: DocumentKind, case: &Case, org: &Org) -> Vec<(Position, String)> {
        let steps = resolve(document, case, org).unwrap();
        steps.iter().map(|step| (step.position, org.person_name(step.person).to_owned())).collect()
    }

    #[test]
    fn positions_are_filled_by_the_leaders_of_the_cases_own_unit() {
        let org = town();
        let table = [
            (
                Route::PartyCommittee,
                AFFAIRS,
                vec![(LeaderInCharge, IN_CHARGE), (DisciplineSecretary, SECRETARY)],
            ),
            (
                Route::PartyCommittee,
                ECONOMY,
                vec![(LeaderInCharge, CONTACT), (DisciplineSecretary, SECRETARY)],
            ),
            (Route::Village, SISHENG, vec![(ContactLeader, CONTACT), (DisciplineSecretary, SECRETARY)]),
            (
                Route::Commission,
                COMMISSION,
                vec![(DisciplineSecretary, SECRETARY), (PrincipalLeader, PRINCIPAL)],
            ),
        ];
        for (route, unit, wanted) in table {
            let case = case_of(Some(route), Some(unit), "");
            let wanted: Vec<(Position, String)> =
                wanted.into_iter().map(|(position, name)| (position, name.to_owned())).collect();
            assert_eq!(chain(DocumentKind::Reply, &case, &org), wanted);
        }
    }

    #[test]
    fn a_person_in_two_positions_signs_once_and_the_sheet_names_both() {
        let org = town();
        let case = case_of(Some(Route::Village), Some(XINJIAN), "");
        let steps = resolve(DocumentKind::Reply, &case, &org).unwrap();
        let secretary = named(&org, SECRETARY).id;
        assert_eq!(steps.len(), 1);
        assert_eq!((steps[0].person, steps[0].position), (secretary, DisciplineSecretary));
        assert_eq!(steps[0].also, [ContactLeader]);
        assert_eq!(steps[0].moved_from, None);
    }

    #[test]
    fn the_doubled_signer_stands_at_the_later_place_so_that_the_highest_signs_last() {
        let mut org = town();
        org.people
            .iter_mut()
            .filter(|person| person.name == PRINCIPAL)
            .for_each(|person| person.leads.push(AFFAIRS));
        org.people.retain(|person| person.name != IN_CHARGE);
        let mut case = case_of(Some(Route::PartyCommittee), Some(AFFAIRS), "");
        case.key_matters.push(KeyMatter::KeyWork);
        assert_eq!(
            chain(DocumentKind::Reply, &case, &org),
            [(DisciplineSecretary, SECRETARY.to_owned()), (PrincipalLeader, PRINCIPAL.to_owned())]
        );
    }

    #[test]
    fn a_position_that_nobody_holds_is_named_with_its_unit() {
        let table = [
            (town(), Route::Village, DAYAN, ["大堰村", "联系领导"]),
            (town_without(&[IN_CHARGE]), Route::PartyCommittee, AFFAIRS, ["社会事务办", "分管领导"]),
            (town_without(&[SECRETARY]), Route::Village, SISHENG, ["", "镇纪委书记"]),
            (town_without(&[PRINCIPAL]), Route::Commission, COMMISSION, ["", "镇主要领导"]),
        ];
        for (org, route, unit, words) in table {
            let case = case_of(Some(route), Some(unit), "");
            let refusal = resolve(DocumentKind::Reply, &case, &org).unwrap_err();
            assert_eq!(refusal.code, RefusalCode::VacantPosition);
            assert_chinese(&refusal.message);
            assert!(words.iter().all(|word| refusal.message.contains(word)), "{refusal}");
        }
    }

    #[test]
    fn without_a_unit_no_other_units_leader_signs_in_the_place_of_its_own() {
        for (route, leader) in [(Route::PartyCommittee, "分管领导"), (Route::Village, "联系领导")] {
            let refusal = resolve(DocumentKind::Reply, &case_of(Some(route), None, ""), &town()).unwrap_err();
            assert_eq!(refusal.code, RefusalCode::VacantPosition);
            assert!(refusal.message.contains(leader) && refusal.message.contains("还没有确定承办单位"));
        }
    }

    #[test]
    fn a_concerned_signer_is_skipped_for_the_next_higher_position() {
        let org = town();
        let case = case_of(Some(Route::PartyCommittee), Some(AFFAIRS), IN_CHARGE);
        let steps = resolve(DocumentKind::Proposal, &case, &org).unwrap();
        assert_eq!(steps.len(), 1, "the secretary takes the step over and signs once");
        assert_eq!((steps[0].position, steps[0].moved_from), (DisciplineSecretary, Some(LeaderInCharge)));

        let case = case_of(Some(Route::Village), Some(SISHENG), SECRETARY);
        let steps = resolve(DocumentKind::Reply, &case, &org).unwrap();
        let signers: Vec<&str> = steps.iter().map(|step| org.person_name(step.person)).collect();
        assert_eq!(signers, [CONTACT, PRINCIPAL]);
        assert_eq!(steps[1].moved_from, Some(DisciplineSecretary));
    }

    #[test]
    fn a_second_holder_of_the_position_comes_before_the_next_higher_one() {
        let mut org = town();
        let mut second = named(&org, PRINCIPAL).clone();
        second.id = crate::domain::org::PersonId(50);
        second.name = "孔副".to_owned();
        org.people.push(second);
        let case = case_of(Some(Route::Commission), Some(COMMISSION), PRINCIPAL);
        let steps = resolve(DocumentKind::Reply, &case, &org).unwrap();
        assert_eq!(org.person_name(steps[1].person), "孔副");
        assert_eq!(steps[1].moved_from, None);
    }

    #[test]
    fn when_nobody_is_left_the_refusal_says_so_and_where_to_turn() {
        let case = case_of(Some(Route::Commission), Some(COMMISSION), PRINCIPAL);
        let refusal = resolve(DocumentKind::Reply, &case, &town()).unwrap_err();
        assert_eq!(refusal.code, RefusalCode::Recused);
        assert_chinese(&refusal.message);
        assert!(refusal.message.contains("镇主要领导") && refusal.message.contains("区纪委监委"));
    }

    #[test]
    fn somebody_who_left_signs_nothing() {
        let mut org = town();
        org.people
            .iter_mut()
            .filter(|person| person.name == IN_CHARGE)
            .for_each(|person| person.active = false);
        let case = case_of(Some(Route::PartyCommittee), Some(AFFAIRS), "");
        let refusal = resolve(DocumentKind::Proposal, &case, &org).unwrap_err();
        assert_eq!(refusal.code, RefusalCode::VacantPosition);
    }
}
