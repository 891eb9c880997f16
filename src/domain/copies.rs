//! How far the copies elsewhere lag behind the record: what a disaster now would take.

use crate::domain::time::Moment;

/// From so many minutes on it is told, and from so many on it is an alarm.
const TOLD_FROM: i64 = 60;
const ALARM_FROM: i64 = 24 * 60;
/// An engine needs some seconds, and two clocks differ.
const SLACK: i64 = 60;

/// The lag of the copy that is behind most.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lag {
    /// Nothing is lacking.
    Abreast,
    /// So many minutes.
    Minutes(i64),
    /// A copy is not there or cannot be looked at.
    Unseen,
}

impl Lag {
    /// The lag of a copy written last at `written`, when the newest record is of `newest`. A copy that was written after
    /// that lacks nothing, however long ago that was.
    #[must_use]
    pub fn of(written: Option<Moment>, newest: Option<Moment>, now: Moment) -> Self {
        let Some(written) = written else { return Self::Unseen };
        if newest.is_none_or(|newest| written.unix() + SLACK >= newest.unix()) {
            return Self::Abreast;
        }
        // What is lacking has been lacking since it was recorded at the earliest.
        Self::Minutes((now.unix() - written.unix()).div_euclid(60))
    }

    /// How many minutes it is; `None` for a copy that cannot be seen, or that lacks nothing.
    #[must_use]
    pub const fn minutes(self) -> Option<i64> {
        match self {
            Self::Minutes(minutes) => Some(minutes),
            Self::Abreast | Self::Unseen => None,
        }
    }

    /// What every screen says of it.
    #[must_use]
    pub fn shown(self) -> String {
        match self {
            Self::Abreast => "异地副本已跟上".to_owned(),
            Self::Unseen => "!看不到异地副本".to_owned(),
            Self::Minutes(minutes) if minutes < TOLD_FROM => format!("异地副本落后{minutes}分钟"),
            Self::Minutes(minutes) if minutes < ALARM_FROM => {
                format!("异地副本落后{}小时", minutes / 60)
            }
            Self::Minutes(minutes) => format!("!异地副本落后{}天", minutes / ALARM_FROM),
        }
    }

    /// The same once something has to be done about it.
    #[must_use]
    pub fn told(self) -> Option<String> {
        let is_little = match self {
            Self::Abreast => true,
            Self::Minutes(minutes) => minutes < TOLD_FROM,
            Self::Unseen => false,
        };
        (!is_little).then(|| self.shown())
    }

    /// Whether it is an alarm.
    #[must_use]
    pub const fn is_alarm(self) -> bool {
        match self {
            Self::Abreast => false,
            Self::Unseen => true,
            Self::Minutes(minutes) => minutes >= ALARM_FROM,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_copy_lags_only_while_it_lacks_something() {
        let at = |text: &str| Moment::parse(text).unwrap();
        let now = at("2026-11-20 12:00");
        let lag = |written: &str, newest: &str| Lag::of(Some(at(written)), Some(at(newest)), now);
        assert_eq!(lag("2026-11-18 09:00", "2026-11-18 08:59"), Lag::Abreast, "nothing was recorded since");
        assert_eq!(lag("2026-11-20 11:59", "2026-11-20 11:59"), Lag::Abreast);
        assert_eq!((Lag::Abreast.told(), Lag::Abreast.minutes()), (None, None));
        assert_eq!(lag("2026-11-20 11:30", "2026-11-20 11:50"), Lag::Minutes(30));
        assert_eq!(
            (Lag::Minutes(30).told(), Lag::Minutes(30).shown().as_str()),
            (None, "异地副本落后30分钟")
        );
        assert_eq!(lag("2026-11-20 09:30", "2026-11-20 11:50").told().unwrap(), "异地副本落后2小时");
        let days = lag("2026-11-17 09:30", "2026-11-20 11:50");
        assert_eq!((days.told().unwrap().as_str(), days.is_alarm()), ("!异地副本落后3天", true));
        assert!(Lag::of(None, Some(now), now).is_alarm());
        assert_eq!(Lag::of(Some(now), None, now), Lag::Abreast);
    }
}
