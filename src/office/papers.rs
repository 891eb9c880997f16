//! Papers of a case: laid out for the screen as their reader may see them, issued with a number, and written as files.

mod meeting;
mod saving;

use std::ops::ControlFlow;

use super::perform::{PerformRequest, perform_in};
use super::templates::Opened;
use super::{Office, OfficeError, gate};
use crate::actions::{Act, Answers, issue_paper};
use crate::domain::case::Case;
use crate::domain::case::respondents::Register;
use crate::domain::case::text_check;
use crate::domain::code::Coded as _;
use crate::domain::context::{Brought, Drafted};
use crate::domain::desk::Desk;
use crate::domain::document::Document;
use crate::domain::ids::CaseId;
use crate::domain::paper::{Issued, PaperKind, Sheet, frozen};
use crate::domain::refusal::{Refusal, RefusalCode};
use crate::domain::sight::identity::Identity;
use crate::domain::time::{Date, Moment};
use crate::domain::town::event::PapersExported;
use crate::domain::town::org::Org;
use crate::domain::town::phrases::{Phrase, Phrases};
use crate::domain::view::paper::{PaperFile, PaperOf, PaperView, Registered};
use crate::domain::words::DocumentKind;
use crate::forms::{About, Facts, Form, outside_gb2312};
use crate::store::{Records, Snapshot, StoreError};

/// Which papers are wanted as files.
#[derive(Debug, Clone)]
pub struct PapersAsked {
    /// Client-made id, so that the same request twice gives no second number.
    pub act: String,
    pub kind: PaperKind,
    pub cases: Vec<CaseId>,
    /// Version of the text, such as `reply2`.
    pub document: Option<String>,
    pub reason: Option<String>,
}

pub(super) use meeting::drafted_record;

impl Office {
    /// A paper as the reader may see it; it takes no number.
    ///
    /// # Errors
    /// What is missing on it; `unknown_case`.
    pub fn paper(
        &self,
        id: CaseId,
        kind: PaperKind,
        document: Option<&str>,
        now: Moment,
    ) -> Result<PaperView, OfficeError> {
        let case = self.open_case(id, now)?.case;
        let town = (&*self.org, &self.settings().phrases);
        let read = self.read(|snapshot| Ok(snapshot.case(id)?))?;
        let read = read.ok_or_else(|| Refusal::unknown_case(&id.0.to_string()))?;
        let (issued, unnamed) = gate::paper(&read, (kind, document), town, now.date())?;
        // What was issued while the reader stood aside is none of the papers they see.
        let issued = issued.and_then(|number| case.papers.iter().find(|paper| paper.number == number));
        let document = version(&case, document)?;
        let sheet = match (issued.and_then(Issued::sheet), unnamed) {
            (Some(sheet), _) | (None, Some(sheet)) => sheet,
            (None, None) => lay_out(&case, kind, document, town, now.date())?,
        };
        Ok(PaperView {
            kind,
            of: PaperOf::Case(case.case_no.clone()),
            number: issued.map(|paper| paper.number.clone()),
            foot: issued.map(Issued::foot).unwrap_or_default(),
            warnings: warnings(&case, kind, &sheet, document, &self.desk(now)),
            sheet,
        })
    }

