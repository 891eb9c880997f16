//! Reading a ruling of the discipline secretary from a form: his own words under his login, or a paper that an
//! operator records (代录).

use super::answers::Answers;
use super::field::{Field, FieldKind};
use crate::domain::context::Context;
use crate::domain::refusal::{Refusal, RefusalCode};
use crate::domain::ruling::Ruling;
use crate::domain::sealable::Sealable;
use crate::domain::words::Position;

/// The secretary's reason.
pub const RULING: Field =
    Field::optional("ruling", "镇纪委书记意见", FieldKind::Prose).hint("只有按规则需要书记说明理由时才填");
/// Day of a ruling on paper.
pub const RULED_ON: Field = Field::optional("ruled_on", "书记签署日期", FieldKind::Date)
    .hint("由专人代录书面意见时必填，不得晚于今天");

/// The ruling that was filled in, if any.
///
/// # Errors
/// When nobody is discipline secretary, when an operator gives no day for the paper, or a day in the future.
pub fn read(answers: &Answers, context: &Context<'_>) -> Result<Option<Ruling>, Refusal> {
    let Some(text) = answers.text(RULING.name) else { return Ok(None) };
    let text = Sealable::new(text);
    if context.actor.holds(Position::DisciplineSecretary) {
        return Ok(Some(Ruling { text, by: context.actor.id, ruled_on: context.today(), on_paper: false }));
    }
    let secretary = context.org.holders(Position::DisciplineSecretary, None).next().ok_or_else(|| {
        Refusal::new(
            RefusalCode::VacantPosition,
            "没有登记镇纪委书记，不能代录书记意见；请系统管理员先登记。",
        )
    })?;
    let ruled_on = answers.date(&RULED_ON)?.ok_or_else(|| Refusal::missing(RULED_ON.label))?;
    if ruled_on > context.today() {
        return Err(Refusal::new(
            RefusalCode::OutOfTime,
            format!("书记签署日期{ruled_on}在今天之后，请核对。"),
        ));
    }
    Ok(Some(Ruling { text, by: secretary.id, ruled_on, on_paper: true }))
}
