//! What brings a record of disclosure on from where it stands, and what else can be done to it now.

use super::{
    ACTS, Act, disclosure_check, disclosure_publish, disclosure_return, disclosure_sign, disclosure_submit,
};
use crate::domain::context::Context;
use crate::domain::disclosure::{Disclosure, DisclosureState, Duty};
use crate::domain::refusal::Refusal;

/// The act that the record waits for; of one that is public and was never looked into, the spot check.
#[must_use]
pub fn next_act(record: &Disclosure) -> Option<&'static Act> {
    match Duty::of(record.state) {
        Some(Duty::Submit) => Some(&disclosure_submit::ACT),
        Some(Duty::Sign) => Some(&disclosure_sign::ACT),
        Some(Duty::Publish) => Some(&disclosure_publish::ACT),
        None => {
            let is_called_off = record.state == DisclosureState::Cancelled;
            (!is_called_off && record.checks.is_empty()).then_some(&disclosure_check::ACT)
        }
    }
}

/// The next act, where whoever looks may do it now.
#[must_use]
pub fn at_hand(record: &Disclosure, context: &Context<'_>) -> Option<&'static Act> {
    next_act(record).filter(|act| act.open_to(record, context).is_ok())
}

/// What to go on with after this act: whoever signs goes from one paper to the next.
#[must_use]
pub fn goes_on_after(act: &Act) -> Option<Duty> {
    let signs = [&disclosure_sign::ACT, &disclosure_return::ACT].into_iter().any(|other| other == act);
    signs.then_some(Duty::Sign)
}

/// Every act on records with the reason why it cannot be done now, those that can be done first and the next one before
/// all.
#[must_use]
pub fn offered(record: &Disclosure, context: &Context<'_>) -> Vec<(&'static Act, Option<Refusal>)> {
    let next = at_hand(record, context);
    let on_records = ACTS.iter().copied().filter(|act| act.on_disclosure().is_ok_and(|on| !on.begins));
    let mut offered: Vec<_> = on_records.map(|act| (act, act.open_to(record, context).err())).collect();
    offered.sort_by_key(|(act, refusal)| (refusal.is_some(), next != Some(*act)));
    offered
}
