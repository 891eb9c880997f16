//! Units and people as somebody writes them down on the first day: one to a line, in plain words. What a list does not
//! name stays as it is; a list adds and never takes away.

use super::org::{Org, Person, Unit};
use crate::domain::code::Coded as _;
use crate::domain::ids::{PersonId, UnitId};
use crate::domain::text::signs::is_hidden;
use crate::domain::words::{Position, UnitKind};

/// Longest name of a unit or a person, and longest login, in characters.
const LONGEST_NAME: usize = 60;

/// What cannot be taken, and in which line of the list, counted from 1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RosterFault {
    pub line: usize,
    /// One clause that says what is wrong and what to write instead.
    pub why: String,
}

/// The words of each line that has any, by the number of the line.
fn lines(text: &str) -> impl Iterator<Item = (usize, Vec<&str>)> {
    (1..).zip(text.lines()).filter_map(|(number, line)| {
        let words = line.split(|c: char| c.is_whitespace() || matches!(c, ',' | '，' | ';' | '；'));
        let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
        (!words.is_empty()).then_some((number, words))
    })
}

/// The organisation with the units of a list: `新建村 村（社区）`, or the name alone where it says the kind itself. A
/// unit that was dissolved works again.
///
/// # Errors
/// The first line that cannot be taken.
pub fn with_units(org: &Org, text: &str) -> Result<Org, RosterFault> {
    let mut changed = org.clone();
    for (line, words) in lines(text) {
        let fault = |why: String| RosterFault { line, why };
        let [name, kind @ ..] = words.as_slice() else { continue };
        check_name(name).map_err(fault)?;
        let kind = match kind {
            [] => kind_by_name(name),
            [word] => kind_by_word(word).ok_or_else(|| {
                fault(format!("“{word}”不是单位类别，可写 科室、村、社区、外部；单位名里不要有空格"))
            })?,
            [_, more, ..] => return Err(fault(format!("多出了“{more}”，一行只写一个单位：名称 类别"))),
        };
        if let Some(unit) = changed.units.iter_mut().find(|unit| unit.name == **name) {
            if unit.active && unit.kind != kind && words.len() > 1 {
                return Err(fault(format!("{name}已登记为{}，要改请用“修改单位”", unit.kind.label())));
            }
            unit.active = true;
            continue;
        }
        let id = UnitId(changed.units.iter().map(|unit| unit.id.0).max().unwrap_or(0) + 1);
        changed.units.push(Unit { id, name: (*name).to_owned(), kind, active: true });
    }
    Ok(changed)
}

/// A unit whose name ends as those of villages and communities do is one; any other is a section.
fn kind_by_name(name: &str) -> UnitKind {
    let is_village = ["村", "社区", "居委会", "村委会"].iter().any(|end| name.ends_with(end));
    if is_village { UnitKind::Village } else { UnitKind::Section }
}

fn kind_by_word(word: &str) -> Option<UnitKind> {
    match word {
        "村" | "社区" | "村社区" | "村(社区)" => Some(UnitKind::Village),
        "科室" | "机关" | "办公室" | "中心" => Some(UnitKind::Section),
        "外部" | "区级" => Some(UnitKind::Outside),
        _ => UnitKind::from_code(word).or_else(|| UnitKind::from_label(word)),
    }
}

/// The organisation with the people of a list: a name, then in any order the login, positions, and units; a unit alone
/// makes somebody its handler, `分管` before units makes them those one leads, `联系` those one is contact of. Somebody
/// known by that name gets what the line says on top of what they hold.
///
/// # Errors
/// The first line that cannot be taken.
pub fn with_people(org: &Org, text: &str) -> Result<Org, RosterFault> {
    let mut changed = org.clone();
    for (line, words) in lines(text) {
        let fault = |why: String| RosterFault { line, why };
        let [name, words @ ..] = words.as_slice() else { continue };
        check_name(name).map_err(fault)?;
        let said = Said::read(words, &changed).map_err(fault)?;
        let place = place_of(&mut changed, name, said.login.as_deref()).map_err(fault)?;
        said.give(&mut changed.people[place]).map_err(fault)?;
        check_logins(&changed).map_err(fault)?;
    }
    Ok(changed)
}

