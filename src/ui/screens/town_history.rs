//! 全镇经过: what happened to the town itself, newest first: its settings, people, calendar, deputies, imports.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;
use ratatui::widgets::Paragraph;

use super::page::Writer;
use super::places::Place;
use super::words::history_head;
use super::{Around, Call, Screen, Told};
use crate::domain::view::detail::HistoryLine;
use crate::ui::keys::{Do, Scope};
use crate::ui::message::{Effect, Message, TownEffect, TownMessage};

pub static PLACE: Place =
    Place::screen("全镇经过", "设置、人员、日历、授权、导入的记录", |_, _| {
        Ok(Box::new(TownHistory::default()))
    });

#[derive(Default)]
pub struct TownHistory {
    /// Newest first, as far as they were asked for; `None` until the first came.
    lines: Option<Vec<HistoryLine>>,
    /// The fact before which older ones stand.
    older: Option<u32>,
    /// Whether they are on their way.
    awaits: bool,
    refused: String,
    scroll: usize,
    furthest: usize,
    height: usize,
}

impl TownHistory {
    fn scroll_by(&mut self, rows: isize) -> Vec<Call> {
        self.scroll = self.scroll.saturating_add_signed(rows).min(self.furthest);
        self.ask_for_older()
    }

    /// The next stretch is asked for when the end of what is there has come in sight.
    fn ask_for_older(&mut self) -> Vec<Call> {
        let Some(older) = self.older.filter(|_| !self.awaits && self.scroll >= self.furthest) else {
            return Vec::new();
        };
        self.awaits = true;
        vec![ask(Some(older))]
    }

    /// A stretch of which nothing is for these eyes is followed by the next at once.
    fn take(&mut self, before: Option<u32>, lines: &[HistoryLine], older: Option<u32>) -> Vec<Call> {
        match (&mut self.lines, before) {
            (Some(shown), Some(_)) if before == self.older => shown.extend_from_slice(lines),
            // It was read anew meanwhile.
            (_, Some(_)) => return Vec::new(),
            (shown, None) => *shown = Some(lines.to_vec()),
        }
        self.refused.clear();
        self.older = older;
        self.awaits = lines.is_empty() && older.is_some();
        if self.awaits { vec![ask(older)] } else { Vec::new() }
    }
}

const fn ask(before: Option<u32>) -> Call {
    Call::Ask(Effect::Town(TownEffect::History { before }))
}

impl Screen for TownHistory {
    fn scope(&self) -> Scope {
        Scope::TownHistory
    }

    #[expect(clippy::wildcard_enum_match_arm, reason = "a screen answers to its own keys only")]
    fn does(&mut self, what: Do, _around: &Around) -> Vec<Call> {
        if let Some(rows) = what.rows(self.height) {
            return self.scroll_by(rows);
        }
        match what {
            Do::Back => vec![Call::Leave],
            _ => Vec::new(),
        }
    }

    fn hear(&mut self, told: Told<'_>, _around: &Around) -> Vec<Call> {
        match told {
            Told::Opened | Told::Changed => return vec![ask(None)],
            Told::Message(Message::Town(TownMessage::History { before, lines, older })) => {
                return self.take(*before, lines, *older);
            }
            Told::Message(Message::Town(TownMessage::NoHistory(refusal))) => {
                self.lines = None;
                self.refused.clone_from(&refusal.message);
            }
            Told::Message(_)
            | Told::Masked
            | Told::Filter(..)
            | Told::Next(_)
            | Told::Back(_)
            | Told::Leaving => {}
        }
        Vec::new()
    }

    fn draw(&mut self, frame: &mut Frame<'_>, area: Rect, around: &Around) {
        let mut page = Writer::new(area.width, &around.theme);
        page.heading("全镇经过");
        match (&self.lines, &around.desk) {
            _ if !self.refused.is_empty() => page.alarm(&self.refused),
            (Some(lines), Some(desk)) => {
                for line in lines {
                    page.dim(&history_head(line, desk));
                    page.inset(&line.summary);
                }
                if lines.is_empty() {
                    page.dim("还没有记录。");
                }
                if self.older.is_some() {
                    page.dim("往下翻，还有更早的。");
                }
            }
            (None, _) | (_, None) => page.dim("正在读取…"),
        }
        let lines: Vec<Line<'static>> = page.finish();
        self.height = usize::from(area.height).max(1);
        self.furthest = lines.len().saturating_sub(self.height);
        self.scroll = self.scroll.min(self.furthest);
        let shown: Vec<Line<'static>> = lines.into_iter().skip(self.scroll).take(self.height).collect();
        frame.render_widget(Paragraph::new(shown), area);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ids::PersonId;
    use crate::domain::refusal::Refusal;
    use crate::domain::refusal::RefusalCode;
    use crate::domain::time::Moment;
    use crate::ui::screens::testing::{Console, rows};
    use crossterm::event::KeyCode;

    fn line(seq: u32) -> HistoryLine {
        HistoryLine {
            seq,
            place: crate::domain::ids::ChainPlace(i64::from(seq)),
            at: Moment::parse("2026-11-20 09:12").unwrap(),
            act_on: None,
            actor: Some(PersonId(1)),
            on_behalf_of: None,
            action: "set_setting".to_owned(),
            summary: format!("第{seq}次修改设置"),
            hash: String::new(),
        }
    }

    fn opened() -> Console {
        let mut console = Console::listing((80, 24), rows(1, 3));
        console.press(":");
        console.press("全镇经过");
        let asked = console.key(KeyCode::Enter);
        assert!(asked.contains(&Effect::Town(TownEffect::History { before: None })), "{asked:?}");
        console
    }

    fn told(console: &mut Console, before: Option<u32>, seqs: &[u32], older: Option<u32>) -> Vec<Effect> {
        let lines = seqs.iter().map(|seq| line(*seq)).collect();
        let asked = console.app.tell(&Message::Town(TownMessage::History { before, lines, older }));
        console.screen();
        asked
    }

    fn older_than(seq: u32) -> Vec<Effect> {
        vec![Effect::Town(TownEffect::History { before: Some(seq) })]
    }

    #[test]
    fn it_reads_like_the_history_of_a_case_and_goes_on_where_it_ends() {
        let mut console = opened();
        let newest: Vec<u32> = (21..=40).rev().collect();
        told(&mut console, None, &newest, Some(21));
        console.line("2026-11-20 09:12  张三");
        console.line("第40次修改设置");
        assert_eq!(console.press("G"), older_than(21));
        assert_eq!(console.press("G"), [], "it is asked for once");
        let asked = told(&mut console, Some(21), &[], Some(11));
        assert_eq!(asked, older_than(11), "nothing of this stretch is for these eyes");
        told(&mut console, Some(21), &[20], Some(11));
        assert!(console.lacks("第20次"), "what was answered twice is taken once");
        told(&mut console, Some(11), &[3, 2, 1], None);
        assert_eq!(console.press("G"), [], "there is nothing older");
        console.line("第1次修改设置");
        console.press("g");
        console.line("第40次修改设置");
    }

    #[test]
    fn whoever_may_not_see_it_is_told_who_may() {
        let mut console = opened();
        let refusal = Refusal::new(RefusalCode::NotPermitted, "全镇经过由系统管理员查看。");
        console.app.tell(&Message::Town(TownMessage::NoHistory(refusal)));
        console.line("全镇经过由系统管理员查看。");
    }
}
