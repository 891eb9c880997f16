//! 登记备案: the district commission's filing number for an escalated clue (N§三(二)2(3)).

use super::answers::Answers;
use super::field::{Field, FieldKind};
use super::permission::Who;
use super::{Act, CaseAct, On, Questions};
use crate::domain::case::Case;
use crate::domain::case::stage::Stage;
use crate::domain::code::Coded as _;
use crate::domain::context::Context;
use crate::domain::document::Document;
use crate::domain::event::{CaseEvent, FilingRecorded};
use crate::domain::refusal::{Refusal, RefusalCode};
use crate::domain::sealable::Sealable;

const NUMBER: Field = Field::required("number", "备案编号", FieldKind::Line);
const FILED_ON: Field = Field::required("filed_on", "备案日期", FieldKind::Date).hint("不得晚于今天");
const REASON: Field =
    Field::optional("reason", "更正理由", FieldKind::Prose).hint("已登记的备案编号或日期有误、要改时填");

/// The row of this act.
pub static ACT: Act = Act {
    code: "record_filing",
    who: &[Who::CommissionOperator],
    questions: Questions {
        title: "登记备案",
        summary: "问题线索移送意见审签后，登记区纪委的备案编号和日期",
        fields: &[NUMBER, FILED_ON, REASON],
        confirm: None,
    },
    example: r#"{"number":"区纪备〔2026〕12号","filed_on":"2026-11-19"}"#,
    on: On::Case(CaseAct::at(Stage::ALL, decide).ready(ready).prefill(prefill).on_sealed()),
};

/// The clue that went up; a later draft for another one does not take it back.
fn signed_clue(case: &Case) -> Option<&Document> {
    case.documents.iter().rev().find(|document| document.is_signed_clue())
}

fn ready(case: &Case, _: &Context<'_>) -> Result<(), Refusal> {
    match signed_clue(case) {
        Some(_) => Ok(()),
        None => Err(Refusal::new(
            RefusalCode::MissingSignature,
            "没有审签过的问题线索移送意见，请先“移送线索”并送审。",
        )),
    }
}

/// Opens with what is recorded, so that it can be put right.
fn prefill(case: &Case, _: &Context<'_>) -> Answers {
    case.filing.as_ref().map_or_else(Answers::none, |(number, filed_on)| {
        Answers::none().with(NUMBER.name, number.clone()).with(FILED_ON.name, filed_on.to_string())
    })
}

fn decide(case: &Case, answers: &Answers, context: &Context<'_>) -> Result<Vec<CaseEvent>, Refusal> {
    let number = answers.need_text(&NUMBER)?;
    let filed_on = answers.date(&FILED_ON)?.ok_or_else(|| FILED_ON.missing())?;
    if filed_on > context.today() || filed_on < case.received_at.date() {
        return Err(FILED_ON
            .refuses(RefusalCode::OutOfTime, format!("备案日期{filed_on}须在收件之后、今天之前，请核对。")));
    }
    let signed_on = signed_clue(case).and_then(Document::last_signed_on);
    if let Some(signed_on) = signed_on.filter(|signed_on| filed_on < *signed_on) {
        return Err(FILED_ON.refuses(
            RefusalCode::OutOfTime,
            format!("备案日期{filed_on}早于移送意见审签完的日期{signed_on}，请核对。"),
        ));
    }
    let reason = answers.text(REASON.name);
    match &case.filing {
        Some((known, day)) if (known, *day) == (&number, filed_on) => {
            return Err(Refusal::new(
                RefusalCode::NothingToDo,
                format!("已登记过备案编号{known}（{day}），没有改动。"),
            ));
        }
        Some((known, day)) if reason.is_none() => {
            return Err(REASON.refuses(
                RefusalCode::Duplicate,
                format!(
                    "已登记过备案编号{known}（{day}），没有改动；原登记有误要改的，请填“{}”。",
                    REASON.label
                ),
            ));
        }
        Some(_) | None => {}
    }
    let reason = reason.map(Sealable::new);
    Ok(vec![CaseEvent::FilingRecorded(FilingRecorded { number, filed_on, reason })])
}

#[cfg(test)]
mod tests {
    use crate::actions::fixtures::people::OPERATOR;
    use crate::actions::fixtures::{Bench, WEDNESDAY, day};
    use crate::domain::event::{CaseEvent, FilingRecorded};
    use crate::domain::refusal::RefusalCode;

    fn filed(on: &str) -> [(&str, &str); 2] {
        [("number", "区纪备12号"), ("filed_on", on)]
    }

    #[test]
    fn the_districts_number_stands_on_the_case_and_is_put_right_only_with_a_reason() {
        let mut bench = Bench::clue_signed();
        let (number, filed_on) = ("区纪备12号".to_owned(), day("2026-11-18"));
        assert_eq!(
            bench.did("record_filing", &filed("2026-11-18"), OPERATOR, WEDNESDAY),
            [CaseEvent::FilingRecorded(FilingRecorded { number, filed_on, reason: None })]
        );
        let at = (OPERATOR, WEDNESDAY);
        bench.refuses("record_filing", &filed("2026-11-18"), at, RefusalCode::NothingToDo, &["已登记"]);
        let other = [("number", "区纪备21号"), ("filed_on", "2026-11-18")];
        bench.refuses("record_filing", &other, at, RefusalCode::Duplicate, &["区纪备12号", "更正理由"]);
        let reasoned = [&other[..], &[("reason", "号码抄反")]].concat();
        let events = bench.did("record_filing", &reasoned, OPERATOR, WEDNESDAY);
        assert!(events[0].sentence(&bench.org).contains("更正理由：号码抄反"));
        assert_eq!(bench.case.filing, Some(("区纪备21号".to_owned(), filed_on)));
    }

    #[test]
    fn a_filing_follows_the_signatures_and_lies_not_in_the_future() {
        let at = (OPERATOR, WEDNESDAY);
        for (on, words) in [
            ("2026-11-19", ["2026-11-19", "今天之前"]),
            ("2026-11-15", ["2026-11-15", "收件之后"]),
            ("2026-11-16", ["2026-11-16", "早于移送意见审签"]),
        ] {
            Bench::clue_signed().refuses("record_filing", &filed(on), at, RefusalCode::OutOfTime, &words);
        }
        let mut bench = Bench::own();
        let (code, words) = (RefusalCode::MissingSignature, ["移送线索", "送审"]);
        bench.refuses("record_filing", &filed("2026-11-18"), at, code, &words);
        bench.did("escalate_clue", &[("text", "线索")], OPERATOR, WEDNESDAY);
        bench.refuses("record_filing", &filed("2026-11-18"), at, code, &words);
    }
}
