//! What `ydt show --json` writes: the list row and everything of the case.

use serde::Serialize;

use super::as_of::PointJson;
use super::issued::{self, CardJson, PaperJson};
use super::linked::{FileJson, LinkJson, ReleaseJson, links};
use super::report::RefusalJson;
use super::row::RowJson;
use super::turn::{StepTakenJson, TurnJson};
use crate::actions::on_case_menu;
use crate::domain::calendar::Calendar;
use crate::domain::case::chase::Chase;
use crate::domain::case::{Case, Evaluation, Note};

use crate::domain::desk::Desk;
use crate::domain::document::{Decision, Document, Step, StepLabel};
use crate::domain::ids::{ChainPlace, PersonId};
use crate::domain::sealable::Sealable;
use crate::domain::time::{Date, Moment};
use crate::domain::town::org::Org;
use crate::domain::view::columns::columns;
use crate::domain::view::detail::{CaseDetail, HistoryLine};
use crate::domain::words::{
    DecidedBy, DocumentKind, DocumentState, EvaluationSource, MirrorStep, Position, Resolved, Satisfaction,
    Scope, SealBasis,
};
use crate::office::CaseAsOf;

#[derive(Serialize)]
pub(in crate::cli) struct DetailJson<'a> {
    #[serde(flatten)]
    row: RowJson<'a>,
    content: &'a str,
    respondent: RespondentJson<'a>,
    method: Option<&'a str>,
    source: Option<&'a str>,
    materials: MaterialsJson,
    scope: Option<Scope>,
    documents: Vec<DocumentJson<'a>>,
    evaluation: Vec<EvaluationJson<'a>>,
    links: Vec<LinkJson<'a>>,
    disclosures: Vec<&'a str>,
    /// Who was ruled to be a namesake only (非本人).
    released: Vec<ReleaseJson<'a>>,
    history: Vec<HistoryJson<'a>>,
    actions: Vec<ActionJson>,
    contact: Option<&'a str>,
    complained_at: Moment,
    handler: Option<&'a str>,
    findings: Vec<NoteJson<'a>>,
    supplements: Vec<NoteJson<'a>>,
    files: Vec<FileJson<'a>>,
    papers: Vec<PaperJson<'a>>,
    cards: Vec<CardJson<'a>>,
    /// What rules propose to be issued or answered today, the gravest first.
    proposed: Vec<Chase>,
    district_receipt: Option<ReceiptJson<'a>>,
    turns: Vec<TurnJson<'a>>,
    /// From receipt to closure, in their order.
    steps: Vec<StepTakenJson>,
    filing: Option<FilingJson<'a>>,
    /// What the platform must show, each act with the time of its tick.
    platform_acts: Vec<PlatformActJson>,
    sent_on: Option<Date>,
    sealed: bool,
    seal_basis: Option<SealBasis>,
    /// How it was assessed; null of records that don't say.
    decided_by: Option<DecidedBy>,
    meeting: Option<&'a str>,
    decided_with: Option<&'a str>,
    decided_on: Option<Date>,
    /// Names of the columns that the program has no place for; what stands in them may be identity.
    other_columns: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    as_of: Option<PointJson<'a>>,
}

#[derive(Serialize)]
struct RespondentJson<'a> {
    name: Option<&'a str>,
    unit_position: Option<&'a str>,
    rank: Option<&'a str>,
}

#[derive(Serialize)]
struct EvaluationJson<'a> {
    round: u32,
    satisfaction: Satisfaction,
    resolved: Option<Resolved>,
    comment: Option<&'a str>,
    at: Moment,
    source: Option<EvaluationSource>,
    late: bool,
}

impl<'a> EvaluationJson<'a> {
    fn of(given: &'a Evaluation) -> Self {
        Self {
            round: given.round,
            satisfaction: given.satisfaction,
            resolved: given.resolved,
            comment: shown(given.comment.as_ref()),
            at: given.at,
            source: given.source,
            late: given.late,
        }
    }
}

#[derive(Serialize)]
struct MaterialsJson {
    main_pages: u32,
    attachments: u32,
}

#[derive(Serialize)]
struct DocumentJson<'a> {
    kind: DocumentKind,
    version: u32,
    text: &'a str,
    hash: &'a str,
    state: DocumentState,
    steps: Vec<StepJson<'a>>,
}

