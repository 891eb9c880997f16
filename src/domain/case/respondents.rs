//! Which registered people, units and offices a complaint is against (回避, `domain.md` §10 Recusal).
//!
//! Complaints name people in every possible way: with a title in front, 等人 behind, several in a line, a number before
//! each, or only as part of 单位及职务. A reading that understands some of these ways shows the complaint to the
//! accused in all others. So a registered name counts wherever it occurs in the two fields, folded; that it is a
//! namesake is for the discipline secretary to rule.

use std::ops::Range;

use crate::domain::case::recusal::names;
use crate::domain::ids::{PersonId, UnitId};
use crate::domain::text::fold::fold;
use crate::domain::town::org::{Org, Person};
use crate::domain::words::UnitKind;

/// A name of one character would occur everywhere.
const SHORTEST_NAME: usize = 2;

/// Words for offices as complaints write them. A name that only begins inside one is none: in 副镇长高峰 nobody is
/// called 长高.
const OFFICE_WORDS: [&str; 29] = [
    "党委书记",
    "纪委书记",
    "支部书记",
    "副书记",
    "书记",
    "支书",
    "副镇长",
    "镇长",
    "副主任",
    "主任",
    "村长",
    "会计",
    "出纳",
    "文书",
    "委员",
    "干部",
    "组长",
    "队长",
    "所长",
    "站长",
    "科长",
    "局长",
    "专人",
    "承办人",
    "领导",
    "网格员",
    "工作人员",
    "社长",
    "同志",
];

/// Characters that stand around offices and belong to no name.
const FILLERS: [char; 12] = ['镇', '村', '社', '区', '的', '等', '人', '某', '原', '现', '任', '党'];

/// Where something stands in a folded text, in bytes of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Place {
    from: usize,
    to: usize,
}

impl Place {
    const fn length(self) -> usize {
        self.to - self.from
    }

    const fn overlaps(self, other: Self) -> bool {
        self.from < other.to && other.from < self.to
    }
}

/// The names of a town as they are looked for, folded once: whoever reads many complaints keeps it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Register {
    /// The town as it stands, for whom the names belong to and who holds what.
    org: Org,
    people: Vec<(PersonId, String, String)>,
    units: Vec<(UnitId, String)>,
    places: Vec<String>,
}

impl Register {
    #[must_use]
    pub fn of(org: &Org) -> Self {
        let folded = |person: &Person| (person.id, person.name.clone(), fold(&person.name));
        let own = org.units.iter().filter(|unit| unit.kind != UnitKind::Outside);
        Self {
            org: org.clone(),
            people: org
                .people
                .iter()
                .map(folded)
                .filter(|(_, _, name)| name.chars().count() >= SHORTEST_NAME)
                .collect(),
            units: own.map(|unit| (unit.id, fold(&unit.name))).collect(),
            places: [&org.town, &org.district].map(|name| fold(name)).to_vec(),
        }
    }

    /// The town whose names these are.
    #[must_use]
    pub const fn org(&self) -> &Org {
        &self.org
    }

    /// What a text holds beside places, offices and signs; nothing of a text that only names a position.
    #[must_use]
    pub fn rest_of(&self, text: &str) -> String {
        let text = fold(text);
        let gaps = self.gaps(&text);
        let is_inside = |at: usize| gaps.iter().any(|gap| gap.from <= at && at < gap.to);
        let rest = text.char_indices().filter(|(at, _)| !is_inside(*at)).map(|(_, character)| character);
        rest.filter(|character| character.is_alphanumeric() && !FILLERS.contains(character)).collect()
    }

    /// Everybody registered whose name occurs in one of these texts, in the order of the organisation; people who
    /// left too, for their unit's conflict goes on.
    #[must_use]
    pub fn people(&self, texts: &[&str]) -> Vec<PersonId> {
        self.found(texts).map(|(id, _, _)| *id).collect()
    }

    /// The names that a line of respondents holds, and the registered names that occur in it or in 单位及职务; each
    /// once, in their order.
    #[must_use]
    pub fn names_in(&self, line: &str, position: &str) -> Vec<String> {
        let mut all = names(line);
        all.extend(self.found(&[line, position]).map(|(_, name, _)| name.clone()));
        all.sort_unstable();
        all.dedup();
        all
    }

    fn found(&self, texts: &[&str]) -> impl Iterator<Item = &(PersonId, String, String)> {
        let texts = texts.iter().map(|text| fold(text));
        let found: Vec<PersonId> = texts.flat_map(|text| self.people_in(&text)).collect();
        self.people.iter().filter(move |(id, _, _)| found.contains(id))
    }

