//! A case and a meeting that have everything a form asks for, so that each form can be laid out without a complaint: the built-in
//! template of an office is made from it. Nothing of it is ever printed; every field gets its name in its place.

use super::Form;
use super::facts::{Facts, Missing};
use crate::domain::calendar::{Calendar, LimitUnit};
use crate::domain::case::card::{Card, CardColour};
use crate::domain::case::respondents::Register;
use crate::domain::case::turn::Turn;
use crate::domain::case::{Case, Delivery};
use crate::domain::code::Coded as _;
use crate::domain::document::{Document, Terms};
use crate::domain::ids::{CaseId, ChainPlace, MeetingId, PersonId, UnitId};
use crate::domain::limit::clock::Clock;
use crate::domain::meeting::Meeting;
use crate::domain::meeting::record::Record;
use crate::domain::paper::{PaperKind, Sheet};
use crate::domain::sealable::Sealable;
use crate::domain::time::{Date, Moment};
use crate::domain::town::org::{Org, Unit};
use crate::domain::town::phrases::Phrases;
use crate::domain::words::{
    CaseKind, ClockKind, DeliveryMethod, DocumentKind, DocumentState, Route, Scope, UnitKind,
};

const HANDLES: UnitId = UnitId(1);
const COMMISSION: UnitId = UnitId(2);
const SOME_TEXT: &str = "内容";

/// A form with something in each of its fields.
///
/// # Errors
/// What the form asks for and the specimen doesn't have.
pub fn sheet(kind: PaperKind) -> Result<Sheet, Missing> {
    let (case, org, phrases) = (case(), org(), Phrases::default());
    let facts = Facts {
        case: &case,
        org: &org,
        register: &Register::of(&org),
        document: None,
        today: Date::LAST,
        phrases: &phrases,
    };
    Form::of_case(kind, &facts).unwrap_or_else(|| Form::of_meeting(&meeting(), &[SOME_TEXT.to_owned()], &org))
}

fn meeting() -> Meeting {
    let mut meeting = Meeting::unborn(MeetingId(0), 0);
    meeting.record = Some(Record::default());
    meeting
}

fn org() -> Org {
    let unit = |id, name: &str, kind: UnitKind| Unit { id, name: name.to_owned(), kind, active: true };
    Org {
        units: vec![
            unit(HANDLES, "承办单位", UnitKind::Section),
            unit(COMMISSION, UnitKind::Commission.label(), UnitKind::Commission),
        ],
        ..Org::default()
    }
}

fn case() -> Case {
    let some = || Some(Sealable::new(SOME_TEXT));
    let mut case = Case::unborn(CaseId(0), SOME_TEXT);
    case.title = Sealable::new(SOME_TEXT);
    case.content = Sealable::new(SOME_TEXT);
    (case.complainant.name, case.complainant.contact) = (some(), some());
    (case.respondent.name, case.respondent.unit_position) = (some(), some());
    (case.scope, case.kind) = (Some(Scope::MattersList), Some(CaseKind::NonConsultation));
    (case.route, case.unit) = (Some(Route::PartyCommittee), Some(HANDLES));
    case.turns = vec![Turn {
        number: 1,
        unit: HANDLES,
        place: ChainPlace(0),
        route: Route::PartyCommittee,
        from: Date::UNIX_EPOCH,
        first_round: 1,
        ended: None,
        closed: Vec::new(),
        recorded_days: None,
    }];
    case.clocks = vec![clock()];
    case.documents = [
        (DocumentKind::Proposal, None),
        (DocumentKind::Reply, None),
        (DocumentKind::ReportUp, None),
        (DocumentKind::Circular, None),
        (DocumentKind::Extension, Some(Terms::Extension { days: 1, special: false })),
    ]
    .into_iter()
    .map(|(kind, terms)| document(kind, terms))
    .collect();
    case.cards = vec![Card {
        no: 1,
        colour: CardColour::Blue,
        turn: 1,
        round: 1,
        unit: Some(HANDLES),
        place: ChainPlace(0),
        reason: Sealable::new(SOME_TEXT),
        issued_on: Date::UNIX_EPOCH,
        issued_by: PersonId(0),
        answer: None,
    }];
    case.deliveries = vec![Delivery {
        round: 1,
        method: DeliveryMethod::Letter,
        delivered_at: Moment::UNIX_EPOCH,
        recorded_at: Moment::UNIX_EPOCH,
        text: Sealable::new(SOME_TEXT),
        letter: None,
    }];
    case
}

fn clock() -> Clock {
    let (clock, unit) = (ClockKind::Handling, LimitUnit::WorkingDays);
    Clock::start(clock, 1, Date::UNIX_EPOCH, 1, unit, &Calendar::embedded())
}

fn document(kind: DocumentKind, terms: Option<Terms>) -> Document {
    Document {
        kind,
        version: 1,
        text: Sealable::new(SOME_TEXT),
        hash: String::new(),
        terms,
        claims: None,
        state: DocumentState::Approved,
        steps: Vec::new(),
        drafted_by: PersonId(0),
        drafted_at: Moment::UNIX_EPOCH,
        turn: 1,
        round: 1,
        drafted_in: ChainPlace(0),
        submitted_at: None,
    }
}
