//! The one read gate: what leaves the office is masked here and nowhere else (`domain.md` §9).

use super::Office;
use crate::domain::event::fact::Fact;
use crate::domain::event::{CaseEvent, Corrected, Recorded};
use crate::domain::sealable::SealClass;
use crate::domain::sight::masking::{mask_contact, mask_name};
use crate::domain::time::Date;
use crate::domain::town::org::Org;
use crate::domain::view::detail::HistoryLine;
use crate::domain::view::listing::ClockReading;

impl Office {
    /// A clock with the calendar's word of today.
    pub(super) fn reading(&self, clock: crate::domain::limit::clock::Clock, today: Date) -> ClockReading {
        let until = clock.stopped_on.unwrap_or(today);
        ClockReading {
            remaining: clock.remaining(until, &self.calendar),
            level: clock.level(today, &self.settings, &self.calendar),
            clock,
        }
    }
}

/// An event as a sentence in which no identity stands.
pub(super) fn history_line(recorded: &Recorded, org: &Org) -> HistoryLine {
    let mut event = recorded.event.clone();
    mask_event(&mut event);
    HistoryLine {
        seq: recorded.seq,
        at: recorded.at,
        actor: recorded.actor,
        on_behalf_of: recorded.on_behalf_of,
        action: recorded.action.clone(),
        summary: event.sentence(org),
        hash: recorded.hash.clone(),
    }
}

fn mask_event(event: &mut CaseEvent) {
    if let CaseEvent::Corrected(Corrected { before, after, .. }) = event {
        for fact in [before, after] {
            let is_name = matches!(fact, Fact::Complainant(_));
            if let Some((SealClass::Identity, text)) = fact.sealable_mut() {
                text.mask(if is_name { mask_name } else { mask_contact });
            }
        }
    }
}
