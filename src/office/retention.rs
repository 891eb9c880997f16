//! Retention: which identities have been kept long enough, and erasing them.

use super::own_files::OwnRecord;
use super::perform::PerformRequest;
use super::{Office, OfficeError, gate, retention_files};
use crate::actions;
use crate::domain::case::Case;
use crate::domain::event::{CaseEvent, CaseFact as _, IdentityErased};
use crate::domain::ids::CaseId;
use crate::domain::refusal::{Refusal, RefusalCode};
use crate::domain::time::{Date, Moment};
use crate::store::{Outlook, Records, Stamp, StoreError};

/// What may be erased now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DueOf {
    /// Who complained in a case.
    Case(CaseId),
    /// An attachment of a record that is no case, by its number.
    File(OwnRecord, u32),
}

/// A case whose identity may be erased now, or a file of another record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Due {
    pub of: DueOf,
    /// `2026-0001`, `m1 附件2`
    pub case_no: String,
    /// The first day on which that was so.
    pub since: Date,
}

/// What a purge came to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Purged {
    /// Numbers of the cases in which it was done.
    pub done: Vec<String>,
    /// Those in which it could not be, and why.
    pub refused: Vec<(String, Refusal)>,
}

impl Office {
    /// The cases within the actor's sight whose identity has been kept long enough.
    ///
    /// # Errors
    /// `not_permitted` for people who see no cases; a store failure.
    pub fn due_for_erasing(&self, now: Moment) -> Result<Vec<Due>, OfficeError> {
        let sight = self.sight_on(now.date())?;
        let (years, today) = (self.settings.identity_retention_years, now.date());
        self.read(|snapshot| {
            let mut due = Vec::new();
            for id in snapshot.with_identities_before(today.minus_years(years))? {
                let Some(read) = snapshot.case(id)? else { continue };
                if gate::covers(&sight, &read, &self.org)
                    && let Some((case_no, since)) = gate::retained_until(&read, years)
                    && since <= today
                {
                    due.push(Due { of: DueOf::Case(id), case_no, since });
                }
            }
            due.extend(retention_files::due(snapshot, &self.desk(now))?);
            Ok(due)
        })
    }

    /// How many there are, for whoever may erase them; 0 for everybody else.
    ///
    /// # Errors
    /// A store failure.
    pub fn count_due_for_erasing(&self, now: Moment) -> Result<usize, OfficeError> {
        use crate::domain::words::Position::{CommissionOperator, DisciplineSecretary};
        let may = self.actor.holds(CommissionOperator) || self.actor.holds(DisciplineSecretary);
        if may { Ok(self.due_for_erasing(now)?.len()) } else { Ok(0) }
    }

    /// Erases every identity that is due, each case for itself. `act` begins the ids of the acts.
    ///
    /// # Errors
    /// A store failure; what was done before stays done.
    pub fn purge(&mut self, act: &str, now: Moment) -> Result<Purged, OfficeError> {
        let erase = actions::that_erases_identity()?;
        let mut purged = Purged::default();
        for (place, due) in self.due_for_erasing(now)?.into_iter().enumerate() {
            let case = match due.of {
                DueOf::Case(case) => case,
                DueOf::File(record, number) => {
                    self.erase_due_file((record, number), &format!("{act}.{place}"), now)?;
                    purged.done.push(due.case_no);
                    continue;
                }
            };
            let request = PerformRequest {
                act: format!("{act}.{place}"),
                case: Some(case),
                seen_seq: None,
                action: erase.code.to_owned(),
                answers: actions::Answers::none(),
            };
            match self.perform(&request, now) {
                Ok(_) => purged.done.push(due.case_no),
                Err(OfficeError::Refused(refusal)) if refusal.code == RefusalCode::NotPermitted => {
                    return Err(refusal.into());
                }
                Err(OfficeError::Refused(refusal)) => purged.refused.push((due.case_no, refusal)),
                Err(other) => return Err(other),
            }
        }
        Ok(purged)
    }
}

/// Records facts of which one takes away who complained, and erases what it takes.
pub(super) fn record(
    records: &Records<'_>,
    case: &mut Case,
    mut events: Vec<CaseEvent>,
    stamp: &Stamp,
    outlook: &Outlook<'_>,
) -> Result<(), StoreError> {
    let texts = records.texts_that_name(case.id, outlook.register)?;
    for event in &mut events {
        if let CaseEvent::IdentityErased(erased) = event {
            erased.texts.clone_from(&texts);
        }
    }
    records.append(case, events, stamp, outlook)?;
    records.erase_identity(case, &texts, stamp, outlook)
}

/// Whether one of these facts takes away who complained.
pub(super) fn erases_identity(events: &[CaseEvent]) -> bool {
    events.iter().any(|event| event.code() == IdentityErased::CODE)
}
