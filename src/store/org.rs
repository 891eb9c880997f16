//! The organisation's rows: read whole (a town has some sixty people), replaced in one transaction.

use rusqlite::params;

use super::error::StoreError;
use super::journal;
use super::streams::TOWN;
use super::summary::word;
use super::{Records, Snapshot, Stamp, masked, respondents};

use crate::domain::case::respondents::Register;
use crate::domain::code::Coded as _;
use crate::domain::ids::{ChainPlace, PersonId, UnitId};
use crate::domain::time::Moment;
use crate::domain::town::event::{OrgChanged, TownEvent};
use crate::domain::town::former_names::FormerNames;
use crate::domain::town::org::{Org, Person, Unit};

/// Words of the table `former_names` for what had the name.
const UNIT: &str = "unit";
const PERSON: &str = "person";

impl Snapshot<'_> {
    /// Units, people, positions.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn org(&self) -> Result<Org, StoreError> {
        let mut org =
            Org { town: self.known_meta("town")?, district: self.known_meta("district")?, ..Org::default() };
        let mut statement = self
            .connection
            .prepare_cached("SELECT unit_id, name, kind, active FROM units ORDER BY unit_id")?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let kind = word(&row.get::<_, String>(2)?)?;
            org.units.push(Unit { id: UnitId(row.get(0)?), name: row.get(1)?, kind, active: row.get(3)? });
        }
        org.people = self.people()?;
        org.delegations = self.delegations()?;
        org.former = self.former_names()?;
        org.waiting = self.rights_waiting()?;
        Ok(org)
    }

    /// What units and people were called before.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn former_names(&self) -> Result<FormerNames, StoreError> {
        let mut former = FormerNames::default();
        let mut statement =
            self.connection.prepare_cached("SELECT subject, number, until, name FROM former_names")?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let (subject, number): (String, i64) = (row.get(0)?, row.get(1)?);
            let (until, name) = (ChainPlace(row.get(2)?), row.get(3)?);
            if subject == UNIT {
                former.add_unit(UnitId(number), until, name);
            } else {
                former.add_person(PersonId(number), until, name);
            }
        }
        Ok(former)
    }

    /// Every recorded organisation, oldest first, with who recorded it and when.
    ///
    /// # Errors
    /// `Damaged` when one cannot be read.
    pub fn org_changes(&self) -> Result<Vec<(PersonId, Moment, TownEvent)>, StoreError> {
        let mut statement = self
            .connection
            .prepare_cached("SELECT actor, at, body FROM events WHERE stream_id = ?1 ORDER BY seq")?;
        let mut rows = statement.query([TOWN.0])?;
        let mut changes = Vec::new();
        while let Some(row) = rows.next()? {
            let (at, body): (String, String) = (row.get(1)?, row.get(2)?);
            let damaged = || StoreError::Damaged("全镇的记录".to_owned());
            let event: TownEvent = serde_json::from_str(&body).map_err(|_| damaged())?;
            if matches!(event, TownEvent::OrgChanged(_)) {
                changes.push((PersonId(row.get(0)?), Moment::parse(&at).ok_or_else(damaged)?, event));
            }
        }
        Ok(changes)
    }

    /// Where the organisation that stands was recorded in the chain.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn org_place(&self) -> Result<Option<ChainPlace>, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT max(position) FROM events WHERE stream_id = ?1 AND body LIKE '{\"event\":\"org_changed\",%'",
        )?;
        Ok(statement.query_row([TOWN.0], |row| row.get::<_, Option<i64>>(0))?.map(ChainPlace))
    }

    /// Units, people and the town's names as they were recorded at this place; `None` when no organisation was
    /// recorded there.
    ///
    /// # Errors
    /// `Damaged` when a fact cannot be read.
    pub fn org_recorded_at(&self, place: ChainPlace) -> Result<Option<Org>, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT position, body FROM events WHERE stream_id = ?1 AND position <= ?2 ORDER BY position",
        )?;
        let mut rows = statement.query([TOWN.0, place.0])?;
        let (mut found, mut names) = (None, None);
        while let Some(row) = rows.next()? {
            let (position, body): (i64, String) = (row.get(0)?, row.get(1)?);
            let event: TownEvent =
                serde_json::from_str(&body).map_err(|_| StoreError::Damaged("全镇的记录".to_owned()))?;
            if let TownEvent::OrgChanged(changed) = &event {
                found = (position == place.0).then(|| changed.org());
            } else if let TownEvent::Founded(founded) = &event {
                names = Some((founded.town.clone(), founded.district.clone()));
            } else if let TownEvent::Named(named) = &event {
                names = Some((named.town.clone(), named.district.clone()));
            }
        }
        let (town, district) = names.unwrap_or_default();
        Ok(found.map(|org| Org { town, district, ..org }))
    }

    fn people(&self) -> Result<Vec<Person>, StoreError> {
        let mut people = Vec::new();
        let mut statement = self.connection.prepare_cached(
            "SELECT person_id, name, login, unit_id, active FROM people ORDER BY person_id",
        )?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            people.push(Person {
                id: PersonId(row.get(0)?),
                name: row.get(1)?,
                login: row.get(2)?,
                unit: row.get::<_, Option<i64>>(3)?.map(UnitId),
                positions: Vec::new(),
                leads: Vec::new(),
                contacts: Vec::new(),
                active: row.get(4)?,
            });
        }
        let mut statement = self
            .connection
            .prepare_cached("SELECT person_id, position FROM positions ORDER BY person_id, position")?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let position = word(&row.get::<_, String>(1)?)?;
            whose(&mut people, row.get(0)?)?.positions.push(position);
        }
        let mut statement = self.connection.prepare_cached(
            "SELECT person_id, relation, unit_id FROM responsibilities ORDER BY person_id, relation, unit_id",
        )?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let relation: String = row.get(1)?;
            let unit = UnitId(row.get(2)?);
            let person = whose(&mut people, row.get(0)?)?;
            if relation == "leads" { person.leads.push(unit) } else { person.contacts.push(unit) }
        }
        for person in &mut people {
            person.positions.sort_unstable();
        }
        Ok(people)
    }
}

