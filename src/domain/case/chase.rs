//! What a rule proposes that somebody of the office issues about a case that does not get on (`domain.md` §8, §10, ours):
//! supervision cards, the notice of urging and the circular, and the answers that are awaited. A rule only proposes; what
//! counts is what a person issued.

use super::Case;
use super::card::{Card, CardColour};
use super::stage::Stage;
use crate::domain::calendar::Calendar;
use crate::domain::document::Document;
use crate::domain::limit::clock::Clock;
use crate::domain::paper::{Issued, PaperKind};
use crate::domain::time::Date;
use crate::domain::town::settings::Settings;
use crate::domain::words::{CaseKind, ClockKind, DocumentKind, DocumentState, Position, Route};

coded! {
    /// What is proposed, the gravest first; of several in one case the first is shown.
    pub enum Chase {
        /// The unit was urged in writing and still did not answer.
        Circular = "circular" "拟通报",
        /// The secretary signed the circular, and it is not issued yet.
        CircularPaper = "circular_paper" "出通报",
        UrgeNotice = "urge_notice" "出催办通知书",
        Red = "red" "发红色警示卡",
        Blue = "blue" "发蓝色提醒卡",
        Yellow = "yellow" "发黄色预警卡",
        /// A card to the office itself.
        OwnAnswer = "own_answer" "反馈本室的提醒卡",
        /// A card to the unit that has the case.
        Answer = "answer" "反馈提醒卡",
    }
}

/// 转办满一周, in days.
const A_WEEK: i64 = 7;
/// N§三(二)3: without special circumstances not more than two.
const USUAL_EXTENSIONS: u32 = 2;

impl Chase {
    /// The proposals that are for whoever holds a position.
    #[must_use]
    pub const fn of(position: Position) -> &'static [Self] {
        match position {
            Position::CommissionOperator => &[
                Self::Circular,
                Self::CircularPaper,
                Self::UrgeNotice,
                Self::Red,
                Self::Blue,
                Self::Yellow,
                Self::OwnAnswer,
            ],
            Position::PartyOperator => &[Self::UrgeNotice, Self::Red, Self::Yellow],
            Position::DisciplineSecretary => &[Self::Red, Self::Blue, Self::Yellow],
            Position::Handler => &[Self::Answer],
            Position::PrincipalLeader
            | Position::LeaderInCharge
            | Position::ContactLeader
            | Position::Auditor
            | Position::Administrator => &[],
        }
    }

    /// The last day from which on it may have been counted to be due today: that of the limit, of the transfer or of the
    /// notice that it follows.
    #[must_use]
    pub fn last_base(self, today: Date, settings: &Settings, calendar: &Calendar) -> Date {
        let before = |days: i64| today.plus_days(-days).unwrap_or(today);
        match self {
            Self::Red | Self::Blue => before(1),
            Self::Yellow => before(A_WEEK),
            Self::UrgeNotice => worked_since(settings.urge_notice_after_working_days, today, calendar),
            Self::Circular => worked_since(settings.circular_after_working_days, today, calendar),
            Self::CircularPaper | Self::OwnAnswer | Self::Answer => today,
        }
    }
}

/// The last day after which so many working days have begun by today.
fn worked_since(days: u32, today: Date, calendar: &Calendar) -> Date {
    let back = |day: Date| calendar.previous_working_day(day).unwrap_or(day);
    let last = if calendar.is_working(today) { today } else { back(today) };
    let first = (1..days).fold(last, |day, _| back(day));
    first.yesterday().unwrap_or(first)
}

impl Case {
    /// What is proposed of this case, each with the day from which its waiting is counted. Whether that is long enough
    /// ago is asked when one looks, so that no setting and no calendar stands in what is kept of it.
    #[must_use]
    pub fn chases(&self) -> Vec<(Chase, Date)> {
        if self.stage.is_final() || self.sealed {
            return Vec::new();
        }
        let mut found = Vec::new();
        found.extend(self.circular().map(|day| (Chase::Circular, day)));
        found.extend(self.circular_paper().map(|day| (Chase::CircularPaper, day)));
        found.extend(self.urge_notice().map(|day| (Chase::UrgeNotice, day)));
        let cards = [
            (Chase::Red, CardColour::Red, self.red_base()),
            (Chase::Blue, CardColour::Blue, self.blue_base()),
            (Chase::Yellow, CardColour::Yellow, self.yellow_base()),
        ];
        let is_new = |colour| self.card_of_round(colour).is_none();
        found.extend(
            cards.into_iter().filter_map(|(chase, colour, base)| {
                base.filter(|_| is_new(colour)).map(|base| (chase, base))
            }),
        );
        found.extend(self.awaited_answer());
        found
    }

