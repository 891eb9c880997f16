//! What a list is narrowed by, as conditions of the database: what the reader may see, the view, the filter words.

mod grouped;

use rusqlite::types::Value;

use super::summary::{WITHOUT_CLOCK, day_number};
use super::{chases, shown};
use crate::domain::calendar::Calendar;
use crate::domain::code::Coded as _;
use crate::domain::figures::safe::{Pace, SafeDay, Usual};
use crate::domain::figures::step::CaseStep;
use crate::domain::ids::{PersonId, UnitId};
use crate::domain::limit::clock::Clock;
use crate::domain::sight::Sight;
use crate::domain::sight::grouping::Grouping;
use crate::domain::time::{Date, Moment};
use crate::domain::town::org::Org;
use crate::domain::town::settings::Settings;
use crate::domain::view::dashboard::{COMPLAINANT, UNDECIDED};
use crate::domain::view::filter::{Comparison, Filter, Term};
use crate::domain::view::listing::{ClockReading, ListRow, View};
use crate::domain::words::{CaseKind, ClockLevel, Position};
pub(super) use grouped::group_condition;

/// On whose behalf lists are read, and on which day.
pub struct Reader<'a> {
    /// What may be seen.
    pub sight: &'a Sight,
    /// To find units by name.
    pub org: &'a Org,
    /// The present civil date.
    pub today: Date,
    /// What decides where a case stands for them; absent for whoever only watches.
    pub grouping: Option<&'a Grouping>,
    /// The day that lies so many working days from today, for 剩余.
    pub day_at: &'a dyn Fn(i32) -> Date,
    /// By which limits and days the latest safe day is counted.
    pub settings: &'a Settings,
    pub calendar: &'a Calendar,
    /// How a clock stands today.
    pub reading: &'a dyn Fn(Clock) -> ClockReading,
    /// Working days from a day to today.
    pub waiting_days: &'a dyn Fn(Date) -> u32,
    /// Since when what others did is new to them; absent where nothing is.
    pub looked_at: Option<Moment>,
    /// Codes of the acts whose name is meant by what was typed.
    pub acts_named: &'a dyn Fn(&str) -> Vec<&'static str>,
}

impl Reader<'_> {
    /// Until when the step that a row waits in has to be done.
    pub(super) fn safe_day(&self, pace: &Pace, row: &ListRow) -> Option<SafeDay> {
        let usual = Usual { pace, settings: self.settings, calendar: self.calendar };
        usual.safe_day(row.step?, row.kind, &row.running()?.clock)
    }
}

/// A condition with its values.
#[derive(Default, Clone)]
pub(super) struct Condition {
    pub(super) sql: Vec<String>,
    pub(super) values: Vec<Value>,
}

impl Condition {
    pub(super) fn and(&mut self, sql: impl Into<String>, values: impl IntoIterator<Item = Value>) {
        self.sql.push(sql.into());
        self.values.extend(values);
    }

    pub(super) fn text(&self) -> String {
        if self.sql.is_empty() { "1".to_owned() } else { self.sql.join(" AND ") }
    }
}

/// The rule of `domain::sight`, as a condition.
pub(super) fn sight_condition(sight: &Sight) -> Condition {
    let mut condition = Condition::default();
    condition.and(
        "c.case_id NOT IN (SELECT case_id FROM recused WHERE person_id = ?)",
        [Value::Integer(sight.person.0)],
    );
    if sight.all {
        return condition;
    }
    let mut ways =
        vec![format!("c.case_id IN (SELECT case_id FROM signers WHERE person_id IN ({}))", signers(sight))];
    let mut values = Vec::new();
    if let Some(unit) = sight.handled_by {
        ways.push("c.holding_unit_id = ?".to_owned());
        values.push(Value::Integer(unit.0));
    }
    if !sight.units.is_empty() {
        ways.push(format!("c.unit_id IN ({})", id_list(&sight.units)));
    }
    if let Some(route) = sight.route {
        ways.push("(c.route = ? AND c.scope IS NOT NULL)".to_owned());
        values.push(Value::Text(route.code().to_owned()));
    }
    condition.and(format!("({})", ways.join(" OR ")), values);
    condition
}

