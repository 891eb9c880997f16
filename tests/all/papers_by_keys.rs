//! Papers given their numbers by keys alone on a real terminal: of one case, of marked ones, of a meeting.

use crate::home::Home;
use crate::papers::{NAME, form, in_village, met, register};
use crate::pty::Console;

fn console(home: &Home) -> Console {
    let console = Console::with(&home.database(), &["sandbox"], 80, 24);
    console.wait_for_text("0001");
    console
}

#[test]
fn a_paper_gets_its_number_by_keys_and_is_written_where_one_says() {
    let home = in_village();
    let mut console = console(&home);
    console.type_keys("o");
    console.wait_for_text("投诉内容");
    console.type_keys("P");
    console.wait_for_text("[答复意见]");
    for shown in ["[拟办单]", "[答复表]", "[转办单]"] {
        console.type_keys("\t");
        console.wait_for_text(shown);
    }
    console.wait_for_text("预览，还没有编号");
    console.type_keys("\r");
    console.wait_for_text("用哪一稿");
    console.type_keys("\x13");
    console.wait_for_text("文号编出就不收回");
    console.type_keys("\r");
    console.wait_for_text("已编号 建纪转〔");
    console.type_keys("\r");
    console.wait_for_text("内容没有变");
    console.type_keys("S");
    console.wait_for_text("写到（文件夹");
    let place = home.path("out.docx");
    console.type_keys(place.to_str().unwrap());
    console.wait_for_text("out.docx");
    console.type_keys("\r");
    console.wait_for_text("已写到");
    assert!(place.is_file());
    console.type_keys("S");
    console.wait_for_text("写到（文件夹");
    console.type_keys("\r");
    console.wait_for_text("已经存在");
    console.type_keys("\x03");
    assert!(!String::from_utf8_lossy(&console.bytes()).contains(NAME));
    let year = ydt::runtime::clock::WallClock::system().now().date().year().to_string();
    let listed = home.ydt(&["numbers", "list", &year, "--json"]).json();
    assert_eq!(listed.as_array().unwrap().len(), 1, "{listed}");
}

#[test]
fn the_record_of_a_meeting_gets_its_number_by_keys() {
    let home = met();
    let mut console = console(&home);
    console.type_keys("4");
    console.wait_for_text("m1");
    console.type_keys("\r");
    console.wait_for_text("P 看纸面、出文");
    console.type_keys("P");
    console.wait_for_text("预览，还没有编号");
    console.type_keys("\r");
    console.wait_for_text("会议记录出文");
    console.type_keys("\x13");
    console.wait_for_text("文号编出就不收回");
    console.type_keys("\r");
    console.wait_for_text("已编号 建纪会〔");
    console.type_keys("\x03");
    let again = form(&home, &["meeting", "m1", "--text"]);
    assert!(again.out.contains("建纪会〔"), "{}{}", again.out, again.err);
    assert!(register(&home).len() <= 1);
}