    /// What is proposed on a day, the gravest first.
    #[must_use]
    pub fn chased_on(&self, today: Date, settings: &Settings, calendar: &Calendar) -> Vec<Chase> {
        let is_due = |(chase, base): &(Chase, Date)| *base <= chase.last_base(today, settings, calendar);
        let mut due: Vec<Chase> = self.chases().into_iter().filter(is_due).map(|(chase, _)| chase).collect();
        due.sort_unstable();
        due
    }

    /// Whether this is proposed on a day.
    #[must_use]
    pub fn is_chased(&self, chase: Chase, today: Date, settings: &Settings, calendar: &Calendar) -> bool {
        self.chased_on(today, settings, calendar).contains(&chase)
    }

    /// The handling limit of a unit that still has the case in hand and is not the commission itself.
    fn limit_in_hand(&self) -> Option<&Clock> {
        let is_in_hand = Stage::OF_UNIT.contains(&self.stage) && self.route != Some(Route::Commission);
        self.clock(ClockKind::Handling).filter(|clock| is_in_hand && clock.is_running())
    }

    /// The notice of urging that the unit got since its limit ended.
    #[must_use]
    pub fn notice_of_urging(&self) -> Option<&Issued> {
        let due_on = self.limit_in_hand()?.due_on;
        let is_notice = |paper: &&Issued| paper.kind == PaperKind::Urge && paper.void.is_none();
        self.papers.iter().rev().filter(is_notice).find(|paper| paper.on > due_on)
    }

    fn urge_notice(&self) -> Option<Date> {
        let clock = self.limit_in_hand()?;
        self.notice_of_urging().is_none().then_some(clock.due_on)
    }

    /// A unit has answered when its reply was submitted, or when it said something to a card since.
    fn circular(&self) -> Option<Date> {
        let urged_on = self.notice_of_urging()?.on;
        let has_answered =
            self.cards.iter().filter_map(|card| card.answer.as_ref()).any(|given| given.on >= urged_on);
        let is_written = self.circular_of_round().is_some();
        (!has_answered && !is_written).then_some(urged_on)
    }

    /// The circular of this turn and round that is written, signed or issued.
    #[must_use]
    pub fn circular_of_round(&self) -> Option<&Document> {
        let is_of_round = |document: &&Document| {
            document.kind == DocumentKind::Circular
                && (document.turn, document.round) == (self.turn, self.round)
                && document.is_live()
        };
        self.documents.iter().rev().find(is_of_round)
    }

    fn circular_paper(&self) -> Option<Date> {
        let circular =
            self.circular_of_round().filter(|document| document.state == DocumentState::Approved)?;
        let signed_on = circular.last_signed_on()?;
        let is_issued = |paper: &Issued| {
            paper.kind == PaperKind::Circular && paper.void.is_none() && paper.on >= signed_on
        };
        (!self.papers.iter().any(is_issued)).then_some(signed_on)
    }

    fn blue_base(&self) -> Option<Date> {
        let clock = self.running_clock().filter(|clock| clock.clock == ClockKind::Triage)?;
        Some(clock.due_on)
    }

    fn yellow_base(&self) -> Option<Date> {
        let turn = self.open_turn()?;
        (self.kind == Some(CaseKind::NonConsultation)).then_some(turn.from)
    }

    /// The day before the transfer where the rule is met whatever day it is.
    fn red_base(&self) -> Option<Date> {
        let turn = self.open_turn()?;
        let clock = self.clock(ClockKind::Handling)?;
        if clock.extensions > USUAL_EXTENSIONS || self.times_dissatisfied() >= 2 {
            return turn.from.yesterday();
        }
        clock.is_running().then_some(clock.due_on)
    }

    /// The oldest card without an answer, where whoever got it still has the case.
    fn awaited_answer(&self) -> Option<(Chase, Date)> {
        let card: &Card = self.card_to_answer()?;
        let chase = match card.unit {
            None => Chase::OwnAnswer,
            Some(unit) if self.open_turn().is_some_and(|turn| turn.unit == unit) => Chase::Answer,
            Some(_) => return None,
        };
        Some((chase, card.issued_on))
    }
}
