//! The figures by which such an office is judged, each with its name and what it counts (`domain.md` §8).

coded! {
    /// What a figure counts.
    pub enum FigureName {
        /// Received in the period.
        Received = "received" "收件",
        /// Received before it and not ended when it began.
        CarriedOver = "carried_over" "上期结转",
        /// Ended before the period, and gone on with in it.
        Resumed = "resumed" "恢复办理",
        Accepted = "accepted" "受理",
        Closed = "closed" "办结",
        ReportedUp = "reported_up" "上报",
        Merged = "merged" "并案",
        Withdrawn = "withdrawn" "撤回",
        Sealed = "sealed" "密封",
        /// Not ended on the last day.
        Open = "open" "期末在办",
        InScope = "in_scope" "业务范围内",
        Consultation = "consultation" "咨询类",
        KeyMatter = "key_matter" "重点事项",
        /// The complainant gave a name.
        Signed = "signed" "实名",
        /// Likely repeats of another complaint.
        Repeat = "repeat" "疑似重复",
        ByMeeting = "by_meeting" "研判会研判",
        Collectively = "collectively" "集体研判",
        Alone = "alone" "单独研判",
        TriageOnTime = "triage_on_time" "受理转办按期",
        TriageOnTimeOriginal = "triage_on_time_original" "受理转办按原时限按期",
        TriageBackdated = "triage_backdated" "受理转办补录",
        /// A case that was taken back was transferred again in time.
        TransferAgainOnTime = "transfer_again_on_time" "改办转办按期",
        HandlingOnTime = "handling_on_time" "办理按期",
        HandlingOnTimeOriginal = "handling_on_time_original" "办理按原时限按期",
        /// Before the last day of the limit that was given first.
        HandlingEarly = "handling_early" "办理提前",
        HandlingBackdated = "handling_backdated" "办理补录",
        /// Limits that ended with their case and judge nobody.
        Unjudged = "unjudged" "时限未作评判",
        OverdueNow = "overdue_now" "期末超期在办",
        OverdueEver = "overdue_ever" "曾超期",
        Extended = "extended" "延期次数",
        ExtendedOnce = "extended_once" "延期一次",
        ExtendedTwice = "extended_twice" "延期二次",
        ExtendedMore = "extended_more" "延期三次以上",
        SentBack = "sent_back" "退件",
        TakenBack = "taken_back" "收回改办",
        Rehandled = "rehandled" "退回重办",
        Reopened = "reopened" "办结后重新办理",
        Urged = "urged" "催办",
        CardBlue = "card_blue" "蓝色提醒卡",
        CardYellow = "card_yellow" "黄色预警卡",
        CardRed = "card_red" "红色警示卡",
        CardAnswered = "card_answered" "监督提醒卡已反馈",
        /// Content or basically content, of those who said a word in time.
        Satisfied = "satisfied" "群众满意",
        /// The same of all from whom a word was awaited.
        SatisfiedOfAll = "satisfied_of_all" "群众满意（占全部）",
        /// Content, and not only basically so.
        FullySatisfied = "fully_satisfied" "其中评价“满意”",
        Dissatisfied = "dissatisfied" "不满意",
        NotGiven = "not_given" "未评价",
        /// Words that came after the case was closed, the content ones of them.
        SatisfiedLate = "satisfied_late" "办结后补评满意",
        Resolved = "resolved" "解决",
        ResolvedOfAll = "resolved_of_all" "解决（占全部）",
        ResolvedPartly = "resolved_partly" "部分解决",
        ResolutionUnknown = "resolution_unknown" "是否解决不明",
        /// Working days from receipt until transferred or reported.
        TriageDays = "triage_days" "受理转办用时",
        /// Working days of the unit from its receipt until its limit stopped.
        HandlingDays = "handling_days" "办理用时",
        /// Working days of each step that ended in the period, step by step.
        StepAssessment = "step_assessment" "研判受理用时",
        StepTransfer = "step_transfer" "转办环节用时",
        StepHandling = "step_handling" "办理环节用时",
        StepReview = "step_review" "审签环节用时",
        StepReply = "step_reply" "答复环节用时",
        StepEvaluation = "step_evaluation" "评价环节用时",
        StepClosure = "step_closure" "办结环节用时",
        /// Calendar days from receipt until closed.
        WholeDays = "whole_days" "收到至办结用时",
        DisclosureOnTime = "disclosure_on_time" "公示公开按时",
    }
}

/// How a figure is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// A plain number of things.
    Count,
    /// So many of so many.
    Rate,
    /// So many of so many, the fewer the better.
    Blame,
    /// How long something took, in days.
    Days,
}

