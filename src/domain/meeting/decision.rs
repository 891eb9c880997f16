//! What a meeting decides about one case, part by part, and what became of it.

use serde::{Deserialize, Serialize};

use crate::domain::code::Coded as _;
use crate::domain::ids::{PersonId, UnitId};
use crate::domain::refusal::RefusalCode;
use crate::domain::town::org::Org;
use crate::domain::words::{CaseKind, KeyMatter, MatterField, Route, Scope};

/// What was decided so far.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decision {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scope: Option<Scope>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<CaseKind>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field: Option<MatterField>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub route: Option<Route>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<UnitId>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub key_matters: Vec<KeyMatter>,
    /// The town keeps a complaint about a member of its leading group on purpose.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub about_leaders: bool,
    /// Who of those asked about is a respondent; absent while nobody answered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub respondents: Option<Vec<PersonId>>,
    /// The assessment that one person made alone stands as it is.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub upheld: bool,
    /// Left to the next meeting.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub deferred: bool,
}

impl Decision {
    /// Whether nothing more has to be said.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.deferred || self.takes_effect()
    }

    /// Whether it has an effect on its case once the meeting is confirmed.
    #[must_use]
    pub fn takes_effect(&self) -> bool {
        let has_way = self.scope == Some(Scope::OutOfScope) || self.route.is_some();
        let is_whole = self.scope.is_some() && self.kind.is_some() && self.field.is_some() && has_way;
        !self.deferred && (self.upheld || is_whole)
    }

    /// Whether nothing was said yet.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// In words, `监督事项清单、非咨询类、民政、村（社区）办理、新建村`; empty before anything was said.
    #[must_use]
    pub fn told(&self, org: &Org) -> String {
        if self.deferred {
            return "暂缓，留待下次会".to_owned();
        }
        if self.upheld {
            return "追认原研判".to_owned();
        }
        let labels = [
            self.scope.map(|scope| scope.label().to_owned()),
            self.kind.map(|kind| kind.label().to_owned()),
            self.field.map(|field| field.label().to_owned()),
            self.route.map(|route| route.label().to_owned()),
            self.unit.map(|unit| format!("拟由{}承办", org.unit_name(unit))),
        ];
        let flags = self.key_matters.iter().map(|flag| flag.label().to_owned());
        let mut words: Vec<String> = labels.into_iter().flatten().chain(flags).collect();
        words.extend(self.about_leaders.then(|| "反映班子成员，确认由本镇办理".to_owned()));
        words.join("、")
    }
}

/// What became of a decision when the meeting was confirmed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It took effect.
    Applied,
    /// It could not, for this kind of reason; the case stays open.
    Blocked(RefusalCode),
}