#[derive(Serialize)]
struct StepJson<'a> {
    position: Position,
    /// Who signed; before that whoever has to, and nobody where one of several may.
    person: Option<&'a str>,
    /// Everybody who may sign here.
    people: Vec<&'a str>,
    as_deputy_for: Option<&'a str>,
    decision: Option<Decision>,
    opinion: Option<&'a str>,
    signed_on: Option<Date>,
    recorded_at: Option<Moment>,
    on_paper: bool,
    recorded_by: Option<&'a str>,
    also: &'a [Position],
    moved_from: Option<Position>,
    label: Option<StepLabel>,
    /// Whether the Party committee decided at a meeting because nobody who holds the position may sign.
    by_meeting: bool,
    meeting: Option<&'a str>,
    meeting_on: Option<Date>,
    /// Whether whoever wrote the text signed it too.
    own_draft: bool,
}

#[derive(Serialize)]
pub(super) struct HistoryJson<'a> {
    seq: u32,
    at: Moment,
    /// The day of the act, where paper proves an earlier one than that of its recording.
    act_on: Option<Date>,
    /// The same moment as `at`, beside the day of the act.
    recorded_at: Moment,
    /// Null where it is withheld who did what.
    actor: Option<&'a str>,
    action: &'a str,
    summary: &'a str,
    hash: &'a str,
    on_behalf_of: Option<&'a str>,
}

#[derive(Serialize)]
struct ActionJson {
    command: &'static str,
    allowed: bool,
    refusal: Option<RefusalJson>,
}

#[derive(Serialize)]
struct NoteJson<'a> {
    turn: u32,
    round: u32,
    at: Moment,
    by: &'a str,
    text: &'a str,
}

#[derive(Serialize)]
struct PlatformActJson {
    step: MirrorStep,
    turn: u32,
    round: u32,
    mirrored_at: Option<Moment>,
}

/// The district commission's filing of a clue.
#[derive(Serialize)]
struct FilingJson<'a> {
    number: &'a str,
    filed_on: Date,
}

#[derive(Serialize)]
struct ReceiptJson<'a> {
    number: &'a str,
    received_on: Date,
    result: Option<&'a str>,
}

impl<'a> DetailJson<'a> {
    /// The case as the actor of the desk sees it, with what that actor can do to it.
    pub fn of(detail: &'a CaseDetail, desk: &'a Desk) -> Self {
        let (case, org) = (&detail.case, &*desk.org);
        let decided = case.decided.as_ref();
        Self {
            row: RowJson::of_case(detail, org, desk.settings.limit_day(desk.now)),
            content: case.content.text(),
            respondent: RespondentJson {
                name: shown(case.respondent.name.as_ref()),
                unit_position: shown(case.respondent.unit_position.as_ref()),
                rank: case.respondent.rank.as_deref(),
            },
            method: case.method.as_deref(),
            source: case.source.as_deref(),
            materials: MaterialsJson { main_pages: case.main_pages, attachments: case.attachments },
            scope: case.scope,
            documents: case.documents.iter().map(|document| DocumentJson::of(document, org)).collect(),
            evaluation: case.evaluations.iter().map(EvaluationJson::of).collect(),
            links: links(detail),
            disclosures: detail.disclosures.iter().map(|row| row.code.as_str()).collect(),
            released: case.recusal.released.iter().map(|release| ReleaseJson::of(release, org)).collect(),
            history: detail.history.iter().map(|line| HistoryJson::of(line, org)).collect(),
            actions: actions(case, desk),
            contact: shown(case.complainant.contact.as_ref()),
            complained_at: case.complained_at,
            handler: named(case.handler, org),
            findings: notes(&case.findings, org),
            supplements: notes(&case.supplements, org),
            files: case.files.iter().map(|file| FileJson::of(file, org)).collect(),
            papers: issued::papers(case),
            cards: issued::cards(case, org),
            proposed: case.chased_on(desk.settings.limit_day(desk.now), &desk.settings, &desk.calendar),
            district_receipt: case.district_receipt.as_ref().map(|(number, received_on)| ReceiptJson {
                number,
                received_on: *received_on,
                result: shown(case.district_result.as_ref()),
            }),
            turns: case.turns.iter().map(|turn| TurnJson::of(turn, desk)).collect(),
            steps: case.steps_taken().iter().map(|taken| StepTakenJson::of(taken, desk)).collect(),
            filing: case.filing.as_ref().map(|(number, filed_on)| FilingJson { number, filed_on: *filed_on }),
            platform_acts: case
                .acts_to_mirror()
                .into_iter()
                .map(|act| PlatformActJson {
                    step: act.step,
                    turn: act.turn,
                    round: act.round,
                    mirrored_at: case.tick_of(act),
                })
                .collect(),
            sent_on: case.sent_on,
            sealed: case.sealed,
            seal_basis: case.seal_basis,
            decided_by: decided.map(|decided| decided.by),
            meeting: decided.and_then(|decided| decided.meeting.as_deref()),
            decided_with: decided.and_then(|decided| decided.with.as_deref()),
            decided_on: decided.and_then(|decided| decided.on),
            other_columns: case.other.as_ref().map_or(Vec::new(), |other| {
                columns(other.text()).into_iter().map(|(name, _)| name).collect()
            }),
            as_of: None,
        }
    }
}

