//! Events as sentences, for the history page, `ydt show` and the forms. Every fact has its own words here.

use super::code::Coded as _;
use super::document::{Decision, Step};
use super::event::{CaseEvent, SupplementOrigin};
use super::org::Org;
use super::ruling::Ruling;
use super::words::Verdict;

/// What happened, in one Chinese sentence without its full stop.
#[must_use]
pub fn sentence(event: &CaseEvent, org: &Org) -> String {
    match event {
        CaseEvent::Registered(first) => {
            let from =
                first.platform_no.as_deref().map_or(String::new(), |number| format!("，平台编号{number}"));
            format!("登记为{}{from}，收到时间{}", first.case_no, first.received_at.minute())
        }
        CaseEvent::Supplemented { text, origin } => match origin {
            SupplementOrigin::Recorded => format!("补充：{}", text.text()),
            SupplementOrigin::Import => format!("平台再次推送，与已存内容不同：{}", text.text()),
        },
        CaseEvent::Assessed { scope, kind, field, key_matters, route, unit, note, ruling } => {
            let mut words = vec![scope.label().to_owned(), kind.label().to_owned(), field.label().to_owned()];
            words.extend(key_matters.iter().map(|flag| flag.label().to_owned()));
            words.extend(route.map(|route| route.label().to_owned()));
            words.extend(unit.map(|unit| format!("拟由{}承办", org.unit_name(unit))));
            words.extend(note.as_ref().map(|note| format!("说明：{}", note.text())));
            format!("研判：{}{}", words.join("、"), ruled(ruling.as_ref(), org))
        }
        CaseEvent::Accepted => "受理".to_owned(),
        CaseEvent::Transferred { route, unit, received_on, on_paper, ruling } => format!(
            "按{}转{}，{}{received_on}收件{}",
            route.label(),
            org.unit_name(*unit),
            if *on_paper { "书面送达，" } else { "" },
            ruled(ruling.as_ref(), org)
        ),
        CaseEvent::Acknowledged => "签收".to_owned(),
        CaseEvent::SentBack { reason, note, ruling } => {
            format!("退件：{}，{}{}", reason.label(), note.text(), ruled(ruling.as_ref(), org))
        }
        CaseEvent::FindingRecorded { text } => format!("核实情况：{}", text.text()),
        CaseEvent::ReportedUp => "上报区纪委监委".to_owned(),
        CaseEvent::DistrictReceiptRecorded { number, received_on } => {
            format!("区纪委监委回执{number}（{received_on}）")
        }
        CaseEvent::HandlerAssigned { handler } => format!("承办人：{}", org.person_name(*handler)),
        CaseEvent::Corrected { before, after, reason } => format!(
            "更正{}：{} → {}，理由：{}",
            after.name().label(),
            before.value_label(),
            after.value_label(),
            reason.text()
        ),
        CaseEvent::Withdrawn { reason } => format!("投诉人撤回：{}", reason.text()),
        CaseEvent::ClockStarted { .. }
        | CaseEvent::ClockStopped { .. }
        | CaseEvent::ClockCancelled { .. }
        | CaseEvent::ClockResumed { .. }
        | CaseEvent::ClockMoved { .. } => clock_sentence(event),
        CaseEvent::DocumentDrafted { .. }
        | CaseEvent::DocumentSubmitted { .. }
        | CaseEvent::DocumentVoided { .. }
        | CaseEvent::DocumentSigned { .. } => document_sentence(event, org),
    }
}

fn ruled(ruling: Option<&Ruling>, org: &Org) -> String {
    ruling.map_or(String::new(), |ruling| {
        let paper = if ruling.on_paper { "，代录" } else { "" };
        format!(
            "（镇纪委书记{}{}意见{paper}：{}）",
            org.person_name(ruling.by),
            ruling.ruled_on,
            ruling.text.text()
        )
    })
}

