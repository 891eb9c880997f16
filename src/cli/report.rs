//! `ydt report`: figures of a stretch of days, each with what it is of and the cases behind it; frozen, and shown again as
//! they were frozen.

use std::io::Write;
use std::path::Path;

use serde::Serialize;

use super::apply::new_act;
use super::args;
use super::exit::{Exit, Failure};
use super::file;
use super::out::{Out, tell};
use super::session::Session;
use crate::domain::code::Coded as _;
use crate::domain::figures::figure::{FigureName, Shape};
use crate::domain::figures::report::{Figure, Report};
use crate::domain::time::{Date, Moment};
use crate::domain::town::frozen::FrozenKind;
use crate::forms::spreadsheet::{self, Table};
use crate::office::FreezeAsked;
use crate::ui::text;

const TITLE: &str = "投诉件统计";

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
    cases: &'a [String],
    others: &'a [String],
}

pub(super) fn run<W: Write>(
    session: &mut Session,
    asked: &args::Report,
    out: &mut Out<W>,
) -> Result<Exit, Failure> {
    let format = format_of(asked)?;
    let to = asked.output.as_deref().filter(|path| *path != Path::new("-"));
    if to.is_none() && format == args::ReportFormat::Xlsx {
        return Err(Failure::usage("xlsx 文件请用 -o 写明放到哪里，如 -o 统计.xlsx。"));
    }
    if let Some(path) = to.filter(|path| path.symlink_metadata().is_ok()) {
        return Err(file::exists(path));
    }
    let (report, note) = match &asked.frozen {
        Some(name) => frozen(session, name)?,
        None => taken(session, asked)?,
    };
    match to {
        Some(path) => {
            let bytes = written(&report, format, &note)?;
            file::write_new(path, |file| file.write_all(&bytes).map_err(Failure::from))?;
            tell(&format!("写到 {}。", path.display()));
        }
        None if format == args::ReportFormat::Text => lines(&report, out)?,
        None => out.raw(&String::from_utf8_lossy(&written(&report, format, &note)?))?,
    }
    out.flush()?;
    tell(&note);
    Ok(Exit::Done)
}

/// The figures as they are now, frozen where that was asked for, with what is said beside them.
fn taken(session: &mut Session, asked: &args::Report) -> Result<(Report, String), Failure> {
    let now = session.now();
    let to = asked.to.unwrap_or_else(|| now.date());
    let from = asked.from.unwrap_or_else(|| to.first_of_month());
    if from > to {
        return Err(Failure::usage(format!("--from {from} 晚于 --to {to}，没有统计。")));
    }
    if from > now.date() {
        return Err(Failure::usage(format!("--from {from} 还没有到，没有可统计的。")));
    }
    let grounds = session.office.figure_grounds(now)?;
    let report = grounds.report(from, to, asked.by);
    let head = format!("链头 {}:{}", grounds.head.count, grounds.head.hash);
    let scope = if grounds.is_whole_town { "" } else { "只含您能看到的件。" };
    let Some(name) = &asked.freeze else {
        return Ok((report, format!("统计时间 {}。{scope}{head}", now.minute())));
    };
    if !grounds.is_whole_town {
        return Err(Failure::new(Exit::Refused, "您看不到全镇的件，不能封存统计；没有封存。"));
    }
    let body = serde_json::to_string(&report)
        .map_err(|error| Failure::new(Exit::Unavailable, format!("没有封存：{error}。")))?;
    let events = grounds.head.count;
    let (act, name, kind) = (new_act()?, name.clone(), FrozenKind::Report);
    let frozen = session.office.freeze(FreezeAsked { act, name, kind, from, to, events, body }, now)?;
    let told = format!("已封存为“{}”，用 ydt report --frozen 再看。{head}", frozen.name);
    Ok((report, told))
}

fn frozen(session: &Session, name: &str) -> Result<(Report, String), Failure> {
    let now = session.now();
    let (frozen, report) = session.office.frozen_report(name, now)?;
    let told = format!("“{}”封存于 {}，校验值 {}。", frozen.name, frozen.at.minute(), frozen.sha256);
    Ok((report, told))
}

