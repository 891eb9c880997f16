//! What figures are worked out from: the days, codes and units of one case. No text of a complaint and nothing of who
//! complains stands in it, so that it can be kept in a table of its own and nothing of it has to be erased.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::step::CaseStep;
use crate::domain::case::Case;
use crate::domain::case::card::CardColour;
use crate::domain::case::course::{Happened, Happening};
use crate::domain::case::turn::TurnEnd;
use crate::domain::document::Document;
use crate::domain::ids::UnitId;
use crate::domain::limit::clock::Clock;
use crate::domain::time::Date;
use crate::domain::words::{
    CaseKind, ClockKind, DecidedBy, DocumentKind, DocumentState, KeyMatter, MatterField, Resolved, Route,
    Satisfaction, Scope, Verdict,
};

/// The number of a case, or the code of a record of disclosure. Every figure that counts it names it, and they share it.
pub type Number = Arc<str>;

/// One limit of a case, as far as figures judge it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClockFacts {
    #[serde(rename = "c")]
    pub clock: ClockKind,
    #[serde(rename = "t")]
    pub turn: u32,
    #[serde(rename = "r")]
    pub round: u32,
    #[serde(rename = "s")]
    pub started_on: Date,
    #[serde(rename = "d")]
    pub due_on: Date,
    #[serde(rename = "o")]
    pub original_due_on: Date,
    #[serde(rename = "x")]
    pub extensions: u32,
    #[serde(rename = "e", default, skip_serializing_if = "Option::is_none")]
    pub stopped_on: Option<Date>,
    #[serde(rename = "v", default, skip_serializing_if = "Option::is_none")]
    pub verdict: Option<Verdict>,
    /// It was late once, and stays so whatever became of it.
    #[serde(rename = "l", default, skip_serializing_if = "std::ops::Not::not")]
    pub was_late: bool,
    /// Its limit was changed after it had run out (超期后变更).
    #[serde(rename = "a", default, skip_serializing_if = "std::ops::Not::not")]
    pub is_changed_after_expiry: bool,
}

/// One time that the case lay with a unit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TurnFacts {
    #[serde(rename = "n")]
    pub number: u32,
    #[serde(rename = "u")]
    pub unit: UnitId,
    #[serde(rename = "w")]
    pub route: Route,
    #[serde(rename = "f")]
    pub from: Date,
    #[serde(rename = "e", default, skip_serializing_if = "Option::is_none")]
    pub ended: Option<(TurnEnd, Date)>,
}

/// What the complainant said of one round.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WordFacts {
    #[serde(rename = "r")]
    pub round: u32,
    #[serde(rename = "d")]
    pub on: Date,
    #[serde(rename = "s")]
    pub satisfaction: Satisfaction,
    #[serde(rename = "v", default, skip_serializing_if = "Option::is_none")]
    pub resolved: Option<Resolved>,
    #[serde(rename = "l", default, skip_serializing_if = "std::ops::Not::not")]
    pub is_late: bool,
}

/// A supervision card.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CardFacts {
    #[serde(rename = "c")]
    pub colour: CardColour,
    #[serde(rename = "t")]
    pub turn: u32,
    #[serde(rename = "d")]
    pub issued_on: Date,
    #[serde(rename = "a", default, skip_serializing_if = "Option::is_none")]
    pub answered_on: Option<Date>,
}

/// A step that the case went through.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StepFacts {
    #[serde(rename = "s")]
    pub step: CaseStep,
    #[serde(rename = "t")]
    pub turn: u32,
    /// The day on which it began, which is not counted.
    #[serde(rename = "f")]
    pub from: Date,
    #[serde(rename = "u")]
    pub until: Date,
}

/// What figures know of a case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseFacts {
    pub case_no: Number,
    pub received_on: Date,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rank: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub village: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field: Option<MatterField>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scope: Option<Scope>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<CaseKind>,
    /// The proposed route and unit, as long as no unit has had it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub route: Option<Route>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<UnitId>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub key_matters: Vec<KeyMatter>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decided_by: Option<DecidedBy>,
    /// Somebody gave a name (实名).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_signed: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub accepted_on: Option<Date>,
    /// Days on which an extension was granted.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub extended_on: Vec<Date>,
    pub clocks: Vec<ClockFacts>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub turns: Vec<TurnFacts>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub happened: Vec<Happened>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub words: Vec<WordFacts>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cards: Vec<CardFacts>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub steps: Vec<StepFacts>,
    /// It may repeat another complaint. Kept beside the case's own record and filled in when it is read.
    #[serde(skip)]
    pub is_repeat: bool,
}

