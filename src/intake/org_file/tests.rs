//! What is read, what is refused and where, and that writing and reading agree.

use super::*;
use crate::domain::ids::PersonId;

const TOWN: &str = r#"town = "建胜镇"
district = "大渡口区"

[[unit]]
name = "社会事务办"
kind = "section"

[[unit]]
name = "新建村"
kind = "village"

[[person]]
name = "李敏"
login = "limin"
positions = ["discipline_secretary", "administrator"]
leads = ["社会事务办"]
contacts = ["新建村"]

[[person]]
name = "王平"
unit = "新建村"
positions = ["handler"]
active = false
"#;

fn town() -> Org {
    OrgFile::parse(TOWN).unwrap().resolve(&Org::default(), false).unwrap().org
}

#[test]
fn a_file_that_was_written_reads_back_as_the_same_organisation() {
    let org = town();
    let text = to_toml(&org, None).unwrap();
    assert_eq!(OrgFile::parse(&text).unwrap().resolve(&org, false).unwrap().org, org);
    assert_eq!(OrgFile::parse(&text).unwrap().resolve(&Org::default(), false).unwrap().org, org);
    let person = &org.people[0];
    assert!(person.holds(Position::LeaderInCharge) && person.holds(Position::ContactLeader));
    assert!(!org.people[1].active);
}

#[test]
fn a_renamed_unit_keeps_its_number_and_naming_it_again_changes_nothing() {
    let org = town();
    let id = org.units.iter().find(|unit| unit.name == "新建村").unwrap().id;
    let text = "[[unit]]\nname = \"新建社区\"\nformerly = \"新建村\"\nkind = \"village\"\n";
    let renamed = OrgFile::parse(text).unwrap().resolve(&org, false).unwrap().org;
    assert_eq!(renamed.unit(id).unwrap().name, "新建社区");
    assert_eq!(renamed.units.len(), org.units.len());
    let again = OrgFile::parse(text).unwrap().resolve(&renamed, false).unwrap().org;
    assert_eq!(again.units, renamed.units);
    let fault = OrgFile::parse(&text.replace("新建村", "无此村")).unwrap().resolve(&org, false).unwrap_err();
    assert!(fault.to_string().contains("没有原名为“无此村”的单位"), "{fault}");
    assert!(fault.to_string().contains("第 3 行"), "{fault}");
}

#[test]
fn faults_name_their_line_and_what_to_write() {
    let head = "[[unit]]\nname = \"甲村\"\nkind = \"village\"\n";
    let table = [
        ("[[unit]]\nname = \"甲\"\nkind = \"town\"\n", 3, "没有“town”这个单位类型"),
        ("[[unit]]\nname = \"甲\"\ncolour = 1\nkind = \"village\"", 3, "不认识“colour”"),
        ("[[unit]]\nname = 7\nkind = \"village\"", 2, "写法不对"),
        ("[[unit]]\nname = \"  \"\nkind = \"village\"", 2, "是空的"),
        ("[[unit]]\nkind = \"village\"", 1, "缺少“name”"),
        ("[[unit\n", 1, "TOML"),
        ("[[unit]]\nname=\"甲\"\nname=\"乙\"\nkind=\"village\"", 3, "两次"),
        ("[[unit]]\nname=\"甲\"\nkind=\"village\"\n[[unit]]\nname=\"甲\"\nkind=\"section\"", 5, "第 2 行"),
        ("[[person]]\nname=\"甲\"\npositions=[\"mayor\"]", 3, "没有“mayor”这个岗位"),
        ("[[person]]\nname=\"甲\"\npositions=[\"contact_leader\"]", 3, "contacts = "),
        ("[[person]]\nname=\"甲\"\n[[person]]\nname=\"甲\"\nlogin=\"a\"", 4, "第 2 行"),
        ("[[person]]\nname=\"甲\"\nlogin=\"a\"\n[[person]]\nname=\"乙\"\nlogin=\"a\"", 6, "登录名“a”"),
    ];
    for (text, line, word) in table {
        let fault = OrgFile::parse(text).unwrap_err();
        assert_eq!(fault.line, Some(line), "{text}: {fault}");
        assert!(fault.to_string().contains(word), "{text}: {fault}");
    }
    let resolved = [
        ("[[person]]\nname=\"甲\"\nunit=\"乙村\"", 6, "没有“乙村”"),
        ("[[person]]\nname=\"甲\"\npositions=[\"handler\"]", 5, "unit"),
        ("[[person]]\nname=\"甲\"\nleads=[\"甲村\"]", 6, "机关科室"),
    ];
    for (text, line, word) in resolved {
        let file = OrgFile::parse(&format!("{head}{text}")).unwrap();
        let fault = file.resolve(&Org::default(), false).unwrap_err();
        assert_eq!(fault.line, Some(line), "{text}: {fault}");
        assert!(fault.to_string().contains(word), "{text}: {fault}");
    }
}

