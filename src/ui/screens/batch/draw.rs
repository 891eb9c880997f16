//! How the page of a batch looks: those that it fits in columns with what it does to each, the others with the whole
//! reason, and at the foot what Enter brings about.

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::style::Style;
use ratatui::text::Line;
use ratatui::widgets::Paragraph;

use super::{Batch, Fate, Stands};
use crate::domain::desk::Desk;
use crate::domain::time::month_day;
use crate::domain::view::foretold::Foretold;
use crate::ui::screens::words;
use crate::ui::text;
use crate::ui::theme::{Theme, glyphs};
use crate::ui::widgets::table::{Column, Table, TableRow, first_shown};

/// What it does to a case: the unit that has it then, the day, and what comes next.
const FITS: Table<'static> = Table {
    inset: 0,
    marks: 1,
    columns: &[
        Column::need(12).titled("编号"),
        Column::fill(4).titled("事项名称"),
        Column::fill(1).titled("单位"),
        Column::need(10).titled("到期"),
        Column::fill(3).titled("办后").gap(0),
    ],
};

/// A case that it does nothing to, and why.
const UNFIT: Table<'static> = Table {
    inset: 0,
    marks: 1,
    columns: &[Column::fixed(9), Column::rest(2, 10), Column::rest(3, 20).wrapping().gap(0)],
};

/// A line of the list, and the case that it belongs to.
type Shown = (Option<usize>, Line<'static>);

impl Batch {
    pub(super) fn draw_page(&mut self, frame: &mut Frame<'_>, area: Rect, desk: &Desk, theme: &Theme) {
        let foot = self.foot(area.width, theme);
        let foot_rows = u16::try_from(foot.len()).unwrap_or(u16::MAX);
        let [title, body, bottom] =
            Layout::vertical([Constraint::Length(2), Constraint::Min(1), Constraint::Length(foot_rows)])
                .areas(area);
        frame.render_widget(Line::styled(format!("  {}", self.title()), theme.title), title);
        frame.render_widget(Paragraph::new(foot), bottom);
        let lines = self.list(usize::from(body.width), desk, theme);
        self.height = usize::from(body.height).max(1);
        // A reason is shown to its last line, the first case with the heading over it.
        let end = lines.iter().rposition(|(case, _)| *case == Some(self.selected)).unwrap_or(0);
        let first = first_shown(end, self.height);
        let shown: Vec<Line<'static>> =
            lines.into_iter().skip(first).take(self.height).map(|(_, line)| line).collect();
        frame.render_widget(Paragraph::new(shown), body);
    }

    fn title(&self) -> String {
        let label = self.action.label();
        let unfit = self.each.iter().filter(|one| one.outcome.is_err()).count();
        match &self.stands {
            Stands::Awaiting => format!("批量{label}：正在逐件核对{}件…", self.cases.len()),
            Stands::Asking | Stands::Doing => {
                let gone = self.cases.len() - self.each.len().min(self.cases.len());
                let gone = if gone == 0 { String::new() } else { format!("，已看不到{gone}件") };
                let doing = if matches!(self.stands, Stands::Doing) { "  正在办理…" } else { "" };
                format!("批量{label}：要办{}件，不能办{unfit}件{gone}{doing}", self.chosen().len())
            }
            Stands::Done { done, .. } => {
                format!("批量{label}：已办{}件，没有办{}件", done.len(), self.each.len() - done.len())
            }
        }
    }

    fn list(&self, cells: usize, desk: &Desk, theme: &Theme) -> Vec<Shown> {
        let items = self.items();
        let in_columns = |fate: &Fate| matches!(fate, Fate::Fits { .. } | Fate::Done);
        let rows: Vec<TableRow> = items
            .iter()
            .filter(|(_, fate)| in_columns(fate))
            .map(|(one, fate)| fitting(one, fate, desk, theme))
            .collect();
        let mut lines: Vec<Shown> = Vec::new();
        if !rows.is_empty() {
            lines.push((Some(0), FITS.heading(cells, &rows, theme.label)));
        }
        let selected = Some(self.selected).filter(|place| *place < rows.len());
        let fitting = FITS.lines(cells, &rows, selected, theme.selected);
        lines.extend(fitting.into_iter().enumerate().map(|(place, line)| (Some(place), line)));
        let mut heading = "";
        for (place, (one, fate)) in items.iter().enumerate().skip(rows.len()) {
            let own = heading_of(fate);
            if own != heading {
                heading = own;
                lines.extend([
                    (None, Line::default()),
                    (Some(place), Line::styled(format!("  {own}"), theme.label)),
                ]);
            }
            let row = unfit(one, fate, desk, theme);
            let selected = (place == self.selected).then_some(0);
            let own = UNFIT.lines(cells, &[row], selected, theme.selected);
            lines.extend(own.into_iter().map(|line| (Some(place), line)));
        }
        lines
    }

    /// What Enter brings about, and what else can be done.
    fn foot(&self, width: u16, theme: &Theme) -> Vec<Line<'static>> {
        let cells = usize::from(width).saturating_sub(4);
        let words = match &self.stands {
            Stands::Awaiting => String::new(),
            Stands::Doing => "正在逐件办理，按 Esc 停在下一件之前。".to_owned(),
            Stands::Done { .. } => "没有办的仍然标记着，可以看过原因再办。按 Enter 返回。".to_owned(),
            Stands::Asking => {
                let effect =
                    self.action.questions.confirm.map_or_else(String::new, |words| format!("{words}。"));
                match self.chosen().len() {
                    0 => "没有可办的件。按 Esc 返回。".to_owned(),
                    count => format!("{effect}按 Enter 办理这{count}件，每件各记一条；空格划去或恢复一件。"),
                }
            }
        };
        let mut lines = vec![Line::default()];
        lines.extend(
            text::wrap(&words, cells).into_iter().map(|row| Line::styled(format!("  {row}"), theme.accent)),
        );
        lines
    }
}

