//! The stored form of every fact, pinned to the letter.

use std::collections::BTreeSet;

use super::CaseEvent;
use super::examples::every_event;
use crate::domain::calendar::{Calendar, LimitUnit};
use crate::domain::case::decided::Decided;
use crate::domain::document::Terms;
use crate::domain::event::fact::{Fact, FactName};
use crate::domain::event::{ClockMoved, DistrictReceiptRecorded, DocumentDrafted, Evaluated, Joined};
use crate::domain::ids::{CaseId, ClockId};
use crate::domain::limit::clock::{Clock, TakenLimit};
use crate::domain::sealable::{ERASED, SealClass, Sealable};
use crate::domain::time::{Date, Moment};
use crate::domain::town::settings::Settings;
use crate::domain::words::{
    CaseKind, DecidedBy, DocumentKind, EvaluationSource, KeyMatter, MatterField, Satisfaction, Scope,
};

/// The stored form of every fact, character for character. A record once written is read for ever: a line here is
/// never changed, only added.
const STORED: [&str; CaseEvent::CODES.len()] = [
    r#"{"event":"registered","case_no":"2026-0001","platform_no":"500104202611001","method":"来电","source":"平台推送","complainant":"mac of complainant","contact":"mac of contact","respondent":"mac of respondent","respondent_unit_position":"mac of respondent_unit_position","respondent_rank":"村干部","village":"新建村","field":"civil_affairs","title":"mac of title","content":"mac of content","main_pages":2,"attachments":1,"other":"mac of other","complained_at":"2026-11-17T00:00:00+08:00","received_at":"2026-11-17T09:30:00+08:00"}"#,
    r#"{"event":"supplemented","text":"mac of text","origin":"import"}"#,
    r#"{"event":"assessed","scope":"conduct","kind":"non_consultation","field":"collective_assets","key_matters":["key_work","livelihood"],"route":"village","unit":5,"note":"mac of note","ruling":{"text":"mac of ruling","by":1,"ruled_on":"2026-11-17","on_paper":true}}"#,
    r#"{"event":"accepted"}"#,
    r#"{"event":"clock_started","clock":{"clock":"triage","round":1,"started_on":"2026-11-17","limit":3,"unit":"working_days","due_on":"2026-11-20","original_due_on":"2026-11-20","provisional":false,"extensions":0,"stopped_on":null,"verdict":null}}"#,
    r#"{"event":"clock_stopped","clock":"triage","round":1,"on":"2026-11-17","verdict":"on_time"}"#,
    r#"{"event":"clock_cancelled","clock":"handling","round":1}"#,
    r#"{"event":"clock_resumed","clock":"triage","round":1}"#,
    r#"{"event":"clock_moved","clock":{"clock":"triage","round":1,"started_on":"2026-11-17","limit":3,"unit":"working_days","due_on":"2026-11-20","original_due_on":"2026-11-20","provisional":false,"extensions":0,"stopped_on":null,"verdict":null},"because":"更正“收到时间”后重算"}"#,
    r#"{"event":"document_drafted","document":"proposal","version":1,"text":"mac of text","hash":"9f86d081"}"#,
    r#"{"event":"document_submitted","document":"proposal","version":1,"hash":"9f86d081","steps":[{"position":"discipline_secretary","person":1},{"position":"principal_leader","also":["contact_leader"],"person":2,"moved_from":"leader_in_charge"}]}"#,
    r#"{"event":"document_voided","document":"proposal","version":1,"because":"文本已修改"}"#,
    r#"{"event":"document_signed","document":"proposal","version":1,"step":0,"signer":1,"decision":"agree","opinion":"mac of opinion","signed_on":"2026-11-17","on_paper":true}"#,
    r#"{"event":"transferred","route":"party_committee","unit":3,"received_on":"2026-11-17","on_paper":true,"ruling":{"text":"mac of ruling","by":1,"ruled_on":"2026-11-17","on_paper":true}}"#,
    r#"{"event":"acknowledged"}"#,
    r#"{"event":"sent_back","reason":"wrong_place","note":"mac of note","ruling":{"text":"mac of ruling","by":1,"ruled_on":"2026-11-17","on_paper":true}}"#,
    r#"{"event":"finding_recorded","text":"mac of text"}"#,
    r#"{"event":"reported_up"}"#,
    r#"{"event":"district_receipt_recorded","number":"区纪信〔2026〕88号","received_on":"2026-11-17"}"#,
    r#"{"event":"handler_assigned","handler":9}"#,
    r#"{"event":"corrected","before":{"fact":"complainant","value":null},"after":{"fact":"complainant","value":"mac of after"},"reason":"mac of reason"}"#,
    r#"{"event":"withdrawn","reason":"mac of reason"}"#,
    r#"{"event":"withdrawal_undone","reason":"mac of reason"}"#,
    r#"{"event":"document_recalled","document":"reply","version":2}"#,
    r#"{"event":"delivered","method":"phone","delivered_at":"2026-11-17T15:00:00+08:00","version":2,"text":"mac of text","letter":{"opening":"mac of letter","closing":"感谢您的监督！","unit":"新建村","reviewed_by":"建胜镇纪委（余忠涛）"}}"#,
    r#"{"event":"leading_replied","leading_no":"2026-0007","method":"letter","delivered_at":"2026-11-17T15:00:00+08:00","text":"mac of text"}"#,
    r#"{"event":"evaluated","round":1,"satisfaction":"dissatisfied","resolved":"partly","comment":"mac of comment"}"#,
    r#"{"event":"resolution_recorded","round":2,"resolved":"unreachable","comment":"mac of comment"}"#,
    r#"{"event":"rehandled","reason":"mac of reason"}"#,
    r#"{"event":"closed","follow_up":"mac of follow_up"}"#,
    r#"{"event":"reopened","ruling":{"text":"mac of ruling","by":1,"ruled_on":"2026-11-17","on_paper":true}}"#,
    r#"{"event":"urged","text":"mac of text","unit":5,"person":null}"#,
    r#"{"event":"merged","leading":7,"leading_no":"2026-0007"}"#,
    r#"{"event":"unmerged","leading":7,"reason":"mac of reason"}"#,
    r#"{"event":"joined","case":8,"case_no":"2026-0008"}"#,
    r#"{"event":"parted","case":8,"case_no":"2026-0008"}"#,
    r#"{"event":"mirrored","step":"reply","mirrored_at":"2026-11-17T15:00:00+08:00"}"#,
    r#"{"event":"filing_recorded","number":"区纪备〔2026〕12号","filed_on":"2026-11-17"}"#,
    r#"{"event":"sealed_up","because":"反映区管干部"}"#,
    r#"{"event":"identity_revealed","reason":"mac of reason"}"#,
    r#"{"event":"identity_allowed","reason":"mac of reason"}"#,
    r#"{"event":"handler_released","handler":9}"#,
    r#"{"event":"taken_back","unit":5,"reason":"mac of reason","ruling":{"text":"mac of ruling","by":1,"ruled_on":"2026-11-17","on_paper":true},"days_used":3,"transfer_by":"2026-11-17"}"#,
    r#"{"event":"leading_ended","leading_no":"2026-0007","end":"sealed"}"#,
    r#"{"event":"report_sent","on":"2026-11-17","reason":"mac of reason"}"#,
    r#"{"event":"respondents_said","respondents":[7],"others":[9,10]}"#,
    r#"{"event":"ruled_not_respondent","person":7,"reason":"mac of reason","ruling":{"text":"mac of ruling","by":1,"ruled_on":"2026-11-17","on_paper":true,"in_place":true}}"#,
    r#"{"event":"appointed","position":"discipline_secretary","person":3,"ruling":{"text":"mac of ruling","by":1,"ruled_on":"2026-11-17","on_paper":true,"district_no":"区纪函〔2026〕9"}}"#,
    r#"{"event":"attached","number":1,"name":"mac of name","file":"mac of file","size":2048,"kind":"pdf"}"#,
    r#"{"event":"attachment_exported","number":1}"#,
    r#"{"event":"discussed","meeting":3,"text":"mac of text"}"#,
    r#"{"event":"section_written","meeting":3,"text":"mac of text"}"#,
    r#"{"event":"assessment_upheld","decided":{"by":"meeting","meeting":"第3号研判会","on":"2026-11-17"}}"#,
    r#"{"event":"identity_erased","ended_on":"2026-11-17","years":5,"texts":[{"seq":1,"place":"content"}]}"#,
    r#"{"event":"paper_issued","kind":"reply_form","number":"建纪答〔2026〕3号","year":2026,"serial":3,"head":"7:0a1b","sheet":"mac of sheet","reason":"mac of reason"}"#,
    r#"{"event":"card_issued","no":2,"colour":"red","unit":5,"reason":"mac of reason"}"#,
    r#"{"event":"card_answered","no":2,"text":"mac of text"}"#,
    r#"{"event":"paper_reprinted","number":"建纪答〔2026〕3号","copy":2,"reason":"mac of reason"}"#,
    r#"{"event":"paper_voided","number":"建纪答〔2026〕3号","reason":"mac of reason"}"#,
];

