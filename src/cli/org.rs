//! `ydt org export|import`.

use std::io::Write;
use std::path::Path;

use super::args;
use super::consent;
use super::exit::{Exit, Failure};
use super::file;
use super::json::{HoldingsJson, WaitingJson};
use super::out::{Out, tell};
use super::session::Session;
use crate::actions::{Answers, Field, FieldKind};
use crate::domain::refusal::RefusalCode;
use crate::domain::time::Date;
use crate::domain::town::org::Org;
use crate::domain::town::org_plan::told_left_out;
use crate::domain::town::rights::{confirmer, missing};
use crate::intake::org_file::{OrgFile, to_toml};
use crate::office::OfficeError;

/// People are named on the command line as in forms: by name, or by login where two have the same.
const DEPUTY: Field = Field::required("deputy", "代签人", FieldKind::Person(None));
const HOLDER: Field = Field::required("person", "人员", FieldKind::Person(None));

pub(super) fn run<W: Write>(
    session: &mut Session,
    command: &args::Org,
    out: &mut Out<W>,
) -> Result<Exit, Failure> {
    match command {
        args::Org::Export { file } => export(session, file, out),
        args::Org::Import { file, complete, dry_run, yes } => {
            let how = How { complete: *complete, dry_run: *dry_run, yes: *yes };
            import(session, file, &how, out)
        }
        args::Org::Rights { json } => rights(session, *json, out),
        args::Org::Holds { person, json } => holds(session, person, *json, out),
        args::Org::Delegate { deputy, from, until } => delegate(session, deputy, *from, *until),
        args::Org::Revoke { leader, from } => revoke(session, leader.as_deref(), *from),
    }
}

/// What somebody's post holds: the list that both sign when it is handed over.
fn holds<W: Write>(session: &Session, name: &str, json: bool, out: &mut Out<W>) -> Result<Exit, Failure> {
    let org = session.office.org();
    let named = Answers::none().with(HOLDER.name, name);
    let person = named.person(&HOLDER, org)?.ok_or_else(|| HOLDER.missing())?;
    let holdings = session.office.holdings(person.id, session.now())?;
    if json {
        out.json(&HoldingsJson::of(&holdings, org))?;
        return Ok(Exit::Done);
    }
    for line in holdings.lines(org) {
        out.line(&line)?;
    }
    out.line("移交人签字：            接收人签字：            日期：    年  月  日")?;
    Ok(Exit::Done)
}

/// Whose rights wait to be confirmed, with what is asked for and who has to say yes.
fn rights<W: Write>(session: &Session, json: bool, out: &mut Out<W>) -> Result<Exit, Failure> {
    let org = session.office.org();
    if json {
        out.json(&WaitingJson::all(org))?;
        return Ok(Exit::Done);
    }
    let people = org.waiting.people();
    for person in people.iter().filter_map(|id| org.person(*id)) {
        let Some(rights) = org.waiting.asked_of(person) else { continue };
        let by = confirmer(org, person, &rights).label();
        let proposal = org.waiting.proposals.get(&person.id);
        let since = proposal.map_or("已先行生效".to_owned(), |proposal| {
            format!("{}由{}提议", proposal.proposed_on, org.person_name(proposal.proposed_by))
        });
        out.line(&format!("{}：{}；{since}，待{by}确认", person.name, rights.words(person, org)))?;
    }
    out.flush()?;
    tell(&match people.len() {
        0 => "没有等确认的岗位和登录名。".to_owned(),
        waiting => format!(
            "{waiting} 人的岗位和登录名还没有确认；确认用操作台里的“确认岗位和登录名”，或 ydt apply 的 confirm_rights。"
        ),
    });
    Ok(Exit::Done)
}

fn delegate(session: &mut Session, deputy: &str, from: Date, until: Date) -> Result<Exit, Failure> {
    let named = Answers::none().with(DEPUTY.name, deputy);
    let person = named.person(&DEPUTY, session.office.org())?.map(|person| (person.id, person.name.clone()));
    let (id, name) = person.ok_or_else(|| DEPUTY.missing())?;
    session.office.delegate(id, from, until, session.now())?;
    tell(&format!("已授权{name}代签：{from} 至 {until}。"));
    Ok(Exit::Done)
}

