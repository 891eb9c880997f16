//! `ydt restore`: a backup in the place of the database.

use std::io::Write;

use color_eyre::eyre::WrapErr as _;

use super::args::{self, Global};
use super::exit::{Exit, Failure};
use super::json::RestoreJson;
use super::out::{Out, tell};
use super::{identity, place};
use crate::office::{Office, RestoreAsked};
use crate::runtime::clock::WallClock;
use crate::store::erase_file;

pub(super) fn run<W: Write>(
    global: &Global,
    asked: &args::Restore,
    out: &mut Out<W>,
) -> Result<Exit, Failure> {
    let target = place::database(global.db.as_deref())?;
    let state = place::state_place()?;
    let wanted = RestoreAsked {
        from: &asked.from,
        target: &target,
        state: &state,
        attachments: asked.attachments.as_deref(),
        force: asked.force,
    };
    let done = Office::restore(wanted, &identity::caller()?, WallClock::system().now())?;
    if asked.json {
        out.json(&RestoreJson::of(&done))?;
    } else {
        out.line(&format!("已从 {} 恢复到 {}，核验通过。", asked.from.display(), target.display()))?;
        out.line(&format!("链头 {}:{}", done.head.count, done.head.hash))?;
    }
    out.flush()?;
    if asked.from_copy {
        // It holds everything, and was only fetched for this.
        erase_file(&asked.from).wrap_err("取回的文件没有抹去，请自行删除。")?;
    }
    if done.lost > 0 {
        tell(&format!("原数据库里有 {} 条记录不在备份中，没有带过来；恢复已记入全镇经过。", done.lost));
    }
    if done.sealed_again > 0 {
        tell(&format!("备份之后密封过的 {} 件已再次密封，内容和身份已清除。", done.sealed_again));
    }
    if done.attachments_missing > 0 {
        tell(&format!(
            "{} 个附件里有 {} 个找不到，没有带过来；ydt verify 会一直说，找回后放进附件文件夹即可。",
            done.attachments, done.attachments_missing
        ));
    }
    if let Some(former) = &done.former {
        tell(&format!("原来的文件另存为 {}。", former.display()));
    }
    Ok(Exit::Done)
}
