//! The schema as the migrations make it: every table, index and trigger, word for word. What belongs to the library or
//! to the engine that copies the file is passed over.

use std::collections::BTreeMap;

use rusqlite::Connection;
use sha2::{Digest as _, Sha256};

use super::super::error::StoreError;
use super::super::open;
use super::{FirstBad, Found};
use crate::domain::document::hash::hex;

/// Kind and name of a thing in the schema, with the statement that makes it.
type Schema = BTreeMap<(String, String), String>;

/// Compares with a schema made anew.
pub fn compare(connection: &Connection) -> Result<Found, StoreError> {
    let (found, made) = (read(connection)?, read(&open::pristine()?)?);
    let missing = made.iter().find(|(thing, sql)| found.get(*thing) != Some(sql));
    if let Some(((kind, name), _)) = missing {
        let known = found.contains_key(&(kind.clone(), name.clone()));
        let what = if known { "被改动过" } else { "不见了" };
        return Ok(Some(FirstBad::at(0, format!("库结构中的{}“{name}”{what}", label(kind)))));
    }
    let further = found.keys().find(|thing| !made.contains_key(*thing));
    Ok(further.map(|(kind, name)| {
        FirstBad::at(0, format!("库结构中多出了{}“{name}”，不是本程序建立的", label(kind)))
    }))
}

/// SHA-256 of the schema, lower-case hexadecimal, for the record.
///
/// # Errors
/// When the database cannot be read.
pub fn digest(connection: &Connection) -> Result<String, StoreError> {
    let mut digest = Sha256::new();
    for ((kind, name), sql) in read(connection)? {
        for text in [kind, name, sql] {
            digest.update((text.len() as u64).to_be_bytes());
            digest.update(text.as_bytes());
        }
    }
    Ok(hex(&digest.finalize()))
}

fn read(connection: &Connection) -> Result<Schema, StoreError> {
    let mut statement = connection.prepare("SELECT type, name, coalesce(sql, '') FROM sqlite_schema")?;
    let mut rows = statement.query([])?;
    let mut schema = Schema::new();
    while let Some(row) = rows.next()? {
        let (kind, name, sql): (String, String, String) = (row.get(0)?, row.get(1)?, row.get(2)?);
        if !name.starts_with("sqlite_") && !name.starts_with("_litestream_") {
            // How lines are broken says nothing about what a statement makes.
            let words: Vec<&str> = sql.split_whitespace().collect();
            schema.insert((kind, name), words.join(" "));
        }
    }
    Ok(schema)
}

fn label(kind: &str) -> &'static str {
    match kind {
        "table" => "表",
        "index" => "索引",
        "trigger" => "触发器",
        _ => "视图",
    }
}
