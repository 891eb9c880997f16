//! 催办: reminds whoever keeps the case waiting, the signer or the unit, and records it.

use super::answers::Answers;
use super::field::{Field, FieldKind};
use super::permission::Who;
use super::{Act, CaseAct, On, Questions};
use crate::domain::case::Case;
use crate::domain::case::stage::Stage;
use crate::domain::context::Context;
use crate::domain::event::{CaseEvent, Urged};
use crate::domain::refusal::{Refusal, RefusalCode};
use crate::domain::sealable::Sealable;

const TEXT: Field = Field::required("text", "催办内容", FieldKind::Prose);

/// The row of this act.
pub static ACT: Act = Act {
    code: "urge",
    who: &[Who::CommissionOperator, Who::PartyOperator, Who::DisciplineSecretary],
    questions: Questions {
        title: "催办",
        summary: "催促正在等待的审签人或承办单位，催办计入经过",
        fields: &[TEXT],
        confirm: None,
    },
    example: r#"{"text":"请抓紧核实，明日到期。"}"#,
    on: On::Case(
        CaseAct::at(Stage::OPEN, decide)
            .ready(ready)
            .prefill(prefill)
            .batch()
            .instead("催办已经发出，收不回来"),
    ),
};

fn ready(case: &Case, _: &Context<'_>) -> Result<(), Refusal> {
    let with_unit = matches!(case.stage, Stage::Transfer | Stage::Handling | Stage::Drafting | Stage::Review);
    if case.open_step().is_some() || with_unit {
        return Ok(());
    }
    Err(Refusal::new(RefusalCode::NothingToDo, "本件还在镇纪委手里，没有可催办的单位或审签人；请直接办理。"))
}

/// Opens with a sentence that says what is due and when.
fn prefill(case: &Case, context: &Context<'_>) -> Answers {
    let due = case.running_clock().map_or(String::new(), |clock| format!("，{}到期", clock.due_on));
    let text = if let Some((document, _, step)) = case.open_step() {
        format!(
            "{}：{}的{}正等您审签{due}，请抓紧。",
            step.names(context.org),
            case.case_no,
            crate::domain::code::Coded::label(document.kind)
        )
    } else {
        let unit = case.unit.map_or("承办单位", |unit| context.org.unit_name(unit));
        format!("{unit}：{}{}{due}，请抓紧办理。", case.case_no, case.stage.waiting_for())
    };
    Answers::none().with(TEXT.name, text)
}

fn decide(case: &Case, answers: &Answers, _: &Context<'_>) -> Result<Vec<CaseEvent>, Refusal> {
    let text = Sealable::new(answers.need_text(&TEXT)?);
    let step = case.open_step().map(|(_, _, step)| step);
    let unit = case.unit.filter(|_| step.is_none());
    let others = step.map_or_else(Vec::new, |step| step.people.iter().skip(1).copied().collect());
    let person = step.map(|step| step.person);
    Ok(vec![CaseEvent::Urged(Urged { text, unit, person, others })])
}

#[cfg(test)]
mod tests {
    use crate::actions::fixtures::people::{OPERATOR, SECRETARY, XINJIAN, XINJIAN_HANDLER};
    use crate::actions::fixtures::{Bench, MONDAY, TUESDAY, VILLAGE_ASSESSMENT};
    use crate::domain::event::{CaseEvent, Urged};
    use crate::domain::refusal::RefusalCode;
    use crate::domain::sealable::Sealable;

    const TEXT: &[(&str, &str)] = &[("text", "请抓紧")];

    #[test]
    fn whoever_keeps_the_case_waiting_is_urged_the_signer_before_the_unit() {
        let text = || Sealable::new("请抓紧");
        let mut bench = Bench::being_handled();
        let unit =
            CaseEvent::Urged(Urged { text: text(), unit: Some(XINJIAN), person: None, others: Vec::new() });
        assert_eq!(bench.did("urge", TEXT, SECRETARY, TUESDAY), [unit]);
        let mut bench = Bench::reply_submitted();
        let person = Some(bench.id(SECRETARY));
        assert_eq!(
            bench.did("urge", TEXT, OPERATOR, TUESDAY),
            [CaseEvent::Urged(Urged { text: text(), unit: None, person, others: Vec::new() })]
        );
        assert_eq!(bench.case.urges, 1);
    }

    #[test]
    fn nobody_is_urged_for_what_the_commission_itself_has_to_do() {
        let at = (OPERATOR, TUESDAY);
        for mut bench in [
            Bench::registered(),
            Bench::accepted(VILLAGE_ASSESSMENT),
            Bench::reply_signed(),
            Bench::delivered(),
        ] {
            bench.refuses("urge", TEXT, at, RefusalCode::NothingToDo, &["镇纪委手里", "直接办理"]);
        }
        let mut bench = Bench::being_handled();
        let at = (XINJIAN_HANDLER, TUESDAY);
        bench.refuses("urge", TEXT, at, RefusalCode::NotPermitted, &["镇纪委专人"]);
    }

    #[test]
    fn the_form_opens_with_whom_what_and_when() {
        let bench = Bench::proposal_submitted();
        let text = bench.prefilled("urge", OPERATOR, MONDAY).text("text").unwrap();
        for word in [SECRETARY, "2026-0001", "拟办意见", "2026-11-19到期"] {
            assert!(text.contains(word), "{word} in {text}");
        }
        let text = Bench::being_handled().prefilled("urge", OPERATOR, TUESDAY).text("text").unwrap();
        assert!(text.contains("新建村") && text.contains("2026-12-01到期"), "{text}");
    }
}
