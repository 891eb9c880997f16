//! What happened to a case on which day, as far as figures count it.

use serde::{Deserialize, Serialize};

use super::urging::Urged;
use crate::domain::time::Date;

coded! {
    /// What figures count of what happens to a case.
    pub enum Happening {
        Transferred = "transferred" "转办",
        Delivered = "delivered" "答复",
        Urged = "urged" "催办",
        Rehandled = "rehandled" "退回重办",
        Closed = "closed" "办结",
        Reopened = "reopened" "重新办理",
        ReportedUp = "reported_up" "上报",
        Sealed = "sealed" "密封",
        Withdrawn = "withdrawn" "撤回",
        WithdrawalUndone = "withdrawal_undone" "取消撤回",
        Merged = "merged" "并案",
        Unmerged = "unmerged" "取消并案",
    }
}

/// Something that happened, in the turn and the round of handling in which it did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Happened {
    #[serde(rename = "w")]
    pub what: Happening,
    #[serde(rename = "d")]
    pub on: Date,
    #[serde(rename = "t")]
    pub turn: u32,
    #[serde(rename = "r")]
    pub round: u32,
    /// It was recorded on a later day than the paper proves (补录).
    #[serde(rename = "b", default, skip_serializing_if = "std::ops::Not::not")]
    pub is_backdated: bool,
}

/// The course of a case.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Course {
    /// In the order in which it was recorded.
    pub happened: Vec<Happened>,
    /// How often somebody was urged, and whom about what last.
    pub urged: Urged,
}
