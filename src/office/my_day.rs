//! What the actor did on a day, in the console or by command, as far as they may see it now.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use super::{Office, OfficeError, gate};
use crate::actions;
use crate::domain::case::Case;
use crate::domain::case::respondents::Register;
use crate::domain::ids::CaseId;
use crate::domain::sight::Sight;
use crate::domain::time::{Date, Moment};
use crate::domain::town::event::TownEvent;
use crate::domain::view::detail::HistoryLine;
use crate::domain::view::my_day::DoneLine;
use crate::store::{DoneTo, OwnAct, Snapshot};

/// So many acts of a day are told; nobody does more by hand.
const AT_MOST: usize = 500;

/// A case as its reader sees it; nothing for one that is out of sight.
type Shown = Option<(Case, Vec<HistoryLine>)>;

impl Office {
    /// The actor's acts of this day, newest first.
    ///
    /// # Errors
    /// A store failure.
    pub fn done_on(&self, day: Date, now: Moment) -> Result<Vec<DoneLine>, OfficeError> {
        let sight = self.sight_on(now.date()).ok();
        let (actor, desk) = (self.actor.id, self.desk(now));
        self.read(|snapshot| {
            let mut cases: BTreeMap<CaseId, Shown> = BTreeMap::new();
            let mut lines = Vec::new();
            for act in snapshot.own_acts(actor, day, AT_MOST)? {
                match act.to {
                    DoneTo::Case(id) => {
                        let seen = match cases.entry(id) {
                            Entry::Occupied(known) => known.into_mut(),
                            Entry::Vacant(new) => new.insert(self.seen_case(snapshot, id, sight.as_ref())?),
                        };
                        if let Some((case, history)) = seen {
                            let reverse = actions::find(&act.action).ok().and_then(actions::Act::reverse);
                            let is_newest = act.seqs.last() == Some(&case.seq);
                            let can_be_undone = is_newest
                                && reverse.is_some_and(|act| act.allowed(case, &desk.context()).is_ok());
                            lines.push(on_case(&act, case, history, can_be_undone));
                        }
                    }
                    DoneTo::Town => lines.extend(self.on_town(snapshot, &act, sight.as_ref())?),
                    DoneTo::Other => lines.push(told(&act, &[])),
                }
            }
            Ok(lines)
        })
    }

    fn seen_case(
        &self,
        snapshot: &Snapshot<'_>,
        id: CaseId,
        sight: Option<&Sight>,
    ) -> Result<Shown, OfficeError> {
        let Some(sight) = sight else { return Ok(None) };
        let Some(read) = snapshot.case(id)?.filter(|read| gate::covers(sight, read, &self.org)) else {
            return Ok(None);
        };
        let (hidden, _) = gate::links(snapshot, &read, sight, &self.org)?;
        let looking = gate::Looking { person: &self.actor, is_revealed: false, hidden: &hidden };
        Ok(Some(gate::shown(read, &looking, &snapshot.column_words()?, &Register::of(&self.org))))
    }

    /// An act on the town; a word about a case that is out of sight is not told.
    fn on_town(
        &self,
        snapshot: &Snapshot<'_>,
        act: &OwnAct,
        sight: Option<&Sight>,
    ) -> Result<Option<DoneLine>, OfficeError> {
        let mut words = Vec::new();
        for seq in &act.seqs {
            for fact in snapshot.town_facts(seq.checked_add(1), 1)? {
                if let TownEvent::AlertAcknowledged(seen) = &fact.event {
                    let in_sight = sight.map(|sight| snapshot.alerts_in_sight(&[seen.alert], sight));
                    if in_sight.transpose()?.is_none_or(|seen| seen.is_empty()) {
                        continue;
                    }
                }
                words.push(fact.event.sentence(&self.org.as_at(fact.place)));
            }
        }
        Ok((!words.is_empty()).then(|| told(act, &words)))
    }
}

fn on_case(act: &OwnAct, case: &Case, history: &[HistoryLine], can_be_undone: bool) -> DoneLine {
    let own = history.iter().filter(|line| act.seqs.contains(&line.seq));
    let words: Vec<String> = own.map(|line| line.summary.clone()).collect();
    let named = (case.id, case.case_no.clone(), case.title.text().to_owned());
    DoneLine { case: Some(named), can_be_undone, ..told(act, &words) }
}

fn told(act: &OwnAct, words: &[String]) -> DoneLine {
    DoneLine {
        at: act.at,
        case: None,
        action: act.action.clone(),
        words: words.join("；"),
        can_be_undone: false,
    }
}
