//! 导入单位和人员: the organisation becomes that of a file (`interfaces.md`, `ydt org import`).

use super::answers::Answers;
use super::field::{Field, FieldKind, FileForm};
use super::organisation::changed_to;
use super::permission::Who;
use super::{Act, On, Questions, TownAct};
use crate::domain::context::{Brought, Context};
use crate::domain::refusal::Refusal;
use crate::domain::town::event::TownEvent;

pub const TEXT: Field =
    Field::optional("text", "单位和人员文件", FieldKind::File(FileForm::Org)).needed("必须给出");
/// Whether the file names everybody who works here.
pub const COMPLETE: Field = Field::optional("complete", "是全部名单", FieldKind::Flag)
    .hint("填“是”：文件里没有写的单位和人员停用；不填：保持不变");

/// The row of this act.
pub static ACT: Act = Act {
    code: "org_import",
    who: &[Who::Administrator],
    questions: Questions {
        title: "导入单位和人员",
        summary: "按文件更新单位、人员和岗位；文件里没有写的保持不变",
        fields: &[TEXT, COMPLETE],
        confirm: None,
    },
    example: r#"{"text":"[[unit]]\nname = \"新建村\"\nkind = \"village\"\n\n[[person]]\nname = \"周敏\"\nlogin = \"zhoumin\"\npositions = [\"commission_operator\", \"administrator\"]\n"}"#,
    on: On::Town(TownAct::by(decide).told_first()),
};

fn decide(_: &Answers, context: &Context<'_>) -> Result<Vec<TownEvent>, Refusal> {
    let Some(Brought::Org(wanted)) = context.brought else { return Err(TEXT.missing()) };
    changed_to(&wanted.org, &wanted.held, context)
}
