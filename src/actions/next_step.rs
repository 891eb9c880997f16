//! What brings a case on from where it stands: the next act, as lists show it.

use super::{
    Act, accept, acknowledge, assess, close, deliver, draft_reply, evaluate, propose,
    record_district_receipt, record_filing, record_finding, rehandle, report_up, sign, signing, submit,
    take_back, transfer,
};
use crate::domain::case::Case;
use crate::domain::case::stage::Stage;
use crate::domain::context::Context;
use crate::domain::words::{DocumentKind, DocumentState, Route, Satisfaction, Scope};

/// The act that the case waits for; `None` when nothing more is expected.
#[must_use]
pub fn next_step(case: &Case) -> Option<&'static Act> {
    if !case.stage.is_final() && case.open_steps().any(|(document, _, _)| document.kind.holds_up()) {
        return Some(&sign::ACT);
    }
    match case.stage {
        Stage::Complaint => Some(match case.scope {
            None => &assess::ACT,
            Some(Scope::OutOfScope) => drafted(case, DocumentKind::ReportUp, &report_up::ACT),
            Some(Scope::MattersList | Scope::DisclosureInfo | Scope::Conduct) => &accept::ACT,
        }),
        Stage::Acceptance => Some(match (case.scope, case.route) {
            (Some(Scope::OutOfScope), _) => drafted(case, DocumentKind::ReportUp, &report_up::ACT),
            (_, Some(Route::PartyCommittee)) if case.approved(DocumentKind::Proposal).is_none() => {
                drafted(case, DocumentKind::Proposal, &propose::ACT)
            }
            (_, Some(Route::PartyCommittee | Route::Village | Route::Commission)) => &transfer::ACT,
            (_, None) => &assess::ACT,
        }),
        Stage::Transfer => Some(&acknowledge::ACT),
        Stage::Handling if case.has_findings() => Some(&draft_reply::ACT),
        Stage::Handling => Some(&record_finding::ACT),
        Stage::Drafting | Stage::Review => Some(drafted(case, DocumentKind::Reply, &draft_reply::ACT)),
        Stage::Reply => Some(&deliver::ACT),
        Stage::Evaluation => Some(match case.evaluated().map(|evaluation| evaluation.satisfaction) {
            None => &evaluate::ACT,
            Some(Satisfaction::Dissatisfied) if case.round == 1 => &rehandle::ACT,
            // Nothing closes without the district's number for a signed clue.
            Some(_) if case.lacks_filing() => &record_filing::ACT,
            Some(
                Satisfaction::Satisfied
                | Satisfaction::BasicallySatisfied
                | Satisfaction::Dissatisfied
                | Satisfaction::NotGiven,
            ) => &close::ACT,
        }),
        Stage::Reported if case.district_receipt.is_none() => Some(&record_district_receipt::ACT),
        Stage::Closure | Stage::Reported | Stage::Merged | Stage::Withdrawn => None,
    }
}

/// Code of the act that the case waits for, as the summary row keeps it.
#[must_use]
pub fn next_code(case: &Case) -> Option<&'static str> {
    next_step(case).map(|act| act.code)
}

/// What lies at hand in a case: a draft still to be sent comes before what the case waits for,
/// because an extension that was only written extends nothing; and a unit in whose case a clue was found should lose it.
#[must_use]
pub fn at_hand(case: &Case) -> Option<&'static Act> {
    let has_draft = case.documents.iter().any(|document| document.state == DocumentState::Draft);
    if has_draft && !case.stage.is_final() {
        Some(&submit::ACT)
    } else if case.seems_on_the_wrong_way() {
        Some(&take_back::ACT)
    } else {
        next_step(case)
    }
}

