//! The office's own templates: which file each kind of paper is made from, and every version there was.

use super::event::{TemplateReset, TemplateSet, TownEvent};
use crate::domain::ids::PersonId;
use crate::domain::paper::PaperKind;
use crate::domain::time::Moment;

/// One version of a template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnTemplate {
    pub kind: PaperKind,
    /// From 1, counted per kind.
    pub version: u32,
    /// The name of the file as it was imported.
    pub name: String,
    /// Of its bytes, lower-case hexadecimal.
    pub sha256: String,
    pub set_at: Moment,
    pub set_by: PersonId,
    /// Whether new papers are made from it.
    pub is_in_force: bool,
}

/// Every version of every template, by kind and version.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Templates(pub Vec<OwnTemplate>);

impl Templates {
    /// The template that new papers of this kind are made from; `None` for the built-in layout.
    #[must_use]
    pub fn in_force(&self, kind: PaperKind) -> Option<&OwnTemplate> {
        self.0.iter().find(|own| own.kind == kind && own.is_in_force)
    }

    /// How a fact of the town changes them. A template that is imported again is a version of its own.
    pub fn take(&mut self, event: &TownEvent, by: PersonId, at: Moment) {
        let (kind, set) = match event {
            TownEvent::TemplateSet(set) => (set.kind, Some(set)),
            TownEvent::TemplateReset(TemplateReset { kind }) => (*kind, None),
            TownEvent::Founded(_)
            | TownEvent::Named(_)
            | TownEvent::Attested(_)
            | TownEvent::ActedAs(_)
            | TownEvent::OrgChanged(_)
            | TownEvent::Delegated(_)
            | TownEvent::DelegationRevoked(_)
            | TownEvent::SettingChanged(_)
            | TownEvent::ColumnSaid(_)
            | TownEvent::CalendarLoaded(_)
            | TownEvent::AlertAcknowledged(_)
            | TownEvent::DisclosureAlertAcknowledged(_)
            | TownEvent::Imported(_)
            | TownEvent::PapersExported(_)
            | TownEvent::LedgerExported(_)
            | TownEvent::ReportFrozen(_)
            | TownEvent::DraftsErased(_)
            | TownEvent::CopiesErased(_)
            | TownEvent::TimeConfirmed(_)
            | TownEvent::Restored(_)
            | TownEvent::RightsProposed(_)
            | TownEvent::RightsAwaited(_)
            | TownEvent::RightsConfirmed(_)
            | TownEvent::RightsDeclined(_)
            | TownEvent::HandOverListed(_)
            | TownEvent::HandOverSigned(_)
            | TownEvent::MattersChanged(_) => return,
        };
        let of_kind = self.0.iter_mut().filter(|own| own.kind == kind);
        let before = of_kind.map(|own| own.is_in_force = false).count();
        if let Some(TemplateSet { kind, name, sha256, .. }) = set {
            self.0.push(OwnTemplate {
                kind: *kind,
                version: u32::try_from(before).unwrap_or(u32::MAX).saturating_add(1),
                name: name.clone(),
                sha256: sha256.clone(),
                set_at: at,
                set_by: by,
                is_in_force: true,
            });
            self.0.sort_by_key(|own| (own.kind, own.version));
        }
    }
}
