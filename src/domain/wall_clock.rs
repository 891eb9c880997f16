//! Whether the time of the machine can be believed, judged by the newest record and the calendar (`quality.md`): what is
//! recorded under a wrong time gives wrong limits for ever.

use crate::domain::calendar::Calendar;
use crate::domain::refusal::{Refusal, RefusalCode};
use crate::domain::time::Moment;

/// So far two honest clocks may differ, in seconds.
pub const SLACK: i64 = 5 * 60;
/// An office that is open again after so long has a record to show for it, or a clock that was set wrong.
const LONGEST_GAP: i64 = 60 * 24 * 60 * 60;

/// Why the time is doubtful; `None` as a rule. Whoever confirms it leaves a record of that time, which is then the
/// newest.
#[must_use]
pub fn doubt(now: Moment, newest: Option<Moment>, calendar: &Calendar) -> Option<Refusal> {
    let newest = newest?;
    let year = now.date().year();
    let ahead = now.unix() - newest.unix();
    let why = if ahead < -SLACK {
        format!("比最新一条记录（{}）还早", newest.minute())
    } else if ahead > LONGEST_GAP {
        format!("比最新一条记录（{}）晚了六十天以上", newest.minute())
    } else if !calendar.is_published(year) && newest.date().year() != year {
        format!("是{year}年，而{year}年的节假日安排还没有载入")
    } else {
        return None;
    };
    Some(doubtful(now, &why))
}

/// The clock of the machine was set while the program ran.
#[must_use]
pub fn jumped(now: Moment, seconds: i64) -> Refusal {
    let minutes = seconds.abs() / 60;
    let way = if seconds > 0 { "往后跳了" } else { "往回跳了" };
    doubtful(now, &format!("刚才{way}{minutes}分钟"))
}

fn doubtful(now: Moment, why: &str) -> Refusal {
    Refusal::new(
        RefusalCode::DoubtfulTime,
        format!(
            "服务器时间{}{why}，没有保存；请先核对服务器时间，无误的由镇纪委专人或系统管理员“确认时间”后再办，见 ydt help trouble。",
            now.minute()
        ),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_behind_the_record_far_ahead_of_it_or_in_a_year_without_calendar_is_doubted() {
        let at = |text: &str| Moment::parse(text).unwrap();
        let calendar = Calendar::embedded();
        for (now, newest, is_doubted) in [
            ("2026-11-23 09:00", "2026-11-23 09:05", false),
            ("2026-11-23 09:00", "2026-11-23 09:05:01", true),
            ("2026-11-23 09:00", "2026-09-24 09:00", false),
            ("2026-11-23 09:00", "2026-09-24 08:59", true),
            ("2027-01-04 09:00", "2026-12-31 17:00", true),
            ("2027-01-04 09:10", "2027-01-04 09:00", false),
            ("1970-01-01 08:00", "2026-11-23 09:00", true),
        ] {
            let doubted = doubt(at(now), Some(at(newest)), &calendar);
            assert_eq!(doubted.is_some(), is_doubted, "{now} after {newest}");
        }
        assert_eq!(doubt(at("2026-11-23 09:00"), None, &calendar), None, "nothing was recorded yet");
    }
}
