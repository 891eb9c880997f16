//! People and units over time (`domain.md` §10): who signed stays who signed, whatever the organisation becomes.

use ydt::domain::ids::CaseId;
use ydt::domain::town::org::Org;
use ydt::domain::words::DocumentKind;

use crate::town::{Town, org};

/// A reply of 新建村 that its contact leader 何志强 has signed and the secretary has not.
fn half_signed(town: &mut Town) -> CaseId {
    let case = town.accepted_for_village("低保评定未公示名单");
    let text =
        "经核实，低保名单评定后没有及时张贴，村里已于本月三日在公示栏补贴，今后评定后三日内张榜，感谢监督。";
    let steps = [
        ("zhangning", "transfer", &[][..]),
        ("wangxiu", "acknowledge", &[]),
        ("wangxiu", "record_finding", &[("text", "名单确未张贴。")]),
        ("wangxiu", "draft_reply", &[("text", text)]),
        ("wangxiu", "submit", &[("document", "reply")]),
        ("hezhiqiang", "sign", &[]),
    ];
    for (login, action, fields) in steps {
        town.act(login, Some(case), action, fields).unwrap();
    }
    case
}

/// The town's organisation with other names.
fn renamed(changes: &[(&str, &str)]) -> Org {
    let mut org = org();
    for (before, after) in changes {
        let names = org.units.iter_mut().map(|unit| &mut unit.name);
        for name in names.chain(org.people.iter_mut().map(|person| &mut person.name)) {
            if name == before {
                (*after).clone_into(name);
            }
        }
    }
    org
}

#[test]
fn history_and_signatures_keep_the_names_of_their_time_and_what_follows_has_the_new_ones() {
    let mut town = Town::new();
    let case = half_signed(&mut town);
    town.office.act_as("zhangning").unwrap();
    let now = town.now;
    let changes = [("何志强", "何志坚"), ("王秀", "王秀英"), ("新建村", "新建社区"), ("周敏", "周慧敏")];
    town.office.replace_org(renamed(&changes), now).unwrap();
    // At the same moment as everything before: it is the place in the chain that says what came first.
    town.act("zhoumin", Some(case), "sign", &[]).unwrap();
    let shown = town.office.open_case(case, now).unwrap();
    let org = town.office.org();
    let document = shown.case.document(DocumentKind::Reply).unwrap();
    let signed = |index: usize| {
        let step = &document.steps[index];
        org.person_name_at(step.person, step.signature.as_ref().unwrap().place)
    };
    assert_eq!((signed(0), signed(1)), ("何志强", "周慧敏"));
    assert_eq!(org.person_name_at(document.drafted_by, document.drafted_in), "王秀");
    let finding = &shown.case.findings[0];
    assert_eq!(org.person_name_at(finding.by, finding.place), "王秀");
    let said = |words: &str| shown.history.iter().any(|line| line.summary.contains(words));
    assert!(said("新建村") && !said("新建社区"), "{:?}", shown.history);
    assert!(said("何志强同意") && said("周慧敏同意"), "{:?}", shown.history);
    let actors: Vec<&str> =
        shown.history.iter().map(|line| org.person_name_at(line.actor, line.place)).collect();
    assert!(actors.contains(&"王秀") && !actors.contains(&"王秀英"), "{actors:?}");
    assert_eq!(org.person_name(document.drafted_by), "王秀英", "everywhere else it is the present name");
    assert_eq!(town.office.verify(None).unwrap().first_bad, None);
}

#[test]
fn a_former_name_that_was_changed_in_the_file_is_found() {
    let mut town = Town::new();
    half_signed(&mut town);
    town.office.act_as("zhangning").unwrap();
    let now = town.now;
    town.office.replace_org(renamed(&[("何志强", "何志坚")]), now).unwrap();
    let raw = rusqlite::Connection::open(town.path()).unwrap();
    for change in [
        "UPDATE former_names SET name = '另一人'",
        "UPDATE former_names SET until = until - 1",
        "DELETE FROM former_names",
    ] {
        let kept: (i64, i64, String) = raw
            .query_row("SELECT number, until, name FROM former_names", [], |row| {
                Ok((row.get(0)?, row.get(1)?, row.get(2)?))
            })
            .unwrap();
        raw.execute(change, []).unwrap();
        let bad = town.office.verify(None).unwrap().first_bad.unwrap();
        assert!(bad.reason.contains("旧名"), "{change}: {}", bad.reason);
        raw.execute("DELETE FROM former_names", []).unwrap();
        raw.execute(
            "INSERT INTO former_names (subject, number, until, name) VALUES ('person', ?1, ?2, ?3)",
            rusqlite::params![kept.0, kept.1, kept.2],
        )
        .unwrap();
        assert_eq!(town.office.verify(None).unwrap().first_bad, None);
    }
}

#[test]
fn a_database_from_before_gets_its_former_names_from_the_record() {
    let mut town = Town::new();
    half_signed(&mut town);
    town.office.act_as("zhangning").unwrap();
    let now = town.now;
    for changes in [&[("何志强", "何志坚"), ("新建村", "新建社区")][..], &[("何志强", "何志刚")]]
    {
        town.office.replace_org(renamed(changes), now).unwrap();
    }
    let raw = rusqlite::Connection::open(town.path()).unwrap();
    let count =
        || -> i64 { raw.query_row("SELECT count(*) FROM former_names", [], |row| row.get(0)).unwrap() };
    assert_eq!(count(), 4, "the village got its old name back");
    raw.execute("DELETE FROM former_names", []).unwrap();
    let migration = include_str!("../../assets/migrations/0010_later_facts.sql");
    let fills = migration.split(';').find(|sql| sql.trim().starts_with("INSERT INTO former_names")).unwrap();
    raw.execute_batch(fills).unwrap();
    assert_eq!(count(), 4);
    assert_eq!(town.office.verify(None).unwrap().first_bad, None);
}
