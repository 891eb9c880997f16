//! The page of the whole: every figure in its section with what it is held against and its last twelve months; under them
//! what is known of the selected one.

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::text::Line;
use ratatui::widgets::Paragraph;

use super::{Figures, words};
use crate::domain::code::Coded as _;
use crate::domain::figures::compared::Compared;
use crate::domain::figures::figure::{FigureName, Section};
use crate::domain::figures::report::Figure;
use crate::domain::time::{Date, month_day};
use crate::ui::text;
use crate::ui::theme::{Theme, glyphs};
use crate::ui::widgets::table::{Column, Table, TableRow, first_shown};

const TABLE: Table<'static> = Table {
    inset: 0,
    marks: 1,
    columns: &[
        Column::need(22).titled("指标").gap(2),
        Column::need(16).titled("本期").gap(2),
        Column::need(18).titled("环比（上期）").gap(2),
        Column::need(18).titled("同比（上年）").gap(2),
        Column::need(12).titled("近12月").gap(0),
    ],
};
/// Lines under the list: the rule with the name, what is counted, the months and their values.
const FOOT_LINES: u16 = 4;
/// Cells of a month under the list.
const MONTH: usize = 6;

/// A line of the list.
#[derive(Clone, Copy)]
enum Shown {
    Heading(Section),
    /// By its place among all figures.
    Figure(usize, FigureName),
}

fn lines() -> Vec<Shown> {
    let mut lines = Vec::new();
    let mut section = None;
    for (place, name) in FigureName::ALL.iter().enumerate() {
        if section != Some(name.section()) {
            section = Some(name.section());
            lines.push(Shown::Heading(name.section()));
        }
        lines.push(Shown::Figure(place, *name));
    }
    lines
}

impl Figures {
    pub(super) fn draw_whole(
        &mut self,
        frame: &mut Frame<'_>,
        area: Rect,
        figures: &Compared,
        theme: &Theme,
    ) {
        let [heads, list, foot] = Layout::vertical([
            Constraint::Length(1),
            Constraint::Min(1),
            Constraint::Length(FOOT_LINES.min(area.height.saturating_sub(2))),
        ])
        .areas(area);
        self.height = usize::from(list.height).max(1);
        let all = lines();
        let at = all.iter().position(|line| matches!(line, Shown::Figure(place, _) if *place == self.figure));
        let first = first_shown(at.unwrap_or(0), self.height);
        let shown: Vec<Shown> = all.into_iter().skip(first).take(self.height).collect();
        let rows: Vec<TableRow> = shown
            .iter()
            .filter_map(|line| match line {
                Shown::Heading(_) => None,
                Shown::Figure(place, name) => Some(self.row(*place, *name, figures, theme)),
            })
            .collect();
        let listed = shown.iter().filter_map(|line| match line {
            Shown::Heading(_) => None,
            Shown::Figure(place, _) => Some(*place),
        });
        let selected = listed.into_iter().position(|place| place == self.figure);
        let width = usize::from(list.width);
        frame.render_widget(TABLE.heading(width, &rows, theme.label), heads);
        let mut drawn = TABLE.lines(width, &rows, selected, theme.selected).into_iter();
        let drawn: Vec<Line<'static>> = shown
            .iter()
            .filter_map(|line| match line {
                Shown::Heading(section) => Some(Line::styled(format!(" {}", section.label()), theme.title)),
                Shown::Figure(..) => drawn.next(),
            })
            .collect();
        frame.render_widget(Paragraph::new(drawn), list);
        frame.render_widget(Paragraph::new(self.foot(figures, usize::from(foot.width), theme)), foot);
    }

    fn row(&self, place: usize, name: FigureName, figures: &Compared, theme: &Theme) -> TableRow {
        let figure = figures.report.figure(name);
        let value = figure.map_or_else(String::new, words::value);
        let beside =
            |base: Option<&Figure>| figure.map_or_else(String::new, |figure| words::beside(figure, base));
        let is_blame = figure.is_some_and(words::is_blame);
        let style = if is_blame { theme.warn } else { theme.plain };
        let cells = vec![
            (name.label().to_owned(), theme.plain),
            (value, style),
            (beside(figures.before.figure(name)), theme.plain),
            (beside(figures.year_ago.figure(name)), theme.plain),
            (self.marks.get(place).cloned().unwrap_or_default(), theme.plain),
        ];
        let mark = if is_blame { glyphs::ALARM } else { " " };
        TableRow { marks: (mark.to_owned(), theme.warn), cells, style: theme.plain }
    }

    /// What is known of the selected figure.
    fn foot(&self, figures: &Compared, width: usize, theme: &Theme) -> Vec<Line<'static>> {
        let Some(name) = FigureName::ALL.get(self.figure).copied() else { return Vec::new() };
        let Some(figure) = figures.report.figure(name) else { return Vec::new() };
        let today = figures.report.as_of.date();
        let asked = figures.asked;
        let days = |(from, to): (Date, Date)| format!("{from}至{}", month_day(to));
        let beside = format!(
            " 环比{} 同比{} ",
            days(asked.days_beside(asked.period.before(), today)),
            days(asked.days_beside(asked.period.year_before(), today))
        );
        let months = words::months(name, &figures.months);
        let labels = months.iter().map(|(month, _)| text::pad_left(&format!("{}月", month.month()), MONTH));
        let values = months.iter().map(|(_, figure)| text::pad_left(&words::of_month(figure), MONTH));
        vec![
            ruled(&format!("{} {}", name.label(), words::whole(figure)), &beside, width, theme),
            Line::styled(format!(" {}", text::fit(name.meaning(), width.saturating_sub(2))), theme.plain),
            Line::styled(format!("  {}", labels.collect::<String>()), theme.label),
            Line::styled(format!("  {}", values.collect::<String>()), theme.plain),
        ]
    }
}

/// A rule with words in it, and others at its right where they fit.
pub(super) fn ruled(left: &str, right: &str, width: usize, theme: &Theme) -> Line<'static> {
    let left = format!("{} {} ", glyphs::rule(1), text::fit(left, width.saturating_sub(4)));
    let room = width.saturating_sub(text::width(&left));
    let right = if text::width(right) < room { right } else { "" };
    let between = glyphs::rule(room.saturating_sub(text::width(right)));
    Line::styled(format!("{left}{between}{right}"), theme.dim)
}
