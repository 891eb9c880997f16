//! Nothing tells through a text who complains: lists, search, alerts, proposals, detail, history and JSON show it masked
//! until it is revealed, and the record proves itself with it (`domain.md` §10).

use std::ops::ControlFlow;

use ydt::domain::ids::{CaseId, UnitId};
use ydt::domain::town::org::Unit;
use ydt::domain::view::approvals::ApprovalQuery;
use ydt::domain::words::UnitKind;
use ydt::intake::{self, Options};

use crate::home::{Home, results};
use crate::town::Town;

const NAME: &str = "李桂芳";
const NUMBER: &str = "13812341234";

/// A complaint whose every text names 李桂芳 of 13812341234, with a reply under review.
fn named_everywhere() -> (Town, CaseId) {
    let mut town = Town::new();
    let now = town.now.minute();
    let fields = [
        ("title", "李桂芳反映低保未公示"),
        ("content", "我叫李 桂芳，电话138-1234-1234，名单没有张贴。"),
        ("complained_at", now.as_str()),
        ("complainant", NAME),
        ("contact", NUMBER),
        ("respondent", "李桂芳的邻居"),
    ];
    let case = town.act("zhangning", None, "register", &fields).unwrap().case;
    let assess = [
        ("scope", "matters_list"),
        ("kind", "non_consultation"),
        ("field", "civil_affairs"),
        ("route", "village"),
        ("unit", "新建村"),
        ("note", "李桂芳称未公示"),
    ];
    town.act("zhangning", Some(case), "assess", &assess).unwrap();
    town.act("zhangning", Some(case), "accept", &[]).unwrap();
    town.act("zhangning", Some(case), "transfer", &[]).unwrap();
    town.act("wangxiu", Some(case), "acknowledge", &[]).unwrap();
    town.act("zhangning", Some(case), "supplement", &[("text", "李桂芳又来电13812341234")]).unwrap();
    town.act("wangxiu", Some(case), "record_finding", &[("text", "李\u{200b}桂芳一户未公示")]).unwrap();
    (town, case)
}

fn says(shown: &str) -> bool {
    let plain: String =
        shown.chars().filter(|c| !c.is_whitespace() && *c != '-' && *c != '\u{200b}').collect();
    plain.contains(NAME) || plain.contains(NUMBER)
}

#[test]
fn lists_search_and_detail_mask_it_in_every_text_until_it_is_revealed() {
    let (mut town, case) = named_everywhere();
    for login in ["zhangning", "zhoumin", "wangxiu", "zhaoshen"] {
        let overview = town.overview(login, "");
        assert_eq!(overview.page.rows[0].title, "李**反映低保未公示");
        let detail = town.office.open_case(case, town.now).unwrap();
        assert!(!says(&format!("{detail:?}")), "{login}: {detail:?}");
        assert_eq!(detail.case.content.text(), "我叫李**，电话138****1234，名单没有张贴。");
        assert_eq!(town.overview(login, "低保未公示").page.rows.len(), 1);
        for secret in [NAME, NUMBER, "12341234", "lgf"] {
            assert!(town.overview(login, secret).page.rows.is_empty(), "{login} finds {secret}");
        }
    }
    town.act("zhangning", Some(case), "reveal_identity", &[("reason", "电话答复")]).unwrap();
    let detail = town.office.open_case(case, town.now).unwrap();
    assert_eq!(detail.case.title.text(), "李桂芳反映低保未公示");
    assert!(detail.history.iter().all(|line| !says(&line.summary)), "the history stays masked");
    assert_eq!(town.overview("zhangning", "").page.rows[0].title, "李**反映低保未公示");
    town.office.leave_case();
    assert!(!says(&format!("{:?}", town.office.open_case(case, town.now).unwrap())));
    assert_eq!(town.office.verify(None).unwrap().first_bad, None);
}

#[test]
fn a_corrected_name_and_a_later_title_are_masked_by_all_that_was_ever_known() {
    let (mut town, case) = named_everywhere();
    let correct = |field, value| [("field", field), ("value", value), ("reason", "核对")];
    town.act("zhangning", Some(case), "correct", &correct("complainant", "李桂香")).unwrap();
    town.act("zhangning", Some(case), "correct", &correct("title", "李桂香、李桂芳反映")).unwrap();
    assert_eq!(town.overview("zhangning", "").page.rows[0].title, "李**、李**反映");
    let detail = town.office.open_case(case, town.now).unwrap();
    assert!(!says(&format!("{detail:?}")) && !format!("{detail:?}").contains("李桂香"), "{detail:?}");
    assert_eq!(town.office.verify(None).unwrap().first_bad, None);
}

