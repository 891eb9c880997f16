//! The fold: what each fact changes in the case. It never refuses and never fails; whether something may
//! happen was decided before it was recorded.

mod clocks;
mod documents;

use crate::domain::case::stage::Stage;
use crate::domain::case::{Case, Complainant, Delivery, Evaluation, Note, Parked, Respondent};
use crate::domain::document::Signature;
use crate::domain::event::fact::Fact;
use crate::domain::event::{CaseEvent, Recorded, Registered};
use crate::domain::sealable::Sealable;
use crate::domain::time::Moment;
use crate::domain::words::{DeliveryMethod, DocumentKind, Route};

/// Applies one recorded event to the case.
#[expect(clippy::too_many_lines, reason = "one short arm for each kind of fact, read from top to bottom")]
pub fn evolve(case: &mut Case, recorded: &Recorded) {
    case.seq = recorded.seq;
    case.updated_at = recorded.at;
    match &recorded.event {
        CaseEvent::Registered(first) => register(case, first),
        CaseEvent::Supplemented { text, .. } => {
            case.supplements.push(Note {
                round: case.round,
                at: recorded.at,
                by: recorded.actor,
                text: text.clone(),
            });
        }
        CaseEvent::Assessed { scope, kind, field, key_matters, route, unit, note, ruling } => {
            case.scope = Some(*scope);
            case.kind = Some(*kind);
            case.field = Some(*field);
            case.key_matters.clone_from(key_matters);
            case.route = *route;
            case.unit = *unit;
            case.assessment_note.clone_from(note);
            case.ruled_unit = unit.filter(|_| ruling.is_some());
        }
        CaseEvent::Accepted => {
            case.stage = Stage::Acceptance;
            case.accepted_at = Some(recorded.at);
        }
        CaseEvent::ClockStarted { clock } => case.clocks.push(clock.clone()),
        CaseEvent::ClockMoved { clock, .. } => clocks::replace(case, clock),
        CaseEvent::ClockCancelled { clock, round } => clocks::cancel(case, *clock, *round),
        CaseEvent::ClockStopped { clock, round, on, verdict } => {
            clocks::set_stop(case, *clock, *round, Some((*on, *verdict)));
        }
        CaseEvent::ClockResumed { clock, round } => clocks::set_stop(case, *clock, *round, None),
        CaseEvent::DocumentDrafted { document, version, text, hash, terms, claims } => {
            let (terms, claims) = (terms.as_ref(), claims.as_ref());
            let draft = documents::Draft { kind: *document, version: *version, text, hash, terms, claims };
            documents::draft(case, recorded, &draft);
        }
        CaseEvent::DocumentRecalled { document, version } => documents::recall(case, *document, *version),
        CaseEvent::DocumentSubmitted { document, version, steps, .. } => {
            documents::submit(case, recorded.at, *document, *version, steps);
        }
        CaseEvent::DocumentVoided { document, version, .. } => {
            documents::void(case, *document, *version);
        }
        CaseEvent::DocumentSigned {
            document,
            version,
            step,
            decision,
            opinion,
            signed_on,
            on_paper,
            deputy,
            ..
        } => {
            let signature = Signature {
                decision: *decision,
                opinion: opinion.clone(),
                signed_on: *signed_on,
                recorded_at: recorded.at,
                recorded_by: on_paper.then_some(recorded.actor),
                deputy: *deputy,
            };
            documents::sign(case, *document, *version, *step, signature);
        }
        CaseEvent::Transferred { route, unit, received_on, .. } => {
            // The commission transfers to itself and acknowledges nothing (`domain.md` §2).
            case.stage = match route {
                Route::Commission => Stage::Handling,
                Route::PartyCommittee | Route::Village => Stage::Transfer,
            };
            case.route = Some(*route);
            case.unit = Some(*unit);
            case.transferred_on = Some(*received_on);
            case.acknowledged_at = None;
        }
        CaseEvent::Acknowledged => {
            case.stage = Stage::Handling;
            case.acknowledged_at = Some(recorded.at);
        }
        CaseEvent::SentBack { .. } => {
            case.stage = Stage::Acceptance;
            case.transferred_on = None;
            case.acknowledged_at = None;
            case.handler = None;
            case.send_backs += 1;
            case.sent_back_on = Some(recorded.at.date());
            // It was allowed to the people of that unit.
            case.identity_allowed = false;
        }
        CaseEvent::FindingRecorded { text } => {
            case.findings.push(Note {
                round: case.round,
                at: recorded.at,
                by: recorded.actor,
                text: text.clone(),
            });
        }
        CaseEvent::ReportedUp => case.stage = Stage::Reported,
        CaseEvent::DistrictReceiptRecorded { number, received_on, result, .. } => {
            case.district_receipt = Some((number.clone(), *received_on));
            if result.is_some() {
                case.district_result.clone_from(result);
            }
        }
        CaseEvent::HandlerAssigned { handler } => case.handler = Some(*handler),
        CaseEvent::HandlerReleased { .. } => case.handler = None,
        CaseEvent::Corrected { after, .. } => correct(case, after),
        CaseEvent::Withdrawn { .. } => park(case, Stage::Withdrawn),
        CaseEvent::WithdrawalUndone { .. } => unpark(case),
        CaseEvent::Merged { leading, leading_no } => {
            case.merged_into = Some((*leading, leading_no.clone()));
            park(case, Stage::Merged);
        }
        CaseEvent::Unmerged { .. } => {
            case.merged_into = None;
            unpark(case);
        }
        CaseEvent::Joined { case: joined, case_no } => case.joined.push((*joined, case_no.clone())),
        CaseEvent::Parted { case: parted, .. } => case.joined.retain(|(joined, _)| joined != parted),
        CaseEvent::Delivered { method, delivered_at, version, text } => {
            documents::settle(case, DocumentKind::Reply, *version);
            case.stage = Stage::Evaluation;
            deliver(case, recorded, *method, *delivered_at, text);
        }
        CaseEvent::LeadingReplied { method, delivered_at, text, .. } => {
            deliver(case, recorded, *method, *delivered_at, text);
        }
        CaseEvent::Evaluated { round, satisfaction, resolved, comment } => {
            case.evaluations.push(Evaluation {
                round: *round,
                satisfaction: *satisfaction,
                resolved: *resolved,
                comment: comment.clone(),
                at: recorded.at,
            });
        }
        CaseEvent::Rehandled { .. } | CaseEvent::Reopened { .. } => {
            case.stage = Stage::Handling;
            case.round += 1;
        }
        CaseEvent::Closed { .. } => case.stage = Stage::Closure,
        CaseEvent::Urged { .. } => case.urges += 1,
        CaseEvent::Mirrored { step, mirrored_at } => case.mirrored.push((*step, *mirrored_at)),
        CaseEvent::FilingRecorded { number, filed_on } => case.filing = Some((number.clone(), *filed_on)),
        CaseEvent::SealedUp { .. } => {
            case.sealed = true;
            case.stage = Stage::Reported;
        }
        CaseEvent::IdentityAllowed { .. } => case.identity_allowed = true,
        // Looking changes nothing about the case; that somebody looked is the fact.
        CaseEvent::IdentityRevealed { .. } => {}
    }
}

