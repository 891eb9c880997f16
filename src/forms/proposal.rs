//! Annex 3: the proposed-handling sheet (拟办单).

use super::china::{boxes, signatures};
use super::facts::{Facts, Missing};
use super::{Form, LayOut};
use crate::domain::case::Case;
use crate::domain::document::{Document, Step};
use crate::domain::paper::{Cell, Grid, Line, PaperKind, Part, Row, Sheet};
use crate::domain::sealable::Sealable;
use crate::domain::words::{CaseKind, DocumentKind, Position, Scope, UnitKind};

pub const FORM: Form = Form { kind: PaperKind::Proposal, lay_out: LayOut::Case(lay_out) };

/// Four columns: heading, value, heading, value.
const COLUMNS: [u8; 4] = [20, 30, 20, 30];

fn lay_out(facts: &Facts<'_>) -> Result<Sheet, Missing> {
    let case = facts.case;
    let Some(scope) = case.scope else { return Err(Missing(vec!["投诉事项类别（先研判）"])) };
    let text = |of: &Option<Sealable>| of.as_ref().and_then(Sealable::body).unwrap_or_default().to_owned();
    let commission = facts.org.only(UnitKind::Commission).map_or("", |unit| unit.name.as_str());
    let above = Line::left(format!("单位：{commission}　　　　　　　　编号：{}", case.case_no));
    let document = facts.document.or_else(|| case.document(DocumentKind::Proposal));
    let enclosed = format!("主件{}页，附件{}件", case.main_pages, case.attachments);
    let rows = vec![
        Row::of(vec![
            Cell::label(1, "投诉方式"),
            Cell::value(1, case.method.as_deref().unwrap_or_default()),
            Cell::label(1, "来源"),
            Cell::value(1, case.source.as_deref().unwrap_or_default()),
        ]),
        Row::of(vec![
            Cell::label(1, "被投诉人姓名").over_two(),
            Cell::value(1, &text(&case.respondent.name)).over_two(),
            Cell::label(1, "单位及职务"),
            Cell::value(1, &text(&case.respondent.unit_position)),
        ]),
        Row::of(vec![
            Cell::under(1),
            Cell::under(1),
            Cell::label(1, "职级"),
            Cell::value(1, case.respondent.rank.as_deref().unwrap_or_default()),
        ]),
        Row::of(vec![
            Cell::label(1, "投诉人姓名").over_two(),
            Cell::value(1, &text(&case.complainant.name)).over_two(),
            Cell::label(1, "联系方式"),
            Cell::value(1, &text(&case.complainant.contact)),
        ]),
        Row::of(vec![Cell::under(1), Cell::under(1), Cell::label(1, "材料情况"), Cell::value(1, &enclosed)]),
        Row::of(vec![Cell::label(1, "投诉事项类别"), Cell::value(3, &ticked(scope, case.kind))]),
        Row::of(vec![Cell::label(1, "投诉事项名称"), Cell::value(3, case.title.text())]),
        Row::at_least(50, vec![Cell::long(4, "主要内容：", Line::paragraphs(case.content.text()))]),
        Row::at_least(25, vec![Cell::long(4, "承办人意见：", Line::paragraphs(&proposed(case, document)))]),
        Row::at_least(25, vec![Cell::long(4, "部门意见：", of_sections(facts, document))]),
        Row::at_least(30, vec![Cell::long(4, "领导批示：", of_leaders(facts, document))]),
    ];
    Ok(Sheet {
        title: vec!["“监督一点通”平台群众投诉拟办单".to_owned()],
        parts: vec![Part::Text(vec![above]), Part::Grid(Grid { columns: COLUMNS.to_vec(), rows })],
    })
}

/// The notice's line of boxes, exactly one of them ticked.
fn ticked(scope: Scope, kind: Option<CaseKind>) -> String {
    let within = match scope {
        Scope::MattersList | Scope::DisclosureInfo | Scope::Conduct => true,
        Scope::OutOfScope => false,
    };
    let is = |of: CaseKind| boxes(within && kind == Some(of));
    format!(
        "业务范围内（咨询类{}、非咨询类{}）、业务范围外{}",
        is(CaseKind::Consultation),
        is(CaseKind::NonConsultation),
        boxes(!within)
    )
}

/// The proposal's text; without one the note of the assessment.
fn proposed(case: &Case, document: Option<&Document>) -> String {
    let text = document.and_then(|document| document.text.body());
    text.or_else(|| case.assessment_note.as_ref().and_then(Sealable::body)).unwrap_or_default().to_owned()
}

fn is_section(step: &Step) -> bool {
    step.position == Position::LeaderInCharge
}

/// The leader in charge of the section; where none signs, a dash, for nothing is invented.
fn of_sections(facts: &Facts<'_>, document: Option<&Document>) -> Vec<Line> {
    let Some(document) = document.filter(|document| document.steps.iter().any(is_section)) else {
        return vec![Line::left("—")];
    };
    signatures(facts, document, is_section).into_iter().map(Line::left).collect()
}

fn of_leaders(facts: &Facts<'_>, document: Option<&Document>) -> Vec<Line> {
    let Some(document) = document else { return Vec::new() };
    signatures(facts, document, |step| !is_section(step)).into_iter().map(Line::left).collect()
}
