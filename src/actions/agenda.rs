//! What preparing a meeting and changing one have in common: its heading as it is asked for, and its agenda with who is
//! recused for which case (`domain.md` §10 Meetings).

use super::answers::Answers;
use super::field::{Field, FieldKind, Names};
use crate::domain::case::Case;
use crate::domain::case::respondents::Register;
use crate::domain::code::Coded as _;
use crate::domain::context::{Brought, Context};
use crate::domain::meeting::Meeting;
use crate::domain::meeting::event::AgendaItem;
use crate::domain::meeting::heading::{Attendee, Heading};
use crate::domain::refusal::{Refusal, RefusalCode};
use crate::domain::time::Moment;

pub const AT: Field = Field::required("at", "会议时间", FieldKind::Moment);
pub const PLACE: Field = Field::required("place", "会议地点", FieldKind::Line);
pub const NAME: Field = Field::optional("name", "会议名称", FieldKind::Line).hint("不填即“第几次研判会”");
pub const HOST: Field =
    Field::required("host", "主持人", FieldKind::People(Names::One)).hint("姓名或登录名；不在册的直接写姓名");
pub const RECORDER: Field =
    Field::optional("recorder", "记录人", FieldKind::People(Names::One)).hint("不填即您本人");
pub const ATTENDEES: Field = Field::required("attendees", "出席人员", FieldKind::People(Names::Several))
    .hint("姓名或登录名，用顿号分开；不在册的直接写姓名");
pub const CASES: Field = Field::optional("cases", "议题（投诉件编号）", FieldKind::Cases)
    .hint("用顿号分开；不填即所有等研判的和单独研判的");

/// The case of the agenda that an act in the meeting is about.
pub const CASE: Field = Field::required("case", "哪一件", FieldKind::Case);

/// More cases than this nobody gets through in one meeting.
pub const MOST_CASES: usize = 200;

/// A meeting is entered at most so many days after it was held, and planned at most a year ahead.
const MOST_DAYS_AGO: i64 = 31;
const MOST_DAYS_AHEAD: i64 = 366;

/// Longest line of a heading, in characters.
const LONGEST_LINE: usize = 200;

/// Time, place, name and people as they were filled in.
///
/// # Errors
/// A refusal about the field.
pub fn heading(no: u32, answers: &Answers, context: &Context<'_>) -> Result<Heading, Refusal> {
    let at = answers.moment(&AT)?.ok_or_else(|| AT.missing())?;
    check_time(at, context)?;
    let line = |field: &Field| match answers.text(field.name) {
        Some(text) if text.chars().count() > LONGEST_LINE || text.contains('\n') => {
            Err(field.invalid(&format!("要写成一行，最多{LONGEST_LINE}字。")))
        }
        other => Ok(other),
    };
    let org = context.org;
    let one = |field: &Field| match line(field)? {
        Some(names) if split(&names).nth(1).is_some() => Err(field.invalid("只能写一位，请留下一位。")),
        other => Ok(other),
    };
    let recorder = one(&RECORDER)?.unwrap_or_else(|| context.actor.name.clone());
    let mut attendees: Vec<Attendee> = Vec::new();
    for name in split(&line(&ATTENDEES)?.unwrap_or_default()) {
        let attendee = Attendee::named(name, org);
        if !attendees.contains(&attendee) {
            attendees.push(attendee);
        }
    }
    if attendees.is_empty() {
        return Err(ATTENDEES.missing());
    }
    Ok(Heading {
        at,
        place: line(&PLACE)?.ok_or_else(|| PLACE.missing())?,
        name: line(&NAME)?.unwrap_or_else(|| format!("第{no}次研判会")),
        host: Attendee::named(&one(&HOST)?.ok_or_else(|| HOST.missing())?, org),
        recorder: Attendee::named(&recorder, org),
        attendees,
    })
}

