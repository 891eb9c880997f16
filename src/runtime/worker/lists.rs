//! Lists, their figures and the alerts beside them.

use super::Service;
use crate::domain::view::approvals::ApprovalPage;
use crate::domain::view::filter::{Filter, Term};
use crate::domain::view::listing::{Counts, From, ListQuery, ListRow, Page, Sort, View};
use crate::office::OfficeError;
use crate::ui::message::{ListEffect, ListMessage, Message};

/// Cases shown of a list that is only glanced at.
const FIRST_SHOWN: u32 = 12;

impl Service {
    pub(super) fn lists(&mut self, effect: ListEffect) -> Result<(), OfficeError> {
        let now = self.clock.now();
        match effect {
            // Whoever only administers has no lists; that is no failure, and hides nothing of what was told before.
            ListEffect::Page(ticket, _) | ListEffect::Overview(ticket, _) if !self.office.sees_cases(now) => {
                let none = Page { total: Some(0), at_top: true, at_bottom: true, ..Page::default() };
                self.tell_list(ListMessage::Page(ticket, none));
                self.tell_list(ListMessage::Counts(Counts::default()));
                self.tell_list(ListMessage::ApprovalsWaiting(0));
            }
            ListEffect::Approvals(query) if !self.office.sees_cases(now) => {
                self.tell_list(ListMessage::Approvals(query.after, ApprovalPage::default()));
            }
            ListEffect::Page(ticket, query) => {
                let page = self.office.list(&query, now)?;
                self.tell_list(ListMessage::Page(ticket, page));
            }
            ListEffect::Overview(ticket, query) => {
                let overview = self.office.overview(&query, now)?;
                // The numbers first: keys typed ahead are answered once the page is there.
                self.tell_list(ListMessage::Counts(overview.counts));
                self.tell_list(ListMessage::ApprovalsWaiting(overview.approvals_waiting));
                self.tell_beside()?;
                self.tell_list(ListMessage::Page(ticket, overview.page));
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
            ListEffect::MyDay(day) => {
                let lines = self.office.done_on(day, now)?;
                self.tell_list(ListMessage::MyDay(day, lines));
            }
            ListEffect::Drafts => self.tell_drafts(),
            ListEffect::AcknowledgeAlerts(alerts) => {
                for alert in alerts {
                    self.office.acknowledge_alert(alert, now)?;
                }
                self.tell_alerts()?;
            }
            ListEffect::AcknowledgeDisclosures(alerts) => {
                self.office.acknowledge_disclosures(&alerts, now)?;
                self.tell_alerts()?;
            }
            ListEffect::Peek(ticket, filter) => {
                self.tell_list(ListMessage::Peeked(ticket, self.first_of(filter)));
            }
            ListEffect::Find(ticket, words) => {
                let terms = words.split_whitespace().map(|word| Term::Text(word.to_owned())).collect();
                self.tell_list(ListMessage::Found(ticket, self.first_of(Filter { terms })));
            }
        }
        Ok(())
    }

    /// The first cases of a list; none for who sees no cases.
    fn first_of(&self, filter: Filter) -> Vec<ListRow> {
        let query =
            ListQuery { view: View::All, filter, sort: Sort::Urgency, from: From::Top, limit: FIRST_SHOWN };
        self.office.list(&query, self.clock.now()).map_or_else(|_| Vec::new(), |page| page.rows)
    }

    pub(super) fn tell_alerts(&self) -> Result<(), OfficeError> {
        let alerts = self.office.alerts()?;
        self.tell_list(ListMessage::Alerts(alerts));
        let returned = self.office.returned_to_me(self.clock.now())?;
        self.tell_list(ListMessage::Returned(returned));
        self.tell_beside()
    }

    /// What waits beside the cases.
    fn tell_beside(&self) -> Result<(), OfficeError> {
        let beside = self.office.beside(self.clock.now())?;
        self.tell_list(ListMessage::Beside(Box::new(beside)));
        Ok(())
    }

    fn tell_list(&self, message: ListMessage) {
        self.tell_screens(Message::Lists(message));
    }
}
