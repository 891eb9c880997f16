//! Lists of units and people: what a line says, what it leaves alone, and which line is at fault.

use super::*;

const UNITS: &str = "新建村\n经济发展办公室\n区信访办 外部\n 凤阳 社区 \n";

fn founded() -> Org {
    with_units(&Org::default(), UNITS).unwrap()
}

fn named<'a>(org: &'a Org, name: &str) -> &'a Person {
    org.people.iter().find(|person| person.name == name).unwrap()
}

fn unit(org: &Org, name: &str) -> UnitId {
    org.unit_named(name).unwrap().id
}

#[test]
fn a_line_names_a_unit_and_its_kind_where_the_name_does_not_say_it() {
    let org = founded();
    let kinds: Vec<(&str, UnitKind)> = org.units.iter().map(|unit| (unit.name.as_str(), unit.kind)).collect();
    assert_eq!(
        kinds,
        [
            ("新建村", UnitKind::Village),
            ("经济发展办公室", UnitKind::Section),
            ("区信访办", UnitKind::Outside),
            ("凤阳", UnitKind::Village)
        ]
    );
    assert_eq!(with_units(&org, UNITS).unwrap(), org, "the same list again changes nothing");
}

#[test]
fn a_unit_that_was_dissolved_works_again_and_one_of_another_kind_is_refused() {
    let mut org = founded();
    org.units[0].active = false;
    assert!(with_units(&org, "新建村").unwrap().units[0].active);
    org.units[0].active = true;
    let fault = with_units(&org, "\n新建村 科室").unwrap_err();
    assert_eq!(fault.line, 2);
    assert!(fault.why.contains("修改单位"), "{}", fault.why);
    assert_eq!(with_units(&org, "甲村\n乙村 乡里").unwrap_err().line, 2);
    assert!(with_units(&org, "甲 村 乙").unwrap_err().why.contains("乙"));
}

#[test]
fn a_line_names_a_person_and_in_any_order_what_they_are() {
    let text = "李敏 镇纪委书记 limin 联系 新建村、凤阳\n王平 新建村\n赵强，zhaoqiang，分管：经济发展办公室";
    let org = with_people(&founded(), text).unwrap();
    let (secretary, handler, leader) = (named(&org, "李敏"), named(&org, "王平"), named(&org, "赵强"));
    assert_eq!(secretary.positions, [Position::DisciplineSecretary]);
    assert_eq!(secretary.login.as_deref(), Some("limin"));
    assert_eq!(secretary.contacts, [unit(&org, "新建村"), unit(&org, "凤阳")]);
    assert!(handler.handles(unit(&org, "新建村")));
    assert_eq!(leader.leads, [unit(&org, "经济发展办公室")]);
    let more = with_people(&org, "王平 wangping 监督查看").unwrap();
    assert_eq!(more.people.len(), org.people.len(), "somebody known is not added again");
    assert_eq!(named(&more, "王平").positions, [Position::Handler, Position::Auditor]);
    assert_eq!(with_people(&more, text).unwrap(), more, "a list never takes away");
}

#[test]
fn a_line_that_cannot_be_taken_is_told_with_its_number() {
    let org = with_people(&founded(), "王平 新建村 wangping").unwrap();
    for (text, line, word) in [
        ("吴芳\n郑浩 村支书", 2, "村支书"),
        ("郑浩 承办人", 1, "所在单位"),
        ("郑浩 新建村 凤阳", 1, "两个所在单位"),
        ("郑浩 分管 新建村", 1, "机关科室"),
        ("\n\n郑浩 wangping", 3, "wangping"),
    ] {
        let fault = with_people(&org, text).unwrap_err();
        assert_eq!(fault.line, line, "{text}");
        assert!(fault.why.contains(word), "{text}: {}", fault.why);
    }
}

#[test]
fn exactly_those_named_hold_a_position_afterwards() {
    let org = founded();
    let id = unit(&org, "新建村");
    let village = Some(id);
    let org = with_holders(&org, Position::Handler, village, "王平 wangping、吴芳").unwrap();
    assert_eq!(org.holders(Position::Handler, village).count(), 2);
    let org = with_holders(&org, Position::Handler, village, "吴芳").unwrap();
    assert_eq!(org.holders(Position::Handler, village).count(), 1);
    assert_eq!(named(&org, "王平").login.as_deref(), Some("wangping"), "whoever lost a position stays known");
    let org = with_holders(&org, Position::ContactLeader, village, "李敏").unwrap();
    assert_eq!(named(&org, "李敏").contacts, [id]);
    let other = Some(unit(&org, "凤阳"));
    assert!(with_holders(&org, Position::Handler, other, "吴芳").unwrap_err().contains("另一个单位"));
    let nobody = with_holders(&org, Position::ContactLeader, village, " ").unwrap();
    assert_eq!(nobody.holders(Position::ContactLeader, village).count(), 0);
    assert!(with_holders(&org, Position::Auditor, None, "冯审 a b").is_err());
}

#[test]
fn of_two_with_one_name_the_login_decides() {
    let mut org = with_people(&founded(), "王平 新建村 wangping").unwrap();
    let twin = Person { id: PersonId(9), login: Some("wp2".to_owned()), unit: None, ..org.people[0].clone() };
    org.people.push(Person { positions: Vec::new(), ..twin });
    assert!(with_people(&org, "王平 监督查看").unwrap_err().why.contains("不止一人"));
    let changed = with_people(&org, "王平 监督查看 wp2").unwrap();
    assert_eq!(changed.people[1].positions, [Position::Auditor]);
}
