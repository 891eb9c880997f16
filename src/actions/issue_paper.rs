//! 出文: a paper gets its number, and its text is frozen as it stands (`interfaces.md` §Papers). What is on it was laid
//! out before, by the form of its kind.

use super::answers::Answers;
use super::field::{Field, FieldKind, Word, words};
use super::permission::Who;
use super::{Act, CaseAct, On, Questions};
use crate::domain::case::Case;
use crate::domain::case::chase::Chase;
use crate::domain::case::stage::Stage;
use crate::domain::code::Coded as _;
use crate::domain::context::{Brought, Context, Drafted};
use crate::domain::event::{CaseEvent, PaperIssued};
use crate::domain::paper::PaperKind;
use crate::domain::refusal::{Refusal, RefusalCode};
use crate::domain::sealable::Sealable;

/// The kind of paper that is issued.
pub const KIND: Field = Field::required("kind", "文书", FieldKind::Choice(kinds));
/// Which version of the text that it carries.
pub const DOCUMENT: Field =
    Field::optional("document", "用哪一稿", FieldKind::Line).hint("如 答复2；不填用最新一稿");
/// Why who complains has to stand on it.
pub const REASON: Field =
    Field::optional("reason", "用途", FieldKind::Line).hint("文书上有投诉人姓名、电话的必填，如：送投诉人");

/// The row of this act.
pub static ACT: Act = Act {
    code: "issue_paper",
    who: &[Who::CommissionOperator, Who::PartyOperator],
    questions: Questions {
        title: "出文",
        summary: "给一份文书编号，内容从此固定；再次写出同一份，文件一字不差",
        fields: &[KIND, DOCUMENT, REASON],
        confirm: Some("文号编出就不收回，出错只能作废"),
    },
    example: r#"{"kind":"proposal","reason":"送领导审签"}"#,
    on: On::Case(CaseAct::at(Stage::ALL, decide).ready(ready).prefill(prefill).issuing().batch()),
};

fn kinds() -> Vec<Word> {
    words::<PaperKind>().into_iter().filter(|word| word.code != PaperKind::Meeting.code()).collect()
}

fn ready(case: &Case, _: &Context<'_>) -> Result<(), Refusal> {
    if case.sealed {
        return Err(Refusal::new(RefusalCode::NothingToDo, "本件已密封上报，内容不在本镇留存，不能出文。"));
    }
    Ok(())
}

/// Opens with the paper that a rule proposes.
fn prefill(case: &Case, context: &Context<'_>) -> Answers {
    let today = context.settings.limit_day(context.now);
    let is_chased = |chase| case.is_chased(chase, today, context.settings, context.calendar);
    let kind = if is_chased(Chase::CircularPaper) {
        PaperKind::Circular
    } else if is_chased(Chase::UrgeNotice) {
        PaperKind::Urge
    } else {
        return Answers::none();
    };
    Answers::none().with(KIND.name, kind.code())
}

fn decide(_: &Case, answers: &Answers, context: &Context<'_>) -> Result<Vec<CaseEvent>, Refusal> {
    let Some(Brought::Paper(drafted)) = context.brought else { return Err(KIND.missing()) };
    let Drafted { kind, number, year, serial, head, frozen, template } = &**drafted;
    let reason = answers.text(REASON.name);
    if kind.carries_identity() && reason.is_none() {
        return Err(REASON.missing());
    }
    Ok(vec![CaseEvent::PaperIssued(PaperIssued {
        kind: *kind,
        number: number.clone(),
        year: *year,
        serial: *serial,
        head: head.clone(),
        sheet: Sealable::new(frozen.as_str()),
        template: template.clone(),
        reason: reason.map(Sealable::new),
    })])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::actions::fixtures::people::OPERATOR;
    use crate::actions::fixtures::people::drafted;
    use crate::actions::fixtures::{Bench, TUESDAY};

    #[test]
    fn a_paper_with_identity_wants_its_reason_and_one_without_does_not() {
        let mut bench = Bench::in_village().bringing(drafted(PaperKind::Transfer));
        let events = bench.did("issue_paper", &[("kind", "transfer")], OPERATOR, TUESDAY);
        assert!(matches!(events.as_slice(), [CaseEvent::PaperIssued(_)]), "{events:?}");
        assert_eq!(bench.case.papers.len(), 1);
        let mut bench = Bench::in_village().bringing(drafted(PaperKind::Proposal));
        let kind = [("kind", "proposal")];
        bench.refuses("issue_paper", &kind, (OPERATOR, TUESDAY), RefusalCode::MissingField, &["用途"]);
        bench.did("issue_paper", &[("kind", "proposal"), ("reason", "送领导审签")], OPERATOR, TUESDAY);
    }
}
