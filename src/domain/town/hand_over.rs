//! The hand-over of a post (岗位交接): what it holds is listed, and whoever leaves it and whoever takes it on both sign.

use super::org::Org;
use super::org_plan::Cases;
use crate::domain::code::Coded as _;
use crate::domain::ids::PersonId;
use crate::domain::time::Date;
use crate::domain::words::Position;

/// What somebody's post holds, as far as whoever asks may know of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holdings {
    pub person: PersonId,
    /// Cases in which a document waits for their signature.
    pub steps: Cases,
    /// Open cases that they handle.
    pub handled: Cases,
    /// Open cases that wait for a position of theirs.
    pub waiting: Vec<(Position, Cases)>,
}

impl Holdings {
    /// The list that both sign, a line for each thing.
    #[must_use]
    pub fn lines(&self, org: &Org) -> Vec<String> {
        let Some(person) = org.person(self.person) else { return Vec::new() };
        let title = person.title(org);
        let title = if title.is_empty() { "没有岗位" } else { title.as_str() };
        let login = person.login.as_deref().unwrap_or("无");
        let mut lines = vec![
            format!("{}：{title}；登录名：{login}", person.name),
            format!("等其审签的：{}", told(&self.steps)),
            format!("由其承办的：{}", told(&self.handled)),
        ];
        for (position, cases) in &self.waiting {
            lines.push(format!("等{}办理的：{}", position.label(), told(cases)));
        }
        let given = org.delegations.iter().filter(|given| given.revoked_on.is_none());
        for given in given.filter(|given| [given.leader, given.deputy].contains(&self.person)) {
            let (leader, deputy) = (org.person_name(given.leader), org.person_name(given.deputy));
            lines.push(format!("授权代签：{leader}授权{deputy}，{}至{}", given.from, given.until));
        }
        lines
    }

    /// How many of each there are: to sign, to handle, waiting for a position.
    #[must_use]
    pub fn counts(&self) -> (u32, u32, u32) {
        let count = |cases: &Cases| u32::try_from(cases.seen.len()).unwrap_or(u32::MAX) + cases.unseen;
        (count(&self.steps), count(&self.handled), self.waiting.iter().map(|(_, cases)| count(cases)).sum())
    }
}

fn told(cases: &Cases) -> String {
    if cases.is_empty() { "无".to_owned() } else { cases.named() }
}

/// A hand-over that somebody has still to sign.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HandOver {
    pub to: PersonId,
    pub listed_on: Date,
    /// SHA-256 of the list, lower-case hexadecimal.
    pub sheet: String,
    /// Who of the two has signed.
    pub signed: Vec<PersonId>,
}

impl HandOver {
    /// Whether this person's signature is missing in the hand-over of somebody's post.
    #[must_use]
    pub fn waits_for(&self, from: PersonId, person: PersonId) -> bool {
        (person == from || person == self.to) && !self.signed.contains(&person)
    }
}
