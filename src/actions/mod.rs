//! Verbs: everything that can be done to a case. One file each and one line in [`ACTIONS`].
//!
//! A row of that table is all there is to know about an action: its code, key and label, who may do it and at
//! which stages, what it asks for, and the pure function that decides. Menus, forms, keys, help, permission checks,
//! history sentences, `ydt apply` and its documentation are read from it.

pub mod answers;
pub mod field;
pub mod next_step;
pub mod permission;

mod accept;
mod acknowledge;
mod allow_identity;
mod assess;
mod assign_handler;
mod close;
mod correct;
mod deliver;
mod draft_reply;
mod escalate_clue;
mod evaluate;
mod extend;
mod mark_mirrored;
mod merge;
mod override_limit;
mod propose;
mod recall;
mod record_district_receipt;
mod record_filing;
mod record_finding;
pub mod register;
mod rehandle;
mod reopen;
mod report_up;
mod return_document;
mod reveal_identity;
pub mod rounds;
mod ruling;
pub mod seal;
mod send_back;
mod sign;
mod signing;
mod submit;
mod supplement;
mod transfer;
mod undo_withdraw;
mod unmerge;
mod urge;
mod warnings;
mod withdraw;

#[cfg(test)]
mod fixtures;
#[cfg(test)]
mod random;
#[cfg(test)]
mod routes;
#[cfg(test)]
mod tests;

use crate::domain::case::Case;
use crate::domain::case::stage::Stage;
use crate::domain::context::Context;
use crate::domain::event::{CaseEvent, ClockStopped};
use crate::domain::ids::PersonId;
use crate::domain::refusal::{Refusal, RefusalCode};
pub use answers::Answers;
pub use field::{Field, FieldKind, Word};
pub use permission::Who;

/// One thing that can be done to a case.
pub struct Action {
    /// Stable code, as in `ydt apply` and in the record.
    pub code: &'static str,
    /// Key in the action menu.
    pub key: char,
    /// What the operator reads on the menu.
    pub label: &'static str,
    /// What it brings about, in one sentence.
    pub summary: &'static str,
    /// Who may do it.
    pub who: &'static [Who],
    /// At which stages; empty means that it makes a new case.
    pub stages: &'static [Stage],
    /// What it asks for.
    pub fields: &'static [Field],
    /// The effect to confirm when it cannot be taken back.
    pub confirm: Option<&'static str>,
    /// Whether it can be done to several marked cases with one form.
    pub batch: bool,
    /// Fields of an example that really runs, as a JSON object.
    pub example: &'static str,
    /// What must hold of the case before anything is asked; stage and permission are checked already.
    pub ready: fn(&Case, &Context<'_>) -> Result<(), Refusal>,
    /// What a form shows filled in when it opens.
    pub prefill: fn(&Case, &Context<'_>) -> Answers,
    /// The decision: facts to record, or a refusal.
    pub decide: fn(&Case, &Answers, &Context<'_>) -> Result<Vec<CaseEvent>, Refusal>,
}

/// Every action, in the order of the loop, which is the order of menus.
pub static ACTIONS: &[Action] = &[
    register::ACTION,
    assess::ACTION,
    accept::ACTION,
    propose::ACTION,
    report_up::ACTION,
    seal::ACTION,
    submit::ACTION,
    recall::ACTION,
    sign::ACTION,
    return_document::ACTION,
    transfer::ACTION,
    acknowledge::ACTION,
    send_back::ACTION,
    assign_handler::ACTION,
    record_finding::ACTION,
    draft_reply::ACTION,
    extend::ACTION,
    override_limit::ACTION,
    deliver::ACTION,
    evaluate::ACTION,
    rehandle::ACTION,
    close::ACTION,
    reopen::ACTION,
    urge::ACTION,
    escalate_clue::ACTION,
    record_filing::ACTION,
    record_district_receipt::ACTION,
    supplement::ACTION,
    correct::ACTION,
    merge::ACTION,
    unmerge::ACTION,
    withdraw::ACTION,
    undo_withdraw::ACTION,
    mark_mirrored::ACTION,
    reveal_identity::ACTION,
    allow_identity::ACTION,
];

/// What performing an action yields.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// Facts to record, never empty.
    pub events: Vec<CaseEvent>,
    /// The unit's person in whose name an operator acted (代办).
    pub on_behalf_of: Option<PersonId>,
}

/// The action with this code.
///
/// # Errors
/// `unknown_command` naming where the commands are listed.
pub fn find(code: &str) -> Result<&'static Action, Refusal> {
    ACTIONS.iter().find(|action| action.code == code).ok_or_else(|| {
        Refusal::new(
            RefusalCode::UnknownCommand,
            format!("没有“{code}”这个命令；所有命令见 ydt help apply。"),
        )
    })
}

/// Actions that can be taken back honestly, each with the action that is its own recorded reverse.
static REVERSES: &[(&str, &str)] =
    &[("submit", "recall"), ("merge", "unmerge"), ("withdraw", "undo_withdraw"), ("close", "reopen")];

/// The action that takes another one back.
#[must_use]
pub fn reverse(code: &str) -> Option<&'static Action> {
    let (_, back) = REVERSES.iter().find(|(done, _)| *done == code)?;
    find(back).ok()
}

