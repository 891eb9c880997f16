//! Facts about documents and the signatures under them.

use serde::{Deserialize, Serialize};

use super::{CaseFact, Recorded, Sealables};
use crate::domain::case::Case;
use crate::domain::case::stage::Stage;
use crate::domain::code::Coded as _;
use crate::domain::document::{Decision, Document, Signature, Step, Terms, step};
use crate::domain::ids::PersonId;
use crate::domain::sealable::SealClass::Text;
use crate::domain::sealable::Sealable;
use crate::domain::time::Date;
use crate::domain::town::org::Org;
use crate::domain::words::{DocumentKind, DocumentState};

fn find(case: &mut Case, kind: DocumentKind, version: u32) -> Option<&mut Document> {
    case.documents.iter_mut().find(|document| document.kind == kind && document.version == version)
}

/// The reply is the one document whose way is the case's way (N§三(二)2): with it the case moves through drafting,
/// review and reply. A case that has left those stages is not called back.
fn move_with_reply(case: &mut Case, kind: DocumentKind, stage: Stage) {
    let on_the_way = matches!(case.stage, Stage::Handling | Stage::Drafting | Stage::Review | Stage::Reply);
    if kind == DocumentKind::Reply && on_the_way {
        case.stage = stage;
    }
}

/// A version of a document was written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DocumentDrafted {
    pub document: DocumentKind,
    pub version: u32,
    pub text: Sealable,
    pub hash: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub terms: Option<Terms>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub claims: Option<Sealable>,
}

impl CaseFact for DocumentDrafted {
    const CODE: &'static str = "document_drafted";

    /// Whatever stood live before counts no more. Writing a reply takes the case to its stage.
    fn fold(&self, case: &mut Case, recorded: &Recorded) {
        move_with_reply(case, self.document, Stage::Drafting);
        for older in case.documents.iter_mut().filter(|older| older.kind == self.document && older.is_live())
        {
            older.state = DocumentState::Void;
        }
        case.documents.push(Document {
            kind: self.document,
            version: self.version,
            turn: case.turn,
            round: case.round,
            text: self.text.clone(),
            hash: self.hash.clone(),
            terms: self.terms.clone(),
            claims: self.claims.clone(),
            state: DocumentState::Draft,
            steps: Vec::new(),
            drafted_by: recorded.actor,
            drafted_at: recorded.at,
            drafted_in: recorded.place,
            submitted_at: None,
        });
        match self.document {
            DocumentKind::Reply | DocumentKind::Extension => case.unit_acted(recorded.at.date()),
            DocumentKind::Proposal
            | DocumentKind::ReportUp
            | DocumentKind::Clue
            | DocumentKind::Override
            | DocumentKind::Circular => {}
        }
    }

    fn sentence(&self, _: &Org) -> String {
        format!("起草{}第{}稿", self.document.label(), self.version)
    }

    fn sealables_mut(&mut self) -> Sealables<'_> {
        let mut places = vec![("text", Text, &mut self.text)];
        places.extend(self.claims.as_mut().map(|claims| ("claims", Text, claims)));
        places
    }
}

/// A submission was taken back by whoever submits; the text is a draft again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DocumentRecalled {
    pub document: DocumentKind,
    pub version: u32,
}

impl CaseFact for DocumentRecalled {
    const CODE: &'static str = "document_recalled";

    fn fold(&self, case: &mut Case, _: &Recorded) {
        if let Some(document) = find(case, self.document, self.version) {
            document.state = DocumentState::Draft;
            document.steps.clear();
            document.submitted_at = None;
            move_with_reply(case, self.document, Stage::Drafting);
        }
    }

    fn sentence(&self, _: &Org) -> String {
        format!("撤回{}第{}稿的送审", self.document.label(), self.version)
    }

    fn sealables_mut(&mut self) -> Sealables<'_> {
        Vec::new()
    }
}

/// A version was put before its signers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DocumentSubmitted {
    pub document: DocumentKind,
    pub version: u32,
    pub hash: String,
    pub steps: Vec<Step>,
}

impl CaseFact for DocumentSubmitted {
    const CODE: &'static str = "document_submitted";

    fn fold(&self, case: &mut Case, recorded: &Recorded) {
        if let Some(document) = find(case, self.document, self.version) {
            document.state = DocumentState::UnderReview;
            document.steps.clone_from(&self.steps);
            document.submitted_at = Some(recorded.at);
            move_with_reply(case, self.document, Stage::Review);
        }
    }

    fn sentence(&self, org: &Org) -> String {
        let chain: Vec<String> = self.steps.iter().map(|step| step.told(org)).collect();
        format!("{}第{}稿送审：{}", self.document.label(), self.version, chain.join(" → "))
    }

