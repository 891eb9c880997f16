//! What a bulletin says of months with nothing, one, two and a hundred complaints, and that every number has its cases.

use std::collections::BTreeSet;

use super::super::disclosing::DisclosureFacts;
use super::super::facts::{CaseFacts, ClockFacts, TurnFacts, WordFacts};
use super::super::report::Grounds;
use super::super::since::Told;
use super::super::stretch::Stretch;
use super::*;
use crate::domain::calendar::Calendar;
use crate::domain::case::course::{Happened, Happening};
use crate::domain::case::turn::TurnEnd;
use crate::domain::disclosure::{DisclosureState, DisclosureVerdict};
use crate::domain::fixtures::{XINJIAN, town};
use crate::domain::ids::UnitId;
use crate::domain::time::{Date, Moment};
use crate::domain::words::{
    CaseKind, ClockKind, DecidedBy, MatterField, Resolved, Route, Satisfaction, Scope, Verdict,
};

const THRESHOLDS: Thresholds = Thresholds { on_time: 90, satisfied: 80 };

fn day(month: u8, day: u8) -> Date {
    Date::new(2026, month, day).unwrap()
}

/// A complaint that was received and nothing else.
fn received(no: u32, on: Date) -> CaseFacts {
    CaseFacts {
        case_no: format!("{}-{no:04}", on.year()).into(),
        received_on: on,
        source: Some("平台".to_owned()),
        rank: None,
        village: Some("新建村".to_owned()),
        field: Some(MatterField::CivilAffairs),
        scope: None,
        kind: None,
        route: None,
        unit: None,
        key_matters: Vec::new(),
        decided_by: None,
        is_signed: true,
        accepted_on: None,
        extended_on: Vec::new(),
        clocks: vec![clock(ClockKind::Triage, on, on.plus_days(4).unwrap())],
        turns: Vec::new(),
        happened: Vec::new(),
        words: Vec::new(),
        cards: Vec::new(),
        steps: Vec::new(),
        is_repeat: false,
    }
}

fn clock(clock: ClockKind, started_on: Date, due_on: Date) -> ClockFacts {
    ClockFacts {
        clock,
        turn: 1,
        round: 1,
        started_on,
        due_on,
        original_due_on: due_on,
        extensions: 0,
        stopped_on: None,
        verdict: None,
        was_late: false,
        is_changed_after_expiry: false,
    }
}

fn stop(clock: &mut ClockFacts, on: Date) {
    clock.stopped_on = Some(on);
    clock.verdict = Some(if on > clock.due_on { Verdict::Late } else { Verdict::OnTime });
}

/// The same, assessed and with a unit from the second day on.
fn transferred(no: u32, on: Date, unit: UnitId) -> CaseFacts {
    let mut facts = received(no, on);
    let from = on.plus_days(2).unwrap();
    stop(&mut facts.clocks[0], from);
    facts.clocks.push(clock(ClockKind::Handling, from, from.plus_days(10).unwrap()));
    facts.turns.push(TurnFacts { number: 1, unit, route: Route::Village, from, ended: None });
    facts.happened.push(happened(Happening::Transferred, from));
    CaseFacts {
        scope: Some(Scope::MattersList),
        kind: Some(CaseKind::NonConsultation),
        decided_by: Some(DecidedBy::Operator),
        accepted_on: Some(from),
        ..facts
    }
}

fn happened(what: Happening, on: Date) -> Happened {
    Happened { what, on, turn: 1, round: 1, is_backdated: false }
}

/// The same, replied to after so many days, with a word, and closed on the day after.
fn closed(no: u32, on: Date, after: i64, unit: UnitId, satisfaction: Satisfaction) -> CaseFacts {
    let mut facts = transferred(no, on, unit);
    let replied = on.plus_days(2 + after).unwrap();
    stop(&mut facts.clocks[1], replied);
    let given = satisfaction != Satisfaction::NotGiven;
    let resolved = given.then_some(if satisfaction == Satisfaction::Dissatisfied {
        Resolved::No
    } else {
        Resolved::Yes
    });
    facts.words.push(WordFacts { round: 1, on: replied, satisfaction, resolved, is_late: false });
    let end = replied.tomorrow().unwrap();
    facts.happened.extend([happened(Happening::Delivered, replied), happened(Happening::Closed, end)]);
    facts.turns[0].ended = Some((TurnEnd::Closed, end));
    facts
}

fn bulletin(cases: &[CaseFacts], disclosures: &[DisclosureFacts]) -> (Bulletin, Vec<Paragraph>) {
    let as_of = Moment::at(day(12, 1), 9, 0, 0).unwrap();
    bulletin_of("2026-11", cases, disclosures, &[], as_of)
}

