//! 反馈提醒卡: whoever got a supervision card says why and what will be done.

use super::answers::Answers;
use super::field::{Field, FieldKind};
use super::permission::Who;
use super::{Act, CaseAct, On, Questions};
use crate::domain::case::Case;
use crate::domain::case::stage::Stage;
use crate::domain::code::Coded as _;
use crate::domain::context::Context;
use crate::domain::event::{CardAnswered, CaseEvent};
use crate::domain::refusal::{Refusal, RefusalCode};
use crate::domain::sealable::Sealable;

const TEXT: Field = Field::required("text", "原因和措施", FieldKind::Prose);

/// The row of this act.
pub static ACT: Act = Act {
    code: "answer_card",
    who: &[Who::UnitHandler, Who::UnitLeader, Who::CommissionOperator, Who::PartyOperator],
    questions: Questions {
        title: "反馈提醒卡",
        summary: "对收到的监督提醒卡书面说明原因和措施，计入经过",
        fields: &[TEXT],
        confirm: None,
    },
    example: r#"{"text":"经办人生病，已另派人，本周五前办结。"}"#,
    on: On::Case(CaseAct::at(Stage::ALL, decide).ready(ready)),
};

fn ready(case: &Case, _: &Context<'_>) -> Result<(), Refusal> {
    if case.sealed || case.card_to_answer().is_none() {
        return Err(Refusal::new(RefusalCode::NothingToDo, "本件没有等反馈的监督提醒卡。"));
    }
    Ok(())
}

fn decide(case: &Case, answers: &Answers, context: &Context<'_>) -> Result<Vec<CaseEvent>, Refusal> {
    ready(case, context)?;
    let no = case.card_to_answer().map_or(0, |card| card.no);
    Ok(vec![CaseEvent::CardAnswered(CardAnswered { no, text: Sealable::new(answers.need_text(&TEXT)?) })])
}

#[cfg(test)]
mod tests {
    use crate::actions::fixtures::Bench;
    use crate::actions::fixtures::people::{OPERATOR, XINJIAN_HANDLER};
    use crate::domain::refusal::RefusalCode;

    const LATE: &str = "2026-12-07 09:00";

    #[test]
    fn cards_are_answered_in_their_order_and_once() {
        let mut bench = Bench::being_handled();
        for colour in ["yellow", "red"] {
            bench.did("issue_card", &[("colour", colour)], OPERATOR, LATE);
        }
        for text in ["已另派人。", "本周五前办结。"] {
            bench.did("answer_card", &[("text", text)], XINJIAN_HANDLER, LATE);
        }
        let said: Vec<&str> = bench
            .case
            .cards
            .iter()
            .filter_map(|card| card.answer.as_ref())
            .map(|said| said.text.text())
            .collect();
        assert_eq!(said, ["已另派人。", "本周五前办结。"]);
        let more = [("text", "再说一次。")];
        bench.refuses(
            "answer_card",
            &more,
            (XINJIAN_HANDLER, LATE),
            RefusalCode::NothingToDo,
            &["没有等反馈"],
        );
    }
}
