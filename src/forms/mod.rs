//! Papers: from a case to a sheet, and from a sheet to a file or to text on the screen. A form is one file and one line
//! in [`FORMS`]; what it shows is only what its annex has cells for.
//!
//! Who may see what was decided before: a form is given a case as its reader may see it.

mod china;
mod docx;
mod extension;
mod facts;
mod follow_up;
mod fonts;
mod proposal;
mod reply;
mod reply_form;
mod report_up;
mod transfer;
mod urge;

use crate::domain::paper::{PaperKind, Sheet};

pub use docx::{Foot, docx};
pub use facts::{Facts, Missing, Phrases};
pub use fonts::outside_gb2312;

/// How the papers of one kind are laid out.
pub struct Form {
    /// Which paper it is.
    pub kind: PaperKind,
    /// What it looks like, filled in.
    pub lay_out: fn(&Facts<'_>) -> Result<Sheet, Missing>,
}

/// Every form of a case.
pub static FORMS: &[Form] = &[
    reply::FORM,
    proposal::FORM,
    reply_form::FORM,
    transfer::FORM,
    urge::FORM,
    report_up::FORM,
    extension::FORM,
    follow_up::FORM,
];

/// The form of this kind.
#[must_use]
pub fn form(kind: PaperKind) -> Option<&'static Form> {
    FORMS.iter().find(|form| form.kind == kind)
}

#[cfg(test)]
mod tests;
