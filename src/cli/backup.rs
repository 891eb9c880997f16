//! `ydt backup`: a copy of the database while others work, proven before it stands there.

use std::io::{IsTerminal as _, Write};
use std::ops::ControlFlow;

use super::args;
use super::exit::{Exit, Failure};
use super::json::BackupJson;
use super::out::{Out, tell};
use super::session::Session;

pub(super) fn run<W: Write>(
    session: &mut Session,
    asked: &args::Backup,
    out: &mut Out<W>,
) -> Result<Exit, Failure> {
    let mut progress = Progress::default();
    let mut told = |left, all| progress.tell(left, all);
    let now = session.now();
    let done = match asked.keep {
        Some(count) => session.office.back_up_into(&asked.to, count, now, &mut told)?,
        None => session.office.back_up(&asked.to, now, &mut told)?,
    };
    if asked.json {
        out.json(&BackupJson::of(&done))?;
    } else {
        out.line(&format!(
            "已备份到 {}（{} MB），重新打开核验通过。",
            done.file.display(),
            (done.bytes >> 20) + 1
        ))?;
        if done.attachments > 0 {
            out.line(&format!(
                "附件 {} 个都在备份旁边的文件夹里，这次新复制 {} 个。",
                done.attachments, done.attachments_copied
            ))?;
        }
        out.line(&format!("链头 {}:{}", done.head.count, done.head.hash))?;
    }
    out.flush()?;
    for old in &done.removed {
        tell(&format!("已删除较早的备份 {}。", old.display()));
    }
    if done.is_same_disk {
        tell("注意：备份与数据库在同一块磁盘上，磁盘损坏会一起丢失；请再复制一份到别的磁盘或机器。");
    }
    if !done.is_noted {
        tell("现在不能写数据库，没有记下这份备份在哪里：以后密封、清除身份时不会提到它，请自己记住。");
    }
    Ok(Exit::Done)
}

/// Says on a terminal how far the copying is, each tenth once.
#[derive(Default)]
struct Progress {
    tenths: u32,
}

impl Progress {
    fn tell(&mut self, left: u32, all: u32) -> ControlFlow<()> {
        let tenths = all.saturating_sub(left).saturating_mul(10).checked_div(all).unwrap_or(10);
        if tenths > self.tenths && tenths < 10 && std::io::stderr().is_terminal() {
            tell(&format!("已复制 {}%", tenths * 10));
        }
        self.tenths = tenths;
        ControlFlow::Continue(())
    }
}