fn bulletin_of(
    stretch: &str,
    cases: &[CaseFacts],
    disclosures: &[DisclosureFacts],
    told: &[Told],
    as_of: Moment,
) -> (Bulletin, Vec<Paragraph>) {
    let (org, calendar) = (town(), Calendar::embedded());
    let grounds = Grounds { cases, disclosures, org: &org, calendar: &calendar };
    let (stretch, head) = (Stretch::parse(stretch).unwrap(), (7, "ab".to_owned()));
    let bulletin = Bulletin::of(grounds, stretch, told, head, as_of);
    let paragraphs = paragraphs(&bulletin, THRESHOLDS);
    (bulletin, paragraphs)
}

/// The text is the one that was read and found right; every number stands on cases that exist, as many as it says.
fn check(cases: &[CaseFacts], disclosures: &[DisclosureFacts], expected: &str) {
    let (_, paragraphs) = bulletin(cases, disclosures);
    let known: BTreeSet<&str> = cases
        .iter()
        .map(|facts| &*facts.case_no)
        .chain(disclosures.iter().map(|record| &*record.code))
        .collect();
    let mut numbers = 0;
    for piece in paragraphs.iter().filter(|paragraph| !paragraph.is_heading).flat_map(|line| &line.pieces) {
        let Some(behind) = &piece.cases else { continue };
        numbers += 1;
        assert!(behind.iter().all(|number| known.contains(&**number)), "{piece:?}");
        if let Ok(said) = piece.text.parse::<usize>() {
            // Days and items of one case are more than their cases; nothing is said of no case at all.
            assert!((said == 0) == behind.is_empty() || behind.len() <= said, "{piece:?}");
        }
    }
    assert!(numbers > 0, "a bulletin without a number");
    assert_eq!(text(&paragraphs), expected.trim_end());
}

#[test]
fn a_month_without_complaints_says_so_and_nothing_more() {
    check(&[], &[], include_str!("../../../../tests/data/bulletin/none.txt"));
}

#[test]
fn one_complaint_is_told_without_a_share() {
    check(
        &[transferred(1, day(11, 24), XINJIAN)],
        &[],
        include_str!("../../../../tests/data/bulletin/one.txt"),
    );
}

#[test]
fn two_complaints_of_which_one_is_late_and_one_went_wrong() {
    let late = transferred(1, day(11, 3), XINJIAN);
    let unhappy = closed(2, day(11, 5), 8, XINJIAN, Satisfaction::Dissatisfied);
    check(&[late, unhappy], &[], include_str!("../../../../tests/data/bulletin/two.txt"));
}

#[test]
fn a_hundred_complaints_are_told_with_shares_units_and_topics() {
    let (other, satisfied) = (UnitId(XINJIAN.0 + 1), Satisfaction::Satisfied);
    let mut cases: Vec<CaseFacts> =
        (1..=40).map(|no| closed(no, day(10, 9), 5, XINJIAN, satisfied)).collect();
    cases.push(transferred(41, day(10, 27), XINJIAN));
    for no in 0..100_u32 {
        let on = day(11, u8::try_from(1 + no % 20).unwrap());
        let number = 50 + no;
        let unit = if no % 3 == 0 { other } else { XINJIAN };
        let facts = match no % 5 {
            0 => received(number, on),
            1 => transferred(number, on, unit),
            2 => closed(number, on, 3, unit, satisfied),
            3 => closed(number, on, 8, unit, Satisfaction::NotGiven),
            _ => closed(number, on, 9, unit, Satisfaction::Dissatisfied),
        };
        let village = ["新建村", "双山村", "民胜村"][(no % 3) as usize].to_owned();
        let is_signed = no % 4 != 0;
        cases.push(CaseFacts { village: Some(village), is_signed, is_repeat: no == 7, ..facts });
    }
    let disclosures: Vec<DisclosureFacts> = (1..=6)
        .map(|no| DisclosureFacts {
            code: format!("d{no}").into(),
            unit: XINJIAN,
            due_on: day(11, 10),
            state: DisclosureState::Published,
            verdict: Some(if no < 6 { DisclosureVerdict::OnTime } else { DisclosureVerdict::Late }),
        })
        .collect();
    check(&cases, &disclosures, include_str!("../../../../tests/data/bulletin/hundred.txt"));
}

#[test]
fn the_same_month_of_the_year_before_is_compared_where_there_is_enough_to_compare() {
    let year_before = Date::new(2025, 11, 12).unwrap();
    let mut cases: Vec<CaseFacts> = (1..=6).map(|no| received(no, year_before)).collect();
    for facts in &mut cases {
        facts.happened.push(happened(Happening::Withdrawn, year_before));
        facts.clocks.clear();
    }
    cases.extend((1..=3).map(|no| received(no, day(11, 27))));
    let (_, paragraphs) = bulletin(&cases, &[]);
    let first = paragraphs[1].text();
    assert!(
        first.starts_with("2026年11月共收到群众投诉3件，上月0件，同比下降50%（去年同月6件）；"),
        "{first}"
    );
}

