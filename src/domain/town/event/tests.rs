//! Stored forms of the town's facts, byte for byte, and what history says of each.

use super::*;
use crate::domain::calendar::{NamedDay, YearNotice};
use crate::domain::fixtures::{SECRETARY, named, town};
use crate::domain::ids::{MatterId, PersonId, UnitId};
use crate::domain::paper::PaperKind;
use crate::domain::recurring::Cycle;
use crate::domain::time::{Date, Moment};
use crate::domain::town::matter::Matter;
use crate::domain::town::rights::Rights;
use crate::domain::words::{Position, UnitKind};

fn notice() -> YearNotice {
    let day = NamedDay { date: Date::constant(2027, 1, 1), name: "元旦".to_owned(), rest: true };
    YearNotice { year: 2027, source: "通知".to_owned(), days: vec![day] }
}

/// A unit and a person.
fn one_of_each() -> OrgChanged {
    let units =
        vec![UnitRecord { id: 1, name: "新建村".to_owned(), kind: UnitKind::Village, active: true }];
    let people = vec![PersonRecord {
        id: 2,
        name: "周敏".to_owned(),
        login: None,
        unit: Some(1),
        positions: vec![Position::Handler],
        leads: vec![],
        contacts: vec![1],
        active: true,
    }];
    OrgChanged { units, people }
}

/// A delegation taken back, as a row of the table below.
fn revoked(leader: PersonId, org: &Org) -> (TownEvent, &'static str, String) {
    let (from, revoked_on) = (Date::constant(2026, 11, 16), Date::constant(2026, 11, 18));
    let deputy = PersonId(999);
    let told = format!(
        "收回{}对{}的授权代签（2026-11-16起），已签的照旧",
        org.person_name(leader),
        org.person_name(deputy)
    );
    let stored = r#"{"event":"delegation_revoked","leader":SECRETARY,"deputy":999,"from":"2026-11-16","revoked_on":"2026-11-18"}"#;
    (DelegationRevoked { leader, deputy, from, revoked_on }.into(), stored, told)
}

/// Facts about rights, as rows of the table below.
fn about_rights(person: PersonId, org: &Org) -> Vec<(TownEvent, &'static str, String)> {
    let name = org.person_name(person);
    let rights = Rights {
        login: Some("yzt".to_owned()),
        unit: None,
        positions: vec![Position::DisciplineSecretary],
        leads: vec![],
        contacts: vec![UnitId(5)],
        active: true,
    };
    let told = format!("{name}的岗位和登录名：镇纪委书记、联系领导，登录名yzt");
    let confirmed = RightsConfirmed {
        person,
        rights: rights.clone(),
        signer: Some(PersonId(999)),
        position: Some(Position::PrincipalLeader),
        signed_on: Date::constant(2026, 11, 20),
        on_paper: true,
        number: None,
    };
    vec![
        (
            RightsProposed { person, rights }.into(),
            r#"{"event":"rights_proposed","person":SECRETARY,"rights":{"login":"yzt","unit":null,"positions":["discipline_secretary"],"leads":[],"contacts":[5],"active":true}}"#,
            format!("提议{told}，确认后生效"),
        ),
        (
            RightsAwaited { people: vec![person] }.into(),
            r#"{"event":"rights_awaited","people":[SECRETARY]}"#,
            format!("收到第一件投诉前设置的岗位和登录名先行生效，还要确认：{name}"),
        ),
        (
            confirmed.into(),
            r#"{"event":"rights_confirmed","person":SECRETARY,"rights":{"login":"yzt","unit":null,"positions":["discipline_secretary"],"leads":[],"contacts":[5],"active":true},"signer":999,"position":"principal_leader","signed_on":"2026-11-20","on_paper":true}"#,
            format!("镇主要领导{}（书面，2026-11-20）确认{told}", org.person_name(PersonId(999))),
        ),
        (
            RightsDeclined { person, reason: "没有调整".to_owned() }.into(),
            r#"{"event":"rights_declined","person":SECRETARY,"reason":"没有调整"}"#,
            format!("{name}的岗位和登录名变动没有确认，不生效：没有调整"),
        ),
        (
            HandOverListed {
                from: person,
                to: PersonId(999),
                to_sign: 1,
                handled: 2,
                waiting: 3,
                sheet: "ab".to_owned(),
            }
            .into(),
            r#"{"event":"hand_over_listed","from":SECRETARY,"to":999,"to_sign":1,"handled":2,"waiting":3,"sheet":"ab"}"#,
            format!("列出{name}移交（未知人员）的岗位清单：待审签1件，承办2件，等岗位办理3件"),
        ),
        (
            HandOverSigned {
                from: person,
                to: PersonId(999),
                person,
                signed_on: Date::constant(2026, 11, 20),
                on_paper: true,
            }
            .into(),
            r#"{"event":"hand_over_signed","from":SECRETARY,"to":999,"person":SECRETARY,"signed_on":"2026-11-20","on_paper":true}"#,
            format!("{name}在{name}移交（未知人员）的岗位清单上签字（书面，2026-11-20）"),
        ),
    ]
}

