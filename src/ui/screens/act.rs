//! Doing one action: its form, the wait for the answer, and the draft that keeps what was typed. A refusal or a
//! conflict leaves the text as it is.

use ratatui::Frame;
use ratatui::layout::Rect;

use super::background::Background;
use super::{Call, inset};
use crate::actions::{self, Answers};
use crate::domain::case::Case;
use crate::domain::desk::Desk;
use crate::domain::ids::CaseId;
use crate::domain::refusal::{Refusal, RefusalCode};
use crate::domain::time::Moment;
use crate::domain::town::time_of_day::TimeOfDay;
use crate::domain::words::Route;
use crate::ui::input::Input;
use crate::ui::keys::Scope;
use crate::ui::message::{CaseEffect, Command, DraftEffect, Effect};
use crate::ui::theme::Theme;
use crate::ui::widgets::confirm::Confirm;
use crate::ui::widgets::form::{Form, FormOutcome};
use crate::ui::widgets::toast::{Toast, Tone};

/// What the action is done to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// A new case.
    New,
    /// One case as it was when the form opened.
    One {
        id: CaseId,
        /// Its number and title.
        name: String,
        /// How many events it had.
        seen_seq: u32,
        /// Its route, which says which kind of unit can have it.
        route: Option<Route>,
        /// What is shown under the form.
        background: Background,
    },
    /// The marked cases, with their numbers.
    Many(Vec<(CaseId, String)>),
}

impl Target {
    /// The case as the form sees it now.
    pub fn one(case: &Case) -> Self {
        let name = format!("{} {}", case.case_no, case.title.text());
        Self::One {
            id: case.id,
            name,
            seen_seq: case.seq,
            route: case.route,
            background: Background::of(case),
        }
    }

    fn name(&self) -> String {
        match self {
            Self::New => String::new(),
            Self::One { name, .. } => name.clone(),
            Self::Many(marked) => format!("已标记的{}件", marked.len()),
        }
    }

    const fn route(&self) -> Option<Route> {
        match self {
            Self::One { route, .. } => *route,
            Self::New | Self::Many(_) => None,
        }
    }

    fn cases(&self) -> Vec<CaseId> {
        match self {
            Self::New => Vec::new(),
            Self::One { id, .. } => vec![*id],
            Self::Many(marked) => marked.iter().map(|(id, _)| *id).collect(),
        }
    }

    fn draft_part(&self) -> String {
        match self {
            Self::New => "new".to_owned(),
            Self::One { id, .. } => id.0.to_string(),
            Self::Many(_) => "marked".to_owned(),
        }
    }
}

/// An action being done.
pub struct Act {
    action: &'static actions::Act,
    target: Target,
    id: String,
    draft_key: String,
    form: Form,
    /// What the form opened with; a draft that says the same is no news.
    prefill: Answers,
    /// A kept draft and the question whether to take it up.
    offered: Option<(Answers, Confirm)>,
    /// Something changed since the last draft; the loop keeps it within seconds.
    unkept: bool,
    is_dirty: bool,
    /// Somebody else changed the case and the operator was told: the next reading counts as seen.
    rereads: bool,
}

impl Act {
    /// Opens the form; `id` makes doubled submissions one act.
    pub fn open(
        action: &'static actions::Act,
        target: Target,
        prefill: Answers,
        id: String,
        desk: &Desk,
    ) -> Self {
        let draft_key = format!("{}/{}/{}", desk.actor.id.0, target.draft_part(), action.code);
        let form = Form::open(action, &prefill, desk, target.name()).on_route(target.route());
        Self {
            action,
            target,
            id,
            draft_key,
            form,
            prefill,
            offered: None,
            unkept: false,
            is_dirty: false,
            rereads: false,
        }
    }

    /// Asks for a draft kept earlier; actions without fields have none.
    pub fn first_calls(&self) -> Vec<Call> {
        if self.action.fields().is_empty() {
            return Vec::new();
        }
        vec![Call::Ask(Effect::Drafts(DraftEffect::Load(self.draft_key.clone())))]
    }

    /// Whether an answer is meant for this act.
    pub fn is_act(&self, act: &str) -> bool {
        self.id == act
    }

    /// Whether it waits for the answer to several commands.
    pub fn awaits_many(&self) -> bool {
        matches!(self.target, Target::Many(_)) && self.form.is_busy()
    }

