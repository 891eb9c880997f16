//! What `ydt settings` and `ydt calendar load` write.

use serde::Serialize;

use crate::domain::code::Coded as _;
use crate::domain::ids::UnitId;
use crate::domain::limit::calendar_change::{CalendarChange, MovedClock};
use crate::domain::paper::PaperKind;
use crate::domain::time::{Date, Moment};
use crate::domain::town::hand_over::Holdings;
use crate::domain::town::org::{Org, Person};
use crate::domain::town::org_plan::Cases;
use crate::domain::town::rights::{self, Confirmer};
use crate::domain::town::setting_key::SettingKey;
use crate::domain::town::settings::Settings;
use crate::domain::town::templates::Templates;
use crate::domain::words::{ClockKind, Position};
use crate::forms::fields;
use crate::store::Opening;

#[derive(Serialize)]
pub(in crate::cli) struct SettingJson {
    key: SettingKey,
    label: &'static str,
    meaning: &'static str,
    value: String,
    default: String,
    takes: String,
}

impl SettingJson {
    pub fn of(key: SettingKey, settings: &Settings) -> Self {
        Self {
            key,
            label: key.label(),
            meaning: key.meaning(),
            value: settings.value(key),
            default: Settings::default().value(key),
            takes: key.takes(),
        }
    }
}

/// What a kind of paper is made from, and what a template of it can be filled with.
#[derive(Serialize)]
pub(in crate::cli) struct TemplateJson<'a> {
    kind: PaperKind,
    label: &'static str,
    /// The office's own; null for the built-in layout.
    own: Option<OwnTemplateJson<'a>>,
    versions: usize,
    fields: Vec<FieldJson>,
}

#[derive(Serialize)]
struct OwnTemplateJson<'a> {
    name: &'a str,
    version: u32,
    sha256: &'a str,
    set_at: Moment,
    set_by: &'a str,
}

#[derive(Serialize)]
struct FieldJson {
    name: &'static str,
    demanded: bool,
}

impl<'a> TemplateJson<'a> {
    pub fn of(kind: PaperKind, templates: &'a Templates, org: &'a Org) -> Self {
        let own = templates.in_force(kind).map(|own| OwnTemplateJson {
            name: &own.name,
            version: own.version,
            sha256: &own.sha256,
            set_at: own.set_at,
            set_by: org.person_name(own.set_by),
        });
        Self {
            kind,
            label: kind.label(),
            own,
            versions: templates.0.iter().filter(|own| own.kind == kind).count(),
            fields: fields(kind)
                .map(|field| FieldJson { name: field.name, demanded: field.is_demanded })
                .collect(),
        }
    }
}

#[derive(Serialize)]
pub(in crate::cli) struct OpeningJson<'a> {
    at: Moment,
    person: &'a str,
    case_no: &'a str,
    origin: &'a str,
}

impl<'a> OpeningJson<'a> {
    pub fn of(opening: &'a Opening, org: &'a Org) -> Self {
        let Opening { at, person, case_no, origin } = opening;
        Self { at: *at, person: org.person_name(*person), case_no, origin }
    }
}

/// What a post holds, and who has still to sign when it is being handed over.
#[derive(Serialize)]
pub(in crate::cli) struct HoldingsJson<'a> {
    person: &'a str,
    to_sign: CasesJson<'a>,
    handled: CasesJson<'a>,
    waiting: Vec<WaitingCasesJson<'a>>,
    handed_over_to: Option<&'a str>,
    signed: Vec<&'a str>,
}

#[derive(Serialize)]
struct CasesJson<'a> {
    cases: &'a [String],
    /// How many more there are that whoever asks may not see.
    unseen: u32,
}

#[derive(Serialize)]
struct WaitingCasesJson<'a> {
    role: Position,
    #[serde(flatten)]
    cases: CasesJson<'a>,
}

impl<'a> HoldingsJson<'a> {
    pub fn of(holdings: &'a Holdings, org: &'a Org) -> Self {
        let listed = org.waiting.hand_overs.get(&holdings.person);
        let cases = |cases: &'a Cases| CasesJson { cases: &cases.seen, unseen: cases.unseen };
        let waiting = holdings.waiting.iter();
        Self {
            person: org.person_name(holdings.person),
            to_sign: cases(&holdings.steps),
            handled: cases(&holdings.handled),
            waiting: waiting
                .map(|(role, held)| WaitingCasesJson { role: *role, cases: cases(held) })
                .collect(),
            handed_over_to: listed.map(|listed| org.person_name(listed.to)),
            signed: listed
                .map(|listed| listed.signed.iter().map(|person| org.person_name(*person)).collect())
                .unwrap_or_default(),
        }
    }
}

