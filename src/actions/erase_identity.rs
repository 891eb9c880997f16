//! 清除身份: after the retention period who complained goes for ever, with the attachments and with every text that says it
//! (`domain.md` §9). Number, days, verdicts and who signed stay. `ydt purge` does it to every case that is due.

use super::answers::Answers;
use super::permission::Who;
use super::{Act, CaseAct, On, Questions};
use crate::domain::case::Case;
use crate::domain::case::stage::Stage;
use crate::domain::code::Coded as _;
use crate::domain::context::Context;
use crate::domain::event::{CaseEvent, IdentityErased};
use crate::domain::refusal::{Refusal, RefusalCode};

/// The row of this act.
pub static ACT: Act = Act {
    code: "erase_identity",
    who: &[Who::CommissionOperator, Who::DisciplineSecretary],
    questions: Questions {
        title: "清除身份",
        summary: "保留年限满后，抹去投诉人姓名、联系方式、附件和写有这些的文字；编号、日期、结论和审签人留着",
        fields: &[],
        confirm: Some("清除后投诉人身份、附件和写有身份的文字永久抹去，不能恢复"),
    },
    example: "{}",
    on: On::Case(
        CaseAct::at(Stage::ALL, decide)
            .ready(ready)
            .erasing_identity()
            .instead("清除不能恢复，身份和附件已经销毁"),
    ),
};

fn ready(case: &Case, context: &Context<'_>) -> Result<(), Refusal> {
    let years = context.settings.identity_retention_years;
    if case.identity_erased {
        return Err(Refusal::new(RefusalCode::NothingToDo, "本件的投诉人身份已经清除。"));
    }
    let Some(from) = case.retained_until(years) else {
        return Err(Refusal::new(
            RefusalCode::WrongStage,
            format!("本件还没有办结，投诉人身份在结束满{years}年后才能清除。"),
        ));
    };
    if context.today() < from {
        return Err(Refusal::new(
            RefusalCode::OutOfTime,
            format!("投诉人身份保留{years}年，本件{from}起才能清除；年限在设置“身份保留年限”里。"),
        ));
    }
    Ok(())
}

#[expect(clippy::unnecessary_wraps, reason = "the shape of every decision")]
fn decide(case: &Case, _: &Answers, context: &Context<'_>) -> Result<Vec<CaseEvent>, Refusal> {
    Ok(vec![erased(case, context)])
}

/// The fact; which texts go with it is found where they are kept.
fn erased(case: &Case, context: &Context<'_>) -> CaseEvent {
    // Only a restored backup may hold it while it has not ended yet.
    let ended_on = case.ended_on().unwrap_or_else(|| context.today());
    IdentityErased { ended_on, years: context.settings.identity_retention_years, texts: Vec::new() }.into()
}

/// What had been done since a restored backup was made.
#[must_use]
pub fn erased_before(case: &Case, context: &Context<'_>) -> CaseEvent {
    erased(case, context)
}

#[cfg(test)]
mod tests {
    use crate::actions::fixtures::people::{OPERATOR, PRINCIPAL, SECRETARY};
    use crate::actions::fixtures::{Bench, THURSDAY, TUESDAY, moment};
    use crate::domain::event::{AttachmentExported, CaseEvent, IdentityErased};
    use crate::domain::refusal::RefusalCode;
    use crate::domain::time::Date;

    /// Five years after the closed case of the bench.
    fn due(bench: &Bench) -> (Date, String) {
        let from = bench.case.retained_until(5).unwrap();
        (from, format!("{from} 09:00"))
    }

    #[test]
    fn who_complained_goes_when_the_years_are_over_and_not_a_day_before() {
        let mut bench = Bench::closed();
        let ended_on = bench.case.ended_on().unwrap();
        let (from, at) = due(&bench);
        assert_eq!(from, ended_on.plus_years(5));
        let before = format!("{} 09:00", from.yesterday().unwrap());
        let refused = (OPERATOR, before.as_str());
        bench.refuses("erase_identity", &[], refused, RefusalCode::OutOfTime, &["5年", &from.to_string()]);
        let texts = Vec::new();
        let expected = CaseEvent::IdentityErased(IdentityErased { ended_on, years: 5, texts });
        assert_eq!(bench.did("erase_identity", &[], SECRETARY, &at), [expected]);
        bench.refuses("erase_identity", &[], (OPERATOR, &at), RefusalCode::NothingToDo, &["已经清除"]);
    }

    #[test]
    fn an_open_case_keeps_it_and_the_years_are_the_towns() {
        let at = (OPERATOR, THURSDAY);
        Bench::delivered().refuses("erase_identity", &[], at, RefusalCode::WrongStage, &["没有办结"]);
        let mut bench = Bench::closed();
        bench.settings.identity_retention_years = 7;
        let at = due(&bench).1;
        bench.refuses("erase_identity", &[], (OPERATOR, &at), RefusalCode::OutOfTime, &["7年"]);
        bench.refuses("erase_identity", &[], (PRINCIPAL, &at), RefusalCode::NotPermitted, &["镇纪委专人"]);
    }

    #[test]
    fn who_looks_at_a_case_that_ended_or_takes_a_copy_of_it_keeps_it_no_longer() {
        let mut bench = Bench::registered_with(&[("complainant", "李桂芳"), ("contact", "13812341234")]);
        bench.did("withdraw", &[("reason", "来电撤回")], OPERATOR, TUESDAY);
        let until = bench.case.retained_until(5);
        assert_eq!(until, Some(moment(TUESDAY).date().plus_years(5)));
        bench.did("reveal_identity", &[("reason", "核对")], OPERATOR, THURSDAY);
        bench.recorded(AttachmentExported { number: 1 }.into(), OPERATOR, THURSDAY);
        assert_eq!(bench.case.retained_until(5), until);
        assert_eq!(bench.case.updated_at, moment(THURSDAY), "they are recorded all the same");
        // What the district did about a case is an act on it.
        let mut bench = Bench::reported();
        let receipt = [("number", "区纪信〔2026〕88号"), ("received_on", "2026-11-18")];
        bench.did("record_district_receipt", &receipt, OPERATOR, THURSDAY);
        assert_eq!(bench.case.ended_on(), Some(moment(THURSDAY).date()));
    }
}
