//! Putting a backup in the place of the database. It is proven first; what the present record holds beyond it is never
//! lost unasked; what was erased since it was made is erased in it again before anybody can open it.

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use super::{Caller, Office, OfficeError, outlook, own_files, retention};
use crate::actions::{erase_identity, seal};
use crate::domain::case::Case;
use crate::domain::case::respondents::Register;
use crate::domain::desk::Desk;
use crate::domain::refusal::{Refusal, RefusalCode};
use crate::domain::time::Moment;
use crate::domain::town::event::Restored as RestoredFact;
use crate::store::erased_list::{self, Erased, ErasedCases};
use crate::store::replacing::{Present, Staged, refuse_in_use};
use crate::store::{
    Head, Records, Stamp, Store, StoreError, attachments_of, case_no, copy_missing, folders_of_backup,
};

/// What is asked: that the file `from` shall be the database.
#[derive(Debug, Clone, Copy)]
pub struct RestoreAsked<'a> {
    pub from: &'a Path,
    /// The database that it shall be.
    pub target: &'a Path,
    /// Where this machine keeps what it knows of databases.
    pub state: &'a Path,
    /// Where its attachments are, if not beside it.
    pub attachments: Option<&'a Path>,
    /// Whether events that the backup does not hold may be lost.
    pub force: bool,
}

/// A backup that is the database now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Restored {
    /// The end of the record.
    pub head: Head,
    /// How many events of the former record are not in it.
    pub lost: u64,
    /// Cases that had been sealed since the backup was made and are sealed in it now.
    pub sealed_again: usize,
    /// Where the former file is.
    pub former: Option<PathBuf>,
    /// How many attachments it needs, and how many of them were found nowhere.
    pub attachments: usize,
    pub attachments_missing: usize,
}

/// What stands where the backup shall stand.
enum Standing {
    Nothing,
    Record(Box<Present>),
    /// A database that cannot be read any more.
    Unreadable,
}

/// What the former record holds that the backup does not.
struct Beyond {
    lost: u64,
    head: Option<Head>,
    newest_at: Option<Moment>,
    /// Year and serial of the last number of each year.
    last_numbers: Vec<(i16, i64)>,
}

impl Office {
    /// Restores a backup.
    ///
    /// # Errors
    /// A backup that is damaged, incomplete or of another town; a present record with newer events, unless asked; a
    /// database that somebody has open; `not_permitted`. The present file stays as it is then.
    pub fn restore(asked: RestoreAsked<'_>, caller: &Caller, now: Moment) -> Result<Restored, OfficeError> {
        refuse_in_use(asked.target)?;
        let standing = look_at(asked.target)?;
        let staged = Staged::of(asked.from, asked.target)?;
        let marks = asked.state.join("heads");
        let (head, lost, sealed_again) = Self::made_ready(&staged, &standing, &marks, asked, caller, now)
            .map_err(|error| match error {
                OfficeError::Store(StoreError::Damaged(what)) => unfit(&what).into(),
                OfficeError::Refused(_) | OfficeError::Store(_) | OfficeError::Intake(_) => error,
            })?;
        let (attachments, attachments_missing) = bring_attachments(&staged, asked)?;
        if let Standing::Record(present) = standing {
            present.tidy(asked.target)?;
        }
        let former = staged.put_in_place(now)?;
        let mut restored = Store::open(asked.target, None)?;
        restored.keep_seen(&marks, asked.target)?;
        // What was sealed again had its attachments beside the former file.
        restored.finish_erasing()?;
        Ok(Restored { head, lost, sealed_again, former, attachments, attachments_missing })
    }

