//! Who has to sign what, by document and route, with positions held twice, vacant or in recusal.

use super::*;
use crate::domain::fixtures::{
    AFFAIRS, COMMISSION, CONTACT, DAYAN, ECONOMY, IN_CHARGE, OPERATOR, PRINCIPAL, SECOND_CONTACT,
    SECOND_PRINCIPAL, SECRETARY, SISHENG, XINJIAN, assert_chinese, case_of, named, shared_town, town,
    town_without,
};
use crate::domain::words::KeyMatter;
use Position::{ContactLeader, DisciplineSecretary, LeaderInCharge, PrincipalLeader};

/// Document and route; who signs an ordinary case, and who a key matter.
type Row = (DocumentKind, Option<Route>, &'static [Position], &'static [Position]);

#[test]
fn each_document_is_signed_by_the_positions_of_its_route() {
    use DocumentKind::{Clue, Extension, Override, Proposal, Reply, ReportUp};
    let section = Some(Route::PartyCommittee);
    let village = Some(Route::Village);
    let own = Some(Route::Commission);
    let table: [Row; 18] = [
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
        (Clue, own, &[DisciplineSecretary, PrincipalLeader], &[DisciplineSecretary, PrincipalLeader]),
        (Extension, section, &[LeaderInCharge, DisciplineSecretary], &[LeaderInCharge, DisciplineSecretary]),
        (Extension, village, &[ContactLeader, DisciplineSecretary], &[ContactLeader, DisciplineSecretary]),
        (Extension, own, &[DisciplineSecretary], &[DisciplineSecretary]),
        (Override, section, &[DisciplineSecretary], &[DisciplineSecretary]),
        (Override, village, &[DisciplineSecretary], &[DisciplineSecretary]),
        (Override, own, &[DisciplineSecretary], &[DisciplineSecretary]),
    ];
    for (document, route, plain, key) in table {
        let positions = |key_matter, beyond_second| -> Vec<Position> {
            let chain = places(&Chains::default(), document, route, key_matter, beyond_second);
            chain.into_iter().map(ChainStep::position).collect()
        };
        assert_eq!(positions(false, false), plain, "{document:?} {route:?}");
        assert_eq!(positions(true, false), key, "{document:?} {route:?}, key matter");
        let mut third = plain.to_vec();
        third.extend((document == Extension).then_some(PrincipalLeader));
        assert_eq!(positions(false, true), third, "{document:?} {route:?}, beyond the second");
    }
}

/// The chain that the notice lays down.
fn resolve(document: DocumentKind, case: &Case, org: &Org) -> Result<Vec<Step>, Refusal> {
    super::resolve(document, case, org, &Chains::default())
}

fn chain(document: DocumentKind, case: &Case, org: &Org) -> Vec<(Position, String)> {
    let steps = resolve(document, case, org).unwrap();
    steps.iter().map(|step| (step.position, org.person_name(step.person).to_owned())).collect()
}

