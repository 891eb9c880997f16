//! How a form looks: heading, fields with one column of labels, and under them what the field in focus is for, what
//! was refused, or the question to confirm.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line as Row, Span};

use super::entry::{Entry, Value};
use super::{Form, Notice, typed_date};
use crate::actions::FieldKind;
use crate::ui::text;
use crate::ui::theme::{Theme, glyphs};

/// Widest column of labels, in cells.
const WIDEST_LABEL: usize = 24;
/// Rows of a long text that is not being edited.
const PREVIEW_ROWS: usize = 3;
/// Rows at least for a long text that is being edited.
const EDITOR_ROWS: usize = 4;
/// Rows of the heading, its rule included.
const HEAD_ROWS: u16 = 3;
/// Cells of the subject in the question before an irrevocable step.
const QUESTION_SUBJECT_CELLS: usize = 40;
/// Most rows of what the answers would bring about.
const FORETOLD_ROWS: usize = 2;
/// Most rows of the message under the fields.
const NOTICE_ROWS: usize = 4;

impl Form {
    /// Draws the form; the terminal's cursor stands in the field in focus.
    pub fn draw(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme) {
        if area.height < HEAD_ROWS + 4 {
            frame.render_widget(Span::styled("窗口太小，请放大后继续填写。", theme.warn), area);
            return;
        }
        self.draw_head(frame, area, theme);
        let below = Rect { y: area.y + HEAD_ROWS, height: area.height - HEAD_ROWS, ..area };
        self.draw_below(frame, below, theme);
    }

    /// Draws fields and foot, where the heading stands elsewhere.
    pub fn draw_below(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme) {
        let (message, style) = self.message(theme);
        let mut lines: Vec<Span<'static>> = text::wrap(&message, usize::from(area.width))
            .into_iter()
            .map(|row| Span::styled(row, style))
            .collect();
        lines.truncate(NOTICE_ROWS);
        // One more row stays for a longer hint, so that the fields don't move with the focus.
        lines.resize(lines.len().max(2), Span::raw(""));
        if !self.foretold.is_empty() && !self.asking && !self.busy {
            let told = text::wrap(&self.foretold, usize::from(area.width)).into_iter().take(FORETOLD_ROWS);
            let told: Vec<Span<'static>> = told.map(|row| Span::styled(row, theme.plain)).collect();
            lines.splice(0..0, told);
        }
        let foot = u16::try_from(lines.len()).unwrap_or(2) + 1;
        if area.height < foot + 1 {
            frame.render_widget(Span::styled("窗口太小，请放大后继续填写。", theme.warn), area);
            return;
        }
        let body = Rect { height: area.height - foot, ..area };
        if let Some(picker) = &self.picker {
            picker.draw(frame, body, theme);
        } else {
            self.draw_fields(frame, body, theme);
        }
        let mut line = Rect { y: body.bottom(), height: 1, ..area };
        self.draw_rule(frame, line, theme);
        for text in lines {
            line.y += 1;
            frame.render_widget(text, line);
        }
    }

    /// Rows that the form fills; what lies below is free. An open pick list takes all there is.
    #[must_use]
    pub fn rows_wanted(&self, area: Rect) -> u16 {
        HEAD_ROWS.saturating_add(self.rows_below(area)).min(area.height.max(1))
    }

    /// The same without the heading.
    #[must_use]
    pub fn rows_below(&self, area: Rect) -> u16 {
        if self.picker.is_some() {
            return area.height;
        }
        let fields: usize = self.heights(area).iter().sum();
        let folded = usize::from(!self.folded().is_empty());
        let told = text::wrap(&self.foretold, usize::from(area.width)).len().min(FORETOLD_ROWS);
        let foot = 3 + if self.foretold.is_empty() { 0 } else { told };
        u16::try_from(fields.max(1) + folded + foot).unwrap_or(u16::MAX)
    }

