//! 取消公示: opened by mistake, or for a matter or unit that is no more; in no rate.

use super::answers::Answers;
use super::disclosing::one;
use super::field::{Field, FieldKind};
use super::permission::Who;
use super::{Act, On, Questions, StreamAct, StreamOutcome};
use crate::domain::context::Context;
use crate::domain::disclosure::event::{DisclosureCancelled, DisclosureEvent};
use crate::domain::disclosure::{Disclosure, DisclosureState};
use crate::domain::refusal::Refusal;

const REASON: Field = Field::required("reason", "取消的原因", FieldKind::Prose);

/// The row of this act.
pub static ACT: Act = Act {
    code: "disclosure_cancel",
    who: &[Who::CommissionOperator],
    questions: Questions {
        title: "取消公示",
        summary: "开错了或不再需要公开的，写明原因取消",
        fields: &[REASON],
        confirm: Some("取消后不再计入按时率，也不再提醒"),
    },
    example: r#"{"reason":"该村本期并入其他村公开"}"#,
    on: On::Disclosure(StreamAct::by(decide).ready(ready)),
};

fn ready(record: &Disclosure) -> Result<(), Refusal> {
    record.check_state(&[
        DisclosureState::ToDo,
        DisclosureState::Submitted,
        DisclosureState::Returned,
        DisclosureState::Reviewed,
    ])
}

fn decide(
    _: &Disclosure,
    answers: &Answers,
    _: &Context<'_>,
) -> Result<StreamOutcome<DisclosureEvent>, Refusal> {
    one(DisclosureCancelled { reason: answers.need_text(&REASON)? })
}
