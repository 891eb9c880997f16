//! Cases led through the real store: every route of the first stretch, and what the record says of it.

use ydt::domain::case::stage::Stage;
use ydt::domain::refusal::RefusalCode;
use ydt::domain::view::listing::{From, ListQuery, Sort, View};
use ydt::domain::words::{AlertLevel, ClockKind, Verdict};
use ydt::office::{CaseName, Office};

use crate::town::{Town, at, overview, refusal_code, refused};

fn all(limit: u32) -> ListQuery {
    ListQuery {
        view: View::All,
        filter: ydt::domain::view::filter::Filter::default(),
        sort: Sort::Urgency,
        from: From::Top,
        limit,
    }
}

#[test]
fn a_village_case_goes_from_registration_to_findings_and_the_record_proves_itself() {
    let mut town = Town::new();
    let case = town.accepted_for_village("低保评定未公示名单");
    town.now = at("2026-11-03 10:00");
    town.act("zhangning", Some(case), "transfer", &[("unit", "新建村")]).unwrap();
    town.act("wangxiu", Some(case), "acknowledge", &[]).unwrap();
    let report =
        town.act("wangxiu", Some(case), "record_finding", &[("text", "已入户核实，名单确未张贴。")]).unwrap();
    assert_eq!(report.stage, Stage::Handling);

    let detail = town.office.open_case(case, town.now).unwrap();
    assert_eq!(detail.case.case_no, "2026-0001");
    assert_eq!(detail.case.complainant.name.as_ref().unwrap().text(), "李**");
    assert_eq!(detail.case.complainant.contact.as_ref().unwrap().text(), "138****1234");
    let triage = detail.clocks.iter().find(|clock| clock.clock.clock == ClockKind::Triage).unwrap();
    assert_eq!(triage.clock.verdict, Some(Verdict::OnTime));
    let handling = detail.clocks.iter().find(|clock| clock.clock.clock == ClockKind::Handling).unwrap();
    assert_eq!(handling.clock.due_on.to_string(), "2026-11-17");
    assert!(detail.history.iter().all(|line| !line.summary.is_empty()));

    let verdict = town.office.verify(None).unwrap();
    assert_eq!(verdict.first_bad, None);
}

#[test]
fn the_party_committee_route_waits_for_its_signatures_in_order() {
    let mut town = Town::new();
    let case = town.complaint("医保报销比例不清");
    let assess = [
        ("scope", "matters_list"),
        ("kind", "non_consultation"),
        ("field", "medical"),
        ("route", "party_committee"),
        ("unit", "社会事务办"),
        ("key_matters", "livelihood"),
    ];
    town.act("zhangning", Some(case), "assess", &assess).unwrap();
    town.act("zhangning", Some(case), "accept", &[]).unwrap();
    assert_eq!(
        refusal_code(town.act("zhangning", Some(case), "transfer", &[])),
        RefusalCode::MissingSignature
    );
    town.act("liufang", Some(case), "propose", &[("text", "拟请社会事务办核实。")]).unwrap();
    town.act("liufang", Some(case), "submit", &[("document", "proposal")]).unwrap();
    let early = refused(town.act("hezhiqiang", Some(case), "sign", &[]));
    assert!(early.message.contains("周敏"), "{early}");
    town.act("zhoumin", Some(case), "sign", &[("opinion", "同意")]).unwrap();
    town.act("hezhiqiang", Some(case), "sign", &[]).unwrap();
    let paper = [("on_paper_signer", "陈立"), ("on_paper_date", "2026-11-02")];
    town.act("zhangning", Some(case), "sign", &paper).unwrap();
    town.act("liufang", Some(case), "transfer", &[]).unwrap();
    let detail = town.office.open_case(case, town.now).unwrap();
    assert_eq!(detail.case.stage, Stage::Transfer);
    assert!(detail.history.iter().any(|line| line.summary.contains("代录")));
    assert_eq!(town.office.verify(None).unwrap().first_bad, None);
}

