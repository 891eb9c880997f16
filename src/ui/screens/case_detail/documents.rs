//! 文书: every version of every document, newest first, with its text and its signature chain.

use ratatui::text::Line;

use crate::domain::case::Case;
use crate::domain::code::Coded as _;
use crate::domain::desk::Desk;
use crate::domain::document::Document;
use crate::ui::screens::page::Writer;
use crate::ui::screens::words;

/// The page from top to bottom.
pub fn lines(case: &Case, desk: &Desk, writer: Writer<'_>) -> Vec<Line<'static>> {
    let mut page = writer;
    if case.documents.is_empty() {
        page.dim("还没有文书。按 a 打开办理动作，可起草拟办意见或上报意见。");
    }
    for document in case.documents.iter().rev() {
        version(&mut page, document, desk);
    }
    page.finish()
}

fn version(page: &mut Writer<'_>, document: &Document, desk: &Desk) {
    page.heading(&format!(
        "{} 第{}稿  [{}]",
        document.kind.label(),
        document.version,
        document.state.label()
    ));
    let submitted = document.submitted_at.map_or(String::new(), |at| format!("，{}送审", at.minute()));
    page.dim(&format!(
        "{} {}起草{submitted}",
        desk.org.person_name_at(document.drafted_by, document.drafted_in),
        document.drafted_at.minute()
    ));
    page.prose(document.text.text());
    let open = document.open_step().map(|(index, _)| index);
    for (index, step) in document.steps.iter().enumerate() {
        page.inset(&format!(
            "{}. {}",
            index + 1,
            words::step_line(document, step, open == Some(index), desk)
        ));
    }
}
