//! One line of `ydt apply`, read from JSON: strictly, so that a key written twice is a fault and not a silent choice.

use std::fmt;
use std::io::BufRead;

use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};

use crate::actions::{Act, Answers, FieldKind};
use crate::domain::refusal::{Refusal, RefusalCode};
use crate::intake::bounded::{InputLine, Unread, next_line};
use crate::office::CaseName;

/// Longest line, in bytes: more than every field of a command filled to its limit.
const LONGEST_LINE: u64 = 4 << 20;

/// A command as it stands on a line.
#[derive(Debug, PartialEq)]
pub struct Line {
    pub command: String,
    pub case: Option<Target>,
    /// The login to act for, on a sandbox database.
    pub as_login: Option<String>,
    pub answers: Answers,
    /// Fields that were written as something else than a text.
    written: Vec<(String, Written)>,
}

/// What a value was written as, where it was no text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Written {
    Number,
    Truth,
    List,
}

impl Line {
    /// Refuses a number, a truth value or a list where the act asks for a text: a telephone that was written as a
    /// number has lost its zeros, and a list has no one reading as a text.
    ///
    /// # Errors
    /// `invalid_value` for the first such field.
    pub fn check_written(&self, act: &Act) -> Result<(), Refusal> {
        for (name, written) in &self.written {
            let Some(field) = act.fields().iter().find(|field| field.name == name) else { continue };
            let fits = match field.kind {
                FieldKind::Count | FieldKind::Alert => *written == Written::Number,
                FieldKind::Flag => *written == Written::Truth,
                FieldKind::Several(_) | FieldKind::Cases => *written == Written::List,
                FieldKind::Line
                | FieldKind::People(_)
                | FieldKind::Prose
                | FieldKind::Choice(_)
                | FieldKind::Unit(_)
                | FieldKind::Person(_)
                | FieldKind::Date
                | FieldKind::Moment
                | FieldKind::Case
                | FieldKind::File(_)
                | FieldKind::Setting => false,
            };
            if !fits {
                return Err(field.invalid("要写成加引号的文字，这一行没有办。"));
            }
        }
        Ok(())
    }
}

/// Which case a line means.
#[derive(Debug, PartialEq)]
pub enum Target {
    /// The case of the line before.
    Last,
    Named(CaseName),
}

/// The next line of the input, which may be blank, or why it is no text; `None` at the end.
///
/// # Errors
/// When the input cannot be read, or a line of it has no end.
pub fn next(input: &mut dyn BufRead) -> Result<Option<Result<String, Refusal>>, Unread> {
    let faulty = |message: &str| Err(Refusal::new(RefusalCode::InvalidValue, message));
    let line = next_line(input, LONGEST_LINE)?;
    Ok(line.map(|line| match line {
        InputLine::Text(text) => Ok(text),
        InputLine::TooLong => faulty("这一行超过 4 MiB，没有办；请检查文件。"),
        InputLine::NotUtf8 => faulty("这一行不是 UTF-8 文本，没有办；请另存为 UTF-8。"),
    }))
}

/// Reads a line.
///
/// # Errors
/// `invalid_value` for what is no JSON object of this shape.
pub fn read(text: &str) -> Result<Line, Refusal> {
    let object: Object = serde_json::from_str(text).map_err(|error| not_json(&error))?;
    let (mut command, mut case, mut as_login) = (None, None, None);
    let (mut answers, mut written) = (Answers::none(), Vec::new());
    for (name, value) in object.0 {
        match name.as_str() {
            "command" => command = value.plain("command")?,
            "case" => case = target(value)?,
            "as" => as_login = value.plain("as")?,
            _ => fill(&mut answers, &mut written, &name, value)?,
        }
    }
    let command = command.ok_or_else(|| {
        Refusal::new(RefusalCode::MissingField, "缺少 command；所有命令见 ydt help apply。")
    })?;
    Ok(Line { command, case, as_login, answers, written })
}

