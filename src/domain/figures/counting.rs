//! What a case gives to each figure. A figure is made of items: a case, a limit, a word, a card. Each item belongs to one
//! turn of one case, so that by whatever the figures are grouped, the parts add up to the whole.

use super::facts::{CaseFacts, ClockFacts, StepFacts, WordFacts};
use super::figure::FigureName;
use super::span::{End, Judged, Span};
use super::step::CaseStep;
use crate::domain::calendar::Calendar;
use crate::domain::case::card::CardColour;
use crate::domain::case::course::{Happened, Happening};
use crate::domain::case::turn::TurnEnd;
use crate::domain::time::Date;
use crate::domain::words::{CaseKind, ClockKind, DecidedBy, Resolved, Satisfaction, Scope, Verdict};

/// One thing that a figure counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Item {
    /// It counts above the line too, and not only below.
    pub hit: bool,
    /// The turn that it belongs to; of the whole case where there is none.
    pub turn: Option<u32>,
    /// How long it took, for figures of days.
    pub days: Option<u32>,
}

impl Item {
    const fn of_case(hit: bool) -> Self {
        Self { hit, turn: None, days: None }
    }

    const fn of_turn(hit: bool, turn: u32) -> Self {
        Self { hit, turn: Some(turn), days: None }
    }
}

/// Takes the items of one case. How it stood when the period began and when it ended is asked by many figures, and worked
/// out once for all of them.
pub struct Tally<'a> {
    facts: &'a CaseFacts,
    span: Span,
    calendar: &'a Calendar,
    is_carried: bool,
    is_resumed: bool,
    /// How it had ended by the end of the period.
    end: Option<End>,
    items: Vec<Item>,
}

impl<'a> Tally<'a> {
    /// Of this case and period.
    #[must_use]
    pub fn of(facts: &'a CaseFacts, span: Span, calendar: &'a Calendar) -> Self {
        let is_carried = facts.is_carried_into(span.from);
        let (is_resumed, end) = (is_resumed(facts, span), facts.end_on(span.through));
        Self { facts, span, calendar, is_carried, is_resumed, end, items: Vec::new() }
    }

    /// What the case gives to a figure.
    pub fn items(&mut self, name: FigureName) -> &[Item] {
        self.items.clear();
        self.take(name);
        &self.items
    }

