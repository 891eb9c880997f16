//! What offices really send, a small file for each kind: what is taken, what is refused, and that nothing is taken in
//! silence as something else.

use std::ops::ControlFlow;
use std::path::PathBuf;

use ydt::domain::code::Coded as _;
use ydt::domain::view::detail::CaseDetail;
use ydt::domain::view::filter::Filter;
use ydt::domain::view::importing::ImportReport;
use ydt::domain::view::listing::{From, ListQuery, ListRow, Sort, View};
use ydt::intake::{self, Mapping, Options};

use crate::town::{Town, at};

fn path(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/data/import").join(name)
}

fn on_the_day() -> Town {
    let mut town = Town::new();
    town.now = at("2026-11-23 09:00");
    town.office.act_as("zhangning").unwrap();
    town
}

fn import(town: &mut Town, name: &str) -> Result<ImportReport, String> {
    let map = Mapping::default().with(&town.office.column_words().unwrap());
    let options = Options { map, ..Options::at(town.now) };
    let goes_on = &mut |_, _| ControlFlow::Continue(());
    let file = intake::read_path(&path(name), &options, goes_on).map_err(|error| error.to_string())?;
    let preview = town.office.preview(&file, town.now).unwrap();
    let report = town.office.import(&file, false, town.now, goes_on).unwrap();
    let counts = |report: &ImportReport| (report.new, report.known, report.supplement, report.faulty.len());
    assert_eq!(counts(&preview), counts(&report), "{name}: the preview promised something else");
    Ok(report)
}

fn cases(town: &Town) -> Vec<ListRow> {
    let (filter, sort) = (Filter::default(), Sort::Number);
    let query = ListQuery { view: View::All, filter, sort, from: From::Top, limit: 100 };
    let mut rows = town.office.list(&query, town.now).unwrap().rows;
    rows.sort_by(|one, other| one.case_no.cmp(&other.case_no));
    rows
}

fn opened(town: &Town) -> CaseDetail {
    town.office.open_case(cases(town)[0].id, town.now).unwrap()
}

/// New, known, supplement, faulty.
type Counts = (u64, u64, u64, usize);

#[test]
fn every_kind_of_file_becomes_what_a_person_sees_in_it() {
    let table: &[(&[&str], &str, Counts)] = &[
        (&["base_one.csv"], "01_number_zero_width.csv", (0, 1, 0, 0)),
        (&["base_one.csv"], "01_number_bidi_pair.csv", (0, 0, 0, 1)),
        (&["base_one.csv"], "01_number_feff.csv", (0, 1, 0, 0)),
        (&["base_one.csv"], "01_number_apostrophe.csv", (0, 1, 0, 0)),
        (&["base_one.csv"], "01_number_equals_quoted.csv", (0, 1, 0, 0)),
        (&["base_one.csv"], "01_number_full_width.csv", (0, 1, 0, 0)),
        (&["base_one.csv"], "01_number_unit_separator.csv", (0, 0, 0, 1)),
        (&["01_number_bom_in_the_middle.csv"], "01_number_bom_in_the_middle_clean.csv", (0, 2, 0, 0)),
        (&[], "02_placeholder_0.csv", (2, 0, 0, 0)),
        (&[], "02_placeholder_1.csv", (2, 0, 0, 0)),
        (&[], "02_placeholder_2.csv", (2, 0, 0, 0)),
        (&[], "02_placeholder_3.csv", (2, 0, 0, 0)),
        (&[], "02_placeholder.json", (2, 0, 0, 0)),
        (&[], "03_sixteen_digits.xlsx", (0, 0, 0, 2)),
        (&[], "03_sixteen_digits.json", (0, 0, 0, 1)),
        (&[], "03_contact_16.xlsx", (0, 0, 0, 1)),
        (&[], "05_formula_number.xlsx", (0, 0, 0, 1)),
        (&[], "05_formula_name.xlsx", (0, 0, 0, 1)),
        (&[], "05_formula_empty_v.xlsx", (0, 0, 0, 1)),
        (&[], "06_merged_village.xlsx", (3, 0, 0, 0)),
        (&[], "06_merged_number.xlsx", (1, 0, 0, 1)),
        (&[], "07_second_sheet.xlsx", (1, 0, 0, 0)),
        (&[], "07_cover_sheet.xlsx", (1, 0, 0, 0)),
        (&[], "08_filtered_rows.xlsx", (2, 0, 0, 0)),
        (&[], "09_styled_empty_columns.xlsx", (1, 0, 0, 0)),
        (&[], "10_short_rows.csv", (2, 0, 0, 0)),
        (&[], "10_short_rows.tsv", (2, 0, 0, 0)),
        (&[], "11_same_day_0.csv", (1, 0, 0, 0)),
        (&[], "11_same_day_1.csv", (1, 0, 0, 0)),
        (&[], "12_count_0.csv", (1, 0, 0, 0)),
        (&[], "12_count_1.csv", (1, 0, 0, 0)),
        (&[], "13_quote_swallows.csv", (0, 0, 0, 1)),
        (&["14_without_numbers.csv"], "14_without_numbers.csv", (0, 2, 0, 0)),
        (&[], "14_same_row_twice.csv", (1, 1, 0, 0)),
        (&["15_crlf.csv"], "15_lf.csv", (0, 1, 0, 0)),
        (&["15_crlf.csv"], "15_trailing_space.csv", (0, 1, 0, 0)),
        (&["15_crlf.csv"], "15_trailing_newline.csv", (0, 1, 0, 0)),
        (&["15_crlf.csv"], "15_as_xlsx.xlsx", (0, 1, 0, 0)),
        (&[], "19_sep_line.csv", (1, 0, 0, 0)),
        (&[], "19_title_row.csv", (1, 0, 0, 0)),
        (&[], "19_title_row.xlsx", (1, 0, 0, 0)),
        (&[], "19_two_row_header.xlsx", (1, 0, 0, 0)),
        (&[], "19_json_wrapped.json", (1, 0, 0, 0)),
        (&[], "26_backslash_names.xlsx", (1, 0, 0, 0)),
        (&[], "27_dimension_dollar.xlsx", (1, 0, 0, 0)),
        (&[], "28_ctrl_z.csv", (1, 0, 0, 0)),
    ];
    for (first, name, counts) in table {
        let mut town = on_the_day();
        for earlier in *first {
            import(&mut town, earlier).unwrap();
        }
        let report = import(&mut town, name).unwrap();
        let found = (report.new, report.known, report.supplement, report.faulty.len());
        assert_eq!(found, *counts, "{name}: {:?}", report.faulty);
        for fault in &report.faulty {
            assert!(fault.raw.iter().any(|cell| !cell.is_empty()), "{name}: the rejected row lost its text");
        }
    }
}

