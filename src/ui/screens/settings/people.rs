//! The page of people: what each is, where, and by which login the system knows them.

use super::page::{Page, PageRow, RowDoes};
use crate::actions::{add_people, set_person};
use crate::domain::desk::Desk;
use crate::domain::town::org::Person;
use crate::ui::widgets::table::Column;

pub static PAGE: Page = Page {
    label: "人员",
    note: "r 登记人员（一行一人，可整段粘贴）  i 读文件  Enter 改姓名、岗位、登录名、离岗",
    columns: &[
        Column::need(16).gap(2).titled("姓名"),
        Column::fill(3).gap(2).titled("岗位"),
        Column::fill(1).gap(2).titled("单位"),
        Column::need(18).gap(0).titled("登录名"),
    ],
    rows,
    adds: Some(&add_people::ACT),
};

fn rows(desk: &Desk) -> Vec<PageRow> {
    desk.org.people.iter().filter(|person| person.active).map(|person| row(person, desk)).collect()
}

fn row(person: &Person, desk: &Desk) -> PageRow {
    let title = person.title(&desk.org);
    let lacks = title.is_empty();
    let cells = vec![
        person.name.clone(),
        if lacks { "没有岗位".to_owned() } else { title },
        person.unit.map(|unit| desk.org.unit_name(unit).to_owned()).unwrap_or_default(),
        person.login.clone().unwrap_or_else(|| "无，只能书面审签".to_owned()),
    ];
    PageRow { cells, lacks, does: RowDoes::Form(&set_person::ACT, set_person::answers(person, &desk.org)) }
}
