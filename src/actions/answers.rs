//! What was filled in: texts by field name, read as the types that decisions need. Reading refuses in the
//! operator's words and names the field.

use std::collections::{BTreeMap, BTreeSet};

use super::field::{Field, FieldKind, Word, words};
use crate::domain::code::Coded;
use crate::domain::refusal::{Refusal, RefusalCode};
use crate::domain::sealable::Sealable;
use crate::domain::time::{Date, Moment};
use crate::domain::town::org::{Org, Person, Unit};
use crate::domain::town::setting_key::SettingKey;

/// Longest text a field takes, in characters; an editor repaints in time linear in its text.
pub const LONGEST_TEXT_CHARS: usize = 10_000;

/// Longest text of a file handed over in a field, in characters.
const LONGEST_FILE_CHARS: usize = 1_000_000;

/// Filled-in fields. An empty text counts as not filled in; several words are separated by commas.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Answers {
    given: BTreeMap<String, String>,
    /// Fields that a form could not open with the recorded text, because something in it is masked.
    withheld: BTreeSet<&'static str>,
}

impl Answers {
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

    /// The same answers and a recorded text to go on with. One in which something is masked stays out: saved again, it
    /// would take the place of what was recorded.
    #[must_use]
    pub fn with_recorded(mut self, name: &'static str, text: Option<&Sealable>) -> Self {
        self.set(name, text.and_then(Sealable::for_form).unwrap_or_default());
        if text.is_some_and(Sealable::is_masked) {
            self.withheld.insert(name);
        }
        self
    }

    /// Whether a recorded text was kept out of this field.
    #[must_use]
    pub fn is_withheld(&self, name: &str) -> bool {
        self.withheld.contains(name)
    }

    /// Sets an answer; an empty value takes it away.
    pub fn set(&mut self, name: &str, value: impl Into<String>) {
        let value = value.into();
        if value.trim().is_empty() {
            self.given.remove(name);
        } else {
            self.given.insert(name.to_owned(), value);
        }
    }

    /// Takes an answer away and gives it back.
    pub fn take(&mut self, name: &str) -> Option<String> {
        self.given.remove(name).map(|text| text.trim().to_owned())
    }

    /// The raw text of an answer.
    #[must_use]
    pub fn raw(&self, name: &str) -> Option<&str> {
        self.given.get(name).map(String::as_str)
    }

