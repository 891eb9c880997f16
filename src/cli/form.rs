//! `ydt form` and `ydt numbers`: papers as text or as files, and the register of their numbers.

use std::io::{IsTerminal as _, Write};
use std::path::{Path, PathBuf};

use super::apply::new_act;
use super::args;
use super::exit::{Exit, Failure};
use super::json::RegisteredJson;
use super::out::{Out, tell};
use super::saving::{Saving, Target};
use super::session::Session;
use crate::domain::code::Coded as _;
use crate::domain::ids::CaseId;
use crate::domain::paper::PaperKind;
use crate::domain::view::paper::PaperView;
use crate::office::{CaseName, PapersAsked};
use crate::ui::text;

/// The width of a preview, as most terminals and printers of text have it.
const ACROSS: usize = 76;

pub(super) fn run<W: Write>(
    session: &mut Session,
    asked: &args::Form,
    out: &mut Out<W>,
) -> Result<Exit, Failure> {
    let kind = kind(&asked.kind)?;
    if kind == PaperKind::Meeting {
        return meetings(session, asked, out);
    }
    let mut cases = Vec::with_capacity(asked.ids.len());
    let mut document = asked.document.clone();
    for id in &asked.ids {
        let (number, version) = id.split_once('#').map_or((id.as_str(), None), |(id, of)| (id, Some(of)));
        if let Some(version) = version {
            if asked.ids.len() > 1 {
                return Err(Failure::usage("一次出几件时不能指定用哪一稿，请一件一件写。"));
            }
            document = Some(version.to_owned());
        }
        cases.push(session.office.find_case(&CaseName::Number(number.trim().to_owned()), session.now())?);
    }
    if asked.text {
        return preview(session, kind, &cases, document.as_deref(), out);
    }
    let mut saving = Saving::to(target(asked)?, asked.pdf)?;
    let now = session.now();
    let asked = PapersAsked { act: new_act()?, kind, cases, document, reason: asked.reason.clone() };
    let files = session.office.write_papers(&asked, now, &mut |done, all| saving.numbering(done, all))?;
    saving.save(files, out)
}

/// Where the files go, once it is known that they can.
fn target(asked: &args::Form) -> Result<Target, Failure> {
    let to_stdout = asked.output.as_deref() == Some(Path::new("-"));
    if to_stdout && asked.ids.len() > 1 {
        return Err(Failure::usage("输出到标准输出时一次只能写一件。"));
    }
    if to_stdout && std::io::stdout().is_terminal() {
        return Err(Failure::usage("文书文件不能输出到屏幕，请用 > 文件名 接住，或用 --text 看文字。"));
    }
    match asked.output.as_deref() {
        None => Ok(Target::Folder(PathBuf::from("."))),
        Some(path) if path.is_dir() => Ok(Target::Folder(path.to_owned())),
        Some(path) if asked.ids.len() > 1 => {
            Err(Failure::usage(format!("一次写几件时 -o 要写一个已有的文件夹，{} 不是。", path.display())))
        }
        Some(path) => Ok(Target::Named(path.to_owned())),
    }
}

/// The kind by its code with either dash, or by its Chinese name.
pub(super) fn kind(typed: &str) -> Result<PaperKind, Failure> {
    let code = typed.replace('-', "_");
    PaperKind::from_code(&code).or_else(|| PaperKind::from_label(typed)).ok_or_else(|| {
        let all: Vec<String> = PaperKind::ALL
            .iter()
            .map(|kind| format!("{}（{}）", kind.code().replace('_', "-"), kind.label()))
            .collect();
        Failure::usage(format!("没有“{typed}”这种文书，有：{}。", all.join("、")))
    })
}

fn preview<W: Write>(
    session: &Session,
    kind: PaperKind,
    cases: &[CaseId],
    document: Option<&str>,
    out: &mut Out<W>,
) -> Result<Exit, Failure> {
    for (place, id) in cases.iter().enumerate() {
        let paper = session.office.paper(*id, kind, document, session.now())?;
        if place > 0 {
            out.line("")?;
        }
        show(&paper, out)?;
    }
    Ok(Exit::Done)
}

fn show<W: Write>(paper: &PaperView, out: &mut Out<W>) -> Result<(), Failure> {
    for line in text::sheet_lines(&paper.sheet, ACROSS) {
        out.line(&line)?;
    }
    for line in &paper.foot {
        out.line(line)?;
    }
    out.flush()?;
    for warning in &paper.warnings {
        tell(&format!("请核对（{}）：{warning}", paper.of.name()));
    }
    if paper.number.is_none() {
        tell(&format!("{}：这是预览，没有编号。", paper.of.name()));
    }
    Ok(())
}

/// The records of meetings, `m3`, one file each.
fn meetings<W: Write>(session: &mut Session, asked: &args::Form, out: &mut Out<W>) -> Result<Exit, Failure> {
    let now = session.now();
    let mut ids = Vec::with_capacity(asked.ids.len());
    for code in &asked.ids {
        ids.push(session.office.find_meeting(code, now)?);
    }
    if asked.text {
        for (place, id) in ids.iter().enumerate() {
            if place > 0 {
                out.line("")?;
            }
            show(&session.office.meeting_paper(*id, now)?, out)?;
        }
        return Ok(Exit::Done);
    }
    let mut saving = Saving::to(target(asked)?, asked.pdf)?;
    let mut papers = Vec::with_capacity(ids.len());
    for id in ids {
        papers.push(session.office.write_meeting_paper(&new_act()?, id, now)?);
    }
    saving.save(papers, out)
}

pub(super) fn numbers<W: Write>(
    session: &Session,
    year: Option<i16>,
    json: bool,
    out: &mut Out<W>,
) -> Result<Exit, Failure> {
    let year = year.unwrap_or_else(|| session.now().date().year());
    let register = session.office.paper_register(year, session.now())?;
    if json {
        let rows: Vec<RegisteredJson<'_>> = register.iter().map(RegisteredJson::of).collect();
        out.json(&rows)?;
        return Ok(Exit::Done);
    }
    for paper in &register {
        let void = if paper.is_void { "  作废" } else { "" };
        let copies = if paper.copies > 1 { format!("  打印{}次", paper.copies) } else { String::new() };
        out.line(&format!(
            "{}{}{}{}{void}{copies}",
            text::pad(&paper.number, 24),
            text::pad(paper.kind.label(), 16),
            text::pad(&paper.of.name(), 12),
            paper.issued_on
        ))?;
    }
    out.flush()?;
    tell(&format!("{year}年共 {} 个文号。", register.len()));
    Ok(Exit::Done)
}
