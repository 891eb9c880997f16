//! The papers that the office writes.

coded! {
    /// Which paper; the first four are the notice's annexes.
    pub enum PaperKind {
        /// Annex 1, the letter to the complainant.
        Reply = "reply" "答复意见",
        /// Annex 2, what a meeting decided.
        Meeting = "meeting" "研判会记录表",
        /// Annex 3, for the leaders' signatures.
        Proposal = "proposal" "拟办单",
        /// Annex 4, what was answered and how it was taken.
        ReplyForm = "reply_form" "答复表",
        /// To the unit, with the limit.
        Transfer = "transfer" "转办单",
        /// To a unit that is late.
        Urge = "urge" "催办通知书",
        /// To the district commission.
        ReportUp = "report_up" "上报函",
        /// For an extension's signatures.
        Extension = "extension" "延期审批表",
        /// What the complainant said when asked.
        FollowUp = "follow_up" "回访记录表",
        /// To a unit that is late, with room for its answer.
        Card = "card" "监督提醒卡",
        /// About a unit that was urged and did not answer.
        Circular = "circular" "通报",
    }
}

impl PaperKind {
    /// The character of its row of numbers, as in 建纪转〔2026〕12号.
    #[must_use]
    pub const fn sign(self) -> char {
        match self {
            Self::Reply => '复',
            Self::Meeting => '会',
            Self::Proposal => '拟',
            Self::ReplyForm => '答',
            Self::Transfer => '转',
            Self::Urge => '催',
            Self::ReportUp => '报',
            Self::Extension => '延',
            Self::FollowUp => '访',
            Self::Card => '卡',
            Self::Circular => '通',
        }
    }

    /// Whether a complainant reads it; nothing of other people may stand in it that the complaint did not bring.
    #[must_use]
    pub const fn goes_to_complainant(self) -> bool {
        match self {
            Self::Reply => true,
            Self::Meeting
            | Self::Proposal
            | Self::ReplyForm
            | Self::Transfer
            | Self::Urge
            | Self::ReportUp
            | Self::Extension
            | Self::FollowUp
            | Self::Card
            | Self::Circular => false,
        }
    }

    /// Whether the annex has cells for who complains (`domain.md` §9: forms carry identity only there).
    #[must_use]
    pub const fn carries_identity(self) -> bool {
        match self {
            Self::Reply | Self::Proposal | Self::ReplyForm | Self::ReportUp | Self::FollowUp => true,
            Self::Meeting | Self::Transfer | Self::Urge | Self::Extension | Self::Card | Self::Circular => {
                false
            }
        }
    }
}
