//! From the cells of one row to an [`IntakeRow`] or the fault that keeps it out.

use super::header::{Column, Header, Role};
use super::times;
use super::warnings::Warnings;
use crate::domain::code::Coded;
use crate::domain::time::{Date, Moment};
use crate::domain::view::intake_row::{IntakeRow, RowFault};

/// From here on not every whole number has its own `f64`: a long number stored as a number is no longer itself.
const EXACT: f64 = 9_007_199_254_740_992.0;
/// The largest number of pages or enclosures.
const COUNT_LIMIT: u32 = 9999;
/// Named as the column when no single one is to blame.
pub(super) const WHOLE_ROW: &str = "整行";

/// A cell as its format stores it.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Cell {
    Empty,
    /// Text, code point for code point.
    Text(String),
    /// A number typed as one.
    Number(f64),
    /// A date or time typed as one.
    Time(Moment),
    /// Something that cannot be taken: how it is shown, and why not.
    Bad(String, &'static str),
}

impl Cell {
    /// A number, unless it has already lost digits.
    pub fn number(value: f64) -> Self {
        if value.is_finite() && value.abs() < EXACT {
            Self::Number(value)
        } else {
            Self::Bad(
                format!("{value:E}"),
                "数字太长，已经失真；请在原表里把这一列设为文本，重新填写后再导入",
            )
        }
    }

    /// The text a person sees in the cell; whole numbers without `.0`.
    pub fn shown(&self) -> String {
        match self {
            Self::Empty => String::new(),
            Self::Text(text) | Self::Bad(text, _) => text.clone(),
            // `Display` of a whole `f64` below 2^53 prints it exactly and without a fraction; -0 is nobody's wish.
            Self::Number(value) => format!("{}", value + 0.0),
            Self::Time(time) => time.second(),
        }
    }

    /// Whether a spreadsheet would show nothing.
    pub fn is_blank(&self) -> bool {
        match self {
            Self::Empty => true,
            Self::Text(text) => text.trim().is_empty(),
            Self::Number(_) | Self::Time(_) | Self::Bad(..) => false,
        }
    }
}

/// What rows are judged by.
#[derive(Debug, Clone, Copy)]
pub(super) struct Judge {
    /// Times after this are in the future.
    pub now: Moment,
    /// Serial day 0 of this file's numbers.
    pub epoch: Date,
}

/// A fault before it is tied to its row: the column's name and the reason.
type Fault = (String, String);

/// Reads one row; `cells` may be shorter than the header.
pub(super) fn read(
    header: &Header,
    number: u32,
    cells: &[Cell],
    judge: Judge,
    warnings: &mut Warnings,
) -> Result<IntakeRow, RowFault> {
    let mut reader = RowReader { header, number, cells, judge, warnings };
    reader.row().map_err(|(column, reason)| fault(header, number, cells, column, reason))
}

/// The row as one that is not taken.
pub(super) fn fault(header: &Header, row: u32, cells: &[Cell], column: String, reason: String) -> RowFault {
    let mut raw: Vec<String> = cells.iter().map(Cell::shown).collect();
    raw.resize(raw.len().max(header.len()), String::new());
    RowFault { row, column, reason, raw }
}

struct RowReader<'a> {
    header: &'a Header,
    number: u32,
    cells: &'a [Cell],
    judge: Judge,
    warnings: &'a mut Warnings,
}

