//! 导入单位和人员: the organisation becomes that of a file (`interfaces.md`, `ydt org import`).

use super::answers::Answers;
use super::field::{Field, FieldKind, FileForm};
use super::permission::Who;
use super::{Act, On, Questions, TownAct};
use crate::domain::context::{Brought, Context};
use crate::domain::refusal::{Refusal, RefusalCode};
use crate::domain::town::event::{Named, OrgChanged, TownEvent};
use crate::domain::words::Position;

const TEXT: Field =
    Field::optional("text", "单位和人员文件", FieldKind::File(FileForm::Org)).needed("必须给出");

/// The row of this act.
pub static ACT: Act = Act {
    code: "org_import",
    key: 'O',
    who: &[Who::Administrator],
    questions: Questions {
        title: "导入单位和人员",
        summary: "按文件更新单位、人员和岗位；文件里没有的人员停用",
        fields: &[TEXT],
        confirm: Some("文件里没有写的人员将停用，不能再登录和审签"),
    },
    example: r#"{"text":"[[unit]]\nname = \"新建村\"\nkind = \"village\"\n\n[[person]]\nname = \"周敏\"\nlogin = \"zhoumin\"\npositions = [\"administrator\"]\n"}"#,
    on: On::Town(TownAct::by(decide)),
};

fn decide(_: &Answers, context: &Context<'_>) -> Result<Vec<TownEvent>, Refusal> {
    let Some(Brought::Org(wanted)) = context.brought else { return Err(TEXT.missing()) };
    let keeps_one =
        wanted.people.iter().any(|person| person.holds(Position::Administrator) && person.login.is_some());
    if !keeps_one {
        return Err(Refusal::new(
            RefusalCode::InvalidValue,
            "新的人员名单里没有能登录的系统管理员，以后将无人可以修改，没有保存；请至少保留一位。",
        ));
    }
    if wanted == context.org {
        return Ok(Vec::new());
    }
    let mut events = vec![OrgChanged::to(wanted).into()];
    // The event of units and people does not say what the town is called.
    if (&wanted.town, &wanted.district) != (&context.org.town, &context.org.district) {
        let (town, district) = (wanted.town.clone(), wanted.district.clone());
        events.push(Named { town, district }.into());
    }
    Ok(events)
}
