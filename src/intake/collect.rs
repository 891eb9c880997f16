//! Where the rows of every format come together: limits, progress, and the good parted from the faulty.

use std::ops::ControlFlow;

use super::cell::Cell;
use super::error::{IntakeError, quoted};
use super::header::{Header, Role};
use super::heading::{self, LOOKED_AT, Look};
use super::row::{self, Judge};
use super::table::Table;
use super::warnings::Warnings;
use super::{Options, Sink, rejected, times};
use crate::domain::view::intake_row::{RowFault, SheetName};

/// The most rows of one file.
pub const ROW_LIMIT: u32 = 200_000;
/// The longest cell, in bytes of UTF-8.
pub const FIELD_LIMIT: usize = 1 << 20;
/// Progress is told every so many rows.
const ROWS_PER_REPORT: u32 = 256;

/// Told how much is done of how much; breaking cancels the reading.
pub type Progress<'a> = &'a mut dyn FnMut(u64, u64) -> ControlFlow<()>;

/// Takes rows from a format and hands them on, judged.
pub(super) struct Collector<'a, C: Table> {
    pub options: &'a Options<C>,
    pub header: Header<C>,
    pub warnings: Warnings,
    pub judge: Judge,
    pub rows: u32,
    /// Of a workbook: its sheets.
    pub sheets: Vec<SheetName>,
    top: Top,
    progress: Progress<'a>,
    sink: Sink<'a, C::Row>,
}

impl<'a, C: Table> Collector<'a, C> {
    pub fn new(options: &'a Options<C>, progress: Progress<'a>, sink: Sink<'a, C::Row>) -> Self {
        Self {
            options,
            header: Header::default(),
            warnings: Warnings::default(),
            judge: Judge { now: options.now, epoch: times::EPOCH_1900 },
            rows: 0,
            sheets: Vec::new(),
            top: Top::default(),
            progress,
            sink,
        }
    }

    /// Whether the header of the table is known, or all but known.
    pub fn is_headed(&self) -> bool {
        matches!(self.top, Top::Header { .. } | Top::Behind)
    }

    /// Takes the next row of a table: first those above the header, then the header, then what the table is about.
    pub fn table_row(&mut self, number: u32, cells: Vec<Cell>) -> Result<(), IntakeError> {
        if cells.iter().all(Cell::is_blank) {
            return Ok(());
        }
        match std::mem::take(&mut self.top) {
            Top::Above { mut look, mut rows } => {
                let names: Vec<String> = cells.iter().map(Cell::shown).collect();
                let above = look.above().to_vec();
                let fits = |names: &[String]| Header::has_mandatory(names, &self.options.map);
                let alone = fits(&names);
                if alone || look.is_header(&names, fits) {
                    let known = |name: &str| self.options.map.column(name).is_some();
                    let names = if alone { names } else { heading::joined(&above, &names, known) };
                    let titles = rows.len() - usize::from(!alone);
                    self.top = Top::Header { names, number, titles, lower: !alone };
                } else {
                    rows.push((number, names));
                    if rows.len() >= LOOKED_AT {
                        return Err(self.no_header(&rows));
                    }
                    self.top = Top::Above { look, rows };
                }
                Ok(())
            }
            settled @ (Top::Header { .. } | Top::Behind) => {
                self.top = settled;
                if self.settle_header(number, &cells)? { Ok(()) } else { self.row(number, cells) }
            }
        }
    }

    /// Takes the header that was found, before the first row below it is looked at; true when that row is the header's
    /// second half and nothing else.
    pub fn settle_header(&mut self, number: u32, cells: &[Cell]) -> Result<bool, IntakeError> {
        let Top::Header { names, number: header, titles, lower } =
            std::mem::replace(&mut self.top, Top::Behind)
        else {
            return Ok(false);
        };
        let known = |name: &str| self.options.map.column(name).is_some();
        let mandatory =
            |name: &str| self.options.map.column(name).is_some_and(|it| C::MANDATORY.contains(&it));
        if !lower && heading::is_second_half(&names, cells, mandatory, known) {
            let below: Vec<String> = cells.iter().map(Cell::shown).collect();
            let names = heading::joined(&names, &below, known);
            self.take_header(names, number, titles, true)?;
            return Ok(true);
        }
        self.take_header(names, header, titles, lower)?;
        Ok(false)
    }

