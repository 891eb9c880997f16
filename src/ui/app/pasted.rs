//! What to do with input that is no plain key: text pasted where nothing is typed, typing while the window is too
//! small to show it, a terminal that sends no UTF-8.

use crossterm::event::{KeyCode, KeyEvent};
use ratatui::Frame;
use ratatui::layout::Rect;

use super::App;
use crate::ui::input::{Input, typed, types_a_letter};
use crate::ui::keys::{self, Do, Scope};
use crate::ui::message::Effect;
use crate::ui::text;
use crate::ui::theme::Theme;
use crate::ui::widgets::confirm::Confirm;
use crate::ui::widgets::toast::{Toast, Tone};

/// So much typing is kept while the window is too small.
const KEPT_INPUTS: usize = 10_000;

/// So many cells of a pasted text are shown to whoever pasted it.
const SHOWN_CELLS: usize = 30;

/// Input that waits for an answer or for room.
#[derive(Default)]
pub(super) struct Waiting {
    /// Keys that look like a paste where no text is typed; nothing is done with them until the operator says so.
    pasted: Vec<KeyEvent>,
    /// Typed into a field that the window is too small to show.
    unseen: Vec<Input>,
    /// The terminal sent bytes that are no UTF-8, and the operator has not put the notice away.
    not_utf8: bool,
}

impl Waiting {
    /// Whether the question about a paste is open.
    pub(super) const fn asks(&self) -> bool {
        !self.pasted.is_empty()
    }

    /// The notice that holds until it is put away.
    pub(super) fn notice(&self) -> Option<Toast> {
        self.not_utf8.then(|| {
            let words = "终端编码不是 UTF-8，输入没有执行：PuTTY 在“翻译”、Xshell 在“编码”里改成 UTF-8";
            Toast::new(Tone::Warned, words)
        })
    }

    pub(super) fn warn_of_encoding(&mut self) {
        self.not_utf8 = true;
    }

    /// Enter and Esc put the notice away; typing goes on under it.
    pub(super) fn notice_seen(&mut self, key: &KeyEvent) {
        self.not_utf8 &= !matches!(key.code, KeyCode::Enter | KeyCode::Esc);
    }

    /// Draws the question about a paste, if it is open.
    pub(super) fn draw(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme) {
        if !self.asks() {
            return;
        }
        let pasted = typed(&self.pasted);
        let question = format!(
            "像是粘贴了{}字，没有执行：{}\n这里不输入文字；要粘贴内容，请先打开表单或筛选，再粘贴一次。",
            pasted.chars().count(),
            text::fit(&pasted, SHOWN_CELLS)
        );
        Confirm::new(question).answered_by("Esc 放弃 / Ctrl-Y 当作按键逐个执行").draw(frame, area, theme);
    }
}

impl App {
    /// Whether keys become text now.
    #[must_use]
    pub fn takes_text(&self) -> bool {
        matches!(self.scope(), Scope::Line | Scope::Form | Scope::Prose | Scope::Picker)
    }

    /// A paste without brackets: text where text is typed, elsewhere a question.
    pub(super) fn burst(&mut self, keys: Vec<KeyEvent>) -> Vec<Effect> {
        if self.takes_text() {
            return self.paste(typed(&keys));
        }
        self.waiting_input.pasted.extend(keys);
        Vec::new()
    }

    /// A paste with brackets.
    pub(super) fn paste(&mut self, text: String) -> Vec<Effect> {
        if self.takes_text() {
            return self.raw(&Input::Paste(text));
        }
        let count = text.chars().count();
        self.say_told(format!("粘贴了{count}字，没有执行：这里不输入文字，请先打开表单或筛选。"));
        Vec::new()
    }

    /// The answer to the question about a paste. Other keys are taken for the rest of it.
    pub(super) fn answer_about_paste(&mut self, key: &KeyEvent) -> Vec<Effect> {
        let answer = keys::lookup(Scope::Pasted, key);
        if !matches!(answer, Some(Do::Yes | Do::No)) {
            return Vec::new();
        }
        let pasted = std::mem::take(&mut self.waiting_input.pasted);
        let done = if answer == Some(Do::Yes) { pasted } else { Vec::new() };
        done.into_iter().flat_map(|key| self.key(key)).collect()
    }

    /// Keeps what is typed into a field that the window is too small to show; gives the rest back.
    pub(super) fn unless_unseen(&mut self, input: Input) -> Option<Input> {
        let is_typed = match &input {
            Input::Key(key) => self.around.keys.lookup(Scope::Always, key).is_none(),
            Input::Paste(_) | Input::Burst(_) => true,
            Input::Mouse(_) | Input::Resize(..) | Input::Drawn(_) | Input::NotUtf8 => false,
        };
        if !(is_typed && self.is_too_small() && self.takes_text()) {
            return Some(input);
        }
        if self.waiting_input.unseen.len() < KEPT_INPUTS {
            self.waiting_input.unseen.push(input);
        }
        None
    }

    /// Whether text that the window is too small to show waits for room.
    pub(super) fn has_unseen_text(&self) -> bool {
        self.waiting_input.unseen.first().is_some_and(is_text)
    }

    /// Puts the text that was typed unseen into its field, up to the first key that would do something else: nobody
    /// has seen what that would act on.
    pub(super) fn take_unseen_text(&mut self) -> Vec<Effect> {
        let unseen = std::mem::take(&mut self.waiting_input.unseen);
        let texts = unseen.iter().take_while(|input| is_text(input)).count();
        let mut unseen = unseen.into_iter();
        let effects = unseen.by_ref().take(texts).flat_map(|input| self.raw(&as_paste(input))).collect();
        self.waiting_input.unseen = unseen.collect();
        effects
    }

    /// Hands over what was typed unseen, once there is room.
    pub(super) fn release_unseen(&mut self) -> Vec<Effect> {
        if self.is_too_small() || self.waiting_input.unseen.is_empty() {
            return Vec::new();
        }
        let unseen = std::mem::take(&mut self.waiting_input.unseen);
        unseen.into_iter().flat_map(|input| self.handle(input)).collect()
    }
}

fn is_text(input: &Input) -> bool {
    match input {
        Input::Key(key) => types_a_letter(key),
        Input::Paste(_) | Input::Burst(_) => true,
        Input::Mouse(_) | Input::Resize(..) | Input::Drawn(_) | Input::NotUtf8 => false,
    }
}

fn as_paste(input: Input) -> Input {
    match input {
        Input::Burst(keys) => Input::Paste(typed(&keys)),
        other @ (Input::Key(_)
        | Input::Paste(_)
        | Input::Mouse(_)
        | Input::Resize(..)
        | Input::Drawn(_)
        | Input::NotUtf8) => other,
    }
}
