//! 研判会: the meetings, the newest first. Enter opens one; a new one is prepared in a form.

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::text::Line;
use ratatui::widgets::Paragraph;

use super::page::Writer;
use super::places::{Pane, Place};
use super::{Around, Call, Go, INBOX, Screen, Told};
use crate::domain::code::Coded as _;
use crate::domain::view::meeting::MeetingRow;
use crate::ui::keys::{Do, Scope};
use crate::ui::message::{Effect, MeetingEffect, MeetingMessage, Message};
use crate::ui::theme::Theme;
use crate::ui::widgets::table::{Column, Table, TableRow, first_shown};

pub static PLACE: Place = Place::pane(
    "研判会",
    "准备、开会、确认、会议记录",
    |_, _| Ok(Box::new(Meetings::default())),
    Pane { digit: 4, badge: |_| None, is_alarm: false },
);

/// Number, time, how far it has come, how many cases, name and place.
const TABLE: Table<'static> = Table {
    inset: 0,
    marks: 1,
    columns: &[
        Column::fixed(6).gap(1),
        Column::fixed(17).gap(1),
        Column::fixed(12).gap(1),
        Column::fixed(6).gap(1),
        Column::rest(1, 0).gap(0),
    ],
};

#[derive(Default)]
pub struct Meetings {
    rows: Option<Vec<MeetingRow>>,
    selected: usize,
    height: usize,
}

impl Meetings {
    fn move_by(&mut self, rows: isize) {
        let last = self.rows.as_ref().map_or(0, Vec::len).saturating_sub(1);
        self.selected = self.selected.saturating_add_signed(rows).min(last);
    }
}

impl Screen for Meetings {
    fn scope(&self) -> Scope {
        Scope::Meetings
    }

    #[expect(clippy::wildcard_enum_match_arm, reason = "a screen answers to its own keys only")]
    fn does(&mut self, what: Do, _around: &Around) -> Vec<Call> {
        if let Some(rows) = what.rows(self.height) {
            self.move_by(rows);
            return Vec::new();
        }
        match what {
            Do::Open => {
                let row = self.rows.as_ref().and_then(|rows| rows.get(self.selected));
                return row.map(|row| Call::Go(Go::Meeting(row.id))).into_iter().collect();
            }
            Do::Register => return vec![Call::Go(Go::PrepareMeeting(Vec::new()))],
            Do::Back => return vec![Call::Go(Go::To(&INBOX))],
            _ => {}
        }
        Vec::new()
    }

    fn hear(&mut self, told: Told<'_>, _around: &Around) -> Vec<Call> {
        match told {
            Told::Opened
            | Told::Changed
            | Told::Message(Message::Meeting(MeetingMessage::Performed { .. })) => {
                vec![Call::Ask(Effect::Meeting(MeetingEffect::List))]
            }
            Told::Message(Message::Meeting(MeetingMessage::List(rows))) => {
                self.rows = Some(rows.clone());
                self.move_by(0);
                Vec::new()
            }
            Told::Message(_)
            | Told::Masked
            | Told::Filter(..)
            | Told::Next(_)
            | Told::Back(_)
            | Told::Leaving => Vec::new(),
        }
    }

    fn draw(&mut self, frame: &mut Frame<'_>, area: Rect, around: &Around) {
        let theme = &around.theme;
        let [head, list] = Layout::vertical([Constraint::Length(2), Constraint::Min(1)]).areas(area);
        frame.render_widget(Line::styled("  研判会", theme.title), head);
        self.height = usize::from(list.height).max(1);
        let Some(rows) = &self.rows else {
            frame.render_widget(Line::styled("  正在读取…", theme.dim), list);
            return;
        };
        if rows.is_empty() {
            let mut page = Writer::new(list.width, theme);
            page.dim("还没有研判会。按 r 准备一次：定时间、地点、人员，议题自动列出等研判的投诉。");
            frame.render_widget(Paragraph::new(page.finish()), list);
            return;
        }
        let first = first_shown(self.selected, self.height);
        let shown: Vec<TableRow> =
            rows.iter().skip(first).take(self.height).map(|row| line(row, theme)).collect();
        let lines = TABLE.lines(list.width.into(), &shown, Some(self.selected - first), theme.selected);
        frame.render_widget(Paragraph::new(lines), list);
    }
}

fn line(row: &MeetingRow, theme: &Theme) -> TableRow {
    let cells = [
        row.code.clone(),
        row.at.minute(),
        row.state.label().to_owned(),
        format!("{}件", row.cases),
        format!("{}（{}）", row.name, row.place),
    ];
    TableRow::of(cells.into_iter().map(|text| (text, theme.plain)).collect())
}
