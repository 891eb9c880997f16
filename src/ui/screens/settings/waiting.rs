//! The page of rights that somebody has still to confirm: proposed ones, and those in force since the town was set up.

use super::page::{Page, PageRow, RowDoes};
use crate::actions::confirm_rights;
use crate::domain::desk::Desk;
use crate::domain::town::org::Person;
use crate::domain::town::rights::{Rights, confirmer};
use crate::ui::widgets::table::Column;

pub static PAGE: Page = Page {
    label: "待确认",
    note: "岗位和登录名的变动由镇纪委书记（书记本人的由镇主要领导）确认；Enter 确认，或代录书面确认",
    columns: &[
        Column::need(16).gap(2).titled("姓名"),
        Column::fill(3).gap(2).titled("岗位和登录名"),
        Column::need(16).gap(2).titled("现在"),
        Column::need(12).gap(0).titled("由谁确认"),
    ],
    rows,
    adds: None,
};

fn rows(desk: &Desk) -> Vec<PageRow> {
    let people = desk.org.waiting.people();
    let people = people.iter().filter_map(|id| desk.org.person(*id));
    people.filter_map(|person| Some(row(person, &desk.org.waiting.asked_of(person)?, desk))).collect()
}

fn row(person: &Person, rights: &Rights, desk: &Desk) -> PageRow {
    let is_proposed = desk.org.waiting.proposals.contains_key(&person.id);
    let cells = vec![
        person.name.clone(),
        rights.words(person, &desk.org),
        if is_proposed { "提议，没有生效" } else { "已先行生效" }.to_owned(),
        confirmer(&desk.org, person, rights).label().to_owned(),
    ];
    let answers = confirm_rights::answers(person, rights);
    PageRow { cells, lacks: true, does: RowDoes::Form(&confirm_rights::ACT, answers) }
}
