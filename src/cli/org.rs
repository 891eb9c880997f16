//! `ydt org export|import`.

use std::io::Write;
use std::path::Path;

use super::args;
use super::exit::{Exit, Failure};
use super::file;
use super::out::{Out, tell};
use super::session::Session;
use crate::domain::org_file::{OrgFile, to_toml};

pub(super) fn run<W: Write>(
    session: &mut Session,
    command: &args::Org,
    out: &mut Out<W>,
) -> Result<Exit, Failure> {
    match command {
        args::Org::Export { file } => export(session, file, out),
        args::Org::Import { file } => import(session, file),
    }
}

fn export<W: Write>(session: &Session, path: &Path, out: &mut Out<W>) -> Result<Exit, Failure> {
    let text = to_toml(session.office.org())?;
    if path == Path::new("-") {
        out.raw(&text)?;
    } else {
        file::write_whole(path, text.as_bytes())?;
        tell(&format!("已写到 {}。", path.display()));
    }
    Ok(Exit::Done)
}

fn import(session: &mut Session, path: &Path) -> Result<Exit, Failure> {
    let text = file::read_text(path)?;
    let before = session.office.org().clone();
    let wanted = OrgFile::parse(&text)?.resolve(&before)?;
    session.office.replace_org(wanted, session.now())?;
    let after = session.office.org();
    let active = after.people.iter().filter(|person| person.active).count();
    tell(&format!("已导入：单位 {} 个，在岗人员 {active} 人。", after.units.len()));
    let left: Vec<&str> = before
        .people
        .iter()
        .filter(|person| person.active && after.person(person.id).is_none_or(|now| !now.active))
        .map(|person| person.name.as_str())
        .collect();
    if !left.is_empty() {
        tell(&format!("已停用：{}。", left.join("、")));
    }
    Ok(Exit::Done)
}