/// What was asked for, else what the name of the file ends in, else text.
fn format_of(asked: &args::Report) -> Result<args::ReportFormat, Failure> {
    if let Some(format) = asked.format {
        return Ok(format);
    }
    let named = asked.output.as_deref().and_then(Path::extension).and_then(std::ffi::OsStr::to_str);
    match named.map(str::to_lowercase).as_deref() {
        Some("xlsx") => Ok(args::ReportFormat::Xlsx),
        Some("csv") => Ok(args::ReportFormat::Csv),
        Some("json") => Ok(args::ReportFormat::Json),
        Some("txt") | None => Ok(args::ReportFormat::Text),
        Some(other) => Err(Failure::usage(format!(
            "不知道 .{other} 是什么格式，请用 --format 写 text、csv、xlsx 或 json。"
        ))),
    }
}

fn written(report: &Report, format: args::ReportFormat, note: &str) -> Result<Vec<u8>, Failure> {
    let rows: Vec<Vec<String>> = report.figures.iter().map(|figure| row(report, figure)).collect();
    let notes = [
        format!("{TITLE}：{}至{}", report.from, report.to),
        format!("统计时间 {}", report.as_of.minute()),
        note.to_owned(),
    ];
    let table =
        Table { title: TITLE, columns: COLUMNS, rows: &rows, notes: &notes, on: on(report.as_of.date()) };
    let failed = |why: String| Failure::new(Exit::Unavailable, format!("统计没有写成：{why}。"));
    match format {
        args::ReportFormat::Xlsx => spreadsheet::xlsx(&table).map_err(failed),
        args::ReportFormat::Csv => spreadsheet::csv(&table).map_err(failed),
        args::ReportFormat::Json => json(report),
        args::ReportFormat::Text => {
            let mut bytes = Vec::new();
            lines(report, &mut Out::to(&mut bytes))?;
            Ok(bytes)
        }
    }
}

fn on(day: Date) -> (u16, u8, u8) {
    (u16::try_from(day.year()).unwrap_or(1900), day.month(), day.day())
}

fn json(report: &Report) -> Result<Vec<u8>, Failure> {
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
    let mut bytes = serde_json::to_vec_pretty(&figures.collect::<Vec<_>>())
        .map_err(|error| Failure::new(Exit::Unavailable, format!("统计没有写成：{error}。")))?;
    bytes.push(b'\n');
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
        figure.cases.join(" "),
        figure.others.join(" "),
    ]
}

/// Cells to the end of a figure's name.
const NAME_WIDTH: usize = 26;

/// The figures as lines, one part after another; a part says nothing of what it has nothing of.
fn lines<W: Write>(report: &Report, out: &mut Out<W>) -> Result<(), Failure> {
    let days = format!("{}至{}", report.from, report.to);
    out.line(&format!("{TITLE}  {days}  统计时间 {}", report.as_of.minute()))?;
    let mut part = None;
    let mut section = None;
    for figure in &report.figures {
        let is_new = part != Some(&figure.part);
        if is_new {
            out.line("")?;
            out.line(&format!("■ {}", figure.part.label))?;
            (part, section) = (Some(&figure.part), None);
        }
        let has_nothing = figure.numerator == 0 && figure.denominator.unwrap_or(0) == 0;
        let is_part = report.by.is_some() && figure.part.code != "total";
        if has_nothing && (is_part || figure.name.shape() != Shape::Count) {
            continue;
        }
        if section != Some(figure.name.section()) {
            section = Some(figure.name.section());
            out.line(&format!("  {}", figure.name.section().label()))?;
        }
        let name = text::pad(figure.name.label(), NAME_WIDTH);
        let percent = figure.percent().map_or(String::new(), |percent| format!("  {percent}"));
        out.line(&format!("    {name}{}{percent}", figure.fraction()))?;
    }
    Ok(())
}
