//! Two whole stories by keys alone, day by day and person by person (`domain.md` §10): a wrong turn found late, and a
//! complaint about the town's only operator. The same stories by `apply` stand beside them in `routes` and `recusal`.

use std::rc::Rc;

use nix::unistd::{User, geteuid};
use serde_json::{Value, json};

use ydt::domain::case::stage::Stage;
use ydt::office::{CaseName, Office};

use crate::home::Home;
use crate::pty::Console;
use crate::town::at;
use crate::walks::Walk;

const ORG: &str = include_str!("../scripts/org.toml");

const REPLY: &str = "经核实，您反映的低保金发放问题属实，代领的三千一百元已责令退还本人，有关问题线索已移送上级纪检监察机关，处理结果将依规公开。";

const REPLY_ABOUT_TEA: &str =
    "您反映的问题已核实：专人收受茶叶一盒属实，已责令退还并批评教育，后续由其他同志办理，感谢监督。";

/// A town in which whoever runs this is 张宁, its only operator.
struct Days(Rc<Home>);

impl Days {
    fn new() -> Self {
        let home = Home::new();
        let login = User::from_uid(geteuid()).unwrap().unwrap().name;
        let org = home.write("org.toml", ORG.replace("zhangning", &login));
        let founded = home.ydt(&["--now", "2026-11-02 08:30", "init", "--sandbox", "--org", &org]);
        assert_eq!(founded.code, 0, "{}", founded.err);
        Self(Rc::new(home))
    }

    fn ydt(&self, words: &[&str]) -> String {
        let ended = self.0.ydt(words);
        assert_eq!(ended.code, 0, "{words:?}: {}", ended.err);
        ended.out
    }

    /// The console on this day, with 张宁 before it.
    fn on(&self, now: &str) -> Walk {
        let console = Console::with(&self.0.database(), &["--now", now, "sandbox"], 80, 24);
        Walk::on(console, self.0.clone(), "低保未公示")
    }

    /// The same before there is any complaint.
    fn on_empty(&self, now: &str) -> Walk {
        let console = Console::with(&self.0.database(), &["--now", now, "sandbox"], 80, 24);
        Walk::on(console, self.0.clone(), "还没有投诉件")
    }

    /// The same with somebody else of the town before it.
    fn on_as(&self, now: &str, name: &str) -> Walk {
        let mut walk = self.on(now);
        become_person(&mut walk, name);
        walk.sees("低保未公示");
        walk
    }

    /// The case as 张宁's script reads it.
    fn case(&self) -> Value {
        serde_json::from_str(&self.ydt(&["show", "2026-0001", "--json"])).unwrap()
    }
}

fn become_person(walk: &mut Walk, name: &str) {
    walk.press("F2", "切换身份（演练库）").type_text(name, &format!("首字母: {name}"));
    walk.press("Enter", &format!("现在以{name}的身份操作"));
}