fn target(value: Value) -> Result<Option<Target>, Refusal> {
    match value {
        Value::Nothing => Ok(None),
        Value::Text(text) if text == "$last" => Ok(Some(Target::Last)),
        Value::Text(text) => Ok(Some(Target::Named(CaseName::Number(text)))),
        Value::Object(Object(fields)) => match <[(String, Value); 1]>::try_from(fields) {
            Ok([(name, Value::Text(number))]) if name == "platform_no" => {
                Ok(Some(Target::Named(CaseName::PlatformNo(number))))
            }
            Ok(_) | Err(_) => Err(bad_target()),
        },
        Value::Number(_) | Value::Truth(_) | Value::List(_) => Err(bad_target()),
    }
}

fn bad_target() -> Refusal {
    Refusal::invalid("case", "case", "要写成 \"2026-0001\"、\"$last\" 或 {\"platform_no\":\"…\"}。")
}

/// `{"on_paper":{"signer":…}}` fills the field `on_paper_signer`; a list becomes words with commas.
fn fill(
    answers: &mut Answers,
    written: &mut Vec<(String, Written)>,
    name: &str,
    value: Value,
) -> Result<(), Refusal> {
    let text = match value {
        Value::Object(Object(fields)) => {
            return fields
                .into_iter()
                .try_for_each(|(inner, value)| fill(answers, written, &format!("{name}_{inner}"), value));
        }
        Value::Nothing => return Ok(()),
        Value::Text(text) => text,
        Value::Number(text) => {
            written.push((name.to_owned(), Written::Number));
            text
        }
        Value::Truth(truth) => {
            written.push((name.to_owned(), Written::Truth));
            truth.to_string()
        }
        Value::List(items) => {
            written.push((name.to_owned(), Written::List));
            let words = items.into_iter().map(|item| item.plain(name)).collect::<Result<Vec<_>, _>>()?;
            words.into_iter().flatten().collect::<Vec<String>>().join(",")
        }
    };
    if answers.raw(name).is_some() {
        return Err(Refusal::invalid(name.to_owned(), name, "写了两次，请删去一处。"));
    }
    answers.set(name, text);
    Ok(())
}

fn not_json(error: &serde_json::Error) -> Refusal {
    let message = error.to_string();
    let doubled = message.split('`').nth(1).filter(|_| message.starts_with("doubled key"));
    match doubled {
        Some(key) => Refusal::invalid(key.to_owned(), key, "写了两次，请删去一处。"),
        None => Refusal::new(
            RefusalCode::InvalidValue,
            "这一行不是一个 JSON 对象；每行要写成 {\"case\":\"2026-0001\",\"command\":\"accept\"} 这样。",
        ),
    }
}

/// A JSON value with what forms can hold; a number as it is written out.
#[derive(Debug, PartialEq)]
enum Value {
    Nothing,
    Text(String),
    Number(String),
    Truth(bool),
    List(Vec<Self>),
    Object(Object),
}

/// Fields in the order of the line, each name once.
#[derive(Debug, PartialEq)]
struct Object(Vec<(String, Value)>);

impl Value {
    /// The value as one text, where nothing else makes sense.
    fn plain(self, name: &str) -> Result<Option<String>, Refusal> {
        match self {
            Self::Nothing => Ok(None),
            Self::Text(text) | Self::Number(text) => Ok(Some(text)),
            Self::Truth(truth) => Ok(Some(truth.to_string())),
            Self::List(_) | Self::Object(_) => {
                Err(Refusal::invalid(name.to_owned(), name, "要写成一个文字或数字。"))
            }
        }
    }
}

impl<'de> Deserialize<'de> for Value {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ValueVisitor)
    }
}

impl<'de> Deserialize<'de> for Object {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(ObjectVisitor)
    }
}

struct ValueVisitor;

