//! Acts on meetings: the cases they name or are about are read, the act decides, and its facts are recorded together with
//! what it says of cases, in one transaction.

mod apply;
mod brought;
mod names;

use std::collections::BTreeMap;

use super::attachments::{Saving, Taken, not_together};
use super::own_files::OwnRecord;
use super::{AllOrNothing, Office, OfficeError, gate, papers};
use crate::actions::{self, Act, Answers};
use crate::domain::case::respondents::Register;
use crate::domain::context::Context;
use crate::domain::desk::Desk;
use crate::domain::event::ELSEWHERE;
use crate::domain::ids::{CaseId, MeetingId};
use crate::domain::meeting::decision::Decision;
use crate::domain::meeting::record::Record;
use crate::domain::meeting::{Meeting, MeetingState, no_of};
use crate::domain::refusal::{Refusal, RefusalCode};
use crate::domain::time::Moment;
use crate::domain::town::org::Person;
use crate::domain::view::meeting::{MeetingDetail, MeetingRow, OnAgenda};
use crate::domain::words::Position;
use crate::store::{Records, Snapshot, Stamp};

pub(super) use brought::with_agenda;

/// So many meetings are listed at most: those of many years.
const MOST_LISTED: u32 = 500;

/// Who may see every meeting.
const SEE_ALL: [Position; 4] = [
    Position::CommissionOperator,
    Position::DisciplineSecretary,
    Position::PrincipalLeader,
    Position::Auditor,
];

/// A command on a meeting.
#[derive(Debug, Clone)]
pub struct MeetingRequest {
    /// Client-made id, so that the same request twice is one act.
    pub act: String,
    /// The meeting; `None` for an act that makes one.
    pub meeting: Option<MeetingId>,
    pub action: &'static Act,
    /// What was filled in.
    pub answers: Answers,
}

/// What a command came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MeetingReport {
    pub meeting: MeetingId,
    /// Its number, `m3`.
    pub code: String,
    /// How far it has come now.
    pub state: MeetingState,
    /// Codes of the recorded facts; empty when the same act was recorded before.
    pub events: Vec<String>,
    /// What happened, a sentence for each fact.
    pub words: Vec<String>,
    /// Of the decisions that were to take effect: the number of each case, and why it did not.
    pub results: Vec<(String, Option<Refusal>)>,
}

impl Office {
    /// Performs an act on a meeting and commits it.
    ///
    /// # Errors
    /// A refusal, which changes nothing; a store failure, which keeps nothing.
    pub fn perform_on_meeting(
        &mut self,
        request: &MeetingRequest,
        now: Moment,
    ) -> Result<MeetingReport, OfficeError> {
        let on = request.action.on_meeting()?;
        if let (Some(saving), Some(id)) = (Saving::asked(on.saves, &request.answers), request.meeting) {
            let source = self.own_source(OwnRecord::Meeting(id), &saving, now)?;
            return self
                .save_copy(&saving, source, |office| office.perform_on_meeting_with(request, None, now));
        }
        let asked = (request.action, &request.answers);
        let taken = Taken::named(&self.store, &self.file_places, asked, &self.settings)?;
        self.perform_on_meeting_with(request, taken, now)
    }

    /// The same with the file that was taken in for it.
    pub(super) fn perform_on_meeting_with(
        &mut self,
        request: &MeetingRequest,
        taken: Option<Taken>,
        now: Moment,
    ) -> Result<MeetingReport, OfficeError> {
        let done = self.record_on_meeting(request, taken.as_ref(), now);
        if let (Err(_), Some(taken)) = (&done, taken) {
            taken.forget(&mut self.store);
        }
        self.finish_erasing();
        done
    }

