//! Judging the rows of a file against the record: what each will become, and which earlier cases it likely repeats. It
//! only reads, so nobody waits for it, and a preview is this and nothing more.

use std::collections::{BTreeMap, BTreeSet};

use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;

use super::beside::{Beside, beside};
use super::likely::{EarlierRows, Likely};
use super::row::{self, columns, facts, raw_cells, stub_facts};
use super::{Progress, Task, advance};
use crate::actions::register;
use crate::domain::case::respondents::Register;
use crate::domain::case::{Case, platform_no};
use crate::domain::desk::Desk;
use crate::domain::event::{CaseEvent, Recorded, evolve};
use crate::domain::ids::{CaseId, ChainPlace};
use crate::domain::sight::Sight;
use crate::domain::view::intake_row::{IntakeFile, IntakeRow, RowFault};
use crate::office::{OfficeError, gate};
use crate::store::{Head, Snapshot, StoreError};

/// What becomes of a row, as far as the record was when it was judged.
pub(super) enum Fate {
    /// Already here with the same content; there is nothing to do.
    Same,
    /// Already here, and something about it is new: what the platform says, or only how it says it.
    Differs { is_supplement: bool, is_evaluation: bool },
    /// A case of its own.
    New(NewCase),
    /// It cannot be taken.
    Faulty(Box<RowFault>),
    /// Whoever imports may not see the case (由其他人员办理): nothing of it is told them or written by them. The case,
    /// where it is here already.
    Elsewhere(Option<CaseId>),
}

/// What was prepared for a case of its own.
pub(super) struct NewCase {
    pub repeats: Vec<Likely>,
    /// It is about whoever imports, who is told only that others handle it.
    pub is_elsewhere: bool,
}

/// What two rows are compared by, keyed so that nobody can guess a text from it.
pub(super) type Digest = [u8; 32];

pub(super) struct Judged {
    /// A keyed digest of everything the platform says in the row.
    pub digest: Digest,
    pub fate: Fate,
}

/// Every row of a file, and the moment of the record they were judged against.
pub(super) struct Judgement {
    pub rows: Vec<Judged>,
    pub head: Head,
    /// The newest case there was.
    pub last_case: CaseId,
    /// The last number given in the present year.
    pub last_serial: i64,
    /// Grows with every change of organisation, settings or calendar.
    pub revision: i64,
}

/// Judges every row.
pub(super) fn judge(
    snapshot: &Snapshot<'_>,
    task: &Task<'_>,
    desk: &Desk,
    progress: Progress<'_>,
) -> Result<Judgement, OfficeError> {
    let file_rows = &task.file.rows;
    let mut judge = Judge {
        snapshot,
        task,
        desk,
        sight: desk.sight(),
        register: Register::of(&desk.org),
        seen: BTreeMap::new(),
        unnumbered: BTreeSet::new(),
        earlier: EarlierRows::of(file_rows),
    };
    let mut rows = Vec::with_capacity(file_rows.len());
    for (place, row) in file_rows.iter().enumerate() {
        advance(progress, place, task.steps())?;
        let judged = judge.one(place, &row, &rows)?;
        rows.push(judged);
    }
    Ok(Judgement {
        rows,
        head: snapshot.head()?,
        last_case: CaseId(snapshot.next_case_id()?.0 - 1),
        last_serial: snapshot.last_serial(desk.today().year())?,
        revision: snapshot.revision()?,
    })
}

struct Judge<'a, 'b> {
    snapshot: &'a Snapshot<'b>,
    task: &'a Task<'a>,
    desk: &'a Desk,
    sight: Option<Sight>,
    register: Register,
    /// The first and the last row of this file with a number, by their places.
    seen: BTreeMap<String, (usize, usize)>,
    /// What the rows of this file without a number said.
    unnumbered: BTreeSet<Digest>,
    earlier: EarlierRows<'a>,
}

impl Judge<'_, '_> {
    /// Judges a row; `before` are those before it.
    fn one(&mut self, place: usize, row: &IntakeRow, before: &[Judged]) -> Result<Judged, OfficeError> {
        let digest = digest_of(row, &self.task.secret)?;
        let key = row.platform_no.as_deref().and_then(platform_no::key);
        let fate = self.fate(place, row, digest, key, before)?;
        Ok(Judged { digest, fate: self.told_nothing(row, fate) })
    }

