//! `ydt template`: the office's own templates of its papers.

use std::io::{IsTerminal as _, Write};
use std::path::Path;

use super::args;
use super::exit::{Exit, Failure};
use super::file;
use super::form::kind;
use super::json::TemplateJson;
use super::out::{Out, tell};
use super::session::Session;
use crate::actions::templates::{PATH, of_kind};
use crate::actions::{Answers, reset_template, set_template};
use crate::domain::code::Coded as _;
use crate::domain::paper::PaperKind;
use crate::domain::town::event::TownEvent;
use crate::domain::town::templates::OwnTemplate;
use crate::forms::{self, written};
use crate::intake::bounded;
use crate::office::OfficeError;
use crate::ui::text;

/// What a template is called that comes from standard input.
const FROM_INPUT: &str = "标准输入";

pub(super) fn run<W: Write>(
    session: &mut Session,
    command: &args::Template,
    out: &mut Out<W>,
) -> Result<Exit, Failure> {
    match command {
        args::Template::List { json } => list(session, *json, out),
        args::Template::Export { kind: typed, file, built_in } => {
            export(session, kind(typed)?, file, *built_in, out)
        }
        args::Template::Import { kind: typed, file } => import(session, kind(typed)?, file),
        args::Template::Reset { kind: typed } => {
            let (now, answers) = (session.now(), of_kind(kind(typed)?));
            perform(session, |session, id| {
                session.office.perform_town(id, &reset_template::ACT, &answers, now)
            })
        }
    }
}

fn list<W: Write>(session: &Session, json: bool, out: &mut Out<W>) -> Result<Exit, Failure> {
    let templates = session.office.templates();
    let org = session.office.org();
    if json {
        let all: Vec<TemplateJson<'_>> =
            PaperKind::ALL.iter().map(|kind| TemplateJson::of(*kind, templates, org)).collect();
        out.json(&all)?;
        return Ok(Exit::Done);
    }
    for kind in PaperKind::ALL {
        let used = templates.in_force(*kind).map_or_else(
            || "内置版式".to_owned(),
            |OwnTemplate { name, version, set_at, set_by, .. }| {
                let (day, who) = (set_at.date(), org.person_name(*set_by));
                format!("本单位模板“{name}”（第{version}版，{day} {who}）")
            },
        );
        let code = text::pad(&kind.code().replace('_', "-"), 12);
        out.line(&format!("{code}{}{used}", text::pad(kind.label(), 16)))?;
        let field = |field: forms::TemplateField| {
            format!("{}{}", written(field.name), if field.is_demanded { "" } else { "（可以没有）" })
        };
        let fields: Vec<String> = forms::fields(*kind).map(field).collect();
        out.line(&format!("    栏目：{}", fields.join("、")))?;
    }
    Ok(Exit::Done)
}

fn export<W: Write>(
    session: &Session,
    kind: PaperKind,
    path: &Path,
    built_in: bool,
    out: &mut Out<W>,
) -> Result<Exit, Failure> {
    let to_stdout = path == Path::new("-");
    if to_stdout && std::io::stdout().is_terminal() {
        return Err(Failure::usage("模板文件不能输出到屏幕，请用 > 文件名.docx 接住。"));
    }
    let bytes = session.office.export_template(kind, built_in)?;
    if to_stdout {
        out.bytes().write_all(&bytes)?;
        out.flush()?;
        return Ok(Exit::Done);
    }
    file::write_new(path, |file| file.write_all(&bytes).map_err(Failure::from))?;
    tell(&format!(
        "{}模板已写到 {}；在 WPS 或 Word 里改好版式，用 ydt template import 导入。",
        kind.label(),
        path.display()
    ));
    Ok(Exit::Done)
}

fn import(session: &mut Session, kind: PaperKind, path: &Path) -> Result<Exit, Failure> {
    let now = session.now();
    if path == Path::new("-") {
        let longest = forms::LONGEST as u64 + 1;
        let bytes = bounded::bytes(std::io::stdin().lock(), 0, longest)
            .map_err(|unread| Failure::new(Exit::FaultyInput, unread.sentence(FROM_INPUT, "没有导入")))?;
        return perform(session, |session, _| session.office.import_template(kind, FROM_INPUT, bytes, now));
    }
    let path = std::path::absolute(path)?;
    let answers: Answers = of_kind(kind).with(PATH.name, path.to_string_lossy());
    perform(session, |session, id| session.office.perform_town(id, &set_template::ACT, &answers, now))
}

fn perform(
    session: &mut Session,
    act: impl FnOnce(&mut Session, &str) -> Result<Vec<TownEvent>, OfficeError>,
) -> Result<Exit, Failure> {
    let id = super::apply::new_act()?;
    let events = act(session, &id)?;
    let org = session.office.org();
    for event in &events {
        tell(&format!("{}，已记入经过；已编号的文书不变。", event.sentence(org)));
    }
    Ok(Exit::Done)
}
