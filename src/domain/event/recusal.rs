//! Facts about who is concerned by a complaint and who acts in their place (回避, `domain.md` §10 Recusal).

use serde::{Deserialize, Serialize};

use super::{CaseFact, Recorded, Sealables};
use crate::domain::case::Case;
use crate::domain::case::standing::Release;
use crate::domain::code::Coded as _;
use crate::domain::document::ruling::Ruling;
use crate::domain::ids::PersonId;
use crate::domain::sealable::SealClass::Text;
use crate::domain::sealable::Sealable;
use crate::domain::town::org::Org;
use crate::domain::words::Position;

/// Of people whom the complaint names by their position, or in its title or content, somebody said whether it is about
/// them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RespondentsSaid {
    pub respondents: Vec<PersonId>,
    pub others: Vec<PersonId>,
}

impl CaseFact for RespondentsSaid {
    const CODE: &'static str = "respondents_said";

    fn fold(&self, case: &mut Case, recorded: &Recorded) {
        if !self.respondents.is_empty() {
            case.recusal.known_on = Some(recorded.at.date());
        }
        for (people, is_respondent) in [(&self.respondents, true), (&self.others, false)] {
            for person in people {
                case.recusal.say(*person, is_respondent);
            }
        }
    }

    fn sentence(&self, org: &Org) -> String {
        let named = |people: &[PersonId], word: &str| {
            let names: Vec<&str> = people.iter().map(|person| org.person_name(*person)).collect();
            (!names.is_empty()).then(|| format!("{}{word}被投诉人", names.join("、")))
        };
        let said = [named(&self.respondents, "是"), named(&self.others, "不是")];
        format!("核对被投诉人：{}", said.into_iter().flatten().collect::<Vec<_>>().join("，"))
    }

    fn sealables_mut(&mut self) -> Sealables<'_> {
        Vec::new()
    }
}

/// Somebody of a respondent's name was ruled to be another person (非本人).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RuledNotRespondent {
    pub person: PersonId,
    pub reason: Sealable,
    pub ruling: Ruling,
}

impl CaseFact for RuledNotRespondent {
    const CODE: &'static str = "ruled_not_respondent";

    fn fold(&self, case: &mut Case, recorded: &Recorded) {
        case.recusal.released.retain(|release| release.person != self.person);
        case.recusal.released.push(Release {
            person: self.person,
            place: recorded.place,
            reason: self.reason.clone(),
            ruling: self.ruling.clone(),
        });
    }

    fn sentence(&self, org: &Org) -> String {
        let ruled = Ruling::in_brackets(Some(&self.ruling), org);
        format!("认定{}不是被投诉人，不再回避：{}{ruled}", org.person_name(self.person), self.reason.text())
    }

    fn sealables_mut(&mut self) -> Sealables<'_> {
        vec![("reason", Text, &mut self.reason), ("ruling", Text, &mut self.ruling.text)]
    }
}

/// Somebody does a position's acts in this case, because its holders are concerned or there is none (指定代行).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Appointed {
    pub position: Position,
    pub person: PersonId,
    /// On paper; absent when the secretary appointed under their own login.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ruling: Option<Ruling>,
}

impl CaseFact for Appointed {
    const CODE: &'static str = "appointed";

    fn fold(&self, case: &mut Case, _: &Recorded) {
        let pair = (self.position, self.person);
        if !case.recusal.appointed.contains(&pair) {
            case.recusal.appointed.push(pair);
        }
    }

    fn sentence(&self, org: &Org) -> String {
        format!(
            "指定{}代行{}职责，办理本件{}",
            org.person_name(self.person),
            self.position.label(),
            Ruling::in_brackets(self.ruling.as_ref(), org)
        )
    }

    fn sealables_mut(&mut self) -> Sealables<'_> {
        self.ruling.as_mut().map(|ruling| ("ruling", Text, &mut ruling.text)).into_iter().collect()
    }
}
