//! A complaint is hidden from whoever it names, however the line is written and whenever their name becomes known,
//! through the real store.

use std::ops::ControlFlow;

use ydt::domain::case::stage::Stage;
use ydt::domain::ids::{CaseId, PersonId};
use ydt::domain::refusal::RefusalCode;
use ydt::domain::view::intake_row::{FileFormat, IntakeFile, IntakeRow};
use ydt::domain::words::{DocumentState, Position};
use ydt::office::CaseName;

use crate::town::{Town, org, overview, refusal_code, refused};

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
        ("confirm_leading_group", "是"),
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

/// A list with these complaints: number on the platform, respondent, title.
fn list(town: &Town, sha256: &str, complaints: &[(&str, &str, &str)]) -> IntakeFile {
    let row = |(place, (number, respondent, title)): (usize, &(&str, &str, &str))| IntakeRow {
        row: u32::try_from(place).unwrap() + 2,
        platform_no: Some((*number).to_owned()),
        complained_at: town.now.plus_seconds(-86_400),
        received_at: None,
        method: None,
        source: None,
        complainant: Some("李桂芳".to_owned()),
        contact: Some("13812341234".to_owned()),
        respondent_name: (!respondent.is_empty()).then(|| (*respondent).to_owned()),
        respondent_unit_position: None,
        respondent_rank: None,
        village: Some("新建村".to_owned()),
        field: None,
        title: (*title).to_owned(),
        content: format!("{title}，多次反映没有结果。"),
        main_pages: None,
        attachments: None,
        satisfaction: None,
        evaluation_comment: None,
        other: Vec::new(),
    };
    IntakeFile {
        name: "平台.csv".to_owned(),
        format: FileFormat::Csv,
        encoding: "UTF-8".to_owned(),
        header: Vec::new(),
        columns: Vec::new(),
        rows: complaints.iter().enumerate().map(row).collect(),
        faulty: Vec::new(),
        row_count: u32::try_from(complaints.len()).unwrap(),
        unknown_columns: Vec::new(),
        sheets: Vec::new(),
        warnings: Vec::new(),
        sha256: sha256.to_owned(),
        size: 1,
    }
}

#[test]
fn a_row_about_whoever_imports_counts_as_elsewhere_whether_new_or_known_and_the_others_find_it() {
    let mut town = Town::new();
    town.office.act_as("zhangning").unwrap();
    let now = town.now;
    let goes_on = &mut |_, _| ControlFlow::Continue(());
    let first = list(&town, &"1".repeat(64), &[("P1", "专人张宁", "乱收费"), ("P2", "", "路灯不亮")]);
    let foretold = town.office.preview(&first, now).unwrap();
    assert_eq!((foretold.new, foretold.elsewhere, foretold.sample.len()), (1, 1, 1));
    let done = town.office.import(&first, false, now, goes_on).unwrap();
    assert_eq!((done.new, done.elsewhere, done.known, done.sample.len()), (1, 1, 0, 1));
    assert!(!sees(&mut town, "zhangning", "2026-0001") && sees(&mut town, "zhoumin", "2026-0001"));
    let noticed = |town: &mut Town, login: &str| {
        town.office.act_as(login).unwrap();
        town.office.check(now).unwrap().notices.len()
    };
    assert_eq!((noticed(&mut town, "zhangning"), noticed(&mut town, "zhoumin")), (0, 1));

    town.office.act_as("zhangning").unwrap();
    let again = list(&town, &"2".repeat(64), &[("P1", "", "完全不同的事"), ("P2", "", "路灯不亮")]);
    let foretold = town.office.preview(&again, now).unwrap();
    assert_eq!((foretold.known, foretold.elsewhere, foretold.faulty.len()), (1, 1, 0));
    let done = town.office.import(&again, false, now, goes_on).unwrap();
    assert_eq!((done.new, done.known, done.elsewhere, done.supplement), (0, 1, 1, 0));
    let compared = town.office.reconcile(&again, now).unwrap();
    assert_eq!((compared.elsewhere, compared.only_there.len(), compared.different.len()), (1, 0, 0));

    town.office.act_as("zhoumin").unwrap();
    let case = town.office.find_case(&CaseName::PlatformNo("P1".to_owned()), now).unwrap();
    let detail = town.office.open_case(case, now).unwrap();
    assert_eq!((detail.case.supplements.len(), detail.history.len()), (0, 2), "nothing was written into it");
    town.act("zhoumin", Some(case), "supplement", &[("text", "已核对平台内容。")]).unwrap();
    assert_eq!(noticed(&mut town, "zhoumin"), 0, "whoever acts has seen it");
    assert!(town.office.verify(None).unwrap().first_bad.is_none());
}

