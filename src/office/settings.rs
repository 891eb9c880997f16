//! The town-wide settings: read by everybody, set by the administrator, each change a fact of the record.

use super::{Office, OfficeError};
use crate::actions::set_setting;
use crate::domain::code::Coded as _;
use crate::domain::refusal::{Refusal, RefusalCode};
use crate::domain::time::Moment;
use crate::domain::town::event::{SettingChanged, TownEvent};
use crate::domain::town::setting_key::SettingKey;
use crate::domain::town::settings::Settings;
use crate::domain::words::Position;

/// A setting before and after; equal when there was nothing to change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SettingChange {
    pub key: SettingKey,
    /// As `ydt settings` writes it.
    pub before: String,
    pub after: String,
}

impl Office {
    /// The settings in force.
    #[must_use]
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// Sets one value. Limits count for clocks that start later; what is 临期 counts for running ones at once.
    ///
    /// # Errors
    /// `not_permitted` unless the actor is administrator; `invalid_value`; a store failure.
    pub fn set_setting(
        &mut self,
        key: SettingKey,
        value: &str,
        now: Moment,
    ) -> Result<SettingChange, OfficeError> {
        let id = self.town_act("setting", now)?;
        match self.perform_town(&id, &set_setting::ACT, &set_setting::answers(key, value), now) {
            Ok(events) => match events.into_iter().next() {
                Some(TownEvent::SettingChanged(SettingChanged { before, after, .. })) => {
                    Ok(SettingChange { key, before, after })
                }
                Some(_) | None => Ok(self.unchanged(key)),
            },
            Err(OfficeError::Refused(refusal)) if refusal.code == RefusalCode::NothingToDo => {
                Ok(self.unchanged(key))
            }
            Err(other) => Err(other),
        }
    }

    fn unchanged(&self, key: SettingKey) -> SettingChange {
        let value = self.settings.value(key);
        SettingChange { key, before: value.clone(), after: value }
    }

    /// Refuses whoever does not administer the town.
    pub(super) fn require_administrator(&self, what: &str) -> Result<(), Refusal> {
        if self.actor.holds(Position::Administrator) {
            return Ok(());
        }
        Err(Refusal::new(
            RefusalCode::NotPermitted,
            format!(
                "{what}由{}维护，{}不能修改；请找系统管理员办理。",
                Position::Administrator.label(),
                self.actor.name
            ),
        ))
    }

    /// An id for an act on the town that no other act has.
    pub(super) fn town_act(&self, what: &str, now: Moment) -> Result<String, OfficeError> {
        let head = self.head()?;
        Ok(format!("{what}-{now}-{}-{}", self.actor.id.0, head.count))
    }
}
