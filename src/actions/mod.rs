//! Verbs: everything that can be done to a case or to the town. One file each and one line in [`ACTS`].
//!
//! A row of that table is all there is to know about an act: its code, who may do it, what it asks for, and,
//! by what it is done to, the pure function that decides. Menus, forms, keys, help, permission checks, history
//! sentences, `ydt apply` and its documentation are read from it.

pub(crate) mod answer_card;
pub(crate) mod answers;
pub(crate) mod field;
pub(crate) mod follows;
pub(crate) mod in_turn;
pub(crate) mod next_step;
pub(crate) mod offer;
pub(crate) mod permission;

mod accept;
mod acknowledge;
pub(crate) mod acknowledge_alert;
mod act;
mod act_day;
pub(crate) mod add_people;
pub(crate) mod add_units;
pub(crate) mod agenda;
mod allow_identity;
mod appoint;
mod asks;
mod assess;
mod assign_handler;
mod attach;
mod attaching;
pub(crate) mod by_meeting;
pub(crate) mod calendar_load;
mod case_act;
mod close;
pub(crate) mod confirm_rights;
pub(crate) mod confirm_time;
mod correct;
mod decline_rights;
pub(crate) mod delegate;
mod deliver;
pub(crate) mod disclosing;
pub(crate) mod disclosure_attach;
pub(crate) mod disclosure_cancel;
pub(crate) mod disclosure_check;
pub(crate) mod disclosure_erase_file;
pub(crate) mod disclosure_event;
pub(crate) mod disclosure_export;
pub(crate) mod disclosure_link;
pub(crate) mod disclosure_none;
pub(crate) mod disclosure_publish;
pub(crate) mod disclosure_return;
pub(crate) mod disclosure_sign;
pub(crate) mod disclosure_step;
pub(crate) mod disclosure_submit;
pub(crate) mod draft_circular;
mod draft_reply;
pub(crate) mod erase_identity;
mod escalate_clue;
pub(crate) mod evaluate;
mod export_attachment;
mod extend;
pub(crate) mod fill_post;
pub(crate) mod freeze_bulletin;
pub(crate) mod hand_over;
pub(crate) mod issue_card;
pub(crate) mod issue_paper;
mod mark_mirrored;
mod masked_text;
pub(crate) mod matters_import;
pub(crate) mod meeting_attach;
pub(crate) mod meeting_call;
pub(crate) mod meeting_cancel;
pub(crate) mod meeting_change;
pub(crate) mod meeting_confirm;
pub(crate) mod meeting_decide;
pub(crate) mod meeting_erase_file;
pub(crate) mod meeting_export;
pub(crate) mod meeting_issue;
pub(crate) mod meeting_prepare;
pub(crate) mod meeting_record;
pub(crate) mod meeting_reprint;
pub(crate) mod meeting_return;
pub(crate) mod meeting_run;
pub(crate) mod meeting_sign;
pub(crate) mod meeting_submit;
pub(crate) mod meeting_void;
mod merge;
pub(crate) mod org_import;
mod organisation;
mod override_limit;
mod papers;
mod propose;
mod propose_rights;
mod recall;
mod record_district_receipt;
mod record_filing;
mod record_finding;
mod record_signing;
pub(crate) mod register;
mod rehandle;
mod reopen;
mod report_up;
mod report_up_sent;
mod reprint_paper;
pub(crate) mod reset_template;
mod respondent_questions;
mod return_document;
mod reveal_identity;
pub(crate) mod revoke_delegation;
pub(crate) mod rounds;
mod rule_not_respondent;
mod ruling;
pub(crate) mod seal;
mod section;
mod send_back;
pub(crate) mod set_matter;
pub(crate) mod set_person;
pub(crate) mod set_setting;
pub(crate) mod set_template;
pub(crate) mod set_unit;
mod sign;
pub(crate) mod sign_hand_over;
pub(crate) mod signing;
mod stream_act;
mod submit;
mod supplement;
mod take_back;
pub(crate) mod templates;
mod town_act;
mod transfer;
mod undo_withdraw;
mod unmerge;
pub(crate) mod urge;
mod void_paper;
mod warnings;
mod withdraw;

