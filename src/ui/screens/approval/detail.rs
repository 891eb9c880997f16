//! The document that is signed, what became of it so far, and the facts it rests on.

use ratatui::style::Style;
use ratatui::text::{Line, Span};

use super::signing::records_paper;
use super::{ApprovalItem, Sheet, sheet_of};
use crate::domain::case::Case;
use crate::domain::code::Coded as _;
use crate::domain::desk::Desk;
use crate::domain::document::{Document, Step, Terms};
use crate::domain::sealable::Sealable;
use crate::domain::view::comparison::{Part, compare};
use crate::domain::view::detail::CaseDetail;
use crate::domain::words::{CaseKind, DocumentKind, DocumentState, MatterField, Route, Scope};
use crate::ui::screens::page::{Writer, or_dash};
use crate::ui::screens::words;
use crate::ui::text;
use crate::ui::theme::Theme;

/// From so many cells on the facts stand beside the document instead of below it.
const BESIDE_FROM: u16 = 96;

/// What was laid out for one document at one width.
pub struct Laid {
    /// The sheet it shows.
    pub sheet: Sheet,
    /// Width it was laid out for.
    pub width: u16,
    /// Document and chain, followed by the facts unless they stand beside.
    pub left: Vec<Line<'static>>,
    /// The facts, where there is room beside.
    pub right: Option<Vec<Line<'static>>>,
    /// Lines until the end of the text and of what changed in it.
    pub text_end: usize,
}

impl Laid {
    /// Lays it out.
    pub fn out(item: &ApprovalItem, detail: &CaseDetail, width: u16, desk: &Desk, theme: &Theme) -> Self {
        let is_beside = width >= BESIDE_FROM;
        let column = if is_beside { width / 2 } else { width };
        let mut page = Writer::new(column, theme);
        let (sheet, case) = (sheet_of(item), &detail.case);
        let text_end = document(&mut page, item, case, desk, theme);
        if is_beside {
            let mut facts_page = Writer::new(width - column, theme);
            facts(&mut facts_page, detail, desk);
            return Self { sheet, width, left: page.finish(), right: Some(facts_page.finish()), text_end };
        }
        facts(&mut page, detail, desk);
        Self { sheet, width, left: page.finish(), right: None, text_end }
    }

    /// How many lines there are.
    pub fn len(&self) -> usize {
        self.left.len().max(self.right.as_ref().map_or(0, Vec::len))
    }
}

/// Says in two lines what agreeing and returning bring about.
pub fn what_keys_do(item: &ApprovalItem, case: &Case, desk: &Desk) -> [String; 2] {
    let Some(document) = case.document(item.document) else { return Default::default() };
    let signers = item.signers(&desk.org);
    let drafter = desk.org.person_name_at(document.drafted_by, document.drafted_in);
    let step = document.open_step().map(|(_, step)| step);
    if step.is_some_and(|step| step.by_meeting) && item.is_mine {
        let after = after_agreeing(item, document, desk);
        return [
            format!("镇主要领导回避，由镇党委会议决定。y 按书面决定登记，填会议和日期，{after}"),
            "n 会议不同意的，登记退回".to_owned(),
        ];
    }
    let signers = step.map_or(signers, |step| step.names(&desk.org));
    let title = step.map_or(item.position.label(), Step::title);
    let returned = format!("退给起草人{drafter}，改后重新走完审签");
    if item.is_mine {
        let leader = desk.org.person_name(item.person);
        let own = if item.person == desk.actor.id { String::new() } else { format!("（代{leader}签）") };
        return [
            format!("y 同意{own}：签在这一稿上，{}", after_agreeing(item, document, desk)),
            format!("n 退回：写明意见，{returned}"),
        ];
    }
    if records_paper(desk) {
        return [
            format!("轮到{signers}审签。y 代录他的书面同意，{}", after_agreeing(item, document, desk)),
            format!("n 代录他的书面退回：{returned}"),
        ];
    }
    [format!("轮到{signers}（{title}）审签，您不用办。"), String::new()]
}

/// What comes next when this step agrees.
fn after_agreeing(item: &ApprovalItem, document: &Document, desk: &Desk) -> String {
    let mut waiting = document.steps.iter().filter(|step| step.signature.is_none()).skip(1);
    // Whoever fills a later step too signs for both at once.
    if let Some(next) = waiting.find(|next| !(item.is_mine && next.is_for(item.person))) {
        return format!("接着由{}（{}）审签", next.names(&desk.org), next.title());
    }
    match item.document {
        DocumentKind::Proposal => "审签完成，可以转办".to_owned(),
        DocumentKind::Reply => "审签完成，可以答复投诉人".to_owned(),
        DocumentKind::ReportUp => "审签完成，即上报区纪委监委".to_owned(),
        DocumentKind::Clue => "审签完成，移送后登记区里的备案号".to_owned(),
        DocumentKind::Extension => "审签完成，办理时限即延长".to_owned(),
        DocumentKind::Override => "审签完成，办理时限即变更".to_owned(),
        DocumentKind::Circular => "审签完成，专人即可出文".to_owned(),
    }
}

