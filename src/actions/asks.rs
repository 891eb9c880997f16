//! Acts told apart by what they ask for and by what they are to others.

use super::{ACTS, Act, CaseAct, Field, FieldKind, FileForm, On};
use crate::domain::refusal::{Refusal, RefusalCode};

/// The act on a case that has this property.
pub fn case_act_that(has: impl Fn(&CaseAct) -> bool) -> Option<&'static Act> {
    ACTS.iter().copied().find(|act| matches!(&act.on, On::Case(on) if has(on)))
}

/// The act that attaches a file.
///
/// # Errors
/// Never as the table stands.
pub fn that_attaches() -> Result<&'static Act, Refusal> {
    let found = ACTS.iter().copied().find(|act| act.attachment_field().is_some());
    found.ok_or_else(|| unknown("附件"))
}

/// The act that saves a copy of an attachment.
///
/// # Errors
/// Never as the table stands.
pub fn that_saves() -> Result<&'static Act, Refusal> {
    case_act_that(|on| on.saves.is_some()).ok_or_else(|| unknown("另存附件"))
}

/// The act that takes away who complained.
///
/// # Errors
/// Never as the table stands.
pub fn that_erases_identity() -> Result<&'static Act, Refusal> {
    case_act_that(|on| on.erases_identity).ok_or_else(|| unknown("清除身份"))
}

fn unknown(label: &str) -> Refusal {
    Refusal::new(RefusalCode::UnknownCommand, format!("没有“{label}”这个命令。"))
}

impl Act {
    /// The field that names another case, where it asks for one.
    #[must_use]
    pub fn case_field(&self) -> Option<&'static Field> {
        self.fields().iter().find(|field| matches!(field.kind, FieldKind::Case))
    }

    /// The field that names a file to be taken in, where it asks for one.
    #[must_use]
    pub fn attachment_field(&self) -> Option<&'static Field> {
        self.fields().iter().find(|field| matches!(field.kind, FieldKind::File(FileForm::Attachment)))
    }

    /// The recorded reverse of this act, where it has one.
    #[must_use]
    pub fn reverse(&self) -> Option<&'static Self> {
        let leaves = self.on_case().ok()?.leaves?;
        case_act_that(|on| on.undoes == Some(leaves))
    }
}
