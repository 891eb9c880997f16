//! The page of posts: every position that the loop needs, with who holds it. Names are typed where they stand.

use super::page::{Page, PageRow, RowDoes};
use crate::actions::add_people;
use crate::domain::code::Coded as _;
use crate::domain::desk::Desk;
use crate::domain::ids::UnitId;
use crate::domain::words::{Position, UnitKind};
use crate::ui::widgets::table::Column;

pub static PAGE: Page = Page {
    label: "岗位",
    note: "Enter 写由谁担任：姓名，能登录的后面写登录名，几个人用顿号；可以先空着，以后按 7 再来",
    columns: &[
        Column::need(14).gap(2).titled("岗位"),
        Column::need(36).gap(2).titled("单位"),
        Column::fill(1).gap(0).titled("由谁担任"),
    ],
    rows,
    adds: Some(&add_people::ACT),
};

/// The positions of the whole town: those the loop needs, and whether it needs them at once.
const OF_TOWN: [(Position, bool); 6] = [
    (Position::DisciplineSecretary, true),
    (Position::PrincipalLeader, true),
    (Position::CommissionOperator, true),
    (Position::PartyOperator, false),
    (Position::Auditor, false),
    (Position::Administrator, true),
];

fn rows(desk: &Desk) -> Vec<PageRow> {
    let of_town = OF_TOWN.iter().map(|(position, needed)| row(*position, None, *needed, desk));
    // A unit without handler gets no case; its leader is needed when something has to be signed.
    let of_units = desk.org.units.iter().filter(|unit| unit.active).filter_map(|unit| {
        let leader = match unit.kind {
            UnitKind::Section => Some(Position::LeaderInCharge),
            UnitKind::Village => Some(Position::ContactLeader),
            UnitKind::Commission | UnitKind::PartyCommittee | UnitKind::Outside => None,
        };
        leader.map(|leader| {
            [row(Position::Handler, Some(unit.id), true, desk), row(leader, Some(unit.id), true, desk)]
        })
    });
    of_town.chain(of_units.flatten()).collect()
}

fn row(position: Position, unit: Option<UnitId>, is_needed: bool, desk: &Desk) -> PageRow {
    let named: Vec<String> = desk
        .org
        .holders(position, unit)
        .map(|person| match &person.login {
            Some(login) => format!("{}（{login}）", person.name),
            None => person.name.clone(),
        })
        .collect();
    let lacks = is_needed && named.is_empty();
    let who = match (named.is_empty(), is_needed) {
        (false, _) => named.join("、"),
        (true, true) => "缺".to_owned(),
        (true, false) => "（可以没有）".to_owned(),
    };
    let of = unit.map(|unit| desk.org.unit_name(unit).to_owned()).unwrap_or_default();
    let cells = vec![position.label().to_owned(), of, who];
    PageRow { cells, lacks, does: RowDoes::Post { position, unit } }
}

/// The first post from this one on that work needs and nobody holds; the post after it when there is none.
pub(super) fn next_vacant(desk: &Desk, from: usize) -> Option<usize> {
    rows(desk).iter().enumerate().skip(from).find(|(_, row)| row.lacks).map(|(place, _)| place)
}
