//! The acts of one person on one day, found from the end of the record backwards.

use rusqlite::params;

use super::Snapshot;
use super::error::StoreError;
use super::streams::{StreamId, TOWN};
use crate::domain::code::Coded as _;
use crate::domain::ids::{CaseId, PersonId};
use crate::domain::time::{Date, Moment};
use crate::domain::words::StreamKind;

/// What an act was done to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DoneTo {
    Town,
    Case(CaseId),
    /// A record of another kind.
    Other,
}

/// One act: what it recorded stands at these places of its stream.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnAct {
    pub to: DoneTo,
    /// In the order of their stream.
    pub seqs: Vec<u32>,
    pub at: Moment,
    /// Code of the action.
    pub action: String,
}

impl Snapshot<'_> {
    /// Those of a person on a day, newest first, at most so many.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn own_acts(&self, person: PersonId, day: Date, at_most: usize) -> Result<Vec<OwnAct>, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT stream_id, kind, seq, at, actor, action, act
             FROM events JOIN streams USING (stream_id) ORDER BY position DESC",
        )?;
        let mut rows = statement.query(params![])?;
        let mut acts: Vec<OwnAct> = Vec::new();
        let mut newest: Option<(i64, String)> = None;
        while let Some(row) = rows.next()? {
            let at: String = row.get(3)?;
            let at = Moment::parse(&at).ok_or_else(|| StoreError::Damaged("记录的时间".to_owned()))?;
            // The clock may have been set back within a day, never by more without a word.
            if at.date().tomorrow().is_some_and(|next| next < day) {
                break;
            }
            if at.date() != day || row.get::<_, i64>(4)? != person.0 {
                continue;
            }
            let (stream, kind, seq): (i64, String, u32) = (row.get(0)?, row.get(1)?, row.get(2)?);
            let act: String = row.get(6)?;
            let is_same = newest.replace((stream, act.clone())) == Some((stream, act));
            let is_full = acts.len() >= at_most;
            match acts.last_mut().filter(|_| is_same) {
                Some(last) => last.seqs.insert(0, seq),
                None if is_full => break,
                None => {
                    acts.push(OwnAct {
                        to: done_to(stream, &kind),
                        seqs: vec![seq],
                        at,
                        action: row.get(5)?,
                    });
                }
            }
        }
        Ok(acts)
    }
}

fn done_to(stream: i64, kind: &str) -> DoneTo {
    if StreamId(stream) == TOWN {
        DoneTo::Town
    } else if kind == StreamKind::Case.code() {
        DoneTo::Case(CaseId(stream))
    } else {
        DoneTo::Other
    }
}
