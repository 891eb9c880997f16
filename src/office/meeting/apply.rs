//! How what a meeting decided about one case takes effect: by the ordinary assessment of that case.

use super::super::perform::{self, PerformRequest};
use super::super::{OfficeError, outlook};
use super::MeetingRequest;
use crate::actions::by_meeting::{self, ASSESS};
use crate::domain::case::decided::Decided;
use crate::domain::case::respondents::Register;
use crate::domain::desk::Desk;
use crate::domain::event::AssessmentUpheld;
use crate::domain::ids::CaseId;
use crate::domain::meeting::event::{DecisionApplied, DecisionBlocked, MeetingEvent};
use crate::domain::meeting::{Item, Meeting};
use crate::domain::refusal::{Refusal, RefusalCode};
use crate::domain::words::DecidedBy;
use crate::store::{Records, Stamp};

/// The act, the case whose decision takes effect with it, and the stamp of both.
pub(super) type One<'a> = (&'a MeetingRequest, CaseId, &'a Stamp);

fn read(records: &Records<'_>, request: &MeetingRequest) -> Result<Meeting, OfficeError> {
    let id = request.meeting.ok_or_else(|| Refusal::unknown_meeting(""))?;
    let read = records.meeting(id)?.ok_or_else(|| Refusal::unknown_meeting(&id.0.to_string()))?;
    Ok(read.meeting)
}

/// What a decision came to: the number of its case, and why it did not take effect.
pub(super) type Told = Result<(String, Option<Refusal>), OfficeError>;

/// Assesses the case as the meeting decided, and records that it was.
///
/// # Errors
/// The refusal of the ordinary assessment; then nothing was written.
pub(super) fn take_effect(records: &Records<'_>, one: One<'_>, desk: &Desk) -> Told {
    assess(records, one, desk)?;
    told(records, one, None)
}

fn assess(records: &Records<'_>, (request, case, stamp): One<'_>, desk: &Desk) -> Result<(), OfficeError> {
    let meeting = read(records, request)?;
    let Some((_, item)) = meeting.item(case) else { return Ok(()) };
    let unknown = || Refusal::new(RefusalCode::UnknownCase, "由其他人员办理，会上的决定没有生效。");
    let mut known = records.case_to_change(case)?.ok_or_else(unknown)?;
    if !desk.sight().is_some_and(|sight| sight.covers(&known, &desk.org)) {
        return Err(unknown().into());
    }
    if item.decision.upheld {
        let register = Register::of(&desk.org);
        let outlook = outlook(&desk.settings, &desk.calendar, &register);
        let upheld = upheld(&meeting, item);
        return Ok(records.append(&mut known, vec![upheld.into()], stamp, &outlook)?);
    }
    let act = PerformRequest {
        act: format!("{}/{}", request.act, case.0),
        case: Some(case),
        seen_seq: None,
        action: ASSESS.code.to_owned(),
        answers: by_meeting::answers(&meeting, item, &known, &desk.context()),
    };
    let stamp = Stamp { act: act.act.clone(), action: act.action.clone(), ..stamp.clone() };
    perform::perform_in(records, &act, None, desk, &stamp).map(drop)
}

fn upheld(meeting: &Meeting, item: &Item) -> AssessmentUpheld {
    let (by, meeting) = (DecidedBy::Meeting, Some(meeting.code()));
    AssessmentUpheld { decided: Decided { by, meeting, with: None, on: item.decided_on } }
}

/// Records what became of the decision, and tells it.
pub(super) fn told(
    records: &Records<'_>,
    (request, case, stamp): One<'_>,
    blocked: Option<&Refusal>,
) -> Told {
    let mut meeting = read(records, request)?;
    let case_no = meeting.item(case).map_or_else(String::new, |(_, item)| item.case_no.clone());
    let event: MeetingEvent = match blocked {
        None => DecisionApplied { case, case_no: case_no.clone() }.into(),
        Some(refusal) => DecisionBlocked { case, case_no: case_no.clone(), because: refusal.code }.into(),
    };
    // An id of its own: the meeting's own act is still to come.
    let stamp = Stamp { act: format!("{}/{}", request.act, case.0), ..stamp.clone() };
    records.append_meeting(&mut meeting, &[event], &stamp)?;
    Ok((case_no, blocked.cloned()))
}
