//! The pane of disclosure on a real terminal, by keys alone: submitted, returned, submitted again, signed, published, said
//! to be nothing, checked, linked with a complaint; and nobody who complains is named on any of its screens.

use serde_json::Value;
use ydt::domain::time::Date;

use crate::home::{Home, results};
use crate::pty::Console;

const PLANTED: [&str; 2] = ["周海燕", "13812345678"];

/// The civil day now, as the program reads it.
fn today() -> Date {
    let check = Home::practice().ydt(&["check", "--json"]).json();
    check["now"].as_str().unwrap().split('T').next().unwrap().parse().unwrap()
}

/// A practice town that has been at work for some months, with a monthly matter of one village, a matter per event with
/// one event in each of three villages, and a complaint.
fn three_villages(today: Date) -> Home {
    let home = Home::new();
    let founded = format!("{}T09:00", today.plus_days(-75).unwrap());
    assert_eq!(home.ydt(&["init", "--sandbox", "--now", &founded]).code, 0);
    let last_month = today.first_of_month().yesterday().unwrap().first_of_month();
    let mut lines = vec![
        format!(
            r#"{{"command":"set_matter","name":"村级财务","cycle":"每月","unit":"新建村","since":"{last_month}"}}"#
        ),
        format!(
            r#"{{"command":"set_matter","name":"临时救助","cycle":"5个工作日内","since":"{last_month}"}}"#
        ),
    ];
    for village in ["新建村", "双山村", "群胜村"] {
        lines.push(format!(
            r#"{{"command":"disclosure_event","matter":2,"unit":"{village}","on":"{today}","happened":"火灾"}}"#
        ));
    }
    lines.push(format!(
        r#"{{"command":"register","title":"周海燕反映救助没有公示","content":"周海燕，13812345678。","complained_at":"{today} 00:00","complainant":"周海燕","contact":"13812345678"}}"#
    ));
    let told = results(&home.ydt_with(&["apply"], &lines.join("\n")));
    assert!(told.iter().all(|line| line["ok"] == true), "{told:?}");
    home
}

/// Somebody else takes the console, in the pane of disclosure.
fn become_person(console: &mut Console, name: &str) {
    console.type_keys("\x1bOQ");
    console.wait_for_text("Esc 返回");
    console.type_keys(name);
    console.wait_for_text(&format!("> {name}"));
    console.type_keys("\r");
    console.wait_for_text(&format!("现在以{name}的身份操作"));
    console.type_keys("5");
    console.wait_for_text("网格");
    console.wait_for_text("清单 2");
}

/// Opens the record of the list whose row holds these words.
fn open_row(console: &mut Console, words: &str, shows: &str) {
    console.wait_for_text(words);
    loop {
        let screen = console.screen();
        let place = |is: &dyn Fn(&str) -> bool| screen.lines().skip(4).position(is).unwrap();
        let (here, there) = (place(&|line| line.starts_with('>')), place(&|line| line.contains(words)));
        if here == there {
            break;
        }
        console.type_keys(if here < there { "j" } else { "k" });
        console.wait_for("the next row", |now| now.contents() != screen);
    }
    console.type_keys("\r");
    console.wait_for_text(shows);
}

/// Types into the form that is open and submits it.
fn submit(console: &mut Console, typed: &str, shows: &str) {
    console.type_keys(typed);
    console.wait_for_text(typed);
    console.type_keys("\x13");
    console.wait_for_text(shows);
}

#[test]
fn three_villages_make_public_by_keys_alone_and_nobody_who_complains_is_named() {
    let today = today();
    let home = three_villages(today);
    let mut console = Console::with(&home.database(), &["sandbox"], 120, 36);
    console.wait_for_text("我来办 1");
    become_person(&mut console, "冉启福");
    console.wait_for_text("我要办 2");
    open_row(&mut console, "临时救助", "下一步：提交公示（您来办）");
    console.type_keys("\r");
    console.wait_for_text("公示内容");
    submit(&mut console, "救助一户", "已保存：提交公示内容，送审");
    console.type_keys("q");
    open_row(&mut console, "村级财务", "E 本期无");
    console.type_keys("E");
    console.wait_for_text("本期没有应公开的内容？");
    console.type_keys("\r");
    console.wait_for_text("报“本期无”，送审");

    become_person(&mut console, "谢文渊");
    console.wait_for_text("我要办 2");
    open_row(&mut console, "临时救助", "y 同意  n 退回");
    console.type_keys("n");
    console.wait_for_text("退回原因");
    submit(&mut console, "请补金额", "已审1条，接着审下一条");
    console.wait_for_text("村级财务");
    console.type_keys("y");
    console.wait_for_text("同意“本期无”？");
    console.type_keys("y");
    console.wait_for_text("本期无 ");

    become_person(&mut console, "冉启福");
    open_row(&mut console, "临时救助", "请补金额");
    console.type_keys("\r");
    console.wait_for_text("公示内容");
    submit(&mut console, "3000元", "已保存：提交公示内容，送审");
    become_person(&mut console, "谢文渊");
    open_row(&mut console, "临时救助", "3000元");
    console.type_keys("yy");
    console.wait_for_text("下一步：公开");
    become_person(&mut console, "冉启福");
    open_row(&mut console, "临时救助", "下一步：公开（您来办）");
    console.type_keys("\r");
    console.wait_for_text("公开的地方");
    submit(&mut console, "村公示栏", "已公开 按时");

    become_person(&mut console, "周敏");
    // The village stands first; this month is the next column.
    console.wait_for_text("[网格]");
    console.type_keys("l\r");
    console.wait_for_text("回车抽查是否属实");
    console.type_keys("\r");
    console.wait_for_text("是否属实");
    console.type_keys("1\x13");
    console.wait_for_text("周敏：属实");
    console.type_keys("a");
    console.wait_for_text("关联投诉");
    console.type_keys("关联\r");
    console.wait_for_text("投诉件编号");
    let year = today.year();
    submit(&mut console, &format!("{year}-0001"), "与投诉件");
    console.type_keys("o");
    console.wait_for_text("救助没有公示");
    console.type_keys("q");
    console.wait_for_text("周敏：属实");

    let shown = String::from_utf8_lossy(&console.bytes()).into_owned();
    assert!(PLANTED.iter().all(|name| !shown.contains(name)), "somebody was named");
    let told = home.ydt(&["show", "d2", "--json"]).json();
    let case = home.ydt(&["show", &format!("{year}-0001"), "--json"]).json();
    let states = |code: &str| home.ydt(&["show", code, "--json"]).json()["state"].clone();
    let published = ["d1", "d2", "d3", "d4"].map(states).iter().filter(|it| **it == "published").count();
    assert_eq!(published, 1, "{told}");
    assert_eq!(case["disclosures"].as_array().unwrap().len(), 1);
    assert_eq!(home.ydt(&["verify"]).code, 0);
    console.type_keys("\x03");
}

