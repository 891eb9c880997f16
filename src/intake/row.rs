//! From the cells of one row to an [`IntakeRow`] or the fault that keeps it out.

use super::cell::{Bad, Cell};
use super::column::Column;
use super::error::short;
use super::header::{Header, Role};
use super::table::Table;
use super::times;
use super::warnings::Warnings;
use crate::domain::case::platform_no;
use crate::domain::code::Coded as _;
use crate::domain::text::fold::fold;
use crate::domain::time::{Date, Moment};
use crate::domain::view::intake_row::{IntakeRow, RowFault};
use crate::domain::view::sameness;

/// Named as the column when no single one is to blame.
pub(super) const WHOLE_ROW: &str = "整行";

/// What rows are judged by.
#[derive(Debug, Clone, Copy)]
pub struct Judge {
    /// Times after this are in the future.
    pub now: Moment,
    /// Serial day 0 of this file's numbers.
    pub epoch: Date,
}

/// A fault before it is tied to its row: the column's name and the reason.
pub(super) type Fault = (String, String);

/// Reads one row; `cells` may be shorter than the header.
pub(super) fn read(
    header: &Header<Column>,
    number: u32,
    cells: &[Cell],
    judge: Judge,
    warnings: &mut Warnings,
) -> Result<IntakeRow, RowFault> {
    let mut reader = RowReader { header, number, cells, judge, warnings, unread: Vec::new() };
    reader.row().map_err(|(column, reason)| fault(header, number, cells, &column, reason))
}

/// The row as one that is not taken.
pub(super) fn fault<C: Table>(
    header: &Header<C>,
    row: u32,
    cells: &[Cell],
    column: &str,
    reason: String,
) -> RowFault {
    let mut raw: Vec<String> = cells.iter().map(Cell::shown).collect();
    raw.resize(raw.len().max(header.len()), String::new());
    RowFault { row, column: short(column), reason, raw }
}

/// One row under its header.
pub(super) struct RowReader<'a, C> {
    pub header: &'a Header<C>,
    pub number: u32,
    pub cells: &'a [Cell],
    pub judge: Judge,
    pub warnings: &'a mut Warnings,
    /// Texts of optional columns that could not be read, to be kept beside the unknown columns.
    pub unread: Vec<(String, String)>,
}

impl<C: Table> RowReader<'_, C> {
    pub fn blame(&self, column: C, reason: &str) -> Fault {
        (self.header.name_of(column).to_owned(), format!("{}{reason}。", column.label()))
    }

    pub fn refuse_surplus(&self) -> Result<(), Fault> {
        let beyond = |index: usize| self.header.column(index).is_none_or(|(_, role)| role == Role::Surplus);
        let filled = self.cells.iter().enumerate().filter(|(_, cell)| !cell.is_blank());
        let surplus = filled.filter(|(index, _)| beyond(*index)).count();
        if surplus == 0 {
            return Ok(());
        }
        let reason = format!("这一行比列名多出 {surplus} 格内容，可能有没加引号的分隔符，请检查后再导入。");
        Err((WHOLE_ROW.into(), reason))
    }

    /// The one filled cell of a column; JSON may carry the same column under two names.
    pub fn filled(&self, column: C) -> Result<&Cell, Fault> {
        let mut found = &Cell::Empty;
        for index in self.header.places(column) {
            let Some(cell) = self.cells.get(index).filter(|cell| !cell.is_blank()) else { continue };
            if !found.is_blank() {
                return Err(self.blame(column, "填了两次（用了两个列名），请只留一个"));
            }
            found = cell;
        }
        Ok(found)
    }

    /// The same, which must be one that can be taken.
    pub fn cell(&self, column: C) -> Result<&Cell, Fault> {
        match self.filled(column)? {
            Cell::Bad(_, bad) => Err(self.blame(column, &format!("不能导入：{}", bad.reason()))),
            cell @ (Cell::Empty | Cell::Text(_) | Cell::Number(_) | Cell::Shown(..) | Cell::Time(_)) => {
                Ok(cell)
            }
        }
    }

    pub fn text(&mut self, column: C) -> Result<Option<String>, Fault> {
        let cell = self.cell(column)?;
        if cell.is_blank() {
            return Ok(None);
        }
        let shown = cell.shown();
        let name = self.header.name_of(column);
        Ok(Some(self.warnings.without_nul(shown, self.number, name)))
    }
}

