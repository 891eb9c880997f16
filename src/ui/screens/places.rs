//! The shape of a place one can go to by name: a pane with its digit, or whatever else the palette offers. The table
//! of all of them stands beside the list of screens.

use super::{Around, Go, Screen};
use crate::domain::disclosure::DisclosureTally;
use crate::domain::view::listing::{Counts, View};
use crate::domain::words::Group;
use crate::ui::keys::{Do, Scope};

/// A row of the tables.
pub struct Place {
    pub label: &'static str,
    /// What the palette says beside it.
    pub note: &'static str,
    pub opens: Opens,
    pub pane: Option<Pane>,
    /// The digit of the pane under whose tab it stands when it lies on no other; 1 for most.
    pub tab: u8,
    /// Whether it is offered in the practice town alone.
    pub in_practice_only: bool,
    /// The binding that leads there too.
    pub does: Option<(Scope, Do)>,
}

/// Opens a screen, or says why it is not for whoever asks. The scope is that of the screen it is opened over.
type Opening = fn(&Around, Scope) -> Result<Box<dyn Screen>, &'static str>;

pub enum Opens {
    Screen(Opening),
    /// Something that is more than a screen.
    Call(fn() -> Go),
}

/// What makes a place a pane.
pub struct Pane {
    /// The digit that shows it.
    pub digit: u8,
    /// How much waits there, for its tab.
    pub badge: fn(&Figures) -> Option<u64>,
    /// Whether any number there is cause for alarm.
    pub is_alarm: bool,
}

/// What the badges are made from.
#[derive(Default)]
pub struct Figures {
    /// The numbers beside the views.
    pub counts: Option<Counts>,
    /// How many documents wait for one's own signature.
    pub waiting: Option<u64>,
    /// How much of disclosure waits.
    pub disclosure: Option<DisclosureTally>,
    /// How many records of meetings wait for one's own signature.
    pub records: u64,
}

impl Figures {
    /// The number over a group; records of meetings to sign are one's own work too.
    pub fn of_group(&self, group: Group) -> Option<u64> {
        let counts = self.counts.as_ref().filter(|counts| !counts.groups.is_empty())?;
        let beside = if group == Group::Mine { self.records } else { 0 };
        Some(counts.of_group(group) + beside)
    }

    pub fn of(&self, view: View) -> Option<u64> {
        self.counts.as_ref().map(|counts| counts.of(view))
    }
}

impl Place {
    /// A screen that is no pane.
    pub const fn screen(label: &'static str, note: &'static str, open: Opening) -> Self {
        let opens = Opens::Screen(open);
        Self { label, note, opens, pane: None, tab: 1, in_practice_only: false, does: None }
    }

    /// The same as a pane.
    pub const fn pane(label: &'static str, note: &'static str, open: Opening, pane: Pane) -> Self {
        let tab = pane.digit;
        let does = Some((Scope::Global, Do::Pane(tab)));
        Self { pane: Some(pane), tab, does, ..Self::screen(label, note, open) }
    }

    /// What is no screen of its own.
    pub const fn call(label: &'static str, note: &'static str, call: fn() -> Go) -> Self {
        let opens = Opens::Call(call);
        Self { label, note, opens, pane: None, tab: 1, in_practice_only: false, does: None }
    }

    /// The same place, to which a key leads too.
    pub const fn by(mut self, scope: Scope, does: Do) -> Self {
        self.does = Some((scope, does));
        self
    }

    /// Whether it is this very row.
    pub fn is(&self, other: &Self) -> bool {
        std::ptr::eq(self, other)
    }
}
