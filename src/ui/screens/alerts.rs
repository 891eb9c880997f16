//! Alerts nobody has acknowledged yet: which case, which limit, when it ends.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;
use ratatui::widgets::Paragraph;

use super::places::Place;
use super::{Around, Call, Go, Screen};
use crate::domain::code::Coded as _;
use crate::domain::view::listing::Alert;
use crate::domain::words::ClockLevel;
use crate::ui::keys::{Do, Scope};
use crate::ui::message::{Effect, ListEffect};
use crate::ui::theme::Theme;
use crate::ui::widgets::table::{Column, Table, TableRow, first_shown};

const TABLE: Table<'static> = Table {
    inset: 0,
    marks: 1,
    columns: &[
        Column::fixed(12).gap(0),
        Column::fixed(11).gap(0),
        Column::rest(1, 10).gap(2),
        Column::fixed(14).gap(0),
        Column::fixed(14).gap(5),
    ],
};

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
        let first = first_shown(selected, height);
        let rows: Vec<TableRow> =
            alerts.iter().skip(first).take(height).map(|alert| alert_row(alert, theme)).collect();
        lines.extend(TABLE.lines(area.width.into(), &rows, Some(selected - first), theme.selected));
        frame.render_widget(Paragraph::new(lines), area);
    }
}

fn alert_row(alert: &Alert, theme: &Theme) -> TableRow {
    let (mark, style) = match alert.level.clock_level() {
        ClockLevel::Overdue => ("!", theme.bad),
        ClockLevel::DueToday => ("!", theme.today),
        ClockLevel::Approaching | ClockLevel::Ok => (" ", theme.plain),
    };
    TableRow::of(vec![
        (format!("{mark} {}", alert.level.label()), style),
        (alert.case_no.clone(), theme.plain),
        (alert.title.clone(), theme.plain),
        (alert.clock.label().to_owned(), theme.plain),
        (format!("{}到期", alert.due_on), theme.dim),
    ])
}
