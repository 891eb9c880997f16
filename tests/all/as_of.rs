//! `ydt show --as-of` with the real program: what it shows of an earlier day is what `ydt show` shows on a copy that was
//! taken at that day's end, as JSON and as text.

use std::path::Path;

use serde_json::Value;

use crate::program::{Bench, finish};

/// Made up for these tests: only the shape is that of a notice.
const MADE_2027: &str = r#"{"year": 2027, "papers": ["https://example.org/notice"], "days": [
    {"date": "2027-01-01", "name": "元旦", "isOffDay": true},
    {"date": "2027-01-04", "name": "元旦", "isOffDay": true}]}"#;

/// Some days of a town: what was done on each, and a copy of the database at its end.
fn town() -> Bench {
    let bench = Bench::founded("2026-12-28T08:30");
    std::fs::write(bench.folder.path().join("2027.json"), MADE_2027).unwrap();
    let first = r#"{"command":"register","platform_no":"500104202612001","title":"低保名单未公示","content":"李桂芳反映，村里低保评定后没有张贴名单，王小明知情。","complained_at":"2026-12-28 08:00","complainant":"李桂芳","contact":"13812345678","respondent":"赵某","village":"新建村"}"#;
    apply(&bench, "2026-12-28T09:00", &[first]);
    copy(&bench, "2026-12-28");
    let again = r#"{"command":"register","title":"低保名单没有公示","content":"又来电。","complained_at":"2026-12-29 08:00","contact":"13812345678","respondent":"赵某"}"#;
    apply(
        &bench,
        "2026-12-29T09:00",
        &[
            r#"{"command":"assess","case":"2026-0001","scope":"matters_list","kind":"non_consultation","field":"civil_affairs","route":"village","unit":"新建村"}"#,
            r#"{"command":"accept","case":"2026-0001"}"#,
            r#"{"command":"transfer","case":"2026-0001"}"#,
            again,
        ],
    );
    copy(&bench, "2026-12-29");
    let calendar = bench.folder.path().join("2027.json");
    bench.ok(&["--now", "2026-12-30T09:00", "calendar", "load", calendar.to_str().unwrap(), "--yes"], "");
    bench.ok(&["--now", "2026-12-30T09:10", "settings", "set", "approaching_short_working_days", "3"], "");
    apply(
        &bench,
        "2026-12-30T10:00",
        &[
            r#"{"command":"set_unit","unit":"新建村","name":"新建社区"}"#,
            r#"{"command":"correct","case":"2026-0001","field":"contact","value":"13900001111","reason":"登记有误"}"#,
            r#"{"command":"correct","case":"2026-0001","field":"title","value":"低保名单未张贴","reason":"登记有误"}"#,
        ],
    );
    copy(&bench, "2026-12-30");
    apply(
        &bench,
        "2026-12-31T10:00",
        &[r#"{"command":"supplement","case":"2026-0001","text":"来电补充。"}"#],
    );
    bench
}

fn apply(bench: &Bench, now: &str, lines: &[&str]) {
    let output = bench.run(&["--now", now, "apply"], &(lines.join("\n") + "\n"));
    let told = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success(), "{now}: {told}{}", String::from_utf8_lossy(&output.stderr));
}

fn copy(bench: &Bench, day: &str) {
    let to = bench.folder.path().join(format!("copies/{day}.db"));
    std::fs::create_dir_all(to.parent().unwrap()).unwrap();
    bench.ok(&["backup", to.to_str().unwrap()], "");
}

