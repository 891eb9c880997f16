//! Facts about what came into the file and what was taken out of it.

use serde::{Deserialize, Serialize};

use super::TownFact;
use crate::domain::time::Moment;
use crate::domain::town::org::Org;

/// A file was taken in, or refused.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Imported {
    pub file: String,
    pub size: u64,
    pub sha256: String,
    pub rows: u64,
    pub new: u64,
    pub known: u64,
    pub supplement: u64,
    pub faulty: u64,
    /// Rows of cases that whoever imported may not see.
    #[serde(default, skip_serializing_if = "is_none")]
    pub elsewhere: u64,
    pub refused: Option<String>,
}

impl TownFact for Imported {
    const CODE: &'static str = "imported";

    fn sentence(&self, _: &Org) -> String {
        format!("导入“{}”：{}行，新登记{}件", self.file, self.rows, self.new)
    }
}

/// Papers that say who complains were written to files: once for everything that was written together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PapersExported {
    /// Numbers of the papers.
    pub numbers: Vec<String>,
    pub reason: String,
}

impl TownFact for PapersExported {
    const CODE: &'static str = "papers_exported";

    fn sentence(&self, _: &Org) -> String {
        format!(
            "写出含投诉人身份的文书{}份（{}）：{}",
            self.numbers.len(),
            self.numbers.join("、"),
            self.reason
        )
    }
}

/// A ledger that says who complains was exported.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LedgerExported {
    /// How many cases stood in it.
    pub cases: usize,
    pub reason: String,
}

impl TownFact for LedgerExported {
    const CODE: &'static str = "ledger_exported";

    fn sentence(&self, _: &Org) -> String {
        format!("导出含投诉人身份的台账{}件：{}", self.cases, self.reason)
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the shape that serde asks for")]
const fn is_none(rows: &u64) -> bool {
    *rows == 0
}

/// Drafts that an older version kept in the database were erased there; they are files now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DraftsErased {
    pub drafts: u64,
}

impl TownFact for DraftsErased {
    const CODE: &'static str = "drafts_erased";

    fn sentence(&self, _: &Org) -> String {
        format!("草稿{}份移出数据库", self.drafts)
    }
}

/// Copies of the file that were kept before migrations go, because something in them was erased.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CopiesErased {
    pub files: Vec<String>,
}

impl TownFact for CopiesErased {
    const CODE: &'static str = "copies_erased";

    fn sentence(&self, _: &Org) -> String {
        format!("抹去升级前留下的副本{}个", self.files.len())
    }
}

/// Somebody compared the machine's time with a clock, because it contradicted the record or had jumped.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TimeConfirmed {
    /// What that clock showed.
    pub time: Moment,
}

impl TownFact for TimeConfirmed {
    const CODE: &'static str = "time_confirmed";

    fn sentence(&self, _: &Org) -> String {
        format!("核对服务器时间，以{}为准", self.time.minute())
    }
}

/// A backup was put in the place of the database, and the record does not go on where it had ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Restored {
    /// How many events the backup held, and the hash of the last.
    pub count: u64,
    pub hash: String,
    /// How many events of the former record are in it no more.
    pub lost: u64,
    /// The former end, `count:hash`; `None` where nothing was lost.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lost_head: Option<String>,
    /// The last number of each year in the former record: none of them is given again.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub last_numbers: Vec<String>,
    /// Cases that had been sealed since the backup was made.
    pub sealed_again: u64,
}

impl TownFact for Restored {
    const CODE: &'static str = "restored";

    fn sentence(&self, _: &Org) -> String {
        let Self { count, lost, sealed_again, .. } = self;
        let lost_head = self.lost_head.as_ref().map_or(String::new(), |head| format!("（原链头{head}）"));
        format!("从备份恢复到第{count}条记录，之后的{lost}条不再保留{lost_head}，再次密封{sealed_again}件")
    }
}