    /// Proves the copy of the backup and brings it to what has to hold of it; gives its head, how many events are lost by
    /// it, and how many cases were sealed in it.
    fn made_ready(
        staged: &Staged,
        standing: &Standing,
        marks: &Path,
        asked: RestoreAsked<'_>,
        caller: &Caller,
        now: Moment,
    ) -> Result<(Head, u64, usize), OfficeError> {
        let store = Store::open(staged.path(), None)?;
        if let Some(closed) = store.closed() {
            return Err(unfit(closed.label()).into());
        }
        let mut office = Self::of_store(store, caller, &|_| {})?;
        office.may_keep_copies()?;
        if let Some(bad) = office.verify(None)?.first_bad {
            return Err(unfit(&format!("第 {} 条记录：{}", bad.seq, bad.reason)).into());
        }
        let beyond = office.beyond(standing, marks, asked.target)?;
        if beyond.lost > 0 && !asked.force {
            return Err(would_lose(&beyond).into());
        }
        let known = match standing {
            Standing::Record(present) => present.known_backups()?,
            Standing::Nothing | Standing::Unreadable => Vec::new(),
        };
        // Before anything is erased again, which marks those that hold it.
        office.take_over_backups(known, asked.from, now)?;
        let erased = erased(asked, standing)?;
        let sealed_again = office.catch_up(&erased, &beyond, now)?;
        office.store.finish_erasing_beside_files()?;
        if !office.store.empty_log()? {
            return Err(StoreError::Busy.into());
        }
        Ok((office.head()?, beyond.lost, sealed_again))
    }

    /// What would be lost: by the present record, or where that cannot be read by what this machine saw in it last.
    fn beyond(&self, standing: &Standing, marks: &Path, target: &Path) -> Result<Beyond, OfficeError> {
        let Standing::Record(present) = standing else {
            let seen = self.store.lacks_seen(marks, target)?;
            let here = self.head()?.count;
            let lost = seen.as_ref().map_or(0, |head| head.count.saturating_sub(here).max(1));
            return Ok(Beyond { lost, head: seen, newest_at: None, last_numbers: Vec::new() });
        };
        self.read(|snapshot| {
            if snapshot.secret()? != present.secret {
                return Err(StoreError::Unsafe(
                    "备份是另一个库的，不是现在这个镇的数据库，没有恢复；请核对备份文件，要另存一库请用 --db 指定别的位置。"
                        .to_owned(),
                )
                .into());
            }
            let lost = present.missing_in(snapshot)?;
            let head = (lost > 0).then(|| present.head.clone());
            let last_numbers = if lost > 0 { present.last_numbers()? } else { Vec::new() };
            Ok(Beyond { lost, head, newest_at: present.newest_at, last_numbers })
        })
    }

    /// Erases in the backup what was erased since, and records what is lost by it; without either nothing is recorded.
    fn catch_up(&mut self, erased: &ErasedCases, beyond: &Beyond, now: Moment) -> Result<usize, OfficeError> {
        if erased.is_empty() && beyond.lost == 0 {
            return Ok(0);
        }
        let kept = self.head()?;
        let stamp = self.stamp(&format!("restore-{}", now.unix()), "restore", now);
        self.change(now, |records, desk| {
            let mut sealed_again = 0;
            for (number, erased) in erased {
                let again = match erased {
                    Erased::Everything => seal_again(records, number, desk, &stamp)?,
                    Erased::Identity if number.contains('/') => {
                        own_files::erase_again(records, number, &stamp)?
                    }
                    Erased::Identity => erase_again(records, number, desk, &stamp)?,
                };
                sealed_again += usize::from(again);
            }
            if sealed_again == 0 && beyond.lost == 0 {
                return Ok(0);
            }
            let mut last_numbers = Vec::new();
            for (year, last) in &beyond.last_numbers {
                if records.last_serial(*year)? < *last {
                    records.set_last_serial(*year, *last)?;
                    last_numbers.push(case_no(*year, *last));
                }
            }
            let fact = RestoredFact {
                count: kept.count,
                hash: kept.hash.clone(),
                lost: beyond.lost,
                lost_head: beyond.head.as_ref().map(|head| format!("{}:{}", head.count, head.hash)),
                last_numbers,
                sealed_again: sealed_again as u64,
            };
            records.append_town(&fact.into(), &stamp)?;
            Ok(sealed_again)
        })
    }
}

