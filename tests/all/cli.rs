//! The command line as scripts meet it: exit codes, one Chinese sentence for everything that cannot be done, and
//! nothing changed by what was refused.

use std::process::{Command, Stdio};

use serde_json::Value;

use crate::home::{Home, results};

const SAMPLE: &str = "平台编号,投诉时间,投诉事项名称,投诉内容\n\
    P1,2026-03-05 14:20,低保未公示,村里没有张贴名单\n\
    P2,2026-03-06 09:00,路灯不亮,村口路灯坏了半年\n";

#[test]
fn without_a_terminal_the_console_says_so_and_makes_nothing() {
    let home = Home::new();
    for words in [&[][..], &["sandbox"], &["sandbox", "--reset"]] {
        home.ydt(words).refused(2, "终端");
    }
    assert!(!home.database().exists());
}

#[test]
fn a_database_that_is_missing_foreign_or_newer_is_told_apart_and_left_alone() {
    let home = Home::new();
    home.ydt(&["list"]).refused(6, "ydt init");
    home.write("town.db", "这不是数据库".repeat(100));
    let before = std::fs::read(home.database()).unwrap();
    let ended = home.ydt(&["list"]);
    assert!([3, 6].contains(&ended.code) && ended.err.lines().count() == 1, "{}", ended.err);
    assert_eq!(std::fs::read(home.database()).unwrap(), before);

    let home = Home::founded();
    home.sql("PRAGMA user_version = 999; PRAGMA wal_checkpoint(TRUNCATE);");
    let before = std::fs::read(home.database()).unwrap();
    for words in [&["list"][..], &["verify"], &["check"], &["org", "export"]] {
        home.ydt(words).refused(7, "升级");
    }
    assert_eq!(std::fs::read(home.database()).unwrap(), before);
}

#[test]
fn a_login_that_is_mapped_to_nobody_sees_nothing() {
    let home = Home::founded();
    home.sql("UPDATE people SET login = 'somebody-else';");
    for words in [&["list"][..], &["verify"], &["check"], &["show", "2026-0001"]] {
        home.ydt(words).refused(4, "登录");
    }
}

#[test]
fn files_that_cannot_be_imported_are_refused_in_one_sentence_and_add_nothing() {
    let home = Home::founded();
    nix::unistd::mkfifo(&home.path("fifo"), nix::sys::stat::Mode::S_IRWXU).unwrap();
    let fifo = home.path("fifo").to_str().unwrap().to_owned();
    let table = [
        (home.0.path().to_str().unwrap().to_owned(), "文件夹"),
        (fifo, "管道"),
        ("/dev/null".to_owned(), "设备"),
        ("没有这个文件.csv".to_owned(), "找不到"),
        (home.write("a.pdf", "%PDF-1.7\n%\u{e2}\n1 0 obj"), "没有导入"),
        (home.write("b.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1rest"), "没有导入"),
        (home.write("c.html", "<html><table>"), "没有导入"),
        (home.write("d.csv", b"\xff\xff\xff,\x80\n"), "没有导入"),
        (home.write("e.csv", "平台编号,标题\nP1,x\n"), "投诉时间"),
        (home.write("f.csv", "标题,标题,投诉时间,内容\nx,y,2026-03-05,z\n"), "标题"),
        (home.write("g.zip", b"PK\x03\x04rest"), "没有导入"),
        (home.write("h.csv", ""), "没有导入"),
    ];
    for (path, word) in table {
        home.ydt(&["import", &path]).refused(5, word);
    }
    home.ydt(&["import", "--encoding", "latin1", "x"]).refused(2, "编码");
    assert_eq!(home.cases(), 0);
}

#[test]
fn a_broken_row_is_named_and_put_aside_while_the_others_go_in() {
    let home = Home::founded();
    let text = format!("{SAMPLE}P3,2026-13-45,坏日期,内容\n");
    let path = home.write("push.csv", text);
    let preview = home.ydt(&["import", "--dry-run", "--json", &path]);
    assert_eq!((preview.code, home.cases()), (5, 0));
    let strict = home.ydt(&["import", "--strict", &path]);
    assert_eq!((strict.code, home.cases()), (5, 0), "{}", strict.out);

    let ended = home.ydt(&["import", "--json", &path]);
    let report = ended.json();
    assert_eq!((ended.code, home.cases()), (5, 2));
    assert_eq!(report["new"], 2);
    assert_eq!(report["rows"], 3);
    assert_eq!(report["faulty"][0]["row"], 4);
    assert_eq!(report["faulty"][0]["column"], "投诉时间");
    let rejected = std::fs::read_to_string(home.path("push.csv.rejected.csv")).unwrap();
    assert!(rejected.starts_with('\u{feff}') && rejected.contains("坏日期") && !rejected.contains("路灯"));

    let mended = rejected.replace("2026-13-45", "2026-03-07");
    std::fs::write(home.path("push.csv.rejected.csv"), mended).unwrap();
    let mended = home.path("push.csv.rejected.csv");
    assert_eq!(home.ydt(&["import", mended.to_str().unwrap()]).code, 0);
    assert_eq!(home.cases(), 3);
    let again = home.ydt(&["import", &path]);
    assert_eq!((again.code, home.cases()), (5, 3));
    // The corrections made in the first rejected file are still there.
    assert!(std::fs::read_to_string(mended).unwrap().contains("2026-03-07"));
}

