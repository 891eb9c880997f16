//! 提议岗位和登录名: the administrator says what somebody's rights should be; a leader confirms it (`domain.md` §1).

use super::answers::Answers;
use super::field::{Field, FieldKind, Word};
use super::permission::Who;
use super::{Act, On, Questions, TownAct};
use crate::domain::code::Coded as _;
use crate::domain::context::Context;
use crate::domain::ids::UnitId;
use crate::domain::refusal::Refusal;
use crate::domain::text::signs::is_hidden;
use crate::domain::town::event::{OrgChanged, RightsAwaited, RightsProposed, TownEvent};
use crate::domain::town::org::Person;
use crate::domain::town::rights::{self, Phase, Rights};
use crate::domain::words::{Position, UnitKind};

const PERSON: Field = Field::required("person", "人员", FieldKind::Person(None));
const LOGIN: Field =
    Field::optional("login", "登录名", FieldKind::Line).hint("不填：不变；填“无”：没有登录名");
const POSITIONS: Field =
    Field::optional("positions", "岗位", FieldKind::Several(positions)).hint("不填：不变；填就写全部岗位");
const UNIT: Field = Field::optional("unit", "所在单位", FieldKind::Unit(&[])).hint("不填：不变");
const LEADS: Field = Field::optional("leads", "分管的科室", FieldKind::Line)
    .hint("写全部，用顿号隔开；不填：不变；填“无”：都不分管");
const CONTACTS: Field = Field::optional("contacts", "联系的村（社区）", FieldKind::Line)
    .hint("写全部，用顿号隔开；不填：不变；填“无”：都不联系");
const LEAVES: Field =
    Field::optional("leaves", "离岗", FieldKind::Flag).hint("填“是”：不再在岗，其他各项不用填");

/// What stands for nothing at all, where an empty field means no change.
const NONE: &str = "无";
/// No login of a system is longer.
const LONGEST_LOGIN_CHARS: usize = 64;

/// The row of this act.
pub static ACT: Act = Act {
    code: "propose_rights",
    who: &[Who::Administrator],
    questions: Questions {
        title: "提议岗位和登录名",
        summary: "提议某人的岗位、登录名变动；经镇纪委书记（书记本人的经镇主要领导）确认后生效",
        fields: &[PERSON, LOGIN, POSITIONS, UNIT, LEADS, CONTACTS, LEAVES],
        confirm: None,
    },
    example: r#"{"person":"刘洋","positions":"party_operator,commission_operator"}"#,
    on: On::Town(TownAct::by(decide)),
};

/// The positions that are given to a person; those of leaders in charge and contacts follow from their units.
fn positions() -> Vec<Word> {
    let given = Position::ALL
        .iter()
        .filter(|position| !matches!(position, Position::LeaderInCharge | Position::ContactLeader));
    given.map(|position| Word { code: position.code(), label: position.label() }).collect()
}

fn decide(answers: &Answers, context: &Context<'_>) -> Result<Vec<TownEvent>, Refusal> {
    let person = answers.person(&PERSON, context.org)?.ok_or_else(|| PERSON.missing())?;
    let wanted = wanted(person, answers, context)?;
    let changed = wanted.given_to(person);
    rights::auditor_holds_nothing_else(&changed).map_err(|refusal| refusal.about(POSITIONS.name))?;
    if changed.positions.contains(&Position::Handler) && changed.unit.is_none() {
        return Err(UNIT.missing());
    }
    let waiting = &context.org.waiting;
    let is_asked = waiting.proposals.get(&person.id).is_some_and(|proposal| proposal.rights == wanted);
    if is_asked || wanted == Rights::of(person) {
        return Ok(Vec::new());
    }
    // What could never take effect is told now and not to whoever has to confirm it.
    let others = waiting.proposals.iter().filter(|(id, _)| **id != person.id);
    let mut all: Vec<_> = others.map(|(id, proposal)| (*id, proposal.rights.clone())).collect();
    all.push((person.id, wanted.clone()));
    let org = rights::put_into_force(context.org, &all)?;
    match waiting.phase {
        Phase::SetUp => {
            let people = vec![person.id];
            Ok(vec![OrgChanged::to(&org).into(), RightsAwaited { people }.into()])
        }
        Phase::Practice | Phase::AtWork => {
            Ok(vec![RightsProposed { person: person.id, rights: wanted }.into()])
        }
    }
}

/// The present rights, or those proposed last, with what was filled in.
fn wanted(person: &Person, answers: &Answers, context: &Context<'_>) -> Result<Rights, Refusal> {
    let mut rights = context.org.waiting.asked_of(person).unwrap_or_else(|| Rights::of(person));
    rights.active = !answers.flag(&LEAVES)?;
    if let Some(login) = answers.text(LOGIN.name) {
        rights.login = if login == NONE { None } else { Some(readable_login(login)?) };
    }
    if answers.raw(POSITIONS.name).is_some() {
        rights.positions = answers.words(&POSITIONS)?;
        if rights.positions.iter().any(|position| positions().iter().all(|word| word.code != position.code()))
        {
            return Err(POSITIONS.invalid("里没有分管领导、联系领导：请填“分管的科室”“联系的村（社区）”。"));
        }
    }
    if let Some(unit) = answers.unit(&UNIT, context.org)? {
        rights.unit = Some(unit.id);
    }
    if let Some(units) = units(&LEADS, UnitKind::Section, answers, context)? {
        rights.leads = units;
    }
    if let Some(units) = units(&CONTACTS, UnitKind::Village, answers, context)? {
        rights.contacts = units;
    }
    Ok(rights)
}

