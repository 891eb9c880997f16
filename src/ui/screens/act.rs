//! Doing one action: its form, the wait for the answer, and the draft that keeps what was typed. A refusal or a
//! conflict leaves the text as it is.

mod choosing;
mod doing;
mod draft;
mod ground;
mod target;
#[cfg(test)]
mod tests;

use ratatui::Frame;
use ratatui::layout::Rect;

use super::files::Files;
use super::{Around, Call, Screen, Told, inset};
use crate::actions::in_turn::{self, InTurn};
use crate::actions::{self, Answers};
use crate::domain::case::Case;
use crate::domain::desk::Desk;
use crate::domain::ids::CaseId;
use crate::domain::refusal::{Refusal, RefusalCode};
use crate::domain::view::detail::UsualUnit;
use crate::domain::view::listing::Alert;
use crate::ui::input::Input;
use crate::ui::keys::{Do, Scope};
use crate::ui::message::{
    CaseEffect, CaseMessage, DraftEffect, DraftMessage, Effect, ImportMessage, MeetingMessage, Message,
    SessionEffect, SessionMessage, TownMessage,
};
use crate::ui::widgets::confirm::Confirm;
use crate::ui::widgets::form::{Form, FormOutcome};
use crate::ui::widgets::toast::{Toast, Tone};
use draft::{Offer, Slots};
use ground::Ground;
pub use target::Target;

