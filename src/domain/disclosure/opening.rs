//! Which records have to be opened, also for periods in which nothing ran, and whose due day moves with settings and
//! calendar (`domain.md` §4 Disclosure clock, §5).

use std::collections::BTreeMap;

use super::event::{DisclosureOpened, DueDayMoved};
use crate::domain::calendar::Calendar;
use crate::domain::ids::{MatterId, UnitId};
use crate::domain::recurring::{Cycle, DueRule, Period};
use crate::domain::time::Date;
use crate::domain::town::matter::Matter;
use crate::domain::town::org::Org;

/// What opening looks at besides the list of matters.
pub struct Outlook<'a> {
    pub org: &'a Org,
    /// The day since which each unit has been at work without a break.
    pub at_work_since: &'a BTreeMap<UnitId, Date>,
    /// The first day of the last period that was opened, by matter and unit.
    pub last_opened: &'a BTreeMap<(MatterId, UnitId), Date>,
    pub rule: DueRule,
    pub calendar: &'a Calendar,
    pub today: Date,
}

/// The records of every period that is over and has none yet, in the order of matters, units and periods. Numbers are
/// given by whoever records them.
#[must_use]
pub fn due_to_open(matters: &[Matter], outlook: &Outlook<'_>) -> Vec<DisclosureOpened> {
    let mut opened = Vec::new();
    for matter in matters.iter().filter(|matter| matter.active) {
        for unit in matter.units(outlook.org) {
            let since = outlook.at_work_since.get(&unit.id).copied().map_or(matter.since, |day| {
                // A unit set up before the list was begun is asked from the matter's first day on.
                day.max(matter.since)
            });
            let last = outlook.last_opened.get(&(matter.id, unit.id)).copied();
            let periods = Period::ended_between(matter.cycle.kind(), since, outlook.today);
            for period in periods.filter(|period| last.is_none_or(|last| period.first() > last)) {
                opened.push(open(matter, unit.id, period, String::new(), outlook.rule, outlook.calendar));
            }
        }
    }
    opened
}

/// The fact that opens one record; its number is given when it is recorded.
#[must_use]
pub fn open(
    matter: &Matter,
    unit: UnitId,
    period: Period,
    happened: String,
    rule: DueRule,
    calendar: &Calendar,
) -> DisclosureOpened {
    let due = rule.due(matter.cycle, period, calendar);
    DisclosureOpened {
        no: 0,
        matter: matter.id,
        unit,
        name: matter.name.clone(),
        cycle: matter.cycle,
        period,
        happened,
        due_on: due.on,
        provisional: due.provisional,
    }
}

/// The day to which a record that is not settled moves under these settings and this calendar; `None` where it stays. What
/// is past its day already stays late, and a day that would be past already is not given (`domain.md` §4).
#[must_use]
pub fn moved(
    (cycle, period): (Cycle, Period),
    (due_on, provisional): (Date, bool),
    outlook: &Outlook<'_>,
) -> Option<DueDayMoved> {
    let due = outlook.rule.due(cycle, period, outlook.calendar);
    let is_same = (due.on, due.provisional) == (due_on, provisional);
    let is_past = due_on < outlook.today || due.on < outlook.today;
    let moves = !is_same && !is_past;
    moves.then_some(DueDayMoved { before: due_on, due_on: due.on, provisional: due.provisional })
}
