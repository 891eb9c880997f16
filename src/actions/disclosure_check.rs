//! 抽查: whether what is public is true (`domain.md` §5).

use super::answers::Answers;
use super::disclosing::one;
use super::field::{Field, FieldKind, words};
use super::permission::Who;
use super::{Act, On, Questions, StreamAct, StreamOutcome};
use crate::domain::context::Context;
use crate::domain::disclosure::event::{DisclosureChecked, DisclosureEvent};
use crate::domain::disclosure::{Disclosure, DisclosureState};
use crate::domain::refusal::Refusal;

coded! {
    /// What a spot check found.
    pub enum Found {
        Yes = "yes" "属实",
        No = "no" "不属实",
    }
}

const TRUTHFUL: Field = Field::required("truthful", "是否属实", FieldKind::Choice(words::<Found>));
const NOTE: Field = Field::optional("note", "说明", FieldKind::Prose).needed("不属实的必填");

/// The row of this act.
pub static ACT: Act = Act {
    code: "disclosure_check",
    who: &[Who::CommissionOperator, Who::DisciplineSecretary],
    questions: Questions {
        title: "抽查公示",
        summary: "记下公开的内容是否属实",
        fields: &[TRUTHFUL, NOTE],
        confirm: None,
    },
    example: r#"{"truthful":"yes","note":"与名册一致"}"#,
    on: On::Disclosure(StreamAct::by(decide).ready(ready)),
};

fn ready(record: &Disclosure) -> Result<(), Refusal> {
    record.check_state(&[DisclosureState::Published, DisclosureState::Nothing])
}

fn decide(
    _: &Disclosure,
    answers: &Answers,
    _: &Context<'_>,
) -> Result<StreamOutcome<DisclosureEvent>, Refusal> {
    let truthful = answers.need_word::<Found>(&TRUTHFUL)? == Found::Yes;
    let note = answers.text(NOTE.name).unwrap_or_default();
    if !truthful && note.is_empty() {
        return Err(NOTE.missing());
    }
    one(DisclosureChecked { truthful, note })
}