/// What a row of the list in JSON reads like on the screen, in pieces.
fn pieces(row: &Value) -> Vec<String> {
    let text = |key: &str| row[key].as_str().unwrap_or_default().to_owned();
    let state = match text("state").as_str() {
        "to_do" => "待公示",
        "submitted" => "待审核",
        "nothing" => "本期无",
        other => panic!("{other}"),
    };
    let due = text("due_on");
    let (_, month_day) = due.split_once('-').unwrap();
    vec![text("disclosure"), text("unit"), text("name"), state.to_owned(), month_day.to_owned()]
}

#[test]
fn everything_the_pane_shows_is_what_the_list_tells_in_json() {
    let today = today();
    let home = three_villages(today);
    let last_month = today.first_of_month().yesterday().unwrap().first_of_month();
    let month = |day: Date| format!("{}-{:02}", day.year(), day.month());
    let of_month = |day: Date| home.ydt(&["disclosure", "list", "--month", &month(day), "--json"]).json();
    let monthly = of_month(last_month);
    let first = monthly[0]["disclosure"].as_str().unwrap().to_owned();
    let monthly = monthly.as_array().unwrap().iter().find(|row| row["name"] == "村级财务").unwrap();
    let code = monthly["disclosure"].as_str().unwrap();
    assert!(!first.is_empty());
    let lines = [
        format!(r#"{{"command":"disclosure_none","disclosure":"{code}","on_behalf_of":"冉启福"}}"#),
        format!(
            r#"{{"command":"disclosure_sign","disclosure":"{code}","signer":"谢文渊","signed_on":"{today}"}}"#
        ),
        r#"{"command":"disclosure_submit","disclosure":"d2","text":"一户","on_behalf_of":"龚明远"}"#
            .to_owned(),
    ];
    let told = results(&home.ydt_with(&["apply"], &lines.join("\n")));
    assert!(told.iter().all(|line| line["ok"] == true), "{told:?}");
    let all: Vec<Value> = [last_month, today]
        .into_iter()
        .flat_map(|day| of_month(day).as_array().unwrap().clone())
        .fold(Vec::new(), |mut all, row| {
            if !all.contains(&row) {
                all.push(row);
            }
            all
        });
    assert_eq!(all.len(), 4, "{all:?}");

    let mut console = Console::with(&home.database(), &["sandbox"], 120, 36);
    console.wait_for_text("1收件箱");
    console.type_keys("5");
    console.wait_for_text("[网格]");
    console.wait_for_text("本期无");
    let grid = console.screen();
    console.type_keys("\t");
    console.wait_for_text("[记录 3]");
    let records = console.screen();
    let shown: Vec<&str> = grid.lines().chain(records.lines()).collect();
    for row in &all {
        let pieces = pieces(row);
        let is_shown = |line: &&&str| pieces.iter().all(|piece| line.contains(piece.as_str()));
        assert_eq!(shown.iter().filter(is_shown).count(), 1, "{pieces:?} in\n{grid}\n{records}");
    }
    let numbered = |line: &&&str| {
        let mut words = line.split_whitespace();
        words.any(|word| {
            word.trim_start_matches(['!', '*', '>', '我'])
                .strip_prefix('d')
                .is_some_and(|no| no.parse::<u32>().is_ok())
        })
    };
    assert_eq!(shown.iter().filter(numbered).count(), all.len(), "nothing besides\n{grid}\n{records}");
    let in_grid =
        |village: &str, word: &str| grid.lines().any(|line| line.contains(village) && line.contains(word));
    // Whether that was in time depends on the day of the month.
    assert!(in_grid("新建村", "✓") && in_grid("双山村", "-待审") && in_grid("群胜村", "-待报"), "{grid}");
    console.type_keys("\x03");
}
