//! 概要: the facts of a case, the complaint in full, what was found. The complainant is shown exactly as the read
//! gate gave it, which is masked unless revealed.

use ratatui::text::Line;

use crate::domain::case::Case;
use crate::domain::case::decided::Decided;
use crate::domain::code::Coded as _;
use crate::domain::desk::Desk;
use crate::domain::sealable::Sealable;
use crate::domain::time::Moment;
use crate::domain::words::{CaseKind, MatterField, Route, Scope, SealBasis};
use crate::ui::screens::page::{Writer, or_dash};
use crate::ui::screens::words;

/// The page from top to bottom.
pub fn lines(case: &Case, desk: &Desk, writer: Writer<'_>) -> Vec<Line<'static>> {
    let mut page = writer;
    decided(&mut page, case, desk);
    page.gap();
    if case.sealed {
        let basis = case.seal_basis.map_or("", SealBasis::label);
        page.alarm(&format!("本件已密封，内容和身份不在本镇留存。{basis}"));
    }
    if case.seems_on_the_wrong_way() {
        page.alarm(
            "已发现问题线索：应由镇纪委办理的，请专人做“收回改办”，经镇纪委书记裁定后重新研判、转办。",
        );
    }
    people(&mut page, case);
    words::releases(&mut page, case, desk);
    turns(&mut page, case, desk);
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
    page.finish()
}

fn decided(page: &mut Writer<'_>, case: &Case, desk: &Desk) {
    page.pair("范围", or_dash(case.scope.map(Scope::label)), "类别", kind(case));
    let unit = case.unit.map(|unit| desk.org.unit_name(unit));
    let unit_label = if case.transferred_on.is_some() { "承办单位" } else { "拟办单位" };
    page.pair("办理途径", or_dash(case.route.map(Route::label)), unit_label, or_dash(unit));
    let handler = case.handler.map(|person| desk.org.person_name(person));
    page.pair("领域", or_dash(case.field.map(MatterField::label)), "承办人", or_dash(handler));
    let flags: Vec<&str> = case.key_matters.iter().map(|flag| flag.label()).collect();
    page.pair("村社区", or_dash(case.village.as_deref()), "重点", or_dash(Some(flags.join("、").as_str())));
    let received = case.received_at.minute();
    page.pair("收到", &received, "投诉时间", &case.complained_at.minute());
    let accepted = case.accepted_at.map(Moment::minute);
    let transferred = case.transferred_on.map(|day| day.to_string());
    page.pair("受理", or_dash(accepted.as_deref()), "单位收件", or_dash(transferred.as_deref()));
    if let Some((number, day)) = &case.district_receipt {
        page.pair("区级回执", number, "回执日期", &day.to_string());
    }
    if case.scope.is_some() {
        let decided = case.decided.as_ref().map_or_else(|| "未记录".to_owned(), Decided::sentence);
        page.pair("研判方式", &decided, "", "");
    }
    if case.send_backs > 0 {
        page.pair("退件次数", &case.send_backs.to_string(), "", "");
    }
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

fn people(page: &mut Writer<'_>, case: &Case) {
    let complainant = case.complainant.name.as_ref().map_or("匿名", Sealable::text);
    let contact = case.complainant.contact.as_ref().map(Sealable::text);
    page.pair("投诉人", complainant, "联系方式", or_dash(contact));
    let respondent = case.respondent.name.as_ref().map(Sealable::text);
    let position = case.respondent.unit_position.as_ref().map(Sealable::text);
    page.pair("被投诉人", or_dash(respondent), "单位职务", or_dash(position));
    page.pair("投诉方式", or_dash(case.method.as_deref()), "来源", or_dash(case.source.as_deref()));
    let pages = format!("主件{}页，附件{}件", case.main_pages, case.attachments);
    page.pair("平台编号", or_dash(case.platform_no.as_deref()), "材料", &pages);
}

fn kind(case: &Case) -> &'static str {
    or_dash(case.kind.map(CaseKind::label))
}
