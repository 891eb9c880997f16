//! Likely repeats: an earlier complaint by the same telephone, or about the same person under a similar title. They
//! are proposed and never merged by themselves (`domain.md` §2 Merge).

use std::collections::BTreeMap;

use crate::domain::case::nobody::{is_nobody, is_nobodys_telephone};
use crate::domain::case::recusal;
use crate::domain::case::stage::Stage;
use crate::domain::ids::CaseId;
use crate::domain::time::Moment;

/// Earlier complaints count for so many days.
pub const REPEAT_DAYS: i64 = 180;
/// Titles at least this alike count as similar; 1 is the same title.
const SIMILAR_FROM: f64 = 0.5;

coded! {
    /// Why a complaint is taken for a likely repeat.
    pub enum RepeatReason {
        /// The same telephone.
        SamePhone = "same_phone" "联系电话相同",
        /// The same respondent, and titles that resemble each other.
        SameMatter = "same_matter" "被投诉人相同、事项名称相近",
    }
}

/// What is compared: the facts of a complaint that make it a repeat.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RepeatFacts {
    pub title: String,
    /// The respondent, where one is named.
    pub respondent: Option<String>,
    /// The complainant's telephone or address.
    pub contact: Option<String>,
    /// When the citizen complained.
    pub complained_at: Moment,
}

impl RepeatFacts {
    /// The telephone in the ways platforms write it; what looks different in another way is not found. None when the
    /// contact is no telephone, or nobody's own.
    #[must_use]
    pub fn telephones(&self) -> Vec<String> {
        let Some(plain) = phone(self.contact.as_deref()) else { return Vec::new() };
        let mut spellings = vec![format!("86{plain}"), format!("+86{plain}"), plain];
        spellings.extend(self.contact.clone().filter(|contact| !spellings.contains(contact)));
        spellings
    }

    /// Everybody whom the complaint names; a word such as 不详 is nobody.
    #[must_use]
    pub fn people(&self) -> Vec<String> {
        let mut people = self.respondent.as_deref().map_or(Vec::new(), recusal::names);
        people.retain(|name| !is_nobody(name));
        people
    }
}

/// An earlier case that a complaint likely repeats.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Repeat {
    /// The earlier case.
    pub case: CaseId,
    pub case_no: String,
    pub title: String,
    /// Where it stands.
    pub stage: Stage,
    /// Why it is proposed.
    pub reason: RepeatReason,
}

/// Why `later` likely repeats `earlier`; `None` when it does not.
#[must_use]
pub fn reason(later: &RepeatFacts, earlier: &RepeatFacts) -> Option<RepeatReason> {
    let apart = later.complained_at.unix().abs_diff(earlier.complained_at.unix());
    if apart > REPEAT_DAYS.unsigned_abs() * 86_400 {
        return None;
    }
    let phones = (phone(later.contact.as_deref()), phone(earlier.contact.as_deref()));
    if let (Some(one), Some(other)) = phones
        && one == other
    {
        return Some(RepeatReason::SamePhone);
    }
    let others = earlier.people();
    let same_person = later.people().iter().any(|name| others.contains(name));
    (same_person && similarity(&later.title, &earlier.title) >= SIMILAR_FROM)
        .then_some(RepeatReason::SameMatter)
}

/// A telephone as it is compared: its digits without the country's prefix; `None` for fewer than seven digits and for
/// numbers that are nobody's own.
#[must_use]
pub fn phone(contact: Option<&str>) -> Option<String> {
    let digits: String = contact?.chars().filter(char::is_ascii_digit).collect();
    let local = digits.strip_prefix("0086").or_else(|| digits.strip_prefix("86")).unwrap_or(&digits);
    let plain = if local.len() >= 11 { local } else { &digits };
    (plain.len() >= 7 && !is_nobodys_telephone(plain)).then(|| plain.to_owned())
}

