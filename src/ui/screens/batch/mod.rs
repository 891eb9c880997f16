//! One act on several cases: before it a page that says what it would do to each and which it does not fit, from which
//! single ones can be struck off; one confirmation; then on the same page what became of each.

mod draw;
mod report;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use ratatui::Frame;
use ratatui::layout::Rect;

use super::{Around, Call, Go, Screen, Told};
use crate::actions::{Act, Answers};
use crate::domain::ids::CaseId;
use crate::domain::refusal::Refusal;
use crate::domain::view::foretold::Foretold;
use crate::ui::keys::{Do, Scope};
use crate::ui::message::{
    CaseEffect, CaseMessage, Command, Effect, Message, Performed, SessionEffect, SessionMessage,
};
use crate::ui::widgets::toast::{Toast, Tone};
pub use report::BatchReport;

/// How far it has come.
enum Stands {
    /// What it would do is being looked for.
    Awaiting,
    /// It stands on the page and is to be confirmed.
    Asking,
    /// The cases are being done.
    Doing,
    /// What was done, and what was not, by case number.
    Done { done: Vec<CaseId>, refused: Vec<(String, Refusal)> },
}

/// What becomes of one case. The order is that of the page.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Fate {
    /// It will be done, or was struck off.
    Fits {
        is_struck: bool,
    },
    Done,
    /// It was tried.
    Failed(String),
    /// It was not tried.
    Unfit(String),
    Left,
}

pub struct Batch {
    action: &'static Act,
    cases: Vec<CaseId>,
    answers: Answers,
    /// Client-made id of the act.
    id: String,
    each: Vec<Foretold>,
    struck: BTreeSet<CaseId>,
    stands: Stands,
    selected: usize,
    /// Lines that the list had room for when it was last drawn.
    height: usize,
}

impl Batch {
    /// The page for an act on these cases with these answers.
    pub fn new(action: &'static Act, marked: &[(CaseId, String)], answers: Answers, id: String) -> Self {
        Self {
            action,
            cases: marked.iter().map(|(case, _)| *case).collect(),
            answers,
            id,
            each: Vec::new(),
            struck: BTreeSet::new(),
            stands: Stands::Awaiting,
            selected: 0,
            height: 1,
        }
    }

    fn foretell(&self) -> Call {
        Call::Ask(Effect::Case(CaseEffect::Foretell {
            act: self.id.clone(),
            action: self.action,
            cases: self.cases.clone(),
            answers: self.answers.clone(),
        }))
    }

    fn fate(&self, one: &Foretold) -> Fate {
        let is_struck = self.struck.contains(&one.case);
        match (&self.stands, &one.outcome) {
            (_, Err(refusal)) => Fate::Unfit(refusal.message.clone()),
            (Stands::Done { done, .. }, Ok(_)) if done.contains(&one.case) => Fate::Done,
            (Stands::Done { .. }, Ok(_)) if is_struck => Fate::Left,
            (Stands::Done { refused, .. }, Ok(_)) => {
                let refused = refused.iter().find(|(number, _)| *number == one.case_no);
                Fate::Failed(refused.map_or_else(String::new, |(_, refusal)| refusal.message.clone()))
            }
            (Stands::Awaiting | Stands::Asking | Stands::Doing, Ok(_)) => Fate::Fits { is_struck },
        }
    }

    /// The cases with what becomes of them, in the order of the page.
    fn items(&self) -> Vec<(&Foretold, Fate)> {
        let mut items: Vec<_> = self.each.iter().map(|one| (one, self.fate(one))).collect();
        items.sort_by_key(|(_, fate)| match fate {
            Fate::Fits { .. } | Fate::Done => 0,
            Fate::Failed(_) => 1,
            Fate::Unfit(_) => 2,
            Fate::Left => 3,
        });
        items
    }

    /// The cases that a confirmation is for, each as it was seen.
    fn chosen(&self) -> Vec<(CaseId, u32)> {
        let fits = self.each.iter().filter(|one| !self.struck.contains(&one.case));
        fits.filter_map(|one| Some((one.case, one.outcome.as_ref().ok()?.seq))).collect()
    }

    fn strike(&mut self) {
        let items = self.items();
        let Some((one, Fate::Fits { .. })) = items.get(self.selected) else { return };
        let case = one.case;
        if !self.struck.remove(&case) {
            self.struck.insert(case);
        }
    }

