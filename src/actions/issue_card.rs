//! 发监督提醒卡: a person issues a card whose rule is met (`domain.md` §8 Supervision cards).

use super::answers::Answers;
use super::field::{Field, FieldKind, words};
use super::permission::Who;
use super::{Act, CaseAct, On, Questions};
use crate::domain::case::Case;
use crate::domain::case::card::CardColour;
use crate::domain::case::stage::Stage;
use crate::domain::code::Coded as _;
use crate::domain::context::Context;
use crate::domain::event::{CardIssued, CaseEvent};
use crate::domain::refusal::{Refusal, RefusalCode};
use crate::domain::sealable::Sealable;

const COLOUR: Field = Field::required("colour", "哪种卡", FieldKind::Choice(words::<CardColour>));
const REASON: Field = Field::optional("reason", "事由", FieldKind::Prose).hint("不写即按规则写明的事由");

/// The row of this act.
pub static ACT: Act = Act {
    code: "issue_card",
    who: &[Who::CommissionOperator, Who::PartyOperator, Who::DisciplineSecretary],
    questions: Questions {
        title: "发监督提醒卡",
        summary: "超期没转办发蓝色，转办满一周没办结发黄色，超期、多次延期或再次不满意发红色；同一轮每种一张",
        fields: &[COLOUR, REASON],
        confirm: None,
    },
    example: r#"{"colour":"red","reason":"办理已超期，尚未办结"}"#,
    on: On::Case(
        CaseAct::at(Stage::OPEN, decide).ready(ready).prefill(prefill).instead("卡已经发出，收不回来"),
    ),
};

fn ready(case: &Case, context: &Context<'_>) -> Result<(), Refusal> {
    let grounds = case.card_grounds(context.settings.limit_day(context.now));
    if grounds.is_empty() {
        return Err(Refusal::new(RefusalCode::NothingToDo, "本件没有超期、满一周未办结等情形，不用发卡。"));
    }
    if grounds.iter().all(|(colour, _)| case.card_of_round(*colour).is_some()) {
        return Err(Refusal::new(RefusalCode::NothingToDo, "这一轮该发的卡都发过了。"));
    }
    Ok(())
}

fn prefill(case: &Case, context: &Context<'_>) -> Answers {
    match case.card_due(context.settings.limit_day(context.now)) {
        Some((colour, ground)) => Answers::none().with(COLOUR.name, colour.code()).with(REASON.name, ground),
        None => Answers::none(),
    }
}

fn decide(case: &Case, answers: &Answers, context: &Context<'_>) -> Result<Vec<CaseEvent>, Refusal> {
    let colour: CardColour = answers.need_word(&COLOUR)?;
    let grounds = case.card_grounds(context.settings.limit_day(context.now));
    let Some((_, ground)) = grounds.into_iter().find(|(due, _)| *due == colour) else {
        return Err(COLOUR.invalid(&format!("还不到发{}的条件。", colour.label())));
    };
    if let Some(card) = case.card_of_round(colour) {
        let message = format!("这一轮{}已发过{}，同一轮不重发。", card.issued_on, colour.label());
        return Err(Refusal::new(RefusalCode::NothingToDo, message).about(COLOUR.name));
    }
    Ok(vec![CaseEvent::CardIssued(CardIssued {
        no: u32::try_from(case.cards.len()).unwrap_or(u32::MAX).saturating_add(1),
        colour,
        unit: case.open_turn().map(|turn| turn.unit),
        reason: Sealable::new(answers.text(REASON.name).unwrap_or(ground)),
    })])
}

#[cfg(test)]
mod tests {
    use crate::actions::fixtures::people::OPERATOR;
    use crate::actions::fixtures::{Bench, TUESDAY};
    use crate::domain::case::card::CardColour;
    use crate::domain::refusal::RefusalCode;

    const LATE: &str = "2026-12-07 09:00";

    #[test]
    fn a_card_is_issued_once_a_round_and_only_when_its_rule_is_met() {
        let mut bench = Bench::being_handled();
        let red = [("colour", "red")];
        bench.refuses("issue_card", &red, (OPERATOR, TUESDAY), RefusalCode::NothingToDo, &["不用发卡"]);
        bench.did("issue_card", &red, OPERATOR, LATE);
        assert_eq!(bench.case.cards[0].reason.text(), "办理已超期（2026年12月1日到期），尚未办结");
        bench.refuses("issue_card", &red, (OPERATOR, LATE), RefusalCode::NothingToDo, &["同一轮不重发"]);
        bench.refuses(
            "issue_card",
            &[("colour", "blue")],
            (OPERATOR, LATE),
            RefusalCode::InvalidValue,
            &["还不到发蓝色提醒卡的条件"],
        );
        bench.did("issue_card", &[("colour", "yellow")], OPERATOR, LATE);
        bench.refuses("issue_card", &red, (OPERATOR, LATE), RefusalCode::NothingToDo, &["都发过了"]);
    }

    #[test]
    fn the_rules_of_the_cards() {
        let day = |text: &str| text.parse().unwrap();
        let due = |bench: &Bench, on: &str| -> Vec<CardColour> {
            bench.case.card_grounds(day(on)).into_iter().map(|(colour, _)| colour).collect()
        };
        let waiting = Bench::registered();
        assert_eq!(due(&waiting, "2026-11-19"), []);
        assert_eq!(due(&waiting, "2026-11-20"), [CardColour::Blue], "the day after the triage limit");
        let handled = Bench::being_handled();
        assert_eq!(due(&handled, "2026-11-23"), []);
        assert_eq!(due(&handled, "2026-11-24"), [CardColour::Yellow], "a week after its transfer");
        assert_eq!(due(&handled, "2026-12-01"), [CardColour::Yellow]);
        assert_eq!(due(&handled, "2026-12-02"), [CardColour::Yellow, CardColour::Red]);
    }
}
