//! 登记人员: people with their positions, one to a line (`console.md` §5 First day).

use super::answers::Answers;
use super::field::{Field, FieldKind};
use super::organisation::changed_to;
use super::permission::Who;
use super::{Act, On, Questions, TownAct};
use crate::domain::context::Context;
use crate::domain::refusal::Refusal;
use crate::domain::town::event::TownEvent;
use crate::domain::town::roster;

pub const LIST: Field = Field::required("list", "人员", FieldKind::Prose).hint(
    "一行一人，可以整段粘贴：李敏 镇纪委书记 登录名 / 王平 新建村（即其承办人） / 赵强 分管 社会事务办公室",
);

/// The row of this act.
pub static ACT: Act = Act {
    code: "add_people",
    who: &[Who::Administrator],
    questions: Questions {
        title: "登记人员",
        summary: "登记人员、岗位和登录名；没有登录名的只能书面审签；已登记的只增不减",
        fields: &[LIST],
        confirm: None,
    },
    example: r#"{"list":"何晓 监督查看 hexiao\n罗平 大堰村"}"#,
    on: On::Town(TownAct::by(decide)),
};

fn decide(answers: &Answers, context: &Context<'_>) -> Result<Vec<TownEvent>, Refusal> {
    let list = answers.need_text(&LIST)?;
    let wanted = roster::with_people(context.org, &list)
        .map_err(|fault| LIST.invalid(&format!("第{}行：{}。", fault.line, fault.why)))?;
    changed_to(&wanted, &[], context)
}
