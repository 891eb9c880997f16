//! Writing a paper to a file: where to, and for a paper that says who complains what for.

use crate::domain::paper::PaperKind;
use crate::ui::input::Input;
use crate::ui::message::{CaseEffect, Effect, PaperAbout, PaperWanted};
use crate::ui::screens::Call;
use crate::ui::widgets::prompt::{Prompt, PromptOutcome};

const WHERE_TO: &str = "写到（文件夹，或新文件的完整路径）";
const WHAT_FOR: &str = "用途（文书上有投诉人身份，计入经过）";
/// Where files go until somebody says another place.
const AT_FIRST: &str = "~/";

/// The lines that are being typed.
pub(super) struct Writing {
    pub prompt: Prompt,
    about: PaperAbout,
    kind: PaperKind,
    /// Where the file goes, once that was typed.
    to: Option<String>,
    /// Sent, and not answered yet.
    is_sent: bool,
}

impl Writing {
    /// Asks where to, beginning with the place of the last time.
    pub fn begin(about: PaperAbout, kind: PaperKind, last: Option<&str>) -> Self {
        let prompt = Prompt::new(WHERE_TO, last.unwrap_or(AT_FIRST));
        Self { prompt, about, kind, to: None, is_sent: false }
    }

    /// Where the file goes, for the next time.
    pub fn place(&self) -> Option<&str> {
        self.to.as_deref()
    }

    /// A key or a paste; `None` when it was given up.
    pub fn handle(&mut self, input: &Input) -> Option<Vec<Call>> {
        if self.is_sent {
            return Some(Vec::new());
        }
        match self.prompt.handle(input) {
            PromptOutcome::Typing => Some(Vec::new()),
            PromptOutcome::GivenUp => None,
            PromptOutcome::Taken(typed) => Some(self.take(&typed)),
        }
    }

    fn take(&mut self, typed: &str) -> Vec<Call> {
        let typed = typed.trim();
        // A whole path typed behind what the line opened with is meant as it stands.
        let whole = typed.strip_prefix(AT_FIRST).filter(|rest| self.to.is_none() && rest.starts_with('/'));
        let typed = whole.unwrap_or(typed).to_owned();
        let reason = match &self.to {
            None => {
                self.to = Some(typed);
                if self.kind.carries_identity() {
                    self.prompt = Prompt::new(WHAT_FOR, "");
                    return Vec::new();
                }
                None
            }
            Some(_) => Some(typed),
        };
        self.is_sent = true;
        let to = self.to.clone().unwrap_or_default();
        let wanted = PaperWanted { about: self.about, kind: self.kind, reason, to };
        vec![Call::Ask(Effect::Case(CaseEffect::WritePaper(Box::new(wanted))))]
    }

    /// It was not written, or what was sent got no answer: the place is asked for anew.
    pub fn give_back(&mut self) {
        if std::mem::take(&mut self.is_sent) {
            self.prompt = Prompt::new(WHERE_TO, &self.to.take().unwrap_or_default());
        }
    }
}
