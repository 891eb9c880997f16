//! Figures: worked out for a period, and the cases and records of disclosure behind them.

use std::sync::Arc;

use super::Ticket;
use crate::domain::figures::compared::{Compare, Compared};
use crate::domain::figures::reading::Reading;
use crate::domain::figures::stretch::Stretch;
use crate::domain::ids::PersonId;
use crate::domain::refusal::Refusal;
use crate::domain::view::disclosure::DisclosureRow;
use crate::domain::view::filter::Filter;
use crate::domain::view::listing::{ListRow, View};

/// What is wanted as a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TableWanted {
    /// The ledger of a list.
    Ledger(View, Filter),
    /// The figures of a period.
    Figures(Compare),
    /// The bulletin of a month or a year, with its spreadsheet beside it.
    Bulletin(Stretch),
    /// Everything of the end of a month or a year, in a new folder.
    Pack(Stretch),
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FigureEffect {
    /// The figures of a period with what they are compared with.
    Compare(Compare),
    /// The cases with these numbers.
    Cases(Ticket, Vec<String>),
    /// The records of disclosure with these numbers.
    Disclosures(Ticket, Vec<String>),
    /// The bulletin of a month or a year.
    Bulletin(Stretch),
    /// A table as a file, to a folder or a file that isn't there yet.
    Write(Box<TableWanted>, String),
}

/// Figures as they were worked out for somebody.
#[derive(Debug, Clone, PartialEq)]
pub struct FiguresTold {
    /// Who asked: whoever acts when the answer comes may see other cases.
    pub reader: PersonId,
    pub figures: Compared,
    /// Whether they are of the whole town; those of others are of the cases that they see.
    pub is_whole_town: bool,
}

/// A bulletin as it was read for somebody, or why it was not.
#[derive(Debug, Clone, PartialEq)]
pub struct BulletinTold {
    /// Who asked: whoever acts when the answer comes may see other cases.
    pub reader: PersonId,
    pub stretch: Stretch,
    pub read: Result<Reading, Refusal>,
}

#[derive(Debug, Clone, PartialEq)]
pub enum FigureMessage {
    Compared(Arc<FiguresTold>),
    Bulletin(Arc<BulletinTold>),
    /// Figures are not for these eyes.
    NotForYou(Refusal),
    Cases(Ticket, Vec<ListRow>),
    Disclosures(Ticket, Vec<DisclosureRow>),
    /// How many cases were read for the table that is being written.
    Read(usize),
    /// Where a table was written, in words, or why it was not.
    Written(Result<String, Refusal>),
}
