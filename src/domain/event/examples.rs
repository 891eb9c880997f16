//! One example of every recorded fact, for tests that no fact may escape.

use super::{CaseEvent, Registered, SupplementOrigin};
use crate::domain::attachment::FileKind;
use crate::domain::calendar::{Calendar, LimitUnit};
use crate::domain::case::card::CardColour;
use crate::domain::case::decided::Decided;
use crate::domain::case::letter::Letter;
use crate::domain::document::ruling::Ruling;
use crate::domain::document::{Decision, Step};
use crate::domain::event::fact::Fact;
use crate::domain::event::{
    Accepted, Acknowledged, Appointed, Assessed, AssessmentUpheld, Attached, AttachmentExported,
    CardAnswered, CardIssued, ClockCancelled, ClockMoved, ClockResumed, ClockStarted, ClockStopped, Closed,
    Corrected, Delivered, Discussed, DistrictReceiptRecorded, DocumentDrafted, DocumentRecalled,
    DocumentSigned, DocumentSubmitted, DocumentVoided, Evaluated, FilingRecorded, FindingRecorded,
    HandlerAssigned, HandlerReleased, IdentityAllowed, IdentityErased, IdentityRevealed, Joined,
    LeadingEnded, LeadingReplied, Merged, Mirrored, PaperIssued, PaperReprinted, PaperVoided, Parted,
    Rehandled, Reopened, ReportSent, ReportedUp, ResolutionRecorded, RespondentsSaid, RuledNotRespondent,
    SealedUp, SectionWritten, SentBack, Supplemented, TakenBack, TextPlace, Transferred, Unmerged, Urged,
    WithdrawalUndone, Withdrawn,
};
use crate::domain::fixtures::{AFFAIRS, SISHENG, XINJIAN};
use crate::domain::ids::{CaseId, PersonId};
use crate::domain::limit::clock::Clock;
use crate::domain::paper::PaperKind;
use crate::domain::sealable::Sealable;
use crate::domain::time::{Date, Moment};
use crate::domain::words::{
    CaseKind, ClockKind, DecidedBy, DeliveryMethod, DocumentKind, KeyMatter, LeadingEnd, MatterField,
    MirrorStep, Position, Resolved, Route, Satisfaction, Scope, SendBackReason, Verdict,
};

const DAY: Date = Date::constant(2026, 11, 17);

fn clock() -> Clock {
    Clock::start(ClockKind::Triage, 1, DAY, 3, LimitUnit::WorkingDays, &Calendar::embedded())
}

fn ruling() -> Ruling {
    Ruling {
        text: Sealable::new("情况特殊"),
        by: PersonId(1),
        ruled_on: DAY,
        on_paper: true,
        in_place: false,
        district_no: None,
    }
}

fn registered() -> Registered {
    let sealed = |text: &str| Some(Sealable::new(text));
    Registered {
        case_no: "2026-0001".to_owned(),
        platform_no: Some("500104202611001".to_owned()),
        method: Some("来电".to_owned()),
        source: Some("平台推送".to_owned()),
        complainant: sealed("张三"),
        contact: sealed("13812341234"),
        respondent: sealed("李四"),
        respondent_unit_position: sealed("新建村主任"),
        respondent_rank: Some("村干部".to_owned()),
        village: Some("新建村".to_owned()),
        field: Some(MatterField::CivilAffairs),
        title: Sealable::new("低保名单未公示"),
        content: Sealable::new("没有张贴名单"),
        main_pages: 2,
        attachments: 1,
        other: sealed("{\"备注\":\"加急\"}"),
        complained_at: Moment::start_of(DAY),
        received_at: Moment::start_of(DAY).plus_seconds(34_200),
    }
}

fn steps() -> Vec<Step> {
    let step = |position, person| Step::of(position, PersonId(person), []);
    vec![
        step(Position::DisciplineSecretary, 1),
        Step {
            also: vec![Position::ContactLeader],
            moved_from: Some(Position::LeaderInCharge),
            ..step(Position::PrincipalLeader, 2)
        },
    ]
}

