//! Nothing that stands in a complaint, an opinion or a name can steer a terminal: not a byte of it that controls
//! or hides reaches one, from whatever screen, list, report or error.

use serde_json::json;

use crate::home::Home;
use crate::pty::Console;

/// A title to set, text to clear, colours, a mouse mode that we never ask for, 8-bit controls, text turned around,
/// text that does not show, a tag, a byte-order mark.
const NASTY: &str = "题\u{1b}]0;PWNED\u{7}\u{1b}[2J\u{1b}[?1003h\u{1b}P1\u{1b}\\\u{9b}31m\u{90}x\u{9c}\u{202e}反\u{2066}\u{200b}\u{200d}\u{feff}\u{e0041}\u{8}\u{7f}尾";

/// Sixty characters, as long as a name may be, with marks that climb and one emoji.
const UNIT: &str = "新建村龘龘龘龘龘龘龘龘龘龘龘龘龘龘龘龘龘龘龘龘龘龘龘龘龘龘龘龘龘龘龘龘龘龘龘龘龘龘龘龘龘龘龘a\u{301}\u{302}\u{303}\u{304}👍村";

/// What none of our own output ever holds.
fn assert_harmless(bytes: &[u8], what: &str) {
    let text = String::from_utf8_lossy(bytes);
    for mine in ["\u{1b}]", "\u{1b}P", "\u{1b}_", "\u{1b}^", "\u{1b}[?1003", "\u{1b}X"] {
        assert!(!text.contains(mine), "{what}: {mine:?} came through");
    }
    let found = text.chars().find(|c| {
        matches!(c, '\u{7}' | '\u{7f}' | '\u{80}'..='\u{9f}' | '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{e0000}'..='\u{e007f}')
    });
    let around = found
        .and_then(|c| text.split(c).next().map(|before| before.chars().rev().take(120).collect::<String>()));
    let around = around.map(|before| before.chars().rev().collect::<String>());
    assert_eq!(found, None, "{what} after {around:?}");
    // Whatever begins with ESC is ours: colours, positions, modes, the save and restore of the cursor.
    for piece in text.split('\u{1b}').skip(1) {
        assert!(piece.starts_with(['[', '7', '8', '=', '>', '(']), "{what}: ESC {:?}", piece.get(..4));
    }
}

/// A practice town whose units, people, complaints, opinions and notes are as bad as they can be made.
fn town() -> Home {
    let home = Home::practice();
    // Names leave byte for byte in the organisation's file, so what hides is refused on its way in.
    let org = home.ydt(&["org", "export"]).out;
    for hidden in
        ["新\u{202e}建村", "新\u{200b}建村", "新建村\u{2066}", "新\\u001B建村", "\\u009B建村", "新\u{e0041}"]
    {
        let path = home.write("org.toml", org.replace("新建村", hidden));
        let ended = home.ydt(&["org", "import", &path]);
        ended.refused(5, "看不见的控制字符");
        assert_harmless(ended.err.as_bytes(), "org import");
    }
    // One that does not hide comes through as it is.
    let path = home.write("org.toml", org.replace("新建村", UNIT));
    assert_eq!(home.ydt(&["org", "import", &path]).code, 0);
    let long = "长".repeat(10_000);
    let register = |title: &str, content: &str, number: &str| {
        json!({"command": "register", "title": title, "content": content, "complained_at": "2026-03-05",
            "platform_no": number, "complainant": format!("{NASTY}某"), "contact": "1\u{1b}[2J38", "respondent": NASTY,
            "respondent_unit_position": NASTY, "method": NASTY, "source": NASTY, "as": "zhoumin"})
    };
    let lines = [
        register(NASTY, NASTY, "P1"),
        json!({"case": "P1", "command": "assess", "scope": "matters_list", "kind": "non_consultation", "field": "other",
            "route": "village", "unit": UNIT, "note": NASTY, "as": "zhoumin"}),
        json!({"case": "P1", "command": "supplement", "text": NASTY, "as": "zhoumin"}),
        json!({"case": "P1", "command": "correct", "field": "content", "value": format!("{NASTY}再"), "reason": NASTY, "as": "zhoumin"}),
        register("医保\u{202e}报销", &long, "P2"),
        json!({"case": "P2", "command": "assess", "scope": "matters_list", "kind": "non_consultation", "field": "medical",
            "route": "party_committee", "unit": "社会事务办公室", "key_matters": ["livelihood"], "as": "zhoumin"}),
        json!({"case": "P2", "command": "accept", "as": "zhoumin"}),
        json!({"case": "P2", "command": "propose", "text": NASTY.replace('题', "文"), "as": "suwanqing"}),
        json!({"case": "P2", "command": "submit", "document": "proposal", "as": "suwanqing"}),
        json!({"case": "P2", "command": "sign", "opinion": NASTY, "as": "luojingan"}),
    ];
    let lines: Vec<String> = lines.iter().map(ToString::to_string).collect();
    let ended = home.ydt_with(&["apply", "--keep-going"], &lines.join("\n"));
    let done = ended.out.matches("\"ok\":true").count();
    assert!(done >= 8, "{}{}", ended.out, ended.err);
    assert_harmless(format!("{}{}", ended.out, ended.err).as_bytes(), "apply");
    home
}

