//! 按事项公示: something happened that has to be made public within its own limit (N§三(一) 及时公开).

use super::answers::Answers;
use super::disclosing::{check, check_unit, one};
use super::field::{Field, FieldKind};
use super::permission::Who;
use super::{Act, On, Questions, StreamAct, StreamOutcome};
use crate::domain::context::{Brought, Context};
use crate::domain::disclosure::Disclosure;
use crate::domain::disclosure::event::DisclosureEvent;
use crate::domain::disclosure::opening::open;
use crate::domain::recurring::{CycleKind, Period};
use crate::domain::refusal::{Refusal, RefusalCode};
use crate::domain::town::org::{Org, Person};
use crate::domain::words::UnitKind;

const MATTER: Field =
    Field::required("matter", "事项编号", FieldKind::Count).hint("监督事项清单里按事项公开的一项");
const UNIT: Field =
    Field::required("unit", "公开单位", FieldKind::Unit(&[UnitKind::Village, UnitKind::Section]));
const ON: Field = Field::required("on", "发生日期", FieldKind::Date).hint("不得晚于今天");
const HAPPENED: Field =
    Field::required("happened", "发生了什么", FieldKind::Line).hint("几个字写明，不写当事人身份");

/// The row of this act.
pub static ACT: Act = Act {
    code: "disclosure_event",
    who: &[Who::UnitHandler],
    questions: Questions {
        title: "登记应及时公开的事项",
        summary: "事项发生后登记，按期限公开",
        fields: &[MATTER, UNIT, ON, HAPPENED],
        confirm: None,
    },
    example: r#"{"matter":"1","unit":"新建村","on":"2026-11-20","happened":"一户火灾临时救助"}"#,
    on: On::Disclosure(StreamAct::by(decide).beginning()),
};

/// The answers for something that happened in this matter: the unit is that of whoever handles its work.
#[must_use]
pub fn answers(matter: i64, actor: &Person, org: &Org) -> Answers {
    let own = actor.unit.filter(|unit| actor.handles(*unit)).map_or("", |unit| org.unit_name(unit));
    Answers::none().with(MATTER.name, matter.to_string()).with(UNIT.name, own)
}

fn decide(
    _: &Disclosure,
    answers: &Answers,
    context: &Context<'_>,
) -> Result<StreamOutcome<DisclosureEvent>, Refusal> {
    let Some(Brought::Matters { known, .. }) = context.brought else { return Err(MATTER.missing()) };
    let number = answers.count(&MATTER)?.ok_or_else(|| MATTER.missing())?;
    let listed = known.iter().find(|matter| matter.id.0 == i64::from(number) && matter.active);
    let matter = listed
        .ok_or_else(|| MATTER.invalid(&format!("填了{number}，清单里没有这一项或已停用，请核对编号。")))?;
    if matter.cycle.kind() != CycleKind::PerEvent {
        let cycle = matter.cycle.words();
        return Err(MATTER.invalid(&format!("不对：“{}”是{cycle}公开的，到期自动开出。", matter.name)));
    }
    let unit = answers.unit(&UNIT, context.org)?.ok_or_else(|| UNIT.missing())?;
    check(&ACT, unit.id, &[], context)?;
    check_unit(unit.id, context)?;
    if !matter.is_of(unit) {
        let message =
            format!("“{}”由{}公开，不是{}的事项。", matter.name, matter.whose(context.org), unit.name);
        return Err(UNIT.refuses(RefusalCode::WrongUnit, message));
    }
    let on = answers.date(&ON)?.ok_or_else(|| ON.missing())?;
    if on > context.today() || on < matter.since {
        let message = format!("发生日期{on}不对：不得早于列入清单的{}，不得晚于今天。", matter.since);
        return Err(ON.refuses(RefusalCode::OutOfTime, message));
    }
    let period = Period::holding(CycleKind::PerEvent, on);
    let happened = answers.need_text(&HAPPENED)?;
    one(open(matter, unit.id, period, happened, context.settings.disclosure_rule(), context.calendar))
}
