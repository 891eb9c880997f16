//! Performing an action: one transaction that reads the case, decides, and records events with the summary row.

use super::attachments::{self, Taken};
use super::file_places::FilePlaces;
use super::numbers::check_numbers;
use super::{Office, OfficeError, papers, retention};
use crate::actions::{self, Act, Answers};
use crate::domain::case::respondents::Register;
use crate::domain::case::stage::Stage;
use crate::domain::case::{Case, Complainant};
use crate::domain::context::Context;
use crate::domain::desk::Desk;
use crate::domain::event::{CaseEvent, CaseFact as _, ELSEWHERE, IdentityRevealed, counterparts};
use crate::domain::ids::{CaseId, PersonId};
use crate::domain::refusal::{Refusal, RefusalCode};
use crate::domain::time::Moment;
use crate::domain::town::org::Org;
use crate::store::{Records, Stamp};

/// A command on one case.
#[derive(Debug, Clone)]
pub struct PerformRequest {
    /// Client-made id, so that the same request twice is one act.
    pub act: String,
    /// The case; `None` for an action that makes one.
    pub case: Option<CaseId>,
    /// How many events the case had when the person looked; more by now is a conflict.
    pub seen_seq: Option<u32>,
    pub action: String,
    /// What was filled in.
    pub answers: Answers,
}

/// What a command came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PerformReport {
    /// The case it was done to or that it made.
    pub case: CaseId,
    pub case_no: String,
    /// Its stage now.
    pub stage: Stage,
    /// Codes of the recorded events; empty when the same act was recorded before.
    pub events: Vec<String>,
    /// Who complains, where the act is to show it.
    pub revealed: Option<Complainant>,
}

impl Office {
    /// Performs a command and commits it.
    ///
    /// # Errors
    /// A refusal, which changes nothing; a store failure, which keeps nothing.
    pub fn perform(&mut self, request: &PerformRequest, now: Moment) -> Result<PerformReport, OfficeError> {
        if let Some(saving) = Self::saving(request)? {
            return self.perform_saving(request, &saving, now);
        }
        let asked = (actions::find(&request.action)?, &request.answers);
        let taken = Taken::named(&self.store, &self.file_places, asked, &self.settings)?;
        self.perform_with(request, taken, now)
    }

    /// The same with the file that was taken in for it.
    pub(super) fn perform_with(
        &mut self,
        request: &PerformRequest,
        taken: Option<Taken>,
        now: Moment,
    ) -> Result<PerformReport, OfficeError> {
        let stamp = self.stamp(&request.act, &request.action, now);
        let done =
            self.change(now, |records, desk| perform_in(records, request, taken.as_ref(), desk, &stamp));
        if let (Err(_), Some(taken)) = (&done, taken) {
            taken.forget(&mut self.store);
        }
        let report = match done {
            Err(OfficeError::Refused(refusal)) if refusal.code == RefusalCode::Elsewhere => {
                self.notice_elsewhere(request, &refusal, now)?;
                return Err(refusal.into());
            }
            other => other?,
        };
        let did = |code: &str| report.events.iter().any(|event| event == code);
        self.finish_erasing();
        if did(IdentityRevealed::CODE) {
            self.revealed = Some(report.case);
        }
        Ok(report)
    }

    /// Whoever may see the case of the number that was refused finds it among what is to do.
    fn notice_elsewhere(
        &mut self,
        request: &PerformRequest,
        refusal: &Refusal,
        now: Moment,
    ) -> Result<(), OfficeError> {
        let Some(number) = refusal.field.as_deref().and_then(|field| request.answers.text(field)) else {
            return Ok(());
        };
        self.change(now, |records, _| {
            let of_platform = records.case_of_platform(&number)?;
            for id in of_platform.into_iter().chain(records.case_of_town(&number)?) {
                records.put_notice(id, now)?;
            }
            Ok(())
        })
    }

