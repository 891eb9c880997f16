//! Stored forms of the facts of meetings, byte for byte, and what history says of each.

use super::*;
use crate::domain::attachment::FileKind;
use crate::domain::fixtures::{XINJIAN, assert_chinese, town};
use crate::domain::ids::{CaseId, PersonId};
use crate::domain::meeting::decision::Decision;
use crate::domain::meeting::heading::{Attendee, Heading};
use crate::domain::meeting::record::{RecordRole, RecordStep};
use crate::domain::refusal::RefusalCode;
use crate::domain::sealable::Sealable;
use crate::domain::stream_files::ErasingBasis;
use crate::domain::time::{Date, Moment};
use crate::domain::words::{CaseKind, KeyMatter, MatterField, Route, Scope};

fn heading() -> Heading {
    let named = |person, name: &str| Attendee { person: Some(PersonId(person)), name: name.to_owned() };
    Heading {
        at: Moment::parse("2026-11-23 09:00").unwrap(),
        place: "三楼会议室".to_owned(),
        name: "第3次研判会".to_owned(),
        host: named(1, "余忠涛"),
        recorder: named(5, "陈静"),
        attendees: vec![named(3, "李敏"), Attendee { person: None, name: "外请专家".to_owned() }],
    }
}

const HEADING: &str = r#""heading":{"at":"2026-11-23T09:00:00+08:00","place":"三楼会议室","name":"第3次研判会","host":{"person":1,"name":"余忠涛"},"recorder":{"person":5,"name":"陈静"},"attendees":[{"person":3,"name":"李敏"},{"name":"外请专家"}]}"#;
const AGENDA: &str = r#""agenda":[{"case":7,"case_no":"2026-0007","recused":[{"person":3,"name":"李敏"}]},{"case":8,"case_no":"2026-0008"}]"#;

fn agenda() -> Vec<AgendaItem> {
    let recused = vec![Attendee { person: Some(PersonId(3)), name: "李敏".to_owned() }];
    vec![
        AgendaItem { case: CaseId(7), case_no: "2026-0007".to_owned(), recused },
        AgendaItem { case: CaseId(8), case_no: "2026-0008".to_owned(), recused: Vec::new() },
    ]
}

