//! Reminders in one list: papers of one's own that were returned, and limits about which nobody said yet that they know.

use std::cmp::Reverse;

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::Line;
use ratatui::widgets::Paragraph;

use super::places::Place;
use super::{Around, Call, Go, Screen, acknowledged, acknowledged_all};
use crate::domain::code::Coded as _;
use crate::domain::view::beside::DisclosureReminder;
use crate::domain::view::listing::{Alert, ListRow};
use crate::domain::words::ClockLevel;
use crate::ui::keys::{Do, Scope};
use crate::ui::theme::{Theme, glyphs};
use crate::ui::widgets::table::{Column, Table, TableRow, first_shown};
use crate::ui::widgets::toast::{Toast, Tone};

const TABLE: Table<'static> = Table {
    inset: 0,
    marks: 3,
    columns: &[
        Column::need(12),
        Column::need(12),
        Column::fill(4).gap(2),
        Column::need(20).gap(2),
        Column::need(16).gap(0),
    ],
};

pub static PLACE: Place = Place::screen("提醒", "退回的文书、到期和超期的提醒", |_, _| {
    Ok(Box::new(AlertList::default()))
});

/// The list; the reminders themselves belong to the router, which is told of new ones.
#[derive(Default)]
pub struct AlertList {
    selected: usize,
}

/// A line of the list.
enum Reminder<'a> {
    /// A paper of one's own that was returned.
    Returned(&'a ListRow),
    Due(&'a Alert),
    /// A record of disclosure that is due.
    Disclosure(&'a DisclosureReminder),
}

impl Reminder<'_> {
    /// What it is about, laid open.
    const fn opens(&self) -> Go {
        match self {
            Self::Returned(row) => Go::Case(row.id),
            Self::Due(alert) => Go::Case(alert.case_id),
            Self::Disclosure(reminder) => Go::Disclosure(reminder.disclosure),
        }
    }
}

/// What was returned first, then limits of cases: what is new since one last looked before the rest, and the worst first;
/// then records of disclosure, the worst first.
fn reminders(around: &Around) -> Vec<Reminder<'_>> {
    let mut due: Vec<&Alert> = around.alerts.iter().collect();
    due.sort_by_key(|alert| (!around.is_new(alert), Reverse(alert.level), alert.due_on, alert.id));
    let mut records: Vec<&DisclosureReminder> = around.beside.reminders.iter().collect();
    records.sort_by_key(|reminder| (Reverse(reminder.level), reminder.due_on, reminder.alert));
    let returned = around.returned.iter().map(Reminder::Returned);
    returned
        .chain(due.into_iter().map(Reminder::Due))
        .chain(records.into_iter().map(Reminder::Disclosure))
        .collect()
}

impl Screen for AlertList {
    fn scope(&self) -> Scope {
        Scope::Alerts
    }

    #[expect(clippy::wildcard_enum_match_arm, reason = "a screen answers to its own keys only")]
    fn does(&mut self, what: Do, around: &Around) -> Vec<Call> {
        let reminders = reminders(around);
        let last = reminders.len().saturating_sub(1);
        self.selected = self.selected.min(last);
        match what {
            Do::Down => self.selected = (self.selected + 1).min(last),
            Do::Up => self.selected = self.selected.saturating_sub(1),
            Do::Top => self.selected = 0,
            Do::Bottom => self.selected = last,
            Do::Back => return vec![Call::Leave],
            Do::Open => {
                let selected = reminders.get(self.selected);
                return selected.map(|reminder| Call::Go(reminder.opens())).into_iter().collect();
            }
            Do::Mark => {
                return match reminders.get(self.selected) {
                    Some(Reminder::Due(alert)) => acknowledged(vec![alert.id], Vec::new()),
                    Some(Reminder::Disclosure(reminder)) => acknowledged(Vec::new(), vec![reminder.alert]),
                    Some(Reminder::Returned(_)) => vec![Call::Say(Toast::new(
                        Tone::Told,
                        "退回的要改好重新送审，这一条才会去掉；按 Enter 打开。",
                    ))],
                    None => Vec::new(),
                };
            }
            Do::MarkAll => return acknowledged_all(around),
            _ => {}
        }
        Vec::new()
    }

