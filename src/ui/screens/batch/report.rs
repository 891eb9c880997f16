//! What became of an act on a whole list or on papers that were read one by one: which cases were done, and which were not, each with its reason.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::Line;
use ratatui::widgets::Paragraph;

use crate::domain::refusal::Refusal;
use crate::ui::keys::{Do, Scope};
use crate::ui::message::Performed;
use crate::ui::screens::page::Writer;
use crate::ui::screens::{Around, Call, Screen};
use crate::ui::widgets::table::{Column, Table, TableRow};

/// A case and why nothing was done to it.
const REFUSED: Table<'static> =
    Table { inset: 1, marks: 0, columns: &[Column::need(12).gap(2), Column::rest(1, 10).wrapping()] };

/// The report of a batch.
pub struct BatchReport {
    label: &'static str,
    done: Vec<String>,
    refused: Vec<(String, Refusal)>,
    scroll: usize,
}

impl BatchReport {
    /// A report on an action done to several cases.
    pub fn new(label: &'static str, done: &[Performed], refused: Vec<(String, Refusal)>) -> Self {
        let done = done.iter().map(|performed| performed.case_no.clone()).collect();
        Self { label, done, refused, scroll: 0 }
    }

    fn lines(&self, mut page: Writer<'_>, bad: Style) -> Vec<Line<'static>> {
        page.heading(&format!(
            "批量{}：{}件已保存，{}件没有办理",
            self.label,
            self.done.len(),
            self.refused.len()
        ));
        page.gap();
        let refused = |(number, refusal): &(String, Refusal)| {
            TableRow::of(vec![(number.clone(), bad), (refusal.message.clone(), bad)])
        };
        let rows: Vec<TableRow> = self.refused.iter().map(refused).collect();
        page.table(REFUSED, &rows);
        if !self.done.is_empty() {
            page.heading("已保存");
            page.prose(&self.done.join("、"));
        }
        page.finish()
    }
}

impl Screen for BatchReport {
    fn scope(&self) -> Scope {
        Scope::Report
    }

    #[expect(clippy::wildcard_enum_match_arm, reason = "a screen answers to its own keys only")]
    fn does(&mut self, what: Do, _around: &Around) -> Vec<Call> {
        match what {
            Do::Down => self.scroll += 1,
            Do::Up => self.scroll = self.scroll.saturating_sub(1),
            Do::Top => self.scroll = 0,
            Do::Open | Do::Back => return vec![Call::Leave],
            _ => {}
        }
        Vec::new()
    }

    fn draw(&mut self, frame: &mut Frame<'_>, area: Rect, around: &Around) {
        let theme = &around.theme;
        let lines = self.lines(Writer::new(area.width, theme), theme.bad);
        self.scroll = self.scroll.min(lines.len().saturating_sub(usize::from(area.height)));
        let shown: Vec<Line<'static>> = lines.into_iter().skip(self.scroll).collect();
        frame.render_widget(Paragraph::new(shown), area);
    }
}
