//! 退回修改: sends a document back to its drafter with an opinion; resubmitted, it runs the whole chain again.

use super::answers::Answers;
use super::field::{Field, FieldKind};
use super::permission::Who;
use super::{Act, CaseAct, On, Questions, signing};
use crate::domain::case::Case;
use crate::domain::case::stage::Stage;
use crate::domain::context::Context;
use crate::domain::document::Decision;
use crate::domain::event::CaseEvent;
use crate::domain::refusal::Refusal;

const OPINION: Field = Field::required(signing::OPINION, "退回意见", FieldKind::Prose)
    .hint("写明要改什么；原稿退回起草人，改后重新走完审签链");

/// The row of this act.
pub static ACT: Act = Act {
    code: "return",
    who: &[Who::Signer, Who::CommissionOperator, Who::PartyOperator],
    questions: Questions {
        title: "退回修改",
        summary: "轮到的领导把文书退回起草人修改；专人可代录书面退回",
        fields: &[
            OPINION,
            signing::DOCUMENT,
            signing::PAPER_SIGNER,
            signing::PAPER_DATE,
            signing::PAPER_SHEET,
            signing::MEETING,
            signing::MEETING_ON,
        ],
        confirm: None,
    },
    example: r#"{"opinion":"请写明由谁核实、何时答复。"}"#,
    on: On::Case(
        CaseAct::at(Stage::OPEN, decide)
            .ready(signing::ready)
            .prefill(signing::prefill)
            .signing(Decision::Return)
            .instead("请起草人修改后重新“送审”"),
    ),
};

fn decide(case: &Case, answers: &Answers, context: &Context<'_>) -> Result<Vec<CaseEvent>, Refusal> {
    let opinion = answers.need_text(&OPINION)?;
    let (_, returned) = signing::signature(case, answers, context, Decision::Return, Some(opinion))?;
    Ok(vec![CaseEvent::DocumentSigned(returned)])
}

#[cfg(test)]
mod tests {
    use crate::actions::fixtures::people::{IN_CHARGE, OPERATOR, PARTY_OPERATOR, SECRETARY};
    use crate::actions::fixtures::{Bench, TUESDAY, WEDNESDAY};
    use crate::domain::document::Decision;
    use crate::domain::event::{CaseEvent, DocumentSigned};
    use crate::domain::refusal::RefusalCode;
    use crate::domain::words::DocumentState;

    #[test]
    fn a_returned_document_goes_back_to_its_drafter_and_runs_the_whole_chain_again() {
        let mut bench = Bench::proposal_submitted();
        bench.did("sign", &[], SECRETARY, TUESDAY);
        let events = bench.did("return", &[("opinion", "写明何时答复")], IN_CHARGE, TUESDAY);
        assert!(matches!(
            events.as_slice(),
            [CaseEvent::DocumentSigned(DocumentSigned {
                decision: Decision::Return,
                step: 1,
                opinion: Some(_),
                ..
            })]
        ));
        assert_eq!(bench.case.documents[0].state, DocumentState::Returned);
        assert_eq!(bench.awaited(), []);
        bench.did("propose", &[("text", "拟请社会事务办核实，十日内答复。")], PARTY_OPERATOR, WEDNESDAY);
        bench.did("submit", &[], PARTY_OPERATOR, WEDNESDAY);
        assert_eq!(bench.awaited(), [bench.id(SECRETARY)], "from the first step on");
    }

    #[test]
    fn a_return_on_paper_is_recorded_by_the_operator() {
        let mut bench = Bench::proposal_submitted();
        let paper = [("opinion", "重写"), ("on_paper_signer", SECRETARY), ("on_paper_date", "2026-11-17")];
        bench.did("return", &paper, OPERATOR, TUESDAY);
        let signature = bench.case.documents[0].steps[0].signature.clone().unwrap();
        assert_eq!(signature.recorded_by, Some(bench.id(OPERATOR)));
    }

    #[test]
    fn nothing_is_returned_without_an_opinion_or_out_of_turn() {
        let mut bench = Bench::proposal_submitted();
        bench.refuses("return", &[], (SECRETARY, TUESDAY), RefusalCode::MissingField, &["退回意见"]);
        let opinion = [("opinion", "重写")];
        bench.refuses("return", &opinion, (OPERATOR, TUESDAY), RefusalCode::NotYourStep, &[SECRETARY]);
        bench.refuses("return", &opinion, (IN_CHARGE, TUESDAY), RefusalCode::NotYourStep, &[SECRETARY]);
        Bench::proposal_signed().refuses(
            "return",
            &opinion,
            (OPERATOR, TUESDAY),
            RefusalCode::MissingDocument,
            &["送审"],
        );
    }
}
