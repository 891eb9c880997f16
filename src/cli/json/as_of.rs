//! At which earlier point of the record a case is shown, in JSON.

use serde::Serialize;

use crate::domain::time::Date;
use crate::office::CaseAsOf;

/// The end of a day, and how far the record had come then.
#[derive(Serialize)]
pub(super) struct PointJson<'a> {
    date: Date,
    events: u64,
    head: &'a str,
    /// Whether texts of the case were erased since, which therefore nothing shows.
    erased_since: bool,
}

impl<'a> PointJson<'a> {
    pub(super) const fn of(earlier: &'a CaseAsOf) -> Self {
        Self {
            date: earlier.day,
            events: earlier.head.count,
            head: earlier.head.hash.as_str(),
            erased_since: earlier.erased_since,
        }
    }
}
