//! What the rows of a file are: the columns of a table, what they are called, and how one row is judged. Every format
//! reads every table.

use std::fmt::Debug;
use std::hash::Hash;

use super::cell::Cell;
use super::header::Header;
use super::row::Judge;
use super::warnings::Warnings;
use crate::domain::code::Coded;
use crate::domain::view::intake_row::RowFault;

/// The columns that the program understands in one kind of table; their labels are the names they have in files.
pub trait Table: Coded + Hash + Debug {
    /// What a good row becomes.
    type Row;
    /// Without these a file is no such table.
    const MANDATORY: &'static [Self];
    /// What a row is about, as sentences call it.
    const CALLED: &'static str;
    /// A column of times, by which a row is known that has got into another one's cell.
    const TIME: Option<Self>;

    /// The column with this name or alias.
    fn named(name: &str) -> Option<Self>;

    /// Judges one row; `cells` may be shorter than the header.
    ///
    /// # Errors
    /// The fault that keeps it out.
    fn row(
        header: &Header<Self>,
        number: u32,
        cells: &[Cell],
        judge: Judge,
        warnings: &mut Warnings,
    ) -> Result<Self::Row, RowFault>;
}

/// The mandatory columns in one phrase.
pub(super) fn mandatory_names<C: Table>() -> String {
    C::MANDATORY.iter().map(|column| column.label()).collect::<Vec<_>>().join("、")
}
