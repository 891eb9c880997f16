//! Lists, counts and a case laid open, within what the actor may see.

use super::disclosure::sight_of;
use super::{Office, OfficeError, gate};
use crate::actions::{ACTS, Act};
use crate::domain::case::Case;
use crate::domain::case::respondents::Register;
use crate::domain::figures::safe::{Pace, SafeDay, Usual};
use crate::domain::ids::CaseId;
use crate::domain::refusal::Refusal;
use crate::domain::sight::grouping::Grouping;
use crate::domain::text::matching;
use crate::domain::time::{Date, Moment};
use crate::domain::view::detail::CaseDetail;
use crate::domain::view::filter::{Filter, Term};
use crate::domain::view::listing::{Counts, From, ListQuery, ListRow, Page, Sort, View};
use crate::domain::words::Group;
use crate::store::{Reader, Snapshot};

/// A case as people and scripts name it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CaseName {
    /// Our number or the platform's, as typed.
    Number(String),
    /// The platform's number and nothing else.
    PlatformNo(String),
}

impl CaseName {
    /// The words it was named by.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Number(number) | Self::PlatformNo(number) => number,
        }
    }
}

/// What the list of cases shows at once.
pub struct Overview {
    pub page: Page,
    pub counts: Counts,
    /// Documents that wait for the actor's own signature.
    pub approvals_waiting: u64,
}

/// Codes of the acts whose name is meant by what was typed.
fn acts_named(typed: &str) -> Vec<&'static str> {
    let is_meant = |act: &&&Act| matching::find(act.label(), typed).is_some();
    ACTS.iter().filter(is_meant).map(|act| act.code).collect()
}

/// How many papers that were returned are told of at once.
const RETURNED_SHOWN: u32 = 50;

impl Office {
    /// The cases whose paper was returned and has to be written anew by the actor.
    ///
    /// # Errors
    /// A store failure.
    pub fn returned_to_me(&self, now: Moment) -> Result<Vec<ListRow>, OfficeError> {
        if self.sight_on(now.date()).is_err() {
            return Ok(Vec::new());
        }
        let filter = Filter { terms: vec![Term::Returned, Term::In(Group::Mine)] };
        let query = ListQuery {
            view: View::All,
            filter,
            sort: Sort::Urgency,
            from: From::Top,
            limit: RETURNED_SHOWN,
        };
        Ok(self.list(&query, now)?.rows)
    }

    /// Whether the actor sees any cases on this day; whoever only administers sees none.
    #[must_use]
    pub fn sees_cases(&self, now: Moment) -> bool {
        self.sight_on(now.date()).is_ok()
    }

    /// A screenful of a list.
    ///
    /// # Errors
    /// `not_permitted` for people who see no cases; a store failure.
    pub fn list(&self, query: &ListQuery, now: Moment) -> Result<Page, OfficeError> {
        self.read(|snapshot| self.page(snapshot, query, now))
    }

    /// The same within a moment that more is read of.
    pub(super) fn page(
        &self,
        snapshot: &Snapshot<'_>,
        query: &ListQuery,
        now: Moment,
    ) -> Result<Page, OfficeError> {
        let today = self.settings.limit_day(now);
        self.with_reader(today, |reader| Ok(snapshot.page(query, reader)?.masked()))
    }

    /// A screenful of a list with every number that stands beside it, all of one moment.
    ///
    /// # Errors
    /// `not_permitted` for people who see no cases; a store failure.
    pub fn overview(&self, query: &ListQuery, now: Moment) -> Result<Overview, OfficeError> {
        self.read_as(self.settings.limit_day(now), |snapshot, reader| {
            Ok(Overview {
                page: self.page(snapshot, query, now)?,
                counts: snapshot.counts(reader)?,
                approvals_waiting: self.waiting(snapshot, now)?,
            })
        })
    }

    /// Reads one moment within what the actor may see on this day.
    pub(super) fn read_as<T>(
        &self,
        today: Date,
        work: impl FnOnce(&Snapshot<'_>, &Reader<'_>) -> Result<T, OfficeError>,
    ) -> Result<T, OfficeError> {
        self.with_reader(today, |reader| self.read(|snapshot| work(snapshot, reader)))
    }

