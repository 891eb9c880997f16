//! Annex 1: the letter to the complainant (答复意见).

use super::china::day;
use super::facts::{Facts, Missing};
use super::{Form, LayOut};
use crate::domain::case::{Case, Delivery};
use crate::domain::document::Document;
use crate::domain::paper::{Line, PaperKind, Part, Sheet};
use crate::domain::sealable::Sealable;
use crate::domain::time::Date;
use crate::domain::words::DocumentKind;

pub const FORM: Form = Form { kind: PaperKind::Reply, lay_out: LayOut::Case(lay_out) };

fn lay_out(facts: &Facts<'_>) -> Result<Sheet, Missing> {
    let case = facts.case;
    let sent = sent(facts);
    let reply = reply(facts);
    let text =
        sent.map(|sent| &sent.text).or_else(|| reply.map(|reply| &reply.text)).and_then(Sealable::body);
    let (Some(text), Some(unit)) = (text, signing_unit(facts)) else {
        let mut missing = Vec::new();
        missing.extend(text.is_none().then_some("答复意见"));
        missing.extend(signing_unit(facts).is_none().then_some("承办单位"));
        return Err(Missing(missing));
    };
    let mut lines = vec![Line::left(""), Line::left(format!("{}：", addressed(case)))];
    lines.push(Line::indented(opening(case)));
    lines.extend(Line::paragraphs(text));
    lines.push(Line::indented(facts.words.reply_closing.clone()));
    lines.push(Line::left(""));
    lines.push(Line::right(unit, 4));
    lines.push(Line::right(day(dated(facts, sent, reply)), 4));
    Ok(Sheet {
        title: vec!["关于投诉事项的".to_owned(), "答复意见".to_owned()],
        parts: vec![Part::Text(lines)],
    })
}

/// The reply that went out, where the letter is about the newest or about the very text that was sent.
fn sent<'a>(facts: &Facts<'a>) -> Option<&'a Delivery> {
    let last = facts.case.deliveries.last()?;
    match facts.document {
        Some(asked) => (asked.text.mac() == last.text.mac()).then_some(last),
        None => Some(last),
    }
}

fn reply<'a>(facts: &Facts<'a>) -> Option<&'a Document> {
    facts.document.or_else(|| facts.case.document(DocumentKind::Reply))
}

/// Who the letter goes to: the name, or 投诉人 where none was given.
fn addressed(case: &Case) -> &str {
    case.complainant.name.as_ref().and_then(Sealable::body).unwrap_or("投诉人")
}

/// N附件1: 您于…年…月…日通过“监督一点通”服务平台，投诉反映的…等问题，现答复如下. What came by another way says by which.
fn opening(case: &Case) -> String {
    let on = day(case.complained_at.date());
    let title = case.title.text().trim_end_matches(['。', '；', '，']);
    match case.method.as_deref().map(str::trim).filter(|method| !is_platform(method)) {
        Some(method) => format!("您于{on}{method}反映的{title}等问题，现答复如下："),
        None => format!("您于{on}通过“监督一点通”服务平台，投诉反映的{title}等问题，现答复如下："),
    }
}

fn is_platform(method: &str) -> bool {
    method.is_empty() || ["平台", "网络", "微信", "小程序", "APP"].iter().any(|word| method.contains(word))
}

fn signing_unit(facts: &Facts<'_>) -> Option<String> {
    if !facts.words.reply_unit.is_empty() {
        return Some(facts.words.reply_unit.clone());
    }
    Some(facts.unit_name(facts.case.unit?, reply(facts)).to_owned())
}

/// The day on the letter: that of its delivery; before it that of the last signature.
fn dated(facts: &Facts<'_>, sent: Option<&Delivery>, reply: Option<&Document>) -> Date {
    let signed = reply.and_then(Document::last_signed_on);
    sent.map(|sent| sent.delivered_at.date()).or(signed).unwrap_or(facts.today)
}
