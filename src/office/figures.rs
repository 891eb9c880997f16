//! Figures for whoever asks: what they are worked out from, of one moment and within what the actor may see. Working them
//! out takes no database, so it can be done beside the screen.

use std::sync::Arc;

use super::disclosure::sight_of;
use super::{Office, OfficeError};
use crate::domain::calendar::Calendar;
use crate::domain::code::Coded as _;
use crate::domain::desk::Desk;
use crate::domain::figures::bulletin::Bulletin;
use crate::domain::figures::compared::{Compare, Compared};
use crate::domain::figures::disclosing::DisclosureFacts;
use crate::domain::figures::facts::CaseFacts;
use crate::domain::figures::grouping::By;
use crate::domain::figures::report::{Grounds, Report};
use crate::domain::figures::since::Told;
use crate::domain::figures::stretch::Stretch;
use crate::domain::refusal::{Refusal, RefusalCode};
use crate::domain::sight::Sight;
use crate::domain::time::{Date, Moment};
use crate::domain::town::event::ReportFrozen;
use crate::domain::town::frozen::{Frozen, FrozenKind, checked_name, taken};
use crate::domain::town::org::Org;
use crate::domain::words::Position;
use crate::store::{Head, Snapshot, StoreError, body_digest};

/// What figures are worked out from, as it stood at one moment.
#[derive(Debug, Clone)]
pub struct FigureGrounds {
    pub cases: Vec<CaseFacts>,
    pub disclosures: Vec<DisclosureFacts>,
    org: Arc<Org>,
    calendar: Arc<Calendar>,
    /// The head of the record then.
    pub head: Head,
    pub at: Moment,
    /// Whether the actor sees the cases of the whole town; figures of others are of their own cases.
    pub is_whole_town: bool,
}

impl FigureGrounds {
    /// The figures of the days from one through another.
    #[must_use]
    pub fn report(&self, from: Date, to: Date, by: Option<By>) -> Report {
        Report::of(self.grounds(), from, to, by, self.at)
    }

    /// The bulletin of a month or a year, beside what bulletins have told of earlier ones.
    #[must_use]
    pub fn bulletin(&self, stretch: Stretch, told: &[Told]) -> Bulletin {
        let head = (self.head.count, self.head.hash.clone());
        Bulletin::of(self.grounds(), stretch, told, head, self.at)
    }

    /// The figures of a period beside those that they are compared with.
    #[must_use]
    pub fn compared(&self, asked: Compare) -> Compared {
        Compared::of(self.grounds(), asked, self.at)
    }

    /// What stands beside them: the moment, of what they are where that is not the whole town, and the record's head.
    #[must_use]
    pub fn note(&self) -> String {
        let scope = if self.is_whole_town { "" } else { "只含您能看到的件。" };
        format!("统计时间 {}。{scope}{}", self.at.minute(), self.head_words())
    }

    /// The head of the record, as every paper bears it.
    #[must_use]
    pub fn head_words(&self) -> String {
        format!("链头 {}:{}", self.head.count, self.head.hash)
    }

    fn grounds(&self) -> Grounds<'_> {
        Grounds {
            cases: &self.cases,
            disclosures: &self.disclosures,
            org: &self.org,
            calendar: &self.calendar,
        }
    }
}

/// A report to be frozen; a bulletin is by an act of its own.
#[derive(Debug, Clone)]
pub struct FreezeAsked {
    /// Client-made id of the act.
    pub act: String,
    pub name: String,
    pub from: Date,
    pub to: Date,
    /// How many events the record had when they were taken.
    pub events: u64,
    /// The figures as JSON; the same for ever.
    pub body: String,
}

