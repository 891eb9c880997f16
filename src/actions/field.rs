//! The fields an action asks for: forms, `ydt apply`, its documentation and the checks all read these rows.

use crate::domain::code::Coded;
use crate::domain::refusal::{Refusal, RefusalCode};
use crate::domain::words::{Position, UnitKind};

/// What can be entered in a field.
#[derive(Clone, Copy)]
pub enum FieldKind {
    /// One line of text.
    Line,
    /// Text of several lines.
    Prose,
    /// One of a closed list.
    Choice(fn() -> Vec<Word>),
    /// Any number of a closed list.
    Several(fn() -> Vec<Word>),
    /// A unit of one of these kinds, by name; no kinds means any.
    Unit(&'static [UnitKind]),
    /// An active person, by name or login; with a position, one who holds it.
    Person(Option<Position>),
    /// People in one line, by name or login; who is not registered is written by name.
    People(Names),
    /// A civil date, `YYYY-MM-DD`.
    Date,
    /// A civil date and time, `YYYY-MM-DD HH:MM`, or RFC 3339.
    Moment,
    /// A whole number from 0 to 9999.
    Count,
    /// Yes or no.
    Flag,
    /// Another case, by its number.
    Case,
    /// Several cases, by their numbers.
    Cases,
    /// The whole text of a file of this form; of one that is kept as it is only its path.
    File(FileForm),
    /// An alert that nobody acknowledged yet, by its number.
    Alert,
    /// A key of the town-wide settings.
    Setting,
}

/// What a file handed over in a field holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileForm {
    /// Units and people.
    Org,
    /// A year's holidays.
    Notice,
    /// Anything: it is kept as it is.
    Attachment,
    /// A catalogue of matters.
    Catalogue,
    /// The office's own template of a paper.
    Template,
}

impl FileForm {
    /// Whether the answer is the path of the file and not its text.
    #[must_use]
    pub const fn is_named(self) -> bool {
        match self {
            Self::Attachment | Self::Template => true,
            Self::Org | Self::Notice | Self::Catalogue => false,
        }
    }
}

/// How many people a line of names takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Names {
    One,
    Several,
}

/// A word of a closed list: code for machines, label for people.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Word {
    /// Stable English code.
    pub code: &'static str,
    pub label: &'static str,
}

/// All words of a coded enum, for [`FieldKind::Choice`].
#[must_use]
pub fn words<T: Coded>() -> Vec<Word> {
    T::ALL.iter().map(|word| Word { code: word.code(), label: word.label() }).collect()
}

/// What the choice in a field says about other fields of the form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Says {
    Nothing,
    /// The route, and so of what kind the unit is.
    Route,
    /// What the matter belongs to, and so which unit is the usual one.
    Matter,
}

/// One question of a form.
#[derive(Clone, Copy)]
pub struct Field {
    /// Name in JSON.
    pub name: &'static str,
    /// What the operator reads.
    pub label: &'static str,
    /// What can be entered.
    pub kind: FieldKind,
    /// Whether it must be filled in whatever the circumstances.
    pub required: bool,
    /// When an optional one must be filled in after all; stands in the form while it is empty.
    pub needed: &'static str,
    /// What its choice says about the rest of the form.
    pub says: Says,
    /// Whether it stays folded away while it is empty and nothing demands it.
    pub is_folded: bool,
    /// What it is good for.
    pub hint: &'static str,
}

impl Field {
    /// A field that must be filled in.
    #[must_use]
    pub const fn required(name: &'static str, label: &'static str, kind: FieldKind) -> Self {
        Self {
            name,
            label,
            kind,
            required: true,
            needed: "",
            says: Says::Nothing,
            is_folded: false,
            hint: "",
        }
    }

    /// A field that may stay empty.
    #[must_use]
    pub const fn optional(name: &'static str, label: &'static str, kind: FieldKind) -> Self {
        Self {
            name,
            label,
            kind,
            required: false,
            needed: "",
            says: Says::Nothing,
            is_folded: false,
            hint: "",
        }
    }

    /// The same field, which the actions refuse to leave empty under this condition.
    #[must_use]
    pub const fn needed(mut self, needed: &'static str) -> Self {
        self.needed = needed;
        self
    }

    /// The same field, whose choice is the route.
    #[must_use]
    pub const fn route(mut self) -> Self {
        self.says = Says::Route;
        self
    }

    /// The same field, whose choice is what the matter belongs to.
    #[must_use]
    pub const fn matter(mut self) -> Self {
        self.says = Says::Matter;
        self
    }

    /// The same field, which few cases need: forms show it on demand.
    #[must_use]
    pub const fn folded(mut self) -> Self {
        self.is_folded = true;
        self
    }

    /// It must be filled in.
    #[must_use]
    pub fn missing(&self) -> Refusal {
        Refusal::missing(self.name, self.label)
    }

    /// It was filled in with something that cannot be; `why` goes on from its label.
    #[must_use]
    pub fn invalid(&self, why: &str) -> Refusal {
        Refusal::invalid(self.name, self.label, why)
    }

    /// What was filled in here is refused for this reason.
    #[must_use]
    pub fn refuses(&self, code: RefusalCode, message: impl Into<String>) -> Refusal {
        Refusal::new(code, message).about(self.name)
    }

    /// The same field with a hint under it.
    #[must_use]
    pub const fn hint(mut self, hint: &'static str) -> Self {
        self.hint = hint;
        self
    }
}
