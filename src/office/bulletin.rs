//! The office's bulletin (通报): drafted from the figures, frozen with its edited text, and laid out from the record as it
//! stood when the figures were taken, so that it is the same whenever it is written again.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::as_of::Then;
use super::{FreezeAsked, Office, OfficeError};
use crate::domain::case::Case;
use crate::domain::code::Coded as _;
use crate::domain::disclosure::Disclosure;
use crate::domain::document::Document;
use crate::domain::figures::bulletin::Bulletin;
use crate::domain::figures::figure::FigureName;
use crate::domain::figures::stretch::Stretch;
use crate::domain::figures::wording::{Thresholds, paragraphs, text};
use crate::domain::ids::ChainPlace;
use crate::domain::refusal::{Refusal, RefusalCode};
use crate::domain::sealable::Sealable;
use crate::domain::time::{Date, Moment};
use crate::domain::town::frozen::{Frozen, FrozenKind};
use crate::domain::words::{DocumentKind, DocumentState, Satisfaction};
use crate::forms::bulletin::{self as form, List, check_text};
use crate::store::{Snapshot, StoreError};

/// A bulletin as it is read: a draft of the present figures, or what was frozen.
#[derive(Debug, Clone)]
pub struct BulletinView {
    pub bulletin: Bulletin,
    pub text: String,
    /// The lists behind it: overdue, dissatisfied, extended, not made public in time.
    pub lists: Vec<List>,
    /// Absent while it is a draft.
    pub frozen: Option<Frozen>,
    pub town: String,
}

/// What is frozen of a bulletin.
#[derive(Serialize, Deserialize)]
struct Body {
    bulletin: Bulletin,
    text: String,
}

/// A frozen text is at most so long, in characters.
const LONGEST_TEXT: usize = 20_000;

impl Office {
    /// The bulletin of a month or a year: as it was frozen, else drafted from the figures of now.
    ///
    /// # Errors
    /// `not_permitted` for people who do not see the whole town's cases; `out_of_time` for one that has not begun.
    pub fn bulletin(&self, stretch: Stretch, now: Moment) -> Result<BulletinView, OfficeError> {
        self.check_sees_whole_town(now)?;
        if stretch.first() > now.date() {
            let message = format!("{}还没有到，没有可通报的。", stretch.words());
            return Err(Refusal::new(RefusalCode::OutOfTime, message).into());
        }
        let frozen = self.read(|snapshot| Ok(snapshot.frozen(&stretch.to_string())?))?;
        let frozen = frozen.filter(|frozen| frozen.kind == FrozenKind::Bulletin);
        let (mut bulletin, text) = match &frozen {
            Some(frozen) => {
                let damaged = |_| StoreError::Damaged("封存的通报".to_owned());
                let body: Body = serde_json::from_str(&frozen.body).map_err(damaged)?;
                (body.bulletin, body.text)
            }
            None => self.drafted(stretch, now)?,
        };
        let lists = self.read_as(self.settings.limit_day(now), |snapshot, reader| {
            bulletin.hide(&snapshot.hidden_numbers(reader)?);
            self.lists(snapshot, &bulletin, now)
        })?;
        Ok(BulletinView { bulletin, text, lists, frozen, town: self.org.town.clone() })
    }

    /// The bulletin of the present figures with the text that they give.
    fn drafted(&self, stretch: Stretch, now: Moment) -> Result<(Bulletin, String), OfficeError> {
        let grounds = self.figure_grounds(now)?;
        let bulletin = grounds.bulletin(stretch);
        let text = text(&paragraphs(&bulletin, self.bulletin_thresholds()));
        Ok((bulletin, text))
    }

    /// Below which shares units are named.
    #[must_use]
    pub fn bulletin_thresholds(&self) -> Thresholds {
        Thresholds {
            on_time: self.settings.bulletin_on_time_percent,
            satisfied: self.settings.bulletin_satisfied_percent,
        }
    }

