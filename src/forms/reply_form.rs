//! Annex 4: the reply form (答复表).

use super::china::day;
use super::facts::{Facts, Missing, letter};
use super::{Form, LayOut};
use crate::domain::case::Evaluation;
use crate::domain::code::Coded as _;
use crate::domain::document::Document;
use crate::domain::paper::{Cell, Grid, Line, PaperKind, Part, Row, Sheet};
use crate::domain::sealable::Sealable;
use crate::domain::words::{DocumentKind, DocumentState};

pub const FORM: Form = Form { kind: PaperKind::ReplyForm, lay_out: LayOut::Case(lay_out) };

const COLUMNS: [u8; 4] = [22, 28, 20, 30];

fn lay_out(facts: &Facts<'_>) -> Result<Sheet, Missing> {
    let case = facts.case;
    let reply = facts.document.or_else(|| case.document(DocumentKind::Reply));
    let sent = case.deliveries.last();
    let text =
        sent.map(|sent| &sent.text).or_else(|| reply.map(|reply| &reply.text)).and_then(Sealable::body);
    let (Some(text), Some(unit)) = (text, case.unit) else {
        let missing = [(text.is_none(), "答复内容"), (case.unit.is_none(), "答复单位")];
        return Err(Missing(missing.into_iter().filter(|(is, _)| *is).map(|(_, name)| name).collect()));
    };
    let body = |of: &Option<Sealable>| of.as_ref().and_then(Sealable::body).unwrap_or_default().to_owned();
    let name = body(&case.complainant.name);
    let agreed = reply.is_some_and(is_agreed) || sent.is_some();
    let rows = vec![
        Row::of(vec![
            Cell::label(1, "投诉（受复）人"),
            Cell::value(1, if name.is_empty() { "匿名" } else { &name }),
            Cell::label(1, "联系电话"),
            Cell::value(1, &body(&case.complainant.contact)),
        ]),
        Row::at_least(25, vec![Cell::label(1, "投诉的主要问题"), Cell::value(3, case.title.text())]),
        Row::of(vec![Cell::label(1, "答复单位"), Cell::value(3, facts.unit_name(unit, reply))]),
        Row::of(vec![
            Cell::label(1, "答复时间"),
            Cell::value(1, &sent.map(|sent| day(sent.delivered_at.date())).unwrap_or_default()),
            Cell::label(1, "答复方式"),
            Cell::value(1, sent.map_or("", |sent| sent.method.label())),
        ]),
        Row::of(vec![
            Cell::label(1, "答复审核单位"),
            Cell::value(1, &letter(facts, sent, reply).reviewed_by),
            Cell::label(1, "是否同意"),
            Cell::value(1, if agreed { "同意" } else { "" }),
        ]),
        Row::at_least(80, vec![Cell::long(4, "答复内容：", Line::paragraphs(text))]),
        Row::at_least(
            25,
            vec![
                Cell::label(1, "受复人对投诉办理情况的评价及满意度"),
                Cell::value(3, &case.evaluations.last().map(word).unwrap_or_default()),
            ],
        ),
    ];
    Ok(Sheet {
        title: vec!["“监督一点通”平台群众投诉答复表".to_owned()],
        parts: vec![Part::Grid(Grid { columns: COLUMNS.to_vec(), rows })],
    })
}

const fn is_agreed(reply: &Document) -> bool {
    match reply.state {
        DocumentState::Approved | DocumentState::Done => true,
        DocumentState::Draft | DocumentState::UnderReview | DocumentState::Returned | DocumentState::Void => {
            false
        }
    }
}

/// The complainant's word, satisfaction, whether the matter was settled, and the day.
fn word(given: &Evaluation) -> String {
    let comment = given
        .comment
        .as_ref()
        .and_then(Sealable::body)
        .map_or(String::new(), |comment| format!("{comment}\n"));
    let resolved = given.resolved.map_or(String::new(), |resolved| format!("，{}", resolved.label()));
    format!("{comment}{}{resolved}\n{}", given.satisfaction.label(), day(given.at.date()))
}
