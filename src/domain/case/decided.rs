//! How an assessment came about: in a meeting, together, or by the operator alone.

use serde::{Deserialize, Serialize};

use crate::domain::code::Coded as _;
use crate::domain::time::Date;
use crate::domain::words::DecidedBy;

/// How an assessment came about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decided {
    pub by: DecidedBy,
    /// Number of the meeting.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub meeting: Option<String>,
    /// Who decided together.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub with: Option<String>,
    /// The day on which it was decided.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on: Option<Date>,
}

impl Decided {
    /// In words, with whatever is known of it.
    #[must_use]
    pub fn sentence(&self) -> String {
        let on = self.on.map(|day| day.to_string());
        let known: Vec<String> =
            [self.meeting.clone(), on, self.with.clone()].into_iter().flatten().collect();
        let label = self.by.label();
        if known.is_empty() { label.to_owned() } else { format!("{label}（{}）", known.join("，")) }
    }
}