impl Action {
    /// Whether this action makes a new case.
    #[must_use]
    pub const fn makes_case(&self) -> bool {
        self.stages.is_empty()
    }

    /// Whether it can be done to the case now, by this actor, before anything is filled in.
    ///
    /// # Errors
    /// What is missing and who can supply it; menus show it beside the greyed action.
    pub fn allowed(&self, case: &Case, context: &Context<'_>) -> Result<(), Refusal> {
        if case.is_about(&context.actor.name) {
            return Err(Refusal::unknown_case(&case.case_no));
        }
        if !self.makes_case() && !self.stages.contains(&case.stage) {
            return Err(self.wrong_stage(case.stage));
        }
        permission::check(self, case, context)?;
        (self.ready)(case, context)
    }

    fn wrong_stage(&self, stage: Stage) -> Refusal {
        use crate::domain::code::Coded as _;
        let wanted: Vec<&str> = self.stages.iter().map(|stage| stage.label()).collect();
        let wanted = if wanted.len() > 4 {
            "办理过程中".to_owned()
        } else {
            format!("“{}”阶段", wanted.join("、"))
        };
        Refusal::new(
            RefusalCode::WrongStage,
            format!(
                "“{}”在{wanted}才能做，本件现在是“{}”（{}）。",
                self.label,
                stage.label(),
                stage.waiting_for()
            ),
        )
    }
}

/// Checks an action against case, actor, calendar and time, and decides it.
///
/// # Errors
/// A refusal; then nothing has happened.
pub fn perform(
    action: &Action,
    case: &Case,
    answers: &Answers,
    context: &Context<'_>,
) -> Result<Outcome, Refusal> {
    action.allowed(case, context)?;
    answers.check(action.fields)?;
    let on_behalf_of = permission::on_behalf_of(action, case, answers, context)?;
    let events = (action.decide)(case, answers, context)?;
    if events.is_empty() {
        return Err(Refusal::new(RefusalCode::NothingToDo, "没有需要改变的内容，什么也没有记录。"));
    }
    let events = events.into_iter().map(|event| after_closing_hour(event, case, context)).collect();
    Ok(Outcome { events, on_behalf_of })
}

/// A limit that stops today after the closing hour of the settings has run out, whichever action stops it.
fn after_closing_hour(mut event: CaseEvent, case: &Case, context: &Context<'_>) -> CaseEvent {
    let judged_on = context.settings.limit_day(context.now);
    if let CaseEvent::ClockStopped(ClockStopped { clock, round, on, verdict }) = &mut event
        && *on == context.today()
        && let Some(stopped) = case.clocks.iter().find(|old| old.clock == *clock && old.round == *round)
    {
        *verdict = stopped.verdict_on(judged_on);
    }
    event
}

/// For [`Action::ready`] when stage and permission say everything.
#[expect(clippy::unnecessary_wraps, reason = "the shape of every `ready`")]
const fn always(_: &Case, _: &Context<'_>) -> Result<(), Refusal> {
    Ok(())
}

/// For [`Action::prefill`] when a form opens empty.
fn empty_form(_: &Case, _: &Context<'_>) -> Answers {
    Answers::none()
}