impl Records<'_> {
    /// Makes the rows what the organisation says. People and units are never deleted, for the record names them;
    /// the caller keeps their numbers and records the change next.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn write_org(&self, org: &Org) -> Result<(), StoreError> {
        // A town that is being founded has no cases yet.
        let before = match self.meta("town")? {
            Some(_) => Some(self.org()?),
            None => None,
        };
        self.set_meta("town", &org.town)?;
        self.set_meta("district", &org.district)?;
        for unit in &org.units {
            self.connection
                .prepare_cached(
                    "INSERT INTO units (unit_id, name, kind, active) VALUES (?1, ?2, ?3, ?4)
                     ON CONFLICT (unit_id) DO UPDATE SET name = excluded.name, kind = excluded.kind,
                         active = excluded.active",
                )?
                .execute(params![unit.id.0, unit.name, unit.kind.code(), unit.active])?;
        }
        // Logins are unique, so all are given up first: two people may exchange theirs.
        self.connection.execute("UPDATE people SET login = NULL", [])?;
        for person in &org.people {
            self.write_person(person)?;
        }
        if let Some(before) = before {
            self.keep_former_names(&before, org)?;
            let (before, after) = (Register::of(&before), Register::of(org));
            if before != after {
                // A case against somebody is hidden by name, so every case is read again for the new names.
                respondents::rename(self.connection, &after)?;
                masked::renew(self.connection, &before, &after)?;
            }
        }
        self.bump_revision()
    }

    /// The town's name and its district's.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn write_names(&self, town: &str, district: &str) -> Result<(), StoreError> {
        self.set_meta("town", town)?;
        self.set_meta("district", district)?;
        self.bump_revision()
    }

    /// The names that end with this change; they end with the event that is recorded next.
    fn keep_former_names(&self, before: &Org, after: &Org) -> Result<(), StoreError> {
        let mut ended = FormerNames::default();
        let until = journal::next_place(self.connection)?;
        ended.add_changed(&OrgChanged::to(before), &OrgChanged::to(after), until);
        let units = ended.of_units().map(|(id, until, name)| (UNIT, id.0, until, name));
        let people = ended.of_people().map(|(id, until, name)| (PERSON, id.0, until, name));
        let mut insert = self.connection.prepare_cached(
            "INSERT INTO former_names (subject, number, until, name) VALUES (?1, ?2, ?3, ?4)",
        )?;
        for (subject, number, until, name) in units.chain(people) {
            insert.execute(params![subject, number, until.0, name])?;
        }
        Ok(())
    }

    fn write_person(&self, person: &Person) -> Result<(), StoreError> {
        self.connection
            .prepare_cached(
                "INSERT INTO people (person_id, name, login, unit_id, active) VALUES (?1, ?2, ?3, ?4, ?5)
                 ON CONFLICT (person_id) DO UPDATE SET name = excluded.name, login = excluded.login,
                     unit_id = excluded.unit_id, active = excluded.active",
            )?
            .execute(params![
                person.id.0,
                person.name,
                person.login,
                person.unit.map(|unit| unit.0),
                person.active
            ])?;
        for table in ["positions", "responsibilities"] {
            self.connection
                .prepare_cached(&format!("DELETE FROM {table} WHERE person_id = ?1"))?
                .execute([person.id.0])?;
        }
        for position in &person.positions {
            self.connection
                .prepare_cached("INSERT OR IGNORE INTO positions (person_id, position) VALUES (?1, ?2)")?
                .execute(params![person.id.0, position.code()])?;
        }
        let relations = person
            .leads
            .iter()
            .map(|unit| ("leads", unit))
            .chain(person.contacts.iter().map(|unit| ("contacts", unit)));
        for (relation, unit) in relations {
            self.connection
                .prepare_cached(
                    "INSERT OR IGNORE INTO responsibilities (person_id, relation, unit_id) VALUES (?1, ?2, ?3)",
                )?
                .execute(params![person.id.0, relation, unit.0])?;
        }
        Ok(())
    }

    /// Records something that happened to the town itself.
    ///
    /// # Errors
    /// `Conflict` when another session recorded one at the same moment.
    pub fn append_town(&self, event: &TownEvent, stamp: &Stamp) -> Result<(), StoreError> {
        let last: Option<u32> = self
            .connection
            .prepare_cached("SELECT max(seq) FROM events WHERE stream_id = ?1")?
            .query_row([TOWN.0], |row| row.get(0))?;
        let body = serde_json::to_string(event).map_err(|error| StoreError::Other(error.to_string()))?;
        journal::append_body(self.connection, TOWN, last.unwrap_or(0) + 1, stamp, &body)?;
        Ok(())
    }
}

fn whose(people: &mut [Person], id: i64) -> Result<&mut Person, StoreError> {
    let known = people.iter_mut().find(|person| person.id.0 == id);
    known.ok_or_else(|| StoreError::Damaged(format!("职务表里有不存在的人员 {id}")))
}
