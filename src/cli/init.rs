//! `ydt init`: a new database, with the caller as administrator and commission operator.

use super::args;
use super::exit::{Exit, Failure};
use super::file;
use super::out::tell;
use super::{identity, place, session};
use crate::domain::code::Coded as _;
use crate::domain::town::org::Org;
use crate::domain::words::Position;
use crate::intake::org_file::OrgFile;
use crate::office::{Caller, NewTown, Office, practice_org};
use crate::runtime::clock::WallClock;

pub(super) fn run(global: &args::Global, asked: args::Init) -> Result<Exit, Failure> {
    session::refuse_pinned_time(global, asked.sandbox)?;
    let path = place::database(global.db.as_deref())?;
    let Caller { login, origin, .. } = identity::founder()?;
    let org = wanted_org(&asked, &login)?;
    let named = |given: Option<String>, known: fn(&Org) -> &str| {
        given.or_else(|| org.as_ref().map(|org| known(org).to_owned())).unwrap_or_default()
    };
    let new = NewTown {
        town: named(asked.town, |org| &org.town),
        district: named(asked.district, |org| &org.district),
        name: asked.name.map_or_else(identity::full_name, Ok)?,
        login,
        sandbox: asked.sandbox,
        org,
    };
    let now = global.now.unwrap_or_else(|| WallClock::system().now());
    let office = Office::create(&path, new, &origin, now)?;
    let desk = office.desk(now);
    tell(&format!(
        "已建{} {}：{}{}，您（{}，登录名 {}）担任{}和{}。",
        if office.is_sandbox() { "演练库" } else { "数据库" },
        path.display(),
        desk.org.district,
        desk.org.town,
        desk.actor.name,
        desk.actor.login.as_deref().unwrap_or_default(),
        Position::Administrator.label(),
        Position::CommissionOperator.label(),
    ));
    Ok(Exit::Done)
}

/// Units and people to begin with: the shipped practice town, the caller's file, or none.
fn wanted_org(asked: &args::Init, login: &str) -> Result<Option<Org>, Failure> {
    let present = if asked.sandbox { practice_org()? } else { Org::default() };
    let mut org = match &asked.org {
        Some(path) => OrgFile::parse(&file::read_text(path)?)?.resolve(&Org::default(), false)?.org,
        None if asked.sandbox => present,
        None => return Ok(None),
    };
    // The file may name the founder without their two positions.
    if let Some(founder) = org.people.iter_mut().find(|person| person.login.as_deref() == Some(login)) {
        founder.active = true;
        for position in [Position::CommissionOperator, Position::Administrator] {
            if !founder.positions.contains(&position) {
                founder.positions.push(position);
            }
        }
    }
    Ok(Some(org))
}