    fn sealables_mut(&mut self) -> Sealables<'_> {
        Vec::new()
    }
}

/// A version counts no more; its signatures bind nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DocumentVoided {
    pub document: DocumentKind,
    pub version: u32,
    pub because: String,
}

impl CaseFact for DocumentVoided {
    const CODE: &'static str = "document_voided";

    fn fold(&self, case: &mut Case, _: &Recorded) {
        if let Some(document) = find(case, self.document, self.version) {
            document.state = DocumentState::Void;
            move_with_reply(case, self.document, Stage::Drafting);
        }
    }

    fn sentence(&self, _: &Org) -> String {
        format!("{}第{}稿作废：{}", self.document.label(), self.version, self.because)
    }

    fn sealables_mut(&mut self) -> Sealables<'_> {
        Vec::new()
    }
}

/// A signer agreed or returned.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DocumentSigned {
    pub document: DocumentKind,
    pub version: u32,
    pub step: u32,
    pub signer: PersonId,
    pub decision: Decision,
    pub opinion: Option<Sealable>,
    pub signed_on: Date,
    pub on_paper: bool,
    /// The deputy who signed in the signer's name (授权代签).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deputy: Option<PersonId>,
    /// The meeting at which the Party committee approved, and its day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub meeting: Option<Sealable>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub meeting_on: Option<Date>,
    /// The committee decided and nobody signed; `signer` recorded its decision.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub by_meeting: bool,
    /// Whoever signed wrote the text, nobody else being there to sign (本人起草).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub own_draft: bool,
}

impl CaseFact for DocumentSigned {
    const CODE: &'static str = "document_signed";

    /// The last signature approves, a return sends back.
    fn fold(&self, case: &mut Case, recorded: &Recorded) {
        let Some(document) = find(case, self.document, self.version) else { return };
        let signature = Signature {
            signer: self.signer,
            decision: self.decision,
            opinion: self.opinion.clone(),
            signed_on: self.signed_on,
            recorded_at: recorded.at,
            place: recorded.place,
            recorded_by: self.on_paper.then_some(recorded.actor),
            deputy: self.deputy,
            meeting: self.meeting.clone(),
            meeting_on: self.meeting_on,
        };
        step::sign(&mut document.steps, self.step as usize, signature);
        match self.decision {
            Decision::Return => {
                document.state = DocumentState::Returned;
                move_with_reply(case, self.document, Stage::Drafting);
            }
            Decision::Agree if document.steps.iter().all(|step| step.signature.is_some()) => {
                document.state = when_approved(self.document);
                move_with_reply(case, self.document, Stage::Reply);
            }
            Decision::Agree => {}
        }
    }

    fn sentence(&self, org: &Org) -> String {
        let word = match self.decision {
            Decision::Agree => "同意",
            Decision::Return => "退回修改",
        };
        let opinion =
            self.opinion.as_ref().map_or(String::new(), |opinion| format!("，意见：{}", opinion.text()));
        let paper = if self.on_paper {
            format!("（书面审签于{}，代录）", self.signed_on)
        } else {
            String::new()
        };
        let deputy =
            self.deputy.map_or(String::new(), |deputy| format!("（{}代签）", org.person_name(deputy)));
        let signer = if self.by_meeting { step::COMMITTEE } else { org.person_name(self.signer) };
        let meeting = step::meeting_in_words(self.meeting.as_ref(), self.meeting_on);
        let document = self.document.label();
        let own = if self.own_draft { step::OWN_DRAFT } else { "" };
        format!("{signer}{deputy}{word}{document}第{}稿{opinion}{meeting}{paper}{own}", self.version)
    }

    fn act_on(&self) -> Option<Date> {
        self.on_paper.then_some(self.signed_on)
    }

    fn sealables_mut(&mut self) -> Sealables<'_> {
        let opinion = self.opinion.as_mut().map(|text| ("opinion", Text, text));
        opinion.into_iter().chain(self.meeting.as_mut().map(|text| ("meeting", Text, text))).collect()
    }
}

/// What is granted by its signatures alone has taken effect with the last of them.
const fn when_approved(document: DocumentKind) -> DocumentState {
    match document {
        DocumentKind::Extension | DocumentKind::Override => DocumentState::Done,
        DocumentKind::Proposal
        | DocumentKind::Reply
        | DocumentKind::ReportUp
        | DocumentKind::Clue
        | DocumentKind::Circular => DocumentState::Approved,
    }
}

/// What the document was for has happened.
pub(super) fn settle(case: &mut Case, kind: DocumentKind, version: u32) {
    if let Some(document) = find(case, kind, version) {
        document.state = DocumentState::Done;
    }
}
