//! Disclosure through the office: six months of three villages against an independent model, rest days by each setting,
//! several processes at once, who sees what, and by command.

use ydt::actions::{self, Answers};
use ydt::domain::disclosure::{DisclosureState, DisclosureVerdict};
use ydt::domain::ids::{DisclosureId, UnitId};
use ydt::domain::refusal::RefusalCode;
use ydt::domain::town::org::{Org, Unit};
use ydt::domain::town::setting_key::SettingKey;
use ydt::domain::view::disclosure::{CellState, DisclosurePane, DisclosureRow};
use ydt::domain::words::{ClockLevel, UnitKind};
use ydt::office::{DisclosureReport, DisclosureRequest, Office, OfficeError};

use crate::home::{Home, results};
use crate::town::{Town, at, org, refused};

/// A third village with the handler and the contact leader of the others.
pub fn three_villages() -> Org {
    let mut org = org();
    org.units
        .push(Unit { id: UnitId(7), name: "茶溪村".to_owned(), kind: UnitKind::Village, active: true });
    let mut handler = org.people.iter().find(|person| person.name == "钱双").unwrap().clone();
    (handler.id.0, handler.name, handler.unit) = (10, "吴溪".to_owned(), Some(UnitId(7)));
    handler.login = Some("wuxi".to_owned());
    org.people.push(handler);
    org.people.iter_mut().filter(|it| it.name == "周敏").for_each(|it| it.contacts.push(UnitId(7)));
    org
}

pub fn list_matter(town: &mut Town, fields: &[(&str, &str)]) {
    town.office.act_as("zhangning").unwrap();
    town.in_town("set_matter", fields);
}

pub fn disclose(
    town: &mut Town,
    login: &str,
    record: Option<DisclosureId>,
    code: &str,
    fields: &[(&str, &str)],
) -> Result<DisclosureReport, OfficeError> {
    town.office.act_as(login)?;
    let answers = fields.iter().fold(Answers::none(), |answers, (name, value)| answers.with(name, *value));
    let (act, action) = (town.next_act(), actions::find(code)?);
    let request = DisclosureRequest { act, disclosure: record, seen_seq: None, action, answers };
    town.office.perform_on_disclosure(&request, town.now)
}

pub fn pane(town: &mut Town, months: &[&str]) -> DisclosurePane {
    town.office.act_as("zhangning").unwrap();
    let months = months.iter().map(|month| format!("{month}-01").parse().unwrap()).collect();
    town.office.disclosure_pane(months, town.now).unwrap()
}

pub fn row_of(town: &mut Town, unit: i64, period: &str) -> DisclosureRow {
    let rows = pane(town, &[period]).rows;
    rows.into_iter().find(|row| row.unit == UnitId(unit) && row.period.to_string() == period).unwrap()
}

const HANDLERS: [(i64, &str, &str); 3] =
    [(5, "wangxiu", "hezhiqiang"), (6, "qianshuang", "zhoumin"), (7, "wuxi", "zhoumin")];

/// What a village does about a month: on which day of the next month, and what.
#[derive(Clone, Copy, PartialEq)]
enum Does {
    Publishes(u8),
    HasNothing(u8),
    Leaves,
}

/// The verdict and the cell that follow, thought up without the program: the tenth is the last day in time.
fn expected(does: Does) -> (Option<DisclosureVerdict>, CellState) {
    match does {
        Does::Publishes(day) if day <= 10 => (Some(DisclosureVerdict::OnTime), CellState::Published),
        Does::HasNothing(day) if day <= 10 => (Some(DisclosureVerdict::OnTime), CellState::Nothing),
        Does::Publishes(_) | Does::HasNothing(_) => (Some(DisclosureVerdict::Late), CellState::Late),
        Does::Leaves => (None, CellState::Overdue),
    }
}

