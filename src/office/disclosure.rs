//! Records of disclosure: acts on them, what of them the actor may see, and the grid of units and months.

use super::attachments::{Saving, Taken, not_together};
use super::own_files::OwnRecord;
use super::{AllOrNothing, Office, OfficeError, gate};
use crate::actions::{self, Act, Answers, FieldKind};
use crate::domain::case::respondents::Register;
use crate::domain::context::{Brought, Context};
use crate::domain::desk::Desk;
use crate::domain::disclosure::event::DisclosureEvent;
use crate::domain::disclosure::{Disclosure, DisclosureSight, DisclosureState, no_of};
use crate::domain::ids::DisclosureId;
use crate::domain::recurring::warned_until;
use crate::domain::refusal::{Refusal, RefusalCode};
use crate::domain::time::{Date, Moment};
use crate::domain::view::disclosure::{DisclosureDetail, DisclosurePane, DisclosureRow, Grid};
use crate::store::{Records, Snapshot, Stamp};

/// A command on a record of disclosure.
#[derive(Debug, Clone)]
pub struct DisclosureRequest {
    /// Client-made id, so that the same request twice is one act.
    pub act: String,
    /// The record; `None` for an act that opens one.
    pub disclosure: Option<DisclosureId>,
    /// How many events the form was filled in over; `None` to take it as it is.
    pub seen_seq: Option<u32>,
    pub action: &'static Act,
    /// What was filled in.
    pub answers: Answers,
}

/// What a command came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DisclosureReport {
    pub disclosure: DisclosureId,
    /// Its number, `d3`.
    pub code: String,
    /// How far it has come now.
    pub state: DisclosureState,
    /// Codes of the recorded facts; empty when the same act was recorded before.
    pub events: Vec<String>,
    /// What happened, a sentence for each fact.
    pub words: Vec<String>,
}

impl Office {
    /// Performs an act on a record of disclosure and commits it.
    ///
    /// # Errors
    /// A refusal, which changes nothing; a store failure, which keeps nothing.
    pub fn perform_on_disclosure(
        &mut self,
        request: &DisclosureRequest,
        now: Moment,
    ) -> Result<DisclosureReport, OfficeError> {
        let on = request.action.on_disclosure()?;
        if let (Some(saving), Some(id)) = (Saving::asked(on.saves, &request.answers), request.disclosure) {
            let source = self.own_source(OwnRecord::Disclosure(id), &saving, now)?;
            return self
                .save_copy(&saving, source, |office| office.perform_on_disclosure_with(request, None, now));
        }
        let asked = (request.action, &request.answers);
        let taken = Taken::named(&self.store, &self.file_places, asked, &self.settings)?;
        self.perform_on_disclosure_with(request, taken, now)
    }

    /// The same with the file that was taken in for it.
    pub(super) fn perform_on_disclosure_with(
        &mut self,
        request: &DisclosureRequest,
        taken: Option<Taken>,
        now: Moment,
    ) -> Result<DisclosureReport, OfficeError> {
        let stamp = self.stamp(&request.act, request.action.code, now);
        let done =
            self.change(now, |records, desk| perform_in(records, request, taken.as_ref(), desk, &stamp));
        if let (Err(_), Some(taken)) = (&done, taken) {
            taken.forget(&mut self.store);
        }
        self.finish_erasing();
        done
    }

    /// The number in the database of a record that the actor may see, by its own number, `d3`.
    ///
    /// # Errors
    /// `unknown_disclosure`, the same for "none" and "not yours".
    pub fn find_disclosure(&self, code: &str, now: Moment) -> Result<DisclosureId, OfficeError> {
        let desk = self.desk(now);
        self.read(|snapshot| find(snapshot, code, &desk))
    }

