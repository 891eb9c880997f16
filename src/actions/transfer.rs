//! 转办: the case goes to the unit that handles it, and its handling limit begins (N§三(二)2, N§三(二)3).

use super::answers::Answers;
use super::field::{Field, FieldKind};
use super::offer::{self, Offer};
use super::permission::Who;
use super::{Act, CaseAct, On, Questions, act_day, respondent_questions, ruling};
use crate::domain::case::Case;
use crate::domain::case::stage::Stage;
use crate::domain::code::Coded as _;
use crate::domain::context::Context;
use crate::domain::document::Document;
use crate::domain::event::{CaseEvent, ClockStarted, Transferred, foretold};
use crate::domain::limit::clock::Clock;
use crate::domain::refusal::{Refusal, RefusalCode};
use crate::domain::time::{Date, Moment};
use crate::domain::town::org::Unit;
use crate::domain::words::{CaseKind, ClockKind, DocumentKind, DocumentState, Position, Route, UnitKind};

const UNIT: Field = Field::optional(
    "unit",
    "承办单位",
    FieldKind::Unit(&[UnitKind::Section, UnitKind::Village, UnitKind::Commission]),
)
.hint("不填即研判时拟定的单位");
const RECEIVED_ON: Field = Field::optional("received_on", "书面送达日期", FieldKind::Date)
    .hint("已书面送达的填送达日，受理转办时限停在这天，办理时限从这天起算；不填即今天");

/// The row of this act.
pub static ACT: Act = Act {
    code: "transfer",
    who: &[Who::CommissionOperator, Who::PartyOperator],
    questions: Questions {
        title: "转办",
        summary: "转给承办单位，受理转办时限停止，办理时限开始",
        fields: &[
            UNIT,
            RECEIVED_ON,
            respondent_questions::RESPONDENTS,
            ruling::RULING,
            ruling::RULED_ON,
            ruling::RULING_NO,
        ],
        confirm: Some("转办后由承办单位签收办理，办理时限随即起算"),
    },
    example: r#"{"unit":"新建村"}"#,
    on: On::Case(
        CaseAct::at(&[Stage::Acceptance], decide)
            .ready(ready)
            .prefill(prefill)
            .offers(offers)
            .batch()
            .instead("转错了的，由镇纪委书记裁定后“收回改办”；承办单位也可以“退件”"),
    ),
};

fn ready(case: &Case, context: &Context<'_>) -> Result<(), Refusal> {
    let Some(route) = case.route else {
        return Err(Refusal::new(RefusalCode::NotAssessed, "还没有确定办理途径，请镇纪委专人先做“研判”。"));
    };
    if let Some((document, _, step)) = case.open_step() {
        return Err(Refusal::new(
            RefusalCode::MissingSignature,
            format!(
                "{}还在审签，正等{}（{}）审签；审签完才能转办。",
                document.kind.label(),
                step.names(context.org),
                step.title()
            ),
        ));
    }
    match (route, case.document(DocumentKind::Proposal).map(|proposal| proposal.state)) {
        (Route::Village | Route::Commission, _) | (Route::PartyCommittee, Some(DocumentState::Approved)) => {
            Ok(())
        }
        (Route::PartyCommittee, Some(DocumentState::Draft)) => {
            Err(unsigned("拟办意见还没有送审，请先“送审”。"))
        }
        (Route::PartyCommittee, Some(DocumentState::Returned)) => {
            Err(unsigned("拟办意见被退回，请修改（“拟办”）后重新“送审”。"))
        }
        (
            Route::PartyCommittee,
            None | Some(DocumentState::UnderReview | DocumentState::Done | DocumentState::Void),
        ) => Err(unsigned("镇党委办理须先有审签过的拟办意见，请先“拟办”再“送审”。")),
    }
}

fn unsigned(message: &str) -> Refusal {
    Refusal::new(RefusalCode::MissingSignature, message)
}

fn prefill(case: &Case, context: &Context<'_>) -> Answers {
    let unit = case.unit.map(|unit| context.org.unit_name(unit)).or(case.village.as_deref());
    let fits = |name: &&str| {
        let kind = context.org.unit_named(name).map(|unit| unit.kind);
        kind.is_some() && kind == case.route.map(Route::unit_kind)
    };
    Answers::none().with(UNIT.name, unit.filter(fits).unwrap_or_default())
}

fn offers(field: &Field, case: &Case, answers: &Answers, context: &Context<'_>) -> Offer {
    if field.name == UNIT.name {
        let is_ruled = answers.text(ruling::RULING.name).is_some();
        return offer::units(field, case, case.route, is_ruled, context);
    }
    respondent_questions::offer(field, case, context)
}

