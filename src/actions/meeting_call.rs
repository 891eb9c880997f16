//! 研判下一件: a case of the agenda comes before the meeting. Whoever it is about, and people of their unit, leave the room
//! first, and nothing of it is shown until that is said (`domain.md` §10 Meetings).

use super::agenda;
use super::answers::Answers;
use super::field::{Field, FieldKind};
use super::permission::Who;
use super::{Act, On, Questions, StreamAct, StreamOutcome};
use crate::domain::case::respondents::Register;
use crate::domain::context::Context;
use crate::domain::meeting::event::{CaseCalled, MeetingEvent};
use crate::domain::meeting::heading::names;
use crate::domain::meeting::{Meeting, MeetingState};
use crate::domain::refusal::{Refusal, RefusalCode};

pub const LEFT: Field = Field::optional("left", "已回避离场", FieldKind::Flag)
    .needed("在场的人须回避时必填")
    .hint("须回避的人都离场后填“是”");

/// The row of this act.
pub static ACT: Act = Act {
    code: "meeting_call",
    who: &[Who::CommissionOperator, Who::DisciplineSecretary],
    questions: Questions {
        title: "研判这一件",
        summary: "会上开始研判议题中的一件；须回避的人先离场",
        fields: &[agenda::CASE, LEFT],
        confirm: None,
    },
    example: r#"{"case":"2026-0001"}"#,
    on: On::Meeting(StreamAct::by(decide)),
};

fn decide(
    meeting: &Meeting,
    answers: &Answers,
    context: &Context<'_>,
) -> Result<StreamOutcome<MeetingEvent>, Refusal> {
    meeting.check_state(&[MeetingState::Running])?;
    meeting.check_recorder(context.actor.id, context.org)?;
    let (place, case) = agenda::on_agenda(meeting, context)?;
    if meeting.called.is_some_and(|called| called.case == case.id) {
        return Err(Refusal::new(RefusalCode::NothingToDo, format!("第{place}件正在研判。")));
    }
    let recused = agenda::item(case, &meeting.heading.present(), &Register::of(context.org)).recused;
    agenda::check_not_recused(place, &recused, context)?;
    if !recused.is_empty() && !answers.flag(&LEFT)? {
        let message = format!("第{place}件：请{}回避离场，离场后把“{}”填“是”。", names(&recused), LEFT.label);
        return Err(LEFT.refuses(RefusalCode::Recused, message));
    }
    let called = CaseCalled { case: case.id, case_no: case.case_no.clone(), left: recused };
    Ok(MeetingEvent::from(called).into())
}
