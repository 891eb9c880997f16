//! Who confirms whose rights: the discipline secretary everybody's, a principal leader the secretary's own, and nobody
//! their own or under a login that was never confirmed itself.

use super::Rights;
use crate::domain::code::Coded as _;
use crate::domain::refusal::{Refusal, RefusalCode};
use crate::domain::town::org::{Org, Person};
use crate::domain::words::Position;

/// Who has to confirm.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Confirmer {
    /// Whoever holds this position.
    Holder(Position),
    /// Nobody here who could: the district commission says it on paper.
    District,
}

impl Confirmer {
    /// Who that is, as refusals and lists name it.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Holder(position) => position.label(),
            Self::District => "区纪委监委",
        }
    }
}

/// Who has to confirm these rights of this person. Whoever is or becomes the secretary is confirmed by a principal leader;
/// where nobody else holds the position that confirms, the other of the two does, and where nobody holds that, the
/// district.
#[must_use]
pub fn confirmer(org: &Org, person: &Person, rights: &Rights) -> Confirmer {
    use Position::{DisciplineSecretary, PrincipalLeader};
    let secretarys_own = person.holds(DisciplineSecretary)
        || (rights.active && rights.positions.contains(&DisciplineSecretary));
    let order = if secretarys_own {
        [PrincipalLeader, DisciplineSecretary]
    } else {
        [DisciplineSecretary, PrincipalLeader]
    };
    let is_held = |position: &Position| org.holders(*position, None).any(|holder| holder.id != person.id);
    order.into_iter().find(is_held).map_or(Confirmer::District, Confirmer::Holder)
}

/// Whether this leader may confirm these rights, under their own login or with a signature on paper.
///
/// # Errors
/// `not_permitted`, naming who may.
pub fn may_confirm(org: &Org, leader: &Person, person: &Person, rights: &Rights) -> Result<(), Refusal> {
    let refuse = |message: String| Err(Refusal::new(RefusalCode::NotPermitted, message));
    if leader.id == person.id {
        return refuse(format!("{}的岗位和登录名不能由本人确认。", person.name));
    }
    let by = confirmer(org, person, rights);
    match by {
        Confirmer::Holder(position) if leader.holds(position) => Ok(()),
        Confirmer::Holder(position) => refuse(format!(
            "{}的岗位和登录名由{}确认，{}不能确认。",
            person.name,
            position.label(),
            leader.name
        )),
        Confirmer::District => refuse(format!(
            "{}的岗位和登录名没有别人可以确认，须报区纪委监委，再填写文号和日期代录。",
            person.name
        )),
    }
}

/// Which confirmations are missing, by who has to give them; `None` when there are none.
#[must_use]
pub fn missing(org: &Org) -> Option<String> {
    let people = org.waiting.people();
    let waiting = people.iter().filter_map(|id| {
        let person = org.person(*id)?;
        let rights = org.waiting.asked_of(person)?;
        Some((confirmer(org, person, &rights).label(), person.name.as_str()))
    });
    let mut by_confirmer: Vec<(&str, Vec<&str>)> = Vec::new();
    for (label, name) in waiting {
        match by_confirmer.iter_mut().find(|(known, _)| *known == label) {
            Some((_, names)) => names.push(name),
            None => by_confirmer.push((label, vec![name])),
        }
    }
    let words: Vec<String> = by_confirmer
        .into_iter()
        .map(|(label, names)| format!("{label}还没有确认{}", names.join("、")))
        .collect();
    (!words.is_empty()).then(|| format!("岗位和登录名：{}", words.join("；")))
}
