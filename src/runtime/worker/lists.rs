//! Lists, their figures and the alerts beside them.

use super::Service;
use crate::office::OfficeError;
use crate::ui::message::{ListEffect, ListMessage, Message};

impl Service {
    pub(super) fn lists(&mut self, effect: ListEffect) -> Result<(), OfficeError> {
        let now = self.clock.now();
        match effect {
            ListEffect::Page(ticket, query) => {
                let page = self.office.list(&query, now)?;
                self.tell_list(ListMessage::Page(ticket, page));
            }
            ListEffect::Overview(ticket, query) => {
                let overview = self.office.overview(&query, now)?;
                self.tell_list(ListMessage::Page(ticket, overview.page));
                self.tell_list(ListMessage::Counts(overview.counts));
                self.tell_list(ListMessage::ApprovalsWaiting(overview.approvals_waiting));
            }
            ListEffect::Approvals(query) => {
                let page = self.office.approvals(&query, now)?;
                self.tell_list(ListMessage::Approvals(query.after, page));
            }
            ListEffect::Dashboard => match self.office.dashboard(now) {
                Ok(figures) => self.tell_list(ListMessage::Dashboard(Box::new(figures))),
                Err(OfficeError::Refused(refusal)) => self.tell_list(ListMessage::NoDashboard(refusal)),
                Err(other) => return Err(other),
            },
            ListEffect::AcknowledgeAlert(alert) => {
                self.office.acknowledge_alert(alert, now)?;
                self.tell_alerts()?;
            }
        }
        Ok(())
    }

    pub(super) fn tell_alerts(&self) -> Result<(), OfficeError> {
        let alerts = self.office.alerts()?;
        self.tell_list(ListMessage::Alerts(alerts));
        Ok(())
    }

    fn tell_list(&self, message: ListMessage) {
        self.tell_screens(Message::Lists(message));
    }
}
