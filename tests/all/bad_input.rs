//! What people really feed the program: broken, doubled and foreign files, impossible dates, and the shipped samples.

use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::home::Home;
use crate::pty::Console;

const HEADER: &str = "平台编号,投诉时间,投诉事项名称,投诉内容\n";

#[test]
fn the_same_number_twice_in_one_file_is_one_case() {
    let home = Home::founded();
    let row = "P1,2026-03-05 14:20,低保未公示,村里没有张贴名单\n";
    let other = "P1,2026-03-05 14:20,低保未公示,后来又说名单贴在里屋\n";
    let path = home.write("twice.csv", format!("{HEADER}{row}{row}{other}"));
    let report = home.ydt(&["import", "--json", &path]).json();
    let of = |name: &str| report[name].as_u64().unwrap();
    assert_eq!((of("rows"), of("new"), of("known"), of("supplement")), (3, 1, 1, 1), "{report}");
    assert_eq!(home.cases(), 1);
    let shown = home.ydt(&["show", "P1", "--json"]).json();
    assert_eq!(shown["content"], "村里没有张贴名单", "nothing is overwritten");
    assert!(shown["supplements"].to_string().contains("后来又说名单贴在里屋"));
    let again = home.ydt(&["import", "--json", &path]).json();
    assert_eq!((again["new"].as_u64(), home.cases()), (Some(0), 1));
    assert_eq!(home.ydt(&["verify"]).code, 0);
}

#[test]
fn impossible_dates_are_named_one_by_one_and_the_others_go_in() {
    let home = Home::founded();
    let times = [
        "2026-02-30",
        "2026-13-01",
        "1999-12-31",
        "2999-01-01",
        "",
        "昨天",
        "2026-03-05 25:00",
        "46086.5.5",
        "0000-00-00",
        "2026年2月31日 8时",
    ];
    let rows: String = times.iter().enumerate().map(|(n, time)| format!("P{n},{time},题,容\n")).collect();
    let path = home.write("dates.csv", format!("{HEADER}{rows}PX,2026/3/5,好的,一行\n"));
    let ended = home.ydt(&["import", "--json", &path]);
    let report = ended.json();
    assert_eq!((ended.code, report["new"].as_u64()), (5, Some(1)), "{report}");
    let faulty = report["faulty"].as_array().unwrap();
    assert_eq!(faulty.len(), times.len(), "{report}");
    for (place, fault) in faulty.iter().enumerate() {
        assert_eq!(
            (fault["row"].as_u64(), fault["column"].as_str()),
            (Some(place as u64 + 2), Some("投诉时间"))
        );
        assert!(fault["reason"].as_str().unwrap().ends_with('。'), "{fault}");
    }
    assert_eq!(home.cases(), 1);
}

#[test]
fn encodings_are_told_apart_and_doubtful_ones_refused() {
    let text = format!("{HEADER}P1,2026-03-05,低保未公示,村里没有张贴名单\n");
    let utf16 = |big: bool| {
        let units = std::iter::once(0xfeff).chain(text.encode_utf16());
        units
            .flat_map(|unit: u16| if big { unit.to_be_bytes() } else { unit.to_le_bytes() })
            .collect::<Vec<u8>>()
    };
    let gb = encoding_rs::GB18030.encode(&text).0.into_owned();
    for bytes in [
        text.clone().into_bytes(),
        format!("\u{feff}{text}").into_bytes(),
        utf16(true),
        utf16(false),
        gb.clone(),
    ] {
        let home = Home::founded();
        let path = home.write("a.csv", bytes);
        let ended = home.ydt(&["import", &path]);
        assert_eq!((ended.code, home.cases()), (0, 1), "{}{}", ended.out, ended.err);
        assert_eq!(home.ydt(&["show", "P1", "--json"]).json()["title"], "低保未公示");
    }
    let home = Home::founded();
    let half = home.write("half.csv", &gb[..gb.len() - 2]);
    let forced = home.write("gb.csv", &gb);
    home.ydt(&["import", &half]).refused(5, "没有导入");
    home.ydt(&["import", "--encoding", "utf-8", &forced]).refused(5, "没有导入");
    assert_eq!(home.cases(), 0);
}

/// The shipped samples; `None` where the repository stands alone.
fn samples() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/samples");
    if !folder.exists() {
        println!("skipped: the sample files are not here");
        return None;
    }
    Some(folder)
}

const SAMPLES: [(&str, u64); 4] = [
    ("platform-export-utf8.csv", 60),
    ("platform-export-gb18030.csv", 40),
    ("platform-push.xlsx", 30),
    ("platform-push.json", 12),
];

