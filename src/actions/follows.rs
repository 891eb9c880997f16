//! What comes next in a case and by when, in words that can be read out on the telephone. Forms say it of the case as it
//! would be, the line after an act of the case as it is.

use super::next_step::at_hand;
use crate::domain::case::Case;
use crate::domain::case::stage::Stage;
use crate::domain::code::Coded as _;
use crate::domain::document::Step;
use crate::domain::time::Date;
use crate::domain::town::org::Org;
use crate::domain::town::waits::WaitsFor;
use crate::domain::words::{ClockKind, DocumentKind, DocumentState, Route};

/// What comes next, who does it and by when.
#[must_use]
pub fn follows(case: &Case, org: &Org) -> String {
    let parts = [next(case, org), stops(case), by_when(case)];
    parts.into_iter().flatten().collect::<Vec<_>>().join("；")
}

/// The signers of a document that goes to them by this act, in their order.
#[must_use]
pub fn chain(before: &Case, case: &Case, org: &Org) -> Option<String> {
    let is_new = |kind: DocumentKind| {
        let was = before.document(kind).is_some_and(|document| document.state == DocumentState::UnderReview);
        !was
    };
    let (document, _, _) = case.open_steps().find(|(document, _, _)| is_new(document.kind))?;
    let signers: Vec<String> = document.steps.iter().map(|step: &Step| step.told(org)).collect();
    Some(format!("依次送 {} 审签", signers.join("、")))
}

/// `下一步：签收（新建村）`.
#[must_use]
pub fn next(case: &Case, org: &Org) -> Option<String> {
    let act = at_hand(case)?;
    let who = case.waits_for(org).map(|awaited| match &awaited {
        WaitsFor::Role(role) => role.label().to_owned(),
        WaitsFor::Unit(unit) => org.unit_name(*unit).to_owned(),
        WaitsFor::People(_) | WaitsFor::StandIn { .. } => awaited.people_named(org).unwrap_or_default(),
    });
    let who = who.filter(|who| !who.is_empty()).map_or_else(String::new, |who| format!("（{who}）"));
    Some(format!("下一步：{}{who}", act.label()))
}

/// Why an accepted case does not go to its unit at once.
fn stops(case: &Case) -> Option<String> {
    let waits = case.stage == Stage::Acceptance
        && case.route == Some(Route::PartyCommittee)
        && case.approved(DocumentKind::Proposal).is_none();
    waits.then(|| "镇党委办理要先审签拟办意见，才能转办".to_owned())
}

/// By when what the complainant waits for is done.
fn by_when(case: &Case) -> Option<String> {
    let running = |kind| case.clock(kind).filter(|clock| clock.is_running());
    if let Some(clock) = running(ClockKind::Handling) {
        let is_answered = matches!(case.stage, Stage::Evaluation | Stage::Closure);
        let day = in_words(clock.due_on);
        return Some(if is_answered {
            format!("最迟{day}办结")
        } else {
            format!("可以告诉投诉人：最迟{day}答复")
        });
    }
    running(ClockKind::Triage).map(|clock| format!("最迟{}转办", in_words(clock.due_on)))
}

/// `12月10日`.
fn in_words(day: Date) -> String {
    format!("{}月{}日", day.month(), day.day())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::actions::fixtures::people::{OPERATOR, PARTY_OPERATOR};
    use crate::actions::fixtures::{Bench, MONDAY, SECTION_ASSESSMENT, TUESDAY, VILLAGE_ASSESSMENT};

    #[test]
    fn what_follows_names_act_holder_and_day() {
        let mut bench = Bench::accepted(VILLAGE_ASSESSMENT);
        assert_eq!(follows(&bench.case, &bench.org), "下一步：转办（镇纪委专人）；最迟11月19日转办");
        bench.did("transfer", &[], OPERATOR, TUESDAY);
        assert_eq!(
            follows(&bench.case, &bench.org),
            "下一步：签收（新建村）；可以告诉投诉人：最迟12月1日答复"
        );
    }

    #[test]
    fn a_case_that_waits_for_signatures_says_why_and_whose() {
        let mut bench = Bench::accepted(SECTION_ASSESSMENT);
        assert!(follows(&bench.case, &bench.org).contains("镇党委办理要先审签拟办意见"));
        bench.did("propose", &[("text", "拟请核实。")], PARTY_OPERATOR, MONDAY);
        let before = bench.case.clone();
        assert_eq!(chain(&before, &before, &bench.org), None);
        bench.did("submit", &[], PARTY_OPERATOR, MONDAY);
        let told = chain(&before, &bench.case, &bench.org).unwrap();
        assert!(told.contains("镇纪委书记") && told.contains("分管领导"), "{told}");
    }
}
