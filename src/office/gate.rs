//! The one read gate: what leaves the office is masked here and nowhere else (`domain.md` §9).

use super::Office;
use crate::domain::case::Case;
use crate::domain::event::fact::Fact;
use crate::domain::event::{CaseEvent, Corrected, Recorded};
use crate::domain::sealable::SealClass;
use crate::domain::sight::masking::{mask_contact, mask_name};
use crate::domain::time::Date;
use crate::domain::town::org::Org;
use crate::domain::view::detail::HistoryLine;
use crate::domain::view::listing::{ClockReading, ListRow};
use crate::store::listing::StoredRow;

impl Office {
    /// A case as it may be shown: who complains is masked.
    pub(super) fn mask_case(case: &mut Case) {
        if let Some(name) = &mut case.complainant.name {
            name.mask(mask_name);
        }
        if let Some(contact) = &mut case.complainant.contact {
            contact.mask(mask_contact);
        }
    }

    /// A line of a list as it may be shown.
    pub(super) fn mask_row(&self, row: StoredRow, today: Date) -> ListRow {
        ListRow {
            key: row.key,
            id: row.id,
            case_no: row.case_no,
            platform_no: row.platform_no,
            title: row.title,
            stage: row.stage,
            kind: row.kind,
            route: row.route,
            unit: row.unit,
            field: row.field,
            village: row.village,
            key_matters: row.key_matters,
            received_at: row.received_at,
            complainant: row.complainant.as_deref().map(mask_name),
            clocks: row.clocks.into_iter().map(|clock| self.reading(clock, today)).collect(),
            next_step: row.next_step,
            waiting_person: row.waiting_person,
            repeat_of: row.repeat_of,
            mirrored: row.mirrored,
            unmirrored: row.unmirrored,
        }
    }

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
