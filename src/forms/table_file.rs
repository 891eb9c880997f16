//! Figures and the ledger as files: what stands in their columns, beside them and at their foot. The same for whoever asks
//! by command and in the console.

use std::fmt::Write as _;
use std::path::Path;

use serde::{Serialize, Serializer};
use serde_json::json;
use unicode_width::UnicodeWidthStr as _;

use super::docx::printable;
use super::spreadsheet::{self, Table};
use crate::domain::code::Coded as _;
use crate::domain::figures::facts::Number;
use crate::domain::figures::figure::{FigureName, Shape};
use crate::domain::figures::report::{Figure, Report};
use crate::domain::time::Moment;
use crate::domain::view::ledger;

const FIGURES: &str = "投诉件统计";
const LEDGER: &str = "投诉件台账";
/// A workbook is held in memory whole, about 8 kB for each case; more cases than these would take a gigabyte.
const MOST_ROWS: usize = 100_000;
/// Cells to the end of a figure's name.
const NAME_WIDTH: usize = 26;

/// What a table is written as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TableKind {
    Xlsx,
    Csv,
    Json,
    Text,
}

impl TableKind {
    /// What the name of a file says; nothing where it has no ending.
    ///
    /// # Errors
    /// The ending, where it is none of these.
    pub fn named(path: &Path) -> Result<Option<Self>, String> {
        let ending = path.extension().map(|ending| ending.to_string_lossy().to_lowercase());
        match ending.as_deref() {
            None => Ok(None),
            Some("xlsx") => Ok(Some(Self::Xlsx)),
            Some("csv") => Ok(Some(Self::Csv)),
            Some("json") => Ok(Some(Self::Json)),
            Some("txt") => Ok(Some(Self::Text)),
            Some(other) => Err(other.to_owned()),
        }
    }
}

/// The ledger as it is written.
#[derive(Debug, Clone, Copy)]
pub struct LedgerFile<'a> {
    pub rows: &'a [Vec<String>],
    /// When it was read.
    pub at: Moment,
    /// Events and hash of the record's head then.
    pub head: (u64, &'a str),
    pub has_identity: bool,
}

/// The ledger as a file; as text it is comma-separated.
///
/// # Errors
/// Why it could not be written, to stand after a colon.
pub fn ledger(ledger: &LedgerFile<'_>, kind: TableKind) -> Result<Vec<u8>, String> {
    let columns: Vec<(&str, u8)> =
        ledger::COLUMNS.iter().map(|column| (column.label, column.width)).collect();
    let masked = if ledger.has_identity { "含投诉人身份，注意保管" } else { "投诉人已隐去" };
    let notes = [
        format!("{LEDGER}：{}件，{masked}", ledger.rows.len()),
        format!("导出时间 {}", ledger.at.minute()),
        format!("链头 {}:{}", ledger.head.0, ledger.head.1),
    ];
    let on = ledger.at.date();
    let table = Table { title: LEDGER, columns: &columns, rows: ledger.rows, notes: &notes, on };
    match kind {
        TableKind::Xlsx if ledger.rows.len() > MOST_ROWS => Err(format!(
            "一个 xlsx 最多写{MOST_ROWS}件，这里有{}件；请按收到日期分几次写，或写成 csv",
            ledger.rows.len()
        )),
        TableKind::Xlsx => spreadsheet::xlsx(&table),
        TableKind::Csv | TableKind::Text => spreadsheet::csv(&table),
        TableKind::Json => ledger_json(ledger),
    }
}

/// A line of the ledger by the codes of its columns.
struct LedgerRow<'a>(&'a [String]);

impl Serialize for LedgerRow<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(ledger::COLUMNS.iter().map(|column| column.code).zip(self.0))
    }
}

fn ledger_json(ledger: &LedgerFile<'_>) -> Result<Vec<u8>, String> {
    let (events, head) = ledger.head;
    let about = json!({ "at": ledger.at, "events": events, "head": head }).to_string();
    let mut bytes = about.into_bytes();
    // The rows stand in the same object, and each is written as it comes.
    bytes.pop();
    bytes.extend_from_slice(b",\"rows\":");
    lines(&mut bytes, ledger.rows.iter().map(|cells| LedgerRow(cells)))?;
    bytes.extend_from_slice(b"}\n");
    Ok(bytes)
}

/// A list with a line for each of its values: of many cases a line for every word would be mostly blanks.
fn lines<T: Serialize>(bytes: &mut Vec<u8>, values: impl Iterator<Item = T>) -> Result<(), String> {
    bytes.push(b'[');
    for (place, value) in values.enumerate() {
        bytes.extend_from_slice(if place == 0 { b"\n" } else { b",\n" });
        serde_json::to_writer(&mut *bytes, &value).map_err(|error| error.to_string())?;
    }
    bytes.extend_from_slice(b"\n]\n");
    Ok(())
}

