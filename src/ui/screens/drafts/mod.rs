//! 草稿箱: one's own unfinished texts, each with the form it belongs to. Enter goes on with one, where the form offers it.

#[cfg(test)]
mod tests;

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::style::Style;
use ratatui::text::Line;
use ratatui::widgets::Paragraph;

use super::places::Place;
use super::{Around, Call, Go, Screen, Told, words};
use crate::actions;
use crate::ui::input::Input;
use crate::ui::keys::{Do, Scope};
use crate::ui::message::{DraftAbout, DraftEffect, Effect, ListEffect, WaitingDraft};
use crate::ui::widgets::confirm::Confirm;
use crate::ui::widgets::table::{Column, Table, TableRow, first_shown};
use crate::ui::widgets::toast::{Toast, Tone};

pub static PLACE: Place =
    Place::screen("草稿箱", "自己没有提交的表，接着填或丢弃", |_, _| {
        Ok(Box::new(DraftList::default()))
    })
    .by(Scope::Inbox, Do::Drafts);

const TABLE: Table<'static> = Table {
    inset: 0,
    marks: 1,
    columns: &[
        Column::need(16).titled("留存时间").gap(2),
        Column::need(20).titled("表").gap(2),
        Column::fill(1).titled("哪一件").gap(0),
    ],
};

/// The list; the drafts themselves belong to the router, which is told of them.
#[derive(Default)]
pub struct DraftList {
    selected: usize,
    /// How many of them were shown at once when it was drawn last.
    height: usize,
    /// Whether the one with this key may go.
    asking: Option<(String, Confirm)>,
}

impl DraftList {
    fn at<'a>(&self, drafts: &'a [WaitingDraft]) -> Option<&'a WaitingDraft> {
        drafts.get(self.selected)
    }

    fn move_by(&mut self, rows: isize, drafts: &[WaitingDraft]) {
        let last = drafts.len().saturating_sub(1);
        self.selected = self.selected.saturating_add_signed(rows).min(last);
    }

    fn open(&self, drafts: &[WaitingDraft]) -> Vec<Call> {
        let Some(draft) = self.at(drafts) else { return Vec::new() };
        let Ok(act) = actions::find(&draft.form) else {
            return say("这个版本没有这张表了，草稿还在；不要的按 D 丢弃。".to_owned());
        };
        match &draft.about {
            DraftAbout::Case(id, _) => vec![Call::Go(Go::ActOn(*id, act))],
            DraftAbout::New => vec![Call::Go(Go::Register)],
            DraftAbout::Town => vec![Call::Go(Go::Chosen(act))],
            DraftAbout::Marked => say(format!(
                "这份是给几件一起填的：在收件箱标记要办的件，按 a 选“{}”，会问是否恢复。",
                act.label()
            )),
        }
    }
}

impl Screen for DraftList {
    fn scope(&self) -> Scope {
        if self.asking.is_some() { Scope::Confirm } else { Scope::Drafts }
    }

    fn input(&mut self, input: &Input, _around: &Around) -> Vec<Call> {
        let Some((key, question)) = self.asking.take() else { return Vec::new() };
        match Confirm::answer(input) {
            Some(true) => vec![
                Call::Ask(Effect::Drafts(DraftEffect::Drop(key))),
                Call::Say(Toast::new(Tone::Done, "草稿已丢弃。")),
            ],
            Some(false) => Vec::new(),
            None => {
                self.asking = Some((key, question));
                Vec::new()
            }
        }
    }

    #[expect(clippy::wildcard_enum_match_arm, reason = "a screen answers to its own keys only")]
    fn does(&mut self, what: Do, around: &Around) -> Vec<Call> {
        let drafts = &around.drafts;
        if let Some(rows) = what.rows(self.height) {
            self.move_by(rows, drafts);
            return Vec::new();
        }
        match what {
            Do::Open => return self.open(drafts),
            Do::Discard => {
                if let Some(draft) = self.at(drafts) {
                    let question = format!("丢弃草稿“{}”？丢弃后找不回来。", named(draft));
                    let question = Confirm::new(question).answered_by("Enter 丢弃  Esc 不丢");
                    self.asking = Some((draft.key.clone(), question));
                }
            }
            Do::Back => return vec![Call::Leave],
            _ => {}
        }
        Vec::new()
    }

    fn hear(&mut self, told: Told<'_>, _around: &Around) -> Vec<Call> {
        match told {
            Told::Opened | Told::Changed => vec![Call::Ask(Effect::Lists(ListEffect::Drafts))],
            Told::Message(_)
            | Told::Masked
            | Told::Filter(..)
            | Told::Next(_)
            | Told::Back(_)
            | Told::Leaving => Vec::new(),
        }
    }

    fn draw(&mut self, frame: &mut Frame<'_>, area: Rect, around: &Around) {
        let theme = &around.theme;
        self.move_by(0, &around.drafts);
        let [title, head, body] =
            Layout::vertical([Constraint::Length(2), Constraint::Length(1), Constraint::Min(1)]).areas(area);
        let words = format!("  草稿箱 {}", around.drafts.len());
        frame.render_widget(Line::styled(words, theme.title), title);
        if around.drafts.is_empty() {
            frame.render_widget(Line::styled("  没有留着的草稿。", theme.plain), head);
        } else {
            let rows: Vec<TableRow> = around.drafts.iter().map(row).collect();
            let cells = usize::from(body.width);
            self.height = usize::from(body.height).max(1);
            frame.render_widget(Paragraph::new(TABLE.heading(cells, &rows, theme.label)), head);
            let lines = TABLE.lines(cells, &rows, Some(self.selected), theme.selected);
            let first = first_shown(self.selected, self.height);
            let shown: Vec<Line<'static>> = lines.into_iter().skip(first).take(self.height).collect();
            frame.render_widget(Paragraph::new(shown), body);
        }
        if let Some((_, question)) = &self.asking {
            question.draw(frame, area, theme);
        }
    }
}

fn row(draft: &WaitingDraft) -> TableRow {
    let cells = [draft.kept_at.minute(), label(draft).to_owned(), about(draft)];
    TableRow::of(cells.map(|words| (words, Style::new())).to_vec())
}

fn label(draft: &WaitingDraft) -> &str {
    match words::action_label(&draft.form) {
        "" => &draft.form,
        label => label,
    }
}

fn about(draft: &WaitingDraft) -> String {
    match &draft.about {
        DraftAbout::Case(_, number) => number.clone(),
        DraftAbout::New => "新的一件".to_owned(),
        DraftAbout::Marked => "标记的几件".to_owned(),
        DraftAbout::Town => "全镇".to_owned(),
    }
}

fn named(draft: &WaitingDraft) -> String {
    format!("{} {}", label(draft), about(draft))
}

fn say(words: String) -> Vec<Call> {
    vec![Call::Say(Toast::new(Tone::Told, words))]
}
