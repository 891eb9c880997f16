//! 送审: puts a draft before its signers; positions are resolved to people now (`domain.md` §3).

use super::Action;
use super::answers::Answers;
use super::field::{Field, FieldKind, words};
use super::permission::Who;
use crate::domain::case::Case;
use crate::domain::chain;
use crate::domain::code::Coded as _;
use crate::domain::context::Context;
use crate::domain::document::Document;
use crate::domain::event::CaseEvent;
use crate::domain::refusal::{Refusal, RefusalCode};
use crate::domain::stage::Stage;
use crate::domain::words::{DocumentKind, DocumentState};

const DOCUMENT: Field = Field::optional("document", "文书", FieldKind::Choice(words::<DocumentKind>))
    .hint("只有一份草稿时可不填");

/// The row of this action.
pub const ACTION: Action = Action {
    code: "submit",
    key: 'd',
    label: "送审",
    summary: "把草稿按规定的审签链送给领导审签",
    who: &[Who::UnitHandler, Who::CommissionOperator, Who::PartyOperator],
    stages: &[
        Stage::Complaint,
        Stage::Acceptance,
        Stage::Transfer,
        Stage::Handling,
        Stage::Drafting,
        Stage::Review,
        Stage::Reply,
        Stage::Evaluation,
    ],
    fields: &[DOCUMENT],
    confirm: None,
    batch: false,
    example: r#"{"document":"proposal"}"#,
    ready,
    prefill,
    decide,
};

/// The newest draft among the documents of a case.
fn newest_draft(case: &Case) -> Option<&Document> {
    DocumentKind::ALL
        .iter()
        .filter_map(|kind| case.document(*kind))
        .filter(|document| document.state == DocumentState::Draft)
        .max_by_key(|document| document.drafted_at)
}

fn ready(case: &Case, context: &Context<'_>) -> Result<(), Refusal> {
    if let Some((document, _, step)) = case.open_step() {
        return Err(Refusal::new(
            RefusalCode::AlreadySubmitted,
            format!(
                "{}已在审签中，正等{}（{}）审签。",
                document.kind.label(),
                context.org.person_name(step.person),
                step.position.label()
            ),
        ));
    }
    if newest_draft(case).is_none() {
        return Err(Refusal::new(
            RefusalCode::MissingDocument,
            "没有待送审的草稿，请先起草（拟办意见做“拟办”，上报意见做“上报”）。",
        ));
    }
    Ok(())
}

fn prefill(case: &Case, _: &Context<'_>) -> Answers {
    Answers::none().with(DOCUMENT.name, newest_draft(case).map_or("", |draft| draft.kind.code()))
}

fn decide(case: &Case, answers: &Answers, context: &Context<'_>) -> Result<Vec<CaseEvent>, Refusal> {
    let chosen: Option<DocumentKind> = answers.word(&DOCUMENT)?;
    let draft = match chosen {
        Some(kind) => case.document(kind).filter(|document| document.state == DocumentState::Draft),
        None => newest_draft(case),
    };
    let draft = draft.ok_or_else(|| {
        let label = chosen.map_or("文书", |kind| kind.label());
        Refusal::new(RefusalCode::MissingDocument, format!("没有待送审的{label}草稿，请先起草。"))
    })?;
    let steps = chain::resolve(draft.kind, case, context.org)?;
    Ok(vec![CaseEvent::DocumentSubmitted {
        document: draft.kind,
        version: draft.version,
        hash: draft.hash.clone(),
        steps,
    }])
}

#[cfg(test)]
mod tests {
    use crate::actions::fixtures::people::{
        IN_CHARGE, OPERATOR, PARTY_OPERATOR, PRINCIPAL, SECRETARY, town_without,
    };
    use crate::actions::fixtures::{Bench, MONDAY, SECTION_ASSESSMENT, VILLAGE_ASSESSMENT, moment};
    use crate::domain::drafting::text_hash;
    use crate::domain::event::CaseEvent;
    use crate::domain::refusal::RefusalCode;
    use crate::domain::words::{DocumentKind, DocumentState};

    fn drafted(assessment: &[(&str, &str)]) -> Bench {
        let mut bench = Bench::accepted(assessment);
        bench.did("propose", &[("text", "拟请核实。")], OPERATOR, MONDAY);
        bench
    }

    #[test]
    fn the_draft_goes_to_its_signers_with_the_hash_that_they_will_bind() {
        let mut key = SECTION_ASSESSMENT.to_vec();
        key.push(("key_matters", "livelihood"));
        let mut bench = drafted(&key);
        let events = bench.did("submit", &[("document", "拟办意见")], PARTY_OPERATOR, MONDAY);
        let [CaseEvent::DocumentSubmitted { document, version, hash, steps }] = events.as_slice() else {
            panic!("{events:?}");
        };
        assert_eq!((*document, *version, hash), (DocumentKind::Proposal, 1, &text_hash("拟请核实。")));
        let signers: Vec<&str> = steps.iter().map(|step| bench.org.person_name(step.person)).collect();
        assert_eq!(signers, [SECRETARY, IN_CHARGE, PRINCIPAL]);
        assert_eq!(bench.case.documents[0].state, DocumentState::UnderReview);
        assert_eq!(bench.case.documents[0].submitted_at, Some(moment(MONDAY)));
        assert_eq!(bench.case.waiting_person(), Some(bench.id(SECRETARY)));
    }

    #[test]
    fn other_routes_may_send_a_proposal_for_signature_of_their_own_will() {
        let mut bench = drafted(VILLAGE_ASSESSMENT);
        bench.did("submit", &[], OPERATOR, MONDAY);
        assert_eq!(bench.case.documents[0].steps.len(), 1);
    }

    #[test]
    fn without_a_draft_there_is_nothing_to_submit() {
        let mut bench = Bench::accepted(SECTION_ASSESSMENT);
        bench.refuses("submit", &[], (OPERATOR, MONDAY), RefusalCode::MissingDocument, &["拟办", "上报"]);
        let mut bench = drafted(SECTION_ASSESSMENT);
        bench.refuses(
            "submit",
            &[("document", "report_up")],
            (OPERATOR, MONDAY),
            RefusalCode::MissingDocument,
            &["上报意见", "起草"],
        );
    }

    #[test]
    fn what_is_under_way_is_not_submitted_again() {
        Bench::proposal_submitted().refuses(
            "submit",
            &[],
            (PARTY_OPERATOR, MONDAY),
            RefusalCode::AlreadySubmitted,
            &["拟办意见", SECRETARY, "镇纪委书记"],
        );
    }

    #[test]
    fn a_vacant_position_is_named_with_its_unit() {
        let mut bench = drafted(SECTION_ASSESSMENT);
        bench.org = town_without(&[IN_CHARGE]);
        bench.refuses(
            "submit",
            &[],
            (OPERATOR, MONDAY),
            RefusalCode::VacantPosition,
            &["社会事务办", "分管领导", "系统管理员"],
        );
    }
}
