//! Rounds of handling: when the complainant has been waited for long enough, and the limit of the next round.

use crate::domain::case::Case;
use crate::domain::context::Context;
use crate::domain::event::{CaseEvent, ClockStarted, ResolutionRecorded};
use crate::domain::limit::clock::Clock;
use crate::domain::refusal::{Refusal, RefusalCode};
use crate::domain::sealable::Sealable;
use crate::domain::time::Moment;
use crate::domain::words::Resolved;

/// The fact of the limit that begins today when the case is handled once more.
#[must_use]
pub fn next_round(case: &Case, context: &Context<'_>) -> Option<CaseEvent> {
    let clock =
        Clock::handling(case.kind?, case.round + 1, context.today(), context.settings, context.calendar);
    Some(CaseEvent::ClockStarted(ClockStarted { clock }))
}

/// Whether enough working days went by since this round's reply to close without the complainant's word (ours).
///
/// # Errors
/// `out_of_time` with the first day on which it will be.
pub fn waited_for_evaluation(case: &Case, context: &Context<'_>) -> Result<(), Refusal> {
    let Some(delivery) = case.delivered() else {
        return Err(Refusal::new(RefusalCode::Incomplete, "本轮答复还没有送达投诉人（做“答复”）"));
    };
    let days = context.settings.close_without_evaluation_after_working_days;
    let replied_on = Moment::date(delivery.recorded_at);
    let first_day = context.calendar.add_working_days(replied_on, days).on;
    if context.today() >= first_day {
        return Ok(());
    }
    Err(Refusal::new(
        RefusalCode::OutOfTime,
        format!("答复后满{days}个工作日（{first_day}起）投诉人仍未评价，才能按未评价处理"),
    ))
}

/// The fact of having learnt whether the matter was settled, for a word that came without it.
pub fn learnt(case: &Case, resolved: Resolved, comment: Option<String>) -> CaseEvent {
    let comment = comment.map(Sealable::new);
    CaseEvent::ResolutionRecorded(ResolutionRecorded { round: case.round, resolved, comment })
}
