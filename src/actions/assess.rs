//! 研判: decides scope, kind, field, key flags, route and proposed unit (N§三(二)2).

use super::answers::Answers;
use super::field::{Field, FieldKind, words};
use super::permission::Who;
use super::{Action, ruling};
use crate::domain::case::Case;
use crate::domain::code::Coded as _;
use crate::domain::context::Context;
use crate::domain::drafting;
use crate::domain::event::CaseEvent;
use crate::domain::org::Unit;
use crate::domain::refusal::{Refusal, RefusalCode};
use crate::domain::sealable::Sealable;
use crate::domain::stage::Stage;
use crate::domain::words::{CaseKind, DocumentKind, KeyMatter, MatterField, Route, Scope, UnitKind};

const SCOPE: Field = Field::required("scope", "甄别（受理范围）", FieldKind::Choice(words::<Scope>));
const KIND: Field = Field::required("kind", "类别", FieldKind::Choice(words::<CaseKind>));
const FIELD: Field = Field::required("field", "领域", FieldKind::Choice(words::<MatterField>));
const KEY_MATTERS: Field = Field::optional("key_matters", "重点标记", FieldKind::Several(words::<KeyMatter>))
    .hint("有任何一项，审签链加上镇主要领导");
const ROUTE: Field = Field::optional("route", "办理途径", FieldKind::Choice(words::<Route>))
    .hint("业务范围内必填；腐败和作风问题由镇纪委办理");
const UNIT: Field = Field::optional(
    "unit",
    "拟承办单位",
    FieldKind::Unit(&[UnitKind::Section, UnitKind::Village, UnitKind::Commission]),
)
.hint("可留到转办时再定；镇党委办理须在送审前确定");
const NOTE: Field = Field::optional("note", "研判说明", FieldKind::Prose);

/// The row of this action.
pub const ACTION: Action = Action {
    code: "assess",
    key: 'y',
    label: "研判",
    summary: "确定是否属于受理范围、咨询或非咨询、领域、办理途径和拟承办单位",
    who: &[Who::CommissionOperator, Who::DisciplineSecretary],
    stages: &[Stage::Complaint, Stage::Acceptance],
    fields: &[SCOPE, KIND, FIELD, ROUTE, UNIT, KEY_MATTERS, NOTE, ruling::RULING, ruling::RULED_ON],
    confirm: None,
    batch: true,
    example: r#"{"scope":"matters_list","kind":"non_consultation","field":"civil_affairs","route":"village","unit":"新建村"}"#,
    ready: super::always,
    prefill,
    decide,
};

fn prefill(case: &Case, context: &Context<'_>) -> Answers {
    let mut answers = Answers::none();
    answers.set(SCOPE.name, case.scope.map_or("", |scope| scope.code()));
    answers.set(KIND.name, case.kind.map_or("", |kind| kind.code()));
    answers.set(FIELD.name, case.field.map_or("", |field| field.code()));
    answers.set(ROUTE.name, case.route.map_or("", |route| route.code()));
    let flags: Vec<&str> = case.key_matters.iter().map(|flag| flag.code()).collect();
    answers.set(KEY_MATTERS.name, flags.join(","));
    answers.set(UNIT.name, case.unit.map_or("", |unit| context.org.unit_name(unit)));
    answers.set(NOTE.name, case.assessment_note.as_ref().map_or("", |note| note.text()));
    answers
}

fn decide(case: &Case, answers: &Answers, context: &Context<'_>) -> Result<Vec<CaseEvent>, Refusal> {
    let scope: Scope = answers.need_word(&SCOPE)?;
    let kind: CaseKind = answers.need_word(&KIND)?;
    let field: MatterField = answers.need_word(&FIELD)?;
    let key_matters: Vec<KeyMatter> = answers.words(&KEY_MATTERS)?;
    let route: Option<Route> = answers.word(&ROUTE)?;
    let unit = answers.unit(&UNIT, context.org)?;
    let ruling = ruling::read(case, answers, context)?;

    let (route, unit) = match (scope, route) {
        (Scope::OutOfScope, _) => (None, None),
        (_, None) => return Err(Refusal::missing(ROUTE.label)),
        (Scope::Conduct, Some(other)) if other != Route::Commission && ruling.is_none() => {
            return Err(Refusal::new(
                RefusalCode::MissingSignature,
                format!(
                    "腐败和作风问题由镇纪委办理；改为“{}”须由镇纪委书记说明理由，请填“{}”。",
                    other.label(),
                    ruling::RULING.label
                ),
            ));
        }
        (_, Some(route)) => (Some(route), unit_for(route, unit, context)?),
    };
    let changed =
        case.route != route || case.unit != unit.map(|unit| unit.id) || case.key_matters != key_matters;
    let note = answers.text(NOTE.name).map(Sealable::new);
    let mut events = vec![CaseEvent::Assessed {
        scope,
        kind,
        field,
        key_matters,
        route,
        unit: unit.map(|unit| unit.id),
        note,
        ruling,
    }];
    if changed {
        events.extend(drafting::void_outdated(case, DocumentKind::Proposal));
    }
    if scope != Scope::OutOfScope {
        // Left alive, its signature would still send the case to the district.
        events.extend(drafting::void_outdated(case, DocumentKind::ReportUp));
    }
    Ok(events)
}

/// The unit of the kind that the route allows; the commission's own route needs no choice.
fn unit_for<'a>(
    route: Route,
    unit: Option<&'a Unit>,
    context: &Context<'a>,
) -> Result<Option<&'a Unit>, Refusal> {
    if route == Route::Commission && unit.is_none() {
        return Ok(context.org.only(UnitKind::Commission));
    }
    match unit {
        Some(unit) if unit.kind != route.unit_kind() => Err(Refusal::new(
            RefusalCode::WrongUnit,
            format!(
                "“{}”要选{}，“{}”是{}。",
                route.label(),
                route.unit_kind().label(),
                unit.name,
                unit.kind.label()
            ),
        )),
        unit => Ok(unit),
    }
}