    /// The case was left: who complains is masked again.
    pub fn leave_case(&mut self) {
        self.revealed = None;
    }

    /// Performs several commands as one: all of them, or none. Each command is made by `next` from the report of
    /// the one before, until it gives none.
    ///
    /// # Errors
    /// The first refusal or failure, with nothing kept.
    pub fn perform_all(
        &mut self,
        now: Moment,
        mut next: impl FnMut(&mut AllOrNothing<'_, '_>) -> Result<(), OfficeError>,
    ) -> Result<(), OfficeError> {
        let (origin, places) = (self.origin.clone(), self.file_places.clone());
        let mut taken = Vec::new();
        let done = self.change(now, |records, desk| {
            let (desk, origin, places) = (desk.clone(), origin.clone(), places.clone());
            next(&mut AllOrNothing { records, desk, origin, places, taken: &mut taken })
        });
        if done.is_err() {
            for taken in taken {
                taken.forget(&mut self.store);
            }
        }
        done?;
        self.finish_erasing();
        Ok(())
    }
}

/// Inside one transaction over several commands.
pub struct AllOrNothing<'a, 'b> {
    pub(super) records: &'a Records<'b>,
    pub(super) desk: Desk,
    origin: String,
    pub(super) places: FilePlaces,
    /// Files that were taken in for the commands so far.
    pub(super) taken: &'a mut Vec<Taken>,
}

impl AllOrNothing<'_, '_> {
    /// Performs one of the commands.
    ///
    /// # Errors
    /// A refusal or a store failure.
    pub fn perform(&mut self, request: &PerformRequest) -> Result<PerformReport, OfficeError> {
        if actions::find(&request.action)?.on_case().is_ok_and(|on| on.saves.is_some()) {
            return Err(attachments::not_together().into());
        }
        let stamp = self.stamp(&request.act, &request.action);
        let taken = self.take_in(actions::find(&request.action)?, &request.answers)?;
        let report = perform_in(self.records, request, taken.as_ref(), &self.desk, &stamp);
        self.hold(taken);
        report
    }

    pub(super) fn stamp(&self, act: &str, action: &str) -> Stamp {
        Stamp {
            at: self.desk.now,
            actor: self.desk.actor.id,
            on_behalf_of: None,
            action: action.to_owned(),
            act: act.to_owned(),
            origin: self.origin.clone(),
        }
    }

    /// Goes on at another time; only the practice town's past is told so.
    pub(super) const fn set_now(&mut self, now: Moment) {
        self.desk.now = now;
    }

    /// Acts as another person of a practice town from now on.
    ///
    /// # Errors
    /// `not_permitted` on a real database, or when nobody has this login.
    pub fn act_as(&mut self, login: &str) -> Result<(), OfficeError> {
        if !self.desk.sandbox {
            return Err(super::not_a_sandbox().into());
        }
        self.desk.actor = super::person_of(&self.desk.org, login)?.clone();
        Ok(())
    }

    /// The number in the database of a case that the actor may see.
    ///
    /// # Errors
    /// `unknown_case`, the same for "none" and "not yours".
    pub fn find_case(&self, name: &super::CaseName) -> Result<CaseId, OfficeError> {
        let id = match name {
            super::CaseName::Number(number) => self.records.case_numbered(number)?,
            super::CaseName::PlatformNo(number) => self.records.case_of_platform(number)?,
        };
        let id = id.ok_or_else(|| Refusal::unknown_case(name.as_str()))?;
        let case = self.records.case_to_change(id)?;
        match case {
            Some(case)
                if self.desk.sight().is_some_and(|sight| sight.covers(&case, &self.desk.org))
                    || case.may_be_sealed_unseen_by(&self.desk.actor, &self.desk.org) =>
            {
                Ok(id)
            }
            _ => Err(Refusal::unknown_case(name.as_str()).into()),
        }
    }
}