/// How alike two titles are, from 0 to 1: twice the pairs of neighbouring characters in common, divided by all pairs
/// (Dice). Punctuation and spaces don't count.
#[must_use]
pub fn similarity(one: &str, other: &str) -> f64 {
    let (mut left, right) = (pairs(one), pairs(other));
    let all: u32 = left.values().sum::<u32>() + right.values().sum::<u32>();
    if all == 0 {
        return if one.trim() == other.trim() { 1.0 } else { 0.0 };
    }
    let common: u32 = right
        .into_iter()
        .map(|(pair, count)| left.remove(&pair).map_or(0, |in_left| in_left.min(count)))
        .sum();
    f64::from(common) * 2.0 / f64::from(all)
}

fn pairs(title: &str) -> BTreeMap<(char, char), u32> {
    let characters: Vec<char> = title.chars().filter(|character| character.is_alphanumeric()).collect();
    let mut pairs = BTreeMap::new();
    for pair in characters.windows(2) {
        if let [first, second] = pair {
            *pairs.entry((*first, *second)).or_insert(0) += 1;
        }
    }
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;

    fn facts(title: &str, respondent: &str, contact: &str, at: &str) -> RepeatFacts {
        let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        RepeatFacts {
            title: title.to_owned(),
            respondent: some(respondent),
            contact: some(contact),
            complained_at: Moment::parse(at).unwrap(),
        }
    }

    #[test]
    fn a_repeat_is_the_same_phone_or_the_same_person_under_a_similar_title() {
        use RepeatReason::{SameMatter, SamePhone};
        let first = facts("低保评定未公示名单", "王强", "13812341234", "2026-06-01 09:00");
        let table = [
            (facts("路灯不亮", "", "138 1234 1234", "2026-06-02 09:00"), Some(SamePhone)),
            (facts("路灯不亮", "", "+86 138-1234-1234", "2026-06-02 09:00"), Some(SamePhone)),
            (facts("低保评定没有公示名单", "王强", "", "2026-06-02 09:00"), Some(SameMatter)),
            (facts("低保评定没有公示名单", "李强", "", "2026-06-02 09:00"), None),
            (facts("低保评定没有公示名单", "", "", "2026-06-02 09:00"), None),
            (facts("路灯不亮", "王强", "", "2026-06-02 09:00"), None),
            (facts("低保评定未公示名单", "", "", "2026-06-02 09:00"), None),
            (facts("路灯不亮", "", "13812341235", "2026-06-02 09:00"), None),
        ];
        for (later, expected) in table {
            assert_eq!(reason(&later, &first), expected, "{later:?}");
        }
        let unknown = facts("低保评定未公示名单", "不详", "", "2026-06-01 09:00");
        assert_eq!(reason(&unknown, &unknown.clone()), None, "nobody is named");
    }

    #[test]
    fn what_lies_more_than_180_days_apart_is_no_repeat() {
        let first = facts("路灯不亮", "", "13812341234", "2026-01-01 09:00");
        let on_the_last_day = facts("路灯不亮", "", "13812341234", "2026-06-30 09:00");
        let a_second_later = facts("路灯不亮", "", "13812341234", "2026-06-30 09:00:01");
        assert!(reason(&on_the_last_day, &first).is_some());
        assert!(reason(&a_second_later, &first).is_none());
    }

    #[test]
    fn words_that_are_no_telephone_are_never_the_same_telephone() {
        for contact in ["", "不详", "110", "三组12号", "00000000000", "023-12345", "+86 13800138000"] {
            assert_eq!(phone(Some(contact)), None, "{contact}");
        }
        assert_eq!(phone(Some("023-6890 1234")).as_deref(), Some("02368901234"));
        assert_eq!(phone(Some("8612345")).as_deref(), Some("8612345"));
    }

    #[test]
    fn similarity_runs_from_nothing_in_common_to_the_same_title() {
        assert!((similarity("低保评定", "低保评定") - 1.0).abs() < f64::EPSILON);
        assert!(similarity("低保评定", "路灯不亮") < f64::EPSILON);
        let close = similarity("低保评定未公示名单", "低保评定 没有公示名单");
        assert!((0.5..1.0).contains(&close), "{close}");
    }
}
