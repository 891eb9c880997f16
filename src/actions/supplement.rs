//! 补充材料: what was learnt about the complaint later; nothing recorded before is overwritten.

use super::answers::Answers;
use super::field::{Field, FieldKind};
use super::permission::Who;
use super::{Act, CaseAct, On, Questions};
use crate::domain::case::Case;
use crate::domain::case::stage::Stage;
use crate::domain::context::Context;
use crate::domain::event::{CaseEvent, SupplementOrigin, Supplemented};
use crate::domain::refusal::Refusal;
use crate::domain::sealable::Sealable;

const TEXT: Field = Field::required("text", "补充内容", FieldKind::Prose);

/// The row of this act.
pub static ACT: Act = Act {
    code: "supplement",
    who: &[Who::CommissionOperator, Who::PartyOperator, Who::UnitHandler],
    questions: Questions {
        title: "补充",
        summary: "补记投诉人后来提供的情况，原有内容不变",
        fields: &[TEXT],
        confirm: None,
    },
    example: r#"{"text":"投诉人来电补充：名单曾在10月贴出半天后被撕下。"}"#,
    on: On::Case(CaseAct::at(Stage::OPEN, decide).instead("补充过的留着，再“补充”一次说明")),
};

fn decide(_: &Case, answers: &Answers, _: &Context<'_>) -> Result<Vec<CaseEvent>, Refusal> {
    let text = Sealable::new(answers.need_text(&TEXT)?);
    Ok(vec![CaseEvent::Supplemented(Supplemented { text, origin: SupplementOrigin::Recorded })])
}

#[cfg(test)]
mod tests {
    use crate::actions::fixtures::people::{AFFAIRS_HANDLER, OPERATOR, PARTY_OPERATOR, XINJIAN_HANDLER};
    use crate::actions::fixtures::{Bench, Fields, MONDAY, SECTION_ASSESSMENT, TUESDAY, VILLAGE_ASSESSMENT};
    use crate::domain::event::{CaseEvent, SupplementOrigin, Supplemented};
    use crate::domain::refusal::RefusalCode;
    use crate::domain::sealable::Sealable;

    const TEXT: Fields<'static> = &[("text", "投诉人又来电催问")];

    #[test]
    fn what_is_learnt_later_stands_beside_the_complaint() {
        let mut bench = Bench::registered();
        let content = bench.case.content.clone();
        let text = Sealable::new("投诉人又来电催问");
        let origin = SupplementOrigin::Recorded;
        assert_eq!(
            bench.did("supplement", TEXT, OPERATOR, TUESDAY),
            [CaseEvent::Supplemented(Supplemented { text, origin })]
        );
        assert_eq!((bench.case.supplements.len(), &bench.case.content), (1, &content));
    }

    #[test]
    fn everybody_who_works_on_the_case_may_and_a_unit_only_once_it_has_it() {
        let mut planned = Bench::accepted(VILLAGE_ASSESSMENT);
        planned.refuses(
            "supplement",
            TEXT,
            (XINJIAN_HANDLER, MONDAY),
            RefusalCode::NotPermitted,
            &["承办人"],
        );
        planned.refuses(
            "supplement",
            TEXT,
            (PARTY_OPERATOR, MONDAY),
            RefusalCode::NotPermitted,
            &["镇党委专人"],
        );
        Bench::in_village().did("supplement", TEXT, XINJIAN_HANDLER, TUESDAY);
        Bench::in_section().did("supplement", TEXT, AFFAIRS_HANDLER, TUESDAY);
        let outcome =
            Bench::accepted(SECTION_ASSESSMENT).perform("supplement", TEXT, PARTY_OPERATOR, MONDAY).unwrap();
        assert_eq!(outcome.on_behalf_of, None, "in his own name");
    }
}