    /// The records whose period ends in these months and whatever is open, as far as the actor may see them, with the
    /// grid of units and months and the list of matters.
    ///
    /// # Errors
    /// A store failure.
    pub fn disclosure_pane(&self, months: Vec<Date>, now: Moment) -> Result<DisclosurePane, OfficeError> {
        let desk = self.desk(now);
        let sight = sight_of(&desk);
        let today = self.settings.limit_day(now);
        let from = months.first().copied().unwrap_or(today);
        let until = months.last().copied().unwrap_or(today).last_of_month();
        self.read(|snapshot| {
            let mut rows = snapshot.disclosures(from, until)?;
            rows.retain(|row| sight.covers(row.unit));
            let is_shown = |unit| sight.covers(unit) && rows.iter().any(|row| row.unit == unit);
            let units = desk.org.units.iter().filter(|unit| is_shown(unit.id));
            let units = units.map(|unit| (unit.id, unit.name.clone())).collect();
            let grid = Grid::of(&rows, units, months, &desk.calendar, today);
            Ok(DisclosurePane { grid, rows, matters: snapshot.matters()? })
        })
    }

    /// What is open of disclosure and approaching, due or overdue, as far as the actor may see it.
    ///
    /// # Errors
    /// A store failure.
    pub fn disclosures_due(&self, now: Moment) -> Result<Vec<DisclosureRow>, OfficeError> {
        let sight = sight_of(&self.desk(now));
        let today = self.settings.limit_day(now);
        let until = warned_until(&self.calendar, today);
        let mut rows = self.read(|snapshot| Ok(snapshot.disclosures_due_by(until)?))?;
        rows.retain(|row| {
            sight.covers(row.unit) && row.level(&self.calendar, today) != crate::domain::words::ClockLevel::Ok
        });
        Ok(rows)
    }

    /// A record laid open, with its history.
    ///
    /// # Errors
    /// `unknown_disclosure`, the same for "none" and "not yours"; a store failure.
    pub fn open_disclosure(&self, id: DisclosureId, now: Moment) -> Result<DisclosureDetail, OfficeError> {
        let desk = self.desk(now);
        let (disclosures, cases) = (sight_of(&desk), desk.sight());
        let register = Register::of(&desk.org);
        self.read(|snapshot| {
            let read = snapshot.disclosure(id)?.filter(|read| disclosures.covers(read.disclosure.unit));
            let read = read.ok_or_else(|| Refusal::unknown_disclosure(&id.0.to_string()))?;
            let (mut disclosure, mut hidden) = (read.disclosure, Vec::new());
            for (case, number) in &mut disclosure.links {
                let read = snapshot.case(*case)?;
                if let Some(read) = &read {
                    read.mask_names(&mut disclosure.files, &register);
                }
                let seen = match (&read, &cases) {
                    (Some(read), Some(sight)) => gate::is_seen(read, sight, &desk.org),
                    (Some(_), None) | (None, _) => false,
                };
                if !seen {
                    hidden.push(std::mem::replace(number, crate::domain::event::ELSEWHERE.to_owned()));
                }
            }
            let matter = snapshot.matters()?.into_iter().find(|matter| matter.id == disclosure.matter);
            let history = gate::stream_history(read.history, DisclosureEvent::sentence, &hidden, &desk.org);
            Ok(DisclosureDetail { disclosure, matter, history })
        })
    }
}

impl AllOrNothing<'_, '_> {
    /// Performs an act on a record of disclosure among the other commands.
    ///
    /// # Errors
    /// A refusal or a store failure.
    pub fn perform_on_disclosure(
        &mut self,
        request: &DisclosureRequest,
    ) -> Result<DisclosureReport, OfficeError> {
        if request.action.on_disclosure()?.saves.is_some() {
            return Err(not_together().into());
        }
        let stamp = self.stamp(&request.act, request.action.code);
        let taken = self.take_in(request.action, &request.answers)?;
        let done = perform_in(self.records, request, taken.as_ref(), &self.desk, &stamp);
        self.hold(taken);
        done
    }

    /// The number in the database of a record that the actor may see.
    ///
    /// # Errors
    /// `unknown_disclosure`, the same for "none" and "not yours".
    pub fn find_disclosure(&self, code: &str) -> Result<DisclosureId, OfficeError> {
        find(self.records, code, &self.desk)
    }
}

pub(super) fn sight_of(desk: &Desk) -> DisclosureSight {
    DisclosureSight::on(&desk.actor, &desk.org, desk.today())
}

