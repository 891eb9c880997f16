//! Where the draft of a form lies, and offering one that was left. A draft that is not taken up stays: what is typed
//! meanwhile is kept beside it, never in its place.

use super::Act;
use crate::actions::{Answers, Field, FieldKind};
use crate::domain::desk::Desk;
use crate::domain::time::Moment;
use crate::domain::town::time_of_day::TimeOfDay;
use crate::ui::input::Input;
use crate::ui::keys::{Do, Scope, lookup};
use crate::ui::message::{DraftEffect, Effect};
use crate::ui::screens::Call;
use crate::ui::text;
use crate::ui::widgets::confirm::Confirm;

/// So many drafts of one form can lie side by side.
const SLOTS: usize = 4;
/// Cells of a draft's first words in the question.
const WORDS_CELLS: usize = 48;
/// Stands under the question.
const HOW: &str = "Enter 恢复 · D 丢弃 · Esc 先不管（草稿还在）";

/// The places for drafts of one person, case and form.
pub(super) struct Slots {
    base: String,
    /// Where this form's own text is kept, once that is known.
    own: Option<usize>,
    /// The place that is looked at.
    asked: usize,
}

impl Slots {
    pub(super) const fn new(base: String) -> Self {
        Self { base, own: None, asked: 0 }
    }

    fn key(&self, slot: usize) -> String {
        if slot == 0 { self.base.clone() } else { format!("{}/{}", self.base, slot + 1) }
    }

    /// The place whose draft is asked for.
    pub(super) fn asked(&self) -> String {
        self.key(self.asked)
    }

    /// The place of what is typed in this form.
    pub(super) fn own(&self) -> String {
        self.key(self.own.unwrap_or(self.asked).min(SLOTS - 1))
    }

    /// What is typed belongs where one looked last: nothing else lies there.
    pub(super) fn settle(&mut self) {
        self.own.get_or_insert(self.asked);
    }

    /// What lay where one looked last is now in the form.
    pub(super) const fn take_up(&mut self) {
        self.own = Some(self.asked);
    }

    /// The next place to look at, if there is one.
    pub(super) fn next(&mut self) -> Option<String> {
        self.asked += 1;
        (self.asked < SLOTS).then(|| self.asked())
    }
}

/// A kept draft and the question whether to take it up.
pub(super) struct Offer {
    pub(super) answers: Answers,
    pub(super) question: Confirm,
}

/// What is to become of it.
pub(super) enum Answer {
    Restore,
    Discard,
    /// It stays where it is.
    Aside,
}

impl Offer {
    pub(super) fn new(answers: Answers, at: Moment, fields: &[Field], desk: &Desk) -> Self {
        let when = if at.date() == desk.today() { TimeOfDay::of(at).to_string() } else { at.minute() };
        let words = first_words(&answers, fields);
        let question = Confirm::new(format!("上次 {when} 未提交的内容：{words}")).answered_by(HOW);
        Self { answers, question }
    }

    /// The answer, once one is given.
    #[expect(clippy::wildcard_enum_match_arm, reason = "only its own three keys answer the question")]
    pub(super) fn answer(input: &Input) -> Option<Answer> {
        let Input::Key(key) = input else { return None };
        match lookup(Scope::Draft, key)? {
            Do::Open => Some(Answer::Restore),
            Do::Discard => Some(Answer::Discard),
            Do::Back => Some(Answer::Aside),
            _ => None,
        }
    }
}

/// How the draft begins, so that one knows it again: the first text written in it, else how much was chosen.
fn first_words(answers: &Answers, fields: &[Field]) -> String {
    let written =
        |field: &&Field| matches!(field.kind, FieldKind::Line | FieldKind::Prose | FieldKind::File(_));
    let text = fields.iter().filter(written).find_map(|field| answers.text(field.name));
    match text {
        Some(words) => {
            let first = words.lines().next().unwrap_or_default();
            format!("“{}”", text::fit(first, WORDS_CELLS))
        }
        None => format!("填了{}项", answers.iter().count()),
    }
}

impl Act {
    pub(super) fn drop_draft(&self) -> Effect {
        Effect::Drafts(DraftEffect::Drop(self.drafts.own()))
    }

    /// A draft came, or there is none. It is not offered over something already typed, and stays then.
    pub(super) fn offer(&mut self, key: &str, kept: Option<(Answers, Moment)>, desk: &Desk) -> Vec<Call> {
        if key != self.drafts.asked() {
            return Vec::new();
        }
        match kept {
            Some((answers, at)) if answers != self.prefill => {
                if self.is_dirty || self.form.is_busy() {
                    return self.look_further();
                }
                self.offered = Some(Offer::new(answers, at, self.action.fields(), desk));
                Vec::new()
            }
            Some(_) | None => {
                self.drafts.settle();
                self.look_further()
            }
        }
    }

    pub(super) fn look_further(&mut self) -> Vec<Call> {
        let next = self.drafts.next();
        next.map(|key| Call::Ask(Effect::Drafts(DraftEffect::Load(key)))).into_iter().collect()
    }

    /// The draft goes into the form, away, or stays and the next one is looked for.
    pub(super) fn answer_offer(&mut self, offer: Offer, input: &Input) -> Vec<Call> {
        match Offer::answer(input) {
            Some(Answer::Restore) => {
                self.form.restore(&offer.answers);
                self.drafts.take_up();
                self.is_dirty = true;
                Vec::new()
            }
            Some(Answer::Discard) => {
                let drop = Call::Ask(Effect::Drafts(DraftEffect::Drop(self.drafts.asked())));
                self.drafts.settle();
                std::iter::once(drop).chain(self.look_further()).collect()
            }
            Some(Answer::Aside) => self.look_further(),
            None => {
                self.offered = Some(offer);
                Vec::new()
            }
        }
    }
}
