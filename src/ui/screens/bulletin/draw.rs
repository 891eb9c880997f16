//! The bulletin on the screen: what it is of and how it stands, its text in rows, and what the number in hand counts.

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::style::Style;
use ratatui::text::{Line, Span};
use ratatui::widgets::Paragraph as Rows;

use super::BulletinScreen;
use crate::domain::figures::paragraph::Paragraph;
use crate::domain::figures::reading::Reading;
use crate::ui::screens::inset;
use crate::ui::text;
use crate::ui::theme::Theme;

/// Paragraphs begin as on paper.
const INDENT: &str = "　　";

/// A row of the text: stretches of it, and of which number each is a part.
type Row = Vec<(String, Option<usize>)>;

impl BulletinScreen {
    pub(super) fn draw_text(&mut self, frame: &mut Frame<'_>, area: Rect, theme: &Theme) {
        let line = Constraint::Length(1);
        let [head, body, foot] = Layout::vertical([line, Constraint::Min(1), line]).areas(area);
        let (head, foot, body) = (inset(head), inset(foot), inset(body));
        frame.render_widget(self.head(usize::from(head.width), theme), head);
        let Some(reading) = self.reading() else {
            let words = self.words_without_text();
            let rows = text::wrap(&words, usize::from(body.width));
            let rows: Vec<Line<'_>> = rows.into_iter().map(|row| Line::styled(row, theme.dim)).collect();
            return frame.render_widget(Rows::new(rows), body);
        };
        let rows = rows_of(reading, usize::from(body.width));
        let styled: Vec<Line<'static>> =
            rows.iter().map(|(row, is_heading)| self.row(row, *is_heading, theme)).collect();
        self.note_rows(&rows, usize::from(body.height).max(1));
        let shown: Vec<Line<'static>> = styled.into_iter().skip(self.first).take(self.height).collect();
        frame.render_widget(Rows::new(shown), body);
        frame.render_widget(self.foot(usize::from(foot.width), theme), foot);
    }

    /// Where the numbers stand, for the keys that go from one to the next.
    fn note_rows(&mut self, rows: &[(Row, bool)], height: usize) {
        (self.rows, self.height) = (rows.len(), height);
        self.numbers.clear();
        for (place, (row, _)) in rows.iter().enumerate() {
            for number in row.iter().filter_map(|(_, number)| *number) {
                if number == self.numbers.len() {
                    self.numbers.push(place);
                }
            }
        }
        self.first = self.first.min(self.rows.saturating_sub(height));
    }

    fn words_without_text(&self) -> String {
        let refusal = self.shown.as_ref().filter(|told| told.stretch == self.stretch);
        let refusal = refusal.and_then(|told| told.read.as_ref().err()).map(|refusal| &refusal.message);
        refusal.or(self.failed.as_ref()).map_or("正在统计……", String::as_str).to_owned()
    }

    /// `2026年11月通报  草稿，未封存` and when the figures were taken.
    fn head(&self, width: usize, theme: &Theme) -> Line<'static> {
        let title = format!("{}通报  ", self.stretch.words());
        let Some(reading) = self.reading() else { return Line::styled(title, theme.title) };
        let (state, style) = match reading.frozen {
            Some(at) => (format!("已封存 {}", at.minute()), theme.good),
            None => ("草稿，未封存".to_owned(), theme.warn),
        };
        let taken = format!("统计时间 {}", reading.as_of.minute());
        let used = text::width(&title) + text::width(&state) + text::width(&taken);
        let gap = " ".repeat(width.saturating_sub(used));
        Line::from(vec![
            Span::styled(title, theme.title),
            Span::styled(state, style),
            Span::raw(gap),
            Span::styled(taken, theme.dim),
        ])
    }

    /// What the number in hand counts.
    fn foot(&self, width: usize, theme: &Theme) -> Line<'static> {
        let counted = self.counted();
        let words = match (self.phrase(), counted.get(self.number)) {
            (Some(phrase), Some((_, piece, _))) => {
                let cases = piece.cases.as_ref().map_or(0, Vec::len);
                let place = self.number + 1;
                format!("第{place}/{}个数  {}：可列出{cases}件", counted.len(), text::clean(&phrase))
            }
            _ => "正文是改过的，没有可以打开的数。".to_owned(),
        };
        Line::styled(text::fit(&words, width), theme.dim)
    }

    fn row(&self, row: &Row, is_heading: bool, theme: &Theme) -> Line<'static> {
        let style = |number: &Option<usize>| -> Style {
            match number {
                Some(number) if *number == self.number => theme.selected,
                Some(_) => theme.accent,
                None if is_heading => theme.title,
                None => theme.plain,
            }
        };
        Line::from(
            row.iter().map(|(words, number)| Span::styled(words.clone(), style(number))).collect::<Vec<_>>(),
        )
    }
}

/// The text in rows of so many cells, each with whether it is a heading.
fn rows_of(reading: &Reading, cells: usize) -> Vec<(Row, bool)> {
    let (mut rows, mut numbers) = (Vec::new(), 0);
    for paragraph in &reading.paragraphs {
        let signs = signs_of(paragraph, &mut numbers);
        let line: String = signs.iter().map(|(sign, _)| *sign).collect();
        let starts = text::row_starts(&line, cells);
        let ends = starts.iter().skip(1).copied().chain([signs.len()]);
        for (start, end) in starts.iter().copied().zip(ends) {
            rows.push((joined(signs.get(start..end).unwrap_or_default()), paragraph.is_heading));
        }
    }
    rows
}

/// Every sign of a paragraph with the number that it is a part of.
fn signs_of(paragraph: &Paragraph, numbers: &mut usize) -> Vec<(char, Option<usize>)> {
    let indent = if paragraph.is_heading { "" } else { INDENT };
    let mut signs: Vec<(char, Option<usize>)> = indent.chars().map(|sign| (sign, None)).collect();
    for piece in &paragraph.pieces {
        let number = piece.cases.as_ref().map(|_| *numbers);
        *numbers += usize::from(number.is_some());
        signs.extend(text::clean(&piece.text).chars().map(|sign| (sign, number)));
    }
    signs
}

fn joined(signs: &[(char, Option<usize>)]) -> Row {
    signs
        .chunk_by(|(_, one), (_, other)| one == other)
        .map(|run| (run.iter().map(|(sign, _)| *sign).collect(), run.first().and_then(|(_, number)| *number)))
        .collect()
}
