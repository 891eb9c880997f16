//! The deadline dashboard's figures, within what the actor may see.

use super::{Office, OfficeError};
use crate::domain::limit::alerting::calendar_warning;
use crate::domain::time::{Date, Moment};
use crate::domain::view::dashboard::{
    Dashboard, DueDay, Figures, FirstCases, LevelGroup, extension_filter, level_filter, pressing_filter,
};
use crate::domain::view::filter::Filter;
use crate::domain::view::listing::{From, ListQuery, Sort, View};
use crate::domain::words::ClockLevel;
use crate::store::{Reader, Snapshot, day_number};

/// How many cases of a level the dashboard shows itself; the list has the rest.
const SHOWN_PER_LEVEL: u32 = 50;

impl Office {
    /// How things stand now. All figures are of one moment: they are read in one transaction of the database.
    ///
    /// # Errors
    /// `not_permitted` for people who see no cases; a store failure.
    pub fn dashboard(&self, now: Moment) -> Result<Dashboard, OfficeError> {
        let today = self.settings.limit_day(now);
        self.read_as(today, |snapshot, reader| {
            let mut holders = snapshot.held(reader)?;
            let days = self.due_days(snapshot, reader, now)?;
            let provisional_clocks = snapshot.provisional_clocks(reader)?;
            let figures = holders.iter().fold(Figures::default(), |sum, held| sum.plus(&held.figures));
            holders.sort_by_key(|held| {
                let load = &held.figures;
                (std::cmp::Reverse((load.overdue, load.due_today, load.open())), held.holder)
            });
            let groups = [ClockLevel::Overdue, ClockLevel::DueToday, ClockLevel::Approaching]
                .into_iter()
                .map(|level| self.group(snapshot, level, figures.of(level), now))
                .collect::<Result<_, OfficeError>>()?;
            Ok(Dashboard {
                at: now,
                today,
                figures,
                groups,
                pressing: self.first(snapshot, pressing_filter(), now)?,
                extensions: self.first(snapshot, extension_filter(), now)?,
                days,
                holders,
                provisional_clocks,
                calendar_warning: calendar_warning(
                    &self.calendar.missing_years(now.date()),
                    provisional_clocks,
                ),
            })
        })
    }

    fn group(
        &self,
        snapshot: &Snapshot<'_>,
        level: ClockLevel,
        total: u64,
        now: Moment,
    ) -> Result<LevelGroup, OfficeError> {
        let rows = if total == 0 {
            Vec::new()
        } else {
            self.page(snapshot, &most_urgent(level_filter(level)), now)?.rows
        };
        Ok(LevelGroup { level, total, rows })
    }

    fn first(&self, snapshot: &Snapshot<'_>, filter: Filter, now: Moment) -> Result<FirstCases, OfficeError> {
        let page = self.page(snapshot, &most_urgent(filter), now)?;
        let total = page.total.unwrap_or_else(|| u64::try_from(page.rows.len()).unwrap_or(u64::MAX));
        Ok(FirstCases { total, rows: page.rows })
    }

    /// Every day of this civil month and the next, with what falls due on it.
    fn due_days(
        &self,
        snapshot: &Snapshot<'_>,
        reader: &Reader<'_>,
        now: Moment,
    ) -> Result<Vec<DueDay>, OfficeError> {
        let first = now.date().first_of_month();
        let next = first.last_of_month().tomorrow().unwrap_or(first);
        let last = next.last_of_month();
        let due = snapshot.due_by_day(reader, first, last)?;
        let days = std::iter::successors(Some(first), |day| day.tomorrow());
        Ok(days
            .take_while(|day| *day <= last)
            .map(|date: Date| DueDay {
                date,
                kind: self.calendar.day(date),
                is_final: self.calendar.is_final(date),
                due: due.get(&day_number(date)).copied().unwrap_or(0),
            })
            .collect())
    }
}

/// The first cases behind a figure, most urgent first.
fn most_urgent(filter: Filter) -> ListQuery {
    ListQuery { view: View::All, filter, sort: Sort::Urgency, from: From::Top, limit: SHOWN_PER_LEVEL }
}