fn revoke(session: &mut Session, leader: Option<&str>, from: Date) -> Result<Exit, Failure> {
    let told = session.office.revoke_delegation(leader, from, session.now())?;
    tell(&format!("{told}。"));
    Ok(Exit::Done)
}

fn export<W: Write>(session: &Session, path: &Path, out: &mut Out<W>) -> Result<Exit, Failure> {
    let text = to_toml(session.office.org(), session.office.org_place()?)?;
    if path == Path::new("-") {
        out.raw(&text)?;
    } else {
        file::write_whole(path, text.as_bytes())?;
        tell(&format!("已写到 {}。", path.display()));
    }
    Ok(Exit::Done)
}

/// How an organisation file is taken.
struct How {
    complete: bool,
    dry_run: bool,
    yes: bool,
}

/// Lists what would change, then does it. That a list is complete is asked about, because who is not on it leaves.
fn import<W: Write>(
    session: &mut Session,
    path: &Path,
    how: &How,
    out: &mut Out<W>,
) -> Result<Exit, Failure> {
    let text = file::read_text(path)?;
    let before = session.office.org().clone();
    let resolved = session.office.org_of_file(&OrgFile::parse(&text)?, how.complete)??;
    let mut not_changed: Vec<String> = told_left_out(&resolved.left_out).into_iter().collect();
    not_changed.extend(resolved.hints.iter().map(|hint| format!("请核对：{hint}")));
    let plan = match session.office.org_plan(resolved, session.now()) {
        Err(OfficeError::Refused(refusal)) if refusal.code == RefusalCode::NothingToDo => {
            for line in &not_changed {
                out.line(line)?;
            }
            tell("文件与现有的单位和人员一致，没有改动。");
            return Ok(Exit::Done);
        }
        other => other?,
    };
    for line in plan.lines(&before) {
        out.line(&line)?;
    }
    out.flush()?;
    if how.dry_run {
        tell("以上是将要发生的变动，没有导入。");
        return Ok(Exit::Done);
    }
    let leaves = !plan.leaving(&before).is_empty() || !plan.dissolved(&before).is_empty();
    if how.complete && leaves && !how.yes && !is_agreed(path)? {
        tell("没有导入，什么也没有改动。");
        return Ok(Exit::Done);
    }
    session.office.replace_org(plan.wanted, session.now())?;
    tell_done(session, &before)
}

/// Whether somebody at a terminal agrees to what was listed.
fn is_agreed(path: &Path) -> Result<bool, Failure> {
    if !consent::can_ask(path) {
        return Err(Failure::usage(
            "还没有导入：以上是将要发生的变动，文件里没有写的将停用；核对无误后加 --yes 再运行一次。",
        ));
    }
    Ok(consent::is_given("文件里没有写的单位和人员将停用。确认导入请输入“是”或 y，其他都不导入："))
}

fn tell_done(session: &Session, before: &Org) -> Result<Exit, Failure> {
    let after = session.office.org();
    let active = after.people.iter().filter(|person| person.active).count();
    tell(&format!(
        "已导入：单位 {} 个，在岗人员 {active} 人。",
        after.units.iter().filter(|unit| unit.active).count()
    ));
    let left: Vec<&str> = before
        .people
        .iter()
        .filter(|person| person.active && after.person(person.id).is_none_or(|now| !now.active))
        .map(|person| person.name.as_str())
        .collect();
    if !left.is_empty() {
        tell(&format!("已停用：{}。", left.join("、")));
    }
    if let Some(missing) = missing(after) {
        tell(&format!("{missing}（ydt org rights）。"));
    }
    for (unit, cases) in session.office.stranded()? {
        tell(&format!(
            "请注意：{}还有在办的投诉件 {cases} 件，却没有在岗的承办人。单位改了名的，请在 [[unit]] 里加一行 \
             formerly = \"旧名\" 再导入；否则请登记一位承办人。",
            after.unit_name(unit)
        ));
    }
    Ok(Exit::Done)
}
