//! Freezing a bulletin: it is laid out from the record inside the transaction in which it is frozen, and kept beside the
//! fact that names it.

use super::grounds::{Body, told_before};
use super::{BulletinView, handled};
use crate::actions::Answers;
use crate::actions::freeze_bulletin::{ACT, TEXT, asked, filled};
use crate::domain::case::respondents::Register;
use crate::domain::context::{Brought, DraftedBulletin};
use crate::domain::desk::Desk;
use crate::domain::figures::bulletin::Bulletin;
use crate::domain::figures::reading::{check_numbers, check_text, lines, thresholds};
use crate::domain::figures::stretch::Stretch;
use crate::domain::figures::wording::{paragraphs, text};
use crate::domain::refusal::{Refusal, RefusalCode};
use crate::domain::time::Moment;
use crate::domain::town::event::ReportFrozen;
use crate::domain::town::frozen::Frozen;
use crate::domain::town::org::Org;
use crate::office::figures::{grounds_of, not_the_whole_town};
use crate::office::{Office, OfficeError, gate};
use crate::store::{Records, Snapshot, Stamp, StoreError, body_digest};

/// What freezing is decided by: the figures of now, with the text that was given or the one that they give.
pub(in crate::office) fn brought(
    snapshot: &Snapshot<'_>,
    answers: &Answers,
    desk: &Desk,
) -> Result<Brought, OfficeError> {
    let stretch = asked(answers, desk.today())?;
    let sight = desk.sight().filter(|sight| sight.all).ok_or_else(not_the_whole_town)?;
    let grounds = grounds_of(snapshot, desk, &sight)?;
    let bulletin = grounds.bulletin(stretch, &told_before(snapshot, stretch)?);
    let drafted = paragraphs(&bulletin, thresholds(&desk.settings));
    let text = answers.text(TEXT.name).unwrap_or_else(|| text(&drafted));
    let paragraphs = lines(&text, &drafted);
    let before = snapshot.frozen(&stretch.to_string())?.map(|frozen| frozen.kind);
    let refused = match check_numbers(&text, &drafted) {
        Ok(()) => names_somebody(snapshot, &desk.org, &bulletin, &text)?,
        Err(why) => Some(Refusal::new(RefusalCode::InvalidValue, why)),
    };
    let events = bulletin.events;
    let body = serde_json::to_string(&Body { bulletin, text, paragraphs })
        .map_err(|error| StoreError::Other(error.to_string()))?;
    let sha256 = body_digest(&body);
    Ok(Brought::Bulletin(Box::new(DraftedBulletin { before, refused, events, body, sha256 })))
}

/// A text that goes out to everybody names nobody who complains in a case that it is about.
fn names_somebody(
    snapshot: &Snapshot<'_>,
    org: &Org,
    bulletin: &Bulletin,
    text: &str,
) -> Result<Option<Refusal>, OfficeError> {
    let register = Register::of(org);
    for number in handled(bulletin) {
        let Some(id) = snapshot.case_of_town(number)? else { continue };
        let Some(read) = snapshot.case(id)? else { continue };
        if let Err(refusal) = gate::refuse_naming(&read, text, &register) {
            return Ok(Some(refusal));
        }
    }
    Ok(None)
}

/// Keeps what was frozen beside the fact that names it.
pub(in crate::office) fn keep(
    records: &Records<'_>,
    frozen: &ReportFrozen,
    brought: Option<&Brought>,
    stamp: &Stamp,
) -> Result<(), StoreError> {
    let Some(Brought::Bulletin(drafted)) = brought else { return Ok(()) };
    let ReportFrozen { name, kind, from, to, sha256, .. } = frozen.clone();
    let (at, by, body) = (stamp.at, stamp.actor, drafted.body.clone());
    records.keep_frozen(&Frozen { name, kind, from, to, at, by, sha256, body })
}

impl Office {
    /// Freezes the bulletin of a month or a year that is over, with the figures of now and this text; without one, with
    /// the text that the figures give.
    ///
    /// # Errors
    /// The refusals of the act; a store failure.
    pub fn freeze_bulletin(
        &mut self,
        act: &str,
        stretch: Stretch,
        edited: Option<&str>,
        now: Moment,
    ) -> Result<BulletinView, OfficeError> {
        ACT.allowed_in_town(&self.desk(now).context())?;
        if let Some(text) = edited {
            // An empty text would be no answer, and the drafted one would be frozen in its place.
            check_text(text).map_err(|why| TEXT.refuses(RefusalCode::InvalidValue, why))?;
        }
        let answers = filled(stretch, edited.unwrap_or_default());
        self.perform_town(act, &ACT, &answers, now)?;
        self.bulletin(stretch, now)
    }
}
