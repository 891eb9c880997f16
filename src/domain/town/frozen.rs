//! Figures that were frozen under a name: what is told of them is what was told then, whatever is learnt or put right later.

use crate::domain::ids::PersonId;
use crate::domain::refusal::{Refusal, RefusalCode};
use crate::domain::time::{Date, Moment};

coded! {
    /// What was frozen.
    pub enum FrozenKind {
        Report = "report" "统计报表",
        Bulletin = "bulletin" "通报",
    }
}

/// A frozen body with what the town's record says of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Frozen {
    pub name: String,
    pub kind: FrozenKind,
    pub from: Date,
    pub to: Date,
    pub at: Moment,
    pub by: PersonId,
    /// Of the body, lower-case hexadecimal.
    pub sha256: String,
    /// The figures as JSON.
    pub body: String,
}

/// The longest name, in characters.
const LONGEST_NAME: usize = 40;

/// The name as it is kept.
///
/// # Errors
/// `invalid_value` for an empty or a long one, and one that would steer a terminal.
pub fn checked_name(name: &str) -> Result<String, Refusal> {
    let name = name.trim();
    let length = name.chars().count();
    let is_plain =
        name.chars().all(|sign| !sign.is_control() && !crate::domain::text::signs::is_hidden(sign));
    if length == 0 || length > LONGEST_NAME || !is_plain {
        let message = format!("封存的名称要1到{LONGEST_NAME}个字，不含控制字符；没有封存。");
        return Err(Refusal::new(RefusalCode::InvalidValue, message));
    }
    Ok(name.to_owned())
}

/// What is said where the name was given before.
#[must_use]
pub fn taken(name: &str) -> Refusal {
    let message = format!("“{name}”已经封存过，封存的数字不再改；请换一个名称。没有封存。");
    Refusal::new(RefusalCode::InvalidValue, message)
}
