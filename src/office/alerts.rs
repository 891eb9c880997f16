//! The deadline sweep: looks at running clocks whose first reminder has come and raises each alert once. Costs what is
//! due, not how many cases there are.

use super::{Office, OfficeError, gate};
use crate::actions::acknowledge_alert;
use crate::domain::figures::safe::{SafeDay, Usual};
use crate::domain::figures::step::CaseStep;
use crate::domain::ids::{CaseId, ClockId};
use crate::domain::refusal::RefusalCode;
use crate::domain::time::{Date, Moment};
use crate::domain::town::waits::Awaited;
use crate::domain::view::disclosure::DisclosureRow;
use crate::domain::view::listing::Alert;
use crate::domain::view::unsettled::{LeftToTheDistrict, UndecidedCase, Unsettled};
use crate::domain::words::{ClockKind, ClockLevel, Position};
use crate::store::alerts::DueClock;
use crate::store::{ErasurePlace, StoreError};

/// How many alerts a session shows at once; the rest follow as these are acknowledged.
const ALERTS_SHOWN: u32 = 200;

/// What a sweep found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckReport {
    /// What is approaching, due or overdue, most urgent first; only what the actor may see.
    pub due: Vec<DueLine>,
    /// Records of disclosure that are approaching, due or overdue, the earliest first; only what the actor may see.
    pub disclosures: Vec<DisclosureRow>,
    /// Alerts that this sweep raised.
    pub new_alerts: u32,
    /// Years whose holidays are needed and not published.
    pub missing_calendar_years: Vec<i16>,
    /// Open limits whose due day is provisional; only those the actor may see.
    pub provisional_clocks: u64,
    /// Our numbers of old cases that carry one and the same platform number, written differently.
    pub doubled_numbers: Vec<(String, String)>,
    /// Cases of which a rule proposes something that the actor may issue or has to answer.
    pub proposed: u64,
    /// Numbers that somebody who may not see their cases brought again: our numbers of these cases, as far as the actor
    /// may see them, and when.
    pub notices: Vec<(String, Moment)>,
    /// Open cases that nobody here may see (须由区纪委监委处理).
    pub left_to_the_district: Vec<LeftToTheDistrict>,
    /// Cases recorded by an older version in which something is to be looked at.
    pub undecided: Vec<UndecidedCase>,
    /// Where bytes of erased texts may still lie, and since when.
    pub unfinished_erasures: Vec<(ErasurePlace, String)>,
    /// How many cases have been kept as long as the town keeps who complained; told to whoever may erase it.
    pub due_for_erasing: usize,
}

/// One limit that needs attention.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DueLine {
    pub case_no: String,
    /// The clock's number in its case.
    pub id: ClockId,
    pub turn: u32,
    pub round: u32,
    pub clock: ClockKind,
    pub level: ClockLevel,
    /// When it ends.
    pub due_on: Date,
    /// Working days left; negative is past.
    pub remaining: i32,
    /// Code of the act that brings the case on.
    pub next_step: Option<String>,
    /// Who has to act.
    pub waits_for: Option<Awaited>,
    /// Whether an application for an extension waits for its signatures (延期审批中).
    pub extension_pending: bool,
    /// The step that the case waits in.
    pub step: Option<CaseStep>,
    /// Until when that has to be done for this limit.
    pub safe: Option<SafeDay>,
    /// Who has to do it.
    pub safe_who: String,
}

impl Office {
    /// Looks at what is due, raises what was not raised before, and reports what the actor may see.
    ///
    /// # Errors
    /// A store failure.
    pub fn check(&mut self, now: Moment) -> Result<CheckReport, OfficeError> {
        if let Some(doubt) = self.time_doubt(now)? {
            return Err(doubt.into());
        }
        let new_alerts = self.sweep(now)?;
        let today = self.settings.limit_day(now);
        let sight = self.sight().ok();
        let (mut due, mut provisional_clocks, mut doubled_numbers) = (Vec::new(), 0, Vec::new());
        let (mut notices, mut proposed) = (Vec::new(), 0);
        if let Some(sight) = &sight {
            let (found, pace);
            (found, pace, provisional_clocks, doubled_numbers, notices, proposed) =
                self.read_as(today, |snapshot, reader| {
                    let due = snapshot.due_clocks(today, Some(sight))?;
                    let missing = due.into_iter().map(|found| Ok((snapshot.missing(found.case_id)?, found)));
                    Ok((
                        missing.collect::<Result<Vec<_>, StoreError>>()?,
                        snapshot.pace()?,
                        snapshot.provisional_clocks(reader)?,
                        snapshot.doubled_platform_numbers(sight)?,
                        snapshot.notices(sight)?,
                        snapshot.count_chased(reader)?,
                    ))
                })?;
            for (missing, found) in found {
                let reading = self.reading(found.clock, today);
                if reading.level == ClockLevel::Ok {
                    continue;
                }
                let usual = Usual { pace: &pace, settings: &self.settings, calendar: &self.calendar };
                let safe = missing.step.and_then(|step| usual.safe_day(step, missing.kind, &reading.clock));
                let unit = missing.unit.map(|unit| self.org.unit_name(unit));
                due.push(DueLine {
                    step: missing.step,
                    safe,
                    safe_who: safe.map_or_else(String::new, |safe| {
                        safe.who(unit, missing.waits_for.as_ref(), &self.org)
                    }),
                    next_step: missing.next_step,
                    waits_for: missing.waits_for.map(|awaited| awaited.named(&self.org)),
                    extension_pending: missing.asks_extension && reading.clock.clock == ClockKind::Handling,
                    case_no: found.case_no,
                    id: reading.clock.id,
                    turn: reading.clock.turn,
                    round: reading.clock.round,
                    clock: reading.clock.clock,
                    level: reading.level,
                    due_on: reading.clock.due_on,
                    remaining: reading.remaining,
                });
            }
        }
        Ok(CheckReport {
            due,
            disclosures: self.disclosures_due(now)?,
            new_alerts,
            missing_calendar_years: self.calendar.missing_years(now.date()),
            provisional_clocks,
            doubled_numbers,
            proposed,
            notices,
            left_to_the_district: self.left_to_the_district()?,
            undecided: self.undecided()?,
            unfinished_erasures: self.read(|snapshot| Ok(snapshot.unfinished_erasures()?))?,
            due_for_erasing: self.count_due_for_erasing(now)?,
        })
    }

