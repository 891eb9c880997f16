//! 对账: what a list of the provincial platform and our record say differently. Looking changes nothing.

use crate::domain::words::MirrorStep;

/// Differences both ways between a platform list and our cases.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reconciliation {
    /// File name without its folder.
    pub file: String,
    /// Rows that were compared.
    pub compared: u64,
    /// Rows without a platform number, which nothing can be compared with.
    pub unnumbered: u64,
    /// Rows that could not be read.
    pub faulty: u64,
    /// Rows of cases that others handle and whoever compares may not see.
    pub elsewhere: u64,
    /// Whether the list has a column that says how far a case is.
    pub has_status: bool,
    /// Rows whose number is not here.
    pub only_there: Vec<OnlyThere>,
    /// Our cases, complained of within the days of the list, that the list does not have.
    pub only_here: Vec<OnlyHere>,
    /// Cases that both have, differing.
    pub different: Vec<Different>,
}

impl Reconciliation {
    /// Whether both say the same.
    #[must_use]
    pub const fn agrees(&self) -> bool {
        self.only_there.is_empty() && self.only_here.is_empty() && self.different.is_empty()
    }
}

/// A row that is not here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OnlyThere {
    /// Row in the file.
    pub row: u32,
    /// The platform's number.
    pub platform_no: String,
    pub title: String,
}

/// A case that the list does not have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OnlyHere {
    pub case_no: String,
    /// The platform's number as recorded here.
    pub platform_no: String,
    pub title: String,
}

/// A case that both have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Different {
    /// Row in the file.
    pub row: u32,
    pub case_no: String,
    /// The platform's number.
    pub platform_no: String,
    /// What differs, one sentence each; identities are named, never quoted.
    pub what: Vec<String>,
}

/// Whether a column of a platform's list says how far a case is.
#[must_use]
pub fn is_status_column(name: &str) -> bool {
    name.contains("状态") || name.contains("环节") || name.contains("阶段")
}

/// How far a case is on the platform.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reached {
    /// The last step that is done there; `None` before the first.
    pub last: Option<MirrorStep>,
}

/// How far a status word of the platform says a case is there; `None` for a word that says nothing of it.
#[must_use]
pub fn reached(status: &str) -> Option<Reached> {
    use MirrorStep::{Acceptance, Closure, Reply, Reported, Transfer};
    // Later steps first: 已答复待评价 names two of them. What is still awaited says that the step before is done.
    let words: [(&str, Option<MirrorStep>, Option<MirrorStep>); 10] = [
        ("办结", Some(Closure), Some(Reply)),
        ("结案", Some(Closure), Some(Reply)),
        ("上报", Some(Reported), Some(Acceptance)),
        ("评价", Some(Reply), Some(Reply)),
        ("答复", Some(Reply), Some(Transfer)),
        ("办理", Some(Transfer), Some(Transfer)),
        ("处理", Some(Transfer), Some(Transfer)),
        ("转办", Some(Transfer), Some(Acceptance)),
        ("受理", Some(Acceptance), None),
        ("研判", None, None),
    ];
    let (word, done, awaited) = words.into_iter().find(|(word, _, _)| status.contains(word))?;
    let before = status.split(word).next().unwrap_or_default();
    let waits = before.ends_with(['待', '未', '拟']);
    Some(Reached { last: if waits { awaited } else { done } })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_platforms_words_say_how_far_a_case_is_there() {
        use MirrorStep::{Acceptance, Closure, Reply, Transfer};
        let table = [
            ("已办结", Some(Some(Closure))),
            ("待办结", Some(Some(Reply))),
            ("已答复待评价", Some(Some(Reply))),
            ("待答复", Some(Some(Transfer))),
            ("办理中", Some(Some(Transfer))),
            ("待转办", Some(Some(Acceptance))),
            ("已受理", Some(Some(Acceptance))),
            ("未受理", Some(None)),
            ("待研判", Some(None)),
            ("正常", None),
        ];
        for (status, expected) in table {
            assert_eq!(reached(status).map(|reached| reached.last), expected, "{status}");
        }
    }

    #[test]
    fn status_columns_are_known_by_their_names() {
        assert!(is_status_column("办理状态") && is_status_column("当前环节"));
        assert!(!is_status_column("网格员"));
    }
}
