//! 研判: decides scope, kind, field, key flags, route and proposed unit (N§三(二)2).

mod decided;

use super::answers::Answers;
use super::field::{Field, FieldKind, Says, words};
use super::offer::{self, Offer};
use super::permission::Who;
use super::{Act, CaseAct, On, Questions, respondent_questions, ruling};
use crate::domain::case::Case;
use crate::domain::case::stage::Stage;
use crate::domain::code::Coded as _;
use crate::domain::context::Context;
use crate::domain::event::{Assessed, CaseEvent, drafting};
use crate::domain::refusal::{Refusal, RefusalCode};
use crate::domain::sealable::Sealable;
use crate::domain::town::org::Unit;
use crate::domain::words::{
    CaseKind, DecidedBy, DocumentKind, KeyMatter, MatterField, Route, Scope, UnitKind,
};

pub(super) const SCOPE: Field =
    Field::required("scope", "甄别（受理范围）", FieldKind::Choice(words::<Scope>));
pub(super) const KIND: Field = Field::required("kind", "类别", FieldKind::Choice(words::<CaseKind>));
pub(super) const FIELD: Field =
    Field::required("field", "领域", FieldKind::Choice(words::<MatterField>)).matter();
pub(super) const KEY_MATTERS: Field =
    Field::optional("key_matters", "重点标记", FieldKind::Several(words::<KeyMatter>))
        .folded()
        .hint("有任何一项，审签链加上镇主要领导");
pub(super) const ROUTE: Field = Field::optional("route", "办理途径", FieldKind::Choice(words::<Route>))
    .route()
    .needed("业务范围内必填")
    .hint("腐败和作风问题由镇纪委办理");
pub(super) const UNIT: Field = Field::optional(
    "unit",
    "拟承办单位",
    FieldKind::Unit(&[UnitKind::Section, UnitKind::Village, UnitKind::Commission]),
)
.hint("可留到转办时再定；镇党委办理须在送审前确定");
pub(super) const NOTE: Field = Field::optional("note", "研判说明", FieldKind::Prose).folded();
pub(super) const DECIDED_BY: Field =
    Field::optional("decided_by", "研判方式", FieldKind::Choice(words::<DecidedBy>))
        .hint("不填即单独研判，列入下次研判会");
pub(super) const MEETING: Field =
    Field::optional("meeting", "研判会编号", FieldKind::Line).folded().needed("经研判会研判的必填");
pub(super) const DECIDED_WITH: Field =
    Field::optional("decided_with", "参加人员", FieldKind::Line).folded().needed("集体研判的必填");
pub(super) const DECIDED_ON: Field = Field::optional("decided_on", "研判日期", FieldKind::Date)
    .folded()
    .needed("集体研判的必填")
    .hint("不早于收件日，不晚于今天");

/// The row of this act.
pub static ACT: Act = Act {
    code: "assess",
    who: &[Who::CommissionOperator, Who::DisciplineSecretary],
    questions: Questions {
        title: "研判",
        summary: "确定是否属于受理范围、咨询或非咨询、领域、办理途径和拟承办单位",
        fields: &[
            SCOPE,
            KIND,
            FIELD,
            ROUTE,
            UNIT,
            KEY_MATTERS,
            NOTE,
            DECIDED_BY,
            MEETING,
            DECIDED_WITH,
            DECIDED_ON,
            respondent_questions::RESPONDENTS,
            respondent_questions::KEEPS,
            ruling::RULING,
            ruling::RULED_ON,
            ruling::RULING_NO,
        ],
        confirm: None,
    },
    example: r#"{"scope":"matters_list","kind":"non_consultation","field":"civil_affairs","route":"village","unit":"新建村"}"#,
    on: On::Case(
        CaseAct::at(&[Stage::Complaint, Stage::Acceptance], decide)
            .prefill(prefill)
            .offers(offers)
            .batch()
            .instead("再做一次“研判”，以新的为准"),
    ),
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
    answers.set(respondent_questions::RESPONDENTS.name, respondent_questions::prefill(case, context));
    answers.with_recorded(NOTE.name, case.assessment_note.as_ref())
}

