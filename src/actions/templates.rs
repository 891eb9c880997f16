//! What acts on the office's own templates ask for.

use super::answers::Answers;
use super::field::{Field, FieldKind, FileForm, words};
use crate::domain::code::Coded as _;
use crate::domain::paper::PaperKind;

/// The kind of paper that a template is for.
pub const KIND: Field = Field::required("kind", "文书", FieldKind::Choice(words::<PaperKind>));
/// Where the file lies.
pub const PATH: Field =
    Field::optional("path", "模板文件", FieldKind::File(FileForm::Template)).needed("必须选一个文件");

/// The answers that name a kind of paper.
#[must_use]
pub fn of_kind(kind: PaperKind) -> Answers {
    Answers::none().with(KIND.name, kind.code())
}
