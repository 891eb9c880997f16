//! `ydt org export|import`.

use std::io::Write;
use std::path::Path;

use super::args;
use super::exit::{Exit, Failure};
use super::file;
use super::out::{Out, tell};
use super::session::Session;
use crate::actions::{Answers, Field, FieldKind};
use crate::domain::time::Date;
use crate::intake::org_file::{OrgFile, to_toml};

/// People are named on the command line as in forms: by name, or by login where two have the same.
const DEPUTY: Field = Field::required("deputy", "代签人", FieldKind::Person(None));

pub(super) fn run<W: Write>(
    session: &mut Session,
    command: &args::Org,
    out: &mut Out<W>,
) -> Result<Exit, Failure> {
    match command {
        args::Org::Export { file } => export(session, file, out),
        args::Org::Import { file } => import(session, file),
        args::Org::Delegate { deputy, from, until } => delegate(session, deputy, *from, *until),
    }
}

fn delegate(session: &mut Session, deputy: &str, from: Date, until: Date) -> Result<Exit, Failure> {
    let named = Answers::none().with(DEPUTY.name, deputy);
    let person = named.person(&DEPUTY, session.office.org())?.map(|person| (person.id, person.name.clone()));
    let (id, name) = person.ok_or_else(|| DEPUTY.missing())?;
    session.office.delegate(id, from, until, session.now())?;
    tell(&format!("已授权{name}代签：{from} 至 {until}。"));
    Ok(Exit::Done)
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
    for (unit, cases) in session.office.stranded()? {
        tell(&format!(
            "请注意：{}还有在办的投诉件 {cases} 件，却没有在岗的承办人。单位改了名的，请在 [[unit]] 里加一行 \
             formerly = \"旧名\" 再导入；否则请登记一位承办人。",
            session.office.org().unit_name(unit)
        ));
    }
    Ok(Exit::Done)
}
