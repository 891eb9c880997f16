//! Forms filled from a case, and read back out of the files.

use std::io::Read as _;

use super::facts::Facts;
use super::{Foot, Form, docx, outside_gb2312};
use crate::domain::calendar::{Calendar, LimitUnit};
use crate::domain::case::card::{Card, CardAnswer, CardColour};
use crate::domain::case::respondents::Register;
use crate::domain::case::turn::Turn;
use crate::domain::case::{Case, Complainant, Delivery, Respondent};
use crate::domain::fixtures::{AFFAIRS, XINJIAN, town};
use crate::domain::ids::{CaseId, ChainPlace, PersonId};
use crate::domain::limit::clock::Clock;
use crate::domain::paper::{PaperKind, Sheet};
use crate::domain::sealable::Sealable;
use crate::domain::time::{Date, Moment};
use crate::domain::town::phrases::Phrases;
use crate::domain::words::{CaseKind, ClockKind, DeliveryMethod, Route, Scope};

fn at(text: &str) -> Moment {
    Moment::parse(text).unwrap()
}

fn case() -> Case {
    let some = |text: &str| Some(Sealable::new(text));
    Case {
        platform_no: Some("500104202611001".to_owned()),
        method: Some("网络平台".to_owned()),
        source: Some("平台推送".to_owned()),
        complainant: Complainant {
            name: some("何桂香"),
            contact: some("13812345678"),
            ..Complainant::default()
        },
        respondent: Respondent {
            name: some("王大力"),
            unit_position: some("新建村村民委员会副主任"),
            rank: Some("村干部".to_owned()),
        },
        title: Sealable::new("低保评定没有公示"),
        content: Sealable::new("去年十二月村里评低保，名单没有贴出来。\n我问过三次，都说在办。"),
        main_pages: 2,
        attachments: 1,
        complained_at: at("2026-11-06T08:00:00+08:00"),
        received_at: at("2026-11-06T09:30:00+08:00"),
        scope: Some(Scope::MattersList),
        kind: Some(CaseKind::NonConsultation),
        route: Some(Route::PartyCommittee),
        unit: Some(AFFAIRS),
        ..Case::unborn(CaseId(1), "2026-0001")
    }
}

fn delivered(text: &str) -> Case {
    let delivery = Delivery {
        round: 1,
        method: DeliveryMethod::ALL[0],
        delivered_at: at("2026-11-26T10:00:00+08:00"),
        recorded_at: at("2026-11-26T10:05:00+08:00"),
        text: Sealable::new(text),
        letter: None,
    };
    Case { deliveries: vec![delivery], ..case() }
}

use crate::domain::code::Coded as _;

fn filled(kind: PaperKind, case: &Case) -> Sheet {
    let (org, phrases) = (town(), Phrases::default());
    let today: Date = "2026-11-27".parse().unwrap();
    let register = Register::of(&org);
    let facts = Facts { case, org: &org, register: &register, document: None, today, phrases: &phrases };
    Form::of_case(kind, &facts).unwrap().unwrap()
}

/// The words of the document part of the file.
fn read_back(bytes: &[u8]) -> String {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let mut xml = String::new();
    archive.by_name("word/document.xml").unwrap().read_to_string(&mut xml).unwrap();
    let mut reader = quick_xml::Reader::from_str(&xml);
    let mut text = String::new();
    loop {
        match reader.read_event().unwrap() {
            quick_xml::events::Event::Text(found) => text.push_str(&found.xml10_content()),
            quick_xml::events::Event::GeneralRef(entity) => {
                text.push_str(match &*entity {
                    "lt" => "<",
                    "gt" => ">",
                    "amp" => "&",
                    "quot" => "\"",
                    "apos" => "'",
                    other => panic!("an unknown entity {other}"),
                });
            }
            quick_xml::events::Event::End(end) if end.name().as_ref() == "w:p" => text.push('\n'),
            quick_xml::events::Event::Eof => return text,
            quick_xml::events::Event::Start(_)
            | quick_xml::events::Event::End(_)
            | quick_xml::events::Event::Empty(_)
            | quick_xml::events::Event::CData(_)
            | quick_xml::events::Event::Comment(_)
            | quick_xml::events::Event::Decl(_)
            | quick_xml::events::Event::PI(_)
            | quick_xml::events::Event::DocType(_) => {}
        }
    }
}