/// An action being done.
pub struct Act {
    action: &'static actions::Act,
    target: Target,
    id: String,
    drafts: Slots,
    form: Form,
    /// The acts that the form does in turn, where it does more than its own.
    in_turn: Option<&'static InTurn>,
    /// What the form rests on.
    ground: Ground,
    /// What the form opened with; a draft that says the same is no news.
    prefill: Answers,
    /// What it would bring about and the question whether to do it, of an act that tells that first.
    asked: Option<(Answers, Confirm)>,
    /// A kept draft that is offered.
    offered: Option<Offer>,
    /// Open while a file is chosen.
    files: Option<Files>,
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
        let drafts = Slots::new(format!("{}/{}/{}", desk.actor.id.0, target.draft_part(), action.code));
        let context = desk.context();
        let in_turn = target.case().and_then(|case| in_turn::begun_by(action, case, &context));
        let prefill = match (in_turn, target.case()) {
            (Some(_), Some(case)) => {
                let own = InTurn::prefill(case, &context);
                prefill.iter().fold(own, |answers, (name, value)| answers.with(name, value))
            }
            (Some(_) | None, _) => prefill,
        };
        let questions = in_turn.map_or(&action.questions, |in_turn| &in_turn.questions);
        let mut form = Form::open(questions, &prefill, desk, target.name()).on_route(target.route());
        if let (Some(case), Ok(on)) = (target.case(), action.on_case()) {
            form = form.about(case, if in_turn.is_some() { InTurn::offer } else { on.offers });
        }
        if matches!(target, Target::Many(_)) {
            form = form.unconfirmed();
        }
        let ground = Ground::of(action, target.case(), desk);
        Self {
            action,
            target,
            id,
            drafts,
            form,
            in_turn,
            ground,
            prefill,
            asked: None,
            offered: None,
            files: None,
            unkept: false,
            is_dirty: false,
            rereads: false,
        }
    }

    /// The same form, whose question for an alert offers these.
    pub fn offering(mut self, alerts: &[Alert]) -> Self {
        self.form = self.form.offering(alerts);
        self
    }

    /// The same form, which marks where cases like this one went before.
    pub fn knowing(mut self, usual: &[UsualUnit]) -> Self {
        self.form = self.form.knowing(usual);
        self
    }

    fn hear_case(&mut self, message: &CaseMessage) -> Vec<Call> {
        match message {
            CaseMessage::Read(detail) => self.renew(&detail.case),
            CaseMessage::Performed { act, .. } if *act == self.id => self.committed(),
            // Where nothing was done what is filled in stays.
            CaseMessage::PerformedMany { action, done, .. }
                if matches!(self.target, Target::Many(_)) && *action == self.action && !done.is_empty() =>
            {
                self.committed()
            }
            CaseMessage::Refused { act, refusal } if *act == self.id => self.refuse(refusal),
            CaseMessage::Performed { .. }
            | CaseMessage::PerformedMany { .. }
            | CaseMessage::Refused { .. }
            | CaseMessage::Foretold { .. }
            | CaseMessage::Paper(_)
            | CaseMessage::NotThere(_) => Vec::new(),
        }
    }

    fn hear_town(&mut self, message: &TownMessage) -> Vec<Call> {
        match message {
            TownMessage::Performed { act, .. } if *act == self.id => self.committed(),
            TownMessage::Refused { act, refusal } if *act == self.id => self.refuse(refusal),
            TownMessage::Previewed { act, lines } if *act == self.id => {
                self.asked = Some((self.form.answers(), Confirm::new(question(lines))));
                vec![Call::Shown]
            }
            TownMessage::Performed { .. }
            | TownMessage::Refused { .. }
            | TownMessage::Previewed { .. }
            | TownMessage::Desk(_)
            | TownMessage::History { .. }
            | TownMessage::NoHistory(_)
            | TownMessage::ListRead { .. }
            | TownMessage::Unsettled(_)
            | TownMessage::CalendarPreview(..)
            | TownMessage::CalendarLoaded(_)
            | TownMessage::CalendarFailed(_) => Vec::new(),
        }
    }

    fn hear_meeting(&mut self, message: &MeetingMessage) -> Vec<Call> {
        if let MeetingMessage::Refused { act, refusal } = message
            && *act == self.id
        {
            return self.refuse(refusal);
        }
        let is_done = matches!(message, MeetingMessage::Performed { act, .. } if *act == self.id);
        if is_done { self.committed() } else { Vec::new() }
    }

    /// The draft goes with the act.
    fn committed(&self) -> Vec<Call> {
        vec![Call::Ask(self.drop_draft()), Call::Leave]
    }

    /// Nothing was done; the form says why, so that it need not be said again, and keeps its text.
    fn refuse(&mut self, refusal: &Refusal) -> Vec<Call> {
        self.form.refuse(refusal);
        match &self.target {
            Target::One { id, .. } if refusal.code == RefusalCode::Conflict => {
                self.rereads = true;
                vec![Call::Ask(Effect::Case(CaseEffect::Open(*id))), Call::Shown]
            }
            Target::New | Target::Many(_) | Target::One { .. } | Target::Town(_) | Target::Meeting(..) => {
                vec![Call::Shown]
            }
        }
    }

    /// The case was read again. Only after a conflict was told does that count as having seen the change.
    fn renew(&mut self, case: &Case) -> Vec<Call> {
        if let Target::One { id, seen_seq, .. } = &mut self.target
            && *id == case.id
            && self.rereads
        {
            *seen_seq = case.seq;
            self.rereads = false;
        }
        Vec::new()
    }

    /// Leaving loses nothing: what was typed becomes a draft.
    fn cancel(&mut self) -> Vec<Call> {
        let mut calls: Vec<Call> = self.keep().map(Call::Ask).into_iter().collect();
        calls.extend(self.of_one().map(|(case, form)| ask(SessionEffect::FormLeft { case, form })));
        calls.push(Call::Leave);
        if self.is_dirty {
            let words = format!("“{}”没有提交，内容已留作草稿，下次打开时可以恢复。", self.action.label());
            calls.push(Call::Say(Toast::new(Tone::Told, words)));
        }
        calls
    }

    /// The case and the code of the form, where others can have the same open.
    fn of_one(&self) -> Option<(CaseId, String)> {
        match &self.target {
            Target::One { id, .. } if !self.action.fields().is_empty() => {
                Some((*id, self.action.code.to_owned()))
            }
            Target::One { .. } | Target::New | Target::Many(_) | Target::Town(_) | Target::Meeting(..) => {
                None
            }
        }
    }
}

impl Act {
    fn take(&mut self, input: &Input) -> Vec<Call> {
        if self.files.is_some() {
            return self.type_path(input);
        }
        if let Some((answers, question)) = self.asked.take() {
            return match Confirm::answer(input) {
                Some(true) => self.send(&answers, true),
                Some(false) => {
                    self.form.set_busy(false);
                    Vec::new()
                }
                None => {
                    self.asked = Some((answers, question));
                    Vec::new()
                }
            };
        }
        if let Some(offer) = self.offered.take() {
            return self.answer_offer(offer, input);
        }
        if self.form.scope() != Scope::Picker && self.ground.scroll(input) {
            return Vec::new();
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
            FormOutcome::StopWaiting => vec![Call::Ask(Effect::Session(SessionEffect::Cancel))],
            FormOutcome::Browse => self.browse(),
            FormOutcome::Cancel => self.cancel(),
            FormOutcome::Submit(answers) => self.send(&answers, false),
        }
    }

