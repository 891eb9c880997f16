//! Reading a ruling of the discipline secretary from a form: the secretary's own words under their login, or a paper that an
//! operator records (代录).

use super::answers::Answers;
use super::field::{Field, FieldKind};
use crate::domain::case::Case;
use crate::domain::context::Context;
use crate::domain::document::ruling::Ruling;
use crate::domain::refusal::{Refusal, RefusalCode};
use crate::domain::sealable::Sealable;
use crate::domain::time::Date;
use crate::domain::town::org::Person;
use crate::domain::words::Position;

/// The secretary's reason.
pub const RULING: Field =
    Field::optional("ruling", "镇纪委书记意见", FieldKind::Prose).hint("只有按规则需要书记说明理由时才填");
/// The same where nothing can be done without it.
pub const REQUIRED: Field =
    Field::required("ruling", "镇纪委书记意见", FieldKind::Prose).hint("书记的裁定意见；书面的由专人代录");
/// Day of a ruling on paper.
pub const RULED_ON: Field = Field::optional("ruled_on", "书记签署日期", FieldKind::Date)
    .needed("代录书记书面意见时必填")
    .hint("不得早于收件日，不得晚于今天");

/// The ruling that was filled in, if any.
///
/// # Errors
/// When nobody is discipline secretary or the secretary is the respondent; when somebody other than an operator brings the
/// paper; when it has no day, or one that cannot be.
pub fn read(case: &Case, answers: &Answers, context: &Context<'_>) -> Result<Option<Ruling>, Refusal> {
    let Some(text) = answers.text(RULING.name) else { return Ok(None) };
    given(text, case, answers, context).map(Some)
}

/// The ruling in these words: the secretary's own, or a paper with its day that an operator records.
///
/// # Errors
/// As for [`read`].
pub fn given(text: String, case: &Case, answers: &Answers, context: &Context<'_>) -> Result<Ruling, Refusal> {
    let text = Sealable::new(text);
    let actor = context.actor;
    if actor.holds(Position::DisciplineSecretary) {
        return Ok(Ruling { text, by: actor.id, ruled_on: context.today(), on_paper: false });
    }
    if !actor.holds(Position::CommissionOperator) && !actor.holds(Position::PartyOperator) {
        // Otherwise a handler could write down their own permission.
        return Err(RULING.refuses(
            RefusalCode::NotPermitted,
            "书记意见由镇纪委书记本人填写，或由镇纪委专人、镇党委专人代录书面意见，您不能填写。",
        ));
    }
    let by = secretary(case, context)?.id;
    let ruled_on = answers.date(&RULED_ON)?.ok_or_else(|| RULED_ON.missing())?;
    if ruled_on > context.today() {
        return Err(out_of_time(format!("书记签署日期{ruled_on}在今天之后，请核对。")));
    }
    let received_on = case.received_at.date();
    if ruled_on < received_on {
        return Err(out_of_time(format!("书记签署日期{ruled_on}早于收件日{received_on}，请核对。")));
    }
    Ok(Ruling { text, by, ruled_on, on_paper: true })
}

/// A ruling answers what was done or recorded before it: its day is not before that day (`domain.md` §10 Days, Order).
///
/// # Errors
/// `out_of_time` naming both days.
pub fn check_answers(ruling: &Ruling, act: &str, day: Date) -> Result<(), Refusal> {
    if ruling.ruled_on >= day {
        return Ok(());
    }
    Err(out_of_time(format!("书记签署日期{}早于{act}日期{day}，请核对。", ruling.ruled_on)))
}

/// Nothing is done without the secretary's ruling, because of this.
pub fn needed(why: &str) -> Refusal {
    RULING.refuses(
        RefusalCode::MissingSignature,
        format!("{why}，须由镇纪委书记裁定：请书记本人办理，或由专人代录，填“{}”。", RULING.label),
    )
}

fn secretary<'a>(case: &Case, context: &Context<'a>) -> Result<&'a Person, Refusal> {
    let mut secretaries = context.org.holders(Position::DisciplineSecretary, None).peekable();
    if secretaries.peek().is_none() {
        return Err(Refusal::new(
            RefusalCode::VacantPosition,
            "没有登记镇纪委书记，不能代录书记意见；请系统管理员先登记。",
        ));
    }
    secretaries.find(|secretary| !case.is_about(secretary, context.org)).ok_or_else(|| {
        Refusal::new(
            RefusalCode::Recused,
            "镇纪委书记是被投诉人，需要回避，不能由其说明理由；请改为不需要书记意见的办法，或报区纪委监委。",
        )
    })
}

fn out_of_time(message: String) -> Refusal {
    RULED_ON.refuses(RefusalCode::OutOfTime, message)
}