/// What a line says of somebody.
#[derive(Default)]
struct Said {
    login: Option<String>,
    positions: Vec<Position>,
    unit: Option<UnitId>,
    leads: Vec<UnitId>,
    contacts: Vec<UnitId>,
}

impl Said {
    fn read(words: &[&str], org: &Org) -> Result<Self, String> {
        let mut said = Self::default();
        let mut relation = None;
        for word in
            words.iter().flat_map(|word| word.split(['、', ':', '：'])).filter(|word| !word.is_empty())
        {
            match word {
                "分管" | "分管领导" => relation = Some(Position::LeaderInCharge),
                "联系" | "联系领导" => relation = Some(Position::ContactLeader),
                _ => said.read_word(word, relation, org)?,
            }
        }
        Ok(said)
    }

    fn read_word(&mut self, word: &str, relation: Option<Position>, org: &Org) -> Result<(), String> {
        if let Some(position) = Position::from_label(word).or_else(|| Position::from_code(word)) {
            self.positions.push(position);
            return Ok(());
        }
        let of_handler = word.strip_suffix(Position::Handler.label()).unwrap_or(word);
        if let Some(unit) = org.units.iter().find(|unit| unit.active && unit.name == of_handler) {
            let (list, kind) = match relation.filter(|_| of_handler == word) {
                Some(Position::LeaderInCharge) => (&mut self.leads, UnitKind::Section),
                Some(_) => (&mut self.contacts, UnitKind::Village),
                None => return self.works_in(unit),
            };
            if unit.kind != kind {
                let what = relation.map_or("", |relation| relation.label());
                return Err(format!("{what}只对{}，{}是{}", kind.label(), unit.name, unit.kind.label()));
            }
            list.push(unit.id);
            return Ok(());
        }
        let is_login = word.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-'));
        if !is_login || self.login.is_some() {
            return Err(format!(
                "不认识“{word}”：可写岗位（如镇纪委书记）、已登记的单位、登录名（英文字母）"
            ));
        }
        self.login = Some(word.to_owned());
        Ok(())
    }

    fn works_in(&mut self, unit: &Unit) -> Result<(), String> {
        if self.unit.replace(unit.id).is_some() {
            return Err(format!(
                "写了两个所在单位，一个人只在一个单位；分管、联系的前面写“分管”“联系”（{}）",
                unit.name
            ));
        }
        if matches!(unit.kind, UnitKind::Section | UnitKind::Village) {
            self.positions.push(Position::Handler);
        }
        Ok(())
    }

    fn give(self, person: &mut Person) -> Result<(), String> {
        person.active = true;
        person.login = self.login.or_else(|| person.login.take());
        person.unit = self.unit.or(person.unit);
        person.positions.extend(self.positions);
        person.leads.extend(self.leads);
        person.contacts.extend(self.contacts);
        person.positions.sort_unstable();
        person.positions.dedup();
        for units in [&mut person.leads, &mut person.contacts] {
            units.sort_unstable();
            units.dedup();
        }
        check_duties(person)
    }
}

/// The organisation in which exactly the people named hold a position, of this unit where it is one of a unit. Names
/// stand between `、`, each followed by a login where it is known; who is not known is new.
///
/// # Errors
/// What cannot be taken.
pub fn with_holders(org: &Org, position: Position, unit: Option<UnitId>, text: &str) -> Result<Org, String> {
    let mut changed = org.clone();
    let mut holders = Vec::new();
    for named in text.split(['、', ',', '，', ';', '；', '\n']) {
        let mut words = named.split_whitespace();
        let Some(name) = words.next() else { continue };
        let login = words.next();
        check_name(name)?;
        if let Some(more) = words.next() {
            return Err(format!("多出了“{more}”：几个人之间用顿号“、”隔开，登录名写在姓名后面"));
        }
        let place = place_of(&mut changed, name, login)?;
        let person = &mut changed.people[place];
        person.active = true;
        if let Some(login) = login {
            check_login(login)?;
            person.login = Some(login.to_owned());
        }
        holders.push(person.id);
    }
    for person in changed.people.iter_mut().filter(|person| person.active) {
        set_duty(person, position, unit, holders.contains(&person.id))?;
    }
    check_logins(&changed)?;
    Ok(changed)
}

