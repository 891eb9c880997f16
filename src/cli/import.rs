//! `ydt import`: platform exports into the record, with a report per file (`interfaces.md` §Import).

use std::io::Write;
use std::ops::ControlFlow;
use std::path::Path;

use super::args;
use super::exit::{Exit, Failure};
use super::file;
use super::json::{ImportJson, ReconciliationJson};
use super::out::{Out, tell};
use super::session::Session;
use crate::domain::view::importing::ImportReport;
use crate::domain::view::intake_row::{IntakeFile, RowFault};
use crate::domain::view::reconciling::Reconciliation;
use crate::intake::{self, Mapping, Options};

/// How many faults are listed; all of them stand in the JSON and in the rejected file.
const FAULTS_SHOWN: usize = 20;

pub(super) fn run<W: Write>(
    session: &mut Session,
    asked: &args::Import,
    out: &mut Out<W>,
) -> Result<Exit, Failure> {
    let map = match &asked.map {
        Some(path) => Mapping::parse(&file::read_text(path)?)?,
        None => Mapping::default(),
    };
    let map = map.with(&session.office.column_words()?);
    let options = Options { encoding: asked.encoding, sheet: asked.sheet.clone(), map, now: session.now() };
    if asked.reconcile {
        return reconcile(session, asked, &options, out);
    }
    if !asked.seal.is_empty() && asked.files.len() > 1 {
        return Err(Failure::usage("--seal 只能用于一个文件，请分开导入。"));
    }
    if asked.strict && !asked.dry_run && asked.files.len() > 1 && !all_sound(session, asked, &options, out)? {
        return Ok(Exit::FaultyInput);
    }
    let mut exit = Exit::Done;
    for path in &asked.files {
        match one(session, asked, path, &options, out) {
            Ok(of_file) => exit = exit.max(of_file),
            // A faulty file says so and does not keep the others out.
            Err(Failure::Told { exit: Exit::FaultyInput, sentence }) => {
                out.flush()?;
                tell(&sentence);
                exit = Exit::FaultyInput;
            }
            Err(failure) => return Err(failure),
        }
    }
    Ok(exit)
}

/// With `--strict` one faulty row in any of several files keeps all of them out.
fn all_sound<W: Write>(
    session: &mut Session,
    asked: &args::Import,
    options: &Options,
    out: &mut Out<W>,
) -> Result<bool, Failure> {
    for path in &asked.files {
        let file = read(session, asked, path, options)?;
        let report = session.office.preview(&file, options.now)?;
        if !report.faulty.is_empty() {
            refuse(session, asked, &file, &report, out)?;
            tell("其余文件也没有导入。");
            return Ok(false);
        }
    }
    Ok(true)
}

/// Reads a file; one that is no export is recorded as refused, unless this was only a preview.
fn read(
    session: &mut Session,
    asked: &args::Import,
    path: &Path,
    options: &Options,
) -> Result<IntakeFile, Failure> {
    intake::read_path(path, options, &mut |_, _| ControlFlow::Continue(())).map_err(|error| {
        let unread = if asked.dry_run { None } else { intake::unread(path) };
        let recorded = unread.map_or(Ok(()), |file| {
            session.office.record_unread_import(file, &error.to_string(), options.now)
        });
        recorded.err().map_or_else(|| error.into(), Failure::from)
    })
}

fn one<W: Write>(
    session: &mut Session,
    asked: &args::Import,
    path: &Path,
    options: &Options,
    out: &mut Out<W>,
) -> Result<Exit, Failure> {
    let file = read(session, asked, path, options)?;
    if asked.dry_run || asked.strict {
        let report = session.office.preview(&file, options.now)?;
        if asked.dry_run {
            tell_report(&report, "预览（没有导入）", asked.json, out)?;
            return Ok(exit_of(&report));
        }
        if !report.faulty.is_empty() {
            refuse(session, asked, &file, &report, out)?;
            return Ok(Exit::FaultyInput);
        }
    }
    let sealed = asked.seal.iter().copied().collect();
    let goes_on = &mut |_, _| ControlFlow::Continue(());
    let report = session.office.import_sealing(&file, &sealed, asked.strict, options.now, goes_on)?;
    tell_report(&report, "已导入", asked.json, out)?;
    if let Some(rejected) = intake::write_rejected(path, &report.header, &report.faulty)? {
        out.flush()?;
        tell(&format!(
            "{} 行没有导入，连同原因写在 {}；改正后再导入这个文件即可。",
            report.faulty.len(),
            rejected.display()
        ));
    }
    Ok(exit_of(&report))
}

/// Compares each file with our cases; nothing is changed.
fn reconcile<W: Write>(
    session: &Session,
    asked: &args::Import,
    options: &Options,
    out: &mut Out<W>,
) -> Result<Exit, Failure> {
    for path in &asked.files {
        let file = intake::read_path(path, options, &mut |_, _| ControlFlow::Continue(()))?;
        let found = session.office.reconcile(&file, options.now)?;
        if asked.json {
            out.json(&ReconciliationJson::of(&found))?;
        } else {
            tell_differences(&found, out)?;
        }
    }
    Ok(Exit::Done)
}

