//! The town's settings and loaded calendars: few rows, read whole when a session begins and when another session
//! changed them.

use rusqlite::params;

use super::error::StoreError;
use super::streams::TOWN;
use super::{Records, Snapshot, stream_facts};
use crate::domain::calendar::{Calendar, YearNotice};
use crate::domain::code::Coded as _;
use crate::domain::stream::RecordedFact;
use crate::domain::town::event::TownEvent;
use crate::domain::town::setting_key::SettingKey;
use crate::domain::town::settings::Settings;
use crate::domain::words::StreamKind;

impl Snapshot<'_> {
    /// Facts of the town before this place in its stream, or the newest; the newest first, at most so many.
    ///
    /// # Errors
    /// `Damaged` when a fact cannot be read.
    pub fn town_facts(
        &self,
        before: Option<u32>,
        at_most: u32,
    ) -> Result<Vec<RecordedFact<TownEvent>>, StoreError> {
        stream_facts::newest(self.connection, (TOWN, StreamKind::Town), before, at_most)
    }

    /// The settings in force.
    ///
    /// # Errors
    /// `Damaged` when a stored value is none that its key takes.
    pub fn settings(&self) -> Result<Settings, StoreError> {
        let mut statement = self.connection.prepare_cached("SELECT key, value FROM settings")?;
        let mut rows = statement.query([])?;
        let mut stored: Vec<(SettingKey, String)> = Vec::new();
        while let Some(row) = rows.next()? {
            let key: String = row.get(0)?;
            let known = SettingKey::from_code(&key).ok_or_else(|| damaged(&key))?;
            stored.push((known, row.get(1)?));
        }
        fold_settings(stored.iter().map(|(key, value)| (*key, value.as_str())))
    }

    /// The compiled-in calendar with every notice that was loaded since.
    ///
    /// # Errors
    /// `Damaged` when a stored notice cannot be read.
    pub fn calendar(&self) -> Result<Calendar, StoreError> {
        let mut statement = self.connection.prepare_cached("SELECT year, body FROM notices ORDER BY year")?;
        let mut rows = statement.query([])?;
        let mut calendar = Calendar::embedded();
        while let Some(row) = rows.next()? {
            let (year, body): (i64, String) = (row.get(0)?, row.get(1)?);
            let notice: YearNotice = serde_json::from_str(&body)
                .map_err(|_| StoreError::Damaged(format!("{year}年的节假日安排")))?;
            calendar = calendar.with(notice);
        }
        Ok(calendar)
    }

    /// A number that grows whenever organisation, settings or calendar change. Whoever decides by a copy of them
    /// compares it inside its own transaction.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn revision(&self) -> Result<i64, StoreError> {
        match self.meta("town_revision")? {
            Some(text) => text.parse().map_err(|_| StoreError::Damaged("全镇设置的版本号".to_owned())),
            // Nothing of the town was written yet.
            None => Ok(0),
        }
    }
}

impl Records<'_> {
    /// Keeps a setting's value; sessions notice by the revision.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn write_setting(&self, key: SettingKey, value: &str) -> Result<(), StoreError> {
        self.connection
            .prepare_cached(
                "INSERT INTO settings (key, value) VALUES (?1, ?2) ON CONFLICT (key) DO UPDATE SET value = ?2",
            )?
            .execute([key.code(), value])?;
        self.bump_revision()
    }

    /// Keeps a notice in the place of the former one of its year; sessions notice by the revision.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn write_notice(&self, notice: &YearNotice) -> Result<(), StoreError> {
        let body = serde_json::to_string(notice).map_err(|error| StoreError::Other(error.to_string()))?;
        self.connection
            .prepare_cached(
                "INSERT INTO notices (year, body) VALUES (?1, ?2) ON CONFLICT (year) DO UPDATE SET body = ?2",
            )?
            .execute(params![notice.year, body])?;
        self.bump_revision()
    }

    pub(super) fn bump_revision(&self) -> Result<(), StoreError> {
        self.set_meta("town_revision", &(self.revision()? + 1).to_string())
    }
}

/// Settings out of stored values. Office hours are valid as a pair only, so whichever of the two can be taken first
/// makes room for the other.
pub(super) fn fold_settings<'a>(
    stored: impl IntoIterator<Item = (SettingKey, &'a str)>,
) -> Result<Settings, StoreError> {
    let mut settings = Settings::default();
    let mut later = Vec::new();
    for (key, value) in stored {
        match settings.with(key, value) {
            Ok(changed) => settings = changed,
            Err(_) => later.push((key, value)),
        }
    }
    for (key, value) in later {
        settings = settings.with(key, value).map_err(|_| damaged(key.code()))?;
    }
    Ok(settings)
}

fn damaged(key: &str) -> StoreError {
    StoreError::Damaged(format!("设置“{key}”"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn office_hours_are_read_in_whatever_order_they_are_stored() {
        for stored in [
            [(SettingKey::OfficeHoursFrom, "19:00"), (SettingKey::OfficeHoursTo, "23:00")],
            [(SettingKey::OfficeHoursTo, "23:00"), (SettingKey::OfficeHoursFrom, "19:00")],
            [(SettingKey::OfficeHoursTo, "08:00"), (SettingKey::OfficeHoursFrom, "07:00")],
        ] {
            let settings = fold_settings(stored).unwrap();
            for (key, value) in stored {
                assert_eq!(settings.value(key), value);
            }
        }
        assert!(fold_settings([(SettingKey::TriageLimit, "0")]).is_err());
    }
}
