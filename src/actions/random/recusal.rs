//! What recusal promises of a case at any time: no respondent sees or signs it, and it never lies where nobody may go on.

use crate::actions::find;
use crate::actions::fixtures::Bench;
use crate::actions::next_step::next_step;
use crate::actions::permission;
use crate::domain::sealable::Sealable;
use crate::domain::sight::Sight;
use crate::domain::time::Moment;
use crate::domain::town::org::Person;
use crate::domain::town::waits::WaitsFor;
use crate::domain::words::Position;

/// Acts that bring a case nearer to its end, or give it to somebody who can.
const BRING_ON: [&str; 18] = [
    "assess",
    "accept",
    "report_up",
    "propose",
    "submit",
    "sign",
    "return",
    "recall",
    "transfer",
    "acknowledge",
    "record_finding",
    "draft_reply",
    "deliver",
    "evaluate",
    "rehandle",
    "close",
    "appoint",
    "take_back",
];

/// From every state that is no end somebody has a lawful act that brings the case on, and whoever is to do its next step
/// may; of what only the district may handle an administrator, without seeing it. No respondent sees the case, has signed
/// what still counts or is to sign it.
pub(super) fn check_recusal(bench: &Bench, now: Moment) {
    let (case, people) = (&bench.case, &bench.org.people);
    let sees =
        |person: &Person| Sight::of(person, &bench.org).is_some_and(|sight| sight.covers(case, &bench.org));
    let respondents = case.respondent.name.as_ref().and_then(Sealable::body).unwrap_or_default();
    for person in people.iter().filter(|person| respondents.contains(&person.name)) {
        // Not by the rule that is tested here: the name simply stands there.
        assert!(case.is_released(person.id) || !sees(person), "{} reads their own name", person.name);
    }
    for person in people.iter().filter(|person| case.is_about(person, &bench.org)) {
        assert!(!sees(person), "{} sees a case about them", person.name);
        let live = case.documents.iter().filter(|document| document.is_live() && !case.stage.is_final());
        let mut steps = live.flat_map(|document| &document.steps);
        let signs = steps.any(|step| match &step.signature {
            Some(signature) => signature.signer == person.id || signature.deputy == Some(person.id),
            None => step.people.contains(&person.id),
        });
        assert!(!signs, "{} signs a case about them", person.name);
    }
    let Some(next) = next_step(case).filter(|_| !case.stage.is_final()) else { return };
    if case.is_left_to_the_district(&bench.org) {
        assert!(!people.iter().any(sees), "somebody sees what is left to the district");
        let seal = find("seal").expect("the act is there");
        let may_seal = |person: &Person| {
            case.may_be_sealed_unseen_by(person, &bench.org)
                && seal.allowed(case, &bench.context(person, now)).is_ok()
        };
        assert!(people.iter().any(may_seal), "nobody may seal what is left to the district");
        return;
    }
    let may = |person: &Person| {
        let context = bench.context(person, now);
        sees(person) && permission::check(next, case, &context).is_ok()
    };
    assert!(people.iter().any(may), "nobody may {} at {:?}", next.code, case.stage);
    assert!(is_somebodys_own(bench), "{} at {:?} stands in nobody's 我来办", next.code, case.stage);
    let brings_on = |person: &Person| {
        let context = bench.context(person, now);
        let lawful = |code: &&str| find(code).is_ok_and(|act| act.allowed(case, &context).is_ok());
        sees(person) && BRING_ON.iter().any(lawful)
    };
    assert!(people.iter().any(brings_on), "nobody has anything lawful to do at {:?}", case.stage);
}

/// Whether the case stands among somebody's own (我来办): of those it waits for by name, of the position, of the unit, or
/// with the operator for a unit without anybody who handles.
fn is_somebodys_own(bench: &Bench) -> bool {
    let (case, org) = (&bench.case, &bench.org);
    let free = |person: &Person| person.active && !case.is_about(person, org);
    let has_free = |position, unit| org.holders(position, unit).any(free);
    match case.waits_for(org) {
        Some(WaitsFor::People(people) | WaitsFor::StandIn { people, .. }) => {
            people.iter().filter_map(|id| org.person(*id)).any(free)
        }
        Some(WaitsFor::Role(position)) => has_free(position, None),
        Some(WaitsFor::Unit(unit)) => {
            let is_vacant = org.holders(Position::Handler, Some(unit)).next().is_none();
            has_free(Position::Handler, Some(unit))
                || is_vacant && has_free(Position::CommissionOperator, None)
        }
        None => false,
    }
}
