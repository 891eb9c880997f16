//! 文号作废: an issued paper that never left the house; its number stays taken, so that the row has no gap.

use super::answers::Answers;
use super::field::{Field, FieldKind};
use super::papers::{NUMBER, issued, prefill, ready};
use super::permission::Who;
use super::{Act, CaseAct, On, Questions};
use crate::domain::case::Case;
use crate::domain::case::stage::Stage;
use crate::domain::code::Coded as _;
use crate::domain::context::Context;
use crate::domain::event::{CaseEvent, PaperVoided};
use crate::domain::refusal::Refusal;
use crate::domain::sealable::Sealable;

const REASON: Field =
    Field::required("reason", "作废理由", FieldKind::Line).hint("只作废没有送出的；已送出的用新文号重发");

/// The row of this act.
pub static ACT: Act = Act {
    code: "void_paper",
    who: &[Who::CommissionOperator, Who::PartyOperator],
    questions: Questions {
        title: "文号作废",
        summary: "没有送出的文书作废；文号留在登记簿里，不再使用",
        fields: &[NUMBER, REASON],
        confirm: Some("作废后不能恢复，要用请重新出文"),
    },
    example: r#"{"number":"建纪转〔2026〕1号","reason":"单位写错，没有送出"}"#,
    on: On::Case(CaseAct::at(Stage::ALL, decide).ready(ready).prefill(prefill)),
};

fn decide(case: &Case, answers: &Answers, _: &Context<'_>) -> Result<Vec<CaseEvent>, Refusal> {
    let number = issued(case, answers)?.number.clone();
    let reason = Sealable::new(answers.need_text(&REASON)?);
    Ok(vec![CaseEvent::PaperVoided(PaperVoided { number, reason })])
}

#[cfg(test)]
mod tests {
    use crate::actions::fixtures::people::OPERATOR;
    use crate::actions::fixtures::{Bench, TUESDAY};

    #[test]
    fn a_void_number_stays_taken() {
        let mut bench = Bench::with_paper();
        let asked = [("number", "建纪转〔2026〕1号"), ("reason", "单位写错")];
        bench.did("void_paper", &asked, OPERATOR, TUESDAY);
        assert_eq!(bench.case.papers.len(), 1);
        assert!(bench.case.papers[0].void.is_some());
    }
}
