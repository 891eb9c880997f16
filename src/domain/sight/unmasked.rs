//! What was read of the record before it is masked. There is no way into it but through the masking, so that nothing
//! can be shown by an oversight.

use super::masking::{mask_contact, mask_name};
use crate::domain::case::Case;
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