    /// The table is at its end; false when nothing stood in it.
    pub fn table_end(&mut self) -> Result<bool, IntakeError> {
        match std::mem::take(&mut self.top) {
            Top::Above { rows, .. } if rows.is_empty() => return Ok(false),
            Top::Above { rows, .. } => return Err(self.no_header(&rows)),
            Top::Header { names, number, titles, lower } => self.take_header(names, number, titles, lower)?,
            Top::Behind => self.top = Top::Behind,
        }
        Ok(true)
    }

    /// Takes the header, `titles` filled rows below the top of the table.
    fn take_header(
        &mut self,
        names: Vec<String>,
        number: u32,
        titles: usize,
        is_double: bool,
    ) -> Result<(), IntakeError> {
        self.top = Top::Behind;
        self.header = Header::of_table(names, &self.options.map)?;
        if is_double {
            self.warnings.add(format!("第 {}、{number} 行合起来是列名。", number - 1));
        } else if titles > 0 {
            self.warnings.add(format!("第 {number} 行是列名，上面的 {titles} 行没有当作内容。"));
        }
        Ok(())
    }

    /// No row near the top is a header: one that looks most like it is named.
    fn no_header(&self, rows: &[(u32, Vec<String>)]) -> IntakeError {
        let known =
            |names: &[String]| names.iter().filter(|name| self.options.map.column(name).is_some()).count();
        let best = rows.iter().rev().max_by_key(|(_, names)| known(names));
        let Some((number, names)) = best else { return IntakeError::Columns(String::new()) };
        let Err(missing) = Header::of_table(names.clone(), &self.options.map) else {
            return IntakeError::Columns(String::new());
        };
        if *number == rows.first().map_or(1, |(first, _)| *first) || known(names) == 0 {
            return missing;
        }
        IntakeError::Columns(format!("第 {number} 行像是列名。{missing}"))
    }

    /// Takes one row; blank ones are passed over in silence, as a spreadsheet does.
    pub fn row(&mut self, number: u32, mut cells: Vec<Cell>) -> Result<(), IntakeError> {
        if cells.iter().all(Cell::is_blank) {
            return Ok(());
        }
        if self.is_header_again(&cells) {
            self.warnings.add(format!("第 {number} 行又是列名（几个文件接在一起），没有当作内容。"));
            return Ok(());
        }
        self.count()?;
        self.refuse_long_fields(number, &cells)?;
        if self.header.is_rejected_file() {
            self.unguard(&mut cells);
        }
        let result = C::row(&self.header, number, &cells, self.judge, &mut self.warnings);
        (self.sink)(result);
        Ok(())
    }

    /// Takes a row that its format already knows to be unusable.
    pub fn fault(
        &mut self,
        number: u32,
        cells: &[Cell],
        column: &str,
        reason: String,
    ) -> Result<(), IntakeError> {
        self.count()?;
        let fault: RowFault = row::fault(&self.header, number, cells, column, reason);
        (self.sink)(Err(fault));
        Ok(())
    }

    /// Tells the progress, at every call.
    pub fn report(&mut self, done: u64, total: u64) -> Result<(), IntakeError> {
        match (self.progress)(done.min(total), total) {
            ControlFlow::Continue(()) => Ok(()),
            ControlFlow::Break(()) => Err(IntakeError::Cancelled),
        }
    }

    /// Tells the progress now and then.
    pub fn report_sometimes(&mut self, done: u64, total: u64) -> Result<(), IntakeError> {
        if self.rows.is_multiple_of(ROWS_PER_REPORT) { self.report(done, total) } else { Ok(()) }
    }