#[test]
fn six_months_of_three_villages_are_as_an_independent_model_says() {
    use Does::{HasNothing, Leaves, Publishes};
    let mut town = Town::with(three_villages());
    town.now = at("2026-12-02 09:00");
    list_matter(&mut town, &[("name", "低保对象名单"), ("cycle", "每月")]);
    let table = [
        ("2026-12", "2027-01", [Publishes(9), Publishes(10), Publishes(11)]),
        ("2027-01", "2027-02", [HasNothing(8), HasNothing(12), Leaves]),
        // Nothing runs from the middle of February until 20 May.
        ("2027-02", "2027-05", [Publishes(20), HasNothing(20), Leaves]),
        ("2027-03", "2027-05", [Leaves, Publishes(21), Leaves]),
        ("2027-04", "2027-05", [Leaves, Leaves, HasNothing(24)]),
        ("2027-05", "2027-06", [Publishes(1), HasNothing(10), Publishes(14)]),
    ];
    let mut alerts = 0;
    for (month, next, plans) in table {
        let late_start = matches!(month, "2027-02" | "2027-03" | "2027-04");
        let mut days: Vec<(u8, usize, Does)> = Vec::new();
        for (village, does) in plans.iter().enumerate() {
            if let Publishes(day) | HasNothing(day) = does {
                days.push((*day, village, *does));
            }
        }
        days.sort_by_key(|(day, ..)| *day);
        if !late_start {
            town.now = at(&format!("{next}-01 00:05"));
            town.office.sweep(town.now).unwrap();
        }
        for (day, village, does) in days {
            town.now = at(&format!("{next}-{day:02} 15:00"));
            alerts += town.office.sweep(town.now).unwrap();
            let (unit, handler, leader) = HANDLERS[village];
            let id = row_of(&mut town, unit, month).id;
            match does {
                Publishes(_) => {
                    disclose(&mut town, handler, Some(id), "disclosure_submit", &[("text", "名单")]).unwrap();
                    disclose(&mut town, leader, Some(id), "disclosure_sign", &[]).unwrap();
                    let place = [("place", "公示栏")];
                    disclose(&mut town, handler, Some(id), "disclosure_publish", &place).unwrap();
                }
                HasNothing(_) => {
                    disclose(&mut town, handler, Some(id), "disclosure_none", &[]).unwrap();
                    disclose(&mut town, leader, Some(id), "disclosure_sign", &[]).unwrap();
                }
                Leaves => {}
            }
        }
    }
    town.now = at("2027-06-30 09:00");
    town.office.sweep(town.now).unwrap();
    assert!(alerts > 0);
    assert_eq!(town.office.sweep(town.now).unwrap(), 0, "nothing is reminded of twice");
    let months = table.map(|(month, ..)| month);
    let shown = pane(&mut town, &months);
    assert_eq!(shown.grid.units.len(), 3);
    for (column, (month, _, plans)) in table.iter().enumerate() {
        for (village, does) in plans.iter().enumerate() {
            let (verdict, cell) = expected(*does);
            let row = row_of(&mut town, HANDLERS[village].0, month);
            assert_eq!(row.verdict, verdict, "{month} {village}");
            let found = shown.grid.cells[village][column].as_ref().map(|it| (it.state, it.count));
            assert_eq!(found, Some((cell, 1)), "{month} {village}");
        }
    }
    let left = table.iter().flat_map(|(.., plans)| plans).filter(|does| **does == Leaves).count();
    assert_eq!(town.office.check(town.now).unwrap().disclosures.len(), left);
    assert_eq!(
        pane(&mut town, &[]).rows.len(),
        left,
        "whatever is open is shown whichever month is looked at"
    );
    assert_eq!(town.office.verify(None).unwrap().first_bad, None);
}

#[test]
fn the_tenth_on_a_rest_day_is_due_as_the_setting_says_and_what_is_past_stays() {
    // 2027-01-10 is a Sunday.
    let due_of = |town: &mut Town| row_of(town, 5, "2026-12").due_on.to_string();
    let set = |town: &mut Town, setting: &str| {
        town.office.act_as("zhangning").unwrap();
        town.office.set_setting(SettingKey::DisclosureRestDay, setting, town.now).unwrap();
        town.office.sweep(town.now).unwrap();
    };
    for (setting, due) in [("stays", "2027-01-10"), ("after", "2027-01-11"), ("before", "2027-01-08")] {
        let mut town = Town::new();
        town.now = at("2026-12-03 09:00");
        list_matter(&mut town, &[("name", "低保"), ("cycle", "每月")]);
        set(&mut town, setting);
        town.now = at("2027-01-02 09:00");
        town.office.sweep(town.now).unwrap();
        assert_eq!(due_of(&mut town), due, "{setting}");
        // An open record follows the setting as long as neither day is past.
        set(&mut town, "after");
        assert_eq!(due_of(&mut town), "2027-01-11");
        town.now = at("2027-01-09 09:00");
        set(&mut town, "before");
        assert_eq!(due_of(&mut town), "2027-01-11", "the 8th is past already");
        town.now = at("2027-01-12 09:00");
        town.office.set_setting(SettingKey::DisclosureDueDay, "20", town.now).unwrap();
        town.office.sweep(town.now).unwrap();
        assert_eq!(due_of(&mut town), "2027-01-11", "what is past its day stays late");
        assert_eq!(town.office.verify(None).unwrap().first_bad, None);
    }
}