    /// Freezes the bulletin of a month or a year that is over, with the figures of now and this text; without one, with
    /// the text that the figures give.
    ///
    /// # Errors
    /// `out_of_time` before it is over; `invalid_value` for a text without the four parts; a refusal where it names who
    /// complains; `not_permitted`; `invalid_value` where it was frozen before.
    pub fn freeze_bulletin(
        &mut self,
        act: String,
        stretch: Stretch,
        edited: Option<&str>,
        now: Moment,
    ) -> Result<BulletinView, OfficeError> {
        self.check_sees_whole_town(now)?;
        if stretch.last() >= now.date() {
            let first = stretch.last().tomorrow().unwrap_or(Date::LAST);
            let message = format!("{}还没有过完，到{first}才能封存通报；没有封存。", stretch.words());
            return Err(Refusal::new(RefusalCode::OutOfTime, message).into());
        }
        let (bulletin, drafted) = self.drafted(stretch, now)?;
        let text = edited.map_or(drafted, |text| text.trim().to_owned());
        check_text(&text).map_err(|why| Refusal::new(RefusalCode::InvalidValue, why))?;
        if text.chars().count() > LONGEST_TEXT {
            let message = format!("通报正文最多{LONGEST_TEXT}个字；没有封存。");
            return Err(Refusal::new(RefusalCode::InvalidValue, message).into());
        }
        self.check_names_nobody(&bulletin, &text)?;
        let events = bulletin.events;
        let body = serde_json::to_string(&Body { bulletin, text })
            .map_err(|error| StoreError::Other(error.to_string()))?;
        let (name, kind) = (stretch.to_string(), FrozenKind::Bulletin);
        let (from, to) = (stretch.first(), stretch.last());
        self.freeze(FreezeAsked { act, name, kind, from, to, events, body }, now)?;
        self.bulletin(stretch, now)
    }

    /// A text that goes out to everybody names nobody who complains in a case that it is about.
    fn check_names_nobody(&self, bulletin: &Bulletin, text: &str) -> Result<(), OfficeError> {
        let register = crate::domain::case::respondents::Register::of(&self.org);
        self.read(|snapshot| {
            for number in handled(bulletin) {
                let read = snapshot.case_of_town(number)?.map(|id| snapshot.case(id)).transpose()?.flatten();
                if let Some(read) = read {
                    super::gate::refuse_naming(&read, text, &register)?;
                }
            }
            Ok(())
        })
    }

    /// The lists of a bulletin, from the record as it stood then.
    fn lists(
        &self,
        snapshot: &Snapshot<'_>,
        bulletin: &Bulletin,
        now: Moment,
    ) -> Result<Vec<List>, OfficeError> {
        let then = self.then(snapshot, upto(bulletin), now)?;
        let through = bulletin.stretch.last().min(bulletin.as_of.date());
        let rows = |name: FigureName, row: &dyn Fn(&Case) -> Vec<String>| {
            let cases = bulletin.figure(name).map_or(&[][..], |figure| &figure.cases);
            let mut rows = Vec::with_capacity(cases.len());
            for number in cases {
                rows.extend(self.listed(snapshot, number, &then)?.as_ref().map(row));
            }
            Ok::<_, OfficeError>(rows)
        };
        let overdue = rows(FigureName::OverdueNow, &|case| overdue_row(case, through, &then))?;
        let dissatisfied = rows(FigureName::Dissatisfied, &|case| dissatisfied_row(case, &then))?;
        let extended = rows(FigureName::Extended, &|case| extended_row(case, &then))?;
        Ok(vec![
            List { title: "超期未办结", columns: form::OVERDUE, rows: overdue },
            List { title: "不满意", columns: form::DISSATISFIED, rows: dissatisfied },
            List { title: "延期", columns: form::EXTENDED, rows: extended },
            List {
                title: "公示公开未按时",
                columns: form::UNDISCLOSED,
                rows: disclosures(snapshot, bulletin, &then, false)?,
            },
        ])
    }
}

