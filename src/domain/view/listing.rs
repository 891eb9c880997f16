//! What lists ask for and what they get: views, order, a place to page from, rows and counts.

use crate::domain::calendar::Calendar;
use crate::domain::case::chase::Chase;
use crate::domain::case::stage::Stage;
use crate::domain::figures::safe::SafeDay;
use crate::domain::figures::step::CaseStep;
use crate::domain::ids::{CaseId, PersonId, UnitId};
use crate::domain::limit::clock::Clock;
use crate::domain::time::{Date, Moment};
use crate::domain::town::org::Org;
use crate::domain::town::settings::Settings;
use crate::domain::town::waits::WaitsFor;
use crate::domain::view::filter::Filter;
use crate::domain::words::Group;
use crate::domain::words::{
    AlertLevel, CaseKind, ClockKind, ClockLevel, DocumentKind, KeyMatter, MatterField, MirrorStep, Route,
};

coded! {
    /// Lists by what is to do.
    pub enum View {
        /// Everything open, by what the person who looks has to do with it ([`Group`]).
        Today = "today" "今日",
        /// Waiting for assessment.
        Triage = "triage" "待研判",
        /// Accepted, not yet transferred.
        Acceptance = "acceptance" "待转办",
        /// With a unit, before its reply is under review.
        Handling = "handling" "办理中",
        /// Reply under review.
        Review = "review" "审核中",
        /// Waiting for delivery.
        Reply = "reply" "待答复",
        /// Waiting for the complainant's word.
        Evaluation = "evaluation" "待评价",
        /// Every end: closed, reported, merged, withdrawn.
        Closed = "closed" "已办结",
        /// Done here and not yet ticked as done on the provincial platform (平台同步).
        Unmirrored = "unmirrored" "待平台同步",
        /// Past the due day.
        Overdue = "overdue" "超期",
        /// Everything one may see.
        All = "all" "全部",
    }
}

impl View {
    /// The stages of a view that is a matter of stages alone; `None` for the others.
    #[must_use]
    pub const fn stages(self) -> Option<&'static [Stage]> {
        match self {
            Self::Triage => Some(&[Stage::Complaint]),
            Self::Acceptance => Some(&[Stage::Acceptance]),
            Self::Handling => Some(&[Stage::Transfer, Stage::Handling, Stage::Drafting]),
            Self::Review => Some(&[Stage::Review]),
            Self::Reply => Some(&[Stage::Reply]),
            Self::Evaluation => Some(&[Stage::Evaluation]),
            Self::Closed => Some(&[Stage::Closure, Stage::Reported, Stage::Merged, Stage::Withdrawn]),
            Self::Today | Self::Unmirrored | Self::Overdue | Self::All => None,
        }
    }
}

coded! {
    /// Order of a list.
    pub enum Sort {
        /// Nearest due day first, ended cases last.
        Urgency = "urgency" "紧急度",
        /// Newest receipt first.
        Received = "received" "收到时间",
        /// Newest number first.
        Number = "number" "编号",
        /// By handling unit, then urgency.
        Unit = "unit" "承办单位",
    }
}

/// A row's place in the order: the sorted value, then the case's number in the database.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowKey {
    /// What is sorted by.
    pub rank: Rank,
    pub id: CaseId,
}

/// The value a list is sorted by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Rank {
    /// Days or seconds.
    Number(i64),
    /// Number of a unit or of a group first, then days.
    Pair(i64, i64),
}

/// Where a page begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum From {
    /// At the first row.
    Top,
    /// So that the last row is the last of the list.
    Bottom,
    /// After this row.
    After(RowKey),
    /// So that it ends before this row.
    Before(RowKey),
    /// At this row or, when it left the list, at the one that took its place.
    At(RowKey),
}

/// One screenful asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListQuery {
    pub view: View,
    /// Narrowed by these words.
    pub filter: Filter,
    /// In this order.
    pub sort: Sort,
    pub from: From,
    /// At most so many rows.
    pub limit: u32,
}

/// A clock with what the calendar says of it today.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClockReading {
    /// The clock as recorded.
    pub clock: Clock,
    /// Working days left; 0 is today, negative is past.
    pub remaining: i32,
    pub level: ClockLevel,
}

impl ClockReading {
    /// A clock with the word of this calendar on this day.
    #[must_use]
    pub fn of(clock: Clock, today: Date, settings: &Settings, calendar: &Calendar) -> Self {
        let until = clock.stopped_on.unwrap_or(today);
        Self {
            remaining: clock.remaining(until, calendar),
            level: clock.level(today, settings, calendar),
            clock,
        }
    }
}

