//! A sheet that was issued: its number, its frozen layout and how often it was printed.

use super::{PaperKind, Sheet};
use crate::domain::ids::{ChainPlace, PersonId};
use crate::domain::sealable::Sealable;
use crate::domain::time::Date;

/// One entry of the register of papers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Issued {
    pub kind: PaperKind,
    /// 建纪转〔2026〕12号
    pub number: String,
    /// The year and the place in the row of numbers of its kind.
    pub year: i16,
    pub serial: u32,
    /// The head of the chain before it was issued, as in `4711:1a2b3c4d…`.
    pub head: String,
    /// The layout, frozen.
    pub text: Sealable,
    /// SHA-256 of the office's own template that its file is made from; `None` for the built-in layout.
    pub template: Option<String>,
    pub on: Date,
    /// Where it stands in the chain, which says what people and units were called.
    pub place: ChainPlace,
    pub by: PersonId,
    /// How often it was printed on purpose, the first time included.
    pub copies: u32,
    /// Why it was made void before it left the house.
    pub void: Option<Sealable>,
}

/// How a frozen layout is stored.
///
/// # Errors
/// Never for a layout that was made here; the words are those of the library.
pub fn frozen(sheet: &Sheet) -> Result<String, String> {
    serde_json::to_string(sheet).map_err(|error| error.to_string())
}

impl Issued {
    /// The layout; `None` where it was erased.
    #[must_use]
    pub fn sheet(&self) -> Option<Sheet> {
        serde_json::from_str(self.text.body()?).ok()
    }

    /// What stands in small type at the foot: number, digest of the text, head of the chain, and which printing it is.
    #[must_use]
    pub fn foot(&self) -> Vec<String> {
        foot(&self.number, self.text.mac(), &self.head, self.copies)
    }
}

/// What stands in small type at the foot of a paper: number, digest of its text, head of the chain, which printing.
#[must_use]
pub fn foot(number: &str, digest: &str, head: &str, copies: u32) -> Vec<String> {
    let digest: String = digest.chars().take(DIGEST_SHOWN).collect();
    let head: String = head.chars().take(HEAD_SHOWN).collect();
    let copy = if copies > 1 { format!("  第{copies}次打印") } else { String::new() };
    vec![format!("{number}  文本校验 {digest}  链头 {head}{copy}")]
}

/// Enough of a digest to tell two papers apart.
const DIGEST_SHOWN: usize = 16;

/// Place in the chain and the beginning of the hash: enough to be looked up.
const HEAD_SHOWN: usize = 24;
