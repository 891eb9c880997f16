//! The embedded calendar against what others say of the same years.

use super::*;

fn date(text: &str) -> Date {
    text.parse().unwrap()
}

fn parsed(text: &str) -> YearNotice {
    serde_json::from_str(text).unwrap()
}

/// Counted with chinesecalendar 1.11.0, a list made by other people from the same notices.
const WORKING_DAYS_BY_MONTH: [(i16, [usize; 12], i32); 11] = [
    (2016, [20, 18, 23, 20, 21, 21, 21, 23, 21, 18, 22, 22], 250),
    (2017, [19, 19, 23, 19, 21, 22, 21, 23, 22, 17, 22, 21], 249),
    (2018, [22, 17, 22, 20, 22, 20, 22, 23, 21, 18, 22, 21], 250),
    (2019, [22, 17, 21, 22, 21, 19, 23, 22, 21, 19, 21, 22], 250),
    (2020, [17, 20, 22, 22, 19, 21, 23, 21, 23, 17, 21, 23], 249),
    (2021, [20, 17, 23, 22, 19, 21, 22, 22, 22, 17, 22, 23], 250),
    (2022, [21, 16, 23, 21, 20, 21, 21, 23, 21, 18, 22, 22], 249),
    (2023, [18, 20, 23, 20, 21, 21, 21, 23, 20, 19, 22, 21], 249),
    (2024, [22, 18, 21, 22, 21, 19, 23, 22, 21, 19, 21, 22], 251),
    (2025, [19, 19, 21, 22, 19, 20, 23, 21, 23, 18, 20, 23], 248),
    (2026, [21, 16, 22, 21, 19, 21, 23, 21, 22, 18, 21, 23], 248),
];

#[test]
fn every_embedded_notice_parses_without_a_warning_and_none_is_lost() {
    for text in EMBEDDED_TEXTS {
        let (notice, warnings) = parsed(text).checked().unwrap();
        assert_eq!(warnings, Vec::<String>::new(), "{}", notice.year);
    }
    let years: Vec<i16> = Calendar::embedded().notices().map(|notice| notice.year).collect();
    assert_eq!(years, (2016..=2026).collect::<Vec<_>>());
}

#[test]
fn no_day_is_named_by_two_embedded_notices() {
    let calendar = Calendar::embedded();
    let all: Vec<Date> =
        calendar.notices().flat_map(|notice| notice.days.iter().map(|day| day.date)).collect();
    let distinct: std::collections::BTreeSet<Date> = all.iter().copied().collect();
    assert_eq!(distinct.len(), all.len());
}

#[test]
fn working_days_of_every_month_and_year_agree_with_a_second_source() {
    let calendar = Calendar::embedded();
    for (year, by_month, in_year) in WORKING_DAYS_BY_MONTH {
        for (month, expected) in (1..).zip(by_month) {
            let first = Date::new(year, month, 1).unwrap();
            let days = std::iter::successors(Some(first), |day| day.tomorrow());
            let working =
                days.take_while(|day| day.month() == month).filter(|day| calendar.is_working(*day)).count();
            assert_eq!(working, expected, "{year}-{month}");
        }
        let new_years_eve_before = Date::new(year - 1, 12, 31).unwrap();
        let end = Date::new(year, 12, 31).unwrap();
        assert_eq!(calendar.working_days_between(new_years_eve_before, end), in_year, "{year}");
    }
}

#[test]
fn days_on_which_other_lists_are_wrong_are_right_here() {
    let calendar = Calendar::embedded();
    let table = [
        ("2016-04-02", "休（周末）"),
        ("2018-01-01", "休（元旦）"),
        ("2018-06-16", "休（周末）"),
        ("2018-09-22", "休（周末）"),
        ("2018-12-29", "班（元旦调休）"),
        ("2018-12-31", "休（元旦）"),
        ("2020-01-31", "休（春节）"),
        ("2020-02-01", "休（春节）"),
        ("2020-02-03", "工作日"),
        ("2023-01-03", "工作日"),
        ("2024-02-09", "工作日"),
    ];
    for (day, expected) in table {
        assert_eq!(calendar.day(date(day)).to_string(), expected, "{day}");
    }
}

