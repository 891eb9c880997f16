//! Tests of the acts on files of meetings and of records of disclosure: who takes them out, who erases them, and what is
//! left of a file that was erased.

use super::disclosure_bench::{DisclosureBench, answers, example};
use super::find;
use super::fixtures::people::{CONTACT, OPERATOR, PRINCIPAL, SECRETARY, XINJIAN_HANDLER};
use super::meeting_bench::MeetingBench;
use crate::domain::context::Brought;
use crate::domain::refusal::RefusalCode;

const FIRST: &[(&str, &str)] = &[("number", "1"), ("path", "/out/")];
const ERASING: &[(&str, &str)] = &[("number", "1"), ("basis", "identity"), ("ruled_on", "2026-11-23")];

#[test]
fn a_file_of_a_meeting_is_listed_once_and_its_sentence_does_not_tell_its_name() {
    let mut bench = MeetingBench::with_file();
    let [file] = bench.meeting.files.as_slice() else { panic!("{:?}", bench.meeting.files) };
    assert_eq!((file.number, file.name.text()), (1, "签到表.jpg"));
    bench.paper = MeetingBench::with_file_at_hand().paper;
    let refusal = bench.perform("meeting_attach", &[], OPERATOR).unwrap_err();
    assert_eq!(refusal.code, RefusalCode::NothingToDo, "{refusal}");
    assert!(refusal.message.contains("附件1"), "{refusal}");
    let outcome = MeetingBench::with_file_at_hand().did("meeting_attach", &[]);
    let said = outcome.events[0].sentence(&super::fixtures::people::town());
    assert!(said.contains("附件1") && !said.contains("签到表"), "{said}");
}

#[test]
fn whoever_may_not_see_a_case_of_the_agenda_takes_no_file_out_and_erases_none() {
    for code in ["meeting_export", "meeting_erase_file"] {
        let fields = if code == "meeting_export" { FIRST } else { ERASING };
        let mut bench = MeetingBench::with_file();
        bench.paper = Some(Brought::Agenda { unseen: 1, sealed: 0 });
        let refusal = bench.perform(code, fields, OPERATOR).unwrap_err();
        assert_eq!(refusal.code, RefusalCode::Recused, "{code}: {refusal}");
    }
}

#[test]
fn of_a_meeting_with_a_sealed_case_no_copy_is_made_but_the_file_can_be_erased() {
    let mut bench = MeetingBench::with_file();
    bench.paper = Some(Brought::Agenda { unseen: 0, sealed: 1 });
    let refusal = bench.perform("meeting_export", FIRST, OPERATOR).unwrap_err();
    assert!(refusal.message.contains("已密封"), "{refusal}");
    bench.did("meeting_erase_file", ERASING);
    assert_eq!(bench.meeting.files[0].file.body(), None);
}

#[test]
fn a_file_is_erased_by_the_secretarys_ruling_for_a_reason_that_people_give() {
    let mut bench = MeetingBench::with_file();
    let lacking = bench.perform("meeting_erase_file", &ERASING[..2], OPERATOR).unwrap_err();
    assert_eq!((lacking.code, lacking.field.as_deref()), (RefusalCode::MissingSignature, Some("ruled_on")));
    for day in ["2026-11-22", "2026-11-24"] {
        let fields = [ERASING[0], ERASING[1], ("ruled_on", day)];
        let refusal = bench.perform("meeting_erase_file", &fields, OPERATOR).unwrap_err();
        assert_eq!(refusal.code, RefusalCode::OutOfTime, "{refusal}");
    }
    for basis in ["expired", "erased_before", "随便"] {
        let fields = [ERASING[0], ("basis", basis), ERASING[2]];
        let refusal = bench.perform("meeting_erase_file", &fields, OPERATOR).unwrap_err();
        assert_eq!(refusal.code, RefusalCode::InvalidValue, "{basis}: {refusal}");
    }
    // The secretary rules in person.
    let outcome = bench.perform("meeting_erase_file", &ERASING[..2], SECRETARY).unwrap();
    let said = outcome.events[0].sentence(&super::fixtures::people::town());
    assert!(said.contains("抹去附件1：写有投诉人身份") && said.contains(SECRETARY), "{said}");
    assert!(!said.contains("代录"), "{said}");
    let file = &bench.meeting.files[0];
    assert_eq!((file.name.body(), file.file.body(), file.number), (None, None, 1));
    let again = bench.perform("meeting_erase_file", ERASING, OPERATOR).unwrap_err();
    assert_eq!(again.code, RefusalCode::NothingToDo, "{again}");
    let copy = bench.perform("meeting_export", FIRST, OPERATOR).unwrap_err();
    assert_eq!(copy.code, RefusalCode::NothingToDo, "{copy}");
}

#[test]
fn a_record_of_disclosure_gives_its_file_to_whoever_works_on_it_or_signs_it() {
    let mut bench = DisclosureBench::before("disclosure_export");
    bench.did("disclosure_submit");
    for actor in [XINJIAN_HANDLER, OPERATOR, SECRETARY] {
        bench.perform("disclosure_export", &answers(FIRST), actor).unwrap();
    }
    let refusal = bench.perform("disclosure_export", &answers(FIRST), PRINCIPAL).unwrap_err();
    assert_eq!(refusal.code, RefusalCode::NotPermitted, "{refusal}");
    let refusal = bench.perform("disclosure_attach", &answers(&[]), CONTACT).unwrap_err();
    assert_eq!(refusal.code, RefusalCode::NotPermitted, "{refusal}");
    let refusal = bench.perform("disclosure_erase_file", &answers(ERASING), XINJIAN_HANDLER).unwrap_err();
    assert_eq!(refusal.code, RefusalCode::NotPermitted, "{refusal}");
}

#[test]
fn nothing_is_attached_to_what_was_called_off_and_a_number_that_is_not_there_is_told() {
    let mut bench = DisclosureBench::opened();
    let act = find("disclosure_cancel").unwrap();
    bench.perform("disclosure_cancel", &example(act), OPERATOR).unwrap();
    let refusal = bench.perform("disclosure_attach", &answers(&[]), XINJIAN_HANDLER).unwrap_err();
    assert_eq!(refusal.code, RefusalCode::WrongStage, "{refusal}");
    let other = [("number", "7"), ("path", "/out/")];
    let refusal = MeetingBench::with_file().perform("meeting_export", &other, OPERATOR).unwrap_err();
    assert!(refusal.message.contains("没有附件7"), "{refusal}");
}
