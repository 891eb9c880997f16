//! Where the rows of every format come together: limits, progress, and the good parted from the faulty.

use std::ops::ControlFlow;

use super::error::{IntakeError, quoted};
use super::header::{Column, Header, Role};
use super::row::{self, Cell, Judge};
use super::warnings::Warnings;
use super::{Options, Sink, rejected, times};
use crate::domain::code::Coded;
use crate::domain::view::intake_row::RowFault;

/// The most rows of one file.
pub const ROW_LIMIT: u32 = 2_000_000;
/// The longest cell, in bytes of UTF-8.
pub const FIELD_LIMIT: usize = 1 << 20;
/// Progress is told every so many rows.
const ROWS_PER_REPORT: u32 = 256;

/// Told how much is done of how much; breaking cancels the reading.
pub type Progress<'a> = &'a mut dyn FnMut(u64, u64) -> ControlFlow<()>;

/// Takes rows from a format and hands them on, judged.
pub(super) struct Collector<'a> {
    pub options: &'a Options,
    pub header: Header,
    pub warnings: Warnings,
    pub judge: Judge,
    pub rows: u32,
    progress: Progress<'a>,
    sink: Sink<'a>,
}

impl<'a> Collector<'a> {
    pub fn new(options: &'a Options, progress: Progress<'a>, sink: Sink<'a>) -> Self {
        Self {
            options,
            header: Header::default(),
            warnings: Warnings::default(),
            judge: Judge { now: options.now, epoch: times::EPOCH_1900 },
            rows: 0,
            progress,
            sink,
        }
    }

    /// Takes the header row of a table.
    pub fn table_header(&mut self, names: Vec<String>) -> Result<(), IntakeError> {
        self.header = Header::of_table(names, &self.options.map)?;
        Ok(())
    }

    /// Takes one row; blank ones are passed over in silence, as a spreadsheet does.
    pub fn row(&mut self, number: u32, mut cells: Vec<Cell>) -> Result<(), IntakeError> {
        if cells.iter().all(Cell::is_blank) {
            return Ok(());
        }
        self.count()?;
        self.refuse_long_fields(number, &cells)?;
        if self.header.is_rejected_file() {
            self.unguard(&mut cells);
        }
        let result = row::read(&self.header, number, &cells, self.judge, &mut self.warnings);
        (self.sink)(result);
        Ok(())
    }

    /// Takes a row that its format already knows to be unusable.
    pub fn fault(
        &mut self,
        number: u32,
        cells: &[Cell],
        column: String,
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

    /// Takes the guards off that [`rejected::write`] put before dangerous cells.
    fn unguard(&self, cells: &mut [Cell]) {
        for (index, cell) in cells.iter_mut().enumerate() {
            let reason = self.header.column(index).is_some_and(|(_, role)| role == Role::Reason);
            match cell {
                Cell::Text(text) if !reason => {
                    if let Some(bare) = rejected::without_guard(text) {
                        *cell = Cell::Text(bare.to_owned());
                    }
                }
                Cell::Text(_) | Cell::Empty | Cell::Number(_) | Cell::Time(_) | Cell::Bad(..) => {}
            }
        }
    }
}

/// The refusal for a table with more than [`ROW_LIMIT`] rows.
pub(super) fn too_many_rows() -> IntakeError {
    IntakeError::TooLarge(format!("文件超过 {ROW_LIMIT} 行，没有导入；请分成几个文件再导入。"))
}

/// The mandatory columns in one phrase, for refusals of files without any row.
pub(super) fn mandatory_names() -> String {
    Column::MANDATORY.map(Coded::label).join("、")
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
        collector.table_header(["投诉时间", "标题", "内容"].map(str::to_owned).to_vec()).unwrap();
        collector.rows = ROW_LIMIT - 1;
        let cells = || vec![Cell::Text("2026-03-05".into()); 3];
        collector.row(2, cells()).unwrap();
        collector.row(3, vec![Cell::Empty; 3]).unwrap();
        let refused = collector.row(4, cells()).unwrap_err();
        assert!(matches!(refused, IntakeError::TooLarge(_)) && refused.to_string().contains("2000000 行"));
        assert_eq!(taken, 1);
    }
}