/// What can be chosen after what was chosen: conduct stays with the commission unless the secretary rules otherwise, and
/// what is out of scope has neither route nor unit.
pub(super) fn offers(field: &Field, case: &Case, answers: &Answers, context: &Context<'_>) -> Offer {
    let scope = answers.word::<Scope>(&SCOPE).ok().flatten();
    let is_ruled = answers.text(ruling::RULING.name).is_some();
    let by = answers.word::<DecidedBy>(&DECIDED_BY).ok().flatten();
    let leaves = scope == Some(Scope::OutOfScope);
    if field.name == SCOPE.name {
        Offer::all().likely(case.likely_scope().map(|(scope, word)| (scope.code(), said(word))))
    } else if field.name == KIND.name {
        Offer::all().likely(case.likely_kind().map(|(kind, word)| (kind.code(), said(word))))
    } else if (field.says == Says::Route || field.name == UNIT.name) && leaves {
        Offer::unasked()
    } else if field.says == Says::Route {
        let lawful: Vec<Route> = match scope {
            Some(Scope::Conduct) if !is_ruled => vec![Route::Commission],
            Some(Scope::MattersList | Scope::DisclosureInfo | Scope::Conduct | Scope::OutOfScope) | None => {
                Route::ALL.to_vec()
            }
        };
        let is_of_village = case.village.is_some() && lawful.contains(&Route::Village);
        let codes = lawful.iter().map(|route| route.code().to_owned()).collect();
        let village = case.village.as_deref().filter(|_| is_of_village);
        let likely = village.map(|village| (Route::Village.code(), format!("事发{village}")));
        Offer::all().lawful(codes).likely(likely).demanded(true)
    } else if field.name == UNIT.name {
        let route = answers.word::<Route>(&ROUTE).ok().flatten();
        offer::units(field, case, route, is_ruled, context)
    } else if field.name == MEETING.name {
        Offer::all().demanded(by == Some(DecidedBy::Meeting))
    } else if field.name == DECIDED_WITH.name || field.name == DECIDED_ON.name {
        Offer::all().demanded(by == Some(DecidedBy::Collective))
    } else {
        respondent_questions::offer(field, case, context)
    }
}

fn said(word: &str) -> String {
    format!("投诉里有“{word}”")
}

fn decide(case: &Case, answers: &Answers, context: &Context<'_>) -> Result<Vec<CaseEvent>, Refusal> {
    let scope: Scope = answers.need_word(&SCOPE)?;
    let kind: CaseKind = answers.need_word(&KIND)?;
    let field: MatterField = answers.need_word(&FIELD)?;
    let key_matters: Vec<KeyMatter> = answers.words(&KEY_MATTERS)?;
    let route: Option<Route> = answers.word(&ROUTE)?;
    let unit = answers.unit(&UNIT, context.org)?;
    let said = respondent_questions::answered(case, answers, context)?;
    let ruling = ruling::read(case, answers, context)?;
    let decided = Some(decided::decided(case, answers, context)?);

    let (route, unit) = match (scope, route) {
        (Scope::OutOfScope, _) => (None, None),
        (_, None) => return Err(ROUTE.missing()),
        (Scope::Conduct, Some(other)) if other != Route::Commission && ruling.is_none() => {
            return Err(ruling::RULING.refuses(
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
    // A proposal names its unit and the limit that its kind gives; its chain follows route and key matters.
    let changed = case.route != route
        || case.unit != unit.map(|unit| unit.id)
        || case.kind != Some(kind)
        || case.key_matters != key_matters;
    let note = answers.text(NOTE.name).map(Sealable::new);
    let mut events: Vec<CaseEvent> = said.into_iter().collect();
    // Out of scope it is reported up anyway.
    let about_leaders = scope != Scope::OutOfScope
        && respondent_questions::check_leading_group(case, &events, answers, context)?;
    events.push(CaseEvent::Assessed(Assessed {
        scope,
        kind,
        field,
        key_matters,
        route,
        unit: unit.map(|unit| unit.id),
        note,
        ruling,
        decided,
        about_leaders,
    }));
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
        Some(unit) if unit.kind != route.unit_kind() => Err(UNIT.refuses(
            RefusalCode::WrongUnit,
            format!(
                "“{}”：{}要选{}，“{}”是{}。",
                UNIT.label,
                route.label(),
                route.unit_kind().label(),
                unit.name,
                unit.kind.label()
            ),
        )),
        unit => Ok(unit),
    }
}

#[cfg(test)]
mod tests;
