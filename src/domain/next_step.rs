//! What brings a case on from where it stands: the code of the next action, as lists show it.

use super::case::Case;
use super::stage::Stage;
use super::words::{DocumentKind, DocumentState, Route, Scope};

/// Code of the action that the case waits for; `None` when nothing more is expected.
#[must_use]
pub fn next_step(case: &Case) -> Option<&'static str> {
    if case.open_step().is_some() && !case.stage.is_final() {
        return Some("sign");
    }
    match case.stage {
        Stage::Complaint => Some(match case.scope {
            None => "assess",
            Some(Scope::OutOfScope) => drafted(case, DocumentKind::ReportUp, "report_up"),
            Some(Scope::MattersList | Scope::DisclosureInfo | Scope::Conduct) => "accept",
        }),
        Stage::Acceptance => Some(match (case.scope, case.route) {
            (Some(Scope::OutOfScope), _) => drafted(case, DocumentKind::ReportUp, "report_up"),
            (_, Some(Route::PartyCommittee)) if case.approved(DocumentKind::Proposal).is_none() => {
                drafted(case, DocumentKind::Proposal, "propose")
            }
            (_, Some(Route::PartyCommittee | Route::Village | Route::Commission)) => "transfer",
            (_, None) => "assess",
        }),
        Stage::Transfer => Some("acknowledge"),
        Stage::Handling => Some("record_finding"),
        Stage::Reported if case.district_receipt.is_none() => Some("record_district_receipt"),
        Stage::Drafting
        | Stage::Review
        | Stage::Reply
        | Stage::Evaluation
        | Stage::Closure
        | Stage::Reported
        | Stage::Merged
        | Stage::Withdrawn => None,
    }
}

/// `submit` when a draft is ready, else the action that writes one.
fn drafted(case: &Case, document: DocumentKind, write: &'static str) -> &'static str {
    match case.document(document).map(|document| document.state) {
        Some(DocumentState::Draft) => "submit",
        None
        | Some(
            DocumentState::UnderReview
            | DocumentState::Approved
            | DocumentState::Returned
            | DocumentState::Void,
        ) => write,
    }
}
