//! Supervision cards (监督提醒卡, `domain.md` §8 and §10, ours): which are due by rule, which were issued, and what the
//! unit answered. A rule only proposes; a person issues.

use super::Case;
use super::letter::day;
use crate::domain::ids::{ChainPlace, PersonId, UnitId};
use crate::domain::sealable::Sealable;
use crate::domain::time::Date;
use crate::domain::words::{CaseKind, ClockKind, Satisfaction};

coded! {
    /// How serious it is.
    pub enum CardColour {
        /// Not transferred within the triage limit.
        Blue = "blue" "蓝色提醒卡",
        /// A week after its transfer and not closed; non-consultations only.
        Yellow = "yellow" "黄色预警卡",
        /// Overdue, more than two extensions, or dissatisfied a second time.
        Red = "red" "红色警示卡",
    }
}

/// A card that was issued.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Card {
    /// Counted in the case from 1.
    pub no: u32,
    pub colour: CardColour,
    /// The turn and the round of handling that it is about.
    pub turn: u32,
    pub round: u32,
    /// Who gets it; absent for a card to the office itself.
    pub unit: Option<UnitId>,
    /// Where it stands in the chain, which says what the unit was called then.
    pub place: ChainPlace,
    pub reason: Sealable,
    pub issued_on: Date,
    pub issued_by: PersonId,
    pub answer: Option<CardAnswer>,
}

/// What the unit said to a card.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CardAnswer {
    pub text: Sealable,
    pub on: Date,
    pub by: PersonId,
}

/// 转办满一周, in days.
const A_WEEK: i64 = 7;
/// N§三(二)3: without special circumstances not more than two.
const USUAL_EXTENSIONS: u32 = 2;

impl Case {
    /// Every colour for which the rule is met today, with its ground; the most serious last.
    #[must_use]
    pub fn card_grounds(&self, today: Date) -> Vec<(CardColour, String)> {
        let running = self.running_clock();
        let mut grounds = Vec::new();
        if let Some(clock) = running.filter(|clock| clock.clock == ClockKind::Triage && today > clock.due_on)
        {
            let due = day(clock.due_on);
            grounds.push((CardColour::Blue, format!("受理转办已超期（{due}到期），尚未转办")));
        }
        let Some(turn) = self.open_turn().filter(|_| !self.stage.is_final()) else { return grounds };
        let days = turn.from.days_until(today);
        if self.kind == Some(CaseKind::NonConsultation) && days >= A_WEEK {
            let from = day(turn.from);
            grounds.push((CardColour::Yellow, format!("{from}转办，已满一周（{days}天）尚未办结")));
        }
        if let Some(ground) = self.red_ground(today) {
            grounds.push((CardColour::Red, ground));
        }
        grounds
    }

    fn red_ground(&self, today: Date) -> Option<String> {
        let clock = self.clock(ClockKind::Handling)?;
        if clock.stopped_on.is_none() && today > clock.due_on {
            return Some(format!("办理已超期（{}到期），尚未办结", day(clock.due_on)));
        }
        if clock.extensions > USUAL_EXTENSIONS {
            return Some(format!("已延期{}次", clock.extensions));
        }
        let times = self.times_dissatisfied();
        (times >= 2).then(|| format!("群众第{times}次评价不满意"))
    }

    /// How often the complainant said that they were not content.
    #[must_use]
    pub fn times_dissatisfied(&self) -> usize {
        self.evaluations.iter().filter(|word| word.satisfaction == Satisfaction::Dissatisfied).count()
    }

    /// The most serious card that is due and was not issued in this round.
    #[must_use]
    pub fn card_due(&self, today: Date) -> Option<(CardColour, String)> {
        self.card_grounds(today).into_iter().rfind(|(colour, _)| self.card_of_round(*colour).is_none())
    }

    /// The card of this colour that was issued in this turn and round.
    #[must_use]
    pub fn card_of_round(&self, colour: CardColour) -> Option<&Card> {
        let same = |card: &&Card| (card.colour, card.turn, card.round) == (colour, self.turn, self.round);
        self.cards.iter().find(same)
    }

    /// The oldest card that waits for its answer.
    #[must_use]
    pub fn card_to_answer(&self) -> Option<&Card> {
        self.cards.iter().find(|card| card.answer.is_none())
    }
}
