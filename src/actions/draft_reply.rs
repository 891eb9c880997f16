//! 拟制答复意见: writes the reply to the complainant (N§三(二)2, Annex 1). An edit after submission voids the chain.

use super::answers::Answers;
use super::field::{Field, FieldKind};
use super::permission::{self, Who};
use super::{Act, CaseAct, On, Questions};
use crate::domain::case::Case;
use crate::domain::case::stage::Stage;
use crate::domain::context::Context;
use crate::domain::event::{CaseEvent, drafting};
use crate::domain::refusal::{Refusal, RefusalCode};
use crate::domain::words::DocumentKind;

const TEXT: Field = Field::required("text", "答复意见", FieldKind::Prose)
    .hint("只写正文；称呼、开头、结尾在打印答复意见时按模板加上");
const CLAIMS: Field = Field::optional("claims", "诉求清单", FieldKind::Prose)
    .hint("每行一条诉求，已回应的行首写 +，未回应的写 -；未回应的答复送出前会提示");

/// The row of this act.
pub static ACT: Act = Act {
    code: "draft_reply",
    who: &[Who::UnitHandler],
    questions: Questions {
        title: "拟答复",
        summary: "根据核实情况起草答复意见；已送审的改稿后原审签作废",
        fields: &[TEXT, CLAIMS, permission::ON_BEHALF_OF],
        confirm: None,
    },
    example: r#"{"text":"经核实，新建村今年第二批低保评定名单确未按规定张贴。村委会已于11月18日在公示栏补公示七天，并将名单发到村民小组群。"}"#,
    on: On::Case(
        CaseAct::at(&[Stage::Handling, Stage::Drafting, Stage::Review, Stage::Reply], decide)
            .ready(ready)
            .prefill(prefill)
            .instead("再“拟答复”一次，以新的一稿为准"),
    ),
};

/// A reply rests on what the inquiry of this round and turn found.
fn ready(case: &Case, _: &Context<'_>) -> Result<(), Refusal> {
    if case.has_findings() {
        return Ok(());
    }
    Err(Refusal::new(RefusalCode::Incomplete, "还没有核实情况，请承办单位先做“核实情况”，再拟答复。"))
}

fn prefill(case: &Case, _: &Context<'_>) -> Answers {
    let last = case.document(DocumentKind::Reply);
    let claims = last.and_then(|last| last.claims.as_ref());
    Answers::none().with_recorded(TEXT.name, last.map(|last| &last.text)).with_recorded(CLAIMS.name, claims)
}

fn decide(case: &Case, answers: &Answers, _: &Context<'_>) -> Result<Vec<CaseEvent>, Refusal> {
    let claims = answers.text(CLAIMS.name);
    drafting::draft_with(case, DocumentKind::Reply, answers.need_text(&TEXT)?, None, claims)
}

#[cfg(test)]
mod tests {
    use crate::actions::fixtures::later::REPLY;
    use crate::actions::fixtures::people::{OPERATOR, SECRETARY, XINJIAN_HANDLER};
    use crate::actions::fixtures::{Bench, Fields, TUESDAY, WEDNESDAY};
    use crate::domain::case::stage::Stage;
    use crate::domain::document::hash::text_hash;
    use crate::domain::event::{CaseEvent, DocumentDrafted, DocumentVoided};
    use crate::domain::refusal::RefusalCode;
    use crate::domain::sealable::Sealable;
    use crate::domain::words::{DocumentKind, DocumentState};

    const TEXT: Fields<'static> = &[("text", REPLY)];

    #[test]
    fn the_units_handler_drafts_the_reply_with_the_claims_it_answers() {
        let mut bench = Bench::investigated();
        let claims = "+公示名单\n-退还费用";
        let events =
            bench.did("draft_reply", &[("text", REPLY), ("claims", claims)], XINJIAN_HANDLER, TUESDAY);
        assert_eq!(
            events,
            [CaseEvent::DocumentDrafted(DocumentDrafted {
                document: DocumentKind::Reply,
                version: 1,
                text: Sealable::new(REPLY),
                hash: text_hash(REPLY),
                terms: None,
                claims: Some(Sealable::new(claims)),
            })]
        );
        assert_eq!(bench.case.stage, Stage::Drafting);
    }

    #[test]
    fn an_operator_drafts_for_a_unit_that_works_on_paper_in_its_persons_name() {
        let mut bench = Bench::investigated();
        let outcome = bench.perform("draft_reply", TEXT, OPERATOR, TUESDAY).unwrap();
        assert_eq!(outcome.on_behalf_of, Some(bench.id(XINJIAN_HANDLER)));
    }

    #[test]
    fn without_findings_of_this_round_there_is_nothing_to_answer_with() {
        let at = (XINJIAN_HANDLER, TUESDAY);
        Bench::being_handled().refuses("draft_reply", TEXT, at, RefusalCode::Incomplete, &["核实情况"]);
        let mut again = Bench::evaluated("dissatisfied");
        again.did("rehandle", &[("reason", "名单不全")], OPERATOR, TUESDAY);
        again.refuses("draft_reply", TEXT, at, RefusalCode::Incomplete, &["核实情况"]);
    }

    #[test]
    fn an_edit_takes_a_reply_under_review_or_signed_back_and_voids_what_was_signed() {
        for mut bench in [Bench::reply_submitted(), Bench::reply_signed()] {
            let events = bench.did("draft_reply", &[("text", "改写")], XINJIAN_HANDLER, WEDNESDAY);
            assert!(matches!(
                events.as_slice(),
                [
                    CaseEvent::DocumentVoided(DocumentVoided { version: 1, .. }),
                    CaseEvent::DocumentDrafted(DocumentDrafted { version: 2, .. })
                ]
            ));
            assert_eq!((bench.case.stage, bench.case.open_step()), (Stage::Drafting, None));
            assert_eq!(bench.case.documents[0].state, DocumentState::Void);
            bench.refuses("sign", &[], (SECRETARY, WEDNESDAY), RefusalCode::NotPermitted, &["审签人"]);
        }
    }

    #[test]
    fn the_same_text_is_no_new_version() {
        let mut bench = Bench::reply_submitted();
        bench.refuses("draft_reply", TEXT, (XINJIAN_HANDLER, TUESDAY), RefusalCode::NothingToDo, &["相同"]);
    }
}