/// One of every kind, each text with its place as digest.
pub(crate) fn every_event() -> Vec<CaseEvent> {
    let text = Sealable::new;
    let document = DocumentKind::Proposal;
    let hash = "9f86d081".to_owned();
    let mut events = vec![
        CaseEvent::Registered(Box::new(registered())),
        CaseEvent::Supplemented(Supplemented {
            text: text("又来电催问"), origin: SupplementOrigin::Import
        }),
        CaseEvent::Assessed(Assessed {
            scope: Scope::Conduct,
            kind: CaseKind::NonConsultation,
            field: MatterField::CollectiveAssets,
            key_matters: vec![KeyMatter::KeyWork, KeyMatter::Livelihood],
            route: Some(Route::Village),
            unit: Some(XINJIAN),
            note: Some(text("村集体收入未公开")),
            ruling: Some(ruling()),
            decided: None,
            about_leaders: false,
        }),
        CaseEvent::Accepted(Accepted {}),
        CaseEvent::ClockStarted(ClockStarted { clock: clock() }),
        CaseEvent::ClockStopped(ClockStopped {
            clock: ClockKind::Triage,
            round: 1,
            on: DAY,
            verdict: Verdict::OnTime,
        }),
        CaseEvent::ClockCancelled(ClockCancelled { clock: ClockKind::Handling, round: 1 }),
        CaseEvent::ClockResumed(ClockResumed { clock: ClockKind::Triage, round: 1 }),
        CaseEvent::ClockMoved(ClockMoved {
            clock: clock(), because: "更正“收到时间”后重算".to_owned()
        }),
        CaseEvent::DocumentDrafted(DocumentDrafted {
            document,
            version: 1,
            text: text("拟请核实"),
            hash: hash.clone(),
            terms: None,
            claims: None,
        }),
        CaseEvent::DocumentSubmitted(DocumentSubmitted { document, version: 1, hash, steps: steps() }),
        CaseEvent::DocumentVoided(DocumentVoided {
            document, version: 1, because: "文本已修改".to_owned()
        }),
        CaseEvent::DocumentSigned(DocumentSigned {
            document,
            version: 1,
            step: 0,
            signer: PersonId(1),
            decision: Decision::Agree,
            opinion: Some(text("抓紧办理")),
            signed_on: DAY,
            on_paper: true,
            deputy: None,
            meeting: None,
            meeting_on: None,
            by_meeting: false,
            own_draft: false,
        }),
        CaseEvent::Transferred(Transferred {
            route: Route::PartyCommittee,
            unit: AFFAIRS,
            received_on: DAY,
            on_paper: true,
            ruling: Some(ruling()),
        }),
        CaseEvent::Acknowledged(Acknowledged {}),
        CaseEvent::SentBack(SentBack {
            reason: SendBackReason::WrongPlace,
            note: text("属四胜社区"),
            ruling: Some(ruling()),
        }),
        CaseEvent::FindingRecorded(FindingRecorded { text: text("查明属实") }),
        CaseEvent::ReportedUp(ReportedUp { ruling: None }),
        CaseEvent::DistrictReceiptRecorded(DistrictReceiptRecorded {
            number: "区纪信〔2026〕88号".to_owned(),
            received_on: DAY,
            result: None,
            reason: None,
        }),
        CaseEvent::HandlerAssigned(HandlerAssigned { handler: PersonId(SISHENG.0 + 3) }),
        CaseEvent::Corrected(Corrected {
            before: Fact::Complainant(None),
            after: Fact::Complainant(Some(text("张三丰"))),
            reason: text("写错了名字"),
            ruling: None,
        }),
        CaseEvent::Withdrawn(Withdrawn { reason: text("来电撤回") }),
    ];
    events.extend(closing_events().into_iter().chain(meeting_events()));
    for event in &mut events {
        for (name, _, text) in event.sealables_mut() {
            text.set_mac(format!("mac of {name}"));
        }
    }
    events
}

