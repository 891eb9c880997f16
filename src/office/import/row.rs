//! A row of a platform export beside a case: the facts it registers, its columns, and what differs.

use std::collections::BTreeMap;

use crate::domain::case::Case;
use crate::domain::code::Coded as _;
use crate::domain::event::Registered;
use crate::domain::sealable::Sealable;
use crate::domain::time::Moment;
use crate::domain::view::intake_row::IntakeRow;
use crate::domain::words::MatterField;

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

/// Every column of a row under its canonical name, absent ones as nothing.
pub(in crate::office) fn columns(row: &IntakeRow) -> Vec<(&str, String)> {
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let count = |count: Option<u32>| count.map_or(String::new(), |count| count.to_string());
    let mut columns = vec![
        ("投诉时间", row.complained_at.to_string()),
        ("推送时间", row.received_at.map_or(String::new(), |at| at.to_string())),
        ("投诉方式", text(&row.method)),
        ("来源", text(&row.source)),
        ("投诉人", text(&row.complainant)),
        ("联系电话", text(&row.contact)),
        ("被投诉人", text(&row.respondent_name)),
        ("被投诉人单位及职务", text(&row.respondent_unit_position)),
        ("被投诉人职级", text(&row.respondent_rank)),
        ("所属村社区", text(&row.village)),
        ("领域", text(&row.field)),
        ("投诉事项名称", row.title.clone()),
        ("投诉内容", row.content.clone()),
        ("主件页数", count(row.main_pages)),
        ("附件数", count(row.attachments)),
        ("满意度", text(&row.satisfaction)),
        ("评价内容", text(&row.evaluation_comment)),
    ];
    columns.extend(row.other.iter().map(|(name, value)| (name.as_str(), value.clone())));
    columns
}

/// What the platform says now and the case does not, as sentences; identities are named, never quoted.
pub(in crate::office) fn differences(case: &Case, row: &IntakeRow) -> Vec<String> {
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
        ("满意度", row.satisfaction.clone(), None),
        ("评价内容", row.evaluation_comment.clone(), None),
    ];
    let mut differences: Vec<String> = texts
        .into_iter()
        .filter(|(_, now, before)| now.is_some() && now != before)
        .filter_map(|(name, now, _)| now.map(|now| format!("{name}现为“{now}”")))
        .collect();
    if row.complained_at != case.complained_at {
        differences.push(format!("投诉时间现为“{}”", row.complained_at.minute()));
    }
    if row.received_at.is_some_and(|at| at != case.received_at) {
        let at = row.received_at.map_or(String::new(), Moment::minute);
        differences.push(format!("推送时间现为“{at}”"));
    }
    let anonymous = |text: &Option<String>| text.as_deref().is_none_or(|name| name.trim() == "匿名");
    let name = body(&case.complainant.name);
    if row.complainant != name && !(name.is_none() && anonymous(&row.complainant)) {
        differences.push("投诉人与登记的不同".to_owned());
    }
    if row.contact.is_some() && row.contact != body(&case.complainant.contact) {
        differences.push("联系电话与登记的不同".to_owned());
    }
    differences
}
