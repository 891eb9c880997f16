//! 登记监督事项: an entry of the list of matters is added, changed or ended (N§三(一), `domain.md` §5).

use super::answers::Answers;
use super::field::{Field, FieldKind};
use super::permission::Who;
use super::{Act, On, Questions, TownAct};
use crate::domain::context::{Brought, Context};
use crate::domain::ids::MatterId;
use crate::domain::recurring::Cycle;
use crate::domain::refusal::Refusal;
use crate::domain::town::event::{MattersChanged, TownEvent};
use crate::domain::town::matter::{Matter, next_id};
use crate::domain::town::org::Org;
use crate::domain::words::UnitKind;

const MATTER: Field =
    Field::optional("matter", "事项编号", FieldKind::Count).hint("改已有的事项时填它的编号；新增的不填");
const NAME: Field = Field::required("name", "事项", FieldKind::Line);
const CYCLE: Field = Field::required("cycle", "公开时限", FieldKind::Line)
    .hint("每月、每季度、每半年、每年、及时，或事项发生后几个工作日内");
const UNIT: Field =
    Field::optional("unit", "公开单位", FieldKind::Unit(&[UnitKind::Village, UnitKind::Section]))
        .hint("不填即各村（社区）都要公开");
const FIELD: Field = Field::optional("field", "领域", FieldKind::Line);
const LEVEL_ONE: Field = Field::optional("level_one", "一级事项", FieldKind::Line);
const ELEMENTS: Field = Field::optional("elements", "公开内容", FieldKind::Prose);
const CHANNEL: Field = Field::optional("channel", "公开渠道和载体", FieldKind::Line);
const BASIS: Field = Field::optional("basis", "公开依据", FieldKind::Line);
const AUDIENCE: Field = Field::optional("audience", "公开对象", FieldKind::Line).folded();
const MANNER: Field = Field::optional("manner", "公开方式", FieldKind::Line).folded();
const SINCE: Field = Field::optional("since", "从哪天起公开", FieldKind::Date)
    .hint("含这一天的那一期是第一期；不填即今天，已有的事项不变");
const END: Field = Field::optional("end", "停用", FieldKind::Flag).hint("以后不再开出，已开出的照旧");

/// The row of this act.
pub static ACT: Act = Act {
    code: "set_matter",
    who: &[Who::CommissionOperator, Who::Administrator],
    questions: Questions {
        title: "登记监督事项",
        summary: "在监督事项清单里新增、修改或停用一项",
        fields: &[
            MATTER, NAME, CYCLE, UNIT, FIELD, LEVEL_ONE, ELEMENTS, CHANNEL, BASIS, AUDIENCE, MANNER, SINCE,
            END,
        ],
        confirm: None,
    },
    example: r#"{"name":"低保对象名单","cycle":"每月","field":"民政"}"#,
    on: On::Town(TownAct::by(decide).by_matters()),
};

/// The answers that leave an entry as it is.
#[must_use]
pub fn answers(matter: &Matter, org: &Org) -> Answers {
    let unit = matter.unit.map_or("", |unit| org.unit_name(unit));
    let given = [
        (&MATTER, matter.id.0.to_string()),
        (&NAME, matter.name.clone()),
        (&CYCLE, matter.cycle.words()),
        (&UNIT, unit.to_owned()),
        (&FIELD, matter.field.clone()),
        (&LEVEL_ONE, matter.level_one.clone()),
        (&ELEMENTS, matter.elements.clone()),
        (&CHANNEL, matter.channel.clone()),
        (&BASIS, matter.basis.clone()),
        (&AUDIENCE, matter.audience.clone()),
        (&MANNER, matter.manner.clone()),
        (&END, if matter.active { "" } else { "true" }.to_owned()),
    ];
    let given = given.into_iter().filter(|(_, value)| !value.is_empty());
    given.fold(Answers::none(), |answers, (field, value)| answers.with(field.name, value))
}

fn decide(answers: &Answers, context: &Context<'_>) -> Result<Vec<TownEvent>, Refusal> {
    let known: &[Matter] = match context.brought {
        Some(Brought::Matters { known, .. }) => known,
        Some(
            Brought::Org(_)
            | Brought::Held(_)
            | Brought::Post(_)
            | Brought::Calendar { .. }
            | Brought::Agenda { .. }
            | Brought::DisclosureAlert { .. }
            | Brought::Cases { .. }
            | Brought::File(_)
            | Brought::Paper(_)
            | Brought::Template { .. }
            | Brought::Bulletin(_)
            | Brought::Alert { .. },
        )
        | None => &[],
    };
    let listed =
        match answers.count(&MATTER)? {
            None => None,
            Some(number) => {
                let id = MatterId(i64::from(number));
                let found = known.iter().find(|matter| matter.id == id);
                Some(found.ok_or_else(|| {
                    MATTER.invalid(&format!("填了{number}，清单里没有这一项，请核对编号。"))
                })?)
            }
        };
    let text = |field: &Field| answers.text(field.name).unwrap_or_default();
    let cycle = Cycle::read(&answers.need_text(&CYCLE)?);
    let today = context.today();
    let revived = listed.is_some_and(|matter| !matter.active);
    let kept = listed.filter(|_| !revived).map(|matter| matter.since);
    let wanted = Matter {
        id: listed.map_or_else(|| next_id(known), |matter| matter.id),
        unit: answers.unit(&UNIT, context.org)?.map(|unit| unit.id),
        field: text(&FIELD),
        level_one: text(&LEVEL_ONE),
        name: answers.need_text(&NAME)?,
        elements: text(&ELEMENTS),
        cycle: cycle.map_err(|no| CYCLE.invalid(&format!("写得不对：{}。", no.reason)))?,
        channel: text(&CHANNEL),
        basis: text(&BASIS),
        audience: text(&AUDIENCE),
        manner: text(&MANNER),
        subject: listed.map(|matter| matter.subject.clone()).unwrap_or_default(),
        active: !answers.flag(&END)?,
        since: answers.date(&SINCE)?.or(kept).unwrap_or(today),
    };
    if wanted.since > today {
        return Err(SINCE.invalid(&format!("填了{}，还没有到，请填今天或以前的日子。", wanted.since)));
    }
    if let Some(other) = known.iter().find(|other| other.id != wanted.id && other.is_entry_of(&wanted)) {
        let number = other.id.0;
        return Err(NAME.invalid(&format!("已经在清单里（编号{number}），要改请填它的编号。")));
    }
    if listed == Some(&wanted) {
        return Ok(Vec::new());
    }
    Ok(vec![MattersChanged { matters: vec![wanted] }.into()])
}