    fn hear_told(&mut self, told: Told<'_>, around: &Around) -> Vec<Call> {
        match told {
            // Actions without fields have no draft.
            Told::Opened if !self.action.fields().is_empty() => {
                vec![Call::Ask(Effect::Drafts(DraftEffect::Load(self.drafts.asked())))]
            }
            Told::Leaving if self.is_dirty => {
                let why = "有表单没有提交；内容会留作草稿，下次打开时可以恢复。";
                vec![Call::OpenWork { why, stop: None }]
            }
            Told::Message(Message::Case(message)) => self.hear_case(message),
            Told::Message(Message::Import(ImportMessage::Files { folder, entries })) => {
                self.files.iter_mut().for_each(|files| files.take(folder.clone(), entries.clone()));
                Vec::new()
            }
            Told::Message(Message::Town(message)) => self.hear_town(message),
            Told::Message(Message::Meeting(message)) => self.hear_meeting(message),
            Told::Message(Message::Drafts(DraftMessage::Kept { key, kept })) => {
                around.desk.as_ref().map_or_else(Vec::new, |desk| self.offer(key, kept.clone(), desk))
            }
            Told::Message(Message::Session(SessionMessage::Tick(_))) => {
                let open = self.of_one();
                open.map(|(case, form)| ask(SessionEffect::FormStillOpen { case, form }))
                    .into_iter()
                    .collect()
            }
            // While the answer was awaited: it can be tried again with the same text.
            Told::Message(Message::Session(SessionMessage::Waiting(name))) if self.form.is_busy() => {
                self.form.wait(format!("{name}正在导入，稍候"));
                vec![Call::Shown]
            }
            Told::Message(Message::Session(SessionMessage::Failed(_))) => {
                self.form.set_busy(false);
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
}

impl Screen for Act {
    fn scope(&self) -> Scope {
        if let Some(files) = &self.files {
            files.scope()
        } else if self.asked.is_some() {
            Scope::Confirm
        } else if self.offered.is_some() {
            Scope::Draft
        } else {
            self.form.scope()
        }
    }

    fn input(&mut self, input: &Input, around: &Around) -> Vec<Call> {
        let calls = self.take(input);
        around.desk.iter().for_each(|desk| self.foretell(desk));
        calls
    }

    fn does(&mut self, what: Do, around: &Around) -> Vec<Call> {
        let calls = self.choose(what);
        around.desk.iter().for_each(|desk| self.foretell(desk));
        calls
    }

    fn hear(&mut self, told: Told<'_>, around: &Around) -> Vec<Call> {
        let calls = self.hear_told(told, around);
        around.desk.iter().for_each(|desk| self.foretell(desk));
        calls
    }

    fn draw(&mut self, frame: &mut Frame<'_>, area: Rect, around: &Around) {
        let theme = &around.theme;
        if let Some(files) = &self.files {
            return files.draw(frame, area, theme);
        }
        let inner = inset(area);
        if self.ground.is_empty() {
            let height = self.form.rows_wanted(inner).min(inner.height);
            self.form.draw(frame, Rect { height, ..inner }, theme);
        } else {
            self.form.draw_title(frame, Rect { height: 1.min(inner.height), ..inner }, theme);
            let below = Rect { y: inner.y + 1, height: inner.height.saturating_sub(1), ..inner };
            let wanted = self.form.rows_below(below);
            let rest = self.ground.draw(frame, below, wanted, theme);
            self.form.draw_below(frame, rest, theme);
        }
        let offered = self.offered.as_ref().map(|offer| &offer.question);
        if let Some(question) = self.asked.as_ref().map(|(_, question)| question).or(offered) {
            question.draw(frame, inner, theme);
        }
    }

    fn crumb(&self) -> Option<String> {
        Some(self.action.label().to_owned())
    }

    fn keep(&mut self) -> Option<Effect> {
        if !std::mem::take(&mut self.unkept) {
            return None;
        }
        let (key, cases, answers) = (self.drafts.own(), self.target.cases(), self.form.answers());
        Some(Effect::Drafts(DraftEffect::Save { key, cases, answers }))
    }

    fn has_unkept(&self) -> bool {
        self.unkept
    }
}

/// As many lines as a screen holds, and how many there are besides.
fn question(lines: &[String]) -> String {
    const MOST: usize = 12;
    let mut shown: Vec<String> = lines.iter().take(MOST).cloned().collect();
    if lines.len() > MOST {
        shown.push(format!("……共{}项，全部见 ydt org import 文件 --dry-run", lines.len()));
    }
    format!("将要发生的变动：\n{}", shown.join("\n"))
}

const fn ask(effect: SessionEffect) -> Call {
    Call::Ask(Effect::Session(effect))
}
