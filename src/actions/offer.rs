//! What a form offers for one of its fields as the case stands and with what is filled in so far: the lawful values,
//! the likely ones among them, whether it is asked at all. It only helps whoever fills it in: decisions check for
//! themselves.

use super::Answers;
use super::field::{Field, FieldKind};
use crate::domain::case::Case;
use crate::domain::context::Context;
use crate::domain::town::org::{Org, Unit};
use crate::domain::words::{Position, Route, UnitKind};

/// How a row of the table says what its form offers.
pub type Offers = fn(&Field, &Case, &Answers, &Context<'_>) -> Offer;

/// What is offered for one field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    /// Codes, or names of units, that can be chosen; `None` where the field's own list holds.
    pub lawful: Option<Vec<String>>,
    /// Those of them that the case speaks for. Nothing is chosen because of it.
    pub likely: Vec<String>,
    /// Whether the field is asked at all.
    pub is_asked: bool,
    /// Whether it may not be left empty as things stand, beyond what the field itself says.
    pub is_demanded: bool,
}

impl Offer {
    /// The field as it is.
    #[must_use]
    pub const fn all() -> Self {
        Self { lawful: None, likely: Vec::new(), is_asked: true, is_demanded: false }
    }

    /// A field that is not asked, because no answer to it could count.
    #[must_use]
    pub const fn unasked() -> Self {
        Self { lawful: None, likely: Vec::new(), is_asked: false, is_demanded: false }
    }

    /// The same, of which only these can be chosen.
    #[must_use]
    pub fn lawful(mut self, values: Vec<String>) -> Self {
        self.lawful = Some(values);
        self
    }

    /// The same, for which the case speaks.
    #[must_use]
    pub fn likely(mut self, value: Option<impl Into<String>>) -> Self {
        self.likely.extend(value.map(Into::into));
        self
    }

    /// The same, which may not be left empty while this holds.
    #[must_use]
    pub const fn demanded(mut self, is_demanded: bool) -> Self {
        self.is_demanded = is_demanded;
        self
    }
}

/// What most acts offer: every field with its own list.
pub(super) fn everything(_: &Field, _: &Case, _: &Answers, _: &Context<'_>) -> Offer {
    Offer::all()
}

/// The units to which a case can go on this route: in use, with somebody who handles, and none that the complaint is
/// against unless the secretary rules so. The case's own village is the likely one.
pub(super) fn units(
    field: &Field,
    case: &Case,
    route: Option<Route>,
    is_ruled: bool,
    context: &Context<'_>,
) -> Offer {
    let FieldKind::Unit(kinds) = field.kind else { return Offer::all() };
    let fits = |unit: &&Unit| {
        let is_of_kind =
            route.map_or_else(|| kinds.contains(&unit.kind), |route| unit.kind == route.unit_kind());
        unit.active
            && is_of_kind
            && has_handler(unit, context.org)
            && (is_ruled || !case.concerns_unit(unit, context.org))
    };
    let lawful: Vec<String> = context.org.units.iter().filter(fits).map(|unit| unit.name.clone()).collect();
    let proposed = case.unit.map(|unit| context.org.unit_name(unit)).or(case.village.as_deref());
    let likely = proposed.filter(|name| lawful.iter().any(|unit| unit == name)).map(str::to_owned);
    Offer::all().lawful(lawful).likely(likely)
}

/// The commission does its own cases without a handler of its unit.
fn has_handler(unit: &Unit, org: &Org) -> bool {
    unit.kind == UnitKind::Commission || org.holders(Position::Handler, Some(unit.id)).next().is_some()
}
