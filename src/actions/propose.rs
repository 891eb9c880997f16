//! 拟办: writes the proposed handling, the text of the proposal sheet (N§三(二)2(1), Annex 3).

use super::Action;
use super::answers::Answers;
use super::field::{Field, FieldKind};
use super::permission::Who;
use crate::domain::case::Case;
use crate::domain::context::Context;
use crate::domain::drafting;
use crate::domain::event::CaseEvent;
use crate::domain::refusal::{Refusal, RefusalCode};
use crate::domain::stage::Stage;
use crate::domain::words::{DocumentKind, Route};

const TEXT: Field = Field::required("text", "拟办意见", FieldKind::Prose)
    .hint("写明由谁办、办什么、何时答复；保存后再“送审”");

/// The row of this action.
pub const ACTION: Action = Action {
    code: "propose",
    key: 'n',
    label: "拟办",
    summary: "起草拟办意见；镇党委办理须经审签后才能转办，其他途径可自愿送签",
    who: &[Who::PartyOperator, Who::CommissionOperator],
    stages: &[Stage::Acceptance],
    fields: &[TEXT],
    confirm: None,
    batch: false,
    example: r#"{"text":"拟请社会事务办调查核实，十个工作日内提出答复意见。"}"#,
    ready,
    prefill,
    decide,
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
    let text = case
        .document(DocumentKind::Proposal)
        .map_or_else(|| suggestion(case, context), |last| last.text.text().to_owned());
    Answers::none().with(TEXT.name, text)
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
