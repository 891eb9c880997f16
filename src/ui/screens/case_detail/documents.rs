//! 文书: the cards and papers that were issued, and every version of every document, newest first, with its text and its
//! signature chain.

use ratatui::text::Line;

use crate::domain::case::Case;
use crate::domain::case::chase::Chase;
use crate::domain::code::Coded as _;
use crate::domain::desk::Desk;
use crate::domain::document::Document;
use crate::ui::screens::page::Writer;
use crate::ui::screens::words;

/// The page from top to bottom.
pub fn lines(case: &Case, desk: &Desk, writer: Writer<'_>) -> Vec<Line<'static>> {
    let mut page = writer;
    if case.documents.is_empty() {
        page.dim("还没有文书。按 a 打开办理动作，可起草拟办意见或上报意见；按 P 看各种文书的样子、出文。");
    }
    cards(&mut page, case, desk);
    papers(&mut page, case);
    for document in case.documents.iter().rev() {
        version(&mut page, document, desk);
    }
    page.finish()
}

fn version(page: &mut Writer<'_>, document: &Document, desk: &Desk) {
    page.heading(&format!(
        "{} 第{}稿  [{}]",
        document.kind.label(),
        document.version,
        document.state.label()
    ));
    let submitted = document.submitted_at.map_or(String::new(), |at| format!("，{}送审", at.minute()));
    page.dim(&format!(
        "{} {}起草{submitted}",
        desk.org.person_name_at(document.drafted_by, document.drafted_in),
        document.drafted_at.minute()
    ));
    page.prose(document.text.text());
    let open = document.open_step().map(|(index, _)| index);
    for (index, step) in document.steps.iter().enumerate() {
        page.inset(&format!(
            "{}. {}",
            index + 1,
            words::step_line(document, step, open == Some(index), desk)
        ));
    }
}

/// The cards that were issued, and what rules propose.
fn cards(page: &mut Writer<'_>, case: &Case, desk: &Desk) {
    if let Some((colour, ground)) = case.card_due(desk.today()).filter(|_| !case.sealed) {
        page.alarm(&format!("按规则可以发{}：{ground}。按 a 选“发监督提醒卡”。", colour.label()));
    }
    let today = desk.settings.limit_day(desk.now);
    let is_chased = |chase| case.is_chased(chase, today, &desk.settings, &desk.calendar);
    if is_chased(Chase::UrgeNotice) {
        page.alarm("办理已超期，按规则可以出催办通知书。按 P 翻到催办通知书，Enter 出文。");
    }
    if is_chased(Chase::Circular) {
        page.alarm("催办通知书发出后仍没有答复，按规则可以通报。按 a 选“拟通报”。");
    }
    if is_chased(Chase::CircularPaper) {
        page.alarm("通报已经审签。按 P 翻到通报，Enter 出文。");
    }
    for card in case.cards.iter().rev() {
        page.heading(&format!("{} 第{}张", card.colour.label(), card.no));
        let whom = card.unit.map_or("本机关", |unit| desk.org.unit_name_at(unit, card.place));
        page.dim(&format!(
            "{} 发给{whom}，{}",
            card.issued_on,
            desk.org.person_name_at(card.issued_by, card.place)
        ));
        page.prose(card.reason.text());
        match &card.answer {
            Some(answer) => page.inset(&format!("{} 反馈：{}", answer.on, answer.text.text())),
            None => page.inset("还没有反馈。"),
        }
    }
}

/// The numbers that were given, one line each.
fn papers(page: &mut Writer<'_>, case: &Case) {
    if case.papers.is_empty() {
        return;
    }
    page.heading("已出文");
    for paper in case.papers.iter().rev() {
        let copies = if paper.copies > 1 { format!("，打印{}次", paper.copies) } else { String::new() };
        let void = paper.void.as_ref().map_or(String::new(), |why| format!("，作废：{}", why.text()));
        page.inset(&format!("{} {} {}{copies}{void}", paper.number, paper.kind.label(), paper.on));
    }
}
