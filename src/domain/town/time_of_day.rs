//! A time on the town's clock, to the minute: office hours and the hour at which a day's limit ends.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::domain::time::Moment;

/// Minutes since midnight, 0 to 1440; written `HH:MM`, where `24:00` is the end of the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TimeOfDay(u16);

/// Minutes of a whole day.
const DAY: u16 = 24 * 60;

impl TimeOfDay {
    /// 24:00, after which a day has nothing left.
    pub const END_OF_DAY: Self = Self(DAY);

    /// This hour, sharp; hours beyond 24 are the end of the day.
    #[must_use]
    pub const fn hour(hour: u16) -> Self {
        if hour < 24 { Self(hour * 60) } else { Self::END_OF_DAY }
    }

    /// The time in the town at a moment, its seconds cut off.
    #[must_use]
    pub fn of(moment: Moment) -> Self {
        Self(moment.minutes_of_day())
    }

    /// Reads `9:00`, `09:00` or `24:00`; the full-width colon works too.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (hour, minute) = text.trim().split_once([':', '：'])?;
        let number = |digits: &str, most: usize| {
            let plain =
                (1..=most).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
            plain.then(|| digits.parse::<u16>().ok()).flatten()
        };
        let (hour, minute) = (number(hour, 2)?, number(minute, 2).filter(|_| minute.len() == 2)?);
        let minutes = hour * 60 + minute;
        (minute < 60 && minutes <= DAY).then_some(Self(minutes))
    }
}

impl std::fmt::Display for TimeOfDay {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:02}:{:02}", self.0 / 60, self.0 % 60)
    }
}

impl Serialize for TimeOfDay {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for TimeOfDay {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| serde::de::Error::custom(format!("“{text}”不是 09:00 这样的时间")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read_as_people_write_them_and_nothing_else_is() {
        for (text, shown) in [("9:00", "09:00"), ("09:05", "09:05"), (" 0:00 ", "00:00"), ("24:00", "24:00")]
        {
            assert_eq!(TimeOfDay::parse(text).unwrap().to_string(), shown);
        }
        assert_eq!(TimeOfDay::parse("18：30"), TimeOfDay::parse("18:30"));
        for odd in ["", "9", "24:01", "25:00", "9:60", "9:5", "-1:00", "9:000", "九点"] {
            assert_eq!(TimeOfDay::parse(odd), None, "{odd}");
        }
    }

    #[test]
    fn a_moment_has_the_time_of_the_town() {
        let moment = Moment::parse("2026-11-22T16:30:59Z").unwrap();
        assert_eq!(TimeOfDay::of(moment).to_string(), "00:30");
    }
}