#[test]
fn what_was_read_in_which_way_is_said_before_anything_is_written() {
    for (name, words) in [
        ("07_second_sheet.xlsx", ["双山村", "还有同样的列"]),
        ("07_cover_sheet.xlsx", ["填表说明", "改读“数据”"]),
        ("08_filtered_rows.xlsx", ["隐藏", "第 3 行"]),
        ("19_title_row.xlsx", ["第 3 行是列名", "2 行没有当作内容"]),
        ("19_two_row_header.xlsx", ["第 1、2 行", "列名"]),
        ("19_json_wrapped.json", ["data.rows", "投诉件列表"]),
        ("02_placeholder_1.csv", ["2 行", "没有编号"]),
    ] {
        let town = on_the_day();
        let goes_on = &mut |_, _| ControlFlow::Continue(());
        let file = intake::read_path(&path(name), &Options::at(town.now), goes_on).unwrap();
        let told = file.warnings.join(" ");
        assert!(words.iter().all(|word| told.contains(word)), "{name}: {told}");
    }
}

#[test]
fn values_are_what_the_sheet_shows() {
    for (name, number) in [
        ("04_format_zeros.xlsx", "00123"),
        ("04_format_prefix.xlsx", "JDT2026110500001"),
        ("04_format_dash.xlsx", "1105-0001"),
    ] {
        let mut town = on_the_day();
        import(&mut town, name).unwrap();
        let found = cases(&town)[0].platform_no.clone();
        if name != "04_format_prefix.xlsx" {
            assert_eq!(found.as_deref(), Some(number), "{name}");
        }
        assert!(found.is_some_and(|found| name != "04_format_prefix.xlsx" || found.starts_with("JDT")));
    }
    let mut town = on_the_day();
    import(&mut town, "06_merged_village.xlsx").unwrap();
    assert!(cases(&town).iter().all(|case| case.village.as_deref() == Some("新建村")));
    for (name, pages) in [("12_count_0.csv", 3), ("12_count_1.csv", 2)] {
        let mut town = on_the_day();
        import(&mut town, name).unwrap();
        assert_eq!(opened(&town).case.main_pages, pages, "{name}");
    }
    for (name, time) in [
        ("25_date_0.csv", "2026-11-05 14:20"),
        ("25_date_1.csv", "2026-11-05 14:20"),
        ("25_date_2.csv", "2026-11-05 00:00"),
        ("25_date_3.csv", "2026-11-05 00:00"),
    ] {
        let mut town = on_the_day();
        assert_eq!(import(&mut town, name).unwrap().new, 1, "{name}");
        assert_eq!(opened(&town).case.complained_at.minute(), time, "{name}");
    }
}

