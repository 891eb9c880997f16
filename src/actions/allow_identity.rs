//! 允许查看身份: the unit's handler may look at who complains of this one case, because contact is needed (`domain.md` §9).

use super::answers::Answers;
use super::field::{Field, FieldKind};
use super::permission::Who;
use super::{Act, CaseAct, On, Questions};
use crate::domain::case::Case;
use crate::domain::case::stage::Stage;
use crate::domain::context::Context;
use crate::domain::event::{CaseEvent, IdentityAllowed};
use crate::domain::refusal::{Refusal, RefusalCode};
use crate::domain::sealable::Sealable;

const REASON: Field = Field::required("reason", "允许的理由", FieldKind::Line);

/// The row of this act.
pub static ACT: Act = Act {
    code: "allow_identity",
    who: &[Who::CommissionOperator],
    questions: Questions {
        title: "允许查看",
        summary: "允许本件的承办人查看投诉人身份，因为办理需要联系本人",
        fields: &[REASON],
        confirm: None,
    },
    example: r#"{"reason":"需入户核实，要联系投诉人"}"#,
    on: On::Case(
        CaseAct::at(
            &[
                Stage::Transfer,
                Stage::Handling,
                Stage::Drafting,
                Stage::Review,
                Stage::Reply,
                Stage::Evaluation,
            ],
            decide,
        )
        .ready(ready),
    ),
};

fn ready(case: &Case, _: &Context<'_>) -> Result<(), Refusal> {
    if case.identity_allowed {
        return Err(Refusal::new(RefusalCode::NothingToDo, "本件已允许承办人查看投诉人身份。"));
    }
    Ok(())
}

fn decide(_: &Case, answers: &Answers, _: &Context<'_>) -> Result<Vec<CaseEvent>, Refusal> {
    Ok(vec![CaseEvent::IdentityAllowed(IdentityAllowed {
        reason: Sealable::new(answers.need_text(&REASON)?),
    })])
}
