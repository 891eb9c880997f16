//! What an act on several cases is said to do beforehand, and what it does then.

use ydt::actions::{self, Answers};
use ydt::domain::ids::{CaseId, UnitId};
use ydt::domain::refusal::RefusalCode;
use ydt::domain::view::foretold::Foretold;

use crate::town::{Town, overview};

fn foretold(town: &mut Town, code: &str, cases: &[CaseId], answers: &Answers) -> Vec<Foretold> {
    town.office.act_as("zhangning").unwrap();
    let act = actions::find(code).unwrap();
    town.office.foretell_several(act, cases, answers, town.now).unwrap()
}

#[test]
fn what_is_foretold_of_each_case_is_what_the_act_does_and_foretelling_records_nothing() {
    let mut town = Town::new();
    let accepted = town.accepted_for_village("路灯不亮");
    let fresh = town.complaint("低保名单没有公示");
    let before = overview(&town.office, town.now).counts;
    let each = foretold(&mut town, "transfer", &[accepted, fresh], &Answers::none());
    assert_eq!(overview(&town.office, town.now).counts, before);
    let after = each[0].outcome.clone().unwrap();
    let refusal = each[1].outcome.clone().unwrap_err();
    assert_eq!((after.unit, after.next.as_str()), (Some(UnitId(5)), "下一步：签收（新建村）"));
    let report = town.act("zhangning", Some(accepted), "transfer", &[]).unwrap();
    let case = town.office.open_case(report.case, town.now).unwrap().case;
    assert_eq!(case.running_clock().map(|clock| clock.due_on), after.due_on);
    let refused = town.act("zhangning", Some(fresh), "transfer", &[]).unwrap_err();
    assert!(refused.to_string().contains(refusal.message.trim_end_matches('。')), "{refused} {refusal}");
}

#[test]
fn a_case_out_of_sight_is_not_foretold_and_no_masked_name_is_told() {
    let mut town = Town::new();
    let about = town.complaint("村干部优亲厚友");
    let says = [("field", "respondent"), ("value", "张宁"), ("reason", "投诉人补充")];
    town.act("zhangning", Some(about), "correct", &says).unwrap();
    let named = town.complaint("李桂芳反映路灯不亮");
    let each = foretold(&mut town, "urge", &[about, named], &Answers::none());
    let told: Vec<_> = each.iter().map(|one| one.case).collect();
    assert_eq!(told, [named]);
    assert!(!each[0].title.contains("李桂芳"), "{}", each[0].title);
}

#[test]
fn another_case_that_the_answers_name_has_to_be_there() {
    let mut town = Town::new();
    let (first, second) = (town.complaint("路灯不亮"), town.complaint("三组路灯不亮"));
    let act = actions::find("merge").unwrap();
    town.office.act_as("zhangning").unwrap();
    let answers = Answers::none().with("into", "2026-0999");
    let refused = town.office.foretell_several(act, &[first, second], &answers, town.now).unwrap_err();
    assert!(refused.to_string().contains("2026-0999"), "{refused}");
    let each = foretold(&mut town, "merge", &[first, second], &Answers::none().with("into", "2026-0001"));
    assert_eq!(each[0].outcome.as_ref().unwrap_err().code, RefusalCode::InvalidValue);
    assert!(each[1].outcome.is_ok());
}

#[test]
fn what_several_papers_would_be_is_told_of_each_case_and_takes_no_number() {
    let mut town = Town::new();
    let accepted = town.accepted_for_village("路灯不亮");
    town.act("zhangning", Some(accepted), "transfer", &[]).unwrap();
    let fresh = town.complaint("低保名单没有公示");
    let answers = Answers::none().with("kind", "transfer");
    for _ in 0..2 {
        let each = foretold(&mut town, "issue_paper", &[accepted, fresh], &answers);
        assert!(each[0].outcome.is_ok(), "{:?}", each[0].outcome);
        assert!(each[1].outcome.as_ref().unwrap_err().message.contains("还缺转办"), "{:?}", each[1].outcome);
    }
    town.act("zhangning", Some(accepted), "issue_paper", &[("kind", "transfer")]).unwrap();
    let each = foretold(&mut town, "issue_paper", &[accepted], &answers);
    assert!(
        each[0].outcome.as_ref().unwrap_err().message.contains("1号，内容没有变"),
        "{:?}",
        each[0].outcome
    );
}
