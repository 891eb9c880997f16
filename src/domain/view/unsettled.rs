//! What the town still has to settle beside its work: cases that only the district may handle, and old ones in which an
//! upgrade found something undecided.

use crate::domain::case::undecided::Undecided;
use crate::domain::ids::CaseId;
use crate::domain::time::Date;

/// What is said of a case that nobody here may see.
pub const LEFT_TO_THE_DISTRICT: &str = "须由区纪委监委处理：镇纪委专人、镇纪委书记和镇主要领导都要回避，本镇无人可以查看；报区后请系统管理员“密封上报”。";

/// An open case that nobody here may see: number and day of receipt are all that is told of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftToTheDistrict {
    pub case: CaseId,
    pub case_no: String,
    pub received_on: Date,
    /// How many events it has, so that sealing it is refused when somebody was faster.
    pub seq: u32,
}

/// One thing to look at in a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UndecidedCase {
    pub case: CaseId,
    pub case_no: String,
    pub why: Undecided,
}

/// All of it, for whoever asks.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Unsettled {
    pub left: Vec<LeftToTheDistrict>,
    pub undecided: Vec<UndecidedCase>,
}
