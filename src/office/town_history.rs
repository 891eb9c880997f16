//! The town's own history as far as the actor may see it: what concerns a case follows the sight of that case.

use std::collections::BTreeSet;

use super::{Office, OfficeError};
use crate::domain::refusal::{Refusal, RefusalCode};
use crate::domain::time::Moment;
use crate::domain::town::event::{AlertAcknowledged, TownEvent};
use crate::domain::view::detail::HistoryLine;
use crate::domain::words::Position;

/// A stretch of the town's history, newest first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TownHistory {
    pub lines: Vec<HistoryLine>,
    /// The fact before which older ones stand; `None` at the beginning of the history. Of a stretch nothing may be for
    /// the actor's eyes.
    pub older: Option<u32>,
}

impl Office {
    /// So many facts of the town before this one, or the newest.
    ///
    /// # Errors
    /// `not_permitted` for whoever neither administers the town nor sees every case; a store failure.
    pub fn town_history(
        &self,
        before: Option<u32>,
        limit: u32,
        now: Moment,
    ) -> Result<TownHistory, OfficeError> {
        let sight = self.desk(now).sight();
        let sees_cases = sight.as_ref().is_some_and(|sight| sight.all);
        if !sees_cases && !self.actor.holds(Position::Administrator) {
            let message = format!(
                "全镇经过由系统管理员、监督查看和能看全部投诉件的人查看，您（{}）不能查看。",
                self.actor.name
            );
            return Err(Refusal::new(RefusalCode::NotPermitted, message).into());
        }
        self.read(|snapshot| {
            let facts = snapshot.town_facts(before, limit)?;
            let older = facts.last().map(|fact| fact.seq).filter(|seq| *seq > 1);
            let alerts: Vec<i64> = facts.iter().filter_map(|fact| alert_of(&fact.event)).collect();
            let seen: BTreeSet<i64> = match &sight {
                Some(sight) => snapshot.alerts_in_sight(&alerts, sight)?,
                None => BTreeSet::new(),
            };
            let is_seen = |event: &TownEvent| match alert_of(event) {
                Some(alert) => seen.contains(&alert),
                // The name of a file can say what is in it.
                None => sees_cases || !matches!(event, TownEvent::Imported(_)),
            };
            let shown = facts.into_iter().filter(|fact| is_seen(&fact.event));
            let lines = shown.map(|fact| HistoryLine {
                summary: fact.event.sentence(&self.org.as_at(fact.place)),
                seq: fact.seq,
                place: fact.place,
                at: fact.at,
                act_on: None,
                actor: Some(fact.actor),
                on_behalf_of: None,
                action: fact.action,
                hash: fact.hash,
            });
            Ok(TownHistory { lines: lines.collect(), older })
        })
    }
}

fn alert_of(event: &TownEvent) -> Option<i64> {
    if let TownEvent::AlertAcknowledged(AlertAcknowledged { alert, .. }) = event {
        Some(*alert)
    } else {
        None
    }
}
