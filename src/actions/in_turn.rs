//! Acts that one form does in turn: assessing, accepting and transferring a new case where nothing has to be signed in
//! between. Each is decided by its own rule on the case as the one before leaves it, and each is recorded as itself.

use super::field::{Field, FieldKind, words};
use super::offer::Offer;
use super::{Act, Answers, Outcome, Questions, accept, assess, follows, perform, transfer};
use crate::domain::case::Case;
use crate::domain::case::stage::Stage;
use crate::domain::code::Coded as _;
use crate::domain::context::Context;
use crate::domain::event::foretold;
use crate::domain::refusal::Refusal;
use crate::domain::words::{Route, Scope};

coded! {
    /// What follows the assessment at once.
    pub enum Then {
        Accept = "also_accept" "同时受理",
        Transfer = "also_transfer" "同时转办",
    }
}

const THEN: Field = Field::optional("then", "存后", FieldKind::Several(words::<Then>))
    .hint("要审签的只受理，审签后再转办；不在业务范围的两项都不做");

/// A form that does several acts.
pub struct InTurn {
    pub questions: Questions,
}

/// The form of a new case.
static TRIAGE: InTurn = InTurn {
    questions: Questions {
        title: "研判",
        summary: "确定范围、类别、领域、途径和单位，不用审签的同时受理、转办",
        fields: &[
            assess::SCOPE,
            assess::KIND,
            assess::FIELD,
            assess::ROUTE,
            assess::UNIT,
            assess::DECIDED_BY,
            THEN,
            assess::MEETING,
            assess::DECIDED_WITH,
            assess::DECIDED_ON,
            assess::KEY_MATTERS,
            assess::NOTE,
            super::respondent_questions::RESPONDENTS,
            super::respondent_questions::KEEPS,
            super::ruling::RULING,
            super::ruling::RULED_ON,
            super::ruling::RULING_NO,
        ],
        confirm: Some("一并记下"),
    },
};

