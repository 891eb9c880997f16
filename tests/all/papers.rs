//! Papers with the real program: numbers without gaps, the same bytes whenever written again, what was frozen at
//! delivery, and nobody's identity on a paper that goes to a unit.

use std::io::Read as _;
use std::path::Path;

use serde_json::{Value, json};

use crate::home::{Ended, Home, results};

pub const NAME: &str = "周海燕";
pub const CONTACT: &str = "13812345678";
const REPLY: &str =
    "经核实，您反映的情况属实。村里已于三月九日在公示栏补贴名单，今后评定后三日内张榜，感谢监督。";

pub fn at(home: &Home, now: &str, lines: &[Value]) {
    let input: Vec<String> = lines.iter().map(Value::to_string).collect();
    let ended = home.ydt_with(&["apply", "--now", now], &input.join("\n"));
    assert_eq!(ended.code, 0, "{}{}", ended.out, ended.err);
    assert_eq!(results(&ended).len(), lines.len());
}

pub fn on_case(command: &str, more: &Value) -> Value {
    let mut line = json!({"command": command, "case": "2026-0001"});
    for (name, value) in more.as_object().unwrap() {
        line[name] = value.clone();
    }
    line
}

/// A practice town with a case in the village, whose texts name who complains.
pub fn in_village() -> Home {
    let home = Home::practice();
    let register = json!({
        "command": "register", "title": format!("{NAME}反映低保评定没有公示"),
        "content": format!("我是{NAME}，电话{CONTACT}。名单没有贴出来，问过三次都说在办。"),
        "complained_at": "2026-03-05 09:00", "complainant": NAME, "contact": CONTACT,
        "method": "来电", "source": "热线", "main_pages": 2, "attachments": 1,
    });
    let assess = json!({
        "scope": "matters_list", "kind": "non_consultation", "field": "civil_affairs",
        "route": "village", "unit": "新建村",
    });
    let none = || json!({});
    at(
        &home,
        "2026-03-06T10:00",
        &[register, on_case("assess", &assess), on_case("accept", &none()), on_case("transfer", &none())],
    );
    home
}

/// The same with its reply delivered on 2026-03-10.
pub fn delivered() -> Home {
    let home = in_village();
    let by = |command: &str, login: &str, more: Value| {
        let mut line = on_case(command, &more);
        line["as"] = login.into();
        line
    };
    at(
        &home,
        "2026-03-09T10:00",
        &[
            by("acknowledge", "xiangchunmei", json!({})),
            by("record_finding", "xiangchunmei", json!({"text": "名单确未张贴。"})),
            by("draft_reply", "xiangchunmei", json!({"text": REPLY})),
            by("submit", "xiangchunmei", json!({})),
            by("sign", "xiewenyuan", json!({"opinion": "同意"})),
            by("sign", "luojingan", json!({})),
        ],
    );
    at(&home, "2026-03-10T10:00", &[on_case("deliver", &json!({"method": "phone"}))]);
    home
}

pub fn form(home: &Home, words: &[&str]) -> Ended {
    home.ydt(&[&["form"], words].concat())
}

/// The words of a .docx, a paragraph a line.
fn words_of(path: &Path) -> String {
    let mut archive = zip::ZipArchive::new(std::fs::File::open(path).unwrap()).unwrap();
    let mut xml = String::new();
    archive.by_name("word/document.xml").unwrap().read_to_string(&mut xml).unwrap();
    let mut text = String::new();
    let mut rest = xml.as_str();
    while let Some((before, after)) = rest.split_once('<') {
        text.push_str(before);
        let (tag, behind) = after.split_once('>').unwrap();
        if tag == "/w:p" {
            text.push('\n');
        }
        rest = behind;
    }
    text
}

fn only_file(folder: &Path) -> std::path::PathBuf {
    let mut files: Vec<_> = folder.read_dir().unwrap().map(|entry| entry.unwrap().path()).collect();
    assert_eq!(files.len(), 1, "{files:?}");
    files.remove(0)
}

fn folder(home: &Home, name: &str) -> String {
    std::fs::create_dir(home.path(name)).unwrap();
    home.path(name).to_str().unwrap().to_owned()
}

pub fn register(home: &Home) -> Vec<(String, bool)> {
    let listed = home.ydt(&["numbers", "list", "2026", "--json"]).json();
    let rows = listed.as_array().unwrap().iter();
    rows.map(|row| (row["number"].as_str().unwrap().to_owned(), row["void"].as_bool().unwrap())).collect()
}

