//! Summary rows: what lists, counts and the sweep read. Derived from the case, written with its events, never a
//! truth of their own; [`super::verify`] compares them with the replay.

use rusqlite::types::ValueRef;
use rusqlite::{Connection, Row, params};

pub use super::clock_rows::{
    AFTER_CLOCK, CLOCK_COLUMNS, clocks, clocks_in_order, clocks_of, id_array, joined, moment, read_clock,
    word,
};
use super::error::StoreError;
use super::{Outlook, respondents, search};
use crate::domain::case::stage::Stage;
use crate::domain::case::{Case, platform_no};
use crate::domain::code::Coded as _;
use crate::domain::ids::PersonId;
use crate::domain::limit::clock::Clock;
use crate::domain::sealable::Sealable;
use crate::domain::sight::identity::Identity;
use crate::domain::time::Date;
use crate::domain::town::waits::WaitsFor;
use crate::domain::view::listing::View;

/// Open cases sort by day number; ended ones start here, newest receipt first.
const ENDED_URGENCY: i64 = 10_000_000;
/// From here on no limit runs: due days are numbered far below, what has none far above.
pub const WITHOUT_CLOCK: i64 = 5_000_000;

/// One case's summary, column for column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Summary {
    pub case_no: String,
    pub platform_no: Option<String>,
    /// What the platform's number is compared by.
    pub platform_key: Option<String>,
    pub seq: u32,
    pub stage: &'static str,
    pub bucket: &'static str,
    pub scope: Option<&'static str>,
    pub kind: Option<&'static str>,
    pub route: Option<&'static str>,
    pub unit_id: Option<i64>,
    pub holding_unit_id: Option<i64>,
    pub field: Option<&'static str>,
    pub village: Option<String>,
    pub key_matters: String,
    /// As everybody may read it: lists, alerts and proposals show it without asking the gate again.
    pub title: String,
    pub respondent: Option<String>,
    pub respondent_position: Option<String>,
    pub complained_at: i64,
    pub received_at: i64,
    pub urgency: i64,
    pub ended: bool,
    pub next_step: Option<&'static str>,
    /// The role or the unit it waits for; people stand in a table of their own.
    pub waits_for_role: Option<&'static str>,
    pub waits_for_unit: Option<i64>,
    /// Day number of the reply that the complainant has said nothing about yet.
    pub awaits_word_since: Option<i64>,
    /// The document that its drafter has to write anew, and who returned it.
    pub returned: Option<&'static str>,
    pub returned_by: Option<i64>,
}

/// The summary rows in the order of cases; behind the case's number [`Summary::is_in`] reads the others.
pub const IN_ORDER: &str = "SELECT case_id, case_no, platform_no, seq, stage, bucket, scope, kind, route, unit_id,
        holding_unit_id, field, village, key_matters, title, respondent, complained_at, received_at, urgency, ended,
        next_step, platform_key, waits_for_role, waits_for_unit, respondent_position, awaits_word_since, returned,
        returned_by
    FROM cases ORDER BY case_id";

/// The view by stage that a stage belongs to.
pub fn bucket(stage: Stage) -> &'static str {
    [
        View::Triage,
        View::Acceptance,
        View::Handling,
        View::Review,
        View::Reply,
        View::Evaluation,
        View::Closed,
    ]
    .into_iter()
    .find(|view| view.stages().is_some_and(|stages| stages.contains(&stage)))
    .unwrap_or(View::All)
    .code()
}

/// Days since 1970-01-01.
#[must_use]
pub fn day_number(date: Date) -> i64 {
    Date::UNIX_EPOCH.days_until(date)
}

impl Summary {
    /// The summary a case implies.
    pub fn of(case: &Case, outlook: &Outlook<'_>) -> Self {
        let flags: Vec<&str> = case.key_matters.iter().map(|flag| flag.code()).collect();
        let received_day = day_number(case.received_at.date());
        let urgency = match case.running_clock() {
            Some(clock) => day_number(clock.due_on),
            None => ENDED_URGENCY - received_day,
        };
        let (waits_for_role, waits_for_unit) = match case.waits_for(outlook.register.org()) {
            // Whoever stands in for a role has a row of their own; the role says that they do.
            Some(WaitsFor::Role(role) | WaitsFor::StandIn { role, .. }) => (Some(role.code()), None),
            Some(WaitsFor::Unit(unit)) => (None, Some(unit.0)),
            Some(WaitsFor::People(_)) | None => (None, None),
        };
        let returned = case.returned();
        Self {
            case_no: case.case_no.clone(),
            platform_no: case.platform_no.clone(),
            platform_key: case.platform_no.as_deref().and_then(platform_no::key),
            seq: case.seq,
            stage: case.stage.code(),
            bucket: bucket(case.stage),
            scope: case.scope.map(super::super::domain::code::Coded::code),
            kind: case.kind.map(super::super::domain::code::Coded::code),
            route: case.route.map(super::super::domain::code::Coded::code),
            unit_id: case.unit.map(|unit| unit.0),
            holding_unit_id: case.unit.filter(|_| case.transferred_on.is_some()).map(|unit| unit.0),
            field: case.field.map(super::super::domain::code::Coded::code),
            village: case.village.clone(),
            key_matters: flags.join(","),
            title: Identity::of(&case.complainant).shown(case.title.text(), outlook.register),
            respondent: case.respondent.name.as_ref().and_then(Sealable::body).map(str::to_owned),
            respondent_position: case
                .respondent
                .unit_position
                .as_ref()
                .and_then(Sealable::body)
                .map(str::to_owned),
            complained_at: case.complained_at.unix(),
            received_at: case.received_at.unix(),
            urgency,
            ended: case.stage.is_final(),
            next_step: (outlook.next_step)(case),
            waits_for_role,
            waits_for_unit,
            awaits_word_since: case.awaits_word_since().map(day_number),
            returned: returned.map(|(document, _)| document.kind.code()),
            returned_by: returned.map(|(_, person)| person.0),
        }
    }
}

