//! The bulletin (通报) as a sheet: its four parts, the table by unit, and the lists (`forms.md`).

use super::china::day;
use crate::domain::figures::bulletin::Bulletin;
use crate::domain::figures::ranking::UnitRow;
use crate::domain::figures::report::{FEW, percent};
use crate::domain::paper::{Cell, Grid, Line, Part, Place, Row, Sheet};
use crate::domain::words::UnitKind;

/// One list of the bulletin, ready to be read: headings with their widths in parts of 100, and a row for each entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct List {
    pub title: &'static str,
    pub columns: &'static [(&'static str, u8)],
    pub rows: Vec<Vec<String>>,
    /// It stands on the paper that is sent round, and not only in the workbook beside it.
    pub on_paper: bool,
}

pub const OPEN: &[(&str, u8)] =
    &[("编号", 15), ("事项", 40), ("单位", 20), ("阶段", 12), ("到期日", 14), ("承办人", 12)];
pub const OVERDUE: &[(&str, u8)] =
    &[("编号", 17), ("事项", 26), ("单位", 17), ("应办结日", 17), ("已超", 11), ("负责人", 12)];
pub const DISSATISFIED: &[(&str, u8)] =
    &[("编号", 17), ("事项", 26), ("单位", 18), ("原因", 25), ("下步", 14)];
pub const EXTENDED: &[(&str, u8)] = &[("编号", 17), ("单位", 20), ("原因", 43), ("新到期日", 20)];
pub const UNDISCLOSED: &[(&str, u8)] = &[("单位", 22), ("事项", 42), ("应公开日", 18), ("状态", 18)];

/// The columns of the table by unit: code of none, heading, and what stands in it.
pub struct UnitColumn {
    pub label: &'static str,
    pub value: fn(&UnitRow) -> String,
}

const fn column(label: &'static str, value: fn(&UnitRow) -> String) -> UnitColumn {
    UnitColumn { label, value }
}

/// The table by unit behind the running number and the unit.
pub static UNIT_COLUMNS: &[UnitColumn] = &[
    column("上期结转", |row| row.carried_over.to_string()),
    column("本期收件", |row| row.received.to_string()),
    column("应办结", |row| row.due.to_string()),
    column("已办结", |row| row.closed.to_string()),
    column("按期办结", |row| row.on_time.to_string()),
    column("按期办结率", |row| share(row.on_time, row.due)),
    column("提前办结率", |row| share(row.early, row.due)),
    column("延期", |row| row.extended.to_string()),
    column("退件", |row| row.sent_back.to_string()),
    column("退回重办", |row| row.rehandled.to_string()),
    column("解决率", |row| share(row.resolved.0, row.resolved.1)),
    column("满意率", |row| share(row.satisfied.0, row.satisfied.1)),
    column("不满意", |row| row.dissatisfied.to_string()),
    column("超期在办", |row| row.overdue.to_string()),
    column("名次", |row| row.rank.map_or("—".to_owned(), |rank| rank.to_string())),
];

/// In per cent where there are enough, the two numbers where there are few, and a dash where there are none.
fn share(above: u32, of: u32) -> String {
    match of {
        0 => "—".to_owned(),
        few if few < FEW => format!("{above}/{of}"),
        _ => percent(above, of),
    }
}

/// Nobody reads more of a list on paper; the workbook beside it has all of it.
const ROWS_ON_PAPER: usize = 300;

/// The bulletin on paper.
#[must_use]
pub fn sheet(bulletin: &Bulletin, text: &str, lists: &[List], town: &str, is_draft: bool) -> Sheet {
    let period = bulletin.stretch.words();
    let mut title = vec![format!("{town}“监督一点通”平台"), format!("{period}群众投诉办理情况通报")];
    if is_draft {
        title.push("（草稿，未封存）".to_owned());
    }
    let mut parts = vec![Part::Text(prose(text))];
    let mut signed = vec![Line::left(""), Line::right(format!("中共{town}纪律检查委员会"), 2)];
    signed.push(Line::right(day(bulletin.as_of.date()), 4));
    parts.push(Part::Text(signed));
    for (title, columns, rows) in tables(bulletin) {
        parts.push(heading(title));
        parts.push(grid(&columns, &rows));
    }
    for list in lists.iter().filter(|list| list.on_paper && !list.rows.is_empty()) {
        parts.push(heading(&format!("附表：{}", list.title)));
        let shown = list.rows.len().min(ROWS_ON_PAPER);
        parts.push(grid(list.columns, list.rows.get(..shown).unwrap_or_default()));
        if let Some(left @ 1..) = list.rows.len().checked_sub(shown) {
            let words = format!("本表列前{shown}条，其余{left}条见随附的电子表格。");
            parts.push(Part::Text(vec![Line::left(&words)]));
        }
    }
    Sheet { title, parts }
}

fn prose(text: &str) -> Vec<Line> {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.map(Line::indented).collect()
}

fn heading(text: &str) -> Part {
    Part::Text(vec![Line::left(""), Line { text: text.to_owned(), place: Place::Centred }])
}

fn grid(columns: &[(&str, u8)], rows: &[Vec<String>]) -> Part {
    let head = columns.iter().map(|(label, _)| Cell::label(1, label)).collect();
    let rows = rows.iter().map(|row| Row::of(row.iter().map(|cell| Cell::value(1, cell)).collect()));
    let widths = columns.iter().map(|(_, width)| *width).collect();
    Part::Grid(Grid { columns: widths, rows: std::iter::once(Row::of(head)).chain(rows).collect() })
}

type TableOfUnits = (&'static str, Vec<(&'static str, u8)>, Vec<Vec<String>>);

/// The table by unit in two halves, because it is wider than a page.
fn tables(bulletin: &Bulletin) -> [TableOfUnits; 2] {
    let half = |first: usize, last: usize, name: u8| {
        let columns: Vec<&UnitColumn> = UNIT_COLUMNS.iter().skip(first).take(last - first).collect();
        let each = (100 - 7 - name) / u8::try_from(columns.len()).unwrap_or(1);
        let head = [("序号", 7), ("单位", name)].into_iter();
        let head = head.chain(columns.iter().map(|column| (column.label, each))).collect();
        let rows = numbered(&bulletin.rows).into_iter().map(|(number, row)| {
            let cells = columns.iter().map(|column| (column.value)(row));
            [number, row.name.clone()].into_iter().chain(cells).collect()
        });
        (head, rows.collect())
    };
    let (first, rows) = half(0, 7, 23);
    let (second, more) = half(7, UNIT_COLUMNS.len(), 21);
    [("表一  各单位收件和办结情况", first, rows), ("表二  各单位办理质量情况", second, more)]
}

/// Every row with its running number: villages and sections each from 1, the others and the total without one.
#[must_use]
pub fn numbered(rows: &[UnitRow]) -> Vec<(String, &UnitRow)> {
    let (mut last, mut number) = (None, 0);
    rows.iter()
        .map(|row| {
            let is_numbered = matches!(row.kind, Some(UnitKind::Village | UnitKind::Section));
            number = if last == row.kind { number + 1 } else { 1 };
            last = row.kind;
            (if is_numbered { number.to_string() } else { String::new() }, row)
        })
        .collect()
}
