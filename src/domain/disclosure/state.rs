//! How far the record of one matter and period has come (`domain.md` §5).

coded! {
    /// Where a record stands. 本月无 goes the same way: that there is nothing is submitted and signed, and then it is
    /// settled, because there is nothing to publish.
    pub enum DisclosureState {
        /// The unit has to submit it.
        ToDo = "to_do" "待公示",
        /// The unit submitted it; its leader in charge or contact leader has to sign.
        Submitted = "submitted" "待审核",
        /// The leader sent it back to the unit.
        Returned = "returned" "已退回",
        /// Signed; the unit has to publish it.
        Reviewed = "reviewed" "待公开",
        /// Published, with day and place.
        Published = "published" "已公开",
        /// Signed that there was nothing to publish.
        Nothing = "nothing" "本期无",
        /// Opened by mistake or for a matter that was taken off the list; in no rate.
        Cancelled = "cancelled" "已取消",
    }
}

impl DisclosureState {
    /// Whether nothing more is to come.
    #[must_use]
    pub const fn is_settled(self) -> bool {
        match self {
            Self::Published | Self::Nothing | Self::Cancelled => true,
            Self::ToDo | Self::Submitted | Self::Returned | Self::Reviewed => false,
        }
    }
}

coded! {
    /// Whether a record was settled by its due day.
    pub enum DisclosureVerdict {
        OnTime = "on_time" "按时",
        Late = "late" "逾期",
    }
}
