//! One spreadsheet cell as one of ours.

use calamine::{DataRef, ExcelDateTime};

use crate::domain::time::Date;
use crate::intake::row::Cell;
use crate::intake::times;

/// Takes over a cell; `epoch` is the workbook's serial day 0, dates become moments, rounded to the second.
pub(super) fn cell(value: &DataRef<'_>, epoch: Date) -> Cell {
    match value {
        DataRef::Empty => Cell::Empty,
        DataRef::SharedString(text) => Cell::Text((*text).to_owned()),
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => {
            Cell::Text(text.clone())
        }
        DataRef::Bool(value) => Cell::Text(if *value { "TRUE" } else { "FALSE" }.into()),
        #[expect(
            clippy::cast_precision_loss,
            reason = "what loses digits is beyond 2^53 and becomes a faulty cell"
        )]
        DataRef::Int(value) => Cell::number(*value as f64),
        DataRef::Float(value) => Cell::number(*value),
        DataRef::DateTime(time) => moment(*time, epoch),
        DataRef::Error(error) => {
            Cell::Bad(error.to_string(), "单元格是错误值，请在原表里改正公式或直接填写内容")
        }
    }
}

/// A cell with a date format; a mere duration is a number.
fn moment(time: ExcelDateTime, epoch: Date) -> Cell {
    match times::serial(time.as_f64(), epoch) {
        Some(moment) if time.is_datetime() => Cell::Time(moment),
        Some(_) | None => Cell::number(time.as_f64()),
    }
}