#[test]
fn alerts_queues_and_proposals_show_the_title_as_the_list_does() {
    let (mut town, case) = named_everywhere();
    town.act("wangxiu", Some(case), "draft_reply", &[("text", "名单已于11月2日在公示栏补公示七天。")])
        .unwrap();
    town.act("wangxiu", Some(case), "submit", &[]).unwrap();
    town.office.act_as("hezhiqiang").unwrap();
    let query = ApprovalQuery { after: None, limit: 10 };
    let queue = town.office.approvals(&query, town.now).unwrap();
    assert_eq!(queue.items.len(), 1);
    assert!(!says(&format!("{queue:?}")), "{queue:?}");
    town.office.act_as("zhangning").unwrap();
    town.now = crate::town::at("2026-11-18 08:30");
    town.office.check(town.now).unwrap();
    let alerts = town.office.alerts().unwrap();
    assert!(!alerts.is_empty() && !says(&format!("{alerts:?}")), "{alerts:?}");
    let again = [
        ("title", "低保未公示再反映"),
        ("content", "还是没有。"),
        ("complained_at", "2026-11-18 08:00"),
        ("contact", NUMBER),
    ];
    let later = town.act("zhangning", None, "register", &again).unwrap().case;
    let repeats = town.office.open_case(later, town.now).unwrap().repeats;
    assert_eq!((repeats.len(), repeats[0].title.as_str()), (1, "李**反映低保未公示"));
}

#[test]
fn a_village_that_is_called_like_the_complainant_is_no_name_from_the_day_it_is_registered() {
    let mut town = Town::new();
    let fields = [
        ("title", "高峰村路灯不亮"),
        ("content", "高峰反映高峰村路灯不亮。"),
        ("complained_at", "2026-11-02 08:00"),
        ("complainant", "高峰"),
    ];
    let case = town.act("zhangning", None, "register", &fields).unwrap().case;
    assert_eq!(town.overview("zhangning", "").page.rows[0].title, "高*村路灯不亮");
    assert!(town.overview("zhangning", "高峰村").page.rows.is_empty());
    let mut org = town.office.org().clone();
    org.units
        .push(Unit { id: UnitId(30), name: "高峰村".to_owned(), kind: UnitKind::Village, active: true });
    town.office.replace_org(org, town.now).unwrap();
    assert_eq!(town.overview("zhangning", "").page.rows[0].title, "高峰村路灯不亮");
    assert_eq!(town.overview("zhangning", "高峰村").page.rows.len(), 1);
    assert!(town.overview("zhangning", "高峰反映").page.rows.is_empty());
    let detail = town.office.open_case(case, town.now).unwrap();
    assert_eq!(detail.case.content.text(), "高*反映高峰村路灯不亮。");
    assert_eq!(town.office.verify(None).unwrap().first_bad, None);
}

#[test]
fn a_list_of_the_platform_is_previewed_and_supplemented_without_naming_anybody() {
    let mut town = Town::new();
    town.office.act_as("zhangning").unwrap();
    let heading = "编号,投诉时间,投诉人,联系电话,投诉事项名称,投诉内容\n";
    let import = |town: &mut Town, content: &str, who: &str| {
        let text = format!("{heading}YLJD1,2026-11-01 08:00,{who},{NUMBER},{who}反映,{content}\n");
        let path = town.folder.path().join("list.csv");
        std::fs::write(&path, text).unwrap();
        let goes_on = &mut |_, _| ControlFlow::Continue(());
        let file = intake::read_path(&path, &Options::at(town.now), goes_on).unwrap();
        let preview = town.office.preview(&file, town.now).unwrap();
        assert!(!says(&format!("{:?}", preview.sample)), "{:?}", preview.sample);
        town.office.import(&file, false, town.now, &mut |_, _| ControlFlow::Continue(())).unwrap()
    };
    import(&mut town, "没有张贴", NAME);
    let report = import(&mut town, "还是没有张贴，找李桂芳13812341234", NAME);
    assert_eq!(report.supplement, 1);
    let detail = town.office.open_case(CaseId(1), town.now).unwrap();
    assert_eq!(detail.case.supplements[0].text.text(), "投诉内容现为“还是没有张贴，找李**138****1234”");
}

#[test]
fn what_one_person_assessed_alone_is_listed_for_the_next_meeting() {
    let (mut town, case) = named_everywhere();
    assert_eq!(town.overview("zhangning", "待上会").page.total, Some(1));
    assert!(town.overview("zhangning", "研判:研判会").page.rows.is_empty());
    assert_eq!(town.office.open_case(case, town.now).unwrap().case.decided.unwrap().sentence(), "单独研判");
    let other = town.complaint("路灯不亮");
    let meeting = [
        ("scope", "out_of_scope"),
        ("kind", "non_consultation"),
        ("field", "other"),
        ("decided_by", "meeting"),
        ("meeting", "m1"),
    ];
    town.act("zhangning", Some(other), "assess", &meeting).unwrap();
    assert_eq!(town.overview("zhangning", "研判:研判会").page.rows.len(), 1);
    assert_eq!(town.overview("zhangning", "待上会").page.rows.len(), 1);
    assert_eq!(town.office.verify(None).unwrap().first_bad, None);
}

#[test]
fn the_json_of_a_case_says_nobodys_name_in_any_text() {
    let home = Home::practice();
    let register = r#"{"command":"register","title":"李桂芳反映","content":"李桂芳，13812341234","complained_at":"2026-03-01 08:00","complainant":"李桂芳","contact":"13812341234"}"#;
    let done = home.ydt_with(&["apply", "-"], register);
    let case = results(&done)[0]["case"].as_str().unwrap().to_owned();
    for words in [&["show", case.as_str(), "--json"][..], &["show", case.as_str()], &["list", "--json"]] {
        let shown = home.ydt(words);
        assert!(shown.code == 0 && !says(&shown.out), "{words:?}: {}", shown.out);
        assert!(shown.out.contains("李**反映"), "{words:?}: {}", shown.out);
    }
}
