//! A row of a platform export beside a case: the facts it registers, its columns, and what differs.

use std::collections::BTreeMap;

use crate::domain::case::nobody::is_nobody;
use crate::domain::case::respondents::Register;
use crate::domain::case::{Case, is_anonymous};
use crate::domain::code::Coded as _;
use crate::domain::event::Registered;
use crate::domain::ids::CaseId;
use crate::domain::sealable::Sealable;
use crate::domain::sight::identity::Identity;
use crate::domain::text::fold::fold;
use crate::domain::time::Moment;
use crate::domain::town::org::{Org, Person};
use crate::domain::view::intake_row::{IntakeFile, IntakeRow};
use crate::domain::view::sameness::{plain, plain_contact, same_time};
use crate::domain::words::{MatterField, Satisfaction};

/// The facts of a complaint as a row of an export gives them.
pub(in crate::office) fn facts(row: &IntakeRow, now: Moment) -> Registered {
    let field = row.field.as_deref().and_then(read_field);
    let mut other: BTreeMap<&str, &str> =
        row.other.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    if let (None, Some(raw)) = (field, row.field.as_deref()) {
        other.insert("领域（原文）", raw);
    }
    let other = (!other.is_empty()).then(|| serde_json::Value::from_iter(other).to_string());
    let sealed = |text: &Option<String>| text.clone().map(Sealable::new);
    Registered {
        case_no: String::new(),
        platform_no: row.platform_no.clone(),
        method: row.method.clone(),
        source: row.source.clone(),
        complainant: sealed(&row.complainant),
        contact: sealed(&row.contact),
        respondent: sealed(&row.respondent_name),
        respondent_unit_position: sealed(&row.respondent_unit_position),
        respondent_rank: row.respondent_rank.clone(),
        village: row.village.clone(),
        field,
        title: Sealable::new(row.title.clone()),
        content: Sealable::new(row.content.clone()),
        main_pages: row.main_pages.unwrap_or(0),
        attachments: row.attachments.unwrap_or(0),
        other: other.map(Sealable::new),
        complained_at: row.complained_at,
        received_at: row.received_at.unwrap_or(now),
    }
}

/// Whether the complaint of a row is hidden from this person: it is about them, or nobody here may handle it.
pub(in crate::office) fn is_hidden_from(row: &IntakeRow, person: &Person, org: &Org) -> bool {
    if row.respondent_name.is_none() && row.respondent_unit_position.is_none() {
        return false;
    }
    let mut case = Case::unborn(CaseId(0), "");
    case.respondent.name = row.respondent_name.clone().map(Sealable::new);
    case.respondent.unit_position = row.respondent_unit_position.clone().map(Sealable::new);
    case.is_about(person, org) || case.is_left_to_the_district(org)
}

/// What a sealed stub keeps of a row: the platform's number and the times.
pub(in crate::office) fn stub_facts(row: &IntakeRow, now: Moment) -> Registered {
    Registered {
        case_no: String::new(),
        platform_no: row.platform_no.clone(),
        method: None,
        source: None,
        complainant: None,
        contact: None,
        respondent: None,
        respondent_unit_position: None,
        respondent_rank: None,
        village: None,
        field: None,
        title: Sealable::default(),
        content: Sealable::default(),
        main_pages: 0,
        attachments: 0,
        other: None,
        complained_at: row.complained_at,
        received_at: row.received_at.unwrap_or(now),
    }
}

/// The field by its label; the platform writes 三资 with and without its quotation marks.
fn read_field(label: &str) -> Option<MatterField> {
    let plain: String = label.chars().filter(|character| !"“”\"「」 ".contains(*character)).collect();
    MatterField::ALL
        .iter()
        .copied()
        .find(|field| field.label().chars().filter(|character| !"“”".contains(*character)).eq(plain.chars()))
}

