//! The town-wide settings: one table of keys, each with its meaning, its default and how its value is read.
//! They live in the database because all sessions share them, and changing one is an event.

use serde::{Deserialize, Serialize};

use crate::domain::calendar::Calendar;
use crate::domain::recurring::{DueRule, RestDayDue};
use crate::domain::time::{Date, Moment};
use crate::domain::town::chains::Chains;
use crate::domain::town::phrases::Phrases;
use crate::domain::town::time_of_day::TimeOfDay;
use crate::domain::words::{CaseKind, ClockKind};

coded! {
    /// What ends the handling limit (N§三(二)3 says 办结; the other is ours).
    pub enum HandlingStop {
        /// The closure of the case.
        Closure = "closure" "办结",
        /// The delivery of the reply.
        Reply = "reply" "答复",
    }
}

coded! {
    /// What says who asks, where several people work on one server.
    pub enum IdentityBasis {
        /// The login session that the system notes.
        Login = "login" "登录会话",
        /// The user whom sudo serves, where the system notes no session.
        Sudo = "sudo" "提权记录",
    }
}

#[expect(clippy::struct_excessive_bools, reason = "each is a switch of its own, told by its key")]
/// The values in force; `Default` is what the notice says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    /// N§三(二)2: 3 working days to accept, transfer or report.
    pub triage_limit_working_days: u32,
    /// Ours: 3 working days to transfer again a case that was taken back from its unit.
    pub transfer_again_limit_working_days: u32,
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
    /// What ends the handling limit.
    pub handling_clock_stops_at: HandlingStop,
    /// After how many working days without a word a case may be closed as 未评价.
    pub close_without_evaluation_after_working_days: u32,
    /// From which working day after the end of a unit's limit on a notice of urging is proposed (ours).
    pub urge_notice_after_working_days: u32,
    /// After how many more working days without an answer a circular is proposed (ours).
    pub circular_after_working_days: u32,
    /// Above how many characters a reply is hinted to be long (N附件1: 力求原则、精练).
    pub reply_hint_above_characters: u32,
    /// The hour at which the last day of a limit ends; 24:00 by the notice.
    pub closing_hour: TimeOfDay,
    /// From when on working days the bell and `notify.command` may be heard.
    pub office_hours_from: TimeOfDay,
    pub office_hours_to: TimeOfDay,
    /// What says who asks.
    pub identity: IdentityBasis,
    /// After how many minutes without a key a console hides its screen; 0 for never.
    pub blank_after_minutes: u32,
    /// How many working days after a day that a paper proves an act may be recorded without a ruling (补录, ours).
    pub record_act_within_working_days: u32,
    /// Within how many working days an application for an extension that came back after the limit ended may be put
    /// forward once more (ours).
    pub resubmit_extension_within_working_days: u32,
    /// Whether a limit in calendar days that ends on a rest day ends on the next working day (ours).
    pub override_ends_on_working_day: bool,
    /// The largest attachment, in MiB.
    pub attachment_limit_mib: u32,
    /// How many years after closure identities may be erased (`domain.md` §9).
    pub identity_retention_years: u32,
    /// Units whose share handled in time is lower, in per cent, stand in the bulletin.
    pub bulletin_on_time_percent: u32,
    /// Units whose share of content complainants is lower, in per cent, stand in the bulletin.
    pub bulletin_satisfied_percent: u32,
    /// Whether the head of the record goes to the system's log once a day.
    pub daily_head_to_system_log: bool,
    /// Whether the record of a meeting goes to the discipline secretary after the panel (`domain.md` §10 Meetings).
    pub meeting_record_needs_secretary: bool,
    /// Whether half of the triage limit is reminded of.
    pub remind_half_triage: bool,
    /// Whether half of a handling limit of at most 5 days is reminded of.
    pub remind_half_short: bool,
    /// Whether half of a longer handling limit is reminded of.
    pub remind_half_long: bool,
    /// N§三(一): by which day of the next month a period is made public; 9 where 10日前 is read as before the 10th.
    pub disclosure_due_day: u32,
    /// What becomes of that day when it is a rest day (ours).
    pub disclosure_rest_day: RestDayDue,
    /// 及时: within how many working days of an event (ours).
    pub disclosure_at_once_working_days: u32,
    /// Who signs what, in which order.
    #[serde(skip)]
    pub chains: Chains,
    /// The office's standard sentences.
    #[serde(skip)]
    pub phrases: Phrases,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            triage_limit_working_days: 3,
            transfer_again_limit_working_days: 3,
            consultation_limit_working_days: 3,
            non_consultation_limit_working_days: 10,
            approaching_short_working_days: 1,
            approaching_long_working_days: 3,
            send_back_within_working_days: 1,
            send_back_ruling_from: 3,
            handling_clock_stops_at: HandlingStop::Closure,
            close_without_evaluation_after_working_days: 3,
            urge_notice_after_working_days: 1,
            circular_after_working_days: 5,
            reply_hint_above_characters: 600,
            closing_hour: TimeOfDay::END_OF_DAY,
            office_hours_from: TimeOfDay::hour(9),
            office_hours_to: TimeOfDay::hour(18),
            identity: IdentityBasis::Login,
            blank_after_minutes: 10,
            record_act_within_working_days: 3,
            resubmit_extension_within_working_days: 1,
            override_ends_on_working_day: true,
            attachment_limit_mib: 50,
            identity_retention_years: 5,
            bulletin_on_time_percent: 90,
            bulletin_satisfied_percent: 80,
            daily_head_to_system_log: false,
            meeting_record_needs_secretary: true,
            remind_half_triage: true,
            remind_half_short: true,
            remind_half_long: true,
            disclosure_due_day: 10,
            disclosure_rest_day: RestDayDue::Stays,
            disclosure_at_once_working_days: 3,
            chains: Chains::default(),
            phrases: Phrases::default(),
        }
    }
}

