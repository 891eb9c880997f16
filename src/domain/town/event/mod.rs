//! Everything that can have happened to the town itself and not to a case, as recorded facts, in families of one file
//! each. They stand in the same chain, in a stream of their own.
//!
//! A fact is a struct with its [`TownFact`] beside it; it is named once more, in the list below, from which
//! [`TownEvent`] and its stored form are made.

mod figures;
mod founding;
mod hand_over;
mod keeping;
mod matters;
mod organisation;
mod rights;
mod rules;
mod templates;

use super::org::Org;
use crate::domain::stored;

pub use figures::ReportFrozen;
pub use founding::{ActedAs, Attested, Founded, Named};
pub use hand_over::{HandOverListed, HandOverSigned};
pub use keeping::{
    CopiesErased, DraftsErased, Imported, LedgerExported, PapersExported, Restored, TimeConfirmed,
};
pub use matters::MattersChanged;
pub use organisation::{Delegated, DelegationRevoked, OrgChanged, PersonRecord, UnitRecord};
pub use rights::{RightsAwaited, RightsConfirmed, RightsDeclined, RightsProposed};
pub use rules::{AlertAcknowledged, CalendarLoaded, ColumnSaid, DisclosureAlertAcknowledged, SettingChanged};
pub use templates::{TemplateReset, TemplateSet};

/// One kind of recorded fact about the town: past tense, never changed, never deleted.
pub trait TownFact {
    /// Its stored name, as in the record and in result lines.
    const CODE: &'static str;

    /// What happened, in one Chinese sentence without its full stop.
    fn sentence(&self, org: &Org) -> String;
}

stored::facts! {
    TownEvent of TownFact:
    Founded, Named, Attested(Box<Attested>), ActedAs,
    OrgChanged, Delegated, DelegationRevoked,
    SettingChanged, ColumnSaid, CalendarLoaded, AlertAcknowledged, DisclosureAlertAcknowledged,
    Imported, PapersExported, LedgerExported, DraftsErased, CopiesErased, TimeConfirmed, Restored,
    RightsProposed, RightsAwaited, RightsConfirmed(Box<RightsConfirmed>), RightsDeclined,
    HandOverListed, HandOverSigned,
    MattersChanged,
    TemplateSet, TemplateReset,
    ReportFrozen,
}

#[cfg(test)]
mod tests;