impl RowReader<'_> {
    fn row(&mut self) -> Result<IntakeRow, Fault> {
        self.refuse_surplus()?;
        let platform_no = self.text(Column::PlatformNo)?.map(|number| number.trim().to_owned());
        for column in [Column::PlatformNo, Column::Contact] {
            self.refuse_scientific(column)?;
        }
        let complained_at = self
            .moment(Column::ComplainedAt)?
            .ok_or_else(|| self.blame(Column::ComplainedAt, "没有填写，请补上"))?;
        let received_at = self.moment(Column::ReceivedAt)?;
        if received_at.is_some_and(|received_at| received_at < complained_at) {
            return Err(self.blame(Column::ReceivedAt, "早于投诉时间，请核对"));
        }
        Ok(IntakeRow {
            row: self.number,
            platform_no,
            complained_at,
            received_at,
            method: self.text(Column::Method)?,
            source: self.text(Column::Source)?,
            complainant: self.text(Column::Complainant)?,
            contact: self.text(Column::Contact)?,
            respondent_name: self.text(Column::RespondentName)?,
            respondent_unit_position: self.text(Column::RespondentUnitPosition)?,
            respondent_rank: self.text(Column::RespondentRank)?,
            village: self.text(Column::Village)?,
            field: self.text(Column::Field)?,
            title: self.mandatory_text(Column::Title)?,
            content: self.mandatory_text(Column::Content)?,
            main_pages: self.count(Column::MainPages)?,
            attachments: self.count(Column::Attachments)?,
            satisfaction: self.text(Column::Satisfaction)?,
            evaluation_comment: self.text(Column::EvaluationComment)?,
            other: self.other()?,
        })
    }

    fn blame(&self, column: Column, reason: &str) -> Fault {
        (self.header.name_of(column).to_owned(), format!("{}{reason}。", column.label()))
    }

    fn refuse_surplus(&self) -> Result<(), Fault> {
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
    fn cell(&self, column: Column) -> Result<&Cell, Fault> {
        let mut found = &Cell::Empty;
        for (index, cell) in self.cells.iter().enumerate() {
            let known = self.header.column(index).is_some_and(|(_, role)| role == Role::Known(column));
            if known && !cell.is_blank() {
                if !found.is_blank() {
                    return Err(self.blame(column, "填了两次（用了两个列名），请只留一个"));
                }
                found = cell;
            }
        }
        if let Cell::Bad(_, reason) = found {
            return Err(self.blame(column, &format!("不能导入：{reason}")));
        }
        Ok(found)
    }

    fn text(&mut self, column: Column) -> Result<Option<String>, Fault> {
        let cell = self.cell(column)?;
        if cell.is_blank() {
            return Ok(None);
        }
        let shown = cell.shown();
        let name = self.header.name_of(column);
        Ok(Some(self.warnings.without_nul(shown, self.number, name)))
    }

    fn mandatory_text(&mut self, column: Column) -> Result<String, Fault> {
        self.text(column)?.ok_or_else(|| self.blame(column, "没有填写，请补上"))
    }

    /// A spreadsheet that opened a CSV and saved it again turns long numbers into `1.38E+10`.
    fn refuse_scientific(&self, column: Column) -> Result<(), Fault> {
        let shown = self.cell(column)?.shown();
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
        let moment = match self.cell(column)? {
            Cell::Empty | Cell::Bad(..) => return Ok(None),
            Cell::Text(text) => times::parse(text, self.judge.epoch),
            Cell::Number(days) => times::serial(*days, self.judge.epoch),
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

    fn count(&self, column: Column) -> Result<Option<u32>, Fault> {
        let cell = self.cell(column)?;
        if cell.is_blank() {
            return Ok(None);
        }
        let shown = cell.shown();
        let digits = shown.trim();
        let count = if digits.bytes().all(|byte| byte.is_ascii_digit()) { digits.parse().ok() } else { None };
        count
            .filter(|count| *count <= COUNT_LIMIT)
            .map(Some)
            .ok_or_else(|| self.blame(column, "应是 0 到 9999 的整数，请改正"))
    }

    fn other(&mut self) -> Result<Vec<(String, String)>, Fault> {
        let mut other = Vec::new();
        for (index, cell) in self.cells.iter().enumerate() {
            let Some((name, Role::Other)) = self.header.column(index) else { continue };
            match cell {
                Cell::Empty => {}
                Cell::Bad(_, reason) => return Err((name.to_owned(), format!("不能导入：{reason}。"))),
                Cell::Text(_) | Cell::Number(_) | Cell::Time(_) => {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::intake::header::Mapping;

    fn judge() -> Judge {
        Judge { now: Moment::parse("2026-11-23 09:00").unwrap(), epoch: times::EPOCH_1900 }
    }

    fn read_one(changed: &str, cell: Cell) -> Result<IntakeRow, RowFault> {
        let mut names = vec!["投诉时间", "标题", "内容"];
        let mut cells = vec![text("2026-03-05 14:20"), text("占道"), text("长期占道")];
        if let Some(index) = names.iter().position(|name| *name == changed) {
            cells[index] = cell;
        } else {
            names.push(changed);
            cells.push(cell);
        }
        let header =
            Header::of_table(names.into_iter().map(str::to_owned).collect(), &Mapping::default()).unwrap();
        read(&header, 7, &cells, judge(), &mut Warnings::default())
    }

    fn text(text: &str) -> Cell {
        Cell::Text(text.into())
    }

    #[test]
    fn a_faulty_value_names_row_column_and_reason_and_keeps_the_cells() {
        for (column, cell, word) in [
            ("投诉时间", text("2026-02-30"), "不是能识别的时间"),
            ("投诉时间", text("2026-11-23 09:01"), "将来"),
            ("投诉时间", text("1999-12-31 23:59"), "2000"),
            ("投诉时间", Cell::Number(12.0), "不是能识别的时间"),
            ("投诉时间", Cell::Empty, "没有填写"),
            ("推送时间", text("后天"), "不是能识别的时间"),
            ("标题", text(" \u{3000}"), "没有填写"),
            ("内容", Cell::Empty, "没有填写"),
            ("主件页数", text("-1"), "整数"),
            ("主件页数", Cell::Number(1.5), "整数"),
            ("附件数", text("10000"), "整数"),
            ("附件数", text("三"), "整数"),
            ("平台编号", Cell::number(9_007_199_254_740_993.0), "失真"),
            ("平台编号", text("1.38E+10"), "科学计数法"),
            ("手机号", text("1.38123E10"), "科学计数法"),
            ("备注", Cell::number(f64::INFINITY), "失真"),
        ] {
            let shown = cell.shown();
            let fault = read_one(column, cell).unwrap_err();
            assert_eq!((fault.row, fault.column.as_str()), (7, column));
            assert!(fault.reason.contains(word), "{column}: {}", fault.reason);
            assert!(fault.raw.contains(&shown));
        }
    }

    #[test]
    fn good_values_come_through_unchanged() {
        let odd = " 首尾空格\t\u{202e}\u{200b}👨‍👩‍👧\u{7} ";
        assert_eq!(read_one("内容", text(odd)).unwrap().content, odd);
        assert_eq!(
            read_one("平台编号", Cell::number(2_026_111_800_001.0)).unwrap().platform_no.unwrap(),
            "2026111800001"
        );
        assert_eq!(read_one("平台编号", text("\tJD-1 ")).unwrap().platform_no.unwrap(), "JD-1");
        assert_eq!(read_one("平台编号", text("12E5")).unwrap().platform_no.unwrap(), "12E5");
        assert_eq!(read_one("主件页数", Cell::Number(3.0)).unwrap().main_pages, Some(3));
        assert_eq!(read_one("主件页数", text("9999")).unwrap().main_pages, Some(9999));
        assert_eq!(read_one("备注", text("x")).unwrap().other, [("备注".to_owned(), "x".to_owned())]);
        assert_eq!(read_one("投诉人", text("匿名")).unwrap().complainant.unwrap(), "匿名");
        let serial = read_one("投诉时间", Cell::Number(46_086.597_222_2)).unwrap();
        assert_eq!(serial.complained_at.minute(), "2026-03-05 14:20");
        assert_eq!(serial.received_at, None);
        let latest = read_one("投诉时间", text("2026-11-23 09:00")).unwrap();
        assert_eq!(latest.complained_at, judge().now);
    }
}
