//! 登记区里回执: number and date of the district commission's receipt for a reported case.

use super::Action;
use super::answers::Answers;
use super::field::{Field, FieldKind};
use super::permission::Who;
use crate::domain::case::Case;
use crate::domain::context::Context;
use crate::domain::event::CaseEvent;
use crate::domain::refusal::{Refusal, RefusalCode};
use crate::domain::stage::Stage;

const NUMBER: Field = Field::required("number", "回执编号", FieldKind::Line);
const RECEIVED_ON: Field = Field::required("received_on", "回执日期", FieldKind::Date).hint("不得晚于今天");

/// The row of this action.
pub const ACTION: Action = Action {
    code: "record_district_receipt",
    key: 'i',
    label: "登记区里回执",
    summary: "记录区纪委监委接收上报件的回执编号和日期",
    who: &[Who::CommissionOperator],
    stages: &[Stage::Reported],
    fields: &[NUMBER, RECEIVED_ON],
    confirm: None,
    batch: false,
    example: r#"{"number":"区纪信〔2026〕88号","received_on":"2026-11-20"}"#,
    ready: super::always,
    prefill: super::empty_form,
    decide,
};

fn decide(case: &Case, answers: &Answers, context: &Context<'_>) -> Result<Vec<CaseEvent>, Refusal> {
    let number = answers.need_text(&NUMBER)?;
    let received_on = answers.date(&RECEIVED_ON)?.ok_or_else(|| Refusal::missing(RECEIVED_ON.label))?;
    if received_on > context.today() {
        return Err(Refusal::new(
            RefusalCode::OutOfTime,
            format!("回执日期{received_on}在今天之后，请核对。"),
        ));
    }
    if received_on < case.received_at.date() {
        return Err(Refusal::new(
            RefusalCode::OutOfTime,
            format!("回执日期{received_on}早于收件日{}，请核对。", case.received_at.date()),
        ));
    }
    if case.district_receipt.as_ref() == Some(&(number.clone(), received_on)) {
        return Ok(Vec::new());
    }
    Ok(vec![CaseEvent::DistrictReceiptRecorded { number, received_on }])
}

#[cfg(test)]
mod tests {
    use crate::actions::fixtures::people::{OPERATOR, SECRETARY};
    use crate::actions::fixtures::{Bench, THURSDAY, WEDNESDAY, day};
    use crate::domain::event::CaseEvent;
    use crate::domain::refusal::RefusalCode;

    #[test]
    fn number_and_day_of_the_receipt_stand_on_the_case() {
        let mut bench = Bench::reported();
        let fields = [("number", "区纪信〔2026〕88号"), ("received_on", "2026-11-18")];
        let (number, received_on) = ("区纪信〔2026〕88号".to_owned(), day("2026-11-18"));
        let events = bench.did("record_district_receipt", &fields, OPERATOR, THURSDAY);
        assert_eq!(events, [CaseEvent::DistrictReceiptRecorded { number: number.clone(), received_on }]);
        assert_eq!(bench.case.district_receipt, Some((number, received_on)));
        bench.refuses(
            "record_district_receipt",
            &fields,
            (OPERATOR, THURSDAY),
            RefusalCode::NothingToDo,
            &[],
        );
    }

    #[test]
    fn a_receipt_has_a_possible_day_and_is_the_operators_to_record() {
        use RefusalCode::{NotPermitted, OutOfTime};
        let table: [(&str, &str, RefusalCode, &[&str]); 3] = [
            ("2026-11-19", OPERATOR, OutOfTime, &["2026-11-19", "今天之后"]),
            ("2026-11-15", OPERATOR, OutOfTime, &["早于收件日2026-11-16"]),
            ("2026-11-18", SECRETARY, NotPermitted, &["镇纪委专人"]),
        ];
        for (received_on, actor, code, words) in table {
            let fields = [("number", "88"), ("received_on", received_on)];
            Bench::reported().refuses("record_district_receipt", &fields, (actor, WEDNESDAY), code, words);
        }
    }
}
