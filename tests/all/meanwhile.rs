//! What somebody does not get to see although they see the case: what was decided while they stood aside from it, and
//! the numbers of linked cases that are hidden from them.

use ydt::domain::document::Step;
use ydt::domain::ids::CaseId;
use ydt::domain::view::detail::CaseDetail;
use ydt::office::CaseName;

use crate::town::{Town, refused};

const WITHHELD: &str = "其间的办理不予显示";

fn about(town: &mut Town, title: &str, respondent: &str) -> (CaseId, String) {
    let now = town.now.minute();
    let fields = [
        ("title", title),
        ("content", "村里低保评定后没有张贴名单，群众不知道谁在享受。"),
        ("complained_at", now.as_str()),
        ("complainant", "李桂芳"),
        ("contact", "13812341234"),
        ("respondent", respondent),
    ];
    let given: Vec<(&str, &str)> = fields.into_iter().filter(|(_, value)| !value.is_empty()).collect();
    let made = town.act("zhangning", None, "register", &given).unwrap();
    (made.case, made.case_no)
}

fn opened(town: &mut Town, login: &str, case: CaseId) -> CaseDetail {
    town.office.act_as(login).unwrap();
    town.office.open_case(case, town.now).unwrap()
}

/// Everything that a case laid open says, in one text.
fn said(detail: &CaseDetail) -> String {
    format!("{detail:?}")
}

#[test]
fn whoever_was_released_sees_the_case_again_and_nothing_of_what_was_decided_meanwhile() {
    let mut town = Town::new();
    let (case, number) = about(&mut town, "收受茶叶", "张宁");
    let on = Some(case);
    let assess = [
        ("scope", "conduct"),
        ("kind", "non_consultation"),
        ("field", "other"),
        ("route", "commission"),
        ("note", "研判机密"),
        ("ruling", "裁定机密"),
    ];
    let reply = "您反映的问题已核实，起草机密：收受茶叶一盒属实，已责令退还并批评教育，感谢您的监督和支持。";
    town.act("zhoumin", on, "assess", &assess).unwrap();
    town.act("zhoumin", on, "accept", &[]).unwrap();
    town.act("zhoumin", on, "transfer", &[("ruling", "裁定机密")]).unwrap();
    town.act("zhoumin", on, "record_finding", &[("text", "核实机密")]).unwrap();
    town.act("zhoumin", on, "draft_reply", &[("text", reply)]).unwrap();
    town.act("zhoumin", on, "submit", &[]).unwrap();
    town.act("zhoumin", on, "sign", &[("opinion", "意见机密")]).unwrap();
    town.act("chenli", on, "return", &[("opinion", "退回机密")]).unwrap();
    let release = [("person", "张宁"), ("reason", "同名，另有其人")];
    town.act("zhoumin", on, "rule_not_respondent", &release).unwrap();
    town.act("zhoumin", on, "record_finding", &[("text", "此后新查明的情况")]).unwrap();

    let released = opened(&mut town, "zhangning", case);
    let words = said(&released);
    assert!(!words.contains("机密"), "{words}");
    assert!(words.contains("收受茶叶") && words.contains("此后新查明的情况") && words.contains("另有其人"));
    let lines: Vec<&str> = released.history.iter().map(|line| line.summary.as_str()).collect();
    assert_eq!(lines.iter().filter(|line| **line == WITHHELD).count(), 1, "{lines:?}");
    assert!(released.history.iter().any(|line| line.summary.contains("认定张宁不是被投诉人")));
    let returned = &released.case.documents[0];
    assert_eq!((returned.text.text(), &returned.steps), (WITHHELD, &Vec::<Step>::new()));
    // A form that went on with the masked words would write them into the record.
    assert_eq!(returned.text.for_form(), None);
    let full = said(&opened(&mut town, "zhoumin", case));
    assert!(full.contains("研判机密") && full.contains("退回机密") && !full.contains(WITHHELD));

    let on_record = [("reason", "核对联系方式")];
    town.act("zhangning", on, "reveal_identity", &on_record).unwrap();
    assert!(!said(&town.office.open_case(case, town.now).unwrap()).contains("机密"), "nor with the identity");
    // The released person acts again, and what is recorded then is seen.
    town.act("zhangning", on, "supplement", &[("text", "专人补记")]).unwrap();
    assert!(said(&opened(&mut town, "zhangning", case)).contains("专人补记"));
    assert!(town.office.find_case(&CaseName::Number(number), town.now).is_ok());
    assert!(town.office.verify(None).unwrap().first_bad.is_none());
}

