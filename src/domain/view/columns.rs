//! Columns of a platform's file that the program has no place for. Until somebody says otherwise they are taken for
//! identity: masked, shown only with who complains, and searched by nobody (`domain.md` §9).

use std::collections::BTreeMap;

use crate::domain::sealable::Sealable;
use crate::domain::text::fold::fold;

/// Words in a column's name that speak of who somebody is or where to find them.
const IDENTITY: [&str; 25] = [
    "来电",
    "诉求人",
    "投诉人",
    "反映人",
    "举报人",
    "申请人",
    "联系人",
    "当事人",
    "代理人",
    "姓名",
    "名字",
    "手机",
    "电话",
    "号码",
    "联系方式",
    "身份证",
    "证件",
    "住址",
    "地址",
    "住所",
    "户籍",
    "家庭",
    "微信",
    "qq",
    "邮箱",
];
/// What stands in the place of a text that is not shown.
const MASKED: &str = "***";

coded! {
    /// What an office said of a column of its own.
    pub enum ColumnMeaning {
        /// Who somebody is or where to find them: it stays masked.
        Identity = "identity" "身份信息",
        /// Nothing that has to be masked.
        Plain = "plain" "不是身份信息",
    }
}

/// A column's name as it is compared: one width, lower case, no blanks, nothing invisible, no star and no colon.
#[must_use]
pub fn word(name: &str) -> String {
    fold(name).chars().filter(|c| !matches!(c, '*' | ':' | '：')).collect()
}

/// Whether a column's name speaks of identity, so that it is asked about before anything is taken in.
#[must_use]
pub fn looks_like_identity(name: &str) -> bool {
    let name = word(name);
    IDENTITY.iter().any(|part| name.contains(part))
}

/// What was said of columns, by their words: codes of [`ColumnMeaning`] or of a known column.
pub type ColumnWords = BTreeMap<String, String>;

/// The further columns of a case, by name, in order; a text that is no JSON object stands under 内容.
#[must_use]
pub fn columns(other: &str) -> Vec<(String, String)> {
    match serde_json::from_str::<serde_json::Map<String, serde_json::Value>>(other) {
        Ok(object) => object
            .into_iter()
            .map(|(name, value)| match value {
                serde_json::Value::String(text) => (name, text),
                serde_json::Value::Null
                | serde_json::Value::Bool(_)
                | serde_json::Value::Number(_)
                | serde_json::Value::Array(_)
                | serde_json::Value::Object(_) => (name, value.to_string()),
            })
            .collect(),
        Err(_) if other.is_empty() => Vec::new(),
        Err(_) => vec![("内容".to_owned(), other.to_owned())],
    }
}

/// The further columns with every one masked that was not said to be plain; the names stay.
#[must_use]
pub fn masked(mut other: Sealable, words: &ColumnWords) -> Sealable {
    other.mask(|text| {
        let shown: serde_json::Value = columns(text)
            .into_iter()
            .map(|(name, value)| {
                let plain = words.get(&word(&name)).is_some_and(|meaning| meaning == "plain");
                // What could not be read of a column that is shown anyway hides nobody.
                let ours = name.ends_with("（原文）") && !looks_like_identity(&name);
                if plain || ours { (name, value) } else { (name, MASKED.to_owned()) }
            })
            .collect();
        shown.to_string()
    });
    other
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_columns_that_speak_of_people_are_asked_about() {
        for name in
            ["来电人", "来电号码", "诉求人", "投诉人手机", "身份证号", "家庭住址", "ＱＱ", "代理人", "户籍地"]
        {
            assert!(looks_like_identity(name), "{name}");
        }
        for name in ["办理状态", "网格", "备注", "紧急程度"] {
            assert!(!looks_like_identity(name), "{name}");
        }
    }

    #[test]
    fn everything_but_what_was_said_to_be_plain_is_masked_and_the_names_stay() {
        let text = r#"{"办理 状态":"在办","备注":"住三组","领域（原文）":"民生","联系电话（原文）":"139"}"#;
        let words = ColumnWords::from([("办理状态".to_owned(), "plain".to_owned())]);
        let other = masked(Sealable::new(text), &words);
        let shown: BTreeMap<String, String> = columns(other.text()).into_iter().collect();
        let value = |name: &str| shown.get(name).map(String::as_str);
        assert_eq!(value("办理 状态"), Some("在办"));
        assert_eq!((value("备注"), value("联系电话（原文）")), (Some("***"), Some("***")));
        assert_eq!(value("领域（原文）"), Some("民生"));
        let odd = masked(Sealable::new("不是对象"), &words);
        assert_eq!(columns(odd.text()), [("内容".to_owned(), "***".to_owned())]);
    }
}
