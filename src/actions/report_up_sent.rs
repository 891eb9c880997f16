//! 登记上报送出: the day on which a reported case was really sent to the district commission; the signature alone sends
//! nothing (`domain.md` §10 Clues, filing, ticks, chains).

use super::answers::Answers;
use super::field::{Field, FieldKind};
use super::permission::Who;
use super::{Act, CaseAct, On, Questions};
use crate::domain::case::Case;
use crate::domain::case::stage::Stage;
use crate::domain::context::Context;
use crate::domain::document::Document;
use crate::domain::event::{CaseEvent, ReportSent};
use crate::domain::refusal::{Refusal, RefusalCode};
use crate::domain::sealable::Sealable;
use crate::domain::words::DocumentKind;

const SENT_ON: Field = Field::required("on", "送出日期", FieldKind::Date).hint("不得早于审签，不得晚于今天");
const REASON: Field =
    Field::optional("reason", "更正理由", FieldKind::Prose).hint("已登记的日期有误、要改时填");

/// The row of this act.
pub static ACT: Act = Act {
    code: "report_up_sent",
    who: &[Who::CommissionOperator],
    questions: Questions {
        title: "登记送出",
        summary: "记录上报件哪一天送到区纪委监委",
        fields: &[SENT_ON, REASON],
        confirm: None,
    },
    example: r#"{"on":"2026-11-18"}"#,
    on: On::Case(CaseAct::at(&[Stage::Reported], decide).prefill(prefill).on_sealed()),
};

fn prefill(case: &Case, context: &Context<'_>) -> Answers {
    let day = case.sent_on.unwrap_or_else(|| context.today());
    Answers::none().with(SENT_ON.name, day.to_string())
}

fn decide(case: &Case, answers: &Answers, context: &Context<'_>) -> Result<Vec<CaseEvent>, Refusal> {
    let on = answers.date(&SENT_ON)?.ok_or_else(|| SENT_ON.missing())?;
    let reason = answers.text(REASON.name);
    let out_of_time = |words: String| SENT_ON.refuses(RefusalCode::OutOfTime, words);
    if on > context.today() {
        return Err(out_of_time(format!("送出日期{on}在今天之后，请核对。")));
    }
    let signed_on = case.approved(DocumentKind::ReportUp).and_then(Document::last_signed_on);
    let earliest = signed_on.unwrap_or_else(|| case.received_at.date());
    if on < earliest {
        return Err(out_of_time(format!("送出日期{on}早于{earliest}（审签或收件日），请核对。")));
    }
    if let Some((number, day)) = case.district_receipt.as_ref().filter(|(_, day)| on > *day) {
        return Err(out_of_time(format!("送出日期{on}晚于区里回执{number}的日期{day}，请核对。")));
    }
    match case.sent_on {
        Some(known) if known == on => {
            return Err(Refusal::new(RefusalCode::NothingToDo, format!("已登记{known}送出，没有改动。")));
        }
        Some(known) if reason.is_none() => {
            return Err(REASON.refuses(
                RefusalCode::Duplicate,
                format!("已登记{known}送出，没有改动；原登记有误要改的，请填“{}”。", REASON.label),
            ));
        }
        Some(_) | None => {}
    }
    Ok(vec![ReportSent { on, reason: reason.map(Sealable::new) }.into()])
}

#[cfg(test)]
mod tests {
    use crate::actions::fixtures::people::OPERATOR;
    use crate::actions::fixtures::{Bench, THURSDAY, WEDNESDAY, day};
    use crate::domain::refusal::RefusalCode;

    #[test]
    fn a_reported_case_says_on_which_day_it_was_sent() {
        let mut bench = Bench::reported();
        bench.did("report_up_sent", &[("on", "2026-11-18")], OPERATOR, WEDNESDAY);
        assert_eq!(bench.case.sent_on, Some(day("2026-11-18")));
        let other = [("on", "2026-11-17")];
        let at = (OPERATOR, WEDNESDAY);
        bench.refuses("report_up_sent", &other, at, RefusalCode::Duplicate, &["2026-11-18", "更正理由"]);
        let reasoned = [other[0], ("reason", "抄错")];
        let events = bench.did("report_up_sent", &reasoned, OPERATOR, WEDNESDAY);
        assert_eq!(events[0].sentence(&bench.org), "上报件2026-11-17送出，更正理由：抄错");
    }

    #[test]
    fn it_was_sent_after_the_signature_before_the_receipt_and_not_in_the_future() {
        let receipt = [("number", "88"), ("received_on", "2026-11-18")];
        for (on, words) in
            [("2026-11-16", "早于2026-11-17"), ("2026-11-20", "今天之后"), ("2026-11-19", "回执88")]
        {
            let mut bench = Bench::reported();
            bench.did("record_district_receipt", &receipt, OPERATOR, WEDNESDAY);
            let at = (OPERATOR, THURSDAY);
            bench.refuses("report_up_sent", &[("on", on)], at, RefusalCode::OutOfTime, &[words]);
        }
    }
}
