//! How the pane looks: which part is open and how much waits, then the grid with the records of the selected cell under
//! it, the list of records, or the list of matters.

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::text::{Line, Span};
use ratatui::widgets::{Clear, Paragraph};

use super::standing::Drawn;
use super::{Asking, Disclosures, Narrowed, Part, grid, matters, records};
use crate::domain::code::Coded as _;
use crate::domain::desk::Desk;
use crate::domain::view::disclosure::{DisclosurePane, DisclosureRow};
use crate::ui::screens::inset;
use crate::ui::screens::page::Writer;
use crate::ui::text;
use crate::ui::theme::{Theme, glyphs};
use crate::ui::widgets::table::{Table, TableRow, first_shown};

/// Lines of an open pick list.
const PICKER_LINES: u16 = 10;
/// Lines under the grid for the records of the selected cell, the rule over them among them.
const CELL_LINES: u16 = 6;

impl Disclosures {
    pub(super) fn draw_pane(&mut self, frame: &mut Frame<'_>, area: Rect, desk: &Desk, theme: &Theme) {
        let [head, body] = Layout::vertical([Constraint::Length(1), Constraint::Min(1)]).areas(area);
        let Some(pane) = self.pane.take() else {
            frame.render_widget(Line::styled("  正在读取…", theme.dim), head);
            return;
        };
        frame.render_widget(self.head_line(&pane, head.width, desk, theme), head);
        self.drawn = None;
        match self.part {
            Part::Grid if pane.grid.units.is_empty() => nothing(frame, body, &pane, theme),
            Part::Grid => self.draw_grid(frame, body, &pane, desk, theme),
            Part::Records => self.draw_records(frame, body, &pane, desk, theme),
            Part::Matters => self.draw_matters(frame, body, &pane, desk, theme),
        }
        self.pane = Some(pane);
        match &self.asking {
            Some(Asking::Matter(picker, _)) => {
                let height = PICKER_LINES.min(area.height);
                let over = Rect { y: area.bottom() - height, height, ..area };
                frame.render_widget(Clear, over);
                picker.draw(frame, inset(over), theme);
            }
            Some(Asking::Link(question, _)) => question.draw(frame, inset(area), theme),
            None => {}
        }
    }

