//! Facts about files of a meeting: one was attached, a copy of one left the house, one was erased.

use super::MeetingFact;
use crate::domain::meeting::Meeting;
use crate::domain::sealable::Sealables;
use crate::domain::stream::Stamped;
use crate::domain::stream_files::{FileAttached, FileErased, FileExported};
use crate::domain::town::org::Org;

impl MeetingFact for FileAttached {
    const CODE: &'static str = "meeting_file_attached";

    fn fold(&self, meeting: &mut Meeting, stamped: &Stamped) {
        meeting.files.push(self.recorded(stamped));
    }

    fn sentence(&self, _: &Org) -> String {
        self.told()
    }

    fn sealables_mut(&mut self) -> Sealables<'_> {
        self.texts_mut()
    }
}

impl MeetingFact for FileExported {
    const CODE: &'static str = "meeting_file_exported";

    /// That a copy left changes nothing; that it did is the fact.
    fn fold(&self, _: &mut Meeting, _: &Stamped) {}

    fn sentence(&self, _: &Org) -> String {
        self.told()
    }
}

impl MeetingFact for FileErased {
    const CODE: &'static str = "meeting_file_erased";

    fn fold(&self, meeting: &mut Meeting, _: &Stamped) {
        self.erase(&mut meeting.files);
    }

    fn sentence(&self, org: &Org) -> String {
        self.told(org)
    }

    fn erases(&self) -> Option<u32> {
        Some(self.seq)
    }
}
