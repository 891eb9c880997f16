//! What holds of a case in which others go on.

use super::Case;
use crate::domain::refusal::{Refusal, RefusalCode};

impl Case {
    /// A case in which others go on must stay: their complainants wait for its reply.
    ///
    /// # Errors
    /// `wrong_stage` with how many were merged into it.
    pub fn check_leads_none(&self) -> Result<(), Refusal> {
        match self.joined.len() {
            0 => Ok(()),
            // Without their numbers: whoever asks need not see them all.
            joined => Err(Refusal::new(
                RefusalCode::WrongStage,
                format!("已有{joined}件并入本件，本件是主办件；请先取消那些并案。"),
            )),
        }
    }
}
