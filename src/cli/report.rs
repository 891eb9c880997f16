//! `ydt report`: figures of a stretch of days, each with what it is of and the cases behind it; frozen, and shown again as
//! they were frozen.

use std::io::Write;
use std::path::Path;

use super::apply::new_act;
use super::args;
use super::exit::{Exit, Failure};
use super::file;
use super::out::{Out, tell};
use super::session::Session;
use crate::domain::figures::report::Report;
use crate::forms::table_file::{self, TableKind};
use crate::office::FreezeAsked;

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
            let bytes = written(&report, kind(format), &note)?;
            file::write_new(path, |file| file.write_all(&bytes).map_err(Failure::from))?;
            tell(&format!("写到 {}。", path.display()));
        }
        None => out.raw(&String::from_utf8_lossy(&written(&report, kind(format), &note)?))?,
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
    let Some(name) = &asked.freeze else {
        return Ok((report, grounds.note()));
    };
    if !grounds.is_whole_town {
        return Err(Failure::new(Exit::Refused, "您看不到全镇的件，不能封存统计；没有封存。"));
    }
    let body = serde_json::to_string(&report)
        .map_err(|error| Failure::new(Exit::Unavailable, format!("没有封存：{error}。")))?;
    let events = grounds.head.count;
    let (act, name) = (new_act()?, name.clone());
    let frozen = session.office.freeze(FreezeAsked { act, name, from, to, events, body }, now)?;
    let told = format!("已封存为“{}”，用 ydt report --frozen 再看。{}", frozen.name, grounds.head_words());
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
    match TableKind::named(asked.output.as_deref().unwrap_or(Path::new("-"))) {
        Ok(Some(TableKind::Xlsx)) => Ok(args::ReportFormat::Xlsx),
        Ok(Some(TableKind::Csv)) => Ok(args::ReportFormat::Csv),
        Ok(Some(TableKind::Json)) => Ok(args::ReportFormat::Json),
        Ok(Some(TableKind::Text) | None) => Ok(args::ReportFormat::Text),
        Err(other) => Err(Failure::usage(format!(
            "不知道 .{other} 是什么格式，请用 --format 写 text、csv、xlsx 或 json。"
        ))),
    }
}

const fn kind(format: args::ReportFormat) -> TableKind {
    match format {
        args::ReportFormat::Text => TableKind::Text,
        args::ReportFormat::Csv => TableKind::Csv,
        args::ReportFormat::Xlsx => TableKind::Xlsx,
        args::ReportFormat::Json => TableKind::Json,
    }
}

fn written(report: &Report, kind: TableKind, note: &str) -> Result<Vec<u8>, Failure> {
    let failed = |why: String| Failure::new(Exit::Unavailable, format!("统计没有写成：{why}。"));
    table_file::figures(report, kind, note).map_err(failed)
}
