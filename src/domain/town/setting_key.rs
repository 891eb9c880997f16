//! The table of town-wide settings: each key with its meaning, the values it takes and its place in [`Settings`].

use std::ops::RangeInclusive;

use crate::domain::code::Coded;
use crate::domain::recurring::RestDayDue;
use crate::domain::refusal::Refusal;
use crate::domain::town::chains::{self, ChainOf, Chains};
use crate::domain::town::phrases::{self, Phrase, Phrases};
use crate::domain::town::settings::{HandlingStop, IdentityBasis, Settings};
use crate::domain::town::time_of_day::TimeOfDay;
use crate::domain::words::{DocumentKind, Route};

coded! {
    /// What can be set for the whole town; the code is the key of `ydt settings`.
    pub enum SettingKey {
        /// N§三(二)2
        TriageLimit = "triage_limit_working_days" "受理转办时限",
        /// Of the turn after a case was taken back from its unit (`domain.md` §10).
        TransferAgainLimit = "transfer_again_limit_working_days" "改办转办时限",
        /// N§三(二)3
        ConsultationLimit = "consultation_limit_working_days" "咨询类办理时限",
        /// N§三(二)3
        NonConsultationLimit = "non_consultation_limit_working_days" "非咨询类办理时限",
        /// 临期 of limits up to 5 days.
        ApproachingShort = "approaching_short_working_days" "短时限临期天数",
        /// 临期 of longer limits.
        ApproachingLong = "approaching_long_working_days" "长时限临期天数",
        SendBackWithin = "send_back_within_working_days" "退件期限",
        SendBackRulingFrom = "send_back_ruling_from" "退件须裁定的次数",
        /// 办结 or 答复
        HandlingClockStopsAt = "handling_clock_stops_at" "办理时限止于",
        CloseWithoutEvaluationAfter = "close_without_evaluation_after_working_days" "未评价办结的等候期",
        /// After the end of a unit's limit.
        UrgeNoticeAfter = "urge_notice_after_working_days" "催办通知书的提出",
        /// After that notice.
        CircularAfter = "circular_after_working_days" "通报的提出",
        /// N附件1: 力求原则、精练.
        ReplyHintAbove = "reply_hint_above_characters" "答复字数提示",
        /// When the last day ends.
        ClosingHour = "closing_hour" "到期日截止时间",
        /// Bell and command.
        OfficeHoursFrom = "office_hours_from" "上班时间",
        /// Bell and command.
        OfficeHoursTo = "office_hours_to" "下班时间",
        /// What says who asks.
        Identity = "identity" "身份依据",
        /// When a console that nobody types in hides its screen.
        BlankAfter = "blank_after_minutes" "自动隐去画面",
        /// Acts that a paper proves.
        RecordActWithin = "record_act_within_working_days" "补录期限",
        /// After its return.
        ResubmitExtensionWithin = "resubmit_extension_within_working_days" "延期申请退回后的重报期限",
        /// Of a limit in calendar days.
        OverrideEndsOnWorkingDay = "override_ends_on_working_day" "自然日时限末日顺延",
        /// Half of the triage limit.
        RemindHalfTriage = "remind_half_triage" "受理转办时限过半提醒",
        /// Half of a short handling limit.
        RemindHalfShort = "remind_half_short" "短办理时限过半提醒",
        /// Half of a long handling limit.
        RemindHalfLong = "remind_half_long" "长办理时限过半提醒",
        AttachmentLimit = "attachment_limit_mib" "附件大小上限",
        /// `domain.md` §9: after closure.
        RetentionYears = "identity_retention_years" "身份保留年限",
        /// Units below it stand in the bulletin.
        BulletinOnTime = "bulletin_on_time_percent" "通报按期率下限",
        /// Units below it stand in the bulletin.
        BulletinSatisfied = "bulletin_satisfied_percent" "通报满意率下限",
        /// For the system's own log, which other hands keep.
        HeadToSystemLog = "daily_head_to_system_log" "每日链头记入系统日志",
        /// N§三(一): 每月10日前.
        DisclosureDueDay = "disclosure_due_day" "公示公开每月几日前",
        /// Of that day.
        DisclosureRestDay = "disclosure_rest_day" "公示公开遇休息日",
        /// N§三(一): 及时公开.
        DisclosureAtOnce = "disclosure_at_once_working_days" "及时公开的期限",
        /// After the panel.
        MeetingRecordSecretary = "meeting_record_needs_secretary" "研判会记录送镇纪委书记审批",
        ChainProposalSection = "chain.proposal.party_committee" "拟办意见审签链（镇党委办理）",
        ChainProposalVillage = "chain.proposal.village" "拟办意见审签链（村社区办理）",
        ChainProposalCommission = "chain.proposal.commission" "拟办意见审签链（镇纪委办理）",
        ChainReplySection = "chain.reply.party_committee" "答复意见审签链（镇党委办理）",
        ChainReplyVillage = "chain.reply.village" "答复意见审签链（村社区办理）",
        ChainReplyCommission = "chain.reply.commission" "答复意见审签链（镇纪委办理）",
        ChainReportUp = "chain.report_up" "上报意见审签链",
        ChainClue = "chain.clue" "问题线索审签链",
        ChainExtensionSection = "chain.extension.party_committee" "延期申请审签链（镇党委办理）",
        ChainExtensionVillage = "chain.extension.village" "延期申请审签链（村社区办理）",
        ChainExtensionCommission = "chain.extension.commission" "延期申请审签链（镇纪委办理）",
        ChainOverride = "chain.override" "时限变更审签链",
        ChainCircular = "chain.circular" "通报审签链",
        /// N附件1
        OpeningPlatform = "phrase.reply_opening_platform" "答复开头（平台来件）",
        /// Of what came by another way.
        OpeningOther = "phrase.reply_opening_other" "答复开头（其他来件）",
        /// N附件1
        ReplyClosing = "phrase.reply_closing" "答复结尾",
        ReplyUnit = "phrase.reply_unit" "答复落款单位",
        /// N附件4
        ReplyReviewedBy = "phrase.reply_reviewed_by" "答复审核单位",
        NumberPrefix = "phrase.paper_number_prefix" "文号开头",
        AgreePhrases = "phrase.agree" "同意常用语",
        ReturnPhrases = "phrase.return" "退回常用语",
    }
}

