//! What each key takes and gives back.

use super::*;
use crate::domain::fixtures::assert_chinese;

#[test]
fn every_key_gives_back_the_value_it_was_set_to() {
    let other = |key: SettingKey| match key.slot(&mut Settings::default()) {
        Slot::Number(number, range) => {
            if number == range.end() { range.start() } else { range.end() }.to_string()
        }
        Slot::Switch(on) => if *on { "off" } else { "on" }.to_owned(),
        Slot::Time(_) => "10:30".to_owned(),
        Slot::Stop(_) => "reply".to_owned(),
        Slot::Chain(chains, chain) => {
            let own = chains.value(chain);
            let more = ["party_committee", "principal_leader"].into_iter().find(|more| !own.contains(more));
            format!("{own},{}", more.unwrap())
        }
        Slot::Phrase(_, Phrase::OpeningPlatform | Phrase::OpeningOther) => "{日期}，{事项}：".to_owned(),
        Slot::Phrase(..) => "别的".to_owned(),
        Slot::Identity(_) => "sudo".to_owned(),
        Slot::RestDay(_) => "after".to_owned(),
    };
    for key in SettingKey::ALL {
        let (before, wanted) = (Settings::default(), other(*key));
        let after = before.with(*key, &wanted).unwrap();
        assert_eq!(after.value(*key), wanted);
        for untouched in SettingKey::ALL.iter().filter(|untouched| *untouched != key) {
            assert_eq!(after.value(*untouched), before.value(*untouched), "{key:?} moved {untouched:?}");
        }
    }
}

#[test]
fn the_stored_form_has_one_field_for_every_key() {
    let stored = serde_json::to_value(Settings::default()).unwrap();
    let fields: Vec<&str> = stored.as_object().unwrap().keys().map(String::as_str).collect();
    // Chains and standard sentences are many values in one.
    let codes = SettingKey::ALL.iter().map(|key| key.code());
    let mut keys: Vec<&str> = codes.filter(|code| !code.contains('.')).collect();
    keys.sort_unstable();
    let mut sorted = fields.clone();
    sorted.sort_unstable();
    assert_eq!(sorted, keys);
}

#[test]
fn what_a_key_does_not_take_is_refused_by_name_with_what_it_takes() {
    for (key, odd) in [
        (SettingKey::TriageLimit, "0"),
        (SettingKey::TriageLimit, "三"),
        (SettingKey::NonConsultationLimit, "61"),
        (SettingKey::ApproachingLong, "-1"),
        (SettingKey::ClosingHour, "25:00"),
        (SettingKey::HandlingClockStopsAt, "never"),
        (SettingKey::RemindHalfLong, "maybe"),
    ] {
        let refusal = Settings::default().with(key, odd).unwrap_err();
        assert!(refusal.message.contains(key.label()), "{refusal}");
        assert!(refusal.message.contains(&key.takes()), "{refusal}");
    }
    let refusal = Settings::default().with(SettingKey::OfficeHoursFrom, "19:00").unwrap_err();
    assert!(refusal.message.contains("早于下班时间"), "{refusal}");
}

#[test]
fn switches_and_words_are_taken_in_chinese_too() {
    let settings = Settings::default();
    assert!(!settings.with(SettingKey::RemindHalfLong, "关").unwrap().remind_half_long);
    let stop = settings.with(SettingKey::HandlingClockStopsAt, "答复").unwrap();
    assert_eq!(stop.handling_clock_stops_at, HandlingStop::Reply);
}

#[test]
fn every_key_says_what_it_means() {
    for key in SettingKey::ALL {
        assert!(key.meaning().chars().count() > 8, "{key:?}");
        assert_chinese(key.label());
    }
}
