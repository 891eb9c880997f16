//! Walks through the real program on a practice town, by keys alone: every key has to be named on the screen at the
//! moment in which it is pressed, and a walk counts them. What has to be typed into a field counts too, letter by letter.

use std::any::Any;
use std::collections::BTreeMap;
use std::fs::OpenOptions;
use std::io::Write as _;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use nix::unistd::{User, geteuid};
use ydt::office::{Office, Practice};

use crate::pty::Console;
use crate::town::at;

/// A working day on which the practice town has overdue, due and approaching cases.
pub const NOW: &str = "2026-11-25 10:00";

const SIZE: (u16, u16) = (80, 24);

/// What stands behind a number and makes it a count and not a key.
const COUNTED: &str = "件天字行页份年月日个条项点人次稿";

/// Someone at the console who knows nothing but what the screen says.
pub struct Walk {
    console: Console,
    pressed: Vec<String>,
    /// Kept so long as the program works in it.
    _home: Rc<dyn Any>,
}

impl Walk {
    /// On a console at home in this folder that shows these words.
    pub fn on(console: Console, home: Rc<dyn Any>, shows: &str) -> Self {
        console.wait_for_text(shows);
        Self { console, pressed: Vec::new(), _home: home }
    }

    /// In the full practice town, in which whoever runs this is the commission's operator.
    pub fn in_practice_town(shows: &str) -> Self {
        let home = tempfile::tempdir().unwrap();
        let path = practice_town(home.path());
        Self::on(sandbox(&path), Rc::new(home), shows)
    }

    /// The same with the cursor on the row of a case; going there is no part of the walk.
    pub fn at_case(piece: &str, shows: &str) -> Self {
        let mut walk = Self::in_practice_town("我来办");
        walk.console.type_keys(format!("/{piece}"));
        walk.console.wait_for_text(&format!("筛选 {piece}"));
        walk.console.wait_for_text(shows);
        walk.console.type_keys("\r");
        walk.console.wait_for_text("办下一步");
        walk
    }

    /// The same as another person of the town; changing to them is no part of the walk.
    pub fn as_person(name: &str, shows: &str) -> Self {
        let mut walk = Self::in_practice_town("演练库");
        walk.console.type_keys("\x1bOQ");
        walk.console.wait_for_text("切换身份");
        walk.console.type_keys(name);
        walk.console.wait_for(name, |screen| screen.contents().matches(name).count() > 1);
        walk.console.type_keys("\r");
        walk.console.wait_for_text(&format!("现在以{name}的身份操作"));
        walk.console.wait_for_text(shows);
        walk
    }

    /// Presses a key that the screen names, and waits until these words stand where they did not stand before.
    pub fn press(&mut self, key: &str, shows: &str) -> &mut Self {
        let before = self.console.screen();
        assert!(!before.contains(shows), "“{shows}” stands there before {key} is pressed:\n{before}");
        self.send(key);
        self.console.wait_for_text(shows);
        self
    }

    /// Types into the field in which the cursor stands, or where the screen says that typing finds, and waits until
    /// these words stand on the screen.
    pub fn type_text(&mut self, text: &str, shows: &str) -> &mut Self {
        self.console.wait_for("a cursor in a field", |screen| {
            !screen.hide_cursor() || screen.contents().contains("打字找")
        });
        self.pressed.extend(text.chars().map(String::from));
        self.console.type_keys(text);
        self.console.wait_for_text(shows);
        self
    }

    /// Types a name into the field in which the cursor stands; walks don't count names.
    pub fn name(&mut self, name: &str) -> &mut Self {
        self.console.wait_for("a cursor in a field", |screen| !screen.hide_cursor());
        self.console.type_keys(name);
        self.console.wait_for_text(name);
        // What comes right behind it would be taken for a part of a paste.
        self.console.settle(Duration::from_millis(50));
        self
    }

    /// Presses a key that the screen names.
    pub fn key(&mut self, key: &str) -> &mut Self {
        self.send(key);
        self
    }

    /// Waits until these words stand on the screen.
    pub fn sees(&mut self, words: &str) -> &mut Self {
        self.console.wait_for_text(words);
        self
    }

    /// How many keys were pressed; fails when it is more than allowed, naming them.
    pub fn took_at_most(&self, keys: usize) {
        assert!(self.pressed.len() <= keys, "{} keys: {}", self.pressed.len(), self.pressed.join(" "));
    }

    fn send(&mut self, key: &str) {
        let screen = self.console.screen();
        assert!(is_named(&screen, key), "nothing on the screen names the key {key}:\n{screen}");
        self.pressed.push(key.to_owned());
        self.console.type_keys(bytes(key));
    }
}

/// A whole practice town in this folder, founded by whoever runs the tests.
pub fn practice_town(home: &Path) -> PathBuf {
    let path = home.join("practice.db");
    practice_town_of(&User::from_uid(geteuid()).unwrap().unwrap().name, NOW, &path);
    path
}

/// Files of towns, by login and moment.
type Made = BTreeMap<(String, String), Arc<Vec<u8>>>;

