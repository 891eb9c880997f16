//! `ydt calendar load`: shows what a newly published calendar would change, asks, then loads it.

use std::io::Write;
use std::path::Path;

use super::consent;
use super::exit::{Exit, Failure};
use super::file::read_text;
use super::json::CalendarChangeJson;
use super::out::{Out, tell};
use super::session::Session;
use crate::domain::limit::calendar_change::CalendarChange;
use crate::intake::calendar_file;

pub(super) fn run<W: Write>(
    session: &mut Session,
    file: &Path,
    yes: bool,
    json: bool,
    out: &mut Out<W>,
) -> Result<Exit, Failure> {
    let faulty = |fault| Failure::new(Exit::FaultyInput, format!("{fault}。"));
    let (notice, mut warnings) = calendar_file::read(&read_text(file)?).map_err(faulty)?;
    let now = session.now();
    let change = session.office.calendar_preview(&notice, now)?;
    if change.is_nothing() {
        if json {
            out.json(&CalendarChangeJson::of(&change, &warnings, false))?;
        } else {
            tell(&format!("{} 年的节假日安排已经载入过，与现有的一致，没有改动。", change.year));
        }
        return Ok(Exit::Done);
    }
    warnings.extend(change.takes_back());
    if !json {
        show(&change, &warnings, out)?;
    }
    let agreed = yes || ask(json, file);
    if agreed {
        session.office.load_calendar(&notice, now)?;
    }
    if json {
        out.json(&CalendarChangeJson::of(&change, &warnings, agreed))?;
    } else if agreed {
        tell(&format!("已载入 {} 年节假日安排，重算 {} 个时限。", change.year, change.clocks.len()));
    } else if can_ask(json, file) {
        tell("没有载入，什么也没有改动。");
    }
    if !agreed && !can_ask(json, file) {
        return Err(Failure::usage("还没有载入：以上是将要发生的变动，核对无误后加 --yes 再运行一次。"));
    }
    Ok(Exit::Done)
}

fn show<W: Write>(change: &CalendarChange, warnings: &[String], out: &mut Out<W>) -> Result<(), Failure> {
    out.line(&format!("{} 年节假日安排（{}）", change.year, change.source))?;
    if change.newly_published {
        out.line("这一年此前没有载入过安排。")?;
    }
    out.line(&format!("变动的日子 {} 天：", change.days.len()))?;
    for day in &change.days {
        out.line(&format!("  {day}"))?;
    }
    out.line(&format!("变动的在办时限 {} 个：", change.clocks.len()))?;
    for clock in &change.clocks {
        out.line(&format!("  {clock}"))?;
    }
    out.flush()?;
    for warning in warnings {
        tell(&format!("请注意：{warning}。"));
    }
    Ok(())
}

fn can_ask(json: bool, file: &Path) -> bool {
    !json && consent::can_ask(file)
}

fn ask(json: bool, file: &Path) -> bool {
    can_ask(json, file)
        && consent::is_given(
            "载入后以上时限立即按新到期日计算，并记入各件经过。确认载入请输入“是”或 y，其他都不载入：",
        )
}
