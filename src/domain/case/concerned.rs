//! Whom a case is about, from whom it is hidden, and which units' people it concerns (回避, `domain.md` §10 Recusal).

use super::Case;
use super::recusal::names;
use super::respondents::Register;
use crate::domain::ids::PersonId;
use crate::domain::sealable::Sealable;
use crate::domain::text::fold::fold;
use crate::domain::town::org::{Org, Person, Unit};

impl Case {
    /// 被投诉人 and 单位及职务, as far as they were given and not erased.
    pub(super) fn respondent_texts(&self) -> [&str; 2] {
        [&self.respondent.name, &self.respondent.unit_position]
            .map(|text| text.as_ref().and_then(Sealable::body).unwrap_or_default())
    }

    /// Every name by which the case is hidden or found: what the line of respondents holds, and the registered names
    /// that occur in it or in 单位及职务.
    #[must_use]
    pub fn respondent_names(&self, register: &Register) -> Vec<String> {
        let [line, position] = self.respondent_texts();
        register.names_in(line, position)
    }

    /// Everybody whom the case is hidden from, in the order of the organisation: those it is about, and the whole town
    /// when nobody of it may handle the case.
    #[must_use]
    pub fn hidden_from(&self, register: &Register) -> Vec<PersonId> {
        let org = register.org();
        let texts @ [line, _] = self.respondent_texts();
        let (found, written) = (register.people(&texts), names(line));
        let concerned = |person: &&Person| {
            let named = found.contains(&person.id) || written.contains(&person.name);
            (named || self.is_said_to_be_about(person.id)) && !self.is_released(person.id)
        };
        let concerned: Vec<PersonId> = org.people.iter().filter(concerned).map(|person| person.id).collect();
        if concerned.is_empty() || !self.is_left_to_the_district(org) {
            concerned
        } else {
            org.people.iter().map(|person| person.id).collect()
        }
    }

    /// Whether the complaint is against this person (回避, `domain.md` §10 Recusal): a name of theirs occurs and nobody
    /// ruled that it is another's, or somebody who was asked said so.
    #[must_use]
    pub fn is_about(&self, person: &Person, org: &Org) -> bool {
        if self.is_released(person.id) {
            return false;
        }
        self.is_said_to_be_about(person.id) || self.names_as_respondent(person, org)
    }

    /// Whether a name of this person occurs among the respondents.
    fn names_as_respondent(&self, person: &Person, org: &Org) -> bool {
        let texts @ [line, position] = self.respondent_texts();
        if line.is_empty() && position.is_empty() {
            return false;
        }
        // Most complaints do not hold the name at all, and then nothing else has to be looked at.
        let name = fold(&person.name);
        let occurs = texts.iter().any(|text| fold(text).contains(&name));
        occurs
            && (names(line).contains(&person.name) || Register::of(org).people(&texts).contains(&person.id))
    }

    /// Whether the complaint is against this unit's people: by a respondent's name, those who left included, or
    /// because the unit itself is named (回避, `domain.md` §2 Transfer, §10).
    #[must_use]
    pub fn concerns_unit(&self, unit: &Unit, org: &Org) -> bool {
        let (register, texts) = (Register::of(org), self.respondent_texts());
        let of_unit = |id: &PersonId| org.person(*id).is_some_and(|person| person.unit == Some(unit.id));
        let said = self.recusal.said.iter().filter(|(_, is_respondent)| *is_respondent);
        let named = register.people(&texts);
        let people = named.iter().filter(|person| !self.is_released(**person));
        register.units(&texts).contains(&unit.id) || people.chain(said.map(|(person, _)| person)).any(of_unit)
    }

    /// Everybody whom a meeting names as recused: whom the complaint is against, and everybody of a unit whose people it
    /// is against (回避, `domain.md` §10 Meetings).
    #[must_use]
    pub fn concerned_among(&self, register: &Register) -> Vec<PersonId> {
        let org = register.org();
        let texts = self.respondent_texts();
        let said =
            self.recusal.said.iter().filter(|(_, is_respondent)| *is_respondent).map(|(person, _)| *person);
        let mut against: Vec<PersonId> =
            register.people(&texts).into_iter().filter(|person| !self.is_released(*person)).collect();
        against.extend(said);
        let mut units = register.units(&texts);
        units.extend(against.iter().filter_map(|person| org.person(*person)?.unit));
        let is_concerned = |person: &&Person| {
            against.contains(&person.id)
                || person.unit.is_some_and(|unit| units.contains(&unit))
                || self.is_about(person, org)
        };
        org.people.iter().filter(is_concerned).map(|person| person.id).collect()
    }

    /// Whether a name that is not registered occurs among the respondents.
    #[must_use]
    pub fn names_respondent(&self, name: &str) -> bool {
        let name = fold(name);
        name.chars().count() > 1 && self.respondent_texts().iter().any(|text| fold(text).contains(&name))
    }
}