/// Every fact, its stored form and a word of its sentence.
fn all() -> Vec<Row> {
    let (heading, agenda) = (heading(), agenda());
    vec![
        (
            MeetingPrepared { no: 3, heading: heading.clone(), agenda: agenda.clone() }.into(),
            format!(r#"{{"event":"meeting_prepared","no":3,{HEADING},{AGENDA}}}"#),
            "准备第3号会“第3次研判会”：2026-11-23 09:00，三楼会议室，主持余忠涛，记录陈静；议题2件；李敏回避2026-0007",
        ),
        (
            MeetingChanged { heading, agenda }.into(),
            format!(r#"{{"event":"meeting_changed",{HEADING},{AGENDA}}}"#),
            "改为：2026-11-23 09:00",
        ),
        (
            MeetingCancelled { reason: "参会人员出差".to_owned() }.into(),
            r#"{"event":"meeting_cancelled","reason":"参会人员出差"}"#.to_owned(),
            "取消：参会人员出差",
        ),
    ]
    .into_iter()
    .chain(running())
    .chain(recording())
    .collect()
}

type Row = (MeetingEvent, String, &'static str);

/// A fact about the case of all examples.
fn about_case(name: &str, more: &str) -> String {
    format!(r#"{{"event":"{name}","case":7,"case_no":"2026-0007"{more}}}"#)
}

fn running() -> Vec<Row> {
    let (case, case_no) = (CaseId(7), || "2026-0007".to_owned());
    let left = vec![Attendee { person: Some(PersonId(3)), name: "李敏".to_owned() }];
    let decision = Decision {
        scope: Some(Scope::MattersList),
        kind: Some(CaseKind::NonConsultation),
        field: Some(MatterField::CivilAffairs),
        route: Some(Route::Village),
        unit: Some(XINJIAN),
        key_matters: vec![KeyMatter::KeyWork],
        about_leaders: true,
        respondents: Some(Vec::new()),
        ..Decision::default()
    };
    let stored = r#","decision":{"scope":"matters_list","kind":"non_consultation","field":"civil_affairs","route":"village","unit":5,"key_matters":["key_work"],"about_leaders":true,"respondents":[]}"#;
    let deferred = Decision { deferred: true, upheld: true, ..Decision::default() };
    let because = RefusalCode::WrongStage;
    vec![
        (
            MeetingRun { taken_from: Some(PersonId(5)) }.into(),
            r#"{"event":"meeting_recorder_took","taken_from":5}"#.to_owned(),
            "接手陈静的会议记录",
        ),
        (
            CaseCalled { case, case_no: case_no(), left }.into(),
            about_case("meeting_case_called", r#","left":[{"person":3,"name":"李敏"}]"#),
            "研判2026-0007，李敏回避离场",
        ),
        (
            CaseDecided { case, case_no: case_no(), decision }.into(),
            about_case("meeting_case_decided", stored),
            "2026-0007：监督事项清单、非咨询类、民政、村（社区）办理、拟由新建村承办、重点工作、反映班子成员",
        ),
        (
            CaseDecided { case, case_no: case_no(), decision: deferred }.into(),
            about_case("meeting_case_decided", r#","decision":{"upheld":true,"deferred":true}"#),
            "2026-0007：暂缓",
        ),
        (
            CaseMinuted { case, case_no: case_no() }.into(),
            about_case("meeting_case_minuted", ""),
            "记下2026-0007的讨论",
        ),
        (
            DecisionApplied { case, case_no: case_no() }.into(),
            about_case("meeting_decision_applied", ""),
            "2026-0007的决定已生效",
        ),
        (
            DecisionBlocked { case, case_no: case_no(), because }.into(),
            about_case("meeting_decision_blocked", r#","because":"wrong_stage""#),
            "2026-0007的决定没有生效（阶段不符）",
        ),
        (MeetingConfirmed {}.into(), r#"{"event":"meeting_confirmed"}"#.to_owned(), "散会"),
    ]
}

fn recording() -> Vec<Row> {
    let step = RecordStep {
        role: RecordRole::Panel,
        also_panel: false,
        person: Some(PersonId(3)),
        name: "李敏".to_owned(),
        without: vec![CaseId(7)],
        signature: None,
    };
    let written =
        RecordWritten { opinion: "同意".to_owned(), remarks: "无".to_owned(), sections: vec![CaseId(7)] };
    let signed = RecordSigned {
        step: 0,
        signer: Some(PersonId(3)),
        deputy: Some(PersonId(4)),
        name: "李敏".to_owned(),
        opinion: "同意".to_owned(),
        signed_on: Date::constant(2026, 11, 24),
        on_paper: true,
        hash: "ab12".to_owned(),
    };
    let sections = vec![SectionHash { case: CaseId(7), hash: "cd34".to_owned() }];
    vec![
        (
            written.into(),
            r#"{"event":"meeting_record_written","opinion":"同意","remarks":"无","sections":[7]}"#.to_owned(),
            "写会议记录1件",
        ),
        (
            RecordSubmitted { sections, steps: vec![step] }.into(),
            r#"{"event":"meeting_record_submitted","sections":[{"case":7,"hash":"cd34"}],"steps":[{"role":"panel","person":3,"name":"李敏","without":[7]}]}"#.to_owned(),
            "会议记录送签：李敏",
        ),
        (
            signed.into(),
            r#"{"event":"meeting_record_signed","step":0,"signer":3,"deputy":4,"name":"李敏","opinion":"同意","signed_on":"2026-11-24","on_paper":true,"hash":"ab12"}"#.to_owned(),
            "李敏（赵强代签）在会议记录上签字（书面，2026-11-24）：同意",
        ),
        (
            RecordReturned { name: "李敏".to_owned(), opinion: "漏记".to_owned() }.into(),
            r#"{"event":"meeting_record_returned","name":"李敏","opinion":"漏记"}"#.to_owned(),
            "李敏退回会议记录：漏记",
        ),
    ]
    .into_iter()
    .chain(on_paper())
    .chain(of_files())
    .collect()
}

fn of_files() -> Vec<Row> {
    let sealed = |mac: &str| {
        let mut text = Sealable::default();
        text.set_mac(mac.to_owned());
        text
    };
    vec![
        (
            FileAttached {
                number: 1,
                name: sealed("ab"),
                file: sealed("cd"),
                size: 2048,
                kind: FileKind::Jpeg,
            }
            .into(),
            r#"{"event":"meeting_file_attached","number":1,"name":"ab","file":"cd","size":2048,"kind":"jpeg"}"#
                .to_owned(),
            "附上附件1",
        ),
        (
            FileExported { number: 1 }.into(),
            r#"{"event":"meeting_file_exported","number":1}"#.to_owned(),
            "另存附件1",
        ),
        (
            FileErased {
                number: 1,
                seq: 4,
                because: ErasingBasis::Identity,
                ruled_by: Some(PersonId(3)),
                ruled_on: Some(Date::constant(2026, 11, 24)),
                on_paper: true,
            }
            .into(),
            r#"{"event":"meeting_file_erased","number":1,"seq":4,"because":"identity","ruled_by":3,"ruled_on":"2026-11-24","on_paper":true}"#
                .to_owned(),
            "抹去附件1：写有投诉人身份（李敏2026-11-24裁定，书面，代录）",
        ),
    ]
}

fn on_paper() -> Vec<Row> {
    let number = || "建纪会〔2026〕3号".to_owned();
    vec![
        (
            RecordIssued {
                number: number(),
                year: 2026,
                serial: 3,
                head: "7:0a1b".to_owned(),
                hash: "ef56".to_owned(),
                template: None,
            }
            .into(),
            r#"{"event":"meeting_record_issued","number":"建纪会〔2026〕3号","year":2026,"serial":3,"head":"7:0a1b","hash":"ef56"}"#.to_owned(),
            "会议记录出文，编号建纪会〔2026〕3号",
        ),
        (
            RecordReprinted { number: number(), copy: 2, reason: "遗失".to_owned() }.into(),
            r#"{"event":"meeting_record_reprinted","number":"建纪会〔2026〕3号","copy":2,"reason":"遗失"}"#.to_owned(),
            "会议记录建纪会〔2026〕3号第2次打印：遗失",
        ),
        (
            RecordVoided { number: number(), reason: "写错".to_owned() }.into(),
            r#"{"event":"meeting_record_voided","number":"建纪会〔2026〕3号","reason":"写错"}"#.to_owned(),
            "会议记录文号建纪会〔2026〕3号作废：写错",
        ),
    ]
}

#[test]
fn every_fact_is_stored_as_it_always_was_and_says_what_happened() {
    let mut codes: Vec<&str> = Vec::new();
    for (event, stored, words) in all() {
        assert_eq!(serde_json::to_string(&event).unwrap(), stored);
        assert_eq!(serde_json::from_str::<MeetingEvent>(&stored).unwrap(), event);
        let sentence = event.sentence(&town());
        assert!(sentence.starts_with(words), "{sentence}");
        assert_chinese(&sentence);
        codes.push(event.code());
    }
    codes.dedup();
    assert_eq!(codes, MeetingEvent::CODES, "each fact stands here");
}
