//! What an import of units and people would bring about: who is new, changed or leaves, and which units are dissolved,
//! in the words in which it is told before it happens.

use super::org::{Org, Person, Unit};
use crate::domain::code::Coded as _;
use crate::domain::ids::{PersonId, UnitId};

/// An organisation that is wanted, and what stands in its way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WantedOrg {
    pub org: Org,
    /// Units that it dissolves although they hold open cases.
    pub held: Vec<UnitHolds>,
}

/// Open cases of a unit, as far as whoever asks may know of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitHolds {
    pub unit: UnitId,
    pub cases: Cases,
}

/// Cases by number, and how many more there are that whoever asks may not see.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Cases {
    pub seen: Vec<String>,
    pub unseen: u32,
}

impl Cases {
    /// Whether there are none at all.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.seen.is_empty() && self.unseen == 0
    }

    /// `2026-0001、2026-0003，另有2件`; of those that may not be seen only how many.
    #[must_use]
    pub fn named(&self) -> String {
        match (self.seen.is_empty(), self.unseen) {
            (true, more) => format!("{more}件"),
            (false, 0) => self.seen.join("、"),
            (false, more) => format!("{}，另有{more}件", self.seen.join("、")),
        }
    }
}

/// What somebody who leaves still has to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StillHolds {
    pub person: PersonId,
    /// Documents that wait for their signature.
    pub steps: Cases,
    /// Open cases that they handle.
    pub handled: Cases,
}

/// Everything that is told before an import.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrgPlan {
    pub wanted: Org,
    pub holds: Vec<StillHolds>,
    /// What the file does not name and what therefore stays.
    pub left_out: Vec<String>,
    pub hints: Vec<String>,
    /// Whose rights would not change at once: the change is proposed only.
    pub proposed: Vec<String>,
}

impl OrgPlan {
    /// Names of those who leave.
    #[must_use]
    pub fn leaving<'a>(&self, before: &'a Org) -> Vec<&'a Person> {
        let left = |person: &&Person| {
            person.active && self.wanted.person(person.id).is_some_and(|after| !after.active)
        };
        before.people.iter().filter(left).collect()
    }

    /// Units that are dissolved.
    #[must_use]
    pub fn dissolved<'a>(&self, before: &'a Org) -> Vec<&'a Unit> {
        let gone = |unit: &&Unit| unit.active && self.wanted.unit(unit.id).is_some_and(|after| !after.active);
        before.units.iter().filter(gone).collect()
    }

    /// One line each: new, changed, leaving with what they still hold, and what is not in the file.
    #[must_use]
    pub fn lines(&self, before: &Org) -> Vec<String> {
        let mut lines = Vec::new();
        for unit in &self.wanted.units {
            lines.extend(unit_line(unit, before));
        }
        for person in &self.wanted.people {
            let known = before.person(person.id);
            lines.extend(person_line(person, known, before, &self.wanted));
            let holds = self.holds.iter().find(|holds| holds.person == person.id);
            lines.extend(holds.into_iter().flat_map(still_holds));
        }
        lines.extend(told_left_out(&self.left_out));
        if !self.proposed.is_empty() {
            lines.push(format!(
                "岗位、登录名、离岗的变动先作为提议，经镇纪委书记（书记本人的经镇主要领导）确认后才生效：{}",
                self.proposed.join("、")
            ));
        }
        lines.extend(self.hints.iter().map(|hint| format!("请核对：{hint}")));
        lines
    }
}

/// What a file does not name and what therefore stays; nothing when it names everything.
#[must_use]
pub fn told_left_out(left_out: &[String]) -> Option<String> {
    (!left_out.is_empty()).then(|| format!("文件中没有，保持不变：{}", left_out.join("、")))
}

fn unit_line(unit: &Unit, before: &Org) -> Option<String> {
    let Some(known) = before.unit(unit.id) else {
        return Some(format!("新增单位：{}（{}）", unit.name, unit.kind.label()));
    };
    let mut words = Vec::new();
    if known.name != unit.name {
        words.push(format!("改称{}", unit.name));
    }
    if known.kind != unit.kind {
        words.push(format!("改为{}", unit.kind.label()));
    }
    match (known.active, unit.active) {
        (true, false) => words.push("停用".to_owned()),
        (false, true) => words.push("重新启用".to_owned()),
        (true, true) | (false, false) => {}
    }
    (!words.is_empty()).then(|| format!("单位变动：{}{}", known.name, words.join("，")))
}

fn person_line(person: &Person, known: Option<&Person>, before: &Org, after: &Org) -> Option<String> {
    let Some(known) = known else {
        let title = if person.active { person.title(after) } else { "不在岗".to_owned() };
        return Some(format!("新增人员：{}（{title}）", person.name));
    };
    if known.active && !person.active {
        return Some(format!("离岗：{}（{}）", known.name, known.title(before)));
    }
    let mut words = Vec::new();
    if known.name != person.name {
        words.push(format!("改名为{}", person.name));
    }
    if !known.active && person.active {
        words.push("重新在岗".to_owned());
    }
    if known.unit != person.unit {
        words.push(format!("单位改为{}", person.unit.map_or("无", |unit| after.unit_name(unit))));
    }
    if known.login != person.login {
        words.push(format!("登录名改为{}", person.login.as_deref().unwrap_or("无")));
    }
    let duties = |person: &Person| (person.positions.clone(), person.leads.clone(), person.contacts.clone());
    if duties(known) != duties(person) {
        let title = person.title(after);
        words.push(format!("岗位改为{}", if title.is_empty() { "无" } else { title.as_str() }));
    }
    (!words.is_empty()).then(|| format!("人员变动：{}{}", known.name, words.join("，")))
}

fn still_holds(holds: &StillHolds) -> Vec<String> {
    let mut lines = Vec::new();
    if !holds.steps.is_empty() {
        lines.push(format!(
            "    还有等其审签的：{}；可由专人代录书面审签，或撤回重新送审",
            holds.steps.named()
        ));
    }
    if !holds.handled.is_empty() {
        lines.push(format!("    还在承办：{}；离岗后由承办单位另行指定承办人", holds.handled.named()));
    }
    lines
}
