//! 修改人员: name, login, unit, positions, or the end of somebody's work here (`domain.md` §10 People and units).

use super::answers::Answers;
use super::field::{Field, FieldKind, Word};
use super::organisation::changed_to;
use super::permission::Who;
use super::{Act, On, Questions, TownAct};
use crate::domain::code::Coded as _;
use crate::domain::context::Context;
use crate::domain::ids::UnitId;
use crate::domain::refusal::Refusal;
use crate::domain::town::event::TownEvent;
use crate::domain::town::org::{Org, Person};
use crate::domain::town::roster;
use crate::domain::words::{Position, UnitKind};

const PERSON: Field = Field::required("person", "人员", FieldKind::Person(None));
const NAME: Field = Field::optional("name", "姓名", FieldKind::Line)
    .hint("同一个人改名才在这里改；换了人请另行登记，原来的人选离岗");
const LOGIN: Field = Field::optional("login", "登录名", FieldKind::Line)
    .hint("系统的登录用户名；空着不能登录，只能由专人代录书面审签");
const POSITIONS: Field = Field::optional("positions", "岗位", FieldKind::Several(positions))
    .hint("空格勾选；分管、联系领导在下面写单位");
const UNIT: Field = Field::optional("unit", "所在单位", FieldKind::Unit(&[])).hint("承办人必须有所在单位");
const LEADS: Field =
    Field::optional("leads", "分管科室", FieldKind::Line).hint("科室名称，几个之间用顿号“、”隔开");
const CONTACTS: Field =
    Field::optional("contacts", "联系村社区", FieldKind::Line).hint("村（社区）名称，几个之间用顿号“、”隔开");
const LEAVE: Field = Field::optional("leave", "离岗", FieldKind::Flag)
    .hint("离岗后不能登录和办理；在办的件转为单位待办，以前的记录不变");

/// The positions that belong to the person and not to a relation with a unit.
fn positions() -> Vec<Word> {
    Position::ALL
        .iter()
        .filter(|position| !matches!(position, Position::LeaderInCharge | Position::ContactLeader))
        .map(|position| Word { code: position.code(), label: position.label() })
        .collect()
}

/// The row of this act.
pub static ACT: Act = Act {
    code: "set_person",
    who: &[Who::Administrator],
    questions: Questions {
        title: "修改人员",
        summary: "改一个人的姓名、登录名、单位、岗位，或者登记离岗；各项按所填的改，空着即没有",
        fields: &[PERSON, NAME, LOGIN, POSITIONS, UNIT, LEADS, CONTACTS, LEAVE],
        confirm: None,
    },
    example: r#"{"person":"吴芳","name":"吴芳","login":"wufang2","positions":"handler","unit":"四胜社区"}"#,
    on: On::Town(TownAct::by(decide)),
};

/// The answers that leave somebody as they are.
#[must_use]
pub fn answers(person: &Person, org: &Org) -> Answers {
    let names =
        |units: &[UnitId]| units.iter().map(|unit| org.unit_name(*unit)).collect::<Vec<_>>().join("、");
    let positions: Vec<&str> = person.positions.iter().map(|position| position.code()).collect();
    Answers::none()
        .with(PERSON.name, person.login.as_deref().unwrap_or(&person.name))
        .with(NAME.name, &person.name)
        .with(LOGIN.name, person.login.as_deref().unwrap_or_default())
        .with(POSITIONS.name, positions.join(","))
        .with(UNIT.name, person.unit.map(|unit| org.unit_name(unit)).unwrap_or_default())
        .with(LEADS.name, names(&person.leads))
        .with(CONTACTS.name, names(&person.contacts))
}

fn decide(answers: &Answers, context: &Context<'_>) -> Result<Vec<TownEvent>, Refusal> {
    let known = answers.person(&PERSON, context.org)?.ok_or_else(|| PERSON.missing())?;
    let refuse = |field: &Field, why: String| field.invalid(&format!("不行，{why}。"));
    let mut changed = known.clone();
    if let Some(name) = answers.text(NAME.name) {
        roster::check_name(&name).map_err(|why| refuse(&NAME, why))?;
        changed.name = name;
    }
    changed.login = answers.text(LOGIN.name);
    changed
        .login
        .iter()
        .try_for_each(|login| roster::check_login(login))
        .map_err(|why| refuse(&LOGIN, why))?;
    changed.positions = answers.words(&POSITIONS)?;
    changed.unit = answers.unit(&UNIT, context.org)?.map(|unit| unit.id);
    changed.leads = units_of(answers, &LEADS, UnitKind::Section, context.org)?;
    changed.contacts = units_of(answers, &CONTACTS, UnitKind::Village, context.org)?;
    changed.active = !answers.flag(&LEAVE)?;
    roster::check_duties(&changed).map_err(|why| refuse(&UNIT, why))?;
    let mut wanted = context.org.clone();
    for person in wanted.people.iter_mut().filter(|person| person.id == changed.id) {
        person.clone_from(&changed);
    }
    roster::check_logins(&wanted).map_err(|why| refuse(&LOGIN, why))?;
    changed_to(&wanted, &[], context)
}

/// Units of one kind by their names.
fn units_of(answers: &Answers, field: &Field, kind: UnitKind, org: &Org) -> Result<Vec<UnitId>, Refusal> {
    let text = answers.text(field.name).unwrap_or_default();
    let names = text.split(['、', ',', '，', ' ', '　']).map(str::trim).filter(|name| !name.is_empty());
    let unit = |name: &str| match org.unit_named(name).filter(|unit| unit.active) {
        Some(unit) if unit.kind == kind => Ok(unit.id),
        Some(unit) => {
            Err(field.invalid(&format!("只能写{}，“{name}”是{}。", kind.label(), unit.kind.label())))
        }
        None => Err(field.invalid(&format!("写了“{name}”，没有登记这个单位或已经停用。"))),
    };
    let mut units = names.map(unit).collect::<Result<Vec<_>, _>>()?;
    units.sort_unstable();
    units.dedup();
    Ok(units)
}
