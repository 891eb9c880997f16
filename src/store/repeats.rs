//! Likely repeats: found by the telephone and by the respondent along their indexes, kept as hints beside the case.

use rusqlite::types::Value;
use rusqlite::{params, params_from_iter};

use super::Records;
use super::conditions::sight_condition;
use super::error::StoreError;
use super::summary::word;
use crate::domain::case::Case;
use crate::domain::case::repeats::{self, REPEAT_DAYS, Repeat, RepeatFacts};
use crate::domain::code::Coded as _;
use crate::domain::ids::CaseId;
use crate::domain::sight::Sight;
use crate::domain::time::Moment;

/// Looked at and proposed at most: whoever complains more often than this is known.
const CANDIDATES: u32 = 50;

impl Records<'_> {
    /// Earlier cases that this one likely repeats, as far as they may be seen; open ones first, the oldest first.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn likely_repeats(&self, case: &Case, sight: &Sight) -> Result<Vec<Repeat>, StoreError> {
        let facts = case.repeat_facts();
        if case.sealed || (facts.respondent.is_none() && facts.contact.is_none()) {
            return Ok(Vec::new());
        }
        let seen = sight_condition(sight);
        let names = case.respondents();
        let places = vec!["?"; names.len()].join(", ");
        let sql = format!(
            "SELECT c.case_id, c.case_no, c.title, c.stage, c.respondent, i.contact, c.complained_at, c.ended
             FROM cases c LEFT JOIN identities i USING (case_id)
             WHERE c.case_id IN (
                     SELECT case_id FROM identities WHERE contact IN (?, ?, ?, ?)
                     UNION SELECT case_id FROM respondents WHERE name IN ({places}))
                 AND c.case_id < ? AND c.complained_at >= ? AND c.stage <> 'merged' AND {}
             ORDER BY c.ended, c.case_id LIMIT {CANDIDATES}",
            seen.sql.join(" AND ")
        );
        let mut values = spellings(&facts);
        values.extend(names.into_iter().map(Value::Text));
        values.push(Value::Integer(case.id.0));
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
                complained_at: Moment::from_unix(row.get(6)?),
            };
            if let Some(reason) = repeats::reason(&facts, &earlier) {
                let (case, stage) = (CaseId(row.get(0)?), word(&row.get::<_, String>(3)?)?);
                found.push(Repeat { case, case_no: row.get(1)?, title: earlier.title, stage, reason });
            }
        }
        Ok(found)
    }

    /// Keeps the proposals beside a case just registered, for lists.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn keep_repeat_hints(&self, case: CaseId, found: &[Repeat]) -> Result<(), StoreError> {
        let mut insert = self.connection.prepare_cached(
            "INSERT OR IGNORE INTO repeat_hints (case_id, other_id, reason) VALUES (?1, ?2, ?3)",
        )?;
        for repeat in found {
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

/// A telephone as platforms write it; what looks different in another way is not found.
fn spellings(facts: &RepeatFacts) -> Vec<Value> {
    let Some(contact) = facts.contact.as_deref() else { return vec![Value::Null; 4] };
    let plain = repeats::phone(Some(contact)).unwrap_or_else(|| contact.to_owned());
    [contact.to_owned(), plain.clone(), format!("86{plain}"), format!("+86{plain}")]
        .into_iter()
        .map(Value::Text)
        .collect()
}
