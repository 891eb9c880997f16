//! 另存公示附件: a copy of an attached file leaves the house, for whoever works on the record or signs it; that it was taken
//! is a fact (`domain.md` §9).

use super::answers::Answers;
use super::attaching::{self, NUMBER, TARGET};
use super::permission::Who;
use super::{Act, On, Questions, StreamAct, StreamOutcome};
use crate::domain::context::Context;
use crate::domain::disclosure::Disclosure;
use crate::domain::disclosure::event::DisclosureEvent;
use crate::domain::refusal::Refusal;

/// The row of this act.
pub static ACT: Act = Act {
    code: "disclosure_export",
    who: &[Who::CommissionOperator, Who::UnitHandler, Who::Signer, Who::DisciplineSecretary],
    questions: Questions {
        title: "另存公示附件",
        summary: "把一个附件另存成文件；附件里可能有投诉人身份，另存计入经过",
        fields: &[NUMBER, TARGET],
        confirm: None,
    },
    example: r#"{"number":1,"path":"/home/zhang/"}"#,
    on: On::Disclosure(StreamAct::by(decide).ready(ready).prefill(prefill).saving(&NUMBER, &TARGET)),
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
    _: &Context<'_>,
) -> Result<StreamOutcome<DisclosureEvent>, Refusal> {
    let exported = attaching::exported(&disclosure.files, answers, "这条记录")?;
    Ok(DisclosureEvent::from(exported).into())
}
