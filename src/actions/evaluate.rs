//! 评价: the complainant's word; whether settled and how content are asked apart (N§三(二)2, Annex 4). A word that comes
//! late takes the place of there being none (`domain.md` §10 What the complainant said).

use super::answers::Answers;
use super::field::{Field, FieldKind, words};
use super::permission::Who;
use super::{Act, CaseAct, On, Questions};
use crate::actions::rounds;
use crate::domain::case::stage::Stage;
use crate::domain::case::{Case, Evaluation};
use crate::domain::code::Coded as _;
use crate::domain::context::Context;
use crate::domain::event::{CaseEvent, Evaluated};
use crate::domain::refusal::{Refusal, RefusalCode};
use crate::domain::sealable::Sealable;
use crate::domain::words::{EvaluationSource, Resolved, Satisfaction};

const SATISFACTION: Field =
    Field::optional("satisfaction", "满意度", FieldKind::Choice(words::<Satisfaction>))
        .needed("补记“是否解决”时可不填，其余必填");
const RESOLVED: Field = Field::optional("resolved", "是否解决", FieldKind::Choice(words::<Resolved>))
    .hint("投诉人已评价的必填；填“问不到”的要写明怎样回访");
const COMMENT: Field = Field::optional("comment", "评价内容", FieldKind::Prose)
    .hint("投诉人怎么说；未评价、问不到的写何时、怎样回访");

/// The row of this act.
pub static ACT: Act = Act {
    code: "evaluate",
    who: &[Who::CommissionOperator],
    questions: Questions {
        title: "评价",
        summary: "记录投诉人的评价：问题是否解决、是否满意；每一轮办理评价一次，办结后才来的评价也记",
        fields: &[SATISFACTION, RESOLVED, COMMENT],
        confirm: None,
    },
    example: r#"{"satisfaction":"satisfied","resolved":"yes","comment":"名单已看到。"}"#,
    on: On::Case(CaseAct::at(&[Stage::Evaluation, Stage::Closure, Stage::Merged], decide).ready(ready)),
};

fn ready(case: &Case, _: &Context<'_>) -> Result<(), Refusal> {
    if case.takes_word() || case.wants_resolved() {
        return Ok(());
    }
    if case.sealed {
        return Err(Refusal::new(RefusalCode::NothingToDo, "本件已密封，评价不再登记。"));
    }
    match case.evaluated() {
        Some(given) => Err(already(given, case.stage)),
        // Of the stages of this act only a merged case can be without a reply.
        None => {
            Err(Refusal::new(RefusalCode::Incomplete, "主办件还没有答复，答复后才能记录本件投诉人的评价。"))
        }
    }
}

fn already(given: &Evaluation, stage: Stage) -> Refusal {
    let next = if stage == Stage::Evaluation {
        "；不满意的做“退回重办”，其余做“办结”"
    } else {
        ""
    };
    Refusal::new(
        RefusalCode::NothingToDo,
        format!("第{}轮已评价为“{}”{next}。", given.round, given.satisfaction.label()),
    )
}

fn decide(case: &Case, answers: &Answers, context: &Context<'_>) -> Result<Vec<CaseEvent>, Refusal> {
    let satisfaction: Option<Satisfaction> = answers.word(&SATISFACTION)?;
    let resolved: Option<Resolved> = answers.word(&RESOLVED)?;
    let comment = answers.text(COMMENT.name);
    if resolved == Some(Resolved::Unreachable) && comment.is_none() {
        return Err(COMMENT.invalid("要写明何时、怎样回访过，才能记为“问不到”。"));
    }
    if case.wants_resolved()
        && let Some(given) = case.evaluated()
    {
        if satisfaction.is_some_and(|satisfaction| satisfaction != given.satisfaction) {
            return Err(already(given, Stage::Closure).about(SATISFACTION.name));
        }
        let resolved = resolved.ok_or_else(|| RESOLVED.missing())?;
        return Ok(vec![rounds::learnt(case, resolved, comment)]);
    }
    let satisfaction = satisfaction.ok_or_else(|| SATISFACTION.missing())?;
    match satisfaction {
        Satisfaction::NotGiven => check_not_given(case, resolved, comment.as_deref(), context)?,
        Satisfaction::Satisfied | Satisfaction::BasicallySatisfied | Satisfaction::Dissatisfied => {
            if resolved.is_none() {
                return Err(RESOLVED.missing());
            }
        }
    }
    Ok(vec![word(case, satisfaction, resolved, comment, None)])
}

/// That no word came is recorded once, before closure, after waiting and asking.
fn check_not_given(
    case: &Case,
    resolved: Option<Resolved>,
    comment: Option<&str>,
    context: &Context<'_>,
) -> Result<(), Refusal> {
    if let Some(given) = case.evaluated() {
        return Err(already(given, case.stage));
    }
    rounds::waited_for_evaluation(case, context)?;
    if comment.is_none() {
        return Err(COMMENT.invalid("要写明何时、怎样回访过，才能记为“未评价”。"));
    }
    if resolved == Some(Resolved::Yes) {
        return Err(RESOLVED.invalid("投诉人没有评价，不能记为“解决”；投诉人说已解决的，请记下满意度。"));
    }
    Ok(())
}

fn word(
    case: &Case,
    satisfaction: Satisfaction,
    resolved: Option<Resolved>,
    comment: Option<String>,
    source: Option<EvaluationSource>,
) -> CaseEvent {
    CaseEvent::Evaluated(Evaluated {
        round: case.round,
        satisfaction,
        resolved,
        comment: comment.map(Sealable::new),
        source,
        late: case.stage == Stage::Closure,
    })
}

/// The complainant's word as the platform tells it in a list: taken for a case that waits for it. Whether the matter was
/// settled is not in such a list.
#[must_use]
pub fn on_platform(case: &Case, satisfaction: Satisfaction, comment: Option<&str>) -> Option<CaseEvent> {
    let is_word = satisfaction != Satisfaction::NotGiven;
    // A list goes on telling the word about the reply before; whether it was said again is for a person to see.
    let is_old = case.evaluations.last().is_some_and(|last| {
        let before = last.comment.as_ref().and_then(Sealable::body).map(str::trim);
        last.satisfaction == satisfaction && before == comment.map(str::trim)
    });
    (case.takes_word() && is_word && !is_old).then(|| {
        let comment = comment.map(str::to_owned);
        word(case, satisfaction, None, comment, Some(EvaluationSource::Platform))
    })
}

#[cfg(test)]
mod tests;