    /// Draws the heading on one row.
    pub fn draw_title(&self, frame: &mut Frame<'_>, row: Rect, theme: &Theme) {
        let cells = usize::from(row.width).saturating_sub(text::width(self.note) + 1);
        let label = format!("{}  ", self.questions.title);
        let subject = text::pad(&self.subject, cells.saturating_sub(text::width(&label)));
        let heading = Row::from(vec![
            Span::styled(label, theme.title),
            Span::styled(subject, theme.plain),
            Span::styled(format!(" {}", self.note), theme.label),
        ]);
        frame.render_widget(heading, row);
    }

    fn draw_head(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme) {
        let cells = usize::from(area.width);
        let line = |y: u16| Rect { y: area.y + y, height: 1, ..area };
        self.draw_title(frame, line(0), theme);
        frame.render_widget(Span::styled(text::fit(self.questions.summary, cells), theme.dim), line(1));
        frame.render_widget(Span::styled(glyphs::rule(cells), theme.dim), line(2));
    }

    /// The rule under the fields says where in the form one is.
    fn draw_rule(&self, frame: &mut Frame<'_>, line: Rect, theme: &Theme) {
        let count = match self.entries.get(self.focus).map(|entry| &entry.value) {
            Some(Value::Prose(editor)) => format!("  {}字", editor.chars()),
            Some(Value::Typed(_) | Value::One(..) | Value::Several(..) | Value::Flag(_)) | None => {
                String::new()
            }
        };
        let (at, all) = self.place_among_shown();
        let place = match all {
            0 => " 没有要填的，Ctrl-s 提交".to_owned(),
            all => format!(" 第{at}/{all}项  带*的必填{count}"),
        };
        let rule = glyphs::rule(usize::from(line.width).saturating_sub(text::width(&place)));
        frame.render_widget(Span::styled(rule + &place, theme.dim), line);
    }

    fn message(&self, theme: &Theme) -> (String, Style) {
        if self.busy {
            let words = self.awaited.as_ref().map_or_else(
                || "正在提交，请稍候。".to_owned(),
                |awaited| format!("{awaited}（Esc 不再等待）。"),
            );
            return (words, theme.accent);
        }
        if let (true, Some(effect)) = (self.asking, self.confirm) {
            // A long subject must not push out the effect or how to answer.
            let subject = text::fit(&self.subject, QUESTION_SUBJECT_CELLS);
            let told =
                if self.foretold.is_empty() { String::new() } else { format!("（{}）", self.foretold) };
            return (format!("确认：{subject} {effect}{told}？ 回车确认 / Esc 返回"), theme.warn);
        }
        match &self.notice {
            Notice::Refused(message) => (format!("{} {message}", glyphs::REFUSED), theme.bad),
            Notice::Told(message) => (message.clone(), theme.warn),
            Notice::Hint => (self.hint(), theme.dim),
        }
    }

    fn label_cells(&self) -> usize {
        let shown = self.entries.iter().enumerate().filter(|(place, _)| self.is_shown(*place));
        let widest = shown.map(|(_, entry)| text::width(Self::label(entry))).max();
        widest.unwrap_or(0).min(WIDEST_LABEL)
    }

