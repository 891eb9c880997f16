//! `ydt ledger`: the complaints as a table that an office keeps (台账), as a spreadsheet, as text or as JSON.

use std::io::Write;
use std::ops::ControlFlow;
use std::path::Path;

use super::apply::new_act;
use super::args;
use super::exit::{Exit, Failure};
use super::file;
use super::out::{Out, tell};
use super::session::Session;
use crate::domain::refusal::Refusal;
use crate::domain::view::filter::{Comparison, Filter, Term};
use crate::domain::view::listing::View;
use crate::forms::table_file::{self, TableKind};
use crate::office::{CasesRead, Ledger, LedgerAsked};

/// So often it is said how far the reading has come, in cases.
const TOLD_EVERY: usize = 5_000;

/// Says now and then how many cases were read.
pub(super) fn telling() -> CasesRead<'static> {
    CasesRead::telling(|cases| {
        if cases.is_multiple_of(TOLD_EVERY) {
            tell(&format!("已读 {cases} 件……"));
        }
        ControlFlow::Continue(())
    })
}

pub(super) fn run<W: Write>(
    session: &mut Session,
    asked: &args::Ledger,
    out: &mut Out<W>,
) -> Result<Exit, Failure> {
    let filter = filter(asked)?;
    let format = format_of(asked)?;
    let to = asked.output.as_deref().filter(|path| *path != Path::new("-"));
    if to.is_none() && format == args::LedgerFormat::Xlsx {
        return Err(Failure::usage("xlsx 文件请用 -o 写明放到哪里，如 -o 台账.xlsx。"));
    }
    if let Some(path) = to.filter(|path| path.symlink_metadata().is_ok()) {
        return Err(file::exists(path));
    }
    let reason = match (asked.identity, &asked.reason) {
        (true, Some(reason)) if !reason.trim().is_empty() => Some(reason.trim().to_owned()),
        (true, _) => return Err(Failure::usage("含投诉人身份的台账要写明用途：--reason 用途。")),
        (false, _) => None,
    };
    let now = session.now();
    let view = asked.view.unwrap_or(View::All);
    let asked = LedgerAsked { act: new_act()?, view, filter, reason };
    let ledger = session.office.ledger(&asked, now, &mut telling())?;
    let bytes = written(&ledger, format, asked.reason.is_some())?;
    match to {
        Some(path) => {
            file::write_new(path, |file| file.write_all(&bytes).map_err(Failure::from))?;
            tell(&format!("写到 {}。", path.display()));
        }
        None => out.raw(&String::from_utf8_lossy(&bytes))?,
    }
    out.flush()?;
    let masked = if asked.reason.is_some() {
        "含投诉人身份，已计入全镇经过"
    } else {
        "投诉人已隐去"
    };
    tell(&format!("台账 {} 件，{masked}。{}", ledger.rows.len(), head(&ledger)));
    Ok(Exit::Done)
}

/// The words of the filter, with the days of receipt.
fn filter(asked: &args::Ledger) -> Result<Filter, Failure> {
    let usage = |refusal: Refusal| Failure::usage(refusal.message);
    let mut filter = Filter::parse(asked.search.as_deref().unwrap_or_default()).map_err(usage)?;
    if let (Some(from), Some(to)) = (asked.from, asked.to)
        && from > to
    {
        return Err(Failure::usage(format!("--from {from} 晚于 --to {to}，没有导出。")));
    }
    filter.terms.extend(asked.from.map(|day| Term::Received(Comparison::AtLeast, day)));
    filter.terms.extend(asked.to.map(|day| Term::Received(Comparison::AtMost, day)));
    Ok(filter)
}

/// What was asked for, else what the name of the file ends in, else comma-separated text.
fn format_of(asked: &args::Ledger) -> Result<args::LedgerFormat, Failure> {
    if let Some(format) = asked.format {
        return Ok(format);
    }
    let unknown = |ending: &str| {
        Failure::usage(format!("不知道 .{ending} 是什么格式，请用 --format 写 xlsx、csv 或 json。"))
    };
    match TableKind::named(asked.output.as_deref().unwrap_or(Path::new("-"))) {
        Ok(Some(TableKind::Xlsx)) => Ok(args::LedgerFormat::Xlsx),
        Ok(Some(TableKind::Csv) | None) => Ok(args::LedgerFormat::Csv),
        Ok(Some(TableKind::Json)) => Ok(args::LedgerFormat::Json),
        Ok(Some(TableKind::Text)) => Err(unknown("txt")),
        Err(other) => Err(unknown(&other)),
    }
}

fn head(ledger: &Ledger) -> String {
    format!("链头 {}:{}", ledger.head.count, ledger.head.hash)
}

fn written(ledger: &Ledger, format: args::LedgerFormat, has_identity: bool) -> Result<Vec<u8>, Failure> {
    let kind = match format {
        args::LedgerFormat::Xlsx => TableKind::Xlsx,
        args::LedgerFormat::Csv => TableKind::Csv,
        args::LedgerFormat::Json => TableKind::Json,
    };
    let failed = |why: String| Failure::new(Exit::Unavailable, format!("台账没有写成：{why}。"));
    table_file::ledger(&ledger.file(has_identity), kind).map_err(failed)
}
