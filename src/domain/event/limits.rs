//! Facts about legal limits: a clock began, stopped, moved, was taken back or runs on.

use serde::{Deserialize, Serialize};

use super::{CaseEvent, CaseFact, Recorded, Sealables};
use crate::domain::calendar::Calendar;
use crate::domain::case::Case;
use crate::domain::code::Coded as _;
use crate::domain::ids::ClockId;
use crate::domain::limit::clock::Clock;
use crate::domain::time::Date;
use crate::domain::town::org::Org;
use crate::domain::words::{ClockKind, Verdict};

/// The clock that a fact speaks of: the newest of its sort and round that was not taken back. Each turn has clocks of its
/// own, and only those of the newest turn run and stop.
fn find(case: &mut Case, kind: ClockKind, round: u32) -> Option<&mut Clock> {
    case.clocks
        .iter_mut()
        .rev()
        .find(|clock| clock.clock == kind && clock.round == round && !clock.is_cancelled())
}

/// A limit began to run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClockStarted {
    pub clock: Clock,
}

impl CaseFact for ClockStarted {
    const CODE: &'static str = "clock_started";

    fn fold(&self, case: &mut Case, _: &Recorded) {
        case.clocks_started += 1;
        let (id, turn) = (ClockId(case.clocks_started), case.turn);
        case.clocks.push(Clock { id, turn, ..self.clock.clone() });
    }

    fn sentence(&self, _: &Org) -> String {
        let clock = &self.clock;
        format!(
            "{}起算：{}起{}个{}，{}到期{}",
            clock.label(),
            clock.started_on,
            clock.limit,
            clock.unit.label(),
            clock.due_on,
            if clock.provisional { "（暂定）" } else { "" }
        )
    }

    fn sealables_mut(&mut self) -> Sealables<'_> {
        Vec::new()
    }
}

/// A limit ended with a verdict.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClockStopped {
    pub clock: ClockKind,
    pub round: u32,
    pub on: Date,
    pub verdict: Verdict,
}

impl CaseFact for ClockStopped {
    const CODE: &'static str = "clock_stopped";

    fn fold(&self, case: &mut Case, _: &Recorded) {
        if let Some(clock) = find(case, self.clock, self.round) {
            clock.stopped_on = Some(self.on);
            clock.verdict = Some(self.verdict);
        }
    }

    fn sentence(&self, _: &Org) -> String {
        let word = match self.verdict {
            Verdict::OnTime => "按期",
            Verdict::Late => "已超期",
            Verdict::Merged => "未到期，因并案不再计",
            Verdict::Withdrawn => "未到期，因撤回不再计",
            Verdict::Sealed => "未到期，因密封不再计",
            Verdict::Cancelled => "作废",
        };
        format!("{}停止：{}，{word}", self.clock.label(), self.on)
    }

    fn sealables_mut(&mut self) -> Sealables<'_> {
        Vec::new()
    }
}

/// A limit was taken back as if it had never run: its unit sent the case back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClockCancelled {
    pub clock: ClockKind,
    pub round: u32,
}

impl CaseFact for ClockCancelled {
    const CODE: &'static str = "clock_cancelled";

    /// It stays to be seen, so that nobody has to guess why the next one has another number.
    fn fold(&self, case: &mut Case, recorded: &Recorded) {
        if let Some(clock) = find(case, self.clock, self.round) {
            clock.stopped_on = Some(recorded.at.date());
            clock.verdict = Some(Verdict::Cancelled);
        }
    }

    fn sentence(&self, _: &Org) -> String {
        format!("{}作废", self.clock.label())
    }

    fn sealables_mut(&mut self) -> Sealables<'_> {
        Vec::new()
    }
}

/// A stopped limit runs on towards its old due day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClockResumed {
    pub clock: ClockKind,
    pub round: u32,
}

impl CaseFact for ClockResumed {
    const CODE: &'static str = "clock_resumed";

