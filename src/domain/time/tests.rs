//! The forms in which moments and dates are stored, pinned: databases hold them for ever and digests cover them.

use super::*;

/// What is stored, and the second since 1970 that it means.
const STORED_MOMENTS: &[(&str, i64)] = &[
    ("1970-01-01T08:00:00+08:00", 0),
    ("1970-01-01T07:59:59+08:00", -1),
    ("1900-02-28T23:59:59+08:00", -2_203_920_001),
    ("2000-02-29T00:00:00+08:00", 951_753_600),
    ("2026-03-05T14:20:07+08:00", 1_772_691_607),
    ("2028-02-29T23:59:59+08:00", 1_835_452_799),
    ("2026-12-31T23:59:59+08:00", 1_798_732_799),
    ("2027-01-01T00:00:00+08:00", 1_798_732_800),
    ("9999-12-30T23:59:59+08:00", 253_402_185_599),
];

/// What has been read from platforms, files and fields besides, and how it is written afterwards.
const READ_MOMENTS: &[(&str, &str)] = &[
    ("2026-11-22T16:30:00Z", "2026-11-23T00:30:00+08:00"),
    ("2026-11-22t16:30:00z", "2026-11-23T00:30:00+08:00"),
    ("2026-03-05T06:20:00+00:00", "2026-03-05T14:20:00+08:00"),
    ("2026-03-05T06:20:00-00:00", "2026-03-05T14:20:00+08:00"),
    ("2026-03-05T00:50:00-05:30", "2026-03-05T14:20:00+08:00"),
    ("2026-03-05 14:20:00+08:00", "2026-03-05T14:20:00+08:00"),
    ("2026-03-05T14:20+08:00", "2026-03-05T14:20:00+08:00"),
    ("2026-03-05T14:20:00+0800", "2026-03-05T14:20:00+08:00"),
    ("2026-03-05T14:20:00+08", "2026-03-05T14:20:00+08:00"),
    ("2026-03-05T14:20:29.4+08:00", "2026-03-05T14:20:29+08:00"),
    ("2026-03-05T14:20:29.999999999+08:00", "2026-03-05T14:20:29+08:00"),
    ("2026-03-05T14:20:60+08:00", "2026-03-05T14:20:59+08:00"),
    ("2026-03-05 14:20", "2026-03-05T14:20:00+08:00"),
    ("2026-03-05T14:20", "2026-03-05T14:20:00+08:00"),
    ("2026-03-05 14:20:30", "2026-03-05T14:20:30+08:00"),
    ("2026-03-05 14:20:30.9", "2026-03-05T14:20:30+08:00"),
    ("  2026-03-05  ", "2026-03-05T00:00:00+08:00"),
    ("2028-02-29", "2028-02-29T00:00:00+08:00"),
];

const NO_MOMENTS: &[&str] = &[
    "",
    "三月五日",
    "2026-3-5",
    "2026-03-5",
    "2026-02-29",
    "2026-02-30T00:00:00Z",
    "2026-13-01",
    "2026-00-10",
    "26-03-05",
    "10000-01-01",
    "2026-03-05 24:00",
    "2026-03-05 14:60",
    "2026-03-05 14:20:61",
    "2026-03-05  14:20",
    "2026-03-05 1:20",
    "2026-03-05 14:20:",
    "2026-03-05 14:20:30.",
    "2026-03-05 14:20 x",
    "2026/03/05",
    "２０２６-０３-０５",
    "2026-03-05T14:20:00+08:60",
    "2026-03-05T14:20:00+8",
    "2026-03-05T14:20:00 +08:00",
];

/// What people may write and what is stored by nobody.
const NEVER_STORED: &[&str] = &[
    "2026-03-05",
    "2026-03-05 14:20",
    "2026-03-05T14:20:00",
    "2026-03-05T14:20+08:00",
    "2026-03-05T14:20:00+0800",
    "2026-3-5T14:20:00+08:00",
    " 2026-03-05T14:20:00+08:00",
    "10000-01-01T00:00:00+08:00",
];

const STORED_DATES: &[(&str, i16, u8, u8)] = &[
    ("1899-12-30", 1899, 12, 30),
    ("1970-01-01", 1970, 1, 1),
    ("2000-02-29", 2000, 2, 29),
    ("2026-03-05", 2026, 3, 5),
    ("2028-02-29", 2028, 2, 29),
    ("9999-12-31", 9999, 12, 31),
];

const NO_DATES: &[&str] = &[
    "",
    "2026-3-5",
    "2026-03-5",
    "2026-3-05",
    "26-03-05",
    "2026-02-29",
    "2100-02-29",
    "2026-04-31",
    "2026-13-01",
    "2026-00-01",
    "2026-01-00",
    "10000-01-01",
    "2026/03/05",
    "2026年3月5日",
    "2026-03-05x",
    " 2026-03-05",
    "2026-03-05 ",
    "２０２６-０３-０５",
];

#[test]
fn stored_moments_mean_the_same_second_for_ever_and_are_written_the_same_way() {
    for (text, seconds) in STORED_MOMENTS {
        let moment = Moment::parse(text).unwrap_or_else(|| panic!("{text} was not read"));
        assert_eq!((moment.unix(), moment.to_string().as_str()), (*seconds, *text));
        assert_eq!(Moment::from_unix(*seconds), Some(moment), "{text}");
        let json = format!("\"{text}\"");
        assert_eq!(serde_json::to_string(&moment).unwrap(), json);
        assert_eq!(serde_json::from_str::<Moment>(&json).unwrap(), moment);
    }
}

