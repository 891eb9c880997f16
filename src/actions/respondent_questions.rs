//! Asking whether people of whom a complaint speaks are its respondents, at assessment and transfer, and whether the
//! town really keeps a complaint about its own leading group (`domain.md` §10 Recusal).

use super::answers::Answers;
use super::field::{Field, FieldKind};
use super::offer::Offer;
use crate::domain::case::Case;
use crate::domain::case::asked::{Asked, Because};
use crate::domain::context::Context;
use crate::domain::event::{CaseEvent, RespondentsSaid, foretold};
use crate::domain::ids::PersonId;
use crate::domain::refusal::{Refusal, RefusalCode};
use crate::domain::town::delegation;
use crate::domain::town::org::{Org, Person};

/// Which of those asked about are respondents.
pub const RESPONDENTS: Field = Field::optional("respondents", "核对被投诉人", FieldKind::Line)
    .folded()
    .needed("只写了岗位，或标题、内容提到在册人员时必填")
    .hint("是被投诉人的填姓名，多人用顿号分开；都不是填“无”");
/// That the town keeps a complaint about a member of its leading group.
pub const KEEPS: Field = Field::optional("confirm_leading_group", "仍由本镇办理", FieldKind::Flag)
    .folded()
    .needed("反映镇领导班子成员的必填")
    .hint("一般应密封上报或上报；确由本镇办理的填“是”");

/// The answers that say of nobody asked about that they are the respondent.
const NOBODY: [&str; 4] = ["无", "都不是", "没有", "none"];

/// Who holds the positions that the complaint is against without naming anybody, for the form to show: that it is about
/// them is the careful answer.
#[must_use]
pub fn prefill(case: &Case, context: &Context<'_>) -> String {
    let asked = case.asked_about(context.org);
    let holders = asked.iter().filter(|one| one.because == Because::Position);
    let names: Vec<&str> = holders.map(|one| context.org.person_name(one.person)).collect();
    names.join("、")
}

/// The recorded answer; nothing when nobody is asked about and nobody was named.
///
/// # Errors
/// `needs_confirmation` naming everybody asked about while there is no answer; `invalid_value` for somebody unknown.
pub fn answered(case: &Case, answers: &Answers, context: &Context<'_>) -> Result<Option<CaseEvent>, Refusal> {
    let asked = case.asked_about(context.org);
    let Some(text) = answers.text(RESPONDENTS.name) else {
        return if asked.is_empty() { Ok(None) } else { Err(open_question(&asked, context.org)) };
    };
    let respondents = people(&text, &asked, context.org)?;
    let others: Vec<PersonId> =
        asked.iter().map(|one| one.person).filter(|person| !respondents.contains(person)).collect();
    let is_news = !respondents.is_empty() || !others.is_empty();
    Ok(is_news.then(|| RespondentsSaid { respondents, others }.into()))
}

/// Whether somebody of whom the complaint speaks has to be asked about, as long as nobody answered.
#[must_use]
pub fn offer(field: &Field, case: &Case, context: &Context<'_>) -> Offer {
    Offer::all().demanded(field.name == RESPONDENTS.name && !case.asked_about(context.org).is_empty())
}

fn open_question(asked: &[Asked], org: &Org) -> Refusal {
    let told: Vec<String> =
        asked.iter().map(|one| format!("{}{}", one.because.label(), org.person_name(one.person))).collect();
    RESPONDENTS.refuses(
        RefusalCode::NeedsConfirmation,
        format!(
            "请核对是不是被投诉人：{}。是的在“{}”填姓名，都不是填“无”。",
            told.join("；"),
            RESPONDENTS.label
        ),
    )
}

/// The people named in an answer: first those asked about, then anybody in office of that name.
fn people(text: &str, asked: &[Asked], org: &Org) -> Result<Vec<PersonId>, Refusal> {
    let mut people = Vec::new();
    for name in text.split(['、', '，', ',', ' ', '\n']).map(str::trim).filter(|name| !name.is_empty()) {
        if NOBODY.contains(&name) {
            continue;
        }
        let is_asked = |person: &&Person| asked.iter().any(|one| one.person == person.id);
        let named = |person: &&Person| {
            person.active && (person.name == name || person.login.as_deref() == Some(name))
        };
        let mut found: Vec<PersonId> =
            org.people.iter().filter(named).filter(is_asked).map(|one| one.id).collect();
        if found.is_empty() {
            found = org.people.iter().filter(named).map(|one| one.id).collect();
        }
        if found.is_empty() {
            return Err(RESPONDENTS.invalid(&format!("填了“{name}”，没有登记这个人；都不是请填“无”。")));
        }
        people.append(&mut found);
    }
    people.sort_unstable();
    people.dedup();
    Ok(people)
}

/// Whether the town may keep a complaint about a member of its leading group: sealing it or reporting it up is what is
/// proposed, and keeping it is said aloud. The case is looked at as these events leave it.
///
/// # Errors
/// `needs_confirmation` naming the member and the two other ways.
pub fn check_leading_group(
    case: &Case,
    events: &[CaseEvent],
    answers: &Answers,
    context: &Context<'_>,
) -> Result<bool, Refusal> {
    let case = foretold(case, events, context.now, context.actor.id);
    let is_member = |person: &&Person| delegation::signs(person) && case.is_about(person, context.org);
    let Some(member) = context.org.people.iter().find(is_member) else { return Ok(false) };
    if answers.flag(&KEEPS)? {
        return Ok(true);
    }
    Err(KEEPS.refuses(
        RefusalCode::NeedsConfirmation,
        format!(
            "被投诉人{}是镇领导班子成员：请“密封上报”，或判为业务范围外后“上报”；确由本镇办理的，把“{}”填“是”。",
            member.name, KEEPS.label
        ),
    ))
}
