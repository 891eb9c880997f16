//! How the town stood at the end of a replay, for whoever looks back at an earlier point of the record.

use super::super::super::error::StoreError;
use super::super::super::town::fold_settings;
use super::super::super::{Snapshot, TownAsOf};
use super::Town;
use crate::domain::calendar::Calendar;
use crate::domain::code::Coded as _;
use crate::domain::town::event::OrgChanged;
use crate::domain::town::org::Org;
use crate::domain::town::setting_key::SettingKey;

impl Town {
    /// Organisation, calendar, settings, templates and columns as these events leave them. What the record does not say
    /// is taken from the present: an old version recorded no names of the town.
    ///
    /// # Errors
    /// `Damaged` when an event or a value could not be read.
    pub fn standing(self, present: &Snapshot<'_>) -> Result<TownAsOf, StoreError> {
        if let Some(bad) = self.unreadable {
            return Err(StoreError::Damaged(format!("全镇的记录：{}", bad.reason)));
        }
        let now = present.org()?;
        let said = self.org.map_or_else(|| OrgChanged::to(&now), |(_, said)| said);
        let names = self.names.map(|(_, town, district)| (town, district));
        let (town, district) = names.unwrap_or((now.town, now.district));
        let mut waiting = self.waiting;
        waiting.phase = now.waiting.phase;
        let org =
            Org { town, district, delegations: self.delegations, former: self.former, waiting, ..said.org() };
        let mut stored = Vec::with_capacity(self.settings.len());
        for (key, (_, value)) in &self.settings {
            let known = SettingKey::from_code(key);
            let known = known.ok_or_else(|| StoreError::Damaged(format!("设置“{key}”")))?;
            stored.push((known, value.as_str()));
        }
        Ok(TownAsOf {
            org,
            calendar: self
                .notices
                .into_values()
                .fold(Calendar::embedded(), |calendar, (_, notice)| calendar.with(notice)),
            settings: fold_settings(stored)?,
            templates: self.templates,
            columns: self.columns,
        })
    }
}