#[cfg(test)]
mod attaching_tests;
#[cfg(test)]
mod days_tests;
#[cfg(test)]
mod disclosure_bench;
#[cfg(test)]
mod disclosure_tests;
#[cfg(test)]
mod fixtures;
#[cfg(test)]
mod meeting_bench;
#[cfg(test)]
mod meeting_tests;
#[cfg(test)]
mod paper_and_merger_tests;
#[cfg(test)]
mod random;
#[cfg(test)]
mod rights_bench;
#[cfg(test)]
mod routes;
#[cfg(test)]
mod ruling_days_tests;
#[cfg(test)]
mod steps_tests;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod town_tests;

use crate::domain::case::Case;
use crate::domain::context::Context;
use crate::domain::event::{CaseEvent, foretold};
use crate::domain::ids::PersonId;
use crate::domain::refusal::{Refusal, RefusalCode};
use crate::domain::town::event::TownEvent;
pub use act::{Act, MeetingAct, On, Questions};
pub use answers::Answers;
pub use asks::{case_act_that, that_attaches, that_erases_identity, that_saves};
pub(crate) use case_act::CaseAct;
pub(crate) use field::{Field, FieldKind, FileForm, Names, Word};
pub(crate) use stream_act::{StreamAct, StreamOutcome, decide_disclosure, decide_on};
pub(crate) use town_act::TownAct;

/// Every act: those on a case in the order of the loop, which is the order of menus, then those on a
/// meeting and on the town.
pub static ACTS: &[&Act] = &[
    &register::ACT,
    &assess::ACT,
    &accept::ACT,
    &propose::ACT,
    &report_up::ACT,
    &seal::ACT,
    &submit::ACT,
    &recall::ACT,
    &sign::ACT,
    &return_document::ACT,
    &transfer::ACT,
    &acknowledge::ACT,
    &send_back::ACT,
    &take_back::ACT,
    &assign_handler::ACT,
    &record_finding::ACT,
    &draft_reply::ACT,
    &extend::ACT,
    &override_limit::ACT,
    &deliver::ACT,
    &evaluate::ACT,
    &rehandle::ACT,
    &close::ACT,
    &reopen::ACT,
    &urge::ACT,
    &escalate_clue::ACT,
    &record_filing::ACT,
    &report_up_sent::ACT,
    &record_district_receipt::ACT,
    &supplement::ACT,
    &attach::ACT,
    &export_attachment::ACT,
    &correct::ACT,
    &merge::ACT,
    &unmerge::ACT,
    &withdraw::ACT,
    &undo_withdraw::ACT,
    &mark_mirrored::ACT,
    &issue_paper::ACT,
    &reprint_paper::ACT,
    &void_paper::ACT,
    &issue_card::ACT,
    &answer_card::ACT,
    &draft_circular::ACT,
    &reveal_identity::ACT,
    &allow_identity::ACT,
    &erase_identity::ACT,
    &rule_not_respondent::ACT,
    &appoint::ACT,
    &meeting_prepare::ACT,
    &meeting_change::ACT,
    &meeting_cancel::ACT,
    &meeting_run::ACT,
    &meeting_call::ACT,
    &meeting_decide::ACT,
    &meeting_confirm::ACT,
    &meeting_record::ACT,
    &meeting_submit::ACT,
    &meeting_sign::ACT,
    &meeting_return::ACT,
    &meeting_issue::ACT,
    &meeting_reprint::ACT,
    &meeting_void::ACT,
    &meeting_attach::ACT,
    &meeting_export::ACT,
    &meeting_erase_file::ACT,
    &disclosure_event::ACT,
    &disclosure_submit::ACT,
    &disclosure_none::ACT,
    &disclosure_sign::ACT,
    &disclosure_return::ACT,
    &disclosure_publish::ACT,
    &disclosure_check::ACT,
    &disclosure_link::ACT,
    &disclosure_cancel::ACT,
    &disclosure_attach::ACT,
    &disclosure_export::ACT,
    &disclosure_erase_file::ACT,
    &delegate::ACT,
    &revoke_delegation::ACT,
    &set_setting::ACT,
    &add_units::ACT,
    &set_unit::ACT,
    &add_people::ACT,
    &set_person::ACT,
    &fill_post::ACT,
    &org_import::ACT,
    &propose_rights::ACT,
    &confirm_rights::ACT,
    &decline_rights::ACT,
    &hand_over::ACT,
    &sign_hand_over::ACT,
    &calendar_load::ACT,
    &set_matter::ACT,
    &matters_import::ACT,
    &set_template::ACT,
    &reset_template::ACT,
    &freeze_bulletin::ACT,
    &acknowledge_alert::ACT,
    &confirm_time::ACT,
];