#[test]
fn a_stored_moment_has_a_date_a_time_to_the_second_and_an_offset() {
    for text in NEVER_STORED {
        assert!(serde_json::from_str::<Moment>(&format!("\"{text}\"")).is_err(), "{text}");
    }
}

#[test]
fn moments_are_read_with_any_offset_and_without_one_as_town_time() {
    for (text, written) in READ_MOMENTS {
        let read = Moment::parse(text).map(|moment| moment.to_string());
        assert_eq!(read.as_deref(), Some(*written), "{text}");
    }
}

#[test]
fn what_is_no_moment_is_not_guessed() {
    for text in NO_MOMENTS {
        assert_eq!(Moment::parse(text), None, "{text}");
    }
}

#[test]
fn stored_dates_are_read_and_written_in_their_one_form() {
    for (text, year, month, day) in STORED_DATES {
        let date: Date = text.parse().unwrap_or_else(|_| panic!("{text} was not read"));
        assert_eq!((date.year(), date.month(), date.day()), (*year, *month, *day));
        assert_eq!(date.to_string(), *text);
        let json = format!("\"{text}\"");
        assert_eq!(serde_json::to_string(&date).unwrap(), json);
        assert_eq!(serde_json::from_str::<Date>(&json).unwrap(), date);
    }
}

#[test]
fn what_is_no_date_is_not_guessed() {
    for text in NO_DATES {
        assert!(text.parse::<Date>().is_err(), "{text}");
    }
}

#[test]
fn a_moment_belongs_to_the_day_that_the_town_has_then() {
    let moment = Moment::parse("2026-11-22T16:30:00Z").unwrap();
    assert_eq!(moment.date(), Date::constant(2026, 11, 23));
    assert_eq!(moment.minute(), "2026-11-23 00:30");
    assert_eq!(Moment::start_of(moment.date()).to_string(), "2026-11-23T00:00:00+08:00");
}

#[test]
fn dates_are_put_into_words_as_lists_have_them() {
    let date = Date::constant(2026, 3, 5);
    assert_eq!(month_day(date), "03-05");
    let week: Vec<&str> = (2..=8).map(|day| weekday_label(Date::constant(2026, 3, day))).collect();
    assert_eq!(week, ["周一", "周二", "周三", "周四", "周五", "周六", "周日"]);
}

#[test]
fn days_are_counted_over_months_leap_years_and_no_further_than_the_calendar() {
    let day = |text: &str| text.parse::<Date>().unwrap();
    assert_eq!(day("2028-02-28").tomorrow(), Some(day("2028-02-29")));
    assert_eq!(day("2027-03-01").yesterday(), Some(day("2027-02-28")));
    assert_eq!(day("2026-12-31").plus_days(60), Some(day("2027-03-01")));
    assert_eq!(day("2026-12-31").days_until(day("2027-03-01")), 60);
    assert_eq!(day("2027-03-01").days_until(day("2026-12-31")), -60);
    assert_eq!(day("2028-02-10").first_of_month(), day("2028-02-01"));
    assert_eq!(day("2028-02-10").last_of_month(), day("2028-02-29"));
    assert_eq!((Date::LAST.tomorrow(), Date::FIRST.yesterday()), (None, None));
    assert_eq!((Date::LAST.plus_days(i64::MAX), Date::LAST.plus_days(i64::MIN)), (None, None));
    assert_eq!((Date::LAST.last_of_month(), Date::FIRST.first_of_month()), (Date::LAST, Date::FIRST));
    assert_eq!((Date::new(10_000, 1, 1), Date::new(-1, 1, 1)), (None, None));
}

#[test]
fn moments_end_where_dates_that_can_be_written_end() {
    let (first, last) = (Moment::start_of(Date::FIRST), Moment::at(Date::LAST, 23, 59, 59).unwrap());
    assert_eq!(last.to_string(), "9999-12-31T23:59:59+08:00");
    assert_eq!(Moment::parse(&last.to_string()), Some(last));
    assert_eq!(first.to_string(), "0000-01-01T00:00:00+08:00");
    assert_eq!(Moment::parse(&first.to_string()), Some(first));
    assert_eq!((last.plus_seconds(1), first.plus_seconds(-1)), (last, first));
    assert_eq!((last.plus_seconds(i64::MAX), first.plus_seconds(i64::MIN)), (last, first));
    assert_eq!((Moment::from_unix(last.unix() + 1), Moment::from_unix(first.unix() - 1)), (None, None));
    assert_eq!((Moment::from_unix(i64::MAX), Moment::from_unix(i64::MIN)), (None, None));
    assert_eq!(Moment::parse("9999-12-31T16:00:00Z"), None);
}

#[test]
fn the_nearest_second_may_be_the_next_days_first() {
    let nearest = |text: &str| Moment::parse_nearest(text).unwrap().second();
    assert_eq!(nearest("2026-12-31T23:59:59.5+08:00"), "2027-01-01 00:00:00");
    assert_eq!(nearest("2026-12-31T23:59:59.499999999+08:00"), "2026-12-31 23:59:59");
    assert_eq!(Moment::at(Date::constant(2026, 1, 1), 24, 0, 0), None);
    assert_eq!(Moment::parse("2026-01-01 23:59:59").unwrap().minutes_of_day(), 1439);
}