    /// Papers as files: each with its number, given now where this very sheet has none yet. All of them, or none; `told`
    /// hears how many are done and how many there are, and can end it.
    ///
    /// # Errors
    /// A refusal naming the case, or a store failure; then no number was given.
    pub fn write_papers(
        &mut self,
        asked: &PapersAsked,
        now: Moment,
        told: &mut dyn FnMut(usize, usize) -> ControlFlow<()>,
    ) -> Result<Vec<PaperFile>, OfficeError> {
        let act = &issue_paper::ACT;
        let stamp = self.stamp(&asked.act, act.code, now);
        self.change(now, |records, desk| {
            let mut files = Vec::with_capacity(asked.cases.len());
            let mut opened = Opened::default();
            for (place, id) in asked.cases.iter().enumerate() {
                if told(place, asked.cases.len()).is_break() {
                    let message = "按您的要求停下了，没有新编号，也没有写出。";
                    return Err(Refusal::new(RefusalCode::NotSaved, message).into());
                }
                let mut file = one(records, asked, (*id, place), desk, &stamp, &mut opened);
                if let Err(OfficeError::Refused(refusal)) = &mut file
                    && asked.cases.len() > 1
                    && let Some(case) = records.case_to_change(*id)?
                {
                    refusal.message = format!("{}：{}都没有写出。", case.case_no, refusal.message);
                }
                files.push(file?);
            }
            if asked.kind.carries_identity() {
                let numbers = files.iter().map(|file| file.number.clone()).collect();
                let reason = asked.reason.clone().ok_or_else(|| issue_paper::REASON.missing())?;
                for id in &asked.cases {
                    let case = records.case_to_change(*id)?;
                    case.map_or(Ok(()), |case| refuse_naming(&case, &reason, &Register::of(&desk.org)))?;
                }
                records.append_town(&PapersExported { numbers, reason }.into(), &stamp)?;
            }
            Ok(files)
        })
    }

    /// The register of papers of a year, those of meetings behind those of cases.
    ///
    /// # Errors
    /// `not_permitted` for people who see no cases; a store failure.
    pub fn paper_register(&self, year: i16, now: Moment) -> Result<Vec<Registered>, OfficeError> {
        let sight = self.sight_on(now.date())?;
        let desk = self.desk(now);
        self.read(|snapshot| {
            let mut register = snapshot.paper_register(year, &sight)?;
            for (meeting, paper) in snapshot.meeting_paper_register(year)? {
                if super::meeting::seen(snapshot, meeting, &desk)?.is_some() {
                    register.push(paper);
                }
            }
            Ok(register)
        })
    }
}

/// Why papers or a ledger were taken out stands in the town's own record, from which nothing can be erased: it says
/// nobody's name.
///
/// # Errors
/// `identity_in_text` where it names who complains in this case.
pub(super) fn refuse_naming(case: &Case, reason: &str, register: &Register) -> Result<(), Refusal> {
    if Identity::of(&case.complainant).occurrences(reason, register).is_empty() {
        return Ok(());
    }
    let message = "“用途”里有投诉人的姓名或联系方式，没有写出；请改写成“投诉人”。";
    Err(issue_paper::REASON.refuses(RefusalCode::IdentityInText, message))
}

/// One of the papers, as a file.
fn one(
    records: &Records<'_>,
    asked: &PapersAsked,
    (id, place): (CaseId, usize),
    desk: &Desk,
    stamp: &crate::store::Stamp,
    opened: &mut Opened,
) -> Result<PaperFile, OfficeError> {
    let unknown = || Refusal::unknown_case(&id.0.to_string());
    let read = |records: &Records<'_>| -> Result<Case, OfficeError> {
        let case = records.case_to_change(id)?.ok_or_else(unknown)?;
        let sees = desk.sight().is_some_and(|sight| sight.covers(&case, &desk.org));
        if sees { Ok(case) } else { Err(unknown().into()) }
    };
    let mut case = read(records)?;
    // Writing an issued paper again wants the same right as issuing it.
    issue_paper::ACT.allowed(&case, &desk.context())?;
    let document = version(&case, asked.document.as_deref())?;
    let found = same(&case, asked.kind, document, town_of(desk));
    let is_new = found.is_none();
    if is_new {
        let mut answers = Answers::none().with(issue_paper::KIND.name, asked.kind.code());
        for (field, text) in
            [(&issue_paper::DOCUMENT, &asked.document), (&issue_paper::REASON, &asked.reason)]
        {
            if let Some(text) = text {
                answers.set(field.name, text.clone());
            }
        }
        let request = PerformRequest {
            act: format!("{}-{place}", asked.act),
            case: Some(id),
            seen_seq: None,
            action: issue_paper::ACT.code.to_owned(),
            answers,
        };
        perform_in(records, &request, None, desk, stamp)?;
        case = read(records)?;
    }
    let paper = found.map_or_else(|| case.papers.last(), |at| case.papers.get(at));
    let gone = || Refusal::new(RefusalCode::NothingToDo, "这份文书的内容已封存，写不出来。");
    let paper = paper.ok_or_else(gone)?;
    let sheet = paper.sheet().ok_or_else(gone)?;
    let document = version(&case, asked.document.as_deref())?;
    let about =
        About { number: &paper.number, on: paper.on, foot: paper.foot(), case_no: Some(&case.case_no) };
    let bytes = opened.file_of(records, paper.template.as_deref(), &sheet, about)?;
    Ok(PaperFile {
        name: format!("{}-{}-{}.docx", case.case_no, asked.kind.label(), paper.number),
        bytes,
        number: paper.number.clone(),
        is_new,
        warnings: warnings(&case, asked.kind, &sheet, document, desk),
    })
}

