//! One State Council notice and the checks before it may be loaded.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::domain::time::Date;

use super::{CalendarFault, file};

/// Years that a notice can plausibly arrange; anything else is a slip of the keyboard.
pub(super) const YEARS: std::ops::RangeInclusive<i16> = 2000..=2100;
/// Since 2016 a notice has named 23 to 33 days off; outside this range something is probably missing or doubled.
const USUAL_REST_DAYS: std::ops::RangeInclusive<usize> = 20..=45;
/// Since 2016 a notice has named 5 to 8 make-up days.
const USUAL_MAKE_UP_DAYS: std::ops::RangeInclusive<usize> = 1..=12;
pub(super) const LONGEST_NAME: usize = 20;
pub(super) const LONGEST_SOURCE: usize = 400;

/// A day that a notice names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NamedDay {
    /// The day, written `YYYY-MM-DD`.
    #[serde(serialize_with = "file::write_date", deserialize_with = "file::read_date")]
    pub date: Date,
    /// The holiday for which it is off or worked.
    pub name: String,
    /// `true`: nobody works, whatever the weekday. `false`: a Saturday or Sunday that is worked.
    pub rest: bool,
}

/// The arrangement of one year as its notice gives it. Serialized, it is the program's own file format.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct YearNotice {
    /// The year that the notice arranges.
    pub year: i16,
    /// Title and document number, or where it was read.
    pub source: String,
    /// Only the days that the notice names, possibly some of the December before.
    pub days: Vec<NamedDay>,
}

impl YearNotice {
    /// Reads a notice in the program's own format or in that of holiday-cn, with Chinese warnings about what is
    /// allowed but unlikely; they are to be shown before the notice is confirmed.
    ///
    /// # Errors
    /// Text of neither format, and notices that would make wrong days: see [`CalendarFault`].
    pub fn parse(text: &str) -> Result<(Self, Vec<String>), CalendarFault> {
        let notice = file::read(text)?;
        notice.validate()?;
        let warnings = notice.warnings();
        Ok((notice, warnings))
    }

    fn validate(&self) -> Result<(), CalendarFault> {
        let year = self.year;
        if !YEARS.contains(&year) {
            return Err(CalendarFault::ImpossibleYear { year });
        }
        if self.days.is_empty() {
            return Err(CalendarFault::EmptyYear { year });
        }
        if !is_plain(&self.source, LONGEST_SOURCE) {
            return Err(CalendarFault::BadSource);
        }
        let mut seen = BTreeSet::new();
        for &NamedDay { date, ref name, .. } in &self.days {
            let december_before = date.month() == 12 && date.year() == year - 1;
            if date.year() != year && !december_before {
                return Err(CalendarFault::ForeignDay { year, date });
            }
            if !seen.insert(date) {
                return Err(CalendarFault::DoubledDay { date });
            }
            if !is_plain(name, LONGEST_NAME) {
                return Err(CalendarFault::BadName { date });
            }
        }
        Ok(())
    }

    /// What a person should compare with the notice's own text before confirming.
    fn warnings(&self) -> Vec<String> {
        let mut warnings = Vec::new();
        let rest = self.days.iter().filter(|day| day.rest).count();
        if !USUAL_REST_DAYS.contains(&rest) {
            let (least, most) = (USUAL_REST_DAYS.start(), USUAL_REST_DAYS.end());
            warnings.push(format!("放假日共 {rest} 天，通常在 {least} 至 {most} 天之间，请对照通知原文核对"));
        }
        let make_up = self.days.iter().filter(|day| !day.rest && day.date.is_weekend()).count();
        if !USUAL_MAKE_UP_DAYS.contains(&make_up) {
            let (least, most) = (USUAL_MAKE_UP_DAYS.start(), USUAL_MAKE_UP_DAYS.end());
            warnings.push(format!(
                "调休上班日共 {make_up} 天，通常在 {least} 至 {most} 天之间，请对照通知原文核对"
            ));
        }
        let ordinary = self.days.iter().filter(|day| !day.rest && !day.date.is_weekend());
        let ordinary: Vec<String> = ordinary.map(|day| day.date.to_string()).collect();
        if !ordinary.is_empty() {
            let dates = ordinary.join("、");
            warnings.push(format!("{dates} 本是周一至周五，却列为调休上班，按普通工作日计算，请核对"));
        }
        warnings
    }
}

