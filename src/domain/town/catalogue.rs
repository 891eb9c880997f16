//! A catalogue of matters (公开事项目录) in the file's own words, and what it would make of the list of matters: which
//! entries are new, which become others, and which rows name a cycle or a unit that the town does not know.

use super::matter::{self, Matter};
use super::org::Org;
use crate::domain::ids::{MatterId, UnitId};
use crate::domain::recurring::Cycle;
use crate::domain::text::fold::fold;
use crate::domain::time::Date;

/// Words for every village and community, folded.
const EVERY_VILLAGE: [&str; 14] = [
    "各村",
    "各村(社区)",
    "村(社区)",
    "村",
    "社区",
    "村级",
    "村居",
    "各村居",
    "村社区",
    "各村社区",
    "村(居)委会",
    "村(居)民委员会",
    "村民委员会",
    "村委会",
];
/// Rows named in one sentence.
const ROWS_NAMED: usize = 3;

/// One row of a catalogue; white space around each text is taken off, nothing else is changed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CatalogueRow {
    /// The row as a spreadsheet numbers it.
    pub row: u32,
    pub field: String,
    pub level_one: String,
    /// 二级事项, never blank.
    pub name: String,
    pub elements: String,
    /// 公开时限, as written.
    pub limit: String,
    /// 公开主体, as written.
    pub subject: String,
    pub channel: String,
    pub basis: String,
    pub audience: String,
    pub manner: String,
}

/// A catalogue, read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CatalogueFile {
    /// The good rows, in the file's order.
    pub rows: Vec<CatalogueRow>,
    /// The rows not taken.
    pub faulty: Vec<CatalogueFault>,
    /// What looks odd, one Chinese sentence each.
    pub warnings: Vec<String>,
}

/// A row that cannot become a matter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CatalogueFault {
    pub row: u32,
    /// The column that is to blame.
    pub column: String,
    /// What is wrong and what to do, one Chinese sentence.
    pub reason: String,
}

impl CatalogueFault {
    /// As a line of a list.
    #[must_use]
    pub fn line(&self) -> String {
        format!("第{}行“{}”：{}", self.row, self.column, self.reason)
    }
}

/// What would be changed in the list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CataloguePlan {
    pub new: Vec<Matter>,
    /// As they would stand; what they are now is in the list.
    pub changed: Vec<Matter>,
    /// How many rows say what the list says already.
    pub same: u32,
    pub faulty: Vec<CatalogueFault>,
}

impl CataloguePlan {
    /// The rows that cannot be taken, in one sentence.
    #[must_use]
    pub fn told_faults(&self) -> String {
        let named: Vec<String> = self.faulty.iter().take(ROWS_NAMED).map(CatalogueFault::line).collect();
        let further = self.faulty.len().saturating_sub(ROWS_NAMED);
        let further = if further > 0 { format!("；另有{further}行") } else { String::new() };
        format!("{}{further}", named.join("；"))
    }

    /// What would be done, a line for each thing.
    #[must_use]
    pub fn lines(&self, org: &Org) -> Vec<String> {
        let (new, changed, same, faulty) = (self.new.len(), self.changed.len(), self.same, self.faulty.len());
        let mut lines = vec![format!("新增{new}项，改动{changed}项，与现有相同{same}项，有问题的{faulty}行")];
        lines.extend(self.faulty.iter().map(|fault| format!("不能导入　{}", fault.line())));
        let line = |what: &str, matter: &Matter| {
            format!("{what}　{}　{}　{}", matter.name, matter.cycle.words(), matter.whose(org))
        };
        lines.extend(self.new.iter().map(|matter| line("新增", matter)));
        lines.extend(self.changed.iter().map(|matter| line("改动", matter)));
        lines
    }
}

/// Judges a catalogue against the list; a matter that is new is asked for from `since` on.
#[must_use]
pub fn plan(file: &CatalogueFile, known: &[Matter], org: &Org, since: Date) -> CataloguePlan {
    let mut plan = CataloguePlan::default();
    let fault = |row, column: &str, reason| CatalogueFault { row, column: column.to_owned(), reason };
    plan.faulty.extend(file.faulty.iter().cloned());
    let mut next = matter::next_id(known);
    let mut taken: Vec<(u32, Matter)> = Vec::new();
    for row in &file.rows {
        let cycle = match Cycle::read(&row.limit) {
            Ok(cycle) => cycle,
            Err(no) => {
                plan.faulty.push(fault(row.row, "公开时限", format!("{}。", no.reason)));
                continue;
            }
        };
        let units = match units_of(&row.subject, org) {
            Ok(units) => units,
            Err(named) => {
                let reason = format!(
                    "没有登记“{named}”这个单位或已经停用，请写登记的单位名称，各村都要公开的写“各村（社区）”。"
                );
                plan.faulty.push(fault(row.row, "公开主体", reason));
                continue;
            }
        };
        for unit in units {
            let wanted = matter_of(row, cycle, unit, next, since);
            if let Some((first, _)) = taken.iter().find(|(_, other)| other.is_entry_of(&wanted)) {
                plan.faulty.push(fault(
                    row.row,
                    "二级事项",
                    format!("与第{first}行是同一事项，请只留一行。"),
                ));
                continue;
            }
            taken.push((row.row, wanted.clone()));
            match known.iter().find(|matter| matter.is_entry_of(&wanted)) {
                None => {
                    next.0 += 1;
                    plan.new.push(wanted);
                }
                Some(listed) => {
                    let since = if listed.active { listed.since } else { since };
                    let wanted = Matter { id: listed.id, since, ..wanted };
                    if wanted == *listed {
                        plan.same += 1;
                    } else {
                        plan.changed.push(wanted);
                    }
                }
            }
        }
    }
    plan.faulty.sort_by_key(|fault| fault.row);
    plan
}