/// The same for the actor: a paper that waits for their own signature comes first, and somebody else's draft keeps nobody
/// from going on with the case.
#[must_use]
pub fn at_hand_of(case: &Case, context: &Context<'_>) -> Option<&'static Act> {
    if signing::awaits_actor(case, context) {
        return Some(&sign::ACT);
    }
    let may = |act: &&'static Act| act.allowed(case, context).is_ok();
    let at_hand = at_hand(case);
    at_hand.filter(may).or_else(|| next_step(case).filter(may)).or(at_hand)
}

/// Submitting when a draft is ready, else the act that writes one.
fn drafted(case: &Case, document: DocumentKind, write: &'static Act) -> &'static Act {
    match case.document(document).map(|document| document.state) {
        Some(DocumentState::Draft) => &submit::ACT,
        None
        | Some(
            DocumentState::UnderReview
            | DocumentState::Approved
            | DocumentState::Done
            | DocumentState::Returned
            | DocumentState::Void,
        ) => write,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::document::Document;
    use crate::domain::fixtures::{AFFAIRS, SECRETARY, case_of, named, town};
    use crate::domain::time::Date;
    use crate::domain::town::chains::Chains;

    fn case(stage: Stage, scope: Option<Scope>, route: Option<Route>) -> Case {
        let mut case = case_of(route, None, "");
        case.stage = stage;
        case.scope = scope;
        case
    }

    fn with_document(mut case: Case, kind: DocumentKind, state: DocumentState) -> Case {
        let at = case.updated_at;
        case.unit = Some(AFFAIRS);
        let org = town();
        let mut document = Document {
            kind,
            version: 1,
            text: "拟请核实".to_owned().into(),
            hash: String::new(),
            state,
            terms: None,
            claims: None,
            steps: crate::domain::case::chain::resolve(kind, &case, &org, &Chains::default()).unwrap(),
            drafted_by: named(&org, SECRETARY).id,
            drafted_at: at,
            turn: 1,
            round: 1,
            drafted_in: crate::domain::ids::ChainPlace::NEXT,
            submitted_at: None,
        };
        if state == DocumentState::Draft {
            document.steps.clear();
        }
        case.documents.push(document);
        case
    }

    #[test]
    fn a_draft_still_to_be_sent_lies_at_hand_first() {
        let handled = || case(Stage::Handling, Some(Scope::MattersList), Some(Route::PartyCommittee));
        let table = [
            (handled(), Some("record_finding")),
            (with_document(handled(), DocumentKind::Extension, DocumentState::Draft), Some("submit")),
            (with_document(handled(), DocumentKind::Extension, DocumentState::Void), Some("record_finding")),
        ];
        for (case, expected) in table {
            assert_eq!(at_hand(&case).map(|act| act.code), expected, "{:?}", case.documents);
            assert_eq!(next_code(&case), Some("record_finding"), "lists show what the case waits for");
        }
    }

    #[test]
    fn a_filing_number_that_closing_would_ask_for_is_the_step_before_it() {
        use crate::actions::fixtures::later::REPLY;
        use crate::actions::fixtures::people::{OPERATOR, PRINCIPAL, SECRETARY};
        use crate::actions::fixtures::{Bench, TUESDAY};
        let mut bench = Bench::clue_signed();
        bench.did("record_finding", &[("text", "七笔未交本人")], OPERATOR, TUESDAY);
        bench.did("draft_reply", &[("text", REPLY)], OPERATOR, TUESDAY);
        bench.did("submit", &[], OPERATOR, TUESDAY);
        bench.did("sign", &[("document", "reply")], SECRETARY, TUESDAY);
        bench.did("sign", &[("document", "reply")], PRINCIPAL, TUESDAY);
        bench.did("deliver", &[("method", "phone")], OPERATOR, TUESDAY);
        let code = |bench: &Bench| next_code(&bench.case);
        assert_eq!(code(&bench), Some("evaluate"));
        bench.did("evaluate", &[("satisfaction", "satisfied"), ("resolved", "yes")], OPERATOR, TUESDAY);
        assert_eq!(code(&bench), Some("record_filing"));
        bench.did("record_filing", &[("number", "12号"), ("filed_on", "2026-11-17")], OPERATOR, TUESDAY);
        assert_eq!(code(&bench), Some("close"));
    }

    #[test]
    fn every_case_says_what_brings_it_on() {
        use DocumentKind::{Proposal, ReportUp};
        use DocumentState::{Approved, Draft, Returned, UnderReview, Void};
        let within = Some(Scope::MattersList);
        let section = Some(Route::PartyCommittee);
        let out = || case(Stage::Complaint, Some(Scope::OutOfScope), None);
        let planned = || case(Stage::Acceptance, within, section);
        let mut received = case(Stage::Reported, Some(Scope::OutOfScope), None);
        received.district_receipt = Some(("88".to_owned(), Date::constant(2026, 11, 20)));
        let table = vec![
            (case(Stage::Complaint, None, None), Some("assess")),
            (case(Stage::Complaint, within, section), Some("accept")),
            (out(), Some("report_up")),
            (with_document(out(), ReportUp, Draft), Some("submit")),
            (with_document(out(), ReportUp, UnderReview), Some("sign")),
            (with_document(out(), ReportUp, Returned), Some("report_up")),
            (planned(), Some("propose")),
            (with_document(planned(), Proposal, Draft), Some("submit")),
            (with_document(planned(), Proposal, UnderReview), Some("sign")),
            (with_document(planned(), Proposal, Returned), Some("propose")),
            (with_document(planned(), Proposal, Void), Some("propose")),
            (with_document(planned(), Proposal, Approved), Some("transfer")),
            (case(Stage::Acceptance, within, Some(Route::Village)), Some("transfer")),
            (case(Stage::Acceptance, within, Some(Route::Commission)), Some("transfer")),
            (case(Stage::Acceptance, within, None), Some("assess")),
            (case(Stage::Acceptance, Some(Scope::OutOfScope), None), Some("report_up")),
            (case(Stage::Transfer, within, section), Some("acknowledge")),
            (case(Stage::Handling, within, section), Some("record_finding")),
            (case(Stage::Reported, Some(Scope::OutOfScope), None), Some("record_district_receipt")),
            (received, None),
            (case(Stage::Withdrawn, None, None), None),
            (case(Stage::Merged, None, None), None),
            (case(Stage::Closure, within, section), None),
        ];
        for (case, expected) in table {
            assert_eq!(next_code(&case), expected, "{:?} {:?}", case.stage, case.documents);
        }
    }
}