/// Every column of a row under its canonical name, absent ones as nothing, each as it is compared: the same list saved
/// by another program says the same.
pub(in crate::office) fn columns(row: &IntakeRow) -> Vec<(&str, String)> {
    let text = |text: &Option<String>| text.as_deref().map_or(String::new(), plain);
    let count = |count: Option<u32>| count.map_or(String::new(), |count| count.to_string());
    let complainant = row.complainant.as_deref().filter(|name| !is_anonymous(name));
    let mut columns = vec![
        ("投诉时间", row.complained_at.to_string()),
        ("推送时间", row.received_at.map_or(String::new(), |at| at.to_string())),
        ("投诉方式", text(&row.method)),
        ("来源", text(&row.source)),
        ("投诉人", complainant.map_or(String::new(), plain)),
        ("联系电话", row.contact.as_deref().map_or(String::new(), plain_contact)),
        ("被投诉人", text(&row.respondent_name)),
        ("被投诉人单位及职务", text(&row.respondent_unit_position)),
        ("被投诉人职级", text(&row.respondent_rank)),
        ("所属村社区", text(&row.village)),
        ("领域", text(&row.field)),
        ("投诉事项名称", plain(&row.title)),
        ("投诉内容", plain(&row.content)),
        ("主件页数", count(row.main_pages)),
        ("附件数", count(row.attachments)),
        ("满意度", text(&row.satisfaction)),
        ("评价内容", text(&row.evaluation_comment)),
    ];
    columns.extend(row.other.iter().map(|(name, value)| (name.as_str(), plain(value))));
    columns
}

/// The cells of a good row in the order of its file, for the file of rejected rows when the record refuses it.
pub(in crate::office) fn raw_cells(file: &IntakeFile, row: &IntakeRow) -> Vec<String> {
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let count = |count: Option<u32>| count.map_or(String::new(), |count| count.to_string());
    let mut others = row.other.iter();
    let cells = file.header.iter().zip(&file.columns).map(|(name, column)| match *column {
        Some("platform_no") => text(&row.platform_no),
        Some("complained_at") => row.complained_at.second(),
        Some("received_at") => row.received_at.map_or(String::new(), Moment::second),
        Some("method") => text(&row.method),
        Some("source") => text(&row.source),
        Some("complainant") => text(&row.complainant),
        Some("contact") => text(&row.contact),
        Some("respondent_name") => text(&row.respondent_name),
        Some("respondent_unit_position") => text(&row.respondent_unit_position),
        Some("respondent_rank") => text(&row.respondent_rank),
        Some("village") => text(&row.village),
        Some("field") => text(&row.field),
        Some("title") => row.title.clone(),
        Some("content") => row.content.clone(),
        Some("main_pages") => count(row.main_pages),
        Some("attachments") => count(row.attachments),
        Some("satisfaction") => text(&row.satisfaction),
        Some("evaluation_comment") => text(&row.evaluation_comment),
        // Blank cells were left out, so the next one of the name is this column's.
        Some(_) | None => {
            let mut ahead = others.clone();
            match ahead.find(|(other, _)| other == name) {
                Some((_, value)) => {
                    others = ahead;
                    value.clone()
                }
                None => String::new(),
            }
        }
    });
    cells.collect()
}

/// The complainant's word in a list; `None` for 待评价 and whatever else is no word.
pub(in crate::office) fn satisfaction(row: &IntakeRow) -> Option<Satisfaction> {
    let label = fold(row.satisfaction.as_deref()?);
    match label.as_str() {
        "满意" | "非常满意" | "很满意" => Some(Satisfaction::Satisfied),
        "基本满意" | "比较满意" | "较满意" => Some(Satisfaction::BasicallySatisfied),
        "不满意" | "非常不满意" | "很不满意" => Some(Satisfaction::Dissatisfied),
        _ => None,
    }
}

/// Whether a row under a case's number is another complaint altogether: title, content and complainant all differ.
pub(in crate::office) fn is_another_complaint(case: &Case, row: &IntakeRow) -> bool {
    let differs =
        |now: &str, before: &Sealable| before.body().is_some_and(|before| plain(before) != plain(now));
    let (now, before) =
        (complainant(row), case.complainant.name.as_ref().and_then(Sealable::body).map(plain));
    differs(&row.title, &case.title) && differs(&row.content, &case.content) && now != before
}

