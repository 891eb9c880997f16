//! The complainant's word in time, late, by the platform and in a merged case.

use crate::actions::evaluate::on_platform;
use crate::actions::fixtures::people::OPERATOR;
use crate::actions::fixtures::{Bench, Fields, TUESDAY, WEDNESDAY, moment};
use crate::domain::case::Delivery;
use crate::domain::case::stage::Stage;
use crate::domain::event::{CaseEvent, Evaluated, ResolutionRecorded};
use crate::domain::refusal::RefusalCode;
use crate::domain::sealable::Sealable;
use crate::domain::words::{DeliveryMethod, EvaluationSource, Resolved, Satisfaction, Verdict};

const LATER: &str = "2026-11-23 09:00";
const CONTENT: Fields<'static> = &[("satisfaction", "satisfied"), ("resolved", "yes")];
const ANGRY: Fields<'static> = &[("satisfaction", "dissatisfied"), ("resolved", "no")];
const NONE: Fields<'static> = &[("satisfaction", "not_given"), ("comment", "20日电话回访，未评价")];

/// At 评价 with a list of the platform taken in that says 不满意.
fn told_by_the_platform(satisfaction: Satisfaction) -> Bench {
    let mut bench = Bench::delivered();
    let word = on_platform(&bench.case, satisfaction, None).unwrap();
    bench.records(word, "import", OPERATOR, TUESDAY);
    bench
}

fn rows(bench: &Bench) -> Vec<(Satisfaction, Option<Resolved>, bool)> {
    let given = bench.case.evaluations.iter();
    given.map(|given| (given.satisfaction, given.resolved, given.late)).collect()
}

#[test]
fn whether_it_is_settled_and_how_content_they_are_are_two_answers() {
    let mut bench = Bench::delivered();
    let fields = [("satisfaction", "不满意"), ("resolved", "解决"), ("comment", "太慢")];
    assert_eq!(
        bench.did("evaluate", &fields, OPERATOR, WEDNESDAY),
        [CaseEvent::Evaluated(Evaluated {
            round: 1,
            satisfaction: Satisfaction::Dissatisfied,
            resolved: Some(Resolved::Yes),
            comment: Some(Sealable::new("太慢")),
            source: None,
            late: false,
        })]
    );
}