/// Reads, decides and records inside the caller's transaction.
pub(super) fn perform_in(
    records: &Records<'_>,
    request: &PerformRequest,
    taken: Option<&Taken>,
    desk: &Desk,
    stamp: &Stamp,
) -> Result<PerformReport, OfficeError> {
    let action = actions::find(&request.action)?;
    if let Some(case) = already_done(records, request)? {
        return Ok(case);
    }
    let mut case = target(records, request, action, desk)?;
    let other = other_case(records, request, action, desk)?;
    let paper = papers::drafted(records, &case, action, &request.answers, desk)?;
    let brought = paper.or_else(|| taken.map(Taken::brought));
    let context = Context { other: other.as_ref(), brought: brought.as_ref(), ..desk.context() };
    let outcome = match actions::perform(action, &case, &request.answers, &context) {
        Ok(outcome) => outcome,
        Err(refusal) if request.seen_seq.is_none() => {
            return Err(after_whom(records, &case, &desk.org, refusal)?.into());
        }
        Err(refusal) => return Err(refusal.into()),
    };
    check_numbers(records, &case, &outcome.events, desk)?;
    let events = codes(&outcome.events);
    let stamp = Stamp { on_behalf_of: outcome.on_behalf_of, ..stamp.clone() };
    let register = Register::of(context.org);
    let outlook = super::outlook(context.settings, context.calendar, &register);
    taken.map_or(Ok(()), |taken| taken.keep(records))?;
    let counterparts = counterparts(&case, other.as_ref(), &outcome.events);
    if retention::erases_identity(&outcome.events) {
        retention::record(records, &mut case, outcome.events, &stamp, &outlook)?;
    } else {
        records.append(&mut case, outcome.events, &stamp, &outlook)?;
    }
    for (id, event) in counterparts {
        let mut linked =
            records.case_to_change(id)?.ok_or_else(|| Refusal::unknown_case(&id.0.to_string()))?;
        records.append(&mut linked, vec![event], &stamp, &outlook)?;
    }
    if case.sealed {
        records.erase(&mut case, &stamp, &outlook)?;
    }
    if action.makes_case() {
        propose_repeats(records, &case, desk)?;
        // Whoever registers a complaint about themselves sees it no more; the others are told.
        if records.is_hidden(case.id, desk.actor.id)? {
            records.put_notice(case.id, desk.now)?;
        }
    }
    let reveals = action.on_case().is_ok_and(|on| on.reveals);
    let revealed = reveals.then(|| case.complainant.clone());
    Ok(PerformReport { case: case.id, case_no: case.case_no.clone(), stage: case.stage, events, revealed })
}

/// Notes which earlier cases a new one likely repeats; merging stays a person's decision.
fn propose_repeats(records: &Records<'_>, case: &Case, desk: &Desk) -> Result<(), OfficeError> {
    if let Some(sight) = desk.sight() {
        let found = records.likely_repeats(case, &sight)?;
        records.keep_repeat_hints(case.id, &found)?;
    }
    Ok(())
}

/// The report of the same act recorded before: a doubled key press or a repeated request is one act.
fn already_done(
    records: &Records<'_>,
    request: &PerformRequest,
) -> Result<Option<PerformReport>, OfficeError> {
    let Some(id) = records.case_of_act(&request.act)? else { return Ok(None) };
    let case = records.case_to_change(id)?;
    Ok(case.map(|case| PerformReport {
        case: id,
        case_no: case.case_no,
        stage: case.stage,
        events: Vec::new(),
        revealed: None,
    }))
}