impl<'de> Visitor<'de> for ValueVisitor {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Nothing)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Truth(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(Value::Number(value.to_string()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(Value::Number(value.to_string()))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(Value::Number(value.to_string()))
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(Value::Text(value.to_owned()))
    }

    fn visit_string<E>(self, value: String) -> Result<Value, E> {
        Ok(Value::Text(value))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element()? {
            list.push(item);
        }
        Ok(Value::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, fields: A) -> Result<Value, A::Error> {
        ObjectVisitor.visit_map(fields).map(Value::Object)
    }
}

struct ObjectVisitor;

impl<'de> Visitor<'de> for ObjectVisitor {
    type Value = Object;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Result<Object, A::Error> {
        let mut seen: Vec<(String, Value)> = Vec::new();
        while let Some((name, value)) = fields.next_entry::<String, Value>()? {
            if seen.iter().any(|(earlier, _)| *earlier == name) {
                return Err(A::Error::custom(format!("doubled key `{name}`")));
            }
            seen.push((name, value));
        }
        Ok(Object(seen))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_becomes_command_case_and_fields() {
        let line = read(
            r#"{"case":{"platform_no":"P1"},"command":"assess","key_matters":["key_work","livelihood"],"pages":3,
                "flag":true,"unit":null,"on_paper":{"signer":"李敏","date":"2026-11-20"},"as":"limin"}"#,
        )
        .unwrap();
        assert_eq!(line.command, "assess");
        assert_eq!(line.as_login.as_deref(), Some("limin"));
        assert_eq!(line.case, Some(Target::Named(CaseName::PlatformNo("P1".into()))));
        let expected = Answers::none()
            .with("key_matters", "key_work,livelihood")
            .with("pages", "3")
            .with("flag", "true")
            .with("on_paper_signer", "李敏")
            .with("on_paper_date", "2026-11-20");
        assert_eq!(line.answers, expected);
    }

    #[test]
    fn cases_are_named_by_number_or_as_the_last_one() {
        let case =
            |text: &str| read(&format!(r#"{{"command":"accept","case":{text}}}"#)).map(|line| line.case);
        assert_eq!(case(r#""$last""#), Ok(Some(Target::Last)));
        assert_eq!(case(r#""2026-0001""#), Ok(Some(Target::Named(CaseName::Number("2026-0001".into())))));
        assert_eq!(case("null"), Ok(None));
        for odd in
            ["[]", "{}", r#"{"platform_no":"1","x":"2"}"#, r#"{"number":"1"}"#, r#"{"platform_no":null}"#]
        {
            assert!(case(odd).unwrap_err().message.contains("platform_no"), "{odd}");
        }
    }

    #[test]
    fn a_key_written_twice_is_a_fault_at_every_depth() {
        for text in [
            r#"{"command":"accept","command":"assess"}"#,
            r#"{"command":"sign","on_paper":{"date":"1","date":"2"}}"#,
            r#"{"command":"sign","on_paper":{"date":"1"},"on_paper_date":"2"}"#,
            r#"{"command":"sign","a":[{"b":1,"b":2}]}"#,
        ] {
            let refusal = read(text).unwrap_err();
            assert!(refusal.message.contains("写了两次"), "{text}: {refusal}");
        }
    }

    #[test]
    fn what_is_no_object_is_told_in_chinese() {
        for text in
            ["", "[]", "accept", "{\"command\":", "{\"command\":\"a\"} x", "\u{feff}", "\"x\"", "nullx"]
        {
            assert_eq!(read(text).unwrap_err().code, RefusalCode::InvalidValue, "{text}");
        }
        assert_eq!(read("{}").unwrap_err().code, RefusalCode::MissingField);
        assert_eq!(read(r#"{"command":["a"]}"#).unwrap_err().code, RefusalCode::InvalidValue);
        let deep = format!("{{\"command\":\"a\",\"x\":{}1{}}}", "[".repeat(500), "]".repeat(500));
        assert_eq!(read(&deep).unwrap_err().code, RefusalCode::InvalidValue);
    }
}
