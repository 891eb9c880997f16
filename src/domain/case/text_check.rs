//! A look at a text before it goes out to others (`domain.md` §2 Deliver, ours): identities in it, stock phrases,
//! claims left unanswered. Findings are warnings with their place; whoever sends may go on after having seen them.

use crate::domain::case::Case;
use crate::domain::document::Document;
use crate::domain::sealable::Sealable;
use crate::domain::town::settings::Settings;
use crate::domain::words::CaseKind;

/// A reply with fewer characters answers hardly anything.
const SHORTEST_REPLY_CHARS: usize = 40;

/// A contact with fewer digits is an address and not a number.
const SHORTEST_CONTACT_DIGITS: usize = 7;

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
    let body = |value: &Option<Sealable>| {
        let value = value.as_ref().and_then(Sealable::body).map(str::trim).unwrap_or_default().to_owned();
        Some(value).filter(|value| value.chars().count() > 1)
    };
    if let Some(name) = body(&case.complainant.name).filter(|name| text.contains(name)) {
        warnings.push(format!("文中有投诉人姓名：{}", around(text, &name)));
    }
    let contact = body(&case.complainant.contact);
    let number = contact.as_deref().map(digits).filter(|number| number.len() >= SHORTEST_CONTACT_DIGITS);
    if let Some(contact) = contact.filter(|contact| text.contains(contact)) {
        warnings.push(format!("文中有投诉人联系方式：{}", around(text, &contact)));
    } else if let Some(number) = number.as_deref().filter(|number| unbroken(text).contains(number)) {
        warnings.push(format!("文中有投诉人联系方式：{}", around(text, number)));
    }
    for run in digit_runs(text) {
        let length = run.chars().count();
        let ends_in_x = || text.contains(&format!("{run}X")) || text.contains(&format!("{run}x"));
        if length == 18 || (length == 17 && ends_in_x()) {
            warnings.push(format!("文中像有身份证号：{}", around(text, &run)));
        } else if length == 11 && run.starts_with('1') && number.as_deref() != Some(run.as_str()) {
            warnings.push(format!("文中像有手机号：{}", around(text, &run)));
        }
    }
    warnings
}

/// Warnings about a reply: identities, too short or longer than the settings say (N附件1: 力求原则、精练), stock phrases,
/// claims left unanswered. A question may be answered in few words.
#[must_use]
pub fn reply(case: &Case, document: &Document, settings: &Settings) -> Vec<String> {
    let text = document.text.text();
    let mut warnings = identities(case, text);
    let length = text.chars().filter(|character| !character.is_whitespace()).count();
    let longest = settings.reply_hint_above_characters;
    if u32::try_from(length).is_ok_and(|length| length > longest) {
        warnings.push(format!("正文有{length}字，超过{longest}字，请力求精练"));
    }
    if length < SHORTEST_REPLY_CHARS && case.kind != Some(CaseKind::Consultation) {
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

fn digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

/// The text without what people put between the groups of a number.
fn unbroken(text: &str) -> String {
    text.chars().filter(|character| !character.is_whitespace() && !matches!(character, '-' | '－')).collect()
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::event::CaseEvent;
    use crate::domain::fixtures::case_of;
    use crate::domain::words::DocumentKind;

    fn case() -> Case {
        let mut case = case_of(None, None, "");
        case.complainant.name = Some(Sealable::new("李桂芳"));
        case.complainant.contact = Some(Sealable::new("138-1234-1234"));
        case
    }

    #[test]
    fn identities_are_found_however_they_are_written_and_marked_where_they_stand() {
        for (text, warning) in [
            ("经与李桂芳联系，名单已补", "文中有投诉人姓名：经与【李桂芳】联系，名单已"),
            ("请拨138-1234-1234", "文中有投诉人联系方式：请拨【138-1234-1234】"),
            ("请拨13812341234询问", "文中有投诉人联系方式：请拨【13812341234】询问"),
            ("请拨 138 1234 1234", "文中有投诉人联系方式：【13812341234】"),
            ("村会计13900001111", "文中像有手机号：村会计【13900001111】"),
            ("身份证500104199001011234", "文中像有身份证号：身份证【500104199001011234】"),
            ("身份证50010419900101123x", "文中像有身份证号：身份证【50010419900101123】x"),
        ] {
            assert_eq!(identities(&case(), text), [warning], "{text}");
        }
    }

    #[test]
    fn what_is_nobodys_identity_is_not_warned_of() {
        for text in ["2026年11月18日公示", "编号500104202611001已收", "电话12345", "村支书李某"]
        {
            assert_eq!(identities(&case(), text), Vec::<String>::new(), "{text}");
        }
        let mut short = case();
        short.complainant.name = Some(Sealable::new("李"));
        short.complainant.contact = Some(Sealable::new("新建村3组"));
        assert_eq!(identities(&short, "李某在新建村，共3组").len(), 0, "one character or digit is nobody");
    }

    fn reply_of(text: &str, claims: Option<&str>) -> Vec<String> {
        reply_to(CaseKind::NonConsultation, text, claims)
    }

    fn reply_to(asked: CaseKind, text: &str, claims: Option<&str>) -> Vec<String> {
        let mut case = case();
        case.kind = Some(asked);
        let claims = claims.map(str::to_owned);
        let kind = DocumentKind::Reply;
        let events = crate::domain::event::drafting::draft_with(&case, kind, text.to_owned(), None, claims);
        for (seq, event) in (1..).zip(events.unwrap()) {
            assert!(matches!(event, CaseEvent::DocumentDrafted(_)));
            let recorded = crate::domain::event::Recorded {
                seq,
                place: crate::domain::ids::ChainPlace::NEXT,
                at: case.updated_at,
                actor: crate::domain::ids::PersonId(1),
                on_behalf_of: None,
                action: "draft_reply".to_owned(),
                origin: "test".to_owned(),
                hash: String::new(),
                event,
            };
            crate::domain::event::evolve(&mut case, &recorded);
        }
        reply(&case, case.document(kind).unwrap(), &Settings::default())
    }

    #[test]
    fn a_reply_that_says_little_or_leaves_a_claim_out_is_warned_of() {
        let full = "名".repeat(40);
        assert_eq!(reply_of(&full, None), Vec::<String>::new());
        assert_eq!(reply_of(&"名".repeat(39), None), ["正文只有39字，少于40字"]);
        assert_eq!(reply_to(CaseKind::Consultation, "可以。", None), Vec::<String>::new());
        for kind in [CaseKind::Consultation, CaseKind::NonConsultation] {
            assert_eq!(reply_to(kind, &"名".repeat(600), None), Vec::<String>::new());
            assert_eq!(reply_to(kind, &"名".repeat(601), None), ["正文有601字，超过600字，请力求精练"]);
        }
        assert_eq!(
            reply_of(&format!("{full}，请耐心等待。"), None),
            ["有套话：名名名名名，【请耐心等待】。"]
        );
        let claims = "+公示名单\n-退还费用\n 说明理由\n\n√ 道歉";
        assert_eq!(reply_of(&full, Some(claims)), ["诉求未回应：退还费用", "诉求未回应：说明理由"]);
    }
}
