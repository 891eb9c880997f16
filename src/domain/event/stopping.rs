//! The facts of stopping a case's limits and of letting them run on.

use crate::domain::case::Case;
use crate::domain::event::CaseEvent;
use crate::domain::time::Date;
use crate::domain::words::ClockKind;

impl Case {
    /// The fact of stopping a clock that runs, with its verdict for ever; nothing when it does not run.
    #[must_use]
    pub fn stop_clock(&self, kind: ClockKind, on: Date) -> Option<CaseEvent> {
        let clock = self.clock(kind).filter(|clock| clock.is_running())?;
        Some(CaseEvent::ClockStopped { clock: kind, round: clock.round, on, verdict: clock.verdict_on(on) })
    }

    /// The facts of stopping every running clock.
    #[must_use]
    pub fn stop_clocks(&self, on: Date) -> Vec<CaseEvent> {
        self.clocks
            .iter()
            .filter(|clock| clock.is_running())
            .map(|clock| CaseEvent::ClockStopped {
                clock: clock.clock,
                round: clock.round,
                on,
                verdict: clock.verdict_on(on),
            })
            .collect()
    }

    /// The facts of letting the clocks run on that a merger or a withdrawal stopped.
    #[must_use]
    pub fn resume_parked_clocks(&self) -> Vec<CaseEvent> {
        let clocks = self.parked.iter().flat_map(|parked| &parked.clocks);
        clocks.map(|(clock, round)| CaseEvent::ClockResumed { clock: *clock, round: *round }).collect()
    }
}
