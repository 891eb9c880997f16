//! How many cases were read for a table, told to whoever waits for it and may stop it.

use std::ops::ControlFlow;

use crate::domain::refusal::{Refusal, RefusalCode};
use crate::office::OfficeError;

/// So often it is told, in cases.
const EVERY: usize = 100;

/// Counts the cases that are read.
pub struct CasesRead<'a> {
    done: usize,
    told: Box<dyn FnMut(usize) -> ControlFlow<()> + 'a>,
}

impl<'a> CasesRead<'a> {
    /// Told every hundred cases how many there were; `Break` stops, and nothing is written.
    #[must_use]
    pub fn telling(told: impl FnMut(usize) -> ControlFlow<()> + 'a) -> Self {
        Self { done: 0, told: Box::new(told) }
    }

    /// One case more.
    pub(in crate::office) fn one_more(&mut self) -> Result<(), OfficeError> {
        self.done += 1;
        if self.done.is_multiple_of(EVERY) && (self.told)(self.done).is_break() {
            let message = "按您的要求停下了，没有写出。";
            return Err(Refusal::new(RefusalCode::NotSaved, message).into());
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reading_is_told_every_hundred_cases_and_ends_when_whoever_waits_wants_no_more() {
        let mut told = Vec::new();
        let mut read = CasesRead::telling(|cases| {
            told.push(cases);
            if cases < 300 { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
        });
        let ended = (1..1_000).find(|_| read.one_more().is_err());
        drop(read);
        assert_eq!((ended, told), (Some(300), vec![100, 200, 300]));
    }
}
