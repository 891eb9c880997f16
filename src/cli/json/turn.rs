//! The times a case lay with a unit and the steps that it took, in JSON.

use serde::Serialize;

use crate::domain::case::turn::{Turn, TurnEnd};
use crate::domain::desk::Desk;
use crate::domain::figures::step::{CaseStep, StepTaken};
use crate::domain::time::Date;
use crate::domain::words::Route;

/// One time that the case lay with a unit.
#[derive(Serialize)]
pub(super) struct TurnJson<'a> {
    unit: &'a str,
    route: Route,
    from: Date,
    until: Option<Date>,
    ended: Option<TurnEnd>,
    days_used: u32,
}

impl<'a> TurnJson<'a> {
    pub(super) fn of(turn: &Turn, desk: &'a Desk) -> Self {
        Self {
            unit: desk.org.unit_name_at(turn.unit, turn.place),
            route: turn.route,
            from: turn.from,
            until: turn.ended.map(|(_, day)| day),
            ended: turn.ended.map(|(end, _)| end),
            days_used: turn.days_used(desk.today(), &desk.calendar),
        }
    }
}

/// A step that the case took, or the one that it waits in.
#[derive(Serialize)]
pub(super) struct StepTakenJson {
    step: CaseStep,
    turn: u32,
    round: u32,
    /// The day on which it began, which is not counted.
    from: Date,
    until: Option<Date>,
    working_days: u32,
}

impl StepTakenJson {
    pub(super) fn of(taken: &StepTaken, desk: &Desk) -> Self {
        Self {
            step: taken.step,
            turn: taken.turn,
            round: taken.round,
            from: taken.from,
            until: taken.until,
            working_days: taken.working_days(desk.today(), &desk.calendar),
        }
    }
}