    /// Nothing is told of a row about whoever imports: neither that it is here nor what is wrong with it.
    fn told_nothing(&self, row: &IntakeRow, fate: Fate) -> Fate {
        if !self.is_elsewhere(row) {
            return fate;
        }
        match fate {
            Fate::Same => Fate::Elsewhere(None),
            Fate::New(NewCase { .. }) => Fate::New(NewCase { repeats: Vec::new(), is_elsewhere: true }),
            Fate::Differs { .. } | Fate::Faulty(_) | Fate::Elsewhere(_) => fate,
        }
    }

    /// Whether the complaint of a row is hidden from whoever imports.
    fn is_elsewhere(&self, row: &IntakeRow) -> bool {
        row::is_hidden_from(row, &self.desk.actor, &self.desk.org)
    }

    fn fate(
        &mut self,
        place: usize,
        row: &IntakeRow,
        digest: Digest,
        key: Option<String>,
        before: &[Judged],
    ) -> Result<Fate, OfficeError> {
        if key.is_none() {
            return self.unnumbered(place, row, digest);
        }
        let said = |place: usize| before.get(place).map(|judged| judged.digest);
        let fate = match key.as_ref().and_then(|key| self.seen.get(key)) {
            Some((_, last)) if said(*last) == Some(digest) => Fate::Same,
            Some((earlier, _)) => self.beside_row(*earlier, row),
            None => match known(self.snapshot, row, &digest)? {
                Some((id, _)) if self.snapshot.is_hidden(id, self.desk.actor.id)? => {
                    Fate::Elsewhere(Some(id))
                }
                Some((_, Some(last))) if last == digest => Fate::Same,
                Some((id, _)) => self.beside_case(id, row)?,
                None => self.new_case(place, row)?,
            },
        };
        if let (Some(key), Fate::New(_) | Fate::Differs { .. }) = (key, &fate) {
            let first = self.seen.get(&key).map_or(place, |(first, _)| *first);
            self.seen.insert(key, (first, place));
        }
        Ok(fate)
    }

    /// A row without a number is known by all it says: equal in every column, the times included, it is the same.
    fn unnumbered(&mut self, place: usize, row: &IntakeRow, digest: Digest) -> Result<Fate, OfficeError> {
        if let Some((id, _)) = known(self.snapshot, row, &digest)?
            && self.snapshot.is_hidden(id, self.desk.actor.id)?
        {
            return Ok(Fate::Elsewhere(Some(id)));
        }
        let is_here = self.task.came_before()
            || self.unnumbered.contains(&digest)
            || known(self.snapshot, row, &digest)?.is_some();
        if is_here {
            return Ok(Fate::Same);
        }
        let fate = self.new_case(place, row)?;
        if matches!(fate, Fate::New(_)) && !self.task.to_seal.contains(&row.row) {
            self.unnumbered.insert(digest);
        }
        Ok(fate)
    }

    /// The same number stands twice in the file: the later row is judged by what the earlier one registers.
    fn beside_row(&self, earlier: usize, row: &IntakeRow) -> Fate {
        let Some(first) = &self.task.file.rows.get(earlier) else { return Fate::Same };
        if self.task.to_seal.contains(&first.row) {
            return Fate::Same;
        }
        let Ok(events) = register::registered(facts(first, self.desk.now), &self.desk.context()) else {
            return Fate::Same;
        };
        let name = format!("第 {} 行", first.row);
        self.told(beside(&born(events, self.desk), row, &name, &self.register), row)
    }

    fn beside_case(&self, id: CaseId, row: &IntakeRow) -> Result<Fate, OfficeError> {
        let read = self.snapshot.case(id)?.ok_or_else(|| without_record(id))?;
        Ok(self.told(gate::beside_row(&read, row, &self.register), row))
    }

    fn told(&self, said: Beside, row: &IntakeRow) -> Fate {
        match said {
            Beside::Sealed => Fate::Same,
            Beside::Another(reason) => Fate::Faulty(Box::new(fault(self.task.file, row, "平台编号", reason))),
            Beside::News(news) => Fate::Differs {
                is_supplement: !news.differences.is_empty(),
                is_evaluation: news.word.is_some(),
            },
        }
    }

