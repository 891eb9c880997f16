//! Who was urged last and about what, so that nobody is urged twice on one working day for the same step.

use super::Case;
use super::stage::Stage;
use crate::domain::calendar::Calendar;
use crate::domain::ids::{PersonId, UnitId};
use crate::domain::time::Date;
use crate::domain::words::DocumentKind;

/// A step in which a case waits, and whoever holds it: the signers of an open document, or the unit with its handler.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Held {
    stage: Stage,
    /// The document that waits for its signature: its kind, its version and the place of the step in the chain.
    document: Option<(DocumentKind, u32, usize)>,
    signers: Vec<PersonId>,
    unit: Option<UnitId>,
    handler: Option<PersonId>,
}

/// The urgings of a case.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Urged {
    pub times: u32,
    pub last: Option<LastUrge>,
}

/// The last urging of a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LastUrge {
    pub on: Date,
    of: Held,
}

impl Case {
    fn held(&self) -> Held {
        let open = self.open_step();
        Held {
            stage: self.stage,
            document: open.map(|(document, place, _)| (document.kind, document.version, place)),
            signers: open.map_or_else(Vec::new, |(_, _, step)| step.people.clone()),
            unit: self.unit,
            handler: self.handler,
        }
    }

    /// Notes that whoever holds the case was urged on a day.
    pub fn note_urging(&mut self, on: Date) {
        self.course.urged.times += 1;
        self.course.urged.last = Some(LastUrge { on, of: self.held() });
    }

    /// The day on which whoever holds the case now was urged for this very step, if no working day has passed since.
    #[must_use]
    pub fn urged_lately(&self, today: Date, calendar: &Calendar) -> Option<Date> {
        let last = self.course.urged.last.as_ref()?;
        let is_same = last.of == self.held();
        (is_same && calendar.working_days_between(last.on, today) < 1).then_some(last.on)
    }
}
