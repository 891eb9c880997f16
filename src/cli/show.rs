//! `ydt show`: one case, as pages of text or as JSON.

use std::io::Write;

use super::exit::{Exit, Failure};
use super::json::DetailJson;
use super::meeting;
use super::out::Out;
use super::session::Session;
use crate::actions::on_case_menu;
use crate::domain::attachment::Attachment;
use crate::domain::calendar::Calendar;
use crate::domain::case::Case;
use crate::domain::case::decided::Decided;
use crate::domain::code::Coded as _;
use crate::domain::desk::Desk;
use crate::domain::disclosure;
use crate::domain::document::step::OWN_DRAFT;
use crate::domain::document::{Decision, Document, Step};
use crate::domain::limit::clock::remaining_label;
use crate::domain::meeting::no_of;
use crate::domain::sealable::Sealable;
use crate::domain::town::org::Org;
use crate::domain::view::detail::{CaseDetail, HistoryLine};
use crate::domain::view::explanation::Explanation;
use crate::domain::words::ClockKind;
use crate::office::CaseName;
use crate::ui::text;

pub(super) fn run<W: Write>(
    session: &Session,
    case: &str,
    explain: bool,
    json: bool,
    out: &mut Out<W>,
) -> Result<Exit, Failure> {
    // A meeting's number is no number of ours; should the platform have one like it, the case is found if there is no
    // such meeting.
    if no_of(case).is_some()
        && let Ok(id) = session.office.find_meeting(case, session.now())
    {
        return meeting::show(session, id, json, out);
    }
    if disclosure::no_of(case).is_some()
        && let Ok(id) = session.office.find_disclosure(case, session.now())
    {
        return super::disclosure::show(session, id, json, out);
    }
    let id = session.office.find_case(&CaseName::Number(case.trim().to_owned()), session.now())?;
    let desk = session.office.desk(session.now());
    let detail = session.office.open_case(id, desk.now)?;
    if json {
        let mut shown = DetailJson::of(&detail, &desk);
        if explain {
            shown.explain_clocks(&detail, &desk.calendar);
        }
        out.json(&shown)?;
        return Ok(Exit::Done);
    }
    facts(&detail.case, &desk.org, out)?;
    for row in &detail.disclosures {
        out.line(&format!("{}{} {}", text::pad("反映的公示", 12), row.code, row.told()))?;
    }
    turns(&detail.case, &desk, out)?;
    clocks(&detail, explain.then_some(&*desk.calendar), out)?;
    documents(&detail.case, &desk.org, out)?;
    history(&detail.history, &desk.org, out)?;
    next(&detail.case, &desk, out)?;
    Ok(Exit::Done)
}

fn facts<W: Write>(case: &Case, org: &Org, out: &mut Out<W>) -> Result<(), Failure> {
    out.line(&format!("{}  {}", case.case_no, case.title.text()))?;
    out.line(&format!("{}：{}", case.stage.label(), case.stage.waiting_for()))?;
    out.line("")?;
    let key_matters: Vec<&str> = case.key_matters.iter().map(|matter| matter.label()).collect();
    let rows = [
        ("平台编号", case.platform_no.clone()),
        ("投诉时间", Some(case.complained_at.minute())),
        ("收到时间", Some(case.received_at.minute())),
        ("投诉方式", case.method.clone()),
        ("来源", case.source.clone()),
        ("投诉人", Some(words(case.complainant.name.as_ref()).unwrap_or_else(|| "匿名".to_owned()))),
        ("联系方式", words(case.complainant.contact.as_ref())),
        ("被投诉人", words(case.respondent.name.as_ref())),
        ("单位及职务", words(case.respondent.unit_position.as_ref())),
        ("职级", case.respondent.rank.clone()),
        ("村社区", case.village.clone()),
        ("领域", case.field.map(|field| field.label().to_owned())),
        ("业务范围", case.scope.map(|scope| scope.label().to_owned())),
        ("类别", case.kind.map(|kind| kind.label().to_owned())),
        ("重点", (!key_matters.is_empty()).then(|| key_matters.join("、"))),
        ("办理途径", case.route.map(|route| route.label().to_owned())),
        ("研判方式", decided(case)),
        ("承办单位", case.unit.map(|unit| org.unit_name(unit).to_owned())),
        ("承办人", case.handler.map(|person| org.person_name(person).to_owned())),
        ("材料", Some(format!("主件 {} 页，附件 {} 件", case.main_pages, case.attachments))),
        ("密封依据", case.seal_basis.map(|basis| basis.label().to_owned())),
        ("备案", case.filing.as_ref().map(|(number, on)| format!("{number}（{on}）"))),
        ("上报送出", case.sent_on.map(|on| on.to_string())),
        ("区级回执", case.district_receipt.as_ref().map(|(number, on)| format!("{number}（{on}）"))),
    ];
    for (label, value) in rows {
        if let Some(value) = value {
            out.line(&format!("{}{value}", text::pad(label, 12)))?;
        }
    }
    for release in &case.recusal.released {
        out.prose(&text::pad("非本人认定", 12), &release.told(org))?;
    }
    out.line("")?;
    out.line("投诉内容")?;
    out.prose("  ", case.content.text())?;
    for (label, notes) in [("核实情况", &case.findings), ("补充", &case.supplements)] {
        for note in notes {
            out.line(&format!("{label}  {} {}", note.at.minute(), org.person_name_at(note.by, note.place)))?;
            out.prose("  ", note.text.text())?;
        }
    }
    files(&case.files, org, out)
}