/// What an act that issues a paper decides on: the layout and the next number of its kind. Nothing for other acts, and
/// nothing before the act is allowed.
pub(super) fn drafted(
    records: &Snapshot<'_>,
    case: &Case,
    action: &Act,
    answers: &Answers,
    desk: &Desk,
) -> Result<Option<Brought>, OfficeError> {
    if !action.on_case().is_ok_and(|on| on.issues) {
        return Ok(None);
    }
    action.allowed(case, &desk.context())?;
    let kind: PaperKind = answers.need_word(&issue_paper::KIND)?;
    let document = answers.text(issue_paper::DOCUMENT.name);
    let document = version(case, document.as_deref())?;
    if let Some(paper) = same(case, kind, document, town_of(desk)).and_then(|at| case.papers.get(at)) {
        let message =
            format!("这份{}已编号{}，内容没有变；直接写出文件，或再次打印。", kind.label(), paper.number);
        return Err(Refusal::new(RefusalCode::NothingToDo, message).into());
    }
    let sheet = lay_out(case, kind, document, town_of(desk), desk.today())?;
    Ok(Some(numbered(records, kind, &sheet, desk)?))
}

/// A layout with the next number of its kind, the head of the record as it stands, and the template in force.
fn numbered(
    records: &Snapshot<'_>,
    kind: PaperKind,
    sheet: &Sheet,
    desk: &Desk,
) -> Result<Brought, OfficeError> {
    let year = desk.today().year();
    let serial = records.next_paper_serial(kind, year)?;
    let head = records.head()?;
    Ok(Brought::Paper(Box::new(Drafted {
        kind,
        number: format!("{}{}〔{year}〕{serial}号", prefix(desk), kind.sign()),
        year,
        serial,
        head: format!("{}:{}", head.count, head.hash),
        frozen: frozen(sheet).map_err(StoreError::Other)?,
        template: records.templates()?.in_force(kind).map(|own| own.sha256.clone()),
    })))
}

/// The beginning of the office's numbers: what is set, else 建纪 of 建胜镇.
fn prefix(desk: &Desk) -> String {
    let set = desk.settings.phrases.value(Phrase::NumberPrefix);
    if !set.is_empty() {
        return set.to_owned();
    }
    let town: String = desk.org.town.chars().take(1).collect();
    format!("{town}纪")
}

fn town_of(desk: &Desk) -> (&Org, &Phrases) {
    (&desk.org, &desk.settings.phrases)
}