#[test]
fn a_village_case_found_to_be_corruption_is_taken_back_filed_and_closed_by_keys() {
    let days = Days::new();
    let complaint = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/scripts/complaint.csv");
    days.ydt(&["--now", "2026-11-02 09:00", "import", complaint]);

    let mut walk = days.on("2026-11-02 09:30");
    walk.press("Enter", "1监督事项清单").press("1", "[1监督事项清单]").press("2", "[2非咨询类]");
    walk.press("5", "[5民政]").press("2", "[2村（社区）办理]").press("1", "[1新建村]");
    walk.press("Ctrl-s", "确认：").press("Enter", "已保存：");
    become_person(&mut walk, "王秀");
    walk.sees("低保未公示").press("Enter", "代办").press("Ctrl-s", "已保存：签收");
    drop(walk);

    let mut walk = days.on_as("2026-11-05 09:00", "王秀");
    walk.press("Enter", "写清向谁核实").type_text("低保金由村文书代领，去向不清。", "去向不清");
    walk.press("Ctrl-s", "已保存：核实情况");
    drop(walk);

    let mut walk = days.on("2026-11-06 09:00");
    walk.press("o", "Tab 下一页").press("a", "办理动作").press("3", "收回改办的理由");
    walk.type_text("村文书涉嫌侵占低保金，应由镇纪委办理。", "应由镇纪委办理").press("Tab", "第2/2项");
    walk.type_text("同意收回，由镇纪委办理。", "同意收回")
        .press("Tab", "第3/")
        .type_text("11-06", "最迟11月11日转办");
    walk.press("Ctrl-s", "收回后承办单位不再看到本件").press("Enter", "已保存：收回改办");
    walk.sees("> 下一步：研判");
    walk.press("Enter", "拟承办单位").press("3", "[3腐败和作风问题]");
    walk.press("1", "[1镇纪委办理]");
    walk.press("Ctrl-s", "已保存：研判");
    walk.sees("> 下一步：转办").press("Enter", "[1镇纪委]").press("Ctrl-s", "确认：");
    walk.press("Enter", "已保存：转办");
    drop(walk);

    let mut walk = days.on("2026-11-09 09:00");
    walk.press("Enter", "写清向谁核实").type_text("查明代领七笔共三千一百元，未交给本人。", "未交给本人");
    walk.press("Ctrl-s", "已保存：核实情况");
    walk.sees("> 下一步：拟答复")
        .press("a", "办理动作")
        .type_text("移送", "找：移送")
        .press("Enter", "带*的必填");
    walk.type_text("村文书代领低保金七笔未交本人，涉嫌侵占。", "涉嫌侵占").press("Ctrl-s", "已保存：");
    walk.sees("> 下一步：送审").press("Enter", "换成投诉人").press("Ctrl-s", "已保存：");
    signs(&mut walk, "周敏");
    drop(walk);

    let mut walk = days.on("2026-11-10 09:00");
    signs(&mut walk, "陈立");
    become_person(&mut walk, "张宁");
    walk.sees("低保未公示")
        .press("Enter", "只写正文")
        .type_text(REPLY, "处理结果将依规公开")
        .press("Ctrl-s", "已保存：拟答复");
    walk.sees("> 下一步：送审").press("Enter", "换成投诉人").press("Ctrl-s", "已保存：送审");
    signs(&mut walk, "周敏");
    signs(&mut walk, "陈立");
    become_person(&mut walk, "张宁");
    walk.sees("低保未公示").press("Enter", "*答复方式").press("2", "[2电话]").press("Ctrl-s", "确认：");
    walk.press("Enter", "已保存：答复");
    walk.sees("> 下一步：评价").press("Enter", "*满意度").press("1", "[1满意]").press("1", "[1解决]");
    walk.press("Ctrl-s", "已保存：评价");
    drop(walk);

    let mut walk = days.on("2026-11-12 09:00");
    walk.press("o", "> 下一步：登记备案").press("Enter", "*备案编号").type_text("区纪备〔2026〕12号", "12号");
    walk.press("Tab", "第2/").type_text("11-11", "11-11").press("Ctrl-s", "已保存：登记备案");
    walk.sees("> 下一步：办结")
        .press("Enter", "回访记录")
        .press("Ctrl-s", "确认：")
        .press("Enter", "已保存：办结");
    drop(walk);

    let case = days.case();
    let turns: Vec<Value> = case["turns"]
        .as_array()
        .unwrap()
        .iter()
        .map(|turn| {
            json!([
                turn["unit"],
                turn["route"],
                turn["from"],
                turn["until"],
                turn["ended"],
                turn["days_used"]
            ])
        })
        .collect();
    let wanted = [
        json!(["新建村", "village", "2026-11-02", "2026-11-06", "taken_back", 4]),
        json!(["镇纪委", "commission", "2026-11-06", "2026-11-12", "closed", 4]),
    ];
    assert_eq!(turns, wanted);
    let clocks: Vec<(&str, &str)> = case["clocks"]
        .as_array()
        .unwrap()
        .iter()
        .map(|clock| (clock["clock"].as_str().unwrap(), clock["verdict"].as_str().unwrap()))
        .collect();
    let (on_time, cancelled) = ("on_time", "cancelled");
    let wanted = [("triage", on_time), ("handling", cancelled), ("triage", on_time), ("handling", on_time)];
    assert_eq!(clocks, wanted);
    assert_eq!(case["filing"], json!({"number": "区纪备〔2026〕12号", "filed_on": "2026-11-11"}));
    assert_eq!((&case["stage"], &case["next_step"]), (&json!("closure"), &Value::Null));
    let history = case["history"].as_array().unwrap();
    let said = |words: &str| history.iter().any(|line| line["summary"].as_str().unwrap().contains(words));
    assert!(said("已用4个工作日") && said("须于11-11前重新转办"), "{history:#?}");
    days.ydt(&["verify"]);
}

