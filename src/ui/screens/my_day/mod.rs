//! 我今天办了什么: one's own acts of a day in one list, for the diary and for whoever takes over.

#[cfg(test)]
mod tests;

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::style::Style;
use ratatui::text::Line;
use ratatui::widgets::Paragraph;

use super::page::Writer;
use super::places::Place;
use super::{Around, Call, Go, Screen, Told, words};
use crate::actions;
use crate::domain::desk::Desk;
use crate::domain::time::{Date, month_day, weekday_label};
use crate::domain::view::my_day::DoneLine;
use crate::ui::keys::{Do, Scope};
use crate::ui::message::{Effect, ListEffect, ListMessage, Message};
use crate::ui::theme::Theme;
use crate::ui::widgets::table::{Column, Table, TableRow, first_shown};
use crate::ui::widgets::toast::{Toast, Tone};

pub static PLACE: Place =
    Place::screen("我今天办了什么", "自己一天里办过的，写日志、交接用", |_, _| {
        Ok(Box::new(MyDay::default()))
    })
    .by(Scope::Global, Do::MyDay);

const TABLE: Table<'static> = Table {
    inset: 0,
    marks: 1,
    columns: &[
        Column::fixed(5).titled("时间"),
        Column::need(12).titled("编号"),
        Column::fill(2).titled("事项"),
        Column::fill(3).titled("办了什么").gap(0),
    ],
};

/// Lines at the bottom that say all of the selected act.
const MEANING_LINES: u16 = 5;

/// The list of a day; today's until another is asked for.
#[derive(Default)]
pub struct MyDay {
    day: Option<Date>,
    lines: Option<Vec<DoneLine>>,
    selected: usize,
    height: usize,
}

impl MyDay {
    fn day(&self, desk: &Desk) -> Date {
        self.day.unwrap_or_else(|| desk.today())
    }

    fn ask(&self, desk: &Desk) -> Vec<Call> {
        vec![Call::Ask(Effect::Lists(ListEffect::MyDay(self.day(desk))))]
    }

    /// Another day, none of them after today.
    fn turn(&mut self, desk: &Desk, other: impl Fn(Date) -> Option<Date>) -> Vec<Call> {
        let Some(day) = other(self.day(desk)).filter(|day| *day <= desk.today()) else {
            return vec![Call::Say(Toast::new(Tone::Told, "已经是今天了。"))];
        };
        self.day = (day != desk.today()).then_some(day);
        (self.lines, self.selected) = (None, 0);
        self.ask(desk)
    }

    fn at(&self) -> Option<&DoneLine> {
        self.lines.as_ref()?.get(self.selected)
    }

    fn move_by(&mut self, rows: isize) {
        let last = self.lines.as_ref().map_or(0, Vec::len).saturating_sub(1);
        self.selected = self.selected.saturating_add_signed(rows).min(last);
    }

    /// Takes the selected act back by its own reverse, or says what to do instead.
    fn undo(&self) -> Vec<Call> {
        let Some(line) = self.at() else { return Vec::new() };
        let act = actions::find(&line.action).ok();
        match (&line.case, act.and_then(actions::Act::reverse)) {
            (Some((id, _, _)), Some(reverse)) if line.can_be_undone => {
                vec![Call::Go(Go::ActOn(*id, reverse))]
            }
            (Some((_, number, _)), _) => {
                let instead = act.and_then(|act| act.on_case().ok()).map_or("", |on| on.instead);
                let words =
                    format!("“{}”（{number}）不能直接撤销：{instead}。", words::action_label(&line.action));
                vec![Call::Say(Toast::new(Tone::Told, words))]
            }
            (None, _) => {
                vec![Call::Say(Toast::new(Tone::Told, "对全镇办的不能撤销，要改的在“设置”里再办一次。"))]
            }
        }
    }

    fn meaning(&self, width: u16, theme: &Theme) -> Vec<Line<'static>> {
        let mut page = Writer::new(width, theme);
        if let Some(line) = self.at() {
            if let Some((_, number, title)) = &line.case {
                page.dim(&format!("{number}  {title}"));
            }
            page.prose(&told(line));
            if line.can_be_undone {
                page.dim("按 u 撤销这一项");
            }
        }
        page.finish()
    }
}