    fn record_on_meeting(
        &mut self,
        request: &MeetingRequest,
        taken: Option<&Taken>,
        now: Moment,
    ) -> Result<MeetingReport, OfficeError> {
        let stamp = self.stamp(&request.act, request.action.code, now);
        let mut results = Vec::new();
        for case in self.read(|snapshot| to_apply(snapshot, request, &self.desk(now)))? {
            let one = (request, case, &stamp);
            let result = match self.change(now, |records, desk| apply::take_effect(records, one, desk)) {
                Err(OfficeError::Refused(refusal)) => {
                    self.change(now, |records, _| apply::told(records, one, Some(&refusal)))?
                }
                other => other?,
            };
            results.push(result);
        }
        let done = self.change(now, |records, desk| {
            let done = perform_in(records, request, taken, desk, &stamp);
            confirmed(records, request, desk, done, &results)
        });
        Ok(MeetingReport { results, ..done? })
    }

    /// The number in the database of a meeting that the actor may see, by its own number, `m3`.
    ///
    /// # Errors
    /// `unknown_meeting`, the same for "none" and "not yours".
    pub fn find_meeting(&self, code: &str, now: Moment) -> Result<MeetingId, OfficeError> {
        let desk = self.desk(now);
        self.read(|snapshot| find(snapshot, code, &desk))
    }
}

impl Office {
    /// The newest meetings that the actor may see, the newest first.
    ///
    /// # Errors
    /// A store failure.
    pub fn meetings(&self, now: Moment) -> Result<Vec<MeetingRow>, OfficeError> {
        let desk = self.desk(now);
        self.read(|snapshot| {
            let mut rows = Vec::new();
            for id in snapshot.newest_meetings(MOST_LISTED)? {
                rows.extend(seen(snapshot, id, &desk)?.map(|meeting| MeetingRow::of(&meeting)));
            }
            Ok(rows)
        })
    }

    /// A meeting laid open: its cases as far as the actor may see them, who complains masked, and its history.
    ///
    /// # Errors
    /// `unknown_meeting`, the same for "none" and "not yours"; a store failure.
    pub fn open_meeting(&self, id: MeetingId, now: Moment) -> Result<MeetingDetail, OfficeError> {
        self.read_meeting(id, true, now)
    }

    /// The same for the console: of a meeting that has still to be held, or is being held, only the case in hand is read
    /// whole, because it is looked at again after every key.
    ///
    /// # Errors
    /// As there.
    pub fn look_at_meeting(&self, id: MeetingId, now: Moment) -> Result<MeetingDetail, OfficeError> {
        self.read_meeting(id, false, now)
    }

    fn read_meeting(&self, id: MeetingId, is_whole: bool, now: Moment) -> Result<MeetingDetail, OfficeError> {
        let desk = self.desk(now);
        let register = Register::of(&desk.org);
        self.read(|snapshot| {
            let read = snapshot.meeting(id)?.filter(|read| may_see(&read.meeting, &desk));
            let read = read.ok_or_else(|| Refusal::unknown_meeting(&id.0.to_string()))?;
            let (mut meeting, sight) = (read.meeting, desk.sight());
            let is_there = is_there(&meeting, &desk.actor);
            let is_open = matches!(meeting.state, MeetingState::Planned | MeetingState::Running);
            let mut titles = match &sight {
                Some(sight) if is_open && !is_whole => snapshot.titles_on_agenda(id, sight)?,
                Some(_) | None => BTreeMap::new(),
            };
            titles.retain(|case, _| meeting.called.is_none_or(|called| called.case != *case));
            let (mut items, mut hidden) = (Vec::new(), Vec::new());
            for item in &mut meeting.agenda {
                let is_recused = item.recused.iter().any(|one| one.person == Some(desk.actor.id));
                let listens = is_there && !is_recused;
                let case = match titles.remove(&item.case) {
                    Some(title) => Some(OnAgenda::Titled(title)),
                    None => snapshot.case(item.case)?.and_then(|case| {
                        let case = gate::on_agenda(case, sight.as_ref(), listens, &desk.actor, &register);
                        case.map(|case| OnAgenda::Whole(Box::new(case)))
                    }),
                };
                if case.is_none() {
                    hidden.push((item.case, std::mem::replace(&mut item.case_no, ELSEWHERE.to_owned())));
                    (item.decision, item.outcome) = (Decision::default(), None);
                }
                items.push(case);
            }
            names::mask(snapshot, &mut meeting, (!hidden.is_empty(), &register))?;
            let history = gate::meeting_history(read.history, &hidden, &desk.org);
            Ok(MeetingDetail { meeting, cases: items, history })
        })
    }
}

