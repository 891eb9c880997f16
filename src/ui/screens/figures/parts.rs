//! A page of parts: the figure in hand by unit, village, month, each part with its numbers and a bar as long as what is
//! counted. The bar goes on in dots for what stands only below the line.

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::text::{Line, Span};
use ratatui::widgets::Paragraph;

use super::whole::ruled;
use super::{Figures, words};
use crate::domain::code::Coded as _;
use crate::domain::figures::compared::Compared;
use crate::domain::figures::figure::{FigureName, Shape};
use crate::domain::figures::grouping::By;
use crate::domain::figures::report::{FEW, Figure, Report, percent};
use crate::ui::text;
use crate::ui::theme::{Theme, glyphs};
use crate::ui::widgets::table::{Column, Table, TableRow, first_shown};

const TABLE: Table<'static> = Table {
    inset: 0,
    marks: 1,
    columns: &[
        Column::need(24).titled("部分").gap(2),
        Column::need(12).titled("数").gap(2),
        Column::need(7).titled("占比").gap(2),
        Column::rest(1, 8).gap(0),
    ],
};
/// Cells that the other columns take at most; the bar has what is left, and no more than this.
const BESIDE_BAR: usize = 52;
const LONGEST_BAR: usize = 50;
const FOOT_LINES: u16 = 2;

/// The figure in hand of the whole and of each part, the whole first. Parts that have nothing of it are left out; months
/// are not, because a gap among them would be read over.
pub fn of(name: FigureName, report: &Report) -> Vec<&Figure> {
    let parts = report.parts().into_iter().filter_map(|part| report.figure_of(name, part));
    let is_told = |figure: &&Figure| {
        report.by == Some(By::Month) || figure.numerator > 0 || figure.denominator.is_some_and(|of| of > 0)
    };
    report.figure(name).into_iter().chain(parts.filter(is_told)).collect()
}

impl Figures {
    pub(super) fn draw_parts(
        &mut self,
        frame: &mut Frame<'_>,
        area: Rect,
        figures: &Compared,
        theme: &Theme,
    ) {
        let Some(name) = FigureName::ALL.get(self.figure).copied() else { return };
        let [head, heads, list, foot] = Layout::vertical([
            Constraint::Length(1),
            Constraint::Length(1),
            Constraint::Min(1),
            Constraint::Length(FOOT_LINES.min(area.height.saturating_sub(3))),
        ])
        .areas(area);
        let in_hand = Line::from(vec![
            Span::styled(format!(" {}", name.label()), theme.title),
            Span::styled("   左右键换指标", theme.dim),
        ]);
        frame.render_widget(in_hand, head);
        self.height = usize::from(list.height).max(1);
        let all = of(name, &figures.report);
        let longest = all.iter().skip(1).map(|figure| length(figure).1).fold(0.0, f64::max);
        let width = usize::from(list.width);
        let cells = width.saturating_sub(BESIDE_BAR).clamp(8, LONGEST_BAR);
        let first = first_shown(self.part, self.height);
        let rows: Vec<TableRow> = all
            .iter()
            .enumerate()
            .skip(first)
            .take(self.height)
            .map(|(place, figure)| {
                let scale = (place > 0).then_some((longest, cells));
                row(figure, share(figure, figures), scale, theme)
            })
            .collect();
        frame.render_widget(TABLE.heading(width, &rows, theme.label), heads);
        let lines = TABLE.lines(width, &rows, Some(self.part.saturating_sub(first)), theme.selected);
        frame.render_widget(Paragraph::new(lines), list);
        let Some(figure) = all.get(self.part) else { return };
        let told = format!("{} {} {}", figure.part.label, name.label(), words::whole(figure));
        let width = usize::from(foot.width);
        let lines = vec![
            ruled(&told, "", width, theme),
            Line::styled(format!(" {}", text::fit(name.meaning(), width.saturating_sub(2))), theme.plain),
        ];
        frame.render_widget(Paragraph::new(lines), foot);
    }
}

/// A part; the whole has no bar, beside it every part would look small.
fn row(figure: &Figure, share: String, scale: Option<(f64, usize)>, theme: &Theme) -> TableRow {
    let is_blame = words::is_blame(figure);
    let style = if is_blame { theme.warn } else { theme.plain };
    let bar = scale.map_or_else(String::new, |(longest, cells)| bar(figure, longest, cells));
    let cells = vec![
        (figure.part.label.clone(), theme.plain),
        (words::fraction(figure), style),
        (share, style),
        (bar, theme.plain),
    ];
    let mark = if is_blame { glyphs::ALARM } else { " " };
    TableRow { marks: (mark.to_owned(), theme.warn), cells, style: theme.plain }
}

/// The rate of the part; where it is a number, how much it is of the whole. Months are no parts of a whole: what goes on
/// is counted in each of them.
fn share(figure: &Figure, figures: &Compared) -> String {
    if figure.name.shape() != Shape::Count || figures.asked.by == Some(By::Month) {
        return figure.percent().unwrap_or_default();
    }
    let whole = figures.report.figure(figure.name).map_or(0, |whole| whole.numerator);
    if whole < FEW { String::new() } else { percent(figure.numerator, whole) }
}

/// How much is counted, and how much with what stands only below the line.
fn length(figure: &Figure) -> (f64, f64) {
    let above = f64::from(figure.numerator);
    match figure.name.shape() {
        Shape::Count => (above, above),
        Shape::Rate | Shape::Blame => (above, f64::from(figure.denominator.unwrap_or(0))),
        Shape::Days => {
            let median = figure.days.map_or(0.0, |days| days.median);
            (median, median)
        }
    }
}

fn bar(figure: &Figure, longest: f64, cells: usize) -> String {
    let (above, all) = length(figure);
    // Whatever is there takes a cell at least.
    let taken = |value: f64| {
        let share = if longest > 0.0 { value / longest } else { 0.0 };
        (1..=cells)
            .take_while(|cell| {
                value > 0.0 && (*cell == 1 || share * as_float(cells) + 0.5 >= as_float(*cell))
            })
            .count()
    };
    let (full, whole) = (taken(above), taken(all));
    format!("{}{}", glyphs::FULL.repeat(full), glyphs::REST.repeat(whole.saturating_sub(full)))
}

/// Cells of a screen are few.
fn as_float(cells: usize) -> f64 {
    f64::from(u16::try_from(cells).unwrap_or(u16::MAX))
}
