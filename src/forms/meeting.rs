//! Annex 2: the record of a meeting for assessment (研判会记录表).

use super::china::{day, ended};
use super::facts::Missing;
use super::{Form, LayOut};
use crate::domain::code::Coded as _;
use crate::domain::meeting::Meeting;
use crate::domain::meeting::heading::names;
use crate::domain::meeting::record::{Record, RecordRole, RecordStep};
use crate::domain::paper::{Cell, Grid, Line, Look, PaperKind, Part, Row, Sheet};
use crate::domain::time::Date;
use crate::domain::town::org::Org;

pub const FORM: Form = Form { kind: PaperKind::Meeting, lay_out: LayOut::Meeting(lay_out) };

/// Three pairs of a heading and a value.
const COLUMNS: [u8; 6] = [16, 20, 14, 17, 14, 19];

/// The record with its sections in the order of the agenda.
fn lay_out(meeting: &Meeting, sections: &[String], org: &Org) -> Result<Sheet, Missing> {
    let Some(record) = &meeting.record else { return Err(Missing(vec!["会议记录（先起草）"])) };
    let heading = &meeting.heading;
    let minute = heading.at.minute();
    let hour = minute.split_once(' ').map_or("", |(_, hour)| hour);
    let at = format!("{} {hour}", day(heading.at.date()));
    let summary = sections.iter().flat_map(|section| Line::paragraphs(section)).collect();
    let rows = vec![
        Row::of(vec![
            Cell::label(1, "会议时间"),
            Cell::value(2, &at),
            Cell::label(1, "会议地点"),
            Cell::value(2, &heading.place),
        ]),
        Row::of(vec![
            Cell::label(1, "会议名称"),
            Cell::value(1, &heading.name),
            Cell::label(1, "主持人"),
            Cell::value(1, &heading.host.name),
            Cell::label(1, "记录人"),
            Cell::value(1, &heading.recorder.name),
        ]),
        Row::of(vec![Cell::label(1, "出席人员"), Cell::value(5, &names(&heading.attendees))]),
        Row::at_least(90, vec![Cell::long(6, "内容摘要：", summary)]),
        Row::at_least(25, vec![Cell::label(1, "领导审批意见"), of_secretary(record, org)]),
        Row::at_least(30, vec![Cell::label(1, "研判审议小组意见"), of_panel(record, org)]),
        Row::of(vec![Cell::label(1, "备注"), Cell::value(5, &meeting.remarks_told(record))]),
    ];
    Ok(Sheet {
        title: vec!["“监督一点通”平台群众投诉研判会记录表".to_owned()],
        parts: vec![Part::Grid(Grid { columns: COLUMNS.to_vec(), rows })],
    })
}

/// Opinion, name, position and day; empty until it was signed.
fn of_secretary(record: &Record, org: &Org) -> Cell {
    let signed = record.steps.iter().filter(|step| step.role == RecordRole::Secretary);
    let lines = signed.filter_map(|step| {
        let given = step.signature.as_ref()?;
        let opinion = if given.opinion.is_empty() { "同意。".to_owned() } else { ended(&given.opinion) };
        Some(format!("{opinion} {}（{}） {}", signer(step, org), step.role.label(), day(given.signed_on)))
    });
    Cell::value(5, &lines.collect::<Vec<_>>().join("\n"))
}

/// The panel's opinion, the names under it, and the day of the last of them. Room is left for who has still to sign.
fn of_panel(record: &Record, org: &Org) -> Cell {
    let is_panel = |step: &&RecordStep| step.role == RecordRole::Panel || step.also_panel;
    let signed: Vec<&RecordStep> =
        record.steps.iter().filter(is_panel).filter(|step| step.signature.is_some()).collect();
    let names: Vec<String> = signed.iter().map(|step| signer(step, org)).collect();
    let last: Option<Date> =
        signed.iter().filter_map(|step| step.signature.as_ref()).map(|given| given.signed_on).max();
    let mut lines = Line::paragraphs(&record.opinion);
    let remarked = signed.iter().filter_map(|step| {
        let given = step.signature.as_ref()?;
        let own = !given.opinion.is_empty() && step.role == RecordRole::Panel;
        own.then(|| Line::indented(format!("{}：{}", given.name, ended(&given.opinion))))
    });
    lines.extend(remarked);
    lines.push(Line::left(format!("签名：{}", names.join("、"))));
    lines.push(Line::right(last.map_or("年　月　日".to_owned(), day), 2));
    Cell { span: 5, tall: false, look: Look::Value, lines }
}

/// The name as it was then, with who wrote it in the signer's place or recorded it from paper.
fn signer(step: &RecordStep, org: &Org) -> String {
    let Some(given) = &step.signature else { return step.name.clone() };
    let paper = if given.recorded_by.is_some() { "（代录）" } else { "" };
    let deputy = given.deputy.map_or(String::new(), |deputy| format!("（{}代签）", org.person_name(deputy)));
    format!("{}{deputy}{paper}", given.name)
}
