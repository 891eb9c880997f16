//! Facts about files of a record of disclosure: one was attached, a copy of one left the house, one was erased.

use super::DisclosureFact;
use crate::domain::disclosure::Disclosure;
use crate::domain::sealable::Sealables;
use crate::domain::stream::Stamped;
use crate::domain::stream_files::{FileAttached, FileErased, FileExported};
use crate::domain::town::org::Org;

impl DisclosureFact for FileAttached {
    const CODE: &'static str = "disclosure_file_attached";

    fn fold(&self, disclosure: &mut Disclosure, stamped: &Stamped) {
        disclosure.files.push(self.recorded(stamped));
    }

    fn sentence(&self, _: &Org) -> String {
        self.told()
    }

    fn sealables_mut(&mut self) -> Sealables<'_> {
        self.texts_mut()
    }
}

impl DisclosureFact for FileExported {
    const CODE: &'static str = "disclosure_file_exported";

    /// That a copy left changes nothing; that it did is the fact.
    fn fold(&self, _: &mut Disclosure, _: &Stamped) {}

    fn sentence(&self, _: &Org) -> String {
        self.told()
    }
}

impl DisclosureFact for FileErased {
    const CODE: &'static str = "disclosure_file_erased";

    fn fold(&self, disclosure: &mut Disclosure, _: &Stamped) {
        self.erase(&mut disclosure.files);
    }

    fn sentence(&self, org: &Org) -> String {
        self.told(org)
    }

    fn erases(&self) -> Option<u32> {
        Some(self.seq)
    }
}