/// What performing an act on a case yields.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// Facts to record, never empty.
    pub events: Vec<CaseEvent>,
    /// The unit's person in whose name an operator acted (代办).
    pub on_behalf_of: Option<PersonId>,
}

/// The act with this code.
///
/// # Errors
/// `unknown_command` naming where the commands are listed.
pub fn find(code: &str) -> Result<&'static Act, Refusal> {
    ACTS.iter().copied().find(|act| act.code == code).ok_or_else(|| {
        Refusal::new(
            RefusalCode::UnknownCommand,
            format!("没有“{code}”这个命令；所有命令见 ydt help apply。"),
        )
    })
}

/// The acts on the menu of a case.
pub fn on_case_menu() -> impl Iterator<Item = &'static Act> {
    ACTS.iter().copied().filter(|act| act.is_on_case_menu())
}

/// The acts on the town.
pub fn on_town() -> impl Iterator<Item = &'static Act> {
    ACTS.iter().copied().filter(|act| act.on_town().is_ok())
}

/// The acts on meetings and on records of disclosure.
pub fn on_records() -> impl Iterator<Item = &'static Act> {
    ACTS.iter().copied().filter(|act| act.on_meeting().is_ok() || act.on_disclosure().is_ok())
}

/// Checks an act on a case against case, actor, calendar and time, and decides it.
///
/// # Errors
/// A refusal; then nothing has happened.
pub fn perform(act: &Act, case: &Case, answers: &Answers, context: &Context<'_>) -> Result<Outcome, Refusal> {
    act.allowed(case, context)?;
    answers.check(act.fields())?;
    act.fields().iter().try_for_each(|field| answers.check_readable(field, context.org))?;
    masked_text::refuse(act, case, answers, context)?;
    let on_behalf_of = permission::on_behalf_of(act, case, answers, context)?;
    let mut events = (act.on_case()?.decide)(case, answers, context)?;
    if events.is_empty() {
        return Err(nothing_to_do());
    }
    events.extend(foretold(case, &events, context.now, context.actor.id).look_back(context.org));
    let events = act_day::judged(events, case, context);
    Ok(Outcome { events, on_behalf_of })
}

/// Checks an act on the town against actor, calendar and time, and decides it.
///
/// # Errors
/// A refusal; then nothing has happened.
pub fn decide_town(act: &Act, answers: &Answers, context: &Context<'_>) -> Result<Vec<TownEvent>, Refusal> {
    let on = act.on_town()?;
    permission::check_town(act, context)?;
    answers.check(act.fields())?;
    let events = (on.decide)(answers, context)?;
    if events.is_empty() { Err(nothing_to_do()) } else { Ok(events) }
}

fn nothing_to_do() -> Refusal {
    Refusal::new(RefusalCode::NothingToDo, "没有需要改变的内容，什么也没有记录。")
}
