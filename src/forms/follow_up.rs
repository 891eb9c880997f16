//! The record of asking the complainant after the reply (回访记录表): printed to be filled in by hand, or with what was
//! recorded.

use super::china::{boxes, day};
use super::facts::{Facts, Missing};
use super::{Form, LayOut};
use crate::domain::code::Coded as _;
use crate::domain::paper::{Cell, Grid, Line, PaperKind, Part, Row, Sheet};
use crate::domain::sealable::Sealable;
use crate::domain::words::{Resolved, Satisfaction};

pub const FORM: Form = Form { kind: PaperKind::FollowUp, lay_out: LayOut::Case(lay_out) };

const COLUMNS: [u8; 4] = [20, 30, 20, 30];

fn lay_out(facts: &Facts<'_>) -> Result<Sheet, Missing> {
    let case = facts.case;
    let (Some(sent), Some(unit)) = (case.deliveries.last(), case.unit) else {
        return Err(Missing(vec!["答复（先答复投诉人）"]));
    };
    let body = |of: &Option<Sealable>| of.as_ref().and_then(Sealable::body).unwrap_or_default().to_owned();
    let word = case.evaluations.last();
    let satisfied = list(Satisfaction::ALL, |one| word.is_some_and(|word| word.satisfaction == *one));
    let resolved = list(Resolved::ALL, |one| word.is_some_and(|word| word.resolved == Some(*one)));
    let said = word.map(|word| body(&word.comment)).unwrap_or_default();
    let rows = vec![
        Row::of(vec![
            Cell::label(1, "案件编号"),
            Cell::value(1, &case.case_no),
            Cell::label(1, "承办单位"),
            Cell::value(1, facts.unit_name(unit, None)),
        ]),
        Row::of(vec![Cell::label(1, "投诉事项名称"), Cell::value(3, case.title.text())]),
        Row::of(vec![
            Cell::label(1, "回访对象"),
            Cell::value(1, &body(&case.complainant.name)),
            Cell::label(1, "联系电话"),
            Cell::value(1, &body(&case.complainant.contact)),
        ]),
        Row::of(vec![
            Cell::label(1, "答复时间"),
            Cell::value(1, &day(sent.delivered_at.date())),
            Cell::label(1, "答复方式"),
            Cell::value(1, sent.method.label()),
        ]),
        Row::of(vec![Cell::label(1, "满意度"), Cell::value(3, &satisfied)]),
        Row::of(vec![Cell::label(1, "是否解决"), Cell::value(3, &resolved)]),
        Row::at_least(80, vec![Cell::long(4, "回访记录：", Line::paragraphs(&said))]),
        Row::at_least(
            15,
            vec![
                Cell::label(1, "回访人"),
                Cell::value(1, ""),
                Cell::label(1, "回访时间"),
                Cell::value(1, ""),
            ],
        ),
    ];
    Ok(Sheet {
        title: vec!["群众投诉回访记录表".to_owned()],
        parts: vec![Part::Grid(Grid { columns: COLUMNS.to_vec(), rows })],
    })
}

/// Every word of a list behind its box.
fn list<T: crate::domain::code::Coded>(all: &[T], is: impl Fn(&T) -> bool) -> String {
    all.iter().map(|one| format!("{}{}", boxes(is(one)), one.label())).collect::<Vec<_>>().join("　")
}