/// Longest limit that a setting can give, in working days.
const LONGEST_LIMIT: u32 = 60;

/// A value's place in the settings, with what it takes.
enum Slot<'a> {
    Number(&'a mut u32, RangeInclusive<u32>),
    Switch(&'a mut bool),
    Time(&'a mut TimeOfDay),
    Stop(&'a mut HandlingStop),
    Chain(&'a mut Chains, ChainOf),
    Phrase(&'a mut Phrases, Phrase),
    Identity(&'a mut IdentityBasis),
    RestDay(&'a mut RestDayDue),
}

impl SettingKey {
    /// Which values it takes, in words.
    #[must_use]
    pub fn takes(self) -> String {
        match self.slot(&mut Settings::default()) {
            Slot::Number(_, range) => format!("{} 至 {} 的整数", range.start(), range.end()),
            Slot::Switch(_) => "on（开）或 off（关）".to_owned(),
            Slot::Time(_) => "00:00 至 24:00 的时间，如 09:00".to_owned(),
            Slot::Stop(_) => either::<HandlingStop>(),
            Slot::Identity(_) => either::<IdentityBasis>(),
            Slot::RestDay(_) => either::<RestDayDue>(),
            Slot::Chain(..) => chains::takes(),
            Slot::Phrase(_, phrase) => phrases::takes(phrase),
        }
    }

    /// A value of this key in the operator's words.
    #[must_use]
    pub fn in_words(self, value: &str) -> String {
        match self.slot(&mut Settings::default()) {
            Slot::Chain(..) => chains::in_words(value),
            Slot::Phrase(..) => phrases::in_words(value),
            Slot::Number(..)
            | Slot::Switch(_)
            | Slot::Time(_)
            | Slot::Stop(_)
            | Slot::Identity(_)
            | Slot::RestDay(_) => value.to_owned(),
        }
    }

    fn slot(self, settings: &mut Settings) -> Slot<'_> {
        use DocumentKind::{Circular, Clue, Extension, Override, Proposal, Reply, ReportUp};
        let chains = &mut settings.chains;
        let phrases = &mut settings.phrases;
        match self {
            Self::TriageLimit => Slot::Number(&mut settings.triage_limit_working_days, 1..=LONGEST_LIMIT),
            Self::TransferAgainLimit => {
                Slot::Number(&mut settings.transfer_again_limit_working_days, 1..=LONGEST_LIMIT)
            }
            Self::ConsultationLimit => {
                Slot::Number(&mut settings.consultation_limit_working_days, 1..=LONGEST_LIMIT)
            }
            Self::NonConsultationLimit => {
                Slot::Number(&mut settings.non_consultation_limit_working_days, 1..=LONGEST_LIMIT)
            }
            Self::ApproachingShort => Slot::Number(&mut settings.approaching_short_working_days, 0..=5),
            Self::ApproachingLong => {
                Slot::Number(&mut settings.approaching_long_working_days, 0..=LONGEST_LIMIT)
            }
            Self::SendBackWithin => {
                Slot::Number(&mut settings.send_back_within_working_days, 1..=LONGEST_LIMIT)
            }
            Self::SendBackRulingFrom => Slot::Number(&mut settings.send_back_ruling_from, 1..=100),
            Self::HandlingClockStopsAt => Slot::Stop(&mut settings.handling_clock_stops_at),
            Self::CloseWithoutEvaluationAfter => {
                Slot::Number(&mut settings.close_without_evaluation_after_working_days, 0..=LONGEST_LIMIT)
            }
            Self::UrgeNoticeAfter => {
                Slot::Number(&mut settings.urge_notice_after_working_days, 1..=LONGEST_LIMIT)
            }
            Self::CircularAfter => Slot::Number(&mut settings.circular_after_working_days, 1..=LONGEST_LIMIT),
            Self::ReplyHintAbove => Slot::Number(&mut settings.reply_hint_above_characters, 40..=10_000),
            Self::ClosingHour => Slot::Time(&mut settings.closing_hour),
            Self::OfficeHoursFrom => Slot::Time(&mut settings.office_hours_from),
            Self::OfficeHoursTo => Slot::Time(&mut settings.office_hours_to),
            Self::Identity => Slot::Identity(&mut settings.identity),
            Self::BlankAfter => Slot::Number(&mut settings.blank_after_minutes, 0..=240),
            Self::RecordActWithin => {
                Slot::Number(&mut settings.record_act_within_working_days, 0..=LONGEST_LIMIT)
            }
            Self::ResubmitExtensionWithin => {
                Slot::Number(&mut settings.resubmit_extension_within_working_days, 0..=LONGEST_LIMIT)
            }
            Self::OverrideEndsOnWorkingDay => Slot::Switch(&mut settings.override_ends_on_working_day),
            Self::AttachmentLimit => Slot::Number(&mut settings.attachment_limit_mib, 1..=1024),
            Self::RetentionYears => Slot::Number(&mut settings.identity_retention_years, 1..=100),
            Self::BulletinOnTime => Slot::Number(&mut settings.bulletin_on_time_percent, 0..=100),
            Self::BulletinSatisfied => Slot::Number(&mut settings.bulletin_satisfied_percent, 0..=100),
            Self::HeadToSystemLog => Slot::Switch(&mut settings.daily_head_to_system_log),
            Self::DisclosureDueDay => Slot::Number(&mut settings.disclosure_due_day, 1..=28),
            Self::DisclosureRestDay => Slot::RestDay(&mut settings.disclosure_rest_day),
            Self::DisclosureAtOnce => {
                Slot::Number(&mut settings.disclosure_at_once_working_days, 1..=LONGEST_LIMIT)
            }
            Self::MeetingRecordSecretary => Slot::Switch(&mut settings.meeting_record_needs_secretary),
            Self::RemindHalfTriage => Slot::Switch(&mut settings.remind_half_triage),
            Self::RemindHalfShort => Slot::Switch(&mut settings.remind_half_short),
            Self::RemindHalfLong => Slot::Switch(&mut settings.remind_half_long),
            Self::ChainProposalSection => {
                Slot::Chain(chains, ChainOf::new(Proposal, Some(Route::PartyCommittee)))
            }
            Self::ChainProposalVillage => Slot::Chain(chains, ChainOf::new(Proposal, Some(Route::Village))),
            Self::ChainProposalCommission => {
                Slot::Chain(chains, ChainOf::new(Proposal, Some(Route::Commission)))
            }
            Self::ChainReplySection => Slot::Chain(chains, ChainOf::new(Reply, Some(Route::PartyCommittee))),
            Self::ChainReplyVillage => Slot::Chain(chains, ChainOf::new(Reply, Some(Route::Village))),
            Self::ChainReplyCommission => Slot::Chain(chains, ChainOf::new(Reply, Some(Route::Commission))),
            Self::ChainReportUp => Slot::Chain(chains, ChainOf::new(ReportUp, None)),
            Self::ChainClue => Slot::Chain(chains, ChainOf::new(Clue, None)),
            Self::ChainExtensionSection => {
                Slot::Chain(chains, ChainOf::new(Extension, Some(Route::PartyCommittee)))
            }
            Self::ChainExtensionVillage => Slot::Chain(chains, ChainOf::new(Extension, Some(Route::Village))),
            Self::ChainExtensionCommission => {
                Slot::Chain(chains, ChainOf::new(Extension, Some(Route::Commission)))
            }
            Self::ChainOverride => Slot::Chain(chains, ChainOf::new(Override, None)),
            Self::ChainCircular => Slot::Chain(chains, ChainOf::new(Circular, None)),
            Self::OpeningPlatform => Slot::Phrase(phrases, Phrase::OpeningPlatform),
            Self::OpeningOther => Slot::Phrase(phrases, Phrase::OpeningOther),
            Self::ReplyClosing => Slot::Phrase(phrases, Phrase::Closing),
            Self::ReplyUnit => Slot::Phrase(phrases, Phrase::Unit),
            Self::ReplyReviewedBy => Slot::Phrase(phrases, Phrase::ReviewedBy),
            Self::NumberPrefix => Slot::Phrase(phrases, Phrase::NumberPrefix),
            Self::AgreePhrases => Slot::Phrase(phrases, Phrase::Agree),
            Self::ReturnPhrases => Slot::Phrase(phrases, Phrase::Return),
        }
    }
}

impl Settings {
    /// The value of a key, as it is stored and as `ydt settings` writes it.
    #[must_use]
    pub fn value(&self, key: SettingKey) -> String {
        match key.slot(&mut self.clone()) {
            Slot::Number(number, _) => number.to_string(),
            Slot::Switch(on) => if *on { "on" } else { "off" }.to_owned(),
            Slot::Time(time) => time.to_string(),
            Slot::Stop(stop) => stop.code().to_owned(),
            Slot::Chain(chains, chain) => chains.value(chain),
            Slot::Phrase(phrases, phrase) => phrases.value(phrase).to_owned(),
            Slot::Identity(basis) => basis.code().to_owned(),
            Slot::RestDay(due) => due.code().to_owned(),
        }
    }

    /// These settings with one value changed.
    ///
    /// # Errors
    /// `invalid_value` naming the key and what it takes; office hours that end before they begin.
    pub fn with(&self, key: SettingKey, value: &str) -> Result<Self, Refusal> {
        let mut changed = self.clone();
        let value = value.trim();
        let taken = match key.slot(&mut changed) {
            Slot::Number(number, range) => {
                let wanted = value.parse().ok().filter(|wanted| range.contains(wanted));
                wanted.map(|wanted| *number = wanted)
            }
            Slot::Switch(on) => switch(value).map(|wanted| *on = wanted),
            Slot::Time(time) => TimeOfDay::parse(value).map(|wanted| *time = wanted),
            Slot::Stop(stop) => HandlingStop::from_code(value)
                .or_else(|| HandlingStop::from_label(value))
                .map(|wanted| *stop = wanted),
            Slot::Chain(chains, chain) => {
                let set = chains.set(chain, value);
                set.map_err(|why| Refusal::invalid(key.code(), key.label(), &why))?;
                Some(())
            }
            Slot::Phrase(phrases, phrase) => {
                let set = phrases.set(phrase, value);
                set.map_err(|why| Refusal::invalid(key.code(), key.label(), &why))?;
                Some(())
            }
            Slot::Identity(basis) => IdentityBasis::from_code(value)
                .or_else(|| IdentityBasis::from_label(value))
                .map(|wanted| *basis = wanted),
            Slot::RestDay(due) => RestDayDue::from_code(value)
                .or_else(|| RestDayDue::from_label(value))
                .map(|wanted| *due = wanted),
        };
        if taken.is_none() {
            let why = format!("“{value}”不行，没有修改；要写 {}。", key.takes());
            return Err(Refusal::invalid(key.code(), key.label(), &why));
        }
        if changed.office_hours_from >= changed.office_hours_to {
            return Err(Refusal::invalid(key.code(), key.label(), "没有修改：上班时间要早于下班时间。"));
        }
        Ok(changed)
    }
}

/// The words of a closed list, as they can be written.
fn either<T: Coded>() -> String {
    let words: Vec<String> =
        T::ALL.iter().map(|word| format!("{}（{}）", word.code(), word.label())).collect();
    words.join("或 ")
}

fn switch(word: &str) -> Option<bool> {
    match word {
        "on" | "true" | "开" | "是" => Some(true),
        "off" | "false" | "关" | "否" => Some(false),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