#[test]
fn commands_run_in_order_until_one_is_refused() {
    let home = Home::practice();
    let lines = concat!(
        r#"{"command":"register","title":"甲","content":"乙","complained_at":"2026-03-05 09:00","platform_no":"P9"}"#,
        "\n\n",
        r#"{"case":"$last","command":"assess","scope":"matters_list","kind":"consultation","field":"other","route":"village","unit":"新建村"}"#,
        "\n",
        r#"{"case":{"platform_no":"P9"},"command":"accept"}"#,
        "\n",
        r#"{"case":"$last","command":"accept"}"#,
        "\n",
        r#"{"case":"$last","command":"transfer"}"#,
        "\n",
    );
    let now = ["--now", "2026-03-06T10:00"];
    let ended = home.ydt_with(&["apply", now[0], now[1]], lines);
    let told = results(&ended);
    assert_eq!((ended.code, told.len()), (4, 4), "{}{}", ended.out, ended.err);
    assert_eq!(told[0]["events"], serde_json::json!(["registered", "clock_started"]));
    assert_eq!((told[2]["line"].as_u64(), told[2]["stage"].as_str()), (Some(4), Some("acceptance")));
    assert_eq!((told[3]["ok"].as_bool(), told[3]["line"].as_u64()), (Some(false), Some(5)));
    assert_eq!(told[3]["refusal"]["code"], "wrong_stage");
    assert!(told[3]["refusal"]["field"].is_null());

    let on = r#"{"case":"P9","command":"accept"}
{"case":"P9","command":"transfer"}"#;
    let ended = home.ydt_with(&["apply", "--keep-going", now[0], now[1]], on);
    let told = results(&ended);
    assert_eq!((ended.code, &told[0]["ok"], &told[1]["ok"]), (4, &Value::Bool(false), &Value::Bool(true)));

    let shown = home.ydt(&["show", "P9", "--json", now[0], now[1]]).json();
    assert_eq!(shown["stage"], "transfer");
    assert_eq!(shown["clocks"][1]["due_on"], "2026-03-11");
    assert_eq!(home.ydt(&["verify"]).code, 0);
}

#[test]
fn all_or_nothing_leaves_nothing_when_the_last_line_is_refused() {
    let home = Home::practice();
    let lines = concat!(
        r#"{"command":"register","title":"甲","content":"乙","complained_at":"2026-03-05 09:00"}"#,
        "\n",
        r#"{"case":"$last","command":"transfer"}"#,
    );
    let ended = home.ydt_with(&["apply", "--atomic"], lines);
    let told = results(&ended);
    assert_eq!((ended.code, told.len(), home.cases()), (4, 2, 0));
    assert!(told.iter().all(|line| line["ok"] == false), "{}", ended.out);
}

#[test]
fn acting_for_another_and_another_time_are_for_practice_only() {
    let real = Home::founded();
    real.ydt(&["list", "--now", "2026-03-06"]).refused(2, "演练库");
    let line =
        r#"{"command":"register","as":"root","title":"甲","content":"乙","complained_at":"2026-03-05"}"#;
    let told = results(&real.ydt_with(&["apply"], line));
    assert_eq!(told[0]["refusal"]["code"], "not_permitted");
    assert_eq!(real.cases(), 0);

    let practice = Home::practice();
    let town = practice.ydt(&["org", "export"]).out;
    let secretary = town
        .split("[[person]]")
        .find(|person| person.contains("discipline_secretary"))
        .and_then(|person| person.lines().find_map(|line| line.strip_prefix("login = ")))
        .unwrap();
    let line = line.replace("\"root\"", secretary);
    let told = results(&practice.ydt_with(&["apply"], &line));
    assert_eq!(told[0]["refusal"]["code"], "not_permitted", "a secretary registers nothing");
    let told = results(&practice.ydt_with(&["apply"], &line.replace(secretary, "\"nobody-here\"")));
    assert_eq!(told[0]["refusal"]["code"], "not_permitted");
}