impl Office {
    /// Freezes figures under a name that was never given before.
    ///
    /// # Errors
    /// `not_permitted`; `invalid_value` for a name that is none or was given before; a store failure.
    pub fn freeze(&mut self, asked: FreezeAsked, now: Moment) -> Result<Frozen, OfficeError> {
        let may = [Position::CommissionOperator, Position::DisciplineSecretary];
        if !may.iter().any(|position| self.actor.holds(*position)) {
            let message = "封存统计由镇纪委专人或镇纪委书记办；没有封存。";
            return Err(Refusal::new(RefusalCode::NotPermitted, message).into());
        }
        let name = checked_name(&asked.name)?;
        if Stretch::parse(&name).is_some() {
            let message = format!("“{name}”是通报的名称，留给那个月（年）的通报；请换一个名称。没有封存。");
            return Err(Refusal::new(RefusalCode::InvalidValue, message).into());
        }
        let stamp = self.stamp(&asked.act, "freeze_report", now);
        let FreezeAsked { from, to, events, body, .. } = asked;
        let kind = FrozenKind::Report;
        let sha256 = body_digest(&body);
        let frozen = Frozen { name, kind, from, to, at: now, by: self.actor.id, sha256, body };
        self.change(now, |records, _| {
            if records.frozen(&frozen.name)?.is_some() {
                return Err(taken(&frozen.name).into());
            }
            let (name, sha256) = (frozen.name.clone(), frozen.sha256.clone());
            records.append_town(&ReportFrozen { name, kind, from, to, events, sha256 }.into(), &stamp)?;
            Ok(records.keep_frozen(&frozen)?)
        })?;
        Ok(frozen)
    }

    /// What was frozen under this name.
    ///
    /// # Errors
    /// `not_permitted` for people who do not see the whole town's cases; `invalid_value` where there is none.
    pub fn frozen(&self, name: &str, now: Moment) -> Result<Frozen, OfficeError> {
        self.check_sees_whole_town(now)?;
        let found = self.read(|snapshot| Ok(snapshot.frozen(name.trim())?))?;
        found.ok_or_else(|| {
            Refusal::new(RefusalCode::InvalidValue, format!("没有名为“{}”的封存。", name.trim())).into()
        })
    }

    /// The figures that were frozen under this name. Cases that the actor may not see are counted and not named.
    ///
    /// # Errors
    /// As [`Office::frozen`]; `invalid_value` where something else than a report was frozen.
    pub fn frozen_report(&self, name: &str, now: Moment) -> Result<(Frozen, Report), OfficeError> {
        let frozen = self.frozen(name, now)?;
        if frozen.kind != FrozenKind::Report {
            let message = format!("“{}”是{}，不是统计报表。", frozen.name, frozen.kind.label());
            return Err(Refusal::new(RefusalCode::InvalidValue, message).into());
        }
        let damaged = |_| StoreError::Damaged("封存的统计".to_owned());
        let mut report: Report = serde_json::from_str(&frozen.body).map_err(damaged)?;
        let hidden = self
            .read_as(self.settings.limit_day(now), |snapshot, reader| Ok(snapshot.hidden_numbers(reader)?))?;
        report.hide(&hidden);
        Ok((frozen, report))
    }

    /// Everything that was frozen, in the order of the names.
    ///
    /// # Errors
    /// `not_permitted` for people who do not see the whole town's cases; a store failure.
    pub fn all_frozen(&self, now: Moment) -> Result<Vec<Frozen>, OfficeError> {
        self.check_sees_whole_town(now)?;
        self.read(|snapshot| Ok(snapshot.all_frozen()?))
    }

    pub(super) fn check_sees_whole_town(&self, now: Moment) -> Result<(), OfficeError> {
        if self.sight_on(now.date())?.all { Ok(()) } else { Err(not_the_whole_town()) }
    }

    /// What the actor's figures are worked out from.
    ///
    /// # Errors
    /// `not_permitted` for people who see no cases; a store failure.
    pub fn figure_grounds(&self, now: Moment) -> Result<FigureGrounds, OfficeError> {
        let sight = self.sight_on(self.settings.limit_day(now))?;
        self.read(|snapshot| grounds_of(snapshot, &self.desk(now), &sight))
    }
}

/// What figures are worked out from for whoever sits at the desk.
pub(super) fn grounds_of(
    snapshot: &Snapshot<'_>,
    desk: &Desk,
    sight: &Sight,
) -> Result<FigureGrounds, OfficeError> {
    let disclosed = sight_of(desk);
    let mut disclosures = snapshot.disclosure_facts()?;
    disclosures.retain(|record| disclosed.covers(record.unit));
    Ok(FigureGrounds {
        cases: snapshot.figure_facts(sight)?,
        disclosures,
        org: Arc::clone(&desk.org),
        calendar: Arc::clone(&desk.calendar),
        head: snapshot.head()?,
        at: desk.now,
        is_whole_town: sight.all,
    })
}

/// Frozen figures are those of the whole town, by number of every case.
pub(super) fn not_the_whole_town() -> OfficeError {
    let message = "通报和封存的统计含全镇的件，您只能看自己的件的统计。";
    Refusal::new(RefusalCode::NotPermitted, message).into()
}
