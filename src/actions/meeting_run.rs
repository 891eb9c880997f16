//! 开会: somebody records the meeting from now on; who records already goes on wherever they sit.

use super::answers::Answers;
use super::field::{Field, FieldKind};
use super::permission::Who;
use super::{Act, On, Questions, StreamAct, StreamOutcome};
use crate::domain::context::Context;
use crate::domain::meeting::event::{MeetingEvent, MeetingRun};
use crate::domain::meeting::{Meeting, MeetingState};
use crate::domain::refusal::{Refusal, RefusalCode};

pub const TAKE_OVER: Field =
    Field::optional("take_over", "接手记录", FieldKind::Flag).hint("别人正在记录、要改由您记录时填“是”");

/// The row of this act.
pub static ACT: Act = Act {
    code: "meeting_run",
    who: &[Who::CommissionOperator, Who::DisciplineSecretary],
    questions: Questions {
        title: "开会记录",
        summary: "开始开会，由您记录；别人在记录的可以接手",
        fields: &[TAKE_OVER],
        confirm: None,
    },
    example: "{}",
    on: On::Meeting(StreamAct::by(decide)),
};

fn decide(
    meeting: &Meeting,
    answers: &Answers,
    context: &Context<'_>,
) -> Result<StreamOutcome<MeetingEvent>, Refusal> {
    meeting.check_state(&[MeetingState::Planned, MeetingState::Running])?;
    let taken_from = match meeting.records {
        None => None,
        Some(person) if person == context.actor.id => {
            return Err(Refusal::new(RefusalCode::NothingToDo, "这次会已经由您记录，接着记就行。"));
        }
        Some(person) if answers.flag(&TAKE_OVER)? => Some(person),
        Some(person) => {
            let name = context.org.person_name(person);
            let message = format!("{name}正在记录这次会；要由您接手，请把“{}”填“是”。", TAKE_OVER.label);
            return Err(TAKE_OVER.refuses(RefusalCode::Conflict, message));
        }
    };
    Ok(MeetingEvent::from(MeetingRun { taken_from }).into())
}
