//! What comes again and again: how often, which stretch of time one occurrence is about, and by which day it is due.

mod cycle;
mod due;
mod period;

pub use cycle::{Cycle, CycleKind, NoCycle};
pub use due::{DueRule, RestDayDue, level, warned_until};
pub use period::{Period, months_before};
