//! A notice as it stands in a file: the program's own JSON format, or the one of holiday-cn.
//!
//! Both are read into typed structs, which refuse unknown and doubled keys; a loosely typed value would keep
//! the last of two in silence.

use serde::{Deserialize, Deserializer};

use crate::domain::calendar::{CalendarFault, LONGEST_NAME, NamedDay, YearNotice};
use crate::domain::time::Date;

/// Reads a notice in either format, with Chinese warnings about what is allowed but unlikely; they are to be shown
/// before the notice is confirmed.
///
/// # Errors
/// Text of neither format, and notices that would make wrong days: see [`CalendarFault`].
pub fn read(text: &str) -> Result<(YearNotice, Vec<String>), CalendarFault> {
    let file: NoticeFile = serde_json::from_str(text.trim_start_matches('\u{feff}'))
        .map_err(|error| CalendarFault::Unreadable { reason: chinese_reason(&error) })?;
    file.into_notice()?.checked()
}

/// Either format: each own key has its counterpart, so that one struct refuses what belongs to neither.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NoticeFile {
    #[serde(rename = "$schema")]
    _schema: Option<String>,
    #[serde(rename = "$id")]
    _id: Option<String>,
    year: i16,
    source: Option<String>,
    papers: Option<Vec<String>>,
    days: Vec<FileDay>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FileDay {
    #[serde(deserialize_with = "read_date")]
    date: Date,
    name: String,
    rest: Option<bool>,
    #[serde(rename = "isOffDay")]
    is_off_day: Option<bool>,
}

impl NoticeFile {
    fn into_notice(self) -> Result<YearNotice, CalendarFault> {
        // holiday-cn names the notices by address; without one its name is all that can be said.
        let papers = self.papers.map(|papers| {
            if papers.is_empty() {
                "holiday-cn".to_owned()
            } else {
                format!("holiday-cn {}", papers.join(" "))
            }
        });
        let source = self.source.or(papers).unwrap_or_default().trim().to_owned();
        let days = self.days.into_iter().map(FileDay::into_named).collect::<Result<_, _>>()?;
        Ok(YearNotice { year: self.year, source, days })
    }
}

impl FileDay {
    fn into_named(self) -> Result<NamedDay, CalendarFault> {
        let date = self.date;
        let name = self.name.trim().to_owned();
        match (self.rest, self.is_off_day) {
            (Some(rest), None) | (None, Some(rest)) => Ok(NamedDay { date, name, rest }),
            (None, None) => {
                Err(CalendarFault::Unreadable { reason: format!("{date} 没有写明是放假还是上班") })
            }
            (Some(_), Some(_)) => {
                Err(CalendarFault::Unreadable { reason: format!("{date} 同时写了 rest 和 isOffDay") })
            }
        }
    }
}

/// Says in Chinese what the JSON reader found, with the key where it names one. The reader's own English wording
/// is never passed on.
fn chinese_reason(error: &serde_json::Error) -> String {
    let place = format!("第 {} 行第 {} 列", error.line(), error.column());
    match error.classify() {
        serde_json::error::Category::Eof => format!("到{place}就断了，文件不完整"),
        serde_json::error::Category::Syntax | serde_json::error::Category::Io => {
            format!("{place}不是合法的 JSON")
        }
        serde_json::error::Category::Data => {
            let message = error.to_string();
            let key = message.split('`').nth(1).map(shortened).unwrap_or_default();
            let what = if message.starts_with("duplicate field") {
                format!("“{key}”写了两次")
            } else if message.starts_with("missing field") {
                format!("缺少“{key}”")
            } else if message.starts_with("unknown field") {
                format!("不认识“{key}”这一项")
            } else if let Some((bad_date, _)) = message.split_once(BAD_DATE) {
                format!("“{bad_date}”{BAD_DATE}")
            } else {
                "内容的类型不对".to_owned()
            };
            format!("{place}{what}")
        }
    }
}

const BAD_DATE: &str = "不是形如 2026-01-01 的日期";

/// Outside text inside a message: short and without control characters.
fn shortened(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).take(LONGEST_NAME).collect()
}

fn read_date<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Date, D::Error> {
    let text = String::deserialize(deserializer)?;
    text.parse().map_err(|_| serde::de::Error::custom(format!("{}{BAD_DATE}", shortened(&text))))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::calendar::Calendar;

    fn fault(text: &str) -> String {
        read(text).unwrap_err().to_string()
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
            let (own, _) = read(&serde_json::to_string(notice).unwrap()).unwrap();
            assert_eq!(&own, notice);
            let (foreign, warnings) = read(&as_holiday_cn(notice)).unwrap();
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
        let (notice, warnings) = read(&as_holiday_cn(&notice)).unwrap();
        assert_eq!(warnings, ["2020-02-03 本是周一至周五，却列为调休上班，按普通工作日计算，请核对"]);
        assert_eq!(calendar.diff(&calendar.with(notice)), vec![]);
    }

    #[test]
    fn counts_that_no_notice_has_had_are_warned_of() {
        let one = own(r#"{"date": "2027-01-01", "name": "元旦", "rest": true}"#);
        assert_eq!(
            read(&one).unwrap().1,
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
            assert!(read(&day(accepted)).is_ok(), "{accepted}");
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
            (own(&new_year.replace("true", "false")), "2027 年的节假日文件里没有一天放假"),
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
        assert_eq!(read(&text).unwrap().0.days.len(), 1);
    }

    proptest! {
        #[test]
        fn no_text_makes_the_reader_panic(text in ".{0,200}", cut in 0_usize..2_000) {
            let _ = read(&text);
            let whole = serde_json::to_string(Calendar::embedded().notice(2026).unwrap()).unwrap();
            let part: String = whole.chars().take(cut).collect();
            prop_assert_eq!(read(&part).is_ok(), part == whole);
        }
    }
}