/// Figures as a file; the note says when and of what they were taken.
///
/// # Errors
/// Why it could not be written, to stand after a colon.
pub fn figures(report: &Report, kind: TableKind, note: &str) -> Result<Vec<u8>, String> {
    let notes = [
        format!("{FIGURES}：{}至{}", report.from, report.to),
        format!("统计时间 {}", report.as_of.minute()),
        note.to_owned(),
    ];
    let rows = || report.figures.iter().map(|figure| row(report, figure)).collect::<Vec<_>>();
    let written = |write: fn(&Table<'_>) -> Result<Vec<u8>, String>| {
        let on = report.as_of.date();
        write(&Table { title: FIGURES, columns: COLUMNS, rows: &rows(), notes: &notes, on })
    };
    match kind {
        TableKind::Xlsx => written(spreadsheet::xlsx),
        TableKind::Csv => written(spreadsheet::csv),
        TableKind::Json => figures_json(report),
        TableKind::Text => Ok(figures_text(report).into_bytes()),
    }
}

/// A figure with the names that programs read it by.
#[derive(Serialize)]
struct FigureJson<'a> {
    name: FigureName,
    label: &'static str,
    group: &'a str,
    group_label: &'a str,
    numerator: u32,
    denominator: Option<u32>,
    median: Option<f64>,
    mean: Option<f64>,
    longest: Option<u32>,
    as_of: Moment,
    cases: &'a [Number],
    others: &'a [Number],
}

fn figures_json(report: &Report) -> Result<Vec<u8>, String> {
    let figures = report.figures.iter().map(|figure| FigureJson {
        name: figure.name,
        label: figure.name.label(),
        group: &figure.part.code,
        group_label: &figure.part.label,
        numerator: figure.numerator,
        denominator: figure.denominator,
        median: figure.days.map(|days| days.median),
        mean: figure.days.map(|days| days.mean),
        longest: figure.days.map(|days| days.longest),
        as_of: report.as_of,
        cases: &figure.cases,
        others: &figure.others,
    });
    let mut bytes = Vec::new();
    lines(&mut bytes, figures)?;
    Ok(bytes)
}

const COLUMNS: &[(&str, u8)] = &[
    ("分组", 20),
    ("部分", 12),
    ("指标", 24),
    ("分子", 8),
    ("分母", 8),
    ("比率", 8),
    ("中位天数", 9),
    ("平均天数", 9),
    ("最长天数", 9),
    ("统计时间", 17),
    ("计入的件", 40),
    ("只计入分母的件", 40),
];

fn row(report: &Report, figure: &Figure) -> Vec<String> {
    let days = |value: Option<f64>| value.map_or(String::new(), |days| format!("{days:.1}"));
    vec![
        figure.part.label.clone(),
        figure.name.section().label().to_owned(),
        figure.name.label().to_owned(),
        figure.numerator.to_string(),
        figure.denominator.map_or(String::new(), |of| of.to_string()),
        figure.percent().unwrap_or_default(),
        days(figure.days.map(|days| days.median)),
        days(figure.days.map(|days| days.mean)),
        figure.days.map_or(String::new(), |days| days.longest.to_string()),
        report.as_of.minute(),
        spreadsheet::numbers(&figure.cases),
        spreadsheet::numbers(&figure.others),
    ]
}

/// The figures as lines, one part after another; a part says nothing of what it has nothing of.
#[must_use]
pub fn figures_text(report: &Report) -> String {
    let mut text = String::new();
    let days = format!("{}至{}", report.from, report.to);
    let mut line = |words: &str| {
        // Writing into a text never fails.
        let _written = writeln!(text, "{}", printable(words).trim_end());
    };
    line(&format!("{FIGURES}  {days}  统计时间 {}", report.as_of.minute()));
    let (mut part, mut section) = (None, None);
    for figure in &report.figures {
        if part != Some(&figure.part) {
            line("");
            line(&format!("■ {}", figure.part.label));
            (part, section) = (Some(&figure.part), None);
        }
        let has_nothing = figure.numerator == 0 && figure.denominator.unwrap_or(0) == 0;
        let is_part = report.by.is_some() && figure.part.code != "total";
        if has_nothing && (is_part || figure.name.shape() != Shape::Count) {
            continue;
        }
        if section != Some(figure.name.section()) {
            section = Some(figure.name.section());
            line(&format!("  {}", figure.name.section().label()));
        }
        let label = figure.name.label();
        let gap = " ".repeat(NAME_WIDTH.saturating_sub(label.width()));
        let percent = figure.percent().map_or(String::new(), |percent| format!("  {percent}"));
        line(&format!("    {label}{gap}{}{percent}", figure.fraction()));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_workbook_of_more_cases_than_memory_holds_is_refused_and_text_of_them_is_not() {
        let rows = vec![vec![String::new(); ledger::COLUMNS.len()]; MOST_ROWS + 1];
        let at = Moment::parse("2026-11-30 10:00").unwrap();
        let all = LedgerFile { rows: &rows, at, head: (1, "ab"), has_identity: false };
        let why = ledger(&all, TableKind::Xlsx).unwrap_err();
        assert!(why.contains("最多写100000件，这里有100001件；请按收到日期分几次写，或写成 csv"), "{why}");
        assert!(ledger(&all, TableKind::Csv).is_ok() && ledger(&all, TableKind::Json).is_ok());
        let few = LedgerFile { rows: &rows[..3], ..all };
        assert!(ledger(&few, TableKind::Xlsx).is_ok());
    }
}