/// Gives somebody a position or takes it.
fn set_duty(
    person: &mut Person,
    position: Position,
    unit: Option<UnitId>,
    holds: bool,
) -> Result<(), String> {
    let relation = match position {
        Position::LeaderInCharge => Some(&mut person.leads),
        Position::ContactLeader => Some(&mut person.contacts),
        Position::CommissionOperator
        | Position::PartyOperator
        | Position::Handler
        | Position::DisciplineSecretary
        | Position::PrincipalLeader
        | Position::Auditor
        | Position::Administrator => None,
    };
    if let (Some(units), Some(unit)) = (relation, unit) {
        units.retain(|known| *known != unit);
        if holds {
            units.push(unit);
            units.sort_unstable();
        }
        return Ok(());
    }
    let is_here = unit.is_none() || person.unit == unit;
    if !holds {
        if is_here {
            person.positions.retain(|known| *known != position);
        }
        return Ok(());
    }
    if !is_here && person.holds(Position::Handler) && position == Position::Handler {
        return Err(format!("{}已是另一个单位的承办人，一个人只在一个单位承办；请先改那个单位", person.name));
    }
    person.unit = unit.or(person.unit);
    if !person.positions.contains(&position) {
        person.positions.push(position);
        person.positions.sort_unstable();
    }
    Ok(())
}

/// The place of the person who is meant, who is added when nobody is. Of several with one name the login decides.
fn place_of(org: &mut Org, name: &str, login: Option<&str>) -> Result<usize, String> {
    let named: Vec<usize> = (0..org.people.len()).filter(|place| org.people[*place].name == name).collect();
    let is_theirs = |place: &&usize| login.is_some() && org.people[**place].login.as_deref() == login;
    let at_work: Vec<usize> = named.iter().copied().filter(|place| org.people[*place].active).collect();
    if let Some(place) = named.iter().find(is_theirs) {
        return Ok(*place);
    }
    match at_work.as_slice() {
        [place] => return Ok(*place),
        [] => {}
        [_, _, ..] => return Err(format!("叫“{name}”的不止一人，请在姓名后写登录名")),
    }
    let id = PersonId(org.people.iter().map(|person| person.id.0).max().unwrap_or(0) + 1);
    org.people.push(Person {
        id,
        name: name.to_owned(),
        login: None,
        unit: None,
        positions: Vec::new(),
        leads: Vec::new(),
        contacts: Vec::new(),
        active: true,
    });
    Ok(org.people.len() - 1)
}

/// Whether a name can stand in the record.
///
/// # Errors
/// Why it cannot.
pub fn check_name(name: &str) -> Result<(), String> {
    if name.trim().is_empty() || name.chars().count() > LONGEST_NAME || name.chars().any(is_hidden) {
        return Err(format!("名称“{name}”是空的、超过{LONGEST_NAME}字或含有看不见的控制字符"));
    }
    Ok(())
}

/// Whether a word can be the login of a user of the system.
///
/// # Errors
/// Why it cannot.
pub fn check_login(login: &str) -> Result<(), String> {
    check_name(login)?;
    if login.chars().any(|c| c.is_whitespace() || c == ':' || c == '/') {
        return Err(format!("登录名“{login}”里不能有空格、冒号和斜杠"));
    }
    Ok(())
}

/// A handler handles the cases of a unit.
///
/// # Errors
/// When somebody is to handle cases and works nowhere.
pub fn check_duties(person: &Person) -> Result<(), String> {
    if person.unit.is_none() && person.positions.contains(&Position::Handler) {
        return Err(format!("{}是承办人，请写明所在单位", person.name));
    }
    Ok(())
}

/// Nobody shares a login with somebody else who works here.
///
/// # Errors
/// Both, named.
pub fn check_logins(org: &Org) -> Result<(), String> {
    let with_login = |person: &&Person| person.active && person.login.is_some();
    for (place, person) in org.people.iter().enumerate().filter(|(_, person)| with_login(person)) {
        let mut others = org.people.iter().skip(place + 1).filter(with_login);
        if let Some(other) = others.find(|other| other.login == person.login) {
            let login = person.login.as_deref().unwrap_or_default();
            return Err(format!("登录名“{login}”{}和{}都用，只能一个人用", person.name, other.name));
        }
    }
    Ok(())
}

#[cfg(test)]
#[path = "roster_tests.rs"]
mod tests;