/// The document; gives the number of lines to the end of its text and changes.
fn document(page: &mut Writer<'_>, item: &ApprovalItem, case: &Case, desk: &Desk, theme: &Theme) -> usize {
    let Some(document) = case.document(item.document) else { return 0 };
    page.heading(&format!(
        "{} 第{}稿  文稿编号 {}",
        document.kind.label(),
        document.version,
        document.sheet_no()
    ));
    page.dim(&format!(
        "{} {}起草，{}送审，已等{}",
        desk.org.person_name_at(document.drafted_by, document.drafted_in),
        document.drafted_at.minute(),
        item.submitted_at.minute(),
        waiting(item)
    ));
    terms(page, document);
    page.prose(document.text.text());
    if let Some(claims) = document.claims.as_ref().and_then(Sealable::body) {
        page.heading("投诉人的诉求（+ 已回应，- 未回应）");
        page.prose(claims);
    }
    let earlier = returned_before(case, document);
    if let Some(earlier) = earlier {
        page.heading(&format!("与退回的第{}稿相比（[+ 新增 +]、[- 删去 -]）", earlier.version));
        page.push(changes(earlier.text.text(), document.text.text(), page.width(), theme));
    }
    let text_end = page.len();
    page.heading("审签");
    let open = document.open_step().map(|(index, _)| index);
    for (index, step) in document.steps.iter().enumerate() {
        page.inset(&format!(
            "{}. {}",
            index + 1,
            words::step_line(document, step, open == Some(index), desk)
        ));
    }
    former_opinions(page, case, document, desk);
    text_end
}

/// `今天送审`, `2个工作日`
pub fn waiting(item: &ApprovalItem) -> String {
    match item.waiting_days {
        0 => "不到1个工作日".to_owned(),
        days => format!("{days}个工作日"),
    }
}

fn terms(page: &mut Writer<'_>, document: &Document) {
    match &document.terms {
        Some(Terms::Extension { days, special }) => {
            let special = if *special { "，有特殊情况" } else { "" };
            page.alarm(&format!("申请延长{days}个工作日{special}"));
        }
        Some(Terms::Override { limit, unit, basis }) => {
            page.alarm(&format!("办理时限改为{limit}个{}，依据：{basis}", unit.label()));
        }
        None => {}
    }
}

/// The version that was returned last before this one.
fn returned_before<'a>(case: &'a Case, document: &Document) -> Option<&'a Document> {
    case.documents
        .iter()
        .rev()
        .filter(|earlier| earlier.kind == document.kind && earlier.version < document.version)
        .find(|earlier| earlier.state == DocumentState::Returned)
}

fn former_opinions(page: &mut Writer<'_>, case: &Case, document: &Document, desk: &Desk) {
    let earlier = case
        .documents
        .iter()
        .rev()
        .filter(|earlier| earlier.kind == document.kind && earlier.version < document.version)
        .filter(|earlier| earlier.steps.iter().any(|step| step.signature.is_some()));
    for (index, version) in earlier.enumerate() {
        if index == 0 {
            page.heading("以前各稿的审签意见");
        }
        page.dim(&format!("第{}稿  [{}]", version.version, version.state.label()));
        for step in version.steps.iter().filter(|step| step.signature.is_some()) {
            page.inset(&words::step_line(version, step, false, desk));
        }
    }
}

/// The facts the document rests on.
fn facts(page: &mut Writer<'_>, detail: &CaseDetail, desk: &Desk) {
    let case = &detail.case;
    page.heading("事项");
    page.prose(case.title.text());
    page.pair("阶段", case.stage.label(), "类别", or_dash(case.kind.map(CaseKind::label)));
    page.pair(
        "范围",
        or_dash(case.scope.map(Scope::label)),
        "领域",
        or_dash(case.field.map(MatterField::label)),
    );
    let unit = case.unit.map(|unit| desk.org.unit_name(unit));
    page.pair("办理途径", or_dash(case.route.map(Route::label)), "单位", or_dash(unit));
    let flags: Vec<&str> = case.key_matters.iter().map(|flag| flag.label()).collect();
    let flags = flags.join("、");
    page.pair("重点", or_dash(Some(&flags)), "", "");
    for reading in detail.clocks.iter().rev().filter(|reading| reading.clock.is_running()) {
        page.prose(&words::clock_phrase(reading));
    }
    let respondent = case.respondent.name.as_ref().map(Sealable::text);
    let position = case.respondent.unit_position.as_ref().map(Sealable::text);
    page.pair("被投诉人", or_dash(respondent), "单位职务", or_dash(position));
    words::releases(page, case, desk);
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
}

/// The newer text with what came and went marked in words and in style, so that no colour is needed.
fn changes(older: &str, newer: &str, width: usize, theme: &Theme) -> Vec<Line<'static>> {
    let mut told = String::new();
    let mut styles: Vec<Style> = Vec::new();
    for part in compare(older, newer) {
        let (words, style) = match part {
            Part::Same(same) => (same, theme.plain),
            Part::Added(added) => (format!("[+{added}+]"), theme.marked.patch(theme.matched)),
            Part::Removed(removed) => (format!("[-{removed}-]"), theme.bad),
        };
        styles.extend(words.chars().filter(|character| !character.is_whitespace()).map(|_| style));
        told.push_str(&words);
    }
    // Wrapping may drop spaces and show control characters as marks; the styles then end early or late by as much, the
    // words never do.
    let mut styles = styles.into_iter();
    let mut in_style = |line: String| {
        let mut spans: Vec<Span<'static>> = vec![Span::raw("  ")];
        for character in line.chars() {
            let last = spans.last().map_or(theme.plain, |span| span.style);
            let style = if character.is_whitespace() { last } else { styles.next().unwrap_or(theme.plain) };
            match spans.last_mut() {
                Some(span) if span.style == style => span.content.to_mut().push(character),
                Some(_) | None => spans.push(Span::styled(character.to_string(), style)),
            }
        }
        Line::from(spans)
    };
    text::wrap(&told, width).into_iter().map(&mut in_style).collect()
}
