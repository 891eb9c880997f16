//! Lists and their figures: the inbox, the approval queue, the dashboard, alerts.

use crate::domain::refusal::Refusal;
use crate::domain::time::Date;
use crate::domain::view::approvals::{ApprovalKey, ApprovalPage, ApprovalQuery};
use crate::domain::view::beside::Beside;
use crate::domain::view::dashboard::Dashboard;
use crate::domain::view::filter::Filter;
use crate::domain::view::listing::{Alert, Counts, ListQuery, ListRow, Page};
use crate::domain::view::my_day::DoneLine;

/// Numbers a request, so that an answer that was overtaken can be told from the one awaited.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Ticket(pub u64);

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ListEffect {
    /// A screenful of a list.
    Page(Ticket, ListQuery),
    /// A screenful of a list with the numbers beside the views and how many documents wait for one's own signature,
    /// all of one moment.
    Overview(Ticket, ListQuery),
    /// A stretch of the approval queue.
    Approvals(ApprovalQuery),
    /// The figures of the deadline dashboard.
    Dashboard,
    /// What whoever acts did on this day.
    MyDay(Date),
    /// The drafts of whoever acts.
    Drafts,
    /// These alerts were seen.
    AcknowledgeAlerts(Vec<i64>),
    /// These reminders about disclosure were seen.
    AcknowledgeDisclosures(Vec<i64>),
    /// The first cases of a list, for a glance.
    Peek(Ticket, Filter),
    /// The first cases that show these words.
    Find(Ticket, String),
}

#[derive(Debug, Clone, PartialEq)]
pub enum ListMessage {
    Page(Ticket, Page),
    /// The numbers beside the views.
    Counts(Counts),
    /// A stretch of the approval queue, after this item or from the beginning.
    Approvals(Option<ApprovalKey>, ApprovalPage),
    /// How many documents wait for one's own signature.
    ApprovalsWaiting(u64),
    /// The figures of the deadline dashboard.
    Dashboard(Box<Dashboard>),
    /// The dashboard is not for these eyes.
    NoDashboard(Refusal),
    /// Alerts nobody has acknowledged yet, newest last.
    Alerts(Vec<Alert>),
    /// What waits beside the cases.
    Beside(Box<Beside>),
    /// Cases whose paper was returned and has to be written anew by whoever looks.
    Returned(Vec<ListRow>),
    /// What whoever acts did on this day, newest first.
    MyDay(Date, Vec<DoneLine>),
    /// The first cases of the list glanced at.
    Peeked(Ticket, Vec<ListRow>),
    /// What was found for the words asked for with this ticket.
    Found(Ticket, Vec<ListRow>),
}