#[test]
fn two_people_of_one_name_are_told_apart_by_login() {
    let text = "[[person]]\nname=\"张伟\"\nlogin=\"a\"\npositions=[\"administrator\"]\n[[person]]\nname=\"张伟\"\nlogin=\"b\"";
    let org = OrgFile::parse(text).unwrap().resolve(&Org::default(), false).unwrap().org;
    assert_eq!(org.people.len(), 2);
}

fn resolved(text: &str, present: &Org) -> Resolved {
    OrgFile::parse(text).unwrap().resolve(present, false).unwrap()
}

/// A person's entry.
fn entry(name: &str, more: &str) -> String {
    format!("[[person]]\nname = \"{name}\"\n{more}\n\n")
}

fn id_of(org: &Org, name: &str) -> Option<PersonId> {
    org.people.iter().find(|person| person.active && person.name == name).map(|person| person.id)
}

#[test]
fn people_are_known_by_name_within_the_unit_then_by_login_and_a_login_under_another_name_is_somebody_new() {
    let present = town();
    let (li, wang) = (present.people[0].id, present.people[1].id);
    let village = "unit = \"新建村\"\npositions = [\"handler\"]";
    let table = [
        (entry("王平", &format!("login = \"wp\"\n{village}")), "王平", Some(wang)),
        (entry("李敏", "login = \"other\""), "李敏", Some(li)),
        (entry("李敏", "login = \"limin\"\nunit = \"新建村\""), "李敏", Some(li)),
        (entry("李明", "login = \"limin\""), "李明", None),
        (entry("李明", "login = \"limin\"\nrenamed_from = \"李敏\""), "李明", Some(li)),
        (entry("李明", "id = 1\nrenamed_from = \"李敏\""), "李明", Some(li)),
        (entry("李敏", "id = 1\nlogin = \"x\"\nunit = \"新建村\""), "李敏", Some(li)),
        (entry("王平", "login = \"wp\""), "王平", None),
        (entry("新人", "login = \"xr\""), "新人", None),
    ];
    for (text, name, known) in table {
        let org = resolved(&text, &present).org;
        assert_eq!(id_of(&org, name), Some(known.unwrap_or(PersonId(3))), "{text}");
        assert_eq!(org.units, present.units);
    }
}

#[test]
fn whose_login_is_given_to_another_leaves_unless_the_file_gives_them_another_login() {
    let present = town();
    let replaced = resolved(&entry("赵宁", "login = \"limin\"\npositions = [\"administrator\"]"), &present);
    let left = replaced.org.person(present.people[0].id).unwrap();
    assert_eq!((left.active, &left.login, left.name.as_str()), (false, &None, "李敏"));
    assert_eq!(replaced.left_out, ["社会事务办", "新建村"]);
    let text = entry("赵宁", "login = \"limin\"") + &entry("李敏", "login = \"limin2\"");
    let both = resolved(&text, &present).org;
    assert!(both.people[0].active);
    assert_eq!(both.people[0].login.as_deref(), Some("limin2"));
    assert_eq!(id_of(&both, "赵宁"), Some(PersonId(3)));
}

#[test]
fn two_people_exchange_their_logins() {
    let present =
        resolved(&(entry("甲", "login = \"a\"") + &entry("乙", "login = \"b\"")), &Org::default()).org;
    let swapped = resolved(&(entry("甲", "login = \"b\"") + &entry("乙", "login = \"a\"")), &present).org;
    let logins: Vec<_> = swapped.people.iter().map(|person| person.login.as_deref()).collect();
    assert_eq!((swapped.people.len(), logins), (2, vec![Some("b"), Some("a")]));
}

