//! What a form rests on, shown above its fields: the opinion with which a paper came back, the text to be signed, the
//! findings, the complaint.

use ratatui::text::Line;

use crate::domain::case::Case;
use crate::domain::case::stage::Stage;
use crate::domain::code::Coded as _;
use crate::domain::town::org::Org;
use crate::domain::words::DocumentKind;
use crate::ui::screens::words;
use crate::ui::text;
use crate::ui::theme::Theme;

/// Headed texts, the one most needed first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Background {
    /// What must be read first.
    first: Vec<String>,
    texts: Vec<(String, String)>,
}

impl Background {
    /// What is known of the case.
    pub fn of(case: &Case, facts: Vec<String>, org: &Org) -> Self {
        let mut first: Vec<String> =
            case.returned().map(|returned| words::returned(returned, org)).into_iter().collect();
        first.extend(facts);
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
        Self { first, texts: parts }
    }

    /// What a form without a case shows there.
    pub const fn none() -> Self {
        Self { first: Vec::new(), texts: Vec::new() }
    }

    pub const fn is_none(&self) -> bool {
        self.first.is_empty() && self.texts.is_empty()
    }

    /// Everything from top to bottom. A complaint that stands alone needs no heading.
    pub fn lines(&self, cells: usize, theme: &Theme) -> Vec<Line<'static>> {
        let wrapped = |words: &str, style| {
            text::wrap(words, cells).into_iter().map(move |row| Line::styled(row, style)).collect::<Vec<_>>()
        };
        let mut lines: Vec<Line<'static>> =
            self.first.iter().flat_map(|words| wrapped(words, theme.warn)).collect();
        for (heading, body) in &self.texts {
            if self.texts.len() > 1 {
                lines.push(Line::styled(text::fit(heading, cells), theme.label));
            }
            lines.extend(wrapped(body, theme.plain));
        }
        lines
    }
}