#[test]
fn nobody_and_nobodys_telephone_propose_no_repeats() {
    for name in ["20_respondent_0.csv", "20_respondent_1.csv", "20_contact.csv"] {
        let mut town = on_the_day();
        let report = import(&mut town, name).unwrap();
        assert_eq!((report.new, report.repeats), (2, 0), "{name}");
    }
}

#[test]
fn unknown_columns_are_identity_until_somebody_says_otherwise() {
    let mut town = on_the_day();
    let report = import(&mut town, "22_other_columns_0.csv").unwrap();
    assert_eq!(report.asked_columns, ["身份证号", "投诉人手机", "家庭住址"]);
    let secrets = ["510102199001011234", "13955556666", "新建村三组十二号"];
    let other = |town: &Town| opened(town).case.other.unwrap().text().to_owned();
    assert!(secrets.iter().all(|secret| !other(&town).contains(secret)));
    assert!(other(&town).contains("身份证号"), "the names stay");
    let filter = Filter::parse("十二号").unwrap();
    let query = ListQuery { view: View::All, filter, sort: Sort::Number, from: From::Top, limit: 100 };
    assert_eq!(town.office.list(&query, town.now).unwrap().rows, [], "nobody finds it");
    // Who looks at the complainant sees them, and that is recorded.
    let case = cases(&town)[0].id;
    town.act("zhangning", Some(case), "reveal_identity", &[("reason", "核对身份")]).unwrap();
    assert!(secrets.iter().all(|secret| other(&town).contains(secret)));

    let mut town = on_the_day();
    town.office.say_column("家庭 住址：", Some("不是身份信息"), town.now).unwrap();
    town.office.say_column("投诉人手机", Some("联系电话"), town.now).unwrap();
    assert!(town.office.say_column("来电", Some("随便"), town.now).is_err());
    // This file has a column of telephones by its own name, beside which the other is one more.
    let report = import(&mut town, "22_other_columns_0.csv").unwrap();
    assert_eq!(report.asked_columns, ["身份证号"]);
    assert_eq!(report.unknown_columns, ["身份证号", "投诉人手机", "家庭住址"]);
    assert!(other(&town).contains("新建村三组十二号"));
    assert!(!other(&town).contains("13955556666"));
    assert_eq!(town.office.verify(None).unwrap().first_bad, None);
}

#[test]
fn an_answer_about_a_column_is_used_for_every_later_file() {
    let mut town = on_the_day();
    town.office.say_column("来电号码", Some("identity"), town.now).unwrap();
    assert_eq!(import(&mut town, "22_other_columns_1.csv").unwrap().asked_columns, ["来电人"]);
    let refused = {
        town.office.act_as("wangxiu").unwrap();
        town.office.say_column("来电人", Some("plain"), town.now)
    };
    assert!(refused.is_err(), "a handler says nothing of columns");
}

fn import_text(town: &mut Town, text: &str) -> ImportReport {
    let goes_on = &mut |_, _| ControlFlow::Continue(());
    let file = intake::read_bytes("行.csv", text.as_bytes(), &Options::at(town.now), goes_on).unwrap();
    town.office.import(&file, false, town.now, goes_on).unwrap()
}

const HEADER: &str = "平台编号,投诉时间,投诉人,联系电话,投诉事项名称,投诉内容,满意度,评价内容\n";

#[test]
fn another_complaint_under_a_number_is_never_a_supplement() {
    let mut town = on_the_day();
    let first = "P1,2026-11-05 10:12,田小满,13911112222,路灯不亮,村口路灯坏了,,\n";
    assert_eq!(import_text(&mut town, &format!("{HEADER}{first}")).new, 1);
    let other = "p1,2026-11-05 10:12,贺一鸣,13733334444,井盖破损,西街口井盖破了,,\n";
    let report = import_text(&mut town, &format!("{HEADER}{other}"));
    assert_eq!((report.supplement, report.faulty.len()), (0, 1));
    assert!(report.faulty[0].reason.contains("同号异件"), "{}", report.faulty[0].reason);
    assert!(report.faulty[0].raw.contains(&"西街口井盖破了".to_owned()), "the rejected row keeps its text");
    let longer = "P1,2026-11-05 10:12,田小满,+86 139 1111 2222,路灯不亮,村口路灯坏了，至今没修,,\n";
    assert_eq!(import_text(&mut town, &format!("{HEADER}{longer}")).supplement, 1);
    let ours = cases(&town)[0].case_no.clone();
    let number = format!("{ours},2026-11-05 10:12,贺一鸣,13733334444,井盖破损,西街口井盖破了,,\n");
    let report = import_text(&mut town, &format!("{HEADER}{number}"));
    assert!(report.faulty[0].reason.contains("本镇的一个编号"), "{:?}", report.faulty);
    assert_eq!(town.office.verify(None).unwrap().first_bad, None);
}

