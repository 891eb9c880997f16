//! 换用模板: papers of a kind are made from the office's own file (`interfaces.md` §Papers).

use super::answers::Answers;
use super::permission::Who;
use super::templates::{KIND, PATH};
use super::{Act, On, Questions, TownAct};
use crate::domain::context::{Brought, Context};
use crate::domain::paper::PaperKind;
use crate::domain::refusal::Refusal;
use crate::domain::town::event::{TemplateSet, TownEvent};

/// The row of this act.
pub static ACT: Act = Act {
    code: "set_template",
    who: &[Who::CommissionOperator, Who::Administrator],
    questions: Questions {
        title: "换用模板",
        summary: "以后出这种文书用本单位的模板；已编号的文书不变",
        fields: &[KIND, PATH],
        confirm: None,
    },
    example: r#"{"kind":"reply_form","path":"/home/zhoumin/答复表模板.docx"}"#,
    on: On::Town(TownAct::by(decide).by_templates()),
};

fn decide(answers: &Answers, context: &Context<'_>) -> Result<Vec<TownEvent>, Refusal> {
    let kind: PaperKind = answers.need_word(&KIND)?;
    let Some(Brought::Template { in_force, file: Some(file) }) = context.brought else {
        return Err(PATH.missing());
    };
    if in_force.as_ref().is_some_and(|own| own.sha256 == file.sha256) {
        return Ok(Vec::new());
    }
    let size = file.bytes.len() as u64;
    Ok(vec![TemplateSet { kind, name: file.name.clone(), sha256: file.sha256.clone(), size }.into()])
}
