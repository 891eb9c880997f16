//! What the console keeps for one person: filters under names of their own, and what they did on a day.

use ydt::domain::time::Date;
use ydt::domain::view::kept_filter::KeptFilter;
use ydt::domain::view::listing::{Sort, View};

use crate::town::{Town, at};

fn kept(name: &str, words: &str) -> KeptFilter {
    KeptFilter { name: name.to_owned(), words: words.to_owned(), view: View::All, sort: Sort::Urgency }
}

fn names(town: &mut Town, login: &str) -> Vec<String> {
    town.office.act_as(login).unwrap();
    town.office.kept_filters().unwrap().into_iter().map(|kept| kept.name).collect()
}

#[test]
fn filters_are_kept_for_each_person_renamed_and_deleted() {
    let mut town = Town::new();
    let now = town.now;
    town.office.act_as("zhangning").unwrap();
    town.office.keep_filter(&kept("晚的", "超期"), now).unwrap();
    assert!(town.office.keep_filter(&kept("晚的", "今日到期"), now).is_err(), "the name is taken");
    town.office.act_as("zhoumin").unwrap();
    town.office.keep_filter(&kept("晚的", "重点"), now).unwrap();
    town.office.act_as("zhangning").unwrap();
    town.office.rename_filter("晚的", "超期的", now).unwrap();
    assert_eq!(names(&mut town, "zhangning"), ["超期的"]);
    assert_eq!(names(&mut town, "zhoumin"), ["晚的"]);
    town.office.drop_filter("晚的", now).unwrap();
    assert_eq!((names(&mut town, "zhangning").len(), names(&mut town, "zhoumin").len()), (1, 0));
}

#[test]
fn a_kept_filter_goes_with_the_text_that_is_sealed_and_no_other_does() {
    let mut town = Town::new();
    let now = town.now;
    town.office.act_as("zhangning").unwrap();
    let secret = town.complaint("麤骉路十七号的低保");
    town.complaint("又一件低保没有公示");
    town.office.act_as("zhoumin").unwrap();
    for (name, words) in [
        ("按名字", "李桂芳"),
        ("李桂芳的", "超期"),
        ("按地方", "麤骉路 超期"),
        ("低保", "低保"),
        ("别的", "光伏电站"),
        ("村里", "单位:新建村"),
    ] {
        town.office.keep_filter(&kept(name, words), now).unwrap();
    }
    town.act("zhangning", Some(secret), "seal", &[("basis", "managed_above")]).unwrap();
    assert_eq!(names(&mut town, "zhoumin"), ["低保", "别的", "村里"]);
}

#[test]
fn a_day_lists_ones_own_acts_alone_with_what_can_still_be_undone() {
    let mut town = Town::new();
    let case = town.accepted_for_village("路灯不亮");
    town.now = at("2026-11-03 09:00");
    town.act("zhangning", Some(case), "transfer", &[]).unwrap();
    town.act("wangxiu", Some(case), "acknowledge", &[]).unwrap();
    let other = town.complaint("三组路灯不亮");
    town.act("zhangning", Some(other), "withdraw", &[("reason", "已经商量好")]).unwrap();
    town.office.act_as("zhangning").unwrap();
    let day = |day| Date::new(2026, 11, day).unwrap();
    let done = town.office.done_on(day(3), town.now).unwrap();
    let told: Vec<_> = done.iter().map(|line| (line.action.as_str(), line.can_be_undone)).collect();
    assert_eq!(told, [("withdraw", true), ("register", false), ("transfer", false)]);
    assert!(done[2].words.contains("新建村"), "{done:?}");
    let before = town.office.done_on(day(2), town.now).unwrap();
    let told: Vec<_> = before.iter().map(|line| line.action.as_str()).collect();
    assert!(told.starts_with(&["accept", "assess", "register"]), "{told:?}");
    town.office.act_as("wangxiu").unwrap();
    let own = town.office.done_on(day(3), town.now).unwrap();
    assert_eq!(own.iter().map(|line| line.action.as_str()).collect::<Vec<_>>(), ["acknowledge"]);
    town.office.act_as("zhaoshen").unwrap();
    assert!(town.office.done_on(day(3), town.now).unwrap().is_empty());
}
