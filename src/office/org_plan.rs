//! What an import of units and people would bring about, told before it happens: who is new, changed and gone, and what
//! they still hold.

use super::town_act::unreadable;
use super::{Office, OfficeError, gate, town};
use crate::actions::{self, Answers, Field, org_import};
use crate::domain::context::{Brought, Context};
use crate::domain::desk::Desk;
use crate::domain::ids::{ChainPlace, PersonId};
use crate::domain::refusal::{Refusal, RefusalCode};
use crate::domain::sight::Sight;
use crate::domain::time::Moment;
use crate::domain::town::event::{RightsProposed, TownEvent};
use crate::domain::town::org::{Org, Person};
use crate::domain::town::org_plan::{Cases, OrgPlan, StillHolds, UnitHolds, WantedOrg};
use crate::intake::org_file::{OrgFault, OrgFile, Resolved};
use crate::store::Snapshot;

impl Office {
    /// Who would be new, changed and gone, and what they still hold.
    ///
    /// # Errors
    /// `not_permitted` unless the actor is administrator, and the refusals of an organisation that cannot work.
    pub fn org_plan(&self, resolved: Resolved, now: Moment) -> Result<OrgPlan, OfficeError> {
        let desk = self.desk(now);
        org_import::ACT.allowed_in_town(&desk.context())?;
        let Resolved { org, left_out, hints } = resolved;
        self.read(|snapshot| {
            let brought = Brought::Org(Box::new(wanted(snapshot, org, &desk)?));
            let context = Context { brought: Some(&brought), ..desk.context() };
            let events = actions::decide_town(&org_import::ACT, &Answers::none(), &context)?;
            let proposed = proposed_in(&events);
            let Brought::Org(wanted) = brought else { return Err(Refusal::missing("text", "文件").into()) };
            let proposed = proposed.iter().map(|id| wanted.org.person_name(*id).to_owned()).collect();
            let mut plan = OrgPlan { wanted: wanted.org, holds: Vec::new(), left_out, hints, proposed };
            let sight = desk.sight();
            for person in plan.leaving(&desk.org) {
                plan.holds.push(still_holds(snapshot, person, sight.as_ref(), &desk.org)?);
            }
            Ok(plan)
        })
    }

    /// What a file makes of the organisation as it stands.
    ///
    /// # Errors
    /// `conflict` where somebody else changed the same since the file was exported; a store failure. Within: what is
    /// wrong in the file.
    pub fn org_of_file(
        &self,
        file: &OrgFile,
        complete: bool,
    ) -> Result<Result<Resolved, OrgFault>, OfficeError> {
        self.read(|snapshot| over_present(snapshot, file, complete, &self.org))
    }

    /// Where the organisation that stands was recorded, for files made of it.
    ///
    /// # Errors
    /// A store failure.
    pub fn org_place(&self) -> Result<Option<ChainPlace>, OfficeError> {
        self.read(|snapshot| Ok(snapshot.org_place()?))
    }

    /// The same of the answers of a form, in lines.
    ///
    /// # Errors
    /// The same, and a file that cannot be read.
    pub(super) fn org_preview(&self, answers: &Answers, now: Moment) -> Result<Vec<String>, OfficeError> {
        let text = &org_import::TEXT;
        let file = answers.text(text.name).ok_or_else(|| text.missing())?;
        let resolved = self.read(|snapshot| resolved(snapshot, &file, answers, text, &self.org))?;
        Ok(self.org_plan(resolved, now)?.lines(&self.org))
    }
}

/// The organisation that the answers of a form make of the present one.
pub(super) fn resolved(
    snapshot: &Snapshot<'_>,
    text: &str,
    answers: &Answers,
    field: &Field,
    present: &Org,
) -> Result<Resolved, OfficeError> {
    let complete = answers.flag(&org_import::COMPLETE)?;
    let file = OrgFile::parse(text).map_err(|fault| unreadable(field, &fault))?;
    Ok(over_present(snapshot, &file, complete, present)?.map_err(|fault| unreadable(field, &fault))?)
}

/// Said of an exported file that is no longer the newest.
const CHANGED_SINCE: &str = "这份文件导出以后，单位和人员又有改动，那些改动保持不变；要改回文件里的样子，请删去文件开头的 based_on 一行再导入";

/// What the file makes of the present organisation. A file that was exported is understood against the organisation that
/// it shows: what somebody else changed since is kept, and where both changed the same, the later is refused.
fn over_present(
    snapshot: &Snapshot<'_>,
    file: &OrgFile,
    complete: bool,
    present: &Org,
) -> Result<Result<Resolved, OrgFault>, OfficeError> {
    let Some(place) = file.based_on else { return Ok(file.resolve(present, complete)) };
    let Some(recorded) = snapshot.org_recorded_at(place)? else {
        return Err(Refusal::new(
            RefusalCode::InvalidValue,
            "文件开头的 based_on 不是本镇现有记录里的，一项也没有导入；请用 ydt org export 重新导出，或核对后删去这一行再导入。",
        )
        .into());
    };
    let saw = Org { delegations: present.delegations.clone(), former: present.former.clone(), ..recorded };
    match file.resolve(&saw, complete) {
        Ok(mut resolved) => {
            if (&saw.units, &saw.people) != (&present.units, &present.people) {
                resolved.hints.push(CHANGED_SINCE.to_owned());
            }
            let org = town::merged(snapshot, &saw, present, resolved.org)?;
            Ok(Ok(Resolved { org, ..resolved }))
        }
        Err(fault) => Ok(Err(fault)),
    }
}

/// A wanted organisation with the open cases of the units that it dissolves.
pub(super) fn wanted(snapshot: &Snapshot<'_>, org: Org, desk: &Desk) -> Result<WantedOrg, OfficeError> {
    let sight = desk.sight();
    let mut held = Vec::new();
    for unit in org.units.iter().filter(|unit| !unit.active) {
        let cases = snapshot.held_by_unit(unit.id, sight.as_ref())?;
        if !cases.is_empty() {
            held.push(UnitHolds { unit: unit.id, cases });
        }
    }
    Ok(WantedOrg { org, held })
}

/// Whose rights are proposed among these facts.
fn proposed_in(events: &[TownEvent]) -> Vec<PersonId> {
    let mut proposed = Vec::new();
    for event in events {
        if let TownEvent::RightsProposed(RightsProposed { person, .. }) = event {
            proposed.push(*person);
        }
    }
    proposed
}

pub(super) fn still_holds(
    snapshot: &Snapshot<'_>,
    person: &Person,
    sight: Option<&Sight>,
    org: &Org,
) -> Result<StillHolds, OfficeError> {
    let mut handled = Cases::default();
    let ids = person.unit.map(|unit| snapshot.open_cases_of(unit)).transpose()?.unwrap_or_default();
    for id in ids {
        let Some(read) = snapshot.case(id)? else { continue };
        let (whose, case_no) = gate::handled(&read);
        if whose != Some(person.id) {
            continue;
        }
        if sight.is_some_and(|sight| gate::covers(sight, &read, org)) {
            handled.seen.push(case_no);
        } else {
            handled.unseen += 1;
        }
    }
    Ok(StillHolds { person: person.id, steps: snapshot.awaiting_signature_of(person.id, sight)?, handled })
}
