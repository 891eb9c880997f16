//! TOML to entries: the shape, closed words, and names that stand twice.

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::Spanned;

use super::fault::{OrgFault, quoted};
use super::{Lines, OrgFile, PersonEntry, UnitEntry};
use crate::domain::code::Coded;
use crate::domain::ids::ChainPlace;
use crate::domain::text::signs::is_hidden;
use crate::domain::words::{Position, UnitKind};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawFile {
    based_on: Option<i64>,
    town: Option<Spanned<String>>,
    district: Option<Spanned<String>>,
    #[serde(default)]
    unit: Vec<RawUnit>,
    #[serde(default)]
    person: Vec<RawPerson>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawUnit {
    name: Spanned<String>,
    formerly: Option<Spanned<String>>,
    kind: Spanned<String>,
    #[serde(default = "yes")]
    active: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawPerson {
    id: Option<Spanned<i64>>,
    renamed_from: Option<Spanned<String>>,
    name: Spanned<String>,
    login: Option<Spanned<String>>,
    unit: Option<Spanned<String>>,
    #[serde(default)]
    positions: Vec<Spanned<String>>,
    #[serde(default)]
    leads: Vec<Spanned<String>>,
    #[serde(default)]
    contacts: Vec<Spanned<String>>,
    #[serde(default = "yes")]
    active: bool,
}

const fn yes() -> bool {
    true
}

pub(super) fn read(text: &str) -> Result<OrgFile, OrgFault> {
    let lines = Lines::of(text);
    let raw: RawFile = toml::from_str(text).map_err(|error| not_toml(&error, &lines))?;
    let units = raw.unit.into_iter().map(|unit| unit_entry(unit, &lines)).collect::<Result<Vec<_>, _>>()?;
    let people =
        raw.person.into_iter().map(|person| person_entry(person, &lines)).collect::<Result<Vec<_>, _>>()?;
    refuse_doubled(units.iter().map(|unit| &unit.name), "单位", &lines)?;
    refuse_doubled(people.iter().filter_map(|person| person.login.as_ref()), "登录名", &lines)?;
    refuse_doubled_numbers(&people, &lines)?;
    refuse_doubled_people(&people, &lines)?;
    let named = |name: Option<Spanned<String>>| name.map(|name| plain_name(name, &lines)).transpose();
    let (town, district) = (named(raw.town)?, named(raw.district)?);
    let bare = |name: Option<Spanned<String>>| name.map(Spanned::into_inner);
    let based_on = raw.based_on.map(ChainPlace);
    Ok(OrgFile { based_on, town: bare(town), district: bare(district), units, people, lines })
}

fn unit_entry(raw: RawUnit, lines: &Lines) -> Result<UnitEntry, OrgFault> {
    let kind = word::<UnitKind>(&raw.kind, UnitKind::ALL, "单位类型", lines)?;
    let formerly = raw.formerly.map(|name| plain_name(name, lines)).transpose()?;
    Ok(UnitEntry { name: plain_name(raw.name, lines)?, formerly, kind, active: raw.active })
}

fn person_entry(raw: RawPerson, lines: &Lines) -> Result<PersonEntry, OrgFault> {
    let named = |name: Option<Spanned<String>>| name.map(|name| plain_name(name, lines)).transpose();
    let all = |names: Vec<Spanned<String>>| -> Result<Vec<_>, OrgFault> {
        names.into_iter().map(|name| plain_name(name, lines)).collect()
    };
    let mut positions = Vec::new();
    for written in &raw.positions {
        let position = position(written, lines)?;
        if !positions.contains(&position) {
            positions.push(position);
        }
    }
    Ok(PersonEntry {
        id: raw.id,
        renamed_from: named(raw.renamed_from)?,
        name: plain_name(raw.name, lines)?,
        login: named(raw.login)?,
        unit: named(raw.unit)?,
        positions,
        leads: all(raw.leads)?,
        contacts: all(raw.contacts)?,
        active: raw.active,
    })
}

/// Positions that follow from units are given by naming the units.
fn position(written: &Spanned<String>, lines: &Lines) -> Result<Position, OrgFault> {
    let known: Vec<Position> = Position::ALL
        .iter()
        .copied()
        .filter(|position| !matches!(position, Position::LeaderInCharge | Position::ContactLeader))
        .collect();
    let from_units = match Position::from_code(written.get_ref()) {
        Some(Position::LeaderInCharge) => Some("leads = [\"科室名称\"]"),
        Some(Position::ContactLeader) => Some("contacts = [\"村（社区）名称\"]"),
        Some(_) | None => None,
    };
    match from_units {
        Some(instead) => Err(OrgFault::at(
            lines.at(&written.span()),
            format!("{}由所分管、联系的单位而定，请改写 {instead}", quoted(written.get_ref())),
        )),
        None => word(written, &known, "岗位", lines),
    }
}

fn word<T: Coded>(written: &Spanned<String>, known: &[T], what: &str, lines: &Lines) -> Result<T, OrgFault> {
    let text = written.get_ref().trim();
    known.iter().copied().find(|word| word.code() == text || word.label() == text).ok_or_else(|| {
        let choices: Vec<String> =
            known.iter().map(|word| format!("{}（{}）", word.code(), word.label())).collect();
        OrgFault::at(
            lines.at(&written.span()),
            format!("没有{}这个{what}，可以写 {}", quoted(text), choices.join("、")),
        )
    })
}

/// A name or login without surrounding white space, which nobody can see; refused when nothing is left.
fn plain_name(name: Spanned<String>, lines: &Lines) -> Result<Spanned<String>, OrgFault> {
    const LONGEST: usize = 60;
    let span = name.span();
    let text = name.into_inner();
    let trimmed = text.trim();
    if trimmed.is_empty() || trimmed.chars().count() > LONGEST || trimmed.chars().any(is_hidden) {
        return Err(OrgFault::at(
            lines.at(&span),
            format!("名称{}是空的、超过{LONGEST}字或含有看不见的控制字符，请改正", quoted(trimmed)),
        ));
    }
    Ok(Spanned::new(span, trimmed.to_owned()))
}

fn refuse_doubled<'a>(
    names: impl Iterator<Item = &'a Spanned<String>>,
    what: &str,
    lines: &Lines,
) -> Result<(), OrgFault> {
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    for name in names {
        let line = lines.at(&name.span());
        if let Some(first) = seen.insert(name.get_ref(), line) {
            return Err(OrgFault::at(
                line,
                format!("{what}{}在第 {first} 行已经写过，请删去一处", quoted(name.get_ref())),
            ));
        }
    }
    Ok(())
}

fn refuse_doubled_numbers(people: &[PersonEntry], lines: &Lines) -> Result<(), OrgFault> {
    let mut seen: BTreeMap<i64, usize> = BTreeMap::new();
    for id in people.iter().filter_map(|person| person.id.as_ref()) {
        let line = lines.at(&id.span());
        let reason = match seen.insert(*id.get_ref(), line) {
            Some(first) => format!("编号 {} 在第 {first} 行已经写过，请删去一处", id.get_ref()),
            None if *id.get_ref() < 1 => "编号 id 要写 1 以上的整数".to_owned(),
            None => continue,
        };
        return Err(OrgFault::at(line, reason));
    }
    Ok(())
}

/// Two people may share a name only when their units, numbers or logins tell them apart.
fn refuse_doubled_people(people: &[PersonEntry], lines: &Lines) -> Result<(), OrgFault> {
    let mut seen: BTreeMap<(&str, Option<&str>), (usize, bool)> = BTreeMap::new();
    for person in people {
        let line = lines.at(&person.name.span());
        let is_told_apart = person.login.is_some() || person.id.is_some();
        let unit = person.unit.as_ref().map(|unit| unit.get_ref().as_str());
        if let Some((first, first_is)) = seen.insert((person.name.get_ref(), unit), (line, is_told_apart))
            && !(is_told_apart && first_is)
        {
            return Err(OrgFault::at(
                line,
                format!(
                    "人员{}在第 {first} 行已经写过；确是同名的两人，请各写编号 id，新来的写登录名 login",
                    quoted(person.name.get_ref())
                ),
            ));
        }
    }
    Ok(())
}

/// The library's message is English; what it names is kept.
fn not_toml(error: &toml::de::Error, lines: &Lines) -> OrgFault {
    let message = error.message();
    let named = message.split('`').nth(1).unwrap_or_default();
    let reason = if message.starts_with("unknown field") {
        format!(
            "不认识{}这一项；单位可写 name、formerly、kind、active，人员可写 id、name、renamed_from、login、unit、positions、leads、contacts、active",
            quoted(named)
        )
    } else if message.starts_with("missing field") {
        format!("缺少{}这一项", quoted(named))
    } else if message.starts_with("duplicate") {
        "同一项写了两次，请删去一处".to_owned()
    } else if message.starts_with("invalid type") {
        "值的写法不对：名称要加双引号，positions、leads、contacts 写成 [\"…\", \"…\"]，active 写 true 或 false"
            .to_owned()
    } else {
        "不是正确的 TOML 写法，请对照 ydt org export 导出的文件改正".to_owned()
    };
    match error.span() {
        Some(span) => OrgFault::at(lines.at(&span), reason),
        None => OrgFault::whole(reason),
    }
}