fn find(snapshot: &Snapshot<'_>, code: &str, desk: &Desk) -> Result<DisclosureId, OfficeError> {
    let unknown = || Refusal::unknown_disclosure(code);
    let id = snapshot.disclosure_numbered(no_of(code).ok_or_else(unknown)?)?.ok_or_else(unknown)?;
    Ok(seen(snapshot, id, desk)?.map(|record| record.id).ok_or_else(unknown)?)
}

/// The record, where the actor may see it.
pub(super) fn seen(
    snapshot: &Snapshot<'_>,
    id: DisclosureId,
    desk: &Desk,
) -> Result<Option<Disclosure>, OfficeError> {
    let read = snapshot.disclosure(id)?.map(|read| read.disclosure);
    Ok(read.filter(|record| sight_of(desk).covers(record.unit)))
}

/// Reads, decides and records inside the caller's transaction.
fn perform_in(
    records: &Records<'_>,
    request: &DisclosureRequest,
    taken: Option<&Taken>,
    desk: &Desk,
    stamp: &Stamp,
) -> Result<DisclosureReport, OfficeError> {
    let begins = request.action.on_disclosure()?.begins;
    if let Some(id) = records.disclosure_of_act(&request.act)?
        && let Some(done) = seen(records, id, desk)?
    {
        // A doubled key press or a repeated request is one act.
        let (code, state) = (done.code(), done.state);
        return Ok(DisclosureReport { disclosure: id, code, state, events: Vec::new(), words: Vec::new() });
    }
    let mut record = target(records, request, begins, desk)?;
    let brought = match taken {
        Some(taken) => Some(taken.brought()),
        None => brought(records, request, begins, desk)?,
    };
    let context = Context { brought: brought.as_ref(), ..desk.context() };
    let mut outcome = actions::decide_disclosure(request.action, &record, &request.answers, &context)?;
    for event in &mut outcome.events {
        event.number(record.no);
    }
    if let Some(taken) = taken {
        taken.keep(records)?;
    }
    records.append_disclosure(&mut record, &outcome.events, stamp)?;
    Ok(DisclosureReport {
        disclosure: record.id,
        code: record.code(),
        state: record.state,
        events: outcome.events.iter().map(|event| event.code().to_owned()).collect(),
        words: outcome.events.iter().map(|event| event.sentence(context.org)).collect(),
    })
}

/// The record to act on: read anew inside the transaction, or one with new numbers.
fn target(
    records: &Records<'_>,
    request: &DisclosureRequest,
    begins: bool,
    desk: &Desk,
) -> Result<Disclosure, OfficeError> {
    if begins {
        let (id, no) = records.next_disclosure()?;
        return Ok(Disclosure::unborn(id, no));
    }
    let id = request.disclosure.ok_or_else(|| {
        let message = format!("“{}”要指明是哪条公示记录，如 d3。", request.action.label());
        Refusal::new(RefusalCode::UnknownDisclosure, message)
    })?;
    let record = seen(records, id, desk)?.ok_or_else(|| Refusal::unknown_disclosure(&id.0.to_string()))?;
    if request.seen_seq.is_some_and(|seen| seen != record.seq) {
        let message = format!("{}刚刚有别人办理过，没有保存；请看过现在的情况再办。", record.told());
        return Err(Refusal::new(RefusalCode::Conflict, message).into());
    }
    Ok(record)
}

/// What the answers name: a case that the actor may see, or the list of matters for a record about to be opened.
fn brought(
    records: &Records<'_>,
    request: &DisclosureRequest,
    begins: bool,
    desk: &Desk,
) -> Result<Option<Brought>, OfficeError> {
    if begins {
        return Ok(Some(Brought::Matters { known: records.matters()?, catalogue: None }));
    }
    let field = request.action.fields().iter().find(|field| matches!(field.kind, FieldKind::Case));
    let Some((field, number)) = field.and_then(|field| Some((field, request.answers.text(field.name)?)))
    else {
        return Ok(None);
    };
    let unknown = || Refusal::unknown_case(&number).about(field.name);
    let id = records.case_numbered(&number)?.ok_or_else(unknown)?;
    let case = records
        .case_to_change(id)?
        .filter(|case| !case.sealed && desk.sight().is_some_and(|sight| sight.covers(case, &desk.org)));
    Ok(Some(Brought::Cases { named: vec![case.ok_or_else(unknown)?], standing: Vec::new() }))
}
