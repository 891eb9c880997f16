//! Facts about what becomes of a complaint: assessed, accepted, or left to the district commission.

use serde::{Deserialize, Serialize};

use super::{CaseFact, Recorded, Sealables};
use crate::domain::case::Case;
use crate::domain::case::course::Happening;
use crate::domain::case::decided::Decided;
use crate::domain::case::stage::Stage;
use crate::domain::code::Coded as _;
use crate::domain::document::ruling::Ruling;
use crate::domain::ids::UnitId;
use crate::domain::sealable::SealClass::Text;
use crate::domain::sealable::Sealable;
use crate::domain::time::Date;
use crate::domain::town::org::Org;
use crate::domain::words::{CaseKind, KeyMatter, MatterField, MirrorStep, Route, Scope, SealBasis};

/// Scope, kind, route and the rest were decided.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Assessed {
    pub scope: Scope,
    pub kind: CaseKind,
    pub field: MatterField,
    pub key_matters: Vec<KeyMatter>,
    pub route: Option<Route>,
    pub unit: Option<UnitId>,
    pub note: Option<Sealable>,
    pub ruling: Option<Ruling>,
    /// How it came about; earlier records don't say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decided: Option<Decided>,
    /// It is about a member of the town's leading group, and the town keeps it on purpose.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub about_leaders: bool,
}

impl CaseFact for Assessed {
    const CODE: &'static str = "assessed";

    fn fold(&self, case: &mut Case, _: &Recorded) {
        case.scope = Some(self.scope);
        case.kind = Some(self.kind);
        case.field = Some(self.field);
        case.key_matters.clone_from(&self.key_matters);
        case.route = self.route;
        case.unit = self.unit;
        case.assessment_note.clone_from(&self.note);
        case.decided.clone_from(&self.decided);
        case.ruled_unit = self.unit.filter(|_| self.ruling.is_some());
    }

    fn sentence(&self, org: &Org) -> String {
        let mut words =
            vec![self.scope.label().to_owned(), self.kind.label().to_owned(), self.field.label().to_owned()];
        words.extend(self.key_matters.iter().map(|flag| flag.label().to_owned()));
        words.extend(self.route.map(|route| route.label().to_owned()));
        words.extend(self.unit.map(|unit| format!("拟由{}承办", org.unit_name(unit))));
        words.extend(self.about_leaders.then(|| "反映班子成员，确认由本镇办理".to_owned()));
        words.extend(self.note.as_ref().map(|note| format!("说明：{}", note.text())));
        words.extend(self.decided.as_ref().map(Decided::sentence));
        format!("研判：{}{}", words.join("、"), Ruling::in_brackets(self.ruling.as_ref(), org))
    }

    fn sealables_mut(&mut self) -> Sealables<'_> {
        let note = self.note.as_mut().map(|text| ("note", Text, text));
        note.into_iter()
            .chain(self.ruling.as_mut().map(|ruling| ("ruling", Text, &mut ruling.text)))
            .collect()
    }
}

/// The town took the case on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Accepted {}

impl CaseFact for Accepted {
    const CODE: &'static str = "accepted";

    fn fold(&self, case: &mut Case, recorded: &Recorded) {
        case.stage = Stage::Acceptance;
        case.accepted_at = Some(recorded.at);
        case.note_platform_act(MirrorStep::Acceptance);
    }

    fn sentence(&self, _: &Org) -> String {
        "受理".to_owned()
    }

    fn sealables_mut(&mut self) -> Sealables<'_> {
        Vec::new()
    }
}

/// The case left for the district commission.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportedUp {
    /// The secretary's ruling, where a signature on paper was recorded long after its day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ruling: Option<Ruling>,
}

impl CaseFact for ReportedUp {
    const CODE: &'static str = "reported_up";

    fn fold(&self, case: &mut Case, _: &Recorded) {
        case.stage = Stage::Reported;
        case.note_platform_act(MirrorStep::Reported);
    }

