//! 会上定一件: what the meeting decides about a case, part by part as it is said, and what was said about it. Each part
//! is kept at once; it takes effect when the meeting is confirmed (N§三(二)2, `domain.md` §6).

use super::agenda;
use super::answers::Answers;
use super::field::{Field, FieldKind, words};
use super::permission::Who;
use super::{Act, On, Questions, StreamAct, StreamOutcome};
use crate::domain::case::Case;
use crate::domain::context::Context;
use crate::domain::event::Discussed;
use crate::domain::ids::PersonId;
use crate::domain::meeting::Meeting;
use crate::domain::meeting::decision::{Decision, Outcome};
use crate::domain::meeting::event::{CaseDecided, CaseMinuted, MeetingEvent};
use crate::domain::refusal::{Refusal, RefusalCode};
use crate::domain::sealable::Sealable;
use crate::domain::words::{CaseKind, KeyMatter, MatterField, Route, Scope, UnitKind};

pub const SCOPE: Field = Field::optional("scope", "甄别（受理范围）", FieldKind::Choice(words::<Scope>));
pub const KIND: Field = Field::optional("kind", "类别", FieldKind::Choice(words::<CaseKind>));
pub const FIELD: Field = Field::optional("field", "领域", FieldKind::Choice(words::<MatterField>));
pub const ROUTE: Field = Field::optional("route", "办理途径", FieldKind::Choice(words::<Route>)).route();
pub const UNIT: Field = Field::optional(
    "unit",
    "拟承办单位",
    FieldKind::Unit(&[UnitKind::Section, UnitKind::Village, UnitKind::Commission]),
);
pub const KEY_MATTERS: Field =
    Field::optional("key_matters", "重点标记", FieldKind::Several(words::<KeyMatter>));
pub const NO_KEY_MATTERS: Field = Field::optional("no_key_matters", "不列重点", FieldKind::Flag).folded();
const RESPONDENTS: Field = Field::optional("respondents", "核对被投诉人", FieldKind::Line)
    .folded()
    .hint("是被投诉人的填姓名，多人用顿号分开；都不是填“无”");
const KEEPS: Field = Field::optional("confirm_leading_group", "仍由本镇办理", FieldKind::Flag).folded();
pub const UPHOLD: Field = Field::optional("uphold", "追认原研判", FieldKind::Flag)
    .folded()
    .hint("专人单独研判过的，会上同意时填“是”");
pub const DEFER: Field = Field::optional("defer", "暂缓", FieldKind::Flag).hint("留待下次会");
pub const MINUTES: Field = Field::optional("minutes", "讨论记录", FieldKind::Prose);

/// The row of this act.
pub static ACT: Act = Act {
    code: "meeting_decide",
    who: &[Who::CommissionOperator, Who::DisciplineSecretary],
    questions: Questions {
        title: "会上定一件",
        summary: "记下会上对一件的决定和讨论；散会确认后生效",
        fields: &[
            MINUTES,
            agenda::CASE,
            SCOPE,
            KIND,
            FIELD,
            ROUTE,
            UNIT,
            KEY_MATTERS,
            NO_KEY_MATTERS,
            RESPONDENTS,
            KEEPS,
            UPHOLD,
            DEFER,
        ],
        confirm: None,
    },
    example: r#"{"case":"2026-0001","scope":"matters_list","kind":"non_consultation","field":"civil_affairs","route":"village","unit":"新建村","minutes":"先由村里核实名单。"}"#,
    on: On::Meeting(StreamAct::by(decide)),
};

