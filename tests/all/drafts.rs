//! Typed text survives whatever ends the session: the next one offers it again.

use std::time::Duration;

use nix::sys::signal::Signal;

use crate::home::Home;
use crate::pty::{Console, PATIENCE};

const GONE_WITHIN: Duration = Duration::from_secs(2);

const CTRL_C: &str = "\x03";

/// A practice town with one case, and a console in whose supplement form something has been typed.
fn typing(home: &Home, text: &str) -> Console {
    let mut console = form(home);
    console.type_keys(text);
    console.wait_for_text(text);
    console
}

fn form(home: &Home) -> Console {
    let mut console = Console::with(&home.database(), &["sandbox"], 110, 32);
    console.wait_for_text("排序");
    console.type_keys("\t");
    console.wait_for_text("[待研判");
    console.wait_for_text("2026-0001");
    console.type_keys("a");
    console.wait_for_text("办理动作  2026-0001");
    console.type_keys("u");
    console.wait_for_text("补充  2026-0001");
    console
}

fn town() -> Home {
    let home = Home::practice();
    let line = r#"{"command":"register","title":"甲","content":"乙","complained_at":"2026-03-05"}"#;
    assert_eq!(home.ydt_with(&["apply", "--now", "2026-11-20T10:00"], line).code, 0);
    home
}

#[test]
fn what_was_typed_comes_back_after_a_dropped_line_and_after_a_signal() {
    type Way = (&'static str, fn(&mut Console));
    let home = town();
    let ways: [Way; 3] = [
        ("SIGHUP", |console| console.signal(Signal::SIGHUP)),
        ("SIGTERM", |console| console.signal(Signal::SIGTERM)),
        ("a dropped line", Console::hang_up),
    ];
    for (way, end) in ways {
        let text = "灯杆也歪了请一并处理";
        let mut console = typing(&home, text);
        end(&mut console);
        assert!(console.wait_for_end(GONE_WITHIN).success(), "{way}");
        let mut console = form(&home);
        console.wait_for_text("未提交的内容");
        console.type_keys("\r");
        console.wait_for_text(text);
        // Committed, so that the next way starts from nothing.
        console.type_keys("\x13");
        console.wait_for_text("已保存");
        console.type_keys("q");
        assert!(console.wait_for_end(PATIENCE).success());
    }
    let shown = home.ydt(&["show", "2026-0001", "--json"]).json();
    let kept =
        shown["history"].as_array().unwrap().iter().filter(|line| line["action"] == "supplement").count();
    assert_eq!((kept, home.ydt(&["verify"]).code), (3, 0));
}

#[test]
fn control_c_asks_before_it_leaves_and_loses_nothing() {
    let home = town();
    let mut console = typing(&home, "还没有写完");
    console.type_keys(CTRL_C);
    console.settle(Duration::from_millis(300));
    let asked = console.screen();
    assert!(asked.contains("退出") || asked.contains("草稿"), "{asked}");
    console.type_keys("\r");
    assert!(console.wait_for_end(PATIENCE).success());
    console.assert_restored();
    let console = form(&home);
    console.wait_for_text("未提交的内容");
}

#[test]
fn a_form_survives_the_smallest_window() {
    let home = town();
    let mut console = typing(&home, "窗口变小也不丢");
    console.resize(20, 5);
    // Until the small window was drawn, the form behind it would still take keys and its text still stand there.
    console.wait_for_text("终端太小");
    console.type_keys("。");
    console.resize(110, 32);
    console.wait_for_text("窗口变小也不丢");
    console.type_keys("\x13");
    console.wait_for_text("已保存");
    assert!(home.ydt(&["show", "2026-0001"]).out.contains("窗口变小也不丢"));
}
