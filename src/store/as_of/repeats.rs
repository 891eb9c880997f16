//! Likely repeats as they would have been proposed at an earlier point. The tables by which they are found hold the
//! present, so candidates come from there and from whatever was corrected since, and are judged by what they were then.

use std::collections::BTreeSet;

use rusqlite::params;

use super::TownAsOf;
use crate::domain::case::Case;
use crate::domain::case::repeats::{self, REPEAT_DAYS, Repeat, RepeatFacts};
use crate::domain::case::respondents::Register;
use crate::domain::case::stage::Stage;
use crate::domain::ids::{CaseId, ChainPlace};
use crate::domain::sealable::Sealable;
use crate::domain::sight::Sight;
use crate::domain::sight::identity::Identity;
use crate::domain::town::org::Org;
use crate::store::journal;
use crate::store::repeats::CANDIDATES;
use crate::store::{Snapshot, StoreError};

/// At most so many cases are replayed for each telephone or name, however many were corrected since.
const REPLAYED: usize = 100;

impl Snapshot<'_> {
    /// Earlier cases that this one likely repeated at this place of the chain, as far as the reader may see them today and
    /// was not kept from them then; in the order in which they were proposed.
    ///
    /// # Errors
    /// `Damaged` when an event cannot be read.
    pub fn likely_repeats_as_of(
        &self,
        id: CaseId,
        upto: ChainPlace,
        (town, today): (&TownAsOf, &Org),
        sight: &Sight,
    ) -> Result<Vec<Repeat>, StoreError> {
        let Some(case) = self.folded(id, upto)? else { return Ok(Vec::new()) };
        if case.sealed || case.merged_into.is_some() {
            return Ok(Vec::new());
        }
        let facts = case.repeat_facts();
        let (telephones, names) = (facts.telephones(), facts.people());
        if telephones.is_empty() && names.is_empty() {
            return Ok(Vec::new());
        }
        let register = Register::of(&town.org);
        let corrected = self.corrected_since(id, upto)?;
        let mut found = BTreeSet::new();
        for (words, table, column) in
            [(&telephones, "identities", "contact"), (&names, "respondents", "name")]
        {
            for word in words {
                let mut ids = self.newest_with(word, (table, column), id, corrected.len())?;
                ids.extend(corrected.iter().rev().take(REPLAYED));
                found.extend(self.newest_then(word, ids, upto, &register)?);
            }
        }
        let mut proposed = Vec::new();
        for id in found {
            let Some(earlier) = self.folded(id, upto)? else { continue };
            let Some(present) = self.folded(id, ChainPlace::NEXT)? else { continue };
            let is_seen = sight.covers(&present, today) && !sight.is_kept_from(&earlier, &town.org);
            if is_seen && let Some(repeat) = repeat_of(&facts, &earlier, &present, &register) {
                proposed.push((earlier.stage.is_final(), repeat));
            }
        }
        proposed.sort_by_key(|(ended, repeat)| (*ended, repeat.case));
        Ok(proposed.into_iter().map(|(_, repeat)| repeat).collect())
    }

    fn folded(&self, id: CaseId, upto: ChainPlace) -> Result<Option<Case>, StoreError> {
        Ok(journal::fold(id, &journal::read_up_to(self.connection, id, upto)?))
    }

    /// Cases numbered before this one of which something was corrected behind this place: the tables may hold other words
    /// of them now than then.
    fn corrected_since(&self, before: CaseId, upto: ChainPlace) -> Result<BTreeSet<CaseId>, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT stream_id FROM events
             WHERE position > ?1 AND stream_id < ?2 AND body LIKE '{\"event\":\"corrected\",%'",
        )?;
        let found = statement.query_map([upto.0, before.0], |row| row.get(0).map(CaseId))?;
        Ok(found.collect::<rusqlite::Result<_>>()?)
    }

    /// The newest cases before this one that have the word today: so many that enough are left when some were corrected.
    fn newest_with(
        &self,
        word: &str,
        (table, column): (&str, &str),
        before: CaseId,
        corrected: usize,
    ) -> Result<BTreeSet<CaseId>, StoreError> {
        let mut statement = self.connection.prepare_cached(&format!(
            "SELECT case_id FROM {table} WHERE {column} = ?1 AND case_id < ?2 ORDER BY case_id DESC LIMIT ?3"
        ))?;
        let most = CANDIDATES as usize + corrected.min(REPLAYED);
        let most = i64::try_from(most).unwrap_or(i64::MAX);
        let found = statement.query_map(params![word, before.0, most], |row| row.get(0).map(CaseId))?;
        Ok(found.collect::<rusqlite::Result<_>>()?)
    }

    /// Those of them that had the word then, the newest as many as a proposal looks at.
    fn newest_then(
        &self,
        word: &str,
        ids: BTreeSet<CaseId>,
        upto: ChainPlace,
        register: &Register,
    ) -> Result<Vec<CaseId>, StoreError> {
        let mut found = Vec::new();
        for id in ids.into_iter().rev() {
            let Some(case) = self.folded(id, upto)? else { continue };
            if had(&case, word, register) {
                found.push(id);
            }
            if found.len() == CANDIDATES as usize {
                break;
            }
        }
        Ok(found)
    }
}

/// Whether the case had a word as a telephone or a respondent's name.
fn had(case: &Case, word: &str, register: &Register) -> bool {
    let contact = case.complainant.contact.as_ref().and_then(Sealable::body);
    !case.sealed && (contact == Some(word) || case.respondent_names(register).iter().any(|name| name == word))
}

/// The proposal of this case, where the complaint likely repeated it. Its title says of who complains no more than
/// everybody may read today.
fn repeat_of(facts: &RepeatFacts, earlier: &Case, present: &Case, register: &Register) -> Option<Repeat> {
    let oldest = facts.complained_at.unix() - REPEAT_DAYS * 86_400;
    if earlier.stage == Stage::Merged || earlier.complained_at.unix() < oldest {
        return None;
    }
    let title = Identity::of(&earlier.complainant).shown(earlier.title.text(), register);
    let known = RepeatFacts { title, ..earlier.repeat_facts() };
    let reason = repeats::reason(facts, &known)?;
    Some(Repeat {
        case: earlier.id,
        case_no: earlier.case_no.clone(),
        title: Identity::of(&present.complainant).shown(&known.title, register),
        stage: earlier.stage,
        reason,
    })
}