    fn draw(&mut self, frame: &mut Frame<'_>, area: Rect, around: &Around) {
        let theme = &around.theme;
        let reminders = reminders(around);
        let fresh = around.alerts.iter().filter(|alert| around.is_new(alert)).count();
        let counted = |label: &str, count: usize| {
            if count == 0 { String::new() } else { format!("   {label} {count}") }
        };
        let has_some = !around.alerts.is_empty() || !around.beside.reminders.is_empty();
        let all = if has_some { "   x 全部知晓" } else { "" };
        let head = format!(
            "  提醒 {}{}{}{}{all}",
            reminders.len(),
            counted("退回", around.returned.len()),
            counted("公示", around.beside.reminders.len()),
            counted("新的", fresh)
        );
        let mut lines = vec![Line::styled(head, theme.title), Line::default()];
        if reminders.is_empty() {
            lines.push(Line::styled("  没有未读的提醒。", theme.dim));
        }
        let height = usize::from(area.height).saturating_sub(lines.len()).max(1);
        let selected = self.selected.min(reminders.len().saturating_sub(1));
        let first = first_shown(selected, height);
        let shown = reminders.iter().skip(first).take(height);
        let rows: Vec<TableRow> = shown.map(|reminder| row(reminder, around)).collect();
        lines.extend(TABLE.lines(area.width.into(), &rows, Some(selected - first), theme.selected));
        frame.render_widget(Paragraph::new(lines), area);
    }
}

fn row(reminder: &Reminder<'_>, around: &Around) -> TableRow {
    let theme = &around.theme;
    match reminder {
        Reminder::Due(alert) => {
            let mark = if around.is_new(alert) { "新" } else { "" };
            TableRow { marks: (mark.to_owned(), theme.accent), ..alert_row(alert, theme) }
        }
        Reminder::Disclosure(reminder) => {
            let unit = around.desk.as_ref().map_or("", |desk| desk.org.unit_name(reminder.unit));
            let (mark, style) = mark_of(reminder.level, theme);
            TableRow::of(vec![
                (format!("{mark} {}", reminder.level.label()), style),
                (reminder.code.clone(), theme.plain),
                (format!("{unit} {}", reminder.told), theme.plain),
                (format!("公示 {}", reminder.state.label()), theme.plain),
                (format!("{}到期", reminder.due_on), theme.dim),
            ])
        }
        Reminder::Returned(case) => {
            let what = case.returned.map_or_else(String::new, |(document, person)| {
                let name = around.desk.as_ref().map_or("", |desk| desk.org.person_name(person));
                format!("{name}退回{}", document.label())
            });
            TableRow::of(vec![
                ("  退回".to_owned(), theme.warn),
                (case.case_no.clone(), theme.plain),
                (case.title.clone(), theme.plain),
                (what, theme.plain),
                ("改后重新送审".to_owned(), theme.dim),
            ])
        }
    }
}

const fn mark_of(level: ClockLevel, theme: &Theme) -> (&'static str, Style) {
    match level {
        ClockLevel::Overdue => (glyphs::ALARM, theme.bad),
        ClockLevel::DueToday => (glyphs::ALARM, theme.today),
        ClockLevel::Approaching | ClockLevel::Ok => (" ", theme.plain),
    }
}

fn alert_row(alert: &Alert, theme: &Theme) -> TableRow {
    let (mark, style) = mark_of(alert.level.clock_level(), theme);
    TableRow::of(vec![
        (format!("{mark} {}", alert.level.label()), style),
        (alert.case_no.clone(), theme.plain),
        (alert.title.clone(), theme.plain),
        (alert.clock.label().to_owned(), theme.plain),
        (format!("{}到期", alert.due_on), theme.dim),
    ])
}