#[test]
fn every_text_of_a_sheet_stands_in_its_file() {
    let replied = delivered("经查，您反映的情况属实。\n村委会已于11月20日补贴公示。");
    for kind in [PaperKind::Reply, PaperKind::Proposal, PaperKind::ReplyForm] {
        let sheet = filled(kind, &replied);
        let bytes = docx(&sheet, &Foot::default()).unwrap();
        let words = read_back(&bytes);
        for text in sheet.texts() {
            assert!(words.contains(text), "{text} is not in {}: {words}", kind.label());
        }
    }
}

#[test]
fn the_same_sheet_gives_the_same_bytes() {
    let sheet = filled(PaperKind::Proposal, &case());
    let foot = Foot { lines: vec!["建纪拟〔2026〕1号".to_owned()] };
    assert_eq!(docx(&sheet, &foot).unwrap(), docx(&sheet, &foot).unwrap());
}

#[test]
fn hostile_text_comes_out_as_text() {
    let hostile = "<w:t>&lt;</w:t>\u{0}\u{1b}[31m\u{202e}反\u{ffff}]]>‘\"";
    let replied = delivered(&format!("{hostile}\n第二段"));
    let words = read_back(&docx(&filled(PaperKind::Reply, &replied), &Foot::default()).unwrap());
    assert!(words.contains("<w:t>&lt;</w:t><00><1B>[31m<202E>反\u{fffd}]]>‘\""), "{words}");
}

#[test]
fn a_form_without_what_it_is_about_is_refused_by_the_names_of_its_fields() {
    let (org, phrases) = (town(), Phrases::default());
    let case = Case { unit: None, scope: None, ..case() };
    let facts = Facts {
        case: &case,
        org: &org,
        register: &Register::of(&org),
        document: None,
        today: Date::UNIX_EPOCH,
        phrases: &phrases,
    };
    let refused = |kind| Form::of_case(kind, &facts).unwrap().unwrap_err().0;
    assert_eq!(refused(PaperKind::Reply), ["答复意见", "承办单位"]);
    assert_eq!(refused(PaperKind::ReplyForm), ["答复内容", "答复单位"]);
    assert_eq!(refused(PaperKind::Proposal), ["投诉事项类别（先研判）"]);
}

#[test]
fn exactly_one_box_of_the_proposal_is_ticked() {
    for (scope, kind, line) in [
        (Scope::Conduct, CaseKind::Consultation, "业务范围内（咨询类☑、非咨询类□）、业务范围外□"),
        (Scope::MattersList, CaseKind::NonConsultation, "业务范围内（咨询类□、非咨询类☑）、业务范围外□"),
        (Scope::OutOfScope, CaseKind::NonConsultation, "业务范围内（咨询类□、非咨询类□）、业务范围外☑"),
    ] {
        let sheet = filled(PaperKind::Proposal, &Case { scope: Some(scope), kind: Some(kind), ..case() });
        assert!(sheet.texts().any(|text| text == line), "{line}");
    }
}

#[test]
fn a_rare_character_of_a_name_is_named_before_printing() {
    let complainant = Complainant { name: Some(Sealable::new("何㛃")), ..Complainant::default() };
    let sheet = filled(PaperKind::Proposal, &Case { complainant, ..case() });
    let outside: Vec<char> = sheet.texts().flat_map(outside_gb2312).collect();
    assert_eq!(outside, ['㛃', '☑']);
}

