//! The lines of the menu: which acts there are, in which order, and which of them a few letters mean.

use crate::actions::next_step::at_hand_of;
use crate::actions::{Act, on_case_menu};
use crate::domain::desk::Desk;
use crate::domain::refusal::Refusal;
use crate::domain::text::matching;
use crate::domain::view::detail::CaseDetail;

/// One line of the menu.
pub(super) struct Entry {
    pub(super) action: &'static Act,
    /// Why it can't be done now.
    pub(super) refusal: Option<Refusal>,
    /// Whether it is what brings the case on.
    pub(super) is_next: bool,
}

/// What brings the case on comes first, so that Enter does it; then the other allowed ones, the refused ones of this
/// stage, and the rest; each group in the order of the loop.
pub(super) fn of_case(detail: &CaseDetail, desk: &Desk) -> Vec<Entry> {
    let case = &detail.case;
    let next = at_hand_of(case, &desk.context());
    let entry = |action: &'static Act| Entry {
        action,
        refusal: action.allowed(case, &desk.context()).err(),
        is_next: next == Some(action),
    };
    let mut entries: Vec<Entry> = on_case_menu().map(entry).collect();
    entries.sort_by_key(|entry| {
        (entry.refusal.is_some(), !entry.is_next, !entry.action.stages().contains(&case.stage))
    });
    entries
}

/// The acts that several cases can have in common.
pub(super) fn of_several() -> Vec<Entry> {
    let batch = on_case_menu().filter(|action| action.is_batch());
    batch.map(|action| Entry { action, refusal: None, is_next: false }).collect()
}

/// Places of the acts that these letters mean, the likeliest first: those that can be done before those that can't, and
/// among either the one whose name begins with them.
pub(super) fn found(entries: &[Entry], letters: &str) -> Vec<usize> {
    let mut found: Vec<(bool, usize, usize)> = entries
        .iter()
        .enumerate()
        .filter_map(|(place, entry)| {
            let start = matching::find(entry.action.label(), letters)?;
            Some((entry.refusal.is_some(), start, place))
        })
        .collect();
    found.sort_unstable();
    found.into_iter().map(|(_, _, place)| place).collect()
}
