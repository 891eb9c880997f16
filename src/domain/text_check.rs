//! A look at a text before it goes out to others (`domain.md` §2 Deliver, ours): identities in it, stock phrases,
//! claims left unanswered. Findings are warnings with their place; whoever sends may go on once he has seen them.

use super::case::Case;
use super::document::Document;
use super::sealable::Sealable;

/// A reply with fewer characters answers hardly anything.
const SHORTEST_REPLY_CHARS: usize = 40;

/// Phrases that stand in replies which say nothing.
const STOCK_PHRASES: [&str; 8] = [
    "正在处理中",
    "已转相关部门",
    "已转交相关部门",
    "按有关规定处理",
    "按相关规定办理",
    "请耐心等待",
    "情况属实，已整改",
    "感谢您的理解，请继续关注",
];

/// Warnings about a text that others will read, in Chinese, each naming the place.
///
/// Looks for the complainant's name and contact, and for mobile and identity numbers of anybody.
#[must_use]
pub fn identities(case: &Case, text: &str) -> Vec<String> {
    let mut warnings = Vec::new();
    let known = [("投诉人姓名", &case.complainant.name), ("投诉人联系方式", &case.complainant.contact)];
    for (label, value) in known {
        let value =
            value.as_ref().and_then(Sealable::body).map(str::trim).filter(|value| value.chars().count() > 1);
        if let Some(value) = value.filter(|value| text.contains(value)) {
            warnings.push(format!("文中有{label}：{}", around(text, value)));
        }
    }
    for number in digit_runs(text) {
        let length = number.chars().count();
        if length == 18 || (length == 17 && text.contains(&format!("{number}X"))) {
            warnings.push(format!("文中像有身份证号：{}", around(text, &number)));
        } else if length == 11 && number.starts_with('1') && !is_contact(case, &number) {
            warnings.push(format!("文中像有手机号：{}", around(text, &number)));
        }
    }
    warnings
}

/// Warnings about a reply: identities, too short, stock phrases, claims left unanswered.
#[must_use]
pub fn reply(case: &Case, document: &Document) -> Vec<String> {
    let text = document.text.text();
    let mut warnings = identities(case, text);
    let length = text.chars().filter(|character| !character.is_whitespace()).count();
    if length < SHORTEST_REPLY_CHARS {
        warnings.push(format!("正文只有{length}字，少于{SHORTEST_REPLY_CHARS}字"));
    }
    for phrase in STOCK_PHRASES.iter().filter(|phrase| text.contains(**phrase)) {
        warnings.push(format!("有套话：{}", around(text, phrase)));
    }
    let claims = document.claims.as_ref().and_then(Sealable::body).unwrap_or_default();
    for claim in unanswered(claims) {
        warnings.push(format!("诉求未回应：{claim}"));
    }
    warnings
}

/// Claims that are not ticked: lines that don't begin with `+`, its full-width twin or a tick.
#[must_use]
pub fn unanswered(claims: &str) -> Vec<String> {
    claims
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty() && !line.starts_with(['+', '＋', '√', '✓']))
        .map(|line| line.trim_start_matches(['-', '－', '×', '✗']).trim().to_owned())
        .filter(|line| !line.is_empty())
        .collect()
}

fn is_contact(case: &Case, number: &str) -> bool {
    // The complainant's own number is warned of already, under its own name.
    case.complainant.contact.as_ref().and_then(Sealable::body).is_some_and(|contact| contact.contains(number))
}

fn digit_runs(text: &str) -> Vec<String> {
    text.split(|character: char| !character.is_ascii_digit())
        .filter(|run| run.len() >= 11)
        .map(str::to_owned)
        .collect()
}

/// The found words with a little of what stands around them, marked.
fn around(text: &str, found: &str) -> String {
    const NEIGHBOURS: usize = 6;
    let Some((before, after)) = text.split_once(found) else { return format!("【{found}】") };
    let skip = before.chars().count().saturating_sub(NEIGHBOURS);
    let before: String = before.chars().skip(skip).collect();
    let after: String = after.chars().take(NEIGHBOURS).collect();
    format!("{before}【{found}】{after}").replace('\n', " ")
}