#[test]
fn a_case_out_of_scope_is_reported_when_the_secretary_has_signed() {
    let mut town = Town::new();
    let case = town.complaint("区级医院收费问题");
    let assess = [("scope", "out_of_scope"), ("kind", "non_consultation"), ("field", "medical")];
    town.act("zhangning", Some(case), "assess", &assess).unwrap();
    assert_eq!(refusal_code(town.act("zhangning", Some(case), "accept", &[])), RefusalCode::WrongStage);
    town.act("zhangning", Some(case), "report_up", &[("reason", "属区级职权。")]).unwrap();
    town.act("zhangning", Some(case), "submit", &[]).unwrap();
    let report = town.act("zhoumin", Some(case), "sign", &[]).unwrap();
    assert_eq!(report.stage, Stage::Reported);
    let receipt = [("number", "区纪信〔2026〕88号"), ("received_on", "2026-11-02")];
    town.act("zhangning", Some(case), "record_district_receipt", &receipt).unwrap();
    let detail = town.office.open_case(case, town.now).unwrap();
    assert!(detail.clocks.iter().all(|clock| clock.clock.verdict == Some(Verdict::OnTime)));
}

#[test]
fn a_case_sent_back_runs_on_towards_its_old_triage_day() {
    let mut town = Town::new();
    let case = town.accepted_for_village("村道路灯不亮");
    town.act("zhangning", Some(case), "transfer", &[]).unwrap();
    town.now = at("2026-11-03 09:00");
    let back = [("reason", "not_ours"), ("note", "属经济发展办职责。")];
    town.act("wangxiu", Some(case), "send_back", &back).unwrap();
    town.office.act_as("zhangning").unwrap();
    let detail = town.office.open_case(case, town.now).unwrap();
    assert_eq!(detail.case.stage, Stage::Acceptance);
    let verdicts: Vec<_> = detail.clocks.iter().map(|clock| clock.clock.verdict).collect();
    assert_eq!(verdicts, [None, Some(Verdict::Cancelled)]);
    assert_eq!(detail.clocks[0].clock.due_on.to_string(), "2026-11-05");
    assert!(detail.clocks[0].clock.is_running());
    assert!(town.office.open_case(case, town.now).is_ok());
    town.office.act_as("wangxiu").unwrap();
    assert!(town.office.open_case(case, town.now).is_err(), "the unit no longer sees it");
}

#[test]
fn the_same_act_twice_is_one_act() {
    let mut town = Town::new();
    let case = town.complaint("重复按键");
    let request = ydt::office::PerformRequest {
        act: "once".to_owned(),
        case: Some(case),
        seen_seq: None,
        action: "supplement".to_owned(),
        answers: ydt::actions::Answers::none().with("text", "补充一句"),
    };
    let first = town.office.perform(&request, town.now).unwrap();
    let second = town.office.perform(&request, town.now).unwrap();
    assert_eq!((first.events.len(), second.events.len()), (1, 0));
    assert_eq!(town.office.open_case(case, town.now).unwrap().case.supplements.len(), 1);
}

#[test]
fn whoever_is_late_is_told_who_was_first_and_nothing_of_theirs_is_recorded() {
    let mut town = Town::new();
    let case = town.complaint("两人同时办理");
    let seen = town.office.open_case(case, town.now).unwrap().case.seq;
    let mut other = Office::open(&town.path(), "zhoumin", "other").unwrap();
    let assess = ydt::actions::Answers::none()
        .with("scope", "conduct")
        .with("kind", "non_consultation")
        .with("field", "other")
        .with("route", "commission");
    let request = |act: &str, answers| ydt::office::PerformRequest {
        act: act.to_owned(),
        case: Some(case),
        seen_seq: Some(seen),
        action: "assess".to_owned(),
        answers,
    };
    other.perform(&request("a", assess.clone()), town.now).unwrap();
    let late = refused(town.office.perform(&request("b", assess), town.now));
    assert_eq!(late.code, RefusalCode::Conflict);
    assert!(late.message.contains("周敏") && late.message.contains("研判"), "{late}");
}

#[test]
fn lists_page_by_key_in_both_directions_without_gap_or_double() {
    let mut town = Town::new();
    for number in 1..=25 {
        town.complaint(&format!("第{number}件"));
    }
    for sort in [Sort::Urgency, Sort::Received, Sort::Number, Sort::Unit] {
        let mut seen = Vec::new();
        let mut query = ListQuery { sort, ..all(10) };
        loop {
            let page = town.office.list(&query, town.now).unwrap();
            assert_eq!(page.total, Some(25));
            seen.extend(page.rows.iter().map(|row| row.case_no.clone()));
            if page.at_bottom {
                break;
            }
            query.from = From::After(page.rows.last().unwrap().key.clone());
        }
        assert_eq!(seen.len(), 25, "{sort:?}");
        let mut back = Vec::new();
        query.from = From::Bottom;
        loop {
            let page = town.office.list(&query, town.now).unwrap();
            back.splice(0..0, page.rows.iter().map(|row| row.case_no.clone()));
            if page.at_top {
                break;
            }
            query.from = From::Before(page.rows.first().unwrap().key.clone());
        }
        assert_eq!(back, seen, "{sort:?}");
    }
}

