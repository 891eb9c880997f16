//! Annex 1: the letter to the complainant (答复意见).

use super::china::day;
use super::facts::{Facts, Missing, letter};
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
    let letter = letter(facts, sent, reply);
    let opening = letter.opening.body();
    let (Some(text), Some(opening), false) = (text, opening, letter.unit.is_empty()) else {
        let missing = [
            (text.is_none(), "答复意见"),
            (opening.is_none(), "答复开头"),
            (letter.unit.is_empty(), "承办单位"),
        ];
        return Err(Missing(missing.into_iter().filter(|(is, _)| *is).map(|(_, name)| name).collect()));
    };
    let mut lines = vec![Line::left(""), Line::left(format!("{}：", addressed(case)))];
    lines.push(Line::indented(opening));
    lines.extend(Line::paragraphs(text));
    lines.push(Line::indented(letter.closing.clone()));
    lines.push(Line::left(""));
    lines.push(Line::right(letter.unit.clone(), 4));
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

/// The day on the letter: that of its delivery; before it that of the last signature.
fn dated(facts: &Facts<'_>, sent: Option<&Delivery>, reply: Option<&Document>) -> Date {
    let signed = reply.and_then(Document::last_signed_on);
    sent.map(|sent| sent.delivered_at.date()).or(signed).unwrap_or(facts.today)
}
