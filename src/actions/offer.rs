//! What a form offers for one of its fields as the case stands and with what is filled in so far: the lawful values,
//! the likely ones among them, whether it is asked at all. It only helps whoever fills it in: decisions check for
//! themselves.

use super::Answers;
use super::field::{Field, FieldKind};
use crate::domain::case::Case;
use crate::domain::context::Context;
use crate::domain::town::org::{Org, Unit};
use crate::domain::view::detail::UsualUnit;
use crate::domain::words::{MatterField, Position, Route, UnitKind};

/// How a row of the table says what its form offers.
pub type Offers = fn(&Field, &Case, &Answers, &Context<'_>) -> Offer;

/// What is offered for one field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    /// Codes, or names of units, that can be chosen; `None` where the field's own list holds.
    pub lawful: Option<Vec<String>>,
    /// Those of them that something speaks for, each with what that is. Nothing is chosen because of it.
    pub likely: Vec<Likely>,
    /// Whether the field is asked at all.
    pub is_asked: bool,
    /// Whether it may not be left empty as things stand, beyond what the field itself says.
    pub is_demanded: bool,
}

/// A value that something speaks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Likely {
    pub value: String,
    /// Shown beside the mark: without a ground nothing is marked.
    pub ground: String,
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

    /// The same, with a value that this ground speaks for.
    #[must_use]
    pub fn likely(mut self, likely: Option<(impl Into<String>, impl Into<String>)>) -> Self {
        self.likely
            .extend(likely.map(|(value, ground)| Likely { value: value.into(), ground: ground.into() }));
        self
    }

    /// What speaks for this value.
    #[must_use]
    pub fn ground_of(&self, value: &str) -> Option<&str> {
        self.likely.iter().find(|likely| likely.value == value).map(|likely| likely.ground.as_str())
    }

    /// The same, with the unit to which most cases of this field in the same village went, where it can be chosen. It
    /// stands before what else is likely.
    #[must_use]
    pub fn usual(mut self, usual: &[UsualUnit], field: Option<MatterField>, org: &Org) -> Self {
        let Some(lawful) = &self.lawful else { return self };
        let found = usual.iter().filter(|usual| Some(usual.field) == field).find_map(|usual| {
            let name = org.unit_name(usual.unit);
            let ground = format!("同类件常转，{}件", usual.went);
            lawful.iter().any(|unit| unit == name).then(|| Likely { value: name.to_owned(), ground })
        });
        if let Some(likely) = found {
            self.likely.retain(|other| other.value != likely.value);
            self.likely.insert(0, likely);
        }
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
    let proposed = case.unit.map(|unit| (context.org.unit_name(unit), "研判时拟定"));
    let likely = proposed.or_else(|| Some((case.village.as_deref()?, "事发地")));
    let likely = likely
        .filter(|(name, _)| lawful.iter().any(|unit| unit == name))
        .map(|(name, ground)| (name.to_owned(), ground));
    Offer::all().lawful(lawful).likely(likely)
}

/// The commission does its own cases without a handler of its unit.
fn has_handler(unit: &Unit, org: &Org) -> bool {
    unit.kind == UnitKind::Commission || org.holders(Position::Handler, Some(unit.id)).next().is_some()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::fixtures::town;
    use crate::domain::ids::UnitId;

    #[test]
    fn a_unit_that_cannot_be_chosen_is_never_the_usual_one() {
        let org = town();
        let unit = UnitId(org.units[0].id.0);
        let usual = [UsualUnit { field: MatterField::Housing, unit, went: 9 }];
        let name = org.unit_name(unit).to_owned();
        let likely =
            |lawful: Vec<String>, field| Offer::all().lawful(lawful).usual(&usual, field, &org).likely.len();
        assert_eq!(likely(vec![name.clone()], Some(MatterField::Housing)), 1);
        assert_eq!(likely(Vec::new(), Some(MatterField::Housing)), 0, "such as the respondent's own");
        assert_eq!(likely(vec![name.clone()], Some(MatterField::Other)), 0);
        assert_eq!(likely(vec![name], None), 0);
    }
}
