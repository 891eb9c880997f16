//! XLSX workbooks. The archive is checked first (`archive`, `scan`), then the cells of one sheet are streamed under
//! our own bounds: the spreadsheet library aborts the process when asked for a whole sheet with one far cell.

mod archive;
mod scan;
mod value;

use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};

use calamine::{Reader, Sheet, SheetType, SheetVisible, Xlsx};

use super::collect::{Collector, ROW_LIMIT, too_many_rows};
use super::error::{IntakeError, quoted};
use super::header::{COLUMN_LIMIT, too_wide};
use super::row::{Cell, WHOLE_ROW};
use super::times;

type Workbook<'a> = Xlsx<Cursor<&'a [u8]>>;

/// Reads the wanted sheet.
pub(super) fn read(bytes: &[u8], collector: &mut Collector<'_>) -> Result<(), IntakeError> {
    let rows = archive::check(bytes, collector)?;
    // The scan keeps out every reference known to make the library panic; this is for the unknown ones. After a
    // panic the collector is not used again, so its state does not matter.
    catch_unwind(AssertUnwindSafe(|| parse(bytes, rows, collector))).unwrap_or_else(|_| Err(damaged()))
}

/// The refusal of a workbook whose insides are wrong.
fn damaged() -> IntakeError {
    IntakeError::Damaged(
        "表格文件已损坏或写法不合规范，没有导入；请在 WPS 里打开，另存为 .xlsx 再导入。".into(),
    )
}

fn parse(bytes: &[u8], total: u64, collector: &mut Collector<'_>) -> Result<(), IntakeError> {
    let mut workbook: Workbook<'_> = Xlsx::new(Cursor::new(bytes)).map_err(|_| damaged())?;
    if workbook.has_1904_epoch() {
        collector.judge.epoch = times::EPOCH_1904;
    }
    let sheet = choose(workbook.sheets_metadata(), collector)?;
    stream(&mut workbook, &sheet, total, collector)
}

fn choose(sheets: &[Sheet], collector: &mut Collector<'_>) -> Result<String, IntakeError> {
    let tables: Vec<&Sheet> = sheets.iter().filter(|sheet| sheet.typ == SheetType::WorkSheet).collect();
    if let Some(wanted) = &collector.options.sheet {
        return match tables.iter().find(|sheet| sheet.name.trim() == wanted.trim()) {
            Some(sheet) => Ok(sheet.name.clone()),
            None => Err(IntakeError::Columns(format!(
                "没有名为{}的工作表，没有导入；文件里有：{}。",
                quoted(wanted),
                tables.iter().take(20).map(|sheet| quoted(&sheet.name)).collect::<Vec<_>>().join("、")
            ))),
        };
    }
    let visible = tables.iter().position(|sheet| sheet.visible == SheetVisible::Visible);
    match (visible, tables.first()) {
        (Some(0), Some(first)) => Ok(first.name.clone()),
        (Some(index), Some(first)) => {
            let name = tables.get(index).map_or("", |sheet| sheet.name.as_str());
            let (hidden, used) = (quoted(&first.name), quoted(name));
            collector
                .warnings
                .add(format!("第一张工作表{hidden}是隐藏的，改读{used}；要读隐藏的那张请用 --sheet 指定。"));
            Ok(name.to_owned())
        }
        (None, _) | (_, None) => Err(IntakeError::Columns(
            "表格文件里没有可见的工作表，没有导入；请取消隐藏，或用 --sheet 指定工作表。".into(),
        )),
    }
}

fn stream(
    workbook: &mut Workbook<'_>,
    sheet: &str,
    total: u64,
    collector: &mut Collector<'_>,
) -> Result<(), IntakeError> {
    let mut reader = workbook.worksheet_cells_reader(sheet).map_err(|_| damaged())?;
    let mut current = Row::default();
    let mut headed = false;
    while let Some(cell) = reader.next_cell().map_err(|_| damaged())? {
        let (row, column) = cell.get_position();
        // The header is row 1 and not counted.
        if row > ROW_LIMIT {
            return Err(too_many_rows());
        }
        let column = usize::try_from(column).unwrap_or(usize::MAX);
        if column >= COLUMN_LIMIT {
            return Err(too_wide());
        }
        if row != current.index {
            if row < current.index {
                return Err(damaged());
            }
            headed = std::mem::take(&mut current).finish(headed, collector)?;
            current.index = row;
            collector.report_sometimes(u64::from(row), total)?;
        }
        current.put(column, value::cell(cell.get_value(), collector.judge.epoch));
    }
    if current.finish(headed, collector)? {
        return Ok(());
    }
    Err(IntakeError::Columns(format!(
        "工作表{}是空的，没有导入；请用 --sheet 指定有内容的工作表。",
        quoted(sheet)
    )))
}

/// The cells of one row as they come in.
#[derive(Default)]
struct Row {
    index: u32,
    cells: Vec<Cell>,
    doubled: bool,
}

impl Row {
    fn put(&mut self, column: usize, cell: Cell) {
        if self.cells.len() <= column {
            self.cells.resize(column + 1, Cell::Empty);
        }
        if let Some(place) = self.cells.get_mut(column) {
            self.doubled |= !place.is_blank();
            *place = cell;
        }
    }

    /// Hands the row on, the first filled one as the header; true once there is a header.
    fn finish(self, headed: bool, collector: &mut Collector<'_>) -> Result<bool, IntakeError> {
        if self.cells.iter().all(Cell::is_blank) {
            return Ok(headed);
        }
        let number = self.index + 1;
        if !headed {
            collector.table_header(self.cells.iter().map(Cell::shown).collect())?;
        } else if self.doubled {
            let reason = "同一个单元格写了两次，文件不合规范，请在 WPS 里另存后再导入。".into();
            collector.fault(number, &self.cells, WHOLE_ROW.into(), reason)?;
        } else {
            collector.row(number, self.cells)?;
        }
        Ok(true)
    }
}

#[cfg(test)]
mod tests;
