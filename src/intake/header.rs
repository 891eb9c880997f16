//! The header of a file: which of its columns is which, once each.

use std::collections::HashSet;

use super::column::Mapping;
use super::error::{IntakeError, quoted};
use super::rejected::{REASON_COLUMN, SURPLUS_COLUMN};
use super::table::Table;

/// More columns than this in one file are refused.
pub(super) const COLUMN_LIMIT: usize = 512;

/// What a column of the file is used for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role<C> {
    Known(C),
    /// Kept under its own name.
    Other,
    /// The reason that the program itself wrote into a rejected file.
    Reason,
    /// Cells beyond the header, which a rejected file of ours keeps in columns of this name.
    Surplus,
}

/// The columns of a file in order.
#[derive(Debug, Clone)]
pub struct Header<C> {
    names: Vec<String>,
    roles: Vec<Role<C>>,
    others: Vec<usize>,
    /// Those that are known because the town said what they are.
    said: Vec<usize>,
}

impl<C> Default for Header<C> {
    fn default() -> Self {
        Self { names: Vec::new(), roles: Vec::new(), others: Vec::new(), said: Vec::new() }
    }
}

impl<C: Table> Header<C> {
    /// Whether names are a header: every column stands there that a row must have.
    pub fn has_mandatory(names: &[String], mapping: &Mapping<C>) -> bool {
        let known: Vec<C> = names.iter().filter_map(|name| mapping.column(name)).collect();
        C::MANDATORY.iter().all(|column| known.contains(column))
    }

    /// The header row of a table; empty names at its end are no columns.
    pub fn of_table(mut names: Vec<String>, mapping: &Mapping<C>) -> Result<Self, IntakeError> {
        while names.last().is_some_and(|name| name.trim().is_empty()) {
            names.pop();
        }
        let mut header = Self::default();
        for name in names {
            header.push(name, mapping)?;
        }
        header.refuse_doubles()?;
        header.require_mandatory()?;
        Ok(header)
    }

    /// Adds a column behind the others and returns its index.
    pub fn push(&mut self, name: String, mapping: &Mapping<C>) -> Result<usize, IntakeError> {
        let index = self.names.len();
        if index >= COLUMN_LIMIT {
            return Err(too_wide());
        }
        let role = if name == REASON_COLUMN {
            Role::Reason
        } else if name == SURPLUS_COLUMN {
            Role::Surplus
        } else {
            self.role_of(&name, index, mapping)
        };
        if role == Role::Other {
            self.others.push(index);
        }
        self.roles.push(role);
        self.names.push(if name.trim().is_empty() { format!("第{}列", index + 1) } else { name });
        Ok(index)
    }

    /// What the town said of a column holds in files that have no such column by its own name; in others it is one
    /// column more, as before.
    fn role_of(&mut self, name: &str, index: usize, mapping: &Mapping<C>) -> Role<C> {
        if let Some(column) = mapping.certain(name) {
            if let Some(place) =
                self.said.iter().position(|it| self.roles.get(*it) == Some(&Role::Known(column)))
            {
                let it = self.said.remove(place);
                if let Some(role) = self.roles.get_mut(it) {
                    *role = Role::Other;
                }
                self.others.push(it);
                self.others.sort_unstable();
            }
            return Role::Known(column);
        }
        match mapping.said(name).map(Role::Known) {
            Some(role) if !self.roles.contains(&role) => {
                self.said.push(index);
                role
            }
            Some(_) | None => Role::Other,
        }
    }

    /// Whether a column that every row must have lies at this place or behind it.
    pub fn lacks_mandatory_from(&self, length: usize) -> bool {
        let missing = self.roles.get(length..).unwrap_or_default();
        C::MANDATORY.iter().any(|column| missing.contains(&Role::Known(*column)))
    }

    /// How many columns the file has.
    pub fn len(&self) -> usize {
        self.names.len()
    }

    /// The names as they stand in the file.
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// Where a column stands; JSON may carry it under several names.
    pub fn places(&self, column: C) -> impl Iterator<Item = usize> {
        let roles = self.roles.iter().enumerate();
        roles.filter(move |(_, role)| **role == Role::Known(column)).map(|(index, _)| index)
    }

    /// Where the columns stand that are kept under their own names.
    pub fn others(&self) -> &[usize] {
        &self.others
    }

