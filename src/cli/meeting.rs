//! `ydt list --meetings` and `ydt show m3`: meetings as text and as JSON.

use std::io::Write;

use super::exit::{Exit, Failure};
use super::json::{MeetingJson, MeetingRowJson};
use super::out::Out;
use super::session::Session;
use super::show;
use crate::domain::code::Coded as _;
use crate::domain::ids::MeetingId;
use crate::domain::meeting::decision::Outcome;
use crate::domain::meeting::heading::names;
use crate::domain::view::meeting::{MeetingDetail, OnAgenda};
use crate::ui::text;

pub(super) fn list<W: Write>(session: &Session, json: bool, out: &mut Out<W>) -> Result<Exit, Failure> {
    let rows = session.office.meetings(session.now())?;
    if json {
        let rows: Vec<MeetingRowJson> = rows.iter().map(MeetingRowJson::of).collect();
        out.json(&rows)?;
        return Ok(Exit::Done);
    }
    for row in rows {
        out.line(&format!(
            "{}{}{}{}件  {}（{}）",
            text::pad(&row.code, 6),
            text::pad(&row.at.minute(), 18),
            text::pad(row.state.label(), 12),
            row.cases,
            row.name,
            row.place
        ))?;
    }
    Ok(Exit::Done)
}

pub(super) fn show<W: Write>(
    session: &Session,
    id: MeetingId,
    json: bool,
    out: &mut Out<W>,
) -> Result<Exit, Failure> {
    let desk = session.office.desk(session.now());
    let detail = session.office.open_meeting(id, desk.now)?;
    if json {
        out.json(&MeetingJson::of(&detail, &desk.org))?;
        return Ok(Exit::Done);
    }
    let (meeting, heading) = (&detail.meeting, &detail.meeting.heading);
    out.line(&format!("{}  {}", meeting.code(), heading.name))?;
    out.line(meeting.state.label())?;
    out.line("")?;
    let attendees = names(&heading.attendees);
    let rows = [
        ("会议时间", heading.at.minute()),
        ("会议地点", heading.place.clone()),
        ("主持人", heading.host.name.clone()),
        ("记录人", heading.recorder.name.clone()),
        ("出席人员", attendees),
    ];
    for (label, value) in rows {
        out.prose(&text::pad(label, 12), &value)?;
    }
    out.line("")?;
    out.line("议题")?;
    for ((item, case), place) in detail.items().zip(1..) {
        let title = case.map_or("", OnAgenda::title);
        let recused = if item.recused.is_empty() {
            String::new()
        } else {
            format!("（回避：{}）", names(&item.recused))
        };
        out.line(&format!("  {place:>3}  {}  {title}{recused}", item.case_no))?;
        let told = item.decision.told(&desk.org);
        if case.is_some() && !told.is_empty() {
            let outcome = match item.outcome {
                Some(Outcome::Applied) => "（已生效）".to_owned(),
                Some(Outcome::Blocked(because)) => format!("（没有生效：{}）", because.label()),
                None => String::new(),
            };
            out.prose("       ", &format!("{told}{outcome}"))?;
        }
    }
    record(&detail, out)?;
    show::files(&meeting.files, &desk.org, out)?;
    show::history(&detail.history, &desk.org, out)?;
    Ok(Exit::Done)
}

/// The record with its sections, as far as the reader may see them, and who signs it.
fn record<W: Write>(detail: &MeetingDetail, out: &mut Out<W>) -> Result<(), Failure> {
    let (meeting, Some(record)) = (&detail.meeting, &detail.meeting.record) else { return Ok(()) };
    out.line("")?;
    out.line(&format!("会议记录第{}稿", record.version))?;
    for case in detail.cases.iter().flatten().filter_map(OnAgenda::whole) {
        if let Some(section) = case.meeting(meeting.no).and_then(|held| held.section.as_ref()) {
            out.prose("  ", section.text())?;
        }
    }
    out.prose("  ", &format!("研判审议小组意见：{}", record.opinion))?;
    if !record.remarks.is_empty() {
        out.prose("  ", &format!("备注：{}", record.remarks))?;
    }
    for step in &record.steps {
        let signed = step.signature.as_ref().map_or_else(
            || "待签字".to_owned(),
            |signature| format!("{} {}", signature.opinion, signature.signed_on),
        );
        let without = meeting.without_told(step);
        out.line(&format!("  {}（{}） {signed} {without}", step.name, step.role.label()))?;
    }
    Ok(())
}
