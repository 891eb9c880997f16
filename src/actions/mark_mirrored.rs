//! 平台同步: ticks a step as done on the provincial platform too, where the official record is (ours).

use super::answers::Answers;
use super::field::{Field, FieldKind, words};
use super::permission::Who;
use super::{Act, CaseAct, On, Questions};
use crate::domain::case::Case;
use crate::domain::case::mirror::PlatformAct;
use crate::domain::case::stage::Stage;
use crate::domain::code::Coded as _;
use crate::domain::context::Context;
use crate::domain::event::{CaseEvent, Mirrored};
use crate::domain::refusal::{Refusal, RefusalCode};
use crate::domain::words::MirrorStep;

const STEP: Field = Field::required("step", "已在平台办理的环节", FieldKind::Choice(words::<MirrorStep>));
const AT: Field = Field::optional("at", "平台办理时间", FieldKind::Moment).hint("不填即现在");

/// The row of this act.
pub static ACT: Act = Act {
    code: "mark_mirrored",
    who: &[Who::CommissionOperator],
    questions: Questions {
        title: "平台同步",
        summary: "登记受理、转办、答复、办结、上报已在省平台上同步办理；再次转办、再次答复要再登记一次",
        fields: &[STEP, AT],
        confirm: None,
    },
    example: r#"{"step":"acceptance"}"#,
    on: On::Case(CaseAct::at(Stage::ALL, decide).ready(ready).prefill(prefill).batch().on_sealed()),
};

fn ready(case: &Case, _: &Context<'_>) -> Result<(), Refusal> {
    if case.platform_no.is_none() {
        return Err(Refusal::new(RefusalCode::NothingToDo, "本件没有平台编号，不需要平台同步。"));
    }
    match case.unmirrored() {
        Some(_) => Ok(()),
        None => Err(Refusal::new(RefusalCode::NothingToDo, "到目前为止的环节都已在平台同步。")),
    }
}

fn prefill(case: &Case, _: &Context<'_>) -> Answers {
    Answers::none().with(STEP.name, case.unmirrored().map_or("", |step| step.code()))
}

fn decide(case: &Case, answers: &Answers, context: &Context<'_>) -> Result<Vec<CaseEvent>, Refusal> {
    let step: MirrorStep = answers.need_word(&STEP)?;
    let acts: Vec<PlatformAct> = case.acts_to_mirror().into_iter().filter(|act| act.step == step).collect();
    if acts.is_empty() {
        return Err(STEP.refuses(
            RefusalCode::WrongStage,
            format!("本件还没有{}，不能登记为已在平台办理。", step.label()),
        ));
    }
    let Some(act) = acts.into_iter().find(|act| case.tick_of(*act).is_none()) else {
        return Err(STEP.refuses(RefusalCode::NothingToDo, format!("“{}”已登记过平台同步。", step.label())));
    };
    let mirrored_at = answers.moment(&AT)?.unwrap_or(context.now);
    if mirrored_at > context.now || mirrored_at < case.complained_at {
        return Err(AT.refuses(
            RefusalCode::OutOfTime,
            format!("平台办理时间{}须在投诉之后、现在之前，请核对。", mirrored_at.minute()),
        ));
    }
    Ok(vec![CaseEvent::Mirrored(Mirrored {
        step,
        mirrored_at,
        turn: Some(act.turn),
        round: Some(act.round),
    })])
}

#[cfg(test)]
mod tests {
    use crate::actions::fixtures::later::{FINDING, REPLY, known_to_the_platform};
    use crate::actions::fixtures::people::{OPERATOR, SECRETARY, XINJIAN_HANDLER};
    use crate::actions::fixtures::{Bench, Fields, TUESDAY, moment};
    use crate::domain::event::{CaseEvent, Mirrored};
    use crate::domain::refusal::RefusalCode;
    use crate::domain::words::MirrorStep;

    #[test]
    fn a_step_is_ticked_with_its_time_and_what_is_left_is_known() {
        let mut bench = known_to_the_platform();
        assert_eq!(bench.case.unmirrored(), Some(MirrorStep::Acceptance));
        let fields = [("step", "受理"), ("at", "2026-11-16 17:00")];
        assert_eq!(
            bench.did("mark_mirrored", &fields, OPERATOR, TUESDAY),
            [CaseEvent::Mirrored(Mirrored {
                step: MirrorStep::Acceptance,
                mirrored_at: moment("2026-11-16 17:00"),
                turn: Some(1),
                round: Some(1),
            })]
        );
        assert_eq!(bench.case.unmirrored(), None);
        bench.did("transfer", &[], OPERATOR, TUESDAY);
        assert_eq!(bench.case.unmirrored(), Some(MirrorStep::Transfer));
        assert_eq!(bench.prefilled("mark_mirrored", OPERATOR, TUESDAY).raw("step"), Some("transfer"));
    }

