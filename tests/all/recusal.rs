//! A complaint is hidden from whoever it names, however the line is written and whenever their name becomes known,
//! through the real store.

use ydt::domain::ids::CaseId;
use ydt::domain::refusal::RefusalCode;
use ydt::office::CaseName;

use crate::town::{Town, org, overview, refusal_code};

/// A complaint about these words, accepted for 新建村.
fn accepted(town: &mut Town, respondent: &str, position: &str) -> (CaseId, String) {
    let now = town.now.minute();
    let fields = [
        ("title", "低保评定未公示"),
        ("content", "村里低保评定后没有张贴名单，群众不知道谁在享受。"),
        ("complained_at", now.as_str()),
        ("respondent", respondent),
        ("respondent_unit_position", position),
    ];
    let given: Vec<(&str, &str)> = fields.into_iter().filter(|(_, value)| !value.is_empty()).collect();
    let made = town.act("zhangning", None, "register", &given).unwrap();
    let assess = [
        ("scope", "matters_list"),
        ("kind", "non_consultation"),
        ("field", "civil_affairs"),
        ("route", "village"),
        ("unit", "新建村"),
    ];
    town.act("zhangning", Some(made.case), "assess", &assess).unwrap();
    town.act("zhangning", Some(made.case), "accept", &[]).unwrap();
    (made.case, made.case_no)
}

fn sees(town: &mut Town, login: &str, number: &str) -> bool {
    town.office.act_as(login).unwrap();
    let (listed, now) = (overview(&town.office, town.now), town.now);
    let found = town.office.find_case(&CaseName::Number(number.to_owned()), now).is_ok();
    let in_list = listed.page.rows.iter().any(|row| row.case_no == number);
    assert_eq!(in_list, found, "list and number disagree for {login}");
    found
}

#[test]
fn a_secretary_named_in_any_way_finds_nothing_of_the_complaint() {
    for (respondent, position) in [
        ("镇纪委书记周敏", ""),
        ("周敏等人", ""),
        ("陈立/周敏", ""),
        ("1.陈立 2.周敏", ""),
        ("被投诉人：周敏", ""),
        ("周\u{200b}敏", ""),
        ("周 敏", ""),
        ("", "建胜镇纪委书记周敏"),
    ] {
        let mut town = Town::new();
        let (case, number) = accepted(&mut town, respondent, position);
        assert!(!sees(&mut town, "zhoumin", &number), "{respondent} {position}");
        assert!(sees(&mut town, "zhangning", &number), "{respondent} {position}");
        let refused = refusal_code(town.act("zhoumin", Some(case), "urge", &[("text", "请尽快办理。")]));
        assert_eq!(refused, RefusalCode::UnknownCase);
        assert!(town.office.verify(None).unwrap().first_bad.is_none());
    }
}

#[test]
fn a_person_registered_later_is_hidden_from_what_names_them_and_seen_again_when_it_does_not() {
    let mut town = Town::new();
    let (_, number) = accepted(&mut town, "某干部杜远航等3人", "");
    assert!(sees(&mut town, "zhoumin", &number));
    town.office.act_as("zhangning").unwrap();
    let mut renamed = org();
    renamed.people[2].name = "杜远航".to_owned();
    let now = town.now;
    town.office.replace_org(renamed, now).unwrap();
    assert!(!sees(&mut town, "zhoumin", &number), "the new name occurs in an old case");
    assert!(town.office.verify(None).unwrap().first_bad.is_none());
    town.office.act_as("zhangning").unwrap();
    town.office.replace_org(org(), now).unwrap();
    assert!(sees(&mut town, "zhoumin", &number));
    assert!(town.office.verify(None).unwrap().first_bad.is_none());
}

#[test]
fn a_village_of_the_same_characters_hides_nothing_from_a_person() {
    let mut town = Town::new();
    town.office.act_as("zhangning").unwrap();
    let mut other = org();
    other.units[4].name = "周敏村".to_owned();
    let now = town.now;
    town.office.replace_org(other, now).unwrap();
    let fields = [
        ("title", "道路"),
        ("content", "周敏村道路坑洼，雨天无法通行，望维修。"),
        ("complained_at", &now.minute()),
        ("respondent", "周敏村主任"),
    ];
    let made = town.act("zhangning", None, "register", &fields).unwrap();
    assert!(sees(&mut town, "zhoumin", &made.case_no));
}