#[test]
fn the_stored_form_of_every_fact_is_what_it_always_was() {
    let events = every_event();
    let kinds: BTreeSet<&str> = events.iter().map(CaseEvent::code).collect();
    assert_eq!(kinds, CaseEvent::CODES.iter().copied().collect());
    for (event, stored) in events.iter().zip(STORED) {
        assert_eq!(serde_json::to_string(event).unwrap(), stored);
    }
}

#[test]
fn what_a_later_version_added_to_a_fact_is_stored_only_where_it_is_used() {
    let sealed = |mac: &str, text: &str| {
        let mut sealed = Sealable::new(text);
        sealed.set_mac(mac.to_owned());
        Some(sealed)
    };
    let day = Date::constant(2026, 11, 17);
    let number = "88".to_owned();
    let receipt = CaseEvent::DistrictReceiptRecorded(DistrictReceiptRecorded {
        number,
        received_on: day,
        result: sealed("r", "已立案"),
        reason: sealed("w", "号码写错"),
    });
    assert_eq!(
        serde_json::to_string(&receipt).unwrap(),
        r#"{"event":"district_receipt_recorded","number":"88","received_on":"2026-11-17","result":"r","reason":"w"}"#
    );
    let drafted = CaseEvent::DocumentDrafted(DocumentDrafted {
        document: DocumentKind::Extension,
        version: 1,
        text: sealed("t", "延期").unwrap(),
        hash: "9f86d081".to_owned(),
        terms: Some(Terms::Extension { days: 5, special: false }),
        claims: sealed("c", "+名单"),
    });
    assert_eq!(
        serde_json::to_string(&drafted).unwrap(),
        r#"{"event":"document_drafted","document":"extension","version":1,"text":"t","hash":"9f86d081","terms":{"kind":"extension","days":5,"special":false},"claims":"c"}"#
    );
    let taken = TakenLimit { clock: ClockId(2), due_on: day };
    let joined =
        CaseEvent::Joined(Joined { case: CaseId(8), case_no: "2026-0008".to_owned(), limits: vec![taken] });
    assert_eq!(
        serde_json::to_string(&joined).unwrap(),
        r#"{"event":"joined","case":8,"case_no":"2026-0008","limits":[{"clock":2,"due_on":"2026-11-17"}]}"#
    );
    let calendar = Calendar::embedded();
    let settings = Settings::default();
    let clock = Clock::handling(CaseKind::NonConsultation, 1, day, &settings, &calendar);
    let clock =
        clock.overridden(60, LimitUnit::CalendarDays, day, &settings, &calendar).extended(5, &calendar);
    let clock = Clock { id: ClockId(2), ..clock.not_after(day) };
    let moved =
        serde_json::to_string(&ClockMoved { clock: clock.clone(), because: "批准".to_owned() }).unwrap();
    for added in [
        r#""clock":{"id":2,"clock":"handling","round":1"#,
        r#""granted":[5]"#,
        r#""limits":{"consultation":3,"non_consultation":10}"#,
        r#""overridden":{"notice_limit":10,"ends_on_working_day":true,"after_expiry":false}"#,
        r#""own_due_on":"2027-01-25""#,
    ] {
        assert!(moved.contains(added), "{added} in {moved}");
    }
    assert_eq!(serde_json::from_str::<ClockMoved>(&moved).unwrap().clock, clock);
    let limit = Terms::Override { limit: 60, unit: LimitUnit::CalendarDays, basis: "条例".to_owned() };
    assert_eq!(
        serde_json::to_string(&limit).unwrap(),
        r#"{"kind":"override","limit":60,"unit":"calendar_days","basis":"条例"}"#
    );
}

