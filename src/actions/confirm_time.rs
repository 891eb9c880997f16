//! 确认时间: somebody looked at a clock and says that the machine's is right, so that records may go on (`quality.md`).

use super::answers::Answers;
use super::field::{Field, FieldKind};
use super::permission::Who;
use super::{Act, On, Questions, TownAct};
use crate::domain::context::Context;
use crate::domain::refusal::Refusal;
use crate::domain::town::event::{TimeConfirmed, TownEvent};
use crate::domain::wall_clock::SLACK;

const TIME: Field = Field::required("time", "现在的时间", FieldKind::Moment);

/// The row of this act.
pub static ACT: Act = Act {
    code: "confirm_time",
    who: &[Who::CommissionOperator, Who::Administrator],
    questions: Questions {
        title: "确认时间",
        summary: "看着钟表填写现在的北京时间，与服务器一致才算确认，此后可以继续保存",
        fields: &[TIME],
        confirm: None,
    },
    example: r#"{"time":"2026-11-23 09:00"}"#,
    on: On::Town(TownAct::by(decide)),
};

fn decide(answers: &Answers, context: &Context<'_>) -> Result<Vec<TownEvent>, Refusal> {
    let time = answers.moment(&TIME)?.ok_or_else(|| Refusal::missing(TIME.name, TIME.label))?;
    if (time.unix() - context.now.unix()).abs() > SLACK {
        return Err(TIME.invalid(&format!(
            "与服务器时间{}相差五分钟以上，没有确认；服务器时间不对的，请系统管理员校正后再办。",
            context.now.minute()
        )));
    }
    Ok(vec![TimeConfirmed { time }.into()])
}
