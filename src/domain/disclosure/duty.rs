//! Who has to do what about a record now (`domain.md` §5): the unit submits and publishes, its leader signs. Who else may
//! do it, on paper or in somebody's place, is a matter of the acts.

use super::{DisclosureState, deciders, signer_position};
use crate::domain::code::Coded as _;
use crate::domain::ids::{PersonId, UnitId};
use crate::domain::time::Date;
use crate::domain::town::org::{Org, Person};
use crate::domain::words::{Position, UnitKind};

coded! {
    /// What a record waits for.
    pub enum Duty {
        /// The unit submits it, or that there is nothing.
        Submit = "submit" "待报",
        /// The leader signs it.
        Sign = "sign" "待审",
        /// The unit makes it public.
        Publish = "publish" "待公开",
    }
}

impl Duty {
    /// What a record that has come so far waits for; nothing once it is settled.
    #[must_use]
    pub const fn of(state: DisclosureState) -> Option<Self> {
        match state {
            DisclosureState::ToDo | DisclosureState::Returned => Some(Self::Submit),
            DisclosureState::Submitted => Some(Self::Sign),
            DisclosureState::Reviewed => Some(Self::Publish),
            DisclosureState::Published | DisclosureState::Nothing | DisclosureState::Cancelled => None,
        }
    }

    /// Whether it is this person's to do; nobody signs what they submitted. What is signed is followed up by the operators too, and they do the work of a
    /// unit in which nobody handles anything.
    #[must_use]
    pub fn is_for(
        self,
        unit: UnitId,
        submitters: &[PersonId],
        (person, org): (&Person, &Org),
        day: Date,
    ) -> bool {
        let is_section = org.unit(unit).is_some_and(|unit| unit.kind == UnitKind::Section);
        let operates = person.holds(Position::CommissionOperator)
            || (is_section && person.holds(Position::PartyOperator));
        match self {
            Self::Submit => {
                let is_vacant = org.holders(Position::Handler, Some(unit)).next().is_none();
                person.handles(unit) || (is_vacant && operates)
            }
            Self::Sign => {
                let may =
                    |leader: &&Person| leader.id == person.id || org.deputises(person.id, leader.id, day);
                let submitted = submitters.contains(&person.id);
                person.active && !submitted && deciders(unit, submitters, org).iter().any(may)
            }
            Self::Publish => person.handles(unit) || operates,
        }
    }

    /// Who does it, in names; the position where nobody holds it.
    #[must_use]
    pub fn whose(self, unit: UnitId, submitters: &[PersonId], org: &Org) -> String {
        let names: Vec<&str> = match self {
            Self::Submit | Self::Publish => {
                org.holders(Position::Handler, Some(unit)).map(|person| person.name.as_str()).collect()
            }
            Self::Sign => {
                deciders(unit, submitters, org).into_iter().map(|person| person.name.as_str()).collect()
            }
        };
        if !names.is_empty() {
            return names.join("或");
        }
        let position = match self {
            Self::Submit | Self::Publish => Position::Handler,
            Self::Sign => signer_position(unit, org),
        };
        format!("{}空缺", position.label())
    }
}

/// How much of disclosure waits: for the person who looks by what they have to do, and what is late of all they may see.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct DisclosureTally {
    pub submit: u64,
    pub sign: u64,
    pub publish: u64,
    /// Past their day, whoever has to act.
    pub overdue: u64,
    /// Due today, whoever has to act.
    pub due_today: u64,
}

impl DisclosureTally {
    pub const NONE: Self = Self { submit: 0, sign: 0, publish: 0, overdue: 0, due_today: 0 };

    /// How many wait for the person who looks.
    #[must_use]
    pub const fn mine(&self) -> u64 {
        self.submit + self.sign + self.publish
    }

    /// Counts so many records of a unit in one state.
    pub fn add(&mut self, duty: Duty, count: u64) {
        match duty {
            Duty::Submit => self.submit += count,
            Duty::Sign => self.sign += count,
            Duty::Publish => self.publish += count,
        }
    }

    /// `待报3 待审1 超期2`; what is none is left out.
    #[must_use]
    pub fn words(&self) -> String {
        let counted = [
            (Duty::Submit.label(), self.submit),
            (Duty::Sign.label(), self.sign),
            (Duty::Publish.label(), self.publish),
            ("超期", self.overdue),
            ("今日到期", self.due_today),
        ];
        let told = counted.iter().filter(|(_, count)| *count > 0);
        told.map(|(label, count)| format!("{label}{count}")).collect::<Vec<_>>().join(" ")
    }
}
