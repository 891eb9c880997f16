//! 指定承办人: makes one person of the unit responsible for the case.

use super::answers::Answers;
use super::field::{Field, FieldKind};
use super::permission::{self, Who};
use super::{Act, CaseAct, On, Questions};
use crate::domain::case::Case;
use crate::domain::case::stage::Stage;
use crate::domain::context::Context;
use crate::domain::event::{CaseEvent, HandlerAssigned};
use crate::domain::refusal::{Refusal, RefusalCode};
use crate::domain::words::Position;

const HANDLER: Field = Field::required("handler", "承办人", FieldKind::Person(Some(Position::Handler)))
    .hint("须是承办单位的承办人");

/// The row of this act.
pub static ACT: Act = Act {
    code: "assign_handler",
    who: &[Who::UnitHandler, Who::CommissionOperator],
    questions: Questions {
        title: "指定承办人",
        summary: "确定承办单位中由谁具体办理",
        fields: &[HANDLER, permission::ON_BEHALF_OF],
        confirm: None,
    },
    example: r#"{"handler":"新建村承办人"}"#,
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
        .batch()
        .instead("再“指定承办人”一次，以新的为准"),
    ),
};

fn decide(case: &Case, answers: &Answers, context: &Context<'_>) -> Result<Vec<CaseEvent>, Refusal> {
    let handler = answers.person(&HANDLER, context.org)?.ok_or_else(|| HANDLER.missing())?;
    let Some(unit) = case.unit else {
        return Err(Refusal::new(RefusalCode::WrongStage, "还没有承办单位，请先转办。"));
    };
    if !handler.handles(unit) {
        return Err(HANDLER.invalid(&format!(
            "填了{}，但他不是{}的承办人。",
            handler.name,
            context.org.unit_name(unit)
        )));
    }
    if case.is_about(handler, context.org) {
        return Err(HANDLER
            .refuses(RefusalCode::Recused, format!("{}是被投诉人，需要回避，不能承办本件。", handler.name)));
    }
    if case.handler == Some(handler.id) {
        return Ok(Vec::new());
    }
    Ok(vec![CaseEvent::HandlerAssigned(HandlerAssigned { handler: handler.id })])
}

#[cfg(test)]
mod tests {
    use crate::actions::fixtures::people::{AFFAIRS_HANDLER, OPERATOR, SISHENG_HANDLERS, XINJIAN_HANDLER};
    use crate::actions::fixtures::{Bench, MONDAY, TUESDAY, VILLAGE_ASSESSMENT};
    use crate::domain::event::{CaseEvent, HandlerAssigned};
    use crate::domain::refusal::RefusalCode;

    fn in_community(respondent: &str) -> Bench {
        let mut bench = Bench::registered_with(&[("respondent", respondent)]);
        bench.did("assess", VILLAGE_ASSESSMENT, OPERATOR, MONDAY);
        bench.did("accept", &[], OPERATOR, MONDAY);
        let ruled = [("unit", "四胜社区"), ("ruling", "由其他人员办理"), ("ruled_on", "2026-11-16")];
        bench.did("transfer", &ruled, OPERATOR, TUESDAY);
        bench
    }

    #[test]
    fn one_of_the_units_handlers_becomes_responsible() {
        let mut bench = in_community("");
        for name in SISHENG_HANDLERS {
            let handler = bench.id(name);
            let events = bench.did("assign_handler", &[("handler", name)], SISHENG_HANDLERS[0], TUESDAY);
            assert_eq!(events, [CaseEvent::HandlerAssigned(HandlerAssigned { handler })]);
            assert_eq!(bench.awaited(), [handler]);
        }
    }

    #[test]
    fn strangers_the_respondent_and_the_handler_himself_are_refused() {
        use RefusalCode::{InvalidValue, NothingToDo, Recused};
        let mut bench = in_community(SISHENG_HANDLERS[1]);
        bench.did("assign_handler", &[("handler", SISHENG_HANDLERS[0])], OPERATOR, TUESDAY);
        let table: [(&str, RefusalCode, &[&str]); 5] = [
            (AFFAIRS_HANDLER, InvalidValue, &[AFFAIRS_HANDLER, "不是四胜社区的承办人"]),
            (XINJIAN_HANDLER, InvalidValue, &[XINJIAN_HANDLER, "不是四胜社区的承办人"]),
            ("无名氏", InvalidValue, &["没有登记“无名氏”"]),
            (SISHENG_HANDLERS[1], Recused, &[SISHENG_HANDLERS[1], "回避"]),
            (SISHENG_HANDLERS[0], NothingToDo, &["没有需要改变"]),
        ];
        for (name, code, words) in table {
            bench.refuses("assign_handler", &[("handler", name)], (OPERATOR, TUESDAY), code, words);
        }
    }
}