    /// ` [网格]  记录 12  清单 5      我要办3  超期2      2026-06 至 2026-11`
    fn head_line(&self, pane: &DisclosurePane, width: u16, desk: &Desk, theme: &Theme) -> Line<'static> {
        let open = pane.rows.iter().filter(|row| !row.state.is_settled()).count();
        let counts = [None, Some(open), Some(pane.matters.iter().filter(|matter| matter.active).count())];
        let mut spans = vec![Span::raw(" ")];
        for (part, count) in Part::ALL.iter().zip(counts) {
            if *part == Part::Matters && self.case.is_some() {
                continue;
            }
            let count = count.map_or_else(String::new, |count| format!(" {count}"));
            let words = format!("{}{count}", part.label());
            spans.push(if *part == self.part {
                Span::styled(format!("[{words}]"), theme.accent)
            } else {
                Span::styled(format!(" {words} "), theme.dim)
            });
        }
        let mine = pane.rows.iter().filter(|row| records::duty(row, desk).is_some()).count();
        let mine = if mine == 0 { String::new() } else { format!("   我要办 {mine}") };
        spans.push(Span::styled(mine, theme.title));
        let said = match (&self.case, self.narrowed) {
            (Some(case), _) => format!("选一条与 {case} 关联，按 Enter"),
            (None, Narrowed::Cell(unit, month)) if self.part == Part::Records => {
                let (unit, month) = (desk.org.unit_name(unit), grid::year_month(month));
                format!("{unit} {month}（Esc 看全部）")
            }
            (None, Narrowed::Open | Narrowed::Cell(..)) => String::new(),
        };
        let used: usize = spans.iter().map(|span| text::width(&span.content)).sum();
        let room = usize::from(width).saturating_sub(used + 1);
        spans.push(Span::styled(text::pad_left(&text::fit(&said, room), room), theme.dim));
        Line::from(spans)
    }

    fn draw_grid(
        &mut self,
        frame: &mut Frame<'_>,
        area: Rect,
        pane: &DisclosurePane,
        desk: &Desk,
        theme: &Theme,
    ) {
        let legend: Vec<Line<'static>> =
            text::wrap(&grid::legend(), usize::from(area.width.saturating_sub(2)))
                .into_iter()
                .map(|line| Line::styled(format!(" {line}"), theme.dim))
                .collect();
        let legend_lines = u16::try_from(legend.len()).unwrap_or(1);
        let [heads, body, below, foot] = Layout::vertical([
            Constraint::Length(1),
            Constraint::Min(3),
            Constraint::Length(CELL_LINES),
            Constraint::Length(legend_lines),
        ])
        .areas(area);
        let grid = &pane.grid;
        self.height = usize::from(body.height).max(1);
        self.shown_months = grid::months_shown(grid, usize::from(area.width));
        // The newest months stand at the right; going back brings the selected one into view.
        let first = (grid.months.len() - self.shown_months.min(grid.months.len())).min(self.cell.1);
        frame.render_widget(grid::heading(grid, first, self.shown_months, theme.label), heads);
        let top = first_shown(self.cell.0, self.height);
        let units = (top..grid.units.len()).take(self.height);
        let lines: Vec<Line<'static>> = units
            .map(|unit| {
                let at = (unit == self.cell.0).then_some(self.cell.1);
                grid::row(grid, unit, (first, self.shown_months), at, theme)
            })
            .collect();
        frame.render_widget(Paragraph::new(lines), body);
        self.drawn = Some(Drawn { area: body, top, first });
        self.draw_cell(frame, below, pane, desk, theme);
        frame.render_widget(Paragraph::new(legend), foot);
    }

    /// The records of the selected cell, as far as they fit.
    fn draw_cell(
        &self,
        frame: &mut Frame<'_>,
        area: Rect,
        pane: &DisclosurePane,
        desk: &Desk,
        theme: &Theme,
    ) {
        let selected = pane.grid.units.get(self.cell.0).zip(pane.grid.months.get(self.cell.1));
        let Some(((unit, name), month)) = selected else { return };
        let rows = records::listed(&pane.rows, Narrowed::Cell(*unit, *month), desk);
        let title = format!("{} {name} {} {}条 ", glyphs::rule(1), grid::year_month(*month), rows.len());
        let dashes = glyphs::rule(usize::from(area.width).saturating_sub(text::width(&title)));
        let mut lines = vec![Line::styled(title + &dashes, theme.dim)];
        let room = usize::from(area.height).saturating_sub(1);
        let shown: Vec<TableRow> =
            rows.iter().take(room).map(|row| records::table_row(row, desk, theme)).collect();
        lines.extend(records::TABLE.lines(area.width.into(), &shown, None, theme.selected));
        frame.render_widget(Paragraph::new(lines), area);
    }

    fn draw_records(
        &mut self,
        frame: &mut Frame<'_>,
        area: Rect,
        pane: &DisclosurePane,
        desk: &Desk,
        theme: &Theme,
    ) {
        let rows: Vec<&DisclosureRow> = records::listed(&pane.rows, self.narrowed, desk);
        if rows.is_empty() {
            let words = if pane.matters.is_empty() { NO_MATTERS } else { NOTHING_OPEN };
            return told(frame, area, words, theme);
        }
        let rows = rows.into_iter().map(|row| records::table_row(row, desk, theme)).collect();
        self.draw_table(frame, area, (records::TABLE, rows, self.selected), theme);
    }

    fn draw_matters(
        &mut self,
        frame: &mut Frame<'_>,
        area: Rect,
        pane: &DisclosurePane,
        desk: &Desk,
        theme: &Theme,
    ) {
        if pane.matters.is_empty() {
            return told(frame, area, NO_MATTERS, theme);
        }
        let rows = pane.matters.iter().map(|matter| matters::table_row(matter, desk, theme)).collect();
        self.draw_table(frame, area, (matters::TABLE, rows, self.matter), theme);
    }

    fn draw_table(
        &mut self,
        frame: &mut Frame<'_>,
        area: Rect,
        (table, rows, selected): (Table<'_>, Vec<TableRow>, usize),
        theme: &Theme,
    ) {
        let [head, list] = Layout::vertical([Constraint::Length(1), Constraint::Min(1)]).areas(area);
        self.height = usize::from(list.height).max(1);
        let selected = selected.min(rows.len().saturating_sub(1));
        let first = first_shown(selected, self.height);
        let shown: Vec<TableRow> = rows.into_iter().skip(first).take(self.height).collect();
        let cells = usize::from(list.width);
        frame.render_widget(Paragraph::new(table.heading(cells, &shown, theme.label)), head);
        let lines = table.lines(cells, &shown, Some(selected - first), theme.selected);
        frame.render_widget(Paragraph::new(lines), list);
    }
}

const NO_MATTERS: &str =
    "还没有监督事项清单。按 Tab 到“清单”，按 i 读入本镇的公开事项目录，或按 r 逐项登记。";
const NOTHING_OPEN: &str = "没有要办的公示记录。按 Tab 看网格，按 r 登记应及时公开的事。";
const NOT_OPENED_YET: &str = "还没有公示记录：每月的记录在月末以后自动开出；应及时公开的按 r 登记。";

fn nothing(frame: &mut Frame<'_>, area: Rect, pane: &DisclosurePane, theme: &Theme) {
    let words = if pane.matters.is_empty() { NO_MATTERS } else { NOT_OPENED_YET };
    told(frame, area, words, theme);
}

fn told(frame: &mut Frame<'_>, area: Rect, words: &str, theme: &Theme) {
    let mut page = Writer::new(area.width, theme);
    page.gap();
    page.prose(words);
    frame.render_widget(Paragraph::new(page.finish()), area);
}
