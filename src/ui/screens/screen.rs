//! What every screen is to the router: ten questions, most of which most screens leave unanswered.

use ratatui::Frame;
use ratatui::layout::Rect;

use super::Call;
use crate::domain::case::Case;
use crate::domain::desk::Desk;
use crate::domain::disclosure::DisclosureTally;
use crate::domain::ids::CaseId;
use crate::domain::view::beside::Beside;
use crate::domain::view::console_place::ConsolePlace;
use crate::domain::view::filter::Filter;
use crate::domain::view::kept_filter::KeptFilter;
use crate::domain::view::listing::{Alert, ListRow};
use crate::ui::input::Input;
use crate::ui::keys::{Do, Keys, Scope};
use crate::ui::message::{Effect, Message, WaitingDraft};
use crate::ui::theme::Theme;

/// What screens may look at beside their own state.
pub struct Around {
    pub theme: Theme,
    pub keys: Keys,
    /// `None` until the database has been read for the first time.
    pub desk: Option<Desk>,
    /// Alerts nobody has acknowledged yet, newest last.
    pub alerts: Vec<Alert>,
    /// The newest alert that was there when whoever looks looked last.
    pub seen_alert: i64,
    /// Papers of one's own that were returned.
    pub returned: Vec<ListRow>,
    /// What waits beside the cases.
    pub beside: Beside,
    /// Filters that whoever looks keeps under names of their own.
    pub kept: Vec<KeptFilter>,
    /// One's own unfinished texts.
    pub drafts: Vec<WaitingDraft>,
    /// Width of the terminal.
    pub columns: u16,
}

impl Around {
    /// Before anything was read.
    #[must_use]
    pub const fn new(theme: Theme, keys: Keys) -> Self {
        Self {
            theme,
            keys,
            desk: None,
            alerts: Vec::new(),
            seen_alert: 0,
            returned: Vec::new(),
            beside: Beside {
                records: 0,
                chased: 0,
                disclosure: DisclosureTally::NONE,
                reminders: Vec::new(),
            },
            kept: Vec::new(),
            drafts: Vec::new(),
            columns: 0,
        }
    }

    /// Whether an alert was raised since whoever looks looked last.
    #[must_use]
    pub const fn is_new(&self, alert: &Alert) -> bool {
        alert.id > self.seen_alert
    }

    /// How many reminders there are.
    #[must_use]
    pub const fn reminders(&self) -> usize {
        self.alerts.len() + self.returned.len() + self.beside.reminders.len()
    }
}

/// What a screen is told. Those that aren't on top hear it too.
#[derive(Clone, Copy)]
pub enum Told<'a> {
    /// It was opened, or asked for again while it was on top: it asks for what it shows.
    Opened,
    /// Something was written: lists and figures are to be read again.
    Changed,
    /// Who complains is masked again everywhere.
    Masked,
    /// Show the list behind a figure: filter words as one would type them, and what they mean.
    Filter(&'a str, &'a Filter),
    /// Stand as one was left.
    Back(&'a ConsolePlace),
    /// Go on to this case.
    Next(CaseId),
    /// The program is about to end: say what would be lost.
    Leaving,
    /// What the world outside says.
    Message(&'a Message),
}

/// A case laid open.
pub struct CaseInSight<'a> {
    pub id: CaseId,
    /// The case, once it was read.
    pub read: Option<&'a Case>,
}

/// One thing that fills the content area.
pub trait Screen {
    /// The bindings that hold in it now.
    fn scope(&self) -> Scope;

    /// Whether it covers only a part of the screen under it, which is drawn too.
    fn is_window(&self) -> bool {
        false
    }

    /// A key the table of bindings doesn't know here, a paste, a click; and any key while text is typed or a question
    /// is asked.
    fn input(&mut self, _input: &Input, _around: &Around) -> Vec<Call> {
        Vec::new()
    }

    /// A key of the table.
    fn does(&mut self, _what: Do, _around: &Around) -> Vec<Call> {
        Vec::new()
    }

    fn hear(&mut self, _told: Told<'_>, _around: &Around) -> Vec<Call> {
        Vec::new()
    }

    fn draw(&mut self, frame: &mut Frame<'_>, area: Rect, around: &Around);

    /// The case laid open in it, which is read again when something changed. A list has none.
    fn case(&self) -> Option<CaseInSight<'_>> {
        None
    }

    /// What it is called in the line that says where one is; places of the tables have their labels.
    fn crumb(&self) -> Option<String> {
        None
    }

    /// The draft of what would be lost otherwise.
    fn keep(&mut self) -> Option<Effect> {
        None
    }

    /// Whether something was typed since the draft was kept.
    fn has_unkept(&self) -> bool {
        false
    }

    /// How it stands, where that is kept for the next start.
    fn place(&self) -> Option<ConsolePlace> {
        None
    }

    /// What was selected in a pane, in words of its own, kept for the next start; no text of a case.
    fn spot(&self) -> Option<String> {
        None
    }

    /// Whether it knows itself what it drew at this column and row, and so takes the click there.
    fn takes_click(&self, _column: u16, _row: u16) -> bool {
        false
    }

    /// The list of cases in it, for whoever goes from one case to the next.
    fn list(&mut self) -> Option<&mut dyn CaseList> {
        None
    }
}

/// A list with a selected case.
pub trait CaseList {
    fn selected_case(&self) -> Option<CaseId>;

    /// `3/31`: where the selection is, as far as that is known.
    fn place_in_list(&self) -> Option<String> {
        None
    }

    /// Moves the selection by so many rows.
    fn step_by(&mut self, rows: isize) -> Vec<Call>;
}
