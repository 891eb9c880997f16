//! Facts that belong to two cases: what is recorded on one has its counterpart on the other, in the same act.

use crate::domain::case::Case;
use crate::domain::event::CaseEvent;
use crate::domain::ids::CaseId;

/// The facts to record on other cases when these are recorded on this one.
#[must_use]
pub fn counterparts(case: &Case, events: &[CaseEvent]) -> Vec<(CaseId, CaseEvent)> {
    let mut found = Vec::new();
    for event in events {
        if let CaseEvent::Merged { leading, .. } = event {
            found.push((*leading, CaseEvent::Joined { case: case.id, case_no: case.case_no.clone() }));
        } else if let CaseEvent::Unmerged { leading, .. } = event {
            found.push((*leading, CaseEvent::Parted { case: case.id, case_no: case.case_no.clone() }));
        } else if let CaseEvent::Delivered { method, delivered_at, text, .. } = event {
            // Each merged case gets the leading case's reply (`domain.md` §2 Merge).
            found.extend(case.joined.iter().map(|(joined, _)| {
                let replied = CaseEvent::LeadingReplied {
                    leading_no: case.case_no.clone(),
                    method: *method,
                    delivered_at: *delivered_at,
                    text: crate::domain::sealable::Sealable::new(text.text()),
                };
                (*joined, replied)
            }));
        }
    }
    found
}
