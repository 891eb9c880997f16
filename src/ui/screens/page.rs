//! Writes the lines of a page: headings, pairs of facts in two columns, wrapped prose. Every text that comes from
//! outside passes `ui::text` here.

use ratatui::style::Style;
use ratatui::text::{Line, Span};

use crate::domain::attachment::Attachment;
use crate::domain::desk::Desk;
use crate::ui::text;
use crate::ui::theme::{Theme, glyphs};
use crate::ui::widgets::table::{Table, TableRow};

const MARGIN: &str = "  ";
/// Width of a label in cells: four Chinese characters and a space.
const LABEL_CELLS: usize = 10;

/// Collects lines of a given width.
pub struct Writer<'a> {
    lines: Vec<Line<'static>>,
    width: usize,
    theme: &'a Theme,
}

/// A value, or a dash for what is not known.
pub fn or_dash(value: Option<&str>) -> &str {
    value.filter(|text| !text.is_empty()).unwrap_or("-")
}

impl<'a> Writer<'a> {
    /// An empty page, so many cells wide.
    pub fn new(width: u16, theme: &'a Theme) -> Self {
        let width = usize::from(width).saturating_sub(2 * MARGIN.len()).max(20);
        Self { lines: Vec::new(), width, theme }
    }

    /// The lines written.
    pub fn finish(self) -> Vec<Line<'static>> {
        self.lines
    }

    /// How many lines were written so far.
    pub const fn len(&self) -> usize {
        self.lines.len()
    }

    /// Cells of a line of prose.
    pub const fn width(&self) -> usize {
        self.width
    }

    /// Lines that were styled elsewhere.
    pub fn push(&mut self, lines: Vec<Line<'static>>) {
        self.lines.extend(lines);
    }

    /// A list in columns, none of whose rows is selected.
    pub fn table(&mut self, table: Table<'_>, rows: &[TableRow]) {
        self.push(table.lines(self.width + MARGIN.len(), rows, None, Style::new()));
    }

    /// An empty line.
    pub fn gap(&mut self) {
        self.lines.push(Line::default());
    }

    /// The files that are kept with a record, who attached each and when; nothing where there are none.
    pub fn files(&mut self, files: &[Attachment], desk: &Desk) {
        if !files.is_empty() {
            self.heading("附件（按 a 选“另存…附件”取出，程序不打开它们）");
        }
        for file in files {
            self.prose(&format!("{}  {}", file.label(), file.name.text()));
            self.dim(&format!("    {}  {}", file.at.minute(), desk.org.person_name_at(file.by, file.place)));
        }
    }

    /// A heading with a line of air above it.
    pub fn heading(&mut self, words: &str) {
        if !self.lines.is_empty() {
            self.gap();
        }
        let words = format!("{MARGIN}{}", text::fit(words, self.width));
        self.lines.push(Line::styled(words, self.theme.title));
    }

    /// A line that matters less.
    pub fn dim(&mut self, words: &str) {
        self.wrapped(words, self.theme.dim, "");
    }

    /// A line that needs attention; its mark says so where there are no colours.
    pub fn alarm(&mut self, words: &str) {
        self.wrapped(&format!("{} {words}", glyphs::ALARM), self.theme.bad, "");
    }

    /// A text of any length, wrapped.
    pub fn prose(&mut self, words: &str) {
        self.wrapped(words, self.theme.plain, "");
    }

    /// A text set in from the margin.
    pub fn inset(&mut self, words: &str) {
        self.wrapped(words, self.theme.plain, MARGIN);
    }

    /// Two facts side by side. What does not fit its column is shown on lines of its own instead of being cut.
    pub fn pair(&mut self, left: &str, left_value: &str, right: &str, right_value: &str) {
        let column = self.width / 2;
        let room = column.saturating_sub(LABEL_CELLS + 1);
        let fits = |value: &str| text::width(&text::clean(value)) <= room;
        if fits(left_value) && fits(right_value) {
            let mut line = self.fact(left, &text::pad(left_value, room + 1));
            line.spans.extend(self.fact(right, &text::clean(right_value)).spans.into_iter().skip(1));
            self.lines.push(line);
            return;
        }
        for (label, value) in [(left, left_value), (right, right_value)] {
            if !label.is_empty() {
                self.long_fact(label, value);
            }
        }
    }

    fn long_fact(&mut self, label: &str, value: &str) {
        let parts = text::wrap(value, self.width.saturating_sub(LABEL_CELLS));
        for (index, part) in parts.iter().enumerate() {
            let line = self.fact(if index == 0 { label } else { "" }, part);
            self.lines.push(line);
        }
    }

    fn fact(&self, label: &str, value: &str) -> Line<'static> {
        Line::from(vec![
            Span::raw(MARGIN),
            Span::styled(text::pad(label, LABEL_CELLS), self.theme.label),
            Span::styled(value.to_owned(), self.theme.plain),
        ])
    }

    fn wrapped(&mut self, words: &str, style: Style, inset: &str) {
        for part in text::wrap(words, self.width.saturating_sub(inset.len())) {
            self.lines.push(Line::styled(format!("{MARGIN}{inset}{part}"), style));
        }
    }
}
