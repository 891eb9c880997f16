//! 散会确认: every decision becomes the ordinary assessment of its case, one transaction for each. One that has become
//! impossible stays open and is named; the others go through (`domain.md` §6).

use super::answers::Answers;
use super::permission::Who;
use super::{Act, On, Questions, StreamAct, StreamOutcome};
use crate::domain::context::Context;
use crate::domain::meeting::event::{MeetingConfirmed, MeetingEvent};
use crate::domain::meeting::{Meeting, MeetingState};
use crate::domain::refusal::{Refusal, RefusalCode};

/// The row of this act.
pub static ACT: Act = Act {
    code: "meeting_confirm",
    who: &[Who::CommissionOperator, Who::DisciplineSecretary],
    questions: Questions {
        title: "散会确认",
        summary: "会上的决定逐件生效；办不成的留着并说明原因",
        fields: &[],
        confirm: Some("会上定了的逐件按“研判”生效；没定的和暂缓的留到下次会。"),
    },
    example: "{}",
    on: On::Meeting(StreamAct::by(decide).applying()),
};

/// Looked at before the decisions take effect, and again after them.
fn decide(
    meeting: &Meeting,
    _: &Answers,
    context: &Context<'_>,
) -> Result<StreamOutcome<MeetingEvent>, Refusal> {
    meeting.check_recorder(context.actor.id, context.org)?;
    let is_again = meeting.state == MeetingState::Confirmed;
    if is_again && !meeting.agenda.iter().any(crate::domain::meeting::Item::waits) {
        return Err(Refusal::new(RefusalCode::NothingToDo, "会上的决定都已生效，没有要再确认的。"));
    }
    if !is_again && meeting.agenda.iter().all(|item| item.decision.is_empty()) {
        return Err(Refusal::new(RefusalCode::NothingToDo, "一件也没有定，不能确认；不开了请“取消研判会”。"));
    }
    Ok(MeetingEvent::from(MeetingConfirmed {}).into())
}
