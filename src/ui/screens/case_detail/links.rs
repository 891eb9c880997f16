//! 关联: likely repeats and merged cases, replies that went out and what was said of them, the ticks of the provincial
//! platform, the filing; what was learnt later and the columns of the platform's export that have no place of their own.

use ratatui::text::Line;

use crate::domain::case::Case;
use crate::domain::case::repeats::Repeat;
use crate::domain::code::Coded as _;
use crate::domain::desk::Desk;
use crate::domain::view::columns::columns;
use crate::domain::view::detail::{CaseDetail, Leading};
use crate::ui::screens::page::Writer;

/// The page from top to bottom.
pub fn lines(detail: &CaseDetail, desk: &Desk, writer: Writer<'_>) -> Vec<Line<'static>> {
    let mut page = writer;
    let case = &detail.case;
    repeats(&mut page, detail);
    disclosures(&mut page, detail, desk);
    answered(&mut page, case);
    platform(&mut page, case);
    if !case.supplements.is_empty() {
        page.heading("补充");
    }
    for note in case.supplements.iter().rev() {
        page.dim(&format!("{}  {}", note.at.minute(), desk.org.person_name_at(note.by, note.place)));
        page.prose(note.text.text());
    }
    page.files(&case.files, desk);
    if page.len() == 0 && case.other.is_none() {
        page.dim("没有关联的投诉件，也没有补充内容、附件和其他信息。反映公示的，按 L 与公示记录关联。");
    }
    if let Some(other) = &case.other {
        page.heading("平台导出的其他信息（可能涉及身份，查看投诉人后显示）");
        for (name, value) in columns(other.text()) {
            page.pair(&name, &value, "", "");
        }
    }
    page.finish()
}

fn disclosures(page: &mut Writer<'_>, detail: &CaseDetail, desk: &Desk) {
    if !detail.disclosures.is_empty() {
        page.heading("反映的公示（按 L 再关联一条）");
    }
    let today = desk.settings.limit_day(desk.now);
    for row in &detail.disclosures {
        let (unit, standing) = (desk.org.unit_name(row.unit), row.standing(&desk.calendar, today));
        page.prose(&format!("{}  {unit} {}  {standing}", row.code, row.told()));
    }
}

fn repeats(page: &mut Writer<'_>, detail: &CaseDetail) {
    let case = &detail.case;
    if !detail.repeats.is_empty() {
        page.heading("可能是重复投诉（由您判断，不会自动并案；按 a 选“并案”）");
    }
    for repeat in &detail.repeats {
        let Repeat { case_no, title, stage, reason, .. } = repeat;
        page.prose(&format!("{case_no}  {}  {title}（{}）", stage.label(), reason.label()));
    }
    if let Some((_, leading)) = &case.merged_into {
        page.heading("并案");
        page.prose(&format!("本件已并入{leading}，随{leading}一并办理、答复。"));
        if let Some(told) = detail.leading.as_ref().and_then(Leading::told) {
            page.alarm(&told);
        }
    }
    if !case.joined.is_empty() {
        page.heading("并案");
        let joined: Vec<&str> = case.joined.iter().map(|(_, number)| number.as_str()).collect();
        page.prose(&format!("并入本件的有：{}", joined.join("、")));
    }
}

fn answered(page: &mut Writer<'_>, case: &Case) {
    if !case.deliveries.is_empty() {
        page.heading("答复");
    }
    for delivery in case.deliveries.iter().rev() {
        let at = delivery.delivered_at.minute();
        page.dim(&format!("第{}轮  {}  {at}", delivery.round, delivery.method.label()));
        page.prose(delivery.text.text());
    }
    if !case.evaluations.is_empty() {
        page.heading("评价");
    }
    for evaluation in case.evaluations.iter().rev() {
        let resolved =
            evaluation.resolved.map_or(String::new(), |resolved| format!("，{}", resolved.label()));
        let comment = evaluation.comment.as_ref().map(|comment| format!("：{}", comment.text()));
        page.prose(&format!(
            "第{}轮  {}  {}{resolved}{}",
            evaluation.round,
            evaluation.at.minute(),
            evaluation.satisfaction.label(),
            comment.unwrap_or_default()
        ));
    }
}

fn platform(page: &mut Writer<'_>, case: &Case) {
    let acts = case.acts_to_mirror();
    if !acts.is_empty() {
        page.heading("平台同步");
    }
    for (place, act) in acts.iter().enumerate() {
        let before = acts.iter().take(place).filter(|earlier| earlier.step == act.step).count();
        let again = if before == 0 { String::new() } else { format!("（第{}次）", before + 1) };
        let step = act.step.label();
        match case.tick_of(*act) {
            Some(at) => page.prose(&format!("[x] {step}{again}  已在平台办理 {}", at.minute())),
            None => page.prose(&format!("[ ] {step}{again}  平台上还没有办")),
        }
    }
    if let Some(day) = case.sent_on {
        page.heading("上报");
        page.prose(&format!("{day}送区纪委监委"));
    }
    if let Some((number, date)) = &case.filing {
        page.heading("问题线索备案");
        page.prose(&format!("备案号{number}  {date}"));
    }
    if let Some((number, date)) = &case.district_receipt {
        page.heading("区纪委监委回执");
        page.prose(&format!("{number}  {date}"));
    }
}
