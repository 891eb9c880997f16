//! Rights: the positions, login and unit by which somebody sees and does anything here. The administrator proposes a
//! change, a leader confirms it, and only then it is in force (`domain.md` §1).
//!
//! Until the first real complaint the founder sets everything up alone: such rights are in force at once and still wait
//! to be confirmed. Rights of older databases are in force and wait for nothing.

mod confirming;

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::event::{
    HandOverListed, HandOverSigned, RightsAwaited, RightsDeclined, RightsProposed, TownEvent,
};
use super::hand_over::HandOver;
use super::org::{Org, Person};
use crate::domain::code::Coded as _;
use crate::domain::ids::{PersonId, UnitId};
use crate::domain::refusal::{Refusal, RefusalCode};
use crate::domain::time::Date;
use crate::domain::words::Position;
pub use confirming::{Confirmer, confirmer, may_confirm, missing};

/// What lets a person see and do anything.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rights {
    pub login: Option<String>,
    /// The unit whose cases a handler handles.
    pub unit: Option<UnitId>,
    pub positions: Vec<Position>,
    /// Sections led (分管).
    pub leads: Vec<UnitId>,
    /// Villages one is contact of (联系).
    pub contacts: Vec<UnitId>,
    /// Whether in office at all.
    pub active: bool,
}

impl Rights {
    /// Those that a person has.
    #[must_use]
    pub fn of(person: &Person) -> Self {
        Self {
            login: person.login.clone(),
            unit: person.unit,
            positions: person.positions.clone(),
            leads: person.leads.clone(),
            contacts: person.contacts.clone(),
            active: person.active,
        }
    }

    /// The same person with these instead.
    #[must_use]
    pub fn given_to(&self, person: &Person) -> Person {
        Person {
            id: person.id,
            name: person.name.clone(),
            login: self.login.clone(),
            unit: self.unit,
            positions: self.positions.clone(),
            leads: self.leads.clone(),
            contacts: self.contacts.clone(),
            active: self.active,
        }
    }

    /// What somebody has about whom nothing is confirmed yet: a name and a unit.
    fn none_in(unit: Option<UnitId>) -> Self {
        let (positions, leads, contacts) = (Vec::new(), Vec::new(), Vec::new());
        Self { login: None, unit, positions, leads, contacts, active: true }
    }

    /// What these change of those in force, changed in an earlier proposal: two posts that are filled one after the
    /// other are both proposed.
    fn on_top_of(&self, asked: &Self, in_force: &Self) -> Self {
        Self {
            login: changed(&self.login, &asked.login, &in_force.login),
            unit: changed(&self.unit, &asked.unit, &in_force.unit),
            positions: changed_list(&self.positions, &asked.positions, &in_force.positions),
            leads: changed_list(&self.leads, &asked.leads, &in_force.leads),
            contacts: changed_list(&self.contacts, &asked.contacts, &in_force.contacts),
            active: changed(&self.active, &asked.active, &in_force.active),
        }
    }

    /// Positions and login in words: `新建村承办人，登录名 wangping`, or `离岗`.
    #[must_use]
    pub fn words(&self, person: &Person, org: &Org) -> String {
        if !self.active {
            return "离岗".to_owned();
        }
        let title = self.given_to(person).title(org);
        let title = if title.is_empty() { "没有岗位" } else { title.as_str() };
        let login =
            self.login.as_deref().map_or("没有登录名".to_owned(), |login| format!("登录名{login}"));
        format!("{title}，{login}")
    }
}

/// What is wanted where that differs from what is in force, else what was asked for before.
fn changed<T: PartialEq + Clone>(wanted: &T, asked: &T, in_force: &T) -> T {
    if wanted == in_force { asked.clone() } else { wanted.clone() }
}

/// The same of a list, word by word.
fn changed_list<T: Ord + Copy>(wanted: &[T], asked: &[T], in_force: &[T]) -> Vec<T> {
    let is_taken = |word: &T| in_force.contains(word) && !wanted.contains(word);
    let added = wanted.iter().filter(|word| !in_force.contains(word));
    let list: BTreeSet<T> = asked.iter().filter(|word| !is_taken(word)).chain(added).copied().collect();
    list.into_iter().collect()
}