impl AllOrNothing<'_, '_> {
    /// Performs an act on a meeting among the other commands.
    ///
    /// # Errors
    /// A refusal or a store failure.
    pub fn perform_on_meeting(&mut self, request: &MeetingRequest) -> Result<MeetingReport, OfficeError> {
        if request.action.on_meeting()?.saves.is_some() {
            return Err(not_together().into());
        }
        let stamp = self.stamp(&request.act, request.action.code);
        let taken = self.take_in(request.action, &request.answers)?;
        let mut results = Vec::new();
        for case in to_apply(self.records, request, &self.desk)? {
            let one = (request, case, &stamp);
            // Whether it can take effect is decided before anything of it is written.
            let result = match apply::take_effect(self.records, one, &self.desk) {
                Err(OfficeError::Refused(refusal)) => apply::told(self.records, one, Some(&refusal))?,
                other => other?,
            };
            results.push(result);
        }
        let done = perform_in(self.records, request, taken.as_ref(), &self.desk, &stamp);
        self.hold(taken);
        let done = confirmed(self.records, request, &self.desk, done, &results);
        Ok(MeetingReport { results, ..done? })
    }

    /// The number in the database of a meeting that the actor may see.
    ///
    /// # Errors
    /// `unknown_meeting`, the same for "none" and "not yours".
    pub fn find_meeting(&self, code: &str) -> Result<MeetingId, OfficeError> {
        find(self.records, code, &self.desk)
    }
}

fn find(snapshot: &Snapshot<'_>, code: &str, desk: &Desk) -> Result<MeetingId, OfficeError> {
    let unknown = || Refusal::unknown_meeting(code);
    let id = snapshot.meeting_numbered(no_of(code).ok_or_else(unknown)?)?.ok_or_else(unknown)?;
    seen(snapshot, id, desk)?.map(|meeting| meeting.id).ok_or_else(|| unknown().into())
}

/// The meeting, where the actor may see it: whoever sees all cases but for administrators' work, and everybody who was
/// there.
pub(super) fn seen(
    snapshot: &Snapshot<'_>,
    id: MeetingId,
    desk: &Desk,
) -> Result<Option<Meeting>, OfficeError> {
    let read = snapshot.meeting(id)?.map(|read| read.meeting);
    Ok(read.filter(|meeting| may_see(meeting, desk)))
}

/// Whether the actor may see that a meeting is held and who is there.
pub(super) fn may_see(meeting: &Meeting, desk: &Desk) -> bool {
    let person = &desk.actor;
    let signs_for = |leader| desk.org.deputises(person.id, leader, desk.today());
    let open = meeting.record.iter().flat_map(Record::open_steps);
    let signs = open.filter_map(|(_, step)| step.person).any(signs_for);
    person.active
        && (signs || is_there(meeting, person) || SEE_ALL.iter().any(|position| person.holds(*position)))
}

/// Whether the actor is one of those present.
fn is_there(meeting: &Meeting, person: &Person) -> bool {
    meeting.heading.present().iter().any(|one| one.person == Some(person.id))
}

