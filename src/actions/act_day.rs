//! The day of an act that paper proves: it counts when it is recorded soon after, and later only by ruling of the
//! discipline secretary (`domain.md` §10 Days, Day of the act). And the hour at which that day was over.

use super::ruling;
use crate::domain::case::Case;
use crate::domain::context::Context;
use crate::domain::document::ruling::Ruling;
use crate::domain::event::{CaseEvent, ClockStopped};
use crate::domain::refusal::Refusal;
use crate::domain::time::{Date, Moment};

/// Whether an act of this day may be recorded today as one of that day.
///
/// # Errors
/// `missing_signature` when it is longer ago than the settings allow and nobody ruled; `out_of_time` for a ruling given
/// before the act that it answers.
pub fn check(act: &str, day: Date, ruling: Option<&Ruling>, context: &Context<'_>) -> Result<(), Refusal> {
    let within = context.settings.record_act_within_working_days;
    if context.today() <= context.calendar.add_working_days(day, within).on {
        return Ok(());
    }
    match ruling {
        Some(ruling) => ruling::check_answers(ruling, act, day),
        None => Err(ruling::needed(&format!("{act}日期{day}距今已超过{within}个工作日，补录"))),
    }
}

/// The facts of an act, each limit that they stop judged by the hour of the act: a reply says when it went out, anything
/// else happens when it is recorded.
pub fn judged(events: Vec<CaseEvent>, case: &Case, context: &Context<'_>) -> Vec<CaseEvent> {
    let sent_at = events
        .iter()
        .find_map(|event| if let CaseEvent::Delivered(sent) = event { Some(sent.at) } else { None });
    let acted_at = sent_at.unwrap_or(context.now);
    events.into_iter().map(|event| after_closing_hour(event, case, acted_at, context)).collect()
}

/// A limit that stops after the closing hour of the settings has run out, whichever act stops it.
fn after_closing_hour(
    mut event: CaseEvent,
    case: &Case,
    acted_at: Moment,
    context: &Context<'_>,
) -> CaseEvent {
    let judged_on = context.settings.limit_day(acted_at);
    if let CaseEvent::ClockStopped(ClockStopped { clock, round, on, verdict }) = &mut event
        && *on == acted_at.date()
        && let Some(stopped) = case
            .clocks
            .iter()
            .find(|running| running.is_running() && (running.clock, running.round) == (*clock, *round))
    {
        *verdict = stopped.verdict_of_end(judged_on, *verdict);
    }
    event
}