#[test]
fn the_samples_go_in_once_and_never_again() {
    let Some(folder) = samples() else { return };
    let home = Home::founded();
    for round in 0..2 {
        for (name, count) in SAMPLES {
            let path = folder.join(name);
            let ended = home.ydt(&["import", "--json", path.to_str().unwrap()]);
            let report = ended.json();
            let (new, known) = if round == 0 { (count, 0) } else { (0, count) };
            assert_eq!(
                (ended.code, report["new"].as_u64(), report["known"].as_u64()),
                (0, Some(new), Some(known))
            );
        }
    }
    assert_eq!((home.cases(), home.ydt(&["verify"]).code), (142, 0));
}

#[test]
fn a_sample_with_one_broken_row_imports_the_rest_and_names_row_column_and_reason() {
    let Some(folder) = samples() else { return };
    let home = Home::founded();
    let text = std::fs::read_to_string(folder.join(SAMPLES[0].0)).unwrap();
    let mut lines: Vec<String> = text.lines().map(ToOwned::to_owned).collect();
    let mut cells: Vec<&str> = lines[7].split(',').collect();
    cells[1] = "2026-02-30 10:00";
    let broken = cells.join(",");
    lines[7] = broken;
    let path = home.write("copy.csv", lines.join("\n"));
    let ended = home.ydt(&["import", &path]);
    assert_eq!((ended.code, home.cases()), (5, 59), "{}", ended.out);
    assert!(ended.out.contains("第 8 行 投诉时间："), "{}", ended.out);
    let rejected = std::fs::read(home.path("copy.csv.rejected.csv")).unwrap();
    let rejected = String::from_utf8(rejected).unwrap();
    assert!(rejected.starts_with('\u{feff}') && rejected.lines().count() == 2, "{rejected}");
    assert!(rejected.contains("2026-02-30 10:00") && rejected.contains("第 8 行 投诉时间"), "{rejected}");
}

#[test]
fn working_days_are_counted_as_the_state_council_set_them() {
    let home = Home::new();
    for (from, days, due) in [
        ("2026-02-11", "3", "2026-02-14"),
        ("2026-02-10", "10", "2026-03-02"),
        ("2026-09-24", "10", "2026-10-15"),
        ("2026-02-16", "3", "2026-02-26"),
    ] {
        let ended = home.ydt(&["calendar", "due", from, days]);
        assert_eq!((ended.code, ended.out.trim()), (0, due), "{from} {days}");
    }
    let told = home.ydt(&["calendar", "due", "2026-02-11", "3", "--explain"]).out;
    for day in ["2026-02-11", "2026-02-12", "2026-02-13", "2026-02-14"] {
        assert!(told.lines().any(|line| line.starts_with(day) && line.contains("周")), "{day}: {told}");
    }
    assert!(told.contains("2026-02-14 周六") && told.contains('班'), "{told}");
    for (from, days) in [("2026-02-30", "3"), ("昨天", "3"), ("2026-02-11", "x"), ("2026-02-11", "-1")] {
        let ended = home.ydt(&["calendar", "due", from, days]);
        ended.refused(2, "");
    }
}

#[test]
fn the_import_screen_tells_what_the_command_line_tells() {
    let home = Home::practice();
    for (name, bytes, word) in [
        ("a.pdf", b"%PDF-1.7\n1 0 obj".as_slice(), "PDF"),
        ("b.csv", "平台编号,标题\nP1,x\n".as_bytes(), "投诉时间"),
        ("c.csv", b"".as_slice(), "空"),
    ] {
        let path = home.write(name, bytes);
        let mut console = Console::with(&home.database(), &["sandbox"], 110, 32);
        console.wait_for_text("排序");
        console.type_keys("i");
        console.wait_for_text(name);
        console.type_keys("/");
        console.wait_for_text("Enter 确定");
        console.type_keys(&path);
        // Enter within the same moment would belong to a pasted text.
        console.settle(Duration::from_millis(300));
        console.type_keys("\r");
        // What is no table is only selected in its folder, and opened by one more Enter.
        if name == "a.pdf" {
            console.wait_for("the file selected in its folder", |screen| {
                let shown = screen.contents();
                shown.contains("> a.pdf") && !shown.contains("Enter 确定")
            });
            console.type_keys("\r");
        }
        console.wait_for_text("没有导入");
        console.wait_for_text(word);
    }
    assert_eq!(home.cases(), 0);
}

#[test]
fn a_terminal_of_twenty_by_five_is_told_to_grow_and_can_be_left() {
    let home = Home::practice();
    let mut console = Console::with(&home.database(), &["sandbox"], 20, 5);
    console.wait_for("a word on the size", |screen| !screen.contents().trim().is_empty());
    console.type_keys("q");
    assert!(console.wait_for_end(crate::pty::PATIENCE).success());
    console.assert_restored();
}