    fn take(&mut self, name: FigureName) {
        let (facts, span) = (self.facts, self.span);
        match name {
            FigureName::Received => self.case_when(span.holds(facts.received_on), true),
            FigureName::CarriedOver => self.case_when(self.is_carried, true),
            FigureName::Resumed => self.case_when(self.is_resumed, true),
            FigureName::Accepted => {
                self.case_when(facts.accepted_on.is_some_and(|day| span.holds(day)), true);
            }
            FigureName::Closed => self.ended(End::Closed),
            FigureName::ReportedUp => self.ended(End::ReportedUp),
            FigureName::Merged => self.ended(End::Merged),
            FigureName::Withdrawn => self.ended(End::Withdrawn),
            FigureName::Sealed => self.ended(End::Sealed),
            FigureName::Open => self.case_when(self.is_open(), true),
            FigureName::InScope => {
                let is_in = facts.scope.is_some_and(|scope| scope != Scope::OutOfScope);
                self.received(facts.scope.is_some(), is_in);
            }
            FigureName::Consultation => {
                self.received(facts.kind.is_some(), facts.kind == Some(CaseKind::Consultation));
            }
            FigureName::KeyMatter => self.received(facts.scope.is_some(), !facts.key_matters.is_empty()),
            FigureName::Signed => self.received(true, facts.is_signed),
            FigureName::Repeat => self.received(true, facts.is_repeat),
            FigureName::ByMeeting => self.decided(DecidedBy::Meeting),
            FigureName::Collectively => self.decided(DecidedBy::Collective),
            FigureName::Alone => self.decided(DecidedBy::Operator),
            FigureName::TriageOnTime => self.judged(Limit::Triage, ClockFacts::judged),
            FigureName::TriageOnTimeOriginal => self.judged(Limit::Triage, ClockFacts::judged_originally),
            FigureName::TriageBackdated => self.backdated(Limit::Triage),
            FigureName::TransferAgainOnTime => self.judged(Limit::TransferAgain, ClockFacts::judged),
            FigureName::HandlingOnTime => self.judged(Limit::Handling, ClockFacts::judged),
            FigureName::HandlingOnTimeOriginal => self.judged(Limit::Handling, ClockFacts::judged_originally),
            FigureName::HandlingEarly => self.early(),
            FigureName::HandlingBackdated => self.backdated(Limit::Handling),
            FigureName::Unjudged => self.unjudged(),
            FigureName::OverdueNow => self.overdue_now(),
            FigureName::OverdueEver => self.overdue_ever(),
            FigureName::Extended => self.on_days(&facts.extended_on),
            FigureName::ExtendedOnce => self.extended(|times| times == 1),
            FigureName::ExtendedTwice => self.extended(|times| times == 2),
            FigureName::ExtendedMore => self.extended(|times| times > 2),
            FigureName::SentBack => self.turn_ended(TurnEnd::SentBack),
            FigureName::TakenBack => self.turn_ended(TurnEnd::TakenBack),
            FigureName::Rehandled => self.happened(Happening::Rehandled),
            FigureName::Reopened => self.happened(Happening::Reopened),
            FigureName::Urged => self.happened(Happening::Urged),
            FigureName::CardBlue => self.cards(Some(CardColour::Blue)),
            FigureName::CardYellow => self.cards(Some(CardColour::Yellow)),
            FigureName::CardRed => self.cards(Some(CardColour::Red)),
            FigureName::CardAnswered => self.cards(None),
            FigureName::Satisfied => self.words(is_in_time_and_given, |word| is_content(word.satisfaction)),
            FigureName::SatisfiedOfAll => self.words(is_in_time, |word| is_content(word.satisfaction)),
            FigureName::FullySatisfied => {
                self.words(is_in_time_and_given, |word| word.satisfaction == Satisfaction::Satisfied);
            }
            FigureName::Dissatisfied => {
                self.words(is_in_time_and_given, |word| word.satisfaction == Satisfaction::Dissatisfied);
            }
            FigureName::NotGiven => {
                self.words(is_in_time, |word| word.satisfaction == Satisfaction::NotGiven);
            }
            FigureName::SatisfiedLate => {
                self.words(|word| word.is_late && is_given(word), |word| is_content(word.satisfaction));
            }
            FigureName::Resolved => self.words(is_known, |word| word.resolved == Some(Resolved::Yes)),
            FigureName::ResolvedOfAll => self.words(is_in_time, |word| word.resolved == Some(Resolved::Yes)),
            FigureName::ResolvedPartly => {
                self.words(is_known, |word| word.resolved == Some(Resolved::Partly));
            }
            FigureName::ResolutionUnknown => {
                self.words(is_in_time, |word| word.resolved.is_none_or(|said| said == Resolved::Unreachable));
            }
            FigureName::TriageDays => self.clock_days(Limit::Triage),
            FigureName::HandlingDays => self.clock_days(Limit::Handling),
            FigureName::StepAssessment => self.step_days(CaseStep::Assessment),
            FigureName::StepTransfer => self.step_days(CaseStep::Transfer),
            FigureName::StepHandling => self.step_days(CaseStep::Handling),
            FigureName::StepReview => self.step_days(CaseStep::Review),
            FigureName::StepReply => self.step_days(CaseStep::Reply),
            FigureName::StepEvaluation => self.step_days(CaseStep::Evaluation),
            FigureName::StepClosure => self.step_days(CaseStep::Closure),
            FigureName::WholeDays => self.whole_days(),
            // Records of disclosure are no cases.
            FigureName::DisclosureOnTime => {}
        }
    }
}

/// Which limit is meant: the one to transfer again a case that was taken back has a line of its own.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Limit {
    Triage,
    TransferAgain,
    Handling,
}

impl Limit {
    const fn of(clock: &ClockFacts) -> Self {
        match clock.clock {
            ClockKind::Triage if clock.turn > 1 => Self::TransferAgain,
            ClockKind::Triage => Self::Triage,
            ClockKind::Handling => Self::Handling,
        }
    }
}

fn is_content(satisfaction: Satisfaction) -> bool {
    match satisfaction {
        Satisfaction::Satisfied | Satisfaction::BasicallySatisfied => true,
        Satisfaction::Dissatisfied | Satisfaction::NotGiven => false,
    }
}

fn is_given(word: &WordFacts) -> bool {
    word.satisfaction != Satisfaction::NotGiven
}

const fn is_in_time(word: &WordFacts) -> bool {
    !word.is_late
}

