//! 登记区里回执: number and date of the district commission's receipt for a reported case.

use super::answers::Answers;
use super::field::{Field, FieldKind};
use super::permission::Who;
use super::{Act, CaseAct, On, Questions};
use crate::domain::case::Case;
use crate::domain::case::stage::Stage;
use crate::domain::context::Context;
use crate::domain::event::{CaseEvent, DistrictReceiptRecorded};
use crate::domain::refusal::{Refusal, RefusalCode};
use crate::domain::sealable::Sealable;

const NUMBER: Field = Field::required("number", "回执编号", FieldKind::Line);
const RECEIVED_ON: Field = Field::required("received_on", "回执日期", FieldKind::Date).hint("不得晚于今天");

const RESULT: Field =
    Field::optional("result", "办理结果", FieldKind::Prose).hint("区里办理结果可以以后再补");
const REASON: Field = Field::optional("reason", "更正理由", FieldKind::Prose)
    .hint("已登记的回执编号、日期或办理结果有误、要改时填");

/// The row of this act.
pub static ACT: Act = Act {
    code: "record_district_receipt",
    who: &[Who::CommissionOperator],
    questions: Questions {
        title: "登记区里回执",
        summary: "记录区纪委监委接收上报件的回执编号和日期，以后可补办理结果",
        fields: &[NUMBER, RECEIVED_ON, RESULT, REASON],
        confirm: None,
    },
    example: r#"{"number":"区纪信〔2026〕88号","received_on":"2026-11-20"}"#,
    on: On::Case(CaseAct::at(&[Stage::Reported], decide).prefill(prefill).on_sealed()),
};

fn decide(case: &Case, answers: &Answers, context: &Context<'_>) -> Result<Vec<CaseEvent>, Refusal> {
    let number = answers.need_text(&NUMBER)?;
    let received_on = answers.date(&RECEIVED_ON)?.ok_or_else(|| RECEIVED_ON.missing())?;
    if received_on > context.today() {
        return Err(
            RECEIVED_ON.refuses(RefusalCode::OutOfTime, format!("回执日期{received_on}在今天之后，请核对。"))
        );
    }
    if received_on < case.received_at.date() {
        return Err(RECEIVED_ON.refuses(
            RefusalCode::OutOfTime,
            format!("回执日期{received_on}早于收件日{}，请核对。", case.received_at.date()),
        ));
    }
    let result = answers.text(RESULT.name);
    if case.sealed && result.is_some() {
        return Err(RESULT.invalid("不能填：密封上报件只登记回执编号和日期。"));
    }
    let receipt = (number, received_on);
    let reason = answers.text(REASON.name);
    let known = case.district_result.as_ref().and_then(Sealable::body);
    let result = result.filter(|result| known != Some(result.as_str()));
    let same_receipt = case.district_receipt.as_ref() == Some(&receipt);
    if same_receipt && result.is_none() {
        return Ok(Vec::new());
    }
    let overwrites = !same_receipt || (known.is_some() && result.is_some());
    if let Some((known_number, known_day)) = case.district_receipt.as_ref().filter(|_| overwrites)
        && reason.is_none()
    {
        return Err(REASON.refuses(
            RefusalCode::Duplicate,
            format!(
                "已登记过回执{known_number}（{known_day}），没有改动；原登记有误要改的，请填“{}”。",
                REASON.label
            ),
        ));
    }
    let (number, received_on) = receipt;
    let (result, reason) = (result.map(Sealable::new), reason.map(Sealable::new));
    Ok(vec![CaseEvent::DistrictReceiptRecorded(DistrictReceiptRecorded {
        number,
        received_on,
        result,
        reason,
    })])
}

/// Opens with what is recorded, so that a result can be added to it.
fn prefill(case: &Case, _: &Context<'_>) -> Answers {
    let mut answers = Answers::none();
    if let Some((number, received_on)) = &case.district_receipt {
        answers.set(NUMBER.name, number.clone());
        answers.set(RECEIVED_ON.name, received_on.to_string());
    }
    answers.with_recorded(RESULT.name, case.district_result.as_ref())
}

