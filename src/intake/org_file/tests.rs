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
    OrgFile::parse(TOWN).unwrap().resolve(&Org::default()).unwrap()
}

#[test]
fn a_file_that_was_written_reads_back_as_the_same_organisation() {
    let org = town();
    let text = to_toml(&org).unwrap();
    assert_eq!(OrgFile::parse(&text).unwrap().resolve(&org).unwrap(), org);
    assert_eq!(OrgFile::parse(&text).unwrap().resolve(&Org::default()).unwrap(), org);
    let person = &org.people[0];
    assert!(person.holds(Position::LeaderInCharge) && person.holds(Position::ContactLeader));
    assert!(!org.people[1].active);
}

#[test]
fn a_renamed_unit_keeps_its_number_and_naming_it_again_changes_nothing() {
    let org = town();
    let id = org.units.iter().find(|unit| unit.name == "新建村").unwrap().id;
    let text = "[[unit]]\nname = \"新建社区\"\nformerly = \"新建村\"\nkind = \"village\"\n";
    let renamed = OrgFile::parse(text).unwrap().resolve(&org).unwrap();
    assert_eq!(renamed.unit(id).unwrap().name, "新建社区");
    assert_eq!(renamed.units.len(), org.units.len());
    let again = OrgFile::parse(text).unwrap().resolve(&renamed).unwrap();
    assert_eq!(again.units, renamed.units);
    let fault = OrgFile::parse(&text.replace("新建村", "无此村")).unwrap().resolve(&org).unwrap_err();
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
        let fault = file.resolve(&Org::default()).unwrap_err();
        assert_eq!(fault.line, Some(line), "{text}: {fault}");
        assert!(fault.to_string().contains(word), "{text}: {fault}");
    }
}

#[test]
fn two_people_of_one_name_are_told_apart_by_login() {
    let text = "[[person]]\nname=\"张伟\"\nlogin=\"a\"\npositions=[\"administrator\"]\n[[person]]\nname=\"张伟\"\nlogin=\"b\"";
    let org = OrgFile::parse(text).unwrap().resolve(&Org::default()).unwrap();
    assert_eq!(org.people.len(), 2);
}

#[test]
fn known_people_and_units_keep_their_numbers() {
    let present = town();
    let text = "[[person]]\nname=\"李明\"\nlogin=\"limin\"\npositions=[\"administrator\"]\n[[person]]\nname=\"王平\"\nlogin=\"wp\"\n[[person]]\nname=\"新人\"\nlogin=\"xr\"";
    let org = OrgFile::parse(text).unwrap().resolve(&present).unwrap();
    let of = |name: &str| org.people.iter().find(|person| person.name == name).unwrap();
    assert_eq!(of("李明").id, present.people[0].id);
    assert_eq!(of("王平").id, present.people[1].id);
    assert_eq!(of("新人").id, PersonId(3));
    assert_eq!(org.units, present.units);
}