fn decide(case: &Case, answers: &Answers, context: &Context<'_>) -> Result<Vec<CaseEvent>, Refusal> {
    let (Some(route), Some(kind)) = (case.route, case.kind) else {
        return Err(Refusal::new(RefusalCode::NotAssessed, "还没有研判，请镇纪委专人先做“研判”。"));
    };
    let unit = chosen_unit(case, answers, route, context)?;
    let said = respondent_questions::answered(case, answers, context)?;
    // Whoever the answer makes a respondent counts for the unit's conflict at once.
    let known = foretold(case, said.as_slice(), context.now, context.actor.id);
    let ruling = ruling::read(case, answers, context)?;
    // The secretary may have said why this unit when the case was assessed.
    let ruled = ruling.is_some() || case.ruled_unit == Some(unit.id);
    if !ruled && known.concerns_unit(unit, context.org) {
        return Err(ruling::RULING.refuses(
            RefusalCode::Recused,
            format!(
                "投诉反映的是{}的人员，按回避要求不能转给该单位；请改变办理途径，或由镇纪委书记说明理由（填“{}”）。",
                unit.name,
                ruling::RULING.label
            ),
        ));
    }
    let delivered_on = answers.date(&RECEIVED_ON)?;
    let received_on = receipt_day(case, delivered_on, context)?;
    act_day::check("书面送达", received_on, ruling.as_ref(), context)?;
    let mut events: Vec<CaseEvent> = said.into_iter().collect();
    events.push(CaseEvent::Transferred(Transferred {
        route,
        unit: unit.id,
        received_on,
        on_paper: delivered_on.is_some(),
        ruling,
    }));
    events.extend(case.stop_clock(ClockKind::Triage, received_on));
    events.push(CaseEvent::ClockStarted(ClockStarted {
        clock: start_handling(case, kind, received_on, context),
    }));
    Ok(events)
}

fn start_handling(case: &Case, kind: CaseKind, received_on: Date, context: &Context<'_>) -> Clock {
    Clock::handling(kind, case.round, received_on, context.settings, context.calendar)
}

fn chosen_unit<'a>(
    case: &Case,
    answers: &Answers,
    route: Route,
    context: &Context<'a>,
) -> Result<&'a Unit, Refusal> {
    let own = (route == Route::Commission).then(|| context.org.only(UnitKind::Commission)).flatten();
    let unit = answers
        .unit(&UNIT, context.org)?
        .or_else(|| case.unit.and_then(|unit| context.org.unit(unit)))
        .or(own)
        .ok_or_else(|| UNIT.missing())?;
    if unit.kind != route.unit_kind() {
        return Err(UNIT.refuses(
            RefusalCode::WrongUnit,
            format!(
                "“{}”要转给{}，“{}”是{}。",
                route.label(),
                route.unit_kind().label(),
                unit.name,
                unit.kind.label()
            ),
        ));
    }
    let signed = case.approved(DocumentKind::Proposal).is_some();
    if signed && route == Route::PartyCommittee && case.unit != Some(unit.id) {
        return Err(UNIT.refuses(
            RefusalCode::MissingSignature,
            format!(
                "审签过的拟办意见写的是{}，不能转给{}；请重新研判、拟办、送审。",
                case.unit.map_or("其他单位", |unit| context.org.unit_name(unit)),
                unit.name
            ),
        ));
    }
    can_handle(unit, route, context)?;
    Ok(unit)
}

/// Nothing goes to a unit in which nobody could have it: even of one that works on paper somebody is registered, in
/// whose name the operator acts (`domain.md` §10 People and units).
fn can_handle(unit: &Unit, route: Route, context: &Context<'_>) -> Result<(), Refusal> {
    if !unit.active {
        let message = format!("{}已经停用，不能转给该单位；请改选单位，或重新研判。", unit.name);
        return Err(UNIT.refuses(RefusalCode::WrongUnit, message));
    }
    let is_own = route == Route::Commission;
    if is_own || context.org.holders(Position::Handler, Some(unit.id)).next().is_some() {
        return Ok(());
    }
    Err(UNIT.refuses(
        RefusalCode::VacantPosition,
        format!(
            "{}没有在岗的承办人，不能转办；请系统管理员先登记该单位的承办人（没有登录名的也行，由专人代办），或改转其他单位。",
            unit.name
        ),
    ))
}

/// Today, or the day of delivery on paper: not before acceptance, not in the future (`domain.md` §4).
fn receipt_day(case: &Case, delivered_on: Option<Date>, context: &Context<'_>) -> Result<Date, Refusal> {
    let Some(delivered_on) = delivered_on else { return Ok(context.today()) };
    if delivered_on > context.today() {
        return Err(RECEIVED_ON
            .refuses(RefusalCode::OutOfTime, format!("书面送达日期{delivered_on}在今天之后，请核对。")));
    }
    let bounds = [
        ("受理日", case.accepted_at.map(Moment::date)),
        ("上一次退件或收回的日期", case.returned_on),
        ("拟办意见审签的日期", case.approved(DocumentKind::Proposal).and_then(Document::last_signed_on)),
        // What stopped in between cannot have been transferred meanwhile.
        ("恢复办理的日期", case.resumed_on),
    ];
    for (name, day) in bounds {
        if let Some(day) = day.filter(|day| delivered_on < *day) {
            return Err(RECEIVED_ON.refuses(
                RefusalCode::OutOfTime,
                format!("书面送达日期{delivered_on}早于{name}{day}，请核对。"),
            ));
        }
    }
    Ok(delivered_on)
}

#[cfg(test)]
mod tests;