/// One of every kind that belongs to the second half of the loop.
fn closing_events() -> Vec<CaseEvent> {
    let text = Sealable::new;
    let at = Moment::parse("2026-11-17 15:00").unwrap();
    let (leading, leading_no) = (CaseId(7), "2026-0007".to_owned());
    vec![
        CaseEvent::WithdrawalUndone(WithdrawalUndone { reason: text("来电要求继续") }),
        CaseEvent::DocumentRecalled(DocumentRecalled { document: DocumentKind::Reply, version: 2 }),
        CaseEvent::Delivered(Delivered {
            method: DeliveryMethod::Phone,
            at,
            version: 2,
            text: text("您反映的名单已补公示"),
            ruling: None,
            letter: Some(Letter {
                opening: text("您于2026年11月6日来电反映的名单等问题，现答复如下："),
                closing: "感谢您的监督！".to_owned(),
                unit: "新建村".to_owned(),
                reviewed_by: "建胜镇纪委（余忠涛）".to_owned(),
            }),
        }),
        CaseEvent::LeadingReplied(LeadingReplied {
            leading_no: leading_no.clone(),
            method: DeliveryMethod::Letter,
            delivered_at: at,
            text: text("主办件的答复"),
        }),
        CaseEvent::Evaluated(Evaluated {
            round: 1,
            satisfaction: Satisfaction::Dissatisfied,
            resolved: Some(Resolved::Partly),
            comment: Some(text("名单不全")),
            source: None,
            late: false,
        }),
        CaseEvent::ResolutionRecorded(ResolutionRecorded {
            round: 2,
            resolved: Resolved::Unreachable,
            comment: Some(text("三次电话无人接听")),
        }),
        CaseEvent::Rehandled(Rehandled { reason: text("请重新核对名单") }),
        CaseEvent::Closed(Closed { follow_up: Some(text("电话回访过")) }),
        CaseEvent::Reopened(Reopened { ruling: ruling() }),
        CaseEvent::Urged(Urged {
            text: text("明日到期"),
            unit: Some(XINJIAN),
            person: None,
            others: Vec::new(),
            role: None,
        }),
        CaseEvent::Merged(Merged { leading, leading_no, limits: Vec::new(), ruling: None }),
        CaseEvent::Unmerged(Unmerged { leading, reason: text("不是同一事项") }),
        CaseEvent::Joined(Joined { case: CaseId(8), case_no: "2026-0008".to_owned(), limits: Vec::new() }),
        CaseEvent::Parted(Parted { case: CaseId(8), case_no: "2026-0008".to_owned() }),
        CaseEvent::Mirrored(Mirrored { step: MirrorStep::Reply, mirrored_at: at, turn: None, round: None }),
        CaseEvent::FilingRecorded(FilingRecorded {
            number: "区纪备〔2026〕12号".to_owned(),
            filed_on: DAY,
            reason: None,
        }),
        CaseEvent::SealedUp(SealedUp { because: "反映区管干部".to_owned(), basis: None, ruling: None }),
        CaseEvent::IdentityRevealed(IdentityRevealed { reason: text("电话答复") }),
        CaseEvent::IdentityAllowed(IdentityAllowed { reason: text("入户核实") }),
        CaseEvent::HandlerReleased(HandlerReleased { handler: PersonId(SISHENG.0 + 3), left: false }),
        CaseEvent::TakenBack(TakenBack {
            unit: XINJIAN,
            reason: text("应由镇纪委办理"),
            ruling: ruling(),
            days_used: 3,
            transfer_by: DAY,
        }),
        CaseEvent::LeadingEnded(LeadingEnded { leading_no: "2026-0007".to_owned(), end: LeadingEnd::Sealed }),
        CaseEvent::ReportSent(ReportSent { on: DAY, reason: Some(text("抄错日期")) }),
        CaseEvent::RespondentsSaid(RespondentsSaid {
            respondents: vec![PersonId(7)],
            others: vec![PersonId(9), PersonId(10)],
        }),
        CaseEvent::RuledNotRespondent(RuledNotRespondent {
            person: PersonId(7),
            reason: text("同名，另有其人"),
            ruling: Ruling { in_place: true, ..ruling() },
        }),
        CaseEvent::Appointed(Appointed {
            position: Position::DisciplineSecretary,
            person: PersonId(3),
            ruling: Some(Ruling { district_no: Some("区纪函〔2026〕9".to_owned()), ..ruling() }),
        }),
        CaseEvent::Attached(Attached {
            number: 1,
            name: text("补公示的名单"),
            file: text("9f86d081884c"),
            size: 2048,
            kind: FileKind::Pdf,
        }),
        CaseEvent::AttachmentExported(AttachmentExported { number: 1 }),
    ]
}

fn meeting_events() -> Vec<CaseEvent> {
    let text = Sealable::new;
    vec![
        CaseEvent::Discussed(Discussed { meeting: 3, text: text("群众反映属实的可能大") }),
        CaseEvent::SectionWritten(SectionWritten { meeting: 3, text: text("第1件：由新建村承办") }),
        CaseEvent::AssessmentUpheld(AssessmentUpheld {
            decided: Decided {
                by: DecidedBy::Meeting,
                meeting: Some("第3号研判会".to_owned()),
                with: None,
                on: Some(DAY),
            },
        }),
        CaseEvent::IdentityErased(IdentityErased {
            ended_on: DAY,
            years: 5,
            texts: vec![TextPlace { seq: 1, place: "content".to_owned() }],
        }),
        CaseEvent::PaperIssued(PaperIssued {
            kind: PaperKind::ReplyForm,
            number: "建纪答〔2026〕3号".to_owned(),
            year: 2026,
            serial: 3,
            head: "7:0a1b".to_owned(),
            sheet: text("{}"),
            template: None,
            reason: Some(text("送投诉人")),
        }),
        CaseEvent::CardIssued(CardIssued {
            no: 2,
            colour: CardColour::Red,
            unit: Some(XINJIAN),
            reason: text("办理已超期"),
        }),
        CaseEvent::CardAnswered(CardAnswered { no: 2, text: text("已另派人") }),
        CaseEvent::PaperReprinted(PaperReprinted {
            number: "建纪答〔2026〕3号".to_owned(),
            copy: 2,
            reason: text("遗失"),
        }),
        CaseEvent::PaperVoided(PaperVoided {
            number: "建纪答〔2026〕3号".to_owned(), reason: text("写错")
        }),
    ]
}