#[test]
fn filters_and_search_find_one_two_and_more_characters_and_initials() {
    let mut town = Town::new();
    town.complaint("低保评定未公示名单");
    town.complaint("村道硬化工程质量问题");
    let found = |town: &Town, words: &str| {
        let query = ListQuery { filter: ydt::domain::view::filter::Filter::parse(words).unwrap(), ..all(10) };
        let page = town.office.list(&query, town.now).unwrap();
        page.rows.iter().map(|row| row.title.clone()).collect::<Vec<_>>()
    };
    assert_eq!(found(&town, "硬"), ["村道硬化工程质量问题"]);
    assert_eq!(found(&town, "硬化"), ["村道硬化工程质量问题"]);
    assert_eq!(found(&town, "dbpd"), ["低保评定未公示名单"]);
    assert_eq!(found(&town, "2026-0002"), ["村道硬化工程质量问题"]);
    assert_eq!(found(&town, "村:新建 阶段:投诉").len(), 2);
    assert_eq!(found(&town, "剩余<=3").len(), 2);
    assert_eq!(found(&town, "剩余<3").len(), 0);
    assert_eq!(found(&town, "李桂芳").len(), 0, "who complains is never searchable");
}

#[test]
fn a_respondent_finds_no_trace_of_the_case_against_them() {
    let mut town = Town::new();
    let now = town.now.minute();
    let fields = [
        ("title", "反映何志强违规"),
        ("content", "内容"),
        ("complained_at", now.as_str()),
        ("respondent", "何志强"),
    ];
    let case = town.act("zhangning", None, "register", &fields).unwrap().case;
    assert_eq!(overview(&town.office, town.now).counts.of(View::All), 1);
    town.office.act_as("hezhiqiang").unwrap();
    assert_eq!(overview(&town.office, town.now).counts.of(View::All), 0);
    assert!(town.office.list(&all(10), town.now).unwrap().rows.is_empty());
    let (mine, none) = (
        town.office.find_case(&CaseName::Number("2026-0001".to_owned()), town.now).unwrap_err().to_string(),
        town.office.find_case(&CaseName::Number("2026-0009".to_owned()), town.now).unwrap_err().to_string(),
    );
    assert_eq!(mine.replace("2026-0001", "N"), none.replace("2026-0009", "N"));
    assert!(town.office.open_case(case, town.now).is_err());
}

#[test]
fn an_alert_is_raised_once_for_each_level_and_kept_until_somebody_saw_it() {
    let mut town = Town::new();
    town.complaint("快到期的投诉");
    town.office.act_as("zhangning").unwrap();
    let mut raised = Vec::new();
    for day in
        ["2026-11-03 09:00", "2026-11-04 09:00", "2026-11-04 09:01", "2026-11-05 09:00", "2026-11-06 09:00"]
    {
        raised.push(town.office.check(at(day)).unwrap().new_alerts);
    }
    assert_eq!(raised, [0, 1, 0, 1, 1]);
    let alerts = town.office.alerts().unwrap();
    assert_eq!(alerts.iter().map(|alert| alert.level).collect::<Vec<_>>(), [AlertLevel::Overdue]);
    town.office.acknowledge_alert(alerts[0].id, at("2026-11-06 09:05")).unwrap();
    assert!(town.office.alerts().unwrap().is_empty());
    assert_eq!(town.office.check(at("2026-11-06 10:00")).unwrap().new_alerts, 0);
    assert_eq!(town.office.verify(None).unwrap().first_bad, None);
}

#[test]
fn one_changed_byte_of_one_event_is_named() {
    let mut town = Town::new();
    let case = town.accepted_for_village("将被改动的记录");
    town.act("zhangning", Some(case), "transfer", &[]).unwrap();
    let path = town.path();
    drop(town.office);
    let raw = rusqlite::Connection::open(&path).unwrap();
    raw.execute_batch("DROP TRIGGER events_are_never_changed").unwrap();
    raw.execute(
        "UPDATE events SET body = replace(body, 'civil_affairs', 'civil_affairz') WHERE position = 6",
        [],
    )
    .unwrap();
    drop(raw);
    let office = Office::open(&path, "zhangning", "test").unwrap();
    let bad = office.verify(None).unwrap().first_bad.unwrap();
    assert_eq!(bad.seq, 6);
    assert!(bad.reason.contains("改动"));
}
