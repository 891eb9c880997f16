//! 拟办: writes the proposed handling, the text of the proposal sheet (N§三(二)2(1), Annex 3).

use super::answers::Answers;
use super::field::{Field, FieldKind};
use super::permission::Who;
use super::{Act, CaseAct, On, Questions};
use crate::domain::case::Case;
use crate::domain::case::stage::Stage;
use crate::domain::context::Context;
use crate::domain::event::{CaseEvent, drafting};
use crate::domain::refusal::{Refusal, RefusalCode};
use crate::domain::words::{DocumentKind, Route};

const TEXT: Field = Field::required("text", "拟办意见", FieldKind::Prose)
    .hint("写明由谁办、办什么、何时答复；保存后再“送审”");

/// The row of this act.
pub static ACT: Act = Act {
    code: "propose",
    who: &[Who::PartyOperator, Who::CommissionOperator],
    questions: Questions {
        title: "拟办",
        summary: "起草拟办意见；镇党委办理须经审签后才能转办，其他途径可自愿送签",
        fields: &[TEXT],
        confirm: None,
    },
    example: r#"{"text":"拟请社会事务办调查核实，十个工作日内提出答复意见。"}"#,
    on: On::Case(
        CaseAct::at(&[Stage::Acceptance], decide)
            .ready(ready)
            .prefill(prefill)
            .instead("再“拟办”一次，以新的一稿为准"),
    ),
};

fn ready(case: &Case, _: &Context<'_>) -> Result<(), Refusal> {
    match case.route {
        Some(Route::PartyCommittee | Route::Village | Route::Commission) => Ok(()),
        None => Err(Refusal::new(
            RefusalCode::NotAssessed,
            "没有办理途径（研判为业务范围外的应“上报”），不需要拟办；要由本镇办理请先重新研判。",
        )),
    }
}

/// Opens with the last version, or with a sentence that names the unit and its limit.
fn prefill(case: &Case, context: &Context<'_>) -> Answers {
    match case.document(DocumentKind::Proposal) {
        Some(last) => Answers::none().with_recorded(TEXT.name, Some(&last.text)),
        None => Answers::none().with(TEXT.name, suggestion(case, context)),
    }
}

fn suggestion(case: &Case, context: &Context<'_>) -> String {
    let (Some(kind), Some(route)) = (case.kind, case.route) else { return String::new() };
    let limit = context.settings.handling_limit_working_days(kind);
    let unit = case.unit.map_or("承办单位", |unit| context.org.unit_name(unit));
    match route {
        Route::PartyCommittee | Route::Village => {
            format!("拟请{unit}调查核实，自收件之日起{limit}个工作日内办结并提出答复意见。")
        }
        Route::Commission => {
            format!("拟由镇纪委直接调查核实，{limit}个工作日内办结，结果报镇党委审批。")
        }
    }
}

fn decide(case: &Case, answers: &Answers, _: &Context<'_>) -> Result<Vec<CaseEvent>, Refusal> {
    drafting::draft(case, DocumentKind::Proposal, answers.need_text(&TEXT)?)
}

#[cfg(test)]
mod tests {
    use crate::actions::fixtures::people::{OPERATOR, PARTY_OPERATOR};
    use crate::actions::fixtures::{
        Bench, Fields, MONDAY, OUT_OF_SCOPE, SECTION_ASSESSMENT, TUESDAY, VILLAGE_ASSESSMENT,
    };
    use crate::domain::document::hash::text_hash;
    use crate::domain::event::{CaseEvent, DocumentDrafted, DocumentVoided};
    use crate::domain::refusal::RefusalCode;
    use crate::domain::words::{DocumentKind, DocumentState};

    const TEXT: Fields<'static> = &[("text", "拟请社会事务办核实。")];

    #[test]
    fn a_proposal_is_a_draft_whose_hash_is_that_of_its_exact_text() {
        let mut bench = Bench::accepted(SECTION_ASSESSMENT);
        let events = bench.did("propose", TEXT, PARTY_OPERATOR, MONDAY);
        let [CaseEvent::DocumentDrafted(DocumentDrafted { document, version, text, hash, .. })] =
            events.as_slice()
        else {
            panic!("{events:?}");
        };
        assert_eq!((*document, *version), (DocumentKind::Proposal, 1));
        assert_eq!(*hash, text_hash(text.text()));
        assert_eq!(bench.case.documents[0].state, DocumentState::Draft);
    }

    #[test]
    fn an_edit_after_submission_or_signature_voids_the_whole_chain_and_says_so() {
        for mut bench in [Bench::proposal_submitted(), Bench::proposal_signed()] {
            let events = bench.did("propose", &[("text", "改为由村里核实。")], PARTY_OPERATOR, TUESDAY);
            let [
                CaseEvent::DocumentVoided(DocumentVoided { version: 1, because, .. }),
                CaseEvent::DocumentDrafted(DocumentDrafted { version: 2, .. }),
            ] = events.as_slice()
            else {
                panic!("{events:?}");
            };
            assert!(because.contains("原审签作废"));
            let states: Vec<DocumentState> =
                bench.case.documents.iter().map(|document| document.state).collect();
            assert_eq!(states, [DocumentState::Void, DocumentState::Draft]);
        }
    }

    #[test]
    fn the_text_that_stands_is_not_saved_again() {
        let mut bench = Bench::accepted(SECTION_ASSESSMENT);
        bench.did("propose", TEXT, PARTY_OPERATOR, MONDAY);
        bench.refuses(
            "propose",
            TEXT,
            (PARTY_OPERATOR, MONDAY),
            RefusalCode::NothingToDo,
            &["拟办意见", "相同"],
        );
    }

    #[test]
    fn the_party_operator_proposes_on_one_route_only_and_nobody_without_a_route() {
        let mut bench = Bench::accepted(VILLAGE_ASSESSMENT);
        bench.refuses("propose", TEXT, (PARTY_OPERATOR, MONDAY), RefusalCode::NotPermitted, &["镇纪委专人"]);
        bench.did("propose", TEXT, OPERATOR, MONDAY);
        bench.did("assess", OUT_OF_SCOPE, OPERATOR, MONDAY);
        bench.refuses(
            "propose",
            TEXT,
            (OPERATOR, MONDAY),
            RefusalCode::NotAssessed,
            &["业务范围外", "上报", "重新研判"],
        );
    }
}