fn readable_login(login: String) -> Result<String, Refusal> {
    let is_odd = |c: char| c.is_whitespace() || is_hidden(c);
    if login.chars().any(is_odd) || login.chars().count() > LONGEST_LOGIN_CHARS {
        return Err(LOGIN.invalid("要写系统里的登录名，不含空格，最多64个字。"));
    }
    Ok(login)
}

/// Several units of one kind by name; `None` where nothing was filled in.
fn units(
    field: &Field,
    kind: UnitKind,
    answers: &Answers,
    context: &Context<'_>,
) -> Result<Option<Vec<UnitId>>, Refusal> {
    let Some(text) = answers.text(field.name) else { return Ok(None) };
    let mut ids = Vec::new();
    let names = text.split([',', '，', '、']).map(str::trim).filter(|name| !name.is_empty() && *name != NONE);
    for name in names {
        let unit = context.org.unit_named(name).filter(|unit| unit.active && unit.kind == kind);
        let unit = unit.ok_or_else(|| field.invalid(&format!("写了“{name}”，没有这个{}。", kind.label())))?;
        ids.push(unit.id);
    }
    ids.sort_unstable();
    ids.dedup();
    Ok(Some(ids))
}

#[cfg(test)]
mod tests {
    use crate::actions::rights_bench::RightsBench;
    use crate::domain::fixtures::{
        ADMINISTRATOR, AFFAIRS_HANDLER, AUDITOR, CONTACT, ECONOMY, OPERATOR, PARTY_OPERATOR, XINJIAN_HANDLER,
    };
    use crate::domain::refusal::RefusalCode;
    use crate::domain::town::rights::Phase;
    use crate::domain::words::Position;

    #[test]
    fn a_proposal_changes_nothing_until_it_is_confirmed_and_a_later_one_goes_on_from_it() {
        let mut bench = RightsBench::at_work();
        bench.did("propose_rights", ADMINISTRATOR, &[("person", AFFAIRS_HANDLER), ("login", "sunli")]);
        let more = [("person", AFFAIRS_HANDLER), ("positions", "handler,party_operator")];
        bench.did("propose_rights", ADMINISTRATOR, &more);
        assert_eq!(bench.person(AFFAIRS_HANDLER).login.as_deref(), Some("u8"));
        let asked = bench.org.waiting.proposals[&bench.person(AFFAIRS_HANDLER).id].rights.clone();
        assert_eq!(asked.login.as_deref(), Some("sunli"));
        assert_eq!(asked.positions, [Position::PartyOperator, Position::Handler]);
    }

    #[test]
    fn posts_that_are_filled_one_after_the_other_are_all_proposed() {
        let mut bench = RightsBench::at_work();
        bench.did("fill_post", ADMINISTRATOR, &[("position", "party_operator"), ("people", OPERATOR)]);
        bench.did("fill_post", ADMINISTRATOR, &[("position", "auditor"), ("people", "")]);
        bench.did("fill_post", ADMINISTRATOR, &[("position", "administrator"), ("people", OPERATOR)]);
        let operator = bench.person(OPERATOR);
        assert_eq!(operator.positions, [Position::CommissionOperator], "nothing is in force");
        assert_eq!(
            bench.org.waiting.proposals[&operator.id].rights.positions,
            [Position::CommissionOperator, Position::PartyOperator, Position::Administrator]
        );
        let auditor = &bench.org.waiting.proposals[&bench.person(AUDITOR).id].rights;
        assert!(auditor.positions.is_empty());
    }

    #[test]
    fn until_the_first_complaint_what_the_founder_sets_is_in_force_and_waits_to_be_confirmed() {
        let mut bench = RightsBench::at_work();
        bench.org.waiting.phase = Phase::SetUp;
        bench.did("propose_rights", ADMINISTRATOR, &[("person", CONTACT), ("leads", "无")]);
        assert_eq!(bench.person(CONTACT).leads, []);
        assert!(bench.org.waiting.unconfirmed.contains(&bench.person(CONTACT).id));
        bench.did("propose_rights", ADMINISTRATOR, &[("person", CONTACT), ("leads", "经济发展办")]);
        assert_eq!(bench.person(CONTACT).leads, [ECONOMY]);
    }

    #[test]
    fn what_could_never_take_effect_is_refused_when_it_is_proposed() {
        let bench = RightsBench::at_work();
        for (fields, words) in [
            (&[("person", AUDITOR), ("positions", "auditor,administrator")][..], "不能兼任"),
            (&[("person", AUDITOR), ("contacts", "新建村")], "不能兼任"),
            (&[("person", PARTY_OPERATOR), ("login", "u5")], "会同时属于"),
            (&[("person", PARTY_OPERATOR), ("login", "刘 洋")], "不含空格"),
            (&[("person", PARTY_OPERATOR), ("leads", "新建村")], "没有这个"),
            (&[("person", PARTY_OPERATOR), ("positions", "contact_leader")], "联系的村"),
            (&[("person", ADMINISTRATOR), ("leaves", "是")], "至少保留一位"),
            (&[("person", OPERATOR), ("login", "无")], "镇纪委专人"),
        ] {
            let refusal = bench.perform("propose_rights", ADMINISTRATOR, fields).unwrap_err();
            assert!(refusal.message.contains(words), "{refusal}");
        }
        let same = [("person", XINJIAN_HANDLER), ("positions", "handler")];
        let refusal = bench.perform("propose_rights", ADMINISTRATOR, &same).unwrap_err();
        assert_eq!(refusal.code, RefusalCode::NothingToDo);
    }
}