#[test]
fn the_december_before_comes_from_the_notice_of_the_next_year() {
    let without_2019 =
        Calendar::from_notices(Calendar::embedded().notices().filter(|n| n.year != 2019).cloned());
    assert!(!without_2019.is_working(date("2018-12-29")));
    assert!(without_2019.is_working(date("2018-12-31")));
    let with_2019 = without_2019.with(Calendar::embedded().notice(2019).unwrap().clone());
    assert!(with_2019.is_working(date("2018-12-29")));
    assert!(!with_2019.is_working(date("2018-12-31")));
    assert_eq!(with_2019, Calendar::embedded());
}

#[test]
fn a_day_named_by_two_notices_is_what_the_later_year_says_in_whatever_order_they_come() {
    let earlier = parsed(
        r#"{"year": 2030, "source": "甲", "days": [{"date": "2030-12-28", "name": "国庆节", "rest": false}]}"#,
    );
    let later = parsed(
        r#"{"year": 2031, "source": "乙", "days": [{"date": "2030-12-28", "name": "元旦", "rest": true}]}"#,
    );
    let calendar = Calendar::from_notices([later.clone(), earlier.clone()]);
    assert_eq!(calendar.day(date("2030-12-28")).to_string(), "休（元旦）");
    assert_eq!(calendar, Calendar::from_notices([earlier, later]));
}

#[test]
fn loading_the_final_notices_over_the_superseded_ones_changes_just_the_days_that_were_changed() {
    let table = [
        (
            include_str!("../../../assets/calendar/superseded/2019-before-2019-03-22.json"),
            vec![
                "2019-04-28 周日 休（周末） → 班（劳动节调休）",
                "2019-05-02 周四 工作日 → 休（劳动节）",
                "2019-05-03 周五 工作日 → 休（劳动节）",
                "2019-05-04 周六 休（周末） → 休（劳动节）",
                "2019-05-05 周日 休（周末） → 班（劳动节调休）",
            ],
        ),
        (
            include_str!("../../../assets/calendar/superseded/2020-before-2020-01-27.json"),
            vec![
                "2020-01-31 周五 工作日 → 休（春节）",
                "2020-02-01 周六 班（春节调休） → 休（春节）",
                "2020-02-02 周日 休（周末） → 休（春节）",
            ],
        ),
    ];
    for (superseded, expected) in table {
        let last = Calendar::embedded();
        let before = last.with(parsed(superseded));
        let changed: Vec<String> = before.diff(&last).iter().map(ToString::to_string).collect();
        assert_eq!(changed, expected);
        assert_eq!(last.diff(&last), vec![]);
        assert_eq!(last.diff(&before).len(), expected.len());
    }
}

#[test]
fn the_extension_of_2020_moves_a_due_day() {
    let last = Calendar::embedded();
    let before =
        last.with(parsed(include_str!("../../../assets/calendar/superseded/2020-before-2020-01-27.json")));
    assert_eq!(before.add_working_days(date("2020-01-23"), 3).on, date("2020-02-03"));
    assert_eq!(last.add_working_days(date("2020-01-23"), 3).on, date("2020-02-05"));
}

#[test]
fn a_missing_year_is_told_at_any_time_and_the_next_one_from_december() {
    let calendar = Calendar::embedded();
    let table: [(&str, &[i16]); 6] = [
        ("2026-11-30", &[]),
        ("2026-12-01", &[2027]),
        ("2026-12-31", &[2027]),
        ("2027-01-01", &[2027]),
        ("2027-12-01", &[2027, 2028]),
        ("2025-12-31", &[]),
    ];
    for (today, expected) in table {
        assert_eq!(calendar.missing_years(date(today)), expected, "{today}");
    }
    assert_eq!(calendar.missing_years(Date::LAST), [9999, 10000]);
}

#[test]
fn a_notice_without_days_does_not_publish_its_year() {
    let empty = YearNotice { year: 2027, source: "尚未公布".to_owned(), days: vec![] };
    let calendar = Calendar::embedded().with(empty);
    assert!(!calendar.is_published(2027));
    assert!(calendar.add_working_days(date("2026-12-31"), 1).provisional);
}

