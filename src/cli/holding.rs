//! Backups that hold what was erased since, as `check`, `purge` and `apply` name them.

use std::sync::Arc;

use serde::Serialize;

use super::exit::Failure;
use super::out::tell;
use super::session::Session;
use crate::domain::backups::{Holding, Rotation};
use crate::domain::time::Date;
use crate::runtime::copies;

/// One of them, as JSON.
#[derive(Serialize)]
pub(super) struct HoldingJson<'a> {
    path: &'a str,
    made_on: Date,
    /// False while its disk is not here.
    seen: bool,
    /// After how many further backups its folder gives it up; null for one that stays until somebody destroys it.
    rotated_after: Option<u32>,
    /// About when that will be.
    rotated_on: Option<Date>,
}

impl<'a> HoldingJson<'a> {
    pub fn all(holding: &'a [Holding]) -> Vec<Self> {
        let of = |Holding { place, made_on, is_seen, rotation }: &'a Holding| Self {
            path: place,
            made_on: *made_on,
            seen: *is_seen,
            rotated_after: rotation.map(|Rotation { after, .. }| after),
            rotated_on: rotation.and_then(|Rotation { about, .. }| about),
        };
        holding.iter().map(of).collect()
    }
}

/// Looks which of them are still there.
pub(super) fn look(session: &mut Session) -> Result<Arc<[Holding]>, Failure> {
    let sought = session.office.backups_holding()?;
    let found = sought.map(|sought| copies::look_for(sought, copies::LONGEST_LOOK));
    Ok(session.office.note_holding(found)?)
}

/// Names them, each on a line of its own.
pub(super) fn name(holding: &[Holding]) {
    if holding.is_empty() {
        return;
    }
    tell(&format!("以前做的 {} 份备份里还有抹去了的内容：", holding.len()));
    for backup in holding {
        tell(&format!("  {}。", backup.told()));
    }
}
