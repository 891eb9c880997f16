//! Turns: each time the case lay with a unit, from the transfer until the case was taken back, sent back or closed. Rounds
//! of handling are counted over the whole case; a turn has those rounds that began while it lasted.

use super::Case;
use super::stage::Stage;
use crate::domain::calendar::Calendar;
use crate::domain::code::Coded as _;
use crate::domain::document::Document;
use crate::domain::ids::{ChainPlace, UnitId};
use crate::domain::time::Date;
use crate::domain::town::org::Org;
use crate::domain::words::{DocumentKind, Route};

coded! {
    /// What ended a turn.
    pub enum TurnEnd {
        TakenBack = "taken_back" "收回改办",
        SentBack = "sent_back" "退件",
        Closed = "closed" "办结",
    }
}

/// One time that the case lay with a unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Turn {
    /// Counted from 1, and one more whenever the case is taken back.
    pub number: u32,
    pub unit: UnitId,
    /// Where the transfer stands in the chain, which says what the unit was called then.
    pub place: ChainPlace,
    pub route: Route,
    /// Day the unit received it.
    pub from: Date,
    /// The round of handling in which it began.
    pub first_round: u32,
    /// What ended it, and when; absent while it lasts.
    pub ended: Option<(TurnEnd, Date)>,
    /// The day of closure of each round that ended with one, also where the case was taken up again.
    pub closed: Vec<(u32, Date)>,
    /// Working days the unit had when the case was taken from it, as they were counted then.
    pub recorded_days: Option<u32>,
}

impl Turn {
    /// Working days from the day of receipt, which is not counted, to the end of the turn or to today.
    #[must_use]
    pub fn days_used(&self, today: Date, calendar: &Calendar) -> u32 {
        let through = self.ended.map_or(today, |(_, day)| day);
        self.recorded_days
            .unwrap_or_else(|| calendar.working_days_between(self.from, through).max(0).unsigned_abs())
    }

    /// A line for lists of turns: 第1次 新建村（村（社区）办理），2026-11-17至2026-11-20，收回改办，用了3个工作日
    #[must_use]
    pub fn told(&self, org: &Org, today: Date, calendar: &Calendar) -> String {
        let used = self.days_used(today, calendar);
        let end = self.ended.map_or_else(
            || format!("起在办，已用{used}个工作日"),
            |(end, day)| format!("至{day}，{}，用了{used}个工作日", end.label()),
        );
        let (unit, route) = (org.unit_name_at(self.unit, self.place), self.route.label());
        format!("第{}次 {unit}（{route}），{}{end}", self.number, self.from)
    }
}

impl Case {
    /// The turn of this number.
    #[must_use]
    pub fn turn_numbered(&self, number: u32) -> Option<&Turn> {
        self.turns.iter().find(|turn| turn.number == number)
    }

    /// The turn that lasts; absent before transfer, between two turns, and after closure.
    #[must_use]
    pub fn open_turn(&self) -> Option<&Turn> {
        self.turns.last().filter(|turn| turn.ended.is_none())
    }

    /// Whether the present round is the one in which the present turn began.
    #[must_use]
    pub fn is_first_round_of_turn(&self) -> bool {
        self.open_turn().is_none_or(|turn| turn.first_round == self.round)
    }

    /// Whether the unit that has the case now found something out in this round: what another unit found in an
    /// earlier turn does not count (`domain.md` §10 A wrong turn found late).
    #[must_use]
    pub fn has_findings(&self) -> bool {
        self.findings.iter().any(|finding| finding.turn == self.turn && finding.round == self.round)
    }

    /// Whether a clue was signed and the district's filing number for it is still missing: nothing closes without it
    /// (`domain.md` §10 Clues).
    #[must_use]
    pub fn lacks_filing(&self) -> bool {
        self.filing.is_none() && self.documents.iter().any(Document::is_signed_clue)
    }

    /// Whether a clue to corruption was found while a section or a village has the case: the commission should take it
    /// back and handle it itself.
    #[must_use]
    pub fn seems_on_the_wrong_way(&self) -> bool {
        let is_elsewhere = matches!(self.route, Some(Route::PartyCommittee | Route::Village));
        let can_be_taken = match self.stage {
            Stage::Transfer | Stage::Handling | Stage::Drafting | Stage::Review | Stage::Reply => {
                self.delivered().is_none()
            }
            Stage::Complaint
            | Stage::Acceptance
            | Stage::Evaluation
            | Stage::Closure
            | Stage::Reported
            | Stage::Merged
            | Stage::Withdrawn => false,
        };
        is_elsewhere && can_be_taken && self.document(DocumentKind::Clue).is_some_and(Document::is_live)
    }

    /// The case goes to a unit.
    pub(in crate::domain) fn begin_turn(
        &mut self,
        unit: UnitId,
        route: Route,
        from: Date,
        place: ChainPlace,
    ) {
        self.turns.push(Turn {
            number: self.turn,
            unit,
            place,
            route,
            from,
            first_round: self.round,
            ended: None,
            closed: Vec::new(),
            recorded_days: None,
        });
    }

    /// The unit no longer has it; the next transfer begins a turn with the next number.
    pub(in crate::domain) fn leave_unit(&mut self, end: TurnEnd, on: Date, recorded_days: Option<u32>) {
        if let Some(turn) = self.turns.last_mut() {
            turn.ended = Some((end, on));
            turn.recorded_days = recorded_days;
        }
        self.turn += 1;
        self.transferred_on = None;
        self.acknowledged_at = None;
        self.handler = None;
        self.returned_on = Some(on);
        // It was allowed to the people of that unit.
        self.identity_allowed = false;
    }

    /// The day of receipt was put right; a day of a later round is not that of the turn.
    pub(in crate::domain) fn correct_receipt(&mut self, day: Option<Date>) {
        self.transferred_on = day;
        let round = self.round;
        let turn = self.turns.last_mut().filter(|turn| turn.ended.is_none() && turn.first_round == round);
        if let (Some(turn), Some(day)) = (turn, day) {
            turn.from = day;
        }
    }

    /// The case is closed, its unit keeps it.
    pub(in crate::domain) fn close_turn(&mut self, on: Date) {
        let round = self.round;
        if let Some(turn) = self.turns.last_mut() {
            turn.ended = Some((TurnEnd::Closed, on));
            turn.closed.push((round, on));
        }
    }

    /// The day on which the case was closed; absent while it goes on.
    #[must_use]
    pub fn closed_on(&self) -> Option<Date> {
        let (end, on) = self.turns.last()?.ended?;
        (end == TurnEnd::Closed).then_some(on)
    }

    /// The closed case goes on where it was.
    pub(in crate::domain) fn reopen_turn(&mut self) {
        if let Some(turn) = self.turns.last_mut() {
            turn.ended = None;
        }
    }
}