fn is_in_time_and_given(word: &WordFacts) -> bool {
    !word.is_late && is_given(word)
}

/// Whether it is known how far the matter was settled: what nobody asked and who could not be reached is in no rate.
fn is_known(word: &WordFacts) -> bool {
    !word.is_late && word.resolved.is_some_and(|said| said != Resolved::Unreachable)
}

/// It went on in the period after it had ended before.
fn is_resumed(facts: &CaseFacts, span: Span) -> bool {
    facts.received_on < span.from
        && facts.happened.iter().any(|one| span.holds(one.on) && undoes(one.what))
        && span.from.yesterday().and_then(|day| facts.end_on(day)).is_some()
}

/// Whether a case that had ended goes on by it.
const fn undoes(what: Happening) -> bool {
    match what {
        Happening::Reopened | Happening::WithdrawalUndone | Happening::Unmerged => true,
        Happening::Transferred
        | Happening::Delivered
        | Happening::Urged
        | Happening::Rehandled
        | Happening::Closed
        | Happening::ReportedUp
        | Happening::Sealed
        | Happening::Withdrawn
        | Happening::Merged => false,
    }
}

impl Tally<'_> {
    fn case_when(&mut self, counts: bool, hit: bool) {
        if counts {
            self.items.push(Item::of_case(hit));
        }
    }

    /// Of the cases received in the period of which that much is known, those of which it holds.
    fn received(&mut self, is_known: bool, hit: bool) {
        self.case_when(self.span.holds(self.facts.received_on) && is_known, hit);
    }

    fn decided(&mut self, by: DecidedBy) {
        self.received(self.facts.decided_by.is_some(), self.facts.decided_by == Some(by));
    }

    fn is_open(&self) -> bool {
        self.facts.received_on <= self.span.through && self.end.is_none()
    }

    /// It was received in the period, or went on in it.
    fn is_handled(&self) -> bool {
        self.span.holds(self.facts.received_on) || self.is_carried || self.is_resumed
    }

    /// It stands ended so on the last day, and went on in the period.
    fn ended(&mut self, end: End) {
        self.case_when(self.end == Some(end) && self.is_handled(), true);
    }

    fn judged(&mut self, limit: Limit, judge: impl Fn(&ClockFacts, Date) -> Option<Judged>) {
        for clock in self.facts.clocks.iter().filter(|clock| Limit::of(clock) == limit) {
            if let Some(judged) = judge(clock, self.span.through).filter(|judged| self.span.holds(judged.on))
            {
                self.items.push(Item::of_turn(judged.in_time, clock.turn));
            }
        }
    }

    fn backdated(&mut self, limit: Limit) {
        let (facts, span) = (self.facts, self.span);
        for clock in facts.clocks.iter().filter(|clock| Limit::of(clock) == limit) {
            if clock.judged(span.through).is_some_and(|judged| span.holds(judged.on)) {
                let hit = match clock.clock {
                    ClockKind::Triage => facts.is_backdated(Happening::Transferred, clock.turn, None),
                    ClockKind::Handling => {
                        facts.is_backdated(Happening::Delivered, clock.turn, Some(clock.round))
                    }
                };
                self.items.push(Item::of_turn(hit, clock.turn));
            }
        }
    }

    fn early(&mut self) {
        for clock in self.facts.clocks.iter().filter(|clock| Limit::of(clock) == Limit::Handling) {
            let judged = clock.judged(self.span.through).filter(|judged| self.span.holds(judged.on));
            if let Some(judged) = judged {
                let is_early = clock.stopped_on.is_some_and(|stopped| stopped < clock.original_due_on);
                self.items.push(Item::of_turn(judged.in_time && is_early, clock.turn));
            }
        }
    }

    fn unjudged(&mut self) {
        for clock in &self.facts.clocks {
            let is_unjudged = clock.verdict.is_some_and(|verdict| !verdict.counts_in_rates());
            if is_unjudged && clock.stopped_on.is_some_and(|day| self.span.holds(day)) {
                self.items.push(Item::of_turn(true, clock.turn));
            }
        }
    }

    fn overdue_now(&mut self) {
        let through = self.span.through;
        if self.is_open() {
            let is_overdue = self.facts.clocks.iter().any(|clock| clock.is_overdue_on(through));
            self.items.push(Item::of_case(is_overdue));
        }
    }

    /// Of all that was handled in the period, what was late once by its end.
    fn overdue_ever(&mut self) {
        let through = self.span.through;
        if self.is_handled() {
            let late = |clock: &ClockFacts| clock.judged(through).is_some_and(|judged| !judged.in_time);
            self.items.push(Item::of_case(self.facts.clocks.iter().any(late)));
        }
    }

    fn on_days(&mut self, days: &[Date]) {
        for day in days.iter().filter(|day| self.span.holds(**day)) {
            self.items.push(Item { hit: true, turn: self.facts.turn_on(*day), days: None });
        }
    }

    fn extended(&mut self, is_so_often: impl Fn(u32) -> bool) {
        for clock in self.facts.clocks.iter().filter(|clock| Limit::of(clock) == Limit::Handling) {
            if clock.judged(self.span.through).is_some_and(|judged| self.span.holds(judged.on)) {
                self.items.push(Item::of_turn(is_so_often(clock.extensions), clock.turn));
            }
        }
    }

    fn turn_ended(&mut self, end: TurnEnd) {
        for turn in &self.facts.turns {
            if turn.ended.is_some_and(|(how, day)| how == end && self.span.holds(day)) {
                self.items.push(Item::of_turn(true, turn.number));
            }
        }
    }

    fn happened(&mut self, what: Happening) {
        for one in self.facts.happened.iter().filter(|one| one.what == what && self.span.holds(one.on)) {
            self.items.push(Item::of_turn(true, one.turn));
        }
    }

    /// The cards issued in the period: all of one colour, or of all of them those that were answered.
    fn cards(&mut self, colour: Option<CardColour>) {
        for card in self.facts.cards.iter().filter(|card| self.span.holds(card.issued_on)) {
            match colour {
                Some(colour) if card.colour != colour => {}
                Some(_) => self.items.push(Item::of_turn(true, card.turn)),
                None => {
                    let is_answered = card.answered_on.is_some_and(|day| day <= self.span.through);
                    self.items.push(Item::of_turn(is_answered, card.turn));
                }
            }
        }
    }

    /// The last word of each round that came in the period: a real word takes the place of one that only said that none
    /// came.
    fn words(&mut self, counts: impl Fn(&WordFacts) -> bool, hit: impl Fn(&WordFacts) -> bool) {
        let facts = self.facts;
        let mut rounds: Vec<&WordFacts> = Vec::new();
        for word in facts.words.iter().filter(|word| self.span.holds(word.on)) {
            rounds.retain(|other| other.round != word.round || other.is_late != word.is_late);
            rounds.push(word);
        }
        for word in rounds.into_iter().filter(|word| counts(word)) {
            self.items.push(Item { hit: hit(word), turn: facts.turn_on(word.on), days: None });
        }
    }

    /// How many working days passed until a limit stopped, in time or late.
    fn clock_days(&mut self, limit: Limit) {
        for clock in self.facts.clocks.iter().filter(|clock| Limit::of(clock) == limit) {
            let is_judged = clock.verdict.is_some_and(Verdict::counts_in_rates);
            let stopped = clock.stopped_on.filter(|day| is_judged && self.span.holds(*day));
            if let Some(stopped) = stopped {
                let days =
                    self.calendar.working_days_between(clock.started_on, stopped).max(0).unsigned_abs();
                self.items.push(Item { hit: true, turn: Some(clock.turn), days: Some(days) });
            }
        }
    }

    /// How many working days a step took that ended in the period.
    fn step_days(&mut self, step: CaseStep) {
        let ended = |taken: &&StepFacts| taken.step == step && self.span.holds(taken.until);
        for taken in self.facts.steps.iter().filter(ended) {
            let days = self.calendar.working_days_between(taken.from, taken.until).max(0).unsigned_abs();
            self.items.push(Item { hit: true, turn: Some(taken.turn), days: Some(days) });
        }
    }

    fn whole_days(&mut self) {
        let through = self.span.through;
        let is_closing = |one: &&Happened| one.what == Happening::Closed && one.on <= through;
        let closed = self.facts.happened.iter().rev().find(is_closing);
        let is_closed = self.end == Some(End::Closed);
        if let Some(closed) = closed.filter(|one| is_closed && self.span.holds(one.on)) {
            let days = u32::try_from(self.facts.received_on.days_until(closed.on)).unwrap_or(0);
            self.items.push(Item { hit: true, turn: None, days: Some(days) });
        }
    }
}
