//! The selected case beside the list: what the complaint says, how its limits stand and what happened last.

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::text::Line;
use ratatui::widgets::Paragraph;

use super::Inbox;
use crate::domain::code::Coded as _;
use crate::domain::desk::Desk;
use crate::domain::view::detail::CaseDetail;
use crate::ui::screens::page::Writer;
use crate::ui::screens::words;
use crate::ui::text;
use crate::ui::theme::{Theme, glyphs};

/// Below so many lines only the complaint itself is shown, cut before its end if need be.
const LINES_FOR_ALL: u16 = 12;

/// Draws what was read of the selected case; nothing while it is awaited.
pub fn draw(inbox: &Inbox, frame: &mut Frame<'_>, area: Rect, desk: &Desk, theme: &Theme) {
    let [head, body] = Layout::vertical([Constraint::Length(1), Constraint::Min(0)]).areas(area);
    let selected = inbox.window.selected();
    let title = selected.map_or(String::new(), |row| format!("{} {}", row.case_no, row.title));
    let title = text::fit(&title, usize::from(head.width).saturating_sub(5));
    let dashes = usize::from(head.width).saturating_sub(text::width(&title) + 4);
    let rule = format!("{} {title} {}", glyphs::rule(1), glyphs::rule(dashes));
    frame.render_widget(Paragraph::new(Line::styled(rule, theme.dim)), head);
    let detail = inbox.preview.as_ref().filter(|detail| Some(detail.case.id) == selected.map(|row| row.id));
    if let Some(detail) = detail {
        let lines = lines(detail, body, desk, theme);
        frame.render_widget(Paragraph::new(lines), body);
    }
}

fn lines(detail: &CaseDetail, area: Rect, desk: &Desk, theme: &Theme) -> Vec<Line<'static>> {
    let case = &detail.case;
    let facts = facts(detail, desk);
    let mut page = Writer::new(area.width, theme);
    page.prose(case.content.text());
    if area.height < LINES_FOR_ALL {
        // The last line is for what stands beside the complaint.
        let mut lines = page.finish();
        lines.truncate(usize::from(area.height).saturating_sub(1));
        let mut foot = Writer::new(area.width, theme);
        foot.dim(&text::fit(&facts.join("  "), usize::from(area.width).saturating_sub(4)));
        lines.extend(foot.finish());
        return lines;
    }
    for fact in facts {
        page.dim(&fact);
    }
    page.heading("最近经过");
    for line in detail.history.iter().rev().take(5) {
        page.dim(&words::history_head(line, desk));
        page.prose(&line.summary);
    }
    page.finish()
}

/// Limits, the latest safe day, platform number and likely repeats.
fn facts(detail: &CaseDetail, desk: &Desk) -> Vec<String> {
    let clocks = detail.clocks.iter().rev().filter(|reading| reading.clock.is_running());
    let mut facts: Vec<String> = clocks
        .map(|reading| format!("{}（{}到期）", words::clock_phrase(reading), reading.clock.due_on))
        .collect();
    facts.extend(detail.safe_told(desk.settings.limit_day(desk.now), &desk.org));
    facts.extend(detail.case.platform_no.as_ref().map(|number| format!("平台 {number}")));
    facts.extend(
        detail
            .repeats
            .iter()
            .map(|repeat| format!("可能重复 {}（{}）", repeat.case_no, repeat.reason.label())),
    );
    facts
}
