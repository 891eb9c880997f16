//! 对账: what the platform's list and our cases say differently.

use ratatui::style::Style;

use crate::domain::view::reconciling::Reconciliation;
use crate::ui::screens::page::Writer;
use crate::ui::widgets::table::{Column, Table, TableRow};

/// Differences of one sort shown; `ydt import --reconcile` lists them all.
const SHOWN: usize = 200;

/// What one side alone has: row or number, the platform's number, title.
const CASES: Table<'static> = Table {
    inset: 3,
    marks: 0,
    columns: &[Column::need(12).gap(2), Column::need(40).gap(2), Column::rest(1, 10).wrapping()],
};

/// What differs in a case that both have, under its number.
const WHAT: Table<'static> = Table { inset: 7, marks: 0, columns: &[Column::rest(1, 10).wrapping()] };

/// The page from top to bottom.
pub fn lines(page: &mut Writer<'_>, found: &Reconciliation) {
    page.heading(&format!("对账 {}（只看不改）", found.file));
    page.prose(&format!(
        "比对{}行：仅平台有 {}   仅本镇有 {}   两边不同 {}",
        found.compared,
        found.only_there.len(),
        found.only_here.len(),
        found.different.len()
    ));
    if found.unnumbered + found.faulty > 0 {
        page.dim(&format!("没有平台编号的{}行、有误的{}行没有比对。", found.unnumbered, found.faulty));
    }
    if !found.has_status {
        page.dim("文件里没有“状态”一列，办到哪一步没有比对。");
    }
    if found.agrees() {
        page.prose("两边一致。");
    }
    section(page, "仅平台有（可回车返回后导入）", found.only_there.len());
    let rows: Vec<TableRow> = found
        .only_there
        .iter()
        .take(SHOWN)
        .map(|row| listed([format!("第{}行", row.row), row.platform_no.clone(), row.title.clone()]))
        .collect();
    page.table(CASES, &rows);
    section(page, "仅本镇有（平台列表同一时间段里没有）", found.only_here.len());
    let rows: Vec<TableRow> = found
        .only_here
        .iter()
        .take(SHOWN)
        .map(|case| listed([case.case_no.clone(), case.platform_no.clone(), case.title.clone()]))
        .collect();
    page.table(CASES, &rows);
    section(page, "两边不同", found.different.len());
    for case in found.different.iter().take(SHOWN) {
        let number = format!("{}（第{}行）", case.platform_no, case.row);
        page.table(CASES, &[listed([case.case_no.clone(), number])]);
        let what: Vec<TableRow> = case.what.iter().map(|what| listed([what.clone()])).collect();
        page.table(WHAT, &what);
    }
}

fn listed<const CELLS: usize>(cells: [String; CELLS]) -> TableRow {
    TableRow::of(cells.map(|words| (words, Style::new())).to_vec())
}

fn section(page: &mut Writer<'_>, heading: &str, count: usize) {
    if count > 0 {
        page.heading(heading);
    }
    if count > SHOWN {
        page.dim(&format!("只列出前{SHOWN}条，全部见命令 ydt import 文件 --reconcile。"));
    }
}
