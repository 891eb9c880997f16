//! 概要: the complaint in full, what was found, and the facts of a case that are known. The complainant is shown exactly as the read
//! gate gave it, which is masked unless revealed.

use ratatui::text::Line;

use crate::domain::case::Case;
use crate::domain::case::decided::Decided;
use crate::domain::code::Coded as _;
use crate::domain::desk::Desk;
use crate::domain::sealable::Sealable;
use crate::domain::time::Moment;
use crate::domain::words::{CaseKind, MatterField, Route, Scope, SealBasis};
use crate::ui::screens::page::Writer;
use crate::ui::screens::words;

/// The page from top to bottom: the complaint first, then what was found, then the facts that are known.
pub fn lines(case: &Case, desk: &Desk, writer: Writer<'_>) -> Vec<Line<'static>> {
    let mut page = writer;
    if case.sealed {
        let basis = case.seal_basis.map_or("", SealBasis::label);
        page.alarm(&format!("本件已密封，内容和身份不在本镇留存。{basis}"));
    }
    if case.seems_on_the_wrong_way() {
        page.alarm(
            "已发现问题线索：应由镇纪委办理的，请专人做“收回改办”，经镇纪委书记裁定后重新研判、转办。",
        );
    }
    page.heading("投诉内容");
    page.prose(case.content.text());
    if let Some(note) = &case.assessment_note {
        page.heading("研判说明");
        page.prose(note.text());
    }
    if !case.findings.is_empty() {
        page.heading("核实情况");
    }
    for finding in &case.findings {
        page.dim(&format!("{}  {}", finding.at.minute(), desk.org.person_name_at(finding.by, finding.place)));
        page.prose(finding.text.text());
    }
    page.gap();
    for pair in known(case, desk).chunks(2) {
        match pair {
            [(label, value), (other, beside)] => page.pair(label, value, other, beside),
            [(label, value)] => page.pair(label, value, "", ""),
            _ => {}
        }
    }
    words::releases(&mut page, case, desk);
    turns(&mut page, case, desk);
    page.finish()
}

/// Every fact that is known, in the order in which one asks for them.
fn known(case: &Case, desk: &Desk) -> Vec<(&'static str, String)> {
    let mut facts = people(case);
    facts.extend(decided(case, desk));
    facts
        .into_iter()
        .filter_map(|(label, value)| Some((label, value.filter(|value| !value.is_empty())?)))
        .collect()
}

fn decided(case: &Case, desk: &Desk) -> Vec<(&'static str, Option<String>)> {
    let owned = |word: Option<&str>| word.map(str::to_owned);
    let unit_label = if case.transferred_on.is_some() { "承办单位" } else { "拟办单位" };
    let flags: Vec<&str> = case.key_matters.iter().map(|flag| flag.label()).collect();
    let decided =
        case.scope.map(|_| case.decided.as_ref().map_or_else(|| "未记录".to_owned(), Decided::sentence));
    vec![
        ("领域", owned(case.field.map(MatterField::label))),
        ("村社区", case.village.clone()),
        ("收到", Some(case.received_at.minute())),
        ("投诉时间", Some(case.complained_at.minute())),
        ("范围", owned(case.scope.map(Scope::label))),
        ("类别", owned(case.kind.map(CaseKind::label))),
        ("办理途径", owned(case.route.map(Route::label))),
        (unit_label, owned(case.unit.map(|unit| desk.org.unit_name(unit)))),
        ("承办人", owned(case.handler.map(|person| desk.org.person_name(person)))),
        ("重点", Some(flags.join("、"))),
        ("受理", case.accepted_at.map(Moment::minute)),
        ("单位收件", case.transferred_on.map(|day| day.to_string())),
        ("区级回执", case.district_receipt.as_ref().map(|(number, _)| number.clone())),
        ("回执日期", case.district_receipt.as_ref().map(|(_, day)| day.to_string())),
        ("研判方式", decided),
        ("退件次数", (case.send_backs > 0).then(|| case.send_backs.to_string())),
    ]
}

/// Who complains, as the read gate gave it, and about whom.
fn people(case: &Case) -> Vec<(&'static str, Option<String>)> {
    let said = |text: &Option<Sealable>| text.as_ref().map(|text| text.text().to_owned());
    let complainant = said(&case.complainant.name).unwrap_or_else(|| "匿名".to_owned());
    vec![
        ("投诉人", Some(complainant)),
        ("联系方式", said(&case.complainant.contact)),
        ("被投诉人", said(&case.respondent.name)),
        ("单位职务", said(&case.respondent.unit_position)),
        ("投诉方式", case.method.clone()),
        ("来源", case.source.clone()),
        ("平台编号", case.platform_no.clone()),
        ("材料", Some(materials(case))),
    ]
}

/// What came with the complaint, and how many files are kept here.
fn materials(case: &Case) -> String {
    let kept =
        if case.files.is_empty() { String::new() } else { format!("，存有{}个文件", case.files.len()) };
    format!("主件{}页，附件{}件{kept}", case.main_pages, case.attachments)
}

/// Which units have had the case, once there was more than the one that still has it.
fn turns(page: &mut Writer<'_>, case: &Case, desk: &Desk) {
    if case.turns.iter().all(|turn| turn.ended.is_none()) {
        return;
    }
    page.heading("历次承办");
    for turn in &case.turns {
        page.prose(&turn.told(&desk.org, desk.today(), &desk.calendar));
    }
}