    /// The label of a field; that of a list of words leaves out what is added in brackets, for its line needs the room.
    fn label(entry: &Entry) -> &'static str {
        let label = entry.field.label;
        let added = label.strip_suffix('）').and_then(|label| label.split_once('（'));
        match (entry.field.kind, added) {
            (FieldKind::Choice(_), Some((short, _))) => short,
            (_, Some(_) | None) => label,
        }
    }

    /// The same where the fields were drawn last; keys typed ahead come before the first drawing.
    pub(super) fn cells_drawn(&self) -> usize {
        let drawn = Some(self.drawn.get()).filter(|area| area.width > 0).unwrap_or(super::SMALLEST);
        self.value_cells(drawn)
    }

    /// Cells for what is entered, right of the labels and their marks.
    pub(super) fn value_cells(&self, area: Rect) -> usize {
        usize::from(area.width).saturating_sub(self.label_cells() + 6).max(2)
    }

    /// Rows of every field. The one in focus never has more than there are on the screen.
    pub(super) fn heights(&self, area: Rect) -> Vec<usize> {
        let cells = self.value_cells(area);
        let most = usize::from(area.height).saturating_sub(2).max(1);
        let height = |(place, entry): (usize, &Entry)| match &entry.value {
            _ if !self.is_shown(place) => 0,
            Value::Prose(editor) if place == self.focus => {
                (editor.rows(u16::try_from(cells).unwrap_or(u16::MAX)) + 1).max(EDITOR_ROWS).min(most)
            }
            Value::Prose(editor) => editor.rows(u16::try_from(cells).unwrap_or(u16::MAX)).min(PREVIEW_ROWS),
            Value::Typed(_) | Value::One(..) | Value::Several(..) | Value::Flag(_) => 1,
        };
        self.entries.iter().enumerate().map(height).collect()
    }

    fn draw_fields(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme) {
        self.drawn.set(area);
        let heights = self.heights(area);
        let visible = usize::from(area.height);
        let top: usize = heights.iter().take(self.focus).sum();
        let bottom = top + heights.get(self.focus).copied().unwrap_or(0);
        let total: usize = heights.iter().sum();
        let scroll = self.scroll.get().min(top).max(bottom.saturating_sub(visible));
        let scroll = scroll.min(total.saturating_sub(visible));
        self.scroll.set(scroll);
        let mut row = 0;
        for ((place, entry), height) in self.entries.iter().enumerate().zip(heights) {
            let shown_from = row.max(scroll);
            let shown_to = (row + height).min(scroll + visible);
            if shown_from < shown_to {
                let part = Rect {
                    y: area.y + u16::try_from(shown_from - scroll).unwrap_or(0),
                    height: u16::try_from(shown_to - shown_from).unwrap_or(0),
                    ..area
                };
                self.draw_entry(frame, part, theme, (entry, place == self.focus, shown_from - row));
            }
            row += height;
        }
        let folded = self.folded();
        if !folded.is_empty() && row >= scroll && row < scroll + visible {
            let more = format!("   更多：{}（Tab 往下）", folded.join("、"));
            let y = area.y + u16::try_from(row - scroll).unwrap_or(0);
            frame.render_widget(
                Span::styled(text::fit(&more, usize::from(area.width)), theme.dim),
                Rect { y, height: 1, ..area },
            );
        }
    }

    /// One field from its row `skipped` on.
    fn draw_entry(
        &self,
        frame: &mut Frame<'_>,
        area: Rect,
        theme: &Theme,
        (entry, focused, skipped): (&Entry, bool, usize),
    ) {
        let label_cells = self.label_cells();
        if skipped == 0 {
            let star = if self.is_demanded(entry) { glyphs::STAR } else { " " };
            let pointer = if focused { glyphs::POINTER } else { " " };
            let label = format!("{pointer} {star}{}  ", text::pad(Self::label(entry), label_cells));
            let style = if focused { theme.accent } else { theme.label };
            frame.render_widget(Span::styled(label, style), Rect { height: 1, ..area });
        }
        let left = u16::try_from(label_cells + 5).unwrap_or(0).min(area.width);
        let area = Rect { x: area.x + left, width: area.width - left, ..area };
        match &entry.value {
            Value::Prose(editor) if focused && !self.asking => editor.draw(frame, area),
            Value::Prose(editor) => draw_preview(frame, area, theme, (&editor.text(), skipped)),
            Value::Typed(line) => {
                let note = self.day_note(entry, &line.text());
                let note_cells = u16::try_from(text::width(&note)).unwrap_or(0);
                let typed_cells = if note.is_empty() { area.width } else { 18.min(area.width) };
                let typed = Rect { width: typed_cells, height: 1, ..area };
                if line.is_empty() && !focused {
                    draw_unfilled(frame, area, theme, entry);
                } else {
                    line.draw_line(frame, typed, theme, focused && !self.asking);
                }
                let beside =
                    Rect { x: area.x + typed_cells, width: area.width - typed_cells, height: 1, ..area };
                if note_cells > 0 {
                    frame.render_widget(
                        Span::styled(text::fit(&note, usize::from(beside.width)), theme.dim),
                        beside,
                    );
                }
            }
            Value::One(..) | Value::Several(..) | Value::Flag(_) => {
                let chosen = chosen(entry);
                if let Some(line) = entry.line(usize::from(area.width), theme) {
                    frame.render_widget(line, area);
                } else if chosen.is_empty() {
                    draw_unfilled(frame, area, theme, entry);
                } else {
                    let chosen = text::fit(&chosen, usize::from(area.width));
                    frame.render_widget(Span::styled(chosen, theme.plain), area);
                }
                if focused && !self.asking {
                    frame.set_cursor_position((area.x.min(area.right().saturating_sub(1)), area.y));
                }
            }
        }
    }

    fn day_note(&self, entry: &Entry, typed: &str) -> String {
        let desk = self.desk.as_ref().filter(|_| entry.holds_day());
        let note = desk.and_then(|desk| typed_date::day_note(typed, desk.today(), &desk.calendar));
        note.unwrap_or_default()
    }
}