    /// Names and raw texts, in order of name.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.given.iter().map(|(name, value)| (name.as_str(), value.as_str()))
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
        self.text(field.name).ok_or_else(|| field.missing())
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
        self.word(field)?.ok_or_else(|| field.missing())
    }

    /// Any number of words, by code or by label, each once and in the list's order.
    ///
    /// # Errors
    /// `invalid_value` for a word that is not in the list.
    pub fn words<T: Coded + Ord>(&self, field: &Field) -> Result<Vec<T>, Refusal> {
        let mut words =
            self.parts(field).map(|part| read_word(field, part)).collect::<Result<Vec<_>, _>>()?;
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
                text.parse::<Date>()
                    .ok()
                    .filter(|day| (2000..=2100).contains(&day.year()))
                    .ok_or_else(|| field.invalid(&format!("写成了“{text}”，请写成 2026-03-05 这样的日期。")))
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
                    field.invalid(&format!("写成了“{text}”，请写成 2026-03-05 14:20 这样的时间。"))
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
                text.parse::<u32>()
                    .ok()
                    .filter(|count| *count <= 9999)
                    .ok_or_else(|| field.invalid(&format!("写成了“{text}”，请填 0 到 9999 的整数。")))
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
            Some(other) => Err(field.invalid(&format!("写成了“{other}”，请填“是”或“否”。"))),
        }
    }

    /// A unit by its name.
    ///
    /// # Errors
    /// `invalid_value` when no unit has that name, `wrong_unit` when its kind does not fit the field.
    pub fn unit<'a>(&self, field: &Field, org: &'a Org) -> Result<Option<&'a Unit>, Refusal> {
        let Some(name) = self.text(field.name) else { return Ok(None) };
        let unit = org
            .unit_named(&name)
            .filter(|unit| unit.active)
            .ok_or_else(|| field.invalid(&format!("没有登记“{name}”这个单位或已经停用，请从列表中选。")))?;
        match field.kind {
            FieldKind::Unit(kinds) if !kinds.is_empty() && !kinds.contains(&unit.kind) => {
                let wanted: Vec<&str> = kinds.iter().map(|kind| kind.label()).collect();
                Err(field.refuses(
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
            | FieldKind::Flag
            | FieldKind::Case
            | FieldKind::Cases
            | FieldKind::People(_)
            | FieldKind::Alert
            | FieldKind::Setting
            | FieldKind::File(_) => Ok(Some(unit)),
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
            (None, _) => Err(field.invalid(&format!("没有登记“{name}”这个人，请从列表中选。"))),
            (Some(_), Some(_)) => Err(field.invalid(&format!("有多位“{name}”，请填登录名。"))),
        }
    }

    /// Refuses what cannot be read as the kind of thing the field holds, whether or not anything would be done with it.
    ///
    /// # Errors
    /// A refusal about the field.
    pub fn check_readable(&self, field: &Field, org: &Org) -> Result<(), Refusal> {
        match field.kind {
            FieldKind::Line
            | FieldKind::Prose
            | FieldKind::Case
            | FieldKind::Cases
            | FieldKind::People(_)
            | FieldKind::Alert
            | FieldKind::File(_) => Ok(()),
            FieldKind::Date => self.date(field).map(drop),
            FieldKind::Moment => self.moment(field).map(drop),
            FieldKind::Count => self.count(field).map(drop),
            FieldKind::Flag => self.flag(field).map(drop),
            FieldKind::Unit(_) => self.unit(field, org).map(drop),
            FieldKind::Person(_) => self.person(field, org).map(drop),
            FieldKind::Setting => self.word::<SettingKey>(field).map(drop),
            FieldKind::Choice(words) => {
                let chosen = self.text(field.name);
                chosen.iter().try_for_each(|text| check_word(field, text, &words()))
            }
            FieldKind::Several(words) => {
                let mut chosen = self.parts(field);
                chosen.try_for_each(|text| check_word(field, text, &words()))
            }
        }
    }

    /// The words of an answer that can hold several.
    pub fn parts(&self, field: &Field) -> impl Iterator<Item = &str> {
        let parts = self.raw(field.name).into_iter().flat_map(|text| text.split([',', '，', '、']));
        parts.map(str::trim).filter(|part| !part.is_empty())
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
                .about(name.to_owned())
            })?;
            let length = value.chars().count();
            let is_file = matches!(field.kind, FieldKind::File(_));
            let longest = if is_file { LONGEST_FILE_CHARS } else { LONGEST_TEXT_CHARS };
            if length > longest {
                return Err(field.invalid(&format!("有{length}字，最多{longest}字，请删减。")));
            }
        }
        match fields.iter().find(|field| field.required && self.raw(field.name).is_none()) {
            Some(field) => Err(field.missing()),
            None => Ok(()),
        }
    }
}

fn read_word<T: Coded>(field: &Field, text: &str) -> Result<T, Refusal> {
    T::from_code(text).or_else(|| T::from_label(text)).ok_or_else(|| no_such_word(field, text, &words::<T>()))
}

fn check_word(field: &Field, text: &str, words: &[Word]) -> Result<(), Refusal> {
    let is_known = words.iter().any(|word| word.code == text || word.label == text);
    if is_known { Ok(()) } else { Err(no_such_word(field, text, words)) }
}