coded! {
    /// The parts into which figures fall.
    pub enum Section {
        Whole = "whole" "总体情况",
        Decided = "decided" "研判方式",
        Limits = "limits" "办理质效",
        Chasing = "chasing" "退改催督",
        Words = "words" "群众评价",
        Days = "days" "办理用时",
        Disclosure = "disclosure" "公示公开",
    }
}

impl FigureName {
    /// The part it stands in.
    #[must_use]
    pub const fn section(self) -> Section {
        match self {
            Self::Received
            | Self::CarriedOver
            | Self::Resumed
            | Self::Accepted
            | Self::Closed
            | Self::ReportedUp
            | Self::Merged
            | Self::Withdrawn
            | Self::Sealed
            | Self::Open
            | Self::InScope
            | Self::Consultation
            | Self::KeyMatter
            | Self::Signed
            | Self::Repeat => Section::Whole,
            Self::ByMeeting | Self::Collectively | Self::Alone => Section::Decided,
            Self::TriageOnTime
            | Self::TriageOnTimeOriginal
            | Self::TriageBackdated
            | Self::TransferAgainOnTime
            | Self::HandlingOnTime
            | Self::HandlingOnTimeOriginal
            | Self::HandlingEarly
            | Self::HandlingBackdated
            | Self::Unjudged
            | Self::OverdueNow
            | Self::OverdueEver
            | Self::Extended
            | Self::ExtendedOnce
            | Self::ExtendedTwice
            | Self::ExtendedMore => Section::Limits,
            Self::SentBack
            | Self::TakenBack
            | Self::Rehandled
            | Self::Reopened
            | Self::Urged
            | Self::CardBlue
            | Self::CardYellow
            | Self::CardRed
            | Self::CardAnswered => Section::Chasing,
            Self::Satisfied
            | Self::SatisfiedOfAll
            | Self::FullySatisfied
            | Self::Dissatisfied
            | Self::NotGiven
            | Self::SatisfiedLate
            | Self::Resolved
            | Self::ResolvedOfAll
            | Self::ResolvedPartly
            | Self::ResolutionUnknown => Section::Words,
            Self::TriageDays
            | Self::HandlingDays
            | Self::StepAssessment
            | Self::StepTransfer
            | Self::StepHandling
            | Self::StepReview
            | Self::StepReply
            | Self::StepEvaluation
            | Self::StepClosure
            | Self::WholeDays => Section::Days,
            Self::DisclosureOnTime => Section::Disclosure,
        }
    }

    /// How it is read.
    #[must_use]
    pub const fn shape(self) -> Shape {
        match self {
            Self::Received
            | Self::CarriedOver
            | Self::Resumed
            | Self::Accepted
            | Self::Closed
            | Self::ReportedUp
            | Self::Merged
            | Self::Withdrawn
            | Self::Sealed
            | Self::Open
            | Self::Unjudged
            | Self::Extended
            | Self::SentBack
            | Self::TakenBack
            | Self::Rehandled
            | Self::Reopened
            | Self::Urged
            | Self::CardBlue
            | Self::CardYellow
            | Self::CardRed => Shape::Count,
            Self::InScope
            | Self::Consultation
            | Self::KeyMatter
            | Self::Signed
            | Self::ByMeeting
            | Self::Collectively
            | Self::TriageOnTime
            | Self::TriageOnTimeOriginal
            | Self::TransferAgainOnTime
            | Self::HandlingOnTime
            | Self::HandlingOnTimeOriginal
            | Self::HandlingEarly
            | Self::CardAnswered
            | Self::Satisfied
            | Self::SatisfiedOfAll
            | Self::FullySatisfied
            | Self::SatisfiedLate
            | Self::Resolved
            | Self::ResolvedOfAll
            | Self::ResolvedPartly
            | Self::DisclosureOnTime => Shape::Rate,
            Self::Repeat
            | Self::Alone
            | Self::TriageBackdated
            | Self::HandlingBackdated
            | Self::OverdueNow
            | Self::OverdueEver
            | Self::ExtendedOnce
            | Self::ExtendedTwice
            | Self::ExtendedMore
            | Self::Dissatisfied
            | Self::NotGiven
            | Self::ResolutionUnknown => Shape::Blame,
            Self::TriageDays
            | Self::HandlingDays
            | Self::StepAssessment
            | Self::StepTransfer
            | Self::StepHandling
            | Self::StepReview
            | Self::StepReply
            | Self::StepEvaluation
            | Self::StepClosure
            | Self::WholeDays => Shape::Days,
        }
    }
}
