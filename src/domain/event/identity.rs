//! Facts about who looked at who complains, and who was allowed to.

use serde::{Deserialize, Serialize};

use super::{CaseFact, Recorded, Sealables};
use crate::domain::case::Case;
use crate::domain::sealable::SealClass::Text;
use crate::domain::sealable::Sealable;
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
