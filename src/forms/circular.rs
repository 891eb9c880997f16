//! The circular (通报) about a unit that did not answer, as the secretary signed it. Who complains is not on it.

use super::china::day;
use super::facts::{Facts, Missing};
use super::{Form, LayOut};
use crate::domain::document::Document;
use crate::domain::paper::{Line, PaperKind, Part, Sheet};
use crate::domain::words::{DocumentKind, DocumentState, UnitKind};

pub const FORM: Form = Form { kind: PaperKind::Circular, lay_out: LayOut::Case(lay_out) };

fn lay_out(facts: &Facts<'_>) -> Result<Sheet, Missing> {
    let newest = facts.document.or_else(|| facts.case.document(DocumentKind::Circular));
    let is_signed = |document: &&Document| {
        document.kind == DocumentKind::Circular && document.state == DocumentState::Approved
    };
    let Some(circular) = newest.filter(is_signed) else {
        return Err(Missing(vec!["镇纪委书记审签的通报（先“拟通报”，再“送审”）"]));
    };
    let commission = facts.org.only(UnitKind::Commission).map_or("", |unit| unit.name.as_str());
    let text = circular.text.body().map(|text| facts.unnamed(text)).unwrap_or_default();
    let mut lines = vec![Line::left(""), Line::left("各村（社区），机关各科室：")];
    lines.extend(text.lines().map(Line::indented));
    lines.extend([
        Line::left(""),
        Line::right(commission, 4),
        Line::right(day(circular.last_signed_on().unwrap_or(facts.today)), 4),
    ]);
    Ok(Sheet { title: vec!["通报".to_owned()], parts: vec![Part::Text(lines)] })
}
