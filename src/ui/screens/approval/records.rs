//! Records of meetings that wait for a signature: rows above the papers of cases, opened before they are signed.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::widgets::Paragraph;

use super::Approvals;
use crate::domain::view::meeting::MeetingRow;
use crate::ui::screens::page::Writer;
use crate::ui::screens::{Call, Go};
use crate::ui::theme::Theme;
use crate::ui::widgets::table::TableRow;

impl Approvals {
    /// Moves among the records of meetings, and from the last of them to the papers and back.
    pub(super) fn step_to_record(&mut self, rows: isize) -> bool {
        let records = self.page.records.len();
        if records == 0 {
            return false;
        }
        let here = self.record.unwrap_or(records + self.selected);
        let there = here.saturating_add_signed(rows);
        let is_among = there < records || self.page.items.is_empty();
        if self.record.is_none() && !is_among {
            return false;
        }
        self.scroll = 0;
        self.record = is_among.then(|| there.min(records - 1));
        if !is_among {
            self.selected = (there - records).min(self.page.items.len().saturating_sub(1));
        }
        true
    }

    /// The record of a meeting under the cursor, else the one that waits longest for whoever looks.
    pub(super) fn open_record(&self) -> Vec<Call> {
        let row = self.page.records.get(self.record.unwrap_or(0));
        row.map(|row| Call::Go(Go::RecordToSign(row.id))).into_iter().collect()
    }

    /// What there is to know of the record of a meeting before it is opened.
    pub(super) fn draw_record(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme) {
        let Some(row) = self.record.and_then(|place| self.page.records.get(place)) else { return };
        let mut page = Writer::new(area.width, theme);
        page.heading(&format!("会议记录  {}（{}）", row.name, row.code));
        page.prose(&format!("{}  {}  议题{}件", row.at.minute(), row.place, row.cases));
        page.dim("回车打开，看完按 y 签字或 n 退回；签完回到这里，接着签下一份。");
        frame.render_widget(Paragraph::new(page.finish()), area);
    }
}

/// The record of a meeting as a row above the papers of cases.
pub fn record_row(row: &MeetingRow, theme: &Theme) -> TableRow {
    let words = [row.code.clone(), "会议记录".to_owned(), "我".to_owned(), String::new(), row.name.clone()];
    TableRow { style: theme.plain, ..TableRow::of(words.map(|words| (words, Style::new())).to_vec()) }
}
