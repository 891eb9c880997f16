//! Everything that can have happened to a record of disclosure, as recorded facts in families of one file each.

mod files;
mod opened;
mod worked;

use super::Disclosure;
use crate::domain::sealable::Sealables;
use crate::domain::stored;
use crate::domain::stream::Stamped;
use crate::domain::stream_files::{FileAttached, FileErased, FileExported};
use crate::domain::town::org::Org;

pub use opened::{DisclosureCancelled, DisclosureOpened, DueDayMoved};
pub use worked::{
    DisclosureChecked, DisclosureLinked, DisclosurePublished, DisclosureReturned, DisclosureSigned,
    DisclosureSubmitted,
};

/// One kind of recorded fact about a record of disclosure: past tense, never changed, never deleted.
pub trait DisclosureFact {
    /// Its stored name, as in the record and in result lines.
    const CODE: &'static str;

    /// What it changes in the record. It never refuses and never fails.
    fn fold(&self, disclosure: &mut Disclosure, stamped: &Stamped);

    /// What happened, in one Chinese sentence without its full stop.
    fn sentence(&self, org: &Org) -> String;

    /// Every place in it that holds erasable text. Only what belongs to an attachment may have to be erased here.
    fn sealables_mut(&mut self) -> Sealables<'_> {
        Vec::new()
    }

    /// Place of the fact whose texts it takes away for ever.
    fn erases(&self) -> Option<u32> {
        None
    }
}

stored::stream_facts! {
    DisclosureEvent of DisclosureFact on Disclosure:
    DisclosureOpened, DueDayMoved, DisclosureCancelled,
    DisclosureSubmitted, DisclosureReturned, DisclosureSigned, DisclosurePublished,
    DisclosureChecked, DisclosureLinked,
    FileAttached, FileExported, FileErased,
}

impl DisclosureEvent {
    /// Gives the fact that opens a record the record's number.
    pub const fn number(&mut self, no: u32) {
        if let Self::DisclosureOpened(opened) = self {
            opened.no = no;
        }
    }
}

#[cfg(test)]
mod tests;
