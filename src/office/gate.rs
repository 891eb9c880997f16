//! The one read gate: what leaves the office is masked here and nowhere else (`domain.md` §9).

use super::Office;
use super::import::beside::{Beside, beside};
use super::import::row;
use crate::domain::case::Case;
use crate::domain::case::repeats::Repeat;
use crate::domain::case::respondents::Register;
use crate::domain::event::Recorded;
use crate::domain::ids::PersonId;
use crate::domain::sight::Sight;
use crate::domain::sight::unmasked::{CaseOnRecord, Unmasked};
use crate::domain::time::Date;
use crate::domain::town::org::{Org, Person};
use crate::domain::view::columns::{self, ColumnWords};
use crate::domain::view::detail::HistoryLine;
use crate::domain::view::intake_row::IntakeRow;
use crate::domain::view::listing::ClockReading;
use crate::store::{Snapshot, StoreError};

impl Office {
    /// A clock with the calendar's word of today.
    pub(super) fn reading(&self, clock: crate::domain::limit::clock::Clock, today: Date) -> ClockReading {
        let until = clock.stopped_on.unwrap_or(today);
        ClockReading {
            remaining: clock.remaining(until, &self.calendar),
            level: clock.level(today, &self.settings, &self.calendar),
            clock,
        }
    }
}

/// Whether the actor may see the case at all.
pub(super) fn covers(sight: &Sight, read: &Unmasked<CaseOnRecord>, org: &Org) -> bool {
    sight.covers(&read.in_full().case, org)
}

/// Whether the actor may name the case: by seeing it, or as the administrator to whom a case that nobody here may see is
/// left.
pub(super) fn may_name(
    sight: Option<&Sight>,
    read: &Unmasked<CaseOnRecord>,
    actor: &Person,
    org: &Org,
) -> bool {
    sight.is_some_and(|sight| covers(sight, read, org))
        || read.in_full().case.may_be_sealed_unseen_by(actor, org)
}

/// The case and its history as the screens get them: who complains is masked in every text unless it was revealed to
/// the actor, and in the history always.
pub(super) fn shown(
    read: Unmasked<CaseOnRecord>,
    is_revealed: bool,
    words: &ColumnWords,
    register: &Register,
) -> (Case, Vec<Recorded>) {
    let further = read.in_full().case.other.clone();
    let revealed = is_revealed.then(|| read.in_full().case.clone());
    let CaseOnRecord { mut case, history } = read.masked(register);
    // What somebody said of a column to be no identity may be seen.
    case.other = further.map(|further| columns::masked(further, words));
    (revealed.unwrap_or(case), history)
}

/// Earlier cases that a case likely repeats. They are found by the complainant's telephone, which the findings don't
/// quote; a merged case has found its own.
pub(super) fn likely_repeats(
    snapshot: &Snapshot<'_>,
    read: &Unmasked<CaseOnRecord>,
    sight: &Sight,
) -> Result<Vec<Repeat>, StoreError> {
    let case = &read.in_full().case;
    if case.merged_into.is_some() { Ok(Vec::new()) } else { snapshot.likely_repeats(case, sight) }
}

/// What a row of the platform says and the case doesn't; nothing of a sealed one. That identities differ is said in
/// it, the identities are not.
pub(super) fn differences(
    read: &Unmasked<CaseOnRecord>,
    row: &IntakeRow,
    register: &Register,
) -> Vec<String> {
    let case = &read.in_full().case;
    if case.sealed { Vec::new() } else { row::differences(case, row, register) }
}

/// Whether nothing of what was complained of is kept here.
pub(super) const fn is_sealed(read: &Unmasked<CaseOnRecord>) -> bool {
    read.in_full().case.sealed
}

/// What a row says beside the case of its number, in the same words.
pub(super) fn beside_row(read: &Unmasked<CaseOnRecord>, row: &IntakeRow, register: &Register) -> Beside {
    let case = &read.in_full().case;
    beside(case, row, &case.case_no, register)
}

/// Who handles a case and its number: asked about cases of which only that is told.
pub(super) fn handled(read: &Unmasked<CaseOnRecord>) -> (Option<PersonId>, String) {
    let case = &read.in_full().case;
    (case.handler, case.case_no.clone())
}

/// A recorded event, masked before, as a sentence with the names of its time.
pub(super) fn history_line(recorded: Recorded, org: &Org) -> HistoryLine {
    let recorded_on = recorded.at.date();
    let act_on = recorded.event.act_on().filter(|act_on| *act_on < recorded_on);
    // The day of the act stands in the sentence already, wherever it can be another one.
    let later = act_on.map_or(String::new(), |_| format!("（{recorded_on}补录）"));
    HistoryLine {
        seq: recorded.seq,
        place: recorded.place,
        at: recorded.at,
        act_on,
        actor: recorded.actor,
        on_behalf_of: recorded.on_behalf_of,
        summary: recorded.event.sentence(&org.as_at(recorded.place)) + &later,
        action: recorded.action,
        hash: recorded.hash,
    }
}