fn decide(
    meeting: &Meeting,
    answers: &Answers,
    context: &Context<'_>,
) -> Result<StreamOutcome<MeetingEvent>, Refusal> {
    meeting.check_recorder(context.actor.id, context.org)?;
    let (place, case) = agenda::on_agenda(meeting, context)?;
    let Some((_, item)) = meeting.item(case.id) else { return Err(agenda::CASE.missing()) };
    agenda::check_not_recused(place, &item.recused, context)?;
    if item.outcome == Some(Outcome::Applied) {
        let message = format!("第{place}件的决定已经生效；要改请在件上再做一次“研判”。");
        return Err(Refusal::new(RefusalCode::WrongStage, message));
    }
    let decision = decision(&item.decision, case, answers, context)?;
    let minutes = answers.text(MINUTES.name);
    let said_before = case.meeting(meeting.no).and_then(|held| held.minutes.as_ref()?.body());
    let minutes = minutes.filter(|text| said_before != Some(text.as_str()));
    let mut outcome = StreamOutcome { events: Vec::new(), cases: Vec::new() };
    let (id, case_no) = (case.id, case.case_no.clone());
    if decision != item.decision {
        let decided = CaseDecided { case: id, case_no: case_no.clone(), decision };
        outcome.events.push(decided.into());
    }
    if let Some(text) = minutes {
        outcome.events.push(CaseMinuted { case: id, case_no }.into());
        outcome.cases.push((id, Discussed { meeting: meeting.no, text: Sealable::new(text) }.into()));
    }
    Ok(outcome)
}

/// What was decided before with what is decided now.
fn decision(
    before: &Decision,
    case: &Case,
    answers: &Answers,
    context: &Context<'_>,
) -> Result<Decision, Refusal> {
    if answers.flag(&DEFER)? {
        return Ok(Decision { deferred: true, ..before.clone() });
    }
    if answers.flag(&UPHOLD)? {
        if case.scope.is_none() {
            return Err(UPHOLD.invalid("不能填：这一件还没有研判过，没有可以追认的。"));
        }
        return Ok(Decision { upheld: true, ..Decision::default() });
    }
    let said = [SCOPE, KIND, FIELD, ROUTE, UNIT, KEY_MATTERS, NO_KEY_MATTERS, RESPONDENTS, KEEPS];
    if !said.iter().any(|field| answers.raw(field.name).is_some()) {
        return Ok(before.clone());
    }
    let mut decision = Decision { deferred: false, upheld: false, ..before.clone() };
    decision.scope = answers.word(&SCOPE)?.or(decision.scope);
    decision.kind = answers.word(&KIND)?.or(decision.kind);
    decision.field = answers.word(&FIELD)?.or(decision.field);
    if let Some(route) = answers.word::<Route>(&ROUTE)? {
        if decision.route != Some(route) {
            decision.unit = None;
        }
        decision.route = Some(route);
    }
    if let Some(unit) = answers.unit(&UNIT, context.org)? {
        if let Some(route) = decision.route.filter(|route| route.unit_kind() != unit.kind) {
            use crate::domain::code::Coded as _;
            let message =
                format!("{}要选{}，“{}”不是。", route.label(), route.unit_kind().label(), unit.name);
            return Err(UNIT.refuses(RefusalCode::WrongUnit, message));
        }
        decision.unit = Some(unit.id);
    }
    if decision.scope == Some(Scope::OutOfScope) {
        (decision.route, decision.unit) = (None, None);
    }
    let key_matters: Vec<KeyMatter> = answers.words(&KEY_MATTERS)?;
    if !key_matters.is_empty() || answers.flag(&NO_KEY_MATTERS)? {
        decision.key_matters = key_matters;
    }
    if let Some(text) = answers.text(RESPONDENTS.name) {
        decision.respondents = Some(respondents(&text, context)?);
    }
    decision.about_leaders |= answers.flag(&KEEPS)?;
    Ok(decision)
}

/// The registered people in an answer; nobody for “无”.
fn respondents(text: &str, context: &Context<'_>) -> Result<Vec<PersonId>, Refusal> {
    let names = text.split(['、', '，', ',']).map(str::trim).filter(|name| !name.is_empty() && *name != "无");
    names
        .map(|name| {
            let one = Answers::none().with(RESPONDENTS.name, name);
            let person = one.person(&RESPONDENTS, context.org)?;
            person.map(|person| person.id).ok_or_else(|| RESPONDENTS.missing())
        })
        .collect()
}
