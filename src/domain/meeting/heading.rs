//! Time, place, name and people of a meeting, as Annex 2 heads them.

use serde::{Deserialize, Serialize};

use crate::domain::ids::PersonId;
use crate::domain::time::Moment;
use crate::domain::town::org::Org;

/// Somebody at a meeting: registered, or known only by the name that was typed.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Attendee {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<PersonId>,
    /// The name as it was then.
    pub name: String,
}

impl Attendee {
    /// Whoever this name or login belongs to; a name that nobody in office has is kept as it was typed.
    #[must_use]
    pub fn named(name: &str, org: &Org) -> Self {
        let name = name.trim();
        let is_meant = |login: Option<&str>, own: &str| own == name || login == Some(name);
        let mut found =
            org.people.iter().filter(|one| one.active && is_meant(one.login.as_deref(), &one.name));
        match (found.next(), found.next()) {
            (Some(person), None) => Self { person: Some(person.id), name: person.name.clone() },
            // Of two people of one name nobody knows which is meant; a login says it.
            (Some(_) | None, _) => Self { person: None, name: name.to_owned() },
        }
    }
}

/// What stands above the record of a meeting.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Heading {
    pub at: Moment,
    pub place: String,
    pub name: String,
    pub host: Attendee,
    pub recorder: Attendee,
    pub attendees: Vec<Attendee>,
}

impl Default for Heading {
    fn default() -> Self {
        let nobody = Attendee { person: None, name: String::new() };
        Self {
            at: Moment::UNIX_EPOCH,
            place: String::new(),
            name: String::new(),
            host: nobody.clone(),
            recorder: nobody,
            attendees: Vec::new(),
        }
    }
}

impl Heading {
    /// Everybody in the room, each once: who hosts, who records, who attends.
    #[must_use]
    pub fn present(&self) -> Vec<Attendee> {
        let mut all: Vec<Attendee> = Vec::new();
        for one in [&self.host, &self.recorder].into_iter().chain(&self.attendees) {
            if !all.contains(one) {
                all.push(one.clone());
            }
        }
        all
    }

    /// `2026-11-23 09:00，镇政府三楼会议室，主持余忠涛，记录陈静`
    #[must_use]
    pub fn told(&self) -> String {
        format!("{}，{}，主持{}，记录{}", self.at.minute(), self.place, self.host.name, self.recorder.name)
    }
}

/// Names in one line, `李敏、赵强`.
#[must_use]
pub fn names(people: &[Attendee]) -> String {
    people.iter().map(|one| one.name.as_str()).collect::<Vec<_>>().join("、")
}