/// A change that is not in force yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    pub rights: Rights,
    pub proposed_by: PersonId,
    pub proposed_on: Date,
}

/// Everything about rights that somebody has still to confirm.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Waiting {
    /// Changes that are not in force yet, at most one for each person: a later one takes the place of an earlier one.
    pub proposals: BTreeMap<PersonId, Proposal>,
    /// Whose rights are in force since the town was set up and were never confirmed.
    pub unconfirmed: BTreeSet<PersonId>,
    /// Posts that are being handed over, by who leaves them.
    pub hand_overs: BTreeMap<PersonId, HandOver>,
    pub phase: Phase,
}

/// What a change of rights needs in this town.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Phase {
    /// A practice town: an imported organisation is in force at once.
    #[default]
    Practice,
    /// No real complaint was taken in yet: the founder sets everything up alone.
    SetUp,
    /// From the first complaint on nobody changes rights alone.
    AtWork,
}

impl Waiting {
    /// What a fact of the town changes in it; `by` and `on` are who recorded it and when.
    pub fn take(&mut self, event: &TownEvent, by: PersonId, on: Date) {
        match event {
            TownEvent::RightsProposed(RightsProposed { person, rights }) => {
                let rights = rights.clone();
                self.proposals.insert(*person, Proposal { rights, proposed_by: by, proposed_on: on });
            }
            TownEvent::RightsAwaited(RightsAwaited { people }) => {
                for person in people {
                    self.proposals.remove(person);
                }
                self.unconfirmed.extend(people);
            }
            TownEvent::RightsConfirmed(confirmed) => {
                self.proposals.remove(&confirmed.person);
                self.unconfirmed.remove(&confirmed.person);
            }
            TownEvent::RightsDeclined(RightsDeclined { person, .. }) => {
                self.proposals.remove(person);
            }
            TownEvent::HandOverListed(HandOverListed { from, to, sheet, .. }) => {
                let (to, sheet) = (*to, sheet.clone());
                self.hand_overs.insert(*from, HandOver { to, listed_on: on, sheet, signed: Vec::new() });
            }
            TownEvent::HandOverSigned(HandOverSigned { from, to, person, .. }) => {
                let Some(listed) = self.hand_overs.get_mut(from) else { return };
                listed.signed.push(*person);
                if listed.signed.contains(from) && listed.signed.contains(to) {
                    self.hand_overs.remove(from);
                }
            }
            TownEvent::Founded(_)
            | TownEvent::Named(_)
            | TownEvent::Attested(_)
            | TownEvent::ActedAs(_)
            | TownEvent::OrgChanged(_)
            | TownEvent::Delegated(_)
            | TownEvent::DelegationRevoked(_)
            | TownEvent::SettingChanged(_)
            | TownEvent::ColumnSaid(_)
            | TownEvent::CalendarLoaded(_)
            | TownEvent::AlertAcknowledged(_)
            | TownEvent::DisclosureAlertAcknowledged(_)
            | TownEvent::MattersChanged(_)
            | TownEvent::TemplateSet(_)
            | TownEvent::TemplateReset(_)
            | TownEvent::Imported(_)
            | TownEvent::DraftsErased(_)
            | TownEvent::CopiesErased(_)
            | TownEvent::TimeConfirmed(_)
            | TownEvent::PapersExported(_)
            | TownEvent::LedgerExported(_)
            | TownEvent::ReportFrozen(_)
            | TownEvent::Restored(_) => {}
        }
    }

    /// Everybody about whom something waits, in the order of their numbers.
    #[must_use]
    pub fn people(&self) -> BTreeSet<PersonId> {
        self.proposals.keys().chain(&self.unconfirmed).copied().collect()
    }

    /// What would be confirmed of a person: the change that is proposed, else what is in force.
    #[must_use]
    pub fn asked_of(&self, person: &Person) -> Option<Rights> {
        let proposed = self.proposals.get(&person.id).map(|proposal| proposal.rights.clone());
        proposed.or_else(|| self.unconfirmed.contains(&person.id).then(|| Rights::of(person)))
    }
}

/// A wanted organisation as what takes effect at once, and what somebody has to confirm first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Split {
    pub org: Org,
    pub proposed: Vec<(PersonId, Rights)>,
    /// Whose rights are in force at once and still wait to be confirmed.
    pub awaited: Vec<PersonId>,
}

