//! `ydt openings`: who opened which case and when.

use std::io::Write;

use super::args;
use super::exit::{Exit, Failure};
use super::json::OpeningJson;
use super::out::{Out, tell};
use super::session::Session;
use crate::ui::text;

/// So many days back where no first day is named.
const USUAL_DAYS: i64 = 31;

pub(super) fn run<W: Write>(
    session: &Session,
    asked: &args::Openings,
    out: &mut Out<W>,
) -> Result<Exit, Failure> {
    let now = session.now();
    let usual = now.plus_seconds(-USUAL_DAYS * 24 * 60 * 60).date();
    let mut openings =
        session.office.openings(asked.from.unwrap_or(usual), asked.to.unwrap_or(now.date()), now)?;
    if let Some(case) = &asked.case {
        openings.retain(|opening| opening.case_no == case.trim());
    }
    let org = session.office.org();
    if asked.json {
        out.json(&openings.iter().map(|opening| OpeningJson::of(opening, org)).collect::<Vec<_>>())?;
        return Ok(Exit::Done);
    }
    for opening in &openings {
        let (at, name) = (opening.at.minute(), org.person_name(opening.person));
        out.line(&format!(
            "{at}  {}{}{}",
            text::pad(name, 14),
            text::pad(&opening.case_no, 12),
            opening.origin
        ))?;
    }
    out.flush()?;
    tell(&format!("查看记录 {} 条。", openings.len()));
    Ok(Exit::Done)
}
