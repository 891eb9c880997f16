//! Doing one action: its form, the question before what can't be taken back, waiting for the answer, and the draft
//! that keeps what was typed. A refusal or a conflict leaves the text as it is.

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::text::Line;
use ratatui::widgets::Paragraph;

use super::{Call, Said};
use crate::actions::{Action, Answers};
use crate::domain::case::{Case, CaseId};
use crate::domain::desk::Desk;
use crate::domain::refusal::{Refusal, RefusalCode};
use crate::domain::time::Moment;
use crate::ui::input::Input;
use crate::ui::keys::{Do, Scope, lookup};
use crate::ui::message::{Command, Effect};
use crate::ui::text;
use crate::ui::theme::Theme;
use crate::ui::widgets::form::{Form, FormOutcome};

/// A draft is kept after so many changes, and whenever the form is left or the minute turns.
const CHANGES_PER_DRAFT: u32 = 5;

/// What the action is done to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// A new case.
    New,
    /// One case as it was when the form opened.
    One {
        /// Which.
        id: CaseId,
        /// Its number and title.
        name: String,
        /// How many events it had.
        seen_seq: u32,
    },
    /// The marked cases, with their numbers.
    Many(Vec<(CaseId, String)>),
}

impl Target {
    /// The case as the form sees it now.
    pub fn one(case: &Case) -> Self {
        let name = format!("{} {}", case.case_no, case.title.text());
        Self::One { id: case.id, name, seen_seq: case.seq }
    }

