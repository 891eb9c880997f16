//! A word looked for in everything that a row of a list shows: the texts and numbers of the case, and the names of its
//! unit, field, stage, kind, next act and of whoever has to act, by characters, pinyin or initials.

use rusqlite::types::Value;

use super::conditions::{Condition, Reader, id_list};
use super::search;
use crate::domain::case::stage::Stage;
use crate::domain::code::Coded;
use crate::domain::ids::{PersonId, UnitId};
use crate::domain::text::matching;
use crate::domain::words::{CaseKind, MatterField, Position};

/// Lets through whatever shows the word.
pub fn text_condition(word: &str, reader: &Reader<'_>, condition: &mut Condition) {
    let mut ways = Condition::default();
    if let Some(expression) = search::expression(word) {
        ways.and("c.case_id IN (SELECT rowid FROM search WHERE search MATCH ?)", [Value::Text(expression)]);
    }
    if let Some(expression) = search::pinyin_expression(word) {
        ways.and(
            "c.case_id IN (SELECT t.case_id FROM search s JOIN cases t ON t.case_id = s.rowid
                 WHERE s.search MATCH ? AND sounds_like(t.title, ?))",
            [Value::Text(expression), Value::Text(word.to_owned())],
        );
    }
    name_conditions(word, reader, &mut ways);
    let sql = if ways.sql.is_empty() { "0".to_owned() } else { format!("({})", ways.sql.join(" OR ")) };
    condition.and(sql, ways.values);
}

/// What has a name of the town or of a closed list: those names are few, and are compared here and not in the database.
fn name_conditions(word: &str, reader: &Reader<'_>, ways: &mut Condition) {
    let is_meant = |name: &str| matching::find(name, word).is_some();
    let org = reader.org;
    let units: Vec<UnitId> =
        org.units.iter().filter(|unit| is_meant(&unit.name)).map(|unit| unit.id).collect();
    if !units.is_empty() {
        let names = org.units.iter().filter(|unit| units.contains(&unit.id)).map(|unit| unit.name.clone());
        let names: Vec<Value> = names.map(Value::Text).collect();
        let villages = vec!["?"; names.len()].join(",");
        ways.and(format!("coalesce(c.unit_id IN ({}), 0)", id_list(&units)), []);
        ways.and(format!("coalesce(c.village IN ({villages}), 0)"), names);
    }
    let people: Vec<PersonId> =
        org.people.iter().filter(|person| is_meant(&person.name)).map(|person| person.id).collect();
    if !people.is_empty() {
        let ids: Vec<String> = people.iter().map(|person| person.0.to_string()).collect();
        let ids = ids.join(",");
        ways.and(format!("c.case_id IN (SELECT case_id FROM waiting_people WHERE person_id IN ({ids}))"), []);
        ways.and(format!("coalesce(c.returned_by IN ({ids}), 0)"), []);
    }
    code_condition("c.waits_for_role", &codes::<Position>(&is_meant), ways);
    code_condition("c.field", &codes::<MatterField>(&is_meant), ways);
    code_condition("c.kind", &codes::<CaseKind>(&is_meant), ways);
    code_condition("c.stage", &codes::<Stage>(&is_meant), ways);
    code_condition("c.next_step", &(reader.acts_named)(word), ways);
}

/// Codes of the words of a closed list that are meant.
fn codes<T: Coded>(is_meant: &impl Fn(&str) -> bool) -> Vec<&'static str> {
    T::ALL.iter().filter(|choice| is_meant(choice.label())).map(|choice| choice.code()).collect()
}

fn code_condition(column: &str, codes: &[&'static str], ways: &mut Condition) {
    if !codes.is_empty() {
        let quoted: Vec<String> = codes.iter().map(|code| format!("'{code}'")).collect();
        ways.and(format!("coalesce({column} IN ({}), 0)", quoted.join(",")), []);
    }
}
