//! What assessment decided, put right afterwards: scope and key matters, until the last signature under the reply
//! (`domain.md` §10 A wrong turn found late).

use super::{FACT, VALUE};
use crate::actions::answers::Answers;
use crate::domain::case::Case;
use crate::domain::case::stage::Stage;
use crate::domain::code::Coded as _;
use crate::domain::document::Document;
use crate::domain::event::fact::Fact;
use crate::domain::event::{CaseEvent, drafting};
use crate::domain::refusal::{Refusal, RefusalCode};
use crate::domain::words::{DocumentKind, DocumentState, Position, Route, Scope};

/// The scope as it shall be. Where the case went by it is not a matter of correcting: a case that belongs to the
/// commission or to the district is assessed anew, after it was taken back from its unit.
///
/// # Errors
/// When it was never assessed, when the reply is signed, or when the present route is not that of the new scope.
pub fn scope(case: &Case, answers: &Answers) -> Result<Fact, Refusal> {
    check_open(case)?;
    let scope: Scope = answers.need_word(&VALUE)?;
    let other_way = match scope {
        Scope::MattersList | Scope::DisclosureInfo => false,
        Scope::Conduct => case.route != Some(Route::Commission),
        Scope::OutOfScope => true,
    };
    // What was out of scope has no route and needs one.
    if (other_way || case.route.is_none()) && case.scope != Some(scope) {
        let way = if case.transferred_on.is_some() { "收回改办" } else { "研判" };
        return Err(VALUE.refuses(
            RefusalCode::WrongStage,
            format!("改为“{}”，办理途径也要跟着变，不能只更正这一项；请做“{way}”。", scope.label()),
        ));
    }
    Ok(Fact::Scope(Some(scope)))
}

/// The key matters as they shall be; none when nothing is filled in.
///
/// # Errors
/// When it was never assessed, or when the reply is signed.
pub fn key_matters(case: &Case, answers: &Answers) -> Result<Fact, Refusal> {
    check_open(case)?;
    answers.words(&VALUE).map(Fact::KeyMatters)
}

fn check_open(case: &Case) -> Result<(), Refusal> {
    if case.scope.is_none() {
        return Err(FACT.refuses(RefusalCode::NotAssessed, "还没有研判，没有可更正的；请先做“研判”。"));
    }
    match case.stage {
        Stage::Complaint
        | Stage::Acceptance
        | Stage::Transfer
        | Stage::Handling
        | Stage::Drafting
        | Stage::Review => Ok(()),
        Stage::Reply
        | Stage::Evaluation
        | Stage::Closure
        | Stage::Reported
        | Stage::Merged
        | Stage::Withdrawn => Err(FACT.refuses(
            RefusalCode::WrongStage,
            format!("本件已到“{}”，范围和重点标记只能在答复意见审签完之前更正。", case.stage.label()),
        )),
    }
}

/// Chains that lack the principal leader once the case is a key matter: what was signed does not bind, and the document
/// must be submitted again.
pub fn outdated_chains(case: &Case, after: &Fact) -> Vec<CaseEvent> {
    if !matches!(after, Fact::KeyMatters(flags) if !flags.is_empty()) {
        return Vec::new();
    }
    let wants_principal = |document: &&Document| match document.kind {
        DocumentKind::Reply => true,
        // Once the unit has the case the proposal has had its effect.
        DocumentKind::Proposal => case.transferred_on.is_none(),
        DocumentKind::ReportUp
        | DocumentKind::Clue
        | DocumentKind::Extension
        | DocumentKind::Override
        | DocumentKind::Circular => false,
    };
    let submitted =
        |document: &&Document| matches!(document.state, DocumentState::UnderReview | DocumentState::Approved);
    let lacks_principal = |document: &&Document| {
        document.steps.iter().all(|step| {
            step.position != Position::PrincipalLeader && !step.also.contains(&Position::PrincipalLeader)
        })
    };
    case.documents
        .iter()
        .filter(wants_principal)
        .filter(submitted)
        .filter(lacks_principal)
        .map(|document| drafting::void(document, "更正为重点件，审签链缺镇主要领导，请重新送审"))
        .collect()
}