/// What the copy of a day shows at that day's end.
fn on_copy(bench: &Bench, day: &str, words: &[&str]) -> String {
    let now = format!("{day}T23:59:59");
    let mut command = bench.command(&[&["--now", &now, "show"], words].concat());
    command.env("YDT_DB", bench.folder.path().join(format!("copies/{day}.db")));
    command.env("XDG_STATE_HOME", bench.folder.path().join("other-state"));
    let output = finish(command, "");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

fn as_of(bench: &Bench, day: &str, words: &[&str]) -> String {
    let asked = ["--now", "2026-12-31T12:00", "show", "--as-of", day];
    bench.ok(&[&asked[..], words].concat(), "")
}

#[test]
fn the_case_of_an_earlier_day_is_what_a_copy_of_that_days_end_shows() {
    let bench = town();
    let (mut compared, mut safe) = (0, 0);
    for (day, cases) in [
        ("2026-12-28", &["2026-0001"][..]),
        ("2026-12-29", &["2026-0001", "2026-0002"]),
        ("2026-12-30", &["2026-0001", "2026-0002"]),
    ] {
        for case in cases {
            let mut earlier: Value =
                serde_json::from_str(&as_of(&bench, day, &[case, "--json", "--explain"])).unwrap();
            let point = earlier.as_object_mut().unwrap().remove("as_of").unwrap();
            assert_eq!((&point["date"], &point["erased_since"]), (&day.into(), &false.into()));
            let copied: Value =
                serde_json::from_str(&on_copy(&bench, day, &[case, "--json", "--explain"])).unwrap();
            safe += usize::from(!copied["safe_until"].is_null());
            assert_eq!(earlier, copied, "{day} {case}");
            let text = as_of(&bench, day, &[case]);
            let (heading, rest) = text.split_once("\n\n").unwrap();
            assert!(heading.starts_with(&format!("{day}终了时的情形，记录到第")), "{heading}");
            let copied = on_copy(&bench, day, &[case]).replace("现在可以办：", "当时可以办：");
            assert_eq!(rest, copied, "{day} {case}");
            compared += 1;
        }
    }
    assert_eq!(compared, 5);
    assert!(safe > 0, "no case had a latest safe day");
    // Otherwise little would have been compared.
    let of = |day: &str, case: &str| -> Value {
        serde_json::from_str(&as_of(&bench, day, &[case, "--json"])).unwrap()
    };
    assert_eq!(of("2026-12-28", "2026-0001")["stage"], "complaint");
    assert_eq!(of("2026-12-29", "2026-0001")["unit"], "新建村");
    assert_eq!(of("2026-12-30", "2026-0001")["unit"], "新建社区");
    assert_eq!(of("2026-12-29", "2026-0001")["title"], "低保名单未公示");
    let due = |day| of(day, "2026-0001")["clocks"].as_array().unwrap().last().unwrap()["due_on"].clone();
    assert_ne!(due("2026-12-29"), due("2026-12-30"), "the calendar came between");
    assert_eq!(of("2026-12-29", "2026-0002")["repeat_of"], "2026-0001");
    let level = |day| of(day, "2026-0002")["clocks"][0]["level"].clone();
    assert_ne!(level("2026-12-29"), level("2026-12-30"));
    assert_eq!(
        of("2026-12-31", "2026-0001")["supplements"].as_array().unwrap().len(),
        1,
        "today is as it stands"
    );
}

#[test]
fn what_is_known_of_the_complainant_only_later_is_masked_on_earlier_days_too() {
    let bench = town();
    assert!(as_of(&bench, "2026-12-30", &["2026-0001"]).contains("王小明知情"));
    apply(
        &bench,
        "2026-12-31T10:30",
        &[
            r#"{"command":"correct","case":"2026-0001","field":"complainant","value":"王小明","reason":"冒用姓名"}"#,
        ],
    );
    for json in [&["2026-0001"][..], &["2026-0001", "--json"]] {
        for day in ["2026-12-28", "2026-12-30"] {
            let earlier = as_of(&bench, day, json);
            assert!(!earlier.contains("王小明") && !earlier.contains("李桂芳"), "{earlier}");
            assert!(earlier.contains("李**"), "{earlier}");
        }
    }
}

#[test]
fn what_was_erased_since_is_not_shown_again_and_that_is_said() {
    let bench = town();
    apply(
        &bench,
        "2026-12-31T11:00",
        &[
            r#"{"command":"seal","case":"2026-0001","basis":"ordered_above","ruling":"按上级要求密封","ruled_on":"2026-12-31"}"#,
        ],
    );
    let text = as_of(&bench, "2026-12-29", &["2026-0001"]);
    assert!(text.contains("那以后有文字依规密封或清除") && text.contains("转办"), "{text}");
    for gone in ["低保名单", "李桂芳", "13812345678", "没有张贴"] {
        assert!(!text.contains(gone), "{text}");
    }
    let shown: Value = serde_json::from_str(&as_of(&bench, "2026-12-29", &["2026-0001", "--json"])).unwrap();
    assert_eq!((&shown["as_of"]["erased_since"], &shown["sealed"]), (&true.into(), &false.into()));
}

#[test]
fn a_day_to_come_a_day_before_the_case_and_other_records_are_answered_by_one_sentence() {
    let bench = town();
    let refused = |words: &[&str], code: i32, told: &str| {
        let output = bench.run(&[&["--now", "2026-12-31T12:00", "show"], words].concat(), "");
        let error = String::from_utf8(output.stderr).unwrap();
        assert_eq!((output.status.code(), output.stdout.len()), (Some(code), 0), "{error}");
        assert!(error.contains(told) && error.lines().count() == 1, "{error}");
    };
    refused(&["2026-0001", "--as-of", "2027-01-01"], 4, "2027-01-01还没有到");
    refused(
        &["2026-0001", "--as-of", "2026-12-27"],
        4,
        "2026-0001是2026-12-28登记的，2026-12-27还没有这一件",
    );
    refused(&["2026-0001", "--as-of", "2026-02-30"], 2, "日期");
    refused(&["2026-0009", "--as-of", "2026-12-29"], 4, "2026-0009");
    refused(&["m1", "--as-of", "2026-12-29"], 2, "--as-of 只能看投诉件");
    assert!(Path::new(&bench.folder.path().join("data/ydt.db")).exists());
}
