//! Phrases that several screens share: how a clock stands, what brings a case on and who holds it, where a case
//! is in the loop. What is late or due carries a mark, never only a colour.

use ratatui::style::Style;
use ratatui::text::{Line, Span};

use crate::actions;
use crate::domain::case::Case;
use crate::domain::case::stage::Stage;
use crate::domain::code::Coded as _;
use crate::domain::desk::Desk;
use crate::domain::document::step::OWN_DRAFT;
use crate::domain::document::{Decision, Document, Signature, Step};
use crate::domain::ids::PersonId;
use crate::domain::limit::clock::remaining_label;
use crate::domain::sealable::Sealable;
use crate::domain::town::org::Org;
use crate::domain::view::detail::HistoryLine;
use crate::domain::view::listing::ClockReading;
use crate::domain::words::ClockLevel;
use crate::ui::screens::page::Writer;
use crate::ui::theme::{Theme, glyphs};

/// `办理时限 !超期2天`, `受理转办时限 已停，按期`.
pub fn clock_phrase(reading: &ClockReading) -> String {
    let mark = if needs_attention(reading) { glyphs::ALARM } else { "" };
    format!("{} {mark}{}", reading.clock.label(), remaining(reading))
}

/// `超期2天`, `今日到期`, `3天`, `3天暂定`, `已停，按期`.
pub fn remaining(reading: &ClockReading) -> String {
    let words = match reading.clock.verdict {
        Some(verdict) => format!("已停，{}", verdict.label()),
        None => remaining_label(reading.level, reading.remaining),
    };
    if reading.clock.provisional { words + "暂定" } else { words }
}

/// Whether a running clock is due or past its day.
pub fn needs_attention(reading: &ClockReading) -> bool {
    let is_close = match reading.level {
        ClockLevel::DueToday | ClockLevel::Overdue => true,
        ClockLevel::Ok | ClockLevel::Approaching => false,
    };
    is_close && reading.clock.is_running()
}

/// The style that repeats how close a clock is.
pub fn level_style(reading: &ClockReading, theme: &Theme) -> Style {
    if !reading.clock.is_running() {
        return theme.dim;
    }
    match reading.level {
        ClockLevel::Overdue => theme.bad,
        ClockLevel::DueToday => theme.today,
        ClockLevel::Approaching | ClockLevel::Ok => theme.plain,
    }
}

/// `0093`: within the year its own number is enough.
pub fn short_number(case_no: &str, desk: &Desk) -> String {
    let year = format!("{}-", desk.today().year());
    case_no.strip_prefix(&year).unwrap_or(case_no).to_owned()
}

/// What the operator reads for an action's code; nothing for a code this program does not have.
pub(super) fn action_label(code: &str) -> &'static str {
    actions::find(code).map_or("", |action| action.label())
}

/// `投诉 > [受理] > 转办 …`: the loop with the present stage in brackets; an end beside the loop stands alone.
pub fn stage_strip(present: Stage, theme: &Theme) -> Line<'static> {
    let mut spans = vec![Span::raw("  ")];
    for (index, stage) in Stage::LOOP.iter().enumerate() {
        if index > 0 {
            spans.push(Span::styled("-", theme.dim));
        }
        spans.push(if *stage == present {
            Span::styled(format!("[{}]", stage.label()), theme.accent)
        } else {
            Span::styled(strip_label(*stage), theme.dim)
        });
    }
    if !Stage::LOOP.contains(&present) {
        spans.push(Span::styled(format!("  [{}]", present.label()), theme.accent));
    }
    Line::from(spans)
}

/// Long stage names are shortened where all nine stand in one line of 80 cells.
const fn strip_label(stage: Stage) -> &'static str {
    match stage {
        Stage::Complaint => "投诉",
        Stage::Acceptance => "受理",
        Stage::Transfer => "转办",
        Stage::Handling => "办理",
        Stage::Drafting => "拟制",
        Stage::Review => "审核",
        Stage::Reply => "答复",
        Stage::Evaluation => "评价",
        Stage::Closure => "办结",
        Stage::Reported => "上报",
        Stage::Merged => "并案",
        Stage::Withdrawn => "撤回",
    }
}

/// `李敏（镇纪委书记） 同意 11-20：拟同意。（书面审签，张三代录）`
pub fn step_line(document: &Document, step: &Step, is_open: bool, desk: &Desk) -> String {
    let who = step.told(&desk.org);
    match &step.signature {
        Some(signature) => format!("{who}  {}{}", signed(signature, desk), own_draft(document, signature)),
        None if is_open => format!("{who}  <- 等待审签"),
        None => format!("{who}  未审签"),
    }
}

fn own_draft(document: &Document, signature: &Signature) -> &'static str {
    if document.is_own_draft(signature) { OWN_DRAFT } else { "" }
}

fn signed(signature: &Signature, desk: &Desk) -> String {
    let word = match signature.decision {
        Decision::Agree => "同意",
        Decision::Return => "退回修改",
    };
    let opinion =
        signature.opinion.as_ref().map(Sealable::text).map_or(String::new(), |text| format!("：{text}"));
    let paper = signature.recorded_by.map_or(String::new(), |recorder| {
        format!(
            "（书面审签，{}于{}代录）",
            desk.org.person_name_at(recorder, signature.place),
            signature.recorded_at.minute()
        )
    });
    let beside = signature.beside(&desk.org);
    format!("{word} {}{opinion}{beside}{paper}", signature.signed_on)
}

/// Who was ruled to be a namesake of a respondent only: whoever signs has to know (`domain.md` §10 Recusal).
pub fn releases(page: &mut Writer<'_>, case: &Case, desk: &Desk) {
    for release in &case.recusal.released {
        page.alarm(&format!("非本人认定：{}", release.told(&desk.org)));
    }
}

/// `2026-11-20 09:12  王芳（张三代办）`
pub fn history_head(line: &HistoryLine, desk: &Desk) -> String {
    let Some(actor) = line.actor else { return line.at.minute() };
    let actor = desk.org.person_name_at(actor, line.place);
    let who = line.on_behalf_of.map_or_else(
        || actor.to_owned(),
        |person| format!("{}（{actor}代办）", desk.org.person_name_at(person, line.place)),
    );
    format!("{}  {who}", line.at.minute())
}

/// `被退回  罗敬安 2026-11-25：没有写明补助标准`
pub fn returned((document, person): (&Document, PersonId), org: &Org) -> String {
    let signed = document.steps.iter().rev().find_map(|step| step.signature.as_ref());
    let day = signed.map_or_else(String::new, |signature| format!(" {}", signature.signed_on));
    let opinion =
        signed.and_then(|signature| signature.opinion.as_ref()).map(Sealable::text).unwrap_or_default();
    format!("被退回  {}{day}：{opinion}", org.person_name(person))
}
