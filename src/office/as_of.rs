//! A case as it stood at the end of an earlier day: by what was recorded until then, under the organisation, calendar and
//! settings of that day, for what the reader may see today (`interfaces.md`, Figures).

use std::sync::Arc;

use super::change::Town;
use super::disclosure::sight_of;
use super::{Office, OfficeError, gate};
use crate::domain::calendar::Calendar;
use crate::domain::case::Case;
use crate::domain::desk::Desk;
use crate::domain::figures::safe::{SafeDay, Usual};
use crate::domain::ids::{CaseId, ChainPlace};
use crate::domain::refusal::{Refusal, RefusalCode};
use crate::domain::sight::Sight;
use crate::domain::time::{Date, Moment};
use crate::domain::town::org::Org;
use crate::domain::view::detail::CaseDetail;
use crate::domain::view::listing::ClockReading;
use crate::store::{Head, Snapshot};

/// What there is to show of a case on an earlier day.
pub struct CaseAsOf {
    pub detail: CaseDetail,
    /// What a session would have known of the town then.
    pub desk: Desk,
    pub day: Date,
    /// The end of the chain then.
    pub head: Head,
    /// Whether texts of the case were erased since; they are in nothing that is shown.
    pub erased_since: bool,
}

/// The town at an earlier point of the record, and what of it the reader may see today.
pub(super) struct Then {
    town: Town,
    sight: Sight,
    upto: ChainPlace,
}

impl Then {
    pub(super) fn org(&self) -> &Org {
        &self.town.org
    }

    pub(super) fn calendar(&self) -> &Calendar {
        &self.town.calendar
    }
}

impl Office {
    /// The town at an earlier point of the record.
    pub(super) fn then(
        &self,
        snapshot: &Snapshot<'_>,
        upto: ChainPlace,
        now: Moment,
    ) -> Result<Then, OfficeError> {
        let sight = self.sight_on(now.date())?;
        Ok(Then { town: Town::of_then(snapshot.town_as_of(upto)?), sight, upto })
    }

    /// A case as it stood then, as tables show it: masked, and without what the reader may not see today or was kept
    /// from then. `None` where nothing of it may be shown.
    pub(super) fn listed(
        &self,
        snapshot: &Snapshot<'_>,
        number: &str,
        then: &Then,
    ) -> Result<Option<Case>, OfficeError> {
        let Some(id) = snapshot.case_of_town(number)? else { return Ok(None) };
        let Some(present) = snapshot.case(id)? else { return Ok(None) };
        let Then { town, sight, upto } = then;
        if !gate::covers(sight, &present, &self.org) {
            return Ok(None);
        }
        let Some(read) = snapshot.case_as_of(id, *upto)? else { return Ok(None) };
        if read.is_kept_from(sight, &town.org) {
            return Ok(None);
        }
        let (hidden, _) = gate::links_as_of(snapshot, &read, (sight, &self.org), Some((*upto, &town.org)))?;
        let read = read.beside_present(&present, &self.actor, &self.org);
        let looking = gate::Looking { person: &self.actor, is_revealed: false, hidden: &hidden };
        Ok(Some(gate::listed(read, &looking, &town.register)))
    }

    /// The case as it stood at the end of a day; of today, as it stands.
    ///
    /// # Errors
    /// `unknown_case` for a case that the actor may not see today; `out_of_time` for a day to come and one before the case
    /// was registered; `recused` where the case was kept from the actor then.
    pub fn case_as_of(&self, id: CaseId, day: Date, now: Moment) -> Result<CaseAsOf, OfficeError> {
        let today = now.date();
        if day > today {
            return Err(out_of_time(format!(
                "{day}还没有到，没有那天的情形；请写今天（{today}）或以前的日期。"
            )));
        }
        // The last moment of the day; a day that goes on is looked at as it is.
        let end = Moment::at(day, 23, 59, 59).map_or(now, |end| end.min(now));
        let unknown = || Refusal::unknown_case(&id.0.to_string());
        let sight = self.sight_on(today).map_err(|_| unknown())?;
        self.read(|snapshot| {
            let present = snapshot.case(id)?.ok_or_else(unknown)?;
            if !gate::covers(&sight, &present, &self.org) {
                return Err(unknown().into());
            }
            let (case_no, registered_on) = present.registered();
            let upto = snapshot.last_place_on(day)?;
            let Some(read) = snapshot.case_as_of(id, upto)? else {
                let since = registered_on.map_or_else(String::new, |on| format!("是{on}登记的"));
                return Err(out_of_time(format!(
                    "{case_no}{since}，{day}还没有这一件；请写登记以后的日期。"
                )));
            };
            let then = snapshot.town_as_of(upto)?;
            if read.is_kept_from(&sight, &then.org) {
                let message = format!("{day}时{case_no}需要您回避，那天的情形不能查看。");
                return Err(Refusal::new(RefusalCode::Recused, message).into());
            }
            let repeats = snapshot.likely_repeats_as_of(id, upto, (&then, &self.org), &sight)?;
            let (hidden, leading) =
                gate::links_as_of(snapshot, &read, (&sight, &self.org), Some((upto, &then.org)))?;
            let mut disclosures = snapshot.disclosures_of_case_as_of(id, upto)?;
            let records = sight_of(&self.desk(now));
            disclosures.retain(|row| records.covers(row.unit));
            let (head, erased_since) = (snapshot.head_as_of(upto)?, present.was_erased_since(upto));
            let read = read.beside_present(&present, &self.actor, &self.org);
            let words = then.columns_known_now(&snapshot.column_words()?);
            let town = Town::of_then(then);
            let looking = gate::Looking { person: &self.actor, is_revealed: false, hidden: &hidden };
            let (case, history) = gate::shown(read, &looking, &words, &town.register);
            self.note_opening(&case.case_no, now);
            let judged_on = town.settings.limit_day(end);
            let reading =
                |clock: &_| ClockReading::of(Clone::clone(clock), judged_on, &town.settings, &town.calendar);
            let clocks = case.clocks.iter().map(reading).collect();
            let usual = Vec::new();
            let safe = safe_day(snapshot, &town, upto, &case)?;
            let detail = CaseDetail { case, history, clocks, repeats, leading, disclosures, usual, safe };
            let desk = Desk {
                org: Arc::clone(&town.org),
                calendar: Arc::clone(&town.calendar),
                settings: Arc::clone(&town.settings),
                templates: Arc::clone(&town.templates),
                ..self.desk(end)
            };
            Ok(CaseAsOf { detail, desk, day, head, erased_since })
        })
    }
}

/// Until when the step in which the case waited had to be done, at the pace that the office had by then.
fn safe_day(
    snapshot: &Snapshot<'_>,
    town: &Town,
    upto: ChainPlace,
    case: &Case,
) -> Result<Option<SafeDay>, OfficeError> {
    let (Some(present), Some(clock)) = (case.present_step(), case.running_clock()) else { return Ok(None) };
    let pace = snapshot.pace_as_of(upto, &town.calendar)?;
    let usual = Usual { pace: &pace, settings: &town.settings, calendar: &town.calendar };
    Ok(usual.safe_day(present.step, case.kind, clock))
}

fn out_of_time(message: String) -> OfficeError {
    Refusal::new(RefusalCode::OutOfTime, message).into()
}
