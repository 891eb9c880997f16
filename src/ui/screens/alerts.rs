//! Alerts nobody has acknowledged yet: which case, which limit, when it ends.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use ratatui::widgets::Paragraph;

use super::places::Place;
use super::{Around, Call, Go, Screen};
use crate::domain::code::Coded as _;
use crate::domain::view::listing::Alert;
use crate::domain::words::ClockLevel;
use crate::ui::keys::{Do, Scope};
use crate::ui::message::{Effect, ListEffect};
use crate::ui::text;
use crate::ui::theme::Theme;

pub static PLACE: Place =
    Place::screen("时限提醒", "查看和确认提醒", |_, _| Ok(Box::new(AlertList::default())));

/// The list; the alerts themselves belong to the router, which is told of new ones.
#[derive(Default)]
pub struct AlertList {
    selected: usize,
}

impl Screen for AlertList {
    fn scope(&self) -> Scope {
        Scope::Alerts
    }

    #[expect(clippy::wildcard_enum_match_arm, reason = "a screen answers to its own keys only")]
    fn does(&mut self, what: Do, around: &Around) -> Vec<Call> {
        let alerts = &around.alerts;
        let last = alerts.len().saturating_sub(1);
        self.selected = self.selected.min(last);
        match what {
            Do::Down => self.selected = (self.selected + 1).min(last),
            Do::Up => self.selected = self.selected.saturating_sub(1),
            Do::Top => self.selected = 0,
            Do::Bottom => self.selected = last,
            Do::Back => return vec![Call::Leave],
            Do::Open => {
                return alerts
                    .get(self.selected)
                    .map(|alert| Call::Go(Go::Case(alert.case_id)))
                    .into_iter()
                    .collect();
            }
            Do::Mark => {
                let seen = alerts.get(self.selected);
                return seen
                    .map(|alert| Call::Ask(Effect::Lists(ListEffect::AcknowledgeAlert(alert.id))))
                    .into_iter()
                    .collect();
            }
            _ => {}
        }
        Vec::new()
    }

    fn draw(&mut self, frame: &mut Frame<'_>, area: Rect, around: &Around) {
        let (alerts, theme) = (&around.alerts, &around.theme);
        let mut lines = vec![Line::styled("  时限提醒", theme.title), Line::default()];
        if alerts.is_empty() {
            lines.push(Line::styled("  没有未读的提醒。", theme.dim));
        }
        let height = usize::from(area.height).saturating_sub(lines.len()).max(1);
        let selected = self.selected.min(alerts.len().saturating_sub(1));
        let first = (selected + 1).saturating_sub(height);
        let room = usize::from(area.width).saturating_sub(60);
        let shown = alerts.iter().enumerate().skip(first).take(height);
        lines.extend(shown.map(|(index, alert)| alert_line(alert, index == selected, room, theme)));
        frame.render_widget(Paragraph::new(lines), area);
    }
}

fn alert_line(alert: &Alert, is_selected: bool, room: usize, theme: &Theme) -> Line<'static> {
    let (mark, style) = match alert.level.clock_level() {
        ClockLevel::Overdue => ("!", theme.bad),
        ClockLevel::DueToday => ("!", theme.warn),
        ClockLevel::Approaching | ClockLevel::Ok => (" ", theme.plain),
    };
    let line = Line::from(vec![
        Span::raw(if is_selected { "> " } else { "  " }),
        Span::styled(format!("{mark} {}", text::pad(alert.level.label(), 10)), style),
        Span::raw(text::pad(&alert.case_no, 11)),
        Span::raw(text::pad(&alert.title, room.max(10))),
        Span::raw(format!("  {}", text::pad(alert.clock.label(), 14))),
        Span::styled(format!("{}到期", alert.due_on), theme.dim),
    ]);
    if is_selected { line.style(theme.selected) } else { line }
}