fn no_such_word(field: &Field, text: &str, words: &[Word]) -> Refusal {
    let choices: Vec<String> = words.iter().map(|word| format!("{}（{}）", word.label, word.code)).collect();
    field.invalid(&format!("不能填“{text}”，可选：{}。", choices.join("、")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::fixtures::{OPERATOR, assert_chinese, town};
    use crate::domain::words::{CaseKind, KeyMatter, UnitKind};

    const KIND: Field = Field::required("kind", "类别", FieldKind::Choice(words::<CaseKind>));
    const FLAGS: Field = Field::optional("flags", "重点标记", FieldKind::Several(words::<KeyMatter>));
    const DAY: Field = Field::optional("day", "日期", FieldKind::Date);
    const COUNT: Field = Field::optional("count", "页数", FieldKind::Count);
    const FLAG: Field = Field::optional("flag", "是否", FieldKind::Flag);
    const UNIT: Field = Field::optional("unit", "单位", FieldKind::Unit(&[UnitKind::Village]));
    const PERSON: Field = Field::optional("person", "人员", FieldKind::Person(None));

    fn answer(name: &str, value: &str) -> Answers {
        Answers::none().with(name, value)
    }

    #[test]
    fn an_answer_of_white_space_is_no_answer() {
        assert_eq!(answer("day", " 　\n"), Answers::none());
        assert_eq!(answer("day", "2026-11-17").with("day", " "), Answers::none());
    }

    #[test]
    fn words_are_read_by_code_and_by_label_each_once() {
        for text in ["consultation", "咨询类", " 咨询类 "] {
            assert_eq!(answer("kind", text).need_word(&KIND), Ok(CaseKind::Consultation));
        }
        let flags = answer("flags", "民生实事,key_work，重点工作、").words::<KeyMatter>(&FLAGS);
        assert_eq!(flags, Ok(vec![KeyMatter::KeyWork, KeyMatter::Livelihood]));
        let refusal = answer("kind", "疑问").word::<CaseKind>(&KIND).unwrap_err();
        assert!(refusal.message.contains("疑问") && refusal.message.contains("咨询类（consultation）"));
        assert!(answer("flags", "民生实事,小事").words::<KeyMatter>(&FLAGS).is_err());
    }

    #[test]
    fn dates_counts_and_flags_are_read_or_refused_in_words() {
        assert_eq!(answer("day", " 2026-02-28 ").date(&DAY), Ok(Some(Date::constant(2026, 2, 28))));
        assert_eq!(answer("count", "9999").count(&COUNT), Ok(Some(9999)));
        for (text, yes) in
            [("是", true), ("true", true), ("1", true), ("否", false), ("no", false), ("", false)]
        {
            assert_eq!(answer("flag", text).flag(&FLAG), Ok(yes));
        }
        let refusals = ["2026-02-30", "1999-12-31", "2101-01-01", "明天"]
            .map(|text| answer("day", text).date(&DAY).unwrap_err())
            .into_iter()
            .chain(["10000", "-1", "1.5", "三"].map(|text| answer("count", text).count(&COUNT).unwrap_err()))
            .chain([answer("flag", "也许").flag(&FLAG).unwrap_err()]);
        for refusal in refusals {
            assert_eq!(refusal.code, RefusalCode::InvalidValue);
            assert_chinese(&refusal.message);
        }
    }

    #[test]
    fn a_unit_is_found_by_name_and_must_be_of_the_kind_asked_for() {
        let org = town();
        let found = answer("unit", "新建村").unit(&UNIT, &org).unwrap().unwrap();
        assert_eq!(found.name, "新建村");
        let wrong = answer("unit", "社会事务办").unit(&UNIT, &org).unwrap_err();
        assert_eq!(wrong.code, RefusalCode::WrongUnit);
        let unknown = answer("unit", "新建").unit(&UNIT, &org).unwrap_err();
        assert_eq!(unknown.code, RefusalCode::InvalidValue);
    }

    #[test]
    fn of_two_people_with_one_name_the_login_decides_and_those_who_left_do_not_count() {
        let mut org = town();
        let mut namesake = org.people.iter().find(|person| person.name == OPERATOR).unwrap().clone();
        namesake.id = crate::domain::ids::PersonId(60);
        namesake.login = Some("cj2".to_owned());
        org.people.push(namesake);
        let both = answer("person", OPERATOR).person(&PERSON, &org).unwrap_err();
        assert!(both.message.contains("登录名"));
        assert_eq!(answer("person", "cj2").person(&PERSON, &org).unwrap().unwrap().id.0, 60);
        org.people.iter_mut().filter(|person| person.id.0 == 60).for_each(|person| person.active = false);
        assert_eq!(answer("person", OPERATOR).person(&PERSON, &org).unwrap().unwrap().id.0, 5);
        assert!(answer("person", "cj2").person(&PERSON, &org).is_err());
    }
}
