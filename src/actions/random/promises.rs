//! What no command may break: of one act, of a case at any time, and of whom it waits for.

use crate::actions::fixtures::Bench;
use crate::actions::fixtures::people::assert_chinese;
use crate::actions::next_step::next_step;
use crate::actions::permission;
use crate::domain::case::Case;
use crate::domain::case::stage::Stage;
use crate::domain::code::Coded as _;
use crate::domain::document::Document;
use crate::domain::document::hash::text_hash;
use crate::domain::event::{CaseEvent, ClockMoved, DocumentSigned, HandlerAssigned};
use crate::domain::ids::PersonId;
use crate::domain::limit::clock::Clock;
use crate::domain::time::Moment;
use crate::domain::town::org::Org;
use crate::domain::town::settings::HandlingStop;
use crate::domain::town::waits::WaitsFor;
use crate::domain::words::{ClockKind, DocumentKind, DocumentState, Position, Verdict};

/// What one act may change.
pub(super) fn check_step(before: &Case, after: &Case, events: &[CaseEvent], bench: &Bench) {
    assert!(
        before.seq == 0 || may_follow(before.stage, after.stage),
        "{:?} to {:?}",
        before.stage,
        after.stage
    );
    let act = bench.record.last().map(|recorded| recorded.action.clone()).unwrap_or_default();
    for clock in &before.clocks {
        let now = after.clocks.iter().find(|now| now.id == clock.id).expect("a clock stays in the record");
        check_judged(clock, now, events, &act);
    }
    for clock in &before.clocks {
        let now = after.clocks.iter().find(|now| now.id == clock.id);
        let moved = events.iter().any(|event| matches!(event, CaseEvent::ClockMoved(_)));
        assert!(now.is_none_or(|now| now.due_on == clock.due_on) || moved, "{clock:?} became {now:?}");
    }
    for event in events {
        assert_chinese(&event.sentence(&bench.org));
        if let CaseEvent::DocumentSigned(DocumentSigned { signer, .. }) = event {
            assert!(
                !bench.org.person(*signer).is_some_and(|person| before.is_about(person, &bench.org)),
                "a respondent signed"
            );
        }
        if let CaseEvent::HandlerAssigned(HandlerAssigned { handler }) = event {
            assert!(
                !bench.org.person(*handler).is_some_and(|person| before.is_about(person, &bench.org)),
                "a respondent became handler"
            );
        }
    }
}

/// A signature stands under the name of whoever gave it, in person or as a deputy, and stays there.
pub(super) fn check_signatures(
    before: &Case,
    after: &Case,
    events: &[CaseEvent],
    org: &Org,
    writes: impl Fn(&str) -> bool,
) {
    let given = |case: &Case, document: &Document| -> Vec<(PersonId, PersonId, Moment)> {
        let same = |other: &&Document| (other.kind, other.version) == (document.kind, document.version);
        let steps = case.documents.iter().find(same).map_or(&[][..], |document| &document.steps);
        let signatures = steps.iter().filter_map(|step| step.signature.as_ref());
        signatures.map(|given| (given.signer, given.signed_by(), given.recorded_at)).collect()
    };
    for document in before.documents.iter().filter(|document| document.state != DocumentState::Draft) {
        let (earlier, now) = (given(before, document), given(after, document));
        let recalled = events.iter().any(|event| matches!(event, CaseEvent::DocumentRecalled(_)));
        assert!(now.starts_with(&earlier) || recalled, "{earlier:?} became {now:?}");
    }
    for event in events {
        let CaseEvent::DocumentSigned(signed) = event else { continue };
        let hand = signed.deputy.unwrap_or(signed.signer);
        assert!(writes(org.person_name(hand)), "signed for {}", org.person_name(hand));
        let of = |case: &Case| -> Document {
            let same = |other: &&Document| (other.kind, other.version) == (signed.document, signed.version);
            case.documents.iter().find(same).cloned().expect("what was signed is there")
        };
        let (waited, stands) = (of(before), of(after));
        assert!(waited.steps[signed.step as usize].is_for(signed.signer), "not one of those who may");
        assert_eq!(given(after, &stands).len(), given(before, &waited).len() + 1);
        let last = stands.steps[signed.step as usize].signature.clone().expect("it is signed");
        assert_eq!((last.signer, last.signed_by()), (signed.signer, hand));
    }
}

/// The table of stages in `domain.md` §2; a case that is assessed anew after acceptance
/// may still turn out to be the district's.
fn may_follow(from: Stage, to: Stage) -> bool {
    let next: &[Stage] = match from {
        Stage::Complaint => &[Stage::Acceptance, Stage::Reported],
        Stage::Acceptance => &[Stage::Transfer, Stage::Handling, Stage::Reported],
        Stage::Transfer => &[Stage::Handling, Stage::Acceptance],
        Stage::Handling => &[Stage::Acceptance, Stage::Drafting],
        Stage::Drafting => &[Stage::Acceptance, Stage::Review],
        Stage::Review => &[Stage::Acceptance, Stage::Drafting, Stage::Reply],
        Stage::Reply => &[Stage::Acceptance, Stage::Drafting, Stage::Evaluation],
        Stage::Evaluation => &[Stage::Closure, Stage::Handling],
        Stage::Closure => &[Stage::Handling],
        Stage::Reported => &[],
        // Back to where the case was interrupted.
        Stage::Merged | Stage::Withdrawn => return to != Stage::Closure,
    };
    // A case can be sealed wherever it is; a closed one stays closed.
    let sealed = from != Stage::Closure && to == Stage::Reported;
    let interrupted = !from.is_final() && matches!(to, Stage::Merged | Stage::Withdrawn);
    interrupted || sealed || from == to || next.contains(&to)
}