fn is_plain(text: &str, longest: usize) -> bool {
    !text.trim().is_empty() && text.chars().count() <= longest && !text.chars().any(char::is_control)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::calendar::Calendar;

    fn fault(text: &str) -> String {
        YearNotice::parse(text).unwrap_err().to_string()
    }

    fn own(days: &str) -> String {
        format!(r#"{{"year": 2027, "source": "通知", "days": [{days}]}}"#)
    }

    /// The same notice as holiday-cn writes it.
    fn as_holiday_cn(notice: &YearNotice) -> String {
        let days: Vec<String> = notice
            .days
            .iter()
            .map(|day| {
                format!(r#"{{"name": "{}", "date": "{}", "isOffDay": {}}}"#, day.name, day.date, day.rest)
            })
            .collect();
        format!(
            r#"{{"$schema": "https://example.org/schema.json", "$id": "https://example.org/{0}.json", "year": {0},
                "papers": ["https://example.org/a.htm", "https://example.org/b.htm"], "days": [{1}]}}"#,
            notice.year,
            days.join(",")
        )
    }

    #[test]
    fn both_formats_give_the_same_days() {
        let calendar = Calendar::embedded();
        for notice in calendar.notices() {
            let (own, _) = YearNotice::parse(&serde_json::to_string(notice).unwrap()).unwrap();
            assert_eq!(&own, notice);
            let (foreign, warnings) = YearNotice::parse(&as_holiday_cn(notice)).unwrap();
            assert_eq!(foreign.days, notice.days);
            assert_eq!(foreign.source, "holiday-cn https://example.org/a.htm https://example.org/b.htm");
            assert_eq!(warnings, Vec::<String>::new());
            assert_eq!(calendar.with(foreign).diff(&calendar), vec![]);
        }
    }

    #[test]
    fn a_working_monday_listed_by_holiday_cn_is_warned_of_and_changes_no_day() {
        let calendar = Calendar::embedded();
        let mut notice = calendar.notice(2020).unwrap().clone();
        let monday = NamedDay { date: Date::constant(2020, 2, 3), name: "春节".to_owned(), rest: false };
        notice.days.push(monday);
        let (notice, warnings) = YearNotice::parse(&as_holiday_cn(&notice)).unwrap();
        assert_eq!(warnings, ["2020-02-03 本是周一至周五，却列为调休上班，按普通工作日计算，请核对"]);
        assert_eq!(calendar.diff(&calendar.with(notice)), vec![]);
    }

    #[test]
    fn counts_that_no_notice_has_had_are_warned_of() {
        let one = own(r#"{"date": "2027-01-01", "name": "元旦", "rest": true}"#);
        assert_eq!(
            YearNotice::parse(&one).unwrap().1,
            [
                "放假日共 1 天，通常在 20 至 45 天之间，请对照通知原文核对",
                "调休上班日共 0 天，通常在 1 至 12 天之间，请对照通知原文核对"
            ]
        );
    }

    #[test]
    fn days_of_the_december_before_belong_to_a_notice_and_other_foreign_days_do_not() {
        let day = |date: &str| own(&format!(r#"{{"date": "{date}", "name": "元旦", "rest": true}}"#));
        for accepted in ["2026-12-01", "2026-12-31", "2027-01-01", "2027-12-31"] {
            assert!(YearNotice::parse(&day(accepted)).is_ok(), "{accepted}");
        }
        for refused in ["2026-11-30", "2025-12-31", "2028-01-01"] {
            assert_eq!(
                fault(&day(refused)),
                format!(
                    "2027 年的节假日文件里出现了 {refused}，只能有当年和上一年12月的日期，未载入，请核对文件"
                )
            );
        }
    }

    #[test]
    fn every_fault_is_told_in_one_chinese_sentence() {
        let new_year = r#"{"date": "2027-01-01", "name": "元旦", "rest": true}"#;
        let table = [
            (own(""), "2027 年的节假日文件里一天也没有"),
            (own(&format!("{new_year},{new_year}")), "2027-01-01 写了两次"),
            (own(&new_year.replace("2027-01-01", "2027-02-30")), "“2027-02-30”不是形如 2026-01-01 的日期"),
            (own(&new_year.replace("2027-01-01", "20270101")), "“20270101”不是形如 2026-01-01 的日期"),
            (own(&new_year.replace("2027-01-01", "2027-01-01T08:00")), "“2027-01-01T08:00”不是形如"),
            (own(&new_year.replace("元旦", " ")), "2027-01-01 的节日名称为空"),
            (own(&new_year.replace("元旦", "\\u001b[2J")), "2027-01-01 的节日名称为空、超过20字或含控制字符"),
            (own(&new_year.replace(r#", "rest": true"#, "")), "2027-01-01 没有写明是放假还是上班"),
            (own(&new_year.replace("rest", r#"isOffDay": false, "rest"#)), "同时写了 rest 和 isOffDay"),
            (own(&new_year.replace("rest", r#"rest": false, "rest"#)), "“rest”写了两次"),
            (own(&new_year.replace("rest", "off")), "不认识“off”这一项"),
            (own(new_year).replace("2027,", "12027,"), "年份 12027 不在 2000 至 2100 年之间"),
            (own(new_year).replace("2027,", "\"2027\","), "内容的类型不对"),
            (own(new_year).replace("通知", ""), "没有写明来源"),
            (own(new_year).replace(r#""source": "通知","#, ""), "没有写明来源"),
            (own(new_year).replace(r#""year": 2027,"#, ""), "缺少“year”"),
            (own(new_year).replace("通知", "通知\",\"source\":\"通告"), "“source”写了两次"),
            (own(new_year).replace("]}", ""), "就断了，文件不完整"),
            (String::new(), "就断了，文件不完整"),
            ("平台编号,投诉时间".to_owned(), "第 1 行第 1 列不是合法的 JSON"),
        ];
        for (text, expected) in table {
            let told = fault(&text);
            assert!(told.contains(expected), "{told}");
            assert!(told.contains("未载入，请") && !told.contains(char::is_control), "{told}");
        }
    }

    #[test]
    fn a_byte_order_mark_before_the_text_is_passed_over() {
        let text = format!("\u{feff}{}", own(r#"{"date": "2027-01-01", "name": "元旦", "rest": true}"#));
        assert_eq!(YearNotice::parse(&text).unwrap().0.days.len(), 1);
    }

    proptest! {
        #[test]
        fn no_text_makes_the_reader_panic(text in ".{0,200}", cut in 0_usize..2_000) {
            let _ = YearNotice::parse(&text);
            let whole = serde_json::to_string(Calendar::embedded().notice(2026).unwrap()).unwrap();
            let part: String = whole.chars().take(cut).collect();
            prop_assert_eq!(YearNotice::parse(&part).is_ok(), part == whole);
        }
    }
}