#[test]
fn no_command_passes_on_what_controls_a_terminal() {
    let home = town();
    let row = |title: &str| {
        format!("投诉时间,投诉事项名称,投诉内容,{NASTY}\n2026-03-05,{title},容,x\n坏,{title},容,{NASTY}\n")
    };
    let import = home.write("n\u{1b}[2J\u{202e}.csv", row(NASTY));
    let dated = home.write("dated.csv", format!("投诉时间,投诉事项名称,投诉内容\n{NASTY},题,容\n"));
    let toml = home.write(
        "bad.toml",
        format!("town = \"x\"\n[[unit]]\nname = \"a\"\nkind = \"{}\"\n", "\\u202E\\u001B"),
    );
    for words in [
        &["list"][..],
        &["list", "--json"],
        &["show", "P1"],
        &["show", "P2"],
        &["show", "P1", "--json"],
        &["show", "P2", "--json"],
        &["check", "--now", "2026-12-30"],
        &["check", "--json", "--now", "2026-12-30"],
        &["import", "--dry-run", &import],
        &["import", &import],
        &["import", "--json", &import],
        &["import", &dated],
        &["import", &format!("{import}{NASTY}")],
        &["org", "export"],
        &["org", "import", &toml],
        &["org", "import", NASTY],
        &["show", NASTY],
        &["list", "--view", NASTY],
        &["list", "--search", NASTY],
        &["verify", "--anchor", NASTY],
        &["verify"],
        &["calendar", "due", NASTY, "3"],
        &["apply", NASTY],
        &[NASTY],
        &["--db", NASTY, "list"],
        &["list", "--now", NASTY],
        &["help", NASTY],
    ] {
        let ended = home.ydt(words);
        assert_harmless(format!("{}{}", ended.out, ended.err).as_bytes(), &format!("{words:?}"));
    }
    let ended = home.ydt_with(
        &["apply", "--keep-going"],
        &json!({"command": NASTY, "case": NASTY, NASTY: NASTY}).to_string(),
    );
    assert_harmless(format!("{}{}", ended.out, ended.err).as_bytes(), "a command of that name");
}

#[test]
fn no_screen_passes_on_what_controls_a_terminal() {
    let home = town();
    let import = home.write(
        "a\u{1b}[2J\u{202e}.csv",
        format!("投诉时间,投诉事项名称,投诉内容\n2026-03-05,{NASTY},{NASTY}\n坏,x,y\n"),
    );
    let quiet = std::time::Duration::from_millis(60);
    for (columns, rows) in [(110, 32), (80, 24)] {
        let mut console = Console::with(&home.database(), &["sandbox"], columns, rows);
        console.wait_for_text("排序");
        // Every view, every page of both cases, the menus and forms, the search, the palette, alerts, help, people.
        let ways = [
            "\t",
            "\t",
            "\t",
            "\t",
            "\t",
            "\t",
            "\t",
            "\t\t",
            "g",
            "\r",
            "\t",
            "\t",
            "\t",
            "\t",
            "\t",
            "G",
            "g",
            "a",
            "bc",
            "\r",
            "\x1b",
            "\x1b",
            "]",
            "\t",
            "\t",
            "\t",
            "\t",
            "G",
            "a",
            "\x1b",
            "/",
            "题\r",
            "\x1b",
            "\x1b",
            "\x1b",
            "/",
            "题\r",
            "\x1b",
            " ",
            "a",
            "\x1b",
            "u",
            ":",
            "\x1b",
            "!",
            "\x1b",
            "?",
            "\x1b",
            "\x06",
            "P1\r",
            "a",
            "c",
            "\r",
            "\x1b",
            "\x1b",
            "\x1b",
            "r",
            "\x1b[200~粘\x1b]0;PWNED\x07\u{202e}贴\x1b[201~",
            "\x1b",
            "\x1b",
        ];
        for keys in ways {
            console.type_keys(keys);
            console.settle(quiet);
        }
        let sent = console.bytes();
        assert_harmless(&sent, "the console");
        // A walk that met nothing bad would prove nothing.
        let sent = String::from_utf8_lossy(&sent);
        for mark in ["<1B>", "<202E>", "<200B>", "<9B>"] {
            assert!(sent.contains(mark), "{mark} was never met");
        }
    }
    let mut console = Console::with(&home.database(), &["sandbox"], 110, 32);
    console.wait_for_text("排序");
    console.type_keys("i");
    console.wait_for_text("<1B>");
    console.type_keys("/");
    console.settle(quiet);
    console.type_keys("\x15");
    console.type_keys(home.0.path().to_str().unwrap());
    console.type_keys("\r");
    console.settle(quiet);
    for keys in ["G", "k", "\r", "\r", "\r"] {
        console.type_keys(keys);
        console.settle(quiet);
    }
    assert_harmless(&console.bytes(), "the import");
    assert!(std::path::Path::new(&import).exists());
}
