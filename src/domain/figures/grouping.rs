//! By what figures are taken apart, and the name of each part.

use serde::{Deserialize, Serialize};

use super::facts::CaseFacts;
use crate::domain::code::Coded;
use crate::domain::town::org::Org;

coded! {
    /// By what figures are taken apart.
    pub enum By {
        Unit = "unit" "承办单位",
        Village = "village" "村社区",
        Route = "route" "办理途径",
        Field = "field" "领域",
        Kind = "kind" "类别",
        /// A stretch of figures of its own for every month.
        Month = "month" "月份",
        Source = "source" "来源",
        Rank = "rank" "被投诉人职级",
        Decided = "decided" "研判方式",
    }
}

/// One part: a unit, a village, a month. Parts stand in the order of `order`, then of their names.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Part {
    order: i64,
    /// As people read it.
    pub label: String,
    /// For machines: a code, a month, a name where it has none.
    pub code: String,
}

/// Behind everything that has a name.
const LAST: i64 = i64::MAX;

impl Part {
    /// The whole, where nothing is taken apart.
    #[must_use]
    pub fn whole() -> Self {
        Self { order: 0, label: "合计".to_owned(), code: "total".to_owned() }
    }

    fn nameless(label: &str) -> Self {
        Self { order: LAST, label: label.to_owned(), code: String::new() }
    }

    fn coded<T: Coded>(value: Option<T>, otherwise: &str) -> Self {
        value.map_or_else(
            || Self::nameless(otherwise),
            |value| {
                let order = T::ALL.iter().position(|other| *other == value).unwrap_or_default();
                let order = i64::try_from(order).unwrap_or(LAST);
                Self { order, label: value.label().to_owned(), code: value.code().to_owned() }
            },
        )
    }

    fn named(value: Option<&String>, otherwise: &str) -> Self {
        match value.map(|text| text.trim()).filter(|text| !text.is_empty()) {
            Some(text) => Self { order: 0, label: text.to_owned(), code: text.to_owned() },
            None => Self::nameless(otherwise),
        }
    }

    /// Where records of disclosure stand among parts that are no units.
    #[must_use]
    pub fn disclosure() -> Self {
        Self { order: LAST, label: "公示公开".to_owned(), code: "disclosure".to_owned() }
    }

    /// A month, `2026-11`.
    #[must_use]
    pub fn month(year: i16, month: u8) -> Self {
        let code = format!("{year:04}-{month:02}");
        Self { order: i64::from(year) * 12 + i64::from(month), label: format!("{year}年{month}月"), code }
    }

    /// A unit by its present name.
    #[must_use]
    pub fn unit(unit: Option<crate::domain::ids::UnitId>, org: &Org) -> Self {
        match unit {
            Some(unit) => {
                let name = org.unit_name(unit).to_owned();
                // Units stand in the order in which the town has them.
                Self { order: unit.0, label: name.clone(), code: name }
            }
            None => Self::nameless("未转办"),
        }
    }

    /// The part to which an item of a case's turn belongs, or of the case as a whole.
    #[must_use]
    pub fn of(by: By, facts: &CaseFacts, turn: Option<u32>, org: &Org) -> Self {
        let (unit, route) = facts.with(turn);
        match by {
            By::Unit => Self::unit(unit, org),
            By::Route => Self::coded(route, "未定途径"),
            By::Village => Self::named(facts.village.as_ref(), "未填村社区"),
            By::Field => Self::coded(facts.field, "未定领域"),
            By::Kind => Self::coded(facts.kind, "未定类别"),
            By::Source => Self::named(facts.source.as_ref(), "未填来源"),
            By::Rank => Self::named(facts.rank.as_ref(), "未填职级"),
            By::Decided => Self::coded(facts.decided_by, "未研判"),
            // Months are stretches of their own.
            By::Month => Self::whole(),
        }
    }
}
