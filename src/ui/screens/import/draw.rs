//! How the import looks in each of its phases.

use std::path::Path;

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::Line;
use ratatui::widgets::Paragraph;

use super::{ANSWERS, Import, Phase, compared};
use crate::domain::attachment::size_label;
use crate::domain::code::Coded as _;
use crate::domain::view::importing::{ImportReport, PreviewRow};
use crate::ui::screens::files::shown_path;
use crate::ui::screens::page::Writer;
use crate::ui::theme::{Theme, glyphs};
use crate::ui::widgets::table::{Column, Table, TableRow};

/// Faulty rows shown; the rest is in the rejected file.
const FAULTS_SHOWN: usize = 50;

/// Row of the file, what it would become, the platform's number, when it came in, title.
const SAMPLE: Table<'static> = Table {
    inset: 1,
    marks: 2,
    columns: &[
        Column::need(8).gap(2),
        Column::need(8).gap(2),
        Column::need(24).gap(2),
        Column::fixed(16).gap(2),
        Column::rest(1, 0),
    ],
};

/// Row of the file, its column, what is wrong there.
const FAULTS: Table<'static> = Table {
    inset: 1,
    marks: 0,
    columns: &[Column::need(8).gap(2), Column::need(24).gap(2), Column::rest(1, 10).wrapping()],
};

/// What a column can be.
const MEANINGS: Table<'static> = Table { inset: 2, marks: 1, columns: &[Column::rest(1, 0)] };

impl Import {
    /// Draws the screen.
    pub(super) fn show(&mut self, frame: &mut Frame<'_>, area: Rect, theme: &Theme) {
        if let Phase::Choosing = self.phase {
            self.files.draw(frame, area, theme);
            return;
        }
        if let Phase::Preview(_, report) = &self.phase {
            let (lines, first_row) = self.preview_page(report, area.width, theme);
            self.draw_preview(frame, area, lines, first_row);
            return;
        }
        let lines = self.lines(Writer::new(area.width, theme), theme);
        let furthest = lines.len().saturating_sub(usize::from(area.height));
        self.scroll = self.scroll.min(furthest);
        let offset = u16::try_from(self.scroll).unwrap_or(u16::MAX);
        frame.render_widget(Paragraph::new(lines).scroll((offset, 0)), area);
    }

    /// What the file would become, and its first rows, of which one is selected; with the line of the first row.
    fn preview_page(&self, report: &ImportReport, width: u16, theme: &Theme) -> (Vec<Line<'static>>, usize) {
        let mut page = Writer::new(width, theme);
        preview_lines(&mut page, report, self.sealed.len(), theme);
        if !report.sample.is_empty() {
            page.heading("前几行（j k 选行，x 密封登记：只留编号和时间，内容不保存）");
        }
        let first_row = page.len();
        let sample = report.sample.iter();
        let rows: Vec<TableRow> =
            sample.map(|row| sample_row(row, self.sealed.contains(&row.row), theme)).collect();
        page.push(SAMPLE.lines(width.into(), &rows, Some(self.row), theme.selected));
        (page.finish(), first_row)
    }

    fn draw_preview(
        &mut self,
        frame: &mut Frame<'_>,
        area: Rect,
        lines: Vec<Line<'static>>,
        first_row: usize,
    ) {
        // The selected row stays in sight; with the first one everything above it does too.
        let height = usize::from(area.height).max(1);
        let lowest = (first_row + self.row + 1).saturating_sub(height);
        let highest = if self.row == 0 { lowest } else { first_row + self.row };
        self.scroll = self.scroll.clamp(lowest, highest.max(lowest));
        let offset = u16::try_from(self.scroll).unwrap_or(u16::MAX);
        frame.render_widget(Paragraph::new(lines).scroll((offset, 0)), area);
    }

