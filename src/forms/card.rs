//! The supervision card (监督提醒卡) with what the unit answered. Who complains is not on it.

use super::china::day;
use super::facts::{Facts, Missing};
use super::{Form, LayOut};
use crate::domain::code::Coded as _;
use crate::domain::paper::{Cell, Grid, Line, PaperKind, Part, Row, Sheet};
use crate::domain::words::UnitKind;

pub const FORM: Form = Form { kind: PaperKind::Card, lay_out: LayOut::Case(lay_out) };

const COLUMNS: [u8; 4] = [20, 30, 20, 30];

fn lay_out(facts: &Facts<'_>) -> Result<Sheet, Missing> {
    let case = facts.case;
    let Some(card) = case.cards.last() else { return Err(Missing(vec!["监督提醒卡（先发卡）"])) };
    let commission = facts.org.only(UnitKind::Commission).map_or("", |unit| unit.name.as_str());
    let whom = card.unit.map_or(commission, |unit| facts.org.unit_name_at(unit, card.place));
    let reason = card.reason.body().map(|reason| facts.unnamed(reason)).unwrap_or_default();
    let answer = card.answer.as_ref().map(|given| {
        let text = given.text.body().map(|text| facts.unnamed(text)).unwrap_or_default();
        let mut lines = Line::paragraphs(&text);
        lines.push(Line::right(day(given.on), 2));
        lines
    });
    let asked = "请立即办理，并书面反馈原因和整改措施。";
    let rows = vec![
        Row::of(vec![
            Cell::label(1, "案件编号"),
            Cell::value(1, &case.case_no),
            Cell::label(1, "卡别"),
            Cell::value(1, card.colour.label()),
        ]),
        Row::of(vec![
            Cell::label(1, "发送单位"),
            Cell::value(1, whom),
            Cell::label(1, "发卡日期"),
            Cell::value(1, &day(card.issued_on)),
        ]),
        Row::of(vec![Cell::label(1, "投诉事项名称"), Cell::value(3, &facts.unnamed(case.title.text()))]),
        Row::at_least(25, vec![Cell::long(4, "提醒事由：", Line::paragraphs(&reason))]),
        Row::at_least(15, vec![Cell::long(4, "工作要求：", vec![Line::indented(asked)])]),
        Row::at_least(50, vec![Cell::long(4, "反馈情况：", answer.unwrap_or_default())]),
    ];
    let signed = vec![Line::left(""), Line::right(commission, 4), Line::right(day(card.issued_on), 4)];
    Ok(Sheet {
        title: vec!["“监督一点通”监督提醒卡".to_owned()],
        parts: vec![Part::Grid(Grid { columns: COLUMNS.to_vec(), rows }), Part::Text(signed)],
    })
}
