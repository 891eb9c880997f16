//! 关联: what was learnt later and the columns of the platform's export that have no place of their own.

use ratatui::text::Line;

use crate::domain::case::Case;
use crate::domain::desk::Desk;
use crate::domain::sealable::Sealable;
use crate::ui::screens::page::Writer;

/// The page from top to bottom.
pub fn lines(case: &Case, desk: &Desk, writer: Writer<'_>) -> Vec<Line<'static>> {
    let mut page = writer;
    if case.supplements.is_empty() && case.other.is_none() {
        page.dim("没有补充内容，也没有其他信息。");
    }
    if !case.supplements.is_empty() {
        page.heading("补充");
    }
    for note in case.supplements.iter().rev() {
        page.dim(&format!("{}  {}", note.at.minute(), desk.org.person_name(note.by)));
        page.prose(note.text.text());
    }
    if let Some(other) = &case.other {
        page.heading("平台导出的其他信息");
        for (name, value) in columns(other) {
            page.pair(&name, &value, "", "");
        }
    }
    page.finish()
}

/// The further columns; a text that is no JSON object is shown as it is.
fn columns(other: &Sealable) -> Vec<(String, String)> {
    match serde_json::from_str::<serde_json::Map<String, serde_json::Value>>(other.text()) {
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
        Err(_) => vec![("内容".to_owned(), other.text().to_owned())],
    }
}
