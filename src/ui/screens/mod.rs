//! One file for each thing that fills the content area: its state, how it answers to keys, how it is drawn. Screens
//! don't know each other; what one wants of another it says as a [`Call`] to the router.

pub mod act;
pub mod alerts;
pub mod approval;
mod background;
pub mod batch;
pub mod calendar;
pub mod case_detail;
pub mod dashboard;
pub mod delegate;
mod files;
pub mod help;
pub mod import;
pub mod inbox;
pub mod menu;
mod page;
pub mod palette;
pub mod person_switch;
mod prompt;
pub mod set_up;
#[cfg(test)]
pub mod testing;
mod words;

use ratatui::layout::Rect;

use crate::actions::{Act, Answers};
use crate::domain::case::Case;
use crate::domain::ids::CaseId;
use crate::domain::view::detail::CaseDetail;
use crate::domain::view::filter::Filter;
use crate::ui::manual::Chapter;
use crate::ui::message::Effect;
use crate::ui::widgets::toast::Toast;
pub use words::action_label;

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
}

/// An action done to one case without a form, because everything it needs is on the screen.
pub struct Quick {
    pub case: CaseId,
    /// How many events it had when it was looked at; somebody faster makes this a conflict.
    pub seen_seq: u32,
    /// What a form would have asked for.
    pub answers: Answers,
}

pub enum Go {
    /// A case, read anew.
    Case(CaseId),
    /// A case by its number.
    Numbered(String),
    /// The case so many rows further in the list.
    Neighbour(isize),
    /// The action menu of a case that has still to be read.
    MenuOf(CaseId),
    /// The action menu of a case.
    Menu(Box<CaseDetail>),
    /// The actions that marked cases can have in common.
    BatchMenu(Vec<(CaseId, String)>),
    /// The form of an action on one case.
    Form(&'static Act, Box<Case>),
    /// The same with these fields filled in.
    Filled(&'static Act, Box<Case>, Answers),
    /// An action without a form on one case or on several, each for itself.
    Quick(&'static Act, Vec<Quick>),
    /// The form of an action on several cases.
    BatchForm(&'static Act, Vec<(CaseId, String)>),
    /// An action chosen by name: on the case in sight.
    Chosen(&'static Act),
    /// Registering by hand.
    Register,
    /// Taking a file in.
    Import,
    /// The inbox, above which nothing is open.
    Inbox,
    /// The approval queue.
    Approvals,
    /// Naming a deputy (授权代签).
    Delegate,
    /// The inbox with the list behind a figure: filter words as one would type them, and what they mean.
    Filtered(String, Filter),
    /// The deadline dashboard.
    Dashboard,
    /// The calendar of working days.
    Calendar,
    Alerts,
    /// The keys that work where one is.
    Help,
    /// A chapter of the manual.
    Chapter(&'static Chapter),
    /// The people of the practice town.
    People,
    /// The end, after asking where there is open work.
    Quit,
}

/// The content area less a margin at either side.
const fn inset(area: Rect) -> Rect {
    Rect { x: area.x + 2, y: area.y, width: area.width.saturating_sub(4), height: area.height }
}
