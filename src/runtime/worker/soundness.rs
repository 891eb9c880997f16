//! The quick look whether a large file is sound, taken beside what is read, so that nobody waits for it at the start.

use std::thread::{Builder, JoinHandle};

use super::Service;
use crate::office::OfficeError;
use crate::store::StoreError;

/// What the look found: the first fault, or none.
type Found = Result<Option<String>, StoreError>;

/// A look that is being taken.
pub struct QuickLooking(JoinHandle<Found>);

impl Service {
    /// Begins it where it has not been taken yet.
    pub(super) fn begin_quick_look(&mut self) {
        let Some(look) = self.office.quick_look() else { return };
        match Builder::new().name("quick look".to_owned()).spawn(move || look.take()) {
            Ok(thread) => self.quick_looking = Some(QuickLooking(thread)),
            // The first saving looks for itself then.
            Err(error) => tracing::warn!(%error, "no thread for the quick look"),
        }
    }

    /// Takes its answer, once there is one; says whether it is still awaited. A damaged file is told right after.
    pub(super) fn is_quick_look_awaited(&mut self) -> Result<bool, OfficeError> {
        let Some(QuickLooking(thread)) = self.quick_looking.take_if(|looking| looking.0.is_finished()) else {
            return Ok(self.quick_looking.is_some());
        };
        let panicked = || StoreError::Other("检查数据库文件时出错".to_owned());
        let found = thread.join().unwrap_or_else(|_| Err(panicked()))?;
        self.office.settle_by(found)?;
        Ok(false)
    }
}
