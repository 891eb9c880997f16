//! The practice database (演练库): an invented town and its complaints, made through the same commands as real ones.

mod beside;
mod schedule;
#[cfg(test)]
mod tests;

use std::path::Path;

use super::{NewTown, Office, OfficeError, PerformRequest};
use crate::domain::calendar::Calendar;
use crate::domain::ids::CaseId;
use crate::domain::time::Moment;
use crate::domain::town::org::Org;
use crate::domain::words::Position;
use crate::intake::org_file::{OrgFault, OrgFile};
use crate::store::StoreError;
use schedule::{Deed, REGISTRAR};

/// The practice town, in the shape of `ydt org export`.
const ORG: &str = include_str!("../../../assets/sample/org.toml");

/// How much has happened in the practice town before it is opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Practice {
    /// A short first day: a dozen cases, three of them for whoever opens it.
    FirstDay,
    /// Half a year of work at every stage.
    Busy,
}

/// The shipped practice town: units, people, positions.
///
/// # Errors
/// A faulty file; its test keeps that from being shipped.
pub fn practice_org() -> Result<Org, OrgFault> {
    Ok(OrgFile::parse(ORG)?.resolve(&Org::default(), false)?.org)
}

impl Office {
    /// Makes a practice database with its town and cases, dated relative to `now`, and opens it for the caller, who
    /// works there as the town's own operator and is called by that operator's name.
    ///
    /// The town is founded before its first complaint, so that the record runs forward in time.
    ///
    /// # Errors
    /// `Exists` when the file is there; a store failure. What was begun then is to be thrown away.
    pub fn create_practice(
        path: &Path,
        login: &str,
        practice: Practice,
        origin: &str,
        now: Moment,
    ) -> Result<Self, OfficeError> {
        let mut org = practice_org().map_err(defect)?;
        let name = hand_over(&mut org, login);
        let deeds = schedule::schedule(practice, now, &Calendar::embedded()).map_err(defect)?;
        let founded_at = deeds.first().map_or(now, |deed| deed.at);
        let new = NewTown {
            town: org.town.clone(),
            district: org.district.clone(),
            login: login.to_owned(),
            name,
            sandbox: true,
            org: Some(org),
        };
        let mut office = Self::create(path, new, origin, founded_at)?;
        office.live_through(&deeds, login, now)?;
        Ok(office)
    }

    /// Does the deeds in one transaction, each as its own person at its own time.
    fn live_through(&mut self, deeds: &[Deed], login: &str, now: Moment) -> Result<(), OfficeError> {
        let stories = deeds.iter().map(|deed| deed.story + 1).max().unwrap_or(0);
        let mut cases: Vec<Option<(CaseId, String)>> = vec![None; stories];
        let is_handed_over = self.org.by_login(REGISTRAR).is_none();
        self.perform_all(now, |town| {
            for (place, deed) in deeds.iter().enumerate() {
                town.act_as(if is_handed_over && deed.login == REGISTRAR { login } else { &deed.login })?;
                town.set_now(deed.at);
                let number_of = |story: usize| cases[story].as_ref().map(|(_, number)| number.as_str());
                let mut answers = deed.answers.clone();
                if let Some(leading) = deed.into.and_then(number_of) {
                    answers.set(schedule::INTO, leading);
                }
                let request = PerformRequest {
                    act: format!("practice-{place}"),
                    case: cases[deed.story].as_ref().map(|(id, _)| *id),
                    seen_seq: None,
                    action: deed.command.clone(),
                    answers,
                };
                let report = town.perform(&request)?;
                cases[deed.story] = Some((report.case, report.case_no));
            }
            let opener = if is_handed_over { login } else { REGISTRAR };
            beside::furnish(town, opener, now)
        })
    }
}

/// Makes whoever opens the practice town its operator and administrator; who that is there. A login of somebody else in
/// the town stays theirs.
fn hand_over(org: &mut Org, login: &str) -> String {
    if let Some(person) = org.by_login(login) {
        return person.name.clone();
    }
    let operator = org.people.iter_mut().find(|person| person.login.as_deref() == Some(REGISTRAR));
    operator.map_or_else(String::new, |person| {
        person.login = Some(login.to_owned());
        person.positions.push(Position::Administrator);
        person.positions.sort_unstable();
        person.name.clone()
    })
}

/// What can only be wrong when the program was shipped wrong.
fn defect(error: impl std::fmt::Display) -> OfficeError {
    StoreError::Other(error.to_string()).into()
}
