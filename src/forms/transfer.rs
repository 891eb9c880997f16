//! The transfer note (转办单): what the unit gets, with its limit. Who complains is not on it.

use super::china::{boxes, day};
use super::facts::{Facts, Missing};
use super::{Form, LayOut};
use crate::domain::code::Coded as _;
use crate::domain::paper::{Cell, Grid, Line, PaperKind, Part, Row, Sheet};
use crate::domain::words::{CaseKind, ClockKind, DocumentKind, UnitKind};

pub const FORM: Form = Form { kind: PaperKind::Transfer, lay_out: LayOut::Case(lay_out) };

const COLUMNS: [u8; 4] = [20, 30, 20, 30];

fn lay_out(facts: &Facts<'_>) -> Result<Sheet, Missing> {
    let case = facts.case;
    let clock = case.clock(ClockKind::Handling);
    let (Some(turn), Some(clock)) = (case.turns.last(), clock) else {
        return Err(Missing(vec!["转办（先转办给承办单位）"]));
    };
    let unit = facts.org.unit_name_at(turn.unit, turn.place);
    let commission = facts.org.only(UnitKind::Commission).map_or("", |unit| unit.name.as_str());
    let is = |kind: CaseKind| boxes(case.kind == Some(kind));
    let kinds = format!("咨询类{}、非咨询类{}", is(CaseKind::Consultation), is(CaseKind::NonConsultation));
    let asked = format!(
        "请于{}前办结，并在操作平台登记办理情况和答复意见；认为不属本单位职责的，请在收件后一个工作日内退件并说明理由。",
        day(clock.due_on)
    );
    let proposal = case.document(DocumentKind::Proposal).and_then(|proposal| proposal.text.body());
    let rows = vec![
        Row::of(vec![
            Cell::label(1, "案件编号"),
            Cell::value(1, &case.case_no),
            Cell::label(1, "平台编号"),
            Cell::value(1, case.platform_no.as_deref().unwrap_or_default()),
        ]),
        Row::of(vec![Cell::label(1, "承办单位"), Cell::value(3, unit)]),
        Row::of(vec![
            Cell::label(1, "收件日期"),
            Cell::value(1, &day(turn.from)),
            Cell::label(1, "办结期限"),
            Cell::value(1, &format!("{}（{}{}）", day(clock.due_on), clock.limit, clock.unit.label())),
        ]),
        Row::of(vec![Cell::label(1, "投诉类别"), Cell::value(3, &kinds)]),
        Row::of(vec![Cell::label(1, "投诉事项名称"), Cell::value(3, &facts.unnamed(case.title.text()))]),
        Row::at_least(
            50,
            vec![Cell::long(4, "主要内容：", Line::paragraphs(&facts.unnamed(case.content.text())))],
        ),
        Row::at_least(
            25,
            vec![Cell::long(4, "拟办意见：", Line::paragraphs(&facts.unnamed(proposal.unwrap_or_default())))],
        ),
        Row::at_least(25, vec![Cell::long(4, "办理要求：", vec![Line::indented(asked)])]),
    ];
    let signed = vec![Line::left(""), Line::right(commission, 4), Line::right(day(facts.today), 4)];
    Ok(Sheet {
        title: vec!["“监督一点通”平台群众投诉转办单".to_owned()],
        parts: vec![Part::Grid(Grid { columns: COLUMNS.to_vec(), rows }), Part::Text(signed)],
    })
}
