//! One file for each thing that fills the content area: its state, how it answers to keys, how it is drawn. Screens
//! don't know each other; what one wants of another it says as a [`Call`] to the router. A new one that is opened by
//! name is its own file and its row of [`PLACES`] here.

pub(crate) mod act;
pub(crate) mod alerts;
pub(crate) mod approval;
mod background;
pub(crate) mod batch;
mod behind;
pub(crate) mod bulletin;
pub(crate) mod calendar;
pub(crate) mod case_detail;
mod case_row;
pub(crate) mod dashboard;
pub(crate) mod disclosure;
pub(crate) mod disclosures;
pub(crate) mod drafts;
pub(crate) mod figures;
mod files;
pub(crate) mod help;
pub(crate) mod import;
pub(crate) mod inbox;
pub(crate) mod kept_filters;
pub(crate) mod leave;
pub(crate) mod meeting;
pub(crate) mod meetings;
pub(crate) mod menu;
pub(crate) mod my_day;
pub(crate) mod old_drafts;
mod page;
pub(crate) mod palette;
pub(crate) mod paper;
pub(crate) mod person_switch;
pub(crate) mod places;
pub(crate) mod saving;
mod screen;
pub(crate) mod set_up;
pub(crate) mod settings;
#[cfg(test)]
pub(crate) mod testing;
pub(crate) mod town_history;
mod unsettled;
mod words;

use ratatui::layout::Rect;

use crate::actions::{Act, Answers};
use crate::domain::case::Case;
use crate::domain::disclosure::Disclosure;
use crate::domain::figures::stretch::Stretch;
use crate::domain::ids::{CaseId, DisclosureId, MeetingId};
use crate::domain::view::detail::CaseDetail;
use crate::domain::view::filter::Filter;
use crate::domain::view::kept_filter::KeptFilter;
use crate::domain::view::unsettled::LeftToTheDistrict;
use crate::ui::keys::{Do, Scope};
use crate::ui::manual::Chapter;
use crate::ui::message::{Effect, ListEffect, TableWanted};
use crate::ui::widgets::toast::{Toast, Tone};
pub use alerts::PLACE as ALERTS;
pub use approval::PLACE as APPROVALS;
use bulletin::PLACE as BULLETIN;
pub use calendar::PLACE as CALENDAR;
pub use dashboard::PLACE as DASHBOARD;
pub use disclosures::PLACE as DISCLOSURES;
use drafts::PLACE as DRAFTS;
pub use figures::PLACE as FIGURES;
pub use help::PLACE as HELP;
pub use import::PLACE as IMPORT;
pub use inbox::PLACE as INBOX;
use kept_filters::PLACE as KEPT_FILTERS;
pub use meetings::PLACE as MEETINGS;
pub use my_day::PLACE as MY_DAY;
pub use palette::PLACE as PALETTE;
pub use person_switch::PLACE as PEOPLE;
use places::Place;
pub use screen::{Around, CaseInSight, CaseList, Screen, Told};
pub use settings::PLACE as SETTINGS;
use town_history::PLACE as TOWN_HISTORY;
pub use unsettled::PLACE as UNSETTLED;

/// Said where a screen needs the town and the town has not been read.
const NOT_READ_YET: &str = "还没有读出数据，请稍候再试。";

/// Registering by hand: the form of the action that makes a case.
static REGISTER: Place =
    Place::call("登记投诉", "手工登记一件", || Go::Register).by(Scope::Inbox, Do::Register);

static UNDO: Place = Place::call("撤销", "撤销刚才的办理", || Go::Undo).by(Scope::Global, Do::Undo);

static QUIT: Place = Place::call("退出", "离开程序", || Go::Quit).by(Scope::Quit, Do::Quit);

/// In the order of their digits, as the header shows them.
pub static PANES: [&Place; 7] =
    [&INBOX, &APPROVALS, &DASHBOARD, &MEETINGS, &DISCLOSURES, &FIGURES, &SETTINGS];

/// What to say of a digit whose pane this version doesn't have.
pub const fn pane_not_built(digit: u8) -> &'static str {
    match digit {
        8 => "这个版本还没有“日志”一页：一件的经过在案件里，全镇的按 : 输入“全镇经过”。",
        _ => "没有这一页。",
    }
}

/// In the order in which the palette offers them.
static PLACES: [&Place; 20] = [
    &INBOX,
    &APPROVALS,
    &REGISTER,
    &IMPORT,
    &DASHBOARD,
    &KEPT_FILTERS,
    &MY_DAY,
    &DRAFTS,
    &MEETINGS,
    &DISCLOSURES,
    &CALENDAR,
    &FIGURES,
    &BULLETIN,
    &ALERTS,
    &SETTINGS,
    &UNDO,
    &UNSETTLED,
    &TOWN_HISTORY,
    &HELP,
    &PEOPLE,
];

