//! Huge files and inputs without an end: each is refused in a sentence, soon and within little memory.

use std::fs::File;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::home::{Ended, Home};

/// Runs the program with less memory than the inputs have, and with an end to the time it may compute.
fn within_bounds(home: &Home, words: &[&str], input: Stdio) -> Ended {
    let shell = "ulimit -v 700000; ulimit -t 60; exec \"$0\" \"$@\"";
    let output = Command::new("/bin/sh")
        .args(["-c", shell, env!("CARGO_BIN_EXE_ydt")])
        .args(words)
        .env_clear()
        .env("HOME", home.0.path())
        .env("YDT_DB", home.database())
        .stdin(input)
        .output()
        .unwrap();
    Ended {
        code: output.status.code().unwrap_or(-1),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

#[test]
fn a_file_of_five_gigabytes_is_refused_wherever_one_is_read() {
    let home = Home::founded();
    let huge = home.write("huge.csv", "");
    File::options().write(true).open(&huge).unwrap().set_len(5 << 30).unwrap();
    for (words, why) in [
        (vec!["org", "import", &huge], "超过 64 MiB，什么也没有做"),
        (vec!["calendar", "load", "--yes", &huge], "超过 64 MiB，什么也没有做"),
        (vec!["import", &huge], "超过 256 MiB"),
        (vec!["apply", &huge], "没有尽头，后面的行没有办"),
        (vec!["apply", "--atomic", &huge], "没有尽头，全部没有办"),
    ] {
        within_bounds(&home, &words, Stdio::null()).refused(5, why);
    }
    let none = Home::new();
    let words = ["init", "--town", "镇", "--district", "区", "--org", &huge];
    within_bounds(&none, &words, Stdio::null()).refused(5, "超过 64 MiB，什么也没有做");
    assert!(!none.database().exists());
    assert_eq!(home.cases(), 0);
}

#[test]
fn an_input_without_an_end_is_refused_by_every_command_that_reads_one() {
    let home = Home::founded();
    for (words, why) in [
        (vec!["org", "import", "-"], "超过 64 MiB，什么也没有做"),
        (vec!["calendar", "load", "--yes", "-"], "超过 64 MiB，什么也没有做"),
        (vec!["apply", "--keep-going", "-"], "没有尽头，后面的行没有办"),
        (vec!["apply", "--atomic", "-"], "没有尽头，全部没有办"),
        (vec!["calendar", "due", "--batch"], "没有尽头，后面的行没有推算"),
    ] {
        let zeros = File::open(Path::new("/dev/zero")).unwrap();
        within_bounds(&home, &words, zeros.into()).refused(5, why);
    }
}

#[test]
fn lines_without_an_end_are_not_collected_for_one_transaction() {
    let home = Home::founded();
    for line in ["", "{}", &"x".repeat(100_000)] {
        let mut lines = Command::new("yes").arg(line).stdout(Stdio::piped()).spawn().unwrap();
        let input = lines.stdout.take().unwrap();
        let ended = within_bounds(&home, &["apply", "--atomic"], input.into());
        // It ends by itself when nobody reads; this is for the case that somebody still did.
        let _ended_already = lines.kill();
        lines.wait().unwrap();
        ended.refused(5, "全部没有办；请分成几个文件");
    }
}
