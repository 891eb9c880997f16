//! Who knew of which reminder and when: alerts of cases and reminders of disclosure. Raising one is no event, so only that
//! is proven.

use std::collections::BTreeMap;

use rusqlite::Connection;

use super::super::error::StoreError;
use super::super::journal::Entry;
use super::{FirstBad, Found};
use crate::domain::disclosure::code_of;
use crate::domain::town::event::{AlertAcknowledged, DisclosureAlertAcknowledged};

/// One fact: that somebody knows.
struct Said {
    position: i64,
    alert: i64,
    disclosure: String,
    at: String,
    by: i64,
}

/// What the facts say.
#[derive(Default)]
pub struct Known {
    /// Of alerts of cases: position, moment, person and case number, by the alert's number.
    cases: BTreeMap<i64, (i64, String, i64, String)>,
    /// Of reminders of disclosure, in the order of the record.
    disclosures: Vec<Said>,
}

impl Known {
    /// Somebody knew of an alert of a case.
    pub fn of_case(&mut self, fact: AlertAcknowledged, entry: &Entry<'_>) {
        let said = (entry.position, entry.at.to_owned(), entry.actor, fact.case_no);
        self.cases.entry(fact.alert).or_insert(said);
    }

    /// Somebody knew of a reminder of disclosure, and with it of the milder ones of the same record.
    pub fn of_disclosure(&mut self, fact: DisclosureAlertAcknowledged, entry: &Entry<'_>) {
        let DisclosureAlertAcknowledged { alert, disclosure } = fact;
        let (position, at, by) = (entry.position, entry.at.to_owned(), entry.actor);
        self.disclosures.push(Said { position, alert, disclosure, at, by });
    }

    /// Every alert of a case that somebody knew of, as the facts say, and no other.
    pub fn compare_cases(&self, connection: &Connection) -> Result<Found, StoreError> {
        let mut statement = connection.prepare(
            "SELECT a.alert_id, a.acknowledged_at, a.acknowledged_by, c.case_no
             FROM alerts a JOIN cases c USING (case_id)
             WHERE a.acknowledged_at IS NOT NULL OR a.acknowledged_by IS NOT NULL",
        )?;
        let mut rows = statement.query([])?;
        let mut count = 0;
        while let Some(row) = rows.next()? {
            let stored = (row.get::<_, Option<String>>(1)?, row.get::<_, Option<i64>>(2)?, row.get(3)?);
            let said = self.cases.get(&row.get(0)?);
            let expected = said.map(|(_, at, by, case_no)| (Some(at.clone()), Some(*by), case_no.clone()));
            if expected != Some(stored) {
                let position = said.map_or(0, |(position, ..)| *position);
                return Ok(Some(FirstBad::at(position, "提醒的已阅情况与记录不符")));
            }
            count += 1;
        }
        Ok((count != self.cases.len()).then(|| FirstBad::at(0, "有人已阅的提醒不见了")))
    }

    /// The same of reminders of disclosure. Versions before these facts recorded none, so what somebody knew before the
    /// first of them is not compared.
    pub fn compare_disclosures(&self, connection: &Connection) -> Result<Found, StoreError> {
        let Some(first) = self.disclosures.first() else { return Ok(None) };
        let mut statement = connection.prepare(
            "SELECT a.alert_id, d.no, a.acknowledged_at, a.acknowledged_by
             FROM disclosure_alerts a JOIN disclosures d USING (disclosure_id)",
        )?;
        let mut rows = statement.query([])?;
        let mut by_record: BTreeMap<&str, Vec<&Said>> = BTreeMap::new();
        for said in &self.disclosures {
            by_record.entry(&said.disclosure).or_default().push(said);
        }
        let mut lost: BTreeMap<i64, &Said> = self.disclosures.iter().map(|said| (said.alert, said)).collect();
        while let Some(row) = rows.next()? {
            let (alert, code) = (row.get::<_, i64>(0)?, code_of(row.get(1)?));
            let stored = row.get::<_, Option<String>>(2)?.zip(row.get::<_, Option<i64>>(3)?);
            let is_named = lost.remove(&alert).is_some();
            let said = by_record.get(code.as_str()).into_iter().flatten().find(|said| said.alert >= alert);
            // Whoever names a reminder is the first who knows of it; of a milder one somebody may have known before.
            let is_older = !is_named && stored.as_ref().is_some_and(|(at, _)| *at < first.at);
            let expected = said.map(|said| (said.at.clone(), said.by));
            if !is_older && stored != expected {
                let position = said.map_or(0, |said| said.position);
                return Ok(Some(FirstBad::at(position, "公示提醒的知晓情况与记录不符")));
            }
        }
        Ok(lost.values().next().map(|said| FirstBad::at(said.position, "有人已知晓的公示提醒不见了")))
    }
}
