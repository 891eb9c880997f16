//! The page of units: what kind of body each is and who handles its cases.

use super::page::{Page, PageRow, RowDoes};
use crate::actions::{add_units, set_unit};
use crate::domain::code::Coded as _;
use crate::domain::desk::Desk;
use crate::domain::town::org::Unit;
use crate::domain::words::{Position, UnitKind};
use crate::ui::widgets::table::Column;

pub static PAGE: Page = Page {
    label: "单位",
    note: "r 登记单位（一行一个，可整段粘贴）  i 读文件  Enter 改名、改类别、停用",
    columns: &[
        Column::need(36).gap(2).titled("单位"),
        Column::need(14).gap(2).titled("类别"),
        Column::fill(2).gap(2).titled("承办人"),
        Column::fill(1).gap(0).titled("分管、联系领导"),
    ],
    rows,
    adds: Some(&add_units::ACT),
};

fn rows(desk: &Desk) -> Vec<PageRow> {
    desk.org.units.iter().filter(|unit| unit.active).map(|unit| row(unit, desk)).collect()
}

fn row(unit: &Unit, desk: &Desk) -> PageRow {
    let named = |position| {
        let holders = desk.org.holders(position, Some(unit.id));
        holders.map(|person| person.name.as_str()).collect::<Vec<_>>().join("、")
    };
    let (is_handling, leader) = match unit.kind {
        UnitKind::Section => (true, named(Position::LeaderInCharge)),
        UnitKind::Village => (true, named(Position::ContactLeader)),
        UnitKind::Commission | UnitKind::PartyCommittee | UnitKind::Outside => (false, String::new()),
    };
    let handlers = if is_handling { named(Position::Handler) } else { String::new() };
    let lacks = is_handling && handlers.is_empty();
    let handlers = if lacks { "缺承办人，不能转办".to_owned() } else { handlers };
    let cells = vec![unit.name.clone(), unit.kind.label().to_owned(), handlers, leader];
    PageRow { cells, lacks, does: RowDoes::Form(&set_unit::ACT, set_unit::answers(unit)) }
}
