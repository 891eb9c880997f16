//! The fold: what each fact changes in the case. It never refuses and never fails; whether something may
//! happen was decided before it was recorded.

use super::case::{Case, Complainant, Note, Respondent};
use super::clock::Clock;
use super::document::{Decision, Document, Signature};
use super::event::{CaseEvent, Recorded, Registered};
use super::fact::Fact;
use super::stage::Stage;
use super::words::{ClockKind, DocumentKind, DocumentState, Route};

/// Applies one recorded event to the case.
pub fn evolve(case: &mut Case, recorded: &Recorded) {
    case.seq = recorded.seq;
    case.updated_at = recorded.at;
    match &recorded.event {
        CaseEvent::Registered(first) => register(case, first),
        CaseEvent::Supplemented { text, .. } => {
            case.supplements.push(Note { at: recorded.at, by: recorded.actor, text: text.clone() });
        }
        CaseEvent::Assessed { scope, kind, field, key_matters, route, unit, note, .. } => {
            case.scope = Some(*scope);
            case.kind = Some(*kind);
            case.field = Some(*field);
            case.key_matters.clone_from(key_matters);
            case.route = *route;
            case.unit = *unit;
            case.assessment_note.clone_from(note);
        }
        CaseEvent::Accepted => {
            case.stage = Stage::Acceptance;
            case.accepted_at = Some(recorded.at);
        }
        CaseEvent::ClockStarted { .. }
        | CaseEvent::ClockStopped { .. }
        | CaseEvent::ClockCancelled { .. }
        | CaseEvent::ClockResumed { .. }
        | CaseEvent::ClockMoved { .. } => run_clocks(&mut case.clocks, &recorded.event),
        CaseEvent::DocumentDrafted { .. }
        | CaseEvent::DocumentSubmitted { .. }
        | CaseEvent::DocumentVoided { .. }
        | CaseEvent::DocumentSigned { .. } => keep_documents(&mut case.documents, recorded),
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
        }
        CaseEvent::FindingRecorded { text } => {
            case.findings.push(Note { at: recorded.at, by: recorded.actor, text: text.clone() });
        }
        CaseEvent::ReportedUp => case.stage = Stage::Reported,
        CaseEvent::DistrictReceiptRecorded { number, received_on } => {
            case.district_receipt = Some((number.clone(), *received_on));
        }
        CaseEvent::HandlerAssigned { handler } => case.handler = Some(*handler),
        CaseEvent::Corrected { after, .. } => correct(case, after),
        CaseEvent::Withdrawn { .. } => case.stage = Stage::Withdrawn,
    }
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

fn run_clocks(clocks: &mut Vec<Clock>, event: &CaseEvent) {
    let find = |clocks: &mut Vec<Clock>, kind: ClockKind, round: u32| {
        clocks.iter().position(|clock| clock.clock == kind && clock.round == round)
    };
    match event {
        CaseEvent::ClockStarted { clock } => clocks.push(clock.clone()),
        CaseEvent::ClockMoved { clock, .. } => {
            if let Some(place) = find(clocks, clock.clock, clock.round) {
                clocks[place] = clock.clone();
            }
        }
        CaseEvent::ClockCancelled { clock, round } => {
            clocks.retain(|running| !(running.clock == *clock && running.round == *round));
        }
        CaseEvent::ClockStopped { clock, round, on, verdict } => {
            if let Some(place) = find(clocks, *clock, *round) {
                clocks[place].stopped_on = Some(*on);
                clocks[place].verdict = Some(*verdict);
            }
        }
        CaseEvent::ClockResumed { clock, round } => {
            if let Some(place) = find(clocks, *clock, *round) {
                clocks[place].stopped_on = None;
                clocks[place].verdict = None;
            }
        }
        CaseEvent::Registered(_)
        | CaseEvent::Supplemented { .. }
        | CaseEvent::Assessed { .. }
        | CaseEvent::Accepted
        | CaseEvent::DocumentDrafted { .. }
        | CaseEvent::DocumentSubmitted { .. }
        | CaseEvent::DocumentVoided { .. }
        | CaseEvent::DocumentSigned { .. }
        | CaseEvent::Transferred { .. }
        | CaseEvent::Acknowledged
        | CaseEvent::SentBack { .. }
        | CaseEvent::FindingRecorded { .. }
        | CaseEvent::ReportedUp
        | CaseEvent::DistrictReceiptRecorded { .. }
        | CaseEvent::HandlerAssigned { .. }
        | CaseEvent::Corrected { .. }
        | CaseEvent::Withdrawn { .. } => {}
    }
}

fn keep_documents(documents: &mut Vec<Document>, recorded: &Recorded) {
    let find = |documents: &mut Vec<Document>, kind: DocumentKind, version: u32| {
        documents.iter().position(|document| document.kind == kind && document.version == version)
    };
    match &recorded.event {
        CaseEvent::DocumentDrafted { document, version, text, hash } => {
            for older in documents.iter_mut().filter(|older| older.kind == *document) {
                if older.is_live() {
                    older.state = DocumentState::Void;
                }
            }
            documents.push(Document {
                kind: *document,
                version: *version,
                text: text.clone(),
                hash: hash.clone(),
                state: DocumentState::Draft,
                steps: Vec::new(),
                drafted_by: recorded.actor,
                drafted_at: recorded.at,
                submitted_at: None,
            });
        }
        CaseEvent::DocumentSubmitted { document, version, steps, .. } => {
            if let Some(place) = find(documents, *document, *version) {
                documents[place].state = DocumentState::UnderReview;
                documents[place].steps.clone_from(steps);
                documents[place].submitted_at = Some(recorded.at);
            }
        }
        CaseEvent::DocumentVoided { document, version, .. } => {
            if let Some(place) = find(documents, *document, *version) {
                documents[place].state = DocumentState::Void;
            }
        }
        CaseEvent::DocumentSigned {
            document, version, step, decision, opinion, signed_on, on_paper, ..
        } => {
            let Some(place) = find(documents, *document, *version) else { return };
            let document = &mut documents[place];
            if let Some(step) = document.steps.get_mut(*step as usize) {
                step.signature = Some(Signature {
                    decision: *decision,
                    opinion: opinion.clone(),
                    signed_on: *signed_on,
                    recorded_at: recorded.at,
                    recorded_by: on_paper.then_some(recorded.actor),
                });
            }
            match decision {
                Decision::Return => document.state = DocumentState::Returned,
                Decision::Agree if document.steps.iter().all(|step| step.signature.is_some()) => {
                    document.state = DocumentState::Approved;
                }
                Decision::Agree => {}
            }
        }
        CaseEvent::Registered(_)
        | CaseEvent::Supplemented { .. }
        | CaseEvent::Assessed { .. }
        | CaseEvent::Accepted
        | CaseEvent::ClockStarted { .. }
        | CaseEvent::ClockStopped { .. }
        | CaseEvent::ClockCancelled { .. }
        | CaseEvent::ClockResumed { .. }
        | CaseEvent::ClockMoved { .. }
        | CaseEvent::Transferred { .. }
        | CaseEvent::Acknowledged
        | CaseEvent::SentBack { .. }
        | CaseEvent::FindingRecorded { .. }
        | CaseEvent::ReportedUp
        | CaseEvent::DistrictReceiptRecorded { .. }
        | CaseEvent::HandlerAssigned { .. }
        | CaseEvent::Corrected { .. }
        | CaseEvent::Withdrawn { .. } => {}
    }
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
