//! What stands around the reply in the letter to the complainant (N附件1, N附件4): put together when the reply goes out
//! and frozen with it, so that a letter printed years later says what was sent.

use serde::{Deserialize, Serialize};

use super::Case;
use crate::domain::document::Document;
use crate::domain::sealable::Sealable;
use crate::domain::time::Date;
use crate::domain::town::org::Org;
use crate::domain::town::phrases::{DAY, MATTER, METHOD, Phrase, Phrases};
use crate::domain::words::UnitKind;

/// The letter but for the reply itself and the name of whom it goes to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Letter {
    /// The first sentence: 您于…投诉反映的…等问题，现答复如下：
    pub opening: Sealable,
    pub closing: String,
    /// Who signs it; empty where no unit has the case.
    pub unit: String,
    /// Who looked the reply over, with the names of its signers.
    pub reviewed_by: String,
}

impl Letter {
    /// The letter about this reply as it stands now.
    #[must_use]
    pub fn of(case: &Case, reply: Option<&Document>, phrases: &Phrases, org: &Org) -> Self {
        Self {
            opening: Sealable::new(opening(case, phrases)),
            closing: phrases.value(Phrase::Closing).to_owned(),
            unit: signing_unit(case, reply, phrases, org),
            reviewed_by: reviewed_by(reply, phrases, org),
        }
    }
}

/// `2026年11月9日`, as GB/T 9704 writes days.
#[must_use]
pub fn day(date: Date) -> String {
    format!("{}年{}月{}日", date.year(), date.month(), date.day())
}

/// What came by another way says by which.
fn opening(case: &Case, phrases: &Phrases) -> String {
    let title = case.title.text().trim_end_matches(['。', '；', '，']);
    let method = case.method.as_deref().map(str::trim).unwrap_or_default();
    let (phrase, method) = if is_platform(method) {
        (Phrase::OpeningPlatform, "平台")
    } else {
        (Phrase::OpeningOther, method)
    };
    // The matter last, for whatever stands in it is no mark.
    let opening = phrases.value(phrase).replace(DAY, &day(case.complained_at.date())).replace(METHOD, method);
    opening.replace(MATTER, title)
}

fn is_platform(method: &str) -> bool {
    method.is_empty() || ["平台", "网络", "微信", "小程序", "APP"].iter().any(|word| method.contains(word))
}

/// What is set, or the unit that handles the case as it was called when the reply was drafted.
fn signing_unit(case: &Case, reply: Option<&Document>, phrases: &Phrases, org: &Org) -> String {
    let set = phrases.value(Phrase::Unit);
    if !set.is_empty() {
        return set.to_owned();
    }
    match (case.unit, reply) {
        (Some(unit), Some(reply)) => org.unit_name_at(unit, reply.drafted_in).to_owned(),
        (Some(unit), None) => org.unit_name(unit).to_owned(),
        (None, _) => String::new(),
    }
}

/// The town commission, or what is set, with whoever signed the reply.
fn reviewed_by(reply: Option<&Document>, phrases: &Phrases, org: &Org) -> String {
    let unit = match phrases.value(Phrase::ReviewedBy) {
        "" => org.only(UnitKind::Commission).map_or("", |unit| unit.name.as_str()),
        set => set,
    };
    let signers: Vec<&str> = reply
        .into_iter()
        .flat_map(|reply| &reply.steps)
        .filter_map(|step| step.signature.as_ref())
        .map(|given| org.person_name_at(given.signer, given.place))
        .collect();
    if signers.is_empty() { unit.to_owned() } else { format!("{unit}（{}）", signers.join("、")) }
}