/// What a screen wants of the router.
pub enum Call {
    /// Ask the world outside.
    Ask(Effect),
    /// Leave this screen.
    Leave,
    /// Go somewhere else.
    Go(Go),
    /// Say something in passing.
    Say(Toast),
    /// What was told stands on the screen: it need not be said in passing.
    Shown,
    /// Something would be lost at the end of the program: what, and what stops it.
    OpenWork { why: &'static str, stop: Option<Effect> },
}

/// An action done to one case without a form, because everything it needs is on the screen.
pub struct Quick {
    pub case: CaseId,
    /// How many events it had when it was looked at, where that matters; somebody faster makes this a conflict.
    pub seen_seq: Option<u32>,
    /// What a form would have asked for.
    pub answers: Answers,
}

pub enum Go {
    /// A place of the tables.
    To(&'static Place),
    /// A case, read anew.
    Case(CaseId),
    /// The form of the next act of a case that has still to be read, over the case itself.
    NextAct(CaseId),
    /// A case by its number.
    Numbered(String),
    /// The case so many rows further in the list.
    Neighbour(isize),
    /// The form of the next act of a case that was read.
    NextOf(Box<Case>),
    /// The action menu of a case that has still to be read.
    MenuOf(CaseId),
    /// The action menu of a case.
    Menu(Box<CaseDetail>),
    /// The papers of a case.
    Papers(Box<Case>),
    /// The record of a meeting as it would be printed, under the words by which the meeting is called.
    RecordPaper(MeetingId, String),
    /// The actions that marked cases can have in common.
    BatchMenu(Vec<(CaseId, String)>),
    /// The form of an action on a case that has still to be read.
    ActOn(CaseId, &'static Act),
    /// The form of an action on a case that was read whole.
    FormOf(&'static Act, Box<CaseDetail>),
    /// The form of an action on one case with these fields filled in.
    Filled(&'static Act, Box<Case>, Answers),
    /// The form of an action on a case that nobody here may see.
    Unseen(&'static Act, Box<LeftToTheDistrict>),
    /// An action without a form on one case or on several, each for itself.
    Quick(&'static Act, Vec<Quick>),
    /// An action without a form on every case of a list.
    Listed(&'static Act, Filter),
    /// Takes back what was done last.
    Undo,
    /// What an action with these answers would do to each of several cases, and doing it. The id is that of the form
    /// that asks, where there is one.
    Batch { action: &'static Act, marked: Vec<(CaseId, String)>, answers: Answers, id: Option<String> },
    /// The form of an action on several cases.
    BatchForm(&'static Act, Vec<(CaseId, String)>),
    /// An action chosen by name: on the town, or on the case in sight.
    Chosen(&'static Act),
    /// The form of an act on the town with these fields filled in.
    TownForm(&'static Act, Answers),
    /// An act on the town without a form, because everything it needs is on the screen.
    InTown(&'static Act, Answers),
    /// A meeting laid open.
    Meeting(MeetingId),
    /// The record of a meeting laid open to be signed; after that one is back where one came from.
    RecordToSign(MeetingId),
    /// Preparing a meeting about the cases with these numbers, or about all that wait for one.
    PrepareMeeting(Vec<String>),
    /// The form of an act on a meeting with these fields filled in, under the name that it shows.
    MeetingForm { action: &'static Act, meeting: Option<MeetingId>, name: String, answers: Answers },
    /// An act on a meeting without a form, because everything it needs is on the screen.
    InMeeting(&'static Act, MeetingId, Answers),
    /// A record of disclosure laid open.
    Disclosure(DisclosureId),
    /// The form of an act on a record of disclosure, or of one that opens a record, with these fields filled in.
    DisclosureForm { action: &'static Act, record: Option<Box<Disclosure>>, answers: Answers },
    /// An act on a record of disclosure without a form, because everything it needs is on the screen; with how many
    /// events it had when it was looked at, where that matters.
    OnDisclosure(&'static Act, (DisclosureId, Option<u32>), Answers),
    /// The records of disclosure, to choose the one that the case with this number is about.
    DisclosuresFor(String),
    /// Registering by hand.
    Register,
    /// The inbox with the list behind a figure: filter words as one would type them, and what they mean.
    Filtered(String, Filter),
    /// The bulletin of a month or a year.
    Bulletin(Stretch),
    /// Asks where a table is to be written.
    Save(TableWanted),
    /// The kept filters, beside the list as it stands.
    KeptFilters,
    /// The list of a kept filter.
    Recall(Box<KeptFilter>),
    /// A chapter of the manual.
    Chapter(&'static Chapter),
    /// The end, after asking where there is open work.
    Quit,
}

/// What is asked for when alerts of cases and of records of disclosure were seen; nothing where there are none.
fn acknowledged(alerts: Vec<i64>, records: Vec<i64>) -> Vec<Call> {
    let mut calls = Vec::new();
    if !alerts.is_empty() {
        calls.push(Call::Ask(Effect::Lists(ListEffect::AcknowledgeAlerts(alerts))));
    }
    if !records.is_empty() {
        calls.push(Call::Ask(Effect::Lists(ListEffect::AcknowledgeDisclosures(records))));
    }
    if calls.is_empty() {
        calls.push(Call::Say(Toast::new(Tone::Told, "没有未读的时限提醒。")));
    }
    calls
}

/// The same of every reminder there is.
fn acknowledged_all(around: &Around) -> Vec<Call> {
    let alerts = around.alerts.iter().map(|alert| alert.id).collect();
    acknowledged(alerts, around.beside.reminders.iter().map(|reminder| reminder.alert).collect())
}

/// The content area less a margin at either side.
const fn inset(area: Rect) -> Rect {
    Rect { x: area.x + 2, y: area.y, width: area.width.saturating_sub(4), height: area.height }
}
