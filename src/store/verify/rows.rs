//! What follows from each case and stands in tables of its own: its row, clocks, people, steps. Every table is read once
//! beside the replay and compared row for row.

use rusqlite::{Connection, Row, Statement};

use super::super::error::StoreError;
use super::super::in_order::InOrder;
use super::super::summary::{self, Summary, Warnings};
use super::super::{Outlook, attachments, derived, figure_facts, papers, waiting};
use crate::domain::case::Case;
use crate::domain::ids::PersonId;
use crate::domain::limit::clock::Clock;
use crate::domain::sealable::Sealable;

const IDENTITIES: &str = "SELECT case_id, name, contact FROM identities ORDER BY case_id";
const RESPONDENTS: &str = "SELECT case_id, name FROM respondents ORDER BY case_id, name";
const SIGNERS: &str = "SELECT case_id, person_id FROM signers ORDER BY case_id, person_id";
const RECUSED: &str = "SELECT case_id, person_id FROM recused ORDER BY case_id, person_id";
const WAITING: &str = "SELECT case_id, person_id FROM waiting_people ORDER BY case_id, person_id";

/// The statements whose rows [`Tables`] reads.
pub struct Statements<'c>([Statement<'c>; 13]);

impl<'c> Statements<'c> {
    pub fn prepare(connection: &'c Connection) -> Result<Self, StoreError> {
        let clocks = summary::clocks_in_order();
        Ok(Self([
            connection.prepare(summary::IN_ORDER)?,
            connection.prepare(&clocks)?,
            connection.prepare(IDENTITIES)?,
            connection.prepare(RESPONDENTS)?,
            connection.prepare(SIGNERS)?,
            connection.prepare(WAITING)?,
            connection.prepare(RECUSED)?,
            connection.prepare(derived::PENDING_IN_ORDER)?,
            connection.prepare(derived::MIRRORING_IN_ORDER)?,
            connection.prepare(derived::ASSESSMENTS_IN_ORDER)?,
            connection.prepare(attachments::IN_ORDER)?,
            connection.prepare(papers::IN_ORDER)?,
            connection.prepare(figure_facts::IN_ORDER)?,
        ]))
    }
}

/// The tables, each at the case that comes next.
pub struct Tables<'s> {
    summaries: InOrder<'s>,
    clocks: InOrder<'s>,
    identities: InOrder<'s>,
    respondents: InOrder<'s>,
    signers: InOrder<'s>,
    waiting: InOrder<'s>,
    recused: InOrder<'s>,
    pending: InOrder<'s>,
    mirroring: InOrder<'s>,
    assessments: InOrder<'s>,
    files: InOrder<'s>,
    papers: InOrder<'s>,
    figures: InOrder<'s>,
}

impl<'s> Tables<'s> {
    pub fn of(statements: &'s mut Statements<'_>) -> Result<Self, StoreError> {
        let [
            summaries,
            clocks,
            identities,
            respondents,
            signers,
            waiting,
            recused,
            pending,
            mirroring,
            assessments,
            files,
            papers,
            figures,
        ] = &mut statements.0;
        Ok(Self {
            summaries: InOrder::by(0, summaries.query([])?),
            clocks: InOrder::by(summary::AFTER_CLOCK, clocks.query([])?),
            identities: InOrder::by(0, identities.query([])?),
            respondents: InOrder::by(0, respondents.query([])?),
            signers: InOrder::by(0, signers.query([])?),
            waiting: InOrder::by(0, waiting.query([])?),
            recused: InOrder::by(0, recused.query([])?),
            pending: InOrder::by(0, pending.query([])?),
            mirroring: InOrder::by(0, mirroring.query([])?),
            assessments: InOrder::by(0, assessments.query([])?),
            files: InOrder::by(0, files.query([])?),
            papers: InOrder::by(0, papers.query([])?),
            figures: InOrder::by(0, figures.query([])?),
        })
    }

