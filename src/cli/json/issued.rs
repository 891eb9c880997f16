//! What was issued: the register of numbers, and of a case its papers and its supervision cards with their answers.

use serde::Serialize;

use crate::domain::case::Case;
use crate::domain::case::card::{Card, CardColour};
use crate::domain::paper::{Issued, PaperKind};
use crate::domain::sealable::Sealable;
use crate::domain::time::Date;
use crate::domain::town::org::Org;
use crate::domain::view::paper::{PaperOf, Registered};

/// A number of the register of papers.
#[derive(Serialize)]
pub(in crate::cli) struct RegisteredJson<'a> {
    pub number: &'a str,
    pub kind: PaperKind,
    /// Of papers about a case.
    pub case_no: Option<&'a str>,
    /// Of records of a meeting, `m3`.
    pub meeting: Option<String>,
    pub issued_on: &'a str,
    pub copies: u32,
    pub void: bool,
}

impl<'a> RegisteredJson<'a> {
    pub fn of(paper: &'a Registered) -> Self {
        Self {
            number: &paper.number,
            kind: paper.kind,
            case_no: match &paper.of {
                PaperOf::Case(number) => Some(number),
                PaperOf::Meeting(_) => None,
            },
            meeting: match &paper.of {
                PaperOf::Case(_) => None,
                PaperOf::Meeting(_) => Some(paper.of.name()),
            },
            issued_on: &paper.issued_on,
            copies: paper.copies,
            void: paper.is_void,
        }
    }
}

/// A paper of the case; its text is read with `ydt form --text`.
#[derive(Serialize)]
pub(super) struct PaperJson<'a> {
    number: &'a str,
    kind: PaperKind,
    issued_on: Date,
    copies: u32,
    /// Why it was made void.
    void: Option<&'a str>,
}

/// A supervision card of the case.
#[derive(Serialize)]
pub(super) struct CardJson<'a> {
    number: u32,
    colour: CardColour,
    /// Null for a card to the office itself.
    unit: Option<&'a str>,
    reason: &'a str,
    issued_on: Date,
    issued_by: &'a str,
    answer: Option<&'a str>,
    answered_on: Option<Date>,
}

pub(super) fn papers(case: &Case) -> Vec<PaperJson<'_>> {
    case.papers.iter().map(paper).collect()
}

fn paper(paper: &Issued) -> PaperJson<'_> {
    PaperJson {
        number: &paper.number,
        kind: paper.kind,
        issued_on: paper.on,
        copies: paper.copies,
        void: paper.void.as_ref().map(Sealable::text),
    }
}

pub(super) fn cards<'a>(case: &'a Case, org: &'a Org) -> Vec<CardJson<'a>> {
    case.cards.iter().map(|card| of_card(card, org)).collect()
}

fn of_card<'a>(card: &'a Card, org: &'a Org) -> CardJson<'a> {
    CardJson {
        number: card.no,
        colour: card.colour,
        unit: card.unit.map(|unit| org.unit_name_at(unit, card.place)),
        reason: card.reason.text(),
        issued_on: card.issued_on,
        issued_by: org.person_name_at(card.issued_by, card.place),
        answer: card.answer.as_ref().map(|answer| answer.text.text()),
        answered_on: card.answer.as_ref().map(|answer| answer.on),
    }
}
