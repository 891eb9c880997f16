//! 时限: every clock with its rule, its verdict and each of its days, counted or skipped and why.

use ratatui::text::Line;

use crate::domain::case::Case;
use crate::domain::code::Coded as _;
use crate::domain::desk::Desk;
use crate::domain::view::detail::CaseDetail;
use crate::domain::view::explanation::Explanation;
use crate::domain::view::listing::ClockReading;
use crate::ui::screens::page::Writer;
use crate::ui::screens::words::clock_phrase;

/// The page from top to bottom, the newest clock first.
pub fn lines(detail: &CaseDetail, desk: &Desk, writer: Writer<'_>) -> Vec<Line<'static>> {
    let mut page = writer;
    let (case, clocks) = (&detail.case, &detail.clocks);
    let safe = detail.safe_told(desk.settings.limit_day(desk.now), &desk.org);
    if clocks.is_empty() {
        page.dim("还没有时限。");
    }
    for reading in clocks.iter().rev() {
        let safe = safe.as_deref().filter(|_| case.running_clock() == Some(&reading.clock));
        clock(&mut page, case, (reading, safe), desk);
    }
    page.finish()
}

fn clock(page: &mut Writer<'_>, case: &Case, (reading, safe): (&ClockReading, Option<&str>), desk: &Desk) {
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
    if let Some(safe) = safe {
        page.prose(&format!("{safe}（按本镇各环节通常用时从到期日倒推）"));
    }
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