    /// What is stored of a case in another way than its events imply. Cases come by rising numbers.
    pub fn differ(&mut self, case: &Case, outlook: &Outlook<'_>) -> Result<Option<&'static str>, StoreError> {
        let id = case.id.0;
        let summary = Summary::of(case, outlook);
        let wrong = if !is_only(&mut self.summaries, id, |row| summary.is_in(row))? {
            "当前状态"
        } else if !self.clocks_match(case, outlook)? {
            "时限或提醒日期"
        } else if !self.people_match(case, outlook)? {
            "投诉人、被反映人、审签人或等待的人"
        } else if !self.steps_match(case)? {
            "待审签环节、平台同步情况、研判方式或文号"
        } else if !are_all(&mut self.files, id, &attachments::rows_of(&case.files), attachments::is_row)? {
            "附件清单"
        } else if !self.figures_match(case)? {
            "统计用的行"
        } else {
            return Ok(None);
        };
        Ok(Some(wrong))
    }

    fn figures_match(&mut self, case: &Case) -> Result<bool, StoreError> {
        let implied = figure_facts::row(case)?;
        is_only(&mut self.figures, case.id.0, |row| Ok(row.get_ref(1)?.as_str()? == implied))
    }

    fn clocks_match(&mut self, case: &Case, outlook: &Outlook<'_>) -> Result<bool, StoreError> {
        let leading = case.running_clock();
        are_all(&mut self.clocks, case.id.0, &case.clocks, |row, clock| {
            // A word or a date that cannot be read is not the clock's.
            let is_same = summary::read_clock(row).is_ok_and(|stored| stored == *clock);
            Ok(is_same && (!clock.is_running() || is_warned(row, clock, leading, outlook)?))
        })
    }

    fn people_match(&mut self, case: &Case, outlook: &Outlook<'_>) -> Result<bool, StoreError> {
        let id = case.id.0;
        let name = case.complainant.name.as_ref().and_then(Sealable::body);
        let contact = case.complainant.contact.as_ref().and_then(Sealable::body);
        let named = case.respondent_names(outlook.register);
        let is_person = |row: &Row<'_>, person: &PersonId| Ok(row.get::<_, i64>(1)? == person.0);
        let identity = |row: &Row<'_>| {
            Ok(row.get_ref(1)?.as_str_or_null()? == name && row.get_ref(2)?.as_str_or_null()? == contact)
        };
        Ok(is_only(&mut self.identities, id, identity)?
            && are_all(&mut self.respondents, id, &named, |row, name| Ok(row.get_ref(1)?.as_str()? == name))?
            && are_all(&mut self.signers, id, &case.known_by_name(), is_person)?
            && are_all(&mut self.waiting, id, &waiting::people(case, outlook.register.org()), is_person)?
            && are_all(&mut self.recused, id, &case.hidden_from(outlook.register), is_person)?)
    }

    fn steps_match(&mut self, case: &Case) -> Result<bool, StoreError> {
        let id = case.id.0;
        let mut pending = derived::pending(case);
        pending.sort();
        let mirroring = derived::mirroring(case);
        let decided = derived::decided_by(case);
        Ok(are_all(&mut self.pending, id, &pending, derived::is_pending)?
            && is_only(&mut self.mirroring, id, |row| derived::is_mirroring(row, &mirroring))?
            && are_all(&mut self.assessments, id, decided.as_slice(), |row, decided| {
                Ok(row.get_ref(1)?.as_str()? == *decided)
            })?
            && are_all(&mut self.papers, id, &papers::rows_of_case(case), papers::is_paper)?)
    }

    /// What is wrong when rows are left that belong to no case with events.
    pub fn strays(&mut self) -> Result<Option<&'static str>, StoreError> {
        let tables = [
            (&mut self.summaries, "有的投诉件没有任何记录"),
            (&mut self.clocks, "有的时限不属于任何投诉件"),
            (&mut self.identities, "有的身份信息不属于任何投诉件"),
            (&mut self.respondents, "有的被反映人不属于任何投诉件"),
            (&mut self.signers, "有人被记为审签人，却没有对应的审签环节"),
            (&mut self.waiting, "有人被记为等待的人，却没有对应的投诉件"),
            (&mut self.recused, "有人被记为需要回避，却没有对应的投诉件"),
            (&mut self.pending, "有的待审签环节不属于任何投诉件"),
            (&mut self.mirroring, "有的平台同步情况不属于任何投诉件"),
            (&mut self.assessments, "有的研判方式不属于任何投诉件"),
            (&mut self.files, "有的附件不属于任何投诉件"),
            (&mut self.papers, "有的文号不属于任何投诉件"),
            (&mut self.figures, "有的统计用的行不属于任何投诉件"),
        ];
        for (table, reason) in tables {
            if table.ends_with_strays()? {
                return Ok(Some(reason));
            }
        }
        Ok(None)
    }
}

/// Whether the first warning days stored of a running clock are those the calendar and the settings give.
fn is_warned(
    row: &Row<'_>,
    clock: &Clock,
    leading: Option<&Clock>,
    outlook: &Outlook<'_>,
) -> rusqlite::Result<bool> {
    let Warnings { approaching_from, remind_from, leads } = Warnings::of(clock, leading, outlook);
    let from = summary::AFTER_CLOCK + 1;
    Ok(row.get_ref(from)?.as_str()? == approaching_from
        && row.get_ref(from + 1)?.as_str()? == remind_from
        && row.get::<_, bool>(from + 2)? == leads)
}

/// Whether the case has this one row and no other.
fn is_only(
    table: &mut InOrder<'_>,
    case: i64,
    is_right: impl Fn(&Row<'_>) -> rusqlite::Result<bool>,
) -> Result<bool, StoreError> {
    are_all(table, case, &[()], |row, ()| is_right(row))
}

/// Whether the rows of the case are these, in this order, and no more.
fn are_all<T>(
    table: &mut InOrder<'_>,
    case: i64,
    expected: &[T],
    is_right: impl Fn(&Row<'_>, &T) -> rusqlite::Result<bool>,
) -> Result<bool, StoreError> {
    for one in expected {
        let Some(row) = table.next_of(case)? else { return Ok(false) };
        if !is_right(row, one)? {
            return Ok(false);
        }
    }
    Ok(table.next_of(case)?.is_none())
}