    #[test]
    fn a_second_transfer_and_a_second_reply_need_a_tick_of_their_own() {
        let mut bench = known_to_the_platform();
        let tick = |bench: &mut Bench, step: &str| {
            bench.did("mark_mirrored", &[("step", step)], OPERATOR, TUESDAY);
        };
        tick(&mut bench, "acceptance");
        bench.did("transfer", &[], OPERATOR, TUESDAY);
        tick(&mut bench, "transfer");
        let back = [("reason", "not_ours"), ("note", "应由社会事务办办理")];
        bench.did("send_back", &back, XINJIAN_HANDLER, TUESDAY);
        assert_eq!(bench.case.unmirrored(), None);
        bench.did("transfer", &[], OPERATOR, TUESDAY);
        assert_eq!(bench.case.unmirrored(), Some(MirrorStep::Transfer));
        assert_eq!(bench.case.mirrored_steps(), [MirrorStep::Acceptance]);
        tick(&mut bench, "transfer");
        bench.did("acknowledge", &[], XINJIAN_HANDLER, TUESDAY);
        bench.did("record_finding", FINDING, XINJIAN_HANDLER, TUESDAY);
        bench.did("draft_reply", &[("text", REPLY)], XINJIAN_HANDLER, TUESDAY);
        bench.did("submit", &[], XINJIAN_HANDLER, TUESDAY);
        bench.did("sign", &[], SECRETARY, TUESDAY);
        bench.did("deliver", &[("method", "phone")], OPERATOR, TUESDAY);
        tick(&mut bench, "reply");
        let word = [("satisfaction", "dissatisfied"), ("resolved", "no")];
        bench.did("evaluate", &word, OPERATOR, TUESDAY);
        bench.second_reply();
        let act = bench.case.unmirrored_act().unwrap();
        assert_eq!((act.step, act.turn, act.round), (MirrorStep::Reply, 2, 2));
    }

    #[test]
    fn a_tick_of_an_older_record_counts_for_the_first_act_of_its_step() {
        let mut bench = known_to_the_platform();
        let back = [("reason", "not_ours"), ("note", "应由社会事务办办理")];
        bench.did("transfer", &[], OPERATOR, TUESDAY);
        bench.did("send_back", &back, XINJIAN_HANDLER, TUESDAY);
        bench.did("transfer", &[], OPERATOR, TUESDAY);
        let (step, mirrored_at) = (MirrorStep::Transfer, moment(TUESDAY));
        let old = Mirrored { step, mirrored_at, turn: None, round: None };
        bench.recorded(old.into(), OPERATOR, TUESDAY);
        bench.did("mark_mirrored", &[("step", "acceptance")], OPERATOR, TUESDAY);
        assert_eq!(bench.case.mirrored[0].act.turn, 1);
        assert_eq!(bench.case.unmirrored(), Some(MirrorStep::Transfer));
    }

    #[test]
    fn a_reported_case_has_a_tick_too() {
        let mut bench = Bench::registered_with(&[("platform_no", "500104202611001")]);
        bench.did("seal", &[], OPERATOR, TUESDAY);
        assert_eq!(bench.case.unmirrored(), Some(MirrorStep::Reported));
        bench.did("mark_mirrored", &[("step", "上报")], OPERATOR, TUESDAY);
        assert_eq!(bench.case.unmirrored(), None);
    }

    #[test]
    fn only_what_happened_here_is_ticked_once_and_at_a_time_that_can_be() {
        use RefusalCode::{NothingToDo, OutOfTime, WrongStage};
        let at = (OPERATOR, TUESDAY);
        let table: [(Fields<'_>, RefusalCode, &[&str]); 3] = [
            (&[("step", "reply")], WrongStage, &["还没有答复"]),
            (&[("step", "acceptance"), ("at", "2026-11-17 09:01")], OutOfTime, &["现在之前"]),
            (&[("step", "acceptance"), ("at", "2026-11-14 09:00")], OutOfTime, &["投诉之后"]),
        ];
        for (fields, code, words) in table {
            known_to_the_platform().refuses("mark_mirrored", fields, at, code, words);
        }
        let mut bench = known_to_the_platform();
        let accepted: Fields<'_> = &[("step", "acceptance")];
        bench.did("mark_mirrored", accepted, OPERATOR, TUESDAY);
        bench.refuses("mark_mirrored", accepted, at, NothingToDo, &["都已在平台同步"]);
        bench.did("transfer", &[], OPERATOR, TUESDAY);
        bench.refuses("mark_mirrored", accepted, at, NothingToDo, &["受理", "已登记过"]);
        Bench::registered().refuses("mark_mirrored", accepted, at, NothingToDo, &["没有平台编号"]);
    }
}
