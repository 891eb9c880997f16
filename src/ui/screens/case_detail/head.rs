//! The head of a case: its whole title, where it is in the loop with its limit at the right, what comes next and for
//! whom, what will make it late, and the opinion with which a paper came back.

use ratatui::text::{Line, Span};

use crate::actions::follows;
use crate::actions::next_step::at_hand_of;
use crate::domain::code::Coded as _;
use crate::domain::desk::Desk;
use crate::domain::time::Date;
use crate::domain::view::detail::CaseDetail;
use crate::domain::view::listing::ClockReading;
use crate::ui::screens::words;
use crate::ui::text;
use crate::ui::theme::{Theme, glyphs};

/// Rows of a title at most.
const TITLE_ROWS: usize = 3;

/// From top to bottom, an empty line last.
pub(super) fn lines(detail: &CaseDetail, width: u16, desk: &Desk, theme: &Theme) -> Vec<Line<'static>> {
    let case = &detail.case;
    let cells = usize::from(width).saturating_sub(4);
    let title = text::wrap(&format!("{}  {}", case.case_no, case.title.text()), cells);
    let mut lines: Vec<Line<'static>> =
        title.into_iter().take(TITLE_ROWS).map(|row| Line::styled(format!("  {row}"), theme.title)).collect();
    lines.extend(stages(detail, width, theme));
    lines.push(next(detail, width, desk, theme));
    if let Some(returned) = case.returned() {
        let told = words::returned(returned, &desk.org);
        lines.extend(
            text::wrap(&told, cells).into_iter().map(|row| Line::styled(format!("  {row}"), theme.warn)),
        );
    }
    let today = desk.settings.limit_day(desk.now);
    if let Some(told) = detail.safe_told(today, &desk.org).filter(|_| is_pressing(detail, today)) {
        lines.push(Line::styled(format!("  {}", text::fit(&told, cells)), theme.warn));
    }
    if case.is_key_matter() {
        let flags: Vec<&str> = case.key_matters.iter().map(|flag| flag.label()).collect();
        lines.push(Line::styled(format!("  重点：{}", flags.join("、")), theme.warn));
    }
    lines.push(Line::default());
    lines
}

fn is_pressing(detail: &CaseDetail, today: Date) -> bool {
    detail.safe.is_some_and(|safe| safe.is_pressing(today))
}

/// The loop with the limit that runs at its right; further limits of now stand below.
fn stages(detail: &CaseDetail, width: u16, theme: &Theme) -> Vec<Line<'static>> {
    let mut strip = words::stage_strip(detail.case.stage, theme);
    let readings = clocks_of_now(detail);
    let told = |reading: &ClockReading| {
        let day = reading.clock.due_on.to_string();
        let day = day.split_once('-').map_or(day.clone(), |(_, day)| day.to_owned());
        let name = reading.clock.label().trim_end_matches("时限").to_owned();
        let phrase = words::clock_phrase(reading).replacen(reading.clock.label(), &name, 1);
        let day = if reading.clock.is_running() { format!("（{day}）") } else { String::new() };
        Span::styled(format!("{phrase}{day}"), words::level_style(reading, theme))
    };
    let mut rest = readings.iter();
    if let Some(first) = rest.clone().next().map(|reading| told(reading)) {
        let used: usize = strip.spans.iter().map(|span| text::width(&span.content)).sum();
        let room = usize::from(width).saturating_sub(used + 2);
        if text::width(&first.content) <= room {
            let gap = room - text::width(&first.content);
            strip.spans.extend([Span::raw(" ".repeat(gap + 1)), first]);
            rest.next();
        }
    }
    let mut lines = vec![strip];
    let others: Vec<Span<'static>> = rest.flat_map(|reading| [Span::raw("  "), told(reading)]).collect();
    if !others.is_empty() {
        lines.push(Line::from(others));
    }
    lines
}

/// What comes next, and whose it is.
fn next(detail: &CaseDetail, width: u16, desk: &Desk, theme: &Theme) -> Line<'static> {
    let case = &detail.case;
    let Some(act) = at_hand_of(case, &desk.context()) else {
        return Line::styled(format!("  {}", case.stage.waiting_for()), theme.plain);
    };
    let is_mine = act.allowed(case, &desk.context()).is_ok();
    let (words, how) = if is_mine {
        (format!("{} 下一步：{}（您来办）", glyphs::POINTER, act.label()), "Enter 开始  a 其他  ] 下一件")
    } else {
        (format!("  {}", follows::next(case, &desk.org).unwrap_or_default()), "a 其他  ] 下一件")
    };
    let room = usize::from(width).saturating_sub(text::width(how) + 2);
    let style = if is_mine { theme.title } else { theme.plain };
    Line::from(vec![
        Span::styled(format!(" {}", text::pad(&words, room)), style),
        Span::styled(how, theme.label),
    ])
}

/// The running clocks first, then those of the newest turn: what earlier units needed stands on the page of clocks.
fn clocks_of_now(detail: &CaseDetail) -> Vec<&ClockReading> {
    let newest = detail.clocks.iter().map(|reading| reading.clock.turn).max();
    let mut shown: Vec<&ClockReading> = detail
        .clocks
        .iter()
        .filter(|reading| reading.clock.is_running() || Some(reading.clock.turn) == newest)
        .collect();
    shown.sort_by_key(|reading| !reading.clock.is_running());
    shown
}