fn clock_sentence(event: &CaseEvent) -> String {
    match event {
        CaseEvent::ClockStarted { clock } => format!(
            "{}起算：{}起{}个{}，{}到期{}",
            clock.clock.label(),
            clock.started_on,
            clock.limit,
            clock.unit.label(),
            clock.due_on,
            if clock.provisional { "（暂定）" } else { "" }
        ),
        CaseEvent::ClockStopped { clock, on, verdict, .. } => {
            let word = match verdict {
                Verdict::OnTime => "按期",
                Verdict::Late => "已超期",
            };
            format!("{}停止：{on}，{word}", clock.label())
        }
        CaseEvent::ClockCancelled { clock, .. } => format!("{}作废", clock.label()),
        CaseEvent::ClockResumed { clock, .. } => format!("{}接着走，到期日不变", clock.label()),
        CaseEvent::ClockMoved { clock, because } => {
            format!("{}改为{}起、{}到期：{because}", clock.clock.label(), clock.started_on, clock.due_on)
        }
        CaseEvent::Registered(_)
        | CaseEvent::Supplemented { .. }
        | CaseEvent::Assessed { .. }
        | CaseEvent::Accepted
        | CaseEvent::DocumentDrafted { .. }
        | CaseEvent::DocumentSubmitted { .. }
        | CaseEvent::DocumentVoided { .. }
        | CaseEvent::DocumentSigned { .. }
        | CaseEvent::Transferred { .. }
        | CaseEvent::Acknowledged
        | CaseEvent::SentBack { .. }
        | CaseEvent::FindingRecorded { .. }
        | CaseEvent::ReportedUp
        | CaseEvent::DistrictReceiptRecorded { .. }
        | CaseEvent::HandlerAssigned { .. }
        | CaseEvent::Corrected { .. }
        | CaseEvent::Withdrawn { .. } => String::new(),
    }
}

fn document_sentence(event: &CaseEvent, org: &Org) -> String {
    match event {
        CaseEvent::DocumentDrafted { document, version, .. } => {
            format!("起草{}第{version}稿", document.label())
        }
        CaseEvent::DocumentSubmitted { document, version, steps, .. } => {
            let chain: Vec<String> = steps.iter().map(|step| step_label(step, org)).collect();
            format!("{}第{version}稿送审：{}", document.label(), chain.join(" → "))
        }
        CaseEvent::DocumentVoided { document, version, because } => {
            format!("{}第{version}稿作废：{because}", document.label())
        }
        CaseEvent::DocumentSigned {
            document,
            version,
            signer,
            decision,
            opinion,
            signed_on,
            on_paper,
            ..
        } => {
            let word = match decision {
                Decision::Agree => "同意",
                Decision::Return => "退回修改",
            };
            let opinion =
                opinion.as_ref().map_or(String::new(), |opinion| format!("，意见：{}", opinion.text()));
            let paper =
                if *on_paper { format!("（书面审签于{signed_on}，代录）") } else { String::new() };
            format!("{}{word}{}第{version}稿{opinion}{paper}", org.person_name(*signer), document.label())
        }
        CaseEvent::Registered(_)
        | CaseEvent::Supplemented { .. }
        | CaseEvent::Assessed { .. }
        | CaseEvent::Accepted
        | CaseEvent::ClockStarted { .. }
        | CaseEvent::ClockStopped { .. }
        | CaseEvent::ClockCancelled { .. }
        | CaseEvent::ClockResumed { .. }
        | CaseEvent::ClockMoved { .. }
        | CaseEvent::Transferred { .. }
        | CaseEvent::Acknowledged
        | CaseEvent::SentBack { .. }
        | CaseEvent::FindingRecorded { .. }
        | CaseEvent::ReportedUp
        | CaseEvent::DistrictReceiptRecorded { .. }
        | CaseEvent::HandlerAssigned { .. }
        | CaseEvent::Corrected { .. }
        | CaseEvent::Withdrawn { .. } => String::new(),
    }
}

/// 李敏（镇纪委书记、联系领导）: the person of a step with every position signed for.
#[must_use]
pub fn step_label(step: &Step, org: &Org) -> String {
    let mut positions = vec![step.position.label()];
    positions.extend(step.also.iter().map(|position| position.label()));
    let moved = step.moved_from.map_or(String::new(), |from| format!("，代{}（回避）", from.label()));
    format!("{}（{}{moved}）", org.person_name(step.person), positions.join("、"))
}