#[test]
fn what_was_entered_for_a_month_after_its_bulletin_was_frozen_is_told_by_the_next_one() {
    let november = [transferred(1, day(11, 16), XINJIAN), received(2, day(11, 27))];
    let (frozen, _) = bulletin(&november, &[]);
    // Its reply is proven for the 27th of November, and recorded in December with one that was registered late.
    let december = [
        closed(1, day(11, 16), 8, XINJIAN, Satisfaction::Satisfied),
        transferred(2, day(11, 27), XINJIAN),
        received(3, day(11, 30)),
    ];
    let as_of = Moment::at(day(12, 31), 18, 0, 0).unwrap();
    let told_of = |later| [Told::of(frozen.stretch, &frozen.report, later)];
    let (later, paragraphs) = bulletin_of("2026-12", &december, &[], &told_of(&[]), as_of);
    let told: Vec<String> = paragraphs.iter().map(Paragraph::text).collect();
    let line = "上月通报定稿以后，又录入属于上月的：收件1件，办结1件，按期受理转办1件，按期办理1件；已定稿的通报不改。";
    assert!(told.iter().any(|paragraph| paragraph == line), "{told:#?}");
    let closed = later.since.iter().find(|since| since.name == FigureName::Closed).unwrap();
    assert_eq!(closed.cases, ["2026-0001".into()]);
    let (_, unchanged) = bulletin_of("2026-12", &november, &[], &told_of(&[]), as_of);
    assert!(unchanged.iter().all(|paragraph| !paragraph.text().contains("定稿以后")));
    // What December told January does not tell again, but what came for November after that.
    let mut january = december.to_vec();
    let (_, quiet) = bulletin_of("2027-01", &january, &[], &told_of(&later.since), as_of);
    assert!(quiet.iter().all(|paragraph| !paragraph.text().contains("定稿以后")));
    january.push(received(4, day(11, 30)));
    let (_, once_more) = bulletin_of("2027-01", &january, &[], &told_of(&later.since), as_of);
    let line = "2026年11月通报定稿以后，又录入属于2026年11月的：收件1件；已定稿的通报不改。";
    assert!(once_more.iter().any(|paragraph| paragraph.text() == line));
}

#[test]
fn a_year_says_in_which_month_a_hot_topic_was_hottest() {
    let cases = [(1, 3), (2, 9), (3, 9), (4, 11), (5, 11)].map(|(no, month)| received(no, day(month, 5)));
    let as_of = Moment::at(Date::new(2027, 1, 4).unwrap(), 9, 0, 0).unwrap();
    let (bulletin, paragraphs) = bulletin_of("2026", &cases, &[], &[], as_of);
    let told: Vec<String> = paragraphs.iter().map(Paragraph::text).collect();
    assert!(told.iter().any(|line| line == "反映较多的是：新建村的民政类5件（9月最多，2件）。"), "{told:#?}");
    assert_eq!(bulletin.topics[0].busiest, Some((9, vec!["2026-0002".into(), "2026-0003".into()])));
    let (_, of_a_month) = bulletin_of("2026-09", &cases, &[], &[], as_of);
    assert!(of_a_month.iter().any(|line| line.text() == "反映较多的是：新建村的民政类2件。"));
}

#[test]
fn a_bulletin_frozen_by_an_older_version_is_read() {
    let cases = [received(1, day(10, 5)), transferred(2, day(11, 5), XINJIAN)];
    let (bulletin, _) = bulletin(&cases, &[]);
    let mut older = serde_json::to_value(&bulletin).unwrap();
    let apart = |year: i16, month: u8| serde_json::json!({ "year": year, "month": month });
    // It wrote year and month apart, and kept every figure of what it compared with.
    older["stretch"] = apart(2026, 11);
    for (key, year, month) in [("before", 2026, 10), ("year_before", 2025, 11)] {
        let received = older[key]["received"].take();
        older[key] = serde_json::json!({ "stretch": apart(year, month), "figures": [received] });
    }
    for trend in older["trend"].as_array_mut().unwrap() {
        let written = trend["month"].as_str().unwrap().to_owned();
        let (year, month) = written.split_once('-').unwrap();
        trend["month"] = apart(year.parse().unwrap(), month.parse().unwrap());
    }
    assert_eq!(serde_json::from_value::<Bulletin>(older).unwrap(), bulletin);
    let year = serde_json::json!({ "year": 2026, "month": null });
    assert_eq!(serde_json::from_value::<Stretch>(year).ok(), Stretch::parse("2026"));
    assert!(serde_json::from_value::<Stretch>("2026-Q4".into()).is_err());
}