#[test]
fn what_can_be_meant_in_two_ways_is_refused_and_says_what_to_write() {
    let two =
        entry("张伟", "login = \"a\"\npositions = [\"administrator\"]") + &entry("张伟", "login = \"b\"");
    let named = "town = \"建胜镇\"\ndistrict = \"大渡口区\"\n\n".to_owned();
    let present = resolved(&(named + &two), &Org::default()).org;
    let known = town();
    let table = [
        (&present, entry("张伟", "login = \"a\""), 2, "id = 1（没有单位，登录名 a）、id = 2"),
        (&present, two.clone(), 2, "不止一人"),
        (&present, entry("张伟", "id = 9"), 3, "没有编号为 9 的人员"),
        (&present, entry("李强", "id = 1"), 3, "renamed_from = \"张伟\""),
        (&known, entry("李明", "renamed_from = \"无此人\""), 3, "没有原名为“无此人”的人员"),
        (
            &known,
            entry("王平", "unit = \"新建村\"\nlogin = \"p\"")
                + &entry("王平", "unit = \"新建村\"\nlogin = \"q\""),
            2,
            "id = 2",
        ),
    ];
    for (present, text, line, word) in table {
        let fault = OrgFile::parse(&text).unwrap().resolve(present, false).unwrap_err();
        assert_eq!(fault.line, Some(line), "{text}: {fault}");
        assert!(fault.to_string().contains(word), "{text}: {fault}");
    }
    for (text, word) in [
        (entry("甲", "id = 1") + &entry("乙", "id = 1"), "编号 1 在第 3 行已经写过"),
        (entry("甲", "id = 0"), "1 以上"),
    ] {
        let fault = OrgFile::parse(&text).unwrap_err();
        assert!(fault.to_string().contains(word), "{fault}");
    }
    // With the numbers of an exported file the same two can exchange even their logins.
    let exported = to_toml(&present, None).unwrap();
    assert_eq!(resolved(&exported, &present).org, present);
    let swapped = exported.replace("\"a\"", "\"c\"").replace("\"b\"", "\"a\"").replace("\"c\"", "\"b\"");
    let swapped = resolved(&swapped, &present).org;
    assert_eq!(swapped.people[0].login.as_deref(), Some("b"));
}

#[test]
fn somebody_of_the_same_name_who_moves_into_the_unit_is_not_taken_for_the_one_who_is_there() {
    let units =
        "[[unit]]\nname = \"甲村\"\nkind = \"village\"\n\n[[unit]]\nname = \"乙村\"\nkind = \"village\"\n\n";
    let of = |unit: &str, login: &str| entry("王平", &format!("unit = \"{unit}\"\nlogin = \"{login}\""));
    let present = resolved(&(units.to_owned() + &of("甲村", "a") + &of("乙村", "b")), &Org::default()).org;
    let fault = OrgFile::parse(&of("乙村", "a")).unwrap().resolve(&present, false).unwrap_err();
    assert!(fault.to_string().contains("不止一人"), "{fault}");
    let moved = resolved(&entry("王平", "id = 1\nunit = \"乙村\"\nlogin = \"a\""), &present).org;
    assert_eq!(moved.people[0].unit, moved.people[1].unit);
    let hinted = resolved(&entry("王平", "login = \"c\""), &present);
    assert_eq!(hinted.org.people.len(), 3);
    assert!(hinted.hints[0].contains("id = 1"), "{:?}", hinted.hints);
}

#[test]
fn what_a_complete_file_does_not_name_leaves_but_for_the_commission_and_the_committee() {
    let text = TOWN.to_owned() + "\n[[unit]]\nname = \"镇纪委\"\nkind = \"commission\"\n";
    let present = resolved(&text, &Org::default()).org;
    let part = entry("李敏", "login = \"limin\"\npositions = [\"administrator\"]")
        + "[[unit]]\nname = \"新建村\"\nkind = \"village\"\n"
        + &entry("赵宁", "login = \"zn\"");
    let kept = resolved(&part, &present);
    assert_eq!(kept.left_out, ["社会事务办", "镇纪委"]);
    assert_eq!(kept.org.units, present.units);
    let whole = OrgFile::parse(&part).unwrap().resolve(&kept.org, true).unwrap();
    let active: Vec<&str> =
        whole.org.units.iter().filter(|unit| unit.active).map(|unit| unit.name.as_str()).collect();
    assert_eq!(active, ["新建村", "镇纪委"]);
    let named = OrgFile::parse(&entry("李敏", "login = \"limin\"")).unwrap();
    let gone = named.resolve(&kept.org, true).unwrap().org;
    assert_eq!(gone.people.iter().filter(|person| person.active).count(), 1);
}