impl Summary {
    /// Whether a row of [`IN_ORDER`] is this one, column for column.
    pub fn is_in(&self, row: &Row<'_>) -> rusqlite::Result<bool> {
        let columns = [
            text(Some(&self.case_no)),
            text(self.platform_no.as_deref()),
            number(Some(i64::from(self.seq))),
            text(Some(self.stage)),
            text(Some(self.bucket)),
            text(self.scope),
            text(self.kind),
            text(self.route),
            number(self.unit_id),
            number(self.holding_unit_id),
            text(self.field),
            text(self.village.as_deref()),
            text(Some(&self.key_matters)),
            text(Some(&self.title)),
            text(self.respondent.as_deref()),
            number(Some(self.complained_at)),
            number(Some(self.received_at)),
            number(Some(self.urgency)),
            number(Some(i64::from(self.ended))),
            text(self.next_step),
            text(self.platform_key.as_deref()),
            text(self.waits_for_role),
            number(self.waits_for_unit),
            text(self.respondent_position.as_deref()),
            number(self.awaits_word_since),
            text(self.returned),
            number(self.returned_by),
        ];
        for (place, expected) in columns.into_iter().enumerate() {
            if row.get_ref(place + 1)? != expected {
                return Ok(false);
            }
        }
        Ok(true)
    }
}

fn text(text: Option<&str>) -> ValueRef<'_> {
    text.map_or(ValueRef::Null, |text| ValueRef::Text(text.as_bytes()))
}

fn number(number: Option<i64>) -> ValueRef<'static> {
    number.map_or(ValueRef::Null, ValueRef::Integer)
}

/// Writes the summary row, clocks, steps, identity, signers and search text of a case.
pub fn write(connection: &Connection, case: &Case, outlook: &Outlook<'_>) -> Result<(), StoreError> {
    write_rows(connection, case, outlook)?;
    search::write(connection, case, outlook.register)
}

/// The same but the search text.
pub fn write_rows(connection: &Connection, case: &Case, outlook: &Outlook<'_>) -> Result<(), StoreError> {
    let row = Summary::of(case, outlook);
    connection
        .prepare_cached(
            "INSERT INTO cases (case_id, case_no, platform_no, seq, stage, bucket, scope, kind, route, unit_id,
                 holding_unit_id, field, village, key_matters, title, respondent, complained_at, received_at,
                 urgency, ended, next_step, platform_key, waits_for_role, waits_for_unit, respondent_position,
                 awaits_word_since, returned, returned_by)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20,
                 ?21, ?22, ?23, ?24, ?25, ?26, ?27, ?28)
             ON CONFLICT (case_id) DO UPDATE SET platform_no = excluded.platform_no, seq = excluded.seq,
                 stage = excluded.stage, bucket = excluded.bucket, scope = excluded.scope, kind = excluded.kind,
                 route = excluded.route, unit_id = excluded.unit_id, holding_unit_id = excluded.holding_unit_id,
                 field = excluded.field, village = excluded.village, key_matters = excluded.key_matters,
                 title = excluded.title, respondent = excluded.respondent, complained_at = excluded.complained_at,
                 received_at = excluded.received_at, urgency = excluded.urgency, ended = excluded.ended,
                 next_step = excluded.next_step, platform_key = excluded.platform_key,
                 waits_for_role = excluded.waits_for_role, waits_for_unit = excluded.waits_for_unit,
                 respondent_position = excluded.respondent_position,
                 awaits_word_since = excluded.awaits_word_since, returned = excluded.returned,
                 returned_by = excluded.returned_by",
        )?
        .execute(params![
            case.id.0,
            row.case_no,
            row.platform_no,
            row.seq,
            row.stage,
            row.bucket,
            row.scope,
            row.kind,
            row.route,
            row.unit_id,
            row.holding_unit_id,
            row.field,
            row.village,
            row.key_matters,
            row.title,
            row.respondent,
            row.complained_at,
            row.received_at,
            row.urgency,
            row.ended,
            row.next_step,
            row.platform_key,
            row.waits_for_role,
            row.waits_for_unit,
            row.respondent_position,
            row.awaits_word_since,
            row.returned,
            row.returned_by,
        ])?;
    write_clocks(connection, case, outlook)?;
    super::waiting::write(connection, case, outlook.register.org())?;
    super::steps::write(connection, case, outlook)?;
    super::chases::write(connection, case)?;
    write_people(connection, case, outlook)
}

