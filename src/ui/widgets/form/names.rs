//! A line of names: people picked from the list beside names that were typed.

use std::collections::BTreeSet;

use super::entry::{Entry, Value};
use crate::actions::{FieldKind, Names};
use crate::domain::town::org::Org;
use crate::ui::widgets::picker::{Choice, Picker};

impl Entry {
    /// The people that can be picked into a line of names, those named in it marked.
    pub(super) fn people_picker(&self) -> Option<Picker> {
        let Value::Typed(line) = &self.value else { return None };
        if self.people.is_empty() {
            return None;
        }
        let (label, marked) = (self.field.label, marked(&self.people, &line.text()));
        Some(if self.takes_one_name() {
            Picker::one(label, self.people.clone(), marked.first().copied())
        } else {
            Picker::several(label, self.people.clone(), marked)
        })
    }

    /// Whether who is picked takes the place of whoever stands in the line.
    const fn takes_one_name(&self) -> bool {
        matches!(self.field.kind, FieldKind::People(Names::One))
    }

    /// The line after picking, where it held this.
    pub(super) fn names_picked(&self, places: &[usize], line: &str) -> String {
        let line = if self.takes_one_name() { "" } else { line };
        picked(&self.people, places, line)
    }
}

/// Active people. Where two bear one name, the login stands for each who has one.
pub fn offered(org: &Org) -> Vec<Choice> {
    let active = || org.people.iter().filter(|person| person.active);
    let is_shared = |name: &str| active().filter(|person| person.name == name).count() > 1;
    active()
        .map(|person| {
            let login = person.login.as_ref().filter(|_| is_shared(&person.name));
            Choice::new(login.unwrap_or(&person.name), &person.name).note(person.title(org))
        })
        .collect()
}

fn split(line: &str) -> impl Iterator<Item = &str> {
    line.split(['、', '，', ',', '；', ';']).map(str::trim).filter(|name| !name.is_empty())
}

/// Places of the people that a line names.
pub fn marked(people: &[Choice], line: &str) -> BTreeSet<usize> {
    let is_named = |choice: &Choice| split(line).any(|name| name == choice.code);
    (0..people.len()).filter(|place| people.get(*place).is_some_and(is_named)).collect()
}

/// The line after picking: who was typed and is in no list stays, then whoever is marked.
fn picked(people: &[Choice], places: &[usize], line: &str) -> String {
    let is_listed = |name: &&str| people.iter().any(|choice| choice.code == *name);
    let typed = split(line).filter(|name| !is_listed(name));
    let picked = places.iter().filter_map(|place| people.get(*place)).map(|choice| choice.code.as_str());
    typed.chain(picked).collect::<Vec<_>>().join("、")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_typed_stays_beside_what_is_picked_and_nobody_stands_twice() {
        let people = ["张三", "李敏", "lisi"].map(|name| Choice::new(name, name));
        assert_eq!(marked(&people, "李敏；王五， lisi"), BTreeSet::from([1, 2]));
        assert_eq!(picked(&people, &[0, 1], "李敏、王五"), "王五、张三、李敏");
        assert_eq!(picked(&people, &[], "李敏、王五"), "王五");
        assert_eq!(picked(&people, &[2], ""), "lisi");
    }
}