/// The complainant as compared; who does not want to be named is nobody.
fn complainant(row: &IntakeRow) -> Option<String> {
    row.complainant.as_deref().filter(|name| !is_anonymous(name)).map(plain)
}

/// Who complains, as a row says it.
fn identity(row: &IntakeRow) -> Identity {
    Identity::by(row.complainant.clone(), row.contact.clone())
}

/// The title of a row as a report or a list may show it.
pub(in crate::office) fn shown_title(row: &IntakeRow, register: &Register) -> String {
    identity(row).shown(&row.title, register)
}

/// What the platform says now and the case does not, as sentences; identities are named, never quoted. What they quote
/// may name a complainant that the case does not know of, so it is masked before it is kept.
pub(in crate::office) fn differences(case: &Case, row: &IntakeRow, register: &Register) -> Vec<String> {
    let body = |text: &Option<Sealable>| text.as_ref().and_then(Sealable::body).map(str::to_owned);
    let texts = [
        ("投诉事项名称", Some(row.title.clone()), case.title.body().map(str::to_owned)),
        ("投诉内容", Some(row.content.clone()), case.content.body().map(str::to_owned)),
        ("被投诉人", row.respondent_name.clone(), body(&case.respondent.name)),
        ("被投诉人单位及职务", row.respondent_unit_position.clone(), body(&case.respondent.unit_position)),
        ("被投诉人职级", row.respondent_rank.clone(), case.respondent.rank.clone()),
        ("所属村社区", row.village.clone(), case.village.clone()),
        ("投诉方式", row.method.clone(), case.method.clone()),
        ("来源", row.source.clone(), case.source.clone()),
        ("主件页数", row.main_pages.map(|n| n.to_string()), Some(case.main_pages.to_string())),
        ("附件数", row.attachments.map(|n| n.to_string()), Some(case.attachments.to_string())),
    ];
    let mut differences: Vec<String> = texts
        .into_iter()
        .filter(|(_, now, before)| now.is_some() && now.as_deref().map(plain) != before.as_deref().map(plain))
        .filter_map(|(name, now, _)| now.map(|now| format!("{name}现为“{now}”")))
        .collect();
    differences.extend(evaluation_differences(case, row));
    if !same_time(row.complained_at, case.complained_at) {
        differences.push(format!("投诉时间现为“{}”", row.complained_at.minute()));
    }
    if let Some(at) = row.received_at.filter(|at| !same_time(*at, case.received_at)) {
        differences.push(format!("推送时间现为“{}”", at.minute()));
    }
    if complainant(row) != body(&case.complainant.name).as_deref().map(plain) {
        differences.push("投诉人与登记的不同".to_owned());
    }
    let contact = row.contact.as_deref().map(plain_contact);
    if contact.is_some() && contact != body(&case.complainant.contact).as_deref().map(plain_contact) {
        differences.push("联系电话与登记的不同".to_owned());
    }
    let identity = identity(row);
    differences.into_iter().map(|difference| identity.shown(&difference, register)).collect()
}

/// The complainant's word there, where it is one and not the one recorded here.
fn evaluation_differences(case: &Case, row: &IntakeRow) -> Vec<String> {
    let Some(word) = satisfaction(row) else { return Vec::new() };
    let given = case.evaluations.last();
    let mut differences = Vec::new();
    if given.map(|given| given.satisfaction) != Some(word) {
        differences.push(format!("满意度现为“{}”", word.label()));
    } else if case.takes_word() {
        // It may have been said again of the new reply, or be the word of the round before.
        differences.push(format!("满意度仍为“{}”，请核对是不是第{}轮的评价", word.label(), case.round));
    }
    let comment = row.evaluation_comment.as_deref().filter(|comment| !is_nobody(comment)).map(plain);
    let before = given.and_then(|given| given.comment.as_ref()).and_then(Sealable::body).map(plain);
    if let Some(comment) = comment.filter(|comment| Some(comment) != before.as_ref()) {
        differences.push(format!("评价内容现为“{comment}”"));
    }
    differences
}