/// The numbers of everybody in whose place the reader signs, the reader's own first.
fn signers(sight: &Sight) -> String {
    people_list(&sight.signers().collect::<Vec<_>>())
}

pub(super) fn id_list(units: &[UnitId]) -> String {
    let ids: Vec<String> = units.iter().map(|unit| unit.0.to_string()).collect();
    ids.join(",")
}

pub(super) fn view_condition(view: View, reader: &Reader<'_>, condition: &mut Condition) {
    match view {
        View::All => {}
        View::Today => condition.and("c.ended = 0", []),
        View::Unmirrored => {
            condition.and("c.case_id IN (SELECT case_id FROM mirroring WHERE missing IS NOT NULL)", []);
        }
        View::Overdue => {
            condition.and("c.ended = 0 AND c.urgency < ?", [Value::Integer(day_number(reader.today))]);
        }
        View::Triage
        | View::Acceptance
        | View::Handling
        | View::Review
        | View::Reply
        | View::Evaluation
        | View::Closed => condition.and("c.bucket = ?", [Value::Text(view.code().to_owned())]),
    }
}

pub(super) fn filter_condition(filter: &Filter, reader: &Reader<'_>, pace: &Pace, condition: &mut Condition) {
    let text = |value: &str| [Value::Text(value.to_owned())];
    for term in &filter.terms {
        match term {
            Term::Text(searched) => shown::text_condition(searched, reader, condition),
            Term::Returned => condition.and("c.ended = 0 AND c.returned IS NOT NULL", []),
            Term::Unit(name) => {
                let units: Vec<UnitId> = reader
                    .org
                    .units
                    .iter()
                    .filter(|unit| unit.name.contains(name.as_str()))
                    .map(|unit| unit.id)
                    .collect();
                condition.and(format!("c.unit_id IN ({})", id_list(&units)), []);
            }
            Term::Village(name) => condition.and("instr(c.village, ?) > 0", text(name)),
            Term::Stage(stage) => condition.and("c.stage = ?", text(stage.code())),
            Term::Kind(kind) => condition.and("c.kind = ?", text(kind.code())),
            Term::Field(field) => condition.and("c.field = ?", text(field.code())),
            Term::Route(route) => condition.and("c.route = ?", text(route.code())),
            Term::Overdue => {
                condition.and("c.ended = 0 AND c.urgency < ?", [Value::Integer(day_number(reader.today))]);
            }
            Term::Open => condition.and("c.ended = 0", []),
            Term::Pressing => pressing_condition(reader, pace, condition),
            Term::Chased => chases::condition(reader, condition),
            Term::Level(level) => level_condition(*level, reader, condition),
            Term::WithoutClock => {
                condition.and("c.ended = 0 AND c.urgency >= ?", [Value::Integer(WITHOUT_CLOCK)]);
            }
            Term::Provisional => condition.and(
                "c.ended = 0 AND c.case_id IN
                     (SELECT case_id FROM clocks WHERE stopped_on IS NULL AND provisional = 1)",
                [],
            ),
            Term::HeldBy(Some(unit)) => condition.and("c.unit_id = ?", [Value::Integer(unit.0)]),
            Term::InHandOf(name) => in_hand_condition(name, reader, condition),
            Term::HeldBy(None) => condition.and("c.unit_id IS NULL", []),
            Term::Due(comparison, day) => due_condition(*comparison, *day, condition),
            Term::ExtensionAsked => condition.and(
                "c.ended = 0 AND c.case_id IN (SELECT case_id FROM pending_steps WHERE document = 'extension')",
                [],
            ),
            Term::KeyMatter => condition.and("c.key_matters <> ''", []),
            Term::In(group) => group_condition(*group, reader, condition),
            Term::DecidedBy(way) => condition.and(
                "c.case_id IN (SELECT case_id FROM assessments WHERE decided_by = ?)",
                text(way.code()),
            ),
            Term::Numbered(numbers) => condition.and(
                "c.case_no IN (SELECT value FROM json_each(?))",
                [Value::Text(serde_json::Value::from(numbers.clone()).to_string())],
            ),
            Term::Remaining(comparison, days) => remaining_condition(*comparison, *days, reader, condition),
            Term::Received(comparison, day) => received_condition(*comparison, *day, condition),
        }
    }
}

