//! 对账: an imported platform list beside our cases, both ways. Nothing is changed by it.

use std::collections::BTreeSet;

use super::import::row;
use super::{Office, OfficeError, gate};
use crate::domain::case::respondents::Register;
use crate::domain::case::{Case, platform_no};
use crate::domain::code::Coded as _;
use crate::domain::sight::Sight;
use crate::domain::time::Moment;
use crate::domain::town::org::{Org, Person};
use crate::domain::view::intake_row::{IntakeFile, IntakeRow};
use crate::domain::view::reconciling::{
    Different, OnlyHere, OnlyThere, Reconciliation, is_status_column, reached,
};
use crate::store::Snapshot;

impl Office {
    /// Compares a platform list with our cases.
    ///
    /// # Errors
    /// `not_permitted` unless the actor is commission operator; a store failure.
    pub fn reconcile(&self, file: &IntakeFile, now: Moment) -> Result<Reconciliation, OfficeError> {
        self.check_importer()?;
        let sight = self.sight_on(now.date())?;
        let mut found = Reconciliation {
            file: file.name.clone(),
            faulty: file.faulty.len() as u64,
            has_status: file.header.iter().any(|name| is_status_column(name)),
            ..Reconciliation::default()
        };
        self.read(|snapshot| compare_all(snapshot, file, (&sight, &self.org, &self.actor), &mut found))?;
        Ok(found)
    }
}

/// Every row of the list beside our cases, then our cases that the list doesn't have; all of one moment.
fn compare_all(
    snapshot: &Snapshot<'_>,
    file: &IntakeFile,
    (sight, org, actor): (&Sight, &Org, &Person),
    found: &mut Reconciliation,
) -> Result<(), OfficeError> {
    let mut there = BTreeSet::new();
    let register = Register::of(org);
    for row in file.rows.iter() {
        match &row.platform_no {
            Some(number) => {
                there.extend(platform_no::key(number));
                found.compared += 1;
                compare(snapshot, &row, number, (sight, org, &register, actor), found)?;
            }
            None => found.unnumbered += 1,
        }
    }
    let times = || file.rows.complained_at();
    if let (Some(first), Some(last)) = (times().min(), times().max()) {
        let last_day = last.date().tomorrow().unwrap_or_else(|| last.date());
        let (from, before) = (Moment::start_of(first.date()), Moment::start_of(last_day));
        let here = snapshot.cases_of_platform(from, before, sight)?;
        found.only_here = here
            .into_iter()
            .filter(|(_, number, _)| platform_no::key(number).is_none_or(|key| !there.contains(&key)))
            .map(|(case_no, platform_no, title)| OnlyHere { case_no, platform_no, title })
            .collect();
    }
    Ok(())
}

fn compare(
    snapshot: &Snapshot<'_>,
    row: &IntakeRow,
    number: &str,
    (sight, org, register, actor): (&Sight, &Org, &Register, &Person),
    found: &mut Reconciliation,
) -> Result<(), OfficeError> {
    let read = match snapshot.case_of_platform(number)? {
        Some(id) => snapshot.case(id)?,
        None => None,
    };
    // Of a case against the actor it is said neither that it is here nor that it is missing.
    let is_seen = read.as_ref().is_none_or(|read| gate::covers(sight, read, org));
    if !is_seen || row::is_hidden_from(row, actor, org) {
        found.elsewhere += 1;
        return Ok(());
    }
    let Some(read) = read else {
        found.only_there.push(OnlyThere {
            row: row.row,
            platform_no: number.to_owned(),
            title: row::shown_title(row, register),
        });
        return Ok(());
    };
    let mut what = gate::differences(&read, row, register);
    let case = read.masked(register).case;
    what.extend(status_difference(&case, row));
    if !what.is_empty() {
        found.different.push(Different {
            row: row.row,
            case_no: case.case_no,
            platform_no: number.to_owned(),
            what,
        });
    }
    Ok(())
}

/// How far the case is there, when that is not as far as it is here.
fn status_difference(case: &Case, row: &IntakeRow) -> Option<String> {
    let (name, status) = row.other.iter().find(|(name, _)| is_status_column(name))?;
    let there = reached(status)?.last;
    let here = case.acts_to_mirror().last().map(|act| act.step);
    let step = |step: Option<crate::domain::words::MirrorStep>| {
        step.map_or("未受理", |step| step.label()).to_owned()
    };
    (there != here).then(|| {
        let here = format!("本镇已到“{}”（{}）", step(here), case.stage.label());
        format!("{name}：平台为“{status}”，{here}")
    })
}
