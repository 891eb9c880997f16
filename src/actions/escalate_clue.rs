//! 移送问题线索: an important clue goes to the district commission, on whatever route it was found (N§三(二)2(3), `domain.md`
//! §10). Found by a section or a village it mostly says that the case went the wrong way: `next_step` then offers to take
//! it back.

use super::answers::Answers;
use super::field::{Field, FieldKind};
use super::permission::Who;
use super::{Act, CaseAct, On, Questions};
use crate::domain::case::Case;
use crate::domain::case::stage::Stage;
use crate::domain::context::Context;
use crate::domain::event::{CaseEvent, drafting};
use crate::domain::refusal::Refusal;
use crate::domain::words::DocumentKind;

const TEXT: Field = Field::required("text", "问题线索移送意见", FieldKind::Prose)
    .hint("保存后再“送审”，书记和主要领导审签后登记备案号");

/// The row of this act.
pub static ACT: Act = Act {
    code: "escalate_clue",
    who: &[Who::CommissionOperator],
    questions: Questions {
        title: "移送线索",
        summary: "发现重要问题线索，起草移送意见报区纪委，审签后备案；其他途径发现的，可接着“收回改办”",
        fields: &[TEXT],
        confirm: None,
    },
    example: r#"{"text":"核实中发现涉嫌违规发放资金线索，拟移送区纪委监委处置。"}"#,
    on: On::Case(
        CaseAct::at(
            &[Stage::Handling, Stage::Drafting, Stage::Review, Stage::Reply, Stage::Evaluation],
            decide,
        )
        .prefill(prefill),
    ),
};

fn prefill(case: &Case, _: &Context<'_>) -> Answers {
    Answers::none().with_recorded(TEXT.name, case.document(DocumentKind::Clue).map(|last| &last.text))
}

fn decide(case: &Case, answers: &Answers, _: &Context<'_>) -> Result<Vec<CaseEvent>, Refusal> {
    drafting::draft(case, DocumentKind::Clue, answers.need_text(&TEXT)?)
}

#[cfg(test)]
mod tests {
    use crate::actions::fixtures::people::{OPERATOR, PRINCIPAL, SECRETARY};
    use crate::actions::fixtures::{Bench, TUESDAY};
    use crate::actions::next_step::at_hand;
    use crate::domain::case::stage::Stage;
    use crate::domain::event::{CaseEvent, DocumentDrafted};
    use crate::domain::words::{DocumentKind, DocumentState};

    const TEXT: &[(&str, &str)] = &[("text", "涉嫌违规发放资金")];

    #[test]
    fn a_clue_goes_by_the_secretary_and_the_principal_leader_while_the_case_goes_on() {
        let mut bench = Bench::own();
        let events = bench.did("escalate_clue", TEXT, OPERATOR, TUESDAY);
        assert!(matches!(
            events.as_slice(),
            [CaseEvent::DocumentDrafted(DocumentDrafted { document: DocumentKind::Clue, version: 1, .. })]
        ));
        bench.did("submit", &[], OPERATOR, TUESDAY);
        bench.did("record_finding", &[("text", "查明属实")], OPERATOR, TUESDAY);
        bench.did("sign", &[], SECRETARY, TUESDAY);
        bench.did("sign", &[], PRINCIPAL, TUESDAY);
        assert_eq!(bench.case.document(DocumentKind::Clue).unwrap().state, DocumentState::Approved);
        assert_eq!(bench.case.stage, Stage::Handling);
    }

    #[test]
    fn a_clue_found_on_another_route_goes_up_too_and_taking_the_case_back_lies_at_hand() {
        let mut bench = Bench::being_handled();
        bench.did("escalate_clue", TEXT, OPERATOR, TUESDAY);
        assert_eq!(at_hand(&bench.case).map(|act| act.code), Some("submit"));
        bench.did("submit", &[], OPERATOR, TUESDAY);
        assert_eq!(at_hand(&bench.case).map(|act| act.code), Some("take_back"));
        bench.did("sign", &[], SECRETARY, TUESDAY);
        bench.did("sign", &[], PRINCIPAL, TUESDAY);
        let ruled = [("reason", "涉嫌侵占"), ("ruling", "同意"), ("ruled_on", "2026-11-17")];
        bench.did("take_back", &ruled, OPERATOR, TUESDAY);
        assert_eq!(at_hand(&bench.case).map(|act| act.code), Some("assess"));
    }
}
