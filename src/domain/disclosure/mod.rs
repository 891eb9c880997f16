//! Disclosure (公示公开, N§三(一)): which matters a unit makes public, for which period, by which day, and how far each
//! has come. `domain.md` §5.

mod cycle;
mod due;
mod period;
mod state;

pub use cycle::{Cycle, CycleKind, NoCycle};
pub use due::{DueRule, RestDayDue, level};
pub use period::Period;
pub use state::DisclosureState;
