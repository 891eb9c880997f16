//! 查看身份: shows who complains until the case is left; that somebody looked, and why, is a fact (`domain.md` §9).

use super::answers::Answers;
use super::field::{Field, FieldKind};
use super::permission::Who;
use super::{Act, CaseAct, On, Questions};
use crate::domain::case::Case;
use crate::domain::case::stage::Stage;
use crate::domain::code::Coded as _;
use crate::domain::context::Context;
use crate::domain::event::{CaseEvent, IdentityRevealed};
use crate::domain::refusal::{Refusal, RefusalCode};
use crate::domain::sealable::Sealable;

const REASON: Field = Field::required("reason", "查看理由", FieldKind::Line).hint("如：电话答复投诉人");

/// The row of this act.
pub static ACT: Act = Act {
    code: "reveal_identity",
    who: &[Who::CommissionOperator, Who::DisciplineSecretary, Who::UnitHandler],
    questions: Questions {
        title: "查看身份",
        summary: "显示投诉人姓名和联系方式，离开本件后重新隐去；查看计入经过",
        fields: &[REASON],
        confirm: None,
    },
    example: r#"{"reason":"电话答复投诉人"}"#,
    on: On::Case(CaseAct::at(Stage::ALL, decide).ready(ready).revealing().on_sealed()),
};

fn ready(case: &Case, context: &Context<'_>) -> Result<(), Refusal> {
    use crate::domain::words::Position;
    if case.sealed {
        return Err(Refusal::new(RefusalCode::NothingToDo, "本件已密封上报，身份不在本镇留存。"));
    }
    if case.identity_erased {
        return Err(Refusal::new(RefusalCode::NothingToDo, "保留年限已满，本件的投诉人身份已经清除。"));
    }
    if case.complainant.name.is_none() && case.complainant.contact.is_none() {
        return Err(Refusal::new(RefusalCode::NothingToDo, "匿名投诉，没有身份可看。"));
    }
    let acts_as = |position| case.lets_act(context.actor, position, context.org);
    let entitled = acts_as(Position::CommissionOperator)
        || acts_as(Position::DisciplineSecretary)
        || case.identity_allowed && acts_as(Position::Handler);
    if entitled {
        return Ok(());
    }
    Err(Refusal::new(
        RefusalCode::NotPermitted,
        "承办人不能直接查看投诉人身份；确需联系的，请镇纪委专人对本件做“允许查看”。",
    ))
}

fn decide(_: &Case, answers: &Answers, _: &Context<'_>) -> Result<Vec<CaseEvent>, Refusal> {
    Ok(vec![CaseEvent::IdentityRevealed(IdentityRevealed {
        reason: Sealable::new(answers.need_text(&REASON)?),
    })])
}

#[cfg(test)]
mod tests {
    use crate::actions::fixtures::later::with_complainant;
    use crate::actions::fixtures::people::{OPERATOR, PRINCIPAL, SECRETARY, XINJIAN_HANDLER};
    use crate::actions::fixtures::{Bench, WEDNESDAY};
    use crate::domain::event::{CaseEvent, IdentityAllowed, IdentityRevealed};
    use crate::domain::refusal::RefusalCode;
    use crate::domain::sealable::Sealable;

    const REASON: &[(&str, &str)] = &[("reason", "电话答复")];

    #[test]
    fn operator_and_secretary_look_and_that_they_looked_is_recorded() {
        for actor in [OPERATOR, SECRETARY] {
            let events = with_complainant().did("reveal_identity", REASON, actor, WEDNESDAY);
            assert_eq!(
                events,
                [CaseEvent::IdentityRevealed(IdentityRevealed { reason: Sealable::new("电话答复") })]
            );
        }
    }

    #[test]
    fn a_handler_looks_where_the_operator_allowed_it_for_this_case_and_their_unit_has_it() {
        let mut bench = with_complainant();
        let at = (XINJIAN_HANDLER, WEDNESDAY);
        bench.refuses("reveal_identity", REASON, at, RefusalCode::NotPermitted, &["镇纪委专人", "允许查看"]);
        assert_eq!(
            bench.did("allow_identity", &[("reason", "要入户")], OPERATOR, WEDNESDAY),
            [CaseEvent::IdentityAllowed(IdentityAllowed { reason: Sealable::new("要入户") })]
        );
        let again = [("reason", "要入户")];
        bench.refuses("allow_identity", &again, (OPERATOR, WEDNESDAY), RefusalCode::NothingToDo, &["已允许"]);
        bench.did("reveal_identity", REASON, XINJIAN_HANDLER, WEDNESDAY);
        let back = [("reason", "not_ours"), ("note", "不属本村")];
        bench.did("send_back", &back, XINJIAN_HANDLER, WEDNESDAY);
        assert!(!bench.case.identity_allowed, "not to the people of the next unit");
    }

    #[test]
    fn others_do_not_look_and_an_anonymous_complaint_has_nobody_to_see() {
        let at = (PRINCIPAL, WEDNESDAY);
        with_complainant().refuses("reveal_identity", REASON, at, RefusalCode::NotPermitted, &[PRINCIPAL]);
        let at = (OPERATOR, WEDNESDAY);
        Bench::registered().refuses("reveal_identity", REASON, at, RefusalCode::NothingToDo, &["匿名"]);
    }
}
