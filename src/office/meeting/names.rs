//! Names of a meeting's attachments as they may be shown: the screen may stand on a projector, and a name may say who
//! complains in any case of the agenda.

use crate::domain::case::respondents::Register;
use crate::domain::meeting::Meeting;
use crate::office::OfficeError;
use crate::store::Snapshot;

/// What is shown in the place of a name that nobody could mask, or that may be about a case hidden from the reader.
const WITHHELD: &str = "（名称不显示）";

/// Masks every complainant of the agenda in the names. Where a case is hidden from the reader, or who complained in one
/// is kept no more, no name is shown.
pub(super) fn mask(
    snapshot: &Snapshot<'_>,
    meeting: &mut Meeting,
    (is_some_hidden, register): (bool, &Register),
) -> Result<(), OfficeError> {
    if meeting.files.is_empty() {
        return Ok(());
    }
    let mut withheld = is_some_hidden;
    for item in &meeting.agenda {
        let Some(read) = snapshot.case(item.case)? else { continue };
        withheld |= !read.mask_names(&mut meeting.files, register);
    }
    if withheld {
        meeting.files.iter_mut().for_each(|file| file.name.mask(|_| WITHHELD.to_owned()));
    }
    Ok(())
}
