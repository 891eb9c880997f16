//! `ydt list`: cases in order of urgency, as a table or as JSON, page by page so that memory does not grow with
//! the record.

use std::io::Write;

use super::args;
use super::exit::{Exit, Failure};
use super::json::RowJson;
use super::out::{Out, tell};
use super::session::Session;
use crate::domain::code::Coded as _;
use crate::domain::limit::clock::remaining_label;
use crate::domain::time::Date;
use crate::domain::town::org::Org;
use crate::domain::view::filter::Filter;
use crate::domain::view::listing::{From, ListQuery, ListRow, Page, Sort, View};
use crate::ui::text;

/// Rows asked for at once.
const PAGE_ROWS: u32 = 500;

pub(super) fn run<W: Write>(
    session: &Session,
    asked: &args::List,
    out: &mut Out<W>,
) -> Result<Exit, Failure> {
    let filter = Filter::parse(asked.search.as_deref().unwrap_or_default())
        .map_err(|refusal| Failure::usage(refusal.message))?;
    let desk = session.office.desk(session.now());
    let mut query = ListQuery {
        view: asked.view.unwrap_or(View::All),
        filter,
        sort: Sort::Urgency,
        from: From::Top,
        limit: 0,
    };
    let mut left = asked.limit.unwrap_or(u32::MAX);
    let mut shown = 0_u64;
    // Nothing is written before the first page is there: who may not list gets a sentence and no half of a list.
    query.limit = left.min(PAGE_ROWS);
    let today = desk.settings.limit_day(desk.now);
    let mut page: Page = session.office.list(&query, desk.now)?;
    if asked.json {
        out.raw("[")?;
    } else {
        out.line(&table_line(["编号", "剩余", "阶段", "单位", "收到"], "事项"))?;
    }
    while left > 0 {
        for row in &page.rows {
            if asked.json {
                out.raw(if shown == 0 { "\n" } else { ",\n" })?;
                out.json_part(&RowJson::of(row, &desk.org, today))?;
            } else {
                out.line(&row_line(row, &desk.org, today))?;
            }
            shown += 1;
        }
        left = left.saturating_sub(u32::try_from(page.rows.len()).unwrap_or(u32::MAX));
        match page.rows.into_iter().next_back() {
            Some(last) if !page.at_bottom && left > 0 => query.from = From::After(last.key),
            Some(_) | None => break,
        }
        query.limit = left.min(PAGE_ROWS);
        page = session.office.list(&query, desk.now)?;
    }
    if asked.json {
        out.raw(if shown == 0 { "]\n" } else { "\n]\n" })?;
    } else {
        out.flush()?;
        tell(&format!("{}：列出 {shown} 件。", query.view.label()));
    }
    Ok(Exit::Done)
}

/// Widths of all columns but the last, in terminal cells; the title stands last and is never cut.
const WIDTHS: [usize; 5] = [11, 15, 16, 22, 12];

fn table_line(first: [&str; 5], title: &str) -> String {
    let mut line: String =
        first.iter().zip(WIDTHS).map(|(cell, width)| text::pad(&text::fit(cell, width - 1), width)).collect();
    line.push_str(title);
    line
}

fn row_line(row: &ListRow, org: &Org, today: Date) -> String {
    let remaining = row.running().map_or_else(
        || "-".to_owned(),
        |reading| {
            let mark = if reading.clock.provisional { "（暂定）" } else { "" };
            format!("{}{mark}", remaining_label(reading.level, reading.remaining))
        },
    );
    let unit = row.unit.map_or("-", |unit| org.unit_name(unit));
    let received_on = row.received_at.date().to_string();
    let asks = if row.asks_extension { "（延期审批中）" } else { "" };
    let pressing = row.pressing(today, org).map_or(String::new(), |told| format!("（将超期：{told}）"));
    let chased = row.chased.map_or(String::new(), |chase| format!("（{}）", chase.label()));
    let title = format!("{}{asks}{pressing}{chased}", row.title);
    table_line([&row.case_no, &remaining, row.stage.label(), unit, &received_on], &title)
}
