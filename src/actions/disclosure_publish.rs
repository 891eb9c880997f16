//! 公开: the unit makes it public, and the day decides whether that was in time (N§三(一)).

use super::answers::Answers;
use super::disclosing::{on_behalf_of, one};
use super::field::{Field, FieldKind};
use super::permission::{ON_BEHALF_OF, Who};
use super::ruling::{RULED_ON, RULING};
use super::{Act, On, Questions, StreamAct, StreamOutcome};
use crate::domain::context::Context;
use crate::domain::disclosure::event::{DisclosureEvent, DisclosurePublished};
use crate::domain::disclosure::{Disclosure, DisclosureState};
use crate::domain::refusal::{Refusal, RefusalCode};
use crate::domain::time::Date;
use crate::domain::words::Position;

const ON: Field =
    Field::optional("on", "公开日期", FieldKind::Date).hint("不填即今天；不得早于审核日，不得晚于今天");
const PLACE: Field =
    Field::required("place", "公开的地方", FieldKind::Line).hint("如村务公开栏、平台、微信群");

/// The row of this act.
pub static ACT: Act = Act {
    code: "disclosure_publish",
    who: &[Who::UnitHandler],
    questions: Questions {
        title: "公开",
        summary: "登记公开的日期和地方；到期日以后公开的记为逾期",
        fields: &[ON, PLACE, RULING, RULED_ON, ON_BEHALF_OF],
        confirm: None,
    },
    example: r#"{"place":"村务公开栏"}"#,
    on: On::Disclosure(
        StreamAct::by(decide).ready(|record| record.check_state(&[DisclosureState::Reviewed])),
    ),
};

fn decide(
    record: &Disclosure,
    answers: &Answers,
    context: &Context<'_>,
) -> Result<StreamOutcome<DisclosureEvent>, Refusal> {
    let today = context.today();
    let on = answers.date(&ON)?.unwrap_or(today);
    let signed = record.signed.as_ref().map_or(today, |signed| signed.on);
    if on > today || on < signed {
        let message = format!("公开日期{on}不对：不得早于审核日{signed}，不得晚于今天。");
        return Err(ON.refuses(RefusalCode::OutOfTime, message));
    }
    let ruling = ruling_on(on, answers, context)?;
    let place = answers.need_text(&PLACE)?;
    let on_behalf_of = on_behalf_of(record.unit, answers, context)?;
    one(DisclosurePublished { on, place, verdict: record.verdict_on(on), ruling, on_behalf_of })
}

/// The words of the secretary that a day long past needs (`domain.md` §10 Days, Day of the act).
fn ruling_on(on: Date, answers: &Answers, context: &Context<'_>) -> Result<String, Refusal> {
    let within = context.settings.record_act_within_working_days;
    if context.today() <= context.calendar.add_working_days(on, within).on {
        return Ok(String::new());
    }
    let text = answers.text(RULING.name).ok_or_else(|| {
        let message =
            format!("公开日期{on}距今已超过{within}个工作日，补录须有镇纪委书记意见，请填写意见和日期。");
        RULING.refuses(RefusalCode::MissingSignature, message)
    })?;
    if context.actor.holds(Position::DisciplineSecretary) {
        return Ok(text);
    }
    if !context.actor.holds(Position::CommissionOperator) {
        let message = "书记意见由镇纪委书记本人填写，或由镇纪委专人代录书面意见，您不能填写。";
        return Err(RULING.refuses(RefusalCode::NotPermitted, message));
    }
    let ruled_on = answers.date(&RULED_ON)?.ok_or_else(|| RULED_ON.missing())?;
    if ruled_on < on || ruled_on > context.today() {
        let message = format!("书记签署日期{ruled_on}不对：不得早于公开日期{on}，不得晚于今天。");
        return Err(RULED_ON.refuses(RefusalCode::OutOfTime, message));
    }
    Ok(format!("{text}（{ruled_on}，书面）"))
}
