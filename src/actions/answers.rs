//! What was filled in: texts by field name, read as the types that decisions need. Reading refuses in the
//! operator's words and names the field.

use std::collections::BTreeMap;

use super::field::{Field, FieldKind};
use crate::domain::code::Coded;
use crate::domain::org::{Org, Person, Unit};
use crate::domain::refusal::{Refusal, RefusalCode};
use crate::domain::time::{Date, Moment};

/// Longest text a field takes, in characters; an editor repaints in time linear in its text.
pub const LONGEST_TEXT_CHARS: usize = 10_000;

/// Filled-in fields. An empty text counts as not filled in; several words are separated by commas.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Answers(BTreeMap<String, String>);

impl Answers {
    /// No answers.
    #[must_use]
    pub fn none() -> Self {
        Self::default()
    }

    /// The same answers and this one.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<String>) -> Self {
        self.set(name, value);
        self
    }

    /// Sets an answer; an empty value takes it away.
    pub fn set(&mut self, name: &str, value: impl Into<String>) {
        let value = value.into();
        if value.trim().is_empty() {
            self.0.remove(name);
        } else {
            self.0.insert(name.to_owned(), value);
        }
    }

    /// The raw text of an answer.
    #[must_use]
    pub fn raw(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str)
    }

    /// Names and raw texts, in order of name.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// A text with surrounding white space removed, if filled in.
    #[must_use]
    pub fn text(&self, name: &str) -> Option<String> {
        self.raw(name).map(|text| text.trim().to_owned())
    }

    /// A text that must be there.
    ///
    /// # Errors
    /// `missing_field` naming the field.
    pub fn need_text(&self, field: &Field) -> Result<String, Refusal> {
        self.text(field.name).ok_or_else(|| Refusal::missing(field.label))
    }

    /// A word of a closed list, by code or by label.
    ///
    /// # Errors
    /// `invalid_value` listing what can be chosen.
    pub fn word<T: Coded>(&self, field: &Field) -> Result<Option<T>, Refusal> {
        self.text(field.name).map(|text| read_word(field, &text)).transpose()
    }

    /// A word that must be there.
    ///
    /// # Errors
    /// `missing_field` or `invalid_value`.
    pub fn need_word<T: Coded>(&self, field: &Field) -> Result<T, Refusal> {
        self.word(field)?.ok_or_else(|| Refusal::missing(field.label))
    }

    /// Any number of words, by code or by label, each once and in the list's order.
    ///
    /// # Errors
    /// `invalid_value` for a word that is not in the list.
    pub fn words<T: Coded + Ord>(&self, field: &Field) -> Result<Vec<T>, Refusal> {
        let mut words = Vec::new();
        for part in self.raw(field.name).unwrap_or_default().split([',', '，', '、']) {
            if !part.trim().is_empty() {
                words.push(read_word(field, part.trim())?);
            }
        }
        words.sort_unstable();
        words.dedup();
        Ok(words)
    }

    /// A civil date.
    ///
    /// # Errors
    /// `invalid_value` saying how dates are written.
    pub fn date(&self, field: &Field) -> Result<Option<Date>, Refusal> {
        self.text(field.name)
            .map(|text| {
                text.parse::<Date>().ok().filter(|day| (2000..=2100).contains(&day.year())).ok_or_else(|| {
                    Refusal::invalid(field.label, &format!("写成了“{text}”，请写成 2026-03-05 这样的日期。"))
                })
            })
            .transpose()
    }

    /// A moment.
    ///
    /// # Errors
    /// `invalid_value` saying how times are written.
    pub fn moment(&self, field: &Field) -> Result<Option<Moment>, Refusal> {
        self.text(field.name)
            .map(|text| {
                Moment::parse(&text).filter(|at| (2000..=2100).contains(&at.date().year())).ok_or_else(|| {
                    Refusal::invalid(
                        field.label,
                        &format!("写成了“{text}”，请写成 2026-03-05 14:20 这样的时间。"),
                    )
                })
            })
            .transpose()
    }

    /// A whole number from 0 to 9999.
    ///
    /// # Errors
    /// `invalid_value`.
    pub fn count(&self, field: &Field) -> Result<Option<u32>, Refusal> {
        self.text(field.name)
            .map(|text| {
                text.parse::<u32>().ok().filter(|count| *count <= 9999).ok_or_else(|| {
                    Refusal::invalid(field.label, &format!("写成了“{text}”，请填 0 到 9999 的整数。"))
                })
            })
            .transpose()
    }

    /// Yes or no; not filled in is no.
    ///
    /// # Errors
    /// `invalid_value`.
    pub fn flag(&self, field: &Field) -> Result<bool, Refusal> {
        match self.text(field.name).as_deref() {
            None | Some("false" | "no" | "0" | "否") => Ok(false),
            Some("true" | "yes" | "1" | "是") => Ok(true),
            Some(other) => Err(Refusal::invalid(field.label, &format!("写成了“{other}”，请填“是”或“否”。"))),
        }
    }

    /// A unit by its name.
    ///
    /// # Errors
    /// `invalid_value` when no unit has that name, `wrong_unit` when its kind does not fit the field.
    pub fn unit<'a>(&self, field: &Field, org: &'a Org) -> Result<Option<&'a Unit>, Refusal> {
        let Some(name) = self.text(field.name) else { return Ok(None) };
        let unit = org.unit_named(&name).ok_or_else(|| {
            Refusal::invalid(field.label, &format!("没有登记“{name}”这个单位，请从列表中选。"))
        })?;
        match field.kind {
            FieldKind::Unit(kinds) if !kinds.is_empty() && !kinds.contains(&unit.kind) => {
                let wanted: Vec<&str> = kinds.iter().map(|kind| kind.label()).collect();
                Err(Refusal::new(
                    RefusalCode::WrongUnit,
                    format!("“{name}”是{}，这里要选{}。", unit.kind.label(), wanted.join("或")),
                ))
            }
            FieldKind::Unit(_)
            | FieldKind::Line
            | FieldKind::Prose
            | FieldKind::Choice(_)
            | FieldKind::Several(_)
            | FieldKind::Person(_)
            | FieldKind::Date
            | FieldKind::Moment
            | FieldKind::Count
            | FieldKind::Flag => Ok(Some(unit)),
        }
    }

    /// An active person by name or login; of several with one name the login decides.
    ///
    /// # Errors
    /// `invalid_value` when nobody or more than one person answers to it.
    pub fn person<'a>(&self, field: &Field, org: &'a Org) -> Result<Option<&'a Person>, Refusal> {
        let Some(name) = self.text(field.name) else { return Ok(None) };
        if let Some(person) = org.by_login(&name) {
            return Ok(Some(person));
        }
        let mut named = org.people.iter().filter(|person| person.active && person.name == name);
        match (named.next(), named.next()) {
            (Some(person), None) => Ok(Some(person)),
            (None, _) => {
                Err(Refusal::invalid(field.label, &format!("没有登记“{name}”这个人，请从列表中选。")))
            }
            (Some(_), Some(_)) => {
                Err(Refusal::invalid(field.label, &format!("有多位“{name}”，请填登录名。")))
            }
        }
    }

    /// Refuses fields the action does not have, missing required ones and texts that are too long.
    ///
    /// # Errors
    /// The first of these.
    pub fn check(&self, fields: &[Field]) -> Result<(), Refusal> {
        for (name, value) in self.iter() {
            let field = fields.iter().find(|field| field.name == name).ok_or_else(|| {
                let known: Vec<&str> = fields.iter().map(|field| field.name).collect();
                Refusal::new(
                    RefusalCode::UnknownField,
                    format!("这个命令没有“{name}”一项，可填的有：{}。", known.join("、")),
                )
            })?;
            let length = value.chars().count();
            if length > LONGEST_TEXT_CHARS {
                return Err(Refusal::invalid(
                    field.label,
                    &format!("有{length}字，最多{LONGEST_TEXT_CHARS}字，请删减。"),
                ));
            }
        }
        match fields.iter().find(|field| field.required && self.raw(field.name).is_none()) {
            Some(field) => Err(Refusal::missing(field.label)),
            None => Ok(()),
        }
    }
}

fn read_word<T: Coded>(field: &Field, text: &str) -> Result<T, Refusal> {
    T::from_code(text).or_else(|| T::from_label(text)).ok_or_else(|| {
        let choices: Vec<String> =
            T::ALL.iter().map(|word| format!("{}（{}）", word.label(), word.code())).collect();
        Refusal::invalid(field.label, &format!("不能填“{text}”，可选：{}。", choices.join("、")))
    })
}