/// Brings the attachments that the restored record needs to beside the database, each proven by its digest; gives how many
/// there are and how many were found nowhere.
fn bring_attachments(staged: &Staged, asked: RestoreAsked<'_>) -> Result<(usize, usize), OfficeError> {
    let needed = Store::open_copy(staged.path())?.files_needed()?;
    let mut folders = folders_of_backup(asked.from);
    folders.extend(asked.attachments.map(Path::to_owned));
    let copied =
        copy_missing(
            &folders,
            &attachments_of(asked.target),
            &needed,
            &mut |_, _| ControlFlow::Continue(()),
        )?;
    let missing = copied.missing.len();
    if missing > 0 && !asked.force {
        return Err(StoreError::Unsafe(format!(
            "备份里有 {missing} 个附件找不到或内容不符，没有恢复，现在的数据库没有动；请把备份的附件文件夹放到备份文件旁边，确实找不到的加 --force。"
        ))
        .into());
    }
    Ok((needed.len(), missing))
}

/// Seals a case of the backup that had been sealed since; says whether it was open there.
fn seal_again(records: &Records<'_>, number: &str, desk: &Desk, stamp: &Stamp) -> Result<bool, OfficeError> {
    let Some(id) = records.case_of_town(number)? else { return Ok(false) };
    let Some(mut case) = records.case_to_change(id)?.filter(|case| !case.sealed) else { return Ok(false) };
    let register = Register::of(&desk.org);
    let outlook = outlook(&desk.settings, &desk.calendar, &register);
    let events = seal::sealed_before(&case, &desk.context());
    records.append(&mut case, events, stamp, &outlook)?;
    records.erase(&mut case, stamp, &outlook)?;
    Ok(true)
}

/// Erases in a case of the backup who complained, where that had been done since; says whether it was still there.
fn erase_again(records: &Records<'_>, number: &str, desk: &Desk, stamp: &Stamp) -> Result<bool, OfficeError> {
    let Some(id) = records.case_of_town(number)? else { return Ok(false) };
    let is_left = |case: &Case| !case.sealed && !case.identity_erased;
    let Some(mut case) = records.case_to_change(id)?.filter(is_left) else { return Ok(false) };
    let register = Register::of(&desk.org);
    let outlook = outlook(&desk.settings, &desk.calendar, &register);
    let fact = erase_identity::erased_before(&case, &desk.context());
    retention::record(records, &mut case, vec![fact], stamp, &outlook)?;
    Ok(true)
}

/// What was erased, by the present record and by the lists beside it and beside the backup.
fn erased(asked: RestoreAsked<'_>, standing: &Standing) -> Result<ErasedCases, OfficeError> {
    let mut cases = erased_list::read(&erased_list::beside(asked.target))?;
    erased_list::add(&mut cases, erased_list::read(&erased_list::beside(asked.from))?);
    if let Standing::Record(present) = standing {
        erased_list::add(&mut cases, present.erased()?);
    }
    Ok(cases)
}

fn look_at(target: &Path) -> Result<Standing, OfficeError> {
    match Present::look(target) {
        Ok(present) => Ok(Standing::Record(Box::new(present))),
        Err(StoreError::Missing(_)) => Ok(Standing::Nothing),
        Err(StoreError::Damaged(_)) => Ok(Standing::Unreadable),
        Err(StoreError::NotOurs(path)) => Err(StoreError::Unsafe(format!(
            "{} 认不出是一点通的数据库，没有恢复；请查明它是什么，把它移到别处再恢复一次。",
            path.display()
        ))
        .into()),
        Err(other) => Err(other.into()),
    }
}

fn unfit(why: &str) -> StoreError {
    StoreError::Unsafe(format!("备份核验不通过（{why}），没有恢复，现在的数据库没有动；请换一份备份。"))
}

fn would_lose(beyond: &Beyond) -> Refusal {
    let newest = beyond.newest_at.map_or(String::new(), |at| format!("，最近一条在 {}", at.minute()));
    Refusal::new(
        RefusalCode::NeedsConfirmation,
        format!(
            "现在的数据库有 {} 条记录是备份里没有的{newest}，恢复会丢掉它们，没有恢复；确实要恢复请加 --force，现在的文件会另存在旁边。",
            beyond.lost
        ),
    )
}
