//! The times a case lay with a unit, in JSON.

use serde::Serialize;

use crate::domain::case::turn::{Turn, TurnEnd};
use crate::domain::desk::Desk;
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
