//! The answer of an interface, with the list of rows somewhere inside: `{"code":200,"data":{"rows":[…]}}`.

use serde::de::{MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;

use super::{broken, read_array};
use crate::intake::collect::Collector;
use crate::intake::column::Mapping;
use crate::intake::error::{IntakeError, quoted};
use crate::intake::table::{Table, mandatory_names};

/// Lists lie no deeper than this.
const DEPTH: usize = 6;
/// Keys looked at in one object.
const KEYS: usize = 512;

/// Whether the first object is a wrapper: it has no column of the table, and holds an object or a list.
pub(in crate::intake) fn is_wrapped<C: Table>(text: &str, map: &Mapping<C>) -> bool {
    let first = serde_json::Deserializer::from_str(text).into_iter::<Keys<'_>>().next();
    let Some(Ok(Keys(pairs))) = first else { return false };
    let holds = pairs.iter().any(|(_, value)| value.get().starts_with(['{', '[']));
    holds && pairs.iter().all(|(key, _)| map.column(key).is_none())
}

/// Reads the one list of rows inside the wrapper.
pub(in crate::intake) fn read_wrapped<C: Table>(
    text: &str,
    collector: &mut Collector<'_, C>,
) -> Result<(), IntakeError> {
    let whole: &RawValue = serde_json::from_str(text).map_err(|error| broken(&error))?;
    let mut lists = Vec::new();
    find(whole, "", 0, &collector.options.map, &mut lists);
    match lists.as_slice() {
        [(path, list)] => {
            collector.warnings.add(format!(
                "JSON 里的{}是{}列表，外层没有当作内容。",
                quoted(path),
                C::CALLED
            ));
            let list = list.get().to_owned();
            read_array(&list, collector)
        }
        [] => Err(IntakeError::Columns(format!(
            "JSON 里没有找到{}列表，没有导入；列表应是由对象组成的 […]，对象里有{}。",
            C::CALLED,
            mandatory_names::<C>()
        ))),
        [(first, _), (second, _), ..] => Err(IntakeError::Columns(format!(
            "JSON 里有几处{}列表（{}、{}），没有导入；请只留一处。",
            C::CALLED,
            quoted(first),
            quoted(second)
        ))),
    }
}

/// Notes every list whose first object has a column of the table.
fn find<'t, C: Table>(
    value: &'t RawValue,
    path: &str,
    depth: usize,
    map: &Mapping<C>,
    lists: &mut Vec<(String, &'t RawValue)>,
) {
    if depth > DEPTH || lists.len() > 1 {
        return;
    }
    if value.get().starts_with('[') {
        let inner = value.get().get(1..).unwrap_or_default();
        let first = serde_json::Deserializer::from_str(inner).into_iter::<Keys<'_>>().next();
        if let Some(Ok(Keys(pairs))) = first
            && pairs.iter().any(|(key, _)| map.column(key).is_some())
        {
            lists.push((path.to_owned(), value));
        }
        return;
    }
    let Ok(Keys(pairs)) = serde_json::from_str(value.get()) else { return };
    for (key, inner) in pairs {
        let below = if path.is_empty() { key } else { format!("{path}.{key}") };
        find(inner, &below, depth + 1, map, lists);
    }
}

/// The keys of an object with the text of their values.
struct Keys<'t>(Vec<(String, &'t RawValue)>);

impl<'de> Deserialize<'de> for Keys<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(KeysVisitor)
    }
}

struct KeysVisitor;

impl<'de> Visitor<'de> for KeysVisitor {
    type Value = Keys<'de>;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Keys<'de>, A::Error> {
        let mut pairs = Vec::new();
        while let Some((key, value)) = map.next_entry::<String, &'de RawValue>()? {
            if pairs.len() < KEYS {
                pairs.push((key, value));
            }
        }
        Ok(Keys(pairs))
    }
}

#[cfg(test)]
mod tests {
    use crate::intake::testing::{read, refusal};

    const ROW: &str = r#"{"投诉时间":"2026-03-05 14:20","标题":"占道","内容":"长期占道"}"#;

    #[test]
    fn the_one_list_inside_an_answer_is_read_and_its_place_said() {
        for (text, path) in [
            (format!(r#"{{"code":200,"msg":"ok","data":{{"total":1,"rows":[{ROW}]}}}}"#), "data.rows"),
            (format!(r#"{{"rows":[{ROW}],"columns":["a","b"]}}"#), "rows"),
            (format!(r#"{{"head":[{{"k":1}}],"body":[{ROW}]}}"#), "body"),
        ] {
            let file = read(text.as_bytes());
            assert_eq!((file.rows.len(), file.faulty.len()), (1, 0), "{text}");
            assert!(file.warnings[0].contains(path), "{:?}", file.warnings);
        }
    }

    #[test]
    fn two_lists_none_and_broken_ones_are_refused() {
        for (text, word) in [
            (format!(r#"{{"a":[{ROW}],"b":[{ROW}]}}"#), "“a”、“b”"),
            (r#"{"a":{"b":[1,2]}}"#.into(), "没有找到"),
            (format!(r#"{{"a":[{ROW}"#), "JSON"),
            (format!(r#"{{"a":[{ROW}]}} x"#), "JSON"),
        ] {
            let sentence = refusal(text.as_bytes());
            assert!(sentence.contains(word), "{sentence}");
        }
    }
}
