//! Opening the records of every period that is over, moving due days with settings and calendar, and reminding of what is
//! due: by whichever process looks first, and once.

use std::collections::BTreeMap;

use super::{Office, OfficeError};
use crate::domain::desk::Desk;
use crate::domain::disclosure::Disclosure;
use crate::domain::disclosure::event::DisclosureEvent;
use crate::domain::disclosure::opening::{Outlook, due_to_open, moved};
use crate::domain::ids::UnitId;
use crate::domain::recurring::warned_until;
use crate::domain::time::{Date, Moment};
use crate::domain::town::event::{OrgChanged, TownEvent};
use crate::domain::words::ClockLevel;
use crate::store::{OPENED_MARK, REMINDED_MARK, Records, Snapshot, Stamp, StoreError};

/// What the stamps of records say that opened by themselves.
const BY_ITSELF: &str = "disclosure_open";

impl Office {
    /// Opens, moves and reminds; says how many reminders are new. What was done for this day, these settings and these
    /// records is not looked at again, and without anything to do nothing is locked.
    pub(super) fn sweep_disclosures(&mut self, now: Moment) -> Result<u32, OfficeError> {
        let today = self.settings.limit_day(now);
        let is_done = self.read(|snapshot| {
            // Without a list there is nothing to open, and who only looks writes nothing.
            if !snapshot.has_matters()? {
                return Ok(true);
            }
            let is_opened = snapshot.meta(OPENED_MARK)?.as_deref() == Some(&mark_of(snapshot, now.date())?);
            Ok(is_opened && snapshot.meta(REMINDED_MARK)?.as_deref() == Some(&reminded(snapshot, today)?))
        })?;
        if is_done {
            return Ok(0);
        }
        self.store.settle()?;
        if self.store.closed().is_some() || self.time_doubt(now)?.is_some() {
            return Ok(0);
        }
        let stamp = self.stamp(&format!("{BY_ITSELF}-{now}-{}", self.actor.id.0), BY_ITSELF, now);
        self.change(now, |records, desk| {
            let mark = mark_of(records, now.date())?;
            if records.meta(OPENED_MARK)?.as_deref() != Some(&mark) {
                open(records, desk, &stamp)?;
                records.set_meta(OPENED_MARK, &mark)?;
            }
            let mut raised = 0;
            for row in records.disclosures_due_by(warned_until(&desk.calendar, today))? {
                let level = row.level(&desk.calendar, today);
                if level != ClockLevel::Ok && records.remind_of_disclosure(&row, level, now)? {
                    raised += 1;
                }
            }
            records.set_meta(REMINDED_MARK, &reminded(records, today)?)?;
            Ok(raised)
        })
    }
}

/// For which day, by which settings and calendar, and up to which record everything was reminded of.
fn reminded(snapshot: &Snapshot<'_>, today: Date) -> Result<String, StoreError> {
    Ok(format!("{today}/{}/{}", snapshot.revision()?, snapshot.last_disclosure_no()?))
}

/// Up to which day, and by which list, units, settings and calendar, records were opened.
fn mark_of(snapshot: &Snapshot<'_>, today: Date) -> Result<String, StoreError> {
    Ok(format!("{today}/{}", snapshot.revision()?))
}

fn open(records: &Records<'_>, desk: &Desk, stamp: &Stamp) -> Result<(), OfficeError> {
    let matters = records.matters()?;
    if matters.is_empty() {
        return Ok(());
    }
    let outlook = Outlook {
        org: &desk.org,
        at_work_since: &at_work_since(records)?,
        last_opened: &records.last_disclosures()?,
        rule: desk.settings.disclosure_rule(),
        calendar: &desk.calendar,
        today: desk.today(),
    };
    for row in records.open_disclosures()? {
        let Some(read) = records.disclosure(row.id)? else { continue };
        let mut record = read.disclosure;
        let due = (record.due_on, record.provisional);
        if let Some(moved) = moved((record.cycle, record.period), due, &outlook) {
            records.append_disclosure(&mut record, &[moved.into()], stamp)?;
        }
    }
    for opened in due_to_open(&matters, &outlook) {
        let (id, no) = records.next_disclosure()?;
        let mut event: DisclosureEvent = opened.into();
        event.number(no);
        records.append_disclosure(&mut Disclosure::unborn(id, no), &[event], stamp)?;
    }
    Ok(())
}

/// Since which day each unit has been at work without a break, as the record says.
fn at_work_since(snapshot: &Snapshot<'_>) -> Result<BTreeMap<UnitId, Date>, StoreError> {
    let mut since = BTreeMap::new();
    for (_, at, event) in snapshot.org_changes()? {
        let TownEvent::OrgChanged(OrgChanged { units, .. }) = event else { continue };
        let at_work: Vec<UnitId> =
            units.iter().filter(|unit| unit.active).map(|unit| UnitId(unit.id)).collect();
        since.retain(|unit, _| at_work.contains(unit));
        for unit in at_work {
            since.entry(unit).or_insert(at.date());
        }
    }
    Ok(since)
}
