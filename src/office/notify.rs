//! What `notify.command` is told: alerts claimed one by one, only while it may be heard.

use super::{Office, OfficeError};
use crate::actions::{self, Act};
use crate::domain::limit::alerting::Notification;
use crate::domain::time::Moment;
use crate::domain::town::waits::Awaited;
use crate::domain::view::beside::{DisclosureNotification, DisclosureReminder};

impl Office {
    /// Claims at most so many alerts for sending, none on rest days and outside office hours: those wait for the next
    /// office hour. What is claimed and not reported as sent comes back after a while, so it can be tried again.
    ///
    /// The alerts are those of all cases, whoever's login the service runs under: what is sent holds a number, a
    /// limit and who has to act, and no word of a complaint.
    ///
    /// # Errors
    /// A store failure.
    pub fn claim_notifications(
        &mut self,
        now: Moment,
        at_most: u32,
    ) -> Result<Vec<Notification>, OfficeError> {
        if !self.settings.may_disturb(now, &self.calendar) || !self.has_unsent_alert(now)? {
            return Ok(Vec::new());
        }
        if self.time_doubt(now)?.is_some() {
            return Ok(Vec::new());
        }
        let today = self.settings.limit_day(now);
        let claimed = self.change(now, |records, _| Ok(records.claim_alerts(now, at_most)?))?;
        Ok(claimed
            .into_iter()
            .map(|alert| {
                let waits_for = alert.waits_for.as_ref().map(|awaited| awaited.named(&self.org));
                let mut notification = Notification {
                    alert: alert.alert,
                    case_no: alert.case_no,
                    clock: alert.clock.clock,
                    level: alert.level,
                    due_on: alert.clock.due_on,
                    remaining: alert.clock.remaining(today, &self.calendar),
                    next_step: alert.next_step,
                    unit: alert.unit.map(|unit| self.org.unit_name(unit).to_owned()),
                    waiting_person: waits_for.as_ref().and_then(Awaited::first_person).map(str::to_owned),
                    waits_for,
                    text: String::new(),
                };
                let step = notification.next_step.as_deref().and_then(|code| actions::find(code).ok());
                notification.text = notification.sentence(step.map(Act::label));
                notification
            })
            .collect())
    }

    /// Looks first without a lock, for mostly there is nothing.
    fn has_unsent_alert(&self, now: Moment) -> Result<bool, OfficeError> {
        self.read(|snapshot| Ok(snapshot.has_unsent_alert(now)?))
    }

    /// Notes that an alert was sent; no process sends it again.
    ///
    /// # Errors
    /// A store failure.
    pub fn mark_notified(&mut self, alert: i64, now: Moment) -> Result<(), OfficeError> {
        self.change(now, |records, _| Ok(records.mark_notified(alert, now)?))
    }

    /// The same for reminders about records of disclosure.
    ///
    /// # Errors
    /// A store failure.
    pub fn claim_disclosure_notifications(
        &mut self,
        now: Moment,
        at_most: u32,
    ) -> Result<Vec<DisclosureNotification>, OfficeError> {
        let may_be_heard = self.settings.may_disturb(now, &self.calendar);
        if !may_be_heard || !self.read(|snapshot| Ok(snapshot.has_unsent_disclosure(now)?))? {
            return Ok(Vec::new());
        }
        if self.time_doubt(now)?.is_some() {
            return Ok(Vec::new());
        }
        let today = self.settings.limit_day(now);
        let claimed = self.change(now, |records, _| Ok(records.claim_disclosure_reminders(now, at_most)?))?;
        let notification = |reminder: &DisclosureReminder| {
            let remaining = self.calendar.remaining(today, reminder.due_on);
            DisclosureNotification::of(reminder, remaining, &self.org)
        };
        Ok(claimed.iter().map(notification).collect())
    }

    /// Notes that a reminder about disclosure was sent; no process sends it again.
    ///
    /// # Errors
    /// A store failure.
    pub fn mark_disclosure_notified(&mut self, alert: i64, now: Moment) -> Result<(), OfficeError> {
        self.change(now, |records, _| Ok(records.mark_disclosure_notified(alert, now)?))
    }
}
