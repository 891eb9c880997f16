//! What was read of the record before it is masked. The only ways into it are the masking and [`Unmasked::in_full`],
//! which the gate of the office alone names, so that nothing can be shown by an oversight.

mod earlier;

use super::identity::{Identity, is_about_a_namesake};
use super::masking::{mask_contact, mask_name};
use super::meanwhile::recorded_meanwhile;
use crate::domain::attachment::Attachment;
use crate::domain::case::respondents::Register;
use crate::domain::case::{Case, Complainant};
use crate::domain::event::{CaseEvent, Recorded};
use crate::domain::ids::CaseId;
use crate::domain::sealable::SealClass;
use crate::domain::town::org::{Org, Person};
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
    /// Masks who complains in this case in the names of files that another record keeps; says whether that is known still,
    /// so that it could be masked.
    pub fn mask_names(&self, files: &mut [Attachment], register: &Register) -> bool {
        let case = &self.0.case;
        let identity = Identity::of(&case.complainant);
        for file in files {
            identity.mask(&mut file.name, register);
        }
        !case.sealed && !case.identity_erased
    }

    /// The case as everybody may see it who may see it at all; the register tells places from names.
    pub fn masked(mut self, register: &Register) -> CaseOnRecord {
        let CaseOnRecord { case, history, known_since, .. } = &mut self.0;
        let Complainant { name, contact, former_names, former_contacts } = std::mem::take(known_since);
        let known = (case.complainant.former_names.len(), case.complainant.former_contacts.len());
        case.complainant.former_names.extend(name.into_iter().chain(former_names));
        case.complainant.former_contacts.extend(contact.into_iter().chain(former_contacts));
        let identity = Identity::of(&case.complainant);
        for recorded in history {
            mask_event(&mut recorded.event, &identity, register);
        }
        mask_case(case, register);
        // What was not known then is no part of the case as it stood.
        case.complainant.former_names.truncate(known.0);
        case.complainant.former_contacts.truncate(known.1);
        self.0
    }

    /// The same without what was decided while the reader stood aside from it.
    pub fn without_meanwhile(mut self, reader: &Person, org: &Org) -> Self {
        let mut withheld = recorded_meanwhile(reader, &self.0.history, org);
        withheld.append(&mut self.0.withheld);
        withheld.sort_unstable();
        withheld.dedup();
        self.0.withhold(withheld);
        self
    }

    /// The same without the numbers of linked cases that the reader may not see.
    pub fn without_numbers(mut self, hidden: &[String]) -> Self {
        if !hidden.is_empty() {
            self.0.history.iter_mut().for_each(|recorded| recorded.event.unname(hidden));
            self.0.fold_again();
        }
        self
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
    /// Places of those that are withheld from the reader.
    pub withheld: Vec<u32>,
    /// What was recorded of the complainant later, where the case is shown as it stood earlier.
    known_since: Complainant,
}

impl CaseOnRecord {
    /// As it was read.
    #[must_use]
    pub fn of(case: Case, history: Vec<Recorded>) -> Self {
        Self { case, history, withheld: Vec::new(), known_since: Complainant::default() }
    }

    /// Every case that this one is or was linked to, with its number.
    #[must_use]
    pub fn linked(&self) -> Vec<(CaseId, String)> {
        let links = self.history.iter().filter_map(|recorded| recorded.event.linked());
        links.map(|(id, number)| (id, number.to_owned())).collect()
    }
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
    let names_file = matches!(event, CaseEvent::Attached(_));
    for (place, class, text) in event.sealables_mut() {
        match class {
            SealClass::Text => identity.mask(text, register),
            // A name of a file is a text like others; only that it goes with the identity is different.
            SealClass::Identity if names_file => identity.mask(text, register),
            // A frozen paper quotes whoever complains among everything else.
            SealClass::Identity if place == "sheet" => identity.mask(text, register),
            SealClass::Identity if corrects_name || place == "complainant" => text.mask(mask_name),
            SealClass::Identity => text.mask(mask_contact),
        }
    }
}

fn mask_row(row: &mut ListRow) {
    row.complainant = row.complainant.as_deref().map(mask_name);
}
