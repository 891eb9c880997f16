//! 时限: every clock with its rule, its verdict and each of its days, counted or skipped and why.

use ratatui::text::Line;

use crate::domain::code::Coded as _;
use crate::domain::desk::Desk;
use crate::domain::listing::ClockReading;
use crate::ui::screens::page::Writer;
use crate::ui::screens::words::clock_phrase;

/// The page from top to bottom, the newest clock first.
pub fn lines(clocks: &[ClockReading], desk: &Desk, writer: Writer<'_>) -> Vec<Line<'static>> {
    let mut page = writer;
    if clocks.is_empty() {
        page.dim("还没有时限。");
    }
    for reading in clocks.iter().rev() {
        clock(&mut page, reading, desk);
    }
    page.finish()
}

fn clock(page: &mut Writer<'_>, reading: &ClockReading, desk: &Desk) {
    let clock = &reading.clock;
    page.heading(&clock_phrase(reading));
    page.prose(&format!(
        "{}起算，{}个{}，{}到期（{}）",
        clock.started_on,
        clock.limit,
        clock.unit.label(),
        clock.due_on,
        clock.rule()
    ));
    if let Some(day) = clock.stopped_on {
        page.prose(&format!("{day}停止"));
    }
    let explained = clock.explain(&desk.calendar);
    for note in &explained.notes {
        page.prose(note);
    }
    for day in explained.days {
        let mark = if day.date == desk.today() { "  <- 今天" } else { "" };
        page.inset(&format!("{day}{mark}"));
    }
}