    fn is_header_again(&self, cells: &[Cell]) -> bool {
        let shown = |cell: &Cell| match cell {
            Cell::Text(text) => Some(text.trim_matches(is_mark_or_blank).to_owned()),
            Cell::Empty => Some(String::new()),
            Cell::Number(_) | Cell::Shown(..) | Cell::Time(_) | Cell::Bad(..) => None,
        };
        let names = self.header.names();
        let first = cells.first().and_then(shown);
        // The first cell answers for almost every row.
        first.as_deref() == names.first().map(|name| name.trim_matches(is_mark_or_blank))
            && cells.len() >= names.len()
            && names
                .iter()
                .zip(cells)
                .all(|(name, cell)| shown(cell).as_deref() == Some(name.trim_matches(is_mark_or_blank)))
    }

    fn count(&mut self) -> Result<(), IntakeError> {
        self.rows += 1;
        if self.rows > ROW_LIMIT {
            return Err(too_many_rows());
        }
        Ok(())
    }

    fn refuse_long_fields(&self, number: u32, cells: &[Cell]) -> Result<(), IntakeError> {
        for (index, cell) in cells.iter().enumerate() {
            let Cell::Text(text) = cell else { continue };
            if text.len() > FIELD_LIMIT {
                let column = self.header.column(index).map_or_else(String::new, |(name, _)| quoted(name));
                return Err(IntakeError::TooLarge(format!(
                    "第 {number} 行{column}列超过 1 MiB，没有导入；请检查引号是否成对，或把长文放进附件。"
                )));
            }
        }
        Ok(())
    }

    /// Takes the guards off that [`rejected::write_rejected`] put before dangerous cells.
    fn unguard(&self, cells: &mut [Cell]) {
        for (index, cell) in cells.iter_mut().enumerate() {
            let reason = self.header.column(index).is_some_and(|(_, role)| role == Role::Reason);
            match cell {
                Cell::Text(text) if !reason => {
                    if let Some(bare) = rejected::without_guard(text) {
                        *cell = Cell::Text(bare.to_owned());
                    }
                }
                Cell::Text(_)
                | Cell::Empty
                | Cell::Number(_)
                | Cell::Shown(..)
                | Cell::Time(_)
                | Cell::Bad(..) => {}
            }
        }
    }
}

/// How far the top of a table was read.
#[derive(Debug)]
enum Top {
    /// Nothing but titles so far, each with its row.
    Above { look: Look, rows: Vec<(u32, Vec<String>)> },
    /// A header, whose second half may follow; `lower` when it was already found to have two rows.
    Header { names: Vec<String>, number: u32, titles: usize, lower: bool },
    /// The header is taken.
    Behind,
}

impl Default for Top {
    fn default() -> Self {
        Self::Above { look: Look::default(), rows: Vec::new() }
    }
}

/// Blanks, and the mark that stands where files were joined.
fn is_mark_or_blank(c: char) -> bool {
    c.is_whitespace() || c == '\u{feff}'
}

/// The refusal for a table with more than [`ROW_LIMIT`] rows.
pub(super) fn too_many_rows() -> IntakeError {
    IntakeError::TooLarge(format!("文件超过 {ROW_LIMIT} 行，没有导入；请分成几个文件再导入。"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::intake::testing::options;

    #[test]
    fn the_row_after_the_last_allowed_one_refuses_the_file() {
        let options = options();
        let mut taken = 0;
        let mut progress = |_, _| ControlFlow::Continue(());
        let mut sink = |_| taken += 1;
        let mut collector = Collector::new(&options, &mut progress, &mut sink);
        let names = ["投诉时间", "标题", "内容"].map(|name| Cell::Text(name.to_owned()));
        collector.table_row(1, names.to_vec()).unwrap();
        assert!(collector.table_end().unwrap());
        collector.rows = ROW_LIMIT - 1;
        let cells = || vec![Cell::Text("2026-03-05".into()); 3];
        collector.row(2, cells()).unwrap();
        collector.row(3, vec![Cell::Empty; 3]).unwrap();
        let refused = collector.row(4, cells()).unwrap_err();
        assert!(
            matches!(refused, IntakeError::TooLarge(_))
                && refused.to_string().contains("200000 行")
                && refused.to_string().contains("分成几个文件")
        );
        assert_eq!(taken, 1);
    }
}