/// Where the record ended when the figures were taken.
pub(super) fn upto(bulletin: &Bulletin) -> ChainPlace {
    ChainPlace(i64::try_from(bulletin.events).unwrap_or(i64::MAX))
}

/// The numbers of all cases that were handled in the period, each once, in order.
pub(super) fn handled(bulletin: &Bulletin) -> BTreeSet<&String> {
    let names = [FigureName::CarriedOver, FigureName::Received, FigureName::Resumed];
    names.into_iter().filter_map(|name| bulletin.figure(name)).flat_map(|figure| &figure.cases).collect()
}

fn unit(case: &Case, then: &Then) -> String {
    case.unit.map_or("未转办", |unit| then.org().unit_name(unit)).to_owned()
}

fn overdue_row(case: &Case, through: Date, then: &Then) -> Vec<String> {
    let late = case.clocks.iter().rev().find(|clock| {
        clock.due_on < through
            && clock.stopped_on.is_none_or(|stopped| stopped > through)
            && !clock.is_cancelled()
    });
    let (due, over) = late.map_or_else(Default::default, |clock| {
        let over = clock.remaining(through, then.calendar()).unsigned_abs();
        (clock.due_on.to_string(), format!("{over}个{}", clock.unit.label()))
    });
    let handler = case.handler.map_or("", |person| then.org().person_name(person));
    vec![case.case_no.clone(), case.title.text().to_owned(), unit(case, then), due, over, handler.to_owned()]
}

fn dissatisfied_row(case: &Case, then: &Then) -> Vec<String> {
    let word = case.evaluations.iter().rev().find(|word| word.satisfaction == Satisfaction::Dissatisfied);
    let reason = word.and_then(|word| word.comment.as_ref()).and_then(Sealable::body).unwrap_or_default();
    vec![
        case.case_no.clone(),
        case.title.text().to_owned(),
        unit(case, then),
        reason.to_owned(),
        case.stage.label().to_owned(),
    ]
}

fn extended_row(case: &Case, then: &Then) -> Vec<String> {
    let is_granted = |document: &&Document| {
        document.kind == DocumentKind::Extension && document.state == DocumentState::Done
    };
    let granted = case.documents.iter().rev().find(is_granted);
    let reason = granted.and_then(|document| document.text.body()).unwrap_or_default();
    let due = case.clock(crate::domain::words::ClockKind::Handling).map(|clock| clock.due_on.to_string());
    vec![case.case_no.clone(), unit(case, then), reason.to_owned(), due.unwrap_or_default()]
}

/// The records of disclosure that were due in the period as they stood then: all of them, or those alone that were not
/// settled in time.
pub(super) fn disclosures(
    snapshot: &Snapshot<'_>,
    bulletin: &Bulletin,
    then: &Then,
    all: bool,
) -> Result<Vec<Vec<String>>, OfficeError> {
    let Some(figure) = bulletin.figure(FigureName::DisclosureOnTime) else { return Ok(Vec::new()) };
    let in_time: &[String] = if all { &figure.cases } else { &[] };
    let mut rows = Vec::new();
    for code in in_time.iter().chain(&figure.others) {
        let id = crate::domain::disclosure::no_of(code).map(|no| snapshot.disclosure_numbered(no));
        let Some(id) = id.transpose()?.flatten() else { continue };
        let Some(record) = snapshot.disclosure_as_of(id, upto(bulletin))? else { continue };
        rows.push(disclosure_row(&record, then));
    }
    Ok(rows)
}

fn disclosure_row(record: &Disclosure, then: &Then) -> Vec<String> {
    let state = match record.verdict {
        Some(verdict) => format!("{}（{}）", record.state.label(), verdict.label()),
        None => record.state.label().to_owned(),
    };
    vec![then.org().unit_name(record.unit).to_owned(), record.told(), record.due_on.to_string(), state]
}