/// No act changes a verdict but a correction that the secretary ruled on. What had stopped a clock can be undone, and then
/// it runs on; one that was late stays late.
fn check_judged(before: &Clock, now: &Clock, events: &[CaseEvent], act: &str) {
    let ruled = events.iter().any(
        |event| matches!(event, CaseEvent::Corrected(corrected) if act == "correct" && corrected.ruling.is_some()),
    );
    let is_moved = |event: &CaseEvent| matches!(event, CaseEvent::ClockMoved(ClockMoved { clock, .. }) if clock.id == before.id);
    let corrected = ruled && events.iter().any(is_moved) && now.stopped_on == before.stopped_on;
    if before.was_late || before.verdict == Some(Verdict::Late) {
        let is_late = now.verdict == Some(Verdict::Late) || now.is_running() && now.was_late;
        assert!(is_late || corrected || now.is_cancelled(), "late, {before:?} became {now:?} by {act}");
    }
    if before.is_running() || now.verdict == before.verdict && now.stopped_on == before.stopped_on {
        return;
    }
    let undone = matches!(act, "send_back" | "unmerge" | "undo_withdraw") && now.is_running();
    assert!(corrected || undone, "judged, {before:?} became {now:?} by {act}");
}

/// What holds of a case at any time.
pub(super) fn check_state(case: &Case, stop: HandlingStop, org: &Org) {
    for kind in DocumentKind::ALL {
        let open = |document: &&Document| document.kind == *kind && document.is_live();
        assert!(case.documents.iter().filter(open).count() <= 1, "two chains of one document");
    }
    assert!(case.open_step().is_none() || !case.stage.is_final(), "an ended case waits for a signature");
    let reply_waits = case.open_steps().any(|(document, ..)| document.kind == DocumentKind::Reply);
    assert_eq!(reply_waits, case.stage == Stage::Review);
    if case.stage == Stage::Closure {
        assert!(
            case.delivered().is_some() && case.evaluated().is_some(),
            "closed without reply or evaluation"
        );
    }
    for document in &case.documents {
        assert_eq!(document.hash, text_hash(document.text.text()));
        let signed = document.steps.iter().filter(|step| step.signature.is_some()).count();
        if matches!(document.state, DocumentState::Approved | DocumentState::Done) {
            assert_eq!(signed, document.steps.len());
        }
    }
    let runs = |kind| case.clock(kind).is_some_and(Clock::is_running);
    assert_eq!(runs(ClockKind::Triage), matches!(case.stage, Stage::Complaint | Stage::Acceptance));
    // Only while the complainant's word is awaited may an open case have no limit, where the reply ends it; the operator
    // has it among their own then.
    let is_open_at_unit = case.stage.is_with_unit() && !case.stage.is_final();
    let ended_by_reply = stop == HandlingStop::Reply && case.stage == Stage::Evaluation;
    assert_eq!(runs(ClockKind::Handling), is_open_at_unit && !ended_by_reply, "{:?}", case.stage);
    assert!(case.stage.is_final() || ended_by_reply || case.running_clock().is_some(), "{:?}", case.stage);
    if ended_by_reply {
        let is_operators = match case.waits_for(org) {
            Some(WaitsFor::Role(role) | WaitsFor::StandIn { role, .. }) => {
                role == Position::CommissionOperator
            }
            Some(WaitsFor::Unit(_) | WaitsFor::People(_)) | None => false,
        };
        assert!(case.open_step().is_some() || is_operators);
    }
    for clock in &case.clocks {
        check_verdict(clock);
    }
    if let Some(next) = next_step(case) {
        assert!(next.stages().contains(&case.stage), "{next:?} at {:?}", case.stage);
    }
}

/// A stopped clock is judged by its due day; what ended it otherwise never hides that the limit had run out.
fn check_verdict(clock: &Clock) {
    assert_eq!(clock.stopped_on.is_some(), clock.verdict.is_some());
    if let (Some(on), Some(verdict)) = (clock.stopped_on, clock.verdict)
        && !clock.is_cancelled()
    {
        assert!(
            verdict == clock.verdict_on(on) || (!verdict.counts_in_rates() && on <= clock.due_on),
            "{clock:?}"
        );
    }
}

/// An open case waits for somebody, and whoever it waits for as a role or a unit may do its next step.
pub(super) fn check_awaited(bench: &Bench, now: Moment) {
    let case = &bench.case;
    let numbers: Vec<u32> = case.clocks.iter().map(|clock| clock.id.0).collect();
    assert!(numbers.is_sorted_by(|one, next| one < next), "{numbers:?}");
    assert!(numbers.last().is_none_or(|last| *last <= case.clocks_started), "{numbers:?}");
    let awaited = case.waits_for(&bench.org);
    assert_eq!(awaited.is_some(), !case.stage.is_final(), "{:?}", case.stage);
    let (position, unit) = match awaited {
        Some(WaitsFor::Role(position)) => (position, None),
        Some(WaitsFor::Unit(unit)) => (Position::Handler, Some(unit)),
        Some(WaitsFor::People(_) | WaitsFor::StandIn { .. }) | None => return,
    };
    let next = next_step(case).expect("an open case has a next step");
    for person in bench.org.holders(position, unit).filter(|person| !case.is_about(person, &bench.org)) {
        let context = bench.context(person, now);
        let allowed = permission::check(next, case, &context);
        assert!(allowed.is_ok(), "{} waits for {}: {allowed:?}", next.code, person.name);
    }
}
