//! 上报: writes why a complaint outside the town's business goes to the district commission (N§三(二)2).
//! The case leaves when the discipline secretary has signed the text.

use super::answers::Answers;
use super::field::{Field, FieldKind};
use super::permission::Who;
use super::{Act, CaseAct, On, Questions};
use crate::domain::case::Case;
use crate::domain::case::stage::Stage;
use crate::domain::context::Context;
use crate::domain::event::{CaseEvent, drafting};
use crate::domain::refusal::{Refusal, RefusalCode};
use crate::domain::words::{DocumentKind, Scope};

const REASON: Field = Field::required("reason", "上报理由", FieldKind::Prose)
    .hint("说明为什么不属于受理范围；保存后再“送审”，书记审签后即上报");

/// The row of this act.
pub static ACT: Act = Act {
    code: "report_up",
    who: &[Who::CommissionOperator],
    questions: Questions {
        title: "上报",
        summary: "业务范围外的投诉报区纪委监委：起草上报意见，送镇纪委书记审签",
        fields: &[REASON],
        confirm: None,
    },
    example: r#"{"reason":"反映事项属区级部门职权，不属于本镇受理范围。"}"#,
    on: On::Case(
        CaseAct::at(&[Stage::Complaint, Stage::Acceptance], decide)
            .ready(ready)
            .prefill(prefill)
            .instead("再起草一次“上报”，以新的一稿为准"),
    ),
};

fn ready(case: &Case, _: &Context<'_>) -> Result<(), Refusal> {
    match case.scope {
        Some(Scope::OutOfScope) => Ok(()),
        None => Err(Refusal::new(RefusalCode::NotAssessed, "还没有研判，请镇纪委专人先做“研判”。")),
        Some(Scope::MattersList | Scope::DisclosureInfo | Scope::Conduct) => Err(Refusal::new(
            RefusalCode::WrongStage,
            "研判结果属于业务范围内，由本镇办理；确需上报请先重新研判为“业务范围外”。",
        )),
    }
}

fn prefill(case: &Case, _: &Context<'_>) -> Answers {
    let text = case.document(DocumentKind::ReportUp).map_or("", |last| last.text.text());
    Answers::none().with(REASON.name, text)
}

fn decide(case: &Case, answers: &Answers, _: &Context<'_>) -> Result<Vec<CaseEvent>, Refusal> {
    drafting::draft(case, DocumentKind::ReportUp, answers.need_text(&REASON)?)
}

#[cfg(test)]
mod tests {
    use crate::actions::fixtures::people::{OPERATOR, SECRETARY};
    use crate::actions::fixtures::{Bench, Fields, MONDAY, OUT_OF_SCOPE, TUESDAY, VILLAGE_ASSESSMENT, day};
    use crate::domain::case::stage::Stage;
    use crate::domain::event::{CaseEvent, ClockStopped, DocumentDrafted, ReportedUp};
    use crate::domain::refusal::RefusalCode;
    use crate::domain::words::{ClockKind, DocumentKind, Verdict};

    const REASON: Fields<'static> = &[("reason", "属区级部门职权")];

    #[test]
    fn a_case_out_of_scope_leaves_when_the_secretary_has_signed_the_reason() {
        let mut bench = Bench::registered();
        bench.did("assess", OUT_OF_SCOPE, OPERATOR, MONDAY);
        let events = bench.did("report_up", REASON, OPERATOR, MONDAY);
        assert!(matches!(
            events.as_slice(),
            [CaseEvent::DocumentDrafted(DocumentDrafted {
                document: DocumentKind::ReportUp,
                version: 1,
                ..
            })]
        ));
        bench.did("submit", &[], OPERATOR, MONDAY);
        assert_eq!(bench.case.stage, Stage::Complaint, "not before it is signed");
        let events = bench.did("sign", &[], SECRETARY, TUESDAY);
        let [CaseEvent::DocumentSigned(_), CaseEvent::ReportedUp(ReportedUp { ruling: None }), stopped] =
            events.as_slice()
        else {
            panic!("{events:?}");
        };
        let on = day("2026-11-17");
        let verdict = Verdict::OnTime;
        assert_eq!(
            *stopped,
            CaseEvent::ClockStopped(ClockStopped { clock: ClockKind::Triage, round: 1, on, verdict })
        );
        assert_eq!(bench.case.stage, Stage::Reported);
    }

    #[test]
    fn what_is_not_assessed_or_the_towns_own_business_is_not_reported_up() {
        let mut bench = Bench::registered();
        bench.refuses(
            "report_up",
            REASON,
            (OPERATOR, MONDAY),
            RefusalCode::NotAssessed,
            &["镇纪委专人", "研判"],
        );
        bench.did("assess", VILLAGE_ASSESSMENT, OPERATOR, MONDAY);
        bench.refuses(
            "report_up",
            REASON,
            (OPERATOR, MONDAY),
            RefusalCode::WrongStage,
            &["业务范围内", "重新研判"],
        );
    }

    #[test]
    fn a_case_assessed_anew_after_acceptance_can_still_be_reported_up() {
        let mut bench = Bench::accepted(VILLAGE_ASSESSMENT);
        bench.did("assess", OUT_OF_SCOPE, OPERATOR, MONDAY);
        bench.did("report_up", REASON, OPERATOR, MONDAY);
        bench.did("submit", &[], OPERATOR, MONDAY);
        bench.did("sign", &[], SECRETARY, MONDAY);
        assert_eq!(bench.case.stage, Stage::Reported);
    }
}
