//! What rules propose of the cases: cards, notices of urging and circulars to issue, cards to answer. One key lists the
//! cases, Enter opens the form of what is proposed.

use super::Inbox;
use crate::actions::{Act, answer_card, draft_circular, issue_card, issue_paper};
use crate::domain::case::chase::Chase;
use crate::domain::view::filter::{CHASED, Filter, Term};
use crate::ui::screens::Call;

impl Inbox {
    /// Lists the cases of which something is proposed to whoever looks.
    pub(super) fn show_chased(&mut self) -> Vec<Call> {
        self.show_filtered(CHASED, &Filter { terms: vec![Term::Chased] })
    }
}

/// The act by which it is done.
pub const fn act_of(chase: Chase) -> &'static Act {
    match chase {
        Chase::Circular => &draft_circular::ACT,
        Chase::CircularPaper | Chase::UrgeNotice => &issue_paper::ACT,
        Chase::Red | Chase::Blue | Chase::Yellow => &issue_card::ACT,
        Chase::OwnAnswer | Chase::Answer => &answer_card::ACT,
    }
}