#[test]
fn a_paper_written_again_has_the_same_number_and_bytes_and_a_void_number_is_never_given_twice() {
    let home = in_village();
    let (first, again) = (folder(&home, "first"), folder(&home, "again"));
    let at = ["--now", "2026-03-06T11:00"];
    let issued = form(&home, &["transfer", "2026-0001", "-o", &first, at[0], at[1]]);
    assert!(issued.out.contains("已编号 建纪转〔2026〕1号"), "{}{}", issued.out, issued.err);
    let written = form(&home, &["transfer", "2026-0001", "-o", &again, "--now", "2026-03-08T09:00"]);
    assert!(written.out.contains("文号 建纪转〔2026〕1号"), "{}{}", written.out, written.err);
    let (one, other) = (only_file(home.path("first").as_path()), only_file(home.path("again").as_path()));
    assert_eq!(std::fs::read(&one).unwrap(), std::fs::read(other).unwrap());
    assert_eq!(form(&home, &["transfer", "2026-0001", "--text"]).out.matches("建纪转〔2026〕1号").count(), 1);
    let taken = form(&home, &["transfer", "2026-0001", "-o", &first, at[0], at[1]]);
    assert_ne!(taken.code, 0, "an existing file is never overwritten");
    let number = json!({"number": "建纪转〔2026〕1号", "reason": "单位写错，没有送出"});
    self::at(&home, "2026-03-08T10:00", &[on_case("void_paper", &number)]);
    let anew = home.path("new.docx");
    let issued =
        form(&home, &["transfer", "2026-0001", "-o", anew.to_str().unwrap(), "--now", "2026-03-08T11:00"]);
    assert!(issued.out.contains("已编号 建纪转〔2026〕2号"), "{}{}", issued.out, issued.err);
    assert_eq!(
        register(&home),
        [("建纪转〔2026〕1号".to_owned(), true), ("建纪转〔2026〕2号".to_owned(), false)]
    );
    assert_eq!(home.ydt(&["verify"]).code, 0);
}

#[test]
fn a_row_of_the_register_that_was_changed_is_found() {
    let home = in_village();
    let file = home.path("a.docx");
    form(&home, &["transfer", "2026-0001", "-o", file.to_str().unwrap(), "--now", "2026-03-06T11:00"]);
    assert_eq!(home.ydt(&["verify"]).code, 0);
    home.sql("UPDATE papers SET serial = 7, number = '建纪转〔2026〕7号'");
    let found = home.ydt(&["verify"]);
    assert_ne!(found.code, 0);
    assert!(format!("{}{}", found.out, found.err).contains("文号"), "{}{}", found.out, found.err);
}

#[test]
fn who_complains_is_on_no_paper_for_a_unit_and_on_others_only_with_a_reason_on_record() {
    let home = in_village();
    let now = ["--now", "2026-03-27T09:00"];
    let hidden = |words: &str| assert!(!words.contains(NAME) && !words.contains(CONTACT), "{words}");
    for kind in ["transfer", "urge"] {
        let file = home.path(&format!("{kind}.docx"));
        let ended = form(&home, &[kind, "2026-0001", "-o", file.to_str().unwrap(), now[0], now[1]]);
        assert_eq!(ended.code, 0, "{kind}: {}", ended.err);
        hidden(&words_of(&file));
        assert!(words_of(&file).contains("投诉人"), "{kind} says 投诉人 where the name stood");
        hidden(&form(&home, &[kind, "2026-0001", "--text", now[0], now[1]]).out);
    }
    let file = home.path("proposal.docx");
    let path = file.to_str().unwrap();
    form(&home, &["proposal", "2026-0001", "-o", path, now[0], now[1]]).refused(4, "用途");
    assert!(!file.exists());
    let ended = form(&home, &["proposal", "2026-0001", "-o", path, "--reason", "送领导审签", now[0], now[1]]);
    assert_eq!(ended.code, 0, "{}", ended.err);
    let words = words_of(&file);
    assert!(words.contains(NAME) && words.contains(CONTACT), "{words}");
    // Why it was taken out stands where nothing can be erased.
    let named = home.path("named.docx");
    let reason = format!("送{NAME}本人");
    let ended = form(
        &home,
        &["proposal", "2026-0001", "-o", named.to_str().unwrap(), "--reason", &reason, now[0], now[1]],
    );
    ended.refused(4, "改写成“投诉人”");
    assert!(!named.exists());
    // What is shown without a reason is masked.
    hidden(&form(&home, &["proposal", "2026-0001", "--text", now[0], now[1]]).out);
    let export = home.path("export");
    assert_eq!(home.ydt(&["audit", "export", export.to_str().unwrap()]).code, 0);
    let exported: Vec<u8> = if export.is_dir() {
        export.read_dir().unwrap().flat_map(|file| std::fs::read(file.unwrap().path()).unwrap()).collect()
    } else {
        std::fs::read(&export).unwrap()
    };
    let exported = String::from_utf8_lossy(&exported);
    assert!(
        exported.contains("papers_exported") && exported.contains("建纪拟〔2026〕1号"),
        "the batch is an event"
    );
    hidden(&exported);
}

