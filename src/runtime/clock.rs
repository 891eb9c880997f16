//! The only clock the console reads; everything below is told the time.

use std::time::{SystemTime, UNIX_EPOCH};

use crate::domain::time::Moment;

/// Tells the present moment, on a practice town possibly a shifted one.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct WallClock {
    /// Seconds this clock is ahead of the system's.
    ahead: i64,
}

impl WallClock {
    /// The system's clock.
    #[must_use]
    pub const fn system() -> Self {
        Self { ahead: 0 }
    }

    /// A clock that shows the given moment now and runs on from there (`--now`, practice towns only).
    #[must_use]
    pub fn starting_at(moment: Moment) -> Self {
        Self { ahead: moment.unix() - system_now().unix() }
    }

    /// The present moment.
    #[must_use]
    pub fn now(self) -> Moment {
        system_now().plus_seconds(self.ahead)
    }
}

#[expect(clippy::disallowed_methods, reason = "the one place at which the time of day is read")]
fn system_now() -> Moment {
    let (since, sign) = match SystemTime::now().duration_since(UNIX_EPOCH) {
        Ok(since) => (since, 1),
        // A machine whose clock was never set may show a year before 1970.
        Err(before) => (before.duration(), -1),
    };
    Moment::UNIX_EPOCH.plus_seconds(sign * i64::try_from(since.as_secs()).unwrap_or(i64::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_started_elsewhere_shows_that_moment_and_runs_on_at_the_systems_pace() {
        let start = Moment::parse("2026-02-11 09:00").unwrap();
        let (before, clock, after) = (system_now(), WallClock::starting_at(start), system_now());
        let shown = clock.now();
        // The system's clock may turn a second between any two readings, so the bounds carry that slack.
        assert!(shown >= start.plus_seconds(before.unix() - after.unix()));
        let elapsed = system_now().unix() - before.unix();
        assert!(shown <= start.plus_seconds(elapsed), "{shown} after {elapsed} s");
    }

    #[test]
    fn the_systems_clock_is_not_shifted() {
        let before = system_now();
        let shown = WallClock::system().now();
        assert!(before <= shown && shown <= system_now());
    }
}
