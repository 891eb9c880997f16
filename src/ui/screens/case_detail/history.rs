//! 经过: what happened, newest first, narrowed by words.

use ratatui::text::Line;

use crate::domain::desk::Desk;
use crate::domain::view::detail::HistoryLine;
use crate::ui::screens::page::Writer;
use crate::ui::screens::words::history_head;

/// The page from top to bottom; only lines that hold every word of `filter`.
pub fn lines(history: &[HistoryLine], filter: &str, desk: &Desk, writer: Writer<'_>) -> Vec<Line<'static>> {
    let mut page = writer;
    let mut shown = 0_usize;
    for line in history.iter().rev() {
        let head = history_head(line, desk);
        let holds = |word: &str| head.contains(word) || line.summary.contains(word);
        if filter.split_whitespace().all(holds) {
            shown += 1;
            page.dim(&head);
            page.inset(&line.summary);
        }
    }
    if shown == 0 {
        page.dim(if filter.is_empty() {
            "还没有记录。"
        } else {
            "没有含这些字的记录。按 / 改筛选，Esc 清除。"
        });
    }
    page.finish()
}
