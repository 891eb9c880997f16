//! A ruling is not given before the act that it answers (`domain.md` §10 Days, Order): every act that takes a ruling.

use super::fixtures::people::{AFFAIRS_HANDLER, OPERATOR, XINJIAN_HANDLER};
use super::fixtures::{Bench, MONDAY, THURSDAY, TUESDAY, VILLAGE_ASSESSMENT, WEDNESDAY};
use super::on_case_menu;
use crate::domain::refusal::RefusalCode;

/// A case, the act, its fields, the last day too early for its ruling, the first day that is not, and when it is done.
type Row = (Bench, &'static str, Vec<(&'static str, &'static str)>, [&'static str; 2], &'static str);

const RULING: (&str, &str) = ("ruling", "同意");
const SUNDAY: &str = "2026-11-15";
const ON: [&str; 4] = ["2026-11-16", "2026-11-17", "2026-11-18", "2026-11-19"];

fn corrected(field: &'static str, value: &'static str) -> Vec<(&'static str, &'static str)> {
    vec![("field", field), ("value", value), ("reason", "登记有误"), RULING]
}

/// The handler's name became known as the respondent's on Wednesday.
fn known_on_wednesday() -> Bench {
    let mut bench = Bench::being_handled();
    let found_out = [("field", "respondent"), ("value", XINJIAN_HANDLER), ("reason", "来电说明")];
    bench.did("correct", &found_out, OPERATOR, WEDNESDAY);
    bench
}

/// Received on Tuesday, and bounced twice before.
fn bounced_twice() -> Bench {
    let mut bench = Bench::accepted(VILLAGE_ASSESSMENT);
    let not_ours = [("reason", "not_ours"), ("note", "应由社会事务办办理")];
    for _ in 0..2 {
        bench.did("transfer", &[], OPERATOR, MONDAY);
        bench.did("send_back", &not_ours, XINJIAN_HANDLER, MONDAY);
    }
    bench.did("transfer", &[], OPERATOR, TUESDAY);
    bench
}

fn table() -> Vec<Row> {
    let village_conduct = [("scope", "conduct"), ("kind", "non_consultation"), ("field", "other")];
    let mut conduct = village_conduct.to_vec();
    conduct.extend([("route", "village"), RULING]);
    let late = "2026-12-02 09:00";
    let mut behind = Bench::in_village();
    behind.other = Some(Bench::registered().case);
    if let Some(other) = &mut behind.other {
        other.id = crate::domain::ids::CaseId(2);
        other.case_no = "2026-0002".to_owned();
        other.received_at = super::fixtures::moment("2026-11-17 08:00");
    }
    vec![
        (Bench::registered(), "assess", conduct, [SUNDAY, ON[0]], TUESDAY),
        (
            Bench::accepted(VILLAGE_ASSESSMENT),
            "transfer",
            vec![("received_on", ON[1]), RULING],
            [ON[0], ON[1]],
            late,
        ),
        (
            bounced_twice(),
            "send_back",
            vec![("reason", "not_ours"), ("note", "应由社会事务办办理"), RULING],
            [ON[0], ON[1]],
            WEDNESDAY,
        ),
        (Bench::in_village(), "take_back", vec![("reason", "转错"), RULING], [ON[0], ON[1]], WEDNESDAY),
        (
            Bench::reply_signed(),
            "deliver",
            vec![("method", "phone"), ("at", "2026-11-18 10:00"), RULING],
            [ON[1], ON[2]],
            THURSDAY,
        ),
        (Bench::closed(), "reopen", vec![("reason", "有新证据")], [ON[0], ON[1]], THURSDAY),
        (Bench::closed(), "seal", vec![RULING], [ON[0], ON[1]], THURSDAY),
        (Bench::accepted(VILLAGE_ASSESSMENT), "seal", vec![RULING], [SUNDAY, ON[0]], THURSDAY),
        (
            known_on_wednesday(),
            "rule_not_respondent",
            vec![("person", XINJIAN_HANDLER), ("reason", "同名"), RULING],
            [ON[1], ON[2]],
            THURSDAY,
        ),
        (
            known_on_wednesday(),
            "appoint",
            vec![("position", "handler"), ("person", AFFAIRS_HANDLER), RULING],
            [ON[1], ON[2]],
            THURSDAY,
        ),
        (behind, "merge", vec![("into", "2026-0002"), RULING], [ON[0], ON[1]], WEDNESDAY),
        (
            Bench::in_village(),
            "correct",
            corrected("handling_received_on", "2026-11-18"),
            [ON[0], ON[1]],
            WEDNESDAY,
        ),
        (
            Bench::report_submitted(),
            "sign",
            vec![("on_paper_signer", "余忠涛"), ("on_paper_date", ON[1]), RULING],
            [ON[0], ON[1]],
            late,
        ),
    ]
}

#[test]
fn a_ruling_is_not_older_than_the_act_that_it_answers() {
    for (mut bench, act, fields, [early, first], at) in table() {
        let with = |ruled_on| {
            let mut fields = fields.clone();
            fields.push(("ruled_on", ruled_on));
            fields
        };
        let refusal = bench.perform(act, &with(early), OPERATOR, at).expect_err(act);
        assert_eq!(
            (refusal.code, refusal.field.as_deref()),
            (RefusalCode::OutOfTime, Some("ruled_on")),
            "{act}"
        );
        assert!(refusal.message.contains(early), "{refusal}");
        bench.did(act, &with(first), OPERATOR, at);
    }
}

#[test]
fn the_table_holds_every_act_that_takes_a_ruling() {
    let rows = table();
    for act in on_case_menu().filter(|act| act.fields().iter().any(|field| field.name == "ruled_on")) {
        assert!(rows.iter().any(|(_, code, ..)| *code == act.code), "{} takes a ruling", act.code);
    }
}
