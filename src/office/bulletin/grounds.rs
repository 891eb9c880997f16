//! What a bulletin is read from: what was frozen, else the figures of now. Making its text of them takes no database, so it
//! can be done beside the screen.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::domain::figures::bulletin::Bulletin;
use crate::domain::figures::paragraph::Paragraph;
use crate::domain::figures::reading::{Reading, hide, lines, thresholds};
use crate::domain::figures::report::Report;
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
    /// The figures of now, and those that were frozen of the month or the year before.
    Draft(FigureGrounds, Option<Box<Report>>),
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
        let (mut bulletin, frozen) = match &self.source {
            Source::Frozen(_, body) => (body.bulletin.clone(), Some(body.text.clone())),
            Source::Draft(grounds, before) => (grounds.bulletin(self.stretch, before.as_deref()), None),
        };
        let drafted = wording::paragraphs(&bulletin, self.thresholds);
        let text = frozen.unwrap_or_else(|| wording::text(&drafted));
        let mut paragraphs = lines(&text, &drafted);
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
        let (frozen, before, hidden) = self.read_as(self.settings.limit_day(now), |snapshot, reader| {
            let before = frozen_bulletin(snapshot, stretch.before())?;
            Ok((frozen_bulletin(snapshot, stretch)?, before, snapshot.hidden_numbers(reader)?))
        })?;
        let source = match (frozen, before) {
            (Some((frozen, body)), _) => Source::Frozen(frozen, Box::new(body)),
            (None, before) => {
                let before = before.map(|(_, body)| Box::new(body.bulletin.report));
                Source::Draft(self.figure_grounds(now)?, before)
            }
        };
        Ok(BulletinGrounds { stretch, thresholds: thresholds(&self.settings), hidden, source })
    }
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