    fn lines(&self, mut page: Writer<'_>, theme: &Theme) -> Vec<Line<'static>> {
        match &self.phase {
            Phase::Choosing => {}
            Phase::Reading(path) => {
                page.heading(&shown_path(path));
                page.dim("正在读取文件…  Esc 取消");
            }
            Phase::Preview(_, report) => preview_lines(&mut page, report, self.sealed.len(), theme),
            Phase::Asking(_, report, answer) => asking_lines(&mut page, report, *answer),
            Phase::Sheets(_, report, at) => sheets_lines(&mut page, report, *at),
            Phase::Compared(_, _, found) => compared::lines(&mut page, found),
            Phase::Running(path, percent) => {
                page.heading(&format!("正在导入 {}", shown_path(path)));
                page.prose(&bar(*percent));
                page.dim("Esc 取消；取消后一件也不会留下。");
            }
            Phase::Done(report, rejected) => done_lines(&mut page, report, rejected.as_deref(), theme),
            Phase::Failed(why) => {
                page.heading("没有导入");
                page.alarm(why);
                page.dim("回车重新选择文件。");
            }
        }
        page.finish()
    }
}

fn preview_lines(page: &mut Writer<'_>, report: &ImportReport, sealed: usize, theme: &Theme) {
    page.heading(&format!("预览 {}", report.file));
    counts(page, report);
    sheet_read(page, report);
    warnings(page, report);
    page.gap();
    if report.brings_something() {
        let sealed = if sealed == 0 { String::new() } else { format!("（其中密封登记{sealed}件）") };
        page.prose(&format!(
            "回车导入：新增{}件{sealed}，补充{}件。  r 与平台列表对账  Esc 返回",
            report.new, report.supplement
        ));
    } else {
        page.prose("没有可以导入的新内容。  r 与平台列表对账  Esc 返回");
    }
    faults(page, report, theme.bad);
}

fn sample_row(row: &PreviewRow, is_sealed: bool, theme: &Theme) -> TableRow {
    let sealed = if is_sealed { "[密封] " } else { "" };
    let repeat = row.repeat_of.as_ref().map_or(String::new(), |number| format!("[疑重复 {number}] "));
    let words = [
        format!("第{}行", row.row),
        row.fate.label().to_owned(),
        row.platform_no.clone().unwrap_or_else(|| "-".to_owned()),
        row.received_at.minute(),
        format!("{sealed}{repeat}{}", row.title),
    ];
    let cells = words.map(|words| (words, Style::new())).to_vec();
    TableRow { style: if is_sealed { theme.marked } else { theme.plain }, ..TableRow::of(cells) }
}

fn done_lines(page: &mut Writer<'_>, report: &ImportReport, rejected: Option<&Path>, theme: &Theme) {
    page.heading(&format!("已导入 {}", report.file));
    counts(page, report);
    if let Some((first, last)) = &report.case_nos {
        page.prose(&format!("新编号 {first} 至 {last}"));
    }
    if let Some(path) = rejected {
        page.gap();
        page.alarm(&format!("有误的行另存在 {}", shown_path(path)));
        page.dim("改好后可以再导入这个文件，已有的不会重复。");
    }
    warnings(page, report);
    faults(page, report, theme.bad);
    page.gap();
    page.prose("回车返回收件箱。");
}

fn counts(page: &mut Writer<'_>, report: &ImportReport) {
    page.prose(&format!(
        "共{}行：新增 {}   已有 {}   补充 {}   有误 {}",
        report.rows,
        report.new,
        report.known,
        report.supplement,
        report.faulty.len()
    ));
    if report.elsewhere > 0 {
        page.prose(&format!("由其他人员办理的 {} 行：不归您办理，内容不在这里显示。", report.elsewhere));
    }
    if report.repeats > 0 {
        page.alarm(&format!(
            "新增中可能重复的 {} 件：不会自动并案，导入后在该件“关联”页核对。",
            report.repeats
        ));
    }
    if report.sealed > 0 {
        page.prose(&format!("其中密封登记 {} 件：只留编号和时间。", report.sealed));
    }
    if report.evaluated > 0 {
        page.prose(&format!("其中 {} 件填了满意度，记为投诉人的评价。", report.evaluated));
    }
    page.dim(&format!("编码 {}   大小 {}", report.encoding, size_label(report.size)));
}

fn asking_lines(page: &mut Writer<'_>, report: &ImportReport, answer: usize) {
    let column = report.asked_columns.first().map_or("", String::as_str);
    page.heading(&format!("列“{column}”是什么？"));
    page.dim("答复记入全镇设置，以后文件里有这一列都照此办理；可用 ydt settings column 改。");
    page.gap();
    let rows: Vec<TableRow> =
        ANSWERS.iter().map(|(_, label)| TableRow::of(vec![((*label).to_owned(), Style::new())])).collect();
    page.push(MEANINGS.lines(page.width(), &rows, Some(answer), Style::new()));
    page.gap();
    page.dim("j k 选择，回车确定，Esc 返回预览。");
}

fn sheets_lines(page: &mut Writer<'_>, report: &ImportReport, at: usize) {
    page.heading("读哪一张工作表？");
    page.dim("每次导入一张；几张都要导入的，导入一张后再选这个文件。");
    page.gap();
    for (index, sheet) in report.sheets.iter().enumerate() {
        let mark = if index == at { glyphs::POINTER } else { " " };
        let read = if sheet.is_read { "  现在读的" } else { "" };
        let hidden = if sheet.is_visible { "" } else { "（隐藏）" };
        page.prose(&format!("{mark} {}{hidden}{read}", sheet.name));
    }
    page.gap();
    page.dim("j k 选择，回车读这一张，Esc 返回预览。");
}

/// Which of several sheets was read, and how to take another.
fn sheet_read(page: &mut Writer<'_>, report: &ImportReport) {
    let read = report.sheets.iter().find(|sheet| sheet.is_read).filter(|_| report.sheets.len() > 1);
    if let Some(read) = read {
        page.prose(&format!("工作表“{}”（共{}张，按 t 另选）", read.name, report.sheets.len()));
    }
}

fn warnings(page: &mut Writer<'_>, report: &ImportReport) {
    if !report.asked_columns.is_empty() {
        page.alarm(&format!(
            "像是身份信息、还没有说明的列：{}（没有说明前一律遮蔽，按 c 说明）",
            report.asked_columns.join("、")
        ));
    }
    if !report.unknown_columns.is_empty() {
        page.dim(&format!(
            "没有对应项的列（按身份信息遮蔽，保留在“关联”中）：{}",
            report.unknown_columns.join("、")
        ));
    }
    for warning in &report.warnings {
        page.dim(&format!("注意：{warning}"));
    }
}

fn faults(page: &mut Writer<'_>, report: &ImportReport, bad: Style) {
    if report.faulty.is_empty() {
        return;
    }
    page.heading("有误的行（不会导入）");
    let faulty = report.faulty.iter().take(FAULTS_SHOWN);
    let rows: Vec<TableRow> = faulty
        .map(|fault| [format!("第{}行", fault.row), fault.column.clone(), fault.reason.clone()])
        .map(|words| TableRow::of(words.map(|words| (words, bad)).to_vec()))
        .collect();
    page.table(FAULTS, &rows);
    let more = report.faulty.len().saturating_sub(FAULTS_SHOWN);
    if more > 0 {
        page.dim(&format!("另有{more}行，见导入后另存的文件。"));
    }
}

/// `[##########----------] 50%`
fn bar(percent: u8) -> String {
    let filled = usize::from(percent) * 40 / 100;
    let left = glyphs::NOTHING.repeat(40_usize.saturating_sub(filled));
    format!("[{}{left}] {percent}%", glyphs::FULL.repeat(filled))
}
