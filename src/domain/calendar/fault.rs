//! Why a notice cannot be loaded or a limit cannot be counted, each in one Chinese sentence.

use std::fmt;

use crate::domain::time::Date;

use super::LONGEST_LIMIT;
use super::notice::{LONGEST_NAME, LONGEST_SOURCE, YEARS};

/// Why a notice cannot be loaded or a limit cannot be counted; its text is one Chinese sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CalendarFault {
    /// Not a file of either format; `reason` is Chinese and says where.
    Unreadable {
        /// What is wrong, with the line.
        reason: String,
    },
    /// The year is no year that a notice can arrange.
    ImpossibleYear {
        /// The year as written.
        year: i16,
    },
    /// The notice names no day; such a year is not a published year.
    EmptyYear {
        /// The year of the notice.
        year: i16,
    },
    /// The notice gives no day off; no year was ever published without one.
    NoRestDay {
        /// The year of the notice.
        year: i16,
    },
    /// A named day lies neither in the year nor in the December before.
    ForeignDay {
        /// The year of the notice.
        year: i16,
        date: Date,
    },
    /// A day is named twice.
    DoubledDay { date: Date },
    /// A holiday's name is empty, too long or holds control characters.
    BadName {
        /// The day that carries the name.
        date: Date,
    },
    /// The notice does not say where it comes from, or says it unreadably.
    BadSource,
    /// A limit above [`LONGEST_LIMIT`].
    LimitTooLong {
        /// The limit as asked for.
        days: u32,
    },
    /// The limit ends after the last date that can be written.
    OutOfRange,
}

impl fmt::Display for CalendarFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreadable { reason } => write!(f, "节假日文件读不懂：{reason}，未载入，请核对文件后再试"),
            Self::ImpossibleYear { year } => {
                let (first, last) = (YEARS.start(), YEARS.end());
                write!(f, "节假日文件的年份 {year} 不在 {first} 至 {last} 年之间，未载入，请核对年份")
            }
            Self::EmptyYear { year } => {
                write!(f, "{year} 年的节假日文件里一天也没有，不能算已公布，未载入，请等通知公布后再载入")
            }
            Self::NoRestDay { year } => {
                write!(f, "{year} 年的节假日文件里没有一天放假，不能算已公布，未载入，请核对文件")
            }
            Self::ForeignDay { year, date } => write!(
                f,
                "{year} 年的节假日文件里出现了 {date}，只能有当年和上一年12月的日期，未载入，请核对文件"
            ),
            Self::DoubledDay { date } => write!(f, "节假日文件里 {date} 写了两次，未载入，请删去一处后再试"),
            Self::BadName { date } => {
                write!(
                    f,
                    "节假日文件里 {date} 的节日名称为空、超过{LONGEST_NAME}字或含控制字符，未载入，请改正"
                )
            }
            Self::BadSource => write!(
                f,
                "节假日文件没有写明来源（通知名称和文号），或来源超过{LONGEST_SOURCE}字、含控制字符，未载入，请补正"
            ),
            Self::LimitTooLong { days } => {
                write!(f, "时限 {days} 天超过上限 {LONGEST_LIMIT} 天，未计算，请核对天数")
            }
            Self::OutOfRange => f.write_str("到期日超出日历能表示的范围，未计算，请核对起算日期和天数"),
        }
    }
}

impl std::error::Error for CalendarFault {}
