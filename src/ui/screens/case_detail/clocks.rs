//! 时限: every clock with its rule, its verdict and each of its days, counted or skipped and why.

use ratatui::text::Line;

use crate::domain::case::Case;
use crate::domain::code::Coded as _;
use crate::domain::desk::Desk;
use crate::domain::view::explanation::Explanation;
use crate::domain::view::listing::ClockReading;
use crate::ui::screens::page::Writer;
use crate::ui::screens::words::clock_phrase;

/// The page from top to bottom, the newest clock first.
pub fn lines(case: &Case, clocks: &[ClockReading], desk: &Desk, writer: Writer<'_>) -> Vec<Line<'static>> {
    let mut page = writer;
    if clocks.is_empty() {
        page.dim("还没有时限。");
    }
    for reading in clocks.iter().rev() {
        clock(&mut page, case, reading, desk);
    }
    page.finish()
}

fn clock(page: &mut Writer<'_>, case: &Case, reading: &ClockReading, desk: &Desk) {
    let clock = &reading.clock;
    let told = Explanation::of(case, clock, &desk.calendar);
    page.heading(&clock_phrase(reading));
    page.prose(&format!(
        "{}起算，{}个{}，{}到期",
        clock.started_on,
        clock.limit,
        clock.unit.label(),
        clock.due_on
    ));
    page.prose(&told.rule);
    page.prose(&told.start);
    if let Some(day) = clock.stopped_on {
        page.prose(&format!("{day}停止"));
    }
    for note in &told.notes {
        page.prose(note);
    }
    for (place, span) in told.spans.iter().enumerate() {
        if place > 0 {
            page.prose(&span.heading);
        }
        for day in &span.days {
            let mark = if day.date == desk.today() { "  <- 今天" } else { "" };
            page.inset(&format!("{day}{mark}"));
        }
    }
    if let Some(end) = told.end().filter(|end| *end == clock.due_on) {
        page.prose(&format!("数到{end}，即到期日"));
    }
}
