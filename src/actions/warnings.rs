//! Warnings about a text before it goes out: never silent, never without a way on.

use super::answers::Answers;
use super::field::{Field, FieldKind};
use crate::domain::refusal::{Refusal, RefusalCode};

/// Ticked by whoever has seen the warnings and goes on.
pub const CONFIRMED: Field = Field::optional("confirm_warnings", "已核对提示", FieldKind::Flag)
    .hint("文本有提示时，核对后填“是”再提交");

/// Lets a text pass that nothing is to be said of, or whose warnings were seen.
///
/// # Errors
/// `needs_confirmation` with every warning and its place.
pub fn check(warnings: &[String], answers: &Answers) -> Result<(), Refusal> {
    if warnings.is_empty() || answers.flag(&CONFIRMED)? {
        return Ok(());
    }
    Err(CONFIRMED.refuses(
        RefusalCode::NeedsConfirmation,
        format!(
            "发出前请核对：{}。修改文本，或核对无误后把“{}”填“是”再提交。",
            warnings.join("；"),
            CONFIRMED.label
        ),
    ))
}