#[test]
fn a_complaint_about_the_only_operator_is_handled_to_its_end_by_keys() {
    let days = Days::new();
    let mut walk = days.on_empty("2026-11-02 09:00");
    walk.press("r", "*投诉内容").type_text("专人收受茶叶", "专人收受茶叶").press("Tab", "第2/16项");
    walk.type_text("镇纪委专人收了村里的茶叶，请核实处理。", "请核实处理");
    for field in 3..=9 {
        walk.press("Tab", &format!("第{field}/16项"));
    }
    walk.type_text("张宁", "被投诉人            张宁").press("Ctrl-s", "已保存");
    become_person(&mut walk, "周敏");
    walk.sees("我来办").press("Enter", "1监督事项清单").press("3", "[3腐败和作风问题]");
    walk.press("2", "[2非咨询类]").press("7", "[7其他]");
    walk.press("1", "[1镇纪委办理]").press("Ctrl-s", "✗ 投诉反映的是镇纪委的人员");
    walk.type_text("由本委办理，专人回避。", "专人回避").press("Ctrl-s", "确认：").press("Enter", "已保存：");
    walk.sees("> 下一步：核实情况").press("1", "我来办").sees("核实情况");
    walk.press("Enter", "写清向谁核实").type_text("收受茶叶一盒属实，已退还。", "已退还");
    walk.press("Ctrl-s", "已保存：核实情况").sees("> 下一步：拟答复").press("Enter", "只写正文");
    walk.type_text(REPLY_ABOUT_TEA, "感谢监督").press("Ctrl-s", "已保存：拟答复");
    walk.sees("> 下一步：送审").press("Enter", "换成投诉人").press("Ctrl-s", "已保存：送审");
    walk.press("2", "同意：签在这一稿上").press("y", "选定").press("Enter", "已保存：审签同意");
    signs(&mut walk, "陈立");
    become_person(&mut walk, "周敏");
    walk.press("1", "我来办").press("Enter", "*答复方式").press("2", "[2电话]").press("Ctrl-s", "确认：");
    walk.press("Enter", "已保存：答复")
        .sees("> 下一步：评价")
        .press("Enter", "*满意度")
        .press("1", "[1满意]");
    walk.press("1", "[1解决]")
        .press("Ctrl-s", "已保存：评价")
        .sees("> 下一步：办结")
        .press("Enter", "回访记录");
    walk.press("Ctrl-s", "确认：").press("Enter", "已保存：办结").sees("已办结");
    become_person(&mut walk, "张宁");
    walk.sees("还没有投诉件");
    drop(walk);

    let office = Office::open(&days.0.database(), "zhoumin", "test").unwrap();
    let now = at("2026-11-02 10:00");
    let case = office.find_case(&CaseName::Number("2026-0001".to_owned()), now).unwrap();
    let detail = office.open_case(case, now).unwrap();
    assert_eq!(detail.case.stage, Stage::Closure);
    let actors: Vec<&str> = detail
        .history
        .iter()
        .filter_map(|line| line.actor)
        .map(|actor| office.org().person_name(actor))
        .collect();
    let registered = actors.iter().take_while(|name| **name == "张宁").count();
    assert!(actors.iter().skip(registered).all(|name| ["周敏", "陈立"].contains(name)), "{actors:?}");
    // The one holder of that position wrote the text and signed it, and the sheet says so.
    assert!(
        detail
            .history
            .iter()
            .any(|line| line.summary.contains("周敏同意") && line.summary.contains("（本人起草）"))
    );
    assert!(office.verify(None).unwrap().first_bad.is_none());
    assert_eq!(days.0.cases(), 0, "张宁 never finds it");
}

/// Somebody agrees to the one paper that waits for them.
fn signs(walk: &mut Walk, name: &str) {
    become_person(walk, name);
    walk.sees("同意：签在这一稿上").press("y", "选定").press("Enter", "已保存：审签同意");
}
