//! Which event was the last that was recorded by the end of a day.

use rusqlite::OptionalExtension as _;

use crate::domain::ids::ChainPlace;
use crate::domain::time::{Date, Moment};
use crate::domain::wall_clock::SLACK;
use crate::store::streams::TOWN;
use crate::store::{Snapshot, StoreError};

impl Snapshot<'_> {
    /// The place of the last event that was recorded on this day or before; 0 where nothing was. It is found without
    /// reading the record through.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn last_place_on(&self, day: Date) -> Result<ChainPlace, StoreError> {
        let newest = i64::try_from(self.head()?.count).unwrap_or(i64::MAX);
        let Some(over) = day.tomorrow().map(Moment::start_of) else { return Ok(ChainPlace(newest)) };
        // Time runs forward in the record but where somebody confirmed another time, so each stretch between such
        // confirmations is in order. The newest stretch that had begun by then holds the event.
        let mut until = newest;
        for first in self.stretches()?.into_iter().rev() {
            if until >= first && self.recorded_at(first)? < over {
                return Ok(ChainPlace(self.last_before(over, first, until)?));
            }
            until = first - 1;
        }
        Ok(ChainPlace(0))
    }

    /// The first places of the stretches in which time runs forward.
    fn stretches(&self) -> Result<Vec<i64>, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT position FROM events WHERE stream_id = ?1 AND body LIKE '{\"event\":\"time_confirmed\",%'
             ORDER BY position",
        )?;
        let confirmed = statement.query_map([TOWN.0], |row| row.get(0))?;
        let mut firsts = vec![1];
        for place in confirmed {
            firsts.push(place?);
        }
        Ok(firsts)
    }

    /// The last place before this moment of a stretch that begins before it.
    fn last_before(&self, over: Moment, first: i64, until: i64) -> Result<i64, StoreError> {
        let (mut before, mut after) = (first, until + 1);
        while after - before > 1 {
            let middle = before + (after - before) / 2;
            if self.recorded_at(middle)? < over {
                before = middle;
            } else {
                after = middle;
            }
        }
        // Two honest clocks may differ a little, so a few events of before may stand behind the first of after.
        for place in after..=until {
            let at = self.recorded_at(place)?;
            if at < over {
                before = place;
            } else if at > over.plus_seconds(SLACK) {
                break;
            }
        }
        Ok(before)
    }

    fn recorded_at(&self, place: i64) -> Result<Moment, StoreError> {
        let mut statement = self.connection.prepare_cached("SELECT at FROM events WHERE position = ?1")?;
        let at: Option<String> = statement.query_row([place], |row| row.get(0)).optional()?;
        let at = at.as_deref().and_then(Moment::parse);
        at.ok_or_else(|| StoreError::Damaged(format!("第{place}条记录的时间")))
    }
}
