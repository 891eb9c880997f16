//! What acts on a record of its own have, whichever kind of record it is: the decision, and what a form shows filled in
//! when it opens; and deciding such an act.

use super::{Act, Answers, Field, masked_text, nothing_to_do, permission};
use crate::domain::context::Context;
use crate::domain::disclosure::{Disclosure, event::DisclosureEvent};
use crate::domain::event::CaseEvent;
use crate::domain::ids::CaseId;
use crate::domain::refusal::Refusal;

/// What performing an act on a record `S` yields: facts `E` of it, and facts of cases that come with them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StreamOutcome<E> {
    pub events: Vec<E>,
    pub cases: Vec<(CaseId, CaseEvent)>,
}

impl<E> From<E> for StreamOutcome<E> {
    fn from(event: E) -> Self {
        Self { events: vec![event], cases: Vec::new() }
    }
}

/// An act on a record `S` whose facts are `E`.
#[expect(clippy::struct_excessive_bools, reason = "each is a trait of the act of its own, told by its name")]
pub struct StreamAct<S, E> {
    /// Whether it makes a new one.
    pub begins: bool,
    /// Whether what was decided before takes effect with it, a transaction for each case.
    pub applies: bool,
    /// Whether it gives a paper its number: the paper is laid out before it decides.
    pub issues: bool,
    /// Whether it is decided over all cases that stand on the agenda, and not over those alone that the answers name.
    pub over_agenda: bool,
    /// Whether it rests on whether the actor may see every case on the agenda: what is written of one of them may stand
    /// in what the act is about.
    pub weighs_agenda: bool,
    /// The fields that say which attachment is saved as a copy, and where to.
    pub saves: Option<(&'static Field, &'static Field)>,
    /// The decision. The cases that the answers name or that the record is about were read before
    /// ([`Context::brought`]).
    pub decide: fn(&S, &Answers, &Context<'_>) -> Result<StreamOutcome<E>, Refusal>,
    /// What a form shows filled in when it opens.
    pub prefill: fn(&S, &Context<'_>) -> Answers,
    /// Why it cannot be done to the record as it stands, before anything is filled in.
    pub ready: fn(&S) -> Result<(), Refusal>,
}

impl<S, E> StreamAct<S, E> {
    /// An act whose form opens empty.
    pub(super) const fn by(
        decide: fn(&S, &Answers, &Context<'_>) -> Result<StreamOutcome<E>, Refusal>,
    ) -> Self {
        Self {
            begins: false,
            applies: false,
            issues: false,
            over_agenda: false,
            weighs_agenda: false,
            saves: None,
            decide,
            prefill: |_, _| Answers::none(),
            ready: |_| Ok(()),
        }
    }

    pub(super) const fn beginning(mut self) -> Self {
        self.begins = true;
        self
    }

    pub(super) const fn over_agenda(mut self) -> Self {
        self.over_agenda = true;
        self
    }

    pub(super) const fn weighing_agenda(mut self) -> Self {
        self.weighs_agenda = true;
        self
    }

    pub(super) const fn saving(mut self, which: &'static Field, to: &'static Field) -> Self {
        self.saves = Some((which, to));
        self
    }

    pub(super) const fn applying(mut self) -> Self {
        self.applies = true;
        self
    }

    pub(super) const fn issuing(mut self) -> Self {
        self.issues = true;
        self
    }

    pub(super) const fn prefill(mut self, prefill: fn(&S, &Context<'_>) -> Answers) -> Self {
        self.prefill = prefill;
        self
    }

    pub(super) const fn ready(mut self, ready: fn(&S) -> Result<(), Refusal>) -> Self {
        self.ready = ready;
        self
    }
}

/// Checks an act on a record of its own against actor, calendar and time, and decides it.
///
/// # Errors
/// A refusal; then nothing has happened.
pub fn decide_on<S, E>(
    act: &Act,
    on: &StreamAct<S, E>,
    state: &S,
    answers: &Answers,
    context: &Context<'_>,
) -> Result<StreamOutcome<E>, Refusal> {
    permission::check_town(act, context)?;
    decided(act, on, state, answers, context)
}

/// The same of a record of disclosure, where it is the unit that says who may.
///
/// # Errors
/// A refusal; then nothing has happened.
pub fn decide_disclosure(
    act: &Act,
    record: &Disclosure,
    answers: &Answers,
    context: &Context<'_>,
) -> Result<StreamOutcome<DisclosureEvent>, Refusal> {
    let on = act.on_disclosure()?;
    if !on.begins {
        act.allowed_on(record, context)?;
    }
    decided(act, on, record, answers, context)
}

fn decided<S, E>(
    act: &Act,
    on: &StreamAct<S, E>,
    state: &S,
    answers: &Answers,
    context: &Context<'_>,
) -> Result<StreamOutcome<E>, Refusal> {
    answers.check(act.fields())?;
    act.fields().iter().try_for_each(|field| answers.check_readable(field, context.org))?;
    masked_text::refuse_identity(act, answers, context)?;
    (on.ready)(state)?;
    let outcome = (on.decide)(state, answers, context)?;
    if outcome.events.is_empty() { Err(nothing_to_do()) } else { Ok(outcome) }
}