/// One line of a list, masked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListRow {
    /// Its place, to page from.
    pub key: RowKey,
    /// Number in the database.
    pub id: CaseId,
    pub case_no: String,
    /// The platform's number.
    pub platform_no: Option<String>,
    pub title: String,
    pub stage: Stage,
    pub kind: Option<CaseKind>,
    pub route: Option<Route>,
    /// Proposed or handling unit.
    pub unit: Option<UnitId>,
    pub field: Option<MatterField>,
    pub village: Option<String>,
    pub key_matters: Vec<KeyMatter>,
    pub received_at: Moment,
    pub complainant: Option<String>,
    /// Every clock, oldest first.
    pub clocks: Vec<ClockReading>,
    /// Code of the action that brings the case on.
    pub next_step: Option<String>,
    /// Whom it waits for.
    pub waits_for: Option<WaitsFor>,
    /// Number of an earlier case that it likely repeats; an open one comes first.
    pub repeat_of: Option<String>,
    /// Steps ticked as done on the provincial platform too.
    pub mirrored: Vec<MirrorStep>,
    /// The first step that is not ticked there.
    pub unmirrored: Option<MirrorStep>,
    /// Where it stands for the person who looks; only in the list by groups.
    pub group: Option<Group>,
    /// Whether it is one's own to do and somebody else brought it on since one looked last.
    pub is_new: bool,
    /// Whether a paper of it waits for the reader's own signature, or for one given as a deputy.
    pub to_sign: bool,
    /// The document to be written anew, and who returned it.
    pub returned: Option<(DocumentKind, PersonId)>,
    /// Whether an application for an extension waits for its signatures (延期审批中).
    pub asks_extension: bool,
    /// The day of the reply about which the complainant has said nothing yet.
    pub awaits_word_since: Option<Date>,
    /// The step that it waits in.
    pub step: Option<CaseStep>,
    /// Until when that has to be done.
    pub safe: Option<SafeDay>,
    /// What a rule proposes to the reader; only in the list of what is proposed.
    pub chased: Option<Chase>,
}

impl ListRow {
    /// The reading that the list shows: the running clock.
    #[must_use]
    pub fn running(&self) -> Option<&ClockReading> {
        self.clocks.iter().rev().find(|reading| reading.clock.is_running())
    }

    /// The step that will make the case late unless it goes faster than usual, and who has to do it; nothing before its
    /// safe day has come, and nothing any more when the case is due.
    #[must_use]
    pub fn pressing(&self, today: Date, org: &Org) -> Option<String> {
        let safe = self.safe.filter(|safe| safe.is_pressing(today))?;
        let unit = self.unit.map(|unit| org.unit_name(unit));
        Some(safe.named(&safe.who(unit, self.waits_for.as_ref(), org), today))
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Page {
    pub rows: Vec<ListRow>,
    /// How many the whole list has; `None` when it was not counted (a filtered list of more than
    /// [`COUNTED_AT_MOST`]).
    pub total: Option<u64>,
    /// Whether the first row is the first of the list.
    pub at_top: bool,
    /// Whether the last row is the last of the list.
    pub at_bottom: bool,
}

/// Filtered lists are counted up to here, so that counting never reads the whole table.
pub const COUNTED_AT_MOST: u64 = 10_000;

/// Live numbers beside the views, and over the groups of those who have groups.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Counts {
    pub views: Vec<(View, u64)>,
    pub groups: Vec<(Group, u64)>,
    /// How many of one's own to do came since one looked last.
    pub fresh: u64,
}

impl Counts {
    /// The number beside a view.
    #[must_use]
    pub fn of(&self, view: View) -> u64 {
        self.views.iter().find(|(counted, _)| *counted == view).map_or(0, |(_, count)| *count)
    }

    /// The number over a group.
    #[must_use]
    pub fn of_group(&self, group: Group) -> u64 {
        self.groups.iter().find(|(counted, _)| *counted == group).map_or(0, |(_, count)| *count)
    }
}

/// Something due that somebody should see: raised once for each clock and level, kept until acknowledged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alert {
    /// Number in the database.
    pub id: i64,
    pub case_id: CaseId,
    pub case_no: String,
    pub title: String,
    pub clock: ClockKind,
    /// What is reminded of.
    pub level: AlertLevel,
    /// When the limit ends.
    pub due_on: Date,
    /// When the alert was raised.
    pub raised_at: Moment,
}