    fn sentence(&self, org: &Org) -> String {
        format!("上报区纪委监委{}", Ruling::in_brackets(self.ruling.as_ref(), org))
    }

    fn happening(&self) -> Option<Happening> {
        Some(Happening::ReportedUp)
    }

    fn sealables_mut(&mut self) -> Sealables<'_> {
        self.ruling.as_mut().map(|ruling| ("ruling", Text, &mut ruling.text)).into_iter().collect()
    }
}

/// The reported case was sent to the district commission.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportSent {
    pub on: Date,
    /// Why what was recorded before is put right.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Sealable>,
}

impl CaseFact for ReportSent {
    const CODE: &'static str = "report_sent";

    fn fold(&self, case: &mut Case, _: &Recorded) {
        case.sent_on = Some(self.on);
    }

    fn sentence(&self, _: &Org) -> String {
        let reason =
            self.reason.as_ref().map_or(String::new(), |reason| format!("，更正理由：{}", reason.text()));
        format!("上报件{}送出{reason}", self.on)
    }

    fn sealables_mut(&mut self) -> Sealables<'_> {
        self.reason.as_mut().map(|reason| ("reason", Text, reason)).into_iter().collect()
    }
}

/// The district commission's receipt.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DistrictReceiptRecorded {
    pub number: String,
    pub received_on: Date,
    /// What the district commission did about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub result: Option<Sealable>,
    /// Why what was recorded before is put right.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Sealable>,
}

impl CaseFact for DistrictReceiptRecorded {
    const CODE: &'static str = "district_receipt_recorded";

    fn fold(&self, case: &mut Case, _: &Recorded) {
        case.district_receipt = Some((self.number.clone(), self.received_on));
        if self.result.is_some() {
            case.district_result.clone_from(&self.result);
        }
    }

    fn sentence(&self, _: &Org) -> String {
        let result =
            self.result.as_ref().map_or(String::new(), |result| format!("，办理结果：{}", result.text()));
        let reason =
            self.reason.as_ref().map_or(String::new(), |reason| format!("，更正理由：{}", reason.text()));
        format!("区纪委监委回执{}（{}）{result}{reason}", self.number, self.received_on)
    }

    fn sealables_mut(&mut self) -> Sealables<'_> {
        let result = self.result.as_mut().map(|text| ("result", Text, text));
        result.into_iter().chain(self.reason.as_mut().map(|text| ("reason", Text, text))).collect()
    }
}

/// Text and identity were taken away for ever; a case that has not ended goes up by that.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SealedUp {
    /// The ground in words, of cases sealed before grounds were coded.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub because: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub basis: Option<SealBasis>,
    /// Who ruled, and when; its words go with the others.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ruling: Option<Ruling>,
}

impl CaseFact for SealedUp {
    const CODE: &'static str = "sealed_up";

    /// A closed case stays closed: its verdicts and figures do not change by what it may no longer say.
    fn fold(&self, case: &mut Case, _: &Recorded) {
        case.sealed = true;
        case.seal_basis = self.basis;
        case.merged_into = None;
        case.parked = None;
        case.identity_allowed = false;
        if case.stage != Stage::Closure {
            case.stage = Stage::Reported;
            case.note_platform_act(MirrorStep::Reported);
        }
    }

    fn sentence(&self, org: &Org) -> String {
        let basis = self.basis.map_or(self.because.as_str(), |basis| basis.label());
        let ruling = Ruling::in_brackets(self.ruling.as_ref(), org);
        format!("密封上报，内容和身份不在本镇留存：{basis}{ruling}")
    }

    fn happening(&self) -> Option<Happening> {
        Some(Happening::Sealed)
    }

    fn sealables_mut(&mut self) -> Sealables<'_> {
        self.ruling.as_mut().map(|ruling| ("ruling", Text, &mut ruling.text)).into_iter().collect()
    }
}
