//! 拟制答复意见: writes the reply to the complainant (N§三(二)2, Annex 1). An edit after submission voids the chain.

use super::Action;
use super::answers::Answers;
use super::field::{Field, FieldKind};
use super::permission::{self, Who};
use crate::domain::case::Case;
use crate::domain::context::Context;
use crate::domain::drafting;
use crate::domain::event::CaseEvent;
use crate::domain::refusal::{Refusal, RefusalCode};
use crate::domain::sealable::Sealable;
use crate::domain::stage::Stage;
use crate::domain::words::DocumentKind;

const TEXT: Field = Field::required("text", "答复意见", FieldKind::Prose)
    .hint("只写正文；称呼、开头、结尾在打印答复意见时按模板加上");
const CLAIMS: Field = Field::optional("claims", "诉求清单", FieldKind::Prose)
    .hint("每行一条诉求，已回应的行首写 +，未回应的写 -；未回应的送审时会提示");

/// The row of this action.
pub const ACTION: Action = Action {
    code: "draft_reply",
    key: 'f',
    label: "拟答复",
    summary: "根据核实情况起草答复意见；已送审的改稿后原审签作废",
    who: &[Who::UnitHandler],
    stages: &[Stage::Handling, Stage::Drafting, Stage::Review, Stage::Reply],
    fields: &[TEXT, CLAIMS, permission::ON_BEHALF_OF],
    confirm: None,
    batch: false,
    example: r#"{"text":"经核实，新建村今年第二批低保评定名单确未按规定张贴。村委会已于11月18日在公示栏补公示七天，并将名单发到村民小组群。"}"#,
    ready,
    prefill,
    decide,
};

/// A reply rests on what the inquiry of this round found.
fn ready(case: &Case, _: &Context<'_>) -> Result<(), Refusal> {
    if case.findings.iter().any(|finding| finding.round == case.round) {
        return Ok(());
    }
    Err(Refusal::new(RefusalCode::Incomplete, "还没有核实情况，请承办单位先做“核实情况”，再拟答复。"))
}

fn prefill(case: &Case, _: &Context<'_>) -> Answers {
    let last = case.document(DocumentKind::Reply);
    let claims = last.and_then(|last| last.claims.as_ref()).map_or("", Sealable::text);
    Answers::none().with(TEXT.name, last.map_or("", |last| last.text.text())).with(CLAIMS.name, claims)
}

fn decide(case: &Case, answers: &Answers, _: &Context<'_>) -> Result<Vec<CaseEvent>, Refusal> {
    let claims = answers.text(CLAIMS.name);
    drafting::draft_with(case, DocumentKind::Reply, answers.need_text(&TEXT)?, None, claims)
}
