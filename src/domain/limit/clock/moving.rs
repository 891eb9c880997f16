//! How a clock gets another due day: an extension, another limit, a corrected fact, another calendar, a merger
//! (`domain.md` §10 Days). Whatever moves it, the day that the notice's own limit gives is counted beside it.

use super::{Clock, Overridden};
use crate::domain::calendar::{Calendar, Due, LimitUnit};
use crate::domain::time::Date;
use crate::domain::town::settings::Settings;
use crate::domain::words::ClockKind;

impl Clock {
    /// The clock with so many working days more, counted from the old due day (N§三(二)3).
    #[must_use]
    pub fn extended(&self, days: u32, calendar: &Calendar) -> Self {
        let later = |day: Date| calendar.due(day, days, LimitUnit::WorkingDays).on;
        let Due { on, provisional } = calendar.due(self.due_on, days, LimitUnit::WorkingDays);
        let mut granted = self.grants(calendar);
        granted.push(days);
        Self {
            due_on: on,
            provisional: self.provisional || provisional,
            extensions: self.extensions + 1,
            granted,
            due_by_calendar: self.due_by_calendar.map(later),
            own_due_on: self.own_due_on.map(later),
            ..self.clone()
        }
    }

    /// How many working days an extension gives at most: the first limit, measured in its own unit (N§三(二)3,
    /// `domain.md` §10 Days).
    #[must_use]
    pub fn longest_extension(&self, calendar: &Calendar) -> u32 {
        match self.unit {
            LimitUnit::WorkingDays => self.limit,
            LimitUnit::CalendarDays => {
                let end = calendar.due(self.due_on, self.limit, self.unit).on;
                u32::try_from(calendar.working_days_between(self.due_on, end)).unwrap_or(0)
            }
        }
    }

    /// The clock under another limit from the same start, seen on `today` (N§三(二)3 另有规定的从其规定). The day the
    /// notice gave stays as the original one, and so does that it had passed already.
    #[must_use]
    pub fn overridden(
        &self,
        limit: u32,
        unit: LimitUnit,
        today: Date,
        settings: &Settings,
        calendar: &Calendar,
    ) -> Self {
        let before = self.overridden;
        let mut clock = Self {
            limit,
            unit,
            overridden: Some(Overridden {
                notice_limit: self.notice_limit(calendar),
                ends_on_working_day: settings.override_ends_on_working_day,
                after_expiry: before.is_some_and(|before| before.after_expiry) || today > self.due_on,
            }),
            granted: Vec::new(),
            due_by_calendar: None,
            own_due_on: None,
            ..self.clone()
        };
        let Due { on, provisional } = clock.end_of_limit(calendar);
        (clock.due_on, clock.provisional) = (on, provisional);
        clock
    }

    /// Whether another limit was put in the place of one that had run out already (超期后变更).
    #[must_use]
    pub const fn is_overridden_after_expiry(&self) -> bool {
        matches!(self.overridden, Some(Overridden { after_expiry: true, .. }))
    }

    /// The clock of the same case with another day of receipt. Extensions keep their number of working days, a
    /// stopped one keeps its day and gets the verdict that follows.
    #[must_use]
    pub fn received_on(&self, day: Date, notice_limit: u32, calendar: &Calendar) -> Self {
        let granted = self.grants(calendar);
        Self { started_on: day, granted, ..self.clone() }.counted_anew(notice_limit, calendar)
    }

    /// The clock with the notice's limit of another kind of case. An override goes on by its own limit; an extension
    /// longer than the new limit is cut to it.
    #[must_use]
    pub fn of_kind(&self, notice_limit: u32, is_overridden: bool, calendar: &Calendar) -> Self {
        let grants = self.grants(calendar);
        let clock = if is_overridden {
            let overridden = self.overridden.unwrap_or(Overridden {
                notice_limit,
                ends_on_working_day: false,
                after_expiry: false,
            });
            Self {
                overridden: Some(Overridden { notice_limit, ..overridden }),
                granted: grants,
                ..self.clone()
            }
        } else {
            let granted = grants.into_iter().map(|days| days.min(notice_limit)).collect();
            Self { limit: notice_limit, granted, ..self.clone() }
        };
        clock.counted_anew(notice_limit, calendar)
    }

    fn counted_anew(self, notice_limit: u32, calendar: &Calendar) -> Self {
        let due = self.end_with_extensions(self.granted.iter().sum(), calendar);
        let mut clock = Self {
            due_on: due.on,
            provisional: due.provisional,
            original_due_on: calendar.due(self.started_on, notice_limit, LimitUnit::WorkingDays).on,
            due_by_calendar: None,
            was_late: false,
            ..self
        };
        if self.own_due_on.is_some() {
            clock.own_due_on = None;
            clock = clock.not_after(self.due_on);
        }
        clock.verdict = clock.stopped_on.zip(clock.verdict).map(|(on, verdict)| {
            if verdict.counts_in_rates() { clock.verdict_on(on) } else { clock.verdict_of_end(on, verdict) }
        });
        clock
    }

