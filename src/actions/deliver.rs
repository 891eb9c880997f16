//! 答复: the signed reply goes out to the complainant; its text is frozen as sent (N§三(二)2, Annex 4).

use super::answers::Answers;
use super::field::{Field, FieldKind, words};
use super::permission::Who;
use super::warnings;
use super::{Act, CaseAct, On, Questions, act_day, ruling};
use crate::domain::case::letter::Letter;
use crate::domain::case::stage::Stage;
use crate::domain::case::{Case, text_check};
use crate::domain::context::Context;
use crate::domain::document::Document;
use crate::domain::event::{CaseEvent, Delivered};
use crate::domain::refusal::{Refusal, RefusalCode};
use crate::domain::sealable::Sealable;
use crate::domain::time::Moment;
use crate::domain::town::settings::HandlingStop;
use crate::domain::words::{ClockKind, DeliveryMethod, DocumentKind};

const METHOD: Field = Field::required("method", "答复方式", FieldKind::Choice(words::<DeliveryMethod>));
const AT: Field =
    Field::optional("at", "答复时间", FieldKind::Moment).hint("不填即现在；不得早于审签完成，不得晚于现在");

/// The row of this act.
pub static ACT: Act = Act {
    code: "deliver",
    who: &[Who::CommissionOperator],
    questions: Questions {
        title: "答复",
        summary: "把审签过的答复意见送达投诉人，并入本件的投诉同时答复",
        fields: &[METHOD, AT, ruling::RULING, ruling::RULED_ON, ruling::RULING_NO, warnings::CONFIRMED],
        confirm: Some("答复送达后文本定稿，不能再改"),
    },
    example: r#"{"method":"phone"}"#,
    on: On::Case(
        CaseAct::at(&[Stage::Reply], decide)
            .ready(ready)
            .instead("答复已经送出；投诉人不满意的“退回重办”，有新情况的“补充”"),
    ),
};

fn ready(case: &Case, _: &Context<'_>) -> Result<(), Refusal> {
    if case.approved(DocumentKind::Reply).is_some() {
        return Ok(());
    }
    Err(Refusal::new(RefusalCode::MissingSignature, "答复意见还没有审签完，不能答复投诉人。"))
}

fn decide(case: &Case, answers: &Answers, context: &Context<'_>) -> Result<Vec<CaseEvent>, Refusal> {
    ready(case, context)?;
    let Some(reply) = case.approved(DocumentKind::Reply) else { return Ok(Vec::new()) };
    let method = answers.need_word(&METHOD)?;
    let delivered_at = answers.moment(&AT)?.unwrap_or(context.now);
    if delivered_at > context.now {
        return Err(AT.refuses(
            RefusalCode::OutOfTime,
            format!("答复时间{}在现在之后，请核对。", delivered_at.minute()),
        ));
    }
    check_order(case, reply, delivered_at)?;
    let ruling = ruling::read(case, answers, context)?;
    if let Some(ruling) = &ruling {
        ruling::check_answers(ruling, "答复送达", delivered_at.date())?;
    }
    act_day::check("答复送达", delivered_at.date(), ruling.as_ref(), context)?;
    warnings::check(&text_check::reply(case, reply, context.settings), answers)?;
    let text = Sealable::new(reply.text.text());
    let version = reply.version;
    let letter = Some(Letter::of(case, Some(reply), &context.settings.phrases, context.org));
    let mut events =
        vec![CaseEvent::Delivered(Delivered { method, at: delivered_at, version, text, ruling, letter })];
    match context.settings.handling_clock_stops_at {
        HandlingStop::Reply => events.extend(case.stop_clock(ClockKind::Handling, delivered_at.date())),
        HandlingStop::Closure => {}
    }
    Ok(events)
}

