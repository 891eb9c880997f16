//! What is found of a complainant in a text, by example and for every way of writing a name.

use proptest::prelude::*;

use super::*;
use crate::domain::case::Respondent;
use crate::domain::event::examples::every_event;
use crate::domain::event::{Recorded, evolve};
use crate::domain::fixtures::{case_of, town};
use crate::domain::ids::{CaseId, ChainPlace, PersonId, UnitId};
use crate::domain::sight::unmasked::{CaseOnRecord, Unmasked, mask_case};
use crate::domain::text::fold::fold;
use crate::domain::time::Moment;
use crate::domain::town::org::Unit;
use crate::domain::words::UnitKind;

/// The fixtures' town with a village that is called like a person.
fn register() -> Register {
    let mut org = town();
    org.units
        .push(Unit { id: UnitId(20), name: "高峰村".to_owned(), kind: UnitKind::Village, active: true });
    Register::of(&org)
}

fn identity(name: &str, contact: &str) -> Identity {
    Identity::by([name.to_owned()], [contact.to_owned()])
}

#[test]
fn a_name_is_masked_however_it_is_written() {
    let identity = identity("李桂芳", "138-1234-1234");
    for (text, masked) in [
        ("经与李桂芳联系", "经与李**联系"),
        ("李 桂　芳反映", "李**反映"),
        ("李\u{200b}桂\u{2060}芳，", "李**，"),
        ("李桂芳李桂芳", "李**李**"),
        ("李桂李桂芳", "李桂李**"),
        ("电话13812341234。", "电话138****1234。"),
        ("电话 138 1234 1234。", "电话 138****1234。"),
        ("电话１３８－１２３４－１２３４", "电话138****1234"),
        ("+86-13812341234", "+86-138****1234"),
        ("李桂芳（13812341234）", "李**（138****1234）"),
    ] {
        assert_eq!(identity.masked(text, &register()).as_deref(), Some(masked), "{text}");
    }
    let traditional = Identity::by(["謝文淵".to_owned()], None);
    assert_eq!(traditional.shown("谢文渊来电", &register()), "謝**来电");
}

#[test]
fn what_is_not_the_complainants_is_left_as_it_is() {
    let identity = identity("李桂芳", "138-1234-1234");
    for text in ["李桂来了", "桂芳", "13812341235", "138号1234组1234人", "2026年11月18日", ""] {
        assert_eq!(identity.masked(text, &register()), None, "{text}");
    }
    for (name, contact) in
        [("李", "1234"), ("匿名", "无"), ("群众", "00000000000"), ("李*", "138****1234"), ("", "12345")]
    {
        assert_eq!(Identity::by([name.to_owned()], [contact.to_owned()]), Identity::default(), "{name}");
    }
}

#[test]
fn names_of_places_and_units_are_not_the_name() {
    let of = |name: &str| Identity::by([name.to_owned()], None);
    for (name, text, shown) in [
        ("高峰", "高峰村的高峰反映", "高峰村的高*反映"),
        ("高峰", "高 峰 村", "高 峰 村"),
        ("高峰", "高峰家", "高*家"),
        ("张高峰", "张高峰村里人", "张**村里人"),
        ("新建", "新建村主任", "新建村主任"),
    ] {
        assert_eq!(of(name).shown(text, &register()), shown, "{name} in {text}");
    }
}

#[test]
fn a_contact_of_five_digits_counts_and_each_number_of_several() {
    for (contact, text, shown) in [
        ("68901", "分机68901", "分机*****"),
        ("13812341234/68901234", "打68901234", "打68****"),
        ("13812341234 68901234", "打6890-1234或13812341234", "打68****或138****1234"),
        ("023-68901234", "拨68901234", "拨68****"),
        ("8613812341234", "拨13812341234", "拨138****1234"),
        ("QQ 1234567", "加1234567", "加12****"),
        ("新建村3组12号", "3组12号", "3组12号"),
    ] {
        let identity = Identity::by(None, [contact.to_owned()]);
        assert_eq!(identity.shown(text, &register()), shown, "{contact} in {text}");
    }
}

#[test]
fn a_name_that_was_corrected_is_looked_for_as_well() {
    let mut case = case_of(None, None, "");
    case.complainant.name = Some(Sealable::new("李桂芳"));
    case.complainant.former_names = vec![Sealable::new("李桂方")];
    case.content = Sealable::new("李桂方（应为李桂芳）反映");
    mask_case(&mut case, &register());
    assert_eq!(case.content.text(), "李**（应为李**）反映");
    assert!(case.content.is_masked() && case.content.for_form().is_none());
    let masked = case.clone();
    mask_case(&mut case, &register());
    assert_eq!(case, masked, "masking twice changes nothing more");
}

