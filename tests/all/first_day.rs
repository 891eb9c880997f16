//! The first day of a town: from no database at all to the first case with its unit, without leaving the console and
//! by nothing but what the screen says.

use std::rc::Rc;

use crate::pty::Console;
use crate::walks::Walk;

/// A console where there is no database yet.
fn nothing_yet() -> Walk {
    let home = tempfile::tempdir().unwrap();
    let console = Console::with(&home.path().join("town.db"), &[], 80, 24);
    Walk::on(console, Rc::new(home), "第一次使用")
}

#[test]
fn a_town_of_three_units_and_five_people_transfers_its_first_case_with_sixty_keys_and_the_names() {
    let mut walk = nothing_yet();
    walk.name("建胜镇").press("Tab", "第2/3项").name("大渡口区").press("Tab", "第3/3项");
    walk.name("周敏").press("Enter", "登记科室和村（社区）");
    walk.name("新建村").key("Enter").name("四胜社区").key("Enter").name("社会事务办公室");
    walk.press("Ctrl-s", ">! 镇纪委书记");
    // Who holds a post, and which post lacks somebody then.
    let posts = [
        ("李敏", ">! 镇主要领导"),
        ("陈立", ">! 承办人      新建村"),
        ("王平", ">! 联系领导    新建村"),
        ("陈立", ">! 承办人      四胜社区"),
        ("赵强", ">! 联系领导    四胜社区"),
        ("陈立", ">! 承办人      社会事务办公室"),
    ];
    for (name, next) in posts {
        walk.press("Enter", "Esc 取消").name(name).press("Enter", next);
    }
    walk.press("1", "还没有投诉件").press("r", "手工登记来电");
    walk.type_text("路灯不亮", "路灯不亮")
        .press("Tab", "第2/16项")
        .type_text("村口的灯坏了。", "村口的灯坏了。");
    walk.press("Ctrl-s", "下一步：研判（您来办）").press("Enter", "1监督事项清单");
    walk.press("1", "[1监督事项清单]").press("2", "[2非咨询类]").press("6", "[6集体");
    walk.press("2", "[2村（社区）办理]").press("1", "[1新建村]").press("Ctrl-s", "确认：");
    walk.press("Enter", "已保存：转办").sees("下一步：签收（新建村）").took_at_most(60);
}
