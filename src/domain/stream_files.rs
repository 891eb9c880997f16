//! Facts about files of a record that is no case: what they hold, what they say and what they change in the list of the
//! record's files. Nobody here looks into a file, so who complains may stand in it or in its name (`domain.md` §9): name
//! and digest stand outside the chain and can be erased, one file at a time, with a reason that is chosen and not
//! written, because words would stay.

use serde::{Deserialize, Serialize};

use crate::domain::attachment::{Attachment, FileKind};
use crate::domain::code::Coded as _;
use crate::domain::ids::PersonId;
use crate::domain::sealable::SealClass::Identity;
use crate::domain::sealable::{Sealable, Sealables};
use crate::domain::stream::Stamped;
use crate::domain::time::Date;
use crate::domain::town::org::Org;

coded! {
    /// Why a file was erased.
    pub enum ErasingBasis {
        WrongFile = "wrong_file" "附错了文件",
        Identity = "identity" "写有投诉人身份",
        Secrecy = "secrecy" "涉密",
        OrderedAbove = "ordered_above" "上级要求",
        /// Only by the program: it was kept as long as identities are.
        Expired = "expired" "保留年限已满",
        /// Only by the program: a restored backup is older than the erasure.
        ErasedBefore = "erased_before" "恢复的备份早于抹去",
    }
}

impl ErasingBasis {
    /// Whether a person gives it as a reason.
    #[must_use]
    pub const fn is_given_by_people(self) -> bool {
        match self {
            Self::WrongFile | Self::Identity | Self::Secrecy | Self::OrderedAbove => true,
            Self::Expired | Self::ErasedBefore => false,
        }
    }
}

/// A file was attached. Its content and its name can be erased; number, size and kind stay.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileAttached {
    pub number: u32,
    pub name: Sealable,
    /// SHA-256 of the content.
    pub file: Sealable,
    pub size: u64,
    pub kind: FileKind,
}

impl FileAttached {
    /// The file as its record lists it.
    #[must_use]
    pub fn recorded(&self, stamped: &Stamped) -> Attachment {
        Attachment {
            number: self.number,
            seq: stamped.seq,
            name: self.name.clone(),
            file: self.file.clone(),
            size: self.size,
            kind: self.kind,
            at: stamped.at,
            by: stamped.actor,
            place: stamped.place,
        }
    }

    /// Without the name, which may say who complains.
    #[must_use]
    pub fn told(&self) -> String {
        format!("附上附件{}", self.number)
    }

    /// Its texts outside the chain.
    pub fn texts_mut(&mut self) -> Sealables<'_> {
        vec![("name", Identity, &mut self.name), ("file", Identity, &mut self.file)]
    }
}

/// A copy of an attached file was saved outside.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileExported {
    pub number: u32,
}

impl FileExported {
    #[must_use]
    pub fn told(&self) -> String {
        format!("另存附件{}", self.number)
    }
}

/// Name and content of a file were erased.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileErased {
    pub number: u32,
    /// Place in the stream of the fact that attached it.
    pub seq: u32,
    pub because: ErasingBasis,
    /// The discipline secretary who ruled so, and on which day; nobody where the program did it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ruled_by: Option<PersonId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ruled_on: Option<Date>,
    /// An operator recorded it from a paper.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub on_paper: bool,
}

impl FileErased {
    /// What the program records of the file with this number, while something is left of it.
    #[must_use]
    pub fn by_the_program(files: &[Attachment], number: &str, because: ErasingBasis) -> Option<Self> {
        let is_left = |file: &&Attachment| file.number.to_string() == number && file.file.body().is_some();
        let Attachment { number, seq, .. } = files.iter().find(is_left)?;
        let (number, seq) = (*number, *seq);
        Some(Self { number, seq, because, ruled_by: None, ruled_on: None, on_paper: false })
    }

    /// Takes name and content of the file away.
    pub fn erase(&self, files: &mut [Attachment]) {
        for file in files.iter_mut().filter(|file| file.number == self.number) {
            file.name.set_body(None);
            file.file.set_body(None);
        }
    }

    #[must_use]
    pub fn told(&self, org: &Org) -> String {
        let ruled = self.ruled_by.zip(self.ruled_on).map_or_else(String::new, |(by, on)| {
            let on_paper = if self.on_paper { "，书面，代录" } else { "" };
            format!("（{}{on}裁定{on_paper}）", org.person_name(by))
        });
        format!("抹去附件{}：{}{ruled}", self.number, self.because.label())
    }
}