/// Whether somebody else did the last thing to a case since the reader looked: it is new to them.
pub(super) fn fresh_condition(reader: &Reader<'_>, condition: &mut Condition) {
    let Some(looked_at) = reader.looked_at else { return condition.and("0", []) };
    condition.and(
        "EXISTS (SELECT 1 FROM events e WHERE e.stream_id = c.case_id AND e.seq = c.seq AND e.at > ? AND e.actor <> ?)",
        [Value::Text(looked_at.to_string()), Value::Integer(reader.sight.person.0)],
    );
}

pub(super) fn people_list(people: &[PersonId]) -> String {
    let ids: Vec<String> = people.iter().map(|person| person.0.to_string()).collect();
    ids.join(",")
}

/// Whoever has to sign next, where a paper of the case waits for a signature.
pub(super) const SIGNER: &str = "(SELECT p.person_id FROM pending_steps p WHERE p.case_id = c.case_id AND p.place = 0 \
    ORDER BY p.submitted_at LIMIT 1)";

/// Whether the complainant's word on the reply is still waited for. Whoever only watches has no days of waiting.
pub(super) fn is_word_awaited(reader: &Reader<'_>) -> String {
    reader.grouping.map_or_else(
        || "c.awaits_word_since IS NOT NULL".to_owned(),
        |grouping| format!("coalesce(c.awaits_word_since > {}, 0)", day_number(grouping.asked_since)),
    )
}

/// The cases on which whoever has this name has to act now; where nobody has just that name, those whose name holds it.
fn in_hand_condition(name: &str, reader: &Reader<'_>, condition: &mut Condition) {
    let awaiting = is_word_awaited(reader);
    if COMPLAINANT.contains(name) {
        return condition.and(awaiting, []);
    }
    let org = reader.org;
    let found = |is_meant: &dyn Fn(&str) -> bool| {
        let units: Vec<UnitId> =
            org.units.iter().filter(|unit| is_meant(&unit.name)).map(|unit| unit.id).collect();
        let people: Vec<String> = org
            .people
            .iter()
            .filter(|person| is_meant(&person.name))
            .map(|person| person.id.0.to_string())
            .collect();
        let roles: Vec<String> = Position::ALL
            .iter()
            .filter(|role| is_meant(role.label()))
            .map(|role| format!("'{}'", role.code()))
            .collect();
        (units, people, roles)
    };
    let mut meant = found(&|whole| whole == name);
    if meant.0.is_empty() && meant.1.is_empty() && meant.2.is_empty() {
        meant = found(&|whole| whole.contains(name));
    }
    let (units, people, roles) = meant;
    let undecided = if name == UNDECIDED { "c.unit_id IS NULL OR " } else { "" };
    condition.and(
        format!(
            "NOT {awaiting} AND (coalesce({SIGNER} IN ({}), 0) OR ({SIGNER} IS NULL AND
                 (coalesce(c.waits_for_role IN ({}), 0) OR (c.waits_for_role IS NULL AND
                 ({undecided}coalesce(c.unit_id IN ({}), 0))))))",
            people.join(","),
            roles.join(","),
            id_list(&units)
        ),
        [],
    );
}

/// Whether the clock that leads a case has reached 临期, with the present day as its parameter.
pub(super) const IS_APPROACHING: &str = "EXISTS (SELECT 1 FROM clocks k WHERE k.case_id = c.case_id AND k.leads = 1 \
    AND k.approaching_from <= ?)";

