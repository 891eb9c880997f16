//! 再次打印: one more copy of an issued paper, marked as such.

use super::answers::Answers;
use super::field::{Field, FieldKind};
use super::papers::{NUMBER, issued, prefill, ready};
use super::permission::Who;
use super::{Act, CaseAct, On, Questions};
use crate::domain::case::Case;
use crate::domain::case::stage::Stage;
use crate::domain::code::Coded as _;
use crate::domain::context::Context;
use crate::domain::event::{CaseEvent, PaperReprinted};
use crate::domain::refusal::Refusal;
use crate::domain::sealable::Sealable;

const REASON: Field = Field::required("reason", "原因", FieldKind::Line).hint("如：原件遗失");

/// The row of this act.
pub static ACT: Act = Act {
    code: "reprint_paper",
    who: &[Who::CommissionOperator, Who::PartyOperator],
    questions: Questions {
        title: "再次打印",
        summary: "同一份文书再打一份，文号和内容不变，页脚注明第几次打印",
        fields: &[NUMBER, REASON],
        confirm: None,
    },
    example: r#"{"number":"建纪转〔2026〕1号","reason":"原件遗失"}"#,
    on: On::Case(CaseAct::at(Stage::ALL, decide).ready(ready).prefill(prefill)),
};

fn decide(case: &Case, answers: &Answers, _: &Context<'_>) -> Result<Vec<CaseEvent>, Refusal> {
    let paper = issued(case, answers)?;
    Ok(vec![CaseEvent::PaperReprinted(PaperReprinted {
        number: paper.number.clone(),
        copy: paper.copies + 1,
        reason: Sealable::new(answers.need_text(&REASON)?),
    })])
}

#[cfg(test)]
mod tests {
    use crate::actions::fixtures::people::OPERATOR;
    use crate::actions::fixtures::{Bench, TUESDAY};
    use crate::domain::refusal::RefusalCode;

    #[test]
    fn a_copy_on_purpose_is_counted_and_a_void_paper_is_printed_no_more() {
        let mut bench = Bench::with_paper();
        let asked = [("number", "建纪转〔2026〕1号"), ("reason", "原件遗失")];
        bench.did("reprint_paper", &asked, OPERATOR, TUESDAY);
        bench.did("reprint_paper", &asked, OPERATOR, TUESDAY);
        assert_eq!(bench.case.papers.iter().map(|paper| paper.copies).collect::<Vec<_>>(), [3]);
        assert!(bench.case.papers[0].foot()[0].ends_with("第3次打印"));
        let odd = [("number", "建纪转〔2026〕9号"), ("reason", "原件遗失")];
        let names = ["建纪转〔2026〕1号"];
        bench.refuses("reprint_paper", &odd, (OPERATOR, TUESDAY), RefusalCode::InvalidValue, &names);
        bench.did("void_paper", &asked, OPERATOR, TUESDAY);
        bench.refuses(
            "reprint_paper",
            &asked,
            (OPERATOR, TUESDAY),
            RefusalCode::NothingToDo,
            &["没有出过文"],
        );
    }
}