fn tell_differences<W: Write>(found: &Reconciliation, out: &mut Out<W>) -> Result<(), Failure> {
    out.line(&format!(
        "{}  对账（没有改动）：比对 {} 行，仅平台有 {}，仅本镇有 {}，两边不同 {}",
        found.file,
        found.compared,
        found.only_there.len(),
        found.only_here.len(),
        found.different.len()
    ))?;
    if found.unnumbered + found.faulty > 0 {
        out.line(&format!("  没有平台编号的 {} 行、有误的 {} 行没有比对", found.unnumbered, found.faulty))?;
    }
    if found.elsewhere > 0 {
        out.line(&format!("  由其他人员办理的 {} 行没有比对", found.elsewhere))?;
    }
    for row in &found.only_there {
        out.line(&format!("  仅平台有  第 {} 行  {}  {}", row.row, row.platform_no, row.title))?;
    }
    for case in &found.only_here {
        out.line(&format!("  仅本镇有  {}  {}  {}", case.case_no, case.platform_no, case.title))?;
    }
    for case in &found.different {
        let what = case.what.join("；");
        out.line(&format!("  两边不同  {}  {}  第 {} 行：{what}", case.case_no, case.platform_no, case.row))?;
    }
    Ok(())
}

const fn exit_of(report: &ImportReport) -> Exit {
    if report.faulty.is_empty() { Exit::Done } else { Exit::FaultyInput }
}

fn refuse<W: Write>(
    session: &mut Session,
    asked: &args::Import,
    file: &IntakeFile,
    report: &ImportReport,
    out: &mut Out<W>,
) -> Result<(), Failure> {
    let reason = format!("有 {} 行有误，按“全部或全不”的要求一行也没有导入", report.faulty.len());
    session.office.record_refused_import(file, &format!("{reason}。"), session.now())?;
    tell_report(report, &format!("没有导入：{reason}，按下列原因改正后再导入"), asked.json, out)
}

fn tell_report<W: Write>(
    report: &ImportReport,
    what: &str,
    json: bool,
    out: &mut Out<W>,
) -> Result<(), Failure> {
    if json {
        out.json(&ImportJson::of(report))?;
        return Ok(());
    }
    out.line(&format!("{}  {what}", report.file))?;
    out.line(&format!(
        "  {}，共 {} 行：新增 {}，已有 {}，补充 {}，有误 {}",
        report.encoding,
        report.rows,
        report.new,
        report.known,
        report.supplement,
        report.faulty.len()
    ))?;
    if report.elsewhere > 0 {
        out.line(&format!("  由其他人员办理 {} 行：不归您办理，内容不在这里显示", report.elsewhere))?;
    }
    if report.repeats > 0 {
        out.line(&format!(
            "  新增中可能重复 {} 件（不会自动并案，见 ydt list --json 的 repeat_of）",
            report.repeats
        ))?;
    }
    if report.sealed > 0 {
        out.line(&format!("  密封登记 {} 件：只留编号和时间", report.sealed))?;
    }
    if report.evaluated > 0 {
        out.line(&format!("  记为投诉人评价 {} 件（文件里填了满意度）", report.evaluated))?;
    }
    if let Some((first, last)) = &report.case_nos {
        out.line(&format!("  新件编号 {first} 至 {last}"))?;
    }
    if !report.unknown_columns.is_empty() {
        out.line(&format!(
            "  其他列（随件保存，按身份信息遮蔽，查看投诉人后可见）：{}",
            report.unknown_columns.join("、")
        ))?;
    }
    if !report.asked_columns.is_empty() {
        out.line(&format!(
            "  请说明：{}像是身份信息，没有说明前一律遮蔽；如 ydt settings column {} 联系电话（或 投诉人、身份信息、不是身份信息）",
            report.asked_columns.join("、"),
            report.asked_columns.first().map_or("", String::as_str)
        ))?;
    }
    if let Some(read) = report.sheets.iter().find(|sheet| sheet.is_read).filter(|_| report.sheets.len() > 1) {
        let names: Vec<&str> = report.sheets.iter().map(|sheet| sheet.name.as_str()).collect();
        out.line(&format!("  工作表：{}；读的是“{}”，另选用 --sheet", names.join("、"), read.name))?;
    }
    for warning in &report.warnings {
        out.line(&format!("  注意：{warning}"))?;
    }
    for RowFault { row, column, reason, .. } in report.faulty.iter().take(FAULTS_SHOWN) {
        out.line(&format!("  第 {row} 行 {column}：{reason}"))?;
    }
    if report.faulty.len() > FAULTS_SHOWN {
        out.line(&format!("  另有 {} 行有误，没有逐一列出", report.faulty.len() - FAULTS_SHOWN))?;
    }
    Ok(())
}
