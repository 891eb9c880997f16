//! 经过: what happened, newest first, narrowed by words.

use ratatui::text::Line;

use crate::domain::desk::Desk;
use crate::domain::view::detail::HistoryLine;
use crate::ui::screens::page::Writer;

/// The page from top to bottom; only lines that hold every word of `filter`.
pub fn lines(history: &[HistoryLine], filter: &str, desk: &Desk, writer: Writer<'_>) -> Vec<Line<'static>> {
    let mut page = writer;
    let mut shown = 0_usize;
    for line in history.iter().rev() {
        let head = head(line, desk);
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

/// `2026-11-20 09:12  王芳（张三代办）`
fn head(line: &HistoryLine, desk: &Desk) -> String {
    let actor = desk.org.person_name(line.actor);
    let who = line.on_behalf_of.map_or_else(
        || actor.to_owned(),
        |person| format!("{}（{actor}代办）", desk.org.person_name(person)),
    );
    format!("{}  {who}", line.at.minute())
}
