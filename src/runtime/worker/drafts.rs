//! Unfinished text kept for the screens.

use super::Service;
use crate::office::OfficeError;
use crate::ui::message::{DraftEffect, DraftMessage, Message};

impl Service {
    pub(super) fn drafts(&mut self, effect: DraftEffect) -> Result<(), OfficeError> {
        match effect {
            DraftEffect::Save { key, answers } => self.office.keep_draft(&key, &answers, self.clock.now()),
            DraftEffect::Load(key) => {
                let kept = self.office.draft(&key)?;
                self.tell(Message::Drafts(DraftMessage::Kept { key, kept }));
                Ok(())
            }
            DraftEffect::Drop(key) => self.office.drop_draft(&key),
        }
    }
}