/// Reads, decides and records inside the caller's transaction.
pub(super) fn perform_in(
    records: &Records<'_>,
    request: &MeetingRequest,
    taken: Option<&Taken>,
    desk: &Desk,
    stamp: &Stamp,
) -> Result<MeetingReport, OfficeError> {
    let on = request.action.on_meeting()?;
    // Whoever may not do it learns nothing about what the answers name.
    request.action.permitted(&desk.context())?;
    if let Some(done) = already_done(records, request)? {
        return Ok(done);
    }
    let mut meeting = target(records, request, on.begins, desk)?;
    let brought = match taken {
        Some(taken) => taken.brought(),
        None if on.issues => papers::drafted_record(records, &meeting, desk)?,
        None => brought::brought(records, request, &meeting, desk)?,
    };
    let context = Context { brought: Some(&brought), ..desk.context() };
    let outcome = actions::decide_on(request.action, on, &meeting, &request.answers, &context)?;
    let register = Register::of(context.org);
    let outlook = super::outlook(context.settings, context.calendar, &register);
    for (id, event) in outcome.cases {
        let mut case = records.case_to_change(id)?.ok_or_else(|| Refusal::unknown_case(&id.0.to_string()))?;
        records.append(&mut case, vec![event], stamp, &outlook)?;
    }
    if let Some(taken) = taken {
        taken.keep(records)?;
    }
    records.append_meeting(&mut meeting, &outcome.events, stamp)?;
    Ok(MeetingReport {
        meeting: meeting.id,
        code: meeting.code(),
        state: meeting.state,
        events: outcome.events.iter().map(|event| event.code().to_owned()).collect(),
        words: outcome.events.iter().map(|event| event.sentence(context.org)).collect(),
        results: Vec::new(),
    })
}

/// The cases whose decisions take effect with this act, in the order of the agenda: nothing before it was decided that
/// the act itself can be done.
fn to_apply(
    snapshot: &Snapshot<'_>,
    request: &MeetingRequest,
    desk: &Desk,
) -> Result<Vec<CaseId>, OfficeError> {
    let on = request.action.on_meeting()?;
    if !on.applies || snapshot.meeting_of_act(&request.act)?.is_some() {
        return Ok(Vec::new());
    }
    request.action.permitted(&desk.context())?;
    let meeting = target(snapshot, request, on.begins, desk)?;
    actions::decide_on(request.action, on, &meeting, &request.answers, &desk.context())?;
    Ok(meeting.agenda.iter().filter(|item| item.waits()).map(|item| item.case).collect())
}

/// A meeting that was confirmed before has nothing more to record once what was left over has taken effect.
fn confirmed(
    snapshot: &Snapshot<'_>,
    request: &MeetingRequest,
    desk: &Desk,
    done: Result<MeetingReport, OfficeError>,
    results: &[(String, Option<Refusal>)],
) -> Result<MeetingReport, OfficeError> {
    match done {
        Err(OfficeError::Refused(refusal))
            if refusal.code == RefusalCode::NothingToDo && !results.is_empty() =>
        {
            Ok(standing(&target(snapshot, request, false, desk)?))
        }
        other => other,
    }
}

/// A report of nothing recorded.
fn standing(meeting: &Meeting) -> MeetingReport {
    MeetingReport {
        meeting: meeting.id,
        code: meeting.code(),
        state: meeting.state,
        events: Vec::new(),
        words: Vec::new(),
        results: Vec::new(),
    }
}

/// The report of the same act recorded before: a doubled key press or a repeated request is one act.
fn already_done(
    records: &Records<'_>,
    request: &MeetingRequest,
) -> Result<Option<MeetingReport>, OfficeError> {
    let Some(id) = records.meeting_of_act(&request.act)? else { return Ok(None) };
    let meeting = records.meeting(id)?.map(|read| read.meeting);
    Ok(meeting.as_ref().map(standing))
}

/// The meeting to act on: read anew inside the transaction, or one with new numbers.
fn target(
    records: &Snapshot<'_>,
    request: &MeetingRequest,
    begins: bool,
    desk: &Desk,
) -> Result<Meeting, OfficeError> {
    if begins {
        let (id, no) = records.next_meeting()?;
        return Ok(Meeting::unborn(id, no));
    }
    let id = request.meeting.ok_or_else(|| {
        Refusal::new(RefusalCode::UnknownMeeting, format!("“{}”要指明是哪次研判会。", request.action.label()))
    })?;
    let unknown = || Refusal::unknown_meeting(&id.0.to_string());
    Ok(seen(records, id, desk)?.ok_or_else(unknown)?)
}
