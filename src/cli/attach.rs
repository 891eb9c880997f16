//! `ydt attach`: a file from standard input becomes an attachment of a case; `--get` saves one.

use std::io::{IsTerminal as _, Write};
use std::path::Path;

use super::apply::new_act;
use super::args;
use super::exit::{Exit, Failure};
use super::json::AppliedJson;
use super::out::{Out, tell};
use super::session::Session;
use crate::actions::{Answers, that_saves};
use crate::domain::ids::CaseId;
use crate::office::{CaseName, PerformReport, PerformRequest};

pub(super) fn run<W: Write>(
    session: &mut Session,
    asked: &args::Attach,
    out: &mut Out<W>,
) -> Result<Exit, Failure> {
    session.settle()?;
    let now = session.now();
    let case = session.office.find_case(&CaseName::Number(asked.case.clone()), now)?;
    match (asked.get, &asked.name) {
        (Some(number), _) => save(session, case, number, asked, out),
        (None, name) => {
            let input = std::io::stdin();
            if input.is_terminal() {
                return Err(Failure::usage(
                    "附件的内容从标准输入读，没有附上；请写成 ydt attach 编号 名称 < 文件。",
                ));
            }
            let name = name.as_deref().unwrap_or_default();
            let report = session.office.attach_from(case, (new_act()?, name), &mut input.lock(), now)?;
            session.office.sweep_case(report.case, now)?;
            done(report, asked.json, "已附上", out)
        }
    }
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
