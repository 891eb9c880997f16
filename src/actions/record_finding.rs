//! 记录核实情况: what the unit's inquiry found.

use super::answers::Answers;
use super::field::{Field, FieldKind};
use super::permission::{self, Who};
use super::{Act, CaseAct, On, Questions};
use crate::domain::case::Case;
use crate::domain::case::stage::Stage;
use crate::domain::context::Context;
use crate::domain::event::{CaseEvent, FindingRecorded};
use crate::domain::refusal::Refusal;
use crate::domain::sealable::Sealable;

const TEXT: Field = Field::required("text", "核实情况", FieldKind::Prose)
    .hint("写清向谁核实、查明什么、如何处理；可多次补记");

/// The row of this act.
pub static ACT: Act = Act {
    code: "record_finding",
    who: &[Who::UnitHandler],
    questions: Questions {
        title: "核实情况",
        summary: "记录调查核实的情况，每次另记一条",
        fields: &[TEXT, permission::ON_BEHALF_OF],
        confirm: None,
    },
    example: r#"{"text":"经入户核实并查阅低保评议记录，名单确未张贴，已责成补公示七天。"}"#,
    on: On::Case(
        CaseAct::at(&[Stage::Handling, Stage::Drafting], decide).instead("再记一次“核实情况”，两次都留着"),
    ),
};

fn decide(_: &Case, answers: &Answers, _: &Context<'_>) -> Result<Vec<CaseEvent>, Refusal> {
    Ok(vec![CaseEvent::FindingRecorded(FindingRecorded { text: Sealable::new(answers.need_text(&TEXT)?) })])
}

#[cfg(test)]
mod tests {
    use crate::actions::fixtures::people::{OPERATOR, SISHENG_HANDLERS, XINJIAN_HANDLER};
    use crate::actions::fixtures::{Bench, TUESDAY, WEDNESDAY, moment};
    use crate::domain::event::{CaseEvent, FindingRecorded};
    use crate::domain::refusal::RefusalCode;
    use crate::domain::sealable::Sealable;

    #[test]
    fn every_finding_is_kept_beside_the_earlier_ones_with_its_author() {
        let mut bench = Bench::being_handled();
        let events = bench.did("record_finding", &[("text", "查明属实")], XINJIAN_HANDLER, TUESDAY);
        assert_eq!(events, [CaseEvent::FindingRecorded(FindingRecorded { text: Sealable::new("查明属实") })]);
        let outcome = bench.perform("record_finding", &[("text", "已补公示")], OPERATOR, WEDNESDAY).unwrap();
        assert_eq!(outcome.on_behalf_of, Some(bench.id(XINJIAN_HANDLER)));
        let found: Vec<_> =
            bench.case.findings.iter().map(|note| (note.text.text(), note.by, note.at)).collect();
        assert_eq!(
            found,
            [
                ("查明属实", bench.id(XINJIAN_HANDLER), moment(TUESDAY)),
                ("已补公示", bench.id(OPERATOR), moment(WEDNESDAY)),
            ]
        );
    }

    #[test]
    fn another_units_handler_records_nothing_and_nobody_an_empty_finding() {
        let mut bench = Bench::being_handled();
        let finding = [("text", "查明属实")];
        bench.refuses(
            "record_finding",
            &finding,
            (SISHENG_HANDLERS[0], TUESDAY),
            RefusalCode::NotPermitted,
            &["承办人"],
        );
        bench.refuses(
            "record_finding",
            &[("text", "  ")],
            (XINJIAN_HANDLER, TUESDAY),
            RefusalCode::MissingField,
            &["核实情况"],
        );
        let long = "长".repeat(10_001);
        bench.refuses(
            "record_finding",
            &[("text", &long)],
            (XINJIAN_HANDLER, TUESDAY),
            RefusalCode::InvalidValue,
            &["10001", "10000"],
        );
    }
}