#[test]
fn positions_are_filled_by_the_leaders_of_the_cases_own_unit() {
    let org = town();
    let table = [
        (Route::PartyCommittee, AFFAIRS, vec![(LeaderInCharge, IN_CHARGE), (DisciplineSecretary, SECRETARY)]),
        (Route::PartyCommittee, ECONOMY, vec![(LeaderInCharge, CONTACT), (DisciplineSecretary, SECRETARY)]),
        (Route::Village, SISHENG, vec![(ContactLeader, CONTACT), (DisciplineSecretary, SECRETARY)]),
        (Route::Commission, COMMISSION, vec![(DisciplineSecretary, SECRETARY), (PrincipalLeader, PRINCIPAL)]),
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
    second.id = PersonId(50);
    second.name = "孔副".to_owned();
    org.people.push(second);
    let case = case_of(Some(Route::Commission), Some(COMMISSION), PRINCIPAL);
    let steps = resolve(DocumentKind::Reply, &case, &org).unwrap();
    assert_eq!(org.person_name(steps[1].person), "孔副");
    assert_eq!(steps[1].moved_from, None);
}

#[test]
fn everybody_who_holds_the_position_and_is_not_concerned_may_sign() {
    let org = shared_town();
    let names =
        |step: &Step| -> Vec<&str> { step.people.iter().map(|person| org.person_name(*person)).collect() };
    let case = case_of(Some(Route::Village), Some(SISHENG), "");
    let steps = resolve(DocumentKind::Reply, &case, &org).unwrap();
    assert_eq!(names(&steps[0]), [CONTACT, SECOND_CONTACT]);
    assert_eq!(steps[0].person, named(&org, CONTACT).id);
    let told = steps[0].told(&org);
    assert_eq!(told, "赵强或苏文（联系领导）");

    let case = case_of(Some(Route::Commission), Some(COMMISSION), PRINCIPAL);
    let steps = resolve(DocumentKind::Reply, &case, &org).unwrap();
    assert_eq!(names(&steps[1]), [SECOND_PRINCIPAL]);
}

#[test]
fn a_second_holder_beside_a_person_in_two_positions_keeps_the_steps_apart() {
    let org = shared_town();
    let case = case_of(Some(Route::Village), Some(XINJIAN), "");
    let steps = resolve(DocumentKind::Reply, &case, &org).unwrap();
    let told: Vec<String> = steps.iter().map(|step| step.told(&org)).collect();
    assert_eq!(told, ["余忠涛或苏文（联系领导）", "余忠涛（镇纪委书记）"]);
}

#[test]
fn a_step_that_moved_up_to_a_position_with_two_holders_is_signed_there_once() {
    let mut org = shared_town();
    let mut second = named(&org, SECRETARY).clone();
    (second.id, second.name, second.contacts) = (PersonId(51), "钱副书记".to_owned(), Vec::new());
    org.people.push(second);
    let case = case_of(Some(Route::PartyCommittee), Some(AFFAIRS), IN_CHARGE);
    let steps = resolve(DocumentKind::Reply, &case, &org).unwrap();
    let told: Vec<String> = steps.iter().map(|step| step.told(&org)).collect();
    assert_eq!(told, ["余忠涛或钱副书记（镇纪委书记，代分管领导（回避））"]);
}

#[test]
fn the_party_committees_approval_is_a_step_of_its_own_that_a_principal_leader_signs() {
    let case = case_of(Some(Route::Commission), Some(COMMISSION), "");
    let steps = resolve(DocumentKind::Reply, &case, &town()).unwrap();
    let labels: Vec<Option<StepLabel>> = steps.iter().map(|step| step.label).collect();
    assert_eq!(labels, [None, Some(StepLabel::PartyCommittee)]);
    assert_eq!(steps[1].told(&town()), "王建国（报镇党委审批，镇主要领导）");
    // A clue goes to the principal leader and not to the committee.
    let steps = resolve(DocumentKind::Clue, &case, &town()).unwrap();
    assert!(steps.iter().all(|step| step.label.is_none()));
}

#[test]
fn with_its_only_principal_leader_recused_the_committee_decides_and_the_operator_records_it() {
    let case = case_of(Some(Route::Commission), Some(COMMISSION), PRINCIPAL);
    let steps = resolve(DocumentKind::Reply, &case, &town()).unwrap();
    assert!(steps[1].by_meeting);
    assert_eq!(steps[1].people, [named(&town(), OPERATOR).id], "it waits for whoever records the decision");
    assert_eq!(steps[1].told(&town()), "镇党委会议（报镇党委审批，镇主要领导回避）");
}

/// A clue that somebody wrote.
fn clue_by(drafter: PersonId) -> Case {
    let mut case = case_of(Some(Route::Commission), Some(COMMISSION), "");
    let events =
        crate::domain::event::drafting::draft(&case, DocumentKind::Clue, "涉嫌违规".to_owned()).unwrap();
    for event in events {
        let recorded = crate::domain::event::Recorded {
            seq: 1,
            place: crate::domain::ids::ChainPlace::NEXT,
            at: case.updated_at,
            actor: drafter,
            on_behalf_of: None,
            action: "escalate_clue".to_owned(),
            origin: "test".to_owned(),
            hash: String::new(),
            event,
        };
        crate::domain::event::evolve(&mut case, &recorded);
    }
    case
}

#[test]
fn whoever_wrote_the_text_signs_it_only_where_nobody_else_holds_the_position() {
    let org = shared_town();
    let own = named(&org, PRINCIPAL).id;
    let people = |org: &Org| resolve(DocumentKind::Clue, &clue_by(own), org).unwrap()[1].people.clone();
    assert_eq!(people(&org), [named(&org, SECOND_PRINCIPAL).id]);
    assert_eq!(people(&town()), [own]);
}

#[test]
fn steps_that_the_town_added_are_signed_too() {
    let mut chains = Chains::default();
    let own = ChainOf::new(DocumentKind::Reply, Some(Route::Village));
    chains.set(own, "联系领导→镇纪委书记→镇主要领导").unwrap();
    let mut case = case_of(Some(Route::Village), Some(SISHENG), "");
    let signers = |case: &Case, chains: &Chains| -> Vec<Position> {
        let steps = super::resolve(DocumentKind::Reply, case, &town(), chains).unwrap();
        steps.iter().map(|step| step.position).collect()
    };
    assert_eq!(signers(&case, &chains), [ContactLeader, DisciplineSecretary, PrincipalLeader]);
    assert_eq!(signers(&case, &Chains::default()), [ContactLeader, DisciplineSecretary]);
    case.key_matters.push(KeyMatter::KeyWork);
    assert_eq!(signers(&case, &chains), [ContactLeader, DisciplineSecretary, PrincipalLeader], "once");
}

#[test]
fn when_nobody_is_left_the_refusal_says_so_and_where_to_turn() {
    let both = format!("{SECRETARY}、{PRINCIPAL}");
    let case = case_of(Some(Route::Commission), Some(COMMISSION), &both);
    let refusal = resolve(DocumentKind::Clue, &case, &town()).unwrap_err();
    assert_eq!(refusal.code, RefusalCode::Recused);
    assert_chinese(&refusal.message);
    assert!(refusal.message.contains("镇纪委书记") && refusal.message.contains("区纪委监委"));
}

#[test]
fn somebody_who_left_signs_nothing() {
    let mut org = town();
    org.people.iter_mut().filter(|person| person.name == IN_CHARGE).for_each(|person| person.active = false);
    let case = case_of(Some(Route::PartyCommittee), Some(AFFAIRS), "");
    let refusal = resolve(DocumentKind::Proposal, &case, &org).unwrap_err();
    assert_eq!(refusal.code, RefusalCode::VacantPosition);
}
