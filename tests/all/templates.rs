//! The office's own templates: exported, changed as a word processor changes them, imported, and used for papers until
//! the built-in layout is.

use std::collections::BTreeMap;
use std::io::{Cursor, Read as _, Write as _};

use serde_json::Value;
use zip::write::SimpleFileOptions;

use crate::home::{Home, results};

const NOW: [&str; 2] = ["--now", "2026-11-24T10:00"];

/// A town with so many cases that were transferred, 2026-0001 and so on.
fn town(cases: usize) -> Home {
    let home = Home::practice();
    let one = concat!(
        r#"{"command":"register","title":"低保评定没有公示","content":"名单没有贴出来。\n我问过三次。","complained_at":"2026-11-20 09:00","complainant":"何桂香","contact":"13812345678"}"#,
        "\n",
        r#"{"case":"$last","command":"assess","scope":"matters_list","kind":"consultation","field":"other","route":"village","unit":"新建村"}"#,
        "\n",
        r#"{"case":"$last","command":"accept"}"#,
        "\n",
        r#"{"case":"$last","command":"transfer"}"#,
        "\n",
    );
    let ended = home.ydt_with(&["apply", NOW[0], NOW[1]], &one.repeat(cases));
    assert_eq!(ended.code, 0, "{} {}", ended.out, ended.err);
    home
}

fn parts(bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut read = |place: usize| {
        let mut part = archive.by_index(place).unwrap();
        let mut bytes = Vec::new();
        part.read_to_end(&mut bytes).unwrap();
        (part.name().unwrap().into_owned(), bytes)
    };
    let count = zip::ZipArchive::new(Cursor::new(bytes)).unwrap().len();
    (0..count).map(&mut read).collect()
}

fn text(bytes: &[u8], name: &str) -> String {
    let found = parts(bytes).into_iter().find(|(part, _)| part == name).unwrap();
    String::from_utf8(found.1).unwrap()
}