    fn name(&self) -> String {
        match self {
            Self::New => String::new(),
            Self::One { name, .. } => name.clone(),
            Self::Many(marked) => format!("已标记的{}件", marked.len()),
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

/// Where it stands.
enum Mode {
    /// Being filled in.
    Filling,
    /// A kept draft is offered.
    Offered(Answers, Moment),
    /// The effect is named and waits for a yes.
    Asking(Answers),
    /// Sent; nothing is taken in until the answer comes, so a doubled Enter is one act.
    Sent,
}

/// An action being done.
pub struct Act {
    action: &'static Action,
    target: Target,
    id: String,
    draft_key: String,
    /// Absent when the action asks for nothing but a yes.
    form: Option<Form>,
    answers: Answers,
    mode: Mode,
    refused: Option<Refusal>,
    /// Changes since the last draft.
    unkept: u32,
    is_dirty: bool,
    /// The case was changed by somebody else and was told so: the next reading counts as seen.
    rereads: bool,
}

impl Act {
    /// Opens the form; `id` makes doubled submissions one act.
    pub fn open(action: &'static Action, target: Target, prefill: Answers, id: String, desk: &Desk) -> Self {
        let draft_key = format!("{}/{}/{}", desk.actor.id.0, target.draft_part(), action.code);
        let form =
            (!action.fields.is_empty()).then(|| Form::open(action, prefill.clone(), desk, target.name()));
        let mode = if form.is_some() { Mode::Filling } else { Mode::Asking(prefill.clone()) };
        Self {
            action,
            target,
            id,
            draft_key,
            form,
            answers: prefill,
            mode,
            refused: None,
            unkept: 0,
            is_dirty: false,
            rereads: false,
        }
    }

    /// Asks for a draft kept earlier; actions without fields have none.
    pub fn first_calls(&self) -> Vec<Call> {
        match self.form {
            Some(_) => vec![Call::Ask(Effect::LoadDraft(self.draft_key.clone()))],
            None => Vec::new(),
        }
    }

    /// Whether an answer is meant for this act.
    pub fn is_act(&self, act: &str) -> bool {
        self.id == act
    }

    /// Whether it waits for the answer to several commands.
    pub fn awaits_many(&self) -> bool {
        matches!((&self.mode, &self.target), (Mode::Sent, Target::Many(_)))
    }

    /// What the operator reads of the action.
    pub fn label(&self) -> &'static str {
        self.action.label
    }

    /// The bindings that hold now.
    pub fn scope(&self) -> Scope {
        match self.mode {
            Mode::Filling if self.form.is_some() => Scope::Form,
            Mode::Filling | Mode::Offered(..) | Mode::Asking(_) => Scope::Confirm,
            Mode::Sent => Scope::Always,
        }
    }

    /// The draft of what would be lost otherwise.
    pub fn keep(&mut self) -> Option<Effect> {
        if !self.is_dirty || self.unkept == 0 {
            return None;
        }
        self.unkept = 0;
        Some(Effect::SaveDraft { key: self.draft_key.clone(), answers: self.answers.clone() })
    }

    /// Whether something was typed that is not committed.
    pub fn is_dirty(&self) -> bool {
        self.is_dirty
    }

    /// The draft has been committed with the act.
    pub fn drop_draft(&self) -> Effect {
        Effect::DropDraft(self.draft_key.clone())
    }

    /// A draft came. It is not offered over something already typed.
    pub fn offer(&mut self, key: &str, kept: Option<(Answers, Moment)>) {
        let Some((answers, at)) = kept else { return };
        let is_idle = matches!(self.mode, Mode::Filling) && !self.is_dirty;
        if key == self.draft_key && is_idle && answers != self.answers {
            self.mode = Mode::Offered(answers, at);
        }
    }

    /// Nothing was done; the form says why and keeps its text.
    pub fn refuse(&mut self, refusal: &Refusal) -> Vec<Call> {
        self.mode = Mode::Filling;
        self.refused = Some(refusal.clone());
        if let Some(form) = &mut self.form {
            form.refuse(refusal.clone());
        }
        match (&self.target, refusal.code == RefusalCode::Conflict) {
            (Target::One { id, .. }, true) => {
                self.rereads = true;
                vec![Call::Ask(Effect::Open(*id))]
            }
            (Target::New | Target::Many(_) | Target::One { .. }, _) => Vec::new(),
        }
    }

    /// Something outside failed while the answer was awaited.
    pub fn fail(&mut self) {
        if matches!(self.mode, Mode::Sent) {
            self.mode = Mode::Filling;
        }
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

    /// A key or a paste.
    pub fn handle(&mut self, input: Input) -> Vec<Call> {
        if let Mode::Filling = self.mode
            && let Some(form) = &mut self.form
        {
            let outcome = form.handle(input);
            return self.filled(outcome);
        }
        let Input::Key(key) = input else { return Vec::new() };
        let answer = match lookup(Scope::Confirm, &key) {
            Some(Do::Yes) => true,
            Some(Do::No) => false,
            Some(_) | None => return Vec::new(),
        };
        self.answered(answer)
    }

    fn filled(&mut self, outcome: FormOutcome) -> Vec<Call> {
        match outcome {
            FormOutcome::Idle => Vec::new(),
            FormOutcome::Changed => {
                self.is_dirty = true;
                self.unkept += 1;
                if let Some(form) = &self.form {
                    self.answers = form.answers();
                }
                let due = self.unkept >= CHANGES_PER_DRAFT;
                due.then(|| self.keep()).flatten().map(Call::Ask).into_iter().collect()
            }
            FormOutcome::Cancel => self.cancel(),
            FormOutcome::Submit(answers) => {
                self.answers = answers.clone();
                if self.action.confirm.is_some() {
                    self.mode = Mode::Asking(answers);
                    return Vec::new();
                }
                self.send(answers)
            }
        }
    }

    /// Leaving loses nothing: what was typed becomes a draft.
    fn cancel(&mut self) -> Vec<Call> {
        let mut calls: Vec<Call> = self.keep().map(Call::Ask).into_iter().collect();
        if self.is_dirty {
            let words = format!("“{}”没有提交，内容已留作草稿，下次打开时可以恢复。", self.action.label);
            calls.push(Call::Say(Said::Done(words)));
        }
        calls.push(Call::Leave);
        calls
    }

    fn answered(&mut self, yes: bool) -> Vec<Call> {
        match std::mem::replace(&mut self.mode, Mode::Filling) {
            Mode::Offered(answers, _) if yes => {
                if let Some(form) = &mut self.form {
                    form.restore(answers.clone());
                }
                self.answers = answers;
                self.is_dirty = true;
                Vec::new()
            }
            Mode::Offered(..) => vec![Call::Ask(self.drop_draft())],
            Mode::Asking(answers) if yes => self.send(answers),
            Mode::Asking(_) if self.form.is_none() => vec![Call::Leave],
            Mode::Asking(_) => Vec::new(),
            // Without a form there is only the question, asked again after a refusal.
            Mode::Filling if yes => self.send(self.answers.clone()),
            Mode::Filling => vec![Call::Leave],
            Mode::Sent => {
                self.mode = Mode::Sent;
                Vec::new()
            }
        }
    }

    fn send(&mut self, answers: Answers) -> Vec<Call> {
        self.mode = Mode::Sent;
        self.refused = None;
        let command = |act: String, case, seen_seq| Command {
            act,
            case,
            seen_seq,
            action: self.action.code,
            answers: answers.clone(),
        };
        let effect = match &self.target {
            Target::New => Effect::Perform(Box::new(command(self.id.clone(), None, None))),
            Target::One { id, seen_seq, .. } => {
                Effect::Perform(Box::new(command(self.id.clone(), Some(*id), Some(*seen_seq))))
            }
            Target::Many(marked) => {
                let numbered = marked.iter().enumerate();
                Effect::PerformMany(
                    numbered
                        .map(|(index, (id, _))| command(format!("{}.{index}", self.id), Some(*id), None))
                        .collect(),
                )
            }
        };
        let keep = self.keep().map(Call::Ask);
        keep.into_iter().chain([Call::Ask(effect)]).collect()
    }

    /// Draws the form, or the question in its place.
    pub fn draw(&mut self, frame: &mut Frame<'_>, area: Rect, desk: &Desk, theme: &Theme) {
        let question = self.question(area.width, desk, theme);
        let rows = u16::try_from(question.len()).unwrap_or(u16::MAX).min(area.height);
        let Some(form) = &mut self.form else {
            frame.render_widget(Paragraph::new(question), area);
            return;
        };
        let [top, bottom] = Layout::vertical([Constraint::Min(1), Constraint::Length(rows)]).areas(area);
        form.draw(frame, top, theme);
        frame.render_widget(Paragraph::new(question), bottom);
    }

    fn question(&self, width: u16, desk: &Desk, theme: &Theme) -> Vec<Line<'static>> {
        let room = usize::from(width).saturating_sub(4);
        let line = |words: &str, style| {
            text::wrap(words, room).into_iter().map(move |part| Line::styled(format!("  {part}"), style))
        };
        let head = format!("{}  {}", self.action.label, self.target.name());
        let mut lines = vec![Line::default()];
        match &self.mode {
            Mode::Filling if self.form.is_some() => return Vec::new(),
            Mode::Offered(_, at) => {
                let when = kept_at(*at, desk);
                lines.extend(line(&format!("上次 {when} 未提交的内容，回车恢复 / Esc 丢弃。"), theme.warn));
            }
            Mode::Asking(_) | Mode::Filling => {
                lines.extend(line(&head, theme.title));
                lines.extend(line(self.action.confirm.unwrap_or(self.action.summary), theme.plain));
                if let (None, Some(refusal)) = (&self.form, &self.refused) {
                    lines.extend(line(&format!("没有办理：{}", refusal.message), theme.bad));
                }
                lines.extend(line("回车确认 / Esc 返回", theme.accent));
            }
            Mode::Sent => lines.extend(line("正在保存…", theme.dim)),
        }
        lines
    }
}

/// `10:05` today, else with its date.
fn kept_at(at: Moment, desk: &Desk) -> String {
    if at.date() == desk.today() { at.local().strftime("%H:%M").to_string() } else { at.minute() }
}
