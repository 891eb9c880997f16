//! The town's own history: who may read it, and that it names no case to whoever may not see that case.

use ydt::domain::ids::PersonId;
use ydt::domain::refusal::RefusalCode;
use ydt::domain::town::setting_key::SettingKey;
use ydt::domain::words::Position;
use ydt::office::{NewTown, Office, OfficeError};

use crate::town::{Town, at, org};

/// The sentences that somebody reads, newest first.
fn read(office: &mut Office, login: &str) -> Result<Vec<String>, RefusalCode> {
    office.act_as(login).unwrap();
    match office.town_history(None, 100, at("2026-11-06 09:00")) {
        Ok(history) => Ok(history.lines.into_iter().map(|line| line.summary).collect()),
        Err(OfficeError::Refused(refusal)) => Err(refusal.code),
        Err(other) => panic!("{other}"),
    }
}

/// A town with somebody who only administers it, in which reminders of two cases were acknowledged, the second against
/// the auditor.
fn town() -> Town {
    let mut org = org();
    let mut keeper = org.people[7].clone();
    (keeper.id, keeper.name) = (PersonId(10), "吴管".to_owned());
    (keeper.login, keeper.positions) = (Some("wuguan".to_owned()), vec![Position::Administrator]);
    org.people.push(keeper);
    let mut town = Town::new();
    let new = NewTown {
        town: "建胜镇".to_owned(),
        district: "大渡口区".to_owned(),
        login: "zhangning".to_owned(),
        name: "张宁".to_owned(),
        sandbox: true,
        org: Some(org),
    };
    town.office = Office::create(&town.folder.path().join("other/ydt.db"), new, "test", town.now).unwrap();
    town.complaint("无关的一件");
    let now = town.now.minute();
    let against = [
        ("title", "反映监督人员"),
        ("content", "反映赵审收受礼品。"),
        ("complained_at", now.as_str()),
        ("received_at", now.as_str()),
        ("respondent", "赵审"),
    ];
    town.act("zhangning", None, "register", &against).unwrap();
    town.now = at("2026-11-06 09:00");
    town.office.check(town.now).unwrap();
    for alert in town.office.alerts().unwrap() {
        town.office.acknowledge_alert(alert.id, town.now).unwrap();
    }
    town.office.set_setting(SettingKey::ClosingHour, "17:30", town.now).unwrap();
    town
}

#[test]
fn the_town_s_history_names_no_case_to_whoever_may_not_see_it() {
    let mut town = town();
    let names = |lines: &[String], case_no: &str| lines.iter().any(|line| line.contains(case_no));
    let operator = read(&mut town.office, "zhangning").unwrap();
    assert_eq!(operator[0], "设置“到期日截止时间”由24:00改为17:30");
    assert!(names(&operator, "2026-0001") && names(&operator, "2026-0002"), "{operator:#?}");
    let auditor = read(&mut town.office, "zhaoshen").unwrap();
    assert!(names(&auditor, "2026-0001") && !names(&auditor, "2026-0002"), "{auditor:#?}");
    let administrator = read(&mut town.office, "wuguan").unwrap();
    assert!(names(&administrator, "到期日截止时间") && !names(&administrator, "2026-"), "{administrator:#?}");
    for login in ["wangxiu", "liufang", "hezhiqiang"] {
        assert_eq!(read(&mut town.office, login), Err(RefusalCode::NotPermitted), "{login}");
    }
}

#[test]
fn it_is_read_in_stretches_that_leave_nothing_out() {
    let mut town = town();
    town.office.act_as("zhangning").unwrap();
    let all = town.office.town_history(None, 1000, town.now).unwrap();
    assert!(all.older.is_none() && all.lines.len() > 4);
    let (mut found, mut before) = (Vec::new(), None);
    loop {
        let part = town.office.town_history(before, 3, town.now).unwrap();
        before = part.older;
        found.extend(part.lines);
        if before.is_none() {
            break;
        }
    }
    assert_eq!(found, all.lines);
}
