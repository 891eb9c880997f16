//! The office's bulletin (通报) with its lists, laid out from the record as it stood when the figures were taken, so that it
//! is the same whenever it is written again.

pub(super) mod freezing;
mod grounds;

use std::collections::BTreeSet;

use super::as_of::Then;
use super::{CasesRead, Office, OfficeError};
use crate::domain::case::Case;
use crate::domain::code::Coded as _;
use crate::domain::disclosure::Disclosure;
use crate::domain::document::Document;
use crate::domain::figures::bulletin::Bulletin;
use crate::domain::figures::facts::Number;
use crate::domain::figures::figure::FigureName;
use crate::domain::figures::stretch::Stretch;
use crate::domain::ids::ChainPlace;
use crate::domain::sealable::Sealable;
use crate::domain::time::{Date, Moment};
use crate::domain::town::frozen::Frozen;
use crate::domain::words::{DocumentKind, DocumentState, Satisfaction};
use crate::forms::bulletin::{self as form, List};
use crate::store::Snapshot;
use grounds::Made;

/// A bulletin as it is read: a draft of the present figures, or what was frozen.
#[derive(Debug, Clone)]
pub struct BulletinView {
    pub bulletin: Bulletin,
    pub text: String,
    /// Absent while it is a draft.
    pub frozen: Option<Frozen>,
    pub town: String,
}

impl Office {
    /// The bulletin of a month or a year: as it was frozen, else drafted from the figures of now.
    ///
    /// # Errors
    /// `not_permitted` for people who do not see the whole town's cases; `out_of_time` for one that has not begun.
    pub fn bulletin(&self, stretch: Stretch, now: Moment) -> Result<BulletinView, OfficeError> {
        let grounds = self.bulletin_grounds(stretch, now)?;
        let Made { bulletin, text, .. } = grounds.made();
        let frozen = grounds.frozen().cloned();
        Ok(BulletinView { bulletin, text, frozen, town: self.org.town.clone() })
    }

    /// The lists behind a bulletin: overdue, dissatisfied, extended, not made public in time, open. Each of their cases is
    /// replayed, so they are read where they are written and not before.
    ///
    /// # Errors
    /// `not_saved` when it was stopped; a store failure.
    pub fn bulletin_lists(
        &self,
        view: &BulletinView,
        now: Moment,
        read: &mut CasesRead<'_>,
    ) -> Result<Vec<List>, OfficeError> {
        self.read(|snapshot| self.lists(snapshot, &view.bulletin, now, read))
    }

    /// The lists of a bulletin, from the record as it stood then.
    fn lists(
        &self,
        snapshot: &Snapshot<'_>,
        bulletin: &Bulletin,
        now: Moment,
        read: &mut CasesRead<'_>,
    ) -> Result<Vec<List>, OfficeError> {
        let then = self.then(snapshot, upto(bulletin), now)?;
        let through = bulletin.stretch.last().min(bulletin.as_of.date());
        let mut rows = |name: FigureName, row: &dyn Fn(&Case) -> Vec<String>| {
            let cases = bulletin.figure(name).map_or(&[][..], |figure| &figure.cases);
            let mut rows = Vec::with_capacity(cases.len());
            for number in cases {
                read.one_more()?;
                rows.extend(self.listed(snapshot, number, &then)?.as_ref().map(row));
            }
            Ok::<_, OfficeError>(rows)
        };
        let overdue = rows(FigureName::OverdueNow, &|case| overdue_row(case, through, &then))?;
        let dissatisfied = rows(FigureName::Dissatisfied, &|case| dissatisfied_row(case, &then))?;
        let open = rows(FigureName::Open, &|case| open_row(case, &then))?;
        let extended = rows(FigureName::Extended, &|case| extended_row(case, &then))?;
        Ok(vec![
            List { title: "超期未办结", columns: form::OVERDUE, rows: overdue, on_paper: true },
            List { title: "不满意", columns: form::DISSATISFIED, rows: dissatisfied, on_paper: true },
            List { title: "延期", columns: form::EXTENDED, rows: extended, on_paper: true },
            List {
                title: "公示公开未按时",
                columns: form::UNDISCLOSED,
                rows: disclosures(snapshot, bulletin, &then, false)?,
                on_paper: true,
            },
            List { title: "在办", columns: form::OPEN, rows: open, on_paper: false },
        ])
    }
}

/// Where the record ended when the figures were taken.
pub(super) fn upto(bulletin: &Bulletin) -> ChainPlace {
    ChainPlace(i64::try_from(bulletin.events).unwrap_or(i64::MAX))
}

/// The numbers of all cases that were handled in the period or are entered late for earlier ones, each once, in order.
pub(super) fn handled(bulletin: &Bulletin) -> BTreeSet<&Number> {
    let names = [FigureName::CarriedOver, FigureName::Received, FigureName::Resumed];
    let handled = names.into_iter().filter_map(|name| bulletin.figure(name)).flat_map(|figure| &figure.cases);
    handled.chain(bulletin.since.iter().flat_map(|since| &since.cases)).collect()
}

/// The unit that has the case, by the name of then.
pub(super) fn unit(case: &Case, then: &Then) -> String {
    case.unit.map_or("未转办", |unit| then.org().unit_name(unit)).to_owned()
}

fn open_row(case: &Case, then: &Then) -> Vec<String> {
    vec![
        case.case_no.clone(),
        case.title.text().to_owned(),
        unit(case, then),
        case.stage.label().to_owned(),
        case.running_clock().map_or(String::new(), |clock| clock.due_on.to_string()),
        case.handler.map_or("", |person| then.org().person_name(person)).to_owned(),
    ]
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
    let in_time: &[Number] = if all { &figure.cases } else { &[] };
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