/// A reply goes out after its last signature, to the minute where that was given under a login (`domain.md` §10 Days,
/// Order), and not while the case stood still.
fn check_order(case: &Case, reply: &Document, delivered_at: Moment) -> Result<(), Refusal> {
    let signed_on = reply.last_signed_on();
    let signed_at = reply.last_signed_at_a_login();
    if signed_on.is_some_and(|day| delivered_at.date() < day)
        || signed_at.is_some_and(|at| delivered_at.minute() < at.minute())
    {
        return Err(AT.refuses(
            RefusalCode::OutOfTime,
            format!("答复时间{}早于最后一位领导审签，请核对。", delivered_at.minute()),
        ));
    }
    match case.resumed_on {
        Some(resumed_on) if delivered_at.date() < resumed_on => Err(AT.refuses(
            RefusalCode::OutOfTime,
            format!("答复时间{}早于恢复办理的日期{resumed_on}，请核对。", delivered_at.minute()),
        )),
        Some(_) | None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use crate::actions::fixtures::later::REPLY;
    use crate::actions::fixtures::people::{OPERATOR, SECRETARY, XINJIAN_HANDLER};
    use crate::actions::fixtures::{Bench, Fields, TUESDAY, WEDNESDAY, day, moment};
    use crate::domain::case::letter::Letter;
    use crate::domain::case::stage::Stage;
    use crate::domain::event::{CaseEvent, ClockStopped, Delivered};
    use crate::domain::refusal::RefusalCode;
    use crate::domain::sealable::Sealable;
    use crate::domain::town::settings::HandlingStop;
    use crate::domain::words::{ClockKind, DeliveryMethod, DocumentKind, DocumentState, Verdict};

    const OPENING: &str =
        "您于2026年11月15日通过“监督一点通”服务平台，投诉反映的低保名单未公示等问题，现答复如下：";
    const PHONE: Fields<'static> = &[("method", "电话")];

    fn delivered(bench: &mut Bench) -> Vec<CaseEvent> {
        bench.did("deliver", PHONE, OPERATOR, WEDNESDAY)
    }

    #[test]
    fn what_went_out_is_frozen_as_it_was_sent_and_the_limit_runs_until_closure() {
        let mut bench = Bench::reply_signed();
        let sent = CaseEvent::Delivered(Delivered {
            method: DeliveryMethod::Phone,
            at: moment(WEDNESDAY),
            version: 1,
            text: Sealable::new(REPLY),
            ruling: None,
            letter: Some(Letter {
                opening: Sealable::new(OPENING),
                closing: "感谢您对我们工作给予的监督、关心、理解和支持！".to_owned(),
                unit: "新建村".to_owned(),
                reviewed_by: "镇纪委（余忠涛）".to_owned(),
            }),
        });
        assert_eq!(delivered(&mut bench), [sent]);
        assert_eq!(bench.case.stage, Stage::Evaluation);
        assert_eq!(bench.case.document(DocumentKind::Reply).unwrap().state, DocumentState::Done);
        assert!(bench.limit().is_running());
    }

    #[test]
    fn where_the_settings_say_so_the_limit_stops_with_the_reply() {
        let mut bench = Bench::reply_signed();
        bench.settings.handling_clock_stops_at = HandlingStop::Reply;
        let stopped = CaseEvent::ClockStopped(ClockStopped {
            clock: ClockKind::Handling,
            round: 1,
            on: day("2026-11-18"),
            verdict: Verdict::OnTime,
        });
        assert_eq!(delivered(&mut bench).last(), Some(&stopped));
    }

    #[test]
    fn a_reply_goes_out_after_its_last_signature_and_not_in_the_future() {
        for (at, words) in [
            ("2026-11-18 09:01", ["2026-11-18 09:01", "现在之后"]),
            ("2026-11-16 23:59", ["2026-11-16 23:59", "早于最后一位领导审签"]),
            ("2026-11-17 08:59", ["2026-11-17 08:59", "早于最后一位领导审签"]),
        ] {
            let fields = [("method", "phone"), ("at", at)];
            Bench::reply_signed().refuses(
                "deliver",
                &fields,
                (OPERATOR, WEDNESDAY),
                RefusalCode::OutOfTime,
                &words,
            );
        }
        let fields = [("method", "phone"), ("at", "2026-11-17 09:00")];
        Bench::reply_signed().did("deliver", &fields, OPERATOR, WEDNESDAY);
    }

    #[test]
    fn a_text_with_something_to_look_at_goes_out_only_when_that_was_seen() {
        let mut bench = Bench::investigated();
        let reply = [("text", "请耐心等待。"), ("claims", "-公示名单")];
        bench.did("draft_reply", &reply, XINJIAN_HANDLER, TUESDAY);
        bench.did("submit", &[], XINJIAN_HANDLER, TUESDAY);
        bench.did("sign", &[], SECRETARY, TUESDAY);
        bench.refuses(
            "deliver",
            PHONE,
            (OPERATOR, WEDNESDAY),
            RefusalCode::NeedsConfirmation,
            &["只有6字", "【请耐心等待】", "诉求未回应：公示名单", "已核对提示"],
        );
        let seen = [("method", "phone"), ("confirm_warnings", "是")];
        bench.did("deliver", &seen, OPERATOR, WEDNESDAY);
        assert_eq!(bench.case.stage, Stage::Evaluation);
    }

    #[test]
    fn a_reply_that_not_everyone_has_signed_does_not_go_out() {
        let mut bench = Bench::reply_submitted();
        bench.refuses("deliver", PHONE, (OPERATOR, WEDNESDAY), RefusalCode::WrongStage, &["答复"]);
        bench.case.stage = Stage::Reply;
        bench.refuses("deliver", PHONE, (OPERATOR, WEDNESDAY), RefusalCode::MissingSignature, &["审签"]);
    }
}