#[test]
fn two_processes_open_each_period_once_and_one_of_two_submits() {
    let mut town = Town::new();
    town.now = at("2026-11-03 09:00");
    list_matter(&mut town, &[("name", "低保"), ("cycle", "每月")]);
    town.now = at("2026-12-01 09:00");
    let path = town.path();
    let now = town.now;
    let others: Vec<_> = (0..4)
        .map(|_| {
            let path = path.clone();
            std::thread::spawn(move || {
                let mut office = Office::open(&path, "zhangning", "test").unwrap();
                office.sweep(now).unwrap()
            })
        })
        .collect();
    town.office.sweep(town.now).unwrap();
    for other in others {
        other.join().unwrap();
    }
    let rows = pane(&mut town, &["2026-11"]).rows;
    assert_eq!(rows.len(), 2, "one for each village");
    let id = row_of(&mut town, 5, "2026-11").id;
    let mut second = Office::open(&path, "wangxiu", "test").unwrap();
    let submit = |act: &str, text: &str| DisclosureRequest {
        act: act.to_owned(),
        disclosure: Some(id),
        seen_seq: Some(1),
        action: actions::find("disclosure_submit").unwrap(),
        answers: Answers::none().with("text", text),
    };
    town.office.act_as("wangxiu").unwrap();
    town.office.perform_on_disclosure(&submit("one", "甲"), now).unwrap();
    let again = town.office.perform_on_disclosure(&submit("one", "甲"), now).unwrap();
    assert_eq!(again.events.len(), 0, "the same request twice is one act");
    let refusal = refused(second.perform_on_disclosure(&submit("two", "乙"), now));
    assert_eq!(refusal.code, RefusalCode::Conflict, "{refusal}");
    assert_eq!(town.office.verify(None).unwrap().first_bad, None);
}

#[test]
fn each_sees_what_is_theirs_and_a_dissolved_unit_is_asked_no_more() {
    let mut town = Town::new();
    town.now = at("2026-11-03 09:00");
    list_matter(&mut town, &[("name", "低保"), ("cycle", "每月")]);
    town.now = at("2026-12-09 09:00");
    town.office.sweep(town.now).unwrap();
    let id = row_of(&mut town, 5, "2026-11").id;
    let mut count = |login: &str| {
        town.office.act_as(login).unwrap();
        let month = vec!["2026-11-01".parse().unwrap()];
        town.office.disclosure_pane(month, town.now).unwrap().rows.len()
    };
    assert_eq!(
        ["zhangning", "zhaoshen", "wangxiu", "hezhiqiang", "sunqiang"].map(&mut count),
        [2, 2, 1, 1, 0]
    );
    assert!(town.office.open_disclosure(id, town.now).is_err(), "a stranger");
    town.office.act_as("zhangning").unwrap();
    town.in_town("set_unit", &[("unit", "新建村"), ("name", "新建村"), ("dissolve", "是")]);
    let gone = disclose(&mut town, "zhangning", Some(id), "disclosure_submit", &[("text", "名单")]);
    let refusal = refused(gone);
    assert!(refusal.message.contains("停用"), "{refusal}");
    disclose(&mut town, "zhangning", Some(id), "disclosure_cancel", &[("reason", "村已撤并")]).unwrap();
    assert_eq!(row_of(&mut town, 5, "2026-11").state, DisclosureState::Cancelled);
    town.now = at("2027-01-02 09:00");
    town.office.sweep(town.now).unwrap();
    assert_eq!(pane(&mut town, &["2026-12"]).rows.iter().filter(|row| row.unit == UnitId(5)).count(), 0);
    assert_eq!(town.office.verify(None).unwrap().first_bad, None);
}