    /// The running limit as it stands once `new` takes the place of `old`, seen on `today`. Extensions keep their
    /// number of working days. A due day that the new calendar puts into the past judges nobody: the old one stands.
    #[must_use]
    pub fn recounted(&self, old: &Calendar, new: &Calendar, today: Date) -> Self {
        let notice = new.due(self.started_on, self.notice_limit(old), LimitUnit::WorkingDays);
        let due = self.end_with_extensions(self.grants(old).iter().sum(), new);
        // A day taken from a merged case is that case's own and stays, unless the own day comes before it now.
        let wanted = if self.own_due_on.is_some() { due.on.min(self.due_on) } else { due.on };
        let is_past = wanted < today && wanted != self.due_on;
        let due_on = if is_past { self.due_on } else { wanted };
        Self {
            due_on,
            due_by_calendar: is_past.then_some(wanted),
            original_due_on: notice.on,
            provisional: due.provisional,
            own_due_on: self.own_due_on.map(|_| due.on).filter(|own| *own > due_on),
            ..self.clone()
        }
    }

    /// The clock due on this day if its own day comes later: the earlier one of a case merged into its case.
    #[must_use]
    pub fn not_after(&self, day: Date) -> Self {
        if day >= self.due_on {
            return self.clone();
        }
        Self { due_on: day, own_due_on: Some(self.own_due_on.unwrap_or(self.due_on)), ..self.clone() }
    }

    /// The clock by its own due day again, or the earliest of those it still takes from merged cases; never earlier
    /// than it was due.
    #[must_use]
    pub fn released(&self, still_taken: Option<Date>) -> Self {
        let Some(own) = self.own_due_on else { return self.clone() };
        let due_on = still_taken.map_or(own, |taken| taken.min(own).max(self.due_on));
        Self { due_on, own_due_on: Some(own).filter(|own| *own > due_on), ..self.clone() }
    }

    /// The notice's own limit in working days, whatever limit the clock runs by.
    #[must_use]
    pub fn notice_limit(&self, calendar: &Calendar) -> u32 {
        if let Some(overridden) = self.overridden {
            return overridden.notice_limit;
        }
        // A clock that keeps the limits of its first day keeps too what an override put aside.
        let keeps_overrides = self.limits.is_some() || self.clock == ClockKind::Triage;
        let own = calendar.due(self.started_on, self.limit, self.unit).on;
        if self.unit == LimitUnit::WorkingDays && (keeps_overrides || own == self.original_due_on) {
            return self.limit;
        }
        // Overridden before the notice's limit was kept beside it: the original day still says how long it was.
        u32::try_from(calendar.working_days_between(self.started_on, self.original_due_on)).unwrap_or(0)
    }

    /// Working days of each extension; all together where they were not kept one by one.
    #[must_use]
    pub fn grants(&self, calendar: &Calendar) -> Vec<u32> {
        if self.extensions == 0 || !self.granted.is_empty() {
            return self.granted.clone();
        }
        let reached = self.due_by_calendar.or(self.own_due_on).unwrap_or(self.due_on);
        let days = calendar.working_days_between(self.end_of_limit(calendar).on, reached);
        u32::try_from(days).ok().filter(|days| *days > 0).into_iter().collect()
    }

    /// The last day of the limit that it runs by, without extensions.
    #[must_use]
    pub fn end_of_limit(&self, calendar: &Calendar) -> Due {
        let due = calendar.due(self.started_on, self.limit, self.unit);
        match (self.unit, self.overridden) {
            (LimitUnit::CalendarDays, Some(Overridden { ends_on_working_day: true, .. })) => {
                if calendar.is_working(due.on) {
                    return Due { provisional: !calendar.is_final(due.on), ..due };
                }
                let next = calendar.due(due.on, 1, LimitUnit::WorkingDays);
                Due { provisional: next.provisional || !calendar.is_final(due.on), ..next }
            }
            (LimitUnit::WorkingDays | LimitUnit::CalendarDays, _) => due,
        }
    }

    fn end_with_extensions(&self, days: u32, calendar: &Calendar) -> Due {
        let limit = self.end_of_limit(calendar);
        let due = calendar.due(limit.on, days, LimitUnit::WorkingDays);
        Due { provisional: limit.provisional || due.provisional, ..due }
    }
}