    /// The one confirmation. Every case is done as it was seen: one that somebody changed meanwhile is told.
    fn confirm(&mut self) -> Vec<Call> {
        let chosen = self.chosen();
        if chosen.is_empty() {
            let words = "没有可办的件，什么也没有做；按 Esc 返回。";
            return vec![Call::Say(Toast::new(Tone::Told, words))];
        }
        self.stands = Stands::Doing;
        let command = |(place, (case, seq))| Command {
            act: format!("{}.{place}", self.id),
            case: Some(case),
            seen_seq: Some(seq),
            action: self.action,
            answers: self.answers.clone(),
        };
        let commands = chosen.into_iter().enumerate().map(command).collect();
        vec![Call::Ask(Effect::Case(CaseEffect::PerformMany(commands)))]
    }

    fn enter(&mut self) -> Vec<Call> {
        match self.stands {
            Stands::Asking => self.confirm(),
            Stands::Done { .. } => vec![Call::Leave],
            Stands::Awaiting | Stands::Doing => Vec::new(),
        }
    }

    fn back(&self) -> Vec<Call> {
        match self.stands {
            Stands::Doing => vec![Call::Ask(Effect::Session(SessionEffect::Cancel))],
            Stands::Awaiting | Stands::Asking | Stands::Done { .. } => vec![Call::Leave],
        }
    }

    fn move_by(&mut self, rows: isize) {
        let last = self.each.len().saturating_sub(1);
        self.selected = self.selected.saturating_add_signed(rows).min(last);
    }

    fn hear_case(&mut self, message: &CaseMessage) -> Vec<Call> {
        match message {
            CaseMessage::Foretold { act, each } if *act == self.id => {
                if matches!(self.stands, Stands::Awaiting | Stands::Asking) {
                    self.each.clone_from(each);
                    self.stands = Stands::Asking;
                    self.move_by(0);
                }
                Vec::new()
            }
            // The answers themselves are wrong: the form says so, or else the last line.
            CaseMessage::Refused { act, .. } if *act == self.id => vec![Call::Leave],
            CaseMessage::PerformedMany { action, done, refused }
                if *action == self.action && matches!(self.stands, Stands::Doing) =>
            {
                self.finish(done, refused);
                vec![Call::Shown]
            }
            CaseMessage::Foretold { .. }
            | CaseMessage::Refused { .. }
            | CaseMessage::PerformedMany { .. }
            | CaseMessage::Performed { .. }
            | CaseMessage::Read(_)
            | CaseMessage::Paper(_)
            | CaseMessage::NotThere(_) => Vec::new(),
        }
    }

    fn finish(&mut self, done: &[Performed], refused: &[(String, Refusal)]) {
        let done = done.iter().map(|performed| performed.case).collect();
        self.stands = Stands::Done { done, refused: refused.to_vec() };
        self.selected = 0;
    }
}

impl Screen for Batch {
    fn scope(&self) -> Scope {
        match self.stands {
            Stands::Done { .. } => Scope::Report,
            Stands::Awaiting | Stands::Asking | Stands::Doing => Scope::Batch,
        }
    }

    #[expect(clippy::wildcard_enum_match_arm, reason = "a screen answers to its own keys only")]
    fn does(&mut self, what: Do, _around: &Around) -> Vec<Call> {
        if let Some(rows) = what.rows(self.height) {
            self.move_by(rows);
            return Vec::new();
        }
        match what {
            Do::Mark if matches!(self.stands, Stands::Asking) => {
                self.strike();
                self.move_by(1);
            }
            Do::OpenCase => {
                let items = self.items();
                return items
                    .get(self.selected)
                    .map(|(one, _)| Call::Go(Go::Case(one.case)))
                    .into_iter()
                    .collect();
            }
            Do::Open => return self.enter(),
            Do::Back => return self.back(),
            _ => {}
        }
        Vec::new()
    }

    fn hear(&mut self, told: Told<'_>, _around: &Around) -> Vec<Call> {
        match told {
            Told::Opened => vec![self.foretell()],
            // Somebody else may have brought one of them on.
            Told::Changed if matches!(self.stands, Stands::Asking) => vec![self.foretell()],
            Told::Message(Message::Case(message)) => self.hear_case(message),
            // What was done before it failed stands in the cases themselves.
            Told::Message(Message::Session(SessionMessage::Failed(_)))
                if matches!(self.stands, Stands::Awaiting | Stands::Doing) =>
            {
                vec![Call::Leave]
            }
            Told::Message(_)
            | Told::Changed
            | Told::Masked
            | Told::Filter(..)
            | Told::Next(_)
            | Told::Back(_)
            | Told::Leaving => Vec::new(),
        }
    }

    fn crumb(&self) -> Option<String> {
        Some(format!("批量{}", self.action.label()))
    }

    fn draw(&mut self, frame: &mut Frame<'_>, area: Rect, around: &Around) {
        if let Some(desk) = &around.desk {
            self.draw_page(frame, area, desk, &around.theme);
        }
    }
}
