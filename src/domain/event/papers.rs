//! Facts about papers: which sheet was issued under which number, printed again, or made void.

use serde::{Deserialize, Serialize};

use super::{CaseFact, Recorded, Sealables};
use crate::domain::case::Case;
use crate::domain::code::Coded as _;
use crate::domain::paper::{Issued, PaperKind};
use crate::domain::sealable::SealClass::{Identity, Text};
use crate::domain::sealable::Sealable;
use crate::domain::town::org::Org;

/// A sheet was issued: its layout is frozen and its number taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaperIssued {
    pub kind: PaperKind,
    pub number: String,
    pub year: i16,
    pub serial: u32,
    /// The head of the chain before it.
    pub head: String,
    pub sheet: Sealable,
    /// SHA-256 of the office's own template that it is written with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub template: Option<String>,
    /// Why a paper that says who complains was needed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Sealable>,
}

impl CaseFact for PaperIssued {
    const CODE: &'static str = "paper_issued";

    fn fold(&self, case: &mut Case, recorded: &Recorded) {
        case.papers.push(Issued {
            kind: self.kind,
            number: self.number.clone(),
            year: self.year,
            serial: self.serial,
            head: self.head.clone(),
            text: self.sheet.clone(),
            template: self.template.clone(),
            on: recorded.at.date(),
            place: recorded.place,
            by: recorded.actor,
            copies: 1,
            void: None,
        });
    }

    fn sentence(&self, _: &Org) -> String {
        let reason = self.reason.as_ref().map_or(String::new(), |reason| format!("，{}", reason.text()));
        format!("出文：{}{}{reason}", self.kind.label(), self.number)
    }

    /// Taking a copy makes the case no younger.
    fn is_act(&self) -> bool {
        false
    }

    fn sealables_mut(&mut self) -> Sealables<'_> {
        // Who complains goes with the identities, everything else with the texts.
        let class = if self.kind.carries_identity() { Identity } else { Text };
        let mut places = vec![("sheet", class, &mut self.sheet)];
        places.extend(self.reason.as_mut().map(|reason| ("reason", Text, reason)));
        places
    }
}

/// An issued sheet was printed once more on purpose: same text, same number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaperReprinted {
    pub number: String,
    /// Which printing it is, from 2.
    pub copy: u32,
    pub reason: Sealable,
}

impl CaseFact for PaperReprinted {
    const CODE: &'static str = "paper_reprinted";

    fn fold(&self, case: &mut Case, _: &Recorded) {
        for paper in case.papers.iter_mut().filter(|paper| paper.number == self.number) {
            paper.copies = self.copy;
        }
    }

    fn sentence(&self, _: &Org) -> String {
        format!("{}第{}次打印：{}", self.number, self.copy, self.reason.text())
    }

    /// Taking a copy makes the case no younger.
    fn is_act(&self) -> bool {
        false
    }

    fn sealables_mut(&mut self) -> Sealables<'_> {
        vec![("reason", Text, &mut self.reason)]
    }
}

/// An issued sheet was made void before it left the house; its number stays taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaperVoided {
    pub number: String,
    pub reason: Sealable,
}

impl CaseFact for PaperVoided {
    const CODE: &'static str = "paper_voided";

    fn fold(&self, case: &mut Case, _: &Recorded) {
        for paper in case.papers.iter_mut().filter(|paper| paper.number == self.number) {
            paper.void = Some(self.reason.clone());
        }
    }

    fn sentence(&self, _: &Org) -> String {
        format!("{}作废：{}", self.number, self.reason.text())
    }

    /// Taking a copy makes the case no younger.
    fn is_act(&self) -> bool {
        false
    }

    fn sealables_mut(&mut self) -> Sealables<'_> {
        vec![("reason", Text, &mut self.reason)]
    }
}
