//! What an act on a meeting is given besides the meeting: the cases that it names or is about.

use super::{MeetingRequest, seen};
use crate::actions::FieldKind;
use crate::actions::agenda::MOST_CASES;
use crate::domain::case::Case;
use crate::domain::context::{Brought, Context};
use crate::domain::desk::Desk;
use crate::domain::ids::{CaseId, MeetingId};
use crate::domain::meeting::Meeting;
use crate::domain::refusal::Refusal;
use crate::domain::sight::Sight;
use crate::office::{OfficeError, gate};
use crate::store::{Records, Snapshot};

/// The cases that the answers name, or where the act makes a meeting and they name none, those that wait for one; and
/// those on the agenda already. A case that the actor may not see is never handed over.
pub(super) fn brought(
    records: &Records<'_>,
    request: &MeetingRequest,
    meeting: &Meeting,
    desk: &Desk,
) -> Result<Brought, OfficeError> {
    let on = request.action.on_meeting()?;
    if on.weighs_agenda {
        return weighed(records, meeting, desk);
    }
    let sight = desk.sight();
    let read = |id: CaseId| -> Result<Option<Case>, OfficeError> {
        let case = records.case_to_change(id)?;
        Ok(case.filter(|case| sight.as_ref().is_some_and(|sight| covers(sight, case, desk))))
    };
    let mut named: Vec<Case> = Vec::new();
    let mut asked = false;
    for field in request.action.fields() {
        if !matches!(field.kind, FieldKind::Case | FieldKind::Cases) {
            continue;
        }
        for number in request.answers.parts(field) {
            asked = true;
            let unknown = || Refusal::unknown_case(number).about(field.name);
            let id = records.case_numbered(number)?.ok_or_else(unknown)?;
            let case = read(id)?.ok_or_else(unknown)?;
            if named.iter().all(|known| known.id != case.id) {
                named.push(case);
            }
        }
    }
    if on.begins && asked {
        // Marked cases come by their numbers. Whoever wants another order names them when the agenda is changed.
        let ids: Vec<CaseId> = named.iter().map(|case| case.id).collect();
        let in_turn = records.in_turn_for_meeting(&ids)?;
        named.sort_by_key(|case| in_turn.iter().position(|id| *id == case.id));
    }
    if on.begins && !asked {
        let most = u32::try_from(MOST_CASES).unwrap_or(u32::MAX);
        for id in records.cases_for_meeting(most)? {
            named.extend(read(id)?);
        }
    }
    let mut standing = Vec::new();
    for item in meeting.agenda.iter().filter(|_| on.over_agenda) {
        standing.extend(read(item.case)?);
    }
    Ok(Brought::Cases { named, standing })
}

fn covers(sight: &Sight, case: &Case, desk: &Desk) -> bool {
    !case.sealed && sight.covers(case, &desk.org)
}

/// Looks at a meeting with what an act that weighs its agenda is given, in one moment.
pub(in crate::office) fn with_agenda<T>(
    snapshot: &Snapshot<'_>,
    id: MeetingId,
    desk: &Desk,
    look: impl FnOnce(&Meeting, &Context<'_>) -> Result<T, OfficeError>,
) -> Result<T, OfficeError> {
    let meeting = seen(snapshot, id, desk)?.ok_or_else(|| Refusal::unknown_meeting(&id.0.to_string()))?;
    let agenda = weighed(snapshot, &meeting, desk)?;
    look(&meeting, &Context { brought: Some(&agenda), ..desk.context() })
}

/// How many cases on the agenda the actor may not see, and how many are sealed, so that nobody sees them.
fn weighed(snapshot: &Snapshot<'_>, meeting: &Meeting, desk: &Desk) -> Result<Brought, OfficeError> {
    let sight = desk.sight();
    let (mut unseen, mut sealed) = (0, 0);
    for item in &meeting.agenda {
        let Some(read) = snapshot.case(item.case)? else { continue };
        if gate::is_sealed(&read) {
            sealed += 1;
        } else if !sight.as_ref().is_some_and(|sight| gate::covers(sight, &read, &desk.org)) {
            unseen += 1;
        }
    }
    Ok(Brought::Agenda { unseen, sealed })
}
