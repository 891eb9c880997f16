//! Facts about files: one was attached, a copy of one left the house.

use serde::{Deserialize, Serialize};

use super::{CaseFact, Recorded, Sealables};
use crate::domain::attachment::{Attachment, FileKind};
use crate::domain::case::Case;
use crate::domain::sealable::SealClass::Identity;
use crate::domain::sealable::Sealable;
use crate::domain::town::org::Org;

/// A file was attached. Its content and its name can be erased; number, size and kind stay.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attached {
    pub number: u32,
    pub name: Sealable,
    /// SHA-256 of the content.
    pub file: Sealable,
    pub size: u64,
    pub kind: FileKind,
}

impl CaseFact for Attached {
    const CODE: &'static str = "attached";

    fn fold(&self, case: &mut Case, recorded: &Recorded) {
        case.files.push(Attachment {
            number: self.number,
            seq: recorded.seq,
            name: self.name.clone(),
            file: self.file.clone(),
            size: self.size,
            kind: self.kind,
            at: recorded.at,
            by: recorded.actor,
            place: recorded.place,
        });
    }

    fn sentence(&self, _: &Org) -> String {
        format!("附上附件{}：{}", self.number, self.name.text())
    }

    fn sealables_mut(&mut self) -> Sealables<'_> {
        vec![("name", Identity, &mut self.name), ("file", Identity, &mut self.file)]
    }
}

/// A copy of an attached file was saved outside.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AttachmentExported {
    pub number: u32,
}

impl CaseFact for AttachmentExported {
    const CODE: &'static str = "attachment_exported";

    /// That a copy left changes nothing about the case; that it did is the fact.
    fn fold(&self, _: &mut Case, _: &Recorded) {}

    fn sentence(&self, _: &Org) -> String {
        format!("另存附件{}", self.number)
    }

    fn is_act(&self) -> bool {
        false
    }

    fn sealables_mut(&mut self) -> Sealables<'_> {
        Vec::new()
    }
}