impl<'a> DetailJson<'a> {
    /// Says at which earlier point of the record the case stood so.
    pub const fn note_point(&mut self, earlier: &'a CaseAsOf) {
        self.as_of = Some(PointJson::of(earlier));
    }

    /// The same with every day of every clock.
    pub fn explain_clocks(&mut self, detail: &CaseDetail, calendar: &Calendar) {
        self.row.explain_clocks(&detail.case, &detail.clocks, calendar);
    }
}

impl<'a> DocumentJson<'a> {
    fn of(document: &'a Document, org: &'a Org) -> Self {
        Self {
            kind: document.kind,
            version: document.version,
            text: document.text.text(),
            hash: &document.hash,
            state: document.state,
            steps: document.steps.iter().map(|step| StepJson::of(document, step, org)).collect(),
        }
    }
}

impl<'a> StepJson<'a> {
    fn of(document: &Document, step: &'a Step, org: &'a Org) -> Self {
        let signature = step.signature.as_ref();
        let place = signature.map_or(ChainPlace::NEXT, |given| given.place);
        let leader = signature
            .filter(|given| given.deputy.is_some())
            .map(|given| org.person_name_at(given.signer, given.place));
        let people = step.people.iter().filter(|_| !step.by_meeting);
        Self {
            position: step.position,
            person: step_person(step, org),
            people: people.map(|person| org.person_name_at(*person, place)).collect(),
            as_deputy_for: leader,
            decision: signature.map(|signature| signature.decision),
            opinion: signature.and_then(|signature| shown(signature.opinion.as_ref())),
            signed_on: signature.map(|signature| signature.signed_on),
            recorded_at: signature.map(|signature| signature.recorded_at),
            on_paper: signature.is_some_and(|signature| signature.recorded_by.is_some()),
            recorded_by: signature.and_then(|signature| {
                signature.recorded_by.map(|person| org.person_name_at(person, signature.place))
            }),
            also: &step.also,
            moved_from: step.moved_from,
            label: step.label,
            by_meeting: step.by_meeting,
            meeting: signature.and_then(|signature| shown(signature.meeting.as_ref())),
            meeting_on: signature.and_then(|signature| signature.meeting_on),
            own_draft: signature.is_some_and(|signature| document.is_own_draft(signature)),
        }
    }
}

/// Who signed, or whose signature alone is awaited; nobody where a meeting decides.
fn step_person<'a>(step: &Step, org: &'a Org) -> Option<&'a str> {
    if step.by_meeting {
        return None;
    }
    match &step.signature {
        Some(given) => Some(org.person_name_at(given.signed_by(), given.place)),
        None => (step.people.len() == 1).then(|| org.person_name(step.person)),
    }
}

impl<'a> HistoryJson<'a> {
    pub fn of(line: &'a HistoryLine, org: &'a Org) -> Self {
        Self {
            seq: line.seq,
            at: line.at,
            act_on: line.act_on,
            recorded_at: line.at,
            actor: line.actor.map(|actor| org.person_name_at(actor, line.place)),
            action: &line.action,
            summary: &line.summary,
            hash: &line.hash,
            on_behalf_of: line.on_behalf_of.map(|person| org.person_name_at(person, line.place)),
        }
    }
}

/// Every action on a case, with the refusal of those that cannot be done now.
fn actions(case: &Case, desk: &Desk) -> Vec<ActionJson> {
    let context = desk.context();
    on_case_menu()
        .map(|action| {
            let refusal = action.allowed(case, &context).err();
            ActionJson {
                command: action.code,
                allowed: refusal.is_none(),
                refusal: refusal.as_ref().map(RefusalJson::of),
            }
        })
        .collect()
}

fn notes<'a>(notes: &'a [Note], org: &'a Org) -> Vec<NoteJson<'a>> {
    notes
        .iter()
        .map(|note| NoteJson {
            turn: note.turn,
            round: note.round,
            at: note.at,
            by: org.person_name_at(note.by, note.place),
            text: note.text.text(),
        })
        .collect()
}

fn named(person: Option<PersonId>, org: &Org) -> Option<&str> {
    person.map(|person| org.person_name(person))
}

fn shown(text: Option<&Sealable>) -> Option<&str> {
    text.map(Sealable::text)
}