#[test]
fn a_fact_read_from_the_record_is_the_one_that_was_written_but_for_its_erasable_text() {
    for (mut event, stored) in every_event().into_iter().zip(STORED) {
        let mut read: CaseEvent = serde_json::from_str(stored).unwrap();
        assert!(
            read.sealables_mut().iter().all(|(_, _, text)| text.body().is_none() && text.text() == ERASED)
        );
        event.sealables_mut().into_iter().for_each(|(_, _, text)| text.set_body(None));
        assert_eq!(read, event);
    }
}

#[test]
fn no_word_of_an_erasable_text_stands_in_the_chain() {
    for mut event in every_event() {
        let stored = serde_json::to_string(&event).unwrap();
        for (name, _, text) in event.sealables_mut() {
            assert!(!stored.contains(text.text()), "{name} of {stored}");
        }
    }
}

#[test]
fn every_place_of_erasable_text_has_a_name_of_its_own_and_its_class() {
    use SealClass::{Identity, Text};
    let expected: [(&str, &[(&str, SealClass)]); 34] = [
        (
            "registered",
            &[
                ("title", Text),
                ("content", Text),
                ("complainant", Identity),
                ("contact", Identity),
                ("respondent", Text),
                ("respondent_unit_position", Text),
                ("other", Identity),
            ],
        ),
        ("supplemented", &[("text", Text)]),
        ("assessed", &[("note", Text), ("ruling", Text)]),
        ("document_drafted", &[("text", Text)]),
        ("document_signed", &[("opinion", Text)]),
        ("transferred", &[("ruling", Text)]),
        ("sent_back", &[("note", Text), ("ruling", Text)]),
        ("finding_recorded", &[("text", Text)]),
        ("corrected", &[("reason", Text), ("after", Identity)]),
        ("withdrawn", &[("reason", Text)]),
        ("withdrawal_undone", &[("reason", Text)]),
        ("delivered", &[("text", Text), ("letter", Text)]),
        ("leading_replied", &[("text", Text)]),
        ("evaluated", &[("comment", Text)]),
        ("resolution_recorded", &[("comment", Text)]),
        ("rehandled", &[("reason", Text)]),
        ("closed", &[("follow_up", Text)]),
        ("reopened", &[("ruling", Text)]),
        ("urged", &[("text", Text)]),
        ("unmerged", &[("reason", Text)]),
        ("identity_revealed", &[("reason", Text)]),
        ("identity_allowed", &[("reason", Text)]),
        ("taken_back", &[("reason", Text), ("ruling", Text)]),
        ("report_sent", &[("reason", Text)]),
        ("ruled_not_respondent", &[("reason", Text), ("ruling", Text)]),
        ("appointed", &[("ruling", Text)]),
        ("attached", &[("name", Identity), ("file", Identity)]),
        ("discussed", &[("text", Text)]),
        ("section_written", &[("text", Text)]),
        ("paper_issued", &[("sheet", Identity), ("reason", Text)]),
        ("card_issued", &[("reason", Text)]),
        ("card_answered", &[("text", Text)]),
        ("paper_reprinted", &[("reason", Text)]),
        ("paper_voided", &[("reason", Text)]),
    ];
    for mut event in every_event() {
        let kind = event.code();
        let places: Vec<(&str, SealClass)> =
            event.sealables_mut().iter().map(|(name, class, _)| (*name, *class)).collect();
        let wanted = expected.iter().find(|(place, _)| *place == kind).map_or(&[][..], |(_, names)| *names);
        assert_eq!(places, wanted, "{kind}");
    }
}