    /// The codes of the known columns in order, `None` for the others.
    pub fn codes(&self) -> Vec<Option<&'static str>> {
        let code = |role: &Role<C>| match role {
            Role::Known(column) => Some(column.code()),
            Role::Other | Role::Reason | Role::Surplus => None,
        };
        self.roles.iter().map(code).collect()
    }

    /// Name and use of a column.
    pub fn column(&self, index: usize) -> Option<(&str, Role<C>)> {
        Some((self.names.get(index)?.as_str(), *self.roles.get(index)?))
    }

    /// The file's own name of a column the program understands, else the platform's.
    pub fn name_of(&self, column: C) -> &str {
        let found = self.roles.iter().position(|role| *role == Role::Known(column));
        found.and_then(|index| self.names.get(index)).map_or(column.label(), String::as_str)
    }

    /// Names that are kept without being understood.
    pub fn unknown(&self) -> Vec<String> {
        let other = self.names.iter().zip(&self.roles).filter(|(_, role)| **role == Role::Other);
        other.map(|(name, _)| name.clone()).collect()
    }

    /// Whether this is a rejected file of our own, in which dangerous cells carry a guard.
    pub fn is_rejected_file(&self) -> bool {
        self.roles.last() == Some(&Role::Reason)
    }

    /// One error that names every mandatory column the file lacks.
    pub fn require_mandatory(&self) -> Result<(), IntakeError> {
        let missing: Vec<&str> = C::MANDATORY
            .iter()
            .filter(|column| !self.roles.contains(&Role::Known(**column)))
            .map(|column| column.label())
            .collect();
        if missing.is_empty() {
            return Ok(());
        }
        Err(IntakeError::Columns(format!(
            "文件缺少必需的列：{}，没有导入；请检查列名、分隔符（逗号、分号或制表符）和编码，或用 --map 指定列名对照表。",
            missing.join("、")
        )))
    }

    fn refuse_doubles(&self) -> Result<(), IntakeError> {
        let mut seen = HashSet::new();
        for (name, role) in self.names.iter().zip(&self.roles) {
            // Unknown columns of the same name stand side by side on the case; only a known one is ambiguous.
            let Role::Known(column) = role else { continue };
            if !seen.insert(*column) {
                return Err(IntakeError::Columns(format!(
                    "有两列都是“{}”（其中一列写作{}），没有导入；请删去或改名其中一列。",
                    column.label(),
                    quoted(name)
                )));
            }
        }
        Ok(())
    }
}

/// The refusal for a table with more than [`COLUMN_LIMIT`] columns.
pub(super) fn too_wide() -> IntakeError {
    IntakeError::TooLarge(format!(
        "表格超过 {COLUMN_LIMIT} 列，没有导入；请在 WPS 里删去右边多余的列再导入。"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::intake::column::Column;

    fn header(names: &[&str]) -> Result<Header<Column>, IntakeError> {
        Header::of_table(names.iter().map(|name| (*name).to_owned()).collect(), &Mapping::default())
    }

    #[test]
    fn all_missing_columns_are_named_at_once_and_doubled_ones_refused() {
        let missing = header(&["平台编号", "标题"]).unwrap_err().to_string();
        assert!(missing.contains("投诉时间、投诉内容"), "{missing}");
        let doubled = header(&["投诉时间", "标题", "内容", "事项名称"]).unwrap_err().to_string();
        assert!(doubled.contains("投诉事项名称") && doubled.contains("事项名称"), "{doubled}");
        let wide: Vec<String> = (0..600).map(|n| format!("列{n}")).collect();
        assert!(matches!(
            Header::<Column>::of_table(wide, &Mapping::default()),
            Err(IntakeError::TooLarge(_))
        ));
    }

    #[test]
    fn what_was_said_of_a_column_gives_way_to_the_column_itself() {
        let words = [("投诉人手机", "contact"), ("来电号码", "contact")];
        let words = words.map(|(name, meaning)| (name.to_owned(), meaning.to_owned())).into_iter().collect();
        let mapping = Mapping::default().with(&words);
        let codes = |names: &[&str]| {
            let names = ["投诉时间", "标题", "内容"].iter().chain(names).map(|name| (*name).to_owned());
            let header = Header::of_table(names.collect(), &mapping).unwrap();
            (header.codes().split_off(3), header.unknown())
        };
        assert_eq!(codes(&["投诉人手机"]), (vec![Some("contact")], vec![]));
        for (names, known, unknown) in [
            (["投诉人手机", "联系电话"], [None, Some("contact")], "投诉人手机"),
            (["联系电话", "投诉人手机"], [Some("contact"), None], "投诉人手机"),
            (["来电号码", "投诉人手机"], [Some("contact"), None], "投诉人手机"),
        ] {
            assert_eq!(codes(&names), (known.to_vec(), vec![unknown.to_owned()]), "{names:?}");
        }
    }
}