#[test]
fn a_letter_says_for_ever_what_went_out() {
    let home = delivered();
    let letter = || form(&home, &["reply", "2026-0001", "--text", "--now", "2026-03-20T09:00"]).out;
    let before = letter();
    let told: String = before.split_whitespace().collect();
    for part in [
        "关于投诉事项的",
        "您于2026年3月5日来电反映的",
        "等问题，现答复如下：",
        REPLY,
        "感谢您对我们工作",
        "新建村",
        "2026年3月10日",
    ] {
        assert!(told.contains(part), "{part} is missing: {before}");
    }
    for (key, value) in [
        ("phrase.reply_closing", "祝您生活愉快！"),
        ("phrase.reply_opening_other", "您{日期}说的{事项}："),
        ("phrase.reply_unit", "建胜镇人民政府"),
        ("phrase.reply_reviewed_by", "别的单位"),
    ] {
        assert_eq!(home.ydt(&["settings", "set", key, value]).code, 0, "{key}");
    }
    at(
        &home,
        "2026-03-12T09:00",
        &[on_case("correct", &json!({"field": "title", "value": "别的标题", "reason": "写错"}))],
    );
    assert_eq!(letter(), before);
    let form = form(&home, &["reply-form", "2026-0001", "--text", "--now", "2026-03-20T09:00"]).out;
    assert!(!form.contains("别的单位") && form.contains("罗敬安"), "{form}");
}

#[test]
fn a_sentence_that_lacks_its_marks_is_refused_and_another_stands_in_the_next_letter() {
    let home = in_village();
    let odd = home.ydt(&["settings", "set", "phrase.reply_closing", ""]);
    assert_ne!(odd.code, 0);
    let odd = home.ydt(&["settings", "set", "phrase.reply_opening_other", "您{日期}说的："]);
    assert!(odd.err.contains("{事项}"), "{}", odd.err);
    assert_eq!(home.ydt(&["settings", "set", "phrase.paper_number_prefix", "建胜纪"]).code, 0);
    let file = home.path("a.docx");
    let issued =
        form(&home, &["transfer", "2026-0001", "-o", file.to_str().unwrap(), "--now", "2026-03-06T11:00"]);
    assert!(issued.out.contains("建胜纪转〔2026〕1号"), "{}{}", issued.out, issued.err);
    assert_eq!(home.ydt(&["settings", "set", "phrase.paper_number_prefix", "默认"]).code, 0);
    assert_eq!(home.ydt(&["settings", "get", "phrase.paper_number_prefix"]).out.trim(), "");
}

#[test]
fn what_keeps_a_file_from_being_written_leaves_no_half_of_it_and_says_what_became_of_the_number() {
    let home = in_village();
    let now = ["--now", "2026-03-06T11:00"];
    let missing = home.path("nowhere/a.docx");
    let ended = form(&home, &["transfer", "2026-0001", "-o", missing.to_str().unwrap(), now[0], now[1]]);
    assert_ne!(ended.code, 0);
    assert!(ended.err.contains("没有"), "{}", ended.err);
    for (words, told) in [
        (&["letter", "2026-0001"][..], "没有“letter”这种文书"),
        (&["transfer", "2026-0099"][..], "2026-0099"),
        (&["transfer", "2026-0001#reply9"][..], "没有“reply9”这一稿"),
        (&["meeting", "m9"][..], "m9"),
        (&["meeting", "2026-0001"][..], "2026-0001"),
        (&["reply", "2026-0001"][..], "还缺答复意见"),
    ] {
        let ended = form(&home, words);
        assert_ne!(ended.code, 0, "{words:?}");
        assert!(ended.err.contains(told) && ended.err.trim_end().ends_with('。'), "{words:?}: {}", ended.err);
    }
}

