//! Facts about the work on a record: submitted, returned or signed, published, checked, complained of.

use serde::{Deserialize, Serialize};

use super::DisclosureFact;
use crate::domain::code::Coded as _;
use crate::domain::disclosure::{Checked, Disclosure, DisclosureState, DisclosureVerdict, Published, Signed};
use crate::domain::ids::{CaseId, PersonId};
use crate::domain::stream::Stamped;
use crate::domain::time::Date;
use crate::domain::town::org::Org;

fn for_whom(on_behalf_of: Option<PersonId>, org: &Org) -> String {
    on_behalf_of.map_or_else(String::new, |person| format!("（代{}办）", org.person_name(person)))
}

/// The unit says what it makes public, or that there is nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DisclosureSubmitted {
    /// Empty for 本月无.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub text: String,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub nothing: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on_behalf_of: Option<PersonId>,
}

impl DisclosureFact for DisclosureSubmitted {
    const CODE: &'static str = "disclosure_submitted";

    fn fold(&self, disclosure: &mut Disclosure, stamped: &Stamped) {
        disclosure.text.clone_from(&self.text);
        disclosure.is_nothing = self.nothing;
        disclosure.submitted = Some((self.on_behalf_of.unwrap_or(stamped.actor), stamped.at.date()));
        disclosure.submitters = self.on_behalf_of.into_iter().chain([stamped.actor]).collect();
        disclosure.returned = None;
        disclosure.state = DisclosureState::Submitted;
    }

    fn sentence(&self, org: &Org) -> String {
        let what = if self.nothing { "报“本期无”，送审" } else { "提交公示内容，送审" };
        format!("{what}{}", for_whom(self.on_behalf_of, org))
    }
}

/// Its leader sent it back to the unit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DisclosureReturned {
    pub signer: PersonId,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub as_deputy_for: Option<PersonId>,
    pub opinion: String,
    pub on: Date,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub on_paper: bool,
}

impl DisclosureFact for DisclosureReturned {
    const CODE: &'static str = "disclosure_returned";

    fn fold(&self, disclosure: &mut Disclosure, _: &Stamped) {
        disclosure.returned = Some(self.opinion.clone());
        disclosure.state = DisclosureState::Returned;
    }

    fn sentence(&self, org: &Org) -> String {
        let who = signer_told(self.signer, self.as_deputy_for, self.on_paper, org);
        format!("{who}退回：{}", self.opinion)
    }
}

fn signer_told(signer: PersonId, leader: Option<PersonId>, on_paper: bool, org: &Org) -> String {
    let who = match leader {
        Some(leader) => format!("{}代{}", org.person_name(signer), org.person_name(leader)),
        None => org.person_name(signer).to_owned(),
    };
    if on_paper { format!("{who}（书面，代录）") } else { who }
}

/// Its leader agreed; a record of nothing is settled with it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DisclosureSigned {
    pub signer: PersonId,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub as_deputy_for: Option<PersonId>,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub opinion: String,
    pub on: Date,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub on_paper: bool,
    /// Of a record of nothing: whether that was signed in time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub verdict: Option<DisclosureVerdict>,
}

impl DisclosureFact for DisclosureSigned {
    const CODE: &'static str = "disclosure_signed";

    fn fold(&self, disclosure: &mut Disclosure, _: &Stamped) {
        disclosure.signed = Some(Signed {
            signer: self.signer,
            as_deputy_for: self.as_deputy_for,
            opinion: self.opinion.clone(),
            on: self.on,
            on_paper: self.on_paper,
        });
        disclosure.verdict = self.verdict.or(disclosure.verdict);
        disclosure.state =
            if disclosure.is_nothing { DisclosureState::Nothing } else { DisclosureState::Reviewed };
    }

    fn sentence(&self, org: &Org) -> String {
        let who = signer_told(self.signer, self.as_deputy_for, self.on_paper, org);
        let opinion = if self.opinion.is_empty() { String::new() } else { format!("：{}", self.opinion) };
        let verdict = self.verdict.map_or_else(String::new, |verdict| format!("，{}", verdict.label()));
        format!("{who}审核同意（{}）{opinion}{verdict}", self.on)
    }
}

/// It was made public.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DisclosurePublished {
    pub on: Date,
    pub place: String,
    pub verdict: DisclosureVerdict,
    /// The secretary's words where the day lies longer back than may be recorded otherwise.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub ruling: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on_behalf_of: Option<PersonId>,
}

impl DisclosureFact for DisclosurePublished {
    const CODE: &'static str = "disclosure_published";

    fn fold(&self, disclosure: &mut Disclosure, _: &Stamped) {
        disclosure.published = Some(Published { on: self.on, place: self.place.clone() });
        disclosure.verdict = Some(self.verdict);
        disclosure.state = DisclosureState::Published;
    }

    fn sentence(&self, org: &Org) -> String {
        let ruling =
            if self.ruling.is_empty() { String::new() } else { format!("，书记意见：{}", self.ruling) };
        let behalf = for_whom(self.on_behalf_of, org);
        format!("{}在{}公开，{}{ruling}{behalf}", self.on, self.place, self.verdict.label())
    }
}

/// Somebody looked whether what is public is true.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DisclosureChecked {
    pub truthful: bool,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
}

impl DisclosureFact for DisclosureChecked {
    const CODE: &'static str = "disclosure_checked";

    fn fold(&self, disclosure: &mut Disclosure, stamped: &Stamped) {
        let (truthful, note) = (self.truthful, self.note.clone());
        disclosure.checks.push(Checked { on: stamped.at.date(), by: stamped.actor, truthful, note });
    }

    fn sentence(&self, _: &Org) -> String {
        let found = if self.truthful { "属实" } else { "不属实" };
        let note = if self.note.is_empty() { String::new() } else { format!("：{}", self.note) };
        format!("抽查{found}{note}")
    }
}

/// A complaint is about it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DisclosureLinked {
    pub case: CaseId,
    pub case_no: String,
}

impl DisclosureFact for DisclosureLinked {
    const CODE: &'static str = "disclosure_linked";

    fn fold(&self, disclosure: &mut Disclosure, _: &Stamped) {
        disclosure.links.push((self.case, self.case_no.clone()));
    }

    fn sentence(&self, _: &Org) -> String {
        format!("与投诉件{}关联", self.case_no)
    }
}