#[test]
fn a_respondent_of_the_complainants_name_is_told_and_a_neighbour_of_theirs_is_masked() {
    let mut case = case_of(None, None, "");
    case.complainant.name = Some(Sealable::new("张三"));
    case.title = Sealable::new("张三不公");
    for (respondent, shown) in [("张三、李四", "张三、李四"), ("张三的邻居", "张*的邻居")]
    {
        let mut case = case.clone();
        case.respondent = Respondent { name: Some(Sealable::new(respondent)), ..Respondent::default() };
        mask_case(&mut case, &register());
        assert_eq!(case.respondent.name.unwrap().text(), shown);
        assert_eq!(case.title.text(), "张*不公");
    }
}

/// Every fact there is, each of its texts with the complainant in it, folded into one case.
fn full_of_the_complainant() -> CaseOnRecord {
    let mut case = Case::unborn(CaseId(1), "2026-0001");
    let mut history = Vec::new();
    for (seq, mut event) in (1..).zip(every_event()) {
        for (_, class, text) in event.sealables_mut() {
            if class == crate::domain::sealable::SealClass::Text {
                text.set_body(Some("李桂芳13812341234".to_owned()));
            }
        }
        let recorded = Recorded {
            seq,
            place: ChainPlace(i64::from(seq)),
            at: Moment::UNIX_EPOCH,
            actor: PersonId(1),
            on_behalf_of: None,
            action: "test".to_owned(),
            origin: "test".to_owned(),
            hash: String::new(),
            event,
        };
        evolve(&mut case, &recorded);
        history.push(recorded);
    }
    case.complainant.name = Some(Sealable::new("李桂芳"));
    case.complainant.contact = Some(Sealable::new("13812341234"));
    CaseOnRecord::of(case, history)
}

#[test]
fn no_text_of_any_fact_says_who_complains_once_it_is_masked() {
    let says = |shown: &str| shown.contains("李桂芳") || shown.contains("13812341234");
    let read = full_of_the_complainant();
    let mut without_identity = read.case.clone();
    without_identity.complainant.name = None;
    without_identity.complainant.contact = None;
    assert!(says(&format!("{without_identity:?}")), "the texts hold it before");
    let CaseOnRecord { case, history, .. } = Unmasked::new(read).masked(&register());
    assert!(!says(&format!("{case:?}")), "{case:?}");
    for recorded in &history {
        let sentence = recorded.event.sentence(&town());
        assert!(!says(&sentence), "{sentence}");
    }
}

/// A name of two to four characters and the ways in which people, programs and input methods write it.
fn names_written() -> impl Strategy<Value = (String, String)> {
    const PAIRS: [(char, char); 7] =
        [('谢', '謝'), ('渊', '淵'), ('启', '啟'), ('桂', '桂'), ('芳', '芳'), ('钟', '鍾'), ('李', '李')];
    let part = (proptest::sample::select(&PAIRS[..]), any::<bool>(), "[ 　\u{200b}\u{2060}\u{feff}]{0,2}");
    proptest::collection::vec(part, 2..5).prop_map(|parts| {
        let name = parts.iter().map(|((plain, _), _, _)| *plain).collect();
        let written = parts.iter().map(|((plain, other), is_plain, between)| {
            format!("{}{between}", if *is_plain { plain } else { other })
        });
        (name, written.collect())
    })
}

/// A telephone and the ways in which its digits are put apart.
fn numbers_written() -> impl Strategy<Value = (String, String)> {
    let digit = (proptest::char::range('0', '9'), any::<bool>(), "[ \\-－\u{200b}]{0,1}");
    proptest::collection::vec(digit, 7..12).prop_map(|digits| {
        let number: String = digits.iter().map(|(digit, _, _)| *digit).collect();
        let written = digits.iter().map(|(digit, is_wide, between)| {
            let wide = char::from_u32(u32::from(*digit) - 0x30 + 0xff10).unwrap();
            format!("{}{between}", if *is_wide { wide } else { *digit })
        });
        (number.clone(), written.collect())
    })
}

proptest! {
    #[test]
    fn masked_text_never_says_who_complains(
        (name, written) in names_written(),
        (number, spaced) in numbers_written(),
        parts in proptest::collection::vec((0_usize..4, "[谢謝渊启啟桂芳钟李，。0-9 \\-\u{200b}]{0,6}"), 0..8),
    ) {
        let identity = Identity::by([name.clone()], [number.clone()]);
        let text: String = parts
            .iter()
            .map(|(which, filling)| match which {
                0 => format!("{filling}{written}"),
                1 => format!("{filling}{spaced}"),
                2 => format!("{filling}{name}{number}"),
                _ => filling.clone(),
            })
            .collect();
        let shown = identity.shown(&text, &register());
        prop_assert!(!fold(&shown).contains(&fold(&name)), "{text} -> {shown}");
        if !is_nobodys_telephone(&number) && !number.starts_with("86") && !number.starts_with("0086") {
            let plain: String = fold(&shown).chars().filter(|c| *c != '-').collect();
            prop_assert!(!plain.contains(&number), "{text} -> {shown}");
        }
        prop_assert_eq!(identity.masked(&shown, &register()), None, "masked once is masked");
    }
}