    fn fold(&self, case: &mut Case, recorded: &Recorded) {
        case.resumed_on = Some(recorded.at.date());
        if let Some(clock) = find(case, self.clock, self.round) {
            *clock = clock.resumed();
        }
    }

    fn sentence(&self, _: &Org) -> String {
        format!("{}接着走，到期日不变", self.clock.label())
    }

    fn sealables_mut(&mut self) -> Sealables<'_> {
        Vec::new()
    }
}

/// A limit got another due day; `clock` is how it stands from now on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClockMoved {
    pub clock: Clock,
    pub because: String,
}

impl CaseFact for ClockMoved {
    const CODE: &'static str = "clock_moved";

    fn fold(&self, case: &mut Case, _: &Recorded) {
        let named = case.clocks.iter().position(|clock| clock.id == self.clock.id);
        // A fact recorded before clocks were named by number means the one of its sort and round.
        let old = match named {
            Some(place) => case.clocks.get_mut(place),
            None => find(case, self.clock.clock, self.clock.round),
        };
        if let Some(old) = old {
            *old = Clock { id: old.id, turn: old.turn, ..self.clock.clone() };
        }
    }

    fn sentence(&self, _: &Org) -> String {
        let (clock, because) = (&self.clock, &self.because);
        format!("{}改为{}起、{}到期：{because}", clock.label(), clock.started_on, clock.due_on)
    }

    fn sealables_mut(&mut self) -> Sealables<'_> {
        Vec::new()
    }
}

impl Case {
    /// The fact of stopping a clock that runs, with its verdict for ever; nothing when it does not run.
    #[must_use]
    pub fn stop_clock(&self, kind: ClockKind, on: Date) -> Option<CaseEvent> {
        let clock = self.clock(kind).filter(|clock| clock.is_running())?;
        Some(ClockStopped { clock: kind, round: clock.round, on, verdict: clock.verdict_on(on) }.into())
    }

    /// The facts of stopping every running clock, each judged by its due day.
    #[must_use]
    pub fn stop_clocks(&self, on: Date) -> Vec<CaseEvent> {
        self.end_clocks(on, Verdict::OnTime)
    }

    /// The facts of stopping every running clock by an end that judges nobody (`domain.md` §10 Days, Merge).
    #[must_use]
    pub fn end_clocks(&self, on: Date, end: Verdict) -> Vec<CaseEvent> {
        self.clocks
            .iter()
            .filter(|clock| clock.is_running())
            .map(|clock| {
                let verdict = clock.verdict_of_end(on, end);
                ClockStopped { clock: clock.clock, round: clock.round, on, verdict }.into()
            })
            .collect()
    }

    /// The facts of letting a stopped clock run on. It is counted anew by the calendar in force, which may have become
    /// another while it stood still.
    #[must_use]
    pub fn resume_clock(&self, clock: &Clock, today: Date, calendar: &Calendar) -> Vec<CaseEvent> {
        let mut events = vec![ClockResumed { clock: clock.clock, round: clock.round }.into()];
        let running = clock.resumed();
        let counted = running.recounted(calendar, calendar, today);
        if counted != running {
            let because = "恢复计算时按现行节假日安排重算".to_owned();
            events.push(ClockMoved { clock: counted, because }.into());
        }
        events
    }

    /// The facts of letting the clocks run on that a merger or a withdrawal stopped.
    #[must_use]
    pub fn resume_parked_clocks(&self, today: Date, calendar: &Calendar) -> Vec<CaseEvent> {
        let parked = self.parked.iter().flat_map(|parked| &parked.clocks);
        let clocks = parked.filter_map(|(kind, round)| {
            let is_meant = |clock: &&Clock| (clock.clock, clock.round) == (*kind, *round);
            self.clocks.iter().rev().filter(|clock| !clock.is_cancelled()).find(is_meant)
        });
        clocks.flat_map(|clock| self.resume_clock(clock, today, calendar)).collect()
    }
}