#[cfg(test)]
mod tests {
    use crate::actions::fixtures::people::{OPERATOR, SECRETARY};
    use crate::actions::fixtures::{Bench, THURSDAY, WEDNESDAY, day};
    use crate::domain::event::{CaseEvent, DistrictReceiptRecorded};
    use crate::domain::refusal::RefusalCode;
    use crate::domain::sealable::Sealable;

    #[test]
    fn number_and_day_of_the_receipt_stand_on_the_case() {
        let mut bench = Bench::reported();
        let fields = [("number", "区纪信〔2026〕88号"), ("received_on", "2026-11-18")];
        let (number, received_on) = ("区纪信〔2026〕88号".to_owned(), day("2026-11-18"));
        let events = bench.did("record_district_receipt", &fields, OPERATOR, THURSDAY);
        let recorded = |result: Option<&str>, reason: Option<&str>| {
            CaseEvent::DistrictReceiptRecorded(DistrictReceiptRecorded {
                number: number.clone(),
                received_on,
                result: result.map(Sealable::new),
                reason: reason.map(Sealable::new),
            })
        };
        assert_eq!(events, [recorded(None, None)]);
        assert_eq!(bench.case.district_receipt, Some((number.clone(), received_on)));
        bench.refuses(
            "record_district_receipt",
            &fields,
            (OPERATOR, THURSDAY),
            RefusalCode::NothingToDo,
            &[],
        );
        let with = |more: &[(&'static str, &'static str)]| [&fields[..], more].concat();
        let result = with(&[("result", "已立案")]);
        assert_eq!(
            bench.did("record_district_receipt", &result, OPERATOR, THURSDAY),
            [recorded(Some("已立案"), None)]
        );
        let other = with(&[("result", "不予立案")]);
        let at = (OPERATOR, THURSDAY);
        bench.refuses("record_district_receipt", &other, at, RefusalCode::Duplicate, &["更正理由"]);
        let other = with(&[("result", "不予立案"), ("reason", "抄错")]);
        assert_eq!(
            bench.did("record_district_receipt", &other, OPERATOR, THURSDAY),
            [recorded(Some("不予立案"), Some("抄错"))]
        );
        assert_eq!(bench.case.district_result.as_ref().unwrap().text(), "不予立案");
    }

    #[test]
    fn a_second_receipt_is_no_silent_change_of_the_first() {
        let mut bench = Bench::reported();
        let first = [("number", "88"), ("received_on", "2026-11-18")];
        bench.did("record_district_receipt", &first, OPERATOR, THURSDAY);
        let mut second = vec![("number", "89"), ("received_on", "2026-11-18")];
        let at = (OPERATOR, THURSDAY);
        bench.refuses(
            "record_district_receipt",
            &second,
            at,
            RefusalCode::Duplicate,
            &["88", "2026-11-18", "更正理由"],
        );
        second.push(("reason", "号码看错"));
        bench.did("record_district_receipt", &second, OPERATOR, THURSDAY);
        assert_eq!(bench.case.district_receipt, Some(("89".to_owned(), day("2026-11-18"))));
    }

    #[test]
    fn of_a_sealed_case_only_number_and_day_are_kept() {
        let mut bench = Bench::registered();
        bench.did("seal", &[], OPERATOR, WEDNESDAY);
        let mut fields = vec![("number", "88"), ("received_on", "2026-11-18"), ("result", "已立案")];
        let at = (OPERATOR, WEDNESDAY);
        bench.refuses("record_district_receipt", &fields, at, RefusalCode::InvalidValue, &["密封"]);
        fields.pop();
        bench.did("record_district_receipt", &fields, OPERATOR, WEDNESDAY);
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
