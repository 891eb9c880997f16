//! The letter to the district commission (上报函) about a complaint that is not the town's to handle (N§三(二)2).

use super::china::day;
use super::facts::{Facts, Missing};
use super::{Form, LayOut};
use crate::domain::document::Document;
use crate::domain::paper::{Line, PaperKind, Part, Sheet};
use crate::domain::sealable::Sealable;
use crate::domain::words::{DocumentKind, UnitKind};

pub const FORM: Form = Form { kind: PaperKind::ReportUp, lay_out: LayOut::Case(lay_out) };

fn lay_out(facts: &Facts<'_>) -> Result<Sheet, Missing> {
    let case = facts.case;
    let report = facts.document.or_else(|| case.document(DocumentKind::ReportUp));
    let Some(text) = report.and_then(|report| report.text.body()) else {
        return Err(Missing(vec!["上报意见"]));
    };
    let body = |of: &Option<Sealable>| of.as_ref().and_then(Sealable::body).map(str::to_owned);
    let commission = facts.org.only(UnitKind::Commission).map_or("", |unit| unit.name.as_str());
    let mut lines = vec![
        Line::left(""),
        Line::left(format!("{}纪委监委：", facts.org.district)),
        Line::indented(format!(
            "{}，我镇收到“监督一点通”平台投诉（编号{}），反映{}。经研判，不属我镇受理范围，现予上报。",
            day(case.received_at.date()),
            case.platform_no.as_deref().unwrap_or(&case.case_no),
            case.title.text().trim_end_matches(['。', '；', '，'])
        )),
    ];
    let about = [
        ("投诉人", body(&case.complainant.name)),
        ("联系方式", body(&case.complainant.contact)),
        ("被投诉人", body(&case.respondent.name)),
        ("单位及职务", body(&case.respondent.unit_position)),
    ];
    lines.extend(
        about
            .into_iter()
            .filter_map(|(name, text)| text.map(|text| Line::indented(format!("{name}：{text}")))),
    );
    lines.push(Line::indented("投诉内容："));
    lines.extend(Line::paragraphs(case.content.text()));
    lines.push(Line::indented("上报意见："));
    lines.extend(Line::paragraphs(text));
    lines.extend([Line::left(""), Line::right(commission, 4)]);
    let on = case.sent_on.or_else(|| report.and_then(Document::last_signed_on)).unwrap_or(facts.today);
    lines.push(Line::right(day(on), 4));
    Ok(Sheet { title: vec!["关于上报群众投诉的函".to_owned()], parts: vec![Part::Text(lines)] })
}
