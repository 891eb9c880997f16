//! What an import of units and people would bring about, told before it happens: who is new, changed and gone, and what
//! they still hold.

use super::town_act::unreadable;
use super::{Office, OfficeError, gate};
use crate::actions::{self, Answers, Field, org_import};
use crate::domain::context::{Brought, Context};
use crate::domain::desk::Desk;
use crate::domain::ids::PersonId;
use crate::domain::refusal::Refusal;
use crate::domain::sight::Sight;
use crate::domain::time::Moment;
use crate::domain::town::event::{RightsProposed, TownEvent};
use crate::domain::town::org::{Org, Person};
use crate::domain::town::org_plan::{Cases, OrgPlan, StillHolds, UnitHolds, WantedOrg};
use crate::intake::org_file::{OrgFile, Resolved};
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

    /// The same of the answers of a form, in lines.
    ///
    /// # Errors
    /// The same, and a file that cannot be read.
    pub(super) fn org_preview(&self, answers: &Answers, now: Moment) -> Result<Vec<String>, OfficeError> {
        let text = &org_import::TEXT;
        let file = answers.text(text.name).ok_or_else(|| text.missing())?;
        let resolved = resolved(&file, answers, text, &self.org)?;
        Ok(self.org_plan(resolved, now)?.lines(&self.org))
    }
}

/// The organisation that the answers of a form make of the present one.
pub(super) fn resolved(
    text: &str,
    answers: &Answers,
    field: &Field,
    present: &Org,
) -> Result<Resolved, Refusal> {
    let complete = answers.flag(&org_import::COMPLETE)?;
    let file = OrgFile::parse(text).and_then(|file| file.resolve(present, complete));
    file.map_err(|fault| unreadable(field, &fault))
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