#[test]
fn a_word_given_says_whether_it_is_settled_and_none_given_needs_waiting_and_asking() {
    use RefusalCode::{InvalidValue, MissingField, OutOfTime};
    let settled = [("satisfaction", "not_given"), ("resolved", "yes"), ("comment", "已回访")];
    let table: [(Fields<'_>, &str, RefusalCode, &[&str]); 6] = [
        (&[("satisfaction", "satisfied")], WEDNESDAY, MissingField, &["是否解决"]),
        (&[("resolved", "yes")], WEDNESDAY, MissingField, &["满意度"]),
        (
            &[("satisfaction", "not_given"), ("comment", "已回访")],
            Bench::NOT_LONG_ENOUGH,
            OutOfTime,
            &["3个工作日", "2026-11-20"],
        ),
        (&[("satisfaction", "not_given")], Bench::WAITED_LONG_ENOUGH, InvalidValue, &["回访"]),
        (&settled, Bench::WAITED_LONG_ENOUGH, InvalidValue, &["不能记为“解决”"]),
        (
            &[("satisfaction", "satisfied"), ("resolved", "unreachable")],
            WEDNESDAY,
            InvalidValue,
            &["问不到", "回访"],
        ),
    ];
    for (fields, at, code, words) in table {
        Bench::delivered().refuses("evaluate", fields, (OPERATOR, at), code, words);
    }
    Bench::delivered().did("evaluate", NONE, OPERATOR, Bench::WAITED_LONG_ENOUGH);
}

#[test]
fn each_round_is_evaluated_once_and_every_round_anew() {
    let mut bench = Bench::evaluated("dissatisfied");
    bench.refuses(
        "evaluate",
        CONTENT,
        (OPERATOR, WEDNESDAY),
        RefusalCode::NothingToDo,
        &["第1轮", "不满意", "退回重办"],
    );
    bench.second_reply();
    bench.did("evaluate", CONTENT, OPERATOR, "2026-11-20 10:00");
    let given: Vec<_> =
        bench.case.evaluations.iter().map(|given| (given.round, given.satisfaction)).collect();
    assert_eq!(given, [(1, Satisfaction::Dissatisfied), (2, Satisfaction::Satisfied)]);
}

#[test]
fn a_real_word_takes_the_place_of_there_being_none_and_a_dissatisfied_one_opens_rehandling() {
    let mut bench = Bench::delivered();
    bench.did("evaluate", NONE, OPERATOR, Bench::WAITED_LONG_ENOUGH);
    let at = (OPERATOR, LATER);
    bench.refuses("evaluate", NONE, at, RefusalCode::NothingToDo, &["未评价"]);
    bench.refuses("rehandle", &[("reason", "名单不全")], at, RefusalCode::WrongStage, &["不满意"]);
    bench.did("evaluate", ANGRY, OPERATOR, LATER);
    assert_eq!(rows(&bench), [(Satisfaction::Dissatisfied, Some(Resolved::No), false)]);
    bench.did("rehandle", &[("reason", "名单不全")], OPERATOR, LATER);
    assert_eq!(bench.case.round, 2);
}

#[test]
fn after_closure_a_word_is_a_row_of_its_own_and_changes_nothing_that_was_judged() {
    let mut bench = Bench::delivered();
    bench.did("close", &[("follow_up", "电话回访，未评价")], OPERATOR, Bench::WAITED_LONG_ENOUGH);
    let at = (OPERATOR, LATER);
    bench.refuses("evaluate", NONE, at, RefusalCode::NothingToDo, &["未评价"]);
    let events = bench.did("evaluate", ANGRY, OPERATOR, LATER);
    assert!(matches!(events.as_slice(), [CaseEvent::Evaluated(Evaluated { late: true, .. })]), "{events:?}");
    assert_eq!(
        rows(&bench),
        [(Satisfaction::NotGiven, None, false), (Satisfaction::Dissatisfied, Some(Resolved::No), true)]
    );
    assert_eq!((bench.case.stage, bench.limit().verdict), (Stage::Closure, Some(Verdict::OnTime)));
    bench.refuses("evaluate", CONTENT, at, RefusalCode::NothingToDo, &["不满意"]);
    Bench::closed().refuses("evaluate", CONTENT, at, RefusalCode::NothingToDo, &["满意"]);
}

#[test]
fn what_the_platform_does_not_tell_is_filled_in_once() {
    let mut bench = told_by_the_platform(Satisfaction::Dissatisfied);
    let given = bench.case.evaluated().unwrap();
    assert_eq!((given.source, given.resolved), (Some(EvaluationSource::Platform), None));
    let at = (OPERATOR, WEDNESDAY);
    bench.refuses("evaluate", CONTENT, at, RefusalCode::NothingToDo, &["不满意"]);
    bench.refuses("evaluate", &[("comment", "问过")], at, RefusalCode::MissingField, &["是否解决"]);
    let asked = [("resolved", "问不到"), ("comment", "三次电话无人接听")];
    assert_eq!(
        bench.did("evaluate", &asked, OPERATOR, WEDNESDAY),
        [CaseEvent::ResolutionRecorded(ResolutionRecorded {
            round: 1,
            resolved: Resolved::Unreachable,
            comment: Some(Sealable::new("三次电话无人接听")),
        })]
    );
    assert_eq!(rows(&bench), [(Satisfaction::Dissatisfied, Some(Resolved::Unreachable), false)]);
    bench.refuses("evaluate", &[("resolved", "no")], at, RefusalCode::NothingToDo, &["第1轮"]);
}

#[test]
fn a_list_tells_a_word_where_none_is_recorded_yet_and_only_a_real_one() {
    let takes = |bench: &Bench, word| on_platform(&bench.case, word, None).is_some();
    let content = Satisfaction::Satisfied;
    let mut none_came = Bench::delivered();
    none_came.did("evaluate", NONE, OPERATOR, Bench::WAITED_LONG_ENOUGH);
    let mut closed = Bench::delivered();
    closed.did("close", &[("follow_up", "电话回访，未评价")], OPERATOR, Bench::WAITED_LONG_ENOUGH);
    let table = vec![
        (Bench::delivered(), true),
        (none_came, true),
        (closed, true),
        (Bench::evaluated("satisfied"), false),
        (Bench::closed(), false),
        (Bench::being_handled(), false),
        (Bench::reported(), false),
    ];
    for (bench, expected) in table {
        assert_eq!(takes(&bench, content), expected, "{:?} {:?}", bench.case.stage, rows(&bench));
        assert!(!takes(&bench, Satisfaction::NotGiven));
    }
    let mut again = Bench::evaluated("dissatisfied");
    again.second_reply();
    assert!(!takes(&again, Satisfaction::Dissatisfied), "that was said of the first reply");
    assert!(takes(&again, content));
}

#[test]
fn a_merged_complainant_has_a_word_of_their_own_once_the_leading_cases_reply_reached_them() {
    let mut bench = Bench::merged();
    let at = (OPERATOR, WEDNESDAY);
    bench.refuses("evaluate", CONTENT, at, RefusalCode::Incomplete, &["主办件还没有答复"]);
    assert_eq!(on_platform(&bench.case, Satisfaction::Satisfied, None), None);
    let reply = |at: &str| Delivery {
        round: 1,
        method: DeliveryMethod::Phone,
        delivered_at: moment(at),
        recorded_at: moment(at),
        text: Sealable::new("名单已补公示"),
        letter: None,
    };
    bench.case.deliveries.push(reply(WEDNESDAY));
    bench.did("evaluate", ANGRY, OPERATOR, WEDNESDAY);
    assert_eq!(bench.case.stage, Stage::Merged);
    bench.refuses("evaluate", CONTENT, at, RefusalCode::NothingToDo, &["不满意"]);
    bench.case.deliveries.push(reply(LATER));
    bench.did("evaluate", CONTENT, OPERATOR, LATER);
    assert_eq!(
        rows(&bench),
        [
            (Satisfaction::Dissatisfied, Some(Resolved::No), false),
            (Satisfaction::Satisfied, Some(Resolved::Yes), false)
        ]
    );
}