#[test]
fn a_number_of_a_case_that_others_handle_is_refused_without_telling_of_it() {
    let mut town = Town::new();
    let (_, number) = accepted(&mut town, "王秀", "");
    let now = town.now.minute();
    let about_operator = [
        ("title", "乱收费"),
        ("content", "办事要收费，请查处。"),
        ("complained_at", now.as_str()),
        ("respondent", "张宁"),
        ("platform_no", "P7"),
    ];
    town.act("zhangning", None, "register", &about_operator).unwrap();
    let mut again = about_operator.to_vec();
    again.retain(|(name, _)| *name != "respondent");
    let refusal = refused(town.act("zhangning", None, "register", &again));
    assert_eq!(refusal.code, RefusalCode::Elsewhere);
    assert!(refusal.message.contains("由其他人员办理") && !refusal.message.contains("2026-0002"));
    town.office.act_as("zhangning").unwrap();
    let at = town.now;
    let case = town.office.find_case(&CaseName::Number(number), at).unwrap();
    let correct = [("field", "platform_no"), ("value", "P7"), ("reason", "补登")];
    assert_eq!(refusal_code(town.act("zhangning", Some(case), "correct", &correct)), RefusalCode::Elsewhere);
    town.office.act_as("zhoumin").unwrap();
    assert_eq!(town.office.check(at).unwrap().notices.len(), 1);
}

#[test]
fn what_only_the_district_may_handle_shows_its_number_and_day_and_the_administrator_seals_it() {
    let mut town = Town::new();
    let now = town.now.minute();
    let fields = [
        ("title", "三人都有问题"),
        ("content", "镇里三名干部都有问题，请查处。"),
        ("complained_at", now.as_str()),
        ("respondent", "张宁、周敏、陈立"),
    ];
    let made = town.act("zhangning", None, "register", &fields).unwrap();
    for login in ["zhangning", "zhoumin", "chenli", "liufang", "zhaoshen", "hezhiqiang", "wangxiu"] {
        town.office.act_as(login).unwrap();
        assert!(overview(&town.office, town.now).page.rows.is_empty(), "{login}");
        assert!(town.office.open_case(made.case, town.now).is_err(), "{login}");
        let left = town.office.check(town.now).unwrap().left_to_the_district;
        let left: Vec<_> = left.into_iter().map(|left| (left.case_no, left.received_on)).collect();
        assert_eq!(left, [(made.case_no.clone(), town.now.date())], "{login}");
    }
    assert!(town.office.verify(None).unwrap().first_bad.is_none());
    let none = refusal_code(town.act("liufang", Some(made.case), "seal", &[]));
    assert_eq!(none, RefusalCode::UnknownCase);
    let missing = refusal_code(town.act("zhangning", Some(made.case), "seal", &[]));
    assert_eq!(missing, RefusalCode::MissingField);
    let day = town.now.date().to_string();
    let report = [("reported_no", "建纪报〔2026〕3号"), ("reported_on", day.as_str())];
    let sealed = town.act("zhangning", Some(made.case), "seal", &report).unwrap();
    assert_eq!(sealed.stage, Stage::Reported);
    assert!(town.office.check(town.now).unwrap().left_to_the_district.is_empty());
    assert!(town.office.verify(None).unwrap().first_bad.is_none());
}

#[test]
fn a_case_that_the_secretary_stands_in_for_goes_to_a_second_operator_once_there_is_one() {
    let mut town = Town::new();
    let now = town.now.minute();
    let fields = [
        ("title", "乱收费"),
        ("content", "办事要收费，请查处。"),
        ("complained_at", now.as_str()),
        ("respondent", "张宁"),
    ];
    let made = town.act("zhangning", None, "register", &fields).unwrap();
    town.office.act_as("zhoumin").unwrap();
    let row = overview(&town.office, town.now).page.rows.remove(0);
    assert_eq!(row.id, made.case);
    assert_eq!(row.waits_for.unwrap().people(), [PersonId(3)]);
    let mut larger = org();
    let mut second = larger.people[0].clone();
    (second.id, second.name, second.login) = (PersonId(20), "林晓".to_owned(), Some("linxiao".to_owned()));
    larger.people.push(second);
    let at = town.now;
    town.office.act_as("zhangning").unwrap();
    town.office.replace_org(larger, at).unwrap();
    town.office.act_as("zhoumin").unwrap();
    let row = overview(&town.office, town.now).page.rows.remove(0);
    assert!(row.waits_for.unwrap().people().is_empty(), "the second operator has it");
    assert!(sees(&mut town, "linxiao", &made.case_no) && !sees(&mut town, "zhangning", &made.case_no));
    assert!(town.office.verify(None).unwrap().first_bad.is_none());
}

