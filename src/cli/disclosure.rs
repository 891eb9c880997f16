//! `ydt disclosure import|list`: the town's catalogue of matters, and how the records of disclosure stand.

use std::io::Write;
use std::path::Path;

use super::args;
use super::exit::{Exit, Failure};
use super::json::{DisclosureJson, DisclosureRowJson};
use super::out::{Out, tell};
use super::session::Session;
use super::show;
use crate::domain::desk::Desk;
use crate::domain::ids::DisclosureId;
use crate::domain::recurring::months_before;
use crate::domain::time::Date;
use crate::domain::town::catalogue::CataloguePlan;
use crate::domain::view::disclosure::DisclosureRow;
use crate::intake::catalogue;
use crate::ui::text;

pub(super) fn run<W: Write>(
    session: &mut Session,
    command: args::Disclosure,
    out: &mut Out<W>,
) -> Result<Exit, Failure> {
    match command {
        args::Disclosure::Import { file, dry_run, skip_faulty } => {
            import(session, &file, dry_run, skip_faulty, out)
        }
        args::Disclosure::List { month, json } => list(session, month, json, out),
        args::Disclosure::Matters => matters(session, out),
    }
}

fn list<W: Write>(
    session: &mut Session,
    month: Option<Date>,
    json: bool,
    out: &mut Out<W>,
) -> Result<Exit, Failure> {
    let now = session.now();
    // What is over by today has its records, whether or not anything else has run since.
    session.office.sweep(now)?;
    let desk = session.office.desk(now);
    let today = desk.settings.limit_day(now);
    let month = month.unwrap_or_else(|| months_before(now.date(), 1));
    let pane = session.office.disclosure_pane(vec![month], now)?;
    if json {
        let row = |row| DisclosureRowJson::of(row, &desk.org, &desk.calendar, today);
        out.json(&pane.rows.iter().map(row).collect::<Vec<_>>())?;
        return Ok(Exit::Done);
    }
    lines(&pane.rows, &desk, out)?;
    out.flush()?;
    if pane.rows.is_empty() {
        tell("没有公示记录。");
    }
    Ok(Exit::Done)
}

fn lines<W: Write>(rows: &[DisclosureRow], desk: &Desk, out: &mut Out<W>) -> Result<(), Failure> {
    let today = desk.settings.limit_day(desk.now);
    for row in rows {
        out.line(&format!(
            "{}{}{}{}  {}",
            text::pad(&row.code, 6),
            text::pad(&row.due_on.to_string(), 12),
            text::pad(&row.standing(&desk.calendar, today), 18),
            text::pad(desk.org.unit_name(row.unit), 14),
            row.told()
        ))?;
    }
    Ok(())
}

/// The part of `ydt check` about disclosure.
pub(super) fn due_lines<W: Write>(
    rows: &[DisclosureRow],
    desk: &Desk,
    out: &mut Out<W>,
) -> Result<(), Failure> {
    if rows.is_empty() {
        return Ok(());
    }
    lines(rows, desk, out)?;
    out.flush()?;
    tell(&format!("公示公开 {} 条需要留意。", rows.len()));
    Ok(())
}

fn matters<W: Write>(session: &Session, out: &mut Out<W>) -> Result<Exit, Failure> {
    let org = session.office.org();
    for matter in session.office.matters()? {
        let ended = if matter.active { "" } else { "（停用）" };
        out.line(&format!(
            "{:>4}  {}{}{}  {}{ended}",
            matter.id.0,
            text::pad(&matter.cycle.words(), 28),
            text::pad(matter.whose(org), 14),
            text::pad(&matter.field, 10),
            matter.name
        ))?;
    }
    Ok(Exit::Done)
}

/// `ydt show d3`
pub(super) fn show<W: Write>(
    session: &Session,
    id: DisclosureId,
    json: bool,
    out: &mut Out<W>,
) -> Result<Exit, Failure> {
    let desk = session.office.desk(session.now());
    let today = desk.settings.limit_day(desk.now);
    let detail = session.office.open_disclosure(id, desk.now)?;
    let row = detail.row();
    if json {
        let shown = DisclosureRowJson::of(&row, &desk.org, &desk.calendar, today);
        out.json(&DisclosureJson::of(&detail, shown, &desk.org))?;
        return Ok(Exit::Done);
    }
    out.line(&format!("{}  {}", row.code, row.told()))?;
    for (label, value) in detail.facts(&desk.org, &desk.calendar, today) {
        out.prose(&text::pad(label, 12), &value)?;
    }
    show::files(&detail.disclosure.files, &desk.org, out)?;
    show::history(&detail.history, &desk.org, out)?;
    Ok(Exit::Done)
}

/// Lists what would change, then does it: a catalogue with a faulty row is taken only when that was asked for.
fn import<W: Write>(
    session: &mut Session,
    path: &Path,
    dry_run: bool,
    skip_faulty: bool,
    out: &mut Out<W>,
) -> Result<Exit, Failure> {
    let now = session.now();
    let file = catalogue::read_path(path, now)?;
    let plan = session.office.catalogue_plan(&file, now.date())?;
    for line in file.warnings.iter().chain(&plan.lines(session.office.org())) {
        out.line(line)?;
    }
    out.flush()?;
    let exit = if plan.faulty.is_empty() { Exit::Done } else { Exit::FaultyInput };
    if dry_run {
        tell("以上是将要发生的变动，没有导入。");
        return Ok(exit);
    }
    if !plan.faulty.is_empty() && !skip_faulty {
        tell("有不能导入的行，都没有导入；请改正后再导入，或加 --skip-faulty 先只导入没有问题的行。");
        return Ok(exit);
    }
    let CataloguePlan { new, changed, .. } = &plan;
    if new.is_empty() && changed.is_empty() {
        tell("目录与现有的监督事项清单一致，没有改动。");
        return Ok(exit);
    }
    session.office.import_matters(&file, now)?;
    tell(&format!("已导入：新增 {} 项，改动 {} 项。", new.len(), changed.len()));
    Ok(exit)
}
