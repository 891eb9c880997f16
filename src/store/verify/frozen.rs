//! Figures that were frozen: the bodies beside the record, compared with the digests that the town's facts name.

use std::collections::BTreeMap;

use rusqlite::Connection;

use super::super::error::StoreError;
use super::super::{Snapshot, reports};
use super::{FirstBad, Found};

/// By name: where the freezing stands, and the digest of the body.
pub type Said = BTreeMap<String, (i64, String)>;

/// Every body that the facts name, and no other.
pub fn compare(connection: &Connection, said: &Said) -> Result<Found, StoreError> {
    let mut kept = BTreeMap::new();
    for frozen in (Snapshot { connection }).all_frozen()? {
        kept.insert(frozen.name, reports::body_digest(&frozen.body));
    }
    for (name, (position, sha256)) in said {
        if kept.remove(name).as_ref() != Some(sha256) {
            return Ok(Some(FirstBad::at(*position, format!("封存的统计“{name}”与记录不符"))));
        }
    }
    Ok((!kept.is_empty()).then(|| FirstBad::at(0, "有的封存的统计没有对应的记录")))
}
