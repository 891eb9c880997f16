//! 本月无: that there was nothing to make public is a record too, and is signed like one (`domain.md` §5).

use super::answers::Answers;
use super::disclosing::{check_others_sign, check_unit, on_behalf_of, one};
use super::permission::{ON_BEHALF_OF, Who};
use super::{Act, On, Questions, StreamAct, StreamOutcome};
use crate::domain::context::Context;
use crate::domain::disclosure::event::{DisclosureEvent, DisclosureSubmitted};
use crate::domain::disclosure::{Disclosure, DisclosureState};
use crate::domain::refusal::{Refusal, RefusalCode};

/// From where a unit submits.
const OPEN: [DisclosureState; 2] = [DisclosureState::ToDo, DisclosureState::Returned];

/// The row of this act.
pub static ACT: Act = Act {
    code: "disclosure_none",
    who: &[Who::UnitHandler],
    questions: Questions {
        title: "本期无",
        summary: "本期没有应公开的内容，报分管或联系领导审核",
        fields: &[ON_BEHALF_OF],
        confirm: Some("报“本期无”后，经领导审核即了结"),
    },
    example: "{}",
    on: On::Disclosure(StreamAct::by(decide).ready(ready)),
};

fn ready(record: &Disclosure) -> Result<(), Refusal> {
    record.check_state(&OPEN)?;
    if record.happened.is_empty() {
        return Ok(());
    }
    let message = "这是按事项公开的，事情已经发生，不能报“本期无”；开错了的请镇纪委专人取消。";
    Err(Refusal::new(RefusalCode::WrongStage, message))
}

fn decide(
    record: &Disclosure,
    answers: &Answers,
    context: &Context<'_>,
) -> Result<StreamOutcome<DisclosureEvent>, Refusal> {
    check_unit(record.unit, context)?;
    let on_behalf_of = on_behalf_of(record.unit, answers, context)?;
    check_others_sign(record.unit, on_behalf_of, context)?;
    one(DisclosureSubmitted { text: String::new(), nothing: true, on_behalf_of })
}
