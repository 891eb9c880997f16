//! The nine stages of the closed loop and the three ends beside it (N§三(二)2, `domain.md` §2).

coded! {
    /// What a case is waiting for.
    pub enum Stage {
        Complaint = "complaint" "投诉",
        /// Proposal and sign-off where the route needs them, then transfer.
        Acceptance = "acceptance" "受理",
        /// The unit's acknowledgement.
        Transfer = "transfer" "转办",
        Handling = "handling" "办理",
        /// The reply's text.
        Drafting = "drafting" "拟制答复意见",
        /// Signatures under the reply.
        Review = "review" "审核答复意见",
        /// Delivery to the complainant.
        Reply = "reply" "答复",
        /// The complainant's word.
        Evaluation = "evaluation" "评价",
        /// Nothing: the end.
        Closure = "closure" "办结",
        /// Nothing from the town: the district commission has it.
        Reported = "reported" "上报",
        /// Nothing: it lives on in its leading case.
        Merged = "merged" "并案",
        /// Nothing: the complainant took it back.
        Withdrawn = "withdrawn" "撤回",
    }
}

impl Stage {
    /// The nine stages in the order of the notice, for the stage strip.
    pub const LOOP: [Self; 9] = [
        Self::Complaint,
        Self::Acceptance,
        Self::Transfer,
        Self::Handling,
        Self::Drafting,
        Self::Review,
        Self::Reply,
        Self::Evaluation,
        Self::Closure,
    ];

    /// Every stage at which something is still expected of the town: those of the loop but for its end.
    pub const OPEN: &'static [Self] = &[
        Self::Complaint,
        Self::Acceptance,
        Self::Transfer,
        Self::Handling,
        Self::Drafting,
        Self::Review,
        Self::Reply,
        Self::Evaluation,
    ];

    /// Those at which the next act is the unit's.
    pub const OF_UNIT: [Self; 3] = [Self::Transfer, Self::Handling, Self::Drafting];

    /// Whether nothing more is expected of the town.
    #[must_use]
    pub const fn is_final(self) -> bool {
        match self {
            Self::Closure | Self::Reported | Self::Merged | Self::Withdrawn => true,
            Self::Complaint
            | Self::Acceptance
            | Self::Transfer
            | Self::Handling
            | Self::Drafting
            | Self::Review
            | Self::Reply
            | Self::Evaluation => false,
        }
    }

    /// Whether the case lies with a handling unit, so that its people may see it.
    #[must_use]
    pub const fn is_with_unit(self) -> bool {
        match self {
            Self::Transfer
            | Self::Handling
            | Self::Drafting
            | Self::Review
            | Self::Reply
            | Self::Evaluation
            | Self::Closure => true,
            Self::Complaint | Self::Acceptance | Self::Reported | Self::Merged | Self::Withdrawn => false,
        }
    }

    /// What the case waits for, as lists and hints say it.
    #[must_use]
    pub const fn waiting_for(self) -> &'static str {
        match self {
            Self::Complaint => "等待研判受理",
            Self::Acceptance => "等待拟办和转办",
            Self::Transfer => "等待承办单位签收",
            Self::Handling => "等待调查核实",
            Self::Drafting => "等待拟制答复意见",
            Self::Review => "等待审签答复意见",
            Self::Reply => "等待答复投诉人",
            Self::Evaluation => "等待投诉人评价",
            Self::Closure => "已办结",
            Self::Reported => "已上报区纪委监委",
            Self::Merged => "已并入主办件",
            Self::Withdrawn => "投诉人已撤回",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::code::Coded as _;

    #[test]
    fn a_stage_is_open_or_an_end() {
        for stage in Stage::ALL {
            assert_ne!(Stage::OPEN.contains(stage), stage.is_final(), "{stage:?}");
        }
    }
}