#[test]
fn lines_that_cannot_be_read_are_faulty_input_and_not_a_refusal() {
    let home = Home::founded();
    for line in ["{", "[]", r#"{"command":"accept","command":"accept"}"#] {
        let ended = home.ydt_with(&["apply"], line);
        assert_eq!((ended.code, &results(&ended)[0]["ok"]), (5, &Value::Bool(false)), "{line}");
    }
    home.ydt(&["apply", "没有.jsonl"]).refused(5, "找不到");
}

#[test]
fn a_check_tells_timers_by_its_exit_code() {
    let home = Home::practice();
    let line = r#"{"command":"register","title":"甲","content":"乙","complained_at":"2026-03-02 09:00"}"#;
    assert_eq!(home.ydt_with(&["apply", "--now", "2026-03-02T10:00"], line).code, 0);
    let check = |day: &str| home.ydt(&["check", "--json", "--now", day]);
    assert_eq!(check("2026-03-02T11:00").code, 0);
    let due = check("2026-03-05T11:00");
    assert_eq!((due.code, due.json()["due"][0]["level"].as_str()), (1, Some("due_today")));
    assert_eq!(due.json()["new_alerts"], 1);
    assert_eq!(check("2026-03-05T12:00").json()["new_alerts"], 0);
    let quiet = home.ydt(&["check", "--quiet", "--now", "2026-03-06"]);
    assert_eq!((quiet.code, quiet.out.as_str(), quiet.err.as_str()), (1, "", ""));
}

#[test]
fn an_edited_event_is_named_by_verify() {
    let home = Home::founded();
    let path = home.write("push.csv", SAMPLE);
    assert_eq!(home.ydt(&["import", &path]).code, 0);
    let sound = home.ydt(&["verify", "--json"]);
    let head = format!("{}:{}", sound.json()["events"], sound.json()["head"].as_str().unwrap());
    assert_eq!(home.ydt(&["verify", "--anchor", &head]).code, 0);
    assert_eq!(home.ydt(&["verify", "--anchor", &head.replacen(':', "9:", 1)]).code, 3);
    home.sql(
        "DROP TRIGGER events_are_never_changed;
         UPDATE events SET body = replace(body, 'P2', 'P3') WHERE position = 7 AND body LIKE '%P2%';",
    );
    let edited = home.ydt(&["verify", "--json"]);
    assert_eq!((edited.code, &edited.json()["ok"]), (3, &Value::Bool(false)));
    assert_eq!(edited.json()["first_bad"]["seq"], 7, "{}", edited.out);
}

#[test]
fn an_organisation_goes_out_and_comes_back_and_a_faulty_one_names_its_line() {
    let home = Home::founded();
    let text = home.ydt(&["org", "export"]).out;
    let same = home.write("org.toml", &text);
    assert_eq!(home.ydt(&["org", "import", &same]).code, 0);
    assert_eq!(home.ydt(&["org", "export"]).out, text);
    let faulty = home.write("faulty.toml", format!("{text}\n[[unit]]\nname = \"新村\"\nkind = \"town\"\n"));
    home.ydt(&["org", "import", &faulty]).refused(5, "行：没有“town”");
    let nobody = home.write("nobody.toml", "");
    assert_eq!(home.ydt(&["org", "import", &nobody]).code, 0, "what a file does not name stays");
    home.ydt(&["org", "import", &nobody, "--complete"]).refused(4, "系统管理员");
    assert_eq!(home.ydt(&["org", "export"]).out, text);
}

#[test]
fn a_reader_that_goes_away_ends_the_program_quietly() {
    let home = Home::founded();
    let mut child = Command::new(env!("CARGO_BIN_EXE_ydt"))
        .args(["help", "apply"])
        .env("HOME", home.0.path())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!((output.status.code(), output.stderr.as_slice()), (Some(0), &b""[..]));
}

#[test]
fn control_characters_of_a_complaint_never_reach_the_terminal() {
    let home = Home::founded();
    let nasty = "题\u{1b}]0;x\u{7}\u{9b}2J\u{202e}目";
    let path = home.write("n.csv", format!("投诉时间,投诉事项名称,投诉内容\n2026-03-05,{nasty},{nasty}\n"));
    let texts = [
        home.ydt(&["import", &path]),
        home.ydt(&["list"]),
        home.ydt(&["list", "--json"]),
        home.ydt(&["show", "2026-0001"]),
        home.ydt(&["show", "2026-0001", "--json"]),
        home.ydt(&["show", nasty]),
        home.ydt(&["list", "--view", nasty]),
    ];
    for ended in &texts {
        let text = format!("{}{}", ended.out, ended.err);
        assert!(!text.contains(['\u{1b}', '\u{7}', '\u{9b}', '\u{202e}']), "{text:?}");
    }
    assert_eq!(texts[2].json()[0]["title"], nasty, "code point for code point");
}