/// A meeting over the one case of a town, its record sent for signature.
pub fn met() -> Home {
    let home = in_village();
    let register = json!({
        "command": "register", "title": format!("{NAME}反映路灯不亮"), "content": format!("{NAME}说路灯坏了。"),
        "complained_at": "2026-03-05 09:00", "complainant": NAME, "contact": CONTACT,
    });
    let m1 = |command: &str, more: Value| {
        let mut line = json!({"command": command, "meeting": "m1"});
        for (name, value) in more.as_object().unwrap() {
            line[name] = value.clone();
        }
        line
    };
    let decision = json!({
        "case": "2026-0002", "scope": "matters_list", "kind": "consultation", "field": "other",
        "route": "village", "unit": "新建村", "minutes": "村里当场答应三天修好。",
    });
    at(
        &home,
        "2026-03-06T14:00",
        &[
            register,
            json!({"command": "meeting_prepare", "at": "2026-03-06 14:00", "place": "三楼会议室",
                "host": "罗敬安", "attendees": "谢文渊、外请专家", "cases": "2026-0002"}),
            m1("meeting_run", json!({})),
            m1("meeting_call", json!({"case": "2026-0002"})),
            m1("meeting_decide", decision),
            m1("meeting_confirm", json!({})),
            m1("meeting_record", json!({"opinion": "同意以上研判意见。"})),
            m1("meeting_submit", json!({})),
        ],
    );
    home
}

#[test]
fn the_record_of_a_meeting_is_a_paper_without_who_complains_and_a_signature_makes_it_another() {
    let home = met();
    let now = ["--now", "2026-03-06T16:00"];
    let shown = form(&home, &["meeting", "m1", "--text", now[0], now[1]]);
    for part in [
        "研判会记录表",
        "三楼会议室",
        "罗敬安",
        "谢文渊、外请专家",
        "内容摘要",
        "村里当场答应三天修好",
        "同意以上研判意见",
        "签名",
    ] {
        assert!(shown.out.contains(part), "{part}: {}{}", shown.out, shown.err);
    }
    assert!(shown.err.contains("预览"), "{}", shown.err);
    let (one, two, three) = (home.path("1.docx"), home.path("2.docx"), home.path("3.docx"));
    let write = |file: &Path, now: &str| {
        let ended = form(&home, &["meeting", "m1", "-o", file.to_str().unwrap(), "--now", now]);
        assert_eq!(ended.code, 0, "{}", ended.err);
        ended.out
    };
    assert!(write(&one, "2026-03-06T16:00").contains("已编号 建纪会〔2026〕1号"));
    assert!(write(&two, "2026-03-06T17:00").contains("文号 建纪会〔2026〕1号"));
    assert_eq!(std::fs::read(&one).unwrap(), std::fs::read(&two).unwrap());
    let words = words_of(&one);
    assert!(!words.contains(NAME) && !words.contains(CONTACT) && words.contains("投诉人"), "{words}");
    at(
        &home,
        "2026-03-07T09:00",
        &[json!({"command": "meeting_sign", "meeting": "m1", "as": "xiewenyuan", "opinion": "同意"})],
    );
    assert!(write(&three, "2026-03-07T10:00").contains("已编号 建纪会〔2026〕2号"));
    assert!(words_of(&three).contains("签名：谢文渊"), "{}", words_of(&three));
    let listed = home.ydt(&["numbers", "list", "2026", "--json"]).json();
    assert!(listed.as_array().unwrap().iter().all(|row| row["meeting"] == "m1"), "{listed}");
    assert_eq!(home.ydt(&["verify"]).code, 0);
    home.sql("UPDATE papers SET serial = 9 WHERE serial = 2");
    assert_ne!(home.ydt(&["verify"]).code, 0);
}

#[test]
fn a_record_whose_case_was_sealed_is_printed_no_more() {
    let home = met();
    let file = home.path("a.docx");
    let words = ["meeting", "m1", "-o", file.to_str().unwrap(), "--now", "2026-03-06T16:00"];
    assert_eq!(form(&home, &words).code, 0);
    std::fs::remove_file(&file).unwrap();
    let seal = json!({"command": "seal", "case": "2026-0002", "basis": "managed_above"});
    let ended = home.ydt_with(&["apply", "--now", "2026-03-06T17:00"], &seal.to_string());
    assert_eq!(ended.code, 0, "{}{}", ended.out, ended.err);
    let ended = form(&home, &words);
    assert_ne!(ended.code, 0);
    assert!(ended.err.contains("第1件") && !file.exists(), "{}", ended.err);
}