/// An end that can be undone: what it interrupts is remembered. The facts of stopping clocks follow it.
fn park(case: &mut Case, end: Stage) {
    let clocks = case.clocks.iter().filter(|clock| clock.is_running());
    case.parked =
        Some(Parked { stage: case.stage, clocks: clocks.map(|clock| (clock.clock, clock.round)).collect() });
    case.stage = end;
}

/// Back to where the case was interrupted; a reply whose review was broken off is a draft to be submitted anew.
fn unpark(case: &mut Case) {
    if let Some(parked) = case.parked.take() {
        case.stage = if parked.stage == Stage::Review { Stage::Drafting } else { parked.stage };
    }
}

fn deliver(
    case: &mut Case,
    recorded: &Recorded,
    method: DeliveryMethod,
    delivered_at: Moment,
    text: &Sealable,
) {
    let delivery =
        Delivery { round: case.round, method, delivered_at, recorded_at: recorded.at, text: text.clone() };
    case.deliveries.push(delivery);
}

fn register(case: &mut Case, first: &Registered) {
    case.case_no.clone_from(&first.case_no);
    case.stage = Stage::Complaint;
    case.platform_no.clone_from(&first.platform_no);
    case.method.clone_from(&first.method);
    case.source.clone_from(&first.source);
    case.complainant = Complainant { name: first.complainant.clone(), contact: first.contact.clone() };
    case.respondent = Respondent {
        name: first.respondent.clone(),
        unit_position: first.respondent_unit_position.clone(),
        rank: first.respondent_rank.clone(),
    };
    case.village.clone_from(&first.village);
    case.field = first.field;
    case.title = first.title.clone();
    case.content = first.content.clone();
    case.main_pages = first.main_pages;
    case.attachments = first.attachments;
    case.other.clone_from(&first.other);
    case.complained_at = first.complained_at;
    case.received_at = first.received_at;
}

fn correct(case: &mut Case, after: &Fact) {
    match after.clone() {
        Fact::Kind(kind) => case.kind = kind,
        Fact::Field(field) => case.field = field,
        Fact::ReceivedAt(at) => case.received_at = at,
        Fact::ComplainedAt(at) => case.complained_at = at,
        Fact::HandlingReceivedOn(day) => case.transferred_on = day,
        Fact::PlatformNo(number) => case.platform_no = number,
        Fact::Method(method) => case.method = method,
        Fact::Source(source) => case.source = source,
        Fact::Complainant(name) => case.complainant.name = name,
        Fact::Contact(contact) => case.complainant.contact = contact,
        Fact::Respondent(name) => case.respondent.name = name,
        Fact::RespondentUnitPosition(position) => case.respondent.unit_position = position,
        Fact::RespondentRank(rank) => case.respondent.rank = rank,
        Fact::Village(village) => case.village = village,
        Fact::Title(title) => case.title = title,
        Fact::MainPages(pages) => case.main_pages = pages,
        Fact::Attachments(count) => case.attachments = count,
    }
}
