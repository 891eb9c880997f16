//! What a bulletin is read from: what was frozen, else the figures of now. Making its text of them takes no database, so it
//! can be done beside the screen.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::domain::figures::bulletin::Bulletin;
use crate::domain::figures::paragraph::Paragraph;
use crate::domain::figures::reading::{Reading, hide, lines, thresholds};
use crate::domain::figures::since::Told;
use crate::domain::figures::stretch::Stretch;
use crate::domain::figures::wording::{self, Thresholds};
use crate::domain::refusal::{Refusal, RefusalCode};
use crate::domain::time::Moment;
use crate::domain::town::frozen::{Frozen, FrozenKind};
use crate::office::{FigureGrounds, Office, OfficeError};
use crate::store::{Snapshot, StoreError};

/// What is frozen of a bulletin.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Body {
    pub bulletin: Bulletin,
    pub text: String,
    /// The text line by line with the cases behind its numbers, so that they open whatever settings and wording become.
    /// Older versions kept none.
    #[serde(default)]
    pub paragraphs: Vec<Paragraph>,
}

/// What a bulletin is made of, as it stood at one moment.
#[derive(Debug, Clone)]
pub struct BulletinGrounds {
    stretch: Stretch,
    thresholds: Thresholds,
    /// Numbers of cases that the reader may not see.
    hidden: BTreeSet<String>,
    source: Source,
}

#[derive(Debug, Clone)]
enum Source {
    Frozen(Frozen, Box<Body>),
    /// The figures of now, and what bulletins have told of earlier months or years.
    Draft(FigureGrounds, Vec<Told>),
}

/// A bulletin with its text, without what the reader may not see.
pub(super) struct Made {
    pub bulletin: Bulletin,
    pub text: String,
    paragraphs: Vec<Paragraph>,
}

impl BulletinGrounds {
    /// The text as it is read.
    #[must_use]
    pub fn reading(&self) -> Reading {
        let Made { bulletin, paragraphs, .. } = self.made();
        let frozen = self.frozen().map(|frozen| frozen.at);
        Reading { stretch: self.stretch, paragraphs, as_of: bulletin.as_of, frozen }
    }

    /// What was frozen; nothing while it is a draft.
    pub(super) const fn frozen(&self) -> Option<&Frozen> {
        match &self.source {
            Source::Frozen(frozen, _) => Some(frozen),
            Source::Draft(..) => None,
        }
    }

    pub(super) fn made(&self) -> Made {
        let (mut bulletin, text, mut paragraphs) = match &self.source {
            Source::Frozen(_, body) => {
                let kept = &body.paragraphs;
                let drafted = || wording::paragraphs(&body.bulletin, self.thresholds);
                let paragraphs = if kept.is_empty() { lines(&body.text, &drafted()) } else { kept.clone() };
                (body.bulletin.clone(), body.text.clone(), paragraphs)
            }
            Source::Draft(grounds, told) => {
                let bulletin = grounds.bulletin(self.stretch, told);
                let drafted = wording::paragraphs(&bulletin, self.thresholds);
                (bulletin, wording::text(&drafted), drafted)
            }
        };
        hide(&mut paragraphs, &self.hidden);
        bulletin.hide(&self.hidden);
        Made { bulletin, text, paragraphs }
    }
}

impl Office {
    /// What the bulletin of a month or a year is made of.
    ///
    /// # Errors
    /// `not_permitted` for people who do not see the whole town's cases; `out_of_time` for one that has not begun; a
    /// store failure.
    pub fn bulletin_grounds(&self, stretch: Stretch, now: Moment) -> Result<BulletinGrounds, OfficeError> {
        self.check_sees_whole_town(now)?;
        if stretch.first() > now.date() {
            let message = format!("{}还没有到，没有可通报的。", stretch.words());
            return Err(Refusal::new(RefusalCode::OutOfTime, message).into());
        }
        let (frozen, hidden) = self.read_as(self.settings.limit_day(now), |snapshot, reader| {
            Ok((frozen_bulletin(snapshot, stretch)?, snapshot.hidden_numbers(reader)?))
        })?;
        let source = if let Some((frozen, body)) = frozen {
            Source::Frozen(frozen, Box::new(body))
        } else {
            let told = self.read(|snapshot| told_before(snapshot, stretch))?;
            Source::Draft(self.figure_grounds(now)?, told)
        };
        Ok(BulletinGrounds { stretch, thresholds: thresholds(&self.settings), hidden, source })
    }
}

/// So many months or years before are looked at again: what is entered later than that is no matter of a bulletin.
const LOOKED_BACK: usize = 12;

/// What bulletins have told of the months or years before, the nearest first.
pub(super) fn told_before(snapshot: &Snapshot<'_>, stretch: Stretch) -> Result<Vec<Told>, OfficeError> {
    let (mut told, mut later) = (Vec::new(), Vec::new());
    let before = std::iter::successors(Some(stretch.before()), |earlier| Some(earlier.before()));
    for earlier in before.take(LOOKED_BACK) {
        let Some((_, body)) = frozen_bulletin(snapshot, earlier)? else { continue };
        told.push(Told::of(earlier, &body.bulletin.report, &later));
        later.extend(body.bulletin.since);
    }
    Ok(told)
}

/// What was frozen of a month or a year, if its bulletin was.
pub(super) fn frozen_bulletin(
    snapshot: &Snapshot<'_>,
    stretch: Stretch,
) -> Result<Option<(Frozen, Body)>, OfficeError> {
    let frozen = snapshot.frozen(&stretch.to_string())?;
    let Some(frozen) = frozen.filter(|frozen| frozen.kind == FrozenKind::Bulletin) else { return Ok(None) };
    let damaged = |_| StoreError::Damaged("封存的通报".to_owned());
    let body = serde_json::from_str(&frozen.body).map_err(damaged)?;
    Ok(Some((frozen, body)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::figures::paragraph::Piece;
    use crate::domain::ids::PersonId;

    #[test]
    fn numbers_of_a_frozen_text_open_whatever_the_wording_has_become() {
        let body = r#"{"bulletin":{"stretch":"2026-10","as_of":"2026-11-02T09:00:00+08:00","events":9,"head":"ab",
            "report":{"from":"2026-10-01","to":"2026-10-31","as_of":"2026-11-02T09:00:00+08:00","by":null,"figures":[]},
            "before":null,"year_before":null,"rows":[],"sources":[],"fields":[],"topics":[],"trend":[]},
            "text":"十月接到的是2件。",
            "paragraphs":[{"is_heading":false,"pieces":[{"text":"十月接到的是"},
                {"text":"2","cases":["2026-0001","2026-0002"]},{"text":"件。"}]}]}"#;
        let body: Body = serde_json::from_str(body).unwrap();
        let stretch = body.bulletin.stretch;
        let frozen = Frozen {
            name: stretch.to_string(),
            kind: FrozenKind::Bulletin,
            from: stretch.first(),
            to: stretch.last(),
            at: body.bulletin.as_of,
            by: PersonId(1),
            sha256: String::new(),
            body: String::new(),
        };
        let grounds = BulletinGrounds {
            stretch,
            thresholds: Thresholds { on_time: 1, satisfied: 1 },
            hidden: BTreeSet::from(["2026-0001".to_owned()]),
            source: Source::Frozen(frozen, Box::new(body)),
        };
        let reading = grounds.reading();
        assert_eq!(reading.text(), "十月接到的是2件。");
        let number = Piece { text: "2".to_owned(), cases: Some(vec!["2026-0002".into()]) };
        assert_eq!(reading.paragraphs[0].pieces[1], number);
    }
}
