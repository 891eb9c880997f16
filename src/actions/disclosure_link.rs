//! 关联投诉: a complaint about what was made public is linked to its record (N§三(二)1).

use super::answers::Answers;
use super::disclosing::one;
use super::field::{Field, FieldKind};
use super::permission::Who;
use super::{Act, On, Questions, StreamAct, StreamOutcome};
use crate::domain::context::{Brought, Context};
use crate::domain::disclosure::Disclosure;
use crate::domain::disclosure::event::{DisclosureEvent, DisclosureLinked};
use crate::domain::refusal::Refusal;

const CASE: Field = Field::required("case", "投诉件编号", FieldKind::Case);

/// The row of this act.
pub static ACT: Act = Act {
    code: "disclosure_link",
    who: &[Who::CommissionOperator, Who::DisciplineSecretary],
    questions: Questions {
        title: "关联投诉",
        summary: "把反映这次公示的投诉件与它关联",
        fields: &[CASE],
        confirm: None,
    },
    example: r#"{"case":"2026-0001"}"#,
    on: On::Disclosure(StreamAct::by(decide)),
};

/// The answers that link this case.
#[must_use]
pub fn answers(case_no: &str) -> Answers {
    Answers::none().with(CASE.name, case_no)
}

fn decide(
    record: &Disclosure,
    _: &Answers,
    context: &Context<'_>,
) -> Result<StreamOutcome<DisclosureEvent>, Refusal> {
    let Some(Brought::Cases { named, .. }) = context.brought else { return Err(CASE.missing()) };
    let Some(case) = named.first() else { return Err(CASE.missing()) };
    if record.links.iter().any(|(linked, _)| *linked == case.id) {
        return Err(CASE.invalid(&format!("填了{}，已经关联过。", case.case_no)));
    }
    one(DisclosureLinked { case: case.id, case_no: case.case_no.clone() })
}
