//! `ydt attach`: a file from standard input becomes an attachment of a case, a meeting or a record of disclosure; `--get`
//! saves one.

use std::io::{IsTerminal as _, Stdin, Write};
use std::path::Path;

use super::apply::new_act;
use super::args;
use super::exit::{Exit, Failure};
use super::json::{AppliedJson, FiledJson};
use super::out::{Out, tell};
use super::session::Session;
use crate::actions::{Answers, that_saves};
use crate::domain::ids::CaseId;
use crate::domain::{disclosure, meeting};
use crate::office::{CaseName, OwnRecord, PerformReport, PerformRequest};

pub(super) fn run<W: Write>(
    session: &mut Session,
    asked: &args::Attach,
    out: &mut Out<W>,
) -> Result<Exit, Failure> {
    session.settle()?;
    let now = session.now();
    if let Some(record) = own_record(session, &asked.case) {
        return run_on_own(session, record, asked, out);
    }
    let case = session.office.find_case(&CaseName::Number(asked.case.clone()), now)?;
    match (asked.get, &asked.name) {
        (Some(number), _) => save(session, case, number, asked, out),
        (None, name) => {
            let input = fed()?;
            let name = name.as_deref().unwrap_or_default();
            let report = session.office.attach_from(case, (new_act()?, name), &mut input.lock(), now)?;
            session.office.sweep_case(report.case, now)?;
            done(report, asked.json, "已附上", out)
        }
    }
}

/// Standard input, where something is fed in.
fn fed() -> Result<Stdin, Failure> {
    let input = std::io::stdin();
    if input.is_terminal() {
        return Err(Failure::usage("附件的内容从标准输入读，没有附上；请写成 ydt attach 编号 名称 < 文件。"));
    }
    Ok(input)
}

/// The meeting or the record of disclosure that is called so. Their numbers are none of ours; should the platform have one
/// like it, the case is found if there is no such record.
fn own_record(session: &Session, code: &str) -> Option<OwnRecord> {
    let now = session.now();
    if meeting::no_of(code).is_some()
        && let Ok(id) = session.office.find_meeting(code, now)
    {
        return Some(OwnRecord::Meeting(id));
    }
    if disclosure::no_of(code).is_some()
        && let Ok(id) = session.office.find_disclosure(code, now)
    {
        return Some(OwnRecord::Disclosure(id));
    }
    None
}

fn run_on_own<W: Write>(
    session: &mut Session,
    record: OwnRecord,
    asked: &args::Attach,
    out: &mut Out<W>,
) -> Result<Exit, Failure> {
    let (now, act) = (session.now(), new_act()?);
    let (report, words) = match asked.get {
        None => {
            let name = asked.name.as_deref().unwrap_or_default();
            let report = session.office.attach_to(record, (act, name), &mut fed()?.lock(), now)?;
            (report, "已附上")
        }
        Some(number) if asked.output == Path::new("-") => {
            session.office.write_file_of(record, (act, number), out.bytes(), now)?;
            out.flush()?;
            tell("附件已输出，已计入经过；用完请自行删除。");
            return Ok(Exit::Done);
        }
        Some(number) => {
            let to = asked.output.to_string_lossy();
            (session.office.save_file_of(record, (act, number, &to), now)?, "已另存，计入经过")
        }
    };
    if asked.json {
        out.json(&FiledJson { ok: true, record: report.code, events: report.events })?;
    } else {
        out.line(&format!("{} {words}。", report.code))?;
    }
    Ok(Exit::Done)
}

fn save<W: Write>(
    session: &mut Session,
    case: CaseId,
    number: u32,
    asked: &args::Attach,
    out: &mut Out<W>,
) -> Result<Exit, Failure> {
    let now = session.now();
    if asked.output == Path::new("-") {
        session.office.export_attachment(case, (new_act()?, number), out.bytes(), now)?;
        out.flush()?;
        tell("附件已输出，已计入经过；用完请自行删除。");
        return Ok(Exit::Done);
    }
    let act = that_saves().map_err(crate::office::OfficeError::from)?;
    let fields = act.on_case().map_err(crate::office::OfficeError::from)?.saves;
    let answers = fields.map_or_else(Answers::none, |(which, to)| {
        Answers::none().with(which.name, number.to_string()).with(to.name, asked.output.to_string_lossy())
    });
    let (action, seen_seq) = (act.code.to_owned(), None);
    let request = PerformRequest { act: new_act()?, case: Some(case), seen_seq, action, answers };
    let report = session.office.perform(&request, now)?;
    done(report, asked.json, "已另存，计入经过", out)
}

fn done<W: Write>(report: PerformReport, json: bool, words: &str, out: &mut Out<W>) -> Result<Exit, Failure> {
    let PerformReport { case_no: case, stage, events, .. } = report;
    if json {
        out.json(&AppliedJson::Done {
            line: 1,
            ok: true,
            case,
            stage,
            events,
            complainant: None,
            contact: None,
        })?;
    } else {
        out.line(&format!("{case} {words}。"))?;
    }
    Ok(Exit::Done)
}