    pub(super) fn with_reader<T>(
        &self,
        today: Date,
        read: impl FnOnce(&Reader<'_>) -> Result<T, OfficeError>,
    ) -> Result<T, OfficeError> {
        let sight = self.sight_on(today)?;
        let day_at = |days: i32| self.day_at(today, days);
        let reading = |clock| self.reading(clock, today);
        let waiting_days =
            |since| u32::try_from(self.calendar.working_days_between(since, today)).unwrap_or(0);
        let days = self.settings.close_without_evaluation_after_working_days;
        let asked_since = Grouping::asked_since(today, days, &self.calendar);
        let grouping = Grouping::of(&sight, &self.actor, &self.org, asked_since);
        read(&Reader {
            sight: &sight,
            org: &self.org,
            today,
            grouping: grouping.as_ref(),
            day_at: &day_at,
            settings: &self.settings,
            calendar: &self.calendar,
            reading: &reading,
            waiting_days: &waiting_days,
            looked_at: self.looked_at,
            acts_named: &acts_named,
        })
    }

    /// The first day on which a due day has this many working days left.
    fn day_at(&self, today: Date, days: i32) -> Date {
        if days > 0 {
            return self.calendar.add_working_days(today, days.unsigned_abs()).on;
        }
        let mut day = today;
        for _ in days..0 {
            day = self.calendar.previous_working_day(day).unwrap_or(day);
        }
        day
    }

    /// Until when the step that a case waits in has to be done.
    fn safe_day(&self, pace: &Pace, case: &Case) -> Option<SafeDay> {
        let usual = Usual { pace, settings: &self.settings, calendar: &self.calendar };
        usual.safe_day(case.present_step()?.step, case.kind, case.running_clock()?)
    }

    /// The number in the database of a case that the actor may see.
    ///
    /// # Errors
    /// `unknown_case`, the same for "none" and "not yours".
    pub fn find_case(&self, name: &CaseName, now: Moment) -> Result<CaseId, OfficeError> {
        let found = self.read(|snapshot| {
            let id = match name {
                CaseName::Number(number) => snapshot.case_numbered(number)?,
                CaseName::PlatformNo(number) => snapshot.case_of_platform(number)?,
            };
            let Some(id) = id else { return Ok(None) };
            Ok(snapshot.case(id)?.map(|read| (id, read)))
        })?;
        match found {
            Some((id, read))
                if gate::may_name(self.sight_on(now.date()).ok().as_ref(), &read, &self.actor, &self.org) =>
            {
                Ok(id)
            }
            _ => Err(Refusal::unknown_case(name.as_str()).into()),
        }
    }

    /// A case laid open: state, history, clocks; who complains is masked.
    ///
    /// # Errors
    /// `unknown_case`, the same for "none" and "not yours"; a store failure.
    pub fn open_case(&self, id: CaseId, now: Moment) -> Result<CaseDetail, OfficeError> {
        let unknown = || Refusal::unknown_case(&id.0.to_string());
        let sight = self.sight_on(now.date()).map_err(|_| unknown())?;
        let (read, repeats, words, (hidden, leading), usual, mut disclosures, pace) =
            self.read(|snapshot| {
                let read = snapshot.case(id)?.ok_or_else(unknown)?;
                if !gate::covers(&sight, &read, &self.org) {
                    return Err(unknown().into());
                }
                let repeats = gate::likely_repeats(snapshot, &read, &sight)?;
                let links = gate::links(snapshot, &read, &sight, &self.org)?;
                let usual = gate::usual_units(snapshot, &read, &sight)?;
                let disclosures = snapshot.disclosures_of_case(id)?;
                Ok((read, repeats, snapshot.column_words()?, links, usual, disclosures, snapshot.pace()?))
            })?;
        let is_revealed = self.revealed == Some(id);
        let looking = gate::Looking { person: &self.actor, is_revealed, hidden: &hidden };
        let (case, history) = gate::shown(read, &looking, &words, &Register::of(&self.org));
        self.note_opening(&case.case_no, now);
        let today = self.settings.limit_day(now);
        let clocks = case.clocks.iter().map(|clock| self.reading(clock.clone(), today)).collect();
        let records = sight_of(&self.desk(now));
        disclosures.retain(|row| records.covers(row.unit));
        let safe = self.safe_day(&pace, &case);
        Ok(CaseDetail { case, history, clocks, repeats, leading, disclosures, usual, safe })
    }
}