fn write_clocks(connection: &Connection, case: &Case, outlook: &Outlook<'_>) -> Result<(), StoreError> {
    connection.prepare_cached("DELETE FROM clocks WHERE case_id = ?1")?.execute([case.id.0])?;
    let mut insert = connection.prepare_cached(
        "INSERT INTO clocks (case_id, clock_id, clock, round, started_on, limit_days, limit_unit, due_on, original_due_on,
             approaching_from, provisional, extensions, stopped_on, verdict, due_by_calendar, remind_from, leads, turn,
             granted, limits, notice_limit, ends_on_working_day, overridden_after_expiry, own_due_on, was_late)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21,
             ?22, ?23, ?24, ?25)",
    )?;
    for clock in &case.clocks {
        let warnings = Warnings::of(clock, case.running_clock(), outlook);
        insert.execute(params![
            case.id.0,
            clock.id.0,
            clock.clock.code(),
            clock.round,
            clock.started_on.to_string(),
            clock.limit,
            clock.unit.code(),
            clock.due_on.to_string(),
            clock.original_due_on.to_string(),
            warnings.approaching_from,
            clock.provisional,
            clock.extensions,
            clock.stopped_on.map(|day| day.to_string()),
            clock.verdict.map(super::super::domain::code::Coded::code),
            clock.due_by_calendar.map(|day| day.to_string()),
            warnings.remind_from,
            warnings.leads,
            clock.turn,
            joined(&clock.granted),
            clock.limits.map(|limits| joined(&[limits.consultation, limits.non_consultation])),
            clock.overridden.map(|by| by.notice_limit),
            clock.overridden.map(|by| by.ends_on_working_day),
            clock.overridden.map(|by| by.after_expiry),
            clock.own_due_on.map(|day| day.to_string()),
            clock.was_late,
        ])?;
    }
    super::alerts::settle(connection, case.id)
}

/// What the calendar and the settings say of a clock beyond its own facts.
pub struct Warnings {
    pub approaching_from: String,
    pub remind_from: String,
    pub leads: bool,
}

impl Warnings {
    /// Of a clock of a case whose running clock is `leading`.
    pub fn of(clock: &Clock, leading: Option<&Clock>, outlook: &Outlook<'_>) -> Self {
        Self {
            approaching_from: clock.approaching_from(outlook.settings, outlook.calendar).to_string(),
            remind_from: clock.reminders_from(outlook.settings, outlook.calendar).to_string(),
            leads: leading == Some(clock),
        }
    }
}

/// The numbers of people as a JSON array.
fn people_array(people: &[PersonId]) -> String {
    let ids: Vec<String> = people.iter().map(|person| person.0.to_string()).collect();
    format!("[{}]", ids.join(","))
}

fn write_people(connection: &Connection, case: &Case, outlook: &Outlook<'_>) -> Result<(), StoreError> {
    let name = case.complainant.name.as_ref().and_then(Sealable::body);
    let contact = case.complainant.contact.as_ref().and_then(Sealable::body);
    connection
        .prepare_cached(
            "INSERT INTO identities (case_id, name, contact) VALUES (?1, ?2, ?3)
             ON CONFLICT (case_id) DO UPDATE SET name = excluded.name, contact = excluded.contact
             WHERE name IS NOT excluded.name OR contact IS NOT excluded.contact",
        )?
        .execute(params![case.id.0, name, contact])?;
    // Whoever is asked no more sees the case no longer for having been asked: a submission was recalled, or whoever signed
    // filled a later step too, which others might have signed. The table is looked up person by person, since its key
    // begins with them.
    let known = case.known_by_name();
    if !case.documents.is_empty() {
        connection
            .prepare_cached(
                "DELETE FROM signers WHERE case_id = ?1 AND person_id IN (SELECT person_id FROM people)
                 AND person_id NOT IN (SELECT value FROM json_each(?2))",
            )?
            .execute(params![case.id.0, people_array(&known)])?;
    }
    let mut insert =
        connection.prepare_cached("INSERT OR IGNORE INTO signers (person_id, case_id) VALUES (?1, ?2)")?;
    for person in known {
        insert.execute(params![person.0, case.id.0])?;
    }
    respondents::write(connection, case, outlook.register)
}