/// The version that was asked for, such as `reply2` or `e2`; the newest of its kind without a number.
pub(super) fn version<'a>(case: &'a Case, asked: Option<&str>) -> Result<Option<&'a Document>, Refusal> {
    let Some(asked) = asked.map(str::trim).filter(|asked| !asked.is_empty()) else { return Ok(None) };
    let digits = asked.chars().rev().take_while(char::is_ascii_digit).count();
    let split = asked.chars().count() - digits;
    let (name, number): (String, String) =
        (asked.chars().take(split).collect(), asked.chars().skip(split).collect());
    let name = name.to_lowercase();
    let is_kind = |kind: DocumentKind| {
        name == kind.code() || name == kind.label() || name == kind.sheet_letter().to_string().to_lowercase()
    };
    let found = case.documents.iter().rev().find(|document| {
        is_kind(document.kind) && (number.is_empty() || document.version.to_string() == number)
    });
    found.map(Some).ok_or_else(|| {
        let all: Vec<String> = case
            .documents
            .iter()
            .map(|document| format!("{}{}", document.kind.code(), document.version))
            .collect();
        let all =
            if all.is_empty() { "还没有文书".to_owned() } else { format!("有{}", all.join("、")) };
        issue_paper::DOCUMENT.invalid(&format!("本件没有“{asked}”这一稿，{all}。"))
    })
}

/// The sheet of this case, or what is missing on it. A paper that goes to those who need not know who complains is not
/// laid out while it says so.
pub(super) fn lay_out(
    case: &Case,
    kind: PaperKind,
    document: Option<&Document>,
    (org, phrases): (&Org, &Phrases),
    today: Date,
) -> Result<Sheet, Refusal> {
    let register = Register::of(org);
    let facts = Facts { case, org, register: &register, document, today, phrases };
    let Some(laid_out) = Form::of_case(kind, &facts) else {
        let message = format!("{}不是按投诉件出的文书。", kind.label());
        return Err(Refusal::new(RefusalCode::InvalidValue, message).about(issue_paper::KIND.name));
    };
    let sheet = laid_out.map_err(|missing| {
        let message = format!("{}{}。", kind.label(), missing.sentence());
        Refusal::new(RefusalCode::MissingField, message).about(issue_paper::KIND.name)
    })?;
    if !kind.carries_identity() {
        let identity = Identity::of(&case.complainant);
        if sheet.texts().any(|text| !identity.occurrences(text, &register).is_empty()) {
            let message = format!("{}上出现了投诉人的姓名或联系方式，没有出文。", kind.label());
            return Err(Refusal::new(RefusalCode::InvalidValue, message).about(issue_paper::KIND.name));
        }
    }
    Ok(sheet)
}

/// Which paper was issued of this very sheet: laid out for its day with the names of that day it is the same.
pub(super) fn same(
    case: &Case,
    kind: PaperKind,
    document: Option<&Document>,
    (org, phrases): (&Org, &Phrases),
) -> Option<usize> {
    case.papers.iter().rposition(|paper| {
        let is_meant = paper.kind == kind && paper.void.is_none();
        is_meant
            && paper.sheet().is_some_and(|sheet| {
                lay_out(case, kind, document, (&org.as_at(paper.place), phrases), paper.on)
                    .is_ok_and(|now| now == sheet)
            })
    })
}

/// What a person should look at before the paper goes out.
fn warnings(
    case: &Case,
    kind: PaperKind,
    sheet: &Sheet,
    document: Option<&Document>,
    desk: &Desk,
) -> Vec<String> {
    let mut warnings: Vec<String> = rare_characters(sheet).into_iter().collect();
    let reply = document.or_else(|| case.document(DocumentKind::Reply));
    if let Some(reply) = reply.filter(|_| kind.goes_to_complainant()) {
        warnings.extend(text_check::reply(case, reply, &desk.settings));
    }
    warnings
}

/// The characters that the office's font lacks, for whoever prints.
fn rare_characters(sheet: &Sheet) -> Option<String> {
    let mut rare: Vec<char> = sheet.texts().flat_map(outside_gb2312).filter(|c| *c != '☑').collect();
    rare.sort_unstable();
    rare.dedup();
    let rare: String = rare.into_iter().collect();
    (!rare.is_empty()).then(|| format!("仿宋_GB2312 没有这些字，文件里改用宋体：{rare}"))
}
