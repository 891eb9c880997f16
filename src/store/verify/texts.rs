//! The erasable texts beside the events they belong to. Both are read in the same order, so that neither is looked up.

use rusqlite::{Connection, Rows};

use super::super::Snapshot;
use super::super::error::StoreError;
use super::super::in_order::InOrder;
use super::super::journal;
use super::super::streams::StreamId;
use crate::domain::document::hash::{keyed_digest, text_hash};
use crate::domain::event::CaseEvent;
use crate::domain::sealable::{SealClass, Sealables};

/// The columns in the order in which events are read; the table's name goes into the gap.
pub const IN_ORDER: &str = "SELECT case_id, seq, place, key, body FROM {} ORDER BY case_id, seq, place";

/// One table of texts, read once from its beginning to its end.
pub struct Texts<'a> {
    rows: InOrder<'a>,
    class: SealClass,
}

impl<'a> Texts<'a> {
    /// Over the rows of [`IN_ORDER`].
    pub const fn over(rows: Rows<'a>, class: SealClass) -> Self {
        Self { rows: InOrder::by(0, rows), class }
    }

    /// Puts the texts of an event into it; says what is wrong with one of them.
    pub fn put_back(
        &mut self,
        stream: StreamId,
        seq: u32,
        places: &mut Sealables<'_>,
    ) -> Result<Option<String>, StoreError> {
        let mut wrong = None;
        while let Some(row) = self.rows.next_of(stream.0)? {
            let at: i64 = row.get(1)?;
            if at > i64::from(seq) {
                self.rows.put_back();
                break;
            }
            if at < i64::from(seq) {
                wrong.get_or_insert_with(|| "在这一条之前有不属于任何记录的文本".to_owned());
                continue;
            }
            let name = row.get_ref(2)?.as_str().map_err(rusqlite::Error::from)?;
            let key = row.get_ref(3)?.as_blob().map_err(rusqlite::Error::from)?;
            let body: String = row.get(4)?;
            let place = places.iter_mut().find(|(place, class, _)| *place == name && *class == self.class);
            match place {
                Some((place, _, text)) => {
                    if journal::digest(key, &body)? != text.mac() {
                        wrong.get_or_insert_with(|| format!("这一条记录的文本（{place}）被改动过"));
                    }
                    text.set_body(Some(body));
                }
                None => {
                    wrong.get_or_insert_with(|| "这一条记录旁边有不属于它的文本".to_owned());
                }
            }
        }
        if self.rows.has_strays() {
            wrong.get_or_insert_with(|| "在这一条之前有不属于任何记录的文本".to_owned());
        }
        Ok(wrong)
    }

    /// Whether something is left that no event asked for.
    pub fn has_more(&mut self) -> Result<bool, StoreError> {
        self.rows.ends_with_strays()
    }
}

/// Whether the digest that signatures bind is that of the document's text; one whose text was erased binds nothing.
pub fn is_bound(connection: &Connection, event: &CaseEvent) -> Result<bool, StoreError> {
    let CaseEvent::DocumentDrafted(drafted) = event else { return Ok(true) };
    let Some(text) = drafted.text.body() else { return Ok(true) };
    match keyed_digest(&drafted.hash) {
        None => Ok(text_hash(text) == drafted.hash),
        Some(digest) => {
            let secret = Snapshot { connection }.secret()?;
            Ok(journal::digest(secret.as_bytes(), text)? == digest)
        }
    }
}
