//! 催办: reminds whoever keeps the case waiting, the signer or the unit, and records it.

use super::answers::Answers;
use super::field::{Field, FieldKind};
use super::permission::Who;
use super::{Act, CaseAct, On, Questions};
use crate::domain::case::Case;
use crate::domain::case::stage::Stage;
use crate::domain::code::Coded as _;
use crate::domain::context::Context;
use crate::domain::document::{Document, Step};
use crate::domain::event::{CaseEvent, Urged};
use crate::domain::ids::UnitId;
use crate::domain::refusal::{Refusal, RefusalCode};
use crate::domain::sealable::Sealable;
use crate::domain::time::month_day;
use crate::domain::town::waits::WaitsFor;
use crate::domain::words::Position;

const TEXT: Field = Field::optional("text", "催办内容", FieldKind::Prose)
    .hint("不写就用现成的一句：催谁、哪一件、什么时候到期");

/// The row of this act.
pub static ACT: Act = Act {
    code: "urge",
    who: &[Who::CommissionOperator, Who::PartyOperator, Who::DisciplineSecretary, Who::UnitLeader],
    questions: Questions {
        title: "催办",
        summary: "催促正在等待的审签人或承办单位，催办计入经过；同一步一个工作日催一次",
        fields: &[TEXT],
        confirm: None,
    },
    example: r#"{"text":"请抓紧核实，明日到期。"}"#,
    on: On::Case(
        CaseAct::at(Stage::OPEN, decide)
            .ready(ready)
            .prefill(prefill)
            .batch()
            .instead("催办已经发出，收不回来"),
    ),
};

/// Who keeps a case waiting: the signers of an open document, the unit, or a position of the office.
enum Holder<'a> {
    Signers(&'a Document, &'a Step),
    Unit(Option<UnitId>),
    Position(Position),
}

impl<'a> Holder<'a> {
    /// Nobody is urged for what the actor does themself, nor for a word that is the complainant's to give.
    fn of(case: &'a Case, context: &Context<'_>) -> Option<Self> {
        if let Some((document, _, step)) = case.open_step() {
            return Some(Self::Signers(document, step));
        }
        if matches!(case.stage, Stage::Transfer | Stage::Handling | Stage::Drafting | Stage::Review) {
            return Some(Self::Unit(case.unit));
        }
        let is_word_awaited = case.awaits_word_since().is_some();
        match case.waits_for(context.org).filter(|_| !is_word_awaited)? {
            WaitsFor::Role(position) if !case.lets_act(context.actor, position, context.org) => {
                Some(Self::Position(position))
            }
            WaitsFor::Role(_) | WaitsFor::Unit(_) | WaitsFor::People(_) | WaitsFor::StandIn { .. } => None,
        }
    }

    fn names(&self, context: &Context<'_>) -> String {
        match self {
            Self::Signers(_, step) => step.names(context.org),
            Self::Unit(unit) => unit.map_or("承办单位", |unit| context.org.unit_name(unit)).to_owned(),
            Self::Position(position) => position.label().to_owned(),
        }
    }
}

fn ready(case: &Case, context: &Context<'_>) -> Result<(), Refusal> {
    let nothing = |message: String| Err(Refusal::new(RefusalCode::NothingToDo, message));
    let Some(holder) = Holder::of(case, context) else {
        return nothing("本件还在镇纪委手里，没有可催办的单位或审签人；请直接办理。".to_owned());
    };
    if let Some(day) = case.urged_lately(context.today(), context.calendar) {
        let (names, day) = (holder.names(context), month_day(day));
        return nothing(format!(
            "{day}已经为这一步催过{names}，没有再催；同一步一个工作日催一次，下一个工作日还没办再催。"
        ));
    }
    Ok(())
}

/// Opens with a sentence that says what is due and when.
fn prefill(case: &Case, context: &Context<'_>) -> Answers {
    Holder::of(case, context)
        .map_or_else(Answers::none, |holder| Answers::none().with(TEXT.name, words(case, &holder, context)))
}

fn words(case: &Case, holder: &Holder<'_>, context: &Context<'_>) -> String {
    let due = case.running_clock().map_or(String::new(), |clock| format!("，{}到期", clock.due_on));
    let names = holder.names(context);
    match holder {
        Holder::Signers(document, _) => {
            format!("{names}：{}的{}正等您审签{due}，请抓紧。", case.case_no, document.kind.label())
        }
        Holder::Unit(_) | Holder::Position(_) => {
            format!("{names}：{}{}{due}，请抓紧办理。", case.case_no, case.stage.waiting_for())
        }
    }
}

