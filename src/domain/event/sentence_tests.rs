//! What every fact is called in the history.

use super::examples::every_event;
use super::{CaseFact as _, HandlerAssigned};
use crate::domain::fixtures::{assert_chinese, town};

#[test]
fn every_fact_has_a_chinese_sentence_of_its_own() {
    let org = town();
    let sentences: Vec<String> = every_event().iter().map(|event| event.sentence(&org)).collect();
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
        ("registered", "登记为2026-0001，平台编号500104202611001，收到时间2026-11-17 09:30"),
        ("supplemented", "平台再次推送，与已存内容不同：又来电催问"),
        (
            "assessed",
            "研判：腐败和作风问题、非咨询类、集体“三资”、重点工作、民生实事、村（社区）办理、拟由新建村承办、说明：村集体收入未公开（镇纪委书记余忠涛2026-11-17意见，代录：情况特殊）",
        ),
        ("clock_started", "受理转办时限起算：2026-11-17起3个工作日，2026-11-20到期"),
        ("clock_stopped", "受理转办时限停止：2026-11-17，按期"),
        ("clock_moved", "受理转办时限改为2026-11-17起、2026-11-20到期：更正“收到时间”后重算"),
        (
            "document_submitted",
            "拟办意见第1稿送审：余忠涛（镇纪委书记） → 王建国（镇主要领导、联系领导，代分管领导（回避））",
        ),
        ("document_signed", "余忠涛同意拟办意见第1稿，意见：抓紧办理（书面审签于2026-11-17，代录）"),
        (
            "transferred",
            "按镇党委办理转社会事务办，书面送达，2026-11-17收件（镇纪委书记余忠涛2026-11-17意见，代录：情况特殊）",
        ),
        ("sent_back", "退件：不在本单位辖区，属四胜社区（镇纪委书记余忠涛2026-11-17意见，代录：情况特殊）"),
        ("handler_assigned", "承办人：吴芳"),
        ("corrected", "更正投诉人：（空） → 张三丰，理由：写错了名字"),
    ];
    for (kind, words) in expected {
        let event = every_event().into_iter().find(|event| event.code() == kind).unwrap();
        assert_eq!(event.sentence(&org), words);
    }
}

#[test]
fn people_and_units_that_are_gone_leave_a_sign_instead_of_a_gap() {
    let handler = crate::domain::ids::PersonId(99);
    assert_eq!(HandlerAssigned { handler }.sentence(&town()), "承办人：（未知人员）");
}
