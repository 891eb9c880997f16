//! Events as sentences, for the history page, `ydt show` and the forms. Every fact has its own words here.

use crate::domain::code::Coded as _;
use crate::domain::document::ruling::Ruling;
use crate::domain::document::{Decision, Step};
use crate::domain::event::{CaseEvent, SupplementOrigin};
use crate::domain::town::org::Org;
use crate::domain::words::Verdict;

/// What happened, in one Chinese sentence without its full stop.
#[must_use]
#[expect(clippy::too_many_lines, reason = "one sentence for each kind of fact")]
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
        CaseEvent::DistrictReceiptRecorded { number, received_on, result, reason } => {
            let result =
                result.as_ref().map_or(String::new(), |result| format!("，办理结果：{}", result.text()));
            let reason =
                reason.as_ref().map_or(String::new(), |reason| format!("，更正理由：{}", reason.text()));
            format!("区纪委监委回执{number}（{received_on}）{result}{reason}")
        }
        CaseEvent::HandlerAssigned { handler } => format!("承办人：{}", org.person_name(*handler)),
        CaseEvent::HandlerReleased { handler } => {
            format!("{}需要回避，不再承办本件", org.person_name(*handler))
        }
        CaseEvent::Corrected { before, after, reason } => format!(
            "更正{}：{} → {}，理由：{}",
            after.name().label(),
            before.value_label(),
            after.value_label(),
            reason.text()
        ),
        CaseEvent::Withdrawn { reason } => format!("投诉人撤回：{}", reason.text()),
        CaseEvent::WithdrawalUndone { reason } => format!("取消撤回，继续办理：{}", reason.text()),
        CaseEvent::Delivered { method, delivered_at, version, .. } => {
            format!("答复投诉人：{}，{}，答复意见第{version}稿", method.label(), delivered_at.minute())
        }
        CaseEvent::LeadingReplied { leading_no, method, delivered_at, .. } => {
            format!("随主办件{leading_no}答复：{}，{}", method.label(), delivered_at.minute())
        }
        CaseEvent::Evaluated { round, satisfaction, resolved, comment } => {
            let resolved = resolved.map_or(String::new(), |resolved| format!("，{}", resolved.label()));
            let comment = comment.as_ref().map_or(String::new(), |comment| format!("：{}", comment.text()));
            format!("第{round}轮评价：{}{resolved}{comment}", satisfaction.label())
        }
        CaseEvent::Rehandled { reason } => format!("退回重办：{}", reason.text()),
        CaseEvent::Closed { follow_up } => {
            let note = follow_up.as_ref().map_or(String::new(), |note| format!("，回访：{}", note.text()));
            format!("办结{note}")
        }
        CaseEvent::Reopened { ruling } => format!("重新办理{}", ruled(Some(ruling), org)),
        CaseEvent::Urged { text, unit, person } => {
            let whom = person
                .map(|person| org.person_name(person).to_owned())
                .or_else(|| unit.map(|unit| org.unit_name(unit).to_owned()))
                .unwrap_or_default();
            format!("催办{whom}：{}", text.text())
        }
        CaseEvent::Merged { leading_no, .. } => format!("并入{leading_no}"),
        CaseEvent::Unmerged { reason, .. } => format!("取消并案：{}", reason.text()),
        CaseEvent::Joined { case_no, .. } => format!("{case_no}并入本件"),
        CaseEvent::Parted { case_no, .. } => format!("{case_no}不再并入本件"),
        CaseEvent::Mirrored { step, mirrored_at } => {
            format!("平台同步：{}已在平台办理，{}", step.label(), mirrored_at.minute())
        }
        CaseEvent::FilingRecorded { number, filed_on } => format!("区纪委备案{number}（{filed_on}）"),
        CaseEvent::SealedUp { because } => format!("密封上报，内容和身份不在本镇留存：{because}"),
        CaseEvent::IdentityRevealed { reason } => format!("查看投诉人身份：{}", reason.text()),
        CaseEvent::IdentityAllowed { reason } => format!("允许承办人查看投诉人身份：{}", reason.text()),
        CaseEvent::DocumentRecalled { document, version } => {
            format!("撤回{}第{version}稿的送审", document.label())
        }
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
            deputy,
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
            let deputy =
                deputy.map_or(String::new(), |deputy| format!("（{}代签）", org.person_name(deputy)));
            let signer = org.person_name(*signer);
            format!("{signer}{deputy}{word}{}第{version}稿{opinion}{paper}", document.label())
        }
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

/// 李敏（镇纪委书记、联系领导）: the person of a step with every position signed for.
#[must_use]
pub fn step_label(step: &Step, org: &Org) -> String {
    let mut positions = vec![step.position.label()];
    positions.extend(step.also.iter().map(|position| position.label()));
    let moved = step.moved_from.map_or(String::new(), |from| format!("，代{}（回避）", from.label()));
    format!("{}（{}{moved}）", org.person_name(step.person), positions.join("、"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::event::examples::{every_event, kind_of};
    use crate::domain::fixtures::{assert_chinese, town};

    #[test]
    fn every_fact_has_a_chinese_sentence_of_its_own() {
        let org = town();
        let sentences: Vec<String> = every_event().iter().map(|event| sentence(event, &org)).collect();
        for text in &sentences {
            assert_chinese(text);
        }
        for (place, text) in sentences.iter().enumerate() {
            assert!(!sentences.iter().skip(place + 1).any(|other| other == text), "said twice: {text}");
        }
    }

    #[test]
    fn sentences_name_who_what_and_when() {
        let org = town();
        let expected = [
            (0, "登记为2026-0001，平台编号500104202611001，收到时间2026-11-17 09:30"),
            (1, "平台再次推送，与已存内容不同：又来电催问"),
            (
                2,
                "研判：腐败和作风问题、非咨询类、集体“三资”、重点工作、民生实事、村（社区）办理、拟由新建村承办、说明：村集体收入未公开（镇纪委书记余忠涛2026-11-17意见，代录：情况特殊）",
            ),
            (4, "受理转办时限起算：2026-11-17起3个工作日，2026-11-20到期"),
            (5, "受理转办时限停止：2026-11-17，按期"),
            (8, "受理转办时限改为2026-11-17起、2026-11-20到期：更正“收到时间”后重算"),
            (
                10,
                "拟办意见第1稿送审：余忠涛（镇纪委书记） → 王建国（镇主要领导、联系领导，代分管领导（回避））",
            ),
            (12, "余忠涛同意拟办意见第1稿，意见：抓紧办理（书面审签于2026-11-17，代录）"),
            (
                13,
                "按镇党委办理转社会事务办，书面送达，2026-11-17收件（镇纪委书记余忠涛2026-11-17意见，代录：情况特殊）",
            ),
            (15, "退件：不在本单位辖区，属四胜社区（镇纪委书记余忠涛2026-11-17意见，代录：情况特殊）"),
            (19, "承办人：吴芳"),
            (20, "更正投诉人：（空） → 张三丰，理由：写错了名字"),
        ];
        for (kind, words) in expected {
            let event = every_event().into_iter().find(|event| kind_of(event) == kind).unwrap();
            assert_eq!(sentence(&event, &org), words);
        }
    }

    #[test]
    fn people_and_units_that_are_gone_leave_a_sign_instead_of_a_gap() {
        let handler = crate::domain::ids::PersonId(99);
        assert_eq!(sentence(&CaseEvent::HandlerAssigned { handler }, &town()), "承办人：（未知人员）");
    }
}