/// The act, and what was recorded by it where that says more.
fn told(line: &DoneLine) -> String {
    let label = words::action_label(&line.action);
    match (label.is_empty(), line.words.is_empty()) {
        (true, true) => line.action.clone(),
        (true, false) => line.words.clone(),
        (false, true) => label.to_owned(),
        (false, false) if line.words.starts_with(label) => line.words.clone(),
        (false, false) => format!("{label}：{}", line.words),
    }
}

impl Screen for MyDay {
    fn scope(&self) -> Scope {
        Scope::MyDay
    }

    #[expect(clippy::wildcard_enum_match_arm, reason = "a screen answers to its own keys only")]
    fn does(&mut self, what: Do, around: &Around) -> Vec<Call> {
        let Some(desk) = &around.desk else { return Vec::new() };
        if let Some(rows) = what.rows(self.height) {
            self.move_by(rows);
            return Vec::new();
        }
        match what {
            Do::PreviousPart => return self.turn(desk, Date::yesterday),
            Do::NextPart => return self.turn(desk, Date::tomorrow),
            Do::Undo => return self.undo(),
            Do::Open => {
                let case = self.at().and_then(|line| line.case.as_ref());
                return case.map(|(id, _, _)| Call::Go(Go::Case(*id))).into_iter().collect();
            }
            Do::Back => return vec![Call::Leave],
            _ => {}
        }
        Vec::new()
    }

    fn hear(&mut self, told: Told<'_>, around: &Around) -> Vec<Call> {
        match told {
            Told::Opened | Told::Changed => around.desk.as_ref().map_or_else(Vec::new, |desk| self.ask(desk)),
            Told::Message(Message::Lists(ListMessage::MyDay(day, lines))) => {
                if around.desk.as_ref().is_some_and(|desk| self.day(desk) == *day) {
                    self.lines = Some(lines.clone());
                    self.move_by(0);
                }
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
        let Some(desk) = &around.desk else { return };
        let day = self.day(desk);
        let [title, head, body, foot] = Layout::vertical([
            Constraint::Length(2),
            Constraint::Length(1),
            Constraint::Min(1),
            Constraint::Length(MEANING_LINES.min(area.height / 3)),
        ])
        .areas(area);
        let today = if day == desk.today() { "（今天）" } else { "" };
        let count = self.lines.as_ref().map_or_else(String::new, |lines| format!("   办了{}项", lines.len()));
        let words = format!("  {} {} {}{today}{count}", desk.actor.name, day, weekday_label(day));
        frame.render_widget(Line::styled(words, theme.title), title);
        let Some(lines) = &self.lines else {
            frame.render_widget(Line::styled("  正在读取…", theme.dim), head);
            return;
        };
        if lines.is_empty() {
            let words = format!("  {}没有办过什么。按 [ 看前一天。", month_day(day));
            frame.render_widget(Line::styled(words, theme.plain), head);
            return;
        }
        self.height = usize::from(body.height).max(1);
        let rows: Vec<TableRow> = lines.iter().map(|line| row(line, desk)).collect();
        let cells = usize::from(body.width);
        frame.render_widget(Paragraph::new(TABLE.heading(cells, &rows, theme.label)), head);
        let first = first_shown(self.selected, self.height);
        let shown = TABLE.lines(cells, &rows, Some(self.selected), theme.selected);
        let shown: Vec<Line<'static>> = shown.into_iter().skip(first).take(self.height).collect();
        frame.render_widget(Paragraph::new(shown), body);
        frame.render_widget(Paragraph::new(self.meaning(foot.width, theme)), foot);
    }
}

fn row(line: &DoneLine, desk: &Desk) -> TableRow {
    let at = line.at.minute();
    let time = at.split_once(' ').map_or(at.as_str(), |(_, time)| time).to_owned();
    let (number, title) = line.case.as_ref().map_or_else(
        || ("-".to_owned(), "全镇".to_owned()),
        |(_, number, title)| (words::short_number(number, desk), title.clone()),
    );
    TableRow::of([time, number, title, told(line)].map(|words| (words, Style::new())).to_vec())
}