/// The same archive with another text in its body.
fn with_body(bytes: &[u8], change: impl Fn(String) -> String) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, mut part) in parts(bytes) {
        if name == "word/document.xml" {
            part = change(String::from_utf8(part).unwrap()).into_bytes();
        }
        zip.start_file(name, SimpleFileOptions::default()).unwrap();
        zip.write_all(&part).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// The exported transfer note with words of the office's own over it.
fn own(home: &Home, words: &str) -> Vec<u8> {
    let path = home.path("内置.docx");
    if !path.exists() {
        assert_eq!(home.ydt(&["template", "export", "transfer", path.to_str().unwrap()]).code, 0);
    }
    let said = format!(
        "<w:p><w:r><w:t>{words}{{{{案件</w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>编号}}}}</w:t></w:r></w:p>"
    );
    with_body(&std::fs::read(path).unwrap(), |body| body.replacen("<w:body>", &format!("<w:body>{said}"), 1))
}

fn form(home: &Home, case: &str, file: &str) -> Vec<u8> {
    let path = home.path(file);
    let ended = home.ydt(&["form", "transfer", case, "-o", path.to_str().unwrap(), NOW[0], NOW[1]]);
    assert_eq!(ended.code, 0, "{}", ended.err);
    std::fs::read(path).unwrap()
}

#[test]
fn papers_are_made_from_the_template_in_force_when_they_are_issued_and_stay_so() {
    let home = town(3);
    let built_in = form(&home, "2026-0001", "1.docx");
    let first = home.write("模板甲.docx", own(&home, "甲"));
    let ended = home.ydt(&["template", "import", "transfer", &first, NOW[0], NOW[1]]);
    assert!(ended.code == 0 && ended.err.contains("模板甲.docx"), "{}", ended.err);
    let made = form(&home, "2026-0002", "2.docx");
    let body = text(&made, "word/document.xml");
    assert!(body.contains(">甲</w:t>") && body.contains(">2026-0002</w:t>"), "{body}");
    assert!(!body.contains("{{") && body.contains("我问过三次。") && !body.contains("何桂香"), "{body}");
    let foot = parts(&made).into_iter().find(|(name, _)| name.starts_with("word/footer")).unwrap().1;
    assert!(String::from_utf8(foot).unwrap().contains("建纪转〔2026〕2号"));

    let second = home.write("模板乙.docx", own(&home, "乙"));
    assert_eq!(home.ydt(&["template", "import", "transfer", &second, NOW[0], NOW[1]]).code, 0);
    assert_eq!(form(&home, "2026-0002", "2b.docx"), made, "another template since");
    assert_eq!(form(&home, "2026-0001", "1b.docx"), built_in, "issued without one");
    let list = home.ydt(&["template", "list", "--json"]).json();
    let of_transfer = list.as_array().unwrap().iter().find(|row| row["kind"] == "transfer").unwrap();
    assert_eq!(
        (&of_transfer["own"]["name"], &of_transfer["own"]["version"]),
        (&"模板乙.docx".into(), &2.into())
    );
    assert!(of_transfer["fields"].as_array().unwrap().iter().any(|field| field["name"] == "主要内容"));

    let exported = home.ydt(&["template", "export", "transfer", home.path("用着的.docx").to_str().unwrap()]);
    assert_eq!(exported.code, 0, "{}", exported.err);
    assert_eq!(std::fs::read(home.path("用着的.docx")).unwrap(), std::fs::read(&second).unwrap());
    assert_eq!(home.ydt(&["template", "reset", "transfer", NOW[0], NOW[1]]).code, 0);
    home.ydt(&["template", "reset", "transfer", NOW[0], NOW[1]]).refused(4, "内置版式");
    let plain = text(&form(&home, "2026-0003", "3.docx"), "word/document.xml");
    assert!(!plain.contains(">乙</w:t>"), "{plain}");
    assert_eq!(form(&home, "2026-0002", "2c.docx"), made, "after the built-in layout was taken again");
    assert_eq!(home.ydt(&["verify"]).code, 0);
}

#[test]
fn templates_are_in_backups_and_a_changed_one_is_found() {
    let home = town(2);
    let ended = home.ydt_fed(&["template", "import", "transfer", "-", NOW[0], NOW[1]], &own(&home, "甲"));
    assert_eq!(ended.code, 0, "{}", ended.err);
    let made = form(&home, "2026-0001", "1.docx");
    let backup = home.path("备份.db");
    assert_eq!(home.ydt(&["backup", backup.to_str().unwrap()]).code, 0);
    home.sql("UPDATE template_files SET bytes = x'00'");
    let verified = home.ydt(&["verify"]);
    assert!(verified.code == 3 && verified.out.contains("模板"), "{} {}", verified.out, verified.err);
    let again = home.path("1b.docx");
    let ended = home.ydt(&["form", "transfer", "2026-0001", "-o", again.to_str().unwrap(), NOW[0], NOW[1]]);
    assert!(ended.code != 0 && !again.exists(), "{}", ended.err);
    let restored = home.ydt(&["restore", backup.to_str().unwrap(), "--force"]);
    assert_eq!(restored.code, 0, "{}", restored.err);
    assert_eq!(form(&home, "2026-0001", "1c.docx"), made);
    home.sql("UPDATE templates SET in_force = 0");
    assert_eq!(home.ydt(&["verify"]).code, 3);
}

#[test]
fn what_is_no_template_is_refused_in_one_sentence_and_changes_nothing() {
    let home = town(1);
    let good = own(&home, "甲");
    let events = || home.ydt(&["verify", "--json"]).json()["events"].clone();
    let before = events();
    let bad: BTreeMap<&str, (Vec<u8>, &str)> = BTreeMap::from([
        ("无此栏目.docx", (with_body(&good, |body| body.replace("承办单位}}", "承办人}}")), "{{承办人}}")),
        ("文字.docx", (b"not a docx".to_vec(), "不是 docx")),
        ("空.docx", (Vec::new(), "不是 docx")),
        ("太大.docx", (vec![b'x'; (5 << 20) + 1], "5 MiB")),
        ("半个.docx", (good.iter().take(good.len() / 2).copied().collect(), "不是 docx")),
    ]);
    for (name, (bytes, word)) in &bad {
        let path = home.write(name, bytes);
        home.ydt(&["template", "import", "transfer", &path, NOW[0], NOW[1]]).refused(4, word);
        home.ydt_fed(&["template", "import", "transfer", "-", NOW[0], NOW[1]], bytes).refused(4, word);
    }
    home.ydt(&["template", "import", "transfer", "/dev/zero", NOW[0], NOW[1]]).refused(4, "普通文件");
    home.ydt(&["template", "import", "transfer", "/none.docx", NOW[0], NOW[1]]).refused(4, "找不到");
    home.ydt(&["template", "import", "card-x", "/none.docx", NOW[0], NOW[1]]).refused(2, "没有“card-x”");
    assert_eq!(events(), before);

    let taken = home.write("已有.docx", "别的");
    home.ydt(&["template", "export", "transfer", &taken]).refused(6, "已经存在");
    assert_eq!(std::fs::read(&taken).unwrap(), "别的".as_bytes());
    home.ydt(&["template", "export", "transfer", "/none/x.docx"]).refused(6, "写不到");

    let path = home.write("好.docx", &good);
    let line = |path: &str| serde_json::json!({"command": "set_template", "kind": "transfer", "path": path});
    let told = results(&home.ydt_with(&["apply", NOW[0], NOW[1]], &line("/none.docx").to_string()));
    assert_eq!((&told[0]["ok"], &told[0]["refusal"]["field"]), (&Value::Bool(false), &"path".into()));
    let told = results(&home.ydt_with(&["apply", NOW[0], NOW[1]], &line(&path).to_string()));
    assert_eq!(told[0]["events"], serde_json::json!(["template_set"]), "{}", told[0]);
}