/// Rights that somebody has still to confirm: what is asked for, and who has to say yes.
#[derive(Serialize)]
pub(in crate::cli) struct WaitingJson<'a> {
    person: &'a str,
    /// Whether they are in force already, since the town was set up.
    in_force: bool,
    login: Option<String>,
    unit: Option<&'a str>,
    positions: Vec<&'static str>,
    leads: Vec<&'a str>,
    contacts: Vec<&'a str>,
    active: bool,
    /// Code of the position that confirms, or `district`.
    confirmed_by: &'static str,
    proposed_by: Option<&'a str>,
    proposed_on: Option<Date>,
}

impl<'a> WaitingJson<'a> {
    pub fn all(org: &'a Org) -> Vec<Self> {
        let people = org.waiting.people();
        people.iter().filter_map(|id| Self::of(org.person(*id)?, org)).collect()
    }

    fn of(person: &'a Person, org: &'a Org) -> Option<Self> {
        let rights = org.waiting.asked_of(person)?;
        let proposal = org.waiting.proposals.get(&person.id);
        let confirmed_by = match rights::confirmer(org, person, &rights) {
            Confirmer::Holder(position) => position.code(),
            Confirmer::District => "district",
        };
        let names = |units: &[UnitId]| units.iter().map(|unit| org.unit_name(*unit)).collect();
        Some(Self {
            person: &person.name,
            in_force: proposal.is_none(),
            unit: rights.unit.map(|unit| org.unit_name(unit)),
            positions: rights.positions.iter().map(|position| position.code()).collect(),
            leads: names(&rights.leads),
            contacts: names(&rights.contacts),
            active: rights.active,
            login: rights.login,
            confirmed_by,
            proposed_by: proposal.map(|proposal| org.person_name(proposal.proposed_by)),
            proposed_on: proposal.map(|proposal| proposal.proposed_on),
        })
    }
}

#[derive(Serialize)]
pub(in crate::cli) struct SettingChangeJson<'a> {
    pub key: SettingKey,
    pub before: &'a str,
    pub after: &'a str,
    pub changed: bool,
}

#[derive(Serialize)]
pub(in crate::cli) struct CalendarChangeJson<'a> {
    year: i16,
    source: &'a str,
    newly_published: bool,
    /// Whether it has been loaded; otherwise this is what loading would change.
    loaded: bool,
    nothing_new: bool,
    warnings: &'a [String],
    days: Vec<ChangedDayJson>,
    clocks: Vec<MovedClockJson<'a>>,
}

#[derive(Serialize)]
struct ChangedDayJson {
    date: Date,
    before: &'static str,
    after: &'static str,
}

#[derive(Serialize)]
struct MovedClockJson<'a> {
    case_no: &'a str,
    clock: ClockKind,
    round: u32,
    old_due_on: Date,
    new_due_on: Date,
    /// The day that judges the clock from now on: the old one where the new one is past.
    judged_by: Date,
    old_provisional: bool,
    new_provisional: bool,
}

impl<'a> CalendarChangeJson<'a> {
    pub fn of(change: &'a CalendarChange, warnings: &'a [String], loaded: bool) -> Self {
        Self {
            year: change.year,
            source: &change.source,
            newly_published: change.newly_published,
            loaded,
            nothing_new: change.is_nothing(),
            warnings,
            days: change
                .days
                .iter()
                .map(|day| ChangedDayJson {
                    date: day.date,
                    before: day.before.code(),
                    after: day.after.code(),
                })
                .collect(),
            clocks: change.clocks.iter().map(moved).collect(),
        }
    }
}

fn moved(moved: &MovedClock) -> MovedClockJson<'_> {
    MovedClockJson {
        case_no: &moved.case_no,
        clock: moved.new.clock,
        round: moved.new.round,
        old_due_on: moved.old.due_on,
        new_due_on: moved.new.due_by_calendar.unwrap_or(moved.new.due_on),
        judged_by: moved.new.due_on,
        old_provisional: moved.old.provisional,
        new_provisional: moved.new.provisional,
    }
}
