//! `ydt purge`: identities that have been kept long enough are erased.

use std::io::Write;
use std::path::Path;

use serde::Serialize;

use super::apply::new_act;
use super::consent;
use super::exit::{Exit, Failure};
use super::holding::{self, HoldingJson};
use super::out::{Out, tell};
use super::session::Session;
use crate::domain::backups::Holding;
use crate::domain::time::Date;
use crate::office::Due;

/// What is due, and what became of it.
#[derive(Serialize)]
struct PurgeJson<'a> {
    due: Vec<DueJson<'a>>,
    erased: &'a [String],
    backups_holding_erased: Vec<HoldingJson<'a>>,
}

/// Copies that the program did not make it does not know.
const COPIES_ELSEWHERE: &str = "异地副本里最多再留 7 天；自己另外复制的备份要自己销毁。";

#[derive(Serialize)]
struct DueJson<'a> {
    case_no: &'a str,
    since: Date,
}

pub(super) fn run<W: Write>(
    session: &mut Session,
    (dry_run, yes): (bool, bool),
    json: bool,
    out: &mut Out<W>,
) -> Result<Exit, Failure> {
    session.settle()?;
    let now = session.now();
    let due = session.office.due_for_erasing(now)?;
    if !dry_run && !yes && !consent::can_ask(Path::new("")) {
        return Err(Failure::usage(
            "不在终端里运行时要写 --yes 才清除，没有清除；先用 --dry-run 看看有哪些。",
        ));
    }
    if !json {
        for Due { case_no, since, .. } in &due {
            out.line(&format!("{case_no}  {since} 起可以清除"))?;
        }
        out.flush()?;
    }
    let years = session.office.desk(now).settings.identity_retention_years;
    if due.is_empty() || dry_run {
        if json {
            return list(&due, (&[], &[]), out);
        }
        tell(&format!("办结满 {years} 年、身份还在的有 {} 件，没有清除。", due.len()));
        return Ok(Exit::Done);
    }
    if !yes && !is_agreed(due.len()) {
        tell("没有清除。");
        return Ok(Exit::Refused);
    }
    let purged = session.office.purge(&new_act()?, now)?;
    for (case_no, refusal) in &purged.refused {
        tell(&format!("{case_no} 没有清除：{}", refusal.message));
    }
    let holding = holding::look(session)?;
    tell(&format!("已清除 {} 件。{COPIES_ELSEWHERE}", purged.done.len()));
    if json {
        list(&due, (&purged.done, &holding), out)?;
    } else {
        holding::name(&holding);
    }
    Ok(if purged.refused.is_empty() { Exit::Done } else { Exit::Refused })
}

/// Asks at the terminal, naming the effect.
fn is_agreed(count: usize) -> bool {
    consent::is_given(&format!(
        "这 {count} 件的投诉人身份、附件和写有身份的文字将永久抹去，不能恢复。确认请输入“是”或 y，其他都不清除："
    ))
}

fn list<W: Write>(
    due: &[Due],
    (erased, holding): (&[String], &[Holding]),
    out: &mut Out<W>,
) -> Result<Exit, Failure> {
    let due = due.iter().map(|due| DueJson { case_no: &due.case_no, since: due.since }).collect();
    out.json(&PurgeJson { due, erased, backups_holding_erased: HoldingJson::all(holding) })?;
    Ok(Exit::Done)
}