    /// Open cases that nobody here may see, by number and day of receipt: more is not told of them to anybody.
    ///
    /// # Errors
    /// A store failure.
    pub fn left_to_the_district(&self) -> Result<Vec<LeftToTheDistrict>, OfficeError> {
        self.read(|snapshot| Ok(snapshot.left_to_the_district()?))
    }

    /// What the console shows of all this beside the settings: the district's cases to the administrator alone.
    ///
    /// # Errors
    /// A store failure.
    pub fn unsettled(&self) -> Result<Unsettled, OfficeError> {
        let is_administrator = self.actor.holds(Position::Administrator);
        let left = if is_administrator { self.left_to_the_district()? } else { Vec::new() };
        Ok(Unsettled { left, undecided: self.undecided()? })
    }

    /// Old cases in which something is undecided since an upgrade, as far as the actor may see them.
    ///
    /// # Errors
    /// A store failure.
    pub fn undecided(&self) -> Result<Vec<UndecidedCase>, OfficeError> {
        let Ok(sight) = self.sight() else { return Ok(Vec::new()) };
        self.read(|snapshot| {
            let mut found = Vec::new();
            for id in snapshot.undecided(&sight)? {
                if let Some(read) = snapshot.case(id)? {
                    found.extend(gate::undecided(&read, &self.org));
                }
            }
            Ok(found)
        })
    }

    /// Raises what was not raised before; says how many. Completes erasures that something was in the way of. Safe to
    /// run in any number of sessions at once.
    ///
    /// # Errors
    /// A store failure.
    pub fn sweep(&mut self, now: Moment) -> Result<u32, OfficeError> {
        self.refresh()?;
        self.finish_erasing();
        if let Err(error) = self.store.erase_left_behind(now) {
            tracing::error!(%error, "files that were left behind could not be removed");
        }
        let today = self.settings.limit_day(now);
        let due = self.read(|snapshot| Ok(snapshot.due_clocks(today, None)?))?;
        Ok(self.raise(due, now)? + self.sweep_disclosures(now)?)
    }

    /// The same for one case, after an act on it: what is due elsewhere costs nothing.
    ///
    /// # Errors
    /// A store failure.
    pub fn sweep_case(&mut self, case: CaseId, now: Moment) -> Result<u32, OfficeError> {
        let today = self.settings.limit_day(now);
        let due = self.read(|snapshot| Ok(snapshot.due_clocks_of(case, today)?))?;
        self.raise(due, now)
    }

    /// Raises those that have a level beyond what was raised of them; without any, nothing is locked.
    fn raise(&mut self, due: Vec<DueClock>, now: Moment) -> Result<u32, OfficeError> {
        let today = self.settings.limit_day(now);
        let mut fresh = due;
        fresh.retain(|due| due.clock.alert_level(today, &self.settings, &self.calendar) > due.raised);
        // Where nothing can be saved, what is due is shown and nothing is raised; nor by a time that may be wrong.
        if fresh.is_empty() {
            return Ok(0);
        }
        self.store.settle()?;
        if self.store.closed().is_some() || self.time_doubt(now)?.is_some() {
            return Ok(0);
        }
        self.change(now, |records, desk| {
            let mut raised = 0;
            for due in &fresh {
                // The settings may have become others since the clocks were looked at.
                let level = due.clock.alert_level(today, &desk.settings, &desk.calendar);
                if let Some(level) = level {
                    raised += u32::from(records.raise_alert(due, level, now)?);
                }
            }
            Ok(raised)
        })
    }

    /// Alerts that nobody acknowledged yet, of cases the actor may see.
    ///
    /// # Errors
    /// A store failure.
    pub fn alerts(&self) -> Result<Vec<Alert>, OfficeError> {
        let Ok(sight) = self.sight() else { return Ok(Vec::new()) };
        self.read(|snapshot| Ok(snapshot.open_alerts(&sight, ALERTS_SHOWN)?))
    }

    /// Notes that the actor saw an alert.
    ///
    /// # Errors
    /// A store failure.
    pub fn acknowledge_alert(&mut self, alert: i64, now: Moment) -> Result<(), OfficeError> {
        let answers = acknowledge_alert::answers(alert);
        match self.perform_town(&format!("alert-{alert}"), &acknowledge_alert::ACT, &answers, now) {
            Err(OfficeError::Refused(refusal)) if refusal.code == RefusalCode::NothingToDo => Ok(()),
            other => other.map(drop),
        }
    }
}
