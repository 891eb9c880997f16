//! Many attachments: with 20,000 of them lists, pages and verify stay usable (`YDT_LONG=1`; a hundredth of that as a rule).

use std::time::{Duration, Instant};

use serde_json::json;

use crate::attachments::{register, verified};
use crate::home::{Home, results, rounds};

/// So many files one case has.
const OF_A_CASE: usize = 200;
/// So long may somebody wait for a page, and for the proof of everything; a build that is not optimised reads and hashes
/// many times more slowly than the released one.
const FOR_A_PAGE: Duration = Duration::from_secs(3);
const FOR_THE_PROOF: Duration = Duration::from_mins(2);

fn timed(home: &Home, words: &[&str], longest: Duration) -> String {
    let begun = Instant::now();
    let ended = home.ydt(words);
    let took = begun.elapsed();
    assert_eq!(ended.code, 0, "{words:?}: {}{}", ended.out, ended.err);
    eprintln!("{} took {} ms", words.join(" "), took.as_millis());
    assert!(took < longest, "{words:?} took {took:?}");
    ended.out
}

#[test]
fn many_attachments_leave_lists_pages_and_verify_usable() {
    let home = Home::founded();
    let cases = rounds(1, 100);
    let year = ydt::runtime::clock::WallClock::system().now().date().year();
    let mut lines = String::new();
    for case in 1..=cases {
        register(&home);
        for file in 1..=OF_A_CASE {
            let path = home.write(&format!("{case}-{file}.txt"), format!("第{case}件第{file}个附件"));
            let line =
                json!({"command": "attach", "case": format!("{year}-{case:04}"), "path": path}).to_string();
            lines.push_str(&line);
            lines.push('\n');
        }
    }
    let begun = Instant::now();
    let told = results(&home.ydt_with(&["apply"], &lines));
    assert!(told.iter().all(|line| line["ok"] == true), "{:?}", told.last());
    assert_eq!(told.len(), cases * OF_A_CASE);
    eprintln!("attaching {} files took {} ms", told.len(), begun.elapsed().as_millis());
    let last = format!("{year}-{cases:04}");
    let shown = timed(&home, &["show", &last], FOR_A_PAGE);
    assert_eq!(shown.matches("附件200（文本").count(), 1);
    timed(&home, &["list", "--view", "all"], FOR_A_PAGE);
    timed(&home, &["verify"], FOR_THE_PROOF);
    // One byte in one of them is found.
    let folder = home.path("town.db.attachments");
    let digest = ydt::domain::document::hash::text_hash(&format!("第{cases}件第{OF_A_CASE}个附件"));
    let changed = format!("第{cases}件第{OF_A_CASE}个附什");
    std::fs::write(folder.join(&digest), changed).unwrap();
    let ended = home.ydt(&["verify"]);
    assert!(ended.code == 3 && ended.out.contains("内容不符"), "{}", ended.out);
    std::fs::write(folder.join(&digest), format!("第{cases}件第{OF_A_CASE}个附件")).unwrap();
    verified(&home);
}
