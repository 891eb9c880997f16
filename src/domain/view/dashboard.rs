//! The figures of the deadline dashboard. Every figure names the list that it counts, so that it can be opened.

use crate::domain::calendar::DayKind;
use crate::domain::code::Coded as _;
use crate::domain::ids::{PersonId, UnitId};
use crate::domain::time::{Date, Moment};
use crate::domain::town::org::Org;
use crate::domain::view::filter::{Comparison, Filter, Term};
use crate::domain::view::listing::ListRow;
use crate::domain::words::{ClockLevel, Position};

/// How things stand at one moment, of the cases that the reader may see.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dashboard {
    /// When the figures were taken.
    pub at: Moment,
    /// The day that limits are judged by at that moment.
    pub today: Date,
    /// All open cases.
    pub figures: Figures,
    /// The cases that need attention, most urgent level first, each with what is missing and who holds it
    /// ([`ListRow::next_step`], [`ListRow::unit`], [`ListRow::waits_for`]).
    pub groups: Vec<LevelGroup>,
    /// Cases that will be late at the usual pace, most urgent first.
    pub pressing: FirstCases,
    /// Applications for an extension that wait for their signatures, most urgent first.
    pub extensions: FirstCases,
    /// Every day of this month and the next.
    pub days: Vec<DueDay>,
    /// Who holds the open cases, whoever holds up most first.
    pub holders: Vec<Held>,
    /// Open limits of these cases whose due day is provisional.
    pub provisional_clocks: u64,
    /// What stands there while the calendar is incomplete.
    pub calendar_warning: Option<String>,
}

/// Whoever has to act on open cases now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Holder {
    /// A unit; `None` where none is decided.
    Unit(Option<UnitId>),
    /// Whose signature a paper waits for.
    Signer(PersonId),
    /// Whoever holds a position of the office.
    Position(Position),
    /// The complainant, whose word on a reply is awaited.
    Complainant,
}

impl Holder {
    /// The name by which a list of their cases can be asked for.
    #[must_use]
    pub fn name(self, org: &Org) -> String {
        match self {
            Self::Unit(unit) => unit.map_or(UNDECIDED, |unit| org.unit_name(unit)).to_owned(),
            Self::Signer(person) => org.person_name(person).to_owned(),
            Self::Position(position) => position.label().to_owned(),
            Self::Complainant => COMPLAINANT.to_owned(),
        }
    }
}

/// What stands for a unit that is not decided.
pub const UNDECIDED: &str = "未定";
/// What stands for whoever complained.
pub const COMPLAINANT: &str = "投诉人";

/// The open cases that one of them holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Held {
    pub holder: Holder,
    pub figures: Figures,
    /// The earliest due day among them, where a limit runs.
    pub oldest: Option<Date>,
}

/// Open cases by the level of their running limit.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Figures {
    pub overdue: u64,
    pub due_today: u64,
    pub approaching: u64,
    pub ok: u64,
    /// Open without a running limit.
    pub without_clock: u64,
}

impl Figures {
    /// The figure of a level.
    #[must_use]
    pub const fn of(&self, level: ClockLevel) -> u64 {
        match level {
            ClockLevel::Overdue => self.overdue,
            ClockLevel::DueToday => self.due_today,
            ClockLevel::Approaching => self.approaching,
            ClockLevel::Ok => self.ok,
        }
    }

    /// The place of a level's figure; `None` is that of cases without a running limit.
    pub const fn place(&mut self, level: Option<ClockLevel>) -> &mut u64 {
        match level {
            Some(ClockLevel::Overdue) => &mut self.overdue,
            Some(ClockLevel::DueToday) => &mut self.due_today,
            Some(ClockLevel::Approaching) => &mut self.approaching,
            Some(ClockLevel::Ok) => &mut self.ok,
            None => &mut self.without_clock,
        }
    }

    /// These and others together.
    #[must_use]
    pub const fn plus(&self, other: &Self) -> Self {
        Self {
            overdue: self.overdue + other.overdue,
            due_today: self.due_today + other.due_today,
            approaching: self.approaching + other.approaching,
            ok: self.ok + other.ok,
            without_clock: self.without_clock + other.without_clock,
        }
    }

    /// All open cases.
    #[must_use]
    pub const fn open(&self) -> u64 {
        self.overdue + self.due_today + self.approaching + self.ok + self.without_clock
    }
}

/// The cases of one level.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LevelGroup {
    pub level: ClockLevel,
    /// How many there are.
    pub total: u64,
    /// The first of them, most urgent first.
    pub rows: Vec<ListRow>,
}

/// The first cases of a list, and how many it has: those whose unit asked for more time and has no answer yet, those that
/// will be late at the usual pace.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FirstCases {
    /// How many there are.
    pub total: u64,
    /// The first of them; [`ListRow::waits_for`] says who acts next.
    pub rows: Vec<ListRow>,
}

/// One day of the calendar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DueDay {
    pub date: Date,
    /// Working day, make-up day, rest day.
    pub kind: DayKind,
    /// Whether its kind rests on a published notice.
    pub is_final: bool,
    /// How many open cases are due on it.
    pub due: u64,
}

/// The list behind the figure of a level.
#[must_use]
pub fn level_filter(level: ClockLevel) -> Filter {
    Filter { terms: vec![Term::Level(level)] }
}

/// The list behind the applications for an extension.
#[must_use]
pub fn extension_filter() -> Filter {
    Filter { terms: vec![Term::ExtensionAsked] }
}

/// The list behind the figure of cases that will be late at the usual pace.
#[must_use]
pub fn pressing_filter() -> Filter {
    Filter { terms: vec![Term::Pressing] }
}

/// The list behind the figure of cases that no limit runs for.
#[must_use]
pub fn without_clock_filter() -> Filter {
    Filter { terms: vec![Term::WithoutClock] }
}

/// The list behind the figure of provisional limits.
#[must_use]
pub fn provisional_filter() -> Filter {
    Filter { terms: vec![Term::Provisional] }
}

/// The list behind a day of the calendar.
#[must_use]
pub fn day_filter(date: Date) -> Filter {
    Filter { terms: vec![Term::Open, Term::Due(Comparison::Equal, date)] }
}

/// The list behind what somebody holds, by their name.
#[must_use]
pub fn holder_filter(name: &str) -> Filter {
    Filter { terms: vec![Term::Open, Term::InHandOf(name.to_owned())] }
}
