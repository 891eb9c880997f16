//! The steps that a case goes through, in each turn and each round of handling, with the days on which each began and
//! ended. Figures count how many working days each took; the latest safe day is counted back through those still ahead.
//!
//! A step begins on the day on which the one before it ended, which is not counted, as with limits. A paper that was
//! returned stays in its review until the last signature: what was written anew meanwhile is part of it. What was broken
//! off (taken back, sent back, merged, withdrawn, sealed) is no step that was taken.

use crate::domain::calendar::Calendar;
use crate::domain::case::Case;
use crate::domain::case::stage::Stage;
use crate::domain::case::turn::Turn;
use crate::domain::document::Document;
use crate::domain::limit::clock::Clock;
use crate::domain::time::{Date, Moment};
use crate::domain::words::{ClockKind, DocumentKind, DocumentState};

coded! {
    /// A stretch of the way from receipt to closure, by who has it in hand.
    pub enum CaseStep {
        /// From receipt until the case is accepted, or reported to the district commission.
        Assessment = "assessment" "研判受理",
        /// From acceptance, or from coming back from a unit, until a unit receives it.
        Transfer = "transfer" "转办",
        /// From receipt by the unit until its reply is submitted.
        Handling = "handling" "办理",
        /// From submission until the last signature.
        Review = "review" "审核答复意见",
        /// From the last signature until the reply is delivered.
        Reply = "reply" "答复",
        /// From delivery until the complainant's word, or that none came, is recorded.
        Evaluation = "evaluation" "评价",
        /// From the word until closure.
        Closure = "closure" "办结",
    }
}

/// A step of a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StepTaken {
    pub step: CaseStep,
    pub turn: u32,
    pub round: u32,
    /// The day on which it began, which is not counted.
    pub from: Date,
    /// The day on which it ended; absent of the one that the case waits for.
    pub until: Option<Date>,
}

impl StepTaken {
    /// Working days that it took, or has taken until today.
    #[must_use]
    pub fn working_days(&self, today: Date, calendar: &Calendar) -> u32 {
        let through = self.until.unwrap_or(today);
        calendar.working_days_between(self.from, through).max(0).unsigned_abs()
    }
}

/// The turn and the round that steps are taken in.
#[derive(Clone, Copy)]
struct Stretch {
    turn: u32,
    round: u32,
    /// Whether the case is in it now and goes on.
    is_present: bool,
}

impl Stretch {
    /// Notes a step; gives the day on which it ended, from which the next one begins.
    fn take(
        self,
        steps: &mut Vec<StepTaken>,
        step: CaseStep,
        from: Date,
        until: Option<Date>,
    ) -> Option<Date> {
        // A paper can prove an earlier day than that on which the step before it was recorded.
        let until = until.map(|day| day.max(from));
        if until.is_some() || self.is_present {
            steps.push(StepTaken { step, turn: self.turn, round: self.round, from, until });
        }
        until
    }
}

impl Case {
    /// The steps that the case went through, in their order; the last one may still go on.
    #[must_use]
    pub fn steps_taken(&self) -> Vec<StepTaken> {
        let mut steps = Vec::new();
        let stretch = |turn: u32, round: u32| Stretch {
            turn,
            round,
            is_present: !self.stage.is_final() && (turn, round) == (self.turn, self.round),
        };
        let received_on = self.received_at.date();
        let assessed_on = self.accepted_at.map(Moment::date).or_else(|| self.reported_on());
        stretch(1, 1).take(&mut steps, CaseStep::Assessment, received_on, assessed_on);
        let mut freed_on = self.accepted_at.map(Moment::date);
        for (place, turn) in self.turns.iter().enumerate() {
            if let Some(freed_on) = freed_on {
                let on_the_way = stretch(turn.number, turn.first_round);
                on_the_way.take(&mut steps, CaseStep::Transfer, freed_on, Some(turn.from));
            }
            // A turn that was broken off ends in the round in which the next one begins.
            let last_round = self.turns.get(place + 1).map_or(self.round, |next| next.first_round);
            for round in turn.first_round..=last_round {
                if let Some(from) = self.round_began(turn, round) {
                    self.with_unit(turn, stretch(turn.number, round), from, &mut steps);
                }
            }
            freed_on = turn.ended.map(|(_, day)| day);
        }
        let is_between = matches!(self.stage, Stage::Acceptance) && self.open_turn().is_none();
        if let Some(freed_on) = freed_on.filter(|_| is_between) {
            stretch(self.turn, self.round).take(&mut steps, CaseStep::Transfer, freed_on, None);
        }
        steps
    }

    /// The step that the case waits for, with the day since when.
    #[must_use]
    pub fn present_step(&self) -> Option<StepTaken> {
        self.steps_taken().pop().filter(|step| step.until.is_none())
    }

    /// From a unit's receipt of the case to its closure, as far as it came.
    fn with_unit(
        &self,
        turn: &Turn,
        stretch: Stretch,
        from: Date,
        steps: &mut Vec<StepTaken>,
    ) -> Option<Date> {
        let round = stretch.round;
        let is_of_round = |reply: &&Document| {
            reply.kind == DocumentKind::Reply && (reply.turn, reply.round) == (turn.number, round)
        };
        let replies = || self.documents.iter().filter(is_of_round);
        let submitted_on = replies().filter_map(|reply| reply.submitted_at).min().map(Moment::date);
        let submitted_on = stretch.take(steps, CaseStep::Handling, from, submitted_on)?;
        let signed_on = replies().rev().find(|reply| is_signed(reply)).and_then(Document::last_signed_on);
        let signed_on = stretch.take(steps, CaseStep::Review, submitted_on, signed_on)?;
        let delivered = self.deliveries.iter().rev().find(|delivery| delivery.round == round);
        let delivered_on = delivered.map(|delivery| delivery.delivered_at.date());
        let delivered_on = stretch.take(steps, CaseStep::Reply, signed_on, delivered_on)?;
        let word = self.evaluations.iter().find(|given| given.round == round && !given.late);
        let heard_on = word.map(|given| given.at.date());
        let heard_on = stretch.take(steps, CaseStep::Evaluation, delivered_on, heard_on)?;
        let closed = turn.closed.iter().find(|(closed, _)| *closed == round);
        stretch.take(steps, CaseStep::Closure, heard_on, closed.map(|(_, day)| *day))
    }

    /// The day on which a round of a turn began: that of receipt, or that on which the case was to be handled once more.
    fn round_began(&self, turn: &Turn, round: u32) -> Option<Date> {
        if round == turn.first_round {
            return Some(turn.from);
        }
        let is_of_round = |clock: &&Clock| {
            clock.clock == ClockKind::Handling && (clock.turn.max(1), clock.round) == (turn.number, round)
        };
        self.clocks.iter().rev().find(is_of_round).map(|clock| clock.started_on)
    }

    /// The day on which it went to the district commission instead of being accepted. What was sealed went without being
    /// assessed.
    fn reported_on(&self) -> Option<Date> {
        let is_reported = self.stage == Stage::Reported && !self.sealed;
        let clock = self.clock(ClockKind::Triage).filter(|_| is_reported)?;
        clock.stopped_on
    }
}

fn is_signed(reply: &Document) -> bool {
    match reply.state {
        DocumentState::Approved | DocumentState::Done => true,
        DocumentState::Draft | DocumentState::UnderReview | DocumentState::Returned | DocumentState::Void => {
            false
        }
    }
}
