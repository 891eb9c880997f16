//! XLSX workbooks. The archive is checked first (`archive`, `scan`), then our own reader streams the cells of one sheet
//! under our own bounds: number formats, formulas without a result, merged cells and hidden rows all change what a person
//! sees, and libraries that read workbooks pass over them in silence.

mod archive;
mod book;
mod cells;
mod format;
mod merges;
mod scan;
mod xml;

use std::ops::ControlFlow;

use super::cell::Cell;
use super::collect::{Collector, too_many_rows};
use super::error::{IntakeError, quoted};
use super::header::{COLUMN_LIMIT, Header, too_wide};
use super::heading::{LOOKED_AT, Look};
use super::row::WHOLE_ROW;
use super::table::Table;
use super::times;
use archive::Archive;
use book::{Book, Sheet};
use cells::SheetRow;
use merges::Filler;

use crate::domain::view::intake_row::SheetName;

/// Rows of a sheet as every program numbers them; a cell further down stands in no sheet.
const SHEET_ROWS: u32 = 1_048_576;
/// Sheets looked into for the columns.
const SHEETS_LOOKED_AT: usize = 50;
/// Rows named in one sentence.
const ROWS_NAMED: usize = 10;

/// Reads the wanted sheet, or the first visible one that has the columns.
pub(super) fn read<C: Table>(bytes: &[u8], collector: &mut Collector<'_, C>) -> Result<(), IntakeError> {
    let mut archive = Archive::check(bytes, collector)?;
    let book = Book::read(&mut archive)?;
    if book.counts_from_1904 {
        collector.judge.epoch = times::EPOCH_1904;
    }
    let sheet = choose(&mut archive, &book, collector)?;
    let is_read = |it: &Sheet| std::ptr::eq(it, sheet);
    let names = book.sheets.iter().take(SHEETS_LOOKED_AT);
    let name =
        |it: &Sheet| SheetName { name: it.name.clone(), is_visible: it.is_visible, is_read: is_read(it) };
    collector.sheets = names.map(name).collect();
    stream(&mut archive, &book, sheet, collector)
}

/// The refusal of a workbook whose insides are wrong.
fn damaged() -> IntakeError {
    IntakeError::Damaged(
        "表格文件已损坏或写法不合规范，没有导入；请在 WPS 里打开，另存为 .xlsx 再导入。".into(),
    )
}

fn choose<'b, C: Table>(
    archive: &mut Archive<'_>,
    book: &'b Book,
    collector: &mut Collector<'_, C>,
) -> Result<&'b Sheet, IntakeError> {
    if let Some(wanted) = &collector.options.sheet {
        let found = book.sheets.iter().find(|sheet| sheet.name.trim() == wanted.trim());
        return found.ok_or_else(|| {
            let names: Vec<String> = book.sheets.iter().take(20).map(|sheet| quoted(&sheet.name)).collect();
            let wanted = quoted(wanted);
            IntakeError::Columns(format!(
                "没有名为{wanted}的工作表，没有导入；文件里有：{}。",
                names.join("、")
            ))
        });
    }
    let visible: Vec<&Sheet> = book.sheets.iter().filter(|sheet| sheet.is_visible).collect();
    let Some(first) = visible.first() else {
        return Err(IntakeError::Columns(
            "表格文件里没有可见的工作表，没有导入；请取消隐藏，或用 --sheet 指定工作表。".into(),
        ));
    };
    let mut fitting = Vec::new();
    for sheet in visible.iter().take(SHEETS_LOOKED_AT) {
        // A sheet that cannot be read is told when it is the one to be read.
        if visible.len() == 1 || has_columns(archive, book, sheet, collector).unwrap_or(false) {
            fitting.push(*sheet);
        }
    }
    let chosen = fitting.first().copied().unwrap_or(first);
    tell_choice(book, first, chosen, fitting.get(1..).unwrap_or_default(), collector);
    Ok(chosen)
}

