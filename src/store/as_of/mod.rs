//! The record as it stood at an earlier point: its cases, the town around them, and which point the end of a day was.
//! A point is a place in the chain; what was recorded up to it is replayed, so nothing has to be kept for looking back.
//! Texts that were erased since are gone here too.

mod pace;
mod place;
mod repeats;

use std::ops::RangeInclusive;

use super::error::StoreError;
use super::journal::{self, Entry, Head};
use super::streams::TOWN;
use super::verify::TownReplay;
use super::{Snapshot, StoreFailure};
use crate::domain::calendar::Calendar;
use crate::domain::disclosure::Disclosure;
use crate::domain::document::hash::hex;
use crate::domain::ids::{CaseId, ChainPlace, DisclosureId};
use crate::domain::sight::unmasked::{CaseOnRecord, Unmasked};
use crate::domain::town::org::Org;
use crate::domain::town::settings::Settings;
use crate::domain::town::templates::Templates;
use crate::domain::view::columns::ColumnWords;
use crate::domain::view::disclosure::DisclosureRow;

/// What a session knows of the town, as it stood at an earlier point.
#[derive(Debug, Clone)]
pub struct TownAsOf {
    pub org: Org,
    pub calendar: Calendar,
    pub settings: Settings,
    pub templates: Templates,
    pub columns: ColumnWords,
}

impl TownAsOf {
    /// What was said of columns then and still holds: of a column that counts as identity by now nothing is shown.
    pub fn columns_known_now(&self, present: &ColumnWords) -> ColumnWords {
        let holds = |(word, meaning): &(&String, &String)| present.get(*word) == Some(*meaning);
        let kept = self.columns.iter().filter(holds);
        kept.map(|(word, meaning)| (word.clone(), meaning.clone())).collect()
    }
}

impl Snapshot<'_> {
    /// The case as it stood at this place of the chain; `None` where it was not registered by then.
    ///
    /// # Errors
    /// `Damaged` when an event cannot be read.
    pub fn case_as_of(
        &self,
        id: CaseId,
        upto: ChainPlace,
    ) -> Result<Option<Unmasked<CaseOnRecord>>, StoreError> {
        let mut found = None;
        self.each_case_as_of(id..=id, upto, |read| {
            found = Some(read);
            Ok::<_, StoreError>(())
        })?;
        Ok(found)
    }

    /// Every case of these numbers as it stood at this place of the chain, one after the other by rising numbers. One
    /// case is held at a time, and the time it takes grows with the events that are replayed.
    ///
    /// # Errors
    /// `Damaged` when an event cannot be read; what `work` returns, which ends it.
    pub fn each_case_as_of<E: StoreFailure>(
        &self,
        cases: RangeInclusive<CaseId>,
        upto: ChainPlace,
        mut work: impl FnMut(Unmasked<CaseOnRecord>) -> Result<(), E>,
    ) -> Result<(), E> {
        for id in self.cases_as_of(cases, upto)? {
            let history = journal::read_up_to(self.connection, id, upto)?;
            if let Some(case) = journal::fold(id, &history) {
                work(Unmasked::new(CaseOnRecord::of(case, history)))?;
            }
        }
        Ok(())
    }

    /// The cases of these numbers that were registered by this place of the chain, by rising numbers.
    fn cases_as_of(
        &self,
        cases: RangeInclusive<CaseId>,
        upto: ChainPlace,
    ) -> Result<Vec<CaseId>, StoreError> {
        // The order of the tables is fixed: the streams are few, and each is asked for its first event alone.
        let mut statement = self.connection.prepare_cached(
            "SELECT s.stream_id FROM streams s CROSS JOIN events e ON e.stream_id = s.stream_id AND e.seq = 1
             WHERE s.stream_id BETWEEN ?1 AND ?2 AND s.kind = 'case' AND e.position <= ?3
             ORDER BY s.stream_id",
        )?;
        let range = [cases.start().0, cases.end().0, upto.0];
        let found = statement.query_map(range, |row| row.get(0).map(CaseId))?;
        Ok(found.collect::<rusqlite::Result<_>>()?)
    }

    /// The town as it stood at this place of the chain.
    ///
    /// # Errors
    /// `Damaged` when an event cannot be read.
    pub fn town_as_of(&self, upto: ChainPlace) -> Result<TownAsOf, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT position, seq, at, actor, on_behalf_of, action, act, origin, body FROM events
             WHERE stream_id = ?1 AND position <= ?2 ORDER BY seq",
        )?;
        let mut rows = statement.query([TOWN.0, upto.0])?;
        let mut town = TownReplay::default();
        while let Some(row) = rows.next()? {
            let text = |column: usize| row.get_ref(column)?.as_str().map_err(rusqlite::Error::from);
            town.take(&Entry {
                position: row.get(0)?,
                stream_id: TOWN.0,
                seq: row.get(1)?,
                at: text(2)?,
                actor: row.get(3)?,
                on_behalf_of: row.get(4)?,
                action: text(5)?,
                act: text(6)?,
                origin: text(7)?,
                body: text(8)?,
            });
        }
        town.standing(self)
    }

    /// The records of disclosure that a complaint was about at this place of the chain.
    ///
    /// # Errors
    /// `Damaged` when a fact cannot be read.
    pub fn disclosures_of_case_as_of(
        &self,
        case: CaseId,
        upto: ChainPlace,
    ) -> Result<Vec<DisclosureRow>, StoreError> {
        let mut rows = Vec::new();
        for row in self.disclosures_of_case(case)? {
            let Some(then) = self.disclosure_as_of(row.id, upto)? else { continue };
            if then.links.iter().any(|(linked, _)| *linked == case) {
                rows.push(DisclosureRow::of(&then));
            }
        }
        Ok(rows)
    }

    /// A record of disclosure as it stood at this place of the chain; `None` where it was not opened by then.
    ///
    /// # Errors
    /// `Damaged` when a fact cannot be read.
    pub fn disclosure_as_of(
        &self,
        id: DisclosureId,
        upto: ChainPlace,
    ) -> Result<Option<Disclosure>, StoreError> {
        let Some(found) = self.disclosure(id)? else { return Ok(None) };
        let mut then = Disclosure::unborn(id, 0);
        for fact in found.history.iter().filter(|fact| fact.place <= upto) {
            then.evolve(&fact.event, &fact.stamped());
        }
        Ok((then.seq > 0).then_some(then))
    }

    /// The end of the chain as it was at this place.
    ///
    /// # Errors
    /// `Damaged` when there is no such place.
    pub fn head_as_of(&self, upto: ChainPlace) -> Result<Head, StoreError> {
        let damaged = || StoreError::Damaged("记录的序号".to_owned());
        let count = u64::try_from(upto.0).map_err(|_| damaged())?;
        if count == 0 {
            return Ok(Head { count, hash: hex(&[0; 32]) });
        }
        let mut statement = self.connection.prepare_cached("SELECT hash FROM events WHERE position = ?1")?;
        let hash: Vec<u8> = statement.query_row([upto.0], |row| row.get(0))?;
        Ok(Head { count, hash: hex(&hash) })
    }
}
