//! What was read of the record before it is masked. The only ways into it are the masking and [`Unmasked::in_full`],
//! which the gate of the office alone names, so that nothing can be shown by an oversight.

use super::identity::{Identity, is_about_a_namesake};
use super::masking::{mask_contact, mask_name};
use crate::domain::case::Case;
use crate::domain::case::respondents::Register;
use crate::domain::event::{CaseEvent, Recorded};
use crate::domain::sealable::SealClass;
use crate::domain::view::columns::{self, ColumnWords};
use crate::domain::view::listing::{ListRow, Page};

/// A value as it was read, in which who complains may stand in full.
pub struct Unmasked<T>(T);

impl<T> Unmasked<T> {
    pub const fn new(value: T) -> Self {
        Self(value)
    }

    /// The value with everything in it, for comparing and for whom the identity is revealed to. Named by the gate of
    /// the office and nowhere else, which a test holds.
    pub const fn in_full(&self) -> &T {
        &self.0
    }
}

impl Unmasked<CaseOnRecord> {
    /// The case as everybody may see it who may see it at all; the register tells places from names.
    pub fn masked(mut self, register: &Register) -> CaseOnRecord {
        let CaseOnRecord { case, history } = &mut self.0;
        let identity = Identity::of(&case.complainant);
        for recorded in history {
            mask_event(&mut recorded.event, &identity, register);
        }
        mask_case(case, register);
        self.0
    }
}

impl Unmasked<Page> {
    /// The rows as everybody may see them; their titles were masked when they were written.
    pub fn masked(mut self) -> Page {
        self.0.rows.iter_mut().for_each(mask_row);
        self.0
    }
}

/// A case with everything recorded of it.
pub struct CaseOnRecord {
    pub case: Case,
    /// The events it was folded from, oldest first.
    pub history: Vec<Recorded>,
}

/// Masks who complains, wherever the case says it; masking twice changes nothing more.
pub fn mask_case(case: &mut Case, register: &Register) {
    let identity = Identity::of(&case.complainant);
    let respondent = case.respondent.name.clone().filter(|_| is_about_a_namesake(case));
    case.each_text_mut(|text| identity.mask(text, register));
    if respondent.is_some() {
        case.respondent.name = respondent;
    }
    let complainant = &mut case.complainant;
    complainant.name.iter_mut().for_each(|name| name.mask(mask_name));
    complainant.contact.iter_mut().for_each(|contact| contact.mask(mask_contact));
    complainant.former_names.iter_mut().for_each(|name| name.mask(mask_name));
    complainant.former_contacts.iter_mut().for_each(|contact| contact.mask(mask_contact));
    // Columns without a place here may say it too; nobody has said otherwise of any of them.
    case.other = case.other.take().map(|other| columns::masked(other, &ColumnWords::new()));
}

/// Masks what the event's sentence quotes, whichever of its texts that is.
fn mask_event(event: &mut CaseEvent, identity: &Identity, register: &Register) {
    let corrects_name = event.corrects_complainant_name();
    for (place, class, text) in event.sealables_mut() {
        match class {
            SealClass::Text => identity.mask(text, register),
            SealClass::Identity if corrects_name || place == "complainant" => text.mask(mask_name),
            SealClass::Identity => text.mask(mask_contact),
        }
    }
}

fn mask_row(row: &mut ListRow) {
    row.complainant = row.complainant.as_deref().map(mask_name);
}
