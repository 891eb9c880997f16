//! The record for an outsider: who may hand it out, and what goes before the events.

use super::{Office, OfficeError};
use crate::domain::document::hash::hex;
use crate::domain::refusal::{Refusal, RefusalCode};
use crate::domain::words::Position;
use crate::store::{Entry, Head, StoreError};

/// What is said before the events.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditHead {
    pub town: String,
    pub district: String,
    /// The end of the chain that follows.
    pub head: Head,
    /// The SHA-256 of each loaded notice of days off, as stored in its event, by year.
    pub calendars: Vec<(i16, String)>,
}

/// A piece of the record: first its head, then each event with its hash in the chain.
pub enum AuditPart<'a> {
    Head(&'a AuditHead),
    Event(&'a Entry<'a>, &'a str),
}

impl Office {
    /// Gives the whole record of one moment piece by piece.
    ///
    /// # Errors
    /// `not_permitted`; what `taken` returns; when the record cannot be read.
    pub fn audit<E: From<OfficeError>>(
        &self,
        mut taken: impl FnMut(&AuditPart<'_>) -> Result<(), E>,
    ) -> Result<Head, E> {
        let may = [
            Position::Administrator,
            Position::CommissionOperator,
            Position::DisciplineSecretary,
            Position::Auditor,
        ];
        if !may.iter().any(|position| self.actor.holds(*position)) {
            let told = format!("导出记录由镇纪委和监督查看人员来做，{}不能做。", self.actor.name);
            return Err(OfficeError::from(Refusal::new(RefusalCode::NotPermitted, told)).into());
        }
        // What goes wrong with the taking is no failure of the record, so it is told as it came.
        let mut failed = None;
        let mut take = |part: &AuditPart<'_>| {
            taken(part).map_err(|error| {
                failed = Some(error);
                StoreError::Other("没有导出".to_owned())
            })
        };
        let read = self.read(|snapshot| {
            let head = snapshot.head()?;
            let calendars = snapshot.notice_digests()?;
            let calendars = calendars.iter().map(|(year, digest)| (*year, hex(digest))).collect();
            let (town, district) = (snapshot.known_meta("town")?, snapshot.known_meta("district")?);
            take(&AuditPart::Head(&AuditHead { town, district, head: head.clone(), calendars }))?;
            snapshot.each_event(|entry, hash| take(&AuditPart::Event(entry, hash)))?;
            Ok(head)
        });
        read.map_err(|error| failed.unwrap_or_else(|| error.into()))
    }
}