    /// What the operator reads of the action.
    pub fn label(&self) -> &'static str {
        self.action.label()
    }

    /// The bindings that hold now.
    pub fn scope(&self) -> Scope {
        if self.offered.is_some() { Scope::Confirm } else { self.form.scope() }
    }

    /// The draft of what would be lost otherwise.
    pub fn keep(&mut self) -> Option<Effect> {
        if !std::mem::take(&mut self.unkept) {
            return None;
        }
        let (key, cases, answers) = (self.draft_key.clone(), self.target.cases(), self.form.answers());
        Some(Effect::Drafts(DraftEffect::Save { key, cases, answers }))
    }

    /// Whether something was typed since the last draft.
    pub const fn has_unkept(&self) -> bool {
        self.unkept
    }

    /// Whether something was typed that is not committed.
    pub const fn is_dirty(&self) -> bool {
        self.is_dirty
    }

    /// The draft has been committed with the act.
    pub fn drop_draft(&self) -> Effect {
        Effect::Drafts(DraftEffect::Drop(self.draft_key.clone()))
    }

    /// A draft came. It is not offered over something already typed.
    pub fn offer(&mut self, key: &str, kept: Option<(Answers, Moment)>, desk: &Desk) {
        let Some((answers, at)) = kept else { return };
        let is_untouched = !self.is_dirty && !self.form.is_busy();
        if key == self.draft_key && is_untouched && answers != self.prefill {
            let when = kept_at(at, desk);
            let question = format!("上次 {when} 未提交的内容：回车恢复 / Esc 丢弃");
            self.offered = Some((answers, Confirm::new(question)));
        }
    }

    /// Nothing was done; the form says why and keeps its text.
    pub fn refuse(&mut self, refusal: &Refusal) -> Vec<Call> {
        self.form.refuse(refusal);
        match &self.target {
            Target::One { id, .. } if refusal.code == RefusalCode::Conflict => {
                self.rereads = true;
                vec![Call::Ask(Effect::Case(CaseEffect::Open(*id)))]
            }
            Target::New | Target::Many(_) | Target::One { .. } => Vec::new(),
        }
    }

    /// Something outside failed while the answer was awaited: it can be tried again with the same text.
    pub fn fail(&mut self) {
        self.form.set_busy(false);
    }

    /// The case was read again. Only after a conflict was told does that count as having seen the change.
    pub fn renew(&mut self, case: &Case) {
        if let Target::One { id, seen_seq, .. } = &mut self.target
            && *id == case.id
            && self.rereads
        {
            *seen_seq = case.seq;
            self.rereads = false;
        }
    }

    /// A key, a paste or a click.
    pub fn handle(&mut self, input: &Input) -> Vec<Call> {
        if let Some((answers, question)) = self.offered.take() {
            return match question.handle(input) {
                Some(true) => {
                    self.form.restore(&answers);
                    self.is_dirty = true;
                    Vec::new()
                }
                Some(false) => vec![Call::Ask(self.drop_draft())],
                None => {
                    self.offered = Some((answers, question));
                    Vec::new()
                }
            };
        }
        match self.form.handle(input) {
            FormOutcome::Idle => Vec::new(),
            FormOutcome::Changed => {
                self.is_dirty = true;
                self.unkept = true;
                // Much text at once that can't be typed again as it was is kept at once.
                let is_paste = matches!(input, Input::Paste(_));
                is_paste.then(|| self.keep()).flatten().map(Call::Ask).into_iter().collect()
            }
            FormOutcome::Cancel => self.cancel(),
            FormOutcome::Submit(answers) => self.send(&answers),
        }
    }

    /// Leaving loses nothing: what was typed becomes a draft.
    fn cancel(&mut self) -> Vec<Call> {
        let mut calls: Vec<Call> = self.keep().map(Call::Ask).into_iter().collect();
        calls.push(Call::Leave);
        if self.is_dirty {
            let words = format!("“{}”没有提交，内容已留作草稿，下次打开时可以恢复。", self.action.label());
            calls.push(Call::Say(Toast::new(Tone::Told, words)));
        }
        calls
    }

    /// From here the form takes nothing in until the answer comes, so a doubled Enter is one act.
    fn send(&mut self, answers: &Answers) -> Vec<Call> {
        self.form.set_busy(true);
        let command = |act: String, case, seen_seq| Command {
            act,
            case,
            seen_seq,
            action: self.action.code,
            answers: answers.clone(),
        };
        let effect = match &self.target {
            Target::New => Effect::Case(CaseEffect::Perform(Box::new(command(self.id.clone(), None, None)))),
            Target::One { id, seen_seq, .. } => Effect::Case(CaseEffect::Perform(Box::new(command(
                self.id.clone(),
                Some(*id),
                Some(*seen_seq),
            )))),
            Target::Many(marked) => {
                let numbered = marked.iter().enumerate();
                let each =
                    numbered.map(|(place, (id, _))| command(format!("{}.{place}", self.id), Some(*id), None));
                Effect::Case(CaseEffect::PerformMany(each.collect()))
            }
        };
        self.keep().into_iter().chain([effect]).map(Call::Ask).collect()
    }

    /// Draws the form, and over it the question about a draft.
    pub fn draw(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme) {
        let inner = inset(area);
        let wanted = self.form.rows_wanted(inner).min(inner.height);
        let form = Rect { height: wanted, ..inner };
        self.form.draw(frame, form, theme);
        let below = Rect { y: form.bottom(), height: inner.height - wanted, ..inner };
        if let Target::One { background, .. } = &self.target {
            background.draw(frame, below, theme);
        }
        if let Some((_, question)) = &self.offered {
            question.draw(frame, inner, theme);
        }
    }
}

/// `10:05` today, else with its date.
fn kept_at(at: Moment, desk: &Desk) -> String {
    if at.date() == desk.today() { TimeOfDay::of(at).to_string() } else { at.minute() }
}