/// The same where the respondents were entered wrongly and are put right: two are released at once, and neither gets back
/// what was decided until then.
#[test]
fn whoever_a_correction_releases_sees_nothing_of_what_was_decided_meanwhile() {
    let mut town = Town::new();
    let (case, _) = about(&mut town, "收受茶叶", "张宁、何志强");
    let on = Some(case);
    town.act("zhoumin", on, "supplement", &[("text", "补充机密")]).unwrap();
    let other = [("field", "respondent"), ("value", "某某"), ("reason", "登记错人")];
    let refusal = refused(town.act("zhoumin", on, "correct", &other));
    assert!(refusal.message.contains("张宁、何志强不再是被投诉人"), "{refusal}");
    let mut ruled = other.to_vec();
    ruled.push(("ruling", "所指另有其人"));
    town.act("zhoumin", on, "correct", &ruled).unwrap();
    let words = said(&opened(&mut town, "zhangning", case));
    assert!(!words.contains("机密") && words.contains("登记错人"), "{words}");
    assert!(said(&opened(&mut town, "zhoumin", case)).contains("补充机密"));
    assert!(town.office.verify(None).unwrap().first_bad.is_none());
}

#[test]
fn a_linked_case_that_is_hidden_from_the_reader_is_named_by_neither_side() {
    let mut town = Town::new();
    let (leading, leading_no) = about(&mut town, "路灯不亮", "");
    let (hidden, hidden_no) = about(&mut town, "路灯又坏了，专人不管", "张宁");
    town.act("zhoumin", Some(hidden), "supplement", &[("text", "与前一件同一事项")]).unwrap();
    // The secretary stands in for the operator, who is concerned by one of the two.
    town.act("zhoumin", Some(hidden), "merge", &[("into", leading_no.as_str())]).unwrap();
    let seen = opened(&mut town, "zhangning", leading);
    assert!(!said(&seen).contains(&hidden_no), "{}", said(&seen));
    assert!(seen.history.iter().any(|line| line.summary.contains("由其他人员办理的一件")));
    assert!(said(&opened(&mut town, "zhoumin", leading)).contains(&hidden_no));
    let (third, third_no) = about(&mut town, "路灯", "");
    let refusal = refused(town.act("zhangning", Some(leading), "merge", &[("into", third_no.as_str())]));
    assert!(!refusal.message.contains(&hidden_no) && refusal.message.contains("1件并入本件"), "{refusal}");

    let (secret, secret_no) = about(&mut town, "有人不作为", "");
    town.act("zhangning", Some(third), "merge", &[("into", secret_no.as_str())]).unwrap();
    let found_out = [("field", "respondent"), ("value", "张宁"), ("reason", "来电说明所指何人")];
    town.act("zhangning", Some(secret), "correct", &found_out).unwrap();
    let seen = opened(&mut town, "zhangning", third);
    assert!(!said(&seen).contains(&secret_no), "{}", said(&seen));
    assert_eq!(seen.leading.as_ref().unwrap().case_no, None);
    let (fourth, _) = about(&mut town, "路灯不亮已一月", "");
    let refusal = refused(town.act("zhangning", Some(fourth), "merge", &[("into", third_no.as_str())]));
    assert!(!refusal.message.contains(&secret_no), "{refusal}");
    assert_eq!(opened(&mut town, "zhoumin", third).leading.unwrap().case_no, Some(secret_no));
    town.act("zhoumin", Some(secret), "seal", &[]).unwrap();
    let told = opened(&mut town, "zhangning", third).leading.unwrap().told().unwrap();
    assert!(told.contains("主办件已密封上报") && told.contains("取消并案"), "{told}");
}