    /// The units whose own name occurs in one of these texts (“新建 村主任” names 新建村).
    #[must_use]
    pub fn units(&self, texts: &[&str]) -> Vec<UnitId> {
        let texts = texts.iter().map(|text| fold(text));
        let mut units: Vec<UnitId> =
            texts.flat_map(|text| self.units_in(&text)).map(|(unit, _)| unit).collect();
        units.sort_unstable();
        units.dedup();
        units
    }

    /// Names of places, folded, that another register does not know.
    pub fn places_not_in<'a>(&'a self, other: &'a Self) -> impl Iterator<Item = &'a str> {
        let known = |name: &str| other.place_names().any(|place| place == name);
        self.place_names().filter(move |name| !known(name))
    }

    fn place_names(&self) -> impl Iterator<Item = &str> {
        let units = self.units.iter().map(|(_, name)| name.as_str());
        units.chain(self.places.iter().map(String::as_str))
    }

    /// Those of these places in a folded text that are no part of the name of a unit, of the town or of the district.
    #[must_use]
    pub fn outside_places(&self, text: &str, found: Vec<Range<usize>>) -> Vec<Range<usize>> {
        if found.is_empty() {
            return found;
        }
        let mut gaps: Vec<Place> = self.units_in(text).into_iter().map(|(_, place)| place).collect();
        gaps.extend(self.places.iter().flat_map(|name| places(text, name)));
        let is_outside =
            |found: &Range<usize>| !is_swallowed(Place { from: found.start, to: found.end }, &gaps);
        found.into_iter().filter(is_outside).collect()
    }

    /// The people named in a folded text. Where two names overlap the longer one counts; a name that lies inside the
    /// name of a place or an office, or begins inside one, is none.
    fn people_in(&self, text: &str) -> Vec<PersonId> {
        let occurs = |(id, _, name): &(PersonId, String, String)| {
            places(text, name).into_iter().map(|place| (*id, place)).collect::<Vec<_>>()
        };
        let mut found: Vec<(PersonId, Place)> = self.people.iter().flat_map(occurs).collect();
        if found.is_empty() {
            return Vec::new();
        }
        let gaps = self.gaps(text);
        found.retain(|(_, place)| !is_swallowed(*place, &gaps));
        longest(&found).map(|(id, _)| id).collect()
    }

    /// Where places and offices are named: units, the town, the district and the words for offices.
    fn gaps(&self, text: &str) -> Vec<Place> {
        let mut gaps: Vec<Place> = self.units_in(text).into_iter().map(|(_, place)| place).collect();
        let words = self.places.iter().map(String::as_str).chain(OFFICE_WORDS);
        gaps.extend(words.flat_map(|word| places(text, word)));
        gaps
    }

    /// The units named in a folded text; where two names overlap the longer one counts.
    fn units_in(&self, text: &str) -> Vec<(UnitId, Place)> {
        let occurs = |(id, name): &(UnitId, String)| {
            places(text, name).into_iter().map(|place| (*id, place)).collect::<Vec<_>>()
        };
        let found: Vec<(UnitId, Place)> = self.units.iter().flat_map(occurs).collect();
        longest(&found).collect()
    }
}

/// Whether a folded text holds a word for an office.
pub(super) fn holds_office_word(text: &str) -> bool {
    OFFICE_WORDS.iter().any(|word| text.contains(word))
}

/// What no longer name overlaps.
fn longest<T: Copy>(found: &[(T, Place)]) -> impl Iterator<Item = (T, Place)> {
    let overlapped = |place: Place| {
        found.iter().any(|(_, other)| other.overlaps(place) && other.length() > place.length())
    };
    found.iter().filter(move |(_, place)| !overlapped(*place)).copied()
}

/// A name that begins before a place name is a name (张高峰村长 holds 张高峰, whatever village there is); so is one
/// that begins with a whole place name and goes on.
fn is_swallowed(name: Place, gaps: &[Place]) -> bool {
    gaps.iter()
        .any(|gap| gap.overlaps(name) && (gap.from < name.from || gap.from == name.from && gap.to >= name.to))
}

