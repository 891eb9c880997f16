//! 恢复内置版式: papers of a kind are made from the built-in layout again.

use super::answers::Answers;
use super::permission::Who;
use super::templates::KIND;
use super::{Act, On, Questions, TownAct};
use crate::domain::code::Coded as _;
use crate::domain::context::{Brought, Context};
use crate::domain::paper::PaperKind;
use crate::domain::refusal::{Refusal, RefusalCode};
use crate::domain::town::event::{TemplateReset, TownEvent};

/// The row of this act.
pub static ACT: Act = Act {
    code: "reset_template",
    who: &[Who::CommissionOperator, Who::Administrator],
    questions: Questions {
        title: "恢复内置版式",
        summary: "以后出这种文书不再用本单位的模板；已编号的文书不变",
        fields: &[KIND],
        confirm: Some("本单位的模板不再使用，需要时可以再导入"),
    },
    example: r#"{"kind":"reply_form"}"#,
    on: On::Town(TownAct::by(decide).by_templates()),
};

fn decide(answers: &Answers, context: &Context<'_>) -> Result<Vec<TownEvent>, Refusal> {
    let kind: PaperKind = answers.need_word(&KIND)?;
    if let Some(Brought::Template { in_force: Some(_), .. }) = context.brought {
        return Ok(vec![TemplateReset { kind }.into()]);
    }
    let message = format!("{}用的就是内置版式，没有改动。", kind.label());
    Err(KIND.refuses(RefusalCode::NothingToDo, message))
}