/// Takes the changes of rights out of a wanted organisation: before the first real complaint they are in force and wait
/// to be confirmed, afterwards they wait before they are in force. In a practice town nothing waits.
///
/// # Errors
/// When somebody new in a position holds it beside that of an auditor.
pub fn split(present: &Org, wanted: Org) -> Result<Split, Refusal> {
    let mut split = Split { org: wanted, proposed: Vec::new(), awaited: Vec::new() };
    for person in &mut split.org.people {
        let (known, rights) = (present.person(person.id), Rights::of(person));
        let before = known.map_or_else(|| Rights::none_in(person.unit), Rights::of);
        if before == rights || (known.is_none() && !rights.active) {
            continue;
        }
        auditor_holds_nothing_else(person)?;
        match present.waiting.phase {
            Phase::AtWork => {
                let asked = present.waiting.proposals.get(&person.id).map(|asked| &asked.rights);
                let rights = asked.map_or_else(|| rights.clone(), |asked| rights.on_top_of(asked, &before));
                // A new name is no right and stands at once.
                *person = before.given_to(person);
                if asked != Some(&rights) {
                    split.proposed.push((person.id, rights));
                }
            }
            Phase::SetUp => split.awaited.push(person.id),
            Phase::Practice => {}
        }
    }
    Ok(split)
}

/// The organisation with these rights put into force.
///
/// # Errors
/// When a login would belong to two people, or nobody could administer or receive complaints any more.
pub fn put_into_force(present: &Org, confirmed: &[(PersonId, Rights)]) -> Result<Org, Refusal> {
    let mut org = present.clone();
    for (id, rights) in confirmed {
        if let Some(person) = org.people.iter_mut().find(|person| person.id == *id) {
            *person = rights.given_to(person);
            auditor_holds_nothing_else(person)?;
        }
    }
    org.give_up_logins();
    let mut owners: BTreeMap<&str, &Person> = BTreeMap::new();
    for person in org.people.iter().filter(|person| person.active) {
        let Some(login) = person.login.as_deref() else { continue };
        if let Some(other) = owners.insert(login, person) {
            return Err(Refusal::new(
                RefusalCode::InvalidValue,
                format!(
                    "登录名{login}会同时属于{}和{}，没有确认；两人互换登录名的，请一起确认。",
                    other.name, person.name
                ),
            ));
        }
    }
    keeps_somebody(present, &org)?;
    Ok(org)
}

/// Whoever looks after the others' work does none of it (`domain.md` §1: reads everything, changes nothing).
///
/// # Errors
/// A refusal that names the person.
pub fn auditor_holds_nothing_else(person: &Person) -> Result<(), Refusal> {
    let others = Position::ALL.iter().any(|other| *other != Position::Auditor && person.holds(*other));
    if person.holds(Position::Auditor) && others {
        return Err(Refusal::new(
            RefusalCode::InvalidValue,
            format!("{}是监督查看人员，不能兼任其他岗位，没有保存；请把岗位分给两个人。", person.name),
        ));
    }
    Ok(())
}

/// Without somebody who can administer nobody could mend the organisation, and without the commission's operator no
/// complaint would move.
///
/// # Errors
/// A refusal that says which of the two would be missing.
pub fn keeps_somebody(present: &Org, wanted: &Org) -> Result<(), Refusal> {
    let has = |org: &Org, position| {
        org.people.iter().any(|person| person.holds(position) && person.login.is_some())
    };
    let refuse = |message: &str| Err(Refusal::new(RefusalCode::InvalidValue, message));
    if !has(wanted, Position::Administrator) {
        return refuse(
            "新的人员名单里没有能登录的系统管理员，以后将无人可以修改，没有保存；请至少保留一位。",
        );
    }
    let (had, keeps) =
        (has(present, Position::CommissionOperator), has(wanted, Position::CommissionOperator));
    if had && !keeps {
        return refuse(
            "改后将没有能登录的镇纪委专人，投诉件会无人受理，没有保存；请先给接任的人写上登录名（login）和岗位镇纪委专人 \
             （positions = [\"commission_operator\"]），再改。",
        );
    }
    Ok(())
}
