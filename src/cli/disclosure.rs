//! `ydt disclosure import|list`: the town's catalogue of matters, and how the records of disclosure stand.

use std::io::Write;
use std::path::Path;

use super::args;
use super::exit::{Exit, Failure};
use super::out::{Out, tell};
use super::session::Session;
use crate::domain::town::catalogue::CataloguePlan;
use crate::intake::catalogue;

pub(super) fn run<W: Write>(
    session: &mut Session,
    command: args::Disclosure,
    out: &mut Out<W>,
) -> Result<Exit, Failure> {
    match command {
        args::Disclosure::Import { file, dry_run, skip_faulty } => {
            import(session, &file, dry_run, skip_faulty, out)
        }
    }
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