impl RowReader<'_, Column> {
    fn row(&mut self) -> Result<IntakeRow, Fault> {
        self.refuse_surplus()?;
        let platform_no = self.platform_no()?;
        for column in [Column::PlatformNo, Column::Contact] {
            self.refuse_scientific(column)?;
        }
        let complained_at = self
            .moment(Column::ComplainedAt)?
            .ok_or_else(|| self.blame(Column::ComplainedAt, "没有填写，请补上"))?;
        let mut received_at = self.moment(Column::ReceivedAt)?;
        if received_at.is_some_and(|received_at| sameness::is_earlier(received_at, complained_at)) {
            return Err(self.blame(Column::ReceivedAt, "早于投诉时间，请核对"));
        }
        // A day alone, or a minute alone, is not before the complaint of that day or minute.
        received_at = received_at.map(|received_at| received_at.max(complained_at));
        Ok(IntakeRow {
            row: self.number,
            platform_no,
            complained_at,
            received_at,
            method: self.optional(Column::Method)?,
            source: self.optional(Column::Source)?,
            complainant: self.optional(Column::Complainant)?,
            contact: self.optional(Column::Contact)?,
            respondent_name: self.optional(Column::RespondentName)?,
            respondent_unit_position: self.optional(Column::RespondentUnitPosition)?,
            respondent_rank: self.optional(Column::RespondentRank)?,
            village: self.optional(Column::Village)?,
            field: self.optional(Column::Field)?,
            title: self.mandatory_text(Column::Title)?,
            content: self.mandatory_text(Column::Content)?,
            main_pages: self.count(Column::MainPages)?,
            attachments: self.count(Column::Attachments)?,
            satisfaction: self.optional(Column::Satisfaction)?,
            evaluation_comment: self.optional(Column::EvaluationComment)?,
            other: self.other()?,
        })
    }

    /// The number as it came; what only says that there is none is none.
    fn platform_no(&mut self) -> Result<Option<String>, Fault> {
        let Some(number) = self.shown_text(Column::PlatformNo)? else { return Ok(None) };
        if platform_no::key(&number).is_none() {
            self.warnings.without_number();
            return Ok(None);
        }
        if platform_no::is_steering(&number) {
            return Err(self.blame(Column::PlatformNo, "里有看不见的控制字符，请删去后再导入"));
        }
        Ok(Some(number.trim().to_owned()))
    }

    /// Text of a column in which every sign counts: a number under a format that is not worked out is not guessed.
    fn shown_text(&mut self, column: Column) -> Result<Option<String>, Fault> {
        if matches!(self.cell(column)?, Cell::Shown(_, None)) {
            let reason = "用了特殊的数字格式，读不出表格里显示的样子；请把这一列设为文本，重新填写后再导入";
            return Err(self.blame(column, reason));
        }
        self.text(column)
    }

    /// Text without which the complaint is still a complaint: a spreadsheet's error value there is told and kept.
    fn optional(&mut self, column: Column) -> Result<Option<String>, Fault> {
        if let Cell::Bad(shown, Bad::Error) = self.filled(column)? {
            let shown = shown.clone();
            self.set_aside(column, shown);
            return Ok(None);
        }
        if column == Column::Contact { self.shown_text(column) } else { self.text(column) }
    }

    /// Keeps a text that could not be read under the column's own name, which is said.
    fn set_aside(&mut self, column: Column, shown: String) {
        let name = self.header.name_of(column);
        self.warnings.set_aside(self.number, name, &shown);
        self.unread.push((format!("{}（原文）", column.label()), shown));
    }

    fn mandatory_text(&mut self, column: Column) -> Result<String, Fault> {
        self.text(column)?.ok_or_else(|| self.blame(column, "没有填写，请补上"))
    }

    /// A spreadsheet that opened a CSV and saved it again turns long numbers into `1.38E+10`.
    fn refuse_scientific(&self, column: Column) -> Result<(), Fault> {
        let shown = self.filled(column)?.shown();
        let scientific = shown.trim().split_once(['E', 'e']).is_some_and(|(digits, power)| {
            let power = power.strip_prefix('+').unwrap_or(power);
            !power.is_empty()
                && power.bytes().all(|byte| byte.is_ascii_digit())
                && digits.contains('.')
                && digits.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
        });
        if scientific {
            return Err(
                self.blame(column, "变成了科学计数法，已经失真；请从平台重新导出，不要用表格软件另存")
            );
        }
        Ok(())
    }

    fn moment(&self, column: Column) -> Result<Option<Moment>, Fault> {
        let epoch = self.judge.epoch;
        let moment = match self.cell(column)? {
            Cell::Empty | Cell::Bad(..) => return Ok(None),
            Cell::Text(text) => times::parse(text, epoch),
            Cell::Number(days) => {
                times::serial(*days, epoch).or_else(|| times::parse(&format!("{days}"), epoch))
            }
            Cell::Shown(days, shown) => {
                let seen = shown.as_deref().and_then(|shown| times::parse(shown, epoch));
                times::serial(*days, epoch).or(seen)
            }
            Cell::Time(moment) => Some(*moment),
        };
        let moment =
            moment.ok_or_else(|| self.blame(column, "不是能识别的时间，请写成 2026-03-05 14:20 的样子"))?;
        if moment > self.judge.now {
            return Err(self.blame(column, "在将来，请核对"));
        }
        if moment.date().year() < 2000 {
            return Err(self.blame(column, "早于 2000 年，请核对"));
        }
        Ok(Some(moment))
    }

    /// An optional number; one that cannot be read is told and its text kept.
    fn count(&mut self, column: Column) -> Result<Option<u32>, Fault> {
        let found = self.filled(column)?;
        let is_lost = matches!(found, Cell::Bad(_, Bad::Formula | Bad::Digits | Bad::Nested));
        let cell = if is_lost { self.cell(column)? } else { found };
        if cell.is_blank() {
            return Ok(None);
        }
        let read = match cell {
            Cell::Number(value) | Cell::Shown(value, _) => read_count(&format!("{value}")),
            Cell::Text(text) => read_count(text),
            Cell::Empty | Cell::Time(_) | Cell::Bad(..) => None,
        };
        if read.is_none() {
            let shown = cell.shown();
            self.set_aside(column, shown);
        }
        Ok(read)
    }

    fn other(&mut self) -> Result<Vec<(String, String)>, Fault> {
        let mut other = std::mem::take(&mut self.unread);
        for index in self.header.others() {
            let (Some(cell), Some((name, _))) = (self.cells.get(*index), self.header.column(*index)) else {
                continue;
            };
            match cell {
                Cell::Empty => {}
                Cell::Bad(shown, Bad::Error) => {
                    self.warnings.set_aside(self.number, name, shown);
                    other.push((name.to_owned(), shown.clone()));
                }
                Cell::Bad(_, bad) => return Err((name.to_owned(), format!("不能导入：{}。", bad.reason()))),
                Cell::Text(_) | Cell::Number(_) | Cell::Shown(..) | Cell::Time(_) => {
                    let text = self.warnings.without_nul(cell.shown(), self.number, name);
                    if !text.is_empty() {
                        other.push((name.to_owned(), text));
                    }
                }
            }
        }
        Ok(other)
    }
}

/// `3`, `３`, `3.0`, `3页`, `3 件`.
fn read_count(text: &str) -> Option<u32> {
    let plain = fold(text);
    let digits = plain.trim_end_matches(['页', '件', '个', '份', '张']);
    let whole = match digits.split_once('.') {
        Some((whole, nought)) if !nought.is_empty() && nought.bytes().all(|digit| digit == b'0') => whole,
        Some(_) => return None,
        None => digits,
    };
    let is_number = !whole.is_empty() && whole.len() <= 4 && whole.bytes().all(|byte| byte.is_ascii_digit());
    if is_number { whole.parse().ok() } else { None }
}

#[cfg(test)]
mod tests;