    fn new_case(&mut self, place: usize, row: &IntakeRow) -> Result<Fate, OfficeError> {
        if let Some(reason) = own_number(self.snapshot, row)? {
            return Ok(Fate::Faulty(Box::new(fault(self.task.file, row, "平台编号", reason))));
        }
        let seals = self.task.to_seal.contains(&row.row);
        let first = if seals { stub_facts(row, self.desk.now) } else { facts(row, self.desk.now) };
        let events = match register::registered(first, &self.desk.context()) {
            Ok(events) => events,
            Err(refusal) => {
                let fault = fault(self.task.file, row, "推送时间", refusal.message);
                return Ok(Fate::Faulty(Box::new(fault)));
            }
        };
        let case = born(events, self.desk);
        let repeats = match &self.sight {
            // A complaint about whoever imports is not shown to them, as a likely repeat of a later row neither.
            Some(sight) if !seals && !self.is_elsewhere(row) => {
                let found = self.snapshot.repeats_of(&case.repeat_facts(), CaseId(i64::MAX), sight)?;
                self.earlier.likely(place, &case.repeat_facts(), found)
            }
            Some(_) | None => Vec::new(),
        };
        Ok(Fate::New(NewCase { repeats, is_elsewhere: false }))
    }
}

/// A case already here, with the digest of what the platform last said of it when it came by import.
pub(super) type Known = (CaseId, Option<Digest>);

/// The case that a row stands for: by its number of the platform, or without one by all it says.
pub(super) fn known(
    snapshot: &Snapshot<'_>,
    row: &IntakeRow,
    digest: &Digest,
) -> Result<Option<Known>, StoreError> {
    let Some(number) = &row.platform_no else {
        return Ok(snapshot.unnumbered_row(digest)?.map(|id| (id, Some(*digest))));
    };
    if let Some(key) = platform_no::key(number)
        && let Some((id, digest)) = snapshot.numbered_row(&key)?
    {
        return Ok(Some((id, Some(digest))));
    }
    Ok(snapshot.case_of_platform(number)?.map(|id| (id, None)))
}

/// Why a row cannot be taken whose number of the platform is our own number of a case.
pub(super) fn own_number(snapshot: &Snapshot<'_>, row: &IntakeRow) -> Result<Option<String>, StoreError> {
    let Some(number) = &row.platform_no else { return Ok(None) };
    let is_ours = snapshot.case_of_town(number)?.is_some();
    Ok(is_ours.then(|| "平台编号与本镇的一个编号相同，分不清是哪一件，没有导入；请核对编号。".to_owned()))
}

/// A row that the record cannot take, with its cells for the file of rejected rows.
pub(super) fn fault(file: &IntakeFile, row: &IntakeRow, column: &str, reason: String) -> RowFault {
    RowFault { row: row.row, column: column.to_owned(), reason, raw: raw_cells(file, row) }
}

pub(super) fn without_record(id: CaseId) -> StoreError {
    StoreError::Damaged(format!("第{}件没有记录", id.0))
}

/// The case as its first events make it; who recorded them and when changes nothing that is looked at here.
fn born(events: Vec<CaseEvent>, desk: &Desk) -> Case {
    let mut case = Case::unborn(CaseId(0), "");
    for event in events {
        let recorded = Recorded {
            seq: case.seq + 1,
            place: ChainPlace::NEXT,
            at: desk.now,
            actor: desk.actor.id,
            on_behalf_of: None,
            action: super::ACTION.to_owned(),
            origin: String::new(),
            hash: String::new(),
            event,
        };
        evolve(&mut case, &recorded);
    }
    case
}

fn digest_of(row: &IntakeRow, secret: &str) -> Result<Digest, StoreError> {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes())
        .map_err(|error| StoreError::Other(error.to_string()))?;
    for (name, value) in columns(row) {
        mac.update(name.as_bytes());
        mac.update(&(value.len() as u64).to_be_bytes());
        mac.update(value.as_bytes());
    }
    Ok(mac.finalize().into_bytes().into())
}
