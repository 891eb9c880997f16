//! 上报: writes why a complaint outside the town's business goes to the district commission (N§三(二)2).
//! The case leaves when the discipline secretary has signed the text.

use super::Action;
use super::answers::Answers;
use super::field::{Field, FieldKind};
use super::permission::Who;
use crate::domain::case::Case;
use crate::domain::context::Context;
use crate::domain::drafting;
use crate::domain::event::CaseEvent;
use crate::domain::refusal::{Refusal, RefusalCode};
use crate::domain::stage::Stage;
use crate::domain::words::{DocumentKind, Scope};

const REASON: Field = Field::required("reason", "上报理由", FieldKind::Prose)
    .hint("说明为什么不属于受理范围；保存后再“送审”，书记审签后即上报");

/// The row of this action.
pub const ACTION: Action = Action {
    code: "report_up",
    key: 'b',
    label: "上报",
    summary: "业务范围外的投诉报区纪委监委：起草上报意见，送镇纪委书记审签",
    who: &[Who::CommissionOperator],
    stages: &[Stage::Complaint, Stage::Acceptance],
    fields: &[REASON],
    confirm: None,
    batch: false,
    example: r#"{"reason":"反映事项属区级部门职权，不属于本镇受理范围。"}"#,
    ready,
    prefill,
    decide,
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
