//! 签收: the unit says that it has the case. The handling limit has been running since receipt and goes on.

use super::answers::Answers;
use super::permission::{self, Who};
use super::{Act, CaseAct, On, Questions};
use crate::domain::case::Case;
use crate::domain::case::stage::Stage;
use crate::domain::context::Context;
use crate::domain::event::{Acknowledged, CaseEvent, HandlerAssigned};
use crate::domain::refusal::Refusal;

/// The row of this act.
pub static ACT: Act = Act {
    code: "acknowledge",
    who: &[Who::UnitHandler],
    questions: Questions {
        title: "签收",
        summary: "承办单位签收转办件，开始办理；签收早晚不影响办理时限",
        fields: &[permission::ON_BEHALF_OF],
        confirm: None,
    },
    example: "{}",
    on: On::Case(CaseAct::at(&[Stage::Transfer], decide).batch().instead("不该由本单位办的用“退件”")),
};

/// Whoever acknowledges becomes the handler unless somebody already is.
fn decide(case: &Case, answers: &Answers, context: &Context<'_>) -> Result<Vec<CaseEvent>, Refusal> {
    let mut events = vec![CaseEvent::Acknowledged(Acknowledged {})];
    if case.handler.is_none() {
        let handler = permission::on_behalf_of(&ACT, case, answers, context)?.unwrap_or(context.actor.id);
        // Somebody of the unit who is no handler may acknowledge on paper, but does not handle.
        let is_theirs = |unit| context.org.person(handler).is_some_and(|person| person.handles(unit));
        if case.unit.is_some_and(is_theirs) {
            events.push(CaseEvent::HandlerAssigned(HandlerAssigned { handler }));
        }
    }
    Ok(events)
}

#[cfg(test)]
mod tests {
    use crate::actions::fixtures::people::{
        LEFT, OPERATOR, PARTY_OPERATOR, SISHENG_HANDLERS, XINJIAN_HANDLER,
    };
    use crate::actions::fixtures::{Bench, TUESDAY, WEDNESDAY, day, moment};
    use crate::domain::case::stage::Stage;
    use crate::domain::event::{Acknowledged, CaseEvent, HandlerAssigned};
    use crate::domain::refusal::RefusalCode;
    use crate::domain::words::ClockKind;

    #[test]
    fn whoever_acknowledges_becomes_the_handler_and_the_limit_runs_as_it_did() {
        let mut bench = Bench::in_village();
        let handler = bench.id(XINJIAN_HANDLER);
        let events = bench.did("acknowledge", &[], XINJIAN_HANDLER, WEDNESDAY);
        assert_eq!(
            events,
            [
                CaseEvent::Acknowledged(Acknowledged {}),
                CaseEvent::HandlerAssigned(HandlerAssigned { handler })
            ]
        );
        assert_eq!(
            (bench.case.stage, bench.case.acknowledged_at),
            (Stage::Handling, Some(moment(WEDNESDAY)))
        );
        assert_eq!(bench.case.clock(ClockKind::Handling).unwrap().started_on, day("2026-11-17"));
        assert_eq!(bench.awaited(), [handler]);
    }

    #[test]
    fn a_handler_who_was_named_before_stays_the_handler() {
        let mut bench = Bench::in_village();
        bench.did("assign_handler", &[("handler", XINJIAN_HANDLER)], OPERATOR, TUESDAY);
        assert_eq!(
            bench.did("acknowledge", &[], XINJIAN_HANDLER, TUESDAY),
            [CaseEvent::Acknowledged(Acknowledged {})]
        );
    }

    #[test]
    fn an_operator_acknowledges_in_the_name_of_the_units_person() {
        let mut bench = Bench::in_village();
        let handler = bench.id(XINJIAN_HANDLER);
        let outcome = bench.perform("acknowledge", &[], OPERATOR, TUESDAY).unwrap();
        assert_eq!(outcome.on_behalf_of, Some(handler));
        assert_eq!(bench.case.handler, Some(handler));
    }

    #[test]
    fn only_the_units_handler_or_an_operator_for_it_acknowledges() {
        let mut bench = Bench::in_village();
        for actor in [SISHENG_HANDLERS[0], PARTY_OPERATOR, LEFT] {
            bench.refuses(
                "acknowledge",
                &[],
                (actor, TUESDAY),
                RefusalCode::NotPermitted,
                &["签收", "承办单位的承办人", actor],
            );
        }
    }
}
