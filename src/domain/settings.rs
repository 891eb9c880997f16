//! The town-wide settings: one table of keys, each with its meaning, its default and how its value is read.
//! They live in the database because all sessions share them, and changing one is an event.

use serde::{Deserialize, Serialize};

use super::words::CaseKind;

/// The values in force; `Default` is what the notice says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    /// N§三(二)2: 3 working days to accept, transfer or report.
    pub triage_limit_working_days: u32,
    /// N§三(二)3: 3 working days for consultations.
    pub consultation_limit_working_days: u32,
    /// N§三(二)3: 10 working days for everything else.
    pub non_consultation_limit_working_days: u32,
    /// Up to how many remaining working days a limit of at most 5 days is 临期.
    pub approaching_short_working_days: u32,
    /// The same for longer limits.
    pub approaching_long_working_days: u32,
    /// Within how many working days of receipt a unit may send a case back.
    pub send_back_within_working_days: u32,
    /// From which return of one case on the discipline secretary must rule.
    pub send_back_ruling_from: u32,
    /// After how many working days without a word from the complainant a case can be closed.
    pub close_without_evaluation_after_working_days: u32,
    /// When the handling clock stops: the notice's word is closure.
    pub handling_clock_stops_at: HandlingClockStop,
}

coded! {
    /// What ends the handling limit.
    pub enum HandlingClockStop {
        /// 办结, as the notice says.
        Closure = "closure" "办结时",
        /// 答复.
        Reply = "reply" "答复时",
    }
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            triage_limit_working_days: 3,
            consultation_limit_working_days: 3,
            non_consultation_limit_working_days: 10,
            approaching_short_working_days: 1,
            approaching_long_working_days: 3,
            send_back_within_working_days: 1,
            send_back_ruling_from: 3,
            close_without_evaluation_after_working_days: 3,
            handling_clock_stops_at: HandlingClockStop::Closure,
        }
    }
}

/// Limits up to this many days count as short when `approaching` is judged.
const SHORT_LIMIT_DAYS: u32 = 5;

impl Settings {
    /// The handling limit for a kind of case, in working days.
    #[must_use]
    pub const fn handling_limit_working_days(&self, kind: CaseKind) -> u32 {
        match kind {
            CaseKind::Consultation => self.consultation_limit_working_days,
            CaseKind::NonConsultation => self.non_consultation_limit_working_days,
        }
    }

    /// How many remaining days or fewer make a clock with this limit `approaching`.
    #[must_use]
    pub fn approaching_within(&self, limit: u32) -> i32 {
        let days = if limit <= SHORT_LIMIT_DAYS {
            self.approaching_short_working_days
        } else {
            self.approaching_long_working_days
        };
        i32::try_from(days).unwrap_or(i32::MAX)
    }
}