fn draw_empty(frame: &mut Frame<'_>, area: Rect, theme: &Theme) {
    frame.render_widget(Span::styled("-", theme.dim), area);
}

/// An empty field, with the condition under which it may not stay so.
fn draw_unfilled(frame: &mut Frame<'_>, area: Rect, theme: &Theme, entry: &Entry) {
    draw_empty(frame, area, theme);
    let beside = Rect { x: (area.x + 2).min(area.right()), width: area.width.saturating_sub(2), ..area };
    let needed = text::fit(entry.field.needed, usize::from(beside.width));
    frame.render_widget(Span::styled(needed, theme.label), beside);
}

/// The beginning of a long text that is not being edited.
fn draw_preview(frame: &mut Frame<'_>, area: Rect, theme: &Theme, (prose, skipped): (&str, usize)) {
    if prose.is_empty() {
        draw_empty(frame, area, theme);
        return;
    }
    let rows = text::wrap(prose, usize::from(area.width).saturating_sub(1));
    let last = PREVIEW_ROWS - 1;
    let is_cut = rows.len() > PREVIEW_ROWS;
    for ((place, row), y) in
        rows.iter().enumerate().take(PREVIEW_ROWS).skip(skipped).zip(area.y..area.bottom())
    {
        let row = if is_cut && place == last {
            text::fit(&format!("{row}{}", " ".repeat(4)), text::width(row).saturating_sub(1).max(2))
        } else {
            row.clone()
        };
        frame.render_widget(Span::styled(row, theme.plain), Rect { y, height: 1, ..area });
    }
}

/// What is chosen, as it is read.
fn chosen(entry: &Entry) -> String {
    match &entry.value {
        Value::One(choices, at) => {
            at.and_then(|place| choices.get(place)).map_or_else(String::new, |choice| {
                match entry.field.kind {
                    // What a setting is now and what it takes is needed for the next field.
                    FieldKind::Setting => format!("{}（{}）", choice.label, choice.note),
                    FieldKind::Line
                    | FieldKind::People(_)
                    | FieldKind::Prose
                    | FieldKind::Choice(_)
                    | FieldKind::Several(_)
                    | FieldKind::Unit(_)
                    | FieldKind::Person(_)
                    | FieldKind::Date
                    | FieldKind::Moment
                    | FieldKind::Count
                    | FieldKind::Flag
                    | FieldKind::Case
                    | FieldKind::Cases
                    | FieldKind::Alert
                    | FieldKind::File(_) => choice.label.clone(),
                }
            })
        }
        Value::Several(choices, marked) => marked
            .iter()
            .filter_map(|place| choices.get(*place))
            .map(|choice| choice.label.as_str())
            .collect::<Vec<_>>()
            .join("、"),
        Value::Flag(true) => "[x] 是".to_owned(),
        Value::Flag(false) => "[ ] 否".to_owned(),
        Value::Typed(_) | Value::Prose(_) => String::new(),
    }
}