/// A restored backup, as a row of the table below.
fn restored() -> (TownEvent, &'static str, String) {
    let lost_head = Some("9:bb".to_owned());
    let last_numbers = vec!["2026-0009".to_owned()];
    let fact =
        Restored { count: 7, hash: "aa".to_owned(), lost: 2, lost_head, last_numbers, sealed_again: 1 };
    let stored = r#"{"event":"restored","count":7,"hash":"aa","lost":2,"lost_head":"9:bb","last_numbers":["2026-0009"],"sealed_again":1}"#;
    let told = "从备份恢复到第7条记录，之后的2条不再保留（原链头9:bb），再次密封1件";
    (fact.into(), stored, told.to_owned())
}

/// One of each kind: the fact, its stored form, its sentence.
/// A matter listed, as a row of the table below.
fn listed() -> (TownEvent, &'static str, String) {
    let matter = Matter {
        id: MatterId(7),
        unit: None,
        field: "民政".to_owned(),
        level_one: String::new(),
        name: "临时救助".to_owned(),
        elements: String::new(),
        cycle: Cycle::PerEvent { within_working_days: Some(5) },
        channel: String::new(),
        basis: String::new(),
        audience: String::new(),
        manner: String::new(),
        subject: "各村".to_owned(),
        active: true,
        since: Date::constant(2026, 11, 1),
    };
    let stored = r#"{"event":"matters_changed","matters":[{"id":7,"field":"民政","name":"临时救助","cycle":"per_event","within_working_days":5,"subject":"各村","active":true,"since":"2026-11-01"}]}"#;
    let told = "更新监督事项清单：临时救助（各村（社区），事项发生后5个工作日内）".to_owned();
    (MattersChanged { matters: vec![matter] }.into(), stored, told)
}