/// The rule of `Clock::level`, as a condition on open cases with a running clock.
fn level_condition(level: ClockLevel, reader: &Reader<'_>, condition: &mut Condition) {
    let today = Value::Integer(day_number(reader.today));
    let day = Value::Text(reader.today.to_string());
    let later = format!("c.ended = 0 AND c.urgency > ? AND c.urgency < {WITHOUT_CLOCK}");
    match level {
        ClockLevel::Overdue => condition.and("c.ended = 0 AND c.urgency < ?", [today]),
        ClockLevel::DueToday => condition.and("c.ended = 0 AND c.urgency = ?", [today]),
        ClockLevel::Approaching => condition.and(format!("{later} AND {IS_APPROACHING}"), [today, day]),
        ClockLevel::Ok => condition.and(format!("{later} AND NOT {IS_APPROACHING}"), [today, day]),
    }
}

/// The rule of `SafeDay::is_pressing`, as a condition: for each step and kind there is a last due day for which the safe
/// day has come.
fn pressing_condition(reader: &Reader<'_>, pace: &Pace, condition: &mut Condition) {
    let usual = Usual { pace, settings: reader.settings, calendar: reader.calendar };
    let kinds = CaseKind::ALL.iter().copied().map(Some).chain([None]);
    let ways: Vec<String> = kinds
        .flat_map(|kind| CaseStep::ALL.iter().map(move |step| (*step, kind)))
        .map(|(step, kind)| {
            let last = day_number(usual.comes_by(step, kind, reader.today));
            let (step, kind) = (step.code(), kind.map_or("", |kind| kind.code()));
            format!("WHEN s.step = '{step}' AND s.kind = '{kind}' THEN {last}")
        })
        .collect();
    condition.and(
        format!(
            "c.ended = 0 AND c.urgency > ? AND c.urgency < {WITHOUT_CLOCK} AND EXISTS (
                 SELECT 1 FROM case_steps s JOIN clocks k ON k.case_id = s.case_id AND k.leads = 1
                 WHERE s.case_id = c.case_id AND s.days IS NULL AND c.urgency <= CASE {} END
                     AND (k.clock = 'triage') = (s.step IN ('assessment', 'transfer')))",
            ways.join(" ")
        ),
        [Value::Integer(day_number(reader.today))],
    );
}

fn due_condition(comparison: Comparison, day: Date, condition: &mut Condition) {
    let sign = match comparison {
        Comparison::Less => "<",
        Comparison::AtMost => "<=",
        Comparison::Equal => "=",
        Comparison::AtLeast => ">=",
        Comparison::Greater => ">",
    };
    condition.and(
        format!("c.urgency {sign} ? AND c.urgency < {WITHOUT_CLOCK}"),
        [Value::Integer(day_number(day))],
    );
}

/// Remaining working days as due days: "less than 3" is "due before the third working day from today".
fn remaining_condition(comparison: Comparison, days: i32, reader: &Reader<'_>, condition: &mut Condition) {
    let first = day_number((reader.day_at)(days));
    let beyond = day_number((reader.day_at)(days.saturating_add(1)));
    let (sql, value) = match comparison {
        Comparison::Less => ("c.urgency < ?", first),
        Comparison::AtMost => ("c.urgency < ?", beyond),
        Comparison::AtLeast => ("c.urgency >= ?", first),
        Comparison::Greater => ("c.urgency >= ?", beyond),
        Comparison::Equal => {
            condition.and("c.urgency >= ?", [Value::Integer(first)]);
            ("c.urgency < ?", beyond)
        }
    };
    condition.and("c.ended = 0", []);
    condition.and(sql, [Value::Integer(value)]);
}

fn received_condition(comparison: Comparison, day: Date, condition: &mut Condition) {
    let begins = Moment::start_of(day).unix();
    let ends = Moment::start_of(day.tomorrow().unwrap_or(day)).unix();
    let (sql, value) = match comparison {
        Comparison::Less => ("c.received_at < ?", begins),
        Comparison::AtMost => ("c.received_at < ?", ends),
        Comparison::AtLeast => ("c.received_at >= ?", begins),
        Comparison::Greater => ("c.received_at >= ?", ends),
        Comparison::Equal => {
            condition.and("c.received_at >= ?", [Value::Integer(begins)]);
            ("c.received_at < ?", ends)
        }
    };
    condition.and(sql, [Value::Integer(value)]);
}
