//! Facts about who looked at who complains, and who was allowed to.

use serde::{Deserialize, Serialize};

use super::{CaseFact, Recorded, Sealables};
use crate::domain::case::Case;
use crate::domain::sealable::SealClass::Text;
use crate::domain::sealable::Sealable;
use crate::domain::time::Date;
use crate::domain::town::org::Org;

/// Somebody looked at who complains.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct IdentityRevealed {
    pub reason: Sealable,
}

impl CaseFact for IdentityRevealed {
    const CODE: &'static str = "identity_revealed";

    /// Looking changes nothing about the case; that somebody looked is the fact.
    fn fold(&self, _: &mut Case, _: &Recorded) {}

    fn sentence(&self, _: &Org) -> String {
        format!("查看投诉人身份：{}", self.reason.text())
    }

    fn is_act(&self) -> bool {
        false
    }

    fn sealables_mut(&mut self) -> Sealables<'_> {
        vec![("reason", Text, &mut self.reason)]
    }
}

/// The unit's handler may look at who complains, because contact is needed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct IdentityAllowed {
    pub reason: Sealable,
}

impl CaseFact for IdentityAllowed {
    const CODE: &'static str = "identity_allowed";

    fn fold(&self, case: &mut Case, _: &Recorded) {
        case.identity_allowed = true;
    }

    fn sentence(&self, _: &Org) -> String {
        format!("允许承办人查看投诉人身份：{}", self.reason.text())
    }

    fn sealables_mut(&mut self) -> Sealables<'_> {
        vec![("reason", Text, &mut self.reason)]
    }
}

/// A text that said who complains, by its place in the record: it went with the identity.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TextPlace {
    pub seq: u32,
    pub place: String,
}

/// Who complained was erased after the retention period (`domain.md` §9), with the attachments and with every text that
/// said it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct IdentityErased {
    /// The day on which the case had ended.
    pub ended_on: Date,
    /// How many years it was kept from then on.
    pub years: u32,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub texts: Vec<TextPlace>,
}

impl CaseFact for IdentityErased {
    const CODE: &'static str = "identity_erased";

    fn fold(&self, case: &mut Case, _: &Recorded) {
        case.identity_erased = true;
        case.identity_allowed = false;
    }

    fn sentence(&self, _: &Org) -> String {
        let Self { ended_on, years, texts } = self;
        let with = if texts.is_empty() {
            String::new()
        } else {
            format!("，写有投诉人姓名、电话的文字{}处一并抹去", texts.len())
        };
        format!("{ended_on}结束满{years}年，清除投诉人身份和附件{with}")
    }

    fn sealables_mut(&mut self) -> Sealables<'_> {
        Vec::new()
    }
}
