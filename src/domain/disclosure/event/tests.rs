//! Stored forms of the facts of disclosure, byte for byte, and what history says of each.

use super::*;
use crate::domain::attachment::FileKind;
use crate::domain::disclosure::{DisclosureState, DisclosureVerdict};
use crate::domain::fixtures::{assert_chinese, town};
use crate::domain::ids::{CaseId, ChainPlace, DisclosureId, MatterId, PersonId, UnitId};
use crate::domain::recurring::{Cycle, Period};
use crate::domain::sealable::Sealable;
use crate::domain::stream_files::ErasingBasis;
use crate::domain::time::{Date, Moment};

const DAY: Date = Date::constant(2026, 12, 9);

/// A text whose digest alone is known.
fn sealed(mac: &str) -> Sealable {
    let mut text = Sealable::default();
    text.set_mac(mac.to_owned());
    text
}

/// One example of a fact: itself, its stored form and a word of its sentence.
type Example = (DisclosureEvent, &'static str, &'static str);

fn of_files() -> Vec<Example> {
    vec![
        (
            FileAttached {
                number: 1,
                name: sealed("ab"),
                file: sealed("cd"),
                size: 812,
                kind: FileKind::Pdf,
            }
            .into(),
            r#"{"event":"disclosure_file_attached","number":1,"name":"ab","file":"cd","size":812,"kind":"pdf"}"#,
            "附上附件1",
        ),
        (
            FileExported { number: 1 }.into(),
            r#"{"event":"disclosure_file_exported","number":1}"#,
            "另存附件1",
        ),
        (
            FileErased {
                number: 1,
                seq: 10,
                because: ErasingBasis::Expired,
                ruled_by: None,
                ruled_on: None,
                on_paper: false,
            }
            .into(),
            r#"{"event":"disclosure_file_erased","number":1,"seq":10,"because":"expired"}"#,
            "抹去附件1：保留年限已满",
        ),
    ]
}

/// Every fact, its stored form and a word of its sentence.
fn all() -> Vec<Example> {
    of_files().into_iter().chain(others()).collect()
}

fn others() -> Vec<Example> {
    let opened = DisclosureOpened {
        no: 3,
        matter: MatterId(7),
        unit: UnitId(5),
        name: "临时救助".to_owned(),
        cycle: Cycle::PerEvent { within_working_days: Some(5) },
        period: Period::parse("2026-12-02").unwrap(),
        happened: "火灾救助".to_owned(),
        due_on: DAY,
        provisional: true,
    };
    vec![
        (
            opened.into(),
            r#"{"event":"disclosure_opened","no":3,"matter":7,"unit":5,"name":"临时救助","cycle":"per_event","within_working_days":5,"period":"2026-12-02","happened":"火灾救助","due_on":"2026-12-09","provisional":true}"#,
            "应公开临时救助（2026-12-02 火灾救助），最迟2026-12-09（暂定）",
        ),
        (
            DueDayMoved { before: DAY, due_on: Date::constant(2026, 12, 10), provisional: false }.into(),
            r#"{"event":"disclosure_due_moved","before":"2026-12-09","due_on":"2026-12-10"}"#,
            "由2026-12-09改为2026-12-10",
        ),
        (
            DisclosureSubmitted { text: "名单".to_owned(), nothing: false, on_behalf_of: None }.into(),
            r#"{"event":"disclosure_submitted","text":"名单"}"#,
            "提交公示内容",
        ),
        (
            DisclosureReturned {
                signer: PersonId(1),
                as_deputy_for: None,
                opinion: "金额不全".to_owned(),
                on: DAY,
                on_paper: false,
            }
            .into(),
            r#"{"event":"disclosure_returned","signer":1,"opinion":"金额不全","on":"2026-12-09"}"#,
            "退回：金额不全",
        ),
        (
            DisclosureSubmitted { text: String::new(), nothing: true, on_behalf_of: Some(PersonId(2)) }
                .into(),
            r#"{"event":"disclosure_submitted","nothing":true,"on_behalf_of":2}"#,
            "报“本期无”",
        ),
        (
            DisclosureSigned {
                signer: PersonId(1),
                as_deputy_for: Some(PersonId(2)),
                opinion: String::new(),
                on: DAY,
                on_paper: true,
                verdict: Some(DisclosureVerdict::OnTime),
            }
            .into(),
            r#"{"event":"disclosure_signed","signer":1,"as_deputy_for":2,"on":"2026-12-09","on_paper":true,"verdict":"on_time"}"#,
            "审核同意（2026-12-09），按时",
        ),
        (
            DisclosurePublished {
                on: DAY,
                place: "村公示栏".to_owned(),
                verdict: DisclosureVerdict::Late,
                ruling: String::new(),
                on_behalf_of: None,
            }
            .into(),
            r#"{"event":"disclosure_published","on":"2026-12-09","place":"村公示栏","verdict":"late"}"#,
            "2026-12-09在村公示栏公开，逾期",
        ),
        (
            DisclosureChecked { truthful: false, note: "少两户".to_owned() }.into(),
            r#"{"event":"disclosure_checked","truthful":false,"note":"少两户"}"#,
            "抽查不属实：少两户",
        ),
        (
            DisclosureLinked { case: CaseId(9), case_no: "2026-0009".to_owned() }.into(),
            r#"{"event":"disclosure_linked","case":9,"case_no":"2026-0009"}"#,
            "与投诉件2026-0009关联",
        ),
        (
            DisclosureCancelled { reason: "误开".to_owned() }.into(),
            r#"{"event":"disclosure_cancelled","reason":"误开"}"#,
            "取消：误开",
        ),
    ]
}

#[test]
fn every_fact_is_stored_as_it_always_was_and_says_what_happened() {
    let mut codes: Vec<&str> = Vec::new();
    for (event, stored, words) in all() {
        assert_eq!(serde_json::to_string(&event).unwrap(), stored);
        assert_eq!(serde_json::from_str::<DisclosureEvent>(stored).unwrap(), event);
        let said = event.sentence(&town());
        assert_chinese(&said);
        assert!(said.contains(words), "{said}");
        codes.push(event.code());
    }
    codes.sort_unstable();
    codes.dedup();
    let mut known = DisclosureEvent::CODES.to_vec();
    known.sort_unstable();
    assert_eq!(codes, known, "one example of every kind");
}

#[test]
fn a_record_is_the_fold_of_its_facts() {
    let mut record = Disclosure::unborn(DisclosureId(40), 0);
    for (seq, (event, _, _)) in (1..).zip(all()) {
        let at = Moment::parse("2026-12-09 10:00").unwrap();
        record.evolve(&event, &Stamped { seq, place: ChainPlace(0), at, actor: PersonId(4) });
    }
    assert_eq!((record.no, record.seq, record.code()), (3, 13, "d3".to_owned()));
    assert_eq!(record.state, DisclosureState::Cancelled);
    assert_eq!(record.verdict, Some(DisclosureVerdict::Late), "what was late stays late");
    assert_eq!((record.links.len(), record.checks.len(), record.submitted.unwrap().0), (1, 1, PersonId(2)));
    assert_eq!(record.submitters, [PersonId(2), PersonId(4)], "whose it is, and who did it for them");
}