/// The town's one operator is the respondent: the secretary does the operator's acts (`domain.md` §10 Recusal).
#[test]
fn a_complaint_about_the_only_operator_is_handled_to_its_end_by_the_secretary() {
    let mut town = Town::new();
    let now = town.now.minute();
    let fields = [
        ("title", "专人收受茶叶"),
        ("content", "镇纪委专人收了村里的茶叶，请核实处理。"),
        ("complained_at", now.as_str()),
        ("respondent", "张宁"),
    ];
    let made = town.act("zhangning", None, "register", &fields).unwrap();
    let case = Some(made.case);
    let assess = [
        ("scope", "conduct"),
        ("kind", "non_consultation"),
        ("field", "other"),
        ("route", "commission"),
        ("ruling", "由本委办理，专人回避"),
    ];
    let refused = refusal_code(town.act("zhangning", case, "assess", &assess));
    assert_eq!(refused, RefusalCode::UnknownCase, "it has disappeared for the respondent");
    for (login, command, fields) in [
        ("zhoumin", "assess", &assess[..]),
        ("zhoumin", "accept", &[]),
        ("zhoumin", "transfer", &[("ruling", "由本委办理，专人回避")]),
        ("zhoumin", "record_finding", &[("text", "收受茶叶一盒属实，已退还。")]),
        (
            "zhoumin",
            "draft_reply",
            &[(
                "text",
                "您反映的问题已核实：收受茶叶一盒属实，已责令退还并批评教育，后续由其他同志办理，感谢监督。",
            )],
        ),
        ("zhoumin", "submit", &[]),
        ("zhoumin", "sign", &[]),
        ("chenli", "sign", &[]),
        ("zhoumin", "deliver", &[("method", "phone")]),
        ("zhoumin", "evaluate", &[("satisfaction", "satisfied"), ("resolved", "yes")]),
        ("zhoumin", "close", &[]),
    ] {
        town.office.act_as(login).unwrap();
        if let Err(refusal) = town.act(login, case, command, fields) {
            panic!("{command} by {login}: {refusal}");
        }
        assert!(!sees(&mut town, "zhangning", &made.case_no), "{command}");
    }
    assert!(town.office.verify(None).unwrap().first_bad.is_none());
}

/// Nobody of the town bears the name that the complaint names, until an import gives it to the contact leader who is to
/// sign (`domain.md` §10 Recusal, looking back).
#[test]
fn whoever_gets_the_respondents_name_by_an_import_signs_nothing_more_and_what_they_signed_is_void() {
    let mut town = Town::new();
    let (case, number) = accepted(&mut town, "某干部杜远航等3人", "");
    let reply =
        "经核实，低保名单评定后没有及时张贴，村里已于本月三日在公示栏补贴，今后评定后三日内张榜，感谢监督。";
    for (login, command, fields) in [
        ("zhangning", "transfer", &[][..]),
        ("wangxiu", "acknowledge", &[]),
        ("wangxiu", "record_finding", &[("text", "名单确未张贴。")]),
        ("wangxiu", "draft_reply", &[("text", reply)]),
        ("wangxiu", "submit", &[]),
        ("hezhiqiang", "sign", &[]),
    ] {
        town.act(login, Some(case), command, fields).unwrap_or_else(|refusal| panic!("{command}: {refusal}"));
    }
    assert!(sees(&mut town, "hezhiqiang", &number));
    town.office.act_as("zhangning").unwrap();
    let mut renamed = org();
    renamed.people[4].name = "杜远航".to_owned();
    let now = town.now;
    town.office.replace_org(renamed, now).unwrap();
    assert!(!sees(&mut town, "hezhiqiang", &number), "they have it no more");
    town.office.act_as("zhangning").unwrap();
    let shown = town.office.open_case(case, now).unwrap();
    let document = shown.case.documents.last().unwrap();
    assert_eq!((document.state, shown.case.stage), (DocumentState::Void, Stage::Drafting));
    let told = |words: &str| shown.history.iter().any(|line| line.summary.contains(words));
    assert!(told("被投诉人变更，请重新送审") && told("何志强同意"), "{:?}", shown.history);
    town.act("wangxiu", Some(case), "draft_reply", &[("text", reply)]).unwrap();
    town.act("wangxiu", Some(case), "submit", &[]).unwrap();
    let detail = town.office.open_case(case, now).unwrap();
    let (_, _, step) = detail.case.open_step().unwrap();
    assert_eq!(step.people, [PersonId(3)], "the step goes to the secretary");
    assert_eq!(step.moved_from, Some(Position::ContactLeader));
    town.act("zhoumin", Some(case), "sign", &[]).unwrap();
    assert!(town.office.verify(None).unwrap().first_bad.is_none());
}
