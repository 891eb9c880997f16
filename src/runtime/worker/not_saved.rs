//! A failure of the database in the words of a refusal, so that the form stays open and says it.

use crate::domain::refusal::{Refusal, RefusalCode};
use crate::store::StoreError;

/// What the database could not keep, as a refusal; somebody who was faster stays a conflict.
pub(super) fn not_saved(error: &StoreError) -> Refusal {
    let code = match error {
        StoreError::Conflict => RefusalCode::Conflict,
        StoreError::Busy
        | StoreError::Importing(_)
        | StoreError::Missing(_)
        | StoreError::Exists(_)
        | StoreError::TooNew { .. }
        | StoreError::NotOurs(_)
        | StoreError::Unsafe(_)
        | StoreError::Damaged(_)
        | StoreError::Closed(_)
        | StoreError::DiskFull
        | StoreError::ReadOnly
        | StoreError::Other(_) => RefusalCode::NotSaved,
    };
    Refusal::new(code, error.to_string())
}