/// The keys that `interfaces.md` promises; more may stand beside them.
fn assert_keys(value: &Value, promised: &str) {
    for key in promised.split_whitespace() {
        assert!(value.get(key).is_some(), "{key} is missing in {value}");
    }
}

#[test]
fn the_json_shapes_hold_every_promised_key() {
    let home = Home::practice();
    let at = ["--now", "2026-03-06T10:00"];
    let path = home.write("push.csv", SAMPLE);
    let import = home.ydt(&["import", "--json", &path, at[0], at[1]]).json();
    assert_keys(&import, "file sha256 encoding rows new known supplement faulty");
    let lines = concat!(
        r#"{"case":"P1","command":"assess","scope":"matters_list","kind":"consultation","field":"other","route":"party_committee","unit":"财政办公室"}"#,
        "\n",
        r#"{"case":"P1","command":"accept"}"#,
        "\n",
        r#"{"case":"P1","command":"propose","text":"拟请财政办公室调查核实并答复。"}"#,
        "\n",
        r#"{"case":"P1","command":"submit","document":"proposal"}"#,
    );
    let applied = home.ydt_with(&["apply", at[0], at[1]], lines);
    assert_eq!(applied.code, 0, "{}{}", applied.out, applied.err);

    let row = "case_no platform_no title stage kind route unit field village key_matters received_at complainant \
        clocks repeat_of mirrored";
    let listed = home.ydt(&["list", "--json", at[0], at[1]]).json();
    let first = listed.as_array().unwrap().iter().find(|row| row["platform_no"] == "P1").unwrap();
    assert_keys(first, row);
    assert_eq!(first["received_at"], "2026-03-06T10:00:00+08:00");
    assert_keys(
        &first["clocks"][0],
        "clock started_on limit unit due_on original_due_on remaining level provisional extensions stopped_on verdict",
    );

    let shown = home.ydt(&["show", "P1", "--json", at[0], at[1]]).json();
    assert_keys(&shown, row);
    assert_keys(
        &shown,
        "content respondent method source materials scope documents evaluation links history actions",
    );
    assert_keys(&shown["respondent"], "name unit_position rank");
    assert_keys(&shown["materials"], "main_pages attachments");
    assert_keys(&shown["documents"][0], "kind version text hash state steps");
    assert_keys(
        &shown["documents"][0]["steps"][0],
        "position person people as_deputy_for decision opinion signed_on on_paper recorded_by label meeting meeting_on \
         by_meeting own_draft",
    );
    assert_keys(&shown["history"][0], "seq at actor action summary hash");
    assert_keys(&shown["actions"][0], "command allowed refusal");
    let check = home.ydt(&["check", "--json", "--now", "2026-03-10"]).json();
    assert_keys(&check, "now due new_alerts missing_calendar_years undecided");
    assert_keys(&check["due"][0], "case_no id turn round clock level due_on remaining extension_pending");
    assert_keys(&home.ydt(&["verify", "--json"]).json(), "ok events head first_bad");
}

#[test]
fn a_refused_file_stands_in_the_record() {
    let home = Home::founded();
    let events = || home.ydt(&["verify", "--json"]).json()["events"].as_u64().unwrap();
    let path = home.write("e.csv", "平台编号,标题\nP1,x\n");
    let before = events();
    assert_eq!(home.ydt(&["import", "--dry-run", &path]).code, 5);
    assert_eq!(events(), before);
    assert_eq!(home.ydt(&["import", &path]).code, 5);
    assert_eq!(events(), before + 1);
}

#[test]
fn a_row_is_sealed_from_the_command_line_and_its_text_is_not_listed() {
    let home = Home::founded();
    let path = home.write("push.csv", SAMPLE);
    let wrong = home.ydt(&["import", "--seal", "9", &path]);
    assert_eq!((wrong.code, home.cases()), (4, 0), "{}", wrong.err);
    let ended = home.ydt(&["import", "--json", "--seal", "2", &path]);
    assert_eq!((ended.code, ended.json()["sealed"].as_u64()), (0, Some(1)), "{}", ended.err);
    let listed = home.ydt(&["list", "--json"]);
    assert!(listed.out.contains("（已封存）") && !listed.out.contains("低保未公示"), "{}", listed.out);
    assert_eq!(home.ydt(&["verify"]).code, 0);
}

