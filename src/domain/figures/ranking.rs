//! The bulletin's table: every unit with its figures, villages and sections apart, ranked where there is enough to rank.

use serde::{Deserialize, Serialize};

use super::figure::FigureName;
use super::grouping::Part;
use super::report::{FEW, Figure, Report};
use crate::domain::town::org::Org;
use crate::domain::words::UnitKind;

/// A unit's line of the table.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct UnitRow {
    pub name: String,
    /// Absent where cases have no unit.
    pub kind: Option<UnitKind>,
    pub carried_over: u32,
    pub received: u32,
    /// Limits of handling that were judged: kept, or missed.
    pub due: u32,
    pub closed: u32,
    pub on_time: u32,
    pub early: u32,
    pub extended: u32,
    pub sent_back: u32,
    pub rehandled: u32,
    pub resolved: (u32, u32),
    pub satisfied: (u32, u32),
    pub dissatisfied: u32,
    pub overdue: u32,
    /// Among its like; absent where fewer than [`FEW`] limits were judged.
    pub rank: Option<u32>,
}

impl UnitRow {
    fn of(report: &Report, part: &Part, kind: Option<UnitKind>) -> Self {
        let figure = |name| report.figure_of(name, part);
        let count = |name| figure(name).map_or(0, |figure| figure.numerator);
        let of = |name| figure(name).map_or((0, 0), fraction);
        let (on_time, due) = of(FigureName::HandlingOnTime);
        Self {
            name: part.label.clone(),
            kind,
            carried_over: count(FigureName::CarriedOver),
            received: count(FigureName::Received),
            due,
            closed: count(FigureName::Closed),
            on_time,
            early: count(FigureName::HandlingEarly),
            extended: count(FigureName::Extended),
            sent_back: count(FigureName::SentBack),
            rehandled: count(FigureName::Rehandled),
            resolved: of(FigureName::Resolved),
            satisfied: of(FigureName::Satisfied),
            dissatisfied: count(FigureName::Dissatisfied),
            overdue: count(FigureName::OverdueNow),
            rank: None,
        }
    }

    /// Whether there is anything to say of it.
    fn is_empty(&self) -> bool {
        let said = [self.carried_over, self.received, self.due, self.closed, self.extended, self.sent_back];
        said.iter().chain(&[self.rehandled, self.resolved.1, self.satisfied.1, self.overdue]).all(|n| *n == 0)
    }
}

fn fraction(figure: &Figure) -> (u32, u32) {
    (figure.numerator, figure.denominator.unwrap_or(0))
}

/// Every section and village that works now or has figures, in the order of the town, then cases without a unit; the
/// whole last.
#[must_use]
pub fn table(report: &Report, org: &Org) -> Vec<UnitRow> {
    let mut rows = Vec::new();
    for kind in [
        UnitKind::Village,
        UnitKind::Section,
        UnitKind::Commission,
        UnitKind::PartyCommittee,
        UnitKind::Outside,
    ] {
        let is_judged = matches!(kind, UnitKind::Village | UnitKind::Section);
        let mut like: Vec<UnitRow> = Vec::new();
        for unit in org.units.iter().filter(|unit| unit.kind == kind) {
            let row = UnitRow::of(report, &Part::unit(Some(unit.id), org), Some(kind));
            if !row.is_empty() || (is_judged && unit.active) {
                like.push(row);
            }
        }
        if is_judged {
            rank(&mut like);
        }
        rows.append(&mut like);
    }
    let nowhere = UnitRow::of(report, &Part::unit(None, org), None);
    if !nowhere.is_empty() {
        rows.push(nowhere);
    }
    rows.push(UnitRow::of(report, &Part::whole(), None));
    rows
}

/// By the share handled in time, the greatest first; equal shares have the same rank, and the next one counts them all.
fn rank(rows: &mut [UnitRow]) {
    let shares: Vec<(u32, u32)> = rows.iter().map(|row| (row.on_time, row.due)).collect();
    for row in rows.iter_mut().filter(|row| row.due >= FEW) {
        let better = shares.iter().filter(|(_, due)| *due >= FEW).filter(|(on_time, due)| {
            u64::from(*on_time) * u64::from(row.due) > u64::from(row.on_time) * u64::from(*due)
        });
        row.rank = u32::try_from(better.count()).ok().map(|better| better + 1);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(on_time: u32, due: u32) -> UnitRow {
        UnitRow {
            name: String::new(),
            kind: None,
            carried_over: 0,
            received: 0,
            due,
            closed: 0,
            on_time,
            early: 0,
            extended: 0,
            sent_back: 0,
            rehandled: 0,
            resolved: (0, 0),
            satisfied: (0, 0),
            dissatisfied: 0,
            overdue: 0,
            rank: None,
        }
    }

    #[test]
    fn equal_shares_have_one_rank_few_have_none_and_a_unit_without_cases_is_not_the_last() {
        let mut rows = vec![row(5, 5), row(3, 4), row(8, 10), row(10, 10), row(4, 5), row(0, 0), row(1, 6)];
        rank(&mut rows);
        let ranks: Vec<Option<u32>> = rows.iter().map(|row| row.rank).collect();
        assert_eq!(ranks, [Some(1), None, Some(3), Some(1), Some(3), None, Some(5)]);
    }
}
