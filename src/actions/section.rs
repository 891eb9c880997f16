//! A section of a meeting's record as it is drafted from what was decided (Annex 2).

use crate::domain::case::Case;
use crate::domain::case::respondents::Register;
use crate::domain::meeting::Item;
use crate::domain::sealable::Sealable;
use crate::domain::sight::identity::Identity;

/// What stands in the place of a complainant's name and contact.
const COMPLAINANT: &str = "投诉人";

/// A section as it is drafted: number and matter of the case, what was said, what was decided. Whoever complains is the
/// complainant in it.
#[must_use]
pub fn draft(place: usize, item: &Item, case: &Case, meeting_no: u32, register: &Register) -> String {
    let identity = Identity::of(&case.complainant);
    let unnamed = |text: &str| unnamed(&identity, text, register);
    let said = case.meeting(meeting_no).and_then(|held| held.minutes.as_ref()).and_then(Sealable::body);
    let said = said.map_or(String::new(), |said| format!("\n讨论：{}", unnamed(said)));
    let decided = item.decision.told(register.org());
    let decided = if decided.is_empty() { "未作决定" } else { decided.as_str() };
    format!("第{place}件 {}：{}{said}\n决定：{decided}。", item.case_no, unnamed(case.title.text()))
}

fn unnamed(identity: &Identity, text: &str, register: &Register) -> String {
    let (mut left, mut at) = (String::with_capacity(text.len()), 0);
    for found in identity.occurrences(text, register) {
        left.push_str(text.get(at..found.place.start).unwrap_or_default());
        left.push_str(COMPLAINANT);
        at = found.place.end;
    }
    left.push_str(text.get(at..).unwrap_or_default());
    left
}
