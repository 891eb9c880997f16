//! When to look for what nobody tells: others' writing, and the minute that turned. One wake-up a second and no more.

use std::time::Duration;

use tokio::time::Instant;

/// Timers are kept in slots of 64 ms, and these in larger ones; a moment inside a slot costs a wake-up at its
/// beginning and another at the moment. So the looks lie at the beginning of slots, a little more than a second apart.
const SLOT: Duration = Duration::from_millis(64);
const SLOTS_BETWEEN_LOOKS: u32 = 16;

/// The moments of the looks, counted from the making of the runtime.
#[derive(Debug)]
pub struct Looks {
    origin: Instant,
    next: Instant,
}

impl Looks {
    /// Looks of a runtime that was made right after `origin`, the first one soon.
    #[must_use]
    pub fn from(origin: Instant) -> Self {
        Self { origin, next: origin + 2 * SLOT }
    }

    /// Waits for the next look.
    pub async fn next(&self) {
        tokio::time::sleep_until(self.next).await;
    }

    /// The look has been taken; those missed meanwhile are left out.
    pub fn taken(&mut self) {
        let between = SLOT * SLOTS_BETWEEN_LOOKS;
        let passed = self.origin.elapsed().as_millis() / between.as_millis();
        self.next = self.origin + between * u32::try_from(passed).unwrap_or(u32::MAX).saturating_add(1);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn looks_are_at_least_a_second_apart_and_missed_ones_are_not_made_up_for() {
        let origin = Instant::now();
        let mut looks = Looks::from(origin);
        assert!(looks.next <= origin + Duration::from_millis(200));
        looks.taken();
        let period = SLOT * SLOTS_BETWEEN_LOOKS;
        assert!(
            period >= Duration::from_secs(1) && looks.next > Instant::now() && looks.next >= origin + period
        );
        looks.origin -= 10 * period;
        looks.taken();
        assert!(looks.next > Instant::now() && looks.next <= Instant::now() + period);
    }
}
