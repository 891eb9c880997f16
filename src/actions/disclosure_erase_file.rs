//! 抹去公示附件: name and content of a file go for ever, by the ruling of the discipline secretary; that it was there, when it was
//! erased and why stays (`domain.md` §9).

use super::answers::Answers;
use super::attaching::{self, BASIS, ERASING, NUMBER, RULED_ON};
use super::permission::Who;
use super::{Act, On, Questions, StreamAct, StreamOutcome};
use crate::domain::context::Context;
use crate::domain::disclosure::Disclosure;
use crate::domain::disclosure::event::DisclosureEvent;
use crate::domain::refusal::Refusal;

/// The row of this act.
pub static ACT: Act = Act {
    code: "disclosure_erase_file",
    who: &[Who::CommissionOperator, Who::DisciplineSecretary],
    questions: Questions {
        title: "抹去公示附件",
        summary: "附错的、写有投诉人身份的或不得留存的附件从本镇永久抹去，须书记裁定",
        fields: &[NUMBER, BASIS, RULED_ON],
        confirm: Some(ERASING),
    },
    example: r#"{"number":1,"basis":"identity","ruled_on":"2026-11-23"}"#,
    on: On::Disclosure(StreamAct::by(decide).ready(ready).prefill(prefill)),
};

fn ready(disclosure: &Disclosure) -> Result<(), Refusal> {
    attaching::check_any(&disclosure.files, "这条记录")
}

fn prefill(disclosure: &Disclosure, _: &Context<'_>) -> Answers {
    attaching::only(&disclosure.files)
}

fn decide(
    disclosure: &Disclosure,
    answers: &Answers,
    context: &Context<'_>,
) -> Result<StreamOutcome<DisclosureEvent>, Refusal> {
    let erased = attaching::erased(&disclosure.files, answers, context, "这条记录")?;
    Ok(DisclosureEvent::from(erased).into())
}