impl ClockFacts {
    fn of(clock: &Clock) -> Self {
        Self {
            clock: clock.clock,
            turn: clock.turn.max(1),
            round: clock.round,
            started_on: clock.started_on,
            due_on: clock.due_on,
            original_due_on: clock.original_due_on,
            extensions: clock.extensions,
            stopped_on: clock.stopped_on,
            verdict: clock.verdict,
            was_late: clock.was_late,
            is_changed_after_expiry: clock.overridden.is_some_and(|changed| changed.after_expiry),
        }
    }
}

impl CaseFacts {
    /// What figures need of a case.
    #[must_use]
    pub fn of(case: &Case) -> Self {
        Self {
            case_no: case.case_no.as_str().into(),
            received_on: case.received_at.date(),
            source: case.source.clone(),
            rank: case.respondent.rank.clone(),
            village: case.village.clone(),
            field: case.field,
            scope: case.scope,
            kind: case.kind,
            route: case.route,
            unit: case.unit,
            key_matters: case.key_matters.clone(),
            decided_by: case.decided.as_ref().map(|decided| decided.by),
            is_signed: case.complainant.name.is_some(),
            accepted_on: case.accepted_at.map(crate::domain::time::Moment::date),
            extended_on: case.documents.iter().filter_map(granted_on).collect(),
            clocks: case.clocks.iter().map(ClockFacts::of).collect(),
            turns: turns_of(case),
            happened: case.course.happened.clone(),
            words: words_of(case),
            cards: cards_of(case),
            steps: steps_of(case),
            is_repeat: false,
        }
    }

    /// The unit and the route of a turn; before the first transfer those that were proposed, and of no turn in
    /// particular those of the last.
    #[must_use]
    pub fn with(&self, turn: Option<u32>) -> (Option<UnitId>, Option<Route>) {
        let named = turn.and_then(|number| self.turns.iter().find(|turn| turn.number == number));
        named
            .or(self.turns.last())
            .map_or((self.unit, self.route), |turn| (Some(turn.unit), Some(turn.route)))
    }

    /// The turn that lasted on this day, or the last before it.
    #[must_use]
    pub fn turn_on(&self, day: Date) -> Option<u32> {
        self.turns.iter().rev().find(|turn| turn.from <= day).map(|turn| turn.number)
    }

    /// Whether this happened in the turn and round, and was recorded later than its paper proves.
    #[must_use]
    pub fn is_backdated(&self, what: Happening, turn: u32, round: Option<u32>) -> bool {
        self.happened.iter().any(|one| {
            let same_round = round.is_none_or(|round| round == one.round);
            one.what == what && one.turn == turn && same_round && one.is_backdated
        })
    }
}

fn turns_of(case: &Case) -> Vec<TurnFacts> {
    let turn = |turn: &crate::domain::case::turn::Turn| TurnFacts {
        number: turn.number,
        unit: turn.unit,
        route: turn.route,
        from: turn.from,
        ended: turn.ended,
    };
    case.turns.iter().map(turn).collect()
}

fn words_of(case: &Case) -> Vec<WordFacts> {
    let word = |word: &crate::domain::case::Evaluation| WordFacts {
        round: word.round,
        on: word.at.date(),
        satisfaction: word.satisfaction,
        resolved: word.resolved,
        is_late: word.late,
    };
    case.evaluations.iter().map(word).collect()
}

fn cards_of(case: &Case) -> Vec<CardFacts> {
    let card = |card: &crate::domain::case::card::Card| CardFacts {
        colour: card.colour,
        turn: card.turn,
        issued_on: card.issued_on,
        answered_on: card.answer.as_ref().map(|answer| answer.on),
    };
    case.cards.iter().map(card).collect()
}

/// Those that have ended.
fn steps_of(case: &Case) -> Vec<StepFacts> {
    let step = |taken: crate::domain::figures::step::StepTaken| {
        let (step, turn, from) = (taken.step, taken.turn, taken.from);
        taken.until.map(|until| StepFacts { step, turn, from, until })
    };
    case.steps_taken().into_iter().filter_map(step).collect()
}

fn granted_on(document: &Document) -> Option<Date> {
    let is_granted = document.kind == DocumentKind::Extension && document.state == DocumentState::Done;
    document.last_signed_on().filter(|_| is_granted)
}
