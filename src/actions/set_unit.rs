//! 修改单位: another name or kind, or the end of a unit (`domain.md` §10 People and units).

use super::answers::Answers;
use super::field::{Field, FieldKind, words};
use super::organisation::changed_to;
use super::permission::Who;
use super::{Act, On, Questions, TownAct};
use crate::domain::code::Coded as _;
use crate::domain::context::{Brought, Context};
use crate::domain::refusal::Refusal;
use crate::domain::town::event::TownEvent;
use crate::domain::town::org::Unit;
use crate::domain::town::roster;
use crate::domain::words::UnitKind;

const UNIT: Field = Field::required("unit", "单位", FieldKind::Unit(&[]));
const NAME: Field =
    Field::optional("name", "名称", FieldKind::Line).hint("改名后在办的件随之转到新名下，以前的记录仍是旧名");
const KIND: Field = Field::optional("kind", "类别", FieldKind::Choice(words::<UnitKind>));
const DISSOLVE: Field = Field::optional("dissolve", "停用", FieldKind::Flag)
    .hint("停用后不再给它转件；还有在办的件时不能停用；再登记同名的单位就重新启用");

/// The row of this act.
pub static ACT: Act = Act {
    code: "set_unit",
    who: &[Who::Administrator],
    questions: Questions {
        title: "修改单位",
        summary: "改单位的名称、类别，或者停用",
        fields: &[UNIT, NAME, KIND, DISSOLVE],
        confirm: None,
    },
    example: r#"{"unit":"新建村","name":"新建社区"}"#,
    on: On::Town(TownAct::by(decide)),
};

/// The answers that leave a unit as it is.
#[must_use]
pub fn answers(unit: &Unit) -> Answers {
    Answers::none().with(UNIT.name, &unit.name).with(NAME.name, &unit.name).with(KIND.name, unit.kind.code())
}

fn decide(answers: &Answers, context: &Context<'_>) -> Result<Vec<TownEvent>, Refusal> {
    let id = answers.unit(&UNIT, context.org)?.ok_or_else(|| UNIT.missing())?.id;
    let mut wanted = context.org.clone();
    if let Some(name) = answers.text(NAME.name) {
        roster::check_name(&name).map_err(|why| NAME.invalid(&format!("不行，{why}。")))?;
        if context.org.units.iter().any(|unit| unit.name == name && unit.id != id) {
            return Err(NAME.invalid(&format!("不行，已经有叫“{name}”的单位。")));
        }
        wanted.units.iter_mut().filter(|unit| unit.id == id).for_each(|unit| unit.name.clone_from(&name));
    }
    let (kind, dissolve) = (answers.word::<UnitKind>(&KIND)?, answers.flag(&DISSOLVE)?);
    if let Some(unit) = wanted.units.iter_mut().find(|unit| unit.id == id) {
        unit.kind = kind.unwrap_or(unit.kind);
        unit.active = !dissolve;
        let kind = unit.kind;
        keeps_its_leaders(context, id, kind)?;
    }
    let held = match context.brought {
        Some(Brought::Held(held)) => held.as_slice(),
        Some(
            Brought::Org(_)
            | Brought::Post(_)
            | Brought::File(_)
            | Brought::Paper(_)
            | Brought::Template { .. }
            | Brought::Bulletin(_)
            | Brought::Calendar { .. }
            | Brought::Alert { .. }
            | Brought::Matters { .. }
            | Brought::Agenda { .. }
            | Brought::DisclosureAlert { .. }
            | Brought::Cases { .. },
        )
        | None => &[],
    };
    changed_to(&wanted, held, context)
}

/// 分管 is of sections, 联系 of villages (`domain.md` §1).
fn keeps_its_leaders(
    context: &Context<'_>,
    id: crate::domain::ids::UnitId,
    kind: UnitKind,
) -> Result<(), Refusal> {
    let is_led = context.org.people.iter().any(|person| {
        (kind != UnitKind::Section && person.leads.contains(&id))
            || (kind != UnitKind::Village && person.contacts.contains(&id))
    });
    if is_led {
        return Err(KIND.invalid("不能这样改：还有分管或联系它的领导，请先在岗位里去掉。"));
    }
    Ok(())
}
