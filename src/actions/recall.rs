//! 撤回送审: a submission is taken back; the text is a draft again and signatures already given are void.

use super::answers::Answers;
use super::field::{Field, FieldKind, words};
use super::permission::Who;
use super::{Act, CaseAct, On, Questions, permission};
use crate::domain::case::Case;
use crate::domain::case::stage::Stage;
use crate::domain::code::Coded as _;
use crate::domain::context::Context;
use crate::domain::document::Document;
use crate::domain::event::{CaseEvent, CaseFact as _, DocumentRecalled, DocumentSubmitted};
use crate::domain::refusal::{Refusal, RefusalCode};
use crate::domain::words::DocumentKind;

const DOCUMENT: Field = Field::optional("document", "文书", FieldKind::Choice(words::<DocumentKind>))
    .hint("只有一份在审签时可不填");

/// The row of this act.
pub static ACT: Act = Act {
    code: "recall",
    who: &[Who::UnitHandler, Who::CommissionOperator, Who::PartyOperator],
    questions: Questions {
        title: "撤回送审",
        summary: "把还没审签完的文书撤回成草稿，已有的审签作废",
        fields: &[DOCUMENT],
        confirm: None,
    },
    example: r#"{"document":"proposal"}"#,
    on: On::Case(CaseAct::at(Stage::OPEN, decide).ready(ready).undoing(DocumentSubmitted::CODE)),
};

fn ready(case: &Case, _: &Context<'_>) -> Result<(), Refusal> {
    match case.open_step() {
        Some(_) => Ok(()),
        None => Err(Refusal::new(RefusalCode::MissingDocument, "没有正在审签的文书，不需要撤回送审。")),
    }
}

fn decide(case: &Case, answers: &Answers, context: &Context<'_>) -> Result<Vec<CaseEvent>, Refusal> {
    let waiting: Vec<&Document> = case.open_steps().map(|(document, _, _)| document).collect();
    let meant = match answers.word::<DocumentKind>(&DOCUMENT)? {
        Some(kind) => waiting.into_iter().find(|document| document.kind == kind).ok_or_else(|| {
            DOCUMENT.refuses(RefusalCode::MissingDocument, format!("{}现在不在审签中。", kind.label()))
        })?,
        None => match waiting.as_slice() {
            [only] => only,
            _ => return Err(DOCUMENT.missing()),
        },
    };
    permission::check_bringer(meant.kind, case, context)?;
    Ok(vec![CaseEvent::DocumentRecalled(DocumentRecalled { document: meant.kind, version: meant.version })])
}

#[cfg(test)]
mod tests {
    use crate::actions::fixtures::people::{OPERATOR, PARTY_OPERATOR, SECRETARY, XINJIAN_HANDLER};
    use crate::actions::fixtures::{Bench, TUESDAY, WEDNESDAY};
    use crate::domain::case::stage::Stage;
    use crate::domain::event::{CaseEvent, DocumentRecalled};
    use crate::domain::refusal::RefusalCode;
    use crate::domain::words::{DocumentKind, DocumentState};

    #[test]
    fn a_submission_taken_back_is_a_draft_and_runs_its_whole_chain_again() {
        let mut bench = Bench::proposal_submitted();
        bench.did("sign", &[], SECRETARY, TUESDAY);
        assert_eq!(
            bench.did("recall", &[], PARTY_OPERATOR, TUESDAY),
            [CaseEvent::DocumentRecalled(DocumentRecalled { document: DocumentKind::Proposal, version: 1 })]
        );
        assert_eq!(bench.case.documents[0].state, DocumentState::Draft);
        bench.did("submit", &[], PARTY_OPERATOR, WEDNESDAY);
        assert_eq!(bench.awaited(), [bench.id(SECRETARY)]);
        let mut reply = Bench::reply_submitted();
        reply.did("recall", &[("document", "reply")], XINJIAN_HANDLER, TUESDAY);
        assert_eq!(reply.case.stage, Stage::Drafting);
    }

    #[test]
    fn what_is_not_under_review_or_not_ones_own_is_not_taken_back() {
        use RefusalCode::{MissingDocument, MissingField, NotPermitted};
        let at = (OPERATOR, TUESDAY);
        Bench::registered().refuses("recall", &[], at, MissingDocument, &["没有正在审签"]);
        let mut bench = Bench::reply_submitted();
        bench.refuses("recall", &[("document", "clue")], at, MissingDocument, &["问题线索移送意见"]);
        bench.submit_extension(TUESDAY);
        bench.refuses("recall", &[], at, MissingField, &["文书"]);
        let mut bench = Bench::being_handled();
        let limit = [("limit", "15"), ("unit", "working_days"), ("basis", "条例")];
        bench.did("override_limit", &limit, OPERATOR, TUESDAY);
        bench.did("submit", &[], OPERATOR, TUESDAY);
        bench.refuses("recall", &[], (XINJIAN_HANDLER, TUESDAY), NotPermitted, &["时限变更", "镇纪委专人"]);
    }
}
