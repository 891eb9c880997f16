//! The bulletin on a real terminal and through `ydt apply`: drafted, edited in the form, frozen once, and written with
//! everything of the month's end; what is refused leaves nothing behind.

use crate::home::{Home, results};
use crate::pty::Console;

const PARTS: &str = r"一、总体情况\n略。\n二、办理质效\n略。\n三、主要问题\n略。\n四、下步工作\n略。";

/// The month before the one that a practice town is in, with a complaint that was received in it.
fn town() -> (Home, String) {
    let home = Home::practice();
    let check = home.ydt(&["check", "--json"]).json();
    let today = check["now"].as_str().unwrap().split('T').next().unwrap().to_owned();
    let first = format!("{}-01", today.rsplit_once('-').unwrap().0);
    let day = first.parse::<ydt::domain::time::Date>().unwrap().yesterday().unwrap().to_string();
    let line = format!(
        r#"{{"command":"register","title":"路灯不亮","content":"周海燕，13812345678。","complained_at":"{day} 09:00","received_at":"{day} 09:00","complainant":"周海燕","contact":"13812345678"}}"#
    );
    let ended = home.ydt_with(&["apply"], &line);
    assert_eq!(ended.code, 0, "{}{}", ended.out, ended.err);
    (home, day.rsplit_once('-').unwrap().0.to_owned())
}

#[test]
fn a_bulletin_is_frozen_through_apply_once_and_never_with_a_name_or_a_part_missing() {
    let (home, month) = town();
    let apply = |period: &str, text: &str| {
        let text = if text.is_empty() { String::new() } else { format!(r#","text":"{text}""#) };
        let line = format!(r#"{{"command":"freeze_bulletin","period":"{period}"{text}}}"#);
        results(&home.ydt_with(&["apply"], &line)).remove(0)
    };
    let refused = |period: &str, text: &str, field: &str, says: &str| {
        let told = apply(period, text);
        assert_eq!(told["ok"], false, "{told}");
        assert_eq!(told["refusal"]["field"], field, "{told}");
        assert!(told["refusal"]["message"].as_str().unwrap().contains(says), "{told}");
    };
    refused(&month, "一、总体情况", "text", "二、办理质效");
    refused(&month, &PARTS.replace("略。", "周海燕反映路灯。"), "text", "投诉人");
    refused("2099", "", "period", "还没有过完");
    refused("十月", "", "period", "2026-11");
    let draft = home.ydt(&["bulletin", "month", &month, "--text"]);
    assert!(draft.err.contains("这是草稿") && draft.out.contains("1件"), "{}{}", draft.out, draft.err);
    let frozen = apply(&month, PARTS);
    assert_eq!(frozen["events"], serde_json::json!(["report_frozen"]), "{frozen}");
    refused(&month, "", "period", "已经封存过");
    let read = home.ydt(&["bulletin", "month", &month, "--text"]);
    assert!(read.err.contains("封存。") && read.out.contains("略。"), "{}{}", read.out, read.err);
    assert_eq!(home.ydt(&["verify"]).code, 0);
}

#[test]
fn the_console_edits_and_freezes_the_bulletin_and_writes_the_files_and_the_pack() {
    let (home, month) = town();
    let folder = tempfile::tempdir().unwrap();
    let mut console = Console::with(&home.database(), &["sandbox"], 120, 36);
    console.wait_for_text("1收件箱");
    console.wait_for_text("路灯不亮");
    console.type_keys("6");
    console.wait_for_text("统计时间");
    console.type_keys("[");
    console.type_keys("P");
    console.wait_for_text("草稿，未封存");
    console.wait_for_text("共收到群众投诉1件");
    console.type_keys("\r");
    console.wait_for_text("计入的1件");
    console.wait_for_text("路灯不亮");
    console.type_keys("\x1b");
    console.wait_for_text("草稿，未封存");
    console.type_keys("Y");
    console.wait_for_text("还没有封存");
    console.type_keys("F");
    console.wait_for_text("封存通报");
    console.type_keys("\x13");
    console.wait_for_text("都不能再改");
    console.type_keys("y");
    console.wait_for_text("已封存 20");
    for (key, file) in [("S", format!("通报{month}.docx")), ("Y", format!("月末{month}"))] {
        console.type_keys(key);
        console.wait_for_text("写到（文件夹");
        let to = folder.path().display().to_string();
        console.type_keys(format!("\x15{to}"));
        console.wait_for("the path", |now| now.contents().replace('\n', "").contains(&to));
        console.type_keys("\r");
        console.wait_for_text("已写到");
        assert!(folder.path().join(&file).exists(), "{file}");
    }
    assert!(folder.path().join(format!("通报{month}.xlsx")).exists());
    let pack = folder.path().join(format!("月末{month}"));
    let again = folder.path().join("again");
    let ended = home.ydt(&["pack", "month", &month, "-o", &again.display().to_string()]);
    assert_eq!(ended.code, 0, "{}", ended.err);
    let mut files = 0;
    for entry in std::fs::read_dir(&pack).unwrap() {
        let name = entry.unwrap().file_name();
        assert_eq!(
            std::fs::read(pack.join(&name)).unwrap(),
            std::fs::read(again.join(&name)).unwrap(),
            "{}",
            name.display()
        );
        files += 1;
    }
    assert!(files > 6, "{files}");
}
