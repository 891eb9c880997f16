//! Facts about rights: a change of positions or login was proposed, confirmed or not, or is in force since the town was
//! set up and waits to be confirmed.

use serde::{Deserialize, Serialize};

use super::TownFact;
use crate::domain::ids::PersonId;
use crate::domain::time::Date;
use crate::domain::town::org::Org;
use crate::domain::town::rights::Rights;
use crate::domain::words::Position;

/// The administrator proposed what somebody's rights should be; nothing changes by that.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RightsProposed {
    pub person: PersonId,
    pub rights: Rights,
}

impl TownFact for RightsProposed {
    const CODE: &'static str = "rights_proposed";

    fn sentence(&self, org: &Org) -> String {
        format!("提议{}，确认后生效", of(self.person, &self.rights, org))
    }
}

/// The rights of these people are in force since the town was set up, and nobody has confirmed them yet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RightsAwaited {
    pub people: Vec<PersonId>,
}

impl TownFact for RightsAwaited {
    const CODE: &'static str = "rights_awaited";

    fn sentence(&self, org: &Org) -> String {
        let names: Vec<&str> = self.people.iter().map(|person| org.person_name(*person)).collect();
        format!("收到第一件投诉前设置的岗位和登录名先行生效，还要确认：{}", names.join("、"))
    }
}

/// A leader confirmed somebody's rights: a change takes effect by that, what was in force already stays.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RightsConfirmed {
    pub person: PersonId,
    pub rights: Rights,
    /// Who confirmed; `None` for the district, which has nobody here.
    pub signer: Option<PersonId>,
    /// In which capacity.
    pub position: Option<Position>,
    pub signed_on: Date,
    /// Whether it was given on paper and whoever recorded the fact only wrote it down.
    pub on_paper: bool,
    /// Number of the district's paper.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
}

impl TownFact for RightsConfirmed {
    const CODE: &'static str = "rights_confirmed";

    fn sentence(&self, org: &Org) -> String {
        use crate::domain::code::Coded as _;
        let who = match (self.signer, &self.number) {
            (Some(signer), _) => {
                let position = self.position.map_or("", Position::label);
                format!("{position}{}", org.person_name(signer))
            }
            (None, Some(number)) => format!("区纪委监委（{number}）"),
            (None, None) => "区纪委监委".to_owned(),
        };
        let paper = if self.on_paper { format!("（书面，{}）", self.signed_on) } else { String::new() };
        format!("{who}{paper}确认{}", of(self.person, &self.rights, org))
    }
}

/// A proposed change was not confirmed, or was withdrawn.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RightsDeclined {
    pub person: PersonId,
    pub reason: String,
}

impl TownFact for RightsDeclined {
    const CODE: &'static str = "rights_declined";

    fn sentence(&self, org: &Org) -> String {
        let (name, reason) = (org.person_name(self.person), &self.reason);
        format!("{name}的岗位和登录名变动没有确认，不生效：{reason}")
    }
}

/// `王平的岗位和登录名：新建村承办人，登录名wangping`.
fn of(person: PersonId, rights: &Rights, org: &Org) -> String {
    let words = org.person(person).map_or_else(String::new, |known| rights.words(known, org));
    format!("{}的岗位和登录名：{words}", org.person_name(person))
}
