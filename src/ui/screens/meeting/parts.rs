//! What a meeting decides about a case, part by part, and the digit that chooses each possibility.

use crate::actions::{Answers, meeting_decide as act};
use crate::domain::case::Case;
use crate::domain::code::Coded;
use crate::domain::desk::Desk;
use crate::domain::meeting::decision::Decision;
use crate::domain::town::org::Unit;
use crate::domain::words::{CaseKind, KeyMatter, MatterField, Position, Route, Scope, UnitKind};

/// A part of the decision, in the order in which it is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    Scope,
    Kind,
    Field,
    Route,
    Unit,
    KeyMatters,
}

pub const PARTS: [Part; 6] =
    [Part::Scope, Part::Kind, Part::Field, Part::Route, Part::Unit, Part::KeyMatters];

/// A possibility: what is sent, what is read, whether it is chosen.
pub struct Possible {
    pub code: String,
    pub label: String,
    pub is_chosen: bool,
}

fn of<T: Coded>(all: &[T], chosen: impl Fn(T) -> bool) -> Vec<Possible> {
    let possible = |word: &T| Possible {
        code: word.code().to_owned(),
        label: word.label().to_owned(),
        is_chosen: chosen(*word),
    };
    all.iter().map(possible).collect()
}

impl Part {
    pub const fn label(self) -> &'static str {
        match self {
            Self::Scope => "甄别",
            Self::Kind => "类别",
            Self::Field => "领域",
            Self::Route => "途径",
            Self::Unit => "单位",
            Self::KeyMatters => "重点",
        }
    }

    /// What can be chosen; nothing where the decision so far leaves nothing to choose.
    pub fn possible(self, decision: &Decision, case: &Case, desk: &Desk) -> Vec<Possible> {
        let leaves = decision.scope == Some(Scope::OutOfScope);
        match self {
            Self::Scope => of(Scope::ALL, |word| decision.scope == Some(word)),
            Self::Kind => of(CaseKind::ALL, |word| decision.kind == Some(word)),
            Self::Field => of(MatterField::ALL, |word| decision.field == Some(word)),
            Self::Route if leaves => Vec::new(),
            Self::Route => {
                let is_conduct = decision.scope == Some(Scope::Conduct);
                let lawful: &[Route] = if is_conduct { &[Route::Commission] } else { Route::ALL };
                of(lawful, |word| decision.route == Some(word))
            }
            Self::Unit => units(decision, case, desk),
            Self::KeyMatters => of(KeyMatter::ALL, |word| decision.key_matters.contains(&word)),
        }
    }

    /// Whether nothing more has to be chosen here.
    pub fn is_done(self, decision: &Decision, case: &Case, desk: &Desk) -> bool {
        match self {
            Self::Scope => decision.scope.is_some(),
            Self::Kind => decision.kind.is_some(),
            Self::Field => decision.field.is_some(),
            Self::Route => decision.route.is_some() || decision.scope == Some(Scope::OutOfScope),
            Self::Unit => decision.unit.is_some() || units(decision, case, desk).is_empty(),
            Self::KeyMatters => false,
        }
    }

    /// The answers by which a possibility is chosen; a key matter chosen before is taken off.
    pub fn choose(self, chosen: &Possible, decision: &Decision) -> Answers {
        let field = match self {
            Self::Scope => &act::SCOPE,
            Self::Kind => &act::KIND,
            Self::Field => &act::FIELD,
            Self::Route => &act::ROUTE,
            Self::Unit => &act::UNIT,
            Self::KeyMatters => return key_matters(chosen, decision),
        };
        Answers::none().with(field.name, chosen.code.clone())
    }
}

fn key_matters(chosen: &Possible, decision: &Decision) -> Answers {
    let before = decision.key_matters.iter().map(|matter| matter.code().to_owned());
    let mut codes: Vec<String> = before.filter(|code| *code != chosen.code).collect();
    if !chosen.is_chosen {
        codes.push(chosen.code.clone());
    }
    if codes.is_empty() {
        return Answers::none().with(act::NO_KEY_MATTERS.name, "true");
    }
    Answers::none().with(act::KEY_MATTERS.name, codes.join(","))
}

/// The units of the route that can have the case, that of its own village first. The commission's route needs none.
fn units(decision: &Decision, case: &Case, desk: &Desk) -> Vec<Possible> {
    let Some(kind) = decision.route.map(Route::unit_kind).filter(|kind| *kind != UnitKind::Commission) else {
        return Vec::new();
    };
    let has_handler = |unit: &Unit| desk.org.holders(Position::Handler, Some(unit.id)).next().is_some();
    let fits = |unit: &&Unit| {
        unit.active && unit.kind == kind && has_handler(unit) && !case.concerns_unit(unit, &desk.org)
    };
    let mut units: Vec<&Unit> = desk.org.units.iter().filter(fits).collect();
    let is_own = |unit: &Unit| case.village.as_deref() == Some(unit.name.as_str());
    units.sort_by_key(|unit| !is_own(unit));
    let possible = |unit: &&Unit| Possible {
        code: unit.name.clone(),
        label: unit.name.clone(),
        is_chosen: decision.unit == Some(unit.id),
    };
    units.iter().map(possible).collect()
}
