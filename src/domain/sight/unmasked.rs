//! What was read of the record before it is masked. The only ways into it are the masking and [`Unmasked::in_full`],
//! which the gate of the office alone names, so that nothing can be shown by an oversight.

use super::masking::{mask_contact, mask_name};
use crate::domain::case::Case;
use crate::domain::event::fact::Fact;
use crate::domain::event::{CaseEvent, Corrected, Recorded};
use crate::domain::sealable::SealClass;
use crate::domain::view::columns::{self, ColumnWords};
use crate::domain::view::listing::{ListRow, Page};

/// A value as it was read, in which who complains may stand in full.
pub struct Unmasked<T>(T);

impl<T: Mask> Unmasked<T> {
    pub const fn new(value: T) -> Self {
        Self(value)
    }

    /// The value as everybody may see it who may see it at all.
    pub fn masked(mut self) -> T {
        self.0.mask();
        self.0
    }

    /// The value with everything in it, for comparing and for whom the identity is revealed to. Named by the gate of
    /// the office and nowhere else, which a test holds.
    pub const fn in_full(&self) -> &T {
        &self.0
    }
}

/// A case with everything recorded of it.
pub struct CaseOnRecord {
    pub case: Case,
    /// The events it was folded from, oldest first.
    pub history: Vec<Recorded>,
}

/// What can say who complains.
pub trait Mask {
    /// Masks it in place; masking twice changes nothing more.
    fn mask(&mut self);
}

impl Mask for Case {
    fn mask(&mut self) {
        if let Some(name) = &mut self.complainant.name {
            name.mask(mask_name);
        }
        if let Some(contact) = &mut self.complainant.contact {
            contact.mask(mask_contact);
        }
        // Columns without a place here may say it too; nobody has said otherwise of any of them.
        self.other = self.other.take().map(|other| columns::masked(other, &ColumnWords::new()));
    }
}

impl Mask for CaseOnRecord {
    fn mask(&mut self) {
        self.case.mask();
        self.history.iter_mut().for_each(|recorded| recorded.event.mask());
    }
}

/// Masks what the event's sentence quotes: of all events only a correction tells of an identity.
impl Mask for CaseEvent {
    fn mask(&mut self) {
        if let Self::Corrected(Corrected { before, after, .. }) = self {
            for fact in [before, after] {
                let is_name = matches!(fact, Fact::Complainant(_));
                if let Some((SealClass::Identity, text)) = fact.sealable_mut() {
                    text.mask(if is_name { mask_name } else { mask_contact });
                }
            }
        }
    }
}

impl Mask for ListRow {
    fn mask(&mut self) {
        self.complainant = self.complainant.as_deref().map(mask_name);
    }
}

impl Mask for Page {
    fn mask(&mut self) {
        self.rows.iter_mut().for_each(Mask::mask);
    }
}
