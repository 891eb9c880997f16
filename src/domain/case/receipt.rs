//! The unit's receipt of the case: what a corrected day of receipt must not pass (`domain.md` §10 Days, Receipt).

use super::Case;
use crate::domain::ids::ClockId;
use crate::domain::limit::clock::Clock;
use crate::domain::time::Date;
use crate::domain::words::ClockKind;

/// A receipt as it was recorded with the transfer, whatever was corrected since.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Receipt {
    /// The day first recorded; the time for sending back counts from it.
    pub recorded_as: Date,
    /// The day on which it was recorded.
    pub recorded_on: Date,
    /// The handling clock that it started.
    pub clock: ClockId,
    /// The day of the unit's first act on it.
    pub acted_on: Option<Date>,
}

impl Case {
    /// The unit received the case; the clock that starts next is that of this receipt.
    pub(in crate::domain) fn receive(&mut self, day: Date, recorded_on: Date) {
        let clock = ClockId(self.clocks_started + 1);
        self.receipt = Some(Receipt { recorded_as: day, recorded_on, clock, acted_on: None });
    }

    /// The unit did something about the case.
    pub(in crate::domain) fn unit_acted(&mut self, day: Date) {
        if let Some(receipt) = &mut self.receipt {
            receipt.acted_on.get_or_insert(day);
        }
    }

    /// The handling clock that runs from the day of receipt, running or stopped; rounds after the first have a start
    /// of their own.
    #[must_use]
    pub fn receipt_clock(&self) -> Option<&Clock> {
        let id = self.receipt?.clock;
        self.clocks
            .iter()
            .find(|clock| clock.id == id && clock.clock == ClockKind::Handling && !clock.is_cancelled())
    }

    /// The first day on which the unit's time may begin: the case was accepted, and had come back from another unit.
    #[must_use]
    pub fn earliest_receipt(&self) -> Option<Date> {
        self.accepted_at.map(crate::domain::time::Moment::date).max(self.returned_on)
    }
}
