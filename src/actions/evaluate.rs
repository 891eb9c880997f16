//! 评价: the complainant's word; whether settled and how content are asked apart (N§三(二)2, Annex 4).

use super::answers::Answers;
use super::field::{Field, FieldKind, words};
use super::permission::Who;
use super::{Act, CaseAct, On, Questions};
use crate::actions::rounds;
use crate::domain::case::Case;
use crate::domain::case::stage::Stage;
use crate::domain::code::Coded as _;
use crate::domain::context::Context;
use crate::domain::event::{CaseEvent, Evaluated};
use crate::domain::refusal::{Refusal, RefusalCode};
use crate::domain::sealable::Sealable;
use crate::domain::words::{EvaluationSource, Resolved, Satisfaction};

const SATISFACTION: Field =
    Field::required("satisfaction", "满意度", FieldKind::Choice(words::<Satisfaction>));
const RESOLVED: Field =
    Field::optional("resolved", "是否解决", FieldKind::Choice(words::<Resolved>)).hint("投诉人已评价的必填");
const COMMENT: Field = Field::optional("comment", "评价内容", FieldKind::Prose);

/// The row of this act.
pub static ACT: Act = Act {
    code: "evaluate",
    key: 'p',
    who: &[Who::CommissionOperator],
    questions: Questions {
        title: "评价",
        summary: "记录投诉人的评价：问题是否解决、是否满意；每一轮办理评价一次",
        fields: &[SATISFACTION, RESOLVED, COMMENT],
        confirm: None,
    },
    example: r#"{"satisfaction":"satisfied","resolved":"yes","comment":"名单已看到。"}"#,
    on: On::Case(CaseAct::at(&[Stage::Evaluation], decide).ready(ready)),
};

fn ready(case: &Case, _: &Context<'_>) -> Result<(), Refusal> {
    match case.evaluated() {
        None => Ok(()),
        Some(given) => Err(Refusal::new(
            RefusalCode::NothingToDo,
            format!(
                "第{}轮已评价为“{}”；不满意的做“退回重办”，其余做“办结”。",
                given.round,
                given.satisfaction.label()
            ),
        )),
    }
}

fn decide(case: &Case, answers: &Answers, context: &Context<'_>) -> Result<Vec<CaseEvent>, Refusal> {
    let satisfaction: Satisfaction = answers.need_word(&SATISFACTION)?;
    let resolved: Option<Resolved> = answers.word(&RESOLVED)?;
    let comment = answers.text(COMMENT.name);
    match satisfaction {
        Satisfaction::NotGiven => {
            rounds::waited_for_evaluation(case, context)?;
            if comment.is_none() {
                return Err(COMMENT.invalid("要写明何时、怎样回访过，才能记为“未评价”。"));
            }
            if resolved == Some(Resolved::Yes) {
                return Err(
                    RESOLVED.invalid("投诉人没有评价，不能记为“解决”；投诉人说已解决的，请记下满意度。")
                );
            }
        }
        Satisfaction::Satisfied | Satisfaction::BasicallySatisfied | Satisfaction::Dissatisfied => {
            if resolved.is_none() {
                return Err(RESOLVED.missing());
            }
        }
    }
    Ok(vec![CaseEvent::Evaluated(Evaluated {
        round: case.round,
        satisfaction,
        resolved,
        comment: comment.map(Sealable::new),
        source: None,
    })])
}

/// The complainant's word as the platform tells it in a list: taken for a case that waits for it. Whether the matter was
/// settled is not in such a list.
#[must_use]
pub fn on_platform(case: &Case, satisfaction: Satisfaction, comment: Option<&str>) -> Option<CaseEvent> {
    let waits = case.stage == Stage::Evaluation && case.evaluated().is_none();
    let is_word = satisfaction != Satisfaction::NotGiven;
    (waits && is_word).then(|| {
        CaseEvent::Evaluated(Evaluated {
            round: case.round,
            satisfaction,
            resolved: None,
            comment: comment.map(Sealable::new),
            source: Some(EvaluationSource::Platform),
        })
    })
}

#[cfg(test)]
mod tests {
    use crate::actions::fixtures::people::OPERATOR;
    use crate::actions::fixtures::{Bench, Fields, WEDNESDAY};
    use crate::domain::event::{CaseEvent, Evaluated};
    use crate::domain::refusal::RefusalCode;
    use crate::domain::sealable::Sealable;
    use crate::domain::words::{Resolved, Satisfaction};

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
            })]
        );
    }

    #[test]
    fn a_word_given_says_whether_it_is_settled_and_none_given_needs_waiting_and_asking() {
        use RefusalCode::{InvalidValue, MissingField, OutOfTime};
        let table: [(Fields<'_>, &str, RefusalCode, &[&str]); 3] = [
            (&[("satisfaction", "satisfied")], WEDNESDAY, MissingField, &["是否解决"]),
            (
                &[("satisfaction", "not_given"), ("comment", "已回访")],
                Bench::NOT_LONG_ENOUGH,
                OutOfTime,
                &["3个工作日", "2026-11-20"],
            ),
            (&[("satisfaction", "not_given")], Bench::WAITED_LONG_ENOUGH, InvalidValue, &["回访"]),
        ];
        for (fields, at, code, words) in table {
            Bench::delivered().refuses("evaluate", fields, (OPERATOR, at), code, words);
        }
        let asked = [("satisfaction", "not_given"), ("comment", "20日电话回访，未评价")];
        Bench::delivered().did("evaluate", &asked, OPERATOR, Bench::WAITED_LONG_ENOUGH);
    }

    #[test]
    fn each_round_is_evaluated_once_and_every_round_anew() {
        let fields = [("satisfaction", "satisfied"), ("resolved", "yes")];
        let mut bench = Bench::evaluated("dissatisfied");
        bench.refuses(
            "evaluate",
            &fields,
            (OPERATOR, WEDNESDAY),
            RefusalCode::NothingToDo,
            &["第1轮", "不满意", "退回重办"],
        );
        bench.second_reply();
        bench.did("evaluate", &fields, OPERATOR, "2026-11-20 10:00");
        let given: Vec<_> =
            bench.case.evaluations.iter().map(|given| (given.round, given.satisfaction)).collect();
        assert_eq!(given, [(1, Satisfaction::Dissatisfied), (2, Satisfaction::Satisfied)]);
    }
}
