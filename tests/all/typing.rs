//! What comes over the line without being a key: replies of the terminal, text pasted without brackets, another
//! encoding. Through the real program on a real terminal.

use std::time::Duration;

use crate::home::Home;
use crate::pty::{Console, PATIENCE};

const ESC: &str = "\x1b";
const CTRL_S: &str = "\x13";
const CTRL_Y: &str = "\x19";

fn opened(home: &Home) -> Console {
    let console = Console::with(&home.database(), &["sandbox"], 110, 32);
    console.wait_for_text("还没有投诉件");
    // The last of the numbers, so that nothing more is to come on the screen.
    console.wait_for_text("审批 0");
    console
}

/// What the screen shows, without the blanks at the ends of its lines.
fn shown(contents: &str) -> Vec<String> {
    contents.lines().map(|line| line.trim_end().to_owned()).collect()
}

/// Proof that the list is in front and takes keys: the help opens over it and goes away again.
fn assert_takes_keys(console: &mut Console, what: &str) {
    console.type_keys("?");
    console.wait_for(&format!("the help after {what}"), |screen| screen.contents().contains("下一章"));
    console.type_keys("q");
    console.wait_for(&format!("the list after {what}"), |screen| screen.contents().contains("还没有投诉件"));
}

#[test]
fn replies_of_the_terminal_do_nothing() {
    let home = Home::practice();
    let mut console = opened(&home);
    let before = shown(&console.screen());
    let replies = [
        "\x1b]0;q\x07",
        "\x1b]11;rgb:1e1e/1e1e/1e1e\x1b\\",
        "\x1b]11;rgb:ffff/ffff/ffff\x07",
        "\x1bP>|XTerm(390)\x1b\\",
        "\x1b_Gi=1;OK\x1b\\",
        "\x1b[?62;22;29c",
        "\x1b[>0;276;0c",
        "\x1b[?2026;2$y",
        "\x1b[12;40R",
        "\x1b[I\x1b[O\x1b[<0;0;0M",
    ];
    for reply in replies {
        console.type_keys(reply);
        assert_takes_keys(&mut console, &reply.escape_default().to_string());
        assert_eq!(shown(&console.screen()), before, "{}", reply.escape_default());
    }
    console.type_keys("q");
    assert!(console.wait_for_end(PATIENCE).success());
}

#[test]
fn nine_thousand_characters_pasted_where_nothing_is_typed_are_not_done() {
    let home = Home::practice();
    let mut console = opened(&home);
    let before = shown(&console.screen());
    // Every one of them would do something here, and most would end the program.
    console.type_keys("qnai1\r".repeat(1500));
    console.wait_for_text("像是粘贴了9000字，没有执行");
    console.type_keys("q\r");
    console.type_keys(ESC);
    console.wait_for("the list as it was", |screen| shown(&screen.contents()) == before);
    assert_takes_keys(&mut console, "the paste");
    assert_eq!(home.cases(), Home::practice().cases());

    // Asked for, the keys are done one after the other; the last of them opens the help.
    console.type_keys(format!("{}?", "jk".repeat(6)));
    console.wait_for_text("像是粘贴了13字");
    console.type_keys(CTRL_Y);
    console.wait_for_text("下一章");
}

#[test]
fn nine_thousand_characters_pasted_into_a_field_without_brackets_arrive_whole() {
    let home = Home::practice();
    let mut console = opened(&home);
    console.type_keys("r");
    console.wait_for_text("投诉内容");
    console.type_keys("低保评定未公示名单");
    console.wait_for_text("低保评定未公示名单");
    console.type_keys("\t");
    console.wait_for_text("第2/16项");
    let lines = "村里低保评定后没有张贴名单，群众多次询问未得到答复，请核查。\r";
    let text = lines.repeat(9000 / lines.chars().count());
    console.type_keys(&text);
    console.settle(Duration::from_millis(500));
    console.type_keys(CTRL_S);
    console.wait_for_text("已保存");
    let newest = home.ydt(&["list", "--json"]).json();
    let number = newest.as_array().unwrap().iter().map(|row| row["case_no"].as_str().unwrap()).max().unwrap();
    let shown = home.ydt(&["show", number, "--json"]).json();
    let kept = shown["content"].as_str().unwrap_or_else(|| panic!("{shown:#}"));
    assert_eq!(kept.trim_end(), text.replace('\r', "\n").trim_end());
}

#[test]
fn bytes_of_another_encoding_do_nothing_and_what_to_set_is_told() {
    let home = Home::practice();
    let mut console = opened(&home);
    let before = shown(&console.screen());
    // Two characters of GBK that end in the bytes of q and n, then é in Latin-1.
    console.type_keys(b"\x81q\x81n");
    console.wait_for_text("终端编码不是 UTF-8");
    let told = console.screen();
    assert!(told.contains("PuTTY") && told.contains("Xshell"), "{told}");
    console.type_keys(ESC);
    console.wait_for("the list without the notice", |screen| shown(&screen.contents()) == before);
    console.type_keys(b"caf\xe9");
    // A key that comes at once would be taken for a part of the same text.
    console.settle(Duration::from_millis(500));
    assert_takes_keys(&mut console, "Latin-1");
    assert_eq!(shown(&console.screen()), before, "it is told once");
}

#[test]
fn what_is_typed_while_the_window_is_too_small_is_kept() {
    let home = Home::practice();
    let mut console = opened(&home);
    console.type_keys("r");
    console.wait_for_text("投诉内容");
    console.resize(20, 5);
    console.wait_for_text("终端太小");
    console.type_keys("低保评定");
    console.type_keys("未公示名单");
    console.resize(110, 32);
    console.wait_for_text("低保评定未公示名单");
    // Elsewhere nothing is kept: nobody sees what such a key would do.
    console.type_keys(ESC);
    console.wait_for_text("还没有投诉件");
    console.resize(20, 5);
    console.wait_for_text("终端太小");
    console.type_keys("r");
    console.settle(Duration::from_millis(300));
    console.resize(110, 32);
    console.wait_for_text("还没有投诉件");
    assert_takes_keys(&mut console, "the small window");
}