fn matter_of(row: &CatalogueRow, cycle: Cycle, unit: Option<UnitId>, id: MatterId, since: Date) -> Matter {
    Matter {
        id,
        unit,
        field: row.field.clone(),
        level_one: row.level_one.clone(),
        name: row.name.clone(),
        elements: row.elements.clone(),
        cycle,
        channel: row.channel.clone(),
        basis: row.basis.clone(),
        audience: row.audience.clone(),
        manner: row.manner.clone(),
        subject: row.subject.clone(),
        active: true,
        since,
    }
}

/// Whose matter it is by its 公开主体: every village, or the units that are named.
///
/// # Errors
/// The name that is no unit's.
pub fn units_of<'a>(subject: &'a str, org: &Org) -> Result<Vec<Option<UnitId>>, &'a str> {
    let means_all = |text: &str| {
        let said = fold(text);
        said.is_empty() || EVERY_VILLAGE.contains(&said.as_str())
    };
    if means_all(subject) {
        return Ok(vec![None]);
    }
    let own_town = fold(&org.town);
    let unit_called = |name: &str| {
        let said = fold(name);
        let bare = said.strip_prefix(own_town.as_str()).unwrap_or(&said).to_owned();
        org.units.iter().find(|unit| {
            let called = fold(&unit.name);
            unit.active && (called == said || called == bare)
        })
    };
    let mut units = Vec::new();
    for name in subject.split(['、', '，', ',', '；', ';', '\n', '/']) {
        let name = name.trim();
        let unit = match unit_called(name) {
            Some(unit) => Some(unit.id),
            None if means_all(name) && !name.is_empty() => None,
            None if name.is_empty() => continue,
            None => return Err(name),
        };
        if !units.contains(&unit) {
            units.push(unit);
        }
    }
    if units.is_empty() { Err(subject) } else { Ok(units) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::fixtures::{assert_chinese, town};

    fn row(row: u32, name: &str, limit: &str, subject: &str) -> CatalogueRow {
        let (name, limit, subject) = (name.to_owned(), limit.to_owned(), subject.to_owned());
        CatalogueRow { row, name, limit, subject, ..CatalogueRow::default() }
    }

    fn planned(rows: Vec<CatalogueRow>, known: &[Matter]) -> CataloguePlan {
        let file = CatalogueFile { rows, ..CatalogueFile::default() };
        plan(&file, known, &town(), "2026-11-23".parse().unwrap())
    }

    #[test]
    fn a_row_is_the_matter_of_every_village_or_of_the_units_it_names() {
        let org = town();
        let village = org.unit_named("新建村").unwrap().id;
        for text in ["", "各村（社区）", "村(居)民委员会", "村"] {
            assert_eq!(units_of(text, &org), Ok(vec![None]), "{text}");
        }
        let of_town = format!("{}新建村", org.town);
        assert_eq!(units_of(&of_town, &org), Ok(vec![Some(village)]));
        assert_eq!(units_of("新建村、新建村", &org), Ok(vec![Some(village)]));
        assert_eq!(units_of("新建村、县民政局", &org), Err("县民政局"));
    }

    #[test]
    fn unknown_cycles_units_and_doubled_rows_are_named_with_row_column_and_reason() {
        let plan = planned(
            vec![
                row(2, "低保", "每月", ""),
                row(3, "财务", "长期", ""),
                row(4, "救助", "每月", "县民政局"),
                row(5, "低保", "每季度", "各村"),
            ],
            &[],
        );
        let told: Vec<(u32, &str)> = plan.faulty.iter().map(|it| (it.row, it.column.as_str())).collect();
        assert_eq!(told, [(3, "公开时限"), (4, "公开主体"), (5, "二级事项")]);
        plan.faulty.iter().for_each(|fault| assert_chinese(&fault.reason));
        assert_eq!(plan.new.len(), 1);
        assert!(plan.told_faults().contains("第3行") && plan.lines(&town())[0].contains("有问题的3行"));
    }

    #[test]
    fn what_is_listed_is_changed_or_left_and_keeps_its_number_and_its_first_day() {
        let mut known = planned(vec![row(2, "低保", "每月", ""), row(3, "财务", "每月", "")], &[]).new;
        known[0].since = "2026-01-01".parse().unwrap();
        assert_eq!((known[0].id.0, known[1].id.0), (1, 2));
        let plan = planned(
            vec![row(2, "低保", "每季度", ""), row(3, "财务", "每月", ""), row(4, "救助", "及时", "")],
            &known,
        );
        assert_eq!((plan.new.len(), plan.changed.len(), plan.same), (1, 1, 1));
        assert_eq!((plan.changed[0].id, plan.changed[0].since), (known[0].id, known[0].since));
        assert_eq!(plan.new[0].id.0, 3);
        known[0].active = false;
        let again = planned(vec![row(2, "低保", "每月", "")], &known);
        assert_eq!(again.changed[0].since.to_string(), "2026-11-23", "taken up again from today on");
    }
}
