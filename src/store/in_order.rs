//! One table read once, from its first row to its last, beside something else that goes through the cases in the same
//! order: nothing is looked up, and no row is passed over unseen.

use rusqlite::fallible_streaming_iterator::FallibleStreamingIterator as _;
use rusqlite::{Row, Rows};

use super::error::StoreError;

/// Rows in the order of the number of a case.
pub struct InOrder<'a> {
    rows: Rows<'a>,
    /// The column of that number.
    key: usize,
    /// The present row has been read but not taken.
    held: bool,
    /// A row belonged to none of the cases asked for.
    has_strays: bool,
}

impl<'a> InOrder<'a> {
    /// Over the rows of a statement ordered by this column.
    pub const fn by(key: usize, rows: Rows<'a>) -> Self {
        Self { rows, key, held: false, has_strays: false }
    }

    /// The next row of this case. Cases are asked for by rising numbers; what lies between them is stray.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn next_of(&mut self, case: i64) -> Result<Option<&Row<'a>>, StoreError> {
        loop {
            if !std::mem::take(&mut self.held) {
                self.rows.advance()?;
            }
            let Some(row) = self.rows.get() else { return Ok(None) };
            let about: i64 = row.get(self.key)?;
            if about > case {
                self.held = true;
                return Ok(None);
            }
            if about == case {
                return Ok(self.rows.get());
            }
            self.has_strays = true;
        }
    }

    /// Leaves the row that was returned last to the next call.
    pub const fn put_back(&mut self) {
        self.held = true;
    }

    /// Whether a row so far belonged to no case that was asked for.
    pub const fn has_strays(&self) -> bool {
        self.has_strays
    }

    /// The same at the end, when no case will be asked for any more.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn ends_with_strays(&mut self) -> Result<bool, StoreError> {
        if !std::mem::take(&mut self.held) {
            self.rows.advance()?;
        }
        Ok(self.has_strays || self.rows.get().is_some())
    }
}
