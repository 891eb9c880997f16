//! Writing to a file: the ledger of a list, figures, a bulletin or the month-end pack. One line asks where to; what is written is said over it.

#[cfg(test)]
mod tests;

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::text::Line;
use ratatui::widgets::Clear;

use super::{Around, Call, Screen, Told};
use crate::ui::input::Input;
use crate::ui::keys::{Do, Scope, lookup};
use crate::ui::message::{
    Effect, FigureEffect, FigureMessage, Message, SessionEffect, SessionMessage, TableWanted,
};
use crate::ui::text;
use crate::ui::theme::{Theme, glyphs};
use crate::ui::widgets::prompt::{Prompt, PromptOutcome};
use crate::ui::widgets::toast::{Toast, Tone};

const WHERE_TO: &str = "写到（文件夹，或新文件的完整路径）";
/// Where files go until somebody says another place.
const AT_FIRST: &str = "~/";
/// A rule with what is written, the line that is typed, what can be typed.
const LINES: u16 = 3;

/// Ends what is being written.
const STOP: Effect = Effect::Session(SessionEffect::Cancel);

pub struct Saving {
    wanted: TableWanted,
    prompt: Prompt,
    /// What was typed, once it was sent and as long as there is no answer.
    sent: Option<String>,
    /// How many cases were read for it by now.
    read: usize,
}

impl Saving {
    pub fn new(wanted: TableWanted) -> Self {
        Self { wanted, prompt: Prompt::new(WHERE_TO, AT_FIRST), sent: None, read: 0 }
    }

    fn send(&mut self, typed: &str) -> Vec<Call> {
        let typed = typed.trim();
        // A whole path typed behind what the line opened with is meant as it stands.
        let to = typed.strip_prefix(AT_FIRST).filter(|rest| rest.starts_with('/')).unwrap_or(typed);
        (self.sent, self.read) = (Some(to.to_owned()), 0);
        let wanted = Box::new(self.wanted.clone());
        vec![Call::Ask(Effect::Figures(FigureEffect::Write(wanted, to.to_owned())))]
    }

    /// What was sent was not written: it can be changed and tried again.
    fn give_back(&mut self) {
        if let Some(sent) = self.sent.take() {
            self.prompt = Prompt::new(WHERE_TO, &sent);
        }
    }

    fn title(&self) -> &'static str {
        match self.wanted {
            TableWanted::Ledger(..) => "把列出的件写成台账，投诉人隐去",
            TableWanted::Figures(_) => "把这一页的统计写成文件，和 ydt report 一样",
            TableWanted::Bulletin(_) => "把通报写成 docx，表格和图写成旁边的 xlsx",
            TableWanted::Pack(_) => "把月末包写进一个新建的文件夹",
        }
    }

    fn note(&self) -> String {
        if self.sent.is_some() {
            let read = if self.read > 0 { format!("已读{}件", self.read) } else { String::new() };
            return format!("正在写……{read}（Esc 停下，不写了）");
        }
        match &self.wanted {
            TableWanted::Ledger(..) => "文件夹里写成 xlsx；文件名以 .xlsx、.csv、.json 结尾定格式".to_owned(),
            TableWanted::Figures(_) => {
                "文件夹里写成 xlsx；文件名以 .xlsx、.csv、.json、.txt 结尾定格式".to_owned()
            }
            TableWanted::Bulletin(stretch) => {
                format!("文件夹里写成“通报{stretch}.docx”和“通报{stretch}.xlsx”")
            }
            TableWanted::Pack(stretch) => {
                format!("写文件夹，在里面新建“月末{stretch}”；或写新文件夹的完整路径")
            }
        }
    }
}

impl Screen for Saving {
    fn scope(&self) -> Scope {
        Scope::Line
    }

    fn is_window(&self) -> bool {
        true
    }

    fn input(&mut self, input: &Input, _around: &Around) -> Vec<Call> {
        if self.sent.is_some() {
            // Any other key would be meant for what is there when it is written.
            let stops = matches!(input, Input::Key(key) if lookup(Scope::Line, key) == Some(Do::Back));
            return stops.then_some(Call::Ask(STOP)).into_iter().collect();
        }
        match self.prompt.handle(input) {
            PromptOutcome::Typing => Vec::new(),
            PromptOutcome::GivenUp => vec![Call::Leave],
            PromptOutcome::Taken(typed) => self.send(&typed),
        }
    }

    fn hear(&mut self, told: Told<'_>, _around: &Around) -> Vec<Call> {
        match told {
            Told::Message(Message::Figures(FigureMessage::Written(Ok(words)))) if self.sent.is_some() => {
                vec![Call::Leave, Call::Say(Toast::new(Tone::Done, words.clone()))]
            }
            Told::Message(Message::Figures(FigureMessage::Read(cases))) => {
                self.read = *cases;
                Vec::new()
            }
            Told::Leaving if self.sent.is_some() => {
                vec![Call::OpenWork {
                    why: "文件还在写；退出就不写了，不会留下半个文件。", stop: Some(STOP)
                }]
            }
            Told::Message(Message::Figures(FigureMessage::Written(Err(refusal)))) => {
                self.give_back();
                vec![Call::Say(Toast::new(Tone::Refused, refusal.message.clone()))]
            }
            // What was sent got no answer: it can be tried again.
            Told::Message(Message::Session(SessionMessage::Failed(_))) => {
                self.give_back();
                Vec::new()
            }
            Told::Message(_)
            | Told::Opened
            | Told::Changed
            | Told::Masked
            | Told::Filter(..)
            | Told::Next(_)
            | Told::Back(_)
            | Told::Leaving => Vec::new(),
        }
    }

    fn draw(&mut self, frame: &mut Frame<'_>, area: Rect, around: &Around) {
        let height = LINES.min(area.height);
        let over = Rect { y: area.bottom().saturating_sub(height), height, ..area };
        frame.render_widget(Clear, over);
        let line = Constraint::Length(1);
        let [title, typed, note] = Layout::vertical([line, line, line]).areas(over);
        frame.render_widget(ruled(self.title(), title.width, &around.theme), title);
        self.prompt.draw(frame, typed, &around.theme, self.sent.is_none());
        frame.render_widget(Line::styled(format!("  {}", self.note()), around.theme.dim), note);
    }

    fn crumb(&self) -> Option<String> {
        Some("写成文件".to_owned())
    }
}

fn ruled(words: &str, width: u16, theme: &Theme) -> Line<'static> {
    let title = format!("{} {words} ", glyphs::rule(1));
    let rest = usize::from(width).saturating_sub(text::width(&title));
    Line::styled(title + &glyphs::rule(rest), theme.title)
}