/// Everything that a case can be told, in every field that a person or the platform fills in.
fn hostile_everywhere(hostile: &str) -> Case {
    let some = || Some(Sealable::new(hostile));
    let card = Card {
        no: 1,
        colour: CardColour::Red,
        turn: 1,
        round: 1,
        unit: None,
        place: ChainPlace(1),
        reason: Sealable::new(hostile),
        issued_on: Date::constant(2026, 11, 26),
        issued_by: PersonId(1),
        answer: Some(CardAnswer {
            text: Sealable::new(hostile),
            on: Date::constant(2026, 11, 27),
            by: PersonId(1),
        }),
    };
    Case {
        platform_no: Some(hostile.to_owned()),
        method: Some(hostile.to_owned()),
        source: Some(hostile.to_owned()),
        complainant: Complainant { name: some(), contact: some(), ..Complainant::default() },
        respondent: Respondent { name: some(), unit_position: some(), rank: Some(hostile.to_owned()) },
        title: Sealable::new(hostile),
        content: Sealable::new(hostile),
        assessment_note: some(),
        cards: vec![card],
        ..delivered(hostile)
    }
}

#[test]
fn no_field_whatever_stands_in_it_spoils_a_paper() {
    let long = "长".repeat(200);
    for hostile in [
        "</w:p></w:tbl>&amp;<!--",
        "\u{0}\u{8}\u{b}\u{1f}\u{7f}",
        "{{案件编号}}",
        "\u{202e}\u{feff}\u{ffff}",
        long.as_str(),
    ] {
        let case = hostile_everywhere(hostile);
        let org = town();
        let (register, phrases) = (Register::of(&org), Phrases::default());
        let today = Date::constant(2026, 11, 27);
        let facts =
            Facts { case: &case, org: &org, register: &register, document: None, today, phrases: &phrases };
        let mut laid_out = 0;
        for kind in PaperKind::ALL {
            let Some(Ok(sheet)) = Form::of_case(*kind, &facts) else { continue };
            laid_out += 1;
            let words = read_back(&docx(&sheet, &Foot { lines: vec![hostile.to_owned()] }).unwrap());
            let is_bad = |c: char| c.is_control() && c != '\n';
            assert!(!words.contains(is_bad), "{}: {words:?}", kind.label());
            let title = &sheet.title[0];
            assert!(words.starts_with(title.as_str()), "{}: {words}", kind.label());
        }
        assert!(laid_out >= 5, "{laid_out} of the papers were laid out");
    }
}

#[test]
fn a_card_says_what_the_rule_said_and_what_was_answered() {
    let case = hostile_everywhere("经办人生病");
    let sheet = filled(PaperKind::Card, &case);
    let words = read_back(&docx(&sheet, &Foot::default()).unwrap());
    for part in
        ["监督提醒卡", "红色警示卡", "2026年11月26日", "提醒事由：\n", "反馈情况：\n", "2026年11月27日"]
    {
        assert!(words.contains(part), "{part} is missing: {words}");
    }
}

#[test]
fn a_notice_of_urging_is_copied_to_the_leaders_of_the_unit_but_for_whom_the_complaint_is_about() {
    let (org, phrases) = (town(), Phrases::default());
    let register = Register::of(&org);
    let today = Date::constant(2026, 12, 2);
    let words = |case: &Case| {
        let facts = Facts { case, org: &org, register: &register, document: None, today, phrases: &phrases };
        let sheet = Form::of_case(PaperKind::Urge, &facts).unwrap().unwrap();
        read_back(&docx(&sheet, &Foot::default()).unwrap())
    };
    let from = Date::constant(2026, 11, 17);
    let calendar = Calendar::embedded();
    let clock = Clock::start(ClockKind::Handling, 1, from, 10, LimitUnit::WorkingDays, &calendar);
    let turn = Turn {
        number: 1,
        unit: XINJIAN,
        place: ChainPlace(1),
        route: Route::Village,
        from,
        first_round: 1,
        ended: None,
        closed: Vec::new(),
        recorded_days: None,
    };
    let mut case = Case { turns: vec![turn], clocks: vec![clock], ..case() };
    let told = words(&case);
    for part in ["新建村：", "应于2026年12月1日前办结", "抄送：余忠涛（联系领导）。", "2026年12月2日"]
    {
        assert!(told.contains(part), "{part} is missing: {told}");
    }
    case.respondent.name = Some(Sealable::new("余忠涛"));
    assert!(!words(&case).contains("抄送"), "{}", words(&case));
}
