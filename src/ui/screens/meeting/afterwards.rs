//! After a meeting: what became of each decision, and the record with its sections and signatures (Annex 2).

use super::planned;
use crate::domain::code::Coded as _;
use crate::domain::desk::Desk;
use crate::domain::meeting::decision::Outcome;
use crate::domain::meeting::record::{Record, RecordStep};
use crate::domain::meeting::{Meeting, MeetingState};
use crate::domain::refusal::Refusal;
use crate::domain::sealable::Sealable;
use crate::domain::view::meeting::MeetingDetail;
use crate::ui::screens::page::Writer;
use crate::ui::theme::glyphs;

pub fn write(
    page: &mut Writer<'_>,
    detail: &MeetingDetail,
    results: &[(String, Option<Refusal>)],
    selected: usize,
    desk: &Desk,
) {
    planned::head(page, detail);
    page.dim(next(&detail.meeting));
    decisions(page, detail, results, desk);
    if let Some(record) = &detail.meeting.record {
        write_record(page, detail, record, selected);
    }
    page.files(&detail.meeting.files, desk);
    page.heading("经过");
    for line in &detail.history {
        page.dim(&format!("{} {}", line.at.minute(), line.summary));
    }
}

const fn next(meeting: &Meeting) -> &'static str {
    match meeting.state {
        MeetingState::Confirmed if meeting.record.is_none() => "回车起草会议记录；没有生效的按 a 再确认。",
        MeetingState::Confirmed => "j k 选件，回车改这一件的记录；按 a 送签。",
        MeetingState::UnderReview => "按 y 签字，n 退回，P 看纸面、出文；改记录按 a，改后已签的作废。",
        MeetingState::Signed => "会议记录已签齐；按 P 出文。",
        MeetingState::Planned | MeetingState::Running | MeetingState::Cancelled => "",
    }
}

fn decisions(
    page: &mut Writer<'_>,
    detail: &MeetingDetail,
    results: &[(String, Option<Refusal>)],
    desk: &Desk,
) {
    let applied = |item: &&crate::domain::meeting::Item| item.outcome == Some(Outcome::Applied);
    let count = detail.meeting.agenda.iter().filter(applied).count();
    page.heading(&format!("决定 生效{count}件，共{}件", detail.cases.len()));
    for ((item, case), place) in detail.items().zip(1..) {
        if case.is_none() {
            page.dim(&format!("{place}. {}", item.case_no));
            continue;
        }
        let told = item.decision.told(&desk.org);
        let told = if told.is_empty() { "未定，留待下次会" } else { told.as_str() };
        let line = format!("{place}. {} {told}", item.case_no);
        match item.outcome {
            Some(Outcome::Blocked(because)) => {
                let why = results.iter().find(|(number, _)| *number == item.case_no);
                let why =
                    why.and_then(|(_, refusal)| refusal.as_ref()).map(|refusal| refusal.message.as_str());
                page.alarm(&format!("{line}；没有生效：{}", why.unwrap_or(because.label())));
            }
            Some(Outcome::Applied) => page.prose(&format!("{line}（已生效）")),
            None => page.prose(&line),
        }
    }
}

fn write_record(page: &mut Writer<'_>, detail: &MeetingDetail, record: &Record, selected: usize) {
    page.heading(&format!("“监督一点通”平台群众投诉研判会记录表（第{}稿）", record.version));
    if let Some((name, opinion)) = &record.returned {
        page.alarm(&format!("{name}退回：{opinion}"));
    }
    page.dim("内容摘要");
    for ((_, case), place) in detail.items().zip(0_usize..) {
        let held = case.and_then(|case| case.whole()?.meeting(detail.meeting.no));
        let Some(section) = held.and_then(|held| held.section.as_ref()).map(Sealable::text) else { continue };
        let mark = if place == selected { glyphs::POINTER } else { " " };
        page.inset(&format!("{mark} {section}"));
    }
    page.pair("小组意见", &record.opinion, "", "");
    let remarks = detail.meeting.remarks_told(record);
    if !remarks.is_empty() {
        page.pair("备注", &remarks, "", "");
    }
    for step in &record.steps {
        page.prose(&signed(&detail.meeting, step));
    }
}

fn signed(meeting: &Meeting, step: &RecordStep) -> String {
    let without = meeting.without_told(step);
    let without = if without.is_empty() { without } else { format!("，{without}") };
    let role = if step.also_panel { "研判审议小组、镇纪委书记" } else { step.role.label() };
    let signature = step.signature.as_ref().map_or_else(
        || "待签字".to_owned(),
        |signature| {
            let opinion = if signature.opinion.is_empty() { "同意" } else { signature.opinion.as_str() };
            let paper = if signature.recorded_by.is_some() { "（书面，代录）" } else { "" };
            format!("{opinion} {}{paper}", signature.signed_on)
        },
    );
    format!("{}（{role}{without}） {signature}", step.name)
}