#[test]
fn what_differs_in_writing_only_is_known() {
    let mut town = on_the_day();
    let first = "P1,2026-11-05 10:12,田小满,13911112222,路灯不亮,村口路灯坏了,,\n";
    import_text(&mut town, &format!("{HEADER}{first}"));
    for again in [
        "P1,2026-11-05,田小满,+86 139-1111-2222,路灯不亮 , 村口路灯坏了,,\n",
        "'P1,2026-11-05 10:12:30,田小满,8613911112222,路灯不亮,村口路灯坏了,未评价,无\n",
        "=\"P1\",2026-11-05 10:12,田小满,13911112222,路灯不亮,村口路灯坏了,待评价,\n",
    ] {
        let report = import_text(&mut town, &format!("{HEADER}{again}"));
        assert_eq!((report.new, report.known, report.supplement), (0, 1, 0), "{again} {:?}", report.faulty);
    }
}

#[test]
fn the_identical_file_is_said_and_gives_nothing_twice() {
    let mut town = on_the_day();
    import(&mut town, "14_without_numbers.csv").unwrap();
    let report = import(&mut town, "14_without_numbers.csv").unwrap();
    let told = report.warnings.join(" ");
    assert!(told.contains("由张宁导入过") && told.contains("2 行与已登记的完全相同"), "{told}");
    assert_eq!(cases(&town).len(), 2);
}

/// A town whose first case, `base_one.csv`, was answered.
fn answered() -> Town {
    let mut town = on_the_day();
    town.now = at("2026-11-09 09:00");
    import(&mut town, "base_one.csv").unwrap();
    let id = cases(&town)[0].id;
    let assess = [
        ("scope", "matters_list"),
        ("kind", "non_consultation"),
        ("field", "civil_affairs"),
        ("route", "village"),
        ("unit", "新建村"),
    ];
    let reply = "经核实，情况属实，已责成有关单位在七日内补做公示，并向您当面说明经过和结果，请您放心。";
    for (login, action, answers) in [
        ("zhangning", "assess", assess.as_slice()),
        ("zhangning", "accept", &[]),
        ("zhangning", "transfer", &[]),
        ("wangxiu", "acknowledge", &[]),
        ("wangxiu", "record_finding", &[("text", "已入户核实，情况属实。")]),
        ("wangxiu", "draft_reply", &[("text", reply)]),
        ("wangxiu", "submit", &[("document", "reply")]),
    ] {
        town.act(login, Some(id), action, answers).unwrap();
    }
    while let Some((_, _, step)) = opened(&town).case.open_step() {
        let login = town.office.org().person(step.person).unwrap().login.clone().unwrap();
        town.act(&login, Some(id), "sign", &[]).unwrap();
        town.office.act_as("zhangning").unwrap();
    }
    town.act("zhangning", Some(id), "deliver", &[("method", "phone")]).unwrap();
    town
}

#[test]
fn a_filled_satisfaction_of_a_case_that_waits_for_it_is_its_evaluation() {
    let mut town = answered();
    let report = import(&mut town, "16_satisfaction.csv").unwrap();
    assert_eq!((report.evaluated, report.known, report.supplement), (1, 1, 0));
    let given = opened(&town).case.evaluations.clone();
    assert_eq!(given.len(), 1);
    assert_eq!(given[0].comment.as_ref().unwrap().text(), "看到了");
    assert_eq!(import(&mut town, "16_satisfaction.csv").unwrap().evaluated, 0);
    assert_eq!(town.office.verify(None).unwrap().first_bad, None);
}

#[test]
fn a_word_that_a_list_tells_after_closure_is_a_late_row_by_whoever_imports() {
    let mut town = answered();
    let id = cases(&town)[0].id;
    town.now = at("2026-11-16 09:00");
    let asked = [("follow_up", "电话回访，未评价")];
    town.act("zhangning", Some(id), "close", &asked).unwrap();
    let report = import(&mut town, "16_satisfaction.csv").unwrap();
    assert_eq!((report.evaluated, report.supplement), (1, 0));
    let case = opened(&town).case;
    let given: Vec<(&str, bool, bool)> = case
        .evaluations
        .iter()
        .map(|given| (given.satisfaction.code(), given.late, given.source.is_some()))
        .collect();
    assert_eq!((given[0], given.len()), (("not_given", false, false), 2));
    assert!(given[1].1 && given[1].2 && case.evaluations[1].resolved.is_none(), "{given:?}");
    town.act("zhangning", Some(id), "evaluate", &[("resolved", "yes")]).unwrap();
    assert!(opened(&town).case.evaluations[1].resolved.is_some());
    assert_eq!(town.office.verify(None).unwrap().first_bad, None);
}
