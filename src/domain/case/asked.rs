//! Of whom it has to be asked whether a complaint is about them: holders of a position that is named without a name
//! (“镇纪委书记”, “新建村支书”), and registered people whose name occurs in title or content (`domain.md` §10 Recusal).
//! Neither hides the complaint from anybody by itself; the answer is recorded, and a yes does.

use super::Case;
use super::nobody::is_nobody;
use super::respondents::{Register, holds_office_word};
use crate::domain::ids::PersonId;
use crate::domain::sealable::Sealable;
use crate::domain::text::fold::fold;
use crate::domain::town::org::{Org, Person};
use crate::domain::words::Position;

/// Words for the town's own offices, and who holds them. A longer word counts before one inside it.
const TOWN_OFFICES: [(&str, Position); 14] = [
    ("纪委书记", Position::DisciplineSecretary),
    ("纪检书记", Position::DisciplineSecretary),
    ("党委书记", Position::PrincipalLeader),
    ("镇长", Position::PrincipalLeader),
    ("主要领导", Position::PrincipalLeader),
    ("副镇长", Position::LeaderInCharge),
    ("分管领导", Position::LeaderInCharge),
    ("党委副书记", Position::LeaderInCharge),
    ("党委委员", Position::LeaderInCharge),
    ("联系领导", Position::ContactLeader),
    ("驻村领导", Position::ContactLeader),
    ("包村领导", Position::ContactLeader),
    ("纪委专人", Position::CommissionOperator),
    ("党委专人", Position::PartyOperator),
];

/// Somebody to be asked about, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    pub person: PersonId,
    pub because: Because,
}

/// Where the complaint speaks of somebody without saying that it is against them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Because {
    /// They hold the position that it is against.
    Position,
    Title,
    Content,
}

impl Because {
    /// Why somebody is asked about, as it goes before their name.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Position => "被投诉的岗位现由其担任",
            Self::Title => "事项名称提到",
            Self::Content => "投诉内容提到",
        }
    }
}

impl Case {
    /// Everybody of whom it has to be asked and was not yet, each once; nobody who left, and nobody whom the complaint
    /// names as respondent anyway or who was ruled to be a namesake.
    #[must_use]
    pub fn asked_about(&self, org: &Org) -> Vec<Asked> {
        let register = Register::of(org);
        let body = |text: &Sealable| text.body().unwrap_or_default().to_owned();
        let named = |text: &str| register.people(&[text]);
        let by_position = self.holders_without_name(&register, org).into_iter();
        let by_position = by_position.map(|person| Asked { person, because: Because::Position });
        let in_text = |text: &Sealable, because| {
            named(&body(text)).into_iter().map(move |person| Asked { person, because })
        };
        let mut asked: Vec<Asked> = Vec::new();
        let all = by_position
            .chain(in_text(&self.title, Because::Title))
            .chain(in_text(&self.content, Because::Content));
        for one in all {
            let is_open = org.person(one.person).is_some_and(|person| self.is_open_question(person, org));
            if is_open && asked.iter().all(|known| known.person != one.person) {
                asked.push(one);
            }
        }
        asked
    }

    fn is_open_question(&self, person: &Person, org: &Org) -> bool {
        let was_asked = self.recusal.said.iter().any(|(known, _)| *known == person.id);
        person.active && !was_asked && !self.is_released(person.id) && !self.is_about(person, org)
    }

    /// Who holds the positions that the complaint is against, when it names no person.
    fn holders_without_name(&self, register: &Register, org: &Org) -> Vec<PersonId> {
        let [line, position] = self.respondent_texts();
        let names_nobody = is_nobody(line) || register.rest_of(line).is_empty();
        if !names_nobody || !register.people(&[line, position]).is_empty() {
            return Vec::new();
        }
        let mut holders = Vec::new();
        for text in [line, position].map(fold) {
            let offices = offices_in(&text);
            let of_office = |person: &Person| offices.iter().any(|position| person.holds(*position));
            let units = if offices.is_empty() && holds_office_word(&text) {
                register.units(&[&text])
            } else {
                Vec::new()
            };
            let of_unit = |person: &Person| person.unit.is_some_and(|unit| units.contains(&unit));
            let found = org.people.iter().filter(|person| of_office(person) || of_unit(person));
            holders.extend(found.map(|person| person.id));
        }
        holders
    }
}

/// The town's offices in a folded text.
fn offices_in(text: &str) -> Vec<Position> {
    let occurs = |word: &str| text.contains(word);
    let inside_longer = |word: &str| {
        TOWN_OFFICES.iter().any(|(longer, _)| {
            *longer != word
                && longer.contains(word)
                && occurs(longer)
                && !text.replace(longer, "□").contains(word)
        })
    };
    TOWN_OFFICES
        .iter()
        .filter(|(word, _)| occurs(word) && !inside_longer(word))
        .map(|(_, position)| *position)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::fixtures::{
        CONTACT, IN_CHARGE, OPERATOR, PRINCIPAL, SECRETARY, SISHENG_HANDLERS, XINJIAN_HANDLER, case_of,
        named, town,
    };

    fn asked(case: &Case, org: &Org) -> Vec<(String, Because)> {
        let asked = case.asked_about(org);
        asked.iter().map(|one| (org.person_name(one.person).to_owned(), one.because)).collect()
    }

    #[test]
    fn a_position_without_a_name_asks_about_whoever_holds_it_and_about_nobody_who_left() {
        let org = town();
        for (line, position, names) in [
            ("镇纪委书记", "", &[SECRETARY][..]),
            ("", "建胜镇纪委书记", &[SECRETARY]),
            ("新建村支书", "", &[XINJIAN_HANDLER]),
            ("新建 村主任", "", &[XINJIAN_HANDLER]),
            ("", "四胜社区会计", &SISHENG_HANDLERS),
            ("不详", "新建村村干部", &[XINJIAN_HANDLER]),
            ("镇长", "", &[PRINCIPAL]),
            ("副镇长", "", &[IN_CHARGE, CONTACT]),
            ("镇纪委专人", "", &[OPERATOR]),
            ("张三", "新建村支书", &[]),
            ("新建村支书张三", "", &[]),
            (SECRETARY, "镇纪委书记", &[]),
            ("", &format!("镇纪委书记{SECRETARY}"), &[]),
            ("新建村", "", &[]),
            ("", "", &[]),
        ] {
            let mut case = case_of(None, None, line);
            case.respondent.unit_position = (!position.is_empty()).then(|| Sealable::new(position));
            let names: Vec<_> = names.iter().map(|name| ((*name).to_owned(), Because::Position)).collect();
            assert_eq!(asked(&case, &org), names, "{line} {position}");
        }
    }

    #[test]
    fn a_registered_name_in_title_or_content_is_asked_about_once_and_not_again() {
        let org = town();
        let mut case = case_of(None, None, IN_CHARGE);
        case.title = Sealable::new(format!("反映{SECRETARY}有关问题"));
        case.content = Sealable::new(format!("找过{SECRETARY}和{CONTACT}，{IN_CHARGE}也知道"));
        assert_eq!(
            asked(&case, &org),
            [(SECRETARY.to_owned(), Because::Title), (CONTACT.to_owned(), Because::Content)]
        );
        case.recusal.say(named(&org, SECRETARY).id, false);
        case.recusal.say(named(&org, CONTACT).id, true);
        assert_eq!(asked(&case, &org), []);
        assert!(case.is_about(named(&org, CONTACT), &org) && !case.is_about(named(&org, SECRETARY), &org));
    }
}
