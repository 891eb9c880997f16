//! What units and people were called before, and up to which event. History, signatures and papers print the name of
//! their time (`domain.md` §10 People and units); everything else goes by the present one.

use std::collections::BTreeMap;

use crate::domain::ids::{ChainPlace, PersonId, UnitId};
use crate::domain::town::event::OrgChanged;

/// Former names of one unit or person: the event that ended each, and the name, in the order of the chain.
type Ended = Vec<(ChainPlace, String)>;

/// All former names of the town.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FormerNames {
    units: BTreeMap<UnitId, Ended>,
    people: BTreeMap<PersonId, Ended>,
}

impl FormerNames {
    /// The unit's name up to the event that gave it the next one.
    pub fn add_unit(&mut self, id: UnitId, until: ChainPlace, name: String) {
        insert(self.units.entry(id).or_default(), until, name);
    }

    /// The person's name up to the event that gave them the next one.
    pub fn add_person(&mut self, id: PersonId, until: ChainPlace, name: String) {
        insert(self.people.entry(id).or_default(), until, name);
    }

    /// Adds the names of an organisation that the one recorded at this place no longer has.
    pub fn add_changed(&mut self, before: &OrgChanged, after: &OrgChanged, place: ChainPlace) {
        let units: BTreeMap<i64, &str> =
            after.units.iter().map(|unit| (unit.id, unit.name.as_str())).collect();
        for unit in &before.units {
            if units.get(&unit.id).is_some_and(|name| *name != unit.name) {
                self.add_unit(UnitId(unit.id), place, unit.name.clone());
            }
        }
        let people: BTreeMap<i64, &str> =
            after.people.iter().map(|person| (person.id, person.name.as_str())).collect();
        for person in &before.people {
            if people.get(&person.id).is_some_and(|name| *name != person.name) {
                self.add_person(PersonId(person.id), place, person.name.clone());
            }
        }
    }

    /// Every former name of units, with the event that ended it.
    pub fn of_units(&self) -> impl Iterator<Item = (UnitId, ChainPlace, &str)> {
        rows(&self.units)
    }

    /// The same of people.
    pub fn of_people(&self) -> impl Iterator<Item = (PersonId, ChainPlace, &str)> {
        rows(&self.people)
    }

    /// What the unit was called at this place, where that is not its present name.
    #[must_use]
    pub fn unit(&self, id: UnitId, place: ChainPlace) -> Option<&str> {
        self.units.get(&id).and_then(|ended| at(ended, place))
    }

    /// What the person was called at this place, where that is not their present name.
    #[must_use]
    pub fn person(&self, id: PersonId, place: ChainPlace) -> Option<&str> {
        self.people.get(&id).and_then(|ended| at(ended, place))
    }

    /// Whether anybody or any unit was called otherwise at this place.
    #[must_use]
    pub fn reach(&self, place: ChainPlace) -> bool {
        self.units.values().chain(self.people.values()).any(|ended| at(ended, place).is_some())
    }
}

fn rows<I: Copy>(names: &BTreeMap<I, Ended>) -> impl Iterator<Item = (I, ChainPlace, &str)> {
    names.iter().flat_map(|(id, ended)| ended.iter().map(|(until, name)| (*id, *until, name.as_str())))
}

fn insert(ended: &mut Ended, until: ChainPlace, name: String) {
    let place = ended.partition_point(|(known, _)| *known <= until);
    ended.insert(place, (until, name));
}

/// The event that ends a name is recorded with the new one.
fn at(ended: &Ended, place: ChainPlace) -> Option<&str> {
    ended.get(ended.partition_point(|(until, _)| *until <= place)).map(|(_, name)| name.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::fixtures::{SECRETARY, XINJIAN, named, town};

    #[test]
    fn a_name_holds_up_to_the_event_that_ends_it_and_the_present_one_from_there_on() {
        let mut org = town();
        let secretary = named(&org, SECRETARY).id;
        org.former.add_person(secretary, ChainPlace(20), "第二名".to_owned());
        org.former.add_person(secretary, ChainPlace(10), "第一名".to_owned());
        let table =
            [(1, "第一名"), (9, "第一名"), (10, "第二名"), (19, "第二名"), (20, SECRETARY), (99, SECRETARY)];
        for (place, name) in table {
            assert_eq!(org.person_name_at(secretary, ChainPlace(place)), name, "{place}");
            assert_eq!(org.as_at(ChainPlace(place)).person_name(secretary), name, "{place}");
        }
        assert_eq!(org.person_name_at(secretary, ChainPlace::NEXT), SECRETARY);
    }

    #[test]
    fn a_unit_is_called_as_it_was_then_too_and_nothing_is_copied_where_nothing_was_renamed() {
        let mut org = town();
        let name = org.unit_name(XINJIAN).to_owned();
        org.former.add_unit(XINJIAN, ChainPlace(10), "老村".to_owned());
        assert_eq!(org.as_at(ChainPlace(9)).unit_name(XINJIAN), "老村");
        let present = org.as_at(ChainPlace(10));
        assert!(matches!(present, std::borrow::Cow::Borrowed(_)));
        assert_eq!(present.unit_name(XINJIAN), name);
    }
}