fn decide(case: &Case, answers: &Answers, context: &Context<'_>) -> Result<Vec<CaseEvent>, Refusal> {
    let Some(holder) = Holder::of(case, context) else { return ready(case, context).map(|()| Vec::new()) };
    let said = answers.text(TEXT.name).unwrap_or_else(|| words(case, &holder, context));
    let mut urged =
        Urged { text: Sealable::new(said), unit: None, person: None, others: Vec::new(), role: None };
    match holder {
        Holder::Signers(_, step) => {
            urged.person = Some(step.person);
            urged.others = step.people.iter().skip(1).copied().collect();
        }
        Holder::Unit(unit) => urged.unit = unit,
        Holder::Position(position) => urged.role = Some(position),
    }
    Ok(vec![CaseEvent::Urged(urged)])
}

#[cfg(test)]
mod tests {
    use crate::actions::fixtures::people::{OPERATOR, SECRETARY, XINJIAN, XINJIAN_HANDLER};
    use crate::actions::fixtures::{Bench, MONDAY, TUESDAY, VILLAGE_ASSESSMENT, WEDNESDAY};
    use crate::domain::event::{CaseEvent, Urged};
    use crate::domain::refusal::RefusalCode;
    use crate::domain::sealable::Sealable;

    const TEXT: &[(&str, &str)] = &[("text", "请抓紧")];

    #[test]
    fn whoever_keeps_the_case_waiting_is_urged_the_signer_before_the_unit() {
        let text = || Sealable::new("请抓紧");
        let mut bench = Bench::being_handled();
        let none = Urged { text: text(), unit: None, person: None, others: Vec::new(), role: None };
        let unit = CaseEvent::Urged(Urged { unit: Some(XINJIAN), ..none.clone() });
        assert_eq!(bench.did("urge", TEXT, SECRETARY, TUESDAY), [unit]);
        let mut bench = Bench::reply_submitted();
        let person = Some(bench.id(SECRETARY));
        assert_eq!(bench.did("urge", TEXT, OPERATOR, TUESDAY), [CaseEvent::Urged(Urged { person, ..none })]);
        assert_eq!(bench.case.course.urged.times, 1);
    }

    #[test]
    fn nobody_is_urged_for_what_the_commission_itself_has_to_do() {
        let at = (OPERATOR, TUESDAY);
        let started: [fn() -> Bench; 4] = [
            Bench::registered,
            || Bench::accepted(VILLAGE_ASSESSMENT),
            Bench::reply_signed,
            Bench::delivered,
        ];
        for begin in started {
            let mut bench = begin();
            bench.refuses("urge", TEXT, at, RefusalCode::NothingToDo, &["镇纪委手里", "直接办理"]);
        }
        let mut bench = Bench::being_handled();
        let at = (XINJIAN_HANDLER, TUESDAY);
        bench.refuses("urge", TEXT, at, RefusalCode::NotPermitted, &["镇纪委专人"]);
    }

    #[test]
    fn the_secretary_urges_the_operator_for_what_the_commission_has_to_do() {
        let mut bench = Bench::registered();
        let events = bench.did("urge", &[], SECRETARY, TUESDAY);
        assert!(events[0].sentence(&bench.org).starts_with("催办镇纪委专人：镇纪委专人：2026-0001"));
        Bench::delivered().refuses(
            "urge",
            &[],
            (SECRETARY, TUESDAY),
            RefusalCode::NothingToDo,
            &["没有可催办"],
        );
    }

    #[test]
    fn one_step_is_urged_once_a_working_day_and_the_next_step_at_once() {
        let mut bench = Bench::being_handled();
        let events = bench.did("urge", &[], OPERATOR, TUESDAY);
        assert!(
            events[0].sentence(&bench.org).contains("新建村"),
            "the sentence is there without being written"
        );
        bench.refuses("urge", TEXT, (SECRETARY, TUESDAY), RefusalCode::NothingToDo, &["11-17", "催过新建村"]);
        assert_eq!(bench.did("urge", TEXT, SECRETARY, WEDNESDAY).len(), 1);
        let mut bench = Bench::reply_submitted();
        bench.did("urge", TEXT, OPERATOR, TUESDAY);
        bench.did("return", &[("opinion", "请补充")], SECRETARY, TUESDAY);
        assert_eq!(bench.did("urge", TEXT, OPERATOR, TUESDAY).len(), 1, "the unit is another holder");
    }

    #[test]
    fn the_form_opens_with_whom_what_and_when() {
        let bench = Bench::proposal_submitted();
        let text = bench.prefilled("urge", OPERATOR, MONDAY).text("text").unwrap();
        for word in [SECRETARY, "2026-0001", "拟办意见", "2026-11-19到期"] {
            assert!(text.contains(word), "{word} in {text}");
        }
        let text = Bench::being_handled().prefilled("urge", OPERATOR, TUESDAY).text("text").unwrap();
        assert!(text.contains("新建村") && text.contains("2026-12-01到期"), "{text}");
    }
}
