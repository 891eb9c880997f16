//! `ydt form` and `ydt numbers`: papers as text or as files, and the register of their numbers.

use std::io::{IsTerminal as _, Write};
use std::path::{Path, PathBuf};

use super::apply::new_act;
use super::args;
use super::exit::{Exit, Failure};
use super::file;
use super::json::RegisteredJson;
use super::out::{Out, tell};
use super::session::Session;
use crate::domain::code::Coded as _;
use crate::domain::ids::CaseId;
use crate::domain::paper::PaperKind;
use crate::domain::view::paper::{PaperFile, PaperView};
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
    let folder = folder_to_write(asked)?;
    write(session, asked, kind, cases, document, folder.as_deref(), out)
}

/// The folder to write into, once it is known that the files can go where they are wanted.
fn folder_to_write(asked: &args::Form) -> Result<Option<PathBuf>, Failure> {
    let to_stdout = asked.output.as_deref() == Some(Path::new("-"));
    if to_stdout && asked.ids.len() > 1 {
        return Err(Failure::usage("输出到标准输出时一次只能写一件。"));
    }
    if to_stdout && std::io::stdout().is_terminal() {
        return Err(Failure::usage("docx 文件不能输出到屏幕，请用 > 文件名.docx 接住，或用 --text 看文字。"));
    }
    folder_for(asked.output.as_deref(), asked.ids.len())
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

/// The folder into which files go under their own names; `None` for a file that was named.
fn folder_for(output: Option<&Path>, count: usize) -> Result<Option<PathBuf>, Failure> {
    match output {
        None => Ok(Some(PathBuf::from("."))),
        Some(path) if path.is_dir() => Ok(Some(path.to_owned())),
        Some(path) if count > 1 => {
            Err(Failure::usage(format!("一次写几件时 -o 要写一个已有的文件夹，{} 不是。", path.display())))
        }
        Some(_) => Ok(None),
    }
}

fn write<W: Write>(
    session: &mut Session,
    asked: &args::Form,
    kind: PaperKind,
    cases: Vec<CaseId>,
    document: Option<String>,
    folder: Option<&Path>,
    out: &mut Out<W>,
) -> Result<Exit, Failure> {
    let named = asked.output.as_deref().filter(|_| folder.is_none());
    check_target(named)?;
    let now = session.now();
    let asked = PapersAsked { act: new_act()?, kind, cases, document, reason: asked.reason.clone() };
    let files = session.office.write_papers(&asked, now)?;
    save(&files, named, folder, out)?;
    Ok(Exit::Done)
}

/// A number is never given for a file that cannot be written anyway.
fn check_target(named: Option<&Path>) -> Result<(), Failure> {
    match named.filter(|path| *path != Path::new("-") && path.symlink_metadata().is_ok()) {
        Some(path) => Err(file::exists(path)),
        None => Ok(()),
    }
}

fn save<W: Write>(
    files: &[PaperFile],
    named: Option<&Path>,
    folder: Option<&Path>,
    out: &mut Out<W>,
) -> Result<(), Failure> {
    for paper in files {
        let path = folder.map_or_else(|| named.map(Path::to_owned), |folder| Some(folder.join(&paper.name)));
        let path = path.unwrap_or_else(|| PathBuf::from("-"));
        let number = if paper.is_new {
            format!("已编号 {}", paper.number)
        } else {
            format!("文号 {}", paper.number)
        };
        if path == Path::new("-") {
            out.bytes().write_all(&paper.bytes)?;
            tell(&format!("{number}。"));
        } else {
            file::write_new(&path, |file| file.write_all(&paper.bytes).map_err(Failure::from)).inspect_err(
                |_| {
                    tell(&format!("{number}，但文件没有写成；换个地方再运行一次，内容一字不差。"));
                },
            )?;
            out.line(&format!("{number}，写到 {}", path.display()))?;
        }
        for warning in &paper.warnings {
            tell(&format!("请核对：{warning}"));
        }
    }
    out.flush()?;
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
    let folder = folder_to_write(asked)?;
    let named = asked.output.as_deref().filter(|_| folder.is_none());
    check_target(named)?;
    for id in ids {
        let paper = session.office.write_meeting_paper(&new_act()?, id, now)?;
        save(&[paper], named, folder.as_deref(), out)?;
    }
    Ok(Exit::Done)
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
