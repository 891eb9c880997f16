//! 登记单位: sections and villages, one to a line (`console.md` §5 First day).

use super::answers::Answers;
use super::field::{Field, FieldKind};
use super::organisation::changed_to;
use super::permission::Who;
use super::{Act, On, Questions, TownAct};
use crate::domain::context::Context;
use crate::domain::refusal::Refusal;
use crate::domain::town::event::TownEvent;
use crate::domain::town::roster;

pub const LIST: Field = Field::required("list", "单位", FieldKind::Prose)
    .hint("一行一个，可以整段粘贴：新建村 / 社会事务办公室 / 区信访办 外部；村、社区以外按科室");

/// The row of this act.
pub static ACT: Act = Act {
    code: "add_units",
    who: &[Who::Administrator],
    questions: Questions {
        title: "登记单位",
        summary: "登记科室和村（社区），投诉件转给它们办理；已登记的不变",
        fields: &[LIST],
        confirm: None,
    },
    example: r#"{"list":"新光村\n规划建设办公室 科室"}"#,
    on: On::Town(TownAct::by(decide)),
};

fn decide(answers: &Answers, context: &Context<'_>) -> Result<Vec<TownEvent>, Refusal> {
    let list = answers.need_text(&LIST)?;
    let wanted = roster::with_units(context.org, &list)
        .map_err(|fault| LIST.invalid(&format!("第{}行：{}。", fault.line, fault.why)))?;
    changed_to(&wanted, &[], context)
}
