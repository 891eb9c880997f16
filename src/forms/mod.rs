//! Papers: from a case to a sheet, and from a sheet to a file or to text on the screen. A form is one file and one line
//! in [`FORMS`]; what it shows is only what its annex has cells for.
//!
//! Who may see what was decided before: a form is given a case as its reader may see it.

pub mod bulletin;
pub mod bulletin_book;
mod card;
mod china;
mod circular;
mod docx;
mod extension;
mod facts;
mod fields;
mod follow_up;
mod fonts;
mod meeting;
mod proposal;
mod reply;
mod reply_form;
mod report_up;
mod specimen;
pub mod spreadsheet;
pub mod table_file;
mod template;
mod transfer;
mod urge;

use crate::domain::meeting::Meeting;
use crate::domain::paper::{PaperKind, Sheet};
use crate::domain::town::org::Org;

pub use docx::{Foot, docx};
pub use facts::{Facts, Missing};
pub use fields::{About, TemplateField, Values, fields, written};
pub use fonts::outside_gb2312;
pub use template::{LONGEST, Template, built_in};

/// How the papers of one kind are laid out.
pub struct Form {
    /// Which paper it is.
    pub kind: PaperKind,
    /// What it looks like, filled in.
    pub lay_out: LayOut,
}

/// What a form is filled in from.
pub enum LayOut {
    /// A case as its reader may see it.
    Case(fn(&Facts<'_>) -> Result<Sheet, Missing>),
    /// A meeting with the sections of its record.
    Meeting(fn(&Meeting, &[String], &Org) -> Result<Sheet, Missing>),
}

/// Every form, the annexes of the notice first.
pub static FORMS: &[Form] = &[
    reply::FORM,
    meeting::FORM,
    proposal::FORM,
    reply_form::FORM,
    transfer::FORM,
    urge::FORM,
    report_up::FORM,
    extension::FORM,
    follow_up::FORM,
    card::FORM,
    circular::FORM,
];

impl Form {
    /// The paper of a case; `None` where papers of this kind are about something else.
    #[must_use]
    pub fn of_case(kind: PaperKind, facts: &Facts<'_>) -> Option<Result<Sheet, Missing>> {
        FORMS.iter().filter(|form| form.kind == kind).find_map(|form| match form.lay_out {
            LayOut::Case(lay_out) => Some(lay_out(facts)),
            LayOut::Meeting(_) => None,
        })
    }

    /// The record of a meeting, with its sections in the order of the agenda.
    ///
    /// # Errors
    /// What is missing on it.
    pub fn of_meeting(meeting: &Meeting, sections: &[String], org: &Org) -> Result<Sheet, Missing> {
        let laid_out = FORMS.iter().find_map(|form| match form.lay_out {
            LayOut::Case(_) => None,
            LayOut::Meeting(lay_out) => Some(lay_out(meeting, sections, org)),
        });
        laid_out.unwrap_or_else(|| Err(Missing(vec!["会议记录的版式"])))
    }
}

#[cfg(test)]
mod tests;