fn check_time(at: Moment, context: &Context<'_>) -> Result<(), Refusal> {
    let ahead = context.today().days_until(at.date());
    if (-MOST_DAYS_AGO..=MOST_DAYS_AHEAD).contains(&ahead) {
        return Ok(());
    }
    let message =
        format!("会议时间{}离今天太远：最多补{MOST_DAYS_AGO}天前的会，或预定一年内的会。", at.minute());
    Err(AT.refuses(RefusalCode::OutOfTime, message))
}

/// The names in one line.
fn split(line: &str) -> impl Iterator<Item = &str> {
    line.split(['、', '，', ',', '；', ';']).map(str::trim).filter(|name| !name.is_empty())
}

/// The cases that the answers name, or that wait for a meeting, as the office read them.
pub fn named<'a>(context: &Context<'a>) -> &'a [Case] {
    match context.brought {
        Some(Brought::Cases { named, .. }) => named,
        Some(_) | None => &[],
    }
}

/// The cases that stand on the agenda already, as far as the actor may see them.
pub fn standing<'a>(context: &Context<'a>) -> &'a [Case] {
    match context.brought {
        Some(Brought::Cases { standing, .. }) => standing,
        Some(_) | None => &[],
    }
}

/// These cases in their order, each with who of those present is recused for it.
///
/// # Errors
/// `missing_field` without any case, `invalid_value` where there are too many.
pub fn agenda(
    cases: &[Case],
    present: &[Attendee],
    context: &Context<'_>,
) -> Result<Vec<AgendaItem>, Refusal> {
    if cases.is_empty() {
        let message = "没有议题：没有等研判的投诉件；要研究别的，请写明投诉件编号。";
        return Err(CASES.refuses(RefusalCode::MissingField, message));
    }
    if cases.len() > MOST_CASES {
        let message = format!("有{}件，一次会最多{MOST_CASES}件，请点名要研究的。", cases.len());
        return Err(CASES.invalid(&message));
    }
    if let Some(ended) = cases.iter().find(|case| case.stage.is_final()) {
        let message = format!("{}已经“{}”，不能列入议题；请去掉这一件。", ended.case_no, ended.stage.label());
        return Err(CASES.refuses(RefusalCode::WrongStage, message));
    }
    let register = Register::of(context.org);
    Ok(cases.iter().map(|case| item(case, present, &register)).collect())
}

/// A case as it goes on the agenda.
pub fn item(case: &Case, present: &[Attendee], register: &Register) -> AgendaItem {
    let concerned = case.concerned_among(register);
    let is_recused = |one: &&Attendee| match one.person {
        Some(person) => concerned.contains(&person),
        None => case.names_respondent(&one.name),
    };
    AgendaItem {
        case: case.id,
        case_no: case.case_no.clone(),
        recused: present.iter().filter(is_recused).cloned().collect(),
    }
}

/// The case that the answers name, and its place on the agenda.
///
/// # Errors
/// `unknown_case` where it is not on the agenda, `wrong_stage` where nothing more can be decided about it.
pub fn on_agenda<'a>(meeting: &Meeting, context: &Context<'a>) -> Result<(usize, &'a Case), Refusal> {
    let case = named(context).first().ok_or_else(|| CASE.missing())?;
    let Some((place, _)) = meeting.item(case.id) else {
        let message = format!("{}不在{}的议题里。", case.case_no, meeting.told());
        return Err(CASE.refuses(RefusalCode::UnknownCase, message));
    };
    if case.stage.is_final() {
        let message = format!("第{place}件{}已经“{}”，不用再研判。", case.case_no, case.stage.label());
        return Err(CASE.refuses(RefusalCode::WrongStage, message));
    }
    Ok((place, case))
}

/// Whoever records a meeting does not record a case for which they are recused themselves.
///
/// # Errors
/// `recused`, saying who can record it.
pub fn check_not_recused(place: usize, recused: &[Attendee], context: &Context<'_>) -> Result<(), Refusal> {
    if recused.iter().all(|one| one.person != Some(context.actor.id)) {
        return Ok(());
    }
    let message = format!("第{place}件您须回避，不能记录；请其他人接手记录这一件。");
    Err(Refusal::new(RefusalCode::Recused, message))
}
