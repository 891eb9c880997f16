//! What a form rests on, shown under it while there is room: the text to be signed, the findings, the complaint.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use ratatui::widgets::Paragraph;

use crate::domain::case::Case;
use crate::domain::case::stage::Stage;
use crate::domain::code::Coded as _;
use crate::domain::words::DocumentKind;
use crate::ui::text;
use crate::ui::theme::Theme;

/// With fewer rows than this nothing is shown: a heading without its text helps nobody.
const FEWEST_ROWS: u16 = 4;

/// Headed texts, the one most needed first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Background(Vec<(String, String)>);

impl Background {
    /// What is known of the case.
    pub fn of(case: &Case) -> Self {
        let mut parts = Vec::new();
        // What is about to go out is what its deliverer reads out or copies.
        if let Some(reply) = case.approved(DocumentKind::Reply).filter(|_| case.stage == Stage::Reply) {
            parts.push((format!("答复意见第{}稿（已审签）", reply.version), reply.text.text().to_owned()));
        }
        for (document, _, _) in case.open_steps() {
            parts.push((
                format!("{}第{}稿", document.kind.label(), document.version),
                document.text.text().to_owned(),
            ));
        }
        for finding in case.findings.iter().rev() {
            parts.push((format!("核实情况 {}", finding.at.minute()), finding.text.text().to_owned()));
        }
        parts.push(("投诉内容".to_owned(), case.content.text().to_owned()));
        Self(parts)
    }

    /// Draws as much as fits, told by a rule from the form above.
    pub fn draw(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme) {
        if area.height < FEWEST_ROWS {
            return;
        }
        let cells = usize::from(area.width);
        let mut lines = vec![Line::raw("")];
        for (heading, body) in &self.0 {
            lines.push(Line::styled(text::fit(heading, cells), theme.label));
            lines.extend(text::wrap(body, cells).into_iter().map(Line::raw));
        }
        let room = usize::from(area.height);
        if lines.len() > room {
            lines.truncate(room.saturating_sub(1));
            lines.push(Line::from(Span::styled(
                "（下文略，Esc 返回后按 Enter 看全文；填写的内容会留作草稿）",
                theme.dim,
            )));
        }
        frame.render_widget(Paragraph::new(lines), area);
    }
}
