//! 导入单位和人员: the organisation becomes that of a file (`interfaces.md`, `ydt org import`).

use super::answers::Answers;
use super::field::{Field, FieldKind, FileForm};
use super::permission::Who;
use super::{Act, On, Questions, TownAct};
use crate::domain::code::Coded as _;
use crate::domain::context::{Brought, Context};
use crate::domain::refusal::{Refusal, RefusalCode};
use crate::domain::town::event::{Named, OrgChanged, TownEvent};
use crate::domain::town::org::{Org, Unit};
use crate::domain::town::org_plan::UnitHolds;
use crate::domain::words::{Position, UnitKind};

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
    keeps_somebody(&wanted.org, context)?;
    wanted.org.units.iter().try_for_each(|unit| may_dissolve(unit, &wanted.held, context))?;
    let wanted = &wanted.org;
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

/// Without somebody who can administer nobody could mend the organisation, and without the commission's operator no
/// complaint would move.
fn keeps_somebody(wanted: &Org, context: &Context<'_>) -> Result<(), Refusal> {
    let has = |org: &Org, position| {
        org.people.iter().any(|person| person.holds(position) && person.login.is_some())
    };
    let refuse = |message: &str| Err(Refusal::new(RefusalCode::InvalidValue, message));
    if !has(wanted, Position::Administrator) {
        return refuse(
            "新的人员名单里没有能登录的系统管理员，以后将无人可以修改，没有保存；请至少保留一位。",
        );
    }
    let (had, keeps) =
        (has(context.org, Position::CommissionOperator), has(wanted, Position::CommissionOperator));
    if had && !keeps {
        return refuse(
            "导入后将没有能登录的镇纪委专人，投诉件会无人受理，没有保存；请在文件里给接任的人写上登录名 login 和 \
             positions = [\"commission_operator\"]，再导入。",
        );
    }
    Ok(())
}

/// A unit that holds open cases stays until somebody else has them (`domain.md` §10 People and units).
fn may_dissolve(unit: &Unit, held: &[UnitHolds], context: &Context<'_>) -> Result<(), Refusal> {
    let is_dissolved = !unit.active && context.org.unit(unit.id).is_some_and(|known| known.active);
    if !is_dissolved {
        return Ok(());
    }
    let refuse = |message: String| Err(Refusal::new(RefusalCode::InvalidValue, message));
    if matches!(unit.kind, UnitKind::Commission | UnitKind::PartyCommittee) {
        return refuse(format!("{}是{}，不能停用，没有保存。", unit.name, unit.kind.label()));
    }
    match held.iter().find(|held| held.unit == unit.id) {
        Some(held) => refuse(format!(
            "{}还有在办的投诉件（{}），不能停用，没有保存；请先办结或转由其他单位办理，或用 formerly 改名，再导入。",
            unit.name,
            held.cases.named()
        )),
        None => Ok(()),
    }
}