#[test]
fn a_platform_list_is_compared_without_being_imported() {
    let home = Home::founded();
    let path = home.write("push.csv", SAMPLE);
    home.ydt(&["import", &path]);
    let theirs = "平台编号,投诉时间,投诉事项名称,投诉内容,状态\n\
        P2,2026-03-06 09:00,路灯不亮,村口路灯坏了半年,已受理\n\
        P3,2026-03-05 09:00,井盖缺失,没有井盖,已受理\n";
    let list = home.write("list.csv", theirs);
    let ended = home.ydt(&["import", "--reconcile", "--json", &list]);
    let found = ended.json();
    assert_eq!(ended.code, 0, "{}", ended.err);
    assert_eq!(found["only_there"][0]["platform_no"], "P3");
    assert_eq!(found["only_here"][0]["platform_no"], "P1");
    assert_eq!(found["different"][0]["platform_no"], "P2");
    let text = home.ydt(&["import", "--reconcile", &list]);
    assert!(text.out.contains("仅平台有 1，仅本镇有 1，两边不同 1"), "{}", text.out);
    assert_eq!(home.cases(), 2);
    assert_eq!(home.ydt(&["import", "--reconcile", "--dry-run", &list]).code, 2);
}

#[test]
fn the_list_tells_what_is_not_yet_on_the_platform_and_what_is_a_likely_repeat() {
    let home = Home::founded();
    let rows = "平台编号,投诉时间,投诉事项名称,投诉内容,联系电话\n\
        P1,2026-03-05 14:20,低保未公示,村里没有张贴名单,13800001111\n\
        P2,2026-03-06 09:00,路灯不亮,村口路灯坏了半年,13800001111\n";
    let report = home.ydt(&["import", "--json", &home.write("push.csv", rows)]).json();
    assert_eq!(report["repeats"], 1);
    let assess = r#"{"case":"2026-0001","command":"assess","scope":"matters_list","kind":"consultation","field":"other","route":"commission"}"#;
    let year = home.ydt(&["list", "--json"]).json()[0]["case_no"]
        .as_str()
        .unwrap()
        .split('-')
        .next()
        .unwrap()
        .to_owned();
    let script = format!("{assess}\n{{\"case\":\"2026-0001\",\"command\":\"accept\"}}\n")
        .replace("2026-", &format!("{year}-"));
    let applied = home.ydt_with(&["apply"], &script);
    assert_eq!(applied.code, 0, "{}{}", applied.out, applied.err);
    let waiting = home.ydt(&["list", "--view", "unmirrored", "--json"]).json();
    assert_eq!(waiting.as_array().unwrap().len(), 1);
    assert_eq!((&waiting[0]["platform_no"], &waiting[0]["unmirrored"]), (&"P1".into(), &"acceptance".into()));
    assert_eq!(waiting[0]["mirrored"], serde_json::json!([]));
    let shown = home.ydt(&["show", "P2", "--json"]).json();
    assert_eq!(shown["repeat_of"], format!("{year}-0001"));
    assert_eq!(shown["links"][0]["reason"], "same_phone");
}

#[test]
fn a_deputy_is_named_by_a_leader_and_by_nobody_else() {
    let home = Home::founded();
    let words = ["org", "delegate", "--deputy", "王芳", "--from", "2026-01-01", "--until", "2099-01-01"];
    assert_eq!(home.ydt(&words).code, 4);
    let org = home.ydt(&["org", "export"]).out;
    let org = org.replacen("\"administrator\"", "\"administrator\", \"discipline_secretary\"", 1)
        + "\n[[person]]\nname = \"王芳\"\nlogin = \"wangfang\"\npositions = [\"principal_leader\"]\n";
    let imported = home.ydt(&["org", "import", &home.write("org.toml", org)]);
    assert_eq!(imported.code, 0, "{}", imported.err);
    assert_eq!(home.ydt(&words).code, 4, "a delegation lasts a year at most");
    let today = ydt::runtime::clock::WallClock::system().now().date();
    let (from, until) = (today.to_string(), today.plus_days(9).unwrap().to_string());
    let words = ["org", "delegate", "--deputy", "王芳", "--from", &from, "--until", &until];
    let ended = home.ydt(&words);
    assert_eq!(ended.code, 0, "{}", ended.err);
    assert!(ended.err.contains("已授权王芳代签"), "{}", ended.err);
    assert_eq!(home.ydt(&words).code, 4, "the same again is nothing new");
    assert_eq!(home.ydt(&["verify"]).code, 0);
}
