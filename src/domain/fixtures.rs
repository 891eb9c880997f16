//! A small town for tests: everybody whose position a rule names, and the doublings and gaps that rules are about.

use crate::domain::case::Case;
use crate::domain::code::Coded as _;
use crate::domain::context::{Brought, Drafted};
use crate::domain::ids::{CaseId, PersonId, UnitId};
use crate::domain::paper::{PaperKind, Sheet, frozen};
use crate::domain::sealable::Sealable;
use crate::domain::town::former_names::FormerNames;
use crate::domain::town::org::{Org, Person, Unit};
use crate::domain::town::rights::Waiting;
use crate::domain::words::{Position, Route, UnitKind};

pub const COMMISSION: UnitId = UnitId(1);
pub const COMMITTEE: UnitId = UnitId(2);
/// 社会事务办: one handler, one leader in charge.
pub const AFFAIRS: UnitId = UnitId(3);
/// 经济发展办: nobody handles its cases.
pub const ECONOMY: UnitId = UnitId(4);
/// 新建村: its contact leader is the discipline secretary.
pub const XINJIAN: UnitId = UnitId(5);
/// 四胜社区: two handlers.
pub const SISHENG: UnitId = UnitId(6);
/// 大堰村: no contact leader.
pub const DAYAN: UnitId = UnitId(7);

/// Discipline secretary, and contact leader of 新建村.
pub const SECRETARY: &str = "余忠涛";
pub const PRINCIPAL: &str = "王建国";
/// Leader in charge of 社会事务办.
pub const IN_CHARGE: &str = "李敏";
/// Contact leader of 四胜社区 and leader in charge of 经济发展办.
pub const CONTACT: &str = "赵强";
pub const OPERATOR: &str = "陈静";
pub const PARTY_OPERATOR: &str = "刘洋";
/// The only handler of 新建村, named as in the examples.
pub const XINJIAN_HANDLER: &str = "新建村承办人";
pub const AFFAIRS_HANDLER: &str = "孙丽";
pub const SISHENG_HANDLERS: [&str; 2] = ["吴芳", "郑浩"];
pub const AUDITOR: &str = "冯审";
pub const ADMINISTRATOR: &str = "褚文";
/// Principal leader beside [`PRINCIPAL`] in [`shared_town`].
pub const SECOND_PRINCIPAL: &str = "何平";
/// Contact leader of 新建村 beside the discipline secretary, and of 四胜社区 beside [`CONTACT`], in [`shared_town`].
pub const SECOND_CONTACT: &str = "苏文";
/// Handled 新建村's cases until leaving the post.
pub const LEFT: &str = "卫离";

pub fn town() -> Org {
    let unit = |id, name: &str, kind| Unit { id, name: name.to_owned(), kind, active: true };
    Org {
        town: "建胜镇".to_owned(),
        district: "大渡口区".to_owned(),
        units: vec![
            unit(COMMISSION, "镇纪委", UnitKind::Commission),
            unit(COMMITTEE, "镇党委", UnitKind::PartyCommittee),
            unit(AFFAIRS, "社会事务办", UnitKind::Section),
            unit(ECONOMY, "经济发展办", UnitKind::Section),
            unit(XINJIAN, "新建村", UnitKind::Village),
            unit(SISHENG, "四胜社区", UnitKind::Village),
            unit(DAYAN, "大堰村", UnitKind::Village),
            unit(UnitId(8), "区纪委监委", UnitKind::Outside),
        ],
        delegations: Vec::new(),
        former: FormerNames::default(),
        waiting: Waiting::default(),
        people: vec![
            Person {
                contacts: vec![XINJIAN],
                ..person(1, SECRETARY, COMMISSION, Position::DisciplineSecretary)
            },
            person(2, PRINCIPAL, COMMITTEE, Position::PrincipalLeader),
            leader(3, IN_CHARGE, &[AFFAIRS], &[]),
            leader(4, CONTACT, &[ECONOMY], &[SISHENG]),
            person(5, OPERATOR, COMMISSION, Position::CommissionOperator),
            person(6, PARTY_OPERATOR, COMMITTEE, Position::PartyOperator),
            person(7, XINJIAN_HANDLER, XINJIAN, Position::Handler),
            person(8, AFFAIRS_HANDLER, AFFAIRS, Position::Handler),
            person(9, SISHENG_HANDLERS[0], SISHENG, Position::Handler),
            person(10, SISHENG_HANDLERS[1], SISHENG, Position::Handler),
            person(11, AUDITOR, COMMISSION, Position::Auditor),
            person(12, ADMINISTRATOR, COMMITTEE, Position::Administrator),
            Person { active: false, ..person(13, LEFT, XINJIAN, Position::Handler) },
        ],
    }
}

/// The same town where positions have two holders: 书记 and 镇长 are both principal leaders, two leaders contact each
/// village.
pub fn shared_town() -> Org {
    let mut org = town();
    org.people.push(person(14, SECOND_PRINCIPAL, COMMITTEE, Position::PrincipalLeader));
    org.people.push(leader(15, SECOND_CONTACT, &[], &[XINJIAN, SISHENG]));
    org
}

fn person(id: i64, name: &str, unit: UnitId, position: Position) -> Person {
    Person {
        id: PersonId(id),
        name: name.to_owned(),
        login: Some(format!("u{id}")),
        unit: Some(unit),
        positions: vec![position],
        leads: Vec::new(),
        contacts: Vec::new(),
        active: true,
    }
}

fn leader(id: i64, name: &str, leads: &[UnitId], contacts: &[UnitId]) -> Person {
    Person {
        unit: None,
        positions: Vec::new(),
        leads: leads.to_vec(),
        contacts: contacts.to_vec(),
        ..person(id, name, COMMITTEE, Position::LeaderInCharge)
    }
}

/// The person of this name.
pub fn named<'a>(org: &'a Org, name: &str) -> &'a Person {
    org.people.iter().find(|person| person.name == name).unwrap()
}

/// The same town without these people.
pub fn town_without(names: &[&str]) -> Org {
    let mut org = town();
    org.people.retain(|person| !names.contains(&person.name.as_str()));
    org
}

/// A case on a route with a unit, against this person.
pub fn case_of(route: Option<Route>, unit: Option<UnitId>, respondent: &str) -> Case {
    let mut case = Case::unborn(CaseId(1), "2026-0001");
    case.route = route;
    case.unit = unit;
    case.respondent.name = (!respondent.is_empty()).then(|| Sealable::new(respondent));
    case
}

/// Fails when a text for the operator is empty or slips into English.
#[track_caller]
pub fn assert_chinese(text: &str) {
    assert!(!text.trim().is_empty(), "empty text");
    let letters = text.chars().filter(char::is_ascii_alphabetic).count();
    assert_eq!(letters, 0, "English in: {text}");
    assert!(
        text.chars().any(|character| ('\u{4e00}'..='\u{9fff}').contains(&character)),
        "no Chinese in: {text}"
    );
}

/// A paper laid out for an act that issues it.
pub fn drafted(kind: PaperKind) -> Brought {
    let sheet = Sheet { title: vec![kind.label().to_owned()], parts: Vec::new() };
    Brought::Paper(Box::new(Drafted {
        kind,
        number: format!("建纪{}〔2026〕1号", kind.sign()),
        year: 2026,
        serial: 1,
        head: "7:0a1b".to_owned(),
        frozen: frozen(&sheet).unwrap(),
        template: None,
    }))
}