const fn heading_of(fate: &Fate) -> &'static str {
    match fate {
        Fate::Fits { .. } | Fate::Done => "",
        Fate::Failed(_) => "没有办成的：",
        Fate::Unfit(_) => "不能办的（不会办，原因如下）：",
        Fate::Left => "划去的：",
    }
}

fn fitting(one: &Foretold, fate: &Fate, desk: &Desk, theme: &Theme) -> TableRow {
    let after = one.outcome.as_ref().ok();
    let is_struck = *fate == Fate::Fits { is_struck: true };
    let next = after.map_or("", |after| after.next.trim_start_matches("下一步："));
    let next = if is_struck { "（已划去，不办）" } else { next };
    let unit = after.and_then(|after| after.unit).map_or("未定", |unit| desk.org.unit_name(unit));
    let due = after.and_then(|after| after.due_on).map_or_else(|| glyphs::NOTHING.to_owned(), month_day);
    let mark = if is_struck {
        glyphs::NOTHING
    } else if *fate == Fate::Done {
        glyphs::STAR
    } else {
        ""
    };
    let number = words::short_number(&one.case_no, desk);
    let cells = [number, one.title.clone(), unit.to_owned(), due, next.to_owned()];
    TableRow {
        marks: (mark.to_owned(), theme.plain),
        cells: cells.map(|words| (words, Style::new())).to_vec(),
        style: if is_struck { theme.dim } else { theme.plain },
    }
}

fn unfit(one: &Foretold, fate: &Fate, desk: &Desk, theme: &Theme) -> TableRow {
    let why = match fate {
        Fate::Failed(why) | Fate::Unfit(why) => why.clone(),
        Fate::Left => "没有办".to_owned(),
        Fate::Fits { .. } | Fate::Done => String::new(),
    };
    let number = words::short_number(&one.case_no, desk);
    TableRow::of(vec![(number, theme.plain), (one.title.clone(), theme.plain), (why, theme.warn)])
}
