//! A meeting that has still to be held, or never was: what heads it, its agenda, who is recused for which case.

use crate::domain::code::Coded as _;
use crate::domain::desk::Desk;
use crate::domain::meeting::MeetingState;
use crate::domain::meeting::heading::names;
use crate::domain::view::meeting::{MeetingDetail, OnAgenda};
use crate::ui::screens::page::Writer;

/// Time, place and people.
pub fn head(page: &mut Writer<'_>, detail: &MeetingDetail) {
    let (meeting, heading) = (&detail.meeting, &detail.meeting.heading);
    page.heading(&format!("{}  {}  {}", meeting.code(), heading.name, meeting.state.label()));
    page.pair("会议时间", &heading.at.minute(), "会议地点", &heading.place);
    page.pair("主持人", &heading.host.name, "记录人", &heading.recorder.name);
    page.pair("出席人员", &names(&heading.attendees), "", "");
}

pub fn write(page: &mut Writer<'_>, detail: &MeetingDetail, desk: &Desk) {
    head(page, detail);
    if detail.meeting.state == MeetingState::Cancelled {
        page.alarm("这次会已取消，议题留给下一次会。");
    } else {
        page.dim("回车开会记录；按 a 改时间、人员、议题，或取消。");
    }
    page.heading(&format!("议题 {}件", detail.cases.len()));
    for ((item, case), place) in detail.items().zip(1..) {
        let title = case.map_or("", OnAgenda::title);
        let recused = if item.recused.is_empty() {
            String::new()
        } else {
            format!("（回避：{}）", names(&item.recused))
        };
        page.prose(&format!("{place}. {} {title}{recused}", item.case_no));
    }
    page.files(&detail.meeting.files, desk);
    page.heading("经过");
    for line in &detail.history {
        page.dim(&format!("{} {}", line.at.minute(), line.summary));
    }
}
