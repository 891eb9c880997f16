//! 提交公示: the unit puts what it makes public before its leader (`domain.md` §5).

use super::answers::Answers;
use super::disclosing::{check_others_sign, check_unit, on_behalf_of, one};
use super::field::{Field, FieldKind};
use super::permission::{ON_BEHALF_OF, Who};
use super::{Act, On, Questions, StreamAct, StreamOutcome};
use crate::domain::context::Context;
use crate::domain::disclosure::event::{DisclosureEvent, DisclosureSubmitted};
use crate::domain::disclosure::{Disclosure, DisclosureState};
use crate::domain::refusal::Refusal;

const TEXT: Field =
    Field::required("text", "公示内容", FieldKind::Prose).hint("公开的内容和要素；本期没有的用“本月无”");

/// From where a unit submits.
pub const OPEN: [DisclosureState; 2] = [DisclosureState::ToDo, DisclosureState::Returned];

/// The row of this act.
pub static ACT: Act = Act {
    code: "disclosure_submit",
    who: &[Who::UnitHandler],
    questions: Questions {
        title: "提交公示",
        summary: "写明本期公开的内容，送分管或联系领导审核",
        fields: &[TEXT, ON_BEHALF_OF],
        confirm: None,
    },
    example: r#"{"text":"本月低保对象12户、23人，名单和金额见附表。"}"#,
    on: On::Disclosure(StreamAct::by(decide).prefill(prefill).ready(|record| record.check_state(&OPEN))),
};

fn decide(
    record: &Disclosure,
    answers: &Answers,
    context: &Context<'_>,
) -> Result<StreamOutcome<DisclosureEvent>, Refusal> {
    check_unit(record.unit, context)?;
    let (text, on_behalf_of) = (answers.need_text(&TEXT)?, on_behalf_of(record.unit, answers, context)?);
    check_others_sign(record.unit, on_behalf_of, context)?;
    one(DisclosureSubmitted { text, nothing: false, on_behalf_of })
}

fn prefill(record: &Disclosure, _: &Context<'_>) -> Answers {
    Answers::none().with(TEXT.name, &record.text)
}