fn tell_choice<C: Table>(
    book: &Book,
    first: &Sheet,
    chosen: &Sheet,
    further: &[&Sheet],
    collector: &mut Collector<'_, C>,
) {
    let warnings = &mut collector.warnings;
    let used = quoted(&chosen.name);
    if let Some(hidden) = book.sheets.first().filter(|sheet| !sheet.is_visible) {
        let hidden = quoted(&hidden.name);
        warnings.add(format!("第一张工作表{hidden}是隐藏的，改读{used}；要读隐藏的那张请另选工作表。"));
    } else if chosen.name != first.name {
        warnings.add(format!("工作表{}没有这些列，改读{used}。", quoted(&first.name)));
    }
    if !further.is_empty() {
        let names: Vec<String> = further.iter().take(20).map(|sheet| quoted(&sheet.name)).collect();
        let names = names.join("、");
        warnings.add(format!("工作表{names}还有同样的列，这次只读了{used}；其余请另选工作表逐张导入。"));
    }
}

/// Whether the header stands among the first rows of a sheet.
fn has_columns<C: Table>(
    archive: &mut Archive<'_>,
    book: &Book,
    sheet: &Sheet,
    collector: &Collector<'_, C>,
) -> Result<bool, IntakeError> {
    let mut look = Look::default();
    let mut found = false;
    let mut rows = 0;
    cells::read(archive, book, sheet, collector.judge.epoch, &mut |row| {
        let names: Vec<String> = row.cells.iter().map(Cell::shown).collect();
        if names.iter().all(|name| name.trim().is_empty()) {
            return Ok(ControlFlow::Continue(()));
        }
        rows += 1;
        found = look.is_header(&names, |names| Header::has_mandatory(names, &collector.options.map));
        let goes_on = !found && rows < LOOKED_AT;
        Ok(if goes_on { ControlFlow::Continue(()) } else { ControlFlow::Break(()) })
    })?;
    Ok(found)
}

fn stream<C: Table>(
    archive: &mut Archive<'_>,
    book: &Book,
    sheet: &Sheet,
    collector: &mut Collector<'_, C>,
) -> Result<(), IntakeError> {
    let total = archive.rows();
    let mut filler = Filler::new(archive.merges(&sheet.part));
    let mut hidden = Hidden::default();
    let epoch = collector.judge.epoch;
    cells::read(archive, book, sheet, epoch, &mut |row| {
        take(row, &mut filler, &mut hidden, collector)?;
        collector.report_sometimes(u64::from(hidden.last), total)?;
        Ok(ControlFlow::Continue(()))
    })?;
    if !collector.table_end()? {
        return Err(IntakeError::Columns(format!(
            "工作表{}是空的，没有导入；请用 --sheet 指定有内容的工作表。",
            quoted(&sheet.name)
        )));
    }
    hidden.tell(collector);
    Ok(())
}

fn take<C: Table>(
    mut row: SheetRow,
    filler: &mut Filler,
    hidden: &mut Hidden,
    collector: &mut Collector<'_, C>,
) -> Result<(), IntakeError> {
    hidden.last = row.number;
    if row.number > SHEET_ROWS {
        return Err(too_many_rows());
    }
    // What stands in the first row of merged cells stands in the others too; a row with nothing else is no row.
    if row.cells.iter().all(Cell::is_blank) {
        return Ok(());
    }
    filler.fill(row.number, &mut row.cells);
    if row.cells.len() > COLUMN_LIMIT {
        return Err(too_wide());
    }
    if row.is_hidden && collector.is_headed() {
        hidden.rows += 1;
        if hidden.named.len() < ROWS_NAMED {
            hidden.named.push(row.number.to_string());
        }
    }
    if row.is_doubled && collector.is_headed() && !collector.settle_header(row.number, &row.cells)? {
        let reason = "同一个单元格写了两次，文件不合规范，请在 WPS 里另存后再导入。".into();
        return collector.fault(row.number, &row.cells, WHOLE_ROW, reason);
    }
    collector.table_row(row.number, row.cells)
}

/// Rows that a filter or a hand hides: they are read, and said.
#[derive(Default)]
struct Hidden {
    last: u32,
    rows: u32,
    named: Vec<String>,
}

impl Hidden {
    fn tell<C: Table>(self, collector: &mut Collector<'_, C>) {
        if self.rows > 0 {
            let further = if self.rows as usize > self.named.len() { "等" } else { "" };
            collector.warnings.add(format!(
                "有 {} 行在表格里是隐藏的（被筛选掉或手工隐藏），也一并读了：第 {} 行{further}。",
                self.rows,
                self.named.join("、")
            ));
        }
    }
}

#[cfg(test)]
mod tests;