/// A whole practice town as it is at this moment, founded by whoever has this login. It is made once, and every test has a
/// copy of its own.
pub fn practice_town_of(login: &str, now: &str, path: &Path) {
    static MADE: Mutex<Made> = Mutex::new(BTreeMap::new());
    let make = || {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("practice.db");
        drop(Office::create_practice(&path, login, Practice::Busy, "test", at(now)).unwrap());
        Arc::new(std::fs::read(path).unwrap())
    };
    let key = (login.to_owned(), now.to_owned());
    let town = MADE.lock().unwrap().entry(key).or_insert_with(make).clone();
    let mut copy = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path).unwrap();
    copy.write_all(&town).unwrap();
}

fn sandbox(path: &Path) -> Console {
    let now = NOW.replace(' ', "T");
    Console::with(path, &["--now", &now, "sandbox"], SIZE.0, SIZE.1)
}

/// What a terminal sends for a key by the name that hints give it.
fn bytes(key: &str) -> String {
    let sent = match key {
        "Enter" => "\r",
        "Esc" => "\x1b",
        "Tab" => "\t",
        "Space" => " ",
        "PgDn" => "\x1b[6~",
        "PgUp" => "\x1b[5~",
        "上" => "\x1b[A",
        "下" => "\x1b[B",
        "F2" => "\x1bOQ",
        other => {
            return other.strip_prefix("Ctrl-").map_or_else(
                || other.to_owned(),
                |letter| letter.chars().map(|c| char::from(c as u8 & 0x1f)).collect(),
            );
        }
    };
    sent.to_owned()
}

/// Whether the screen names a key: by itself, with what it does right behind it.
fn is_named(screen: &str, key: &str) -> bool {
    screen.lines().any(|line| {
        line.match_indices(key).any(|(place, _)| {
            let (before, at) = line.split_at(place);
            let behind = at.strip_prefix(key).unwrap_or_default();
            let before = before.chars().next_back();
            let apart = before.is_none_or(|c| !c.is_ascii_alphanumeric() && c != '-' && c != ':');
            let words = behind.strip_prefix(' ').unwrap_or(behind);
            let says = words.chars().next().is_some_and(|c| !c.is_ascii() && !COUNTED.contains(c));
            apart && says
        })
    })
}

#[test]
fn a_key_is_named_where_what_it_does_stands_right_behind_it() {
    let hints = " 1收件箱 42  !超期8   Enter 办下一步 o 案件（w 一次催完）  Ctrl-s 提交";
    for key in ["1", "Enter", "o", "w", "Ctrl-s"] {
        assert!(is_named(hints, key), "{key}");
    }
    for key in ["2", "8", "s", "a", "4", "Esc"] {
        assert!(!is_named(hints, key), "{key}");
    }
    assert!(!is_named("还剩3天，共21件", "3"), "a count is no key");
}

#[test]
fn a_leader_signs_three_papers_with_six_keys() {
    let mut walk = Walk::as_person("罗敬安", "同意：签在这一稿上");
    for _ in 0..3 {
        walk.press("y", "选定").press("Enter", "已保存：");
    }
    walk.sees("4/9 已签3").took_at_most(6);
}

#[test]
fn a_paper_is_returned_with_four_keys() {
    let mut walk = Walk::as_person("罗敬安", "同意：签在这一稿上");
    walk.press("n", "选定").press("Enter", "提交").press("Ctrl-s", "已保存：");
    walk.took_at_most(4);
}

#[test]
fn a_case_is_found_by_three_digits_with_five_keys() {
    let mut walk = Walk::in_practice_town("我来办");
    walk.press("/", "可写").type_text("093", "筛选 093").press("Enter", "办下一步");
    walk.sees("公益性岗位三个月未发工资");
    walk.took_at_most(5);
}

#[test]
fn from_the_start_one_key_begins_the_next_act_of_the_most_urgent_case() {
    let mut walk = Walk::in_practice_town("我来办");
    walk.press("Enter", "Ctrl-s 提交");
    walk.took_at_most(3);
}

#[test]
fn a_case_is_found_among_the_commands_by_a_piece_of_its_title() {
    let mut walk = Walk::in_practice_town("我来办");
    walk.press(":", "也可输入编号")
        .type_text("未发工资", "2026-0093 ")
        .press("Enter", "刘家坝社区公益性岗位");
    walk.took_at_most(6);
}

#[test]
fn everything_that_is_late_with_others_is_urged_with_three_keys() {
    let mut walk = Walk::in_practice_town("我来办");
    walk.press("w", "件都催办？").press("Enter", "批量催办：");
    walk.took_at_most(3);
}

#[test]
fn whoever_holds_things_up_is_urged_from_the_dashboard_with_three_keys() {
    let mut walk = Walk::in_practice_town("我来办");
    walk.press("3", "谁手里压着").press("w", "手里超期和今日到期的都催办？").press("Enter", "批量催办：");
    walk.took_at_most(3);
}

#[test]
fn a_new_case_is_with_its_unit_after_seven_keys() {
    let mut walk = Walk::at_case("093", "公益性岗位三个月未发工资");
    walk.press("Enter", "1监督事项清单")
        .press("1", "[1监督事项清单]")
        .press("2", "[2非咨询类]")
        .press("2", "[2村（社区）办理]")
        .press("1", "[1刘家坝社区]")
        .press("Ctrl-s", "确认：")
        .press("Enter", "已保存：");
    walk.sees("下一步：签收").sees("可以告诉投诉人：最迟").took_at_most(8);
}
