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
pub const RULING: Field = Field::optional("ruling", "镇纪委书记意见", FieldKind::Prose)
    .folded()
    .hint("只有按规则需要书记说明理由时才填");
/// The same where nothing can be done without it.
pub const REQUIRED: Field =
    Field::required("ruling", "镇纪委书记意见", FieldKind::Prose).hint("书记的裁定意见；书面的由专人代录");
/// Day of a ruling on paper.
pub const RULED_ON: Field = Field::optional("ruled_on", "书记签署日期", FieldKind::Date)
    .folded()
    .needed("代录书记书面意见时必填")
    .hint("不得早于收件日，不得晚于今天");

/// Number of a ruling of the district commission.
pub const RULING_NO: Field = Field::optional("ruling_no", "区纪委监委文号", FieldKind::Line)
    .folded()
    .hint("镇纪委书记和镇主要领导都回避时，由区纪委监委决定，填其文号");

/// The ruling that was filled in, if any.
///
/// # Errors
/// When nobody is discipline secretary; when the district has to rule and its number is missing; when somebody other than
/// an operator brings the paper; when it has no day, or one that cannot be.
pub fn read(case: &Case, answers: &Answers, context: &Context<'_>) -> Result<Option<Ruling>, Refusal> {
    let Some(text) = answers.text(RULING.name) else { return Ok(None) };
    given(text, case, answers, context).map(Some)
}

/// The ruling in these words: the secretary's own, or a paper with its day that an operator records. The principal leader
/// rules when the complaint is about the secretary, and the district when it is about both (`domain.md` §10 Recusal).
///
/// # Errors
/// As for [`read`].
pub fn given(text: String, case: &Case, answers: &Answers, context: &Context<'_>) -> Result<Ruling, Refusal> {
    let text = Sealable::new(text);
    let actor = context.actor;
    let secretaries = case.secretaries(context.org);
    if secretaries.iter().any(|secretary| secretary.id == actor.id) {
        let in_place = in_place_of_the_secretary(actor);
        return Ok(Ruling {
            text,
            by: actor.id,
            ruled_on: context.today(),
            on_paper: false,
            in_place,
            district_no: None,
        });
    }
    let acts_as = |position| case.lets_act(actor, position, context.org);
    if !acts_as(Position::CommissionOperator) && !acts_as(Position::PartyOperator) {
        // Otherwise a handler could write down their own permission.
        return Err(RULING.refuses(
            RefusalCode::NotPermitted,
            "书记意见由镇纪委书记本人填写，或由镇纪委专人、镇党委专人代录书面意见，您不能填写。",
        ));
    }
    let district_no = answers.text(RULING_NO.name);
    let ruler = secretaries.first().copied();
    if ruler.is_none() {
        check_district(case, district_no.as_deref(), context)?;
    }
    let ruled_on = ruling_day(case, answers, context)?;
    Ok(Ruling {
        text,
        by: ruler.unwrap_or(actor).id,
        ruled_on,
        on_paper: true,
        in_place: ruler.is_some_and(in_place_of_the_secretary),
        district_no: district_no.filter(|_| ruler.is_none()),
    })
}

/// Whether this person rules as principal leader, because the secretary is concerned.
fn in_place_of_the_secretary(ruler: &Person) -> bool {
    ruler.holds(Position::PrincipalLeader) && !ruler.holds(Position::DisciplineSecretary)
}

/// The district rules where secretary and principal leader are both concerned, on paper and under its number.
fn check_district(case: &Case, number: Option<&str>, context: &Context<'_>) -> Result<(), Refusal> {
    if !case.is_recused(Position::DisciplineSecretary, context.org) {
        return Err(Refusal::new(
            RefusalCode::VacantPosition,
            "没有登记镇纪委书记，不能代录书记意见；请系统管理员先登记。",
        ));
    }
    if number.is_some() {
        return Ok(());
    }
    Err(RULING_NO.refuses(
        RefusalCode::Recused,
        format!(
            "镇纪委书记和镇主要领导都需要回避，须由区纪委监委决定；请代录其书面意见、日期，并填“{}”。",
            RULING_NO.label
        ),
    ))
}

fn ruling_day(case: &Case, answers: &Answers, context: &Context<'_>) -> Result<Date, Refusal> {
    let ruled_on = answers.date(&RULED_ON)?.ok_or_else(|| RULED_ON.missing())?;
    if ruled_on > context.today() {
        return Err(out_of_time(format!("书记签署日期{ruled_on}在今天之后，请核对。")));
    }
    let received_on = case.received_at.date();
    if ruled_on < received_on {
        return Err(out_of_time(format!("书记签署日期{ruled_on}早于收件日{received_on}，请核对。")));
    }
    Ok(ruled_on)
}

/// A ruling answers what was done or recorded before it: its day is not before that day (`domain.md` §10 Days, Order).
///
/// # Errors
/// `out_of_time` naming both days.
pub fn check_answers(ruling: &Ruling, act: &str, day: impl Into<Option<Date>>) -> Result<(), Refusal> {
    let Some(day) = day.into().filter(|day| ruling.ruled_on < *day) else { return Ok(()) };
    Err(out_of_time(format!("书记签署日期{}早于{act}日期{day}，请核对。", ruling.ruled_on)))
}

/// Nothing is done without the secretary's ruling, because of this.
pub fn needed(why: &str) -> Refusal {
    RULING.refuses(
        RefusalCode::MissingSignature,
        format!("{why}，须由镇纪委书记裁定：请书记本人办理，或由专人代录，填“{}”。", RULING.label),
    )
}

fn out_of_time(message: String) -> Refusal {
    RULED_ON.refuses(RefusalCode::OutOfTime, message)
}