/// The form that does this act and what follows it, where there is one for the case and the actor may do all of it.
#[must_use]
pub fn begun_by(act: &Act, case: &Case, context: &Context<'_>) -> Option<&'static InTurn> {
    let is_new = *act == assess::ACT && case.stage == Stage::Complaint;
    let may_go_on = super::permission::check(&accept::ACT, case, context).is_ok();
    (is_new && may_go_on).then_some(&TRIAGE)
}

impl InTurn {
    /// What its form shows filled in.
    #[must_use]
    pub fn prefill(case: &Case, context: &Context<'_>) -> Answers {
        let all: Vec<&str> = Then::ALL.iter().map(|then| then.code()).collect();
        assess::ACT.prefill(case, context).with(THEN.name, all.join(","))
    }

    /// What its form offers.
    #[must_use]
    pub fn offer(field: &Field, case: &Case, answers: &Answers, context: &Context<'_>) -> Offer {
        if field.name == THEN.name {
            let leaves = answers.word::<Scope>(&assess::SCOPE) == Ok(Some(Scope::OutOfScope));
            return if leaves { Offer::unasked() } else { Offer::all() };
        }
        let offer = assess::offers(field, case, answers, context);
        // A transfer needs its unit; the commission's own route has only one.
        let goes_on = wants(answers, Then::Transfer) && route(answers) == Some(Route::Village);
        if field.name == assess::UNIT.name && goes_on { offer.demanded(true) } else { offer }
    }

    /// The acts that the answers ask for, each with its own.
    #[must_use]
    pub fn steps(answers: &Answers) -> Vec<(&'static Act, Answers)> {
        let own = assess::ACT.fields().iter();
        let given = own.fold(Answers::none(), |given, field| {
            given.with(field.name, answers.raw(field.name).unwrap_or_default())
        });
        let mut steps = vec![(&assess::ACT, given)];
        let is_ours = answers.word::<Scope>(&assess::SCOPE) != Ok(Some(Scope::OutOfScope));
        if !is_ours || !(wants(answers, Then::Accept) || wants(answers, Then::Transfer)) {
            return steps;
        }
        steps.push((&accept::ACT, Answers::none()));
        // The Party committee's route waits for signatures.
        let is_free = matches!(route(answers), Some(Route::Village | Route::Commission));
        if is_free && wants(answers, Then::Transfer) {
            steps.push((&transfer::ACT, Answers::none()));
        }
        steps
    }
}

fn wants(answers: &Answers, then: Then) -> bool {
    answers.words::<Then>(&THEN).is_ok_and(|wanted| wanted.contains(&then))
}

fn route(answers: &Answers) -> Option<Route> {
    answers.word::<Route>(&assess::ROUTE).ok().flatten()
}

/// What these acts would bring about: what is done, how it was decided, who signs, what follows and by when. Nothing
/// where nothing of it changes.
#[must_use]
pub fn told(before: &Case, after: &Case, steps: &[(&'static Act, Answers)], context: &Context<'_>) -> String {
    let mut parts = Vec::new();
    if steps.len() > 1 {
        let labels: Vec<&str> = steps.iter().map(|(act, _)| act.label()).collect();
        parts.push(labels.join("、"));
    }
    if let Some(decided) = after.decided.as_ref().filter(|_| before.decided != after.decided) {
        parts.push(decided.sentence());
    }
    parts.extend(follows::chain(before, after, context.org));
    let (was, next) = (follows::follows(before, context.org), follows::follows(after, context.org));
    if was != next || !parts.is_empty() {
        parts.push(next);
    }
    if parts.is_empty() { String::new() } else { format!("存后：{}", parts.join("；")) }
}

/// The case as these acts would leave it now.
///
/// # Errors
/// The first refusal.
pub fn foretell(
    case: &Case,
    steps: &[(&'static Act, Answers)],
    context: &Context<'_>,
) -> Result<Case, Refusal> {
    let mut case = case.clone();
    for (act, answers) in steps {
        let Outcome { events, .. } = perform(act, &case, answers, context)?;
        case = foretold(&case, &events, context.now, context.actor.id);
    }
    Ok(case)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::actions::fixtures::people::{OPERATOR, SECRETARY};
    use crate::actions::fixtures::{Bench, MONDAY, VILLAGE_ASSESSMENT, moment};
    use crate::domain::fixtures::named;
    use crate::domain::words::ClockKind;

    fn answers(route: &str, unit: &str, then: &str) -> Answers {
        Answers::none()
            .with("scope", "matters_list")
            .with("kind", "non_consultation")
            .with("field", "civil_affairs")
            .with("route", route)
            .with("unit", unit)
            .with("then", then)
    }

    fn codes(answers: &Answers) -> Vec<&'static str> {
        InTurn::steps(answers).iter().map(|(act, _)| act.code).collect()
    }

    #[test]
    fn the_village_route_is_assessed_accepted_and_transferred_at_once() {
        let bench = Bench::registered();
        let given = answers("village", "新建村", "also_accept,also_transfer");
        assert_eq!(codes(&given), ["assess", "accept", "transfer"]);
        let context = bench.context(named(&bench.org, OPERATOR), moment(MONDAY));
        let left = foretell(&bench.case, &InTurn::steps(&given), &context).unwrap();
        assert_eq!(left.stage, Stage::Transfer);
        assert!(left.clock(ClockKind::Handling).is_some_and(crate::domain::limit::clock::Clock::is_running));
    }

    #[test]
    fn where_something_has_to_be_signed_or_is_not_ours_it_stops_before() {
        assert_eq!(
            codes(&answers("party_committee", "社会事务办", "also_accept,also_transfer")),
            ["assess", "accept"]
        );
        assert_eq!(codes(&answers("village", "新建村", "also_accept")), ["assess", "accept"]);
        assert_eq!(codes(&answers("village", "新建村", "")), ["assess"]);
        let out = answers("", "", "also_accept,also_transfer").with("scope", "out_of_scope");
        assert_eq!(codes(&out), ["assess"]);
    }

    #[test]
    fn only_who_may_accept_gets_the_form_of_all_three() {
        let bench = Bench::registered();
        let is_offered = |bench: &Bench, who: &str| {
            let context = bench.context(named(&bench.org, who), moment(MONDAY));
            begun_by(&assess::ACT, &bench.case, &context).is_some()
        };
        assert!(is_offered(&bench, OPERATOR));
        assert!(!is_offered(&bench, SECRETARY), "the secretary assesses, and accepts nothing");
        let accepted = Bench::accepted(VILLAGE_ASSESSMENT);
        assert!(!is_offered(&accepted, OPERATOR), "what is accepted is only assessed anew");
    }
}