#[test]
fn what_facts_say_since_then_is_stored_beside_what_they_always_said() {
    let evaluated = Evaluated {
        round: 2,
        satisfaction: Satisfaction::Satisfied,
        resolved: None,
        comment: None,
        source: Some(EvaluationSource::Platform),
        late: true,
    };
    let decided = Decided {
        by: DecidedBy::Collective,
        meeting: None,
        with: Some("余忠涛、张宁".to_owned()),
        on: Some(Date::constant(2026, 11, 17)),
    };
    assert_eq!(
        serde_json::to_string(&CaseEvent::Evaluated(evaluated)).unwrap(),
        r#"{"event":"evaluated","round":2,"satisfaction":"satisfied","resolved":null,"comment":null,"source":"platform","late":true}"#
    );
    assert_eq!(
        serde_json::to_string(&decided).unwrap(),
        r#"{"by":"collective","with":"余忠涛、张宁","on":"2026-11-17"}"#
    );
}

#[test]
fn the_stored_form_of_every_correctable_fact_is_what_it_always_was() {
    let day = Date::constant(2026, 11, 17);
    let mut sealed = Sealable::new("张三");
    sealed.set_mac("mac".to_owned());
    let text = || Some("来电".to_owned());
    let table = [
        (Fact::Kind(Some(CaseKind::Consultation)), r#"{"fact":"kind","value":"consultation"}"#),
        (Fact::Field(Some(MatterField::Other)), r#"{"fact":"field","value":"other"}"#),
        (
            Fact::ReceivedAt(Moment::start_of(day)),
            r#"{"fact":"received_at","value":"2026-11-17T00:00:00+08:00"}"#,
        ),
        (
            Fact::ComplainedAt(Moment::start_of(day)),
            r#"{"fact":"complained_at","value":"2026-11-17T00:00:00+08:00"}"#,
        ),
        (Fact::HandlingReceivedOn(Some(day)), r#"{"fact":"handling_received_on","value":"2026-11-17"}"#),
        (Fact::PlatformNo(None), r#"{"fact":"platform_no","value":null}"#),
        (Fact::Method(text()), r#"{"fact":"method","value":"来电"}"#),
        (Fact::Source(text()), r#"{"fact":"source","value":"来电"}"#),
        (Fact::Complainant(Some(sealed.clone())), r#"{"fact":"complainant","value":"mac"}"#),
        (Fact::Contact(Some(sealed.clone())), r#"{"fact":"contact","value":"mac"}"#),
        (Fact::Respondent(Some(sealed.clone())), r#"{"fact":"respondent","value":"mac"}"#),
        (
            Fact::RespondentUnitPosition(Some(sealed.clone())),
            r#"{"fact":"respondent_unit_position","value":"mac"}"#,
        ),
        (Fact::RespondentRank(text()), r#"{"fact":"respondent_rank","value":"来电"}"#),
        (Fact::Village(text()), r#"{"fact":"village","value":"来电"}"#),
        (Fact::Content(sealed.clone()), r#"{"fact":"content","value":"mac"}"#),
        (Fact::Scope(Some(Scope::Conduct)), r#"{"fact":"scope","value":"conduct"}"#),
        (Fact::KeyMatters(vec![KeyMatter::Livelihood]), r#"{"fact":"key_matters","value":["livelihood"]}"#),
        (Fact::Title(sealed), r#"{"fact":"title","value":"mac"}"#),
        (Fact::MainPages(2), r#"{"fact":"main_pages","value":2}"#),
        (Fact::Attachments(0), r#"{"fact":"attachments","value":0}"#),
    ];
    let names: BTreeSet<FactName> = table.iter().map(|(fact, _)| fact.name()).collect();
    assert_eq!(names.len(), <FactName as crate::domain::code::Coded>::ALL.len());
    for (fact, stored) in table {
        assert_eq!(serde_json::to_string(&fact).unwrap(), stored);
        assert_eq!(serde_json::from_str::<Fact>(stored).unwrap().name(), fact.name());
    }
}

#[test]
fn what_does_not_begin_with_the_name_of_a_known_fact_is_no_fact() {
    for text in
        [r#"{"event":"invented"}"#, r#"{"text":"x","event":"finding_recorded"}"#, "{}", "[]", r#""accepted""#]
    {
        assert!(serde_json::from_str::<CaseEvent>(text).is_err(), "{text}");
    }
}

#[test]
fn a_handler_who_left_is_told_apart_from_one_who_is_recused() {
    let left = CaseEvent::HandlerReleased(crate::domain::event::HandlerReleased {
        handler: crate::domain::ids::PersonId(9),
        left: true,
    });
    let stored = r#"{"event":"handler_released","handler":9,"left":true}"#;
    assert_eq!(serde_json::to_string(&left).unwrap(), stored);
    assert_eq!(serde_json::from_str::<CaseEvent>(stored).unwrap(), left);
    assert!(left.sentence(&crate::domain::fixtures::town()).contains("不再是承办单位的承办人"));
}