/// Facts about templates, as rows of the table below.
fn templates() -> [(TownEvent, &'static str, String); 2] {
    let (kind, name, sha256) = (PaperKind::Transfer, "转办.docx".to_owned(), "ab".to_owned());
    [
        (
            TemplateSet { kind, name, sha256, size: 9 }.into(),
            r#"{"event":"template_set","kind":"transfer","name":"转办.docx","sha256":"ab","size":9}"#,
            "转办单改用本单位模板“转办.docx”".to_owned(),
        ),
        (
            TemplateReset { kind }.into(),
            r#"{"event":"template_reset","kind":"transfer"}"#,
            "转办单恢复使用内置版式".to_owned(),
        ),
    ]
}

fn renamed() -> (TownEvent, &'static str, String) {
    (
        Named { town: "跳磴镇".to_owned(), district: "大渡口区".to_owned() }.into(),
        r#"{"event":"named","town":"跳磴镇","district":"大渡口区"}"#,
        "改称大渡口区跳磴镇".to_owned(),
    )
}

fn founded() -> (TownEvent, &'static str, String) {
    (
        Founded { town: "建胜镇".to_owned(), district: "大渡口区".to_owned(), sandbox: true }.into(),
        r#"{"event":"founded","town":"建胜镇","district":"大渡口区","sandbox":true}"#,
        "建立大渡口区建胜镇的数据库".to_owned(),
    )
}

fn frozen() -> (TownEvent, &'static str, String) {
    let kind = crate::domain::town::frozen::FrozenKind::Bulletin;
    let (from, to) = (Date::constant(2026, 11, 1), Date::constant(2026, 11, 30));
    let (name, sha256) = ("2026-11".to_owned(), "ab".to_owned());
    (
        ReportFrozen { name, kind, from, to, events: 9, sha256 }.into(),
        r#"{"event":"report_frozen","name":"2026-11","kind":"bulletin","from":"2026-11-01","to":"2026-11-30","events":9,"sha256":"ab"}"#,
        "封存通报“2026-11”（2026-11-01至2026-11-30）".to_owned(),
    )
}

fn exported() -> [(TownEvent, &'static str, String); 2] {
    let text = |text: &str| text.to_owned();
    [
        (
            PapersExported { numbers: vec![text("建纪复〔2026〕1号")], reason: text("送投诉人") }.into(),
            r#"{"event":"papers_exported","numbers":["建纪复〔2026〕1号"],"reason":"送投诉人"}"#,
            text("写出含投诉人身份的文书1份（建纪复〔2026〕1号）：送投诉人"),
        ),
        (
            LedgerExported { cases: 15, reason: text("年度核对") }.into(),
            r#"{"event":"ledger_exported","cases":15,"reason":"年度核对"}"#,
            text("导出含投诉人身份的台账15件：年度核对"),
        ),
    ]
}

fn of_disclosure() -> Vec<(TownEvent, &'static str, String)> {
    vec![(
        DisclosureAlertAcknowledged { alert: 7, disclosure: "d3".to_owned() }.into(),
        r#"{"event":"disclosure_alert_acknowledged","alert":7,"disclosure":"d3"}"#,
        "已知晓公示记录d3的提醒".to_owned(),
    )]
}

fn table() -> Vec<(TownEvent, &'static str, String)> {
    let text = |text: &str| text.to_owned();
    let org = town();
    let secretary = named(&org, SECRETARY);
    let (leader, until) = (secretary.id, Date::constant(2026, 11, 20));
    let mut table = vec![
        founded(),
        renamed(),
        (
            Attested {
                schema_version: 8,
                schema: text("ab"),
                town: text("建胜镇"),
                district: text("大渡口区"),
                secret: text("cd"),
            }
            .into(),
            r#"{"event":"attested","schema_version":8,"schema":"ab","town":"建胜镇","district":"大渡口区","secret":"cd"}"#,
            text("记下库结构（第8版）和全库信息的校验值"),
        ),
        (
            ActedAs { person: leader }.into(),
            r#"{"event":"acted_as","person":SECRETARY}"#,
            format!("演练时以{}的身份操作", secretary.name),
        ),
        (
            one_of_each().into(),
            r#"{"event":"org_changed","units":[{"id":1,"name":"新建村","kind":"village"}],"people":[{"id":2,"name":"周敏","login":null,"unit":1,"positions":["handler"],"leads":[],"contacts":[1],"active":true}]}"#,
            text("更新单位和人员：单位1个，在岗人员1人"),
        ),
        (
            Delegated { leader, deputy: PersonId(999), from: Date::constant(2026, 11, 16), until }.into(),
            r#"{"event":"delegated","leader":SECRETARY,"deputy":999,"from":"2026-11-16","until":"2026-11-20"}"#,
            format!("{}授权{}代签：2026-11-16至2026-11-20", secretary.name, org.person_name(PersonId(999))),
        ),
        revoked(leader, &org),
        (
            SettingChanged { key: text("triage_limit_working_days"), before: text("3"), after: text("2") }
                .into(),
            r#"{"event":"setting_changed","key":"triage_limit_working_days","before":"3","after":"2"}"#,
            text("设置“受理转办时限”由3改为2"),
        ),
        (
            ColumnSaid { column: text("网格"), before: String::new(), after: text("not_identity") }.into(),
            r#"{"event":"column_said","column":"网格","before":"","after":"not_identity"}"#,
            text("说明平台文件里“网格”一列的含义"),
        ),
        (
            CalendarLoaded { notice: notice(), changed_days: 4, moved_clocks: 2 }.into(),
            r#"{"event":"calendar_loaded","notice":{"year":2027,"source":"通知","days":[{"date":"2027-01-01","name":"元旦","rest":true}]},"changed_days":4,"moved_clocks":2}"#,
            text("载入2027年节假日安排：改变4天，重算2个时限"),
        ),
        (
            AlertAcknowledged { alert: 12, case_no: text("2026-0001") }.into(),
            r#"{"event":"alert_acknowledged","alert":12,"case_no":"2026-0001"}"#,
            text("已知晓2026-0001的时限提醒"),
        ),
        (
            Imported {
                file: text("导出.csv"),
                size: 9,
                sha256: text("ef"),
                rows: 3,
                new: 2,
                known: 1,
                supplement: 0,
                faulty: 0,
                elsewhere: 0,
                refused: None,
            }
            .into(),
            r#"{"event":"imported","file":"导出.csv","size":9,"sha256":"ef","rows":3,"new":2,"known":1,"supplement":0,"faulty":0,"refused":null}"#,
            text("导入“导出.csv”：3行，新登记2件"),
        ),
        (
            DraftsErased { drafts: 2 }.into(),
            r#"{"event":"drafts_erased","drafts":2}"#,
            text("草稿2份移出数据库"),
        ),
        (
            CopiesErased { files: vec![text("a"), text("b")] }.into(),
            r#"{"event":"copies_erased","files":["a","b"]}"#,
            text("抹去升级前留下的副本2个"),
        ),
        (
            TimeConfirmed { time: Moment::parse("2026-11-23 09:00").unwrap() }.into(),
            r#"{"event":"time_confirmed","time":"2026-11-23T09:00:00+08:00"}"#,
            text("核对服务器时间，以2026-11-23 09:00为准"),
        ),
    ];
    table.extend(
        std::iter::once(restored())
            .chain(about_rights(leader, &org))
            .chain([listed()])
            .chain(exported())
            .chain([frozen()])
            .chain(templates()),
    );
    table
}

#[test]
fn every_fact_of_the_town_keeps_its_stored_form_and_has_a_sentence() {
    let org = town();
    let secretary = named(&org, SECRETARY).id.0.to_string();
    let table: Vec<_> = table().into_iter().chain(of_disclosure()).collect();
    for (event, stored, sentence) in &table {
        let stored = stored.replace("SECRETARY", &secretary);
        assert_eq!(serde_json::to_string(event).unwrap(), stored);
        assert_eq!(serde_json::from_str::<TownEvent>(&stored).unwrap(), *event);
        assert_eq!(event.sentence(&org), *sentence);
    }
    let mut told: Vec<&str> = table.iter().map(|(event, ..)| event.code()).collect();
    let mut kinds = TownEvent::CODES.to_vec();
    told.sort_unstable();
    kinds.sort_unstable();
    assert_eq!(told, kinds, "one example of every kind");
}

#[test]
fn a_fact_that_is_none_is_not_read() {
    for text in [r#"{"event":"unheard_of"}"#, r#"{"town":"建胜镇"}"#, r#"{"event":"named","town":"建胜镇"}"#]
    {
        assert!(serde_json::from_str::<TownEvent>(text).is_err(), "{text}");
    }
}
