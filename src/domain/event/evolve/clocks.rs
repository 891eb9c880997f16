//! What facts about limits change.

use crate::domain::case::Case;
use crate::domain::limit::clock::Clock;
use crate::domain::time::Date;
use crate::domain::words::{ClockKind, Verdict};

fn find(case: &mut Case, kind: ClockKind, round: u32) -> Option<&mut Clock> {
    case.clocks.iter_mut().find(|clock| clock.clock == kind && clock.round == round)
}

/// The clock stands as given from now on.
pub fn replace(case: &mut Case, clock: &Clock) {
    if let Some(old) = find(case, clock.clock, clock.round) {
        old.clone_from(clock);
    }
}

/// As if it had never run.
pub fn cancel(case: &mut Case, kind: ClockKind, round: u32) {
    case.clocks.retain(|clock| !(clock.clock == kind && clock.round == round));
}

/// Stopped on a day with a verdict, or running again.
pub fn set_stop(case: &mut Case, kind: ClockKind, round: u32, stop: Option<(Date, Verdict)>) {
    if let Some(clock) = find(case, kind, round) {
        clock.stopped_on = stop.map(|(on, _)| on);
        clock.verdict = stop.map(|(_, verdict)| verdict);
    }
}