/// Limits up to this many days count as short when `approaching` is judged.
const SHORT_LIMIT_DAYS: u32 = 5;

impl Settings {
    /// By which days records of disclosure are due.
    #[must_use]
    pub fn disclosure_rule(&self) -> DueRule {
        DueRule {
            day_of_month: u8::try_from(self.disclosure_due_day).unwrap_or(u8::MAX),
            rest_day: self.disclosure_rest_day,
            at_once_working_days: self.disclosure_at_once_working_days,
        }
    }

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

    /// Whether half of this limit is reminded of.
    #[must_use]
    pub const fn reminds_half(&self, clock: ClockKind, limit: u32) -> bool {
        match clock {
            ClockKind::Triage => self.remind_half_triage,
            ClockKind::Handling if limit <= SHORT_LIMIT_DAYS => self.remind_half_short,
            ClockKind::Handling => self.remind_half_long,
        }
    }

    /// The day that limits are judged by at a moment: after the closing hour the day counts as over.
    #[must_use]
    pub fn limit_day(&self, now: Moment) -> Date {
        let today = now.date();
        if TimeOfDay::of(now) < self.closing_hour { today } else { today.tomorrow().unwrap_or(today) }
    }

    /// Whether bell and `notify.command` may be heard now: on working days within office hours.
    #[must_use]
    pub fn may_disturb(&self, now: Moment, calendar: &Calendar) -> bool {
        let time = TimeOfDay::of(now);
        calendar.is_working(now.date()) && self.office_hours_from <= time && time < self.office_hours_to
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Moment {
        Moment::parse(text).unwrap()
    }

    #[test]
    fn a_day_counts_as_over_after_the_closing_hour() {
        let midnight = Settings::default();
        let early = Settings { closing_hour: TimeOfDay::hour(18), ..Settings::default() };
        for (now, by_notice, by_setting) in [
            ("2026-03-05 00:00", "2026-03-05", "2026-03-05"),
            ("2026-03-05 17:59:59", "2026-03-05", "2026-03-05"),
            ("2026-03-05 18:00", "2026-03-05", "2026-03-06"),
            ("2026-03-05 23:59:59", "2026-03-05", "2026-03-06"),
        ] {
            assert_eq!(midnight.limit_day(at(now)).to_string(), by_notice);
            assert_eq!(early.limit_day(at(now)).to_string(), by_setting);
        }
    }

    #[test]
    fn nobody_is_disturbed_on_rest_days_or_outside_office_hours() {
        let (settings, calendar) = (Settings::default(), Calendar::embedded());
        for (now, heard) in [
            ("2026-02-13 08:59", false),
            ("2026-02-13 09:00", true),
            ("2026-02-13 17:59", true),
            ("2026-02-13 18:00", false),
            // A Saturday that is worked, then the Spring Festival.
            ("2026-02-14 10:00", true),
            ("2026-02-16 10:00", false),
            ("2026-03-07 10:00", false),
        ] {
            assert_eq!(settings.may_disturb(at(now), &calendar), heard, "{now}");
        }
    }
}
