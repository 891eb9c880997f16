//! The pane of figures on a real terminal: figures come by themselves, the file it writes holds what `ydt report` writes, and
//! the ledger of a figure's cases holds just those cases.

use std::path::Path;

use serde_json::Value;

use crate::home::Home;
use crate::pty::Console;

/// A practice town with two complaints of this month, one of them transferred to a village.
fn town() -> (Home, String) {
    let home = Home::practice();
    let check = home.ydt(&["check", "--json"]).json();
    let today = check["now"].as_str().unwrap().split('T').next().unwrap().to_owned();
    let mut lines = Vec::new();
    for title in ["路灯不亮", "低保没有公示"] {
        lines.push(format!(
            r#"{{"command":"register","title":"{title}","content":"周海燕，13812345678。","complained_at":"{today} 00:00","complainant":"周海燕","contact":"13812345678"}}"#
        ));
    }
    lines.push(r#"{"command":"assess","case":"$last","scope":"matters_list","kind":"non_consultation","field":"civil_affairs","route":"village","unit":"新建村"}"#.to_owned());
    lines.push(r#"{"command":"accept","case":"$last"}"#.to_owned());
    lines.push(r#"{"command":"transfer","case":"$last"}"#.to_owned());
    let ended = home.ydt_with(&["apply"], &lines.join("\n"));
    assert_eq!(ended.code, 0, "{}{}", ended.out, ended.err);
    (home, today)
}

/// The figures of a file, without the moment in which they were taken.
fn figures(json: &str) -> Vec<Value> {
    let mut figures: Vec<Value> = serde_json::from_str(json).unwrap();
    for figure in &mut figures {
        figure.as_object_mut().unwrap().remove("as_of").unwrap();
    }
    figures
}

/// Writes what is on the screen to a file.
fn write(console: &mut Console, to: &Path, told: &str) {
    console.type_keys("S");
    console.wait_for_text("写到（文件夹");
    let to = to.display().to_string();
    console.type_keys(format!("\x15{to}"));
    console.wait_for("the path", |now| now.contents().replace('\n', "").contains(&to));
    console.type_keys("\r");
    console.wait_for_text(told);
}

#[test]
fn what_the_pane_writes_is_what_the_command_writes_and_a_figure_gives_the_ledger_of_its_cases() {
    let (home, today) = town();
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    let mut console = Console::with(&home.database(), &["sandbox"], 120, 36);
    console.wait_for_text("1收件箱");
    console.wait_for_text("路灯不亮");
    console.type_keys("6");
    console.wait_for_text("统计时间");
    console.type_keys("\t");
    console.wait_for_text("[承办单位]");
    console.wait_for_text("未转办");
    write(&mut console, &path("a.json"), "统计已写到");
    let month = format!("{}-01", today.rsplit_once('-').unwrap().0);
    let last = month.parse::<ydt::domain::time::Date>().unwrap().last_of_month().to_string();
    let report = ["report", "--from", &month, "--to", &last, "--by", "unit", "--format", "json"];
    let ended = home.ydt(&report);
    assert_eq!(ended.code, 0, "{}", ended.err);
    let written = std::fs::read_to_string(path("a.json")).unwrap();
    assert_eq!(figures(&written), figures(&ended.out));

    // The second part is the village.
    console.type_keys("j");
    console.wait_for_text("- 新建村 收件 1");
    console.type_keys("\r");
    console.wait_for_text("新建村 收件 1：计入的1件");
    console.wait_for_text("低保没有公示");
    write(&mut console, &path("b.json"), "台账 1 件已写到");
    let ledger: Value = serde_json::from_str(&std::fs::read_to_string(path("b.json")).unwrap()).unwrap();
    let rows = ledger["rows"].as_array().unwrap();
    assert_eq!((rows.len(), rows[0]["case_no"].as_str()), (1, Some("2026-0002")));
    assert!(!ledger.to_string().contains("周海燕") && !ledger.to_string().contains("13812345678"));
    write_refused(&mut console, &path("b.json"));
    console.type_keys("\x1b");
    console.wait_for_text("Enter 案件");
    console.type_keys("\r");
    console.wait_for_text("投诉内容");
    console.type_keys("q");
    console.wait_for_text("计入的1件");
    console.type_keys("\x1b");
    console.wait_for_text("- 新建村 收件 1");
}

/// What stands there already is not written over, and the place is asked for anew.
fn write_refused(console: &mut Console, to: &Path) {
    let before = std::fs::read(to).unwrap();
    write(console, to, "已经存在，没有改动");
    assert_eq!(std::fs::read(to).unwrap(), before);
    console.wait_for_text("写到（文件夹");
}