#[test]
fn a_complaint_about_it_is_linked_and_its_number_hidden_from_whoever_may_not_see_it() {
    let mut town = Town::new();
    town.now = at("2026-11-03 09:00");
    list_matter(&mut town, &[("name", "低保"), ("cycle", "每月")]);
    town.complaint("低保名单不实");
    town.now = at("2026-12-02 09:00");
    town.office.sweep(town.now).unwrap();
    let id = row_of(&mut town, 5, "2026-11").id;
    disclose(&mut town, "zhangning", Some(id), "disclosure_link", &[("case", "2026-0001")]).unwrap();
    let shown = |town: &mut Town, login: &str| {
        town.office.act_as(login).unwrap();
        format!("{:?}", town.office.open_disclosure(id, town.now).unwrap())
    };
    assert!(shown(&mut town, "zhangning").contains("2026-0001"));
    assert!(!shown(&mut town, "wangxiu").contains("2026-0001"), "the unit does not see that complaint");
    let none = disclose(&mut town, "zhangning", Some(id), "disclosure_link", &[("case", "2026-0099")]);
    assert_eq!(refused(none).code, RefusalCode::UnknownCase);
}

#[test]
fn what_is_due_is_reminded_of_once_a_level_and_told_by_check() {
    let mut town = Town::new();
    town.now = at("2026-11-03 09:00");
    list_matter(&mut town, &[("name", "低保"), ("cycle", "每月"), ("unit", "新建村")]);
    let mut levels = Vec::new();
    for (now, raised) in [
        ("2026-12-07 09:00", 0),
        ("2026-12-08 09:00", 1),
        ("2026-12-09 09:00", 0),
        ("2026-12-10 09:00", 1),
        ("2026-12-11 09:00", 1),
        ("2026-12-20 09:00", 0),
    ] {
        town.now = at(now);
        let report = town.office.check(town.now).unwrap();
        assert_eq!(report.new_alerts, raised, "{now}");
        let desk = town.office.desk(town.now);
        levels.extend(report.disclosures.iter().map(|row| row.level(&desk.calendar, town.now.date())));
    }
    let expected = [
        ClockLevel::Approaching,
        ClockLevel::Approaching,
        ClockLevel::DueToday,
        ClockLevel::Overdue,
        ClockLevel::Overdue,
    ];
    assert_eq!(levels, expected);
}

#[test]
fn the_same_by_command() {
    let home = Home::practice();
    let lines = [
        r#"{"command":"set_matter","name":"临时救助","cycle":"5个工作日内","unit":"新建村","since":"2026-03-01"}"#,
        r#"{"command":"disclosure_event","matter":1,"unit":"新建村","on":"2026-03-02","happened":"火灾救助"}"#,
        r#"{"command":"disclosure_submit","disclosure":"$last","text":"救助一户3000元","on_behalf_of":"冉启福"}"#,
        r#"{"command":"disclosure_event","matter":1,"unit":"新建村","on":"2026-03-09","happened":"水灾救助"}"#,
        r#"{"command":"disclosure_none","disclosure":"d1"}"#,
        r#"{"command":"disclosure_submit","text":"没有写是哪条"}"#,
    ];
    let now = ["--now", "2026-03-06T10:00"];
    let told = results(&home.ydt_with(&["apply", "--keep-going", now[0], now[1]], &lines.join("\n")));
    assert_eq!((&told[1]["disclosure"], &told[2]["state"]), (&"d1".into(), &"submitted".into()), "{told:?}");
    assert_eq!(told[3]["refusal"]["code"], "out_of_time", "a day to come: {told:?}");
    assert_eq!(told[4]["refusal"]["code"], "wrong_stage", "{told:?}");
    assert_eq!(told[5]["refusal"]["code"], "missing_field", "{told:?}");
    let listed = home.ydt(&["disclosure", "list", "--month", "2026-03", "--json", now[0], now[1]]).json();
    assert_eq!((&listed[0]["disclosure"], &listed[0]["due_on"]), (&"d1".into(), &"2026-03-09".into()));
    let shown = home.ydt(&["show", "D1", now[0], now[1]]).out;
    assert!(shown.contains("临时救助（2026-03-02 火灾救助）") && shown.contains("3000元"), "{shown}");
    assert_eq!(home.ydt(&["show", "d1", "--json", now[0], now[1]]).json()["nothing"], false);
    let overdue = home.ydt(&["check", "--now", "2026-03-11T10:00"]);
    assert!(overdue.code == 1 && overdue.out.contains("超期"), "{}", overdue.out);
    assert_eq!(home.ydt(&["verify"]).code, 0);
    home.ydt(&["disclosure", "list", "--month", "2026-13"]).refused(2, "2026-11");
}