fn places(text: &str, word: &str) -> Vec<Place> {
    if word.is_empty() {
        return Vec::new();
    }
    text.match_indices(word).map(|(from, found)| Place { from, to: from + found.len() }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::fixtures::{OPERATOR, XINJIAN, named, town};
    use crate::domain::town::org::Unit;

    /// The practice town's names of the examples, names inside place names, and names that overlap.
    fn register() -> Org {
        let mut org = town();
        org.units.push(Unit {
            id: UnitId(20),
            name: "高峰村".to_owned(),
            kind: UnitKind::Village,
            active: true,
        });
        org.units.push(Unit {
            id: UnitId(21),
            name: "新建村卫生室".to_owned(),
            kind: UnitKind::Section,
            active: true,
        });
        let names =
            ["谢文渊", "罗敬安", "冉启福", "向春梅", "高峰", "张三", "张三丰", "张高峰", "长高", "阿依·古丽"];
        for (place, name) in names.iter().enumerate() {
            let mut person = org.people[9].clone();
            person.id = PersonId(100 + i64::try_from(place).unwrap());
            person.name = (*name).to_owned();
            org.people.push(person);
        }
        org
    }

    fn found(name: &str, unit_position: &str) -> Vec<String> {
        let org = register();
        Register::of(&org)
            .people(&[name, unit_position])
            .iter()
            .map(|id| org.person_name(*id).to_owned())
            .collect()
    }

    #[test]
    fn a_registered_name_counts_wherever_it_occurs() {
        for (text, names) in [
            ("谢文渊", &["谢文渊"][..]),
            ("谢文渊书记", &["谢文渊"]),
            ("副镇长谢文渊", &["谢文渊"]),
            ("谢文渊同志", &["谢文渊"]),
            ("谢文渊等3人", &["谢文渊"]),
            ("谢文渊/罗敬安", &["谢文渊", "罗敬安"]),
            ("谢文渊及罗敬安", &["谢文渊", "罗敬安"]),
            ("谢文渊与罗敬安", &["谢文渊", "罗敬安"]),
            ("谢文渊和罗敬安", &["谢文渊", "罗敬安"]),
            ("谢文渊、罗敬安", &["谢文渊", "罗敬安"]),
            ("被投诉人：谢文渊", &["谢文渊"]),
            ("1.谢文渊", &["谢文渊"]),
            ("1.冉启福 2.向春梅", &["冉启福", "向春梅"]),
            ("谢\u{200b}文渊", &["谢文渊"]),
            ("\u{200b}冉启福", &["冉启福"]),
            ("谢 文 渊", &["谢文渊"]),
            ("谢　文渊", &["谢文渊"]),
            ("謝文淵", &["谢文渊"]),
            ("冉啟福", &["冉启福"]),
            ("（谢文渊）", &["谢文渊"]),
            ("某局长（谢文渊之弟）", &["谢文渊"]),
            ("新建村会计冉启福", &["冉启福"]),
            ("新建 村会计冉 启福", &["冉启福"]),
            ("冉启福等人", &["冉启福"]),
            ("冉启福/向春梅", &["冉启福", "向春梅"]),
            ("镇纪委书记罗敬安", &["罗敬安"]),
            ("张三丰", &["张三丰"]),
            ("张三丰和张三", &["张三", "张三丰"]),
            ("张三", &["张三"]),
            ("高峰村高峰", &["高峰"]),
            ("高峰", &["高峰"]),
            ("张高峰村长", &["张高峰"]),
            ("阿依•古丽", &["阿依·古丽"]),
            ("阿依・古丽主任", &["阿依·古丽"]),
            ("新建村承办人", &["新建村承办人"]),
        ] {
            assert_eq!(found(text, ""), names, "{text}");
        }
    }

    #[test]
    fn a_name_counts_in_unit_and_position_when_the_name_itself_is_empty() {
        assert_eq!(found("", "建胜镇副镇长谢文渊"), ["谢文渊"]);
        assert_eq!(found("村干部", "新建村 冉启福"), ["冉启福"]);
        assert_eq!(found("谢文", "渊书记"), Vec::<String>::new(), "two fields are two texts");
    }

    #[test]
    fn a_name_inside_a_place_or_beginning_inside_an_office_is_none() {
        for text in ["高峰村", "高峰村主任", "高 峰 村 支书", "副镇长高某", "新建村", "镇纪委", "", " ", "无"]
        {
            assert_eq!(found(text, ""), Vec::<String>::new(), "{text}");
        }
    }

    #[test]
    fn a_name_of_one_character_is_nobody() {
        let mut org = town();
        org.people[0].name = "余".to_owned();
        assert!(Register::of(&org).people(&["余", "余书记"]).is_empty());
    }

    #[test]
    fn people_of_one_name_and_people_who_left_are_all_found() {
        let mut org = town();
        let twin = Person { id: PersonId(77), active: false, ..named(&org, OPERATOR).clone() };
        org.people.push(twin);
        assert_eq!(Register::of(&org).people(&[OPERATOR]), [named(&org, OPERATOR).id, PersonId(77)]);
    }

    #[test]
    fn a_unit_is_named_however_it_is_spaced_and_the_longer_name_counts() {
        let org = register();
        assert_eq!(Register::of(&org).units(&["", "新建 村主任"]), [XINJIAN]);
        assert_eq!(Register::of(&org).units(&["新建村卫生室"]), [UnitId(21)]);
        assert_eq!(Register::of(&org).units(&["新建社区"]), []);
    }
}
