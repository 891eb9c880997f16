//! A notice as it stands in a file: the program's own JSON format, or the one of holiday-cn.
//!
//! Both are read into typed structs, which refuse unknown and doubled keys; a loosely typed value would keep
//! the last of two in silence.

use serde::{Deserialize, Deserializer, Serializer};

use crate::domain::time::Date;

use super::CalendarFault;
use super::notice::{LONGEST_NAME, NamedDay, YearNotice};

/// Reads either format, without judging the days.
pub(super) fn read(text: &str) -> Result<YearNotice, CalendarFault> {
    let file: NoticeFile = serde_json::from_str(text.trim_start_matches('\u{feff}'))
        .map_err(|error| CalendarFault::Unreadable { reason: chinese_reason(&error) })?;
    file.into_notice()
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

pub(super) fn read_date<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Date, D::Error> {
    let text = String::deserialize(deserializer)?;
    text.parse().map_err(|_| serde::de::Error::custom(format!("{}{BAD_DATE}", shortened(&text))))
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands the field over by reference")]
pub(super) fn write_date<S: Serializer>(date: &Date, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(date)
}
