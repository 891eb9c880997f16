//! The ledger of complaints (台账): every case of a list as a row, of one moment. Who complains is masked; with the right
//! and a reason it is not, and that it was exported is an event.

mod cases_read;

pub use cases_read::CasesRead;

use super::{Office, OfficeError, gate};
use crate::domain::case::respondents::Register;
use crate::domain::refusal::{Refusal, RefusalCode};
use crate::domain::time::Moment;
use crate::domain::town::event::LedgerExported;
use crate::domain::view::filter::Filter;
use crate::domain::view::ledger;
use crate::domain::view::listing::{From, ListQuery, Sort, View};
use crate::domain::words::Position;
use crate::forms::table_file::LedgerFile;
use crate::store::Head;

/// Cases whose rows are read at once.
const PAGE_ROWS: u32 = 500;

/// Which ledger is wanted.
#[derive(Debug, Clone)]
pub struct LedgerAsked {
    /// Client-made id of the export.
    pub act: String,
    pub view: View,
    pub filter: Filter,
    /// Why who complains has to stand in it; masked without.
    pub reason: Option<String>,
}

/// The ledger as it stood at one moment.
#[derive(Debug, Clone)]
pub struct Ledger {
    /// Each with the cells of [`crate::domain::view::ledger::COLUMNS`], the lowest number first.
    pub rows: Vec<Vec<String>>,
    /// The head of the record then.
    pub head: Head,
    pub at: Moment,
}

impl Ledger {
    /// What a file of it is made from.
    #[must_use]
    pub fn file(&self, has_identity: bool) -> LedgerFile<'_> {
        LedgerFile { rows: &self.rows, at: self.at, head: (self.head.count, &self.head.hash), has_identity }
    }
}

impl Office {
    /// The ledger of the cases that the actor may see.
    ///
    /// # Errors
    /// `not_permitted`; `missing_field` where identity was asked for without a reason; `not_saved` when it was stopped; a
    /// store failure.
    pub fn ledger(
        &mut self,
        asked: &LedgerAsked,
        now: Moment,
        read: &mut CasesRead<'_>,
    ) -> Result<Ledger, OfficeError> {
        if asked.reason.is_some() {
            self.check_may_name_complainants()?;
        }
        let sight = self.sight_on(now.date())?;
        let register = Register::of(&self.org);
        let ledger = self.read(|snapshot| {
            let mut query = ListQuery {
                view: asked.view,
                filter: asked.filter.clone(),
                sort: Sort::Number,
                from: From::Top,
                limit: PAGE_ROWS,
            };
            let mut rows = Vec::new();
            loop {
                let page = self.page(snapshot, &query, now)?;
                for row in &page.rows {
                    let Some(case) = snapshot.case(row.id)? else { continue };
                    if let Some(reason) = &asked.reason {
                        gate::refuse_naming(&case, reason, &register)?;
                    }
                    let (hidden, _) = gate::links(snapshot, &case, &sight, &self.org)?;
                    let looking = gate::Looking {
                        person: &self.actor,
                        is_revealed: asked.reason.is_some(),
                        hidden: &hidden,
                    };
                    rows.push(ledger::row(&gate::listed(case, &looking, &register), &self.org));
                    read.one_more()?;
                }
                match page.rows.into_iter().next_back() {
                    Some(last) if !page.at_bottom => query.from = From::After(last.key),
                    Some(_) | None => break,
                }
            }
            rows.reverse();
            Ok(Ledger { rows, head: snapshot.head()?, at: now })
        })?;
        if let Some(reason) = &asked.reason {
            let stamp = self.stamp(&asked.act, "ledger", now);
            let fact = LedgerExported { cases: ledger.rows.len(), reason: reason.clone() };
            self.change(now, |records, _| Ok(records.append_town(&fact.clone().into(), &stamp)?))?;
        }
        Ok(ledger)
    }

    /// Whoever may look at who complains in any case of the town.
    fn check_may_name_complainants(&self) -> Result<(), OfficeError> {
        let may = [Position::CommissionOperator, Position::DisciplineSecretary];
        if may.iter().any(|position| self.actor.holds(*position)) {
            return Ok(());
        }
        let message =
            "含投诉人身份的台账由镇纪委专人、镇纪委书记导出，您只能导出隐去身份的（不写 --identity）。";
        Err(Refusal::new(RefusalCode::NotPermitted, message).into())
    }
}