/// The case to act on: read anew inside the transaction, or a new number.
fn target(
    records: &Records<'_>,
    request: &PerformRequest,
    action: &Act,
    desk: &Desk,
) -> Result<Case, OfficeError> {
    if action.makes_case() {
        // Permission is checked before a number is taken.
        action.allowed(&Case::unborn(CaseId(0), ""), &desk.context())?;
        return Ok(Case::unborn(records.next_case_id()?, records.next_case_no(desk.today().year())?));
    }
    let id = request.case.ok_or_else(|| {
        Refusal::new(RefusalCode::UnknownCase, format!("“{}”要指明是哪一件投诉。", action.label()))
    })?;
    let unknown = || Refusal::unknown_case(&id.0.to_string());
    let case = records.case_to_change(id)?.ok_or_else(unknown)?;
    let sees = desk.sight().is_some_and(|sight| sight.covers(&case, &desk.org));
    let is_unseen =
        action.on_case().is_ok_and(|on| on.unseen) && case.may_be_sealed_unseen_by(&desk.actor, &desk.org);
    if !sees && !is_unseen {
        return Err(unknown().into());
    }
    if request.seen_seq.is_some_and(|seen| seen != case.seq) {
        return Err(faster(records, &case, &desk.org)?.into());
    }
    Ok(case)
}

/// The other case that the answers name, when the action asks for one.
fn other_case(
    records: &Records<'_>,
    request: &PerformRequest,
    action: &Act,
    desk: &Desk,
) -> Result<Option<Case>, OfficeError> {
    let Some(asked) = action.case_field() else { return Ok(None) };
    let Some(number) = request.answers.text(asked.name) else { return Ok(None) };
    let unknown = || Refusal::unknown_case(&number).about(asked.name);
    let id = records.case_numbered(&number)?.ok_or_else(unknown)?;
    let mut case = records.case_to_change(id)?.ok_or_else(unknown)?;
    let sees = |case: &Case| desk.sight().is_some_and(|sight| sight.covers(case, &desk.org));
    if !sees(&case) {
        return Err(unknown().into());
    }
    // A refusal may name the case that it was merged into.
    if let Some((leading, number)) = &mut case.merged_into
        && !records.case_to_change(*leading)?.is_some_and(|leading| sees(&leading))
    {
        ELSEWHERE.clone_into(number);
    }
    Ok(Some(case))
}

/// Whoever sends a command has not seen the case, so a refusal by where the case stands says who brought it there: it
/// may have been a moment ago.
fn after_whom(
    records: &Records<'_>,
    case: &Case,
    org: &Org,
    mut refusal: Refusal,
) -> Result<Refusal, OfficeError> {
    let is_by_state = matches!(
        refusal.code,
        RefusalCode::WrongStage | RefusalCode::AlreadySubmitted | RefusalCode::NotYourStep
    );
    if is_by_state && case.seq > 0 {
        let (who, what, when) = newest(records, case, org)?;
        let told = refusal.message.trim_end_matches('。');
        refusal.message = format!("{told}；最近一步是{who}（{when}）办的“{what}”。");
    }
    Ok(refusal)
}

/// Who recorded the newest event of a case, by which act and when.
fn newest(records: &Records<'_>, case: &Case, org: &Org) -> Result<(String, String, String), OfficeError> {
    Ok(records.newest_event_of(case.id)?.map_or_else(
        || ("另一个人".to_owned(), "改动".to_owned(), String::new()),
        |(actor, action, at)| {
            let label = actions::find(&action).map_or(action.as_str(), |action| action.label()).to_owned();
            let at = Moment::parse(&at).map_or(at, Moment::minute);
            (org.person_name(PersonId(actor)).to_owned(), label, at)
        },
    ))
}

/// Who was first, with what and when.
fn faster(records: &Records<'_>, case: &Case, org: &Org) -> Result<Refusal, OfficeError> {
    let (who, what, when) = newest(records, case, org)?;
    Ok(Refusal::new(
        RefusalCode::Conflict,
        format!(
            "{who}已先一步（{when}）对{}做了“{what}”，您的操作没有执行；填写的内容还在，请看过最新情况再办。",
            case.case_no
        ),
    ))
}

/// The stored names of events, for result lines.
pub(super) fn codes(events: &[CaseEvent]) -> Vec<String> {
    events.iter().map(|event| event.code().to_owned()).collect()
}
