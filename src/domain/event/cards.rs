//! Facts about supervision cards: one was issued, one was answered.

use serde::{Deserialize, Serialize};

use super::{CaseFact, Recorded, Sealables};
use crate::domain::case::Case;
use crate::domain::case::card::{Card, CardAnswer, CardColour};
use crate::domain::code::Coded as _;
use crate::domain::ids::UnitId;
use crate::domain::sealable::SealClass::Text;
use crate::domain::sealable::Sealable;
use crate::domain::town::org::Org;

/// A person issued a card that the rule had proposed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CardIssued {
    /// Counted in the case from 1.
    pub no: u32,
    pub colour: CardColour,
    /// Absent for a card to the office itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<UnitId>,
    pub reason: Sealable,
}

impl CaseFact for CardIssued {
    const CODE: &'static str = "card_issued";

    fn fold(&self, case: &mut Case, recorded: &Recorded) {
        case.cards.push(Card {
            no: self.no,
            colour: self.colour,
            turn: case.turn,
            round: case.round,
            unit: self.unit,
            place: recorded.place,
            reason: self.reason.clone(),
            issued_on: recorded.at.date(),
            issued_by: recorded.actor,
            answer: None,
        });
    }

    fn sentence(&self, org: &Org) -> String {
        let whom = self.unit.map_or("镇纪委", |unit| org.unit_name(unit));
        format!("向{whom}发{}：{}", self.colour.label(), self.reason.text())
    }

    fn sealables_mut(&mut self) -> Sealables<'_> {
        vec![("reason", Text, &mut self.reason)]
    }
}

/// Whoever got a card said why and what will be done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CardAnswered {
    pub no: u32,
    pub text: Sealable,
}

impl CaseFact for CardAnswered {
    const CODE: &'static str = "card_answered";

    fn fold(&self, case: &mut Case, recorded: &Recorded) {
        if let Some(card) = case.cards.iter_mut().find(|card| card.no == self.no) {
            card.answer =
                Some(CardAnswer { text: self.text.clone(), on: recorded.at.date(), by: recorded.actor });
        }
    }

    fn sentence(&self, _: &Org) -> String {
        format!("反馈第{}张监督提醒卡：{}", self.no, self.text.text())
    }

    fn sealables_mut(&mut self) -> Sealables<'_> {
        vec![("text", Text, &mut self.text)]
    }
}
