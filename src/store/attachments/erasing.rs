//! Erasing a file of a record that is no case: its name and its digest, ordered by a fact of the record; the chain stays
//! whole, for it holds only keyed digests of both. The bytes go where no other record needs them.

use rusqlite::params;

use super::super::erasing::{Place, mark, order};
use super::super::journal::Stamp;
use super::super::streams::StreamId;
use super::super::{Records, Snapshot, StoreError};
use crate::domain::ids::{DisclosureId, MeetingId};
use crate::domain::sealable::SealClass;
use crate::domain::stream::{Stamped, StreamEvent};

/// A record that is no case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OwnStream {
    Meeting(MeetingId),
    Disclosure(DisclosureId),
}

impl Snapshot<'_> {
    /// The records that are no case and need a file.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn own_streams_with_files(&self) -> Result<Vec<OwnStream>, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT stream_id, kind = 'meeting' FROM streams
             WHERE kind IN ('meeting', 'disclosure') AND stream_id IN (SELECT stream_id FROM attachments)
             ORDER BY stream_id",
        )?;
        let rows = statement.query_map([], |row| {
            let (id, is_meeting) = (row.get(0)?, row.get(1)?);
            Ok(if is_meeting {
                OwnStream::Meeting(MeetingId(id))
            } else {
                OwnStream::Disclosure(DisclosureId(id))
            })
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }
}

impl Records<'_> {
    /// Takes away the texts that these facts, recorded just now, take away. [`super::super::Store::finish_erasing`] has
    /// to follow once this is committed.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub(in crate::store) fn erase_files<E: StreamEvent>(
        &self,
        stream: StreamId,
        recorded: &[(E, Stamped)],
        stamp: &Stamp,
    ) -> Result<(), StoreError> {
        for (event, stamped) in recorded {
            let Some(attached) = event.erases() else { continue };
            order(self.connection, stream, stamped.seq, &[SealClass::Identity])?;
            self.connection
                .prepare_cached("DELETE FROM identity_texts WHERE case_id = ?1 AND seq = ?2")?
                .execute(params![stream.0, attached])?;
            self.connection.prepare_cached("DELETE FROM erasure WHERE case_id = ?1")?.execute([stream.0])?;
            self.mark_backups_since(stream, attached)?;
            self.begin_erasing_beside_index(stamp)?;
            mark(self.connection, Place::Files, stamp.at)?;
        }
        Ok(())
    }
}
