//! The sheet on which an extension is approved step by step (延期审批表, N§三(二)3).

use super::china::{day, signatures};
use super::facts::{Facts, Missing};
use super::{Form, LayOut};
use crate::domain::document::Terms;
use crate::domain::paper::{Cell, Grid, Line, PaperKind, Part, Row, Sheet};
use crate::domain::words::{ClockKind, DocumentKind, DocumentState};

pub const FORM: Form = Form { kind: PaperKind::Extension, lay_out: LayOut::Case(lay_out) };

const COLUMNS: [u8; 4] = [20, 30, 20, 30];

fn lay_out(facts: &Facts<'_>) -> Result<Sheet, Missing> {
    let case = facts.case;
    let asked = facts.document.or_else(|| case.document(DocumentKind::Extension));
    let clock = case.clock(ClockKind::Handling);
    let (Some(asked), Some(clock), Some(unit)) = (asked, clock, case.unit) else {
        return Err(Missing(vec!["延期申请"]));
    };
    let Some(Terms::Extension { days, special }) = &asked.terms else {
        return Err(Missing(vec!["延期天数"]));
    };
    let times = clock.extensions + u32::from(asked.state != DocumentState::Done);
    let special = if *special { "（特殊情况）" } else { "" };
    let signed = signatures(facts, asked, |_| true).into_iter().map(Line::left).collect();
    let rows = vec![
        Row::of(vec![
            Cell::label(1, "案件编号"),
            Cell::value(1, &case.case_no),
            Cell::label(1, "承办单位"),
            Cell::value(1, facts.unit_name(unit, Some(asked))),
        ]),
        Row::of(vec![Cell::label(1, "投诉事项名称"), Cell::value(3, &facts.unnamed(case.title.text()))]),
        Row::of(vec![
            Cell::label(1, "收件日期"),
            Cell::value(1, &day(clock.started_on)),
            Cell::label(1, "现到期日"),
            Cell::value(1, &day(clock.due_on)),
        ]),
        Row::of(vec![
            Cell::label(1, "申请延长"),
            Cell::value(1, &format!("{days}个工作日{special}")),
            Cell::label(1, "第几次延期"),
            Cell::value(1, &format!("第{times}次")),
        ]),
        Row::at_least(
            60,
            vec![Cell::long(4, "延期理由：", Line::paragraphs(&facts.unnamed(asked.text.text())))],
        ),
        Row::at_least(60, vec![Cell::long(4, "审批意见：", signed)]),
    ];
    Ok(Sheet {
        title: vec!["群众投诉办理延期审批表".to_owned()],
        parts: vec![Part::Grid(Grid { columns: COLUMNS.to_vec(), rows })],
    })
}
