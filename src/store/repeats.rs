//! Likely repeats: found by the telephone and by the respondent along their indexes, kept as hints beside the case.

use rusqlite::types::Value;
use rusqlite::{params, params_from_iter};

use super::conditions::sight_condition;
use super::error::StoreError;
use super::summary::{moment, word};
use super::{Records, Snapshot};
use crate::domain::case::Case;
use crate::domain::case::repeats::{self, REPEAT_DAYS, Repeat, RepeatFacts};
use crate::domain::code::Coded as _;
use crate::domain::ids::CaseId;
use crate::domain::sight::Sight;

/// The newest so many cases of a telephone or a name are looked at: a desk that hands on thousands of calls under its
/// own number costs no more than a person who complains often.
pub(super) const CANDIDATES: u32 = 20;
/// So many proposals are kept beside a case for lists; opening the case looks anew.
const HINTS_KEPT: usize = 5;

impl Snapshot<'_> {
    /// Earlier cases that this one likely repeats, as far as they may be seen; open ones first, the oldest first.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn likely_repeats(&self, case: &Case, sight: &Sight) -> Result<Vec<Repeat>, StoreError> {
        if case.sealed {
            return Ok(Vec::new());
        }
        self.repeats_of(&case.repeat_facts(), case.id, sight)
    }

    /// The same for a complaint that is no case yet or is one already, among the cases numbered before it.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn repeats_of(
        &self,
        facts: &RepeatFacts,
        before: CaseId,
        sight: &Sight,
    ) -> Result<Vec<Repeat>, StoreError> {
        let telephones = facts.telephones();
        let names = facts.people();
        if telephones.is_empty() && names.is_empty() {
            return Ok(Vec::new());
        }
        let seen = sight_condition(sight);
        let by_telephone = std::iter::repeat_n(newest_of("identities", "contact"), telephones.len());
        let by_name = std::iter::repeat_n(newest_of("respondents", "name"), names.len());
        let ways: Vec<String> = by_telephone.chain(by_name).collect();
        let sql = format!(
            "SELECT c.case_id, c.case_no, c.title, c.stage, c.respondent, i.contact, c.complained_at, c.ended
             FROM cases c LEFT JOIN identities i USING (case_id)
             WHERE c.case_id IN ({}) AND c.complained_at >= ? AND c.stage <> 'merged' AND {}
             ORDER BY c.ended, c.case_id",
            ways.join(" UNION "),
            seen.sql.join(" AND ")
        );
        let mut values = Vec::new();
        for word in telephones.into_iter().chain(names) {
            values.extend([Value::Text(word), Value::Integer(before.0)]);
        }
        values.push(Value::Integer(facts.complained_at.unix() - REPEAT_DAYS * 86_400));
        values.extend(seen.values);
        let mut statement = self.connection.prepare_cached(&sql)?;
        let mut rows = statement.query(params_from_iter(values))?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            let earlier = RepeatFacts {
                title: row.get(2)?,
                respondent: row.get(4)?,
                contact: row.get(5)?,
                complained_at: moment(row.get(6)?)?,
            };
            if let Some(reason) = repeats::reason(facts, &earlier) {
                let (case, stage) = (CaseId(row.get(0)?), word(&row.get::<_, String>(3)?)?);
                found.push(Repeat { case, case_no: row.get(1)?, title: earlier.title, stage, reason });
            }
        }
        Ok(found)
    }

    /// Telephones and names, as they stand, of the cases that came after this one.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn words_since(&self, case: CaseId) -> Result<Vec<String>, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT contact FROM identities WHERE case_id > ?1 AND contact IS NOT NULL
             UNION ALL SELECT name FROM respondents WHERE case_id > ?1",
        )?;
        let words = statement.query_map([case.0], |row| row.get(0))?;
        Ok(words.collect::<rusqlite::Result<_>>()?)
    }
}

impl Records<'_> {
    /// Keeps the proposals beside a case just registered, for lists.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn keep_repeat_hints(&self, case: CaseId, found: &[Repeat]) -> Result<(), StoreError> {
        let mut insert = self.connection.prepare_cached(
            "INSERT OR IGNORE INTO repeat_hints (case_id, other_id, reason) VALUES (?1, ?2, ?3)",
        )?;
        for repeat in found.iter().take(HINTS_KEPT) {
            insert.execute(params![case.0, repeat.case.0, repeat.reason.code()])?;
        }
        Ok(())
    }

    /// Forgets every proposal that a sealed case has part in.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn forget_repeat_hints(&self, case: CaseId) -> Result<(), StoreError> {
        self.connection
            .prepare_cached("DELETE FROM repeat_hints WHERE case_id = ?1 OR other_id = ?1")?
            .execute([case.0])?;
        Ok(())
    }
}

/// The newest cases before this one with a word in a column, along the column's index.
fn newest_of(table: &str, column: &str) -> String {
    format!(
        "SELECT case_id FROM (SELECT case_id FROM {table} WHERE {column} = ? AND case_id < ?
             ORDER BY case_id DESC LIMIT {CANDIDATES})"
    )
}