/// The files that are kept with a case or another record.
pub(super) fn files<W: Write>(files: &[Attachment], org: &Org, out: &mut Out<W>) -> Result<(), Failure> {
    for file in files {
        let who = org.person_name_at(file.by, file.place);
        out.line(&format!("{}  {}  {} {who}", file.label(), file.name.text(), file.at.minute()))?;
    }
    Ok(())
}

/// The units that have had the case.
fn turns<W: Write>(case: &Case, desk: &Desk, out: &mut Out<W>) -> Result<(), Failure> {
    if !case.turns.is_empty() {
        out.line("")?;
        out.line("历次承办")?;
    }
    for turn in &case.turns {
        out.prose("  ", &turn.told(&desk.org, desk.today(), &desk.calendar))?;
    }
    Ok(())
}

/// How an assessed case was assessed; earlier records don't say.
fn decided(case: &Case) -> Option<String> {
    case.scope.map(|_| case.decided.as_ref().map_or_else(|| "未记录".to_owned(), Decided::sentence))
}

fn words(sealed: Option<&Sealable>) -> Option<String> {
    sealed.map(|text| text.text().to_owned())
}

fn clocks<W: Write>(
    detail: &CaseDetail,
    explained_by: Option<&Calendar>,
    out: &mut Out<W>,
) -> Result<(), Failure> {
    out.line("")?;
    out.line("时限")?;
    for reading in &detail.clocks {
        let clock = &reading.clock;
        let state = match (clock.stopped_on, clock.verdict) {
            (Some(on), Some(verdict)) => format!("{on} 停止，{}", verdict.label()),
            (Some(on), None) => format!("{on} 停止"),
            (None, _) => {
                let asks = clock.clock == ClockKind::Handling && detail.case.asks_extension();
                format!(
                    "{}，{}{}",
                    reading.level.label(),
                    remaining_label(reading.level, reading.remaining),
                    if asks { "，延期审批中" } else { "" }
                )
            }
        };
        let provisional = if clock.provisional { "（暂定）" } else { "" };
        out.line(&format!(
            "  {}  {} 起 {} 个{}，{} 到期{provisional}  {state}",
            clock.label(),
            clock.started_on,
            clock.limit,
            clock.unit.label(),
            clock.due_on,
        ))?;
        if let Some(calendar) = explained_by {
            let told = Explanation::of(&detail.case, clock, calendar);
            for line in [&told.rule, &told.start].into_iter().chain(&told.notes) {
                out.line(&format!("    {line}"))?;
            }
            for span in &told.spans {
                out.line(&format!("    {}", span.heading))?;
                for day in &span.days {
                    out.line(&format!("    {}-{day}", day.date.year()))?;
                }
            }
        }
    }
    Ok(())
}

fn documents<W: Write>(case: &Case, org: &Org, out: &mut Out<W>) -> Result<(), Failure> {
    for document in &case.documents {
        out.line("")?;
        out.line(&heading(document, org))?;
        out.prose("  ", document.text.text())?;
        for step in &document.steps {
            out.line(&format!("  {}", signature(document, step, org)))?;
        }
    }
    Ok(())
}

fn heading(document: &Document, org: &Org) -> String {
    format!(
        "{}第{}稿  {}  {} {}",
        document.kind.label(),
        document.version,
        document.state.label(),
        org.person_name_at(document.drafted_by, document.drafted_in),
        document.drafted_at.minute()
    )
}

fn signature(document: &Document, step: &Step, org: &Org) -> String {
    let label = step.told(org);
    let Some(signature) = &step.signature else { return format!("{label}  待审签") };
    let decision = match signature.decision {
        Decision::Agree => "同意",
        Decision::Return => "退回",
    };
    let opinion = signature.opinion.as_ref().map_or(String::new(), |text| format!("：{}", text.text()));
    let paper = signature.recorded_by.map_or(String::new(), |person| {
        format!("（书面审签，{}代录）", org.person_name_at(person, signature.place))
    });
    let beside = signature.beside(org);
    let own = if document.is_own_draft(signature) { OWN_DRAFT } else { "" };
    format!("{label}  {decision} {}{opinion}{beside}{paper}{own}", signature.signed_on)
}

pub(super) fn history<W: Write>(lines: &[HistoryLine], org: &Org, out: &mut Out<W>) -> Result<(), Failure> {
    out.line("")?;
    out.line("办理经过")?;
    for line in lines {
        let behalf = line
            .on_behalf_of
            .map_or(String::new(), |person| format!("（代{}办）", org.person_name_at(person, line.place)));
        out.line(&format!(
            "  {:>3}  {}  {}{behalf}  {}",
            line.seq,
            line.at.minute(),
            line.actor.map_or("", |actor| org.person_name_at(actor, line.place)),
            line.summary
        ))?;
    }
    Ok(())
}

/// What can be done now, by the person who asks.
fn next<W: Write>(case: &Case, desk: &Desk, out: &mut Out<W>) -> Result<(), Failure> {
    let context = desk.context();
    let open: Vec<String> = on_case_menu()
        .filter(|action| action.allowed(case, &context).is_ok())
        .map(|action| format!("{}（{}）", action.label(), action.code))
        .collect();
    out.line("")?;
    out.line(&format!("现在可以办：{}", if open.is_empty() { "无".to_owned() } else { open.join("、") }))?;
    Ok(())
}
