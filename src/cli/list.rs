//! `ydt list`: cases in order of urgency, as a table or as JSON, page by page so that memory does not grow with
//! the record.

use std::io::Write;

use super::args;
use super::exit::{Exit, Failure};
use super::json::RowJson;
use super::out::{Out, tell};
use super::session::Session;
use crate::domain::clock::remaining_label;
use crate::domain::code::Coded as _;
use crate::domain::filter::Filter;
use crate::domain::listing::{From, ListQuery, ListRow, Page, Sort, View};
use crate::domain::org::Org;
use crate::ui::text;

/// Rows asked for at once.
const PAGE_ROWS: u32 = 500;

pub(super) fn run<W: Write>(session: &Session, asked: &args::List, out: &mut Out<W>) -> Result<Exit, Failure> {
    let filter = Filter::parse(asked.search.as_deref().unwrap_or_default())
        .map_err(|refusal| Failure::usage(refusal.message))?;
    let desk = session.office.desk(session.now());
    let mut query =
        ListQuery { view: asked.view.unwrap_or(View::All), filter, sort: Sort::Urgency, from: From::Top, limit: 0 };
    let mut left = asked.limit.unwrap_or(u32::MAX);
    let mut shown = 0_u64;
    if asked.json {
        out.raw("[")?;
    } else {
        out.line(&HEADINGS.join_cells())?;
    }
    while left > 0 {
        query.limit = left.min(PAGE_ROWS);
        let page: Page = session.office.list(&query, desk.now)?;
        for row in &page.rows {
            if asked.json {
                out.raw(if shown == 0 { "\n" } else { ",\n" })?;
                out.json_part(&RowJson::of(row, &desk.org))?;
            } else {
                out.line(&cells(row, &desk.org).join_cells())?;
            }
            shown += 1;
        }
        left = left.saturating_sub(u32::try_from(page.rows.len()).unwrap_or(u32::MAX));
        match page.rows.into_iter().next_back() {
            Some(last) if !page.at_bottom => query.from = From::After(last.key),
            Some(_) | None => break,
        }
    }
    if asked.json {
        out.raw(if shown == 0 { "]\n" } else { "\n]\n" })?;
    } else {
        out.flush()?;
        tell(&format!("{}：列出 {shown} 件。", query.view.label()));
    }
    Ok(Exit::Done)
}

/// The cells of a line; the title stands last and is never cut.
struct Cells([String; 6]);

/// Widths of all but the last, in terminal cells.
const WIDTHS: [usize; 5] = [11, 10, 16, 22, 12];

const HEADINGS: Headings = Headings(["编号", "剩余", "阶段", "单位", "收到", "事项"]);

struct Headings([&'static str; 6]);

impl Headings {
    fn join_cells(&self) -> String {
        Cells(self.0.map(ToOwned::to_owned)).join_cells()
    }
}

impl Cells {
    fn join_cells(&self) -> String {
        let Self([first @ .., title]) = self;
        let mut line: String =
            first.iter().zip(WIDTHS).map(|(cell, width)| text::pad(&text::fit(cell, width - 1), width)).collect();
        line.push_str(title);
        line
    }
}

fn cells(row: &ListRow, org: &Org) -> Cells {
    let remaining = row.running().map_or_else(
        || "-".to_owned(),
        |reading| {
            let mark = if reading.clock.provisional { "*" } else { "" };
            format!("{}{mark}", remaining_label(reading.level, reading.remaining))
        },
    );
    Cells([
        row.case_no.clone(),
        remaining,
        row.stage.label().to_owned(),
        row.unit.map_or("-", |unit| org.unit_name(unit)).to_owned(),
        row.received_at.date().to_string(),
        row.title.clone(),
    ])
}