#[test]
fn the_marks_of_printed_calendars_stand_on_named_days_only() {
    let calendar = Calendar::embedded();
    let mark = |day: &str| calendar.day(date(day)).mark();
    assert_eq!(mark("2026-02-14"), Some("班"));
    assert_eq!(mark("2026-02-16"), Some("休"));
    assert_eq!(mark("2026-03-07"), None);
    assert_eq!(mark("2026-03-09"), None);
}

/// Start, and the ends of 3 and 10 working days, counted with chinesecalendar 1.11.0: receipts on rest days and
/// make-up days, before long holidays, over year ends and in the extension of 2020.
const SECOND_SOURCE: [(&str, &str, &str); 46] = [
    ("2020-01-19", "2020-01-22", "2020-02-10"),
    ("2020-01-22", "2020-02-04", "2020-02-13"),
    ("2020-01-31", "2020-02-05", "2020-02-14"),
    ("2020-02-01", "2020-02-05", "2020-02-14"),
    ("2020-04-24", "2020-04-28", "2020-05-11"),
    ("2020-05-09", "2020-05-13", "2020-05-22"),
    ("2020-06-28", "2020-07-01", "2020-07-10"),
    ("2020-09-27", "2020-09-30", "2020-10-16"),
    ("2020-12-29", "2021-01-04", "2021-01-13"),
    ("2021-02-07", "2021-02-10", "2021-02-25"),
    ("2021-02-10", "2021-02-20", "2021-03-02"),
    ("2021-02-20", "2021-02-24", "2021-03-05"),
    ("2021-04-30", "2021-05-08", "2021-05-18"),
    ("2021-09-18", "2021-09-24", "2021-10-09"),
    ("2021-09-30", "2021-10-11", "2021-10-20"),
    ("2021-12-31", "2022-01-06", "2022-01-17"),
    ("2022-01-29", "2022-02-08", "2022-02-17"),
    ("2022-01-30", "2022-02-09", "2022-02-18"),
    ("2022-04-02", "2022-04-08", "2022-04-19"),
    ("2022-10-08", "2022-10-11", "2022-10-20"),
    ("2022-12-28", "2023-01-03", "2023-01-12"),
    ("2022-12-31", "2023-01-05", "2023-01-16"),
    ("2023-01-20", "2023-01-30", "2023-02-08"),
    ("2023-04-23", "2023-04-26", "2023-05-09"),
    ("2023-09-28", "2023-10-09", "2023-10-18"),
    ("2023-10-07", "2023-10-10", "2023-10-19"),
    ("2023-12-29", "2024-01-04", "2024-01-15"),
    ("2024-02-04", "2024-02-07", "2024-02-22"),
    ("2024-02-08", "2024-02-19", "2024-02-28"),
    ("2024-02-09", "2024-02-20", "2024-02-29"),
    ("2024-04-28", "2024-05-06", "2024-05-14"),
    ("2024-09-14", "2024-09-20", "2024-09-30"),
    ("2024-09-29", "2024-10-09", "2024-10-17"),
    ("2024-12-31", "2025-01-06", "2025-01-15"),
    ("2025-01-26", "2025-02-06", "2025-02-14"),
    ("2025-04-27", "2025-04-30", "2025-05-14"),
    ("2025-09-28", "2025-10-09", "2025-10-17"),
    ("2025-10-11", "2025-10-15", "2025-10-24"),
    ("2025-12-30", "2026-01-05", "2026-01-14"),
    ("2026-01-01", "2026-01-06", "2026-01-15"),
    ("2026-01-04", "2026-01-07", "2026-01-16"),
    ("2026-02-13", "2026-02-25", "2026-03-05"),
    ("2026-02-14", "2026-02-26", "2026-03-06"),
    ("2026-05-09", "2026-05-13", "2026-05-22"),
    ("2026-09-20", "2026-09-23", "2026-10-10"),
    ("2026-12-09", "2026-12-14", "2026-12-23"),
];

#[test]
fn due_days_of_2020_to_2026_agree_with_a_second_source() {
    let calendar = Calendar::embedded();
    for (start, in_3, in_10) in SECOND_SOURCE {
        for (n, expected) in [(3, in_3), (10, in_10)] {
            let due = calendar.checked_due(date(start), n, LimitUnit::WorkingDays).unwrap();
            assert_eq!(due, Due { on: date(expected), provisional: false }, "{start} + {n}");
        }
    }
}
