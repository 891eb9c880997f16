//! The filters that each person keeps under names of their own: a small table that proves nothing. What was looked for
//! by them may have to be erased.

use rusqlite::params;

use super::error::StoreError;
use super::summary::word;
use super::{Records, Snapshot, search};
use crate::domain::code::Coded as _;
use crate::domain::ids::{CaseId, PersonId};
use crate::domain::view::filter::{Filter, Term};
use crate::domain::view::kept_filter::KeptFilter;

impl Snapshot<'_> {
    /// Those of a person, in the order of their names.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn kept_filters(&self, person: PersonId) -> Result<Vec<KeptFilter>, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT name, words, view, sort FROM kept_filters WHERE person_id = ?1 ORDER BY name",
        )?;
        let read = statement.query_map([person.0], |row| {
            let (view, sort): (String, String) = (row.get(2)?, row.get(3)?);
            Ok(KeptFilter { name: row.get(0)?, words: row.get(1)?, view: word(&view)?, sort: word(&sort)? })
        })?;
        Ok(read.collect::<Result<_, _>>()?)
    }
}

impl Records<'_> {
    /// Keeps a filter; its name must not be taken.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn keep_filter(&self, person: PersonId, filter: &KeptFilter) -> Result<(), StoreError> {
        let KeptFilter { name, words, view, sort } = filter;
        self.connection
            .prepare_cached(
                "INSERT INTO kept_filters (person_id, name, words, view, sort) VALUES (?1, ?2, ?3, ?4, ?5)",
            )?
            .execute(params![person.0, name, words, view.code(), sort.code()])?;
        Ok(())
    }

    /// Gives a filter another name, which must not be taken.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn rename_filter(&self, person: PersonId, from: &str, to: &str) -> Result<(), StoreError> {
        self.connection
            .prepare_cached("UPDATE kept_filters SET name = ?3 WHERE person_id = ?1 AND name = ?2")?
            .execute(params![person.0, from, to])?;
        Ok(())
    }

    /// Deletes a filter; one that is gone already is no fault.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn drop_filter(&self, person: PersonId, name: &str) -> Result<(), StoreError> {
        self.connection
            .prepare_cached("DELETE FROM kept_filters WHERE person_id = ?1 AND name = ?2")?
            .execute(params![person.0, name])?;
        Ok(())
    }

    /// Everything that is kept of a case as text, before it is erased.
    pub(super) fn texts_of(&self, case: CaseId) -> Result<Vec<String>, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT body FROM identity_texts WHERE case_id = ?1
             UNION SELECT body FROM case_texts WHERE case_id = ?1",
        )?;
        let read = statement.query_map([case.0], |row| row.get(0))?;
        Ok(read.collect::<Result<_, _>>()?)
    }

    /// Deletes every kept filter, whoever's it is, that holds a piece of these erased texts which no other case shows.
    pub(super) fn forget_kept_filters(&self, erased: &[String]) -> Result<(), StoreError> {
        let mut statement =
            self.connection.prepare_cached("SELECT person_id, name, words FROM kept_filters")?;
        let read = statement.query_map([], |row| Ok((PersonId(row.get(0)?), row.get(1)?, row.get(2)?)))?;
        let kept: Vec<(PersonId, String, String)> = read.collect::<Result<_, _>>()?;
        for (person, name, words) in kept {
            let mut pieces: Vec<String> = name.split_whitespace().map(str::to_owned).collect();
            pieces.extend(free_words(&words));
            for piece in pieces {
                if holds_a_piece_of(&piece, erased) && !self.is_found(&piece)? {
                    self.drop_filter(person, &name)?;
                    break;
                }
            }
        }
        Ok(())
    }

    /// Whether any case that is left is found by this.
    fn is_found(&self, piece: &str) -> Result<bool, StoreError> {
        let Some(expression) = search::expression(piece) else { return Ok(false) };
        let mut statement =
            self.connection.prepare_cached("SELECT EXISTS (SELECT 1 FROM search WHERE search MATCH ?1)")?;
        Ok(statement.query_row([expression], |row| row.get(0))?)
    }
}

/// The words of a filter that look for text. What is no filter any more may be anything.
fn free_words(words: &str) -> Vec<String> {
    let Ok(filter) = Filter::parse(words) else {
        return words.split_whitespace().map(str::to_owned).collect();
    };
    filter
        .terms
        .into_iter()
        .filter_map(|term| if let Term::Text(word) | Term::InHandOf(word) = term { Some(word) } else { None })
        .collect()
}

/// Whether a piece stands in one of the texts, or a whole short text such as a name stands in the piece.
fn holds_a_piece_of(piece: &str, texts: &[String]) -> bool {
    let is_long = |words: &str| words.chars().count() > 1;
    texts.iter().any(|text| {
        (is_long(piece) && text.contains(piece)) || (is_long(text) && piece.contains(text.as_str()))
    })
}
